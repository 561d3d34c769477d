//! The number formats, hidden rows and hidden columns of an old workbook, which its reader does not tell.

use std::collections::HashMap;

use super::marks::SheetMarks;
use super::old_workbook::{BEGIN, END, SEVERAL_NUMBERS, SHEET, long, records, short, workbook_streams};
use super::values::CellStyle;

const FORMAT: u16 = 0x041E;
const CELL_FORMAT: u16 = 0x00E0;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
/// Records of one cell that may hold a number: formula, number, packed number.
const NUMBERS: [u16; 3] = [0x0006, 0x0203, 0x027E];

/// The version of the format in which texts are Unicode.
const BIFF8: u16 = 0x0600;

/// The styles of cells that are not shown plainly, by row and column from 0.
pub(super) type CellStyles = HashMap<(u32, u32), CellStyle>;

/// The text of a format record: its length, in this version a byte for the width of its letters, and the letters.
fn format_code(contents: &[u8], is_unicode: bool) -> Option<String> {
    if !is_unicode {
        let length = usize::from(*contents.get(2)?);
        return Some(contents.get(3..3 + length)?.iter().map(|letter| char::from(*letter)).collect());
    }
    let (length, is_wide) = (usize::from(short(contents, 2)?), contents.get(4)? & 1 == 1);
    if is_wide {
        let letters: Vec<u16> = (0..length).map_while(|at| short(contents, 5 + 2 * at)).collect();
        return Some(String::from_utf16_lossy(&letters));
    }
    Some(contents.get(5..5 + length)?.iter().map(|letter| char::from(*letter)).collect())
}

/// The style of each cell format, in order.
fn styles(stream: &[u8]) -> Vec<CellStyle> {
    let mut is_unicode = true;
    let mut codes: HashMap<u16, String> = HashMap::from([(9, "0%".to_owned()), (10, "0.00%".to_owned())]);
    let mut formats = Vec::new();
    for (number, contents) in records(stream, 0).take_while(|(number, _)| *number != END) {
        match number {
            BEGIN => is_unicode = short(contents, 0) == Some(BIFF8),
            FORMAT => {
                if let (Some(id), Some(code)) = (short(contents, 0), format_code(contents, is_unicode)) {
                    codes.insert(id, code);
                }
            }
            CELL_FORMAT => formats.push(short(contents, 2).unwrap_or_default()),
            _ => {}
        }
    }
    formats.iter().map(|id| codes.get(id).map(|code| CellStyle::new(code)).unwrap_or_default()).collect()
}

fn read_sheet(stream: &[u8], start: usize, styles: &[CellStyle]) -> (SheetMarks, CellStyles) {
    let (mut marks, mut cells) = (SheetMarks::default(), CellStyles::new());
    let mut depth = 0_usize;
    for (number, contents) in records(stream, start) {
        let mut add = |row: Option<u16>, column: Option<u16>, format: Option<u16>| {
            let (Some(row), Some(column), Some(format)) = (row, column, format) else { return };
            if let Some(style) = styles.get(usize::from(format)).filter(|style| !style.is_plain()) {
                cells.insert((u32::from(row), u32::from(column)), style.clone());
            }
        };
        match number {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            ROW => {
                if let (Some(row), Some(flags)) = (short(contents, 0), short(contents, 12))
                    && flags & 0x20 != 0
                {
                    marks.hide_row(u32::from(row));
                }
            }
            COLUMNS => {
                if let (Some(first), Some(last), Some(flags)) =
                    (short(contents, 0), short(contents, 2), short(contents, 8))
                    && flags & 1 != 0
                {
                    marks.hide_columns(u32::from(first), u32::from(last));
                }
            }
            SEVERAL_NUMBERS => {
                let (row, first) = (short(contents, 0), short(contents, 2).unwrap_or_default());
                // Each cell takes six bytes: its format and its packed number. The last column ends the record.
                for (column, at) in (first..).zip((4..contents.len().saturating_sub(7)).step_by(6)) {
                    add(row, Some(column), short(contents, at));
                }
            }
            _ if NUMBERS.contains(&number) => add(short(contents, 0), short(contents, 2), short(contents, 4)),
            _ => {}
        }
    }
    (marks, cells)
}

/// The marks and styles of the sheets by name. `sheets` are those of the workbook, in its order. A workbook that cannot
/// be walked has none; its reader reports it.
pub(super) fn read_formats(bytes: &[u8], sheets: &[calamine::Sheet]) -> HashMap<String, (SheetMarks, CellStyles)> {
    let streams = workbook_streams(bytes);
    let Some(stream) = streams.first() else { return HashMap::new() };
    let styles = styles(stream);
    let starts = records(stream, 0).take_while(|(number, _)| *number != END).filter(|(number, _)| *number == SHEET);
    sheets
        .iter()
        .zip(starts)
        .filter_map(|(sheet, (_, contents))| Some((sheet.name.clone(), long(contents, 0)? as usize)))
        .map(|(name, start)| (name, read_sheet(stream, start, &styles)))
        .collect()
}
