//! Reads tables that are described as data.

mod office_cells;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::area::AreaCode;
use domain::budget::KnownSum;
use domain::calendar::FiscalYear;
use domain::correction::{CorrectedTable, FigureValue};
use domain::guide::Condition;
use domain::is_identifier;
use domain::local_governments;
use domain::reading::is_reading;
use domain::text::group_thousands;
use serde_json::Value as Json;
use store::Connection;
use store::error::AppError;
use store::tables::{find_table, read_rows as read_stored};

use super::areas::bare_code;
use super::cell::Cell;
use super::checks::{check_day_of, refuse_year_to_come};
use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Errors, Located, read_rows};
use super::table::{Row, Table};
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources};
use crate::import::table::columns::FileColumns;
use crate::import::table::described::{Column, DescribedRow, Description, Holds, Reference, RowRule, Saving};
use crate::import::table::record::Record;

/// The keys of rows that a table may refer to.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    description: &'static Description,
    /// For each reference of the table, as JSON.
    known: Vec<HashSet<String>>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection, description: &'static Description) -> Result<Self, AppError> {
        let mut known = Vec::new();
        for reference in description.references {
            known.push(keys(connection, reference).await?);
        }
        Ok(Self { description, known })
    }

    pub(crate) const fn description(&self) -> &'static Description {
        self.description
    }
}

/// The keys of the rows that a reference may name.
async fn keys(connection: &mut Connection, reference: &Reference) -> Result<HashSet<String>, AppError> {
    let table = find_table(connection, reference.table).await?;
    let places: Vec<usize> = reference.key.iter().filter_map(|column| table.place(column)).collect();
    let mut keys = HashSet::new();
    read_stored(connection, &table, |row| {
        keys.insert(Json::from(places.iter().map(|place| row[*place].clone()).collect::<Vec<_>>()).to_string());
        Ok(())
    })
    .await?;
    Ok(keys)
}

