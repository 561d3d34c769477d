//! Days of the week, each every week or only some weeks of the month.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Names in files, in English and Japanese, from Monday.
const NAMES: [(&str, char); 7] =
    [("mon", '月'), ("tue", '火'), ("wed", '水'), ("thu", '木'), ("fri", '金'), ("sat", '土'), ("sun", '日')];

const WHOLE_NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The first to fifth such weekday of a month, a bit each.
const EVERY_WEEK: u8 = 0b1_1111;

/// Some days of the week, such as Monday to Friday, or the second and fourth Saturday of a month. Never none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OpeningDays([u8; 7]);

/// A text does not name days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' names no days of the week; expected days such as mon-fri, sat or 2sat;4sat")]
pub struct OpeningDaysError(String);

impl OpeningDays {
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        let nth = day.day0() / 7;
        self.0[place(day.weekday())] & (1 << nth) != 0
    }

    /// In Japanese, such as 「月〜金、第2土」.
    #[must_use]
    pub fn describe_ja(self) -> String {
        let name = |place: usize| NAMES[place].1.to_string();
        self.describe(name, |from, to| format!("{from}〜{to}"), "、", |nth, name| format!("第{nth}{name}"))
    }

    /// The days that are open every week.
    pub fn every_week(self) -> impl Iterator<Item = Weekday> {
        let days = (0..7_u8).filter(move |place| self.0[usize::from(*place)] == EVERY_WEEK);
        days.filter_map(|place| Weekday::try_from(place).ok())
    }

    /// In the words of any language. `name` names the days of the week from Monday, which is 0; `span` joins the first and
    /// the last of several in a row; `of_month` names the first to fifth such day of a month.
    #[must_use]
    pub fn describe(
        self,
        name: impl Fn(usize) -> String,
        span: impl Fn(String, String) -> String,
        separator: &str,
        of_month: impl Fn(u32, String) -> String,
    ) -> String {
        let mut parts = Vec::new();
        let mut start = 0;
        while start < 7 {
            let length = self.0[start..].iter().take_while(|weeks| **weeks == EVERY_WEEK).count();
            match length {
                0 => {}
                1 => parts.push(name(start)),
                _ => parts.push(span(name(start), name(start + length - 1))),
            }
            start += length.max(1);
        }
        for (place, weeks) in self.0.iter().enumerate().filter(|(_, weeks)| **weeks != EVERY_WEEK) {
            let nths = (0..5).filter(|nth| weeks & (1 << nth) != 0);
            parts.extend(nths.map(|nth| of_month(nth + 1, name(place))));
        }
        parts.join(separator)
    }
}

fn place(weekday: Weekday) -> usize {
    weekday.num_days_from_monday() as usize
}

/// In English, such as `mon-fri;2sat`.
impl fmt::Display for OpeningDays {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |place: usize| NAMES[place].0.to_owned();
        let span = |from: String, to: String| format!("{from}-{to}");
        formatter.write_str(&self.describe(name, span, ";", |nth, name| format!("{nth}{name}")))
    }
}

impl FromStr for OpeningDays {
    type Err = OpeningDaysError;

    /// Reads `mon-fri`, `sat;sun`, `2sat;4sat`, `月〜金`, `平日`, `土日`, `第2・第4土曜日`, `毎日`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded: String = text.nfkc().collect::<String>().to_lowercase();
        read(&folded).ok_or_else(|| OpeningDaysError(text.chars().take(40).collect()))
    }
}

fn read(text: &str) -> Option<OpeningDays> {
    let text = text.replace("曜日", "").replace('曜', "").replace("から", "-").replace("及び", ";");
    let text = text.replace(['〜', '~', '–', '—', '−', 'ー', '‐'], "-");
    let mut weeks = [0_u8; 7];
    // Weeks that are named before their weekday: 第2・第4土.
    let mut pending = 0_u8;
    for part in text.split([';', ',', '、', '・', '/', '&', 'と', ' ']).filter(|part| !part.is_empty()) {
        let (nth, rest) = split_week(part)?;
        pending |= nth;
        if rest.is_empty() {
            continue;
        }
        let of_month = if pending == 0 { EVERY_WEEK } else { pending };
        for place in places(rest)? {
            weeks[place] |= of_month;
        }
        pending = 0;
    }
    (pending == 0 && weeks != [0; 7]).then_some(OpeningDays(weeks))
}

