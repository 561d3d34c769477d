//! Reads the rows of a table and collects all errors, not just the first.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::hash::Hash;
use std::str::FromStr;

use super::cell::{Cell, CellError, Expected};
use super::findings::Findings;
use super::progress::ProgressSink;
use super::table::{Row, Table};
use super::warnings::NAMED_PLACES;
use crate::import::table::columns::REMOVAL;

/// Maximum number of errors collected. Beyond that the file is probably a different table, and reading stops.
const MOST_ERRORS: usize = 10_000;

/// Tables that are not at hand, by their names in the database. References to their rows are counted instead of checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unchecked {
    tables: BTreeSet<&'static str>,
    counts: BTreeMap<&'static str, usize>,
}

impl Unchecked {
    pub(crate) fn new(tables: BTreeSet<&'static str>) -> Self {
        Self { tables, counts: BTreeMap::new() }
    }

    /// How many references to each of the tables were not checked.
    pub(crate) const fn counts(&self) -> &BTreeMap<&'static str, usize> {
        &self.counts
    }
}

/// Errors in the cells read so far.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    cells: Vec<CellError>,
    unchecked: Unchecked,
}

impl Errors {
    /// Whether a reference to a row of this table that is not known is left unchecked, because the table is not at hand.
    /// Counts it then.
    pub(crate) fn leaves_unchecked(&mut self, table: &str) -> bool {
        let Some(table) = self.unchecked.tables.get(table).copied() else { return false };
        *self.unchecked.counts.entry(table).or_default() += 1;
        true
    }

    /// Records an error. Only the first error of a cell is kept, since later ones follow from it.
    fn push(&mut self, error: CellError) {
        if !self.cells.iter().rev().take_while(|one| one.line == error.line).any(|one| one.column == error.column) {
            self.cells.push(error);
        }
    }

    /// The errors, in the order in which they were found.
    pub(crate) fn into_cells(self) -> Vec<CellError> {
        self.cells
    }

