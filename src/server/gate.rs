//! One gate before everything that is made and not kept: pages, lists, files, their compressed forms.
//!
//! Whatever is made runs on threads apart from those that answer. A bounded number is made at once, a short line waits
//! for a place, and whoever finds the line full or has waited too long is answered 503 with when to come again. Pages,
//! files and the pages of the staff have lines of their own, so that a run on the costliest does not keep out the
//! others. A request that nobody waits for any more leaves its line and is not begun; what runs keeps its place until
//! it really ends.
//!
//! The gate also counts the bytes of answers that are alive, kept or being sent, so that slow readers cannot hold more
//! than a fixed sum however many they are. Health checks, kept answers, "not modified" and assets pass beside it.

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

/// How much is made at once, and how much may wait.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Pages and answers of the interface made at once.
    pub pages: usize,
    /// Whole lists, workbooks and pictures made at once.
    pub files: usize,
    /// Pages of the staff made at once.
    pub staff: usize,
    /// How many may wait for a page.
    pub line: usize,
    /// How many may wait for a file.
    pub line_for_files: usize,
    /// How long anybody waits.
    pub patience: Duration,
    /// Bytes of answers kept or being sent.
    pub bytes: usize,
    /// Long lists being sent at once, each with the state of its coding.
    pub long_lists: usize,
    /// Files of the staff being received at once, each of which is held whole; one for each account.
    pub uploads: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            pages: cores.max(2),
            // Costly ones leave half of the machine to pages.
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

/// What is made, by the line that it waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A page, or an answer of the interface that is no larger than one.
    Page,
    /// A whole list, a workbook, a picture.
    File,
    /// A page for the staff.
    Staff,
}

impl Work {
    /// What is made for a public address.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let is_file = path.starts_with("/files/") || path.starts_with("/embed/") || path.ends_with(".csv");
        if is_file { Self::File } else { Self::Page }
    }
}

/// There is no place, and none is to be expected soon.
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
    /// The accounts that are sending a file.
    senders: Arc<Mutex<HashSet<String>>>,
}

/// A place for a file that is being received, until it is let go.
#[derive(Debug)]
pub struct UploadPlace {
    senders: Arc<Mutex<HashSet<String>>>,
    sender: String,
    /// There is none while its turn has not come.
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

/// Whether somebody still waits for what is being made.
#[derive(Debug, Clone, Default)]
pub struct Caller(Arc<AtomicBool>);

impl Caller {
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The waiting end: dropped with the request, it calls the work off. Work that has begun sees that its caller has gone.
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

    /// Makes something on a thread apart, once there is a place for it.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn make<F, T>(&self, work: Work, made: impl FnOnce(Caller) -> F + Send + 'static) -> Result<T, GateBusy>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        let place = self.place(work).await?;
        spawn_off_thread(place, made).await
    }

    /// Goes on with something that has been begun and is already being sent: its turn comes, however long the line.
    ///
    /// # Errors
    /// Where the work was called off.
    pub async fn continue_work<T: Send + 'static>(
        &self,
        work: Work,
        made: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, GateBusy> {
        let place = Arc::clone(&self.lane(work).places).acquire_owned().await.map_err(|_| GateBusy)?;
        spawn_off_thread(place, |_| async { made() }).await
    }

    /// Whether an answer of middling size could be sent at all.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.0.bytes.available_permits() >= kilobytes(MIDDLING)
    }

    /// Counts the bytes of an answer for as long as anybody holds them.
    ///
    /// # Errors
    /// Where those who read slowly hold too many.
    pub fn hold(&self, bytes: impl Into<Bytes>) -> Result<Bytes, GateBusy> {
        let bytes: Bytes = bytes.into();
        let size = u32::try_from(kilobytes(bytes.len())).map_err(|_| GateBusy)?;
        let room = Arc::clone(&self.0.bytes).try_acquire_many_owned(size).map_err(|_| GateBusy)?;
        Ok(Bytes::from_owner(CountedBuffer { bytes, _room: room }))
    }

    /// A place to receive a file of an account in, before anything of it is read.
    ///
    /// # Errors
    /// Where the account is sending another, or many are and none of them ends soon.
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

    /// A place among the long lists that are being sent, to be held until the last byte.
    ///
    /// # Errors
    /// Where there is none.
    pub fn long_list(&self) -> Result<OwnedSemaphorePermit, GateBusy> {
        Arc::clone(&self.0.long_lists).try_acquire_owned().map_err(|_| GateBusy)
    }
}

/// An answer larger than most.
const MIDDLING: usize = 1024 * 1024;

/// Rounded up; the smallest answer counts as well.
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

/// Runs on a thread that answers nobody. The place is given back when the work has ended, not when it is no longer
/// waited for.
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
        // As if it had happened here: what stands around every request puts it into words.
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(GateBusy),
        },
    }
}
