//! Undoing what a file has done to one row of a table: the row as it was before becomes a draft, beside the row of now.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audit_action::import_action;
use domain::calendar::FiscalYear;
use domain::opening_hours::OpeningDays;
use domain::proposal::ProposalId;
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;
use exchange::import::table::described::Holds;

use super::files::NewFile;
use super::proposed_file::FileOptions;
use super::tables::{MOST_LOGGED, RecordChange, TableChange};
use super::typed_draft::{TypedDraft, TypedRow, is_same_value};
use super::{EditError, EditRefusal, Edits};
use crate::server::staff::CurrentUser;

/// One change of a row, to be undone.
#[derive(Debug, Clone)]
pub struct RowUndo<'a> {
    pub table: CityTable,
    /// The values that tell the row apart, in English.
    pub key: &'a [String],
    /// The number of the entry of the log.
    pub number: i64,
    pub reason: &'a str,
    /// The page of the row's form, without a language.
    pub page: String,
}

/// Whether what a file did to rows of a table can be undone row by row. A reorganisation is undone as a whole, and a
/// history has no rows to go back to.
#[must_use]
pub fn can_undo_rows(table: CityTable, change: &TableChange) -> bool {
    !table.is_history() && !change.records.is_empty() && change.log.action == import_action(table.kind)
}

/// Whether a row says already what it said before a change, as far as the change went. `now` has its values in English;
/// `None` if the row is not there.
#[must_use]
pub fn is_row_undone(table: CityTable, change: &TableChange, now: Option<&BTreeMap<&str, &str>>) -> bool {
    let Some(record) = change.records.first() else { return false };
    match now {
        None => record.was.is_empty(),
        Some(now) => {
            let says = |(key, was, _): &(&str, String, String)| {
                is_same_value(table.holds(key), now.get(key).copied().unwrap_or_default(), was)
            };
            !record.was.is_empty() && record.differing().iter().all(says)
        }
    }
}

/// A value of the log, which is in English, as files in a language have it.
fn in_words(holds: Holds, text: &str, language: MessageLanguage) -> String {
    if language == MessageLanguage::English {
        return text.to_owned();
    }
    let word = |words: &[(&'static str, &'static str)], text: &str| -> String {
        let known = words.iter().find(|(english, _)| *english == text);
        known.map_or_else(|| text.to_owned(), |(_, japanese)| (*japanese).to_owned())
    };
    match holds {
        Holds::Choice(words) => word(words, text),
        Holds::Choices(words) => text.split(';').map(|one| word(words, one.trim())).collect::<Vec<_>>().join(";"),
        Holds::Mark => word(&[("yes", "○"), ("no", "×")], text),
        Holds::Count(_) => word(&[("unknown", "不明")], text),
        Holds::FiscalYear => text.parse::<FiscalYear>().map_or_else(|_| text.to_owned(), |year| year.era_label_ja()),
        Holds::Weekdays => text.parse::<OpeningDays>().map_or_else(|_| text.to_owned(), OpeningDays::describe_ja),
        _ => text.to_owned(),
    }
}

/// The row as it was before a change, beside the row as the change left it.
fn draft_of(undo: &RowUndo<'_>, record: &RecordChange, language: MessageLanguage) -> TypedDraft {
    let columns = undo.table.columns();
    let cells = |values: &BTreeMap<String, String>| -> Option<Vec<String>> {
        let cell = |key: &str| {
            let text = values.get(key).map(String::as_str).unwrap_or_default();
            in_words(undo.table.holds(key), text, language)
        };
        (!values.is_empty()).then(|| columns.iter().map(|column| cell(column.key)).collect())
    };
    TypedDraft {
        page: undo.page.clone(),
        table: undo.table.name.to_owned(),
        is_english: language == MessageLanguage::English,
        columns: columns.iter().map(|column| column.key.to_owned()).collect(),
        rows: vec![TypedRow { key: undo.key.to_vec(), seen: cells(&record.became), becomes: cells(&record.was) }],
    }
}

