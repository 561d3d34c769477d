//! Which passwords are accepted: judged by length and guessability, never by kinds of characters.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::staff::{Email, PersonName};

string_enum! {
    /// Why a password is rejected.
    pub enum PasswordError ("password mistake") {
        TooShort = "too_short",
        TooLong = "too_long",
        /// It is on the list of common passwords, or is one of them surrounded by digits and symbols.
        Common = "common",
        /// It is little more than the person's own e-mail address or name.
        Personal = "personal",
    }
}

/// A password as it is hashed: in the one form that every keyboard produces (NFKC). It is never shown and never
/// truncated.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Fewer characters can be guessed (OWASP ASVS 5, 6.2.1, requires 8, recommends 15; there is no second factor yet).
    pub const SHORTEST: usize = 12;
    /// Enough for any sentence; more would only cost hashing time.
    pub const LONGEST: usize = 128;

    #[must_use]
    pub fn of(typed: &str) -> Self {
        // A longer password is rejected anyway, so only its beginning is normalised.
        Self(typed.nfkc().take(Self::LONGEST * 4).collect())
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Checks whether a person may use the password. `is_common` searches the list of common passwords in lower case.
    ///
    /// # Errors
    /// Returns the reason for the rejection.
    pub fn check(
        &self,
        e_mail: &Email,
        name: &PersonName,
        is_common: impl Fn(&str) -> bool,
    ) -> Result<(), PasswordError> {
        let length = self.0.chars().count();
        if length < Self::SHORTEST {
            return Err(PasswordError::TooShort);
        }
        if length > Self::LONGEST {
            return Err(PasswordError::TooLong);
        }
        let folded = self.0.to_lowercase();
        if is_guessable(&folded, &is_common) {
            return Err(PasswordError::Common);
        }
        if contains_personal_data(&folded, e_mail, name) {
            return Err(PasswordError::Personal);
        }
        Ok(())
    }
}

/// A word with fewer characters than this proves nothing.
const SHORTEST_WORD: usize = 4;

/// Digits alone are usually telephone numbers, dates or rows of keys; at least this many digits are none of these.
const LONG_NUMBER: usize = 20;

/// Whether it is a common password, a repeated one, or one with digits and symbols around or between its letters.
fn is_guessable(folded: &str, is_common: &impl Fn(&str) -> bool) -> bool {
    let core = folded.trim_matches(|letter: char| !letter.is_alphabetic());
    let letters: String = folded.chars().filter(|letter| letter.is_alphabetic()).collect();
    if letters.chars().count() < SHORTEST_WORD {
        return folded.chars().count() < LONG_NUMBER || repeats(folded).chars().count() <= SHORTEST_WORD;
    }
    [folded, core, &letters].into_iter().any(|text| {
        let once = repeats(text);
        is_common(text) || is_common(once) || once.chars().count() < SHORTEST_WORD
    })
}

/// The shortest part that the text repeats; the text itself if it is not a repetition.
fn repeats(text: &str) -> &str {
    let ends = text.char_indices().map(|(place, _)| place).skip(1);
    ends.map(|end| &text[..end])
        .find(|part| text.len().is_multiple_of(part.len()) && part.repeat(text.len() / part.len()) == text)
        .unwrap_or(text)
}

/// Whether the password is too short once the parts of the person's e-mail address and name are removed.
fn contains_personal_data(folded: &str, e_mail: &Email, name: &PersonName) -> bool {
    let name: String = name.as_str().nfkc().flat_map(char::to_lowercase).collect();
    let mut parts: Vec<&str> = e_mail
        .as_str()
        .split(['@', '.', '-', '_', '+'])
        .chain(name.split_whitespace())
        .chain([e_mail.as_str()])
        // A single syllable occurs in many words; two ideographs are a family name.
        .filter(|part| if part.is_ascii() { part.len() >= SHORTEST_WORD } else { part.chars().count() >= 2 })
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let rest = parts.iter().fold(folded.to_owned(), |rest, part| rest.replace(part, ""));
    let rest = rest.chars().filter(|letter| letter.is_alphabetic()).count();
    rest < folded.chars().count() && parts.iter().any(|part| folded.contains(part)) && rest < SHORTEST_WORD * 2
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordError> {
        let e_mail = "hanako.tetsuzuki@city.example.jp".parse().expect("an address");
        let name = "手続 花子".parse().expect("a name");
        let common = |text: &str| ["password", "qwertyuiop", "sunflower", "qwerty123456"].contains(&text);
        Password::of(password).check(&e_mail, &name, common)
    }

    #[test]
    fn length_counts_and_kinds_of_letters_do_not() {
        for taken in
            ["correct horse battery", "あさごはんはいつもなっとう", "kaze ni fukare te", "83920175628394017562"]
        {
            assert_eq!(check(taken), Ok(()), "{taken}");
        }
        assert_eq!(check("Xk3!vR9_qa1"), Err(PasswordError::TooShort));
        assert_eq!(check(&"kaze ni fukare ".repeat(9)), Err(PasswordError::TooLong));
        assert_eq!(check(&"長".repeat(400)), Err(PasswordError::TooLong));
    }

    #[test]
    fn what_everybody_would_guess_is_not_taken() {
        for guessed in [
            "PASSWORD1234",
            "password!!2026",
            "passwordpassword",
            "p1a2s3s4w5o6r7d8",
            "Sunflower-2026",
            "qwerty123456",
            "aaaaaaaaaaaa",
            "123456789012",
            "2026/11/22-09:00",
            "111111111111111111111111",
            "ｐａｓｓｗｏｒｄ１２３４",
        ] {
            assert_eq!(check(guessed), Err(PasswordError::Common), "{guessed}");
        }
    }

    #[test]
    fn what_stands_on_a_business_card_is_not_taken() {
        for personal in ["hanako.tetsuzuki", "tetsuzuki2026!", "手続花子手続花子手続花子", "Hanako-Example-1"]
        {
            assert_eq!(check(personal), Err(PasswordError::Personal), "{personal}");
        }
        assert_eq!(check("hanako eats fermented beans"), Ok(()));
    }

    #[test]
    fn the_same_keys_make_the_same_password_on_every_keyboard() {
        assert_eq!(Password::of("ｶｾﾞﾆﾌｶﾚﾃ"), Password::of("カゼニフカレテ"));
        assert_ne!(Password::of(" kaze"), Password::of("kaze"), "spaces count");
    }

    #[test]
    fn a_password_does_not_stand_in_what_is_logged() {
        assert_eq!(format!("{:?}", Password::of("correct horse")), "Password(…)");
    }
}
