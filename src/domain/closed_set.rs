//! One macro for every closed set of words: the enum, its one spelling table, and its form in JSON and in the database.

use thiserror::Error;

/// A word that stands in no spelling table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{given}' is not a {what}; right would be one of: {expected}")]
pub struct UnknownWord {
    /// What was looked for, in words.
    pub what: &'static str,
    /// What stood there.
    pub given: String,
    /// The words that would be right, joined by commas.
    pub expected: String,
}

/// Declares an enum whose every variant has exactly one spelling, used in files, addresses, JSON and the database.
macro_rules! closed_set {
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
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $( $text => Ok(Self::$variant), )+
                    _ => Err($crate::domain::UnknownWord {
                        what: $what,
                        given: text.chars().take(80).collect(),
                        expected: [$( $text, )+].join(", "),
                    }),
                }
            }
        }
    };
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
            type Err = $crate::domain::UnknownWord;

            /// 1 to 64 letters or digits of any script, `-`, `_`, `.` or `・`: nothing that an address or a list would
            /// have to quote.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let fits = (1..=64).contains(&text.chars().count())
                    && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '・'));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err($crate::domain::UnknownWord {
                        what: $what,
                        given: text.chars().take(80).collect(),
                        expected: "1 to 64 letters or digits, '-', '_', '.' or '・'".to_owned(),
                    })
                }
            }
        }
    };
}
