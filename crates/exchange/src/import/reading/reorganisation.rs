//! Files of a reorganisation. What their words mean depends on the present departments, so it is found out when the rows
//! are compared with them.

use std::collections::HashMap;

use domain::reorganisation::{Mistake, Row};

use super::cell::{CellError, Expected};
use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::read_rows;
use super::table::Table;
use crate::import::table::place::{ColumnPlace, clip};
use crate::import::table::reorganisation::text;

/// The rows of a reorganisation, as they are written.
#[derive(Debug, Default)]
pub(crate) struct ReorganisationPlan {
    pub rows: Vec<Row>,
    columns: HashMap<&'static str, ColumnPlace>,
}

impl ReorganisationPlan {
    /// The cell with a mistake.
    pub(crate) fn bad_cell(&self, mistake: Mistake) -> CellError {
        let Mistake { row, column, english, japanese } = mistake;
        let header = || ColumnPlace { letter: None, header: column.to_owned() };
        let of_row = self.rows.get(row);
        CellError {
            line: of_row.map(|row| row.line).unwrap_or_default(),
            column: Box::new(self.columns.get(column).cloned().unwrap_or_else(header)),
            value: of_row.map(|row| clip(&text(row, column))).unwrap_or_default(),
            expected: Expected::Other { english, japanese },
        }
    }

    /// The line of a row.
    pub(crate) fn line(&self, row: usize) -> Option<u64> {
        self.rows.get(row).map(|row| row.line)
    }
}

pub(crate) fn read(table: &Table<'_>, progress: ProgressSink<'_>, findings: &mut Findings) -> ReorganisationPlan {
    let says_name_en = table.columns().iter().any(|column| column.key == "name_en");
    let rows = read_rows(table, progress, findings, |row, errors| {
        errors.refuse_removal(
            row,
            "no mark here: a department is dissolved by a row that names its successor",
            "空欄（所管課の廃止は、移管先を書いた行で行います）",
        );
        let sample = errors.optional(row.cell("sample").yes_or_no());
        let effective_on = errors.optional(row.cell("effective_on").date());
        let takes_back = errors.optional(row.cell("takes_back").date());
        let mut text = |key: &str| errors.text(&row.cell(key));
        Some(Row {
            line: row.line(),
            department: text("department"),
            procedure: text("procedure"),
            successor: text("successor"),
            name: text("name"),
            name_en: text("name_en"),
            says_name_en,
            counter: text("counter"),
            counter_en: text("counter_en"),
            hours: text("hours"),
            hours_en: text("hours_en"),
            phone: text("phone"),
            sample,
            restored_from: text("restored_from"),
            effective_on,
            takes_back,
        })
    });
    let columns = table.columns().iter().map(|column| (column.key, column.place.clone())).collect();
    ReorganisationPlan { rows: rows.into_iter().map(|row| row.what).collect(), columns }
}
