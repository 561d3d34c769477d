//! Dates and fiscal years as Japanese documents write them.
//!
//! Nothing here reads the clock: callers pass the current time.

mod fiscal_year;

use std::fmt;

use chrono::{DateTime, Datelike, Duration, FixedOffset, Months, NaiveDate, NaiveTime, Utc};
use icu_calendar::Date;
use icu_calendar::cal::{Gregorian, Japanese};
use unicode_normalization::UnicodeNormalization;

pub use self::fiscal_year::{FiscalYear, FiscalYearError};
use super::text::MessageLanguage;

/// The valid years of a date in these records, from the year in which Japan adopted the Gregorian calendar.
const YEARS: std::ops::RangeInclusive<i32> = 1873..=2199;

/// The eras of the calendar in use since 1873.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    Meiji,
    Taisho,
    Showa,
    Heisei,
    Reiwa,
}

impl Era {
    const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The name in kanji, such as `令和`.
    #[must_use]
    pub fn name_ja(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter that tables use for the era, such as `R`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The calendar library's code for the era.
    fn code(self) -> &'static str {
        match self {
            Self::Meiji => "meiji",
            Self::Taisho => "taisho",
            Self::Showa => "showa",
            Self::Heisei => "heisei",
            Self::Reiwa => "reiwa",
        }
    }

    /// The era at the start of a text, and the rest of the text.
    pub(crate) fn parse_era(text: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|era| {
            text.strip_prefix(era.name_ja()).map(|rest| (era, rest)).or_else(|| {
                let first = text.chars().next()?;
                let rest = &text[first.len_utf8()..];
                let year_follows = rest.starts_with(|next: char| next.is_ascii_digit() || next == '元');
                (first.to_ascii_uppercase() == era.letter() && year_follows).then_some((era, rest))
            })
        })
    }

    /// The Gregorian year for a year of this era, whether or not the era lasted that long.
    pub(crate) fn gregorian_year(self, year: i32) -> Option<i32> {
        Date::try_new_japanese_with_calendar(self.code(), year, 12, 31, Japanese::new())
            .ok()
            .map(|date| date.to_calendar(Gregorian).year().extended_year())
    }
}

/// The era of a day, and the year of that era. `None` before 1873.
#[must_use]
pub fn era_of(date: NaiveDate) -> Option<(Era, i32)> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    let japanese = Date::try_new_gregorian(date.year(), month, day).ok()?.to_calendar(Japanese::new());
    let era_year = japanese.year().era()?;
    let era = Era::ALL.into_iter().find(|era| era_year.era == era.code())?;
    Some((era, era_year.year))
}

fn era_year_ja(era: Era, year: i32) -> String {
    if year == 1 { format!("{}元年", era.name_ja()) } else { format!("{}{year}年", era.name_ja()) }
}

/// A day as messages write it: `2022年12月31日`.
#[must_use]
pub fn date_ja(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A day as the messages of a language write it: `2022年12月31日`, `31 December 2022`.
#[must_use]
pub fn date_in(language: MessageLanguage, date: NaiveDate) -> String {
    match language {
        MessageLanguage::Japanese => date_ja(date),
        MessageLanguage::English => date.format("%-d %B %Y").to_string(),
    }
}

/// A day in an English message: `31 December 2022`.
#[must_use]
pub fn date_en(date: NaiveDate) -> String {
    date_in(MessageLanguage::English, date)
}

/// A day as official documents write it: `令和4年12月31日`. Days before 1873 are written with the Gregorian year.
#[must_use]
pub fn era_date_ja(date: NaiveDate) -> String {
    match era_of(date) {
        Some((era, year)) => format!("{}{}月{}日", era_year_ja(era, year), date.month(), date.day()),
        None => date_ja(date),
    }
}

/// Why a text is not a date, worded so that the reader can see the right form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// The text is empty.
    Empty,
    /// The text has none of the forms of a date.
    NotADate { text: String },
    /// A year of one or two digits without its era.
    YearWithoutEra { text: String },
    /// The calendar has no such day.
    NoSuchDay { year: i32, month: u32, day: u32 },
    /// The day is outside the era it is written in.
    OutsideEra { era: Era, right: NaiveDate },
    /// The year is outside 1873 to 2199, so something else was meant.
    YearOutOfRange { year: i32 },
}

