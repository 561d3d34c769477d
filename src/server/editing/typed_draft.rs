//! Rows that were typed into a form, as a draft keeps them: what their author saw, and what they are to become.
//!
//! The file of such a draft is made anew whenever it is read, from the rows as they are then, so that nothing that others
//! have changed meanwhile goes back to what its author saw. Where both have changed the same, somebody has to choose.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::calendar::{FiscalYear, parse_date};
use domain::guide::Condition;
use domain::text::{MessageLanguage, normalise_name};
use exchange::city_table::CityTable;
use exchange::import::reading::cell::{typed_count, typed_days};
use exchange::import::table::columns::ColumnSpec;
use exchange::import::table::described::Holds;
use serde::{Deserialize, Serialize};

use super::decisions::Resolution;
use super::tables::{FileLine, TableRows};

/// What a conflict about a whole row is called where columns are named.
pub const WHOLE_ROW: &str = "row";

/// The rows of a table as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedDraft {
    /// The form's page, without a language, with the query that leads to its row.
    pub page: String,
    /// The name of the table.
    pub table: String,
    /// Whether values are in English instead of Japanese.
    pub is_english: bool,
    /// The keys of the columns that the form fills.
    pub columns: Vec<String>,
    pub rows: Vec<TypedRow>,
}

/// One row of a form. Values are in the order of the draft's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRow {
    /// The key of the row as tables at the desk have it; empty if it is only known by its values.
    #[serde(default)]
    pub key: Vec<String>,
    /// The row as its author saw it; `None` if there was none.
    pub seen: Option<Vec<String>>,
    /// The row as it is to become; `None` if it is removed.
    pub becomes: Option<Vec<String>>,
}

/// What somebody else has done to a row meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meanwhile {
    /// It has other values.
    Changed,
    /// It is not there any more.
    Removed,
    /// It was added, too.
    Added,
}

/// A value that both have changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellConflict {
    pub column: &'static str,
    /// The value that the author saw; empty if there was none.
    pub seen: String,
    pub theirs: String,
    pub mine: String,
}

/// A row that somebody has to decide about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowConflict {
    /// The place of the row in the draft.
    pub row: usize,
    pub meanwhile: Meanwhile,
    /// The values that tell the row apart.
    pub name: String,
    /// The values that differ. They are chosen one by one where the row was changed, and together otherwise.
    pub cells: Vec<CellConflict>,
}

impl RowConflict {
    /// Whether each value is chosen for itself.
    #[must_use]
    pub fn is_by_cell(&self, draft: &TypedDraft) -> bool {
        self.meanwhile == Meanwhile::Changed && draft.rows[self.row].becomes.is_some()
    }
}

/// A draft beside the rows of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub conflicts: Vec<RowConflict>,
    /// The rows as they would become: the place of the row of now, the values, and whether it is removed.
    lines: Vec<(Option<usize>, Vec<String>, bool)>,
}

impl TypedDraft {
    #[must_use]
    pub fn language(&self) -> MessageLanguage {
        if self.is_english { MessageLanguage::English } else { MessageLanguage::Japanese }
    }

    /// The table; `None` if this version of the program has none of this name.
    #[must_use]
    pub fn city_table(&self) -> Option<CityTable> {
        CityTable::named(&self.table)
    }

    /// The areas that the rows are about, where their key begins with one; empty if all rows of the table are needed.
    #[must_use]
    pub fn areas(&self) -> Vec<AreaCode> {
        let is_by_area = self.city_table().is_some_and(|table| table.key().first() == Some(&"area_code"));
        let areas: Option<Vec<AreaCode>> =
            self.rows.iter().map(|row| row.key.first().and_then(|code| code.parse().ok())).collect();
        areas.filter(|_| is_by_area).unwrap_or_default()
    }

