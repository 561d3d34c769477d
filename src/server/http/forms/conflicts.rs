//! The choices between what somebody typed and what somebody else has changed meanwhile.

use std::collections::BTreeMap;

use crate::server::editing::Resolution;
use crate::server::editing::typed_draft::{CellConflict, RowConflict, TypedDraft, WHOLE_ROW};
use crate::server::staff::form::Form;

/// The field with the choice.
#[must_use]
pub fn keep_field(row: usize, column: &str) -> String {
    format!("keep {row} {column}")
}

/// The field with the other side's value that the choice was made against.
#[must_use]
pub fn theirs_field(row: usize, column: &str) -> String {
    format!("theirs {row} {column}")
}

/// The other side of a whole row, in one text.
#[must_use]
pub fn theirs_of(cells: &[CellConflict]) -> String {
    cells.iter().map(|cell| format!("{}={}", cell.column, cell.theirs)).collect::<Vec<_>>().join("\n")
}

/// The choices of a form. One that was made against another value than that of now does not count.
#[must_use]
pub fn choices(form: &Form, draft: &TypedDraft, conflicts: &[RowConflict]) -> BTreeMap<(usize, String), Resolution> {
    let mut choices = BTreeMap::new();
    let mut choose = |row: usize, column: &str, theirs: &str| {
        let seen = form.raw(&theirs_field(row, column)).replace("\r\n", "\n");
        let resolution = match form.text(&keep_field(row, column)) {
            "mine" => Resolution::Mine,
            "theirs" => Resolution::Theirs,
            _ => return,
        };
        if seen == theirs.replace("\r\n", "\n") {
            choices.insert((row, column.to_owned()), resolution);
        }
    };
    for conflict in conflicts {
        if conflict.is_by_cell(draft) {
            conflict.cells.iter().for_each(|cell| choose(conflict.row, cell.column, &cell.theirs));
        } else {
            choose(conflict.row, WHOLE_ROW, &theirs_of(&conflict.cells));
        }
    }
    choices
}
