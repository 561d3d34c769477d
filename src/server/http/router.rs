//! All routes, and the middleware around them.

mod page_exports;
mod reports;
mod staff;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use leptos_router::static_routes::RegenerationFn;
use store::error::Unavailable;
use tower::{Layer, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::gate::Work;
use super::middleware::errors::ErrorPage;
use super::middleware::page_cache::PageCache;
use super::middleware::request_log::RequestId;
use super::middleware::{errors, load, origin_check, page_cache, query_bounds, request_log, security_headers, target};
use super::request_body::read_body;
use super::request_snapshot::{self, RequestSnapshot};
use super::{assets, rendering};
use crate::app::{App, public_document};
use crate::language::Language;
use crate::page_context::{NamedSources, PageContext};
use crate::pages::server_error::{server_error_page, unavailable_page};
use crate::server::editing::files::LARGEST_FILE;
use crate::server::page_exports::ExportCollector;
use crate::server::query::{Understood, without_furigana};
use crate::server::state::AppState;
use crate::server::{feeds, guide_calendar, open_data, search_engines, suggestions};

/// Reads need no body, and no form comes near this size. A handler that reads a body sets a smaller limit.
const LARGEST_REQUEST: usize = 2 * 1024 * 1024;

/// API requests need no body; one that is sent anyway is read and discarded up to this size, as documented in
/// `docs/API.md`.
const LARGEST_INTERFACE_REQUEST: usize = 64 * 1024;

/// A file with the form around it.
const LARGEST_FILE_REQUEST: usize = LARGEST_FILE + 64 * 1024;

/// The largest file over a 1 Mbit/s connection.
const LONGEST_SENDING: Duration = Duration::from_secs(300);

/// Ten times what the whole catalogue of a large city takes.
const LONGEST_WORK: Duration = Duration::from_secs(30);

/// All addresses of the staff side, without language prefix.
#[must_use]
pub fn staff_addresses() -> Vec<&'static str> {
    staff::addresses()
}

/// Those of them that show a page.
#[must_use]
pub fn staff_pages() -> Vec<&'static str> {
    staff::pages()
}

/// Builds the service.
pub fn router(state: AppState) -> Router {
    let cache = PageCache::default();
    let kept = from_fn_with_state(cache, page_cache::answer);

    let routes = in_every_language(&generate_route_list(App));
    let for_search_engines = for_search_engines(&routes).route_layer(kept.clone());
    let pages =
        Router::new().leptos_routes_with_handler(routes, page).merge(page_exports::routes()).route_layer(kept.clone());
    // Around the nested router, not inside it, because paths there have lost their prefix.
    let interface = Router::new()
        .nest("/api", open_data::routes())
        .merge(feeds::routes())
        .merge(suggestions::routes())
        .route_layer(kept);
    let technical = Router::new()
        .route("/assets/{version}/{*file}", get(assets::serve))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready));

    with_middleware(
        pages
            .merge(reports::routes())
            .merge(staff::routes())
            .merge(for_search_engines)
            .merge(interface)
            .merge(technical)
            .fallback(no_page),
        &state,
    )
    .with_state(state)
}

/// The routes of the pages, once for each language. The list that the router generates has them without a language.
fn in_every_language(pages: &[AxumRouteListing]) -> Vec<AxumRouteListing> {
    let routes = Language::all().iter().flat_map(|language| pages.iter().map(|page| (*language, page)));
    routes
        .map(|(language, page)| {
            let address = language.path(page.path());
            AxumRouteListing::new(address, page.mode().clone(), page.methods(), Vec::<RegenerationFn>::new())
        })
        .collect()
}

/// Routes for search engines. If the site's public URL is not configured there is no sitemap, because a sitemap
/// contains only absolute URLs.
fn for_search_engines(routes: &[AxumRouteListing]) -> Router<AppState> {
    let fixed = search_engines::fixed_pages(routes.iter().map(AxumRouteListing::path));
    let whole = Arc::clone(&fixed);
    Router::new()
        .route("/robots.txt", get(async |Extension(data): Extension<RequestSnapshot>| search_engines::robots(&data)))
        .route(
            "/sitemap.xml",
            get(move |Extension(data): Extension<RequestSnapshot>, request: Request| async move {
                or_page(search_engines::sitemap(&data, &whole), request).await
            }),
        )
        .route(
            "/sitemap/{part}",
            get(move |Path(part): Path<String>, Extension(data): Extension<RequestSnapshot>, request: Request| async move {
                or_page(search_engines::part_of_sitemap(&data, &fixed, &part), request).await
            }),
        )
}

/// A sitemap, or the not-found page.
async fn or_page(list: Option<String>, request: Request) -> Response {
    match list {
        Some(list) => ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], list).into_response(),
        None => page(request).await,
    }
}

