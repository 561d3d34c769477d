//! Page exports: `/files/cards.xlsx`, `/files/en/cards/drawings/ward-map.svg`, and `/embed/cards/drawings/ward-map`,
//! which other sites may embed in a frame. The query is that of the page.
//!
//! The page itself is rendered and its exports are collected, so a file cannot contain anything that the page does not.

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::definition::Definition;
use domain::reading::plain_text;
use html_escape::{encode_double_quoted_attribute, encode_text};
use store::error::AppError;

use super::{page, page_context_of, provide_page_context_with};
use crate::app::public_document;
use crate::page_context::PageContext;
use crate::server::export::picture::{self, Frame, LARGEST_SCALE};
use crate::server::export::workbook::{Notes, Words, workbook};
use crate::server::http::assets;
use crate::server::http::rendering;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::page_exports::{CollectedDrawing, CollectedExports, ExportCollector};
use crate::server::query::{Understood, passed_over};
use crate::server::state::AppState;

/// The file name for the first page, whose path is empty.
const FIRST_PAGE: &str = "index";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/files/{*address}", get(file)).route("/embed/{*address}", get(frame))
}

/// The requested export of a page.
enum ExportTarget {
    Workbook,
    Drawing { id: String, form: Form },
}

#[derive(Clone, Copy)]
enum Form {
    Svg,
    Png,
    Frame,
}

/// Display options of a drawing; the page does not have these parameters.
struct Shape {
    narrow: bool,
    scale: u32,
}

async fn file(Path(asked): Path<String>, request: Request) -> Response {
    let found = if let Some(of_page) = asked.strip_suffix(".xlsx") {
        Some((of_page.to_owned(), ExportTarget::Workbook))
    } else {
        [(".svg", Form::Svg), (".png", Form::Png)].into_iter().find_map(|(ending, form)| {
            let (of_page, id) = asked.strip_suffix(ending)?.rsplit_once("/drawings/")?;
            Some((of_page.to_owned(), ExportTarget::Drawing { id: id.to_owned(), form }))
        })
    };
    match found {
        Some((of_page, wanted)) => answer(&of_page, wanted, request).await,
        None => page(request).await,
    }
}

async fn frame(Path(asked): Path<String>, request: Request) -> Response {
    match asked.rsplit_once("/drawings/") {
        Some((of_page, id)) => {
            answer(of_page, ExportTarget::Drawing { id: id.to_owned(), form: Form::Frame }, request).await
        }
        None => page(request).await,
    }
}

async fn answer(of_page: &str, wanted: ExportTarget, request: Request) -> Response {
    let Some((uri, shape)) = inner(of_page, request.uri().query().unwrap_or_default()) else {
        return page(request).await;
    };
    let Some(data) = request.extensions().get::<RequestSnapshot>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page_exports = ExportCollector::default();
    let (mut parts, body) = request.into_parts();
    parts.uri = uri.clone();
    let understood = Understood::default();
    let (gathered, known) = (page_exports.clone(), understood.clone());
    let provide = move || provide_page_context_with(Some(gathered.clone()), known.clone());
    let mut rendered = rendering::render(Request::from_parts(parts.clone(), body), provide, public_document).await;
    // A missing page or an invalid query renders its own error.
    if !rendered.status().is_success() {
        return rendered;
    }
    let context = page_context_of(data, &uri, None);
    // A file has no room for the notice that names what was passed over.
    if !passed_over(&context.query, &understood).is_empty() {
        *rendered.status_mut() = StatusCode::BAD_REQUEST;
        return rendered;
    }
    let taken = page_exports.collected();
    let made = match wanted {
        ExportTarget::Workbook if taken.sheets.is_empty() => None,
        ExportTarget::Workbook => Some(as_workbook(&context, &taken)),
        ExportTarget::Drawing { id, form } => match taken.drawings.into_iter().find(|drawing| drawing.id == id) {
            Some(drawing) => Some(as_drawing(&context, &taken.title, &drawing, form, &shape)),
            None => None,
        },
    };
    match made {
        Some(Ok((headers, body))) => (headers, body).into_response(),
        Some(Err(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a file of a page could not be created");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        None => {
            // The page exists but has no export of that name: not found.
            parts.uri = Uri::from_static("/files/");
            page(Request::from_parts(parts, axum::body::Body::empty())).await
        }
    }
}

/// The URI of the page behind a file's path, and the drawing's display options. `None` if there is no such page.
fn inner(of_page: &str, query: &str) -> Option<(Uri, Shape)> {
    let of_page = of_page.trim_matches('/');
    let path = match of_page {
        FIRST_PAGE => "/".to_owned(),
        other => format!("/{}", other.strip_suffix("/index").unwrap_or(other)),
    };
    // An export of an export, or of something that is not a page.
    if ["/files", "/embed", "/api", "/assets", "/feeds"].iter().any(|folder| path.starts_with(folder)) {
        return None;
    }
    let mut shape = Shape { narrow: false, scale: 2 };
    let mut kept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("width", "narrow")) => shape.narrow = true,
            Some(("width", "wide")) => shape.narrow = false,
            Some(("scale", scale)) => {
                shape.scale = scale.parse().ok().filter(|scale| (1..=LARGEST_SCALE).contains(scale))?
            }
            _ => kept.push(pair),
        }
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    // The router has decoded the path.
    let path = percent_encoding::utf8_percent_encode(&path, PATH).to_string();
    Some((format!("{path}{query}").parse().ok()?, shape))
}

