//! Why a query is invalid, in the words of the interface and of pages.

use thiserror::Error;

use super::{LONGEST_QUERY, MOST_PARAMETERS};
use crate::language::Language;
use crate::server::query_reason::Reason;

/// Why a query is invalid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    #[error("there is no parameter '{name}' here; known parameters: {known}")]
    UnknownParameter { name: String, known: String },
    #[error("parameter '{name}': {reason}")]
    BadValue { name: &'static str, reason: Reason },
    /// The answer to a question of a guide, whose parameters follow from its data.
    #[error("parameter '{name}': {reason}")]
    BadAnswer { name: String, reason: Reason },
    #[error("parameter '{name}' is given twice; it can be given only once")]
    Twice { name: String },
    #[error("expected at most {MOST_PARAMETERS} parameters in {LONGEST_QUERY} bytes")]
    TooMany,
}

impl QueryError {
    /// The code in a parameter is well formed, but names nothing here.
    #[must_use]
    pub fn unknown_code(name: &'static str, code: &str) -> Self {
        let english = format!("nothing here has the code '{code}'");
        Self::BadValue { name, reason: Reason::new(english, "value-unknown-code", [("given", code.to_owned())]) }
    }

    /// What is wrong and what would be right, in the language of a page.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        match self {
            Self::UnknownParameter { name, known } if known.is_empty() => {
                language.text_with("query-none-known", [("name", name.clone().into())])
            }
            Self::UnknownParameter { name, known } => {
                language.text_with("query-unknown", [("name", name.clone().into()), ("known", known.clone().into())])
            }
            Self::BadValue { reason, .. } | Self::BadAnswer { reason, .. } => reason.in_words(language),
            Self::Twice { name } => language.text_with("query-twice", [("name", name.clone().into())]),
            Self::TooMany => language.text_with("query-too-many", [("count", MOST_PARAMETERS.to_string().into())]),
        }
    }
}