/// Adds the middleware that every response needs; the last layer is the outermost.
pub fn with_middleware(addresses: Router<AppState>, state: &AppState) -> Router<AppState> {
    addresses
        .layer(from_fn_with_state(state.clone(), staff::guard))
        .route_layer(from_fn_with_state(state.clone(), origin_check::guard))
        .layer(from_fn_with_state(state.clone(), request_snapshot::take))
        .layer(from_fn(limit_request))
        .layer(from_fn(query_bounds::guard))
        .layer(from_fn(load::keep_room_for_health))
        .layer(from_fn(target::guard))
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(from_fn_with_state(error_page as ErrorPage, errors::explain))
        // Outside every layer that responds in place of a handler: other sites read errors too.
        .layer(from_fn(open_data::open_to_other_sites))
        .layer(from_fn(security_headers::add))
        .layer(from_fn(request_log::write))
}

/// Limits the size and duration of a request. A staff upload may be larger, and take longer on a slow connection; all
/// other requests have the common limits.
async fn limit_request(request: Request, next: Next) -> Response {
    let is_interface = errors::is_interface(request.uri().path());
    let (largest, longest) = if staff::is_file_upload(&request) {
        (LARGEST_FILE_REQUEST, LONGEST_SENDING)
    } else if is_interface {
        (LARGEST_INTERFACE_REQUEST, LONGEST_WORK)
    } else {
        (LARGEST_REQUEST, LONGEST_WORK)
    };
    let inner = tower::service_fn(move |request: http::Request<_>| {
        let next = next.clone();
        let request = request.map(Body::new);
        async move {
            // No API route reads a body, and the size of one without a length is known only by reading it.
            let request = if is_interface { read_whole(request).await } else { Ok(request) };
            Ok::<_, Infallible>(match request {
                Ok(request) => next.run(request).await,
                Err(status) => status.into_response(),
            })
        }
    });
    let answer = RequestBodyLimitLayer::new(largest).layer(inner).oneshot(request);
    let Ok(answer) = tokio::time::timeout(longest, answer).await else {
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    };
    let Ok(response) = answer;
    response.map(Body::new)
}

/// The request with its body in memory, or the status to reject it with.
async fn read_whole(request: Request) -> Result<Request, StatusCode> {
    let (parts, body) = request.into_parts();
    let body = read_body(body, LARGEST_INTERFACE_REQUEST).await?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn error_page(status: StatusCode, language: Language, id: Option<RequestId>, why: Option<Unavailable>) -> String {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => unavailable_page(why.unwrap_or(Unavailable::Busy), id),
        _ if status.is_server_error() => server_error_page(id),
        _ => errors::refusal_page(status, language),
    }
}

fn provide_page_context() {
    provide_page_context_with(None, Understood::default());
}

/// Provides the page context of the current request; `exports` collects the page's exports, `understood` the parameters that
/// it knows.
fn provide_page_context_with(exports: Option<ExportCollector>, understood: Understood) {
    // The list of routes is generated without a request; no page is rendered then.
    let Some(parts) = use_context::<http::request::Parts>() else { return };
    let Some(data) = parts.extensions.get::<RequestSnapshot>().cloned() else { return };
    provide_context(PageContext { understood, ..page_context_of(data, &parts.uri, exports) });
}

fn page_context_of(data: RequestSnapshot, uri: &http::Uri, exports: Option<ExportCollector>) -> PageContext {
    let RequestSnapshot { snapshot, today, now, settings } = data;
    let (language, page) = Language::split_path(uri.path());
    let (furigana, query) = without_furigana(uri.query().unwrap_or_default());
    let (page, query) = (page.to_owned(), query.into_owned());
    let named_sources = NamedSources::default();
    PageContext {
        snapshot,
        today,
        now,
        as_of: today,
        language,
        page,
        query,
        furigana,
        settings,
        exports,
        named_sources,
        understood: Understood::default(),
    }
}

/// Ready: a snapshot is loaded, and the database answers and can be written to.
async fn ready(State(state): State<AppState>) -> Response {
    state.readiness().await.into_response()
}

/// The not-found page.
async fn no_page(request: Request) -> Response {
    rendering::render_on_blocking_thread(Work::Page, request, provide_page_context, public_document).await
}

/// Any path that is neither a file nor part of the API; an unknown page renders as not found. The calendar of a guide has
/// the address of its page with an ending, which is no pattern of its own.
async fn page(request: Request) -> Response {
    if let Some(calendar) = guide_calendar::answer(&request) {
        return calendar;
    }
    rendering::render(request, provide_page_context, public_document).await
}
