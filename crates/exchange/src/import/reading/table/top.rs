//! The first rows of a file, where its titles and its header are.

use std::rc::Rc;

use super::super::file::Sheet;
use super::{SkipReason, SkippedRow, Source};
use crate::import::table::place::clip;

/// The header is searched for in this many rows from the top.
const ROWS_LOOKED_AT: usize = 60;

/// The header is searched for in this many columns from the left.
const COLUMNS_LOOKED_AT: usize = 2_048;

/// The header is searched for in this many cells. In a very wide table, only the first rows are searched.
const CELLS_LOOKED_AT: usize = 16_384;

/// The header is searched for in this many bytes of text, but always in the first rows that may be one.
const TEXT_LOOKED_AT: usize = 1 << 20;

/// The longest text kept of the rows above a header, in characters: enough for the titles of a table.
const LONGEST_TITLE: usize = 4_000;

/// Maximum number of cells filled from merged ranges.
const MOST_SPREAD: usize = 100_000;

/// Maximum height of a header in rows: era year, Gregorian year, group, measure, unit.
pub(super) const TALLEST_HEADER: usize = 5;

/// One of the first rows of a file.
pub(super) struct TopRow {
    pub(super) line: u64,
    /// Each up to the longest title. The cells of a merged range share one.
    pub(super) texts: Vec<Rc<str>>,
    /// The number of fields in a record, or of columns up to the last filled one in a sheet row.
    pub(super) width: usize,
}

impl TopRow {
    pub(super) fn text(&self, column: usize) -> &str {
        self.texts.get(column).map_or("", |text| text)
    }
}

/// The first characters of a text.
pub(super) fn shortened(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// The text of a cell as far as a title or heading needs it.
fn top_text(cell: &str) -> Rc<str> {
    shortened(cell.trim(), LONGEST_TITLE).into()
}

pub(super) fn read_top(source: Source<'_>) -> Vec<TopRow> {
    let mut top = Vec::new();
    match source {
        Source::Text(text) => {
            let mut records = text.records();
            while top.len() < ROWS_LOOKED_AT && records.advance() {
                let record = records.record();
                let fields = record.iter().take(COLUMNS_LOOKED_AT);
                let texts = fields.map(top_text).collect();
                top.push(TopRow { line: records.line(), width: record.len(), texts });
            }
        }
        Source::Sheet(sheet) => {
            for row in sheet.rows().take(ROWS_LOOKED_AT) {
                let width = row.width().min(COLUMNS_LOOKED_AT);
                let texts = (0..width).map(|column| top_text(row.text(column))).collect();
                top.push(TopRow { line: row.number(), width: row.width(), texts });
            }
            spread_merges(sheet, &mut top);
        }
    }
    let widest = top.iter().map(|row| row.texts.len()).max().unwrap_or(0);
    top.truncate((CELLS_LOOKED_AT / widest.max(1)).clamp(TALLEST_HEADER, ROWS_LOOKED_AT));
    let mut text = 0;
    let within = top.iter().take_while(|row| {
        text += row.texts.iter().map(|text| text.len()).sum::<usize>();
        text <= TEXT_LOOKED_AT
    });
    let within = within.count();
    top.truncate(within.max(TALLEST_HEADER));
    top
}

/// Copies the text of the top left cell to every cell of a merged range.
fn spread_merges(sheet: &Sheet, top: &mut [TopRow]) {
    let Some(last) = top.last().map(|row| row.line) else { return };
    let mut left = MOST_SPREAD;
    for merge in sheet.merges().iter().filter(|merge| u64::from(merge.first_row) < last) {
        let is_origin = |row: &&TopRow| row.line == u64::from(merge.first_row) + 1;
        let Some(text) = top.iter().find(is_origin).and_then(|row| row.texts.get(merge.first_column as usize)) else {
            continue;
        };
        let text = Rc::clone(text);
        let lines = u64::from(merge.first_row) + 1..=u64::from(merge.last_row) + 1;
        for row in top.iter_mut().filter(|row| lines.contains(&row.line)) {
            let end = (merge.last_column as usize + 1).min(COLUMNS_LOOKED_AT);
            let start = (merge.first_column as usize).min(end);
            let Some(after) = left.checked_sub(end - start + 1) else { return };
            left = after;
            if row.texts.len() < end {
                row.texts.resize(end, Rc::from(""));
            }
            row.texts[start..end].fill(Rc::clone(&text));
        }
    }
}

/// The filled cells above the header, one on each line. A merged cell counts once.
pub(super) fn title_text(rows: &[TopRow]) -> String {
    let mut filled: Vec<&str> = rows.iter().flat_map(|row| &row.texts).map(|text| &**text).collect();
    filled.retain(|text| !text.is_empty());
    filled.dedup();
    filled.join("\n").chars().take(LONGEST_TITLE).collect()
}

pub(super) fn titles(rows: &[TopRow]) -> Option<SkippedRow> {
    let mut said: Vec<&str> = Vec::new();
    for text in rows.iter().flat_map(|row| &row.texts).filter(|text| !text.is_empty()) {
        if said.last() != Some(&&**text) {
            said.push(text);
        }
    }
    let (first, last) = (rows.first()?, rows.last()?);
    (!said.is_empty()).then(|| SkippedRow {
        first_line: first.line,
        last_line: last.line,
        reason: SkipReason::Title,
        text: clip(&said.join(" ")),
    })
}
