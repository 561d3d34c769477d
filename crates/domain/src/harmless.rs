//! Texts that a spreadsheet would run as a formula: how files carry them unharmed, and how they are read back.
//!
//! A CSV file knows no types, so a cell that holds `=1+1` is run by whoever opens the file. An apostrophe before it makes
//! it a text. What the mark was put before gets another one where it looks as if it had one already, so that reading
//! gives back exactly what was written.

use std::borrow::Cow;

/// What makes a cell a text.
const MARK: char = '\'';

/// Whether a spreadsheet would run a text. The full width of the same characters counts too: Japanese spreadsheets read
/// them alike.
fn is_formula(text: &str) -> bool {
    let first_shown = text.trim_start().chars().next();
    first_shown.is_some_and(|first| "=+-@＝＋－＠".contains(first)) || text.starts_with(['\t', '\r', '\n'])
}

/// Whether a text is run, or is one that was marked.
fn needs_escape(text: &str) -> bool {
    is_formula(text.trim_start_matches(MARK))
}

/// A text as a file for spreadsheets carries it.
#[must_use]
pub fn escape_formula(text: &str) -> Cow<'_, str> {
    if needs_escape(text) { Cow::Owned(format!("{MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`escape_formula`] was given; any other text as it is.
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
