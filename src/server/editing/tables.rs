//! Tables at the desk: their rows, the files that single rows become, and what has happened to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::area::AreaCode;
use domain::audit_action::import_action;
use domain::formula_escape::escape_formula;
use domain::proposal::ProposalId;
use domain::table_kind::TableKind;
use domain::text::MessageLanguage;
use exchange::city::{TableOverview, find_overview, list_overviews};
use exchange::city_table::CityTable;
use exchange::export::csv_file;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::table::columns::{ColumnSpec, REMOVAL};
use exchange::import::table::described::{Holds, InTwoLanguages};
use exchange::import::table::template;
use exchange::import::table::value::Value;
use exchange::import::table::wording::Wording;
use exchange::import::{self, Request, Watch};
use serde_json::Value as Json;
use store::audit::table_log::{TableRow as LogRow, list_table_rows, list_table_values, list_values_of_proposal};
use store::error::AppError;

use super::Edits;
use super::files::outcome::Outcome;
use crate::server::staff::{CurrentUser, row_by};

/// The most rows of another table that a field offers as a list.
const MOST_OFFERED: u64 = 500;

/// The most entries shown of what has happened to a table.
pub const MOST_LOGGED: i64 = 50;

/// The most files whose values are looked through for the history of a row.
const MOST_READ: i64 = 500;

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// The values that tell it apart, in English.
    pub key: Vec<String>,
    /// The values of all columns, in the language of the page.
    pub cells: Vec<String>,
}

/// A table with its rows.
#[derive(Debug)]
pub struct TableRows {
    pub table: CityTable,
    pub columns: &'static [ColumnSpec],
    pub rows: Vec<DeskRow>,
}

/// One row of the file that a form becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// The place of the row that it changes; `None` for a new one.
    pub at: Option<usize>,
    pub cells: Vec<String>,
    pub is_removal: bool,
}

/// The values that the fields of a row offer, by column, as value and label.
pub type Choices = BTreeMap<&'static str, Vec<(String, String)>>;

impl TableRows {
    /// The row with a key.
    #[must_use]
    pub fn find(&self, key: &[String]) -> Option<usize> {
        self.rows.iter().position(|row| row.key == key)
    }

    /// The values of a new row that can be foreseen: its place behind all others.
    #[must_use]
    pub fn begun(&self) -> Vec<String> {
        let next = |place: usize| {
            let last = self.rows.iter().filter_map(|row| row.cells.get(place)?.parse::<i64>().ok()).max();
            (last.unwrap_or(0) + 1).to_string()
        };
        let value = |(place, column): (usize, &ColumnSpec)| match self.table.holds(column.key) {
            Holds::Position => next(place),
            _ => String::new(),
        };
        self.columns.iter().enumerate().map(value).collect()
    }

    /// The file that rows become: new ones, ones with new values, and ones that are removed. `places` are those of the
    /// columns that the lines have.
    #[must_use]
    pub fn file_of(&self, places: &[usize], lines: Vec<FileLine>, language: MessageLanguage) -> Vec<u8> {
        let columns: Vec<&ColumnSpec> = places.iter().map(|place| &self.columns[*place]).collect();
        let header = columns.iter().copied().chain([&REMOVAL]).map(|column| column.header(language));
        let line = |line: &FileLine| -> Vec<String> {
            let cells = columns.iter().zip(&line.cells).map(|(column, cell)| match self.table.holds(column.key) {
                Holds::Text | Holds::Condition | Holds::Identifier | Holds::WebAddress | Holds::Source => {
                    escape_formula(cell).into_owned()
                }
                _ => cell.clone(),
            });
            let mark = if line.is_removal { "yes" } else { "" };
            cells.chain([mark.to_owned()]).collect()
        };
        csv_file(header, lines.iter().map(line))
    }
}

/// The value of a row's column, with the name of the row where it has one.
fn offered(rows: &Table, value: usize, language: MessageLanguage) -> Vec<(String, String)> {
    let names: &[&str] = match language {
        MessageLanguage::English => &["name_en", "title_en", "name", "title"],
        MessageLanguage::Japanese => &["name", "title"],
    };
    let places: Vec<usize> =
        names.iter().filter_map(|name| rows.columns().iter().position(|column| column.key == *name)).collect();
    let row = |(key, cells): (&[String], &[Value])| {
        let value = key.get(value)?.clone();
        let name = places.iter().map(|place| cells[*place].text()).find(|name| !name.is_empty());
        let label =
            name.filter(|name| *name != value).map_or_else(|| value.clone(), |name| format!("{name} ({value})"));
        Some((value, label))
    };
    rows.rows().filter_map(row).collect()
}

