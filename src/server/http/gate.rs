//! A concurrency limit for all uncached work: pages, lists, files and their compressed variants.
//!
//! Work runs on threads separate from those that handle requests. A limited number of tasks runs at once, and a short
//! queue waits for a permit. A request is answered 503 with `Retry-After` if the queue is full or the wait is too long.
//! Pages, files and staff pages have separate queues, so that a burst of the most expensive requests does not block the
//! others. A request whose client has disconnected leaves the queue and is never started; a running task holds its
//! permit until it really ends.
//!
//! The gate also counts the bytes of live responses, cached or being sent, so that slow readers cannot hold more than a
//! fixed total. Health checks, cached responses, 304 responses and assets bypass the gate.

use std::collections::HashSet;
use std::future::Future;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tracing::Instrument;

use super::middleware::errors::COME_AGAIN;

/// Limits on concurrent and queued work.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Pages and API responses rendered at once.
    pub pages: usize,
    /// Whole lists, workbooks and images rendered at once.
    pub files: usize,
    /// Staff pages rendered at once.
    pub staff: usize,
    /// Maximum number of requests queued for a page.
    pub line: usize,
    /// Maximum number of requests queued for a file.
    pub line_for_files: usize,
    /// Maximum time in the queue.
    pub patience: Duration,
    /// Bytes of responses cached or being sent.
    pub bytes: usize,
    /// Long lists being sent at once, each with its encoder state.
    pub long_lists: usize,
    /// Staff uploads received at once, each held in memory as a whole; one per account.
    pub uploads: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            pages: cores.max(2),
            // Expensive work leaves half of the machine to pages.
            files: (cores / 2).max(1),
            staff: 2,
            line: 256,
            line_for_files: 32,
            patience: Duration::from_secs(3),
            bytes: 64 * 1024 * 1024,
            long_lists: 16,
            uploads: 3,
        }
    }
}

/// A kind of work, with its own queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A page, or an API response no larger than one.
    Page,
    /// A whole list, a workbook or an image.
    File,
    /// A staff page.
    Staff,
}

impl Work {
    /// The kind of work for a public path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let is_file = path.starts_with("/files/") || path.starts_with("/embed/") || path.ends_with(".csv");
        if is_file { Self::File } else { Self::Page }
    }
}

/// No permit is available, and none is expected soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateBusy;

impl IntoResponse for GateBusy {
    fn into_response(self) -> Response {
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)]).into_response()
    }
}

#[derive(Debug)]
struct WorkQueue {
    places: Arc<Semaphore>,
    line: Semaphore,
}

impl WorkQueue {
    fn of(places: usize, line: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), line: Semaphore::new(line) }
    }
}

#[derive(Debug)]
struct WorkQueues {
    pages: WorkQueue,
    files: WorkQueue,
    staff: WorkQueue,
    patience: Duration,
    /// In kilobytes.
    bytes: Arc<Semaphore>,
    long_lists: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    /// The accounts with an upload in progress.
    senders: Arc<Mutex<HashSet<String>>>,
}

/// A permit for an upload, released on drop.
#[derive(Debug)]
pub struct UploadPlace {
    senders: Arc<Mutex<HashSet<String>>>,
    sender: String,
    /// `None` until the permit is acquired.
    place: Option<OwnedSemaphorePermit>,
}

impl Drop for UploadPlace {
    fn drop(&mut self) {
        self.senders.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.sender);
    }
}

/// Shared by all requests; cheap to clone.
#[derive(Debug, Clone)]
pub struct Gate(Arc<WorkQueues>);

impl Default for Gate {
    fn default() -> Self {
        Self::of(Bounds::default())
    }
}

/// Whether a client is still waiting for the result.
#[derive(Debug, Clone, Default)]
pub struct Caller(Arc<AtomicBool>);

impl Caller {
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The waiting side. It is dropped with the request and then cancels queued work; running work sees that its caller is
/// gone.
struct Waiting<T> {
    task: JoinHandle<T>,
    caller: Caller,
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        self.caller.0.store(true, Ordering::Relaxed);
        self.task.abort();
    }
}

impl Gate {
    #[must_use]
    pub fn of(bounds: Bounds) -> Self {
        Self(Arc::new(WorkQueues {
            pages: WorkQueue::of(bounds.pages, bounds.line),
            files: WorkQueue::of(bounds.files, bounds.line_for_files),
            staff: WorkQueue::of(bounds.staff, bounds.line),
            patience: bounds.patience,
            bytes: Arc::new(Semaphore::new(kilobytes(bounds.bytes))),
            long_lists: Arc::new(Semaphore::new(bounds.long_lists)),
            uploads: Arc::new(Semaphore::new(bounds.uploads)),
            senders: Arc::default(),
        }))
    }

