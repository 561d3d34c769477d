//! Whether an office is open: on a day, at an instant, and when that changes.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::{Holiday, HolidayCalendar, OpeningException, OpeningHours, TimeOfDay};

/// How far ahead the next opening is looked for.
const DAYS_AHEAD: u64 = 60;

/// Everything that decides whether an office is open.
#[derive(Debug, Clone, Copy)]
pub struct OpeningSchedule<'a> {
    /// None at all means that the hours are not known.
    pub hours: &'a [OpeningHours],
    pub exceptions: &'a [OpeningException],
    pub holidays: &'a HolidayCalendar,
    pub is_open_on_holidays: bool,
}

/// Why a day is not like others of its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayReason<'a> {
    Exception(&'a OpeningException),
    Holiday(&'a Holiday),
}

/// A time during which an office is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenSpan<'a> {
    pub opens: TimeOfDay,
    pub closes: TimeOfDay,
    /// The hours that it follows from; `None` for the hours of an exception.
    pub hours: Option<&'a OpeningHours>,
}

/// The hours of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySchedule<'a> {
    pub day: NaiveDate,
    /// In order of opening; empty if it stays closed, `None` if that is not known.
    pub spans: Option<Vec<OpenSpan<'a>>>,
    pub reason: Option<DayReason<'a>>,
    /// The day might be a holiday: it is outside the years whose holidays are known.
    pub may_be_holiday: bool,
}

/// The state of an office at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpeningState<'a> {
    OpenUntil {
        time: TimeOfDay,
        /// The hours that it is open by, for their note; `None` for those of an exception.
        hours: Option<&'a OpeningHours>,
        /// Why the hours of today are not the usual ones.
        reason: Option<DayReason<'a>>,
        may_be_holiday: bool,
    },
    /// Closed, and when it opens next.
    OpensAt {
        day: NaiveDate,
        time: TimeOfDay,
        /// Why it is closed today, or opens at another time.
        reason: Option<DayReason<'a>>,
        may_be_holiday: bool,
    },
    /// Closed, and no opening is known in the next weeks.
    Closed { reason: Option<DayReason<'a>> },
    /// No hours are entered for today.
    Unknown,
}

impl<'a> OpeningSchedule<'a> {
    /// The hours of a day. An exception counts before a holiday, and that before the hours of the week.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> DaySchedule<'a> {
        let schedule = |spans, reason| DaySchedule { day, spans, reason, may_be_holiday: false };
        let covering = || self.exceptions.iter().filter(|exception| exception.covers(day));
        if let Some(first) = covering().next() {
            let open = |exception: &OpeningException| {
                exception.hours.map(|(opens, closes)| OpenSpan { opens, closes, hours: None })
            };
            return schedule(Some(in_order(covering().filter_map(open))), Some(DayReason::Exception(first)));
        }
        let mut in_force = self.hours.iter().filter(|hours| hours.is_in_force(day)).peekable();
        if in_force.peek().is_none() {
            return schedule(None, None);
        }
        let holiday = self.holidays.find(day).filter(|_| !self.is_open_on_holidays);
        if let Some(holiday) = holiday {
            return schedule(Some(Vec::new()), Some(DayReason::Holiday(holiday)));
        }
        let open = in_force.filter(|hours| hours.days.contains(day));
        let spans =
            in_order(open.map(|hours| OpenSpan { opens: hours.opens, closes: hours.closes, hours: Some(hours) }));
        let may_be_holiday = !spans.is_empty() && !self.is_open_on_holidays && !self.holidays.knows(day);
        DaySchedule { may_be_holiday, ..schedule(Some(spans), None) }
    }

    /// The state at an instant in Japan.
    #[must_use]
    pub fn state_at(&self, now: NaiveDateTime) -> OpeningState<'a> {
        let (today, minute) = (self.on(now.date()), TimeOfDay::of(now.time()));
        let Some(spans) = &today.spans else { return OpeningState::Unknown };
        let reason = today.reason;
        if let Some(span) = spans.iter().find(|span| span.opens <= minute && minute < span.closes) {
            return OpeningState::OpenUntil {
                time: closing(spans, span.closes),
                hours: span.hours,
                reason,
                may_be_holiday: today.may_be_holiday,
            };
        }
        if let Some(next) = spans.iter().find(|span| minute < span.opens) {
            let may_be_holiday = today.may_be_holiday;
            return OpeningState::OpensAt { day: today.day, time: next.opens, reason, may_be_holiday };
        }
        for ahead in 1..=DAYS_AHEAD {
            let Some(day) = today.day.checked_add_days(Days::new(ahead)).map(|day| self.on(day)) else { break };
            // Beyond a day of which nothing is known, the next opening would be a guess.
            let Some(spans) = &day.spans else { break };
            if let Some(first) = spans.first() {
                let may_be_holiday = day.may_be_holiday;
                return OpeningState::OpensAt { day: day.day, time: first.opens, reason, may_be_holiday };
            }
        }
        OpeningState::Closed { reason }
    }

    /// The times of a day at which the state changes: between two of them it stays the same, to the note beside it.
    #[must_use]
    pub fn changes_on(&self, day: NaiveDate) -> Vec<TimeOfDay> {
        let spans = self.on(day).spans.unwrap_or_default();
        let mut times: Vec<TimeOfDay> = spans.iter().flat_map(|span| [span.opens, span.closes]).collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    /// The hours of a day and those after it.
    #[must_use]
    pub fn days_from(&self, first: NaiveDate, count: usize) -> Vec<DaySchedule<'a>> {
        first.iter_days().take(count).map(|day| self.on(day)).collect()
    }
}

fn in_order<'a>(spans: impl Iterator<Item = OpenSpan<'a>>) -> Vec<OpenSpan<'a>> {
    let mut spans: Vec<OpenSpan<'a>> = spans.collect();
    spans.sort_by_key(|span| (span.opens, span.closes));
    spans
}

/// When it really closes: a span that begins before this one has ended continues it.
fn closing(spans: &[OpenSpan<'_>], from: TimeOfDay) -> TimeOfDay {
    let mut closes = from;
    for span in spans {
        if span.opens <= closes {
            closes = closes.max(span.closes);
        }
    }
    closes
}

#[cfg(test)]
mod tests;
