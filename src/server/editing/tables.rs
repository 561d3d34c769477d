//! Tables at the desk: their rows, the files that single rows become, and what has happened to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::formula_escape::escape_formula;
use domain::table_kind::TableKind;
use domain::text::MessageLanguage;
use exchange::city::{TableOverview, find_overview, list_overviews};
use exchange::city_table::CityTable;
use exchange::export::csv_file;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::table::columns::{ColumnSpec, REMOVAL};
use exchange::import::table::described::Holds;
use exchange::import::table::template;
use exchange::import::table::value::Value;
use exchange::import::table::wording::Wording;
use exchange::import::{self, Request, Watch};
pub use store::audit::table_log::TableRow as LogRow;
use store::audit::table_log::list_table_rows;
use store::error::AppError;

use super::Edits;
use super::files::outcome::Outcome;
use crate::server::staff::{CurrentUser, row_by};

/// The most rows of another table that a field offers as a list.
const MOST_OFFERED: u64 = 500;

/// The most entries shown of what has happened to a table.
const MOST_LOGGED: i64 = 50;

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

/// The values that the fields of a row offer, by column, as value and label.
pub type Choices = BTreeMap<&'static str, Vec<(String, String)>>;

impl TableRows {
    /// The row with a key.
    #[must_use]
    pub fn find(&self, key: &[String]) -> Option<usize> {
        self.rows.iter().position(|row| row.key == key)
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.key == column)
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

    /// The file that one row becomes: a new one, one with new values, or one that is removed. A guide is replaced as a
    /// whole, so its other rows are in the file too.
    #[must_use]
    pub fn file_of(&self, at: Option<usize>, cells: &[String], is_removal: bool, language: MessageLanguage) -> Vec<u8> {
        let group = if self.table.kind == TableKind::Guides { self.place("life_event") } else { None };
        let mut lines: Vec<(&[String], bool)> = Vec::new();
        let mut is_written = false;
        if let Some(group) = group {
            for (place, row) in self.rows.iter().enumerate() {
                if Some(place) == at {
                    lines.push((cells, is_removal));
                    is_written = true;
                } else if row.cells.get(group) == cells.get(group) {
                    lines.push((&row.cells, false));
                }
            }
        }
        if !is_written {
            lines.push((cells, is_removal));
        }
        let header = self.columns.iter().chain([&REMOVAL]).map(|column| column.header(language));
        let line = |(cells, is_removal): &(&[String], bool)| -> Vec<String> {
            let cells = self.columns.iter().zip(*cells).map(|(column, cell)| match self.table.holds(column.key) {
                Holds::Text | Holds::Identifier | Holds::WebAddress | Holds::Source => {
                    escape_formula(cell).into_owned()
                }
                _ => cell.clone(),
            });
            let mark = if *is_removal { "yes" } else { "" };
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
        let loaded = Table::load(self.db, &ExportFilter::with_keys(table), language, self.today).await?;
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

    /// What has been written to a table, newest first. Departments are also written by reorganisations.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn table_history(self, table: CityTable) -> Result<Vec<LogRow>, AppError> {
        let kinds = match table.kind {
            TableKind::Departments => [TableKind::Departments, TableKind::Reorganisation],
            kind => [kind, kind],
        };
        let actions = kinds.map(|kind| format!("import {kind}"));
        list_table_rows(&mut self.db.read().await?, &actions, MOST_LOGGED).await
    }
}
