//! How a number format of a spreadsheet shows a number: as a percentage, as a year, or as it is.

use chrono::{Datelike, NaiveDate};
use domain::calendar::era_of;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// As the number itself. A percent sign that a format only writes behind it does not change it.
    #[default]
    Plain,
    /// Multiplied by a hundred, with a percent sign.
    Percentage,
    /// A day of which only the year is shown, as 令和16年度 or 2034年度.
    Year,
}

/// One part of a format code.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A character with a meaning, such as `0`, `%` or `y`.
    Code(char),
    /// A character that is shown as it is.
    Literal(char),
}

/// The parts of the first section of a format code: the one for positive numbers. Colours, locales and conditions in
/// square brackets are dropped.
fn parts(code: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => parts.extend(characters.by_ref().take_while(|inside| *inside != '"').map(Part::Literal)),
            '\\' | '!' => parts.extend(characters.next().map(Part::Literal)),
            // The next character is a width to leave free, or fills the cell.
            '_' | '*' => {
                characters.next();
            }
            '[' => {
                // A duration in brackets, as in [h]:mm, is no day.
                let inside: String = characters.by_ref().take_while(|inside| *inside != ']').collect();
                if inside.chars().all(|one| matches!(one, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
                    parts.extend(inside.chars().map(Part::Code));
                }
            }
            _ if character.is_ascii() && !matches!(character, ' ' | '-' | '/' | '(' | ')' | ':') => {
                parts.push(Part::Code(character.to_ascii_lowercase()));
            }
            _ => parts.push(Part::Literal(character)),
        }
    }
    parts
}

/// How a format code shows a number.
pub(super) fn shown(code: &str) -> Shown {
    let general = ["general", "g/標準", "@"];
    if general.contains(&code.trim().to_lowercase().as_str()) {
        return Shown::Plain;
    }
    let parts = parts(code);
    let has = |one: char| parts.contains(&Part::Code(one));
    if has('%') {
        return Shown::Percentage;
    }
    // Digits before an `e` make it an exponent.
    let has_digits = ['0', '#', '?', '.'].into_iter().any(has);
    let has_day_or_time = ['m', 'd', 'a', 'h', 's'].into_iter().any(has);
    if !has_digits && !has_day_or_time && ['y', 'e'].into_iter().any(has) { Shown::Year } else { Shown::Plain }
}

/// The text that a reader sees of a day in a format that shows only its year.
pub(super) fn year_text(code: &str, day: NaiveDate) -> String {
    let era = era_of(day);
    let mut text = String::new();
    let parts = parts(code);
    for run in parts.chunk_by(|a, b| a == b) {
        match (&run[0], run.len()) {
            (Part::Literal(character), count) => text.extend(std::iter::repeat_n(*character, count)),
            (Part::Code('g'), count) => {
                let Some((era, _)) = era else { continue };
                match count {
                    1 => text.push(era.letter()),
                    2 => text.extend(era.name_ja().chars().next()),
                    _ => text.push_str(era.name_ja()),
                }
            }
            (Part::Code('e'), _) => text.push_str(&era.map_or(day.year(), |(_, year)| year).to_string()),
            (Part::Code('y'), 1 | 2) => text.push_str(&day.format("%y").to_string()),
            (Part::Code('y'), _) => text.push_str(&day.year().to_string()),
            (Part::Code(other), _) => text.push(*other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_in_quotes_or_behind_a_backslash_only_shows_itself() {
        for code in ["0.0%", "0%", "[Red]0.00%;-0%", "#,##0.0 %"] {
            assert_eq!(shown(code), Shown::Percentage, "{code}");
        }
        for code in ["0.0\"%\"", "0.0\\%", "General", "0.00E+00", "0\"年度\"", "#,##0;0%", "@", "yyyy-mm-dd", "[h]:mm"]
        {
            assert_eq!(shown(code), Shown::Plain, "{code}");
        }
    }

    #[test]
    fn a_day_of_which_only_the_year_is_shown_reads_as_that_year() {
        let day = NaiveDate::from_ymd_opt(2034, 4, 1).expect("a day");
        for (code, text) in [
            ("[$-411]ggge\"年度\"", "令和16年度"),
            ("ge\"年度\"", "R16年度"),
            ("gge", "令16"),
            ("yyyy\"年度\"", "2034年度"),
            ("[$-ja-JP]yyyy\\年\\度;@", "2034年度"),
        ] {
            assert_eq!((shown(code), year_text(code, day).as_str()), (Shown::Year, text), "{code}");
        }
        for code in ["yyyy\"年\"m\"月\"", "[$-411]ggge\"年\"m\"月\"d\"日\"", "m\"月\"d\"日\""] {
            assert_eq!(shown(code), Shown::Plain, "{code}");
        }
    }
}
