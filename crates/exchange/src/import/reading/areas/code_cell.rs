//! The cell of an area's code: what spreadsheets put around a code, and which reading a table's other rows suggest.

use domain::area::AreaCode;
use domain::local_governments;
use unicode_normalization::UnicodeNormalization;

use crate::import::reading::table::Table;

/// How a table shortens its codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortening {
    /// 271462 is written 27146.
    WithoutCheckDigit,
    /// 012106 is written 12106: a spreadsheet took the code for a number.
    WithoutZero,
}

/// The digits of a code without what guards them in spreadsheets: `="271411"`, `'271411`, and `271411.0` of a code that
/// was a number. `None` if the cell holds no code.
pub(in crate::import::reading) fn bare_code(text: &str) -> Option<String> {
    let folded: String = text.nfkc().filter(|character| !character.is_whitespace()).collect();
    let quoted = folded.trim_start_matches('\'').trim_start_matches('=');
    let digits = quoted.trim_matches(['"', '\'', '’']);
    let whole = digits.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|byte| byte == b'0'));
    let digits = whole.map_or(digits, |(whole, _)| whole).to_uppercase();
    let is_missing = matches!(digits.as_str(), "" | "<NA>" | "NA" | "N/A" | "NAN" | "NULL" | "-" | "…" | "...");
    (!is_missing).then_some(digits)
}

/// How a table shortens its codes if it has this one, as far as only one reading names an area of the national list. A
/// table with codes of six digits writes check digits, so that its shorter codes have lost a zero.
fn shortening_of(text: &str, readings: &[AreaCode]) -> Option<Shortening> {
    let mut known = readings.iter().filter(|code| local_governments::find(code).is_some());
    let (code, None) = (known.next()?, known.next()) else { return None };
    match text.len() {
        6 if code.as_str() == text => Some(Shortening::WithoutZero),
        5 if code.five_digits() == text => Some(Shortening::WithoutCheckDigit),
        5 => Some(Shortening::WithoutZero),
        _ => Some(Shortening::WithoutCheckDigit),
    }
}

/// How the codes of a table are shortened, as far as they can be read in one way only; `None` if they disagree or if
/// nothing tells.
pub(super) fn shortening_of_table(table: &Table<'_>) -> Option<Shortening> {
    table.column("area_code")?;
    let slot = table.slot("area_code");
    let mut agreed = None;
    let mut rows = table.rows();
    while let Some(row) = rows.next_row() {
        let Ok(row) = row else { continue };
        let Some(text) = bare_code(row.at(slot).raw()) else { continue };
        let Some(found) = AreaCode::readings(&text).ok().and_then(|readings| shortening_of(&text, &readings)) else {
            continue;
        };
        if agreed.is_some_and(|agreed| agreed != found) {
            return None;
        }
        agreed = Some(found);
    }
    agreed
}

impl Shortening {
    /// Whether a code would be written as this text.
    pub(super) fn gives(self, code: &AreaCode, text: &str) -> bool {
        match self {
            Self::WithoutCheckDigit => code.five_digits() == text,
            Self::WithoutZero => code.as_str().strip_prefix('0') == Some(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_guards_a_code_in_a_spreadsheet_is_no_part_of_it() {
        for text in ["271411", "=\"271411\"", "'271411", "'=\"271411\"", "２７１４１１", "271411.0", " 271411 "] {
            assert_eq!(bare_code(text).as_deref(), Some("271411"), "{text}");
        }
        for text in ["", " ", "<NA>", "n/a", "-", "－"] {
            assert_eq!(bare_code(text), None, "{text}");
        }
        assert_eq!(bare_code("271411.5").as_deref(), Some("271411.5"));
    }
}
