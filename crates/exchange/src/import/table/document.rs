//! docs/DATA.md: every table that can be imported, as the importer knows it.

use std::fmt::Write;

use super::columns::{ColumnSpec, Presence};
use super::described::{Column, Description, Holds, RowRule, Saving};
use super::kind::Kind;
use super::template;

const TOP: &str = "# Tables

<!-- Made by a test from the descriptions in crates/exchange/src/import/table. Run the tests with TETSUZUKI_WRITE_DOCS=1 to write it anew. -->

`tetsuzuki import TABLE FILE` reads each of these tables as CSV, XLSX or XLS, `tetsuzuki export TABLE --to FILE` writes it, and `tetsuzuki export template TABLE --to FILE` writes an empty one. `tetsuzuki export city DIR` writes all of them into a folder, and `tetsuzuki import city DIR` reads a folder, or a part of one, in one transaction. A file of a folder has the name of its table; `cards-peers.csv` belongs to `cards` as well. Outlines are GeoJSON (`boundaries.geojson`).

A header is Japanese or English, in any order and width of characters. A column that is missing says nothing about what is known; an empty cell says what the column's line says, or that nothing is said or known. A column `remove` (削除) marks rows to be removed; they have the cells of the known row.

A published figure that a file changes or empties leaves a [correction](#corrections) with the day and the reason of the import (`--reason`), on the pages where it stood, in `/changes`, in the feed and in `/api/v1/corrections`. A figure that was not known before, or that was a sample, is none ([ADR 28](adr/0028-corrections-are-public.md)).
";

/// Said of a column with a published figure.
const FIGURE: &str = "a change is published as a correction";

/// The document.
#[must_use]
pub fn document() -> String {
    let mut text = TOP.to_owned();
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
            [column.map(|column| holds(column, description)), spec.is_figure.then(|| FIGURE.to_owned())]
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
            RowRule::Figure { figure, values, .. } => writeln!(
                text,
                "\n`{figure}` is a column of that table with published figures, and `{}` are numbers or days.",
                values.join("` and `")
            ),
        };
    }
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