/// Rows to save, with the sources that they name.
pub(crate) struct DescribedPlan {
    pub description: &'static Description,
    pub rows: Vec<Located<DescribedRow>>,
    pub sources: NamedSources,
    pub columns: FileColumns,
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    known: &ReferenceData,
    sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> DescribedPlan {
    let description = known.description;
    let mut sources = NamedSources::of_request(request, sources, None);
    let mut duplicates = DuplicateCheck::new();
    let mut positions = Positions::default();
    let rows = read_rows(table, progress, findings, |row, errors| {
        if description.saving == Saving::Logged {
            errors.refuse_removal(
                row,
                "no mark here: a log keeps what was recorded; add a row that says what is true now",
                "空欄（記録は消さず、正しい内容の行を追加します）",
            );
        }
        let mut values = Vec::with_capacity(description.columns.len());
        let mut has_source = true;
        for column in description.columns {
            values.push(match column.holds {
                Holds::Source => {
                    let source = sources.of(&row.cell(column.spec.key), errors);
                    has_source &= source.is_some();
                    source.map_or(Json::Null, |source| Json::from(source.to_string()))
                }
                Holds::OwnSource => {
                    let source = sources.of_if_named(&row.cell(column.spec.key), errors);
                    source.map_or(Json::Null, |source| Json::from(source.to_string()))
                }
                _ => read_cell(request, column, row, errors),
            });
        }
        let mut read = DescribedRow { description, values };
        positions.fill(&mut read);
        let key_cell = row.cell(description.key.last().copied().unwrap_or_default());
        if description.saving == Saving::Replaced {
            duplicates.check(read.key(), &key_cell, errors);
        }
        for rule in description.rules {
            check_rule(request, rule, &read, row, errors);
        }
        for (reference, known) in description.references.iter().zip(&known.known) {
            let key = read.key_of(reference.columns);
            // An empty cell refers to nothing.
            let is_known = key.iter().any(Json::is_null) || known.contains(&Json::from(key).to_string());
            if !is_known && !errors.leaves_unchecked(reference.table) {
                let (english, japanese) = reference.expected;
                errors.refuse(&row.cell(reference.columns.last().copied().unwrap_or_default()), english, japanese);
            }
        }
        has_source.then_some(read)
    });
    if description.source_column().is_some() {
        sources.refuse_rows_without(request, table, findings);
    }
    DescribedPlan { description, rows, sources, columns: table.column_keys() }
}

/// Numbers rows without a position in the order of the file, each list by itself.
#[derive(Default)]
struct Positions(HashMap<String, i64>);

impl Positions {
    fn fill(&mut self, row: &mut DescribedRow) {
        for (place, column) in row.description.columns.iter().enumerate() {
            if column.holds != Holds::Position {
                continue;
            }
            let others: Vec<&str> = row.description.key.iter().copied().filter(|key| *key != column.spec.key).collect();
            // A table whose key is an identifier of its own is one list, within what it belongs to.
            let is_part_of_key = row.description.key.contains(&column.spec.key);
            let list = if is_part_of_key { others } else { others[..others.len() - 1].to_vec() };
            let last = self.0.entry(Json::from(row.key_of(&list)).to_string()).or_default();
            match row.values[place].as_i64() {
                Some(given) => *last = (*last).max(given),
                None => {
                    *last += 1;
                    row.values[place] = Json::from(*last);
                }
            }
        }
    }
}

fn read_cell(request: &Request, column: &Column, row: &Row<'_>, errors: &mut Errors) -> Json {
    let cell = row.cell(column.spec.key);
    let text = |text: Option<String>| text.map_or(Json::Null, Json::from);
    let number =
        |number: Option<u64>| number.and_then(|number| i64::try_from(number).ok()).map_or(Json::Null, Json::from);
    let value = match column.holds {
        Holds::Identifier => text(identifier(&cell, errors)),
        Holds::AreaCode => text(area_code(request, &cell, errors).map(|code| code.to_string())),
        Holds::Text | Holds::Source | Holds::OwnSource => text(errors.optional(cell.name())),
        Holds::WebAddress => text(errors.optional(cell.web_address())),
        Holds::Count(_) | Holds::Position => number(errors.optional(cell.count())),
        Holds::FiscalYear => {
            let year = errors.optional(cell.fiscal_year());
            year.map_or(Json::Null, |FiscalYear(year)| Json::from(year))
        }
        Holds::Day => text(errors.optional(cell.date()).map(|day| day.to_string())),
        Holds::Days => errors.optional(cell.days()).map_or(Json::Null, Json::from),
        Holds::Condition => text(condition(&cell, errors)),
        Holds::PastDay => {
            let day = errors.optional(cell.date());
            check_day_of(day, request.today, &cell, errors);
            text(day.map(|day| day.to_string()))
        }
        Holds::Choices(words) => text(office_cells::choices(&cell, words, errors)),
        Holds::Time => text(office_cells::time(&cell, errors)),
        Holds::Weekdays => text(office_cells::weekdays(&cell, errors)),
        Holds::Degrees(least, most) => text(office_cells::degrees(&cell, (least, most), errors)),
        Holds::Telephone => text(office_cells::telephone(&cell, errors)),
        Holds::Postcode => text(office_cells::postcode(&cell, errors)),
        Holds::Reading => text(reading(&cell, errors)),
        Holds::Mark => Json::from(errors.optional(cell.yes_or_no()).unwrap_or(false)),
        Holds::Choice(words) => {
            let given = errors.optional(cell.name());
            let found =
                given.as_ref().map(|given| words.iter().find(|(word, japanese)| given == word || given == japanese));
            if found == Some(None) {
                let known = |of: fn(&(&'static str, &'static str)) -> &'static str| {
                    words.iter().map(of).collect::<Vec<_>>().join(", ")
                };
                errors.refuse(
                    &cell,
                    format!("one of: {}", known(|word| word.0)),
                    format!("次のいずれか: {}", known(|word| word.1)),
                );
            }
            found.flatten().map_or(Json::Null, |(word, _)| Json::from(*word))
        }
    };
    // A figure that is said to be unknown, and letters that nobody sees, are no value either.
    if value.is_null() && column.is_required() {
        match column.holds {
            Holds::Count(_) if !cell.is_empty() => errors.refuse(
                &cell,
                "a whole number, 0 or more; a row whose figure is not known yet is left out",
                "0以上の整数（まだ分からない数値の行は書かないでください）",
            ),
            _ => errors.refuse(&cell, "a value", "値"),
        }
    }
    value
}

