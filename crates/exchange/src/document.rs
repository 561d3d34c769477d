//! docs/DATA.md: every table that can be imported, as the importer knows it.

use std::fmt::Write;

use crate::city_table::CityTable;
use crate::import::table::columns::{ColumnSpec, Presence};
use crate::import::table::described::{Column, Description, Holds, RowRule, Saving};
use crate::import::table::kind::Kind;
use crate::import::table::{reorganisation, template};

const TOP: &str = "# Tables

<!-- Made by a test from the descriptions in crates/exchange/src/import/table. Run the tests with TETSUZUKI_WRITE_DOCS=1 to write it anew. -->

`tetsuzuki import TABLE FILE` reads each of these tables as CSV, XLSX or XLS, `tetsuzuki export TABLE --to FILE` writes it, and `tetsuzuki export template TABLE --to FILE` writes an empty one. `tetsuzuki export city DIR` writes all of them into a folder, and `tetsuzuki import city DIR` reads a folder, or a part of one, in one transaction. A file of a folder has the name of its table; `cards-peers.csv` belongs to `cards` as well. Outlines are GeoJSON (`boundaries.geojson`).

A header is Japanese or English, in any order and width of characters. A column that is missing says nothing about what is known; an empty cell says what the column's line says, or that nothing is said or known. A column `remove` (削除) marks rows to be removed; they have the cells of the known row.

