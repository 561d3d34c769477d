//! What each table allows, with the test that shows it, or why it does not.

use std::fmt::Write;

use crate::city_table::CityTable;
use crate::import::table::kind::Kind;

/// What can be asked of every table, in the order of the columns.
pub const RESPECTS: [&str; 6] = ["file", "form", "remove", "undo", "approved by", "audit log"];

/// What a table allows in one respect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// How, and the test of the application that shows it.
    Shown { how: &'static str, by: &'static str },
    /// Why it does not.
    Not(&'static str),
}

/// What a table allows, in the order of [`RESPECTS`].
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    pub name: &'static str,
    pub abilities: [Ability; RESPECTS.len()],
}

/// Goes through every table with rows that people keep.
pub const EVERY_TABLE: &str =
    "every_table::every_table_is_typed_sent_undone_and_emptied_with_approval_and_an_entry_in_the_log";

const ANY_TABLE: &str = "CSV, XLSX, XLS";
const BY_COMMAND: &str = "CSV, XLSX, XLS (command line)";
const KEEPER: &str = "the department that keeps it";
const OF_PROCEDURE: &str = "the department of the procedure";
const OWN_ENTRY: &str = "an entry with every value";

const fn shown(how: &'static str, by: &'static str) -> Ability {
    Ability::Shown { how, by }
}

/// Every table, and the reorganisation, which is none.
#[must_use]
pub fn all() -> Vec<Allowed> {
    CityTable::all().into_iter().map(of).chain([reorganisation()]).collect()
}

fn of(table: CityTable) -> Allowed {
    let abilities = match table.kind {
        Kind::Procedures => procedures(),
        Kind::Boundaries => [
            shown("GeoJSON", EVERY_TABLE),
            Ability::Not("drawn by a program for maps, not typed"),
            shown("a feature with `remove`, by a file", EVERY_TABLE),
            undo(table),
            shown(KEEPER, EVERY_TABLE),
            shown(OWN_ENTRY, EVERY_TABLE),
        ],
        Kind::Corrections => corrections(),
        kind if kind.is_log() => department_changes(),
        kind => {
            let form = if kind == Kind::Cards { "a row; a month of all areas" } else { "a row" };
            let remove = if table.is_history() {
                "a row entered by mistake, with a reason; else a later row counts"
            } else {
                "a row, with a reason"
            };
            let approver = if kind.is_of_procedures() { OF_PROCEDURE } else { KEEPER };
            [
                shown(ANY_TABLE, EVERY_TABLE),
                shown(form, EVERY_TABLE),
                shown(remove, EVERY_TABLE),
                undo(table),
                shown(approver, EVERY_TABLE),
                shown(OWN_ENTRY, EVERY_TABLE),
            ]
        }
    };
    Allowed { name: table.name, abilities }
}

/// Undo of a table with files that are undone as a whole.
fn undo(table: CityTable) -> Ability {
    if table.kind.is_undone_as_a_file() {
        shown("for 30 days", EVERY_TABLE)
    } else {
        Ability::Not("its files are not undone as a whole")
    }
}

fn procedures() -> [Ability; RESPECTS.len()] {
    [
        shown(ANY_TABLE, "uploads::a_selection_goes_through_excel_and_comes_back_as_the_cells_that_changed"),
        shown("every procedure", "edits::a_procedure_is_added_by_hand"),
        shown("ends, or is withdrawn", "edits::endings::an_end_is_proposed_approved_published_and_taken_back"),
        shown("of every change, field by field", "edits::what_was_published_is_taken_back_by_another_change"),
        shown(OF_PROCEDURE, "edits::what_one_proposes_and_another_approves_is_published"),
        shown("an entry for each procedure", "edits::what_one_proposes_and_another_approves_is_published"),
    ]
}

fn corrections() -> [Ability; RESPECTS.len()] {
    [
        shown(BY_COMMAND, "corrections::a_log_of_corrections_is_read_row_by_row_and_never_replaced"),
        Ability::Not("the product writes it when a published figure changes"),
        Ability::Not("what the public was told stays"),
        shown(
            "of the change that left it; both notes say so",
            "corrections::shown::a_figure_that_goes_back_says_so_in_both_notes",
        ),
        Ability::Not("it follows a change, which is approved"),
        shown("in the entry of the change", "corrections::a_reason_that_is_forgotten_is_forgotten_in_public_too"),
    ]
}

fn department_changes() -> [Ability; RESPECTS.len()] {
    [
        shown(BY_COMMAND, "reorganisation::files::a_folder_carries_what_became_of_departments"),
        Ability::Not("the product writes it with a reorganisation"),
        Ability::Not("what the public was told stays"),
        shown(
            "of the reorganisation; both say so",
            "reorganisation::following::what_undoes_a_merger_brings_departments_and_procedures_back",
        ),
        Ability::Not("it follows a reorganisation, which is approved"),
        shown(
            "in the entry of the reorganisation",
            "reorganisation::following::accounts_rules_and_programmes_follow_a_merger",
        ),
    ]
}

fn reorganisation() -> Allowed {
    let abilities = [
        shown(ANY_TABLE, "reorganisation::by_form::the_template_and_a_file_go_the_same_way"),
        shown("in two steps", "reorganisation::by_form::a_department_is_split_procedure_by_procedure"),
        Ability::Not("it is carried out once and kept in no table"),
        shown(
            "for 30 days, with accounts, rules and programmes",
            "reorganisation::following::what_undoes_a_merger_brings_departments_and_procedures_back",
        ),
        shown(
            "the department that is charged with it",
            "reorganisation::by_form::only_administrators_propose_it_and_a_department_that_is_charged_approves",
        ),
        shown(
            "an entry, and one for each procedure",
            "reorganisation::following::accounts_rules_and_programmes_follow_a_merger",
        ),
    ];
    Allowed { name: Kind::Reorganisation.as_str(), abilities }
}

/// Writes the table, with a number for each test, and the list of the tests.
pub(super) fn write(text: &mut String) {
    let mut tests: Vec<&'static str> = Vec::new();
    let _ = writeln!(text, "| table | {} |\n|---{}|", RESPECTS.join(" | "), "|---".repeat(RESPECTS.len()));
    for Allowed { name, abilities } in all() {
        let mut cell = |ability: &Ability| match ability {
            Ability::Shown { how, by } => {
                let known = tests.iter().position(|test| test == by);
                let number = known.unwrap_or_else(|| {
                    tests.push(*by);
                    tests.len() - 1
                });
                format!("{how} [{}]", number + 1)
            }
            Ability::Not(why) => format!("— ({why})"),
        };
        let cells: Vec<String> = abilities.iter().map(&mut cell).collect();
        let _ = writeln!(text, "| `{name}` | {} |", cells.join(" | "));
    }
    text.push_str("\nThe number is that of the test that shows it; these are in `tests/`:\n\n");
    for (number, test) in (1..).zip(tests) {
        let _ = writeln!(text, "{number}. `{test}`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_every_ability_or_says_why_not() {
        let all = all();
        for kind in Kind::ALL {
            let is_it = |name: &str| CityTable::named(name).is_some_and(|table| table.kind == *kind);
            assert!(all.iter().any(|one| is_it(one.name) || one.name == kind.as_str()), "{kind}");
        }
        for Allowed { name, abilities } in &all {
            for (respect, ability) in RESPECTS.iter().zip(abilities) {
                let (Ability::Shown { how: words, .. } | Ability::Not(words)) = ability;
                assert!(!words.trim().is_empty(), "{name}, {respect}");
            }
        }
    }
}
