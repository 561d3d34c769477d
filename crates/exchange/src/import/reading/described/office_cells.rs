//! Cells of the tables of offices: times, weekdays, degrees, telephone numbers, postcodes and lists of words.

use domain::office::Postcode;
use domain::opening_hours::{OpeningDays, TimeOfDay};
use domain::telephone::TelephoneNumber;

use crate::import::reading::cell::{Cell, ListMarks};
use crate::import::reading::rows::Errors;
use crate::import::table::described::InTwoLanguages;

pub(super) fn time(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    let time = text.parse::<TimeOfDay>().ok();
    if time.is_none() {
        errors.refuse(cell, "a time of day such as 9:00 or 17:30", "時刻（9:00、17:30、17時30分など）");
    }
    time.map(|time| time.to_string())
}

pub(super) fn weekdays(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    let days = text.parse::<OpeningDays>().ok();
    if days.is_none() {
        errors.refuse(
            cell,
            "days of the week such as mon-fri, sat or 2sat;4sat; holidays are a table of their own",
            "曜日（月〜金、土、第2・第4土など。祝日は「休日」の表にあります）",
        );
    }
    days.map(|days| days.to_string())
}

/// Degrees as they were typed, without zeros that say nothing.
pub(super) fn degrees(cell: &Cell<'_>, (least, most): (u16, u16), errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    let is_plain = text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = text.parse::<f64>().ok().filter(|_| is_plain && !text.starts_with('.') && !text.ends_with('.'));
    if number.is_none_or(|number| number < f64::from(least) || f64::from(most) < number) {
        errors.refuse(
            cell,
            format!("degrees from {least} to {most} as a decimal number, such as {least}.5733"),
            format!("{least}から{most}までの度（{least}.5733のような小数）"),
        );
        return None;
    }
    let digits = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    Some(digits.to_owned())
}

pub(super) fn telephone(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    let number = text.parse::<TelephoneNumber>().ok();
    if number.is_none() {
        errors.refuse(
            cell,
            "a whole telephone number with its area code, such as 072-000-0001",
            "市外局番からの電話番号（072-000-0001など）",
        );
    }
    number.map(|number| number.to_string())
}

pub(super) fn postcode(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    // A sheet that takes a postcode for a number drops its leading zeros.
    let is_shortened = (5..7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = if is_shortened { format!("{text:0>7}") } else { text };
    let code = whole.parse::<Postcode>().ok();
    if code.is_none() {
        errors.refuse(cell, "a postcode of seven digits, such as 590-0000", "7桁の郵便番号（590-0000など）");
    }
    code.map(|code| code.to_string())
}

/// Several of some words, in the order of their list.
pub(super) fn choices(cell: &Cell<'_>, words: &'static [InTwoLanguages], errors: &mut Errors) -> Option<String> {
    let given = errors.keep(cell.list(ListMarks::SemicolonsAndCommas))?;
    let place = |given: &String| words.iter().position(|(word, japanese)| given == word || given == japanese);
    let mut places = Vec::with_capacity(given.len());
    for one in &given {
        let Some(place) = place(one) else {
            let known = |of: fn(&InTwoLanguages) -> &'static str| words.iter().map(of).collect::<Vec<_>>().join(";");
            errors.refuse(
                cell,
                format!("some of: {}", known(|word| word.0)),
                format!("次から選び「;」でつなぐ: {}", known(|word| word.1)),
            );
            return None;
        };
        places.push(place);
    }
    places.sort_unstable();
    places.dedup();
    let words: Vec<&str> = places.into_iter().map(|place| words[place].0).collect();
    (!words.is_empty()).then(|| words.join(";"))
}
