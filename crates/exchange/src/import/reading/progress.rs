//! Progress reporting and cancellation for reading a file.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A callback that receives the progress so far and the total, in a unit that depends on the file.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A handle to watch or cancel reading from another task or thread. All clones share one state.
#[derive(Clone)]
pub struct Watch {
    progress: Arc<dyn Fn(u64, u64) + Send + Sync>,
    cancelled: Arc<AtomicBool>,
}

impl Watch {
    /// Creates a watch that reports progress every few hundred rows.
    #[must_use]
    pub fn new(progress: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self { progress: Arc::new(progress), cancelled: Arc::default() }
    }

    /// Creates a watch without progress reports. It can still be cancelled.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_, _| {})
    }

    /// Cancels the import. Reading stops within a few hundred rows. Nothing is written unless it already was.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn sink(&self) -> ProgressSink<'_> {
        ProgressSink { progress: &*self.progress, cancelled: &self.cancelled }
    }

    /// Returns a guard that cancels on drop unless finished. If the client disconnects, its request future is dropped,
    /// but work on another thread would go on.
    pub(crate) fn until_finished(&self) -> CancelOnDrop {
        CancelOnDrop(Some(self.clone()))
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}

pub(crate) struct CancelOnDrop(Option<Watch>);

impl CancelOnDrop {
    pub(crate) fn finish(mut self) {
        self.0 = None;
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(watch) = &self.0 {
            watch.cancel();
        }
    }
}

/// The reader's view of a [`Watch`].
#[derive(Clone, Copy)]
pub(crate) struct ProgressSink<'a> {
    progress: Progress<'a>,
    cancelled: &'a AtomicBool,
}

impl<'a> ProgressSink<'a> {
    pub(crate) const fn new(progress: Progress<'a>, cancelled: &'a AtomicBool) -> Self {
        Self { progress, cancelled }
    }

    pub(crate) fn report_progress(self, so_far: u64, of: u64) {
        (self.progress)(so_far, of);
    }

    pub(crate) fn is_cancelled(self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
