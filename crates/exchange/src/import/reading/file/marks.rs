//! What a workbook says about its cells besides their values: formulas whose value is missing or out of date, and
//! hidden rows and columns.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{ReadError, ReadLimits};
use crate::import::table::place::clip;

/// The number of formulas whose text is kept. Beyond it, only their places are.
const KEPT_FORMULAS: usize = 1_000;

/// Maximum number of hidden ranges kept for one sheet.
const MOST_HIDDEN: usize = 10_000;

/// The marks of one sheet. Rows and columns count from 0.
#[derive(Debug, Default)]
pub(super) struct SheetMarks {
    /// Formulas without a value that can be trusted: none was stored, or the workbook asks to be calculated anew.
    pub uncalculated: HashMap<(u32, u32), String>,
    pub hidden_rows: Vec<RangeInclusive<u32>>,
    pub hidden_columns: Vec<RangeInclusive<u32>>,
}

impl SheetMarks {
    pub(super) fn hide_row(&mut self, row: u32) {
        if let Some(last) = self.hidden_rows.last_mut()
            && *last.end() + 1 == row
        {
            *last = *last.start()..=row;
        } else if self.hidden_rows.len() < MOST_HIDDEN {
            self.hidden_rows.push(row..=row);
        }
    }

    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        if first <= last && self.hidden_columns.len() < MOST_HIDDEN {
            self.hidden_columns.push(first..=last);
        }
    }
}

fn damaged(cause: impl ToString) -> ReadError {
    ReadError::Damaged { cause: cause.to_string() }
}

/// The value of an attribute by its local name, with entities resolved.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.attributes().with_checks(false).flatten().find(|one| {
        let key = one.key.local_name();
        key.as_ref() == name
    })?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// Calls `see` for every event up to the end of the cells. Empty elements are given as a start and an end. What follows
/// the cells is left to the reader of the workbook.
fn for_each_event(
    source: impl BufRead,
    mut see: impl FnMut(&Event<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(source);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            Event::End(element) if element.local_name().as_ref() == "sheetData" => return Ok(()),
            event => see(&event)?,
        }
    }
}

/// Refuses a workbook that announces more shared texts than it may hold. The workbook reader sets memory aside for as
/// many as are announced, before it reads the first one, and the process ends if there is not that much.
pub(super) fn check_announced_texts(archive: &mut Archive<'_>, most: usize) -> Result<(), ReadError> {
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(damaged)?;
        // The folder depends on where the workbook says that it is, and the reader takes names in any case.
        if !entry.name().map_err(damaged)?.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            continue;
        }
        let mut reader = Reader::from_reader(BufReader::new(entry));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "sst" => {
                    let announced = attribute(&element, "uniqueCount");
                    // What is not a number, the reader ignores; a number too large for one of its own also.
                    if announced.and_then(|count| count.trim().parse::<usize>().ok()).is_some_and(|count| count > most)
                    {
                        return Err(damaged("it announces more texts than a workbook can hold"));
                    }
                    break;
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    Ok(())
}

pub(super) type Archive<'bytes> = ZipArchive<Cursor<&'bytes [u8]>>;

/// An entry of the archive by its name in any case; `None` if there is none.
fn entry<'archive, 'bytes>(
    archive: &'archive mut Archive<'bytes>,
    name: &str,
) -> Result<Option<impl BufRead + use<'archive, 'bytes>>, ReadError> {
    let found =
        archive.file_names().flatten().find(|entry| entry.eq_ignore_ascii_case(name)).map(|name| name.into_owned());
    let Some(found) = found else { return Ok(None) };
    archive.by_name(&found).map(|entry| Some(BufReader::new(entry))).map_err(damaged)
}

