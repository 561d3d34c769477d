//! File upload forms (multipart/form-data), read within limits.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;

use super::form::Form;

/// The largest number of fields, a few more than any upload form has.
const MOST_FIELDS: usize = 24;

/// The longest text field, in bytes.
const LONGEST_TEXT: usize = 16 * 1024;

/// An uploaded file and the form's other fields.
#[derive(Debug, Default)]
pub struct UploadedFile {
    pub form: Form,
    /// The file name given by the client; empty if no file was chosen.
    pub name: String,
    pub content: Vec<u8>,
}

/// Why an upload form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MultipartError {
    /// Larger than the limit.
    TooLarge,
    /// Truncated, or not multipart/form-data.
    Broken,
}

/// Reads a form whose only file is in the field `file`. It never holds more than `largest` bytes and the other fields.
///
/// # Errors
/// If the form is too large, truncated or not multipart/form-data.
pub async fn read(request: Request<Body>, largest: usize) -> Result<UploadedFile, MultipartError> {
    read_parts(request, largest, true).await
}

/// Reads the fields of a form without the content of its file, of which nothing is held.
///
/// # Errors
/// If the form is too large, truncated or not multipart/form-data.
pub async fn read_fields(request: Request<Body>, largest: usize) -> Result<UploadedFile, MultipartError> {
    read_parts(request, largest, false).await
}

async fn read_parts(request: Request<Body>, largest: usize, keeps_file: bool) -> Result<UploadedFile, MultipartError> {
    let told = |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => MultipartError::TooLarge,
        _ => MultipartError::Broken,
    };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| MultipartError::Broken)?;
    let mut sent = UploadedFile::default();
    let mut fields = Vec::new();
    let mut has_file = false;
    while let Some(mut part) = parts.next_field().await.map_err(|error| told(error.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = name == "file";
        if fields.len() >= MOST_FIELDS || (is_file && has_file) {
            return Err(MultipartError::Broken);
        }
        if is_file {
            has_file = true;
            part.file_name().unwrap_or_default().clone_into(&mut sent.name);
        }
        let bound = if is_file { largest } else { LONGEST_TEXT };
        let mut content = Vec::new();
        let mut length = 0;
        while let Some(chunk) = part.chunk().await.map_err(|error| told(error.status()))? {
            length += chunk.len();
            if length > bound {
                return Err(MultipartError::TooLarge);
            }
            if !is_file || keeps_file {
                content.extend_from_slice(&chunk);
            }
        }
        if is_file {
            sent.content = content;
        } else {
            let text = String::from_utf8(content).map_err(|_| MultipartError::Broken)?;
            fields.push((name, text));
        }
    }
    sent.form = Form::from_fields(fields);
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(parts: &[(&str, &str)], end: &str) -> Request<Body> {
        let mut body = String::new();
        for (disposition, content) in parts {
            body.push_str(&format!("--limit\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n"));
        }
        body.push_str(end);
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=limit");
        request.body(Body::from(body)).expect("a request")
    }

    const FILE: &str = "name=\"file\"; filename=\"a.csv\"";

    #[tokio::test]
    async fn fields_and_the_file_are_told_apart() {
        let sent = read(form(&[("name=\"kind\"", "cards"), (FILE, "a,b")], "--limit--\r\n"), 10).await.expect("a form");
        assert_eq!(
            (sent.form.text("kind"), sent.name.as_str(), sent.content.as_slice()),
            ("cards", "a.csv", &b"a,b"[..])
        );
    }

    #[tokio::test]
    async fn fields_are_read_without_the_file() {
        let sent = || form(&[(FILE, "a,b"), ("name=\"reason\"", "why")], "--limit--\r\n");
        let sent_fields = read_fields(sent(), 10).await.expect("a form");
        assert_eq!(sent_fields.form.fields().collect::<Vec<_>>(), [("reason", "why")]);
        assert_eq!((sent_fields.name.as_str(), sent_fields.content.len()), ("a.csv", 0));
        assert_eq!(read_fields(sent(), 2).await.expect_err("refused"), MultipartError::TooLarge);
    }

    #[tokio::test]
    async fn what_is_too_much_or_cut_short_is_refused() {
        let whole = "--limit--\r\n";
        let long = "x".repeat(LONGEST_TEXT + 1);
        let many: Vec<(&str, &str)> = std::iter::repeat_n(("name=\"a\"", "b"), MOST_FIELDS + 1).collect();
        for (request, why) in [
            (form(&[(FILE, "12345678901")], whole), MultipartError::TooLarge),
            (form(&[("name=\"kind\"", &long)], whole), MultipartError::TooLarge),
            (form(&many, whole), MultipartError::Broken),
            (form(&[(FILE, "a"), (FILE, "b")], whole), MultipartError::Broken),
            (form(&[(FILE, "a")], ""), MultipartError::Broken),
            (Request::new(Body::from("kind=cards")), MultipartError::Broken),
        ] {
            assert_eq!(read(request, 10).await.expect_err("refused"), why);
        }
    }
}
