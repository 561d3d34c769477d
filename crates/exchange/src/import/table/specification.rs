//! The expected form of a table, and the error if none is found.

use std::fmt;

use domain::text::MessageLanguage;

use super::super::cell::{ColumnPlace, clip};

/// Whether a column is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    Optional,
}

/// A column to look for.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    pub key: &'static str,
    /// Accepted headers, in Japanese and English. Character width, case, whitespace, `/`, `_`, line breaks and
    /// bracketed notes are ignored. Multiple header rows are joined from the top: `人口` above `男` is `人口 男`.
    pub spellings: &'static [&'static str],
    pub presence: Presence,
}

impl ColumnSpec {
    /// A required column.
    #[must_use]
    pub const fn required(key: &'static str, spellings: &'static [&'static str]) -> Self {
        Self { key, spellings, presence: Presence::Required }
    }

    /// An optional column.
    #[must_use]
    pub const fn optional(key: &'static str, spellings: &'static [&'static str]) -> Self {
        Self { key, spellings, presence: Presence::Optional }
    }
}

/// The columns to look for.
#[derive(Debug, Clone, Default)]
pub struct HeaderSpec {
    pub(super) columns: Vec<ColumnSpec>,
    one_of: Vec<&'static [&'static str]>,
}

impl HeaderSpec {
    /// A header with these columns, in any order.
    #[must_use]
    pub fn new(columns: impl Into<Vec<ColumnSpec>>) -> Self {
        Self { columns: columns.into(), one_of: Vec::new() }
    }

    /// Requires at least one of these optional columns, such as a code or a name.
    #[must_use]
    pub fn with_one_of(mut self, keys: &'static [&'static str]) -> Self {
        self.one_of.push(keys);
        self
    }

    /// The columns to look for.
    #[must_use]
    pub fn columns(&self) -> &[ColumnSpec] {
        &self.columns
    }

    fn spelling(&self, key: &str) -> &'static str {
        let column = self.columns.iter().find(|column| column.key == key);
        column.and_then(|column| column.spellings.first().copied()).unwrap_or("")
    }

    /// The first spellings of the required columns that are missing, given the keys that exist.
    pub(super) fn missing(&self, has: impl Fn(&str) -> bool) -> Vec<String> {
        let required = self.columns.iter().filter(|column| column.presence == Presence::Required && !has(column.key));
        let groups = self.one_of.iter().filter(|keys| !keys.iter().any(|key| has(key)));
        required
            .map(|column| self.spelling(column.key).to_owned())
            .chain(groups.map(|keys| keys.iter().map(|key| self.spelling(key)).collect::<Vec<_>>().join(" / ")))
            .collect()
    }
}

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
    pub fn describe(&self, tongue: MessageLanguage) -> String {
        match (self, tongue) {
            (Self::NotFound { looked_for, nearest: None }, MessageLanguage::English) => {
                format!("no header row found; looked for the columns {}", listed(looked_for))
            }
            (Self::NotFound { looked_for, nearest: None }, MessageLanguage::Japanese) => {
                format!("見出しの行が見つかりません。必要な列:{}", listed(looked_for))
            }
            (Self::NotFound { looked_for, nearest: Some(nearest) }, MessageLanguage::English) => {
                let sheet = nearest.sheet.as_ref().map_or(String::new(), |name| format!(" of sheet '{name}'"));
                let (line, seen, missing) = (nearest.line, listed(&nearest.seen), listed(&nearest.missing));
                format!(
                    "no header row found; looked for the columns {}; row {line}{sheet} comes nearest with {seen}; it lacks {missing}",
                    listed(looked_for)
                )
            }
            (Self::NotFound { looked_for, nearest: Some(nearest) }, MessageLanguage::Japanese) => {
                let sheet = nearest.sheet.as_ref().map_or(String::new(), |name| format!("シート「{name}」の"));
                let (line, seen, missing) = (nearest.line, listed(&nearest.seen), listed(&nearest.missing));
                format!(
                    "見出しの行が見つかりません。必要な列:{}。最も近いのは{sheet}{line}行目({seen})で、足りない列:{missing}",
                    listed(looked_for)
                )
            }
            (Self::Ambiguous { wanted, line, columns }, tongue) => {
                let columns = listed(&columns.iter().map(ToString::to_string).collect::<Vec<_>>());
                match tongue {
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
