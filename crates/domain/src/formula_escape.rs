//! Texts that a spreadsheet would run as a formula: how files escape them, and how they are read back.
//!
//! CSV has no types, so a spreadsheet runs a cell that contains `=1+1` as a formula. A leading apostrophe turns the
//! cell into text. A text that already looks escaped gets another apostrophe, so that reading returns exactly what was
//! written.

use std::borrow::Cow;

/// Marks a cell as text.
const MARK: char = '\'';

/// Whether a spreadsheet would run a text. Full-width forms of the same characters count too: Japanese spreadsheets
/// treat them alike.
fn is_formula(text: &str) -> bool {
    let first_shown = text.trim_start().chars().next();
    first_shown.is_some_and(|first| "=+-@＝＋－＠".contains(first)) || text.starts_with(['\t', '\r', '\n'])
}

/// Whether a text is a formula or looks like an escaped one.
fn needs_escape(text: &str) -> bool {
    is_formula(text.trim_start_matches(MARK))
}

/// Escapes a text for spreadsheet files.
#[must_use]
pub fn escape_formula(text: &str) -> Cow<'_, str> {
    if needs_escape(text) { Cow::Owned(format!("{MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// Reverses [`escape_formula`]; any other text is returned unchanged.
#[must_use]
pub fn unescape_formula(text: &str) -> &str {
    text.strip_prefix(MARK).filter(|rest| needs_escape(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_marked_and_nothing_else_is() {
        for text in ["=1+1", "+81", "-", "@A1", "＝1+1", " =1", "\tA", "'=1", "''－"] {
            assert_eq!(escape_formula(text), format!("'{text}"));
        }
        for text in ["", "転出届", "1-1", "'90年代", "https://example.jp/?a=b"] {
            assert_eq!(escape_formula(text), text);
        }
    }

    proptest! {
        #[test]
        fn reading_gives_back_what_was_written(text in "['=＝+ a\\n-]{0,6}") {
            let carried = escape_formula(&text);
            prop_assert_eq!(unescape_formula(&carried), text.as_str());
            prop_assert!(!is_formula(&carried));
        }
    }
}