impl DateError {
    /// A message that says what is wrong and what was expected.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        match (self, language) {
            (Self::Empty, MessageLanguage::English) => {
                "a date, such as 2024-04-01 or 令和6年4月1日; it is empty".into()
            }
            (Self::Empty, MessageLanguage::Japanese) => "日付(2024-04-01、令和6年4月1日 など)。空欄です".into(),
            (Self::NotADate { .. }, MessageLanguage::English) => {
                "a date, such as 2024-04-01, 2024/4/1, 令和6年4月1日 or R6.4.1".into()
            }
            (Self::NotADate { .. }, MessageLanguage::Japanese) => {
                "日付(2024-04-01、2024/4/1、令和6年4月1日、R6.4.1 など)".into()
            }
            (Self::YearWithoutEra { .. }, MessageLanguage::English) => {
                "a date with its era or a four-digit year, such as R6.4.1 or 2024-04-01".into()
            }
            (Self::YearWithoutEra { .. }, MessageLanguage::Japanese) => {
                "元号つきの年または4桁の西暦年(R6.4.1、2024-04-01 など)".into()
            }
            (Self::NoSuchDay { year, month, day }, MessageLanguage::English) => {
                format!("a date that exists; there is no {year}-{month:02}-{day:02}")
            }
            (Self::NoSuchDay { year, month, day }, MessageLanguage::Japanese) => {
                format!("実在する日付。{year}年{month}月{day}日はありません")
            }
            (Self::OutsideEra { era, right }, MessageLanguage::English) => {
                format!("{} ({right}): the date is outside the era {}", era_date_ja(*right), era.name_ja())
            }
            (Self::OutsideEra { era, right }, MessageLanguage::Japanese) => {
                format!("{}({right})。この日は{}ではありません", era_date_ja(*right), era.name_ja())
            }
            (Self::YearOutOfRange { year }, MessageLanguage::English) => {
                format!("a date from {} to {}; the year reads as {year}", YEARS.start(), YEARS.end())
            }
            (Self::YearOutOfRange { year }, MessageLanguage::Japanese) => {
                format!("{}年から{}年までの日付。年が{year}と読めます", YEARS.start(), YEARS.end())
            }
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.describe(MessageLanguage::English))
    }
}

impl std::error::Error for DateError {}

/// Parses a date in any form that Japanese tables use: `2024-04-01`, `2024/4/1`, `2024.4.1`, `20240401`,
/// `2024年4月1日`, `令和6年4月1日`, `R6.4.1`, `㋿元年5月1日`, in any character width, with spaces inside, and followed
/// by a weekday, a midnight time, `時点` or `現在`.
///
/// # Errors
///
/// Returns [`DateError`], which says what was expected. A day outside the era it is written in (平成31年5月1日) is
/// rejected and its correct name is suggested, because a typo is as likely in the year as in the era.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let folded: String = without_midnight(text.trim()).nfkc().filter(|character| !character.is_whitespace()).collect();
    if folded.is_empty() {
        return Err(DateError::Empty);
    }
    let written = without_remarks(&folded);
    let not_a_date = || DateError::NotADate { text: text.to_owned() };
    if let Some((era, rest)) = Era::parse_era(written) {
        let (year, month, day) = split_day(rest).ok_or_else(not_a_date)?;
        let year = read_era_year(year).ok_or_else(not_a_date)?;
        return day_of_era(era, year, month, day);
    }
    let (year, month, day) = if written.len() == 8 && written.bytes().all(|byte| byte.is_ascii_digit()) {
        (&written[..4], two_digits(&written[4..6]), two_digits(&written[6..]))
    } else {
        let (year, month, day) = split_day(written).ok_or_else(not_a_date)?;
        (year, month, day)
    };
    let digits = year.len();
    let year: i32 =
        Some(year).filter(|year| is_number(year)).and_then(|year| year.parse().ok()).ok_or_else(not_a_date)?;
    if digits < 4 {
        return Err(DateError::YearWithoutEra { text: text.to_owned() });
    }
    gregorian_day(year, month, day)
}

