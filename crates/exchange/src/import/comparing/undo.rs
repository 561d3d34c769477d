//! A file that undoes the changes of another: every changed or removed row as it was, and every new one to remove.

use csv::{Terminator, WriterBuilder};

use super::diff::Changes;
use crate::export::tables::csv_cell;
use crate::import::table::columns::REMOVAL;

/// The file as CSV with English headers; `None` if nothing is noted that could be undone.
pub(crate) fn undo_file(changes: &[Changes]) -> Option<Vec<u8>> {
    let why = "writing to memory cannot fail, and every line has a cell for each column";
    let noted: Vec<_> = changes.iter().filter_map(Changes::undo).collect();
    let (columns, _) = noted.first()?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    writer.write_record(columns.iter().map(|column| column.key).chain([REMOVAL.key])).expect(why);
    for row in noted.iter().flat_map(|(_, rows)| rows.iter()) {
        let mark = if row.is_removal { "yes" } else { "" };
        writer.write_record(row.values.iter().map(csv_cell).chain([mark.to_owned()])).expect(why);
    }
    Some(writer.into_inner().expect(why))
}
