//! Why no table was found in a file.

use std::fmt;

use domain::text::MessageLanguage;

use crate::import::table::columns::HeaderSpec;
use crate::import::table::place::{ColumnPlace, clip};

/// The row that is closest to a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosestHeader {
    pub sheet: Option<String>,
    pub line: u64,
    /// The texts of the row.
    pub seen: Vec<String>,
    /// The columns that it lacks.
    pub missing: Vec<String>,
    pub(super) matched: usize,
}

/// Why no table was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderError {
    NotFound {
        looked_for: Vec<String>,
        nearest: Option<ClosestHeader>,
    },
    /// Several columns match one header.
    Ambiguous {
        wanted: String,
        line: u64,
        columns: Vec<ColumnPlace>,
    },
}

fn listed(texts: &[String]) -> String {
    const MOST: usize = 20;
    let mut list = texts.iter().take(MOST).map(|text| clip(text)).collect::<Vec<_>>().join(", ");
    if texts.len() > MOST {
        list.push_str(", …");
    }
    list
}

impl HeaderError {
    pub(super) fn not_found(spec: &HeaderSpec, nearest: Option<ClosestHeader>) -> Self {
        Self::NotFound { looked_for: spec.missing(|_| false), nearest }
    }

    pub(super) fn is_closer_than(&self, other: &Self) -> bool {
        let matched = |error: &Self| match error {
            Self::NotFound { nearest, .. } => nearest.as_ref().map_or(0, |nearest| nearest.matched),
            Self::Ambiguous { .. } => usize::MAX,
        };
        matched(self) > matched(other)
    }

    /// The expected columns, the closest row and what it lacks, on one line.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        match (self, language) {
            (Self::NotFound { looked_for, nearest: None }, MessageLanguage::English) => {
                format!("no header row found; looked for the columns {}", listed(looked_for))
            }
            (Self::NotFound { looked_for, nearest: None }, MessageLanguage::Japanese) => {
                format!("見出しの行が見つかりません。必要な列:{}", listed(looked_for))
            }
            (Self::NotFound { looked_for, nearest: Some(nearest) }, MessageLanguage::English) => {
                let sheet = nearest.sheet.as_ref().map_or(String::new(), |name| format!(" of sheet '{}'", clip(name)));
                let (line, seen, missing) = (nearest.line, listed(&nearest.seen), listed(&nearest.missing));
                format!(
                    "no header row found; looked for the columns {}; row {line}{sheet} is closest with {seen}; it \
                     lacks {missing}",
                    listed(looked_for)
                )
            }
            (Self::NotFound { looked_for, nearest: Some(nearest) }, MessageLanguage::Japanese) => {
                let sheet = nearest.sheet.as_ref().map_or(String::new(), |name| format!("シート「{}」の", clip(name)));
                let (line, seen, missing) = (nearest.line, listed(&nearest.seen), listed(&nearest.missing));
                format!(
                    "見出しの行が見つかりません。必要な列:{}。最も近いのは{sheet}{line}行目({seen})で、足りない列:{missing}",
                    listed(looked_for)
                )
            }
            (Self::Ambiguous { wanted, line, columns }, language) => {
                let columns = listed(&columns.iter().map(ToString::to_string).collect::<Vec<_>>());
                match language {
                    MessageLanguage::English => format!(
                        "row {line}: more than one column reads as '{wanted}': {columns}; rename or remove all but one"
                    ),
                    MessageLanguage::Japanese => {
                        format!("{line}行目:「{wanted}」と読める列が複数あります({columns})。ひとつだけ残してください")
                    }
                }
            }
        }
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.describe(MessageLanguage::English))
    }
}

impl std::error::Error for HeaderError {}