A published figure that a file changes or empties leaves a [correction](#corrections) with the day and the reason of the import (`--reason`), on the pages where it stood, in `/changes`, in the feed and in `/api/v1/corrections`. A figure that was not known before, or that was a sample, is none ([ADR 28](adr/0028-corrections-are-public.md)).
";

/// Said of a column with a published figure.
const FIGURE: &str = "a change is published as a correction";

/// Said above the list of what each table allows.
const ALLOWED: &str = "
## What each table allows

Every table has a page at the desk, `/staff/tables/TABLE`. A row that is typed there is a file of one row, so forms and files have the same checks, proposals and approval ([ADR 27](adr/0027-a-row-is-a-file.md)). The department that keeps a table decides whether a second person has to approve; a table that no department keeps is open to administrators. Every change leaves an entry in the audit log with its author and approver.

| table | file | form | remove | undo | approved by |
|---|---|---|---|---|---|
";

/// Said below it.
const TESTED: &str = "
The test `every_table` goes through every table with a form: a row typed, changed by a file, undone and removed, each approved by somebody else and written to the log. Procedures have `edits`, `endings` and `uploads`, outlines have `imports`, corrections have `corrections`, and reorganisations, which change several tables at once, have `reorganisation`.
";

/// What each table allows.
fn write_allowed(text: &mut String) {
    text.push_str(ALLOWED);
    for table in CityTable::all() {
        let (remove, undo) = match table.kind {
            Kind::Procedures => ("ends, or is withdrawn", "of every change, field by field"),
            Kind::Boundaries => ("—", "send the outlines from before"),
            kind if kind.is_log() => ("never", "—"),
            _ if table.is_history() => ("never; a later row counts", "a later row"),
            _ => ("a row, with a reason", "for 30 days"),
        };
        let (file, form) = match table.kind {
            Kind::Boundaries => ("GeoJSON", "—"),
            kind if kind.is_log() => ("CSV, XLSX, XLS (command line)", "—"),
            Kind::Procedures => ("CSV, XLSX, XLS", "every procedure"),
            Kind::Cards => ("CSV, XLSX, XLS", "a row; a month of all areas"),
            Kind::Guides => ("CSV, XLSX, XLS", "a row of a guide"),
            _ => ("CSV, XLSX, XLS", "a row"),
        };
        let approver = match table.kind {
            kind if kind.is_of_procedures() => "the department of the procedure",
            kind if kind.is_log() => "nobody: the product writes it",
            _ => "the department that keeps it",
        };
        let _ = writeln!(text, "| `{}` | {file} | {form} | {remove} | {undo} | {approver} |", table.name);
    }
    text.push_str(TESTED);
}

/// The document.
#[must_use]
pub fn document() -> String {
    let mut text = TOP.to_owned();
    write_allowed(&mut text);
    for kind in Kind::ALL {
        if let Some(columns) = template::columns(*kind) {
            write_table(&mut text, *kind, columns);
        }
    }
    text
}

fn write_table(text: &mut String, kind: Kind, columns: &[ColumnSpec]) {
    let description = Description::of(kind);
    let _ = writeln!(text, "\n## {kind}\n");
    if let Some(description) = description {
        let pages = description.pages.iter().map(|page| format!("`{page}`")).collect::<Vec<_>>().join(", ");
        let key = description.key.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            text,
            "{} ({}): {}. Shown on {pages}. Rows are told apart by {key}{}.\n",
            upper(description.noun.0),
            description.noun.1,
            description.purpose.0,
            match description.saving {
                Saving::Replaced => "",
                Saving::Appended => "; a row with the same key stands beside the one before, and the last one counts",
                Saving::Logged => "; a row that is there already is not added again",
            }
        );
    }
    if kind == Kind::Reorganisation {
        let _ = writeln!(text, "{}\n", reorganisation::PURPOSE);
    }
    let _ = writeln!(text, "| column | Japanese | | holds |\n|---|---|---|---|");
    for spec in columns {
        let column = description.and_then(|description| description.column(spec.key));
        let is_required = column.map_or(spec.presence == Presence::Required, Column::is_required);
        let required = if is_required { "required" } else { "" };
        let japanese = spec.spellings.first().copied().unwrap_or_default();
        let _ = writeln!(
            text,
            "| `{}` | {japanese} | {required} | {} |",
            spec.key,
            [
                column.map(|column| holds(column, description)),
                held_by_reorganisation(kind, spec.key),
                spec.is_figure.then(|| FIGURE.to_owned())
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ")
        );
    }
    for rule in description.map(|description| description.rules).unwrap_or_default() {
        let _ = match rule {
            RowRule::Sum { total, parts } => writeln!(text, "\n`{total}` is the sum of `{}`.", parts.join("`, `")),
            RowRule::NotAbove { small, large } => writeln!(text, "\n`{small}` is at most `{large}`."),
            RowRule::Difference { result, from, less } => {
                writeln!(text, "\n`{result}` is `{from}` less `{less}`, where all three are known.")
            }
            RowRule::Together { columns } => {
                writeln!(text, "\n`{}` are given together, or none of them.", columns.join("` and `"))
            }
            RowRule::InOrder { first, last, may_be_equal } => {
                let order = if *may_be_equal { "not before" } else { "after" };
                writeln!(text, "\n`{last}` is {order} `{first}`, where both are given.")
            }
            RowRule::Figure { figure, values, .. } => writeln!(
                text,
                "\n`{figure}` is a column of that table with published figures, and `{}` are numbers or days.",
                values.join("` and `")
            ),
        };
    }
}

/// What a column of a reorganisation holds.
fn held_by_reorganisation(kind: Kind, key: &str) -> Option<String> {
    let place = reorganisation::COLUMNS.iter().position(|column| column.key == key);
    let held = place.filter(|_| kind == Kind::Reorganisation).and_then(|place| reorganisation::HELD.get(place));
    held.map(|held| (*held).to_owned())
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What a column holds, in words.
fn holds(column: &Column, description: Option<&Description>) -> String {
    let what = match column.holds {
        Holds::Identifier => "id".to_owned(),
        Holds::AreaCode => "code of an area, with or without check digit".to_owned(),
        Holds::Text => "text".to_owned(),
        Holds::WebAddress => "web address".to_owned(),
        Holds::Source => "id or title of a source".to_owned(),
        Holds::OwnSource => "id or title of a source; empty: that of the programme".to_owned(),
        Holds::Count((unit, _)) => format!("whole number, {unit}; empty: not known"),
        Holds::FiscalYear => "fiscal year".to_owned(),
        Holds::Day => "day".to_owned(),
        Holds::Mark => "yes or no; empty: no".to_owned(),
        Holds::Choice(words) => {
            words.iter().map(|(word, japanese)| format!("`{word}` {japanese}")).collect::<Vec<_>>().join(", ")
        }
        Holds::Choices(words) => {
            let words =
                words.iter().map(|(word, japanese)| format!("`{word}` {japanese}")).collect::<Vec<_>>().join(", ");
            format!("some of these, joined by `;`: {words}")
        }
        Holds::Time => "time of day, such as 9:00 or 17:30".to_owned(),
        Holds::Weekdays => "days of the week, such as `mon-fri`, `sat`, `2sat;4sat`, or 月〜金, 第2・第4土".to_owned(),
        Holds::Degrees(least, most) => format!("decimal degrees from {least} to {most}"),
        Holds::Telephone => "telephone number with its area code".to_owned(),
        Holds::Postcode => "postcode of seven digits".to_owned(),
        Holds::Position => "place in its list, from 1; empty: after the row before".to_owned(),
    };
    let references = description.map(|description| description.references).unwrap_or_default();
    let to = references
        .iter()
        .find(|reference| reference.columns.last() == Some(&column.spec.key))
        .map(|reference| format!("; {}", reference.expected.0))
        .unwrap_or_default();
    let about = if column.about.0.is_empty() { String::new() } else { format!("; {}", column.about.0) };
    format!("{what}{to}{about}")
}
