//! One macro for every closed set of values: the enum, its table of spellings, and its form in JSON and the database.

use thiserror::Error;

/// A word that is not in the table of spellings.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{given}' is not a {what}; expected one of: {expected}")]
pub struct ParseEnumError {
    /// What was expected, in words.
    pub what: &'static str,
    /// The text that was given.
    pub given: String,
    /// The valid words, joined by commas.
    pub expected: String,
}

/// Declares an enum with exactly one spelling per variant, used in files, URLs, JSON and the database.
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident ($what:literal) {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                #[serde(rename = $text)]
                #[sqlx(rename = $text)]
                $variant,
            )+
        }

        impl $name {
            /// Every variant, in order of declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The spelling of the variant.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ParseEnumError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $( $text => Ok(Self::$variant), )+
                    _ => Err($crate::ParseEnumError {
                        what: $what,
                        given: text.chars().take(80).collect(),
                        expected: [$( $text, )+].join(", "),
                    }),
                }
            }
        }
    };
}

/// What an identifier consists of, in the words of an error.
pub const FORM_OF_IDENTIFIER: &str = "1 to 64 letters or digits, '-', '_', '.' or '・', but not only dots";

impl ParseEnumError {
    /// Whether the text should have been an identifier, which may be any of countless ones. Otherwise the error lists the
    /// spellings that are valid.
    #[must_use]
    pub fn is_of_identifier(&self) -> bool {
        self.expected == FORM_OF_IDENTIFIER
    }
}

/// Whether a text is a valid identifier.
pub fn is_identifier(text: &str) -> bool {
    // Unicode counts these invisible characters (Hangul fillers) as letters.
    let is_blank = |letter: char| matches!(letter, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    let is_allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '・');
    (1..=64).contains(&text.chars().count())
        && text.chars().all(|letter| is_allowed(letter) && !is_blank(letter))
        && text.chars().any(|letter| letter != '.')
}

/// Declares an identifier: a newtype over text that is validated when it is created.
macro_rules! identifier {
    ($(#[$meta:meta])* pub struct $name:ident ($what:literal)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ParseEnumError;

            /// Accepts 1 to 64 letters or digits of any script, `-`, `_`, `.` or `・`: nothing that a URL or a list
            /// would have to quote. Dots alone are rejected, because `.` and `..` are path segments rather than names.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if $crate::string_enum::is_identifier(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err($crate::ParseEnumError {
                        what: $what,
                        given: text.chars().take(80).collect(),
                        expected: $crate::string_enum::FORM_OF_IDENTIFIER.to_owned(),
                    })
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_one_part_of_an_address_that_can_be_seen() {
        for good in ["moving-in", "転入届", "a.b", ".a", "1", "児童・手当", "a..b"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in [
            "", ".", "..", "...", " ", "　", "a b", "a/b", "a\\b", "%2e", "%2e%2e", "a?b", "a#b", "\u{3164}",
            "\u{200b}",
        ] {
            assert!(!is_identifier(bad), "{bad:?}");
        }
        assert!(is_identifier(&"a".repeat(64)) && !is_identifier(&"a".repeat(65)));
    }

    #[test]
    fn whoever_wants_to_be_called_dots_is_told_what_would_be_right() {
        let error = "..".parse::<crate::procedure::ProcedureId>().expect_err("no name");
        assert!(error.to_string().contains("'..'") && error.to_string().contains("not only dots"), "{error}");
    }
}