impl Edits<'_> {
    /// A table with its rows.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn table_rows(self, table: CityTable, language: MessageLanguage) -> Result<TableRows, AppError> {
        self.table_rows_of(table, Vec::new(), language).await
    }

    /// A table with its rows about some areas, where rows are about areas; all of them if none are named.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn table_rows_of(
        self,
        table: CityTable,
        areas: Vec<AreaCode>,
        language: MessageLanguage,
    ) -> Result<TableRows, AppError> {
        let filter = ExportFilter { areas, ..ExportFilter::with_keys(table) };
        let loaded = Table::load(self.db, &filter, language, self.today).await?;
        let row = |(key, cells): (&[String], &[Value])| DeskRow {
            key: key.to_vec(),
            cells: cells.iter().map(Value::text).collect(),
        };
        let rows = loaded.rows().map(row).collect();
        Ok(TableRows { table, columns: loaded.columns(), rows })
    }

    /// What the fields of a row offer: the words that a column accepts, and the rows of tables that it refers to, unless
    /// there are too many of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn choices(self, table: CityTable, language: MessageLanguage) -> Result<Choices, AppError> {
        let mut connection = self.db.read().await?;
        let wording = Wording::load(&mut connection, language, self.today).await?;
        let mut choices = Choices::new();
        for column in table.columns() {
            if let Some((words, false)) = template::choices_of(table, column.key, &wording) {
                choices.insert(column.key, words.into_iter().map(|word| (word.clone(), word)).collect());
            }
        }
        for reference in table.references() {
            let (Some(column), Some(key)) = (reference.columns.last(), reference.key.last()) else { continue };
            let Some(place) = reference.table.key().iter().position(|known| known == key) else { continue };
            if find_overview(&mut connection, reference.table).await?.rows > MOST_OFFERED {
                continue;
            }
            let others = ExportFilter::with_keys(reference.table);
            let others = Table::load(self.db, &others, language, self.today).await?;
            choices.insert(column, offered(&others, place, language));
        }
        Ok(choices)
    }

    /// What a file would change, before it becomes a proposal.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn check_file(
        self,
        user: &CurrentUser,
        kind: TableKind,
        name: &str,
        content: &Arc<[u8]>,
        language: MessageLanguage,
    ) -> Result<Outcome, AppError> {
        let departments = user.rights.roles().departments.iter().cloned().collect();
        let request = Request {
            may_hold_back: true,
            allowed_departments: kind.is_of_procedures().then_some(departments),
            actor: row_by(&user.member.id, "", "", "").actor,
            language,
            ..Request::new(kind, name, self.now)
        };
        let report = import::preview(self.db, request, Arc::clone(content), &Watch::silent()).await?;
        Ok(Outcome::of(&report))
    }

    /// How much there is of every table, most important table first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn table_overviews(self) -> Result<Vec<TableOverview>, AppError> {
        list_overviews(&mut self.db.read().await?).await
    }

    /// What has been written to a table, newest first, without the values. Departments are also written by
    /// reorganisations.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn table_history(self, table: CityTable) -> Result<Vec<TableChange>, AppError> {
        let rows = list_table_rows(&mut self.db.read().await?, &actions_on(table), MOST_LOGGED).await?;
        Ok(rows.into_iter().map(TableChange::of).collect())
    }

    /// What has been written to a table, or to the row with a key, newest first, with the values.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn table_changes(
        self,
        table: CityTable,
        row: Option<&[String]>,
        most: i64,
    ) -> Result<Vec<TableChange>, AppError> {
        let read = if row.is_some() { MOST_READ } else { most };
        let mut connection = self.db.read().await?;
        let rows = list_table_rows(&mut connection, &actions_on(table), read).await?;
        let values = list_table_values(&mut connection, &actions_on(table), read).await?;
        let mut values: BTreeMap<i64, Vec<RecordChange>> =
            values.into_iter().map(|values| (values.number, records_of(&values.was, &values.became))).collect();
        let changes = rows.into_iter().map(|log| {
            let records = values.remove(&log.number).unwrap_or_default();
            TableChange { records, ..TableChange::of(log) }
        });
        let wanted = |mut change: TableChange| {
            if let Some(key) = row {
                change.records.retain(|record| record.table == Some(table) && record.has_key(table, key));
            }
            (row.is_none() || !change.records.is_empty()).then_some(change)
        };
        Ok(changes.filter_map(wanted).take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
    }

    /// The values that the published file of a proposal changed.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn published_values(self, kind: TableKind, proposal: &ProposalId) -> Result<Vec<RecordChange>, AppError> {
        let action = import_action(kind);
        let values = list_values_of_proposal(&mut self.db.read().await?, &action, proposal.as_str()).await?;
        Ok(values.iter().flat_map(|values| records_of(&values.was, &values.became)).collect())
    }
}

