//! Opening hours of offices: times of day, weekdays, exceptions and holidays, and the state at an instant that follows
//! from them.

mod days;
mod schedule;
mod time_of_day;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::source::SourceId;

pub use self::days::{OpeningDays, OpeningDaysError};
pub use self::schedule::{DayReason, DaySchedule, OpenSpan, OpeningSchedule, OpeningState};
pub use self::time_of_day::{TimeOfDay, TimeOfDayError};

/// Hours on some days of the week. An office with a break at noon has two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    pub days: OpeningDays,
    pub opens: TimeOfDay,
    /// After `opens`.
    pub closes: TimeOfDay,
    /// The first day on which they hold; `None` if they always have.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which they hold; `None` if no end is known.
    pub valid_until: Option<NaiveDate>,
    /// What is done at these hours, if it is not everything; empty otherwise.
    pub note: String,
    pub note_en: String,
}

impl OpeningHours {
    /// Whether they hold on a day, whatever its weekday.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// Days on which other hours hold, or on which an office is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningException {
    pub first_day: NaiveDate,
    /// The last day, not before the first.
    pub last_day: NaiveDate,
    /// Opens and closes; `None` if it stays closed.
    pub hours: Option<(TimeOfDay, TimeOfDay)>,
    pub reason: String,
    pub reason_en: String,
}

impl OpeningException {
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.first_day <= day && day <= self.last_day
    }
}

string_enum! {
    /// Whose holiday it is.
    pub enum HolidayKind ("kind of holiday") {
        /// 国民の祝日・休日
        National = "national",
        /// A day off of the city's own offices, such as those around New Year (市の休日).
        City = "city",
    }
}

/// A day on which offices are closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub kind: HolidayKind,
    pub day: NaiveDate,
    pub name: String,
    pub name_en: String,
    pub source: SourceId,
}

/// The holidays that are known. The national ones are known for whole years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HolidayCalendar {
    days: BTreeMap<NaiveDate, Holiday>,
    /// The first and the last year with a national holiday.
    years: Option<(i32, i32)>,
}

impl HolidayCalendar {
    /// The calendar of these days. Of two holidays on one day, the national one gives the name.
    #[must_use]
    pub fn of(holidays: impl IntoIterator<Item = Holiday>) -> Self {
        let mut calendar = Self::default();
        for holiday in holidays {
            if holiday.kind == HolidayKind::National {
                let year = holiday.day.year();
                let (first, last) = calendar.years.unwrap_or((year, year));
                calendar.years = Some((first.min(year), last.max(year)));
            } else if calendar.days.contains_key(&holiday.day) {
                continue;
            }
            calendar.days.insert(holiday.day, holiday);
        }
        calendar
    }

    /// The holiday on a day.
    #[must_use]
    pub fn find(&self, day: NaiveDate) -> Option<&Holiday> {
        self.days.get(&day)
    }

    /// All holidays, in order.
    pub fn all(&self) -> impl Iterator<Item = &Holiday> {
        self.days.values()
    }

    /// Whether it is known if a day is a national holiday.
    #[must_use]
    pub fn knows(&self, day: NaiveDate) -> bool {
        self.years.is_some_and(|(first, last)| (first..=last).contains(&day.year()))
    }

    /// The last day of which that is known; `None` if there are no national holidays at all.
    #[must_use]
    pub fn known_until(&self) -> Option<NaiveDate> {
        self.years.and_then(|(_, last)| NaiveDate::from_ymd_opt(last, 12, 31))
    }
}
