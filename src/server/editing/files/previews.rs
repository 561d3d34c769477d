//! File previews, computed on demand: a few at once, the others queued. Results are cached in memory for a while. Any
//! process can recompute them from the stored file, so losing them loses nothing.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::proposal::ProposalId;
use domain::text::MessageLanguage;
use exchange::import::Watch;
use futures::FutureExt;
use store::error::AppError;
use tokio::sync::{Semaphore, watch};

use super::outcome::Outcome;

/// Files read at once in one process: the largest file takes 200 MB while it is read.
const AT_ONCE: usize = 2;

/// The time after which a preview that nobody has viewed is dropped.
const KEPT: TimeDelta = TimeDelta::minutes(20);

/// Bytes of cached results. Above that, the least recently viewed are evicted first; the most recently viewed stays,
/// whatever its weight.
const MOST_WEIGHT: usize = 32 << 20;

/// The weight of a preview besides its result, in bytes.
const SLOT_WEIGHT: usize = 4 << 10;

/// How long a request waits for a preview before it answers with the progress: most files are small.
const FIRST_WAIT: Duration = Duration::from_millis(if cfg!(test) { 60 } else { 700 });

/// The key of a preview: each version of a proposal and each language has its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PreviewKey {
    pub proposal: ProposalId,
    pub version: i64,
    pub language: MessageLanguage,
}

/// The status of a preview.
#[derive(Debug, Clone)]
pub enum PreviewStatus {
    /// Queued behind others.
    Queued {
        before: usize,
    },
    /// Progress in a unit that depends on the file; `of` is 0 while the total is unknown.
    Reading {
        so_far: u64,
        of: u64,
    },
    Found(Arc<Outcome>),
    /// Cancelled by a user; restarts on demand.
    Abandoned,
    /// The database did not answer; the preview can be retried.
    Failed,
}

impl PreviewStatus {
    /// Whether it will progress without further requests.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        matches!(self, Self::Queued { .. } | Self::Reading { .. })
    }
}

#[derive(Debug)]
struct Slot {
    number: u64,
    /// The revision of the public data when it started.
    revision: i64,
    watch: Watch,
    sight: watch::Sender<PreviewStatus>,
    asked_at: DateTime<Utc>,
}

/// All previews of this process; clones share the same state.
#[derive(Debug, Clone)]
pub struct Previews {
    slots: Arc<Mutex<HashMap<PreviewKey, Slot>>>,
    permits: Arc<Semaphore>,
    number: Arc<AtomicU64>,
}

impl Default for Previews {
    fn default() -> Self {
        Self { slots: Arc::default(), permits: Arc::new(Semaphore::new(AT_ONCE)), number: Arc::default() }
    }
}

impl Previews {
    fn slots(&self) -> MutexGuard<'_, HashMap<PreviewKey, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The status of a preview. Starts it if there is none, or if it depends on another revision, and waits briefly for
    /// its end.
    pub async fn look<F>(
        &self,
        key: &PreviewKey,
        revision: i64,
        now: DateTime<Utc>,
        work: impl FnOnce(Watch) -> F + Send,
    ) -> PreviewStatus
    where
        F: Future<Output = Result<Outcome, AppError>> + Send + 'static,
    {
        let mut sight = {
            let mut slots = self.slots();
            let is_old = slots.get(key).is_some_and(|slot| {
                slot.revision != revision
                    && matches!(*slot.sight.borrow(), PreviewStatus::Found(_) | PreviewStatus::Failed)
            });
            if is_old {
                slots.remove(key);
            }
            let slot = slots.entry(key.clone()).or_insert_with(|| self.begin(revision, now, work));
            slot.asked_at = now;
            slot.sight.subscribe()
        };
        // The sender is dropped if the preview is removed meanwhile; the last value remains available.
        let _ = tokio::time::timeout(FIRST_WAIT, sight.wait_for(|sight| !sight.is_under_way())).await;
        let seen = sight.borrow().clone();
        match seen {
            PreviewStatus::Queued { .. } => PreviewStatus::Queued { before: self.before(key) },
            other => other,
        }
    }

