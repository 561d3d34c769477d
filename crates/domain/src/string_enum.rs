//! One macro for every closed set of words: the enum, its one spelling table, and its form in JSON and in the database.

use thiserror::Error;

/// A word that stands in no spelling table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{given}' is not a {what}; right would be one of: {expected}")]
pub struct ParseEnumError {
    /// What was looked for, in words.
    pub what: &'static str,
    /// What stood there.
    pub given: String,
    /// The words that would be right, joined by commas.
    pub expected: String,
}

/// Declares an enum whose every variant has exactly one spelling, used in files, addresses, JSON and the database.
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
            /// Every member, in the order of declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The one spelling.
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

/// Whether a text can be an identifier.
pub(super) fn is_identifier(text: &str) -> bool {
    // Letters for Unicode that show nothing (fillers of Hangul).
    let is_blank = |letter: char| matches!(letter, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    let is_allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '・');
    (1..=64).contains(&text.chars().count())
        && text.chars().all(|letter| is_allowed(letter) && !is_blank(letter))
        && text.chars().any(|letter| letter != '.')
}

/// Declares an identifier: a newtype over text that was checked when it was made.
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

        impl std::str::FromStr for $name {
            type Err = $crate::ParseEnumError;

            /// 1 to 64 letters or digits of any script, `-`, `_`, `.` or `・`: nothing that an address or a list would
            /// have to quote. Dots alone are none, for `.` and `..` are steps in an address and not names.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if $crate::string_enum::is_identifier(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err($crate::ParseEnumError {
                        what: $what,
                        given: text.chars().take(80).collect(),
                        expected: "1 to 64 letters or digits, '-', '_', '.' or '・', and not dots alone".to_owned(),
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
        assert!(error.to_string().contains("'..'") && error.to_string().contains("not dots alone"), "{error}");
    }
}
