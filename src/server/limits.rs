//! Counting what is tried, by the hour and in memory only. What is counted by (an address, an account) is kept as a
//! hash whose key is drawn when the process starts: without it the hash cannot be told from any other.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

/// Seconds in which things are counted together.
const WINDOW: i64 = 60 * 60;

/// Tallies of the current hour by key. They grow with what is counted and not taken back; who counts limits that.
#[derive(Debug, Default)]
pub struct Counters {
    hasher: RandomState,
    hour: Mutex<Hour>,
}

/// One hour.
#[derive(Debug, Default)]
pub struct Hour {
    number: i64,
    /// What has been counted altogether.
    pub total: u32,
    tallies: HashMap<u64, Counter>,
}

/// How often, and when last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counter {
    pub count: u32,
    /// Seconds since 1970.
    pub last: i64,
}

impl Counters {
    /// What something is counted under.
    pub fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }

    /// The tallies of the hour in which a moment lies; those of another hour are forgotten. Nobody else counts until
    /// the answer is let go.
    pub fn at(&self, now: DateTime<Utc>) -> MutexGuard<'_, Hour> {
        let mut hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.timestamp().div_euclid(WINDOW);
        if hour.number != number {
            *hour = Hour { number, ..Hour::default() };
        }
        hour
    }

    /// Forgets an hour that is over, also where nobody tries anything any more.
    pub fn forget(&self, now: DateTime<Utc>) {
        drop(self.at(now));
    }

    /// How many keys are kept.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.hour.lock().expect("no panic").tallies.len()
    }
}

impl Hour {
    #[must_use]
    pub fn tally(&self, key: u64) -> Counter {
        self.tallies.get(&key).copied().unwrap_or_default()
    }

    pub fn add(&mut self, key: u64, now: DateTime<Utc>) {
        let tally = self.tallies.entry(key).or_default();
        tally.count = tally.count.saturating_add(1);
        tally.last = now.timestamp();
    }

    /// Takes back one that was counted.
    pub fn take_back(&mut self, key: u64) {
        if let Some(tally) = self.tallies.get_mut(&key) {
            tally.count = tally.count.saturating_sub(1);
            if tally.count == 0 {
                self.tallies.remove(&key);
            }
        }
    }

    pub fn remove(&mut self, key: u64) {
        self.tallies.remove(&key);
    }

    /// Seconds until the next hour begins.
    #[must_use]
    pub fn seconds_left(now: DateTime<Utc>) -> u64 {
        (WINDOW - now.timestamp().rem_euclid(WINDOW)).unsigned_abs()
    }
}
