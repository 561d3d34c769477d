//! In-memory counters of attempts per hour. Keys such as an address or an account are stored only as a hash with a
//! secret that is generated when the process starts. Without the secret, the hash cannot be linked to its key.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

/// Length of a counting window in seconds.
const WINDOW: i64 = 60 * 60;

/// Counters of the current hour by key. The map grows with every key that is counted and not taken back; callers limit
/// its size.
#[derive(Debug, Default)]
pub struct Counters {
    hasher: RandomState,
    hour: Mutex<Hour>,
}

/// The counters of one hour.
#[derive(Debug, Default)]
pub struct Hour {
    number: i64,
    /// Total of all counts.
    pub total: u32,
    counters: HashMap<u64, Counter>,
}

/// The number of attempts, and the time of the last one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counter {
    pub count: u32,
    /// Unix timestamp in seconds.
    pub last: i64,
}

impl Counters {
    /// The key under which a value is counted.
    pub fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }

    /// Locks the counters of the hour that contains `now`, and discards those of any other hour. Other callers wait
    /// until the guard is dropped.
    pub fn lock_current_hour(&self, now: DateTime<Utc>) -> MutexGuard<'_, Hour> {
        let mut hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.timestamp().div_euclid(WINDOW);
        if hour.number != number {
            *hour = Hour { number, ..Hour::default() };
        }
        hour
    }

    /// Discards the counters of a past hour, even if there are no further attempts.
    pub fn discard_past_hour(&self, now: DateTime<Utc>) {
        drop(self.lock_current_hour(now));
    }

    /// The number of keys held.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.hour.lock().expect("no panic").counters.len()
    }
}

impl Hour {
    #[must_use]
    pub fn counter(&self, key: u64) -> Counter {
        self.counters.get(&key).copied().unwrap_or_default()
    }

    pub fn add(&mut self, key: u64, now: DateTime<Utc>) {
        let counter = self.counters.entry(key).or_default();
        counter.count = counter.count.saturating_add(1);
        counter.last = now.timestamp();
    }

    /// Takes back one count.
    pub fn refund(&mut self, key: u64) {
        if let Some(counter) = self.counters.get_mut(&key) {
            counter.count = counter.count.saturating_sub(1);
            if counter.count == 0 {
                self.counters.remove(&key);
            }
        }
    }

    pub fn remove(&mut self, key: u64) {
        self.counters.remove(&key);
    }

    /// Seconds until the next hour starts.
    #[must_use]
    pub fn seconds_left(now: DateTime<Utc>) -> u64 {
        (WINDOW - now.timestamp().rem_euclid(WINDOW)).unsigned_abs()
    }
}
