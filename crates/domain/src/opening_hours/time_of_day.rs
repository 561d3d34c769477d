//! A time of day to the minute, from 0:00 to 24:00.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Timelike};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// A time of day to the minute. 24:00 is the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

/// A text is not a time of day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not a time of day; expected one such as 9:00 or 17:30")]
pub struct TimeOfDayError(String);

impl TimeOfDay {
    /// The hour and minute; `None` if there is no such time.
    #[must_use]
    pub const fn at(hour: u16, minute: u16) -> Option<Self> {
        if minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) { Some(Self(hour * 60 + minute)) } else { None }
    }

    /// The minute that a time of the clock is in.
    #[must_use]
    pub fn of(time: NaiveTime) -> Self {
        Self(u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0))
    }

    /// From 0 to 24.
    #[must_use]
    pub const fn hour(self) -> u16 {
        self.0 / 60
    }

    /// From 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0 % 60
    }
}

/// Written with two digits each, such as `09:00`, so that texts are in the order of the times.
impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    /// Reads `9:00`, `09:00:00`, `９：００`, `9時`, `17時30分`, `午後5時半`, and the time of a sheet, which comes with a day
    /// around 1900.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded: String = text.trim().nfkc().collect();
        read(&folded).ok_or_else(|| TimeOfDayError(text.chars().take(40).collect()))
    }
}

fn read(text: &str) -> Option<TimeOfDay> {
    let is_of_a_sheet = |day: &str| matches!(day, "1899-12-30" | "1899-12-31" | "1900-01-00");
    let text = match text.split_once(' ') {
        Some((day, time)) if is_of_a_sheet(day) => time,
        None if is_of_a_sheet(text) => "00:00",
        _ => text,
    };
    let (is_afternoon, text) = match (text.strip_prefix("午後"), text.strip_prefix("午前")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => (false, text),
    };
    let text = text.replace('時', ":").replace('半', "30").replace(['分', ' '], "");
    let mut parts = text.split(':');
    let hour = number(parts.next()?)?;
    let minute = match parts.next()? {
        "" => 0,
        minute => number(minute)?,
    };
    if parts.next().is_some_and(|seconds| seconds != "00") || parts.next().is_some() {
        return None;
    }
    let hour = if is_afternoon && hour < 12 { hour + 12 } else { hour };
    TimeOfDay::at(hour, minute)
}

fn number(digits: &str) -> Option<u16> {
    let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_read_as_people_and_sheets_write_it() {
        for (written, time) in [
            ("9:00", "09:00"),
            ("09:00:00", "09:00"),
            ("１７：３０", "17:30"),
            ("9時", "09:00"),
            ("17時30分", "17:30"),
            ("午後5時半", "17:30"),
            ("午前9時", "09:00"),
            ("午後12時15分", "12:15"),
            ("1899-12-31 17:30:00", "17:30"),
            ("0:00", "00:00"),
            ("24:00", "24:00"),
        ] {
            assert_eq!(written.parse::<TimeOfDay>().map(|time| time.to_string()), Ok(time.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_with_an_example() {
        for wrong in
            ["", "9", "24:01", "25:00", "9:60", "9:00:30", "-1:00", "閉庁", "2026-01-01 09:00:00", "9:00〜17:00"]
        {
            assert!(wrong.parse::<TimeOfDay>().expect_err(wrong).to_string().contains("17:30"), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_time_reads_back_as_what_was_written(hour in 0u16..24, minute in 0u16..60) {
            let time = TimeOfDay::at(hour, minute).expect("a time");
            prop_assert_eq!(time.to_string().parse::<TimeOfDay>(), Ok(time));
            prop_assert_eq!((time.hour(), time.minute()), (hour, minute));
        }

        #[test]
        fn texts_are_in_the_order_of_the_times(first in 0u16..1440, second in 0u16..1440) {
            let (first, second) = (TimeOfDay(first), TimeOfDay(second));
            prop_assert_eq!(first.cmp(&second), first.to_string().cmp(&second.to_string()));
        }
    }
}
