//! All addresses of the product, and what stands around them.

mod reports;
mod staff;
mod take_away;

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
use store::error::Unavailable;
use tower::{Layer, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::edits::files::LARGEST_FILE;
use super::gate::Work;
use super::middleware::errors::ErrorPage;
use super::middleware::page_cache::PageCache;
use super::middleware::request_log::RequestId;
use super::middleware::{errors, load, origin_check, page_cache, query_bounds, request_log, security_headers, target};
use super::moment::{self, RequestSnapshot};
use super::request_body::read_body;
use super::staff::door::is_staff_page;
use super::state::AppState;
use super::take_away::ExportCollector;
use super::{assets, feeds, open_data, rendering, search_engines};
use crate::app::{App, shell};
use crate::language::Language;
use crate::pages::PageContext;
use crate::pages::server_error::{server_error_page, unavailable_page};

/// Nothing that is read needs a body, and no form comes near this. A handler that takes one sets a smaller bound.
const LARGEST_REQUEST: usize = 2 * 1024 * 1024;

/// Nothing is sent to the interface; what programs send all the same is read and let go up to here, as `docs/API.md`
/// says.
const LARGEST_INTERFACE_REQUEST: usize = 64 * 1024;

/// A file with the form around it.
const LARGEST_FILE_REQUEST: usize = LARGEST_FILE + 64 * 1024;

/// The largest file over a line of 1 Mbit/s.
const LONGEST_SENDING: Duration = Duration::from_secs(300);

/// Even the whole catalogue of a large city is made in a tenth of this.
const LONGEST_WORK: Duration = Duration::from_secs(30);

/// The addresses of the staff side, without language, as the router knows them.
#[must_use]
pub fn staff_addresses() -> Vec<&'static str> {
    staff::addresses().into_iter().map(|(address, _)| address).collect()
}

/// Builds the service.
pub fn router(state: AppState) -> Router {
    let cache = PageCache::default();
    let kept = from_fn_with_state(cache, page_cache::answer);

    // What is for the staff is answered by handlers of its own and never kept.
    let routes: Vec<AxumRouteListing> = generate_route_list(App)
        .into_iter()
        .filter(|route| !is_staff_page(Language::split_path(route.path()).1))
        .collect();
    let for_search_engines = for_search_engines(&routes).route_layer(kept.clone());
    let pages =
        Router::new().leptos_routes_with_handler(routes, page).merge(take_away::routes()).route_layer(kept.clone());
    // Around the nest, not in it, where addresses have lost their beginning.
    let interface = Router::new().nest("/api", open_data::routes()).merge(feeds::routes()).route_layer(kept);
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

/// What search engines ask for. Where the site does not know its own address there is no list of its pages, for such
/// a list holds whole addresses only.
fn for_search_engines(routes: &[AxumRouteListing]) -> Router<AppState> {
    let fixed = search_engines::fixed_pages(routes.iter().map(AxumRouteListing::path));
    let whole = Arc::clone(&fixed);
    Router::new()
        .route("/robots.txt", get(async |Extension(moment): Extension<RequestSnapshot>| search_engines::robots(&moment)))
        .route(
            "/sitemap.xml",
            get(move |Extension(moment): Extension<RequestSnapshot>, request: Request| async move {
                or_page(search_engines::sitemap(&moment, &whole), request).await
            }),
        )
        .route(
            "/sitemap/{part}",
            get(move |Path(part): Path<String>, Extension(moment): Extension<RequestSnapshot>, request: Request| async move {
                or_page(search_engines::part_of_sitemap(&moment, &fixed, &part), request).await
            }),
        )
}

/// A list of pages, or the page that says that there is none.
async fn or_page(list: Option<String>, request: Request) -> Response {
    match list {
        Some(list) => ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], list).into_response(),
        None => page(request).await,
    }
}