const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%');

type Made = Result<(HeaderMap, Vec<u8>), AppError>;

/// The file name without extension: the page's name and the date.
fn file_name(context: &PageContext, end: &str) -> String {
    let page: String = context
        .page
        .trim_matches('/')
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '-' })
        .collect();
    let page = if page.is_empty() { FIRST_PAGE } else { &page };
    format!("{page}{end}-{}", context.today)
}

fn headers(kind: &'static str, name: Option<String>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if let Some(name) = name {
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
            .expect("the name of a file holds letters, digits and hyphens");
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers
}

fn as_workbook(context: &PageContext, taken: &CollectedExports) -> Made {
    let words = Words { notes: context.text("take-away-notes"), sample: context.text("sample") };
    let bytes = workbook(&taken.sheets, &notes(context, taken), &words)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((headers(kind, Some(file_name(context, "") + ".xlsx")), bytes))
}

/// Notes for a workbook: what the figures mean, their sources and their dates.
fn notes(context: &PageContext, taken: &CollectedExports) -> Notes {
    let mut notes: Notes = vec![
        [context.text("take-away-page"), taken.title.clone()],
        [context.text("take-away-address"), context.whole_address(&context.address_in(context.language))],
        [context.text("take-away-day"), context.date(context.today)],
        [context.text("take-away-revision"), context.snapshot.revision.to_string()],
        [context.text("take-away-empty"), context.text("take-away-empty-means")],
    ];
    let mut sample = false;
    for sheet in &taken.sheets {
        let mut sources: Vec<String> = Vec::new();
        for source in &sheet.sources {
            let name = context.source_name(source);
            if !sources.contains(&name) {
                sources.push(name);
            }
            sample |= context.snapshot.source(source).is_some_and(|source| source.sample);
        }
        notes.push([context.format_text("take-away-sources-of", [("sheet", sheet.title.clone())]), sources.join("\n")]);
        if !sheet.note.is_empty() {
            notes
                .push([context.format_text("take-away-note-on", [("sheet", sheet.title.clone())]), sheet.note.clone()]);
        }
        sample |= sheet.rows.iter().any(|row| row.sample) || sheet.columns.iter().any(|column| column.sample);
    }
    if sample {
        notes.push([context.text("sample"), context.text("sample-bar")]);
    }
    let figures = taken.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    let mut definitions: Vec<Definition> = figures
        .filter_map(|cell| cell.figure.as_ref()?.provenance(&context.snapshot, context.today))
        .map(|account| account.definition)
        .collect();
    definitions.sort_unstable();
    definitions.dedup();
    for definition in definitions {
        let said = [
            context.definition(definition, "formula"),
            context.definition(definition, "source"),
            context.format_text("definitions-version", [("version", definition.version().to_string())]),
        ];
        notes.push([context.definition(definition, "name"), said.join("\n")]);
    }
    notes.into_iter().map(|note| note.map(|text| plain_text(&text).into_owned())).collect()
}