/// The week of the month before a weekday, as its bit, and the rest: `第2土`, `2nd`, `4sat`.
fn split_week(part: &str) -> Option<(u8, &str)> {
    let named = part.strip_prefix('第');
    let text = named.unwrap_or(part);
    let Some(digit) = text.chars().next().and_then(|first| first.to_digit(10)) else {
        return named.is_none().then_some((0, part));
    };
    let rest = &text[1..];
    let rest = if ["st", "nd", "rd", "th"].contains(&rest) { "" } else { rest };
    (1..=5).contains(&digit).then(|| (1 << (digit - 1), rest))
}

/// The places of the weekdays that a word names.
fn places(word: &str) -> Option<Vec<usize>> {
    match word {
        "毎日" | "daily" | "everyday" => return Some((0..7).collect()),
        "平日" | "weekday" | "weekdays" => return Some((0..5).collect()),
        _ => {}
    }
    if let Some((from, to)) = word.split_once('-') {
        let (from, to) = (one(from)?, one(to)?);
        let length = (to + 7 - from) % 7;
        return Some((0..=length).map(|step| (from + step) % 7).collect());
    }
    if let Some(place) = one(word) {
        return Some(vec![place]);
    }
    // Several letters: 土日, 月水金.
    word.chars().map(|letter| NAMES.iter().position(|(_, name)| *name == letter)).collect()
}

fn one(word: &str) -> Option<usize> {
    let is_word = |place: &usize| {
        word == NAMES[*place].0 || word.eq_ignore_ascii_case(WHOLE_NAMES[*place]) || word.chars().eq([NAMES[*place].1])
    };
    (0..7).find(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (written, english, japanese) in [
            ("mon-fri", "mon-fri", "月〜金"),
            ("月～金", "mon-fri", "月〜金"),
            ("月曜日から金曜日", "mon-fri", "月〜金"),
            ("平日", "mon-fri", "月〜金"),
            ("土日", "sat-sun", "土〜日"),
            ("Saturday", "sat", "土"),
            ("月・水・金", "mon;wed;fri", "月、水、金"),
            ("毎日", "mon-sun", "月〜日"),
            ("土〜月", "mon;sat-sun", "月、土〜日"),
            ("第2・第4土曜日", "2sat;4sat", "第2土、第4土"),
            ("第2,4土", "2sat;4sat", "第2土、第4土"),
            ("2nd sat", "2sat", "第2土"),
            ("平日、第４日曜", "mon-fri;4sun", "月〜金、第4日"),
        ] {
            let days: OpeningDays = written.parse().expect(written);
            assert_eq!((days.to_string().as_str(), days.describe_ja().as_str()), (english, japanese), "{written}");
        }
    }

    #[test]
    fn what_names_no_weekday_is_refused() {
        for wrong in ["", "祝日", "土日祝", "第6土", "第2", "mon-", "2", "第土"] {
            assert!(wrong.parse::<OpeningDays>().expect_err(wrong).to_string().contains("mon-fri"), "{wrong}");
        }
    }

    #[test]
    fn days_are_told_in_any_language_and_those_of_every_week_by_themselves() {
        let days: OpeningDays = "mon-fri;2sat".parse().expect("days");
        let name = |place: usize| WHOLE_NAMES[place].to_owned();
        let span = |from: String, to: String| format!("{from} to {to}");
        let described = days.describe(name, span, ", ", |nth, name| format!("{name} no. {nth}"));
        assert_eq!(described, "Monday to Friday, Saturday no. 2");
        let every: Vec<Weekday> = days.every_week().collect();
        assert_eq!(every, [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]);
    }

    #[test]
    fn the_second_saturday_is_one_day_of_a_month() {
        let days: OpeningDays = "2sat".parse().expect("days");
        let of_month = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day").iter_days().take(30);
        let found: Vec<u32> = of_month.filter(|day| days.contains(*day)).map(|day| day.day()).collect();
        assert_eq!(found, [14]);
    }

    proptest! {
        #[test]
        fn days_read_back_as_what_was_written(weeks in proptest::array::uniform7(0u8..=EVERY_WEEK)) {
            prop_assume!(weeks != [0; 7]);
            let days = OpeningDays(weeks);
            prop_assert_eq!(days.to_string().parse::<OpeningDays>(), Ok(days));
            prop_assert_eq!(days.describe_ja().parse::<OpeningDays>(), Ok(days));
        }
    }
}
