//! The columns to expect in a table.

use std::collections::BTreeSet;

use domain::text::MessageLanguage;

/// The keys of the columns that a file has. It says nothing about all others.
pub type FileColumns = BTreeSet<&'static str>;

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
    /// Whether it holds a published figure, whose change leaves a correction.
    pub is_figure: bool,
}

impl ColumnSpec {
    /// A required column.
    #[must_use]
    pub const fn required(key: &'static str, spellings: &'static [&'static str]) -> Self {
        Self { key, spellings, presence: Presence::Required, is_figure: false }
    }

    /// An optional column.
    #[must_use]
    pub const fn optional(key: &'static str, spellings: &'static [&'static str]) -> Self {
        Self { key, spellings, presence: Presence::Optional, is_figure: false }
    }

    /// Its header in a file that the product writes.
    #[must_use]
    pub fn header(&self, language: MessageLanguage) -> &'static str {
        match language {
            MessageLanguage::English => self.key,
            MessageLanguage::Japanese => self.spellings[0],
        }
    }

    /// The same column, which holds a published figure.
    #[must_use]
    pub const fn figure(self) -> Self {
        Self { is_figure: true, ..self }
    }
}

/// The column that marks rows to be removed. Every table has it, and templates leave it out.
pub const REMOVAL: ColumnSpec = ColumnSpec::optional("remove", &["削除", "remove"]);

/// The columns to look for.
#[derive(Debug, Clone, Default)]
pub struct HeaderSpec {
    columns: Vec<ColumnSpec>,
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

    /// Accepts the column that marks rows to be removed.
    #[must_use]
    pub fn with_removals(mut self) -> Self {
        self.columns.push(REMOVAL);
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
    pub(crate) fn missing(&self, has: impl Fn(&str) -> bool) -> Vec<String> {
        let required = self.columns.iter().filter(|column| column.presence == Presence::Required && !has(column.key));
        let groups = self.one_of.iter().filter(|keys| !keys.iter().any(|key| has(key)));
        required
            .map(|column| self.spelling(column.key).to_owned())
            .chain(groups.map(|keys| keys.iter().map(|key| self.spelling(key)).collect::<Vec<_>>().join(" / ")))
            .collect()
    }
}