fn as_drawing(context: &PageContext, page_title: &str, drawing: &CollectedDrawing, form: Form, shape: &Shape) -> Made {
    let frame = Frame { title: drawing.title.clone(), lines: lines(context, drawing) };
    let picture = &drawing.drawings[usize::from(shape.narrow)];
    let name = |ending: &str| Some(file_name(context, &format!("-{}", drawing.id)) + ending);
    Ok(match form {
        Form::Svg => (headers("image/svg+xml", name(".svg")), picture::as_svg(picture, &frame)?.into_bytes()),
        Form::Png => (headers("image/png", name(".png")), picture::as_png(picture, &frame, shape.scale)?),
        Form::Frame => {
            (headers("text/html; charset=utf-8", None), document(context, page_title, drawing, &frame).into_bytes())
        }
    })
}

/// The caption of an exported drawing: its source, whether it is sample data, and its date.
fn lines(context: &PageContext, drawing: &CollectedDrawing) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    for source in &drawing.sources {
        let name = context.source_name(source);
        if !sources.contains(&name) {
            sources.push(name);
        }
    }
    let mut lines = Vec::new();
    if !sources.is_empty() {
        lines.push(format!(
            "{} {}",
            context.text("figure-source"),
            sources.join(&context.text("figure-source-separator"))
        ));
    }
    if !drawing.note.is_empty() {
        lines.push(drawing.note.clone());
    }
    if drawing.sample {
        lines.push(context.text("take-away-sample"));
    }
    let site = context.site_title();
    lines.push(context.format_text("take-away-taken", [("site", site), ("date", context.short_date(context.today))]));
    lines.iter().map(|line| plain_text(line).into_owned()).collect()
}

/// The smallest HTML document around a drawing, for a frame on another site.
fn document(context: &PageContext, page_title: &str, drawing: &CollectedDrawing, frame: &Frame) -> String {
    let lines: String =
        frame.lines.iter().map(|line| format!("<p class=\"source-note\">{}</p>", encode_text(line))).collect();
    let back = context.whole_address(&context.address_in(context.language));
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"stylesheet\" href=\"{style}\"><title>{title}</title></head><body class=\"framed\">\
         <main><figure class=\"drawing stack\"><figcaption><h1>{title}</h1></figcaption>\
         <div class=\"chart-pair\">{drawings}</div>{lines}\
         <p class=\"source-note\"><a href=\"{back}\" target=\"_top\">{page_title}</a></p></figure></main></body></html>",
        lang = context.language.html_lang(),
        style = assets::address("pkg/tetsuzuki.css"),
        title = encode_text(&frame.title),
        drawings = drawing.drawings.concat(),
        back = encode_double_quoted_attribute(&back),
        page_title = encode_text(if page_title.is_empty() { frame.title.as_str() } else { page_title }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_of(of_page: &str, query: &str) -> Option<String> {
        inner(of_page, query).map(|(uri, _)| uri.to_string())
    }

    #[test]
    fn an_address_of_a_file_leads_to_its_page_with_what_the_page_was_asked() {
        assert_eq!(page_of("cards", "measure=issued&scale=3&width=narrow").as_deref(), Some("/cards?measure=issued"));
        assert_eq!(page_of("index", "").as_deref(), Some("/"));
        assert_eq!(page_of("en", "").as_deref(), Some("/en"));
        assert_eq!(page_of("en/targets/online_rate", "").as_deref(), Some("/en/targets/online_rate"));
    }

    #[test]
    fn a_file_of_a_file_or_an_unwieldy_picture_is_none() {
        assert_eq!(page_of("files/cards", ""), None);
        assert_eq!(page_of("api/v1/cards", ""), None);
        assert_eq!(page_of("cards", "scale=40"), None);
    }
}
