//! Secrets made of random numbers.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use store::error::AppError;
use store::random::random_bytes;

/// A 256-bit secret stored in a browser cookie. The database stores only its hash: access to the database or a copy of
/// it is not enough to log in.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The text is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseTokenError;

impl Token {
    const BYTES: usize = 32;

    /// # Errors
    /// If the operating system provides no random numbers.
    pub fn new() -> Result<Self, AppError> {
        random_bytes::<{ Self::BYTES }>().map(|bytes| Self(hex::encode(bytes)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The hash stored in the database. A token is random and as long as the hash, so it cannot be guessed and a fast,
    /// unsalted hash is enough.
    #[must_use]
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

impl FromStr for Token {
    type Err = ParseTokenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_token = text.len() == Self::BYTES * 2
            && text.bytes().all(|letter| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter));
        if is_token { Ok(Self(text.to_owned())) } else { Err(ParseTokenError) }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// A one-time password of 100 random bits, such as `k7x2m-9qd4t-v0nbr-3hw8p`: without letters that look alike, in
/// groups that can be read aloud.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimePassword(String);

impl OneTimePassword {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

    /// Each byte provides five of its bits.
    #[must_use]
    pub fn from_random(bytes: [u8; 20]) -> Self {
        let letters: Vec<char> = bytes.iter().map(|byte| char::from(Self::LETTERS[usize::from(byte % 32)])).collect();
        Self(letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OneTimePassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OneTimePassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_its_hash_is_another_text() {
        let token = Token::new().expect("random numbers");
        assert_eq!(token.as_str().parse(), Ok(token.clone()));
        assert_ne!(token.hash(), token.as_str());
        assert_ne!(Token::new().expect("random numbers"), token);
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn other_texts_are_no_tokens() {
        for text in ["", "abc", &"g".repeat(64), &"a".repeat(63), &"A".repeat(64), &format!("{} ", "a".repeat(63))] {
            assert_eq!(text.parse::<Token>(), Err(ParseTokenError), "{text}");
        }
    }

    #[test]
    fn a_one_time_password_is_read_aloud_in_groups() {
        assert_eq!(OneTimePassword::from_random([0; 20]).as_str(), "00000-00000-00000-00000");
        assert_eq!(OneTimePassword::from_random([255; 20]).as_str(), "zzzzz-zzzzz-zzzzz-zzzzz");
    }
}