/// A condition as it is written everywhere.
fn condition(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    match text.parse::<Condition>() {
        Ok(condition) => Some(condition.to_string()).filter(|text| !text.is_empty()),
        Err(error) => {
            errors.refuse(
                cell,
                format!("a condition such as from=other_city;pet!=dog ({error})"),
                format!("from=other_city;pet!=dog のような条件（{}）", error.in_japanese()),
            );
            None
        }
    }
}

fn identifier(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    if is_identifier(&text) {
        return Some(text);
    }
    errors.refuse(
        cell,
        "1 to 64 letters or digits, '-', '_', '.' or '・', but not only dots",
        "1〜64文字の文字・数字、「-」「_」「.」「・」（点だけは不可）",
    );
    None
}

fn reading(cell: &Cell<'_>, errors: &mut Errors) -> Option<String> {
    let text = errors.optional(cell.name())?;
    if is_reading(&text) {
        return Some(text);
    }
    errors.refuse(cell, "the reading in kana, up to 40 letters", "40文字までの仮名の読み");
    None
}

/// A code of the national list, of today or of the past, with or without its check digit.
fn area_code(request: &Request, cell: &Cell<'_>, errors: &mut Errors) -> Option<AreaCode> {
    errors.keep(cell.check_intact())?;
    let digits = bare_code(cell.raw())?;
    let readings = AreaCode::readings(&digits).unwrap_or_default();
    let is_former =
        |code: &AreaCode| local_governments::list_former().iter().any(|former| former.code().as_ref() == Some(code));
    let mut known = readings.iter().filter(|code| local_governments::find(code).is_some() || is_former(code));
    if let (Some(code), None) = (known.next(), known.next()) {
        return Some(code.clone());
    }
    let given = digits.parse::<AreaCode>().ok().filter(|_| request.allow_new_areas);
    if given.is_none() {
        let (how, how_ja) = if request.is_from_command_line() {
            ("; --allow-new-areas adds others", "（一覧にない団体は --allow-new-areas で登録できます）")
        } else {
            (
                "; tick 'Add areas that are not in the national list' to add others",
                "（一覧にない団体は「一覧にない団体も登録する」を選ぶと登録できます）",
            )
        };
        errors.refuse(cell, format!("a code in the national list{how}"), format!("全国地方公共団体コード{how_ja}"));
    }
    given
}