/// The actions of the audit log that write a table.
fn actions_on(table: CityTable) -> [String; 2] {
    let kinds = match table.kind {
        TableKind::Departments => [TableKind::Departments, TableKind::Reorganisation],
        kind => [kind, kind],
    };
    kinds.map(import_action)
}

/// One file that was written to a table.
#[derive(Debug, Clone)]
pub struct TableChange {
    pub log: LogRow,
    /// How many records of each kind were new, changed and removed.
    pub counts: Vec<WrittenCounts>,
    /// The proposal that it belongs to.
    pub proposal: Option<String>,
    /// The records that it changed, as far as their values are kept.
    pub records: Vec<RecordChange>,
}

impl TableChange {
    fn of(log: LogRow) -> Self {
        let (counts, proposal) = read_detail(&log.detail);
        Self { counts, proposal, log, records: Vec::new() }
    }
}

/// The numbers and the proposal that the detail of a file's row names.
#[must_use]
pub fn read_detail(detail: &str) -> (Vec<WrittenCounts>, Option<String>) {
    let mut parts: Vec<&str> = detail.split("; ").collect();
    // The last part of the detail names the proposal.
    let proposal = parts.last().and_then(|last| last.strip_prefix("proposal ")).map(str::to_owned);
    if proposal.is_some() {
        parts.pop();
    }
    (parts.into_iter().filter_map(WrittenCounts::of).collect(), proposal)
}

/// The numbers of one kind of record, as the audit log has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenCounts {
    /// What the records are called, in English and Japanese.
    pub noun: (String, String),
    pub new: usize,
    pub changed: usize,
    pub removed: usize,
}

impl WrittenCounts {
    /// Reads `12 areas: 1 new, 2 changed, 9 unchanged, 3 removed`.
    fn of(text: &str) -> Option<Self> {
        let (head, numbers) = text.split_once(": ")?;
        let (_, noun) = head.split_once(' ')?;
        let mut counts = Self { noun: named(noun), new: 0, changed: 0, removed: 0 };
        for part in numbers.split(", ") {
            let (number, what) = part.split_once(' ')?;
            let number = number.parse().ok()?;
            match what {
                "new" => counts.new = number,
                "changed" => counts.changed = number,
                "removed" => counts.removed = number,
                _ => {}
            }
        }
        Some(counts)
    }
}

/// What records of files are called that are in no table of their own, in English and Japanese.
const OTHER_NOUNS: [InTwoLanguages; 5] = [
    ("card counts by age", "年齢別カード枚数"),
    ("boundaries", "境界"),
    ("accounts of staff", "職員のアカウント"),
    ("rules of departments", "所管課の設定"),
    ("proposals", "変更案"),
];

/// What records are called in both languages, from either.
#[must_use]
pub fn named(noun: &str) -> (String, String) {
    let tables = CityTable::all().into_iter().map(CityTable::noun);
    let known = tables.chain(OTHER_NOUNS).find(|(english, japanese)| *english == noun || *japanese == noun);
    let (english, japanese) = known.unwrap_or((noun, noun));
    (english.to_owned(), japanese.to_owned())
}

/// A record as a file found it and as it left it. Values are in English, by the key of their column.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// The table of the record, where it is one.
    pub table: Option<CityTable>,
    /// What such records are called, in English and Japanese.
    pub noun: (String, String),
    pub was: BTreeMap<String, String>,
    pub became: BTreeMap<String, String>,
}