    /// The value of a cell. On error, records it and returns `None`.
    pub(crate) fn keep<T>(&mut self, result: Result<T, CellError>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// The value of an optional cell. On error, records it and returns `None`.
    pub(crate) fn optional<T>(&mut self, result: Result<Option<T>, CellError>) -> Option<T> {
        self.keep(result).flatten()
    }

    /// The text of a cell; empty if it has none.
    pub(crate) fn text(&mut self, cell: &Cell<'_>) -> String {
        self.optional(cell.name()).unwrap_or_default()
    }

    pub(crate) fn refuse(&mut self, cell: &Cell<'_>, english: impl Into<String>, japanese: impl Into<String>) {
        self.push(cell.refused(Expected::Other { english: english.into(), japanese: japanese.into() }));
    }

    /// Refuses a row that is marked to be removed, from a table that keeps all its rows.
    pub(crate) fn refuse_removal(&mut self, row: &Row<'_>, english: &str, japanese: &str) {
        let cell = row.cell(REMOVAL.key);
        if self.optional(cell.yes_or_no()) == Some(true) {
            self.refuse(&cell, english, japanese);
        }
    }

    /// A value of a closed set, in its own spelling or one of those given; `None` if the cell is empty.
    pub(crate) fn word<T: FromStr + Copy>(&mut self, cell: &Cell<'_>, spellings: &[(&str, T)]) -> Option<T>
    where
        T::Err: Display,
    {
        let text = self.optional(cell.name())?;
        let found = word(&text, spellings);
        if found.is_none() {
            let known = spellings.iter().map(|(spelling, _)| *spelling).collect::<Vec<_>>().join(", ");
            self.refuse(cell, format!("one of: {known}"), format!("次のいずれか: {known}"));
        }
        found
    }
}

/// A value of a closed set, in one of the given spellings or its own.
pub(crate) fn word<T: FromStr + Copy>(text: &str, spellings: &[(&str, T)]) -> Option<T> {
    spellings.iter().find(|(spelling, _)| *spelling == text).map(|(_, word)| *word).or_else(|| text.parse().ok())
}

/// A value read from a file, and its location.
#[derive(Debug, Clone)]
pub(crate) struct Located<T> {
    /// The line of a text file or the row of a sheet, from 1; `None` if no single row defines the value.
    pub line: Option<u64>,
    /// Whether the row says that the value is to be removed. It then has the cells of the known row.
    pub is_removal: bool,
    pub what: T,
}

impl<T> Located<T> {
    /// A value to be kept.
    pub(crate) const fn new(line: Option<u64>, what: T) -> Self {
        Self { line, is_removal: false, what }
    }
}

/// Reads every row. Errors from `read` and from malformed rows go to the findings.
pub(crate) fn read_rows<T>(
    table: &Table<'_>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
    mut read: impl FnMut(&Row<'_>, &mut Errors) -> Option<T>,
) -> Vec<Located<T>> {
    let mut errors = Errors { cells: Vec::new(), unchecked: findings.unchecked.clone() };
    let mut read_so_far = Vec::new();
    let mut rows = table.rows();
    let has_removals = table.column(REMOVAL.key).is_some();
    let mut count = 0_u32;
    let mut private = PrivateLetters::default();
    while let Some(row) = rows.next_row() {
        match row {
            Ok(row) => {
                let before = errors.cells.len();
                for cell in row.cells() {
                    errors.keep(cell.check_intact());
                    errors.keep(cell.check_length());
                    private.see(&cell);
                }
                let is_removal = has_removals && errors.optional(row.cell(REMOVAL.key).yes_or_no()).unwrap_or(false);
                let item = if errors.cells.len() == before { read(&row, &mut errors) } else { None };
                if errors.cells.len() == before {
                    read_so_far.extend(item.map(|what| Located { line: Some(row.line()), is_removal, what }));
                }
            }
            Err(error) => errors.push(error),
        }
        if errors.cells.len() >= MOST_ERRORS {
            findings.note(
                format!("{MOST_ERRORS} cells are wrong so far; the rest was not read"),
                format!("誤りが{MOST_ERRORS}か所に達したため、以降は読んでいません"),
            );
            break;
        }
        count += 1;
        if count.is_multiple_of(512) {
            if progress.is_cancelled() {
                findings.cancel();
                return Vec::new();
            }
            progress.report_progress(rows.progress(), table.length());
        }
    }
    progress.report_progress(table.length(), table.length());
    findings.add_skipped_rows(&rows.skipped_rows());
    findings.add_unheaded_columns(rows.unheaded_columns());
    private.report(findings);
    findings.unchecked = errors.unchecked;
    findings.add_bad_cells(errors.cells);
    read_so_far
}

/// Cells with letters that only the machine of their author knows.
#[derive(Debug, Default)]
struct PrivateLetters {
    count: usize,
    first: Vec<(u64, String, char)>,
}

impl PrivateLetters {
    fn see(&mut self, cell: &Cell<'_>) {
        let Some(letter) = cell.private_letter() else { return };
        self.count += 1;
        if self.first.len() < NAMED_PLACES {
            self.first.push((cell.line(), cell.place().to_string(), letter));
        }
    }

    fn report(self, findings: &mut Findings) {
        if self.count == 0 {
            return;
        }
        let places = |line: fn(u64) -> String| {
            let places = self.first.iter();
            let places =
                places.map(|(at, column, letter)| format!("{} {column} U+{:04X}", line(*at), u32::from(*letter)));
            places.collect::<Vec<_>>().join("; ")
        };
        findings.note(
            format!(
                "letters of private use (外字) in {} cells; other machines show them as something else or not at all: {}",
                self.count,
                places(|line| format!("line {line},"))
            ),
            format!(
                "外字（私用領域の文字）が{}か所にあります。ほかの機器では別の文字になるか、表示されません: {}",
                self.count,
                places(|line| format!("{line}行目"))
            ),
        );
    }
}

/// Detects keys that occur twice in a file.
#[derive(Debug)]
pub(crate) struct DuplicateCheck<K>(HashMap<K, u64>);

impl<K: Hash + Eq> DuplicateCheck<K> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    /// Records an error at the cell if the key occurred in an earlier row.
    pub(crate) fn check(&mut self, key: K, cell: &Cell<'_>, errors: &mut Errors) {
        match self.0.get(&key) {
            Some(line) => errors.refuse(
                cell,
                format!("a row that is not a duplicate of line {line}"),
                format!("{line}行目と重複しない行"),
            ),
            None => {
                self.0.insert(key, cell.line());
            }
        }
    }
}
