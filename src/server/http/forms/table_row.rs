//! The form of one row of a table: a field for each column, and what the form showed at first.

use domain::text::MessageLanguage;
use exchange::import::table::columns::ColumnSpec;

use crate::server::editing::tables::{DeskRow, TableRows};
use crate::server::editing::typed_draft::{TypedDraft, TypedRow};
use crate::server::staff::form::Form;

/// The field of a column.
#[must_use]
pub fn field(column: &str) -> String {
    format!("cell-{column}")
}

/// The field with the value of a column that the form showed at first.
#[must_use]
pub fn seen_field(column: &str) -> String {
    format!("seen-{column}")
}

/// A text with the line breaks that tables have.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The form of a row, as it is shown at first.
#[must_use]
pub fn begun(columns: &[ColumnSpec], cells: &[String]) -> Form {
    filled(columns, cells, cells)
}

/// The form of a row that was typed already, beside what its author saw.
#[must_use]
pub fn filled(columns: &[ColumnSpec], cells: &[String], seen: &[String]) -> Form {
    let fields = columns
        .iter()
        .zip(cells.iter().zip(seen))
        .flat_map(|(column, (cell, seen))| [(field(column.key), cell.clone()), (seen_field(column.key), seen.clone())]);
    Form::from_fields(fields.collect())
}

/// The form of a draft, with its reason and the version that is replaced.
#[must_use]
pub fn of_draft(columns: &[ColumnSpec], row: &TypedRow, more: [(&str, String); 4]) -> Form {
    let nothing = vec![String::new(); columns.len()];
    let cells = row.becomes.as_ref().or(row.seen.as_ref()).unwrap_or(&nothing);
    let form = filled(columns, cells, row.seen.as_ref().unwrap_or(&nothing));
    let fields = form.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Form::from_fields(fields.chain(more.map(|(name, value)| (name.to_owned(), value))).collect())
}

/// What a form makes of a row. `key` is that of the row it was opened for, and `now` the row as it is.
#[must_use]
pub fn read(
    form: &Form,
    rows: &TableRows,
    key: Option<&[String]>,
    now: Option<&DeskRow>,
    is_removal: bool,
    language: MessageLanguage,
    page: String,
) -> TypedDraft {
    let has_seen = rows.columns.iter().any(|column| form.fields().any(|(name, _)| name == seen_field(column.key)));
    let seen: Option<Vec<String>> = key.and_then(|_| {
        let shown = || rows.columns.iter().map(|column| tidy(form.raw(&seen_field(column.key)))).collect();
        has_seen.then(shown).or_else(|| now.map(|now| now.cells.clone()))
    });
    let cell = |(place, column): (usize, &ColumnSpec)| {
        // What tells a row apart does not change. Another value is another row.
        let kept = seen.as_ref().filter(|_| rows.table.key().contains(&column.key)).map(|seen| seen[place].clone());
        kept.unwrap_or_else(|| tidy(form.raw(&field(column.key))))
    };
    let becomes = (!is_removal).then(|| rows.columns.iter().enumerate().map(cell).collect());
    TypedDraft {
        page,
        table: rows.table.name.to_owned(),
        is_english: language == MessageLanguage::English,
        columns: rows.columns.iter().map(|column| column.key.to_owned()).collect(),
        rows: vec![TypedRow { key: key.map(<[String]>::to_vec).unwrap_or_default(), seen, becomes }],
    }
}

#[cfg(test)]
mod tests {
    use exchange::city_table::CityTable;

    use super::*;

    fn rows() -> TableRows {
        let table = CityTable::named("life-events").unwrap();
        let columns = table.columns();
        TableRows { table, columns, rows: Vec::new() }
    }

    fn sent(seen: &[String], column: &str, typed: &str) -> Form {
        let mut fields: Vec<(String, String)> =
            begun(rows().columns, seen).fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        fields.iter_mut().filter(|(name, _)| *name == field(column)).for_each(|(_, value)| typed.clone_into(value));
        Form::from_fields(fields)
    }

    fn becomes(form: &Form, rows: &TableRows, key: Option<&[String]>) -> TypedRow {
        read(form, rows, key, None, false, MessageLanguage::Japanese, String::new()).rows.remove(0)
    }

    #[test]
    fn a_key_is_not_changed_by_a_form() {
        let rows = rows();
        let seen: Vec<String> = rows.columns.iter().map(|column| column.key.to_owned()).collect();
        let form = sent(&seen, "code", "other");
        let changed = becomes(&form, &rows, Some(["code".to_owned()].as_slice()));
        assert_eq!((changed.seen.as_ref(), changed.becomes.as_ref()), (Some(&seen), Some(&seen)));
        let new = becomes(&form, &rows, None);
        assert_eq!((new.seen, new.becomes.unwrap()[0].as_str()), (None, "other"), "but a new row has its own");
    }

    #[test]
    fn a_draft_is_filled_in_as_it_was_typed() {
        let rows = rows();
        let seen: Vec<String> = rows.columns.iter().map(|column| column.key.to_owned()).collect();
        let key = [seen[0].clone()];
        let typed = becomes(&sent(&seen, "name", "mine"), &rows, Some(key.as_slice()));
        let day = ("effective_on", "2026-12-01".to_owned());
        let more = [("why", "reason".to_owned()), day, ("proposal", "p".to_owned()), ("version", "1".to_owned())];
        let form = of_draft(rows.columns, &typed, more);
        assert_eq!((form.raw("cell-name"), form.raw("seen-name"), form.raw("why")), ("mine", "name", "reason"));
        assert_eq!(becomes(&form, &rows, Some(key.as_slice())), typed);
    }
}