    /// The columns, and their places in the table.
    fn known_columns<'a>(&'a self, rows: &'a TableRows) -> impl Iterator<Item = (usize, &'static ColumnSpec)> + 'a {
        self.columns.iter().filter_map(|key| {
            let place = rows.columns.iter().position(|column| column.key == key)?;
            Some((place, &rows.columns[place]))
        })
    }

    /// Compares the draft with the rows of now. `None` if the table has lost columns that it fills.
    #[must_use]
    pub fn merge(&self, rows: &TableRows) -> Option<Merged> {
        let columns: Vec<(usize, &'static ColumnSpec)> = self.known_columns(rows).collect();
        if columns.len() != self.columns.len() {
            return None;
        }
        let mut merged = Merged { conflicts: Vec::new(), lines: Vec::new() };
        for (place, row) in self.rows.iter().enumerate() {
            self.merge_row(place, row, rows, &columns, &mut merged);
        }
        Some(merged)
    }

    fn merge_row(
        &self,
        place: usize,
        row: &TypedRow,
        rows: &TableRows,
        columns: &[(usize, &'static ColumnSpec)],
        merged: &mut Merged,
    ) {
        let Some(known) = row.becomes.as_ref().or(row.seen.as_ref()) else { return };
        let at = self.find(row, known, rows, columns);
        let now: Option<Vec<String>> =
            at.map(|at| columns.iter().map(|(column, _)| rows.rows[at].cells[*column].clone()).collect());
        let is_same =
            |number: usize, one: &str, other: &str| is_same_value(rows.table.holds(columns[number].1.key), one, other);
        let differing = |theirs: &[String], mine: &[String], seen: Option<&Vec<String>>| -> Vec<CellConflict> {
            let of = |number: usize| CellConflict {
                column: columns[number].1.key,
                seen: seen.map(|seen| seen[number].clone()).unwrap_or_default(),
                theirs: theirs[number].clone(),
                mine: mine[number].clone(),
            };
            (0..columns.len()).filter(|number| !is_same(*number, &theirs[*number], &mine[*number])).map(of).collect()
        };
        let mut conflict = |meanwhile, cells| {
            let name = self.name_of(known, rows.table);
            merged.conflicts.push(RowConflict { row: place, meanwhile, name, cells });
        };
        let nothing = vec![String::new(); columns.len()];
        let line = match (&row.seen, now, &row.becomes) {
            (Some(seen), Some(now), Some(mine)) => {
                let mut cells = mine.clone();
                let mut both = Vec::new();
                for number in 0..columns.len() {
                    let (seen, now, mine) = (&seen[number], &now[number], &mine[number]);
                    if is_same(number, seen, mine) {
                        cells[number].clone_from(now);
                    } else if !is_same(number, now, seen) && !is_same(number, now, mine) {
                        both.push(CellConflict {
                            column: columns[number].1.key,
                            seen: seen.clone(),
                            theirs: now.clone(),
                            mine: mine.clone(),
                        });
                    }
                }
                if !both.is_empty() {
                    conflict(Meanwhile::Changed, both);
                }
                Some((at, cells, false))
            }
            (Some(seen), None, Some(mine)) => {
                conflict(Meanwhile::Removed, differing(&nothing, mine, Some(seen)));
                Some((None, mine.clone(), false))
            }
            (None, Some(now), Some(mine)) => {
                let cells = differing(&now, mine, None);
                if !cells.is_empty() {
                    conflict(Meanwhile::Added, cells);
                }
                Some((at, mine.clone(), false))
            }
            (Some(seen), Some(now), None) => {
                let cells = differing(&now, seen, Some(seen));
                if !cells.is_empty() {
                    let removed = |cell: CellConflict| CellConflict { mine: String::new(), ..cell };
                    conflict(Meanwhile::Changed, cells.into_iter().map(removed).collect());
                }
                Some((at, now, true))
            }
            // It is gone already.
            (Some(seen), None, None) => Some((None, seen.clone(), true)),
            (None, None, Some(mine)) => Some((None, mine.clone(), false)),
            (None, _, None) => None,
        };
        merged.lines.extend(line);
    }

    /// The row of now that a row of the draft is about.
    fn find(
        &self,
        row: &TypedRow,
        cells: &[String],
        rows: &TableRows,
        columns: &[(usize, &'static ColumnSpec)],
    ) -> Option<usize> {
        if !row.key.is_empty() {
            return rows.find(&row.key);
        }
        let key: Vec<(usize, Holds, &String)> = columns
            .iter()
            .zip(cells)
            .filter(|((_, column), _)| rows.table.key().contains(&column.key))
            .map(|((place, column), cell)| (*place, rows.table.holds(column.key), cell))
            .collect();
        let is_it =
            |cells: &[String]| key.iter().all(|(place, holds, cell)| is_same_value(*holds, &cells[*place], cell));
        // A history has several rows with one key.
        (!rows.table.is_history() && !key.is_empty()).then(|| rows.rows.iter().position(|row| is_it(&row.cells)))?
    }

    fn name_of(&self, cells: &[String], table: CityTable) -> String {
        let is_naming = |column: &str| table.key().contains(&column) || column == "name" || column == "area_name";
        let texts = self.columns.iter().zip(cells).filter(|(column, _)| is_naming(column.as_str()));
        texts.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The draft after its author has chosen between conflicting values, by row and column; `None` if a choice is missing.
    /// Rows that others are to keep as they are leave the draft.
    #[must_use]
    pub fn resolved(&self, rows: &TableRows, choices: &BTreeMap<(usize, String), Resolution>) -> Option<Self> {
        let merged = self.merge(rows)?;
        let columns: Vec<(usize, &'static ColumnSpec)> = self.known_columns(rows).collect();
        let mut left: Vec<Option<TypedRow>> = self.rows.iter().cloned().map(Some).collect();
        for conflict in &merged.conflicts {
            let row = &self.rows[conflict.row];
            let known = row.becomes.as_ref().or(row.seen.as_ref())?;
            let now: Option<Vec<String>> = self
                .find(row, known, rows, &columns)
                .map(|at| columns.iter().map(|(column, _)| rows.rows[at].cells[*column].clone()).collect());
            if conflict.is_by_cell(self) {
                let (mut becomes, now) = (row.becomes.clone()?, now?);
                for (number, (_, column)) in columns.iter().enumerate() {
                    let is_open = conflict.cells.iter().any(|cell| cell.column == column.key);
                    let is_untouched = row.seen.as_ref().is_some_and(|seen| seen[number] == becomes[number]);
                    let keeps_theirs =
                        is_open && *choices.get(&(conflict.row, column.key.to_owned()))? == Resolution::Theirs;
                    if keeps_theirs || is_untouched {
                        becomes[number].clone_from(&now[number]);
                    }
                }
                let is_change = becomes != now;
                let resolved = TypedRow { seen: Some(now), becomes: Some(becomes), ..row.clone() };
                left[conflict.row] = Some(resolved).filter(|_| is_change);
            } else {
                let choice = *choices.get(&(conflict.row, WHOLE_ROW.to_owned()))?;
                let resolved = TypedRow { seen: now, ..row.clone() };
                left[conflict.row] = Some(resolved).filter(|_| choice == Resolution::Mine);
            }
        }
        Some(Self { rows: left.into_iter().flatten().collect(), ..self.clone() })
    }

    /// The file of the draft, as the rows are now.
    #[must_use]
    pub fn file_of(&self, merged: &Merged, rows: &TableRows) -> Vec<u8> {
        let places: Vec<usize> = self.known_columns(rows).map(|(place, _)| place).collect();
        let lines = merged.lines.iter().map(|(at, cells, is_removal)| FileLine {
            at: *at,
            cells: cells.clone(),
            is_removal: *is_removal,
        });
        rows.file_of(&places, lines.collect(), self.language())
    }
}

/// Whether two texts of a column say the same. What was typed may be written otherwise than what is stored.
#[must_use]
pub fn is_same_value(holds: Holds, one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| text.replace("\r\n", "\n"));
    let (one, other) = (one.trim(), other.trim());
    if one == other {
        return true;
    }
    if one.is_empty() || other.is_empty() {
        return false;
    }
    match holds {
        Holds::Count(_) | Holds::Position => matches!((typed_count(one), typed_count(other)), (Ok(a), Ok(b)) if a == b),
        Holds::Days => matches!((typed_days(one), typed_days(other)), (Ok(a), Ok(b)) if a == b),
        Holds::Condition => matches!((one.parse::<Condition>(), other.parse::<Condition>()), (Ok(a), Ok(b)) if a == b),
        Holds::FiscalYear => {
            matches!((one.parse::<FiscalYear>(), other.parse::<FiscalYear>()), (Ok(a), Ok(b)) if a == b)
        }
        Holds::Day | Holds::PastDay => matches!((parse_date(one), parse_date(other)), (Ok(a), Ok(b)) if a == b),
        Holds::AreaCode => matches!((one.parse::<AreaCode>(), other.parse::<AreaCode>()), (Ok(a), Ok(b)) if a == b),
        Holds::Choice(words) => {
            let word = |text: &str| words.iter().position(|(english, japanese)| [*english, *japanese].contains(&text));
            word(one).is_some() && word(one) == word(other)
        }
        _ => normalise_name(one) == normalise_name(other) && !one.contains('\n') && !other.contains('\n'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::editing::tables::DeskRow;

    fn texts(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    /// Sets with their code and name.
    fn table(known: &[[&str; 2]]) -> TableRows {
        let table = CityTable::named("sets").expect("a table");
        let row = |[code, name]: &[&str; 2]| {
            let cell = |column: &ColumnSpec| match column.key {
                "code" => (*code).to_owned(),
                "name" => (*name).to_owned(),
                _ => String::new(),
            };
            DeskRow { key: texts(&[*code]), cells: table.columns().iter().map(cell).collect() }
        };
        TableRows { table, columns: table.columns(), rows: known.iter().map(row).collect() }
    }

    fn draft(key: &[&str], seen: Option<[&str; 3]>, becomes: Option<[&str; 3]>) -> TypedDraft {
        TypedDraft {
            page: String::new(),
            table: "sets".to_owned(),
            is_english: false,
            columns: texts(&["code", "name", "description"]),
            rows: vec![TypedRow {
                key: texts(key),
                seen: seen.map(|cells| texts(&cells)),
                becomes: becomes.map(|cells| texts(&cells)),
            }],
        }
    }

    fn written(draft: &TypedDraft, rows: &TableRows) -> String {
        let merged = draft.merge(rows).expect("all columns");
        String::from_utf8(draft.file_of(&merged, rows)).expect("UTF-8")
    }

    fn choice(column: &str, resolution: Resolution) -> BTreeMap<(usize, String), Resolution> {
        BTreeMap::from([((0, column.to_owned()), resolution)])
    }

    #[test]
    fn what_others_changed_stays_where_the_author_left_it_alone() {
        let draft = draft(&["a"], Some(["a", "seen", ""]), Some(["a", "seen", "mine"]));
        let now = table(&[["a", "theirs"]]);
        assert_eq!(draft.merge(&now).unwrap().conflicts, []);
        let file = written(&draft, &now);
        assert!(file.contains("a,theirs,mine"), "{file}");
    }

    #[test]
    fn what_both_changed_is_chosen_and_the_choice_holds_until_somebody_changes_it_again() {
        let draft = draft(&["a"], Some(["a", "seen", ""]), Some(["a", "mine", "text"]));
        let now = table(&[["a", "theirs"]]);
        let conflicts = draft.merge(&now).unwrap().conflicts;
        let of = |seen: &str, theirs: &str, mine: &str| CellConflict {
            column: "name",
            seen: seen.to_owned(),
            theirs: theirs.to_owned(),
            mine: mine.to_owned(),
        };
        assert_eq!(conflicts[0].cells, [of("seen", "theirs", "mine")]);
        assert_eq!(draft.resolved(&now, &BTreeMap::new()), None, "somebody has to choose");
        let mine = draft.resolved(&now, &choice("name", Resolution::Mine)).unwrap();
        assert_eq!(mine.merge(&now).unwrap().conflicts, []);
        assert!(written(&mine, &now).contains("a,mine,text"));
        let again = table(&[["a", "theirs again"]]);
        assert_eq!(mine.merge(&again).unwrap().conflicts[0].cells, [of("theirs", "theirs again", "mine")]);
        let theirs = draft.resolved(&now, &choice("name", Resolution::Theirs)).unwrap();
        assert!(written(&theirs, &now).contains("a,theirs,text"), "and the rest of the draft stays");
    }

    #[test]
    fn a_row_that_others_removed_or_added_is_decided_as_a_whole() {
        let changed = draft(&["a"], Some(["a", "seen", ""]), Some(["a", "mine", ""]));
        let gone = table(&[]);
        assert_eq!(changed.merge(&gone).unwrap().conflicts[0].meanwhile, Meanwhile::Removed);
        let mine = changed.resolved(&gone, &choice(WHOLE_ROW, Resolution::Mine)).unwrap();
        assert!(written(&mine, &gone).contains("a,mine"));
        assert_eq!(changed.resolved(&gone, &choice(WHOLE_ROW, Resolution::Theirs)).unwrap().rows, []);

        let new = draft(&[], None, Some(["a", "mine", ""]));
        let there = table(&[["a", "theirs"]]);
        assert_eq!(new.merge(&there).unwrap().conflicts[0].meanwhile, Meanwhile::Added);
        let mine = new.resolved(&there, &choice(WHOLE_ROW, Resolution::Mine)).unwrap();
        assert_eq!(mine.merge(&there).unwrap().conflicts, []);
        assert_eq!(new.merge(&table(&[["b", "other"]])).unwrap().conflicts, [], "another row");
    }

    #[test]
    fn a_row_to_remove_that_others_changed_is_shown_before_it_goes() {
        let removal = draft(&["a"], Some(["a", "seen", ""]), None);
        let now = table(&[["a", "theirs"]]);
        assert_eq!(removal.merge(&now).unwrap().conflicts[0].cells[0].theirs, "theirs");
        let mine = removal.resolved(&now, &choice(WHOLE_ROW, Resolution::Mine)).unwrap();
        assert_eq!(mine.merge(&now).unwrap().conflicts, []);
        assert!(written(&mine, &now).contains("a,theirs,,yes"), "{}", written(&mine, &now));
    }

    #[test]
    fn values_are_compared_by_what_they_say() {
        assert!(is_same_value(Holds::Count(("", "")), "1,200", "1200"));
        assert!(is_same_value(Holds::FiscalYear, "2025", "令和7年度"));
        assert!(is_same_value(Holds::Days, "－14", "-14") && !is_same_value(Holds::Days, "14", "-14"));
        assert!(is_same_value(Holds::Condition, "from=here; to=away", "from=here;to=away"));
        assert!(is_same_value(Holds::Day, "令和8年10月31日", "2026-10-31"));
        assert!(is_same_value(Holds::Choice(&[("held", "保有")]), "保有", "held"));
        assert!(!is_same_value(Holds::Text, "", "x") && !is_same_value(Holds::Count(("", "")), "0", ""));
        assert!(is_same_value(Holds::Text, "a\r\nb", "a\nb"));
    }
}
