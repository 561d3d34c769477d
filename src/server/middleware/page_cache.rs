//! Whole answers of public addresses, kept in the form in which they were sent, and the tags by which clients keep
//! theirs.
//!
//! An answer depends on the revision, the day, the address, the program and its settings, and on nothing else. These and
//! the coding in which it is sent are its tag, a strong one: the same tag means the same bytes. A client that has them is
//! told so without anything being rendered. What is kept is bounded by weight. A crawler
//! that makes up parameters cannot push out what people read: moka lets a newcomer in only where it has been asked for
//! more often than what would have to go.
//!
//! However many ask for one answer at the same time, it is made once, beside the threads that answer (`gate`), and all
//! are given it. An answer that is not kept, such as an error, is given to those who waited for it and to nobody else.
//! A long list is kept where it is small enough in its compressed form; a longer one is written while it is sent, for
//! each client by itself.

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
use crate::server::assets;
use crate::server::gate::{Caller, Gate, GateBusy, Work};
use crate::server::moment::RequestSnapshot;
use crate::server::open_data::LongTable;
use crate::server::open_data::table::Rows;

/// Bytes kept at most.
const MOST_WEIGHT: u64 = 16 * 1024 * 1024;

/// A single answer larger than this, such as the whole catalogue as a file, is never kept.
const LARGEST_KEPT: usize = 2 * 1024 * 1024;

/// A long list is kept up to this size of its compressed form; its beginning is held while the rest is written.
const LARGEST_LIST_KEPT: usize = 1024 * 1024;

/// Bytes of a long list, before compression, that are written in one turn.
const PART_OF_LIST: usize = 128 * 1024;

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

/// A whole answer. Its bytes are counted by the gate for as long as it is kept or being sent.
#[derive(Debug)]
struct CachedPage {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// None of an answer that may not be kept.
    tag: Option<HeaderValue>,
}

impl From<GateBusy> for CachedPage {
    fn from(busy: GateBusy) -> Self {
        let (parts, _) = busy.into_response().into_parts();
        Self { status: parts.status, headers: parts.headers, body: Bytes::new(), tag: None }
    }
}

/// Why an answer was not kept.
#[derive(Debug)]
enum UncacheableReason {
    /// Those who asked meanwhile may have it too.
    Shared(Arc<CachedPage>),
    /// It is of the one who asked only.
    Alone,
}

/// What was made.
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

/// Answers kept for all requests; cheap to clone.
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
fn stem(moment: &RequestSnapshot, address: &str) -> String {
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
    let extensions = request.extensions();
    let (Some(moment), Some(gate)) = (extensions.get::<RequestSnapshot>(), extensions.get::<Gate>().cloned()) else {
        return next.run(request).await;
    };
    if !head && request.method() != Method::GET {
        return next.run(request).await;
    }
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
    let send = |kept: &Arc<CachedPage>| match &kept.tag {
        Some(tag) if nothing_new => not_modified(tag.clone(), policy),
        _ => respond(kept, head),
    };
    if let Some(kept) = cache.0.get(&key).await {
        return send(&kept);
    }

    // A question for the head alone is answered from the whole, so that its length and tag are those of the whole.
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
            // Somebody else was given one of their own: so is this one.
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

/// The form in which an answer is wanted.
struct Form {
    wanted: Coding,
    stem: String,
    policy: &'static str,
}

/// Makes an answer where there is a place for it.
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

/// Takes an answer as its handler left it and brings it into the form in which it is sent.
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
            tracing::error!(%error, "an answer broke off while it was made");
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
    whole(gate, body, std::mem::take(&mut parts.headers), form)
}

/// An answer of which all bytes are there.
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
    /// Puts into headers what they say of a form, and gives its tag.
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

/// A table on its way through its coding.
struct Writing {
    rows: Rows,
    encoder: Option<Encoder>,
}

impl Writing {
    /// The next bytes to send; `None` after the last.
    fn next(&mut self) -> Option<Vec<u8>> {
        let mut ready = Vec::new();
        // A coding may take several parts before it gives anything.
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

/// Writes a long list: to its end where that is near, otherwise so far that the rest can be written while it is sent.
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

/// The rest is written as it is asked for, a part at a time, each in its turn: who reads slowly takes no time from
/// others, and who has gone costs nothing any more.
fn rest_of(gate: Gate, beginning: Bytes, writing: Writing, place: OwnedSemaphorePermit) -> Body {
    let rest = stream::unfold((gate, Some(writing), place), |(gate, writing, place)| async move {
        let mut writing = writing?;
        let went_on =
            gate.continue_work(Work::File, move || writing.next().map(|part| (Bytes::from(part), writing))).await;
        match went_on {
            Ok(Some((part, writing))) => Some((Ok(part), (gate, Some(writing), place))),
            Ok(None) => None,
            // The client must see that the list has no end.
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