/// Marks of all sheets by name. A workbook that asks to be calculated when it is opened has no current formula value.
pub(super) fn read_marks(bytes: &[u8], limits: &ReadLimits) -> Result<HashMap<String, SheetMarks>, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut targets = HashMap::new();
    if let Some(relations) = entry(&mut archive, "xl/_rels/workbook.xml.rels")? {
        for_each_event(relations, |event| {
            if let Event::Start(element) = event
                && element.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
            {
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                targets.insert(id, path);
            }
            Ok(())
        })?;
    }
    let mut sheets = Vec::new();
    let mut is_stale = false;
    if let Some(workbook) = entry(&mut archive, "xl/workbook.xml")? {
        for_each_event(workbook, |event| {
            let Event::Start(element) = event else { return Ok(()) };
            match element.local_name().as_ref() {
                "sheet" => {
                    let path = attribute(element, "id").and_then(|id| targets.get(&id).cloned());
                    sheets.extend(attribute(element, "name").zip(path));
                }
                "calcPr" => is_stale = is_on(element, "fullCalcOnLoad"),
                _ => {}
            }
            Ok(())
        })?;
    }
    let mut marks = HashMap::new();
    for (name, path) in sheets {
        if let Some(sheet) = entry(&mut archive, &path)? {
            marks.insert(name, read_sheet(sheet, is_stale, limits)?);
        }
    }
    Ok(marks)
}

/// Row and column from 0 of a reference such as `B7`.
fn position(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = reference[..letters].bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = reference[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn read_sheet(sheet: impl BufRead, is_stale: bool, limits: &ReadLimits) -> Result<SheetMarks, ReadError> {
    /// What is known of the current cell.
    #[derive(Default)]
    struct Current {
        at: (u32, u32),
        formula: Option<String>,
        has_value: bool,
        /// An empty value is one where the cell is declared as text: the formula found nothing to show.
        is_text: bool,
        is_in: Option<Part>,
    }
    #[derive(Clone, Copy, PartialEq)]
    enum Part {
        Formula,
        Value,
    }
    let mut marks = SheetMarks::default();
    let mut cell = Current::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    for_each_event(sheet, |event| {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "col" if is_on(element, "hidden") => {
                    let number = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
                    if let (Some(first @ 1..), Some(last @ 1..)) = (number("min"), number("max")) {
                        marks.hide_columns(first - 1, last - 1);
                    }
                }
                "row" => {
                    let given = attribute(element, "r").and_then(|text| text.parse::<u32>().ok());
                    row = given.and_then(|number| number.checked_sub(1)).unwrap_or(row);
                    column = 0;
                    if is_on(element, "hidden") {
                        marks.hide_row(row);
                    }
                }
                "c" => {
                    let at = attribute(element, "r").and_then(|reference| position(&reference));
                    let is_text = attribute(element, "t").as_deref() == Some("str");
                    cell = Current { at: at.unwrap_or((row, column)), is_text, ..Current::default() };
                    column = cell.at.1;
                }
                "f" => {
                    cell.formula = Some(String::new());
                    cell.is_in = Some(Part::Formula);
                }
                "v" => {
                    cell.has_value |= cell.is_text;
                    cell.is_in = Some(Part::Value);
                }
                _ => {}
            },
            Event::Text(text) => match cell.is_in {
                Some(Part::Formula) => {
                    let text: &str = text.as_ref();
                    if let Some(formula) = cell.formula.as_mut().filter(|formula| formula.len() + text.len() < 512) {
                        formula.push_str(text);
                    }
                }
                Some(Part::Value) => {
                    let text: &str = text.as_ref();
                    cell.has_value |= !text.is_empty();
                }
                None => {}
            },
            Event::GeneralRef(name) if cell.is_in == Some(Part::Formula) => {
                let name: &str = name.as_ref();
                cell.formula.get_or_insert_default().push_str(match name {
                    "gt" => ">",
                    "lt" => "<",
                    "amp" => "&",
                    "quot" => "\"",
                    _ => "'",
                });
            }
            Event::End(element) => match element.local_name().as_ref() {
                "f" | "v" => cell.is_in = None,
                "row" => row = row.saturating_add(1),
                "c" => {
                    column = column.saturating_add(1);
                    if let Some(formula) = cell.formula.take().filter(|_| is_stale || !cell.has_value) {
                        if marks.uncalculated.len() >= limits.cells {
                            return Err(ReadError::TooManyCells { limit: limits.cells });
                        }
                        let kept = marks.uncalculated.len() < KEPT_FORMULAS && !formula.is_empty();
                        let text = if kept { format!("={}", clip(&formula)) } else { "=…".to_owned() };
                        marks.uncalculated.insert(cell.at, text);
                    }
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    })?;
    Ok(marks)
}
