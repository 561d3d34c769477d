//! Dates of birth: complete dates beside a word for birth, or so long ago that hardly anything else is meant.

use chrono::{Datelike, NaiveDate};

use super::{digits_at, is_at, number};
use crate::calendar::Era;

/// A complete date at least this many years ago counts as one of birth.
const LONG_AGO: i32 = 10;

/// How far from a date a word for birth is looked for.
const NEARBY: usize = 12;

const WORDS: [&str; 11] =
    ["生年月日", "誕生", "生まれ", "うまれ", "生れ", "日生", "出生日", "birth", "born", "dob", "sinh"];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn has_birth_date(letters: &[char], today: NaiveDate) -> bool {
    let mut place = 0;
    while place < letters.len() {
        match date_at(letters, place) {
            Some((date, end)) => {
                if date.year() <= today.year() - LONG_AGO || is_beside_a_word(letters, place, end) {
                    return true;
                }
                place = end;
            }
            None => place += 1,
        }
    }
    false
}

fn is_beside_a_word(letters: &[char], start: usize, end: usize) -> bool {
    // The last letter of a date may belong to the word.
    let around: String = letters[start.saturating_sub(NEARBY)..letters.len().min(end + NEARBY)].iter().collect();
    WORDS.iter().any(|word| around.contains(word))
}

/// The date that begins at a place, and the place behind it.
fn date_at(letters: &[char], place: usize) -> Option<(NaiveDate, usize)> {
    let before = place.checked_sub(1).map(|before| letters[before]);
    if before.is_some_and(|before| before.is_ascii_digit() || "-/.".contains(before)) {
        return None;
    }
    let follows_letter = before.is_some_and(|before| before.is_ascii_alphabetic());
    if letters[place].is_ascii_digit() {
        return eight_digits(letters, place)
            .or_else(|| year_first(letters, place))
            .or_else(|| day_first(letters, place));
    }
    if follows_letter {
        return None;
    }
    of_era(letters, place).or_else(|| month_first(letters, place))
}

fn eight_digits(letters: &[char], place: usize) -> Option<(NaiveDate, usize)> {
    let (digits, end) = digits_at(letters, place);
    if digits.len() != 8 {
        return None;
    }
    let (year, month, day) = (number(&digits[..4])?, number(&digits[4..6])?, number(&digits[6..])?);
    complete(year, month, day, end)
}

/// A date whose year is plausible for one that somebody has lived through.
fn complete(year: u32, month: u32, day: u32, end: usize) -> Option<(NaiveDate, usize)> {
    let year = i32::try_from(year).ok().filter(|year| (1868..=2100).contains(year))?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, end))
}

/// The place behind one of some separators, with spaces around it.
fn behind(letters: &[char], place: usize, separators: &str) -> Option<usize> {
    let spaces = |from: usize| letters[from..].iter().take_while(|letter| **letter == ' ').count();
    let at = place + spaces(place.min(letters.len()));
    let separator = letters.get(at).filter(|letter| separators.contains(**letter));
    let next = if separator.is_some() { at + 1 } else { at };
    let is_separated = separator.is_some() || at > place;
    (is_separated && next <= letters.len()).then(|| next + spaces(next))
}

/// A number of one or two digits.
fn short_number(letters: &[char], place: usize) -> Option<(u32, usize)> {
    let (digits, end) = digits_at(letters, place);
    if (1..=2).contains(&digits.len()) { Some((number(digits)?, end)) } else { None }
}

/// The rest of a date behind its year.
fn month_and_day(letters: &[char], place: usize, year: u32) -> Option<(NaiveDate, usize)> {
    let (month, end) = short_number(letters, behind(letters, place, "年/-.")?)?;
    let (day, end) = short_number(letters, behind(letters, end, "月/-.")?)?;
    complete(year, month, day, end)
}

fn year_first(letters: &[char], place: usize) -> Option<(NaiveDate, usize)> {
    let (digits, end) = digits_at(letters, place);
    if digits.len() != 4 {
        return None;
    }
    month_and_day(letters, end, number(digits)?)
}

fn of_era(letters: &[char], place: usize) -> Option<(NaiveDate, usize)> {
    // The longest name of an era has two letters; the year behind its initial tells it from a word.
    let text: String = letters[place..].iter().take(3).collect();
    let (era, rest) = Era::parse_era(&text)?;
    let at = place + text.chars().count() - rest.chars().count();
    let (year, end) = match letters.get(at) {
        Some('元') => (1, at + 1),
        _ => short_number(letters, at)?,
    };
    let year = era.gregorian_year(i32::try_from(year).ok()?)?;
    month_and_day(letters, end, u32::try_from(year).ok()?)
}

/// `3 May 1980`, `03/05/1980`.
fn day_first(letters: &[char], place: usize) -> Option<(NaiveDate, usize)> {
    let (day, end) = short_number(letters, place)?;
    let next = behind(letters, end, "/-.")?;
    let (month, end) = match month_name(letters, next) {
        Some(named) => named,
        None => short_number(letters, next)?,
    };
    let (digits, end) = digits_at(letters, behind(letters, end, "/-.,")?);
    if digits.len() != 4 {
        return None;
    }
    let year = number(digits)?;
    // Which of the two is the month differs between countries.
    complete(year, month, day, end).or_else(|| complete(year, day, month, end))
}

/// `May 3, 1980`.
fn month_first(letters: &[char], place: usize) -> Option<(NaiveDate, usize)> {
    let (month, end) = month_name(letters, place)?;
    let (day, end) = short_number(letters, behind(letters, end, ".")?)?;
    let (digits, end) = digits_at(letters, behind(letters, end, ",")?);
    if digits.len() != 4 {
        return None;
    }
    complete(number(digits)?, month, day, end)
}

/// The number of a month in English, in full or by its first three letters, and the place behind it.
fn month_name(letters: &[char], place: usize) -> Option<(u32, usize)> {
    let month = (1..).zip(MONTHS).find(|(_, name)| is_at(letters, place, name))?.0;
    let length = letters[place..].iter().take_while(|letter| letter.is_ascii_alphabetic()).count();
    Some((month, place + length))
}
