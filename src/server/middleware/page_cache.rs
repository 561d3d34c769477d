//! Whole answers of public addresses, kept in the form in which they were sent, and the tags by which clients keep
//! theirs.
//!
//! An answer depends on the revision, the day, the address, the program and its settings, and on nothing else. These and
//! the coding in which it is sent are its tag, a strong one: the same tag means the same bytes. A client that has them is
//! told so without anything being rendered. What is kept is bounded by weight. A crawler
//! that makes up parameters cannot push out what people read: moka lets a newcomer in only where it has been asked for
//! more often than what would have to go.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use moka::sync::Cache;

use super::compression::compressed;
use super::errors::is_interface;
use super::negotiation::{Coding, codings, has_already, takes_nothing_that_exists, varies_by_coding};
use crate::server::assets;
use crate::server::moment::Moment;

/// Bytes kept at most.
const MOST_WEIGHT: u64 = 16 * 1024 * 1024;

/// A single answer larger than this, such as the whole catalogue as a file, is never kept.
const LARGEST_KEPT: usize = 2 * 1024 * 1024;

/// What nobody has asked for since goes, so that an idle server is a small one.
const IDLE: Duration = Duration::from_secs(15 * 60);

/// A page is asked about again each time it is shown: who changes a state sees the change at once, and for everybody
/// else the question costs a few hundred bytes.
const PAGES: &str = "public, max-age=0, must-revalidate";

/// Programs may take the interface's answers from a cache for a minute, but never without asking after it.
const INTERFACE: &str = "public, max-age=60, must-revalidate";

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    revision: i64,
    day: NaiveDate,
    address: String,
    coding: Coding,
}

#[derive(Debug)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
    tag: HeaderValue,
}

/// Answers kept for all requests; cheap to clone.
#[derive(Debug, Clone)]
pub struct PageCache(Cache<Key, Arc<Kept>>);

impl Default for PageCache {
    fn default() -> Self {
        let weight = |key: &Key, kept: &Arc<Kept>| {
            u32::try_from(kept.body.len() + key.address.len() + 1_000).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_WEIGHT).weigher(weight).time_to_idle(IDLE).build())
    }
}

/// Names the program and its style sheets: the same data looks different after an update.
static PROGRAM: LazyLock<u64> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    assets::version().hash(&mut hasher);
    // A release has its version; while building, the file itself must tell two programs apart.
    if cfg!(debug_assertions) {
        let changed = std::env::current_exe().and_then(std::fs::metadata).and_then(|file| file.modified());
        changed.ok().hash(&mut hasher);
    }
    hasher.finish()
});

/// What the tags of all forms of an answer begin with.
fn stem(moment: &Moment, address: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (*PROGRAM, address, &moment.settings).hash(&mut hasher);
    format!("{}-{}-{:016x}", moment.snapshot.revision, moment.today.format("%Y%m%d"), hasher.finish())
}

/// The tag of one form.
fn tag(stem: &str, coding: Coding) -> HeaderValue {
    let text = match coding.name() {
        Some(name) => format!("\"{stem}-{name}\""),
        None => format!("\"{stem}\""),
    };
    HeaderValue::from_str(&text).expect("digits, letters, hyphens and quotes may stand in a header")
}

/// Answers from what is kept, or keeps what is answered. Stands around addresses that only read public data.
pub async fn answer(State(cache): State<PageCache>, mut request: Request, next: Next) -> Response {
    let head = request.method() == Method::HEAD;
    let Some(moment) = request.extensions().get::<Moment>().filter(|_| head || request.method() == Method::GET) else {
        return next.run(request).await;
    };
    let address = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let policy = if is_interface(request.uri().path()) { INTERFACE } else { PAGES };
    let stem = stem(moment, &address);
    // Of the forms that this client takes, one that it has goes before one that would be smaller.
    let codings = codings(request.headers());
    if let Some(tag) = codings.iter().map(|coding| tag(&stem, *coding)).find(|tag| has_already(request.headers(), tag))
    {
        return not_modified(tag, policy);
    }
    let nothing_new = takes_nothing_that_exists(request.headers());
    let wanted = codings.first().copied().unwrap_or(Coding::Identity);
    let key = Key { revision: moment.snapshot.revision, day: moment.today, address, coding: wanted };
    if let Some(kept) = cache.0.get(&key) {
        return if nothing_new { not_modified(kept.tag.clone(), policy) } else { send(&kept, head) };
    }

    // A question for the head alone is answered from the whole, so that its length and tag are those of the whole.
    *request.method_mut() = Method::GET;
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return without_body_if(head, response);
    }
    let (mut parts, body) = response.into_parts();
    let body = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "an answer broke off while it was made");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let (coding, body) = compressed(wanted, &body).await;
    if let Some(name) = coding.name() {
        parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    varies_by_coding(&mut parts.headers);
    parts.headers.remove(header::CONTENT_LENGTH);
    let tag = tag(&stem, coding);
    parts.headers.insert(header::ETAG, tag.clone());
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    let kept = Arc::new(Kept { headers: parts.headers, body, tag });
    if kept.body.len() <= LARGEST_KEPT {
        cache.0.insert(key, Arc::clone(&kept));
    }
    if nothing_new { not_modified(kept.tag.clone(), policy) } else { send(&kept, head) }
}

fn not_modified(tag: HeaderValue, policy: &'static str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    varies_by_coding(headers);
    response
}

fn send(kept: &Kept, head: bool) -> Response {
    let mut response = Response::new(if head { Body::empty() } else { Body::from(kept.body.clone()) });
    *response.headers_mut() = kept.headers.clone();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(kept.body.len()));
    response
}

fn without_body_if(head: bool, mut response: Response) -> Response {
    if head {
        if let Some(length) = response.body().size_hint().exact() {
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        *response.body_mut() = Body::empty();
    }
    response
}
