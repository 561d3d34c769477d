//! docs/DATA.md: every table that can be imported, as the importer knows it.

pub mod allowed;

use std::fmt::Write;

use domain::text::MessageLanguage;

use crate::city_table::CityTable;
use crate::column_words::{is_required, words_of};
use crate::import::table::columns::Presence;
use crate::import::table::described::{RowRule, Saving};
use crate::import::table::kind::Kind;
use crate::import::table::reorganisation;

const TOP: &str = "# Tables

<!-- Made by a test from the descriptions in crates/exchange/src/import/table. Run the tests with TETSUZUKI_WRITE_DOCS=1 to write it anew. -->

`tetsuzuki import TABLE FILE` reads each of these tables as CSV, XLSX or XLS, `tetsuzuki export TABLE --to FILE` writes it, and `tetsuzuki export template TABLE --to FILE` writes an empty one. `tetsuzuki export city DIR` writes all of them into a folder, and `tetsuzuki import city DIR` reads a folder, or a part of one, in one transaction. A file of a folder has the name of its table; `cards-peers.csv` belongs to `cards` as well. Outlines are GeoJSON (`boundaries.geojson`).

A header is Japanese or English, in any order and width of characters. A column that is missing says nothing about what is known; an empty cell says what the column's line says, or that nothing is said or known. A column `remove` (削除) marks rows to be removed; they have the cells of the known row.

A source is a known one, by its id or title; a new one is entered in the table [sources](#sources) first, or given for a whole file with its publisher (`--source`, `--source-publisher`). A day or year of something that happened or was counted has come; those of plans may be to come. At the desk, a file or row of any table may be given a day to come, for which it waits; procedures and reorganisations have a column for it.

A published figure that a file changes or empties leaves a [correction](#corrections) with the day and the reason of the import (`--reason`), on the pages where it stood, in `/changes`, in the feed and in `/api/v1/corrections`. A figure that was not known before, or that was a sample, is none ([ADR 28](adr/0028-corrections-are-public.md)).
";

/// Said above the list of what each table allows.
const ALLOWED: &str = "
## What each table allows

Every table with rows that people keep has a page at the desk, `/staff/tables/TABLE`; outlines and files of any kind are sent at `/staff/import`. A row that is typed there is a file of one row, so forms and files have the same checks, proposals and approval ([ADR 27](adr/0027-a-row-is-a-file.md)). The department that keeps a table decides whether a second person has to approve; a table that no department keeps is open to administrators. Every change leaves an entry in the audit log with its author and approver.

";

/// The outlines, which are no table.
const BOUNDARIES: &str = "
## boundaries

Outlines of the wards for the map, as a GeoJSON feature collection. Shown on `/cards`. The outline of an area replaces the known one; several features of one area are one outline, and what the first of them says counts. A file has at most 8 MB.

| member or property | | holds |
|---|---|---|
| `code` of a feature | required | code of an area, with or without check digit; `N03_007` and `code5` have five digits |
| `geometry` of a feature | required | `Polygon` or `MultiPolygon`, in degrees, longitude first, with rings that enclose something |
| `source` of a feature | | id or title of a known source; empty: that of the collection |
| `remove` of a feature | | `true`: the outline is to be removed; it is then the known one |
| `source` of the collection | | id or title of a known source; empty: the one given for the whole file, or the national data set if all features have its properties |
| `attribution` of the collection | | read as the source if a known one has this title; else the one given for the whole file |
";

/// The document.
#[must_use]
pub fn document() -> String {
    let mut text = TOP.to_owned();
    text.push_str(ALLOWED);
    allowed::write(&mut text);
    for table in CityTable::all() {
        if table.kind == Kind::Boundaries {
            text.push_str(BOUNDARIES);
        } else {
            write_table(&mut text, table);
        }
    }
    write_reorganisation(&mut text);
    text
}

fn write_table(text: &mut String, table: CityTable) {
    let listed = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let description = table.description();
    let _ = writeln!(
        text,
        "\n## {}\n\n{} ({}): {}. Shown on {}. Rows are told apart by {}{}.\n",
        table.name,
        upper(table.noun().0),
        table.noun().1,
        table.purpose().0,
        listed(table.pages()),
        listed(table.key()),
        match description.map(|description| description.saving) {
            None | Some(Saving::Replaced) => "",
            Some(Saving::Appended) => "; a row with the same key stands beside the one before, and the last one counts",
            Some(Saving::Logged) => "; a row that is there already is not added again",
        }
    );
    let _ = writeln!(text, "| column | Japanese | | holds |\n|---|---|---|---|");
    for spec in table.columns() {
        let required = if is_required(table, spec) { "required" } else { "" };
        let japanese = spec.spellings.first().copied().unwrap_or_default();
        let holds = words_of(table, spec, MessageLanguage::English);
        let _ = writeln!(text, "| `{}` | {japanese} | {required} | {holds} |", spec.key);
    }
    for rule in description.map(|description| description.rules).unwrap_or_default() {
        let _ = match rule {
            RowRule::Sum { total, parts } => writeln!(
                text,
                "\n`{total}` is the sum of `{}`; where some of them are not known, it is at least that of the others.",
                parts.join("`, `")
            ),
            RowRule::NotAbove { small, large } => writeln!(text, "\n`{small}` is at most `{large}`."),
            RowRule::Difference { result, from, less } => {
                writeln!(text, "\n`{result}` is `{from}` less `{less}`, where all three are known.")
            }
            RowRule::Past { year, stage } => {
                writeln!(text, "\nIn rows with `{}` = `{}`, `{year}` has begun.", stage.0, stage.1)
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
            RowRule::AnyOf { columns } => {
                writeln!(text, "\nAt least one of `{}` has a value.", columns.join("` and `"))
            }
        };
    }
}

fn write_reorganisation(text: &mut String) {
    let kind = Kind::Reorganisation;
    let _ = writeln!(text, "\n## {kind}\n\n{}\n", reorganisation::PURPOSE);
    let _ = writeln!(text, "| column | Japanese | | holds |\n|---|---|---|---|");
    for (spec, held) in reorganisation::COLUMNS.iter().zip(reorganisation::HELD) {
        let required = if spec.presence == Presence::Required { "required" } else { "" };
        let japanese = spec.spellings.first().copied().unwrap_or_default();
        let _ = writeln!(text, "| `{}` | {japanese} | {required} | {held} |", spec.key);
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
