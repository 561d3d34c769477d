//! Where a column is, and the quotation of its texts, in terms a person can find.

use std::fmt;

/// The longest excerpt of a cell in a message, in characters.
const LONGEST_QUOTE: usize = 80;

/// Shortens a text for a message to one line of at most 80 characters.
#[must_use]
pub fn clip(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The column of a cell, in terms a person can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPlace {
    /// The spreadsheet column letter; `None` in a text file.
    pub letter: Option<String>,
    /// The header text, on one line.
    pub header: String,
}

impl fmt::Display for ColumnPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.letter {
            Some(letter) if self.header.is_empty() => formatter.write_str(letter),
            Some(letter) => write!(formatter, "{letter} ({})", self.header),
            None => formatter.write_str(&self.header),
        }
    }
}

/// The spreadsheet column letters for an index counted from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).expect("a remainder of 26 fits a byte")));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