impl RecordChange {
    /// The values that tell the record apart, in English; `None` if it is in no table.
    #[must_use]
    pub fn key(&self) -> Option<Vec<String>> {
        let known = if self.became.is_empty() { &self.was } else { &self.became };
        let value = |column: &&str| known.get(*column).cloned().unwrap_or_default();
        Some(self.table?.key().iter().map(value).collect())
    }

    /// Whether the record is the row with a key.
    fn has_key(&self, table: CityTable, key: &[String]) -> bool {
        let known = if self.became.is_empty() { &self.was } else { &self.became };
        table.key().iter().zip(key).all(|(column, value)| known.get(*column).map_or("", String::as_str) == value)
    }

    /// The columns that differ, in the order of the table, with the values before and after.
    #[must_use]
    pub fn differing(&self) -> Vec<(&str, String, String)> {
        let mut keys: Vec<&str> = self.was.keys().chain(self.became.keys()).map(String::as_str).collect();
        let columns = self.table.map(CityTable::columns).unwrap_or_default();
        keys.sort_by_key(|key| (columns.iter().position(|column| column.key == *key), *key));
        keys.dedup();
        let value = |values: &'_ BTreeMap<String, String>, key: &str| values.get(key).cloned().unwrap_or_default();
        keys.into_iter()
            .map(|key| (key, value(&self.was, key), value(&self.became, key)))
            .filter(|(_, was, became)| was != became)
            .collect()
    }
}

/// The records of a file's row of the log, from its values before and after as JSON.
#[must_use]
pub fn records_of(was: &str, became: &str) -> Vec<RecordChange> {
    let lists = |text: &str| -> BTreeMap<String, Vec<Json>> {
        let all = serde_json::from_str::<BTreeMap<String, Json>>(text).unwrap_or_default();
        let records = all.into_iter().filter_map(|(noun, value)| match value {
            // That of a procedures' file also lists new ids, which are no records.
            Json::Array(records) if !records.iter().any(Json::is_string) => Some((noun, records)),
            _ => None,
        });
        records.collect()
    };
    let (was, mut became) = (lists(was), lists(became));
    let cells = |record: Option<&Json>| -> BTreeMap<String, String> {
        let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let cells = record.and_then(Json::as_object).into_iter().flatten();
        cells.filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.clone(), text(value))).collect()
    };
    let mut records = Vec::new();
    for (noun, before) in was {
        let after = became.remove(&noun).unwrap_or_default();
        let table = CityTable::all().into_iter().find(|table| table.noun().0 == noun);
        for place in 0..before.len().max(after.len()) {
            let (was, became) = (cells(before.get(place)), cells(after.get(place)));
            records.push(RecordChange { table, noun: named(&noun), was, became });
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_log_are_read_back_as_they_were_written() {
        use exchange::import::comparing::diff::Counts;
        let counts = Counts { noun: ("areas", "団体"), new: 1, changed: 2, unchanged: 9, removed: 3 };
        let read = WrittenCounts::of(&counts.describe(MessageLanguage::English)).expect("counts");
        assert_eq!((read.new, read.changed, read.removed, read.noun.0.as_str()), (1, 2, 3, "areas"));
        assert_eq!(WrittenCounts::of("no counts"), None);
        assert_eq!(named("accounts of staff"), named("職員のアカウント"), "from either language");
    }

    #[test]
    fn records_of_the_log_are_told_by_their_key_and_differ_where_they_changed() {
        let table = CityTable::named("departments").expect("a table");
        let was = format!(r#"{{"{0}":[{{"code":"tax","name":"税務課"}},null]}}"#, table.noun().0);
        let became = format!(
            r#"{{"{0}":[{{"code":"tax","name":"市税課"}},{{"code":"a","name":"b"}}],"new":["x"],"file":"a.csv"}}"#,
            table.noun().0
        );
        let records = records_of(&was, &became);
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].differing(), [("name", "税務課".to_owned(), "市税課".to_owned())]);
        assert!(records[0].has_key(table, &["tax".to_owned()]) && records[1].has_key(table, &["a".to_owned()]));
        assert!(records[1].was.is_empty(), "it was added");
    }
}
