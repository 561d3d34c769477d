//! Who watches a file being read: is told how far it has come, and may go away before the end.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How far reading has come, of how much, in a unit of the file's own.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// One who watches from another task or thread; all clones are one.
#[derive(Clone)]
pub struct Watch {
    progress: Arc<dyn Fn(u64, u64) + Send + Sync>,
    abandoned: Arc<AtomicBool>,
}

impl Watch {
    /// Is told how far reading has come, every few hundred rows.
    #[must_use]
    pub fn new(progress: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self { progress: Arc::new(progress), abandoned: Arc::default() }
    }

    /// Is told nothing, and may go away all the same.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_, _| {})
    }

    /// Nobody waits for the end any more: reading stops within a few hundred rows, and nothing is written unless it was
    /// already.
    pub fn cancel(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }

    pub(crate) fn watching(&self) -> ProgressSink<'_> {
        ProgressSink { progress: &*self.progress, abandoned: &self.abandoned }
    }

    /// Abandons when it is dropped unfinished: a request whose client has gone is dropped in the middle, and what it has begun on
    /// another thread is not.
    pub(crate) fn until_finished(&self) -> CancelOnDrop {
        CancelOnDrop(Some(self.clone()))
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("is_abandoned", &self.is_cancelled()).finish_non_exhaustive()
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

/// What reading sees of who watches.
#[derive(Clone, Copy)]
pub(crate) struct ProgressSink<'a> {
    progress: Progress<'a>,
    abandoned: &'a AtomicBool,
}

impl<'a> ProgressSink<'a> {
    pub(crate) const fn new(progress: Progress<'a>, abandoned: &'a AtomicBool) -> Self {
        Self { progress, abandoned }
    }

    pub(crate) fn report_progress(self, so_far: u64, of: u64) {
        (self.progress)(so_far, of);
    }

    pub(crate) fn is_abandoned(self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }
}
