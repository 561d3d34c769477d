//! The file of a proposal: what it contains, and how it was uploaded and previewed.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::proposal::ProposalId;
use domain::table_kind::TableKind;
use exchange::import::GivenSource;
use exchange::import::base::ImportBase;
use serde::{Deserialize, Deserializer, Serialize, de};
use store::Connection;
use store::error::AppError;
use store::proposed_files::{self, FileRow};

use super::files::outcome::CountLine;
use super::typed_draft::TypedDraft;

string_enum! {
    /// A table to download, edit and upload again; the word is its file name.
    pub enum FileTable ("table") {
        Procedures = "procedures",
        Usage = "usage",
        Cards = "cards",
        CardsByAge = "cards-by-age",
        Population = "population",
        Indicators = "indicators",
    }
}

impl FileTable {
    /// The import kind of the edited table.
    pub(crate) const fn kind(self) -> TableKind {
        match self {
            Self::Procedures => TableKind::Procedures,
            Self::Usage => TableKind::Usage,
            Self::Cards | Self::CardsByAge => TableKind::Cards,
            Self::Population => TableKind::Population,
            Self::Indicators => TableKind::Indicators,
        }
    }
}

/// Options given with an uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileOptions {
    /// Date of the figures, if the table has none.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Date of the population base, if the table has none.
    #[serde(default)]
    pub population_as_of: Option<NaiveDate>,
    /// Fiscal year of usage figures, if the table has none.
    #[serde(default)]
    pub fiscal_year: Option<FiscalYear>,
    /// The day on which the file takes effect, if it is to come.
    #[serde(default)]
    pub effective_on: Option<NaiveDate>,
    /// The area of rows that name none.
    #[serde(default, deserialize_with = "read_area")]
    pub area: Option<AreaCode>,
    /// Whether areas that are not in the national list are added.
    #[serde(default)]
    pub allow_new_areas: bool,
    /// The source of rows that name none: its title, or the id or title of a known one.
    #[serde(default)]
    pub source: String,
    /// Empty if it is not given.
    #[serde(default)]
    pub source_publisher: String,
    /// Empty if it is not given.
    #[serde(default)]
    pub source_url: String,
    #[serde(default)]
    pub source_date: Option<NaiveDate>,
    /// The rows of a form that the file is made of, if it is not one that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<TypedDraft>,
    /// The fields of the form of a reorganisation that the file is made of, to go on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Vec<(String, String)>>,
    /// The proposal whose file it undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
}

impl FileOptions {
    /// Whether the file is made of a form at the desk, and is gone on with there.
    #[must_use]
    pub const fn is_of_form(&self) -> bool {
        self.typed.is_some() || self.form.is_some()
    }

    /// The source of rows that name none.
    #[must_use]
    pub fn given_source(&self) -> Option<GivenSource> {
        (!self.source.is_empty()).then(|| GivenSource {
            title: self.source.clone(),
            publisher: self.source_publisher.clone(),
            url: self.source_url.clone(),
            as_of: self.source_date,
        })
    }
}

fn read_area<'de, D: Deserializer<'de>>(written: D) -> Result<Option<AreaCode>, D::Error> {
    Option::<String>::deserialize(written)?.map(|code| code.parse().map_err(de::Error::custom)).transpose()
}

/// A stored file, without its content.
#[derive(Debug, Clone)]
pub struct ProposedFile {
    pub kind: TableKind,
    pub name: String,
    pub options: FileOptions,
    /// The base of the preview that the author last saw; empty before the first.
    pub base: String,
    /// The counts of that preview, or of what was written.
    pub counts: Vec<CountLine>,
    /// The day for which it waits as a whole, once it is published.
    pub waits_until: Option<NaiveDate>,
    /// Whether its content is still stored.
    pub is_kept: bool,
}

impl ProposedFile {
    pub(super) async fn find(connection: &mut Connection, id: &ProposalId) -> Result<Option<Self>, AppError> {
        proposed_files::find_file(connection, id).await?.map(Self::try_from).transpose()
    }

    /// The file as it is stored, with its counts as text.
    pub(super) fn row(&self, summary: String) -> FileRow {
        FileRow {
            kind: self.kind.to_string(),
            name: self.name.clone(),
            options: serde_json::to_string(&self.options).unwrap_or_default(),
            base: self.base.clone(),
            summary,
            waits_until: self.waits_until,
            size: 0,
        }
    }

    /// Whether its kind can be undone as a file.
    #[must_use]
    pub const fn can_be_undone(&self) -> bool {
        self.kind.is_undone_as_a_file()
    }

    /// Whether the file's records have changed since its author sent it for approval.
    #[must_use]
    pub fn is_overtaken(&self, base: &str) -> bool {
        !same_base(&self.base, base)
    }
}

impl TryFrom<FileRow> for ProposedFile {
    type Error = AppError;

    fn try_from(row: FileRow) -> Result<Self, AppError> {
        Ok(Self {
            kind: row.kind.parse().map_err(AppError::unreadable)?,
            name: row.name,
            options: serde_json::from_str(&row.options).map_err(AppError::unreadable)?,
            base: row.base,
            counts: parse_counts(&row.summary)?,
            waits_until: row.waits_until,
            is_kept: row.size > 0,
        })
    }
}

/// Parses stored counts; the text is empty before the first preview.
fn parse_counts(text: &str) -> Result<Vec<CountLine>, AppError> {
    if text.is_empty() { Ok(Vec::new()) } else { serde_json::from_str(text).map_err(AppError::unreadable) }
}

/// Whether two bases have the same records in the same state.
#[must_use]
pub fn same_base(one: &str, other: &str) -> bool {
    match (one.parse::<ImportBase>(), other.parse::<ImportBase>()) {
        (Ok(one), Ok(other)) => one.is_current(&other),
        _ => false,
    }
}

/// Cannot fail: the counts contain only text and numbers.
pub(super) fn written_counts(counts: &[CountLine]) -> String {
    serde_json::to_string(counts).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> FileRow {
        FileRow {
            kind: "cards".to_owned(),
            name: "cards.csv".to_owned(),
            options: r#"{"as_of":"2025-09-30","area":"271403"}"#.to_owned(),
            base: String::new(),
            summary: r#"[{"what":"件数","new":1,"changed":2,"unchanged":3}]"#.to_owned(),
            waits_until: None,
            size: 20,
        }
    }

    #[test]
    fn a_stored_file_is_read_whole() {
        let file = ProposedFile::try_from(row()).unwrap();
        assert_eq!((file.kind, file.is_kept, file.counts.len()), (TableKind::Cards, true, 1));
        assert_eq!(file.options.area.map(|code| code.to_string()).as_deref(), Some("271403"));
        let unseen = ProposedFile::try_from(FileRow { summary: String::new(), options: "{}".to_owned(), ..row() });
        assert_eq!(unseen.unwrap().counts, [], "before the first preview");
    }

    #[test]
    fn a_stored_file_that_cannot_be_read_is_an_error_and_is_not_filled_with_defaults() {
        let unreadable = [
            FileRow { kind: "wards".to_owned(), ..row() },
            FileRow { options: String::new(), ..row() },
            FileRow { options: r#"{"as_of":"2025-13-30"}"#.to_owned(), ..row() },
            FileRow { options: r#"{"area":"Sakai"}"#.to_owned(), ..row() },
            FileRow { summary: "[{}]".to_owned(), ..row() },
        ];
        for row in unreadable {
            assert!(ProposedFile::try_from(row.clone()).is_err(), "{row:?}");
        }
    }
}
