//! Mutations of a table as rows of cells, written back in any of the forms that tables come in.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS};
use rust_xlsxwriter::{Format, Workbook};

use super::{LARGEST, TIMES, compress, hostile};
use crate::fuzz::dice::Dice;

type Rows = Vec<Vec<String>>;

/// More cells than this are not added by one mutation.
const MOST_CELLS: usize = 20_000;

fn decode(file: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(file) {
        Ok(text) => text.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling_and_without_replacement(file)?.into_owned(),
    };
    Some(text.trim_start_matches('\u{FEFF}').to_owned())
}

fn parse(text: &str) -> Rows {
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.into_records().flatten().map(|record| record.iter().map(str::to_owned).collect()).collect()
}

pub(super) fn mutate(file: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut rows = parse(&decode(file)?);
    if rows.is_empty() {
        return None;
    }
    for _ in 0..*dice.pick(&TIMES) {
        mutate_rows(&mut rows, dice);
    }
    if dice.once_in(6) { in_workbook(&rows, dice) } else { Some(written(&rows, dice)) }
}

/// A row; the header and the first rows of data as often as all others together.
fn row_of(rows: &Rows, dice: &mut Dice) -> usize {
    if dice.once_in(2) { dice.below(rows.len().min(4)) } else { dice.below(rows.len()) }
}

/// How often rows may be repeated without growing beyond the limits of a mutant.
fn fitting(rows: &[Vec<String>]) -> usize {
    let cells = || rows.iter().flatten();
    (MOST_CELLS / cells().count().max(1)).min(LARGEST / cells().map(String::len).sum::<usize>().max(1))
}

fn mutate_rows(rows: &mut Rows, dice: &mut Dice) {
    if rows.is_empty() {
        return;
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let (row, other) = (row_of(rows, dice), dice.below(rows.len()));
    let (column, other_column) = (dice.below(width), dice.below(width));
    match dice.below(20) {
        0..=5 => {
            if let Some(cell) = rows[row].get_mut(column) {
                *cell = hostile::value(dice);
            }
        }
        6 => rows.swap(row, other),
        7 => {
            for cells in rows.iter_mut().filter(|cells| column.max(other_column) < cells.len()) {
                cells.swap(column, other_column);
            }
        }
        8 => {
            let most = fitting(&rows[row..=row]).min(50);
            let again = vec![rows[row].clone(); 1 + dice.below(most)];
            rows.splice(other..other, again);
        }
        9 => {
            for cells in rows.iter_mut().filter(|cells| column < cells.len()) {
                let again = cells[column].clone();
                cells.insert(column, again);
            }
        }
        10 => {
            rows.remove(row);
        }
        11 => {
            for cells in rows.iter_mut().filter(|cells| column < cells.len()) {
                cells.remove(column);
            }
        }
        12 => {
            let value = hostile::value(dice);
            // The memory of the mutator would count as that of the reader.
            let most = LARGEST / value.len().max(1);
            for cells in rows.iter_mut().skip(1).filter(|cells| column < cells.len()).take(most) {
                cells[column].clone_from(&value);
            }
        }
        13 => {
            let value = hostile::value(dice);
            let at = dice.below(rows.len() + 1);
            rows.insert(at, vec![value; 1 + dice.below(3)]);
        }
        14 if rows.len() * width < MOST_CELLS => {
            *rows = (0..width)
                .map(|at| rows.iter().map(|row| row.get(at).cloned().unwrap_or_default()).collect())
                .collect();
        }
        15 => {
            let whole = rows.clone();
            let times = dice.below(fitting(&whole).min(20));
            rows.extend(std::iter::repeat_n(whole, times).flatten());
        }
        // What another row says there is plausible, and often accepted.
        _ => {
            if let (Some(value), Some(cell)) = (rows[other].get(column).cloned(), rows[row].get_mut(column)) {
                *cell = value;
            }
        }
    }
}

fn written(rows: &Rows, dice: &mut Dice) -> Vec<u8> {
    let usual = !dice.once_in(3);
    let delimiter = if usual { ',' } else { *dice.pick(&[',', '\t', ';']) };
    let line_end = if usual { "\n" } else { *dice.pick(&["\n", "\r\n", "\r", "\n\n", "\n\r"]) };
    // Without quotation marks where they are needed, rows fall apart.
    let quotes = usual || !dice.once_in(3);
    let mut text = String::new();
    for cells in rows {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                text.push(delimiter);
            }
            if quotes && cell.contains([delimiter, '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str(line_end);
    }
    let encoded = |encoding: &'static Encoding| encoding.encode(&text).0.into_owned();
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match if usual { 0 } else { dice.below(9) } {
        1 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        2 => encoded(SHIFT_JIS),
        3 => encoded(EUC_JP),
        4 => encoded(ISO_2022_JP),
        5 => [b"\xFF\xFE".as_slice(), &utf_16(u16::to_le_bytes)].concat(),
        6 => [b"\xFE\xFF".as_slice(), &utf_16(u16::to_be_bytes)].concat(),
        7 => utf_16(u16::to_le_bytes),
        8 => compress(text.as_bytes()).unwrap_or_default(),
        _ => text.into_bytes(),
    }
}

/// The same cells in a workbook: texts, numbers, days, percentages, formulas and merged ranges.
fn in_workbook(rows: &Rows, dice: &mut Dice) -> Option<Vec<u8>> {
    const FORMATS: [&str; 8] =
        ["0%", "0.0\"%\"", "yyyy-mm-dd", "[$-411]ggge\"年度\"", "@", "0.00E+00", "#,##0;[Red]-#,##0", "[h]:mm"];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows.iter().take(2_000)) {
        for (column, text) in (0..).zip(cells.iter().take(60)) {
            let format = Format::new().set_num_format(*dice.pick(&FORMATS));
            let number = text.replace(',', "").parse::<f64>().ok().filter(|number| number.is_finite());
            // What the writer refuses, such as a text that is too long for a cell, is left out.
            let _ = match (number, dice.below(12)) {
                (_, 0) => sheet.write_formula(row, column, text.as_str()).map(|_| ()),
                (Some(number), 1..=3) => sheet.write_number_with_format(row, column, number, &format).map(|_| ()),
                (None, 1) => sheet.write_boolean(row, column, dice.once_in(2)).map(|_| ()),
                (Some(number), 4..=9) => sheet.write_number(row, column, number).map(|_| ()),
                _ => sheet.write_string(row, column, text).map(|_| ()),
            };
        }
    }
    for _ in 0..dice.below(3) {
        let (row, column) = (dice.below(rows.len().min(2_000)), dice.below(8));
        let (row, column) = (u32::try_from(row).ok()?, u16::try_from(column).ok()?);
        let (down, right) = (u32::try_from(dice.below(5)).ok()?, u16::try_from(dice.below(3)).ok()?);
        let _ = sheet.merge_range(row, column, row + down, column + right, &hostile::value(dice), &Format::new());
    }
    workbook.save_to_buffer().ok()
}
