//! Telephone numbers that can be dialled from any telephone in Japan.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// A telephone number with its area code: ten or eleven digits that begin with 0, grouped as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TelephoneNumber(String);

/// A text is not a whole telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not a whole telephone number; expected one with its area code such as 072-000-0001")]
pub struct TelephoneError(String);

impl TelephoneNumber {
    /// As written, such as `072-000-0001`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address that dials the number, such as `tel:0720000001`.
    #[must_use]
    pub fn link(&self) -> String {
        format!("tel:{}", self.0.replace('-', ""))
    }

    /// The number at the beginning of a text that says more, such as `072-000-0001（代表）`.
    #[must_use]
    pub fn at_start_of(text: &str) -> Option<Self> {
        let text: String = text.nfkc().collect();
        let is_part = |letter: char| letter.is_ascii_digit() || is_dash(letter);
        text.split(|letter: char| !is_part(letter)).find(|part| !part.is_empty())?.parse().ok()
    }
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '–' | '—' | '−' | 'ー')
}

impl fmt::Display for TelephoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for TelephoneNumber {
    type Err = TelephoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || TelephoneError(text.chars().take(40).collect());
        let mut number = String::new();
        for letter in text.nfkc() {
            match letter {
                '0'..='9' => number.push(letter),
                // Brackets and spaces separate groups as dashes do.
                '(' | ')' | ' ' => number.push('-'),
                letter if is_dash(letter) => number.push('-'),
                _ => return Err(refused()),
            }
        }
        let groups: Vec<&str> = number.split('-').filter(|group| !group.is_empty()).collect();
        let digits: usize = groups.iter().map(|group| group.len()).sum();
        let is_whole = (10..=11).contains(&digits) && number.trim_matches('-').starts_with('0');
        if is_whole { Ok(Self(groups.join("-"))) } else { Err(refused()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_with_its_area_code() {
        for (written, number) in [
            ("072-000-0001", "072-000-0001"),
            ("０７２（０００）０００１", "072-000-0001"),
            ("(072) 000-0001", "072-000-0001"),
            ("0720000001", "0720000001"),
            ("090−0000−0000", "090-0000-0000"),
        ] {
            let read: TelephoneNumber = written.parse().expect(written);
            assert_eq!(read.as_str(), number);
            assert_eq!(read.link(), format!("tel:{}", number.replace('-', "")));
        }
    }

    #[test]
    fn a_number_that_only_neighbours_can_dial_is_refused() {
        for wrong in ["", "000-0001", "72-000-0001", "072-000-00012345", "電話", "+81-72-000-0001"] {
            let error = wrong.parse::<TelephoneNumber>().expect_err(wrong);
            assert!(error.to_string().contains("072-000-0001"), "{error}");
        }
    }

    #[test]
    fn a_number_is_found_before_what_is_said_of_it() {
        let found = |text| TelephoneNumber::at_start_of(text).map(|number| number.to_string());
        assert_eq!(found("072-000-0001（代表）").as_deref(), Some("072-000-0001"));
        assert_eq!(found("電話 072-000-0001 内線 2").as_deref(), Some("072-000-0001"));
        assert_eq!(found("内線 2").as_deref(), None);
    }
}