    /// The number of previews queued ahead of one.
    fn before(&self, key: &PreviewKey) -> usize {
        let slots = self.slots();
        let Some(own) = slots.get(key).map(|slot| slot.number) else { return 0 };
        let waits = |slot: &&Slot| matches!(*slot.sight.borrow(), PreviewStatus::Queued { .. });
        slots.values().filter(waits).filter(|slot| slot.number < own).count()
    }

    fn begin<F>(&self, revision: i64, now: DateTime<Utc>, work: impl FnOnce(Watch) -> F) -> Slot
    where
        F: Future<Output = Result<Outcome, AppError>> + Send + 'static,
    {
        let (sight, _) = watch::channel(PreviewStatus::Queued { before: 0 });
        let told = sight.clone();
        let watch = Watch::new(move |so_far, of| {
            told.send_if_modified(|sight| {
                let goes_on = matches!(sight, PreviewStatus::Reading { .. });
                if goes_on {
                    *sight = PreviewStatus::Reading { so_far, of };
                }
                goes_on
            });
        });
        let work = work(watch.clone());
        let all = self.clone();
        let (permits, ends, watched) = (Arc::clone(&self.permits), sight.clone(), watch.clone());
        tokio::spawn(async move {
            // The semaphore is never closed.
            let Ok(_permit) = permits.acquire_owned().await else { return };
            if watched.is_cancelled() {
                return;
            }
            ends.send_replace(PreviewStatus::Reading { so_far: 0, of: 0 });
            let end = match AssertUnwindSafe(work).catch_unwind().await {
                Ok(result) => status_of(result),
                Err(_) => {
                    tracing::error!("reading a file panicked");
                    PreviewStatus::Failed
                }
            };
            ends.send_if_modified(|sight| {
                let goes_on = sight.is_under_way();
                if goes_on {
                    *sight = end;
                }
                goes_on
            });
            all.let_go_of_the_oldest();
        });
        Slot { number: self.number.fetch_add(1, Ordering::Relaxed), revision, watch, sight, asked_at: now }
    }

    /// Cancels the previews of a proposal. Nothing has been written, and nothing will be.
    pub fn cancel(&self, proposal: &ProposalId) {
        for (_, slot) in self.slots().iter().filter(|(key, _)| key.proposal == *proposal) {
            slot.watch.cancel();
            slot.sight.send_if_modified(|sight| {
                let goes_on = sight.is_under_way();
                if goes_on {
                    *sight = PreviewStatus::Abandoned;
                }
                goes_on
            });
        }
    }

    /// Drops the previews of a proposal, so that the next look starts again.
    pub fn forget(&self, proposal: &ProposalId) {
        self.cancel(proposal);
        self.slots().retain(|key, _| key.proposal != *proposal);
    }

    /// Drops previews that nobody has viewed for a while.
    pub fn forget_old(&self, now: DateTime<Utc>) {
        let mut slots = self.slots();
        slots.retain(|_, slot| {
            let is_kept = now - slot.asked_at < KEPT;
            if !is_kept {
                slot.watch.cancel();
            }
            is_kept
        });
        drop(slots);
        self.let_go_of_the_oldest();
    }

    fn let_go_of_the_oldest(&self) {
        let mut slots = self.slots();
        let mut by_age: Vec<(DateTime<Utc>, u64, PreviewKey)> =
            slots.iter().map(|(key, slot)| (slot.asked_at, slot.number, key.clone())).collect();
        by_age.sort_by_key(|(asked_at, number, _)| std::cmp::Reverse((*asked_at, *number)));
        let mut weight = 0;
        for (place, (_, _, key)) in by_age.iter().enumerate() {
            weight += slots.get(key).map_or(0, Slot::weight);
            if place > 0
                && weight > MOST_WEIGHT
                && let Some(slot) = slots.remove(key)
            {
                slot.watch.cancel();
            }
        }
    }
}

/// The status of a finished preview.
fn status_of(result: Result<Outcome, AppError>) -> PreviewStatus {
    match result {
        Ok(outcome) if outcome.is_abandoned => PreviewStatus::Abandoned,
        Ok(outcome) => PreviewStatus::Found(Arc::new(outcome)),
        Err(error) => {
            error.log("a file could not be compared with the database");
            PreviewStatus::Failed
        }
    }
}

