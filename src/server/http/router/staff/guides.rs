//! Guides as their authors see them.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::guide::GuideId;

use super::{not_found, render_staff_page, request_data};
use crate::pages::staff::guide::guide_page;
use crate::server::query::url_within;
use crate::server::state::AppState;

pub(super) async fn show(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let snapshot = request_data(&parts, &state).snapshot;
    let Some(guide) = id.parse::<GuideId>().ok().and_then(|id| snapshot.guide(&id).cloned()) else {
        return not_found(parts).await;
    };
    let address = url_within("/staff/guides", guide.id.as_str());
    render_staff_page(parts, &address, StatusCode::OK, move |context, _| guide_page(context, &guide)).await
}
