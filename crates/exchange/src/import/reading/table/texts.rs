//! The columns of a table as a whole, and its texts besides the columns of its specification.

use super::{Row, Table};
use crate::import::table::columns::FileColumns;

impl Table<'_> {
    /// The keys of the columns that the table has.
    pub(crate) fn column_keys(&self) -> FileColumns {
        self.columns.iter().map(|column| column.key).collect()
    }

    /// The whole text above the header, a line for each cell.
    #[must_use]
    pub fn title_text(&self) -> &str {
        &self.title_text
    }
}

impl<'row> Row<'row> {
    /// The texts of all filled cells with the headers of their columns, known or not.
    pub(crate) fn filled_texts(&self) -> impl Iterator<Item = (&'row str, &'row str)> {
        let table = self.table;
        let header = move |index: usize| table.header_texts.get(index).map_or("", String::as_str);
        self.fields.first_filled(usize::MAX).into_iter().map(move |(index, text)| (header(index), text))
    }
}