fn check_rule(request: &Request, rule: &RowRule, read: &DescribedRow, row: &Row<'_>, errors: &mut Errors) {
    let number = |column: &str| read.get(column).as_i64();
    match rule {
        RowRule::Sum { total, parts } => {
            if let Some((english, japanese)) = wrong_sum(read, total, parts) {
                errors.refuse(&row.cell(total), english, japanese);
            }
        }
        RowRule::Difference { result, from, less } => {
            if let (Some(given), Some(from), Some(less)) = (number(result), number(from), number(less))
                && given != from - less
            {
                let difference = group_thousands(from - less);
                errors.refuse(
                    &row.cell(result),
                    format!("the difference, {difference}, or nothing"),
                    format!("差（{difference}）、または空欄"),
                );
            }
        }
        RowRule::Past { year, stage } => {
            let is_ahead = number(year).is_some_and(|year| year > i64::from(FiscalYear::of(request.today).0));
            if is_ahead && read.text(stage.0) == stage.1 {
                refuse_year_to_come(&row.cell(year), request.today, errors);
            }
        }
        RowRule::Together { columns } => {
            let is_given = |column: &&&str| !read.get(column).is_null();
            let given = columns.iter().filter(is_given).count();
            // A cell that was refused already says enough.
            let missing = columns.iter().find(|column| row.cell(column).is_empty());
            if let (Some(missing), true) = (missing, given > 0) {
                errors.refuse(
                    &row.cell(missing),
                    "a value, as in the columns that belong to it",
                    "値（組になる列とそろえて）",
                );
            }
        }
        RowRule::InOrder { first, last, may_be_equal } => {
            let (before, after) = (read.text(first), read.text(last));
            let is_in_order = before < after || (*may_be_equal && before == after);
            if !before.is_empty() && !after.is_empty() && !is_in_order {
                let header = row.cell(first).place().to_string();
                let english = if *may_be_equal { "not before" } else { "after" };
                let japanese = if *may_be_equal { "以後" } else { "より後" };
                errors.refuse(
                    &row.cell(last),
                    format!("{english} {before}, as in {header}"),
                    format!("{header}の値（{before}）{japanese}"),
                );
            }
        }
        RowRule::Figure { table, figure, values } => check_figure(table, figure, values, read, row, errors),
        // A file without one of the columns says nothing about it. Rows are looked at as they would be saved.
        RowRule::AnyOf { .. } => {}
        RowRule::NotAbove { small, large } => {
            let header = row.cell(large).place().to_string();
            if let Some((english, japanese)) = not_above(read, small, large, &header) {
                errors.refuse(&row.cell(small), english, japanese);
            }
        }
    }
}

/// What a total has to be instead, if it is not the sum of its parts; with parts that are not known, it is at least the
/// sum of the others.
pub(crate) fn wrong_sum(row: &DescribedRow, total: &str, parts: &[&str]) -> Option<(String, String)> {
    let parts: KnownSum = parts.iter().map(|part| row.get(part).as_i64()).collect();
    if parts.can_be(row.get(total).as_i64()?) {
        return None;
    }
    let sum = group_thousands(parts.sum);
    Some(if parts.unknown == 0 {
        (format!("the sum of the sources of money, {sum}"), format!("財源の合計（{sum}）"))
    } else {
        (
            format!("at least the sum of the known sources of money, {sum}"),
            format!("分かっている財源の合計（{sum}）以上"),
        )
    })
}

/// What a value has to be instead, if it is above another one, which has this header.
pub(crate) fn not_above(row: &DescribedRow, small: &str, large: &str, header: &str) -> Option<(String, String)> {
    let (low, high) = (row.get(small).as_i64()?, row.get(large).as_i64()?);
    (low > high).then(|| (format!("at most {high}, as in {header}"), format!("{header}の値（{high}）以下")))
}

/// Checks the name of a figure against the table that it is said to be in, and its values.
fn check_figure(
    table: &str,
    figure: &str,
    values: &[&'static str],
    read: &DescribedRow,
    row: &Row<'_>,
    errors: &mut Errors,
) {
    // A word that is no table is refused already.
    let Ok(known) = read.text(table).parse::<CorrectedTable>() else { return };
    let named = read.text(figure);
    if !named.is_empty() && !known.figures().contains(&named.as_str()) {
        let figures = known.figures().join(", ");
        errors.refuse(&row.cell(figure), format!("one of: {figures}"), format!("次のいずれか: {figures}"));
    }
    for value in values {
        let text = read.text(value);
        if !text.is_empty() && text.parse::<FigureValue>().is_err() {
            errors.refuse(
                &row.cell(value),
                "a number such as 1234 or 97.5, or a day such as 2026-04-01",
                "数値（1234、97.5など）または日付（2026-04-01など）",
            );
        }
    }
}