impl Edits<'_> {
    /// Proposes to undo what an entry of the log did to one row. What others have changed since is kept, and where it is
    /// the same, somebody chooses.
    ///
    /// # Errors
    /// If the undo is refused, or the database does not answer.
    pub async fn propose_row_undo(
        self,
        user: &CurrentUser,
        undo: &RowUndo<'_>,
        language: MessageLanguage,
    ) -> Result<ProposalId, EditError> {
        let rules = self.rules().await?;
        let kind = undo.table.kind;
        if !user.rights.open_tables(&rules).contains(&kind) {
            return Err(EditRefusal::NoRight.into());
        }
        let changes = self.table_changes(undo.table, Some(undo.key), MOST_LOGGED).await?;
        let change = changes.iter().find(|change| change.log.number == undo.number).ok_or(EditRefusal::NotFound)?;
        let record = change.records.first().filter(|_| can_undo_rows(undo.table, change)).ok_or(EditRefusal::State)?;
        let draft = draft_of(undo, record, language);
        let now = self.beside_rows(&draft).await?.ok_or(EditRefusal::State)?;
        let content: Arc<[u8]> = now.content().into();
        let name = format!("undo-{}.csv", undo.table.name);
        let outcome = self.check_file(user, kind, &name, &content, language).await?;
        if now.conflicts().is_empty() && !outcome.is_refused() && !outcome.changes_something() {
            return Err(EditRefusal::Nothing.into());
        }
        let file = NewFile {
            kind,
            name,
            options: FileOptions { typed: Some(now.draft), ..FileOptions::default() },
            department: user.rights.departments_keeping(kind, &rules).into_iter().next(),
            content,
        };
        self.propose_file(user, file, undo.reason).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_row_goes_back_to_what_it_was_in_the_words_of_the_form() {
        let table = CityTable::named("areas").expect("a table");
        let key = ["271403".to_owned()];
        let undo = RowUndo { table, key: &key, number: 1, reason: "", page: "/staff/tables/areas/row".to_owned() };
        let was = values(&[("code", "271403"), ("name", "堺市"), ("kind", "city")]);
        let became = values(&[("code", "271403"), ("name", "堺"), ("kind", "city")]);
        let place = |column: &str| table.columns().iter().position(|known| known.key == column).expect("a column");
        let changed = RecordChange { table: Some(table), noun: (String::new(), String::new()), was, became };
        let draft = draft_of(&undo, &changed, MessageLanguage::Japanese);
        let row = &draft.rows[0];
        let (seen, becomes) = (row.seen.as_ref().expect("a row"), row.becomes.as_ref().expect("a row"));
        assert_eq!((seen[place("name")].as_str(), becomes[place("name")].as_str()), ("堺", "堺市"));
        assert_eq!(becomes[place("kind")], "市区町村", "as files in Japanese have it");
        let added = RecordChange { was: BTreeMap::new(), ..changed.clone() };
        assert_eq!(draft_of(&undo, &added, MessageLanguage::English).rows[0].becomes, None, "what was added goes");
        let removed = RecordChange { became: BTreeMap::new(), ..changed };
        assert_eq!(
            draft_of(&undo, &removed, MessageLanguage::English).rows[0].seen,
            None,
            "what was removed comes back"
        );
    }

    #[test]
    fn words_of_the_log_are_those_of_a_file_in_japanese() {
        let words = |holds, text: &str| in_words(holds, text, MessageLanguage::Japanese);
        assert_eq!(words(Holds::Mark, "yes"), "○");
        assert_eq!(words(Holds::FiscalYear, "2025"), "令和7年度");
        assert_eq!(words(Holds::Count(("", "")), "unknown"), "不明");
        assert_eq!(words(Holds::Choices(&[("a", "あ"), ("b", "い")]), "a;b"), "あ;い");
        assert_eq!(in_words(Holds::Mark, "yes", MessageLanguage::English), "yes");
    }
}
