//! Rate limits for reports. Counters are kept for no longer than an hour, and only in memory.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::procedure::ProcedureId;

use crate::server::hourly_counters::{Counters, Hour};

/// Hourly limits on reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportLimits {
    /// From one client about one procedure. A library or an office shares an address, and so do the people who are shown
    /// there how a procedure is done.
    pub about_one_procedure: u32,
    /// From one client about anything: many times as much. Mobile carriers put many people behind one address.
    pub from_one_client: u32,
    /// From all clients together: bounds database writes caused by anonymous visitors.
    pub altogether: u32,
    /// Texts from all clients together: bounds what the database grows by, and what the staff have to read.
    pub texts: u32,
}

impl Default for ReportLimits {
    fn default() -> Self {
        Self { about_one_procedure: 20, from_one_client: 1_000, altogether: 5_000, texts: 300 }
    }
}

/// Counts the reports of the current hour. Its size grows with the accepted reports, which are limited, not with those
/// sent.
#[derive(Debug, Default)]
pub struct ReportThrottle {
    limits: ReportLimits,
    counters: Counters,
}

impl ReportThrottle {
    #[must_use]
    pub fn of(limits: ReportLimits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Drops the counters of an hour that is over, even if no more reports arrive.
    pub fn forget(&self, now: DateTime<Utc>) {
        self.counters.discard_past_hour(now);
    }

    /// Takes one report of a client; clients whose network is unknown count as one.
    ///
    /// # Errors
    /// The seconds until reports are accepted again.
    pub fn take(
        &self,
        client: Option<IpAddr>,
        procedure: &ProcedureId,
        has_text: bool,
        now: DateTime<Utc>,
    ) -> Result<(), u64> {
        let of_texts = self.counters.key("texts");
        let of_client = self.counters.key(client);
        let of_both = self.counters.key((client, procedure));
        let mut hour = self.counters.lock_current_hour(now);
        let is_full = hour.total >= self.limits.altogether
            || hour.counter(of_client).count >= self.limits.from_one_client
            || hour.counter(of_both).count >= self.limits.about_one_procedure
            || (has_text && hour.counter(of_texts).count >= self.limits.texts);
        if is_full {
            return Err(Hour::seconds_left(now));
        }
        hour.total += 1;
        for key in [Some(of_client), Some(of_both), has_text.then_some(of_texts)].into_iter().flatten() {
            hour.add(key, now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn at(minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, 3 + minute / 60, minute % 60, 0).single().expect("a moment")
    }

    fn id(text: &str) -> ProcedureId {
        text.parse().expect("an id")
    }

    fn client(number: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, number]))
    }

    const FEW: ReportLimits = ReportLimits { about_one_procedure: 2, from_one_client: 3, altogether: 4, texts: 4 };

    #[test]
    fn one_client_is_heard_a_few_times_about_one_procedure() {
        let limits = ReportThrottle::of(FEW);
        let take = |number, procedure| limits.take(client(number), &id(procedure), false, at(10));
        assert_eq!([take(1, "a"), take(1, "a"), take(1, "a")], [Ok(()), Ok(()), Err(50 * 60)]);
        assert_eq!([take(1, "b"), take(1, "c")], [Ok(()), Err(50 * 60)], "three from one client");
        assert_eq!([take(2, "a"), take(3, "a")], [Ok(()), Err(50 * 60)], "four altogether");
    }

    #[test]
    fn the_next_hour_begins_anew() {
        let limits = ReportThrottle::of(FEW);
        let take = |minute| limits.take(client(1), &id("a"), false, at(minute));
        assert_eq!([take(58), take(59), take(59)], [Ok(()), Ok(()), Err(60)]);
        assert_eq!(take(60), Ok(()));
    }

    #[test]
    fn an_hour_that_is_over_is_forgotten_without_another_report() {
        let limits = ReportThrottle::of(FEW);
        limits.take(client(1), &id("a"), false, at(58)).expect("the first");
        limits.forget(at(59));
        assert_eq!(limits.counters.kept(), 2);
        limits.forget(at(60));
        assert_eq!(limits.counters.kept(), 0);
    }

    #[test]
    fn clients_that_cannot_be_told_share_one_measure() {
        let limits = ReportThrottle::of(FEW);
        let take = || limits.take(None, &id("a"), false, at(0));
        assert_eq!([take(), take(), take()], [Ok(()), Ok(()), Err(3600)]);
    }

    #[test]
    fn what_is_refused_is_not_remembered() {
        let limits = ReportThrottle::of(ReportLimits { altogether: 1, ..FEW });
        for number in 1..=200 {
            let _ = limits.take(client(number), &id("a"), false, at(0));
        }
        assert_eq!(limits.counters.kept(), 2);
    }

    #[test]
    fn texts_have_a_limit_of_their_own_and_reports_without_one_are_still_counted() {
        let limits = ReportThrottle::of(ReportLimits { texts: 1, ..FEW });
        let take = |number, has_text| limits.take(client(number), &id("a"), has_text, at(30));
        assert_eq!([take(1, true), take(2, true), take(2, false)], [Ok(()), Err(30 * 60), Ok(())]);
    }

    #[test]
    fn a_library_with_one_address_is_heard_about_many_pages() {
        let limits = ReportThrottle::default();
        let about = |page: u32| limits.take(client(1), &id(&format!("page-{page}")), false, at(0));
        assert!((0..500).all(|page| about(page).is_ok()), "one each");
        assert_eq!((0..30).filter(|_| about(1).is_ok()).count(), 19, "of one page");
    }
}
