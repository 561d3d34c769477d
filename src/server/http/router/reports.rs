//! Submission of the report form at the end of a procedure page.
//!
//! A counted report redirects to the page (303), so that reloading does not resubmit it. A rejected one renders the
//! form with its errors and everything that was chosen.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};
use domain::limits;
use domain::procedure::ProcedureId;
use leptos::prelude::provide_context;

use super::provide_page_context;
use crate::app::public_document;
use crate::language::Language;
use crate::server::http::gate::Work;
use crate::server::http::middleware::errors::after_failure;
use crate::server::http::rendering;
use crate::server::http::request_body::read_body;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::{Parameters, url_within};
use crate::server::reports::{RejectedReport, ReportRejection, count, read};
use crate::server::state::AppState;

/// The three values with their names, and a text of several times its greatest length, so that who has typed too much gets
/// it back. A character takes twelve bytes at most.
const LARGEST_FORM: usize = 1024 + 12 * 5 * limits::REPORT_TEXT;

/// The route in each language.
pub(super) fn routes() -> Router<AppState> {
    Language::all()
        .iter()
        .fold(Router::new(), |routes, language| routes.route(&language.path("/procedures/{id}/reports"), post(receive)))
}

async fn receive(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Extension(data): Extension<RequestSnapshot>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (language, _) = Language::split_path(parts.uri.path());
    let form = match read_body(body, LARGEST_FORM).await {
        Ok(form) => form,
        Err(status) => return status.into_response(),
    };
    let is_in_force = |id: &ProcedureId| {
        data.snapshot.procedure(id).is_some_and(|(_, procedure)| procedure.is_in_force(data.today, data.today))
    };
    let Some(id) = id.parse::<ProcedureId>().ok().filter(is_in_force) else {
        // The form's page says that the procedure does not exist, or that it has ended.
        return page(parts, None).await;
    };
    let (choices, verdict) = match read(&Parameters::of(&String::from_utf8_lossy(&form)), data.today) {
        Ok(read) => read,
        Err(refused) => return page(parts, Some(refused)).await,
    };
    let client = state.client_address().network_of(&parts);
    let has_text = !choices.text.is_empty();
    if let Err(seconds) = state.report_limits().take(client, &id, has_text, state.now()) {
        return page(parts, Some(RejectedReport { choices, refusal: ReportRejection::TooMany { seconds } })).await;
    }
    if let Err(error) = count(&state, id.clone(), verdict, &choices.text, language).await {
        return after_failure(&error, "counting a report");
    }
    let page = language.path(&url_within("/procedures", id.as_str()));
    let location = format!("{page}?reported=yes#report");
    (StatusCode::SEE_OTHER, [(header::LOCATION, location.as_str()), NOT_KEPT]).into_response()
}

const NOT_KEPT: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// The form's page, with its errors.
async fn page(mut parts: Parts, refused: Option<RejectedReport>) -> Response {
    let refusal = refused.as_ref().map(|refused| refused.refusal.clone());
    parts.method = Method::GET;
    let provide = move || {
        provide_page_context();
        if let Some(refused) = refused.clone() {
            provide_context(refused);
        }
    };
    let mut response = rendering::render_on_blocking_thread(
        Work::Page,
        Request::from_parts(parts, Body::empty()),
        provide,
        public_document,
    )
    .await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(NOT_KEPT.1));
    match refusal {
        Some(ReportRejection::Mistakes(_)) => *response.status_mut() = StatusCode::BAD_REQUEST,
        Some(ReportRejection::TooMany { seconds }) => {
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        None => {}
    }
    response
}
