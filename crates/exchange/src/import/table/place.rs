//! Where a column is, and the quotation of its texts, in terms a person can find.

use std::fmt;

/// The longest excerpt of a cell in a message, in characters.
const LONGEST_QUOTE: usize = 80;

/// Shortens a text for a message to one line of at most 80 characters, without control characters.
#[must_use]
pub fn clip(text: &str) -> String {
    one_line(text, LONGEST_QUOTE)
}

/// Shortens a text for a message to one line of at most so many characters. A control character would move the cursor of the
/// terminal that shows the message, so its picture stands for it.
#[must_use]
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut letters = 0;
    for word in text.split_whitespace() {
        let space = if line.is_empty() { "" } else { " " };
        for letter in space.chars().chain(word.chars()) {
            if letters == most {
                line.push('…');
                return line;
            }
            line.push(picture(letter));
            letters += 1;
        }
    }
    line
}

/// The picture of a control character; any other character itself.
fn picture(letter: char) -> char {
    match u32::from(letter) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7F => '\u{2421}',
        0x80..=0x9F => char::REPLACEMENT_CHARACTER,
        _ => letter,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_one_line_without_control_characters() {
        assert_eq!(clip(" a\n b\u{3000}c "), "a b c");
        assert_eq!(clip("a\0b\u{1B}[31mred\u{7F}\u{9B}"), "a␀b␛[31mred␡\u{FFFD}");
    }

    #[test]
    fn a_quotation_ends_after_eighty_characters_however_long_the_text_is() {
        assert_eq!(clip(&"あ".repeat(80)), "あ".repeat(80));
        assert_eq!(clip(&"あ ".repeat(100_000)), format!("{}…", "あ ".repeat(40)));
    }
}
