//! API errors as problem documents (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use store::error::Unavailable;

use crate::server::query::QueryError;

/// A problem document. Its `detail` says what is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Always `about:blank`, because the status identifies the kind of problem.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The reason phrase of the status.
    title: &'static str,
    #[serde(serialize_with = "as_number")]
    status: StatusCode,
    /// What is wrong and what is expected, in English.
    detail: String,
    /// The invalid parameter, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// Further members, for programs.
    #[serde(flatten)]
    members: Map<String, Value>,
}

fn as_number<S: Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        Self { kind: "about:blank", title, status, detail: detail.into(), parameter: None, members: Map::new() }
    }

    /// The problem with further members (RFC 9457, section 3.2).
    #[must_use]
    pub fn with_members<const N: usize>(self, members: [(&str, Value); N]) -> Self {
        Self { members: members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), ..self }
    }

    /// A problem with nothing known but the status.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::METHOD_NOT_ALLOWED => "this interface is read-only; use GET or HEAD",
            StatusCode::NOT_FOUND => "there is nothing at this address",
            StatusCode::PAYLOAD_TOO_LARGE => "the request is too large; reading needs no body",
            StatusCode::GATEWAY_TIMEOUT => "the answer took too long; use a filter or a page to make it smaller",
            StatusCode::SERVICE_UNAVAILABLE => "the server is busy; try again in a little while",
            _ if status.is_server_error() => "something went wrong on the server; try again in a little while",
            _ => "the request cannot be answered",
        };
        Self::new(status, detail)
    }
}

impl Problem {
    /// The problem for a request that needs the database while it is unavailable.
    #[must_use]
    pub fn of_unavailable(why: Unavailable) -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        match why {
            Unavailable::Busy => Self::of_status(status),
            Unavailable::OutOfSpace => Self::new(status, "there is no space left on the server; nothing was saved"),
            Unavailable::ReadOnly => Self::new(status, "nothing can be saved on the server at the moment"),
            Unavailable::FileGone => Self::new(status, "the server’s database is missing; nothing was saved"),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let parameter = match &error {
            QueryError::UnknownParameter { name, .. }
            | QueryError::BadAnswer { name, .. }
            | QueryError::Twice { name } => Some(name.clone()),
            QueryError::BadValue { name, .. } => Some((*name).to_owned()),
            QueryError::TooMany => None,
        };
        Self { parameter, ..Self::new(StatusCode::BAD_REQUEST, error.to_string()) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).expect("a problem holds nothing that JSON cannot say");
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