/// Puts around addresses what every answer needs; the last stands outermost.
pub fn with_middleware(addresses: Router<AppState>, state: &AppState) -> Router<AppState> {
    addresses
        .layer(from_fn_with_state(state.clone(), staff::guard))
        .route_layer(from_fn_with_state(state.clone(), origin_check::guard))
        .layer(from_fn_with_state(state.clone(), moment::take))
        .layer(from_fn(limit_request))
        .layer(from_fn(query_bounds::guard))
        .layer(from_fn(load::keep_room_for_health))
        .layer(from_fn(target::guard))
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(from_fn_with_state(error_page as ErrorPage, errors::explain))
        // Outside all that answers in place of an address: other sites read errors too.
        .layer(from_fn(open_data::open_to_other_sites))
        .layer(from_fn(security_headers::add))
        .layer(from_fn(request_log::write))
}

/// Bounds what a request may bring and how long it may take. A file that a member of staff sends is larger than all
/// else, and a slow line needs longer for it; everywhere else the bounds are those of everybody.
async fn limit_request(request: Request, next: Next) -> Response {
    let is_interface = errors::is_interface(request.uri().path());
    let (largest, longest) = if staff::is_file_upload(&request) {
        (LARGEST_FILE_REQUEST, LONGEST_SENDING)
    } else if is_interface {
        (LARGEST_INTERFACE_REQUEST, LONGEST_WORK)
    } else {
        (LARGEST_REQUEST, LONGEST_WORK)
    };
    let within = tower::service_fn(move |request: http::Request<_>| {
        let next = next.clone();
        let request = request.map(Body::new);
        async move {
            // No address of the interface reads a body, and one that says no length shows it only when it is read.
            let request = if is_interface { read_whole(request).await } else { Ok(request) };
            Ok::<_, Infallible>(match request {
                Ok(request) => next.run(request).await,
                Err(status) => status.into_response(),
            })
        }
    });
    let answer = RequestBodyLimitLayer::new(largest).layer(within).oneshot(request);
    match tokio::time::timeout(longest, answer).await {
        Ok(Ok(response)) => response.map(Body::new),
        Ok(Err(never)) => match never {},
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}

/// The request with its body in memory, or why there is none.
async fn read_whole(request: Request) -> Result<Request, StatusCode> {
    let (parts, body) = request.into_parts();
    let body = read_body(body, LARGEST_INTERFACE_REQUEST).await?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn error_page(status: StatusCode, language: Language, id: Option<RequestId>, why: Option<Unavailable>) -> String {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => unavailable_page(why.unwrap_or(Unavailable::Busy), id),
        _ if status.is_server_error() => server_error_page(id),
        _ => errors::refusal_page(language),
    }
}

fn provide_page_context() {
    provide_page_context_with(None);
}

/// Provides the visit of the request that is being answered; what the page shows is gathered in `take_away`.
fn provide_page_context_with(take_away: Option<ExportCollector>) {
    // The list of routes is made without a request; no page is rendered then.
    let Some(parts) = use_context::<http::request::Parts>() else { return };
    let Some(moment) = parts.extensions.get::<RequestSnapshot>().cloned() else { return };
    provide_context(page_context_of(moment, &parts.uri, take_away));
}

fn page_context_of(moment: RequestSnapshot, uri: &http::Uri, take_away: Option<ExportCollector>) -> PageContext {
    let RequestSnapshot { snapshot, today, settings } = moment;
    let (language, page) = Language::split_path(uri.path());
    let (page, query) = (page.to_owned(), uri.query().unwrap_or_default().to_owned());
    PageContext { snapshot, today, language, page, query, settings, take_away }
}

/// Ready means: a snapshot is loaded, the database answers, and it could be written to.
async fn ready(State(state): State<AppState>) -> Response {
    state.readiness().await.into_response()
}

/// An address that leads nowhere: the page that says so.
async fn no_page(request: Request) -> Response {
    rendering::render_on_blocking_thread(Work::Page, request, provide_page_context, shell).await
}

/// Any address that is no file and no interface; for one that is not a page either, the page says so.
async fn page(request: Request) -> Response {
    rendering::render(request, provide_page_context, shell).await
}
