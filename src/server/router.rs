//! All addresses of the product.

use axum::Router;
use axum::extract::State;
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes, generate_route_list};

use super::assets;
use super::state::AppState;
use crate::app::{App, shell};
use crate::language::Language;
use crate::pages::Visit;

/// Builds the service.
#[must_use]
pub fn router(state: AppState) -> Router {
    let routes = generate_route_list(App);
    let visits = state.clone();
    Router::<AppState>::new()
        .leptos_routes_with_context(&state, routes, move || provide_visit(&visits), shell)
        .route("/assets/{version}/{*file}", get(assets::serve))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .fallback(no_such_page)
        .with_state(state)
}

fn provide_visit(state: &AppState) {
    let uri = use_context::<http::request::Parts>().map(|parts| parts.uri).unwrap_or_default();
    provide_context(visit(state, &uri));
}

fn visit(state: &AppState, uri: &Uri) -> Visit {
    let (language, page) = Language::split_path(uri.path());
    Visit {
        snapshot: state.snapshot(),
        today: state.today(),
        language,
        page: page.to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
    }
}

/// Ready means: a snapshot is loaded and the database answers.
async fn ready(State(state): State<AppState>) -> Response {
    match state.check_database().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

async fn no_such_page(State(state): State<AppState>, request: Request<axum::body::Body>) -> Response {
    let visits = state.clone();
    let handler = leptos_axum::render_app_async_with_context(move || provide_visit(&visits), shell);
    handler(request).await
}
