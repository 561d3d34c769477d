//! Texts with a date, taken apart once for each language.
//!
//! Looking up a text with values takes several microseconds, and lists show thousands of dates. What is between year and day
//! depends on the month only, in the languages that there are. A language in which it depends on more is looked up each
//! time: every day of a month is compared before a pattern is used.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use fluent_templates::fluent_bundle::FluentValue;

use super::Language;

/// Stand for the year and for the day in a pattern. No text has these characters.
const YEAR: char = '\u{1}';
const DAY: char = '\u{2}';

/// Years that a pattern is tried with: with other numbers of digits, and before and after the turn of an era.
const TRIED_YEARS: [i32; 4] = [1, 999, 2019, 2026];

/// The patterns of the texts `date-day` and `date-month`.
#[derive(Debug)]
pub(super) struct DatePatterns {
    pub day: DatePattern,
    pub month: DatePattern,
}

/// Makes the patterns of a language.
type MakePatterns = Box<dyn FnOnce() -> DatePatterns + Send>;

/// The patterns of all languages, in the order of their list. Each is made when it is first needed.
pub(super) static PATTERNS: LazyLock<Vec<LazyLock<DatePatterns, MakePatterns>>> = LazyLock::new(|| {
    let of = |language: Language| -> MakePatterns {
        Box::new(move || DatePatterns {
            day: DatePattern::of(language, "date-day"),
            month: DatePattern::of(language, "date-month"),
        })
    };
    Language::all().iter().map(|language| LazyLock::new(of(*language))).collect()
});

/// What a text says about a date of each month; `None` for a month about which it says something that depends on more.
#[derive(Debug)]
pub(super) struct DatePattern([Option<String>; 12]);

impl DatePattern {
    fn of(language: Language, name: &str) -> Self {
        let text = |year: FluentValue<'static>, month: u32, day: FluentValue<'static>| {
            language.text_with(name, [("year", year), ("month", month.into()), ("day", day)])
        };
        Self(std::array::from_fn(|place| {
            let month = u32::try_from(place + 1).ok()?;
            let pattern = text(YEAR.to_string().into(), month, DAY.to_string().into());
            let holds = (1..=31_u32).all(|day| {
                let year = TRIED_YEARS[day as usize % TRIED_YEARS.len()];
                filled(&pattern, year, day) == text(year.into(), month, day.into())
            });
            holds.then_some(pattern)
        }))
    }

    /// The text about a date; `None` if it has to be looked up.
    pub(super) fn format(&self, date: NaiveDate) -> Option<String> {
        let pattern = self.0.get(date.month0() as usize)?.as_deref()?;
        Some(filled(pattern, date.year(), date.day()))
    }
}

fn filled(pattern: &str, year: i32, day: u32) -> String {
    let mut text = String::with_capacity(pattern.len() + 6);
    for letter in pattern.chars() {
        match letter {
            YEAR => text.push_str(&year.to_string()),
            DAY => text.push_str(&day.to_string()),
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_patterns_that_say_what_its_texts_say() {
        for (language, patterns) in Language::all().iter().zip(PATTERNS.iter()) {
            let mut day = NaiveDate::from_ymd_opt(2023, 12, 25).expect("a day");
            for _ in 0..400 {
                let values = || [("year", day.year().into()), ("month", day.month().into()), ("day", day.day().into())];
                assert_eq!(patterns.day.format(day), Some(language.text_with("date-day", values())), "{language}");
                assert_eq!(patterns.month.format(day), Some(language.text_with("date-month", values())), "{language}");
                assert_eq!(language.date(day), language.text_with("date-day", values()));
                day = day.succ_opt().expect("the next day");
            }
        }
    }
}
