//! Empty tables with the right headers, to start from in Excel.

use domain::text::MessageLanguage;
use rust_xlsxwriter::{Format as CellFormat, Workbook};
use store::error::AppError;

use super::columns::{ColumnSpec, Presence};
use super::described::{Description, Holds};
use super::held::held;
use super::kind::Kind;
use super::wording::Wording;
use super::{cards, indicators, population, procedures, reorganisation, synonyms, usage};
use crate::city_table::CityTable;
use crate::export::tables::Table;

pub(crate) fn columns(kind: Kind) -> Option<&'static [ColumnSpec]> {
    if let Some(description) = Description::of(kind) {
        return Some(description.specs());
    }
    match kind {
        Kind::Procedures => Some(procedures::COLUMNS),
        Kind::Cards => Some(cards::COLUMNS),
        Kind::Population => Some(population::COLUMNS),
        Kind::Usage => Some(usage::COLUMNS),
        Kind::Indicators => Some(indicators::VALUE_COLUMNS),
        Kind::Synonyms => Some(synonyms::COLUMNS),
        Kind::Reorganisation => Some(reorganisation::COLUMNS),
        _ => None,
    }
}

/// Why boundaries have neither a template nor an export as a table.
pub(crate) fn not_a_table() -> AppError {
    AppError::BadInput(
        "boundaries are not a table: use a GeoJSON file whose features have a property 'code'".to_owned(),
    )
}

fn headers(kind: Kind, language: MessageLanguage) -> Result<Vec<&'static str>, AppError> {
    let columns = columns(kind).ok_or_else(not_a_table)?;
    Ok(headers_of(columns, language))
}

/// The headers of the columns in a language.
pub fn headers_of(columns: &[ColumnSpec], language: MessageLanguage) -> Vec<&'static str> {
    columns
        .iter()
        .map(|column| match language {
            MessageLanguage::Japanese => column.spellings[0],
            MessageLanguage::English => column.key,
        })
        .collect()
}

/// The allowed values of a column that accepts a fixed list, and whether other or multiple values are accepted as well.
pub fn choices(kind: Kind, key: &str, wording: &Wording) -> Option<(Vec<String>, bool)> {
    if let Some(description) = Description::of(kind) {
        return Some((description.choices(key, wording)?, false));
    }
    match (kind, key) {
        (Kind::Procedures, _) => procedures::choices(key, wording),
        (Kind::Reorganisation, "department" | "successor") => Some((wording.known_words("department")?, true)),
        (_, "sample") => Some((vec![wording.yes_or_no(true).text()], false)),
        (Kind::Cards, "measure") => Some((cards::measures(wording), false)),
        (Kind::Indicators, _) => indicators::choices(key, wording),
        _ => None,
    }
}

/// The allowed values of a column of a table of the city, as [`choices`] gives them.
#[must_use]
pub fn choices_of(table: CityTable, key: &str, wording: &Wording) -> Option<(Vec<String>, bool)> {
    choices(table.kind, key, wording).or_else(|| match held(table.kind, table.is_definitions, key)?.holds {
        Holds::Choice(words) => Some((words.iter().map(|word| wording.choice(*word)).collect(), false)),
        _ => None,
    })
}

/// The template of a kind as CSV, with the byte-order mark that Excel needs to recognise UTF-8.
///
/// # Errors
/// For boundaries, which are not tabular.
pub fn as_csv(kind: Kind, language: MessageLanguage) -> Result<Vec<u8>, AppError> {
    let mut text = String::from('\u{feff}');
    text.push_str(&headers(kind, language)?.join(","));
    text.push_str("\r\n");
    Ok(text.into_bytes())
}

/// The template of a kind as a workbook: required headers in bold, with notes on what each column holds, and lists of the
/// allowed values.
///
/// # Errors
/// For boundaries, which are not tabular.
pub fn as_workbook(kind: Kind, language: MessageLanguage) -> Result<Vec<u8>, AppError> {
    match CityTable::all().into_iter().find(|table| table.kind == kind && !table.is_definitions) {
        Some(table) => workbook_of(table, language),
        // A reorganisation is no table that is kept.
        None => workbook(columns(kind).ok_or_else(not_a_table)?, language),
    }
}

/// The template of a table of the city as a workbook.
///
/// # Errors
/// For boundaries, which are not tabular.
pub fn workbook_of(table: CityTable, language: MessageLanguage) -> Result<Vec<u8>, AppError> {
    match table.columns() {
        [] => Err(not_a_table()),
        _ => Table::template(table, language).as_workbook(),
    }
}

fn workbook(columns: &[ColumnSpec], language: MessageLanguage) -> Result<Vec<u8>, AppError> {
    let failed =
        |error: rust_xlsxwriter::XlsxError| AppError::BadInput(format!("the workbook cannot be written: {error}"));
    let headers = headers_of(columns, language);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let required = CellFormat::new().set_bold().set_text_wrap();
    let optional = CellFormat::new().set_text_wrap();
    for (place, (header, column)) in (0_u16..).zip(headers.iter().zip(columns)) {
        let format = if column.presence == Presence::Required { &required } else { &optional };
        sheet.write_string_with_format(0, place, *header, format).map_err(failed)?;
        sheet.set_column_width(place, 16).map_err(failed)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}
