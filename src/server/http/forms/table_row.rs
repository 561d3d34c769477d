//! The form of one row of a table: a field for each column, and what the form showed at first.

use exchange::import::table::columns::ColumnSpec;

use crate::server::editing::tables::{DeskRow, TableRows};
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
    let fields = columns
        .iter()
        .zip(cells)
        .flat_map(|(column, cell)| [(field(column.key), cell.clone()), (seen_field(column.key), cell.clone())]);
    Form::from_fields(fields.collect())
}

/// A value that somebody else has changed since the form was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtaken {
    pub column: &'static str,
    /// The value now.
    pub theirs: String,
}

/// The values of a form. A column that its sender left as it was keeps the value that it has now.
///
/// # Errors
/// The columns that both its sender and somebody else have changed, each in another way.
pub fn read(form: &Form, rows: &TableRows, now: Option<&DeskRow>) -> Result<Vec<String>, Vec<Overtaken>> {
    let mut overtaken = Vec::new();
    let mut cells = Vec::with_capacity(rows.columns.len());
    for (place, column) in rows.columns.iter().enumerate() {
        let typed = tidy(form.raw(&field(column.key)));
        let Some(now) = now else {
            cells.push(typed);
            continue;
        };
        let seen = tidy(form.raw(&seen_field(column.key)));
        let theirs = now.cells.get(place).cloned().unwrap_or_default();
        let is_key = rows.table.key().contains(&column.key);
        if is_key || typed == seen {
            cells.push(theirs);
        } else {
            if tidy(&theirs) != seen && tidy(&theirs) != typed {
                overtaken.push(Overtaken { column: column.key, theirs });
            }
            cells.push(typed);
        }
    }
    if overtaken.is_empty() { Ok(cells) } else { Err(overtaken) }
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

    #[test]
    fn what_nobody_touched_stays_as_it_is_now_and_what_both_changed_is_said() {
        let rows = rows();
        let seen: Vec<String> = rows.columns.iter().map(|column| format!("{} then", column.key)).collect();
        let place = |key: &str| rows.columns.iter().position(|column| column.key == key).unwrap();
        let mut now = DeskRow { key: Vec::new(), cells: seen.clone() };
        now.cells[place("name_en")] = "theirs".to_owned();

        let cells = read(&sent(&seen, "name", "mine"), &rows, Some(&now)).unwrap();
        assert_eq!((cells[place("name")].as_str(), cells[place("name_en")].as_str()), ("mine", "theirs"));

        let both = read(&sent(&seen, "name_en", "mine"), &rows, Some(&now)).unwrap_err();
        assert_eq!(both, [Overtaken { column: "name_en", theirs: "theirs".to_owned() }]);
        assert!(read(&sent(&seen, "name_en", "theirs"), &rows, Some(&now)).is_ok(), "both say the same");
    }

    #[test]
    fn a_key_is_not_changed_by_a_form() {
        let rows = rows();
        let seen: Vec<String> = rows.columns.iter().map(|column| column.key.to_owned()).collect();
        let now = DeskRow { key: Vec::new(), cells: seen.clone() };
        assert_eq!(read(&sent(&seen, "code", "other"), &rows, Some(&now)).unwrap(), seen);
        assert_eq!(read(&sent(&seen, "code", "other"), &rows, None).unwrap()[0], "other", "but a new row has its own");
    }
}