impl Slot {
    fn weight(&self) -> usize {
        let found = match &*self.sight.borrow() {
            PreviewStatus::Found(outcome) => outcome.memory_size(),
            _ => 0,
        };
        SLOT_WEIGHT + found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(proposal: &str) -> PreviewKey {
        PreviewKey { proposal: proposal.parse().expect("an id"), version: 1, language: MessageLanguage::Japanese }
    }

    fn never(_: Watch) -> std::future::Pending<Result<Outcome, AppError>> {
        std::future::pending()
    }

    async fn at_once(_: Watch) -> Result<Outcome, AppError> {
        Ok(Outcome::default())
    }

    #[tokio::test]
    async fn two_are_read_at_once_and_the_others_wait_in_line() {
        let (previews, now) = (Previews::default(), DateTime::UNIX_EPOCH);
        assert!(matches!(previews.look(&key("a"), 1, now, never).await, PreviewStatus::Reading { .. }));
        assert!(matches!(previews.look(&key("b"), 1, now, never).await, PreviewStatus::Reading { .. }));
        assert!(matches!(previews.look(&key("c"), 1, now, never).await, PreviewStatus::Queued { before: 0 }));
        assert!(matches!(previews.look(&key("d"), 1, now, at_once).await, PreviewStatus::Queued { before: 1 }));
        previews.cancel(&key("c").proposal);
        assert!(matches!(previews.look(&key("c"), 1, now, never).await, PreviewStatus::Abandoned));
        assert!(matches!(previews.look(&key("d"), 1, now, at_once).await, PreviewStatus::Queued { before: 0 }));
    }

    #[tokio::test]
    async fn what_was_found_is_kept_until_the_data_moves_on_or_nobody_looks() {
        let (previews, now) = (Previews::default(), DateTime::UNIX_EPOCH);
        let count = Arc::new(AtomicU64::new(0));
        let counting = |_: Watch| {
            let count = Arc::clone(&count);
            async move {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(Outcome::default())
            }
        };
        for (revision, later, read) in [(1, 0, 1), (1, 19, 1), (2, 19, 2), (2, 38, 2), (2, 59, 3)] {
            let then = now + TimeDelta::minutes(later);
            previews.forget_old(then);
            assert!(matches!(previews.look(&key("a"), revision, then, counting).await, PreviewStatus::Found(_)));
            assert_eq!(count.load(Ordering::Relaxed), read, "after {later} minutes at revision {revision}");
        }
    }

    #[tokio::test]
    async fn what_was_found_is_kept_by_its_weight_and_not_by_its_number() {
        let heavy = |megabytes: usize| {
            move |_: Watch| async move { Ok(Outcome { notes: vec!["x".repeat(megabytes << 20)], ..Outcome::default() }) }
        };
        let (previews, now) = (Previews::default(), DateTime::UNIX_EPOCH);
        let then = |second: i64| now + TimeDelta::seconds(second);
        for number in 0..100_i64 {
            previews.look(&key(&format!("light{number}")), 1, then(number), at_once).await;
        }
        previews.forget_old(then(100));
        assert_eq!(previews.slots().len(), 100, "light ones are all kept");
        for (number, megabytes) in [(0, 20), (1, 20), (2, 50)] {
            let key = key(&format!("heavy{number}"));
            assert!(matches!(
                previews.look(&key, 1, then(200 + number), heavy(megabytes)).await,
                PreviewStatus::Found(_)
            ));
            previews.forget_old(then(200 + number));
            let there: Vec<bool> = (0..3)
                .map(|number| previews.slots().keys().any(|key| key.proposal.to_string() == format!("heavy{number}")))
                .collect();
            assert_eq!(there, [number == 0, number == 1, number == 2], "only the last where two are too heavy");
        }
    }

    #[tokio::test]
    async fn a_panic_is_no_endless_wait() {
        let (previews, now) = (Previews::default(), DateTime::UNIX_EPOCH);
        let panics = |_: Watch| async { panic!("a reader that fails") };
        assert!(matches!(previews.look(&key("a"), 1, now, panics).await, PreviewStatus::Failed));
        previews.forget(&key("a").proposal);
        assert!(matches!(previews.look(&key("a"), 1, now, at_once).await, PreviewStatus::Found(_)));
    }
}
