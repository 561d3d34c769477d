//! Applies the checks of figures to the rows of a file.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::area::{Area, AreaCode, AreaKind};
use domain::figure_check::{CheckFailure, Rule, Severity, check_day, check_jump, check_wards};
use domain::text::MessageLanguage;

use super::cell::{Cell, CellError, Expected};
use super::rows::{Errors, NAMED_PLACES};
use crate::import::table::place::{ColumnPlace, clip};

/// The first figures of a file that broke one rule, and how many did.
#[derive(Debug, Clone, Default)]
struct Unusual {
    count: usize,
    first: Vec<(u64, String, CheckFailure)>,
}

/// Figures that are unusual but may be right, by rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Warnings(BTreeMap<Rule, Unusual>);

impl Warnings {
    fn add(&mut self, line: u64, place: &ColumnPlace, failure: CheckFailure) {
        let unusual = self.0.entry(failure.rule()).or_default();
        unusual.count += 1;
        if unusual.first.len() < NAMED_PLACES {
            unusual.first.push((line, place.to_string(), failure));
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (rule, unusual) in other.0 {
            let into = self.0.entry(rule).or_default();
            into.count += unusual.count;
            let room = NAMED_PLACES.saturating_sub(into.first.len());
            into.first.extend(unusual.first.into_iter().take(room));
        }
    }

    /// One line for each rule: what is unusual, in how many places, and the first of them.
    pub(crate) fn describe(&self, language: MessageLanguage) -> Vec<String> {
        let one = |(rule, Unusual { count, first }): (&Rule, &Unusual)| {
            let places = first.iter().map(|(line, column, failure)| {
                let what = failure.describe(language);
                match language {
                    MessageLanguage::English => format!("line {line}, {column}: {what}"),
                    MessageLanguage::Japanese => format!("{line}行目 {column}: {what}"),
                }
            });
            let mut places = places.collect::<Vec<_>>().join("; ");
            if *count > first.len() {
                places.push_str("; …");
            }
            match (language, rule) {
                (MessageLanguage::English, Rule::IssuedAbovePopulation) => {
                    format!("please confirm: more cards issued than residents in {count} places: {places}")
                }
                (MessageLanguage::Japanese, Rule::IssuedAbovePopulation) => {
                    format!("確認してください: 交付枚数が人口より多い箇所が{count}か所あります。{places}")
                }
                (MessageLanguage::English, _) => {
                    format!(
                        "please confirm: {count} figures differ by more than a tenth from the month before: {places}"
                    )
                }
                (MessageLanguage::Japanese, _) => {
                    format!("確認してください: 前の月から1割を超えて変わった値が{count}か所あります。{places}")
                }
            }
        };
        self.0.iter().map(one).collect()
    }
}

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

/// A figure of an area on a day, and where it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct PlacedFigure {
    pub area: AreaCode,
    pub as_of: NaiveDate,
    pub figure: i64,
    pub line: u64,
    pub place: ColumnPlace,
}

/// Compares the figure of each city on a day with the sum of its wards, where the file has all of the known ones.
pub(crate) fn wards_that_do_not_add_up(figures: &[PlacedFigure], known: &[Area]) -> Vec<CellError> {
    let mut wards: HashMap<&AreaCode, Vec<&AreaCode>> = HashMap::new();
    for area in known.iter().filter(|area| area.kind == AreaKind::Ward) {
        if let Some(city) = &area.parent {
            wards.entry(city).or_default().push(&area.code);
        }
    }
    let by_place: HashMap<(&AreaCode, NaiveDate), i64> =
        figures.iter().map(|one| ((&one.area, one.as_of), one.figure)).collect();
    let wrong = figures.iter().filter_map(|city| {
        let wards = wards.get(&city.area)?;
        let of_wards: Option<Vec<i64>> = wards.iter().map(|ward| by_place.get(&(*ward, city.as_of)).copied()).collect();
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

/// Compares each figure with the one before it, in the file or known already.
pub(crate) fn jumps<'a>(
    figures: &[PlacedFigure],
    known: impl Iterator<Item = (&'a AreaCode, NaiveDate, i64)>,
) -> Warnings {
    let mut series: HashMap<&AreaCode, BTreeMap<NaiveDate, i64>> = HashMap::new();
    for (area, as_of, figure) in known {
        series.entry(area).or_default().insert(as_of, figure);
    }
    for one in figures {
        series.entry(&one.area).or_default().insert(one.as_of, one.figure);
    }
    let mut warnings = Warnings::default();
    for one in figures {
        let before = series.get(&one.area).and_then(|series| series.range(..one.as_of).next_back());
        let found = before.and_then(|(day, before)| check_jump((*day, *before), (one.as_of, one.figure)));
        if let Some(failure) = found {
            warnings.add(one.line, &one.place, failure);
        }
    }
    warnings
}
