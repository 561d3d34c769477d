//! The rows as they are now, read and hashed.

use std::collections::{HashMap, HashSet};

use super::covered::Covered;
use super::hasher::Hasher;
use super::stored::FEW;
use super::sums::{Sum, Unit, group, sum_by_unit};
use crate::Connection;
use crate::error::AppError;
use crate::lines::{Line, Lines};

/// A current row, hashed.
pub(super) struct Hashed {
    pub(super) group: usize,
    pub(super) unit: Unit,
    pub(super) hash: Sum,
}

/// Reads and hashes the rows of a table; all of them, or those selected by `only`.
pub(super) async fn read_hashed(
    connection: &mut Connection,
    covered: &'static Covered,
    only: Option<(&str, &[String])>,
    hasher: &Hasher,
    take: impl FnMut(Vec<Hashed>),
) -> Result<(), AppError> {
    let hasher = hasher.clone();
    let key = covered.key_places();
    let work = move |lines: Vec<Line<'_>>| -> Vec<Hashed> {
        let rows = lines.into_iter().map(|line| (unit(&line, &key), covered.hash(&line, &hasher)));
        let rows = sum_by_unit(rows.collect());
        rows.into_iter().map(|(unit, hash)| Hashed { group: group(&unit.0), unit, hash }).collect()
    };
    covered.lines().read(connection, only, work, take).await
}

/// The hashes of the current rows of a table, for some owners or for all.
pub(super) async fn read_units(
    connection: &mut Connection,
    covered: &'static Covered,
    owners: Option<&HashSet<String>>,
    hasher: &Hasher,
) -> Result<HashMap<Unit, Sum>, AppError> {
    let few: Option<Vec<String>> =
        owners.filter(|owners| owners.len() <= FEW).map(|owners| owners.iter().cloned().collect());
    let only = few.as_deref().map(|few| (covered.owner, few));
    let mut units: HashMap<Unit, Sum> = HashMap::new();
    let take = |rows: Vec<Hashed>| {
        for row in rows {
            if owners.is_none_or(|owners| owners.contains(&row.unit.0)) {
                units.entry(row.unit).or_default().add(row.hash);
            }
        }
    };
    read_hashed(connection, covered, only, hasher, take).await?;
    Ok(units)
}

impl Covered {
    fn lines(&self) -> Lines {
        Lines {
            values: self.columns().map(str::to_owned).collect(),
            fractions: if self.table == "indicator_values" { &["value"] } else { &[] },
            from: self.table,
            number: "rowid",
            order: "",
        }
    }

    fn hash(&self, line: &Line<'_>, hasher: &Hasher) -> Sum {
        if self.added.is_empty() {
            return hasher.hash(&[self.table.as_bytes(), line.bytes]);
        }
        let first = line.without_last(self.added.len());
        let added = &line.values[line.values.len() - self.added.len()..];
        let mut fields = vec![self.table.as_bytes(), first.as_slice()];
        for (column, value) in self.added.iter().zip(added) {
            if let Some(value) = value {
                fields.extend([column.as_bytes(), value]);
            }
        }
        hasher.hash(&fields)
    }

    /// The places of the owner and of the rest of the key among the columns.
    fn key_places(&self) -> Vec<usize> {
        let key = std::iter::once(&self.owner).chain(self.rest);
        key.filter_map(|column| self.columns().position(|name| name == *column)).collect()
    }
}

fn unit(line: &Line<'_>, key: &[usize]) -> Unit {
    let mut texts = key.iter().map(|place| String::from_utf8_lossy(line.values[*place].unwrap_or_default()));
    let owner = texts.next().unwrap_or_default().into_owned();
    (owner, texts.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::covered::COVERED;
    use super::*;
    use crate::audit::key::Key;
    use crate::lines::write_line;

    /// The line of a row with these values.
    fn hashed(covered: &Covered, values: &[Option<&[u8]>]) -> Sum {
        let bytes = write_line(values, false);
        let line = Line { bytes: &bytes, values: values.to_vec(), is_odd: false };
        covered.hash(&line, &Hasher::of(&Key::of([7; 32])))
    }

    #[test]
    fn an_added_column_changes_the_hash_of_a_row_only_where_it_has_a_value() {
        let before = *COVERED.iter().find(|covered| covered.table == "settings").expect("a covered table");
        let one = before.with_added(&["unit"]);
        let two = before.with_added(&["unit", "note"]);
        let row = [Some(b"name".as_slice()), Some(b"value".as_slice())];
        let with = |added: &[Option<&'static [u8]>]| [row.as_slice(), added].concat();
        let stored = hashed(&before, &row);
        assert_eq!(stored, hashed(&one, &with(&[None])));
        assert_eq!(stored, hashed(&two, &with(&[None, None])));
        let filled = hashed(&one, &with(&[Some(b"%")]));
        assert_ne!(stored, filled);
        assert_eq!(filled, hashed(&two, &with(&[Some(b"%"), None])));
        assert_ne!(stored, hashed(&one, &with(&[Some(b"")])), "an empty text is a value");
        assert_ne!(filled, hashed(&two, &with(&[None, Some(b"%")])), "each value belongs to its column");
        assert_eq!(two.columns().collect::<Vec<_>>(), ["name", "value", "unit", "note"]);
    }
}