    fn lane(&self, work: Work) -> &WorkQueue {
        match work {
            Work::Page => &self.0.pages,
            Work::File => &self.0.files,
            Work::Staff => &self.0.staff,
        }
    }

    async fn place(&self, work: Work) -> Result<OwnedSemaphorePermit, GateBusy> {
        let lane = self.lane(work);
        if let Ok(place) = Arc::clone(&lane.places).try_acquire_owned() {
            return Ok(place);
        }
        let _in_line = lane.line.try_acquire().map_err(|_| GateBusy)?;
        let place = timeout(self.0.patience, Arc::clone(&lane.places).acquire_owned()).await;
        place.map_err(|_| GateBusy)?.map_err(|_| GateBusy)
    }

    /// Runs work on a separate thread once a permit is available.
    ///
    /// # Errors
    /// Returns an error if no permit becomes available.
    pub async fn make<F, T>(&self, work: Work, made: impl FnOnce(Caller) -> F + Send + 'static) -> Result<T, GateBusy>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        let place = self.place(work).await?;
        spawn_off_thread(place, made).await
    }

    /// Continues work whose response is already being sent. It waits for a permit however long the queue is.
    ///
    /// # Errors
    /// Returns an error if the work was cancelled.
    pub async fn continue_work<T: Send + 'static>(
        &self,
        work: Work,
        made: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, GateBusy> {
        let place = Arc::clone(&self.lane(work).places).acquire_owned().await.map_err(|_| GateBusy)?;
        spawn_off_thread(place, |_| async { made() }).await
    }

    /// Whether a medium-sized response could be sent now.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.0.bytes.available_permits() >= kilobytes(MIDDLING)
    }

    /// Counts the bytes of a response for as long as they are held.
    ///
    /// # Errors
    /// Returns an error if slow readers hold too many bytes.
    pub fn hold(&self, bytes: impl Into<Bytes>) -> Result<Bytes, GateBusy> {
        let bytes: Bytes = bytes.into();
        let size = u32::try_from(kilobytes(bytes.len())).map_err(|_| GateBusy)?;
        let room = Arc::clone(&self.0.bytes).try_acquire_many_owned(size).map_err(|_| GateBusy)?;
        Ok(Bytes::from_owner(CountedBuffer { bytes, _room: room }))
    }

    /// Acquires a permit to receive an account's upload, before any of its body is read.
    ///
    /// # Errors
    /// Returns an error if the account already has an upload in progress, or there are too many and none ends soon.
    pub async fn upload(&self, sender: &str) -> Result<UploadPlace, GateBusy> {
        let senders = Arc::clone(&self.0.senders);
        if !senders.lock().unwrap_or_else(PoisonError::into_inner).insert(sender.to_owned()) {
            return Err(GateBusy);
        }
        let mut upload = UploadPlace { senders, sender: sender.to_owned(), place: None };
        let place = timeout(self.0.patience, Arc::clone(&self.0.uploads).acquire_owned()).await;
        upload.place = Some(place.map_err(|_| GateBusy)?.map_err(|_| GateBusy)?);
        Ok(upload)
    }

    /// Acquires a permit for a long list, to be held until the last byte is sent.
    ///
    /// # Errors
    /// Returns an error if no permit is available.
    pub fn long_list(&self) -> Result<OwnedSemaphorePermit, GateBusy> {
        Arc::clone(&self.0.long_lists).try_acquire_owned().map_err(|_| GateBusy)
    }
}

/// Larger than most responses, in bytes.
const MIDDLING: usize = 1024 * 1024;

/// Rounds up; even the smallest response counts.
const fn kilobytes(bytes: usize) -> usize {
    bytes / 1024 + 1
}

struct CountedBuffer {
    bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for CountedBuffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Runs on a blocking thread. The permit is released when the work ends, not when its caller stops waiting.
async fn spawn_off_thread<F, T>(
    place: OwnedSemaphorePermit,
    made: impl FnOnce(Caller) -> F + Send + 'static,
) -> Result<T, GateBusy>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let caller = Caller::default();
    let (seen, span) = (caller.clone(), tracing::Span::current());
    let task = spawn_blocking(move || {
        let _place = place;
        let work = async { if seen.is_disconnected() { None } else { Some(made(seen.clone()).await) } };
        Handle::current().block_on(work.instrument(span))
    });
    let mut waiting = Waiting { task, caller };
    match (&mut waiting.task).await {
        Ok(made) => made.ok_or(GateBusy),
        // Re-raise the panic here, so that the middleware around every request turns it into a response.
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(GateBusy),
        },
    }
}
