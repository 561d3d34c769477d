//! A file that undoes the changes of another: every changed or removed row as it was, and every new one to remove.

use super::diff::Changes;
use crate::export::csv_file;
use crate::export::tables::csv_cell;
use crate::import::table::columns::REMOVAL;

/// The file as CSV with English headers; `None` if nothing is noted that could be undone.
pub(crate) fn undo_file(changes: &[Changes]) -> Option<Vec<u8>> {
    let noted: Vec<_> = changes.iter().filter_map(Changes::undo).collect();
    let (columns, _) = noted.first()?;
    let header = columns.iter().map(|column| column.key).chain([REMOVAL.key]);
    let lines = noted.iter().flat_map(|(_, rows)| rows.iter()).map(|row| {
        let mark = if row.is_removal { "yes" } else { "" };
        row.values.iter().map(csv_cell).chain([mark.to_owned()])
    });
    Some(csv_file(header, lines))
}