fn two_digits(text: &str) -> u32 {
    text.bytes().fold(0, |number, byte| number * 10 + u32::from(byte - b'0'))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn gregorian_day(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    if !YEARS.contains(&year) {
        return Err(DateError::YearOutOfRange { year });
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay { year, month, day })
}

fn day_of_era(era: Era, year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    let gregorian = era.gregorian_year(year).ok_or(DateError::YearOutOfRange { year })?;
    let date = gregorian_day(gregorian, month, day)?;
    if era_of(date).is_some_and(|(actual, _)| actual == era) {
        Ok(date)
    } else {
        Err(DateError::OutsideEra { era, right: date })
    }
}

/// Removes the midnight time that spreadsheets add to a date when they write it as text.
fn without_midnight(text: &str) -> &str {
    for separator in [' ', 'T'] {
        if let Some((day, time)) = text.split_once(separator) {
            let time = time.trim_end_matches('Z');
            let is_midnight = time.contains(':') && time.chars().all(|character| matches!(character, '0' | ':' | '.'));
            if is_midnight {
                return day;
            }
        }
    }
    text
}

/// Removes what tables write after a date: `(月)`, `月曜日`, `時点`, `現在`, `付`, `まで`.
fn without_remarks(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        for remark in ["時点", "現在", "付け", "付", "まで", "基準", "。"] {
            rest = rest.strip_suffix(remark).unwrap_or(rest);
        }
        if let Some(start) = rest.rfind('(').filter(|_| rest.ends_with(')')) {
            let inside = &rest[start + 1..rest.len() - 1];
            if is_weekday(inside) || matches!(inside, "祝" | "休" | "時点" | "現在") {
                rest = &rest[..start];
            }
        }
        if let Some(start) = rest.find('日').filter(|_| rest.ends_with("曜日") || rest.ends_with("曜"))
            && is_weekday(&rest[start + '日'.len_utf8()..])
        {
            rest = &rest[..start + '日'.len_utf8()];
        }
        if rest == before {
            return rest;
        }
    }
}

fn is_weekday(text: &str) -> bool {
    let name = text.strip_suffix("曜日").or_else(|| text.strip_suffix('曜')).unwrap_or(text);
    let name = name.strip_suffix("・祝").unwrap_or(name);
    matches!(name, "月" | "火" | "水" | "木" | "金" | "土" | "日")
        || ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| name.eq_ignore_ascii_case(day))
}

/// Splits `6年4月1日`, `6.4.1`, `6/4/1` or `6-4-1` into year (as written), month and day.
fn split_day(text: &str) -> Option<(&str, u32, u32)> {
    let number = |part: &str| (is_number(part) && part.len() <= 2).then(|| two_digits(part));
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        return Some((year, number(month)?, number(rest.strip_suffix('日')?)?));
    }
    ['-', '/', '.', '‐', '−', '・'].into_iter().find_map(|separator| {
        let mut parts = text.split(separator);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then_some(())?;
        Some((year, number(month)?, number(day)?))
    })
}

fn read_era_year(text: &str) -> Option<i32> {
    match text {
        "元" => Some(1),
        _ if is_number(text) && text.len() <= 3 => text.parse().ok().filter(|&year| year > 0),
        _ => None,
    }
}

/// The allowed difference between the clocks of cooperating machines. A timestamp further in the future was written
/// while a clock was wrong.
pub const CLOCK_TOLERANCE: Duration = Duration::minutes(1);

/// The date in Japan at a point in time. Japan is nine hours ahead of UTC all year.
#[must_use]
pub fn today_in_japan(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&japan()).date_naive()
}

/// The time of day in Japan at a point in time.
#[must_use]
pub fn time_in_japan(now: DateTime<Utc>) -> NaiveTime {
    now.with_timezone(&japan()).time()
}

fn japan() -> FixedOffset {
    FixedOffset::east_opt(9 * 3600).expect("nine hours is a valid offset")
}

/// The last day of the date's month.
#[must_use]
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(date)
}

#[cfg(test)]
mod tests;
