//! Caches whole responses of public pages in the encoding in which they were sent, and sets the entity tags for client
//! caches.
//!
//! A response depends only on the revision, the date, the URL, the program and its settings. Pages that say whether an
//! office is open also depend on how many times of the day have passed at which one opens or closes. These and the content
//! coding make up its tag, a strong one: the same tag means the same bytes. A client that has them gets 304 without
//! anything being rendered. The cache is bounded by weight. A crawler with invented parameters cannot evict what people
//! read: moka admits a new entry only if it has been requested more often than the entry it would evict.
//!
//! Concurrent requests for the same response render it once, off the threads that handle requests (`gate`), and share
//! the result. An uncacheable response, such as an error, goes only to the requests already waiting for it. A long list
//! is cached if it is small enough once compressed; a longer one is streamed to each client separately.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use futures::stream::{self, StreamExt};
use moka::future::Cache;
use tokio::sync::OwnedSemaphorePermit;

use super::compression::{Encoder, compressed};
use super::errors::is_interface;
use super::negotiation::{Coding, codings, has_already, takes_nothing_that_exists, varies_by_coding};
use crate::language::Language;
use crate::server::http::assets;
use crate::server::http::furigana::without_notation;
use crate::server::http::gate::{Caller, Gate, GateBusy, Work};
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::open_data::LongTable;
use crate::server::open_data::table::Rows;

/// Maximum size of the cache, in bytes.
const MOST_WEIGHT: u64 = 16 * 1024 * 1024;

/// A response larger than this, such as the whole catalogue as a file, is never cached.
const LARGEST_KEPT: usize = 2 * 1024 * 1024;

/// A long list is cached up to this compressed size; its beginning is held in memory while the rest is written.
const LARGEST_LIST_KEPT: usize = 1024 * 1024;

/// Bytes of a long list, before compression, written at a time.
const PART_OF_LIST: usize = 128 * 1024;

/// Entries not requested for this long are evicted, so that an idle server stays small.
const IDLE: Duration = Duration::from_secs(15 * 60);

/// Browsers revalidate a page each time it is shown: a user who changes data sees the change at once, and for everyone
/// else revalidation costs a few hundred bytes.
const PAGES: &str = "public, max-age=0, must-revalidate";

/// API clients may use a cached response for a minute, and must revalidate it after that.
const INTERFACE: &str = "public, max-age=60, must-revalidate";

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    revision: i64,
    day: NaiveDate,
    opening_period: usize,
    address: String,
    coding: Coding,
}

/// A complete response. The gate counts its bytes for as long as it is cached or being sent.
#[derive(Debug)]
struct CachedPage {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// `None` for an uncacheable response.
    tag: Option<HeaderValue>,
}

impl From<GateBusy> for CachedPage {
    fn from(busy: GateBusy) -> Self {
        let (parts, _) = busy.into_response().into_parts();
        Self { status: parts.status, headers: parts.headers, body: Bytes::new(), tag: None }
    }
}

/// Why a response was not cached.
#[derive(Debug)]
enum UncacheableReason {
    /// Concurrent requests may share it.
    Shared(Arc<CachedPage>),
    /// It belongs to a single request.
    Alone,
}

/// A rendered response.
enum RenderResult {
    ToKeep(Arc<CachedPage>),
    Shared(Arc<CachedPage>),
    Alone(Response),
}

impl From<GateBusy> for RenderResult {
    fn from(busy: GateBusy) -> Self {
        Self::Shared(Arc::new(busy.into()))
    }
}

/// The cache shared by all requests; cheap to clone.
#[derive(Debug, Clone)]
pub struct PageCache(Cache<Key, Arc<CachedPage>>);

impl Default for PageCache {
    fn default() -> Self {
        let weight = |key: &Key, kept: &Arc<CachedPage>| {
            u32::try_from(kept.body.len() + key.address.len() + 1_000).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_WEIGHT).weigher(weight).time_to_idle(IDLE).build())
    }
}

/// Identifies the program and its style sheets: the same data renders differently after an update.
static PROGRAM: LazyLock<u64> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    assets::version().hash(&mut hasher);
    // A release is identified by its version; debug builds are told apart by the executable itself.
    if cfg!(debug_assertions) {
        let changed = std::env::current_exe().and_then(std::fs::metadata).and_then(|file| file.modified());
        changed.ok().hash(&mut hasher);
    }
    hasher.finish()
});

/// Whether a page says whether an office is open.
fn shows_opening(path: &str) -> bool {
    let (_, page) = Language::split_path(path);
    page == "/" || ["/offices", "/procedures/"].iter().any(|start| page.starts_with(start))
}

/// How many times of today have passed at which an office opens or closes, for pages on which that makes a difference.
/// Between two of them such a page stays the same.
fn opening_period(data: &RequestSnapshot, path: &str) -> usize {
    if shows_opening(path) { data.snapshot.opening_period(data.now) } else { 0 }
}

