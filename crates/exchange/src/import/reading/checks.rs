//! Applies the checks of figures to the rows of a file.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::figure_check::{CheckFailure, Severity, check_day, check_wards};
use domain::local_governments::period_of_ward;
use domain::text::MessageLanguage;

use super::areas::WardsByCity;
use super::cell::{Cell, CellError, Expected};
use super::rows::Errors;
use super::warnings::Warnings;
use crate::import::table::place::{ColumnPlace, clip};

/// Records what a check found about a cell: an error, or a warning.
pub(crate) fn report(found: Option<CheckFailure>, cell: &Cell<'_>, errors: &mut Errors, warnings: &mut Warnings) {
    match found {
        None => {}
        Some(failure) if failure.severity() == Severity::Refusal => {
            errors.refuse(cell, failure.describe(MessageLanguage::English), failure.describe(MessageLanguage::Japanese))
        }
        Some(failure) => warnings.add(cell.line(), cell.place(), failure),
    }
}

/// Refuses a day that has not come.
pub(crate) fn check_day_of(day: Option<NaiveDate>, today: NaiveDate, cell: &Cell<'_>, errors: &mut Errors) {
    let found = day.and_then(|day| check_day(day, today));
    report(found, cell, errors, &mut Warnings::default());
}

/// Refuses a fiscal year that has not begun, of which nothing can have been counted.
pub(crate) fn check_year_of(year: Option<FiscalYear>, today: NaiveDate, cell: &Cell<'_>, errors: &mut Errors) {
    if year.is_some_and(|year| year > FiscalYear::of(today)) {
        refuse_year_to_come(cell, today, errors);
    }
}

/// Refuses the fiscal year of a figure that cannot have been counted yet.
pub(crate) fn refuse_year_to_come(cell: &Cell<'_>, today: NaiveDate, errors: &mut Errors) {
    let year = FiscalYear::of(today);
    errors.refuse(
        cell,
        format!("a fiscal year that has begun, {} at most, because this is a figure that was counted", year.0),
        format!("すでに始まった年度（{}まで）。実際に数えた値のため", year.era_label_ja()),
    );
}

/// A figure of an area on a day, and where it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct PlacedFigure {
    pub area: AreaCode,
    pub as_of: NaiveDate,
    pub figure: i64,
    pub line: u64,
    pub place: ColumnPlace,
}

/// A figure that is unusual but may be right, and where it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct UnusualFigure {
    pub line: u64,
    pub place: ColumnPlace,
    pub failure: CheckFailure,
}

/// Compares the figure of each city on a day with the sum of its wards of that day, where the file has all of the known
/// ones.
pub(crate) fn wards_that_do_not_add_up(figures: &[PlacedFigure], wards: &WardsByCity) -> Vec<CellError> {
    let by_place: HashMap<(&AreaCode, NaiveDate), i64> =
        figures.iter().map(|one| ((&one.area, one.as_of), one.figure)).collect();
    let wrong = figures.iter().filter_map(|city| {
        let wards = wards.get(&city.area)?.iter().filter(|ward| period_of_ward(ward).contains(city.as_of));
        let of_wards: Option<Vec<i64>> = wards.map(|ward| by_place.get(&(ward, city.as_of)).copied()).collect();
        let failure = check_wards(city.figure, &of_wards?)?;
        Some(CellError {
            line: city.line,
            column: Box::new(city.place.clone()),
            value: clip(&city.figure.to_string()),
            expected: Expected::Other {
                english: failure.describe(MessageLanguage::English),
                japanese: failure.describe(MessageLanguage::Japanese),
            },
        })
    });
    wrong.collect()
}

/// Compares each figure with the one before it, in the file or known already, by the given check.
pub(crate) fn jumps<'a>(
    figures: &[PlacedFigure],
    known: impl Iterator<Item = (&'a AreaCode, NaiveDate, i64)>,
    check: impl Fn((NaiveDate, i64), (NaiveDate, i64)) -> Option<CheckFailure>,
) -> Vec<UnusualFigure> {
    let mut series: HashMap<&AreaCode, BTreeMap<NaiveDate, i64>> = HashMap::new();
    for one in figures {
        series.entry(&one.area).or_default().insert(one.as_of, one.figure);
    }
    // Only the areas of the file; its own figures replace those known.
    for (area, as_of, figure) in known {
        if let Some(series) = series.get_mut(area) {
            series.entry(as_of).or_insert(figure);
        }
    }
    let unusual = figures.iter().filter_map(|one| {
        let (day, before) = series.get(&one.area)?.range(..one.as_of).next_back()?;
        let failure = check((*day, *before), (one.as_of, one.figure))?;
        Some(UnusualFigure { line: one.line, place: one.place.clone(), failure })
    });
    unusual.collect()
}
