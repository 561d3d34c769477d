//! Which passwords are taken: by length and by what everybody would guess, never by kinds of letters.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::staff::{Email, PersonName};

string_enum! {
    /// Why a password is not taken.
    pub enum PasswordError ("password mistake") {
        TooShort = "too_short",
        TooLong = "too_long",
        /// It stands on the list of common passwords, or is one of them with digits and marks around it.
        Common = "common",
        /// It is little more than the person's own address or name.
        Personal = "personal",
    }
}

/// A password as it is hashed: in the one form in which every keyboard writes it (NFKC). It is never shown, and nothing
/// of it is cut off.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Fewer letters are guessed (OWASP ASVS 5, 6.2.1, asks for 8, recommends 15; there is no second factor yet).
    pub const SHORTEST: usize = 12;
    /// Room for any sentence; more would be work for nothing.
    pub const LONGEST: usize = 128;

    #[must_use]
    pub fn of(typed: &str) -> Self {
        // A longer one is refused whole; it need not be normalised whole.
        Self(typed.nfkc().take(Self::LONGEST * 4).collect())
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it may become the password of a person. `is_common` knows the list of common passwords in lower case.
    ///
    /// # Errors
    /// What is wrong with it.
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

/// Below this many letters a word proves nothing.
const SHORTEST_WORD: usize = 4;

/// Digits alone are telephone numbers, dates and rows of keys; this many of them at least are none of these.
const LONG_NUMBER: usize = 20;

/// Whether it is a common password, one said over and over, or one with digits and marks around or between its letters.
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

/// The shortest part that the text is a repetition of; the text itself where it is none.
fn repeats(text: &str) -> &str {
    let ends = text.char_indices().map(|(place, _)| place).skip(1);
    ends.map(|end| &text[..end])
        .find(|part| text.len().is_multiple_of(part.len()) && part.repeat(text.len() / part.len()) == text)
        .unwrap_or(text)
}

/// Whether what is left without the parts of the person's address and name would itself be too short.
fn contains_personal_data(folded: &str, e_mail: &Email, name: &PersonName) -> bool {
    let name: String = name.as_str().nfkc().flat_map(char::to_lowercase).collect();
    let mut parts: Vec<&str> = e_mail
        .as_str()
        .split(['@', '.', '-', '_', '+'])
        .chain(name.split_whitespace())
        .chain([e_mail.as_str()])
        // A syllable stands in many words; two ideographs are a family name.
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