/// The common prefix of the tags of all variants of a response.
fn stem(data: &RequestSnapshot, opening_period: usize, address: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (*PROGRAM, address, opening_period, &data.settings).hash(&mut hasher);
    format!("{}-{}-{:016x}", data.snapshot.revision, data.today.format("%Y%m%d"), hasher.finish())
}

/// The tag of one variant.
fn tag(stem: &str, coding: Coding) -> HeaderValue {
    let text = match coding.name() {
        Some(name) => format!("\"{stem}-{name}\""),
        None => format!("\"{stem}\""),
    };
    HeaderValue::from_str(&text).expect("digits, letters, hyphens and quotes may stand in a header")
}

/// Answers from the cache, or caches the response. Applies to routes that only read public data.
pub async fn answer(State(cache): State<PageCache>, mut request: Request, next: Next) -> Response {
    let head = request.method() == Method::HEAD;
    let extensions = request.extensions();
    let (Some(data), Some(gate)) = (extensions.get::<RequestSnapshot>(), extensions.get::<Gate>().cloned()) else {
        return next.run(request).await;
    };
    if !head && request.method() != Method::GET {
        return next.run(request).await;
    }
    let address = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let policy = if is_interface(request.uri().path()) { INTERFACE } else { PAGES };
    let opening_period = opening_period(data, request.uri().path());
    let stem = stem(data, opening_period, &address);
    // Among the variants that the client accepts, one that it already has is preferred to a smaller one.
    let codings = codings(request.headers());
    if let Some(tag) = codings.iter().map(|coding| tag(&stem, *coding)).find(|tag| has_already(request.headers(), tag))
    {
        return not_modified(tag, policy);
    }
    let nothing_new = takes_nothing_that_exists(request.headers());
    let wanted = codings.first().copied().unwrap_or(Coding::Identity);
    let key = Key { revision: data.snapshot.revision, day: data.today, opening_period, address, coding: wanted };
    let send = |kept: &Arc<CachedPage>| match &kept.tag {
        Some(tag) if nothing_new => not_modified(tag.clone(), policy),
        _ => respond(kept, head),
    };
    if let Some(kept) = cache.0.get(&key).await {
        return send(&kept);
    }

    // A HEAD request is answered from the full response, so that its length and tag are the same.
    *request.method_mut() = Method::GET;
    let form = Form { wanted, stem, policy };
    let mut asked = Some((request, next, form));
    let mut own = None;
    let answered = {
        let (asked, own, gate) = (&mut asked, &mut own, &gate);
        let made = async move {
            let Some((request, next, form)) = asked.take() else { return Err(UncacheableReason::Alone) };
            match make(gate, request, next, form).await {
                RenderResult::ToKeep(kept) => Ok(kept),
                RenderResult::Shared(kept) => Err(UncacheableReason::Shared(kept)),
                RenderResult::Alone(response) => {
                    *own = Some(response);
                    Err(UncacheableReason::Alone)
                }
            }
        };
        cache.0.try_get_with(key, made).await
    };
    match answered {
        Ok(kept) => send(&kept),
        Err(not_kept) => match (&*not_kept, own, asked) {
            (UncacheableReason::Shared(kept), ..) => send(kept),
            (UncacheableReason::Alone, Some(response), _) => without_body_if(head, response),
            // Another request got a response of its own; so does this one.
            (UncacheableReason::Alone, None, Some((request, next, form))) => {
                match make(&gate, request, next, form).await {
                    RenderResult::ToKeep(kept) | RenderResult::Shared(kept) => send(&kept),
                    RenderResult::Alone(response) => without_body_if(head, response),
                }
            }
            (UncacheableReason::Alone, None, None) => GateBusy.into_response(),
        },
    }
}

/// The requested variant of a response.
struct Form {
    wanted: Coding,
    stem: String,
    policy: &'static str,
}

/// Renders a response if the gate has room.
async fn make(gate: &Gate, request: Request, next: Next, form: Form) -> RenderResult {
    if !gate.has_room() {
        return GateBusy.into();
    }
    let work = Work::of(request.uri().path());
    let counted = gate.clone();
    let made = gate
        .make(work, move |caller| async move {
            let response = next.run(request).await;
            finish(&counted, &caller, response, form).await
        })
        .await;
    made.unwrap_or_else(Into::into)
}

/// Converts a handler's response to the variant that is sent.
async fn finish(gate: &Gate, caller: &Caller, response: Response, form: Form) -> RenderResult {
    if response.headers().contains_key(header::SET_COOKIE) {
        return RenderResult::Alone(response);
    }
    let (mut parts, body) = response.into_parts();
    if let Some(rows) = parts.extensions.get::<LongTable>().and_then(LongTable::take) {
        return written(gate, caller, rows, parts.headers, form);
    }
    let body = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "an answer broke off while it was being written");
            return RenderResult::Alone(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        }
    };
    if parts.status != StatusCode::OK {
        return match gate.hold(body) {
            Ok(body) => {
                let kept = CachedPage { status: parts.status, headers: parts.headers, body, tag: None };
                RenderResult::Shared(Arc::new(kept))
            }
            Err(busy) => busy.into(),
        };
    }
    let body = without_notation(&parts.headers, body);
    whole(gate, body, std::mem::take(&mut parts.headers), form)
}

/// A response whose bytes are all available.
fn whole(gate: &Gate, body: Bytes, mut headers: HeaderMap, form: Form) -> RenderResult {
    let (coding, body) = compressed(form.wanted, &body);
    let tag = form.describe(&mut headers, coding);
    cached(gate, body, headers, tag)
}

fn cached(gate: &Gate, body: Bytes, headers: HeaderMap, tag: HeaderValue) -> RenderResult {
    let may_be_kept = body.len() <= LARGEST_KEPT;
    let body = match gate.hold(body) {
        Ok(body) => body,
        Err(busy) => return busy.into(),
    };
    let kept = Arc::new(CachedPage { status: StatusCode::OK, headers, body, tag: Some(tag) });
    if may_be_kept { RenderResult::ToKeep(kept) } else { RenderResult::Shared(kept) }
}

impl Form {
    /// Sets the headers of a variant and returns its tag.
    fn describe(&self, headers: &mut HeaderMap, coding: Coding) -> HeaderValue {
        if let Some(name) = coding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        varies_by_coding(headers);
        headers.remove(header::CONTENT_LENGTH);
        let tag = tag(&self.stem, coding);
        headers.insert(header::ETAG, tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.policy));
        tag
    }
}

/// A table being written through an encoder.
struct Writing {
    rows: Rows,
    encoder: Option<Encoder>,
}

impl Writing {
    /// The next bytes to send; `None` after the last.
    fn next(&mut self) -> Option<Vec<u8>> {
        let mut ready = Vec::new();
        // An encoder may take several parts before it produces output.
        while ready.is_empty() {
            let encoder = self.encoder.as_mut()?;
            match self.rows.part(PART_OF_LIST) {
                Some(part) => ready = encoder.write(part),
                None => return self.encoder.take().map(Encoder::finish),
            }
        }
        Some(ready)
    }
}

/// Writes a long list: to its end if it is short enough, otherwise up to the point from which the rest can be streamed.
fn written(gate: &Gate, caller: &Caller, mut rows: Rows, mut headers: HeaderMap, form: Form) -> RenderResult {
    let first = rows.part(PART_OF_LIST).unwrap_or_default();
    if first.len() < PART_OF_LIST {
        return whole(gate, first.into(), headers, form);
    }
    let mut encoder = Encoder::of(form.wanted);
    let mut beginning = encoder.write(first);
    let mut writing = Writing { rows, encoder: Some(encoder) };
    let tag = form.describe(&mut headers, form.wanted);
    loop {
        if caller.is_disconnected() {
            return GateBusy.into();
        }
        match writing.next() {
            Some(part) => beginning.extend_from_slice(&part),
            None => return cached(gate, beginning.into(), headers, tag),
        }
        if beginning.len() > LARGEST_LIST_KEPT {
            break;
        }
    }
    match (gate.long_list(), gate.hold(beginning)) {
        (Ok(place), Ok(beginning)) => {
            let mut response = Response::new(rest_of(gate.clone(), beginning, writing, place));
            *response.headers_mut() = headers;
            RenderResult::Alone(response)
        }
        _ => GateBusy.into(),
    }
}

/// Streams the rest on demand, one part at a time through the gate: a slow reader takes no time from others, and a
/// disconnected client costs nothing.
fn rest_of(gate: Gate, beginning: Bytes, writing: Writing, place: OwnedSemaphorePermit) -> Body {
    let rest = stream::unfold((gate, Some(writing), place), |(gate, writing, place)| async move {
        let mut writing = writing?;
        let went_on =
            gate.continue_work(Work::File, move || writing.next().map(|part| (Bytes::from(part), writing))).await;
        match went_on {
            Ok(Some((part, writing))) => Some((Ok(part), (gate, Some(writing), place))),
            Ok(None) => None,
            // The client must see that the list is incomplete.
            Err(_) => Some((Err(std::io::Error::other("the list broke off")), (gate, None, place))),
        }
    });
    let beginning = stream::once(std::future::ready(Ok::<_, std::io::Error>(beginning)));
    Body::from_stream(beginning.chain(rest))
}

fn not_modified(tag: HeaderValue, policy: &'static str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    varies_by_coding(headers);
    response
}

fn respond(kept: &CachedPage, head: bool) -> Response {
    let mut response = Response::new(if head { Body::empty() } else { Body::from(kept.body.clone()) });
    *response.status_mut() = kept.status;
    *response.headers_mut() = kept.headers.clone();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(kept.body.len()));
    response
}

fn without_body_if(head: bool, mut response: Response) -> Response {
    if head {
        *response.body_mut() = Body::empty();
    }
    response
}
