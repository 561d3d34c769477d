//! Tables of My Number cards, by area and optionally by age band. Reads the ministry's tables and Tetsuzuki's own
//! template.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::{Area, AreaCode};
use domain::card::{CardCount, Cards, Measure, Population};
use domain::figure_check::{check_cards, check_jump};
use domain::rate::one_decimal;
use domain::source::Source;
use store::error::AppError;
use store::{Connection, cards};

use super::age_bands::{Bands, read_band};
use super::areas::{AreaCells, AreaFinder, AreaMatcher};
use super::cell::Expected;
use super::checks::{self, PlacedFigure, check_day_of, jumps, wards_that_do_not_add_up};
use super::coverage::covers_everybody;
use super::findings::Findings;
use super::progress::ProgressSink;
use super::row_default::RowDefault;
use super::rows::{DuplicateCheck, Errors, Located, read_rows};
use super::table::{Column, Row, Table};
use super::title_day::day_of_title;
use super::warnings::Warnings;
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources, ministry_cards};
use crate::import::table::cards::MEASURES;
use crate::import::table::columns::FileColumns;

/// The allowed difference between a printed rate and cards ÷ population, in percentage points. Printed rates are
/// rounded to one decimal.
const ROUNDING: f64 = 0.06;

/// Reference data for the rows of a card table.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    matcher: AreaMatcher,
    ages: Vec<AgeCount>,
    counts: Vec<CardCount>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self {
            matcher: AreaMatcher::load(connection).await?,
            ages: cards::list_age_counts(connection).await?,
            counts: cards::list_card_counts(connection).await?,
        })
    }
}

/// The area of a row, or the area of the whole table if the row names none.
fn find_area(
    matcher: &AreaMatcher,
    finder: &AreaFinder<'_>,
    request: &Request,
    row: &Row<'_>,
    on: Option<NaiveDate>,
    errors: &mut Errors,
) -> Option<Area> {
    let cells =
        AreaCells { code: row.cell("area_code"), prefecture: row.cell("prefecture"), name: row.cell("area_name"), on };
    let names_none = [&cells.code, &cells.prefecture, &cells.name].iter().all(|cell| cell.is_empty());
    match request.area.as_ref().filter(|_| names_none) {
        None => finder.find(&cells, errors),
        Some(code) => {
            let area = matcher.by_code(code);
            if area.is_none() {
                errors.refuse(
                    &cells.code,
                    format!("the code of a known area in --area; {code} is unknown"),
                    format!("--area に登録済みの団体のコード（{code} は登録されていません）"),
                );
            }
            area
        }
    }
}

/// Card counts to save, with their areas and sources.
#[derive(Debug, Default)]
pub(crate) struct CardPlan {
    pub counts: Vec<Located<CardCount>>,
    pub ages: Vec<Located<AgeCount>>,
    pub areas: BTreeMap<AreaCode, Area>,
    pub sources: NamedSources,
    pub columns: FileColumns,
}

/// The source that the headers make certain: only the ministry's tables name the prefecture and put the rate in these
/// words. A city's own tables count 交付枚数 as well.
fn source_of_format(table: &Table<'_>) -> Option<Source> {
    let has_counts = table.column("issued").is_some() || table.column("held").is_some();
    let rate: String = table.column("rate")?.place.header.split_whitespace().collect();
    let is_ministry = has_counts && table.column("prefecture").is_some() && rate.starts_with("人口に対する");
    is_ministry.then(ministry_cards)
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    known: ReferenceData,
    sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> CardPlan {
    let sources = NamedSources::of_request(request, sources, source_of_format(table));
    let mut plan = CardPlan { columns: table.column_keys(), sources, ..CardPlan::default() };
    let note_date = |key| table.column(key).and_then(Column::note_date);
    let dates = Dates {
        as_of: request
            .as_of
            .or_else(|| ["cards", "issued", "held"].into_iter().find_map(note_date))
            .or_else(|| day_of_title(table, findings)),
        population_as_of: request.population_as_of.or_else(|| note_date("population")),
        request,
    };
    if !covers_everybody(table, &["population", "cards", "issued", "held"], findings)
        || !known.matcher.names_are_recognised(table, findings)
    {
        return plan;
    }
    let finder = known.matcher.for_table(request, table);
    let mut duplicates = DuplicateCheck::new();
    let mut bands = Bands::beside(&known.ages);
    let mut warnings = Warnings::default();
    let rows = read_rows(table, progress, findings, |row, errors| {
        let on = day_of(row, &dates, errors);
        let area = find_area(&known.matcher, &finder, request, row, on, errors);
        let band = read_band(&row.cell("age_band"), errors);
        let counts = read_counts(row, band, &dates, (errors, &mut warnings))?;
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let source = plan.sources.of(&row.cell("source"), errors);
        let area = area?;
        for (measure, cell, _) in &counts.by_measure {
            let key = (area.code.clone(), *measure, counts.as_of);
            if let Some(band) = band {
                bands.add(key.clone(), band, &row.cell("age_band"));
            }
            duplicates.check((key, band), &row.cell(cell), errors);
        }
        let source = source?;
        let records: Vec<CardCount> = counts
            .by_measure
            .iter()
            .map(|(measure, _, cards)| CardCount {
                area: area.code.clone(),
                measure: *measure,
                as_of: counts.as_of,
                cards: *cards,
                population: counts.population,
                population_as_of: counts.population_as_of,
                source: source.clone(),
                sample,
            })
            .collect();
        plan.areas.entry(area.code.clone()).or_insert(area);
        Some(records.into_iter().map(move |count| (band, count)))
    });
    for Located { line, is_removal, what } in rows {
        for (band, count) in what {
            match band {
                Some(band) => plan.ages.push(Located { line, is_removal, what: AgeCount { band, count } }),
                None => plan.counts.push(Located { line, is_removal, what: count }),
            }
        }
    }
    plan.sources.refuse_rows_without(request, table, findings);
    findings.add_bad_cells(bands.overlapping());
    known.matcher.report(&finder, &plan.areas, findings);
    findings.warnings.merge(warnings);
    check_series(table, &known, &plan.counts, findings);
    plan
}

/// One of the two figures of a count.
#[derive(Clone, Copy)]
enum Figure {
    Cards,
    Population,
}

impl Figure {
    fn of(self, count: &CardCount) -> i64 {
        match self {
            Self::Cards => count.cards.0,
            Self::Population => count.population.0,
        }
    }
}

/// Checks counts of whole areas against each other: the wards of a city, and the month before.
fn check_series(table: &Table<'_>, known: &ReferenceData, counts: &[Located<CardCount>], findings: &mut Findings) {
    let place = |key: &str| table.column(key).map(|column| column.place.clone());
    let population = place("population");
    // A row with both measures has one population, which is compared beside each of them.
    let (mut lines_with_errors, mut lines_with_jumps) = (HashSet::new(), HashSet::new());
    for measure in Measure::ALL {
        let cards = place(if *measure == Measure::Held { "held" } else { "issued" }).or_else(|| place("cards"));
        let of_measure = || counts.iter().filter(|one| one.what.measure == *measure && !one.is_removal);
        let known_of_measure = || known.counts.iter().filter(|count| count.measure == *measure);
        for (place, figure) in [(&cards, Figure::Cards), (&population, Figure::Population)] {
            let Some(place) = place else { continue };
            let placed: Vec<PlacedFigure> = of_measure()
                .map(|Located { line, what: count, .. }| PlacedFigure {
                    area: count.area.clone(),
                    as_of: count.as_of,
                    figure: figure.of(count),
                    line: line.unwrap_or_default(),
                    place: place.clone(),
                })
                .collect();
            let is_cards = matches!(figure, Figure::Cards);
            let mut wrong = wards_that_do_not_add_up(&placed, known.matcher.wards());
            wrong.retain(|cell| is_cards || lines_with_errors.insert(cell.line));
            findings.add_bad_cells(wrong);
            let before = known_of_measure().map(|count| (&count.area, count.as_of, figure.of(count)));
            for unusual in jumps(&placed, before, check_jump) {
                if is_cards || lines_with_jumps.insert(unusual.line) {
                    findings.warnings.add(unusual.line, &unusual.place, unusual.failure);
                }
            }
        }
    }
}

/// Dates of the whole table, used if a row gives none.
struct Dates<'a> {
    as_of: Option<NaiveDate>,
    population_as_of: Option<NaiveDate>,
    request: &'a Request,
}

struct RowCounts {
    as_of: NaiveDate,
    population: Population,
    population_as_of: NaiveDate,
    by_measure: Vec<(Measure, &'static str, Cards)>,
}

/// The day of a row's figures, in its own column or of the whole table.
fn day_of(row: &Row<'_>, dates: &Dates<'_>, errors: &mut Errors) -> Option<NaiveDate> {
    let as_of = errors.optional(row.cell("as_of").date());
    let computed_on = errors.optional(row.cell("computed_on").date());
    as_of.or(computed_on).or(dates.as_of)
}

fn read_counts(
    row: &Row<'_>,
    band: Option<AgeBand>,
    dates: &Dates<'_>,
    (errors, warnings): (&mut Errors, &mut Warnings),
) -> Option<RowCounts> {
    let as_of = day_of(row, dates, errors);
    if as_of.is_none() {
        RowDefault::AsOf.refuse_missing(&row.cell("as_of"), dates.request, errors);
    }
    let population_as_of = errors.optional(row.cell("population_as_of").date()).or(dates.population_as_of);
    if population_as_of.is_none() {
        RowDefault::PopulationAsOf.refuse_missing(&row.cell("population_as_of"), dates.request, errors);
    }
    check_day_of(as_of, dates.request.today, &row.cell("as_of"), errors);
    check_day_of(population_as_of, dates.request.today, &row.cell("population_as_of"), errors);
    let population = errors.keep(row.cell("population").required_count()).map(i64::try_from);
    let population = match population {
        // An age band may be empty, but an area always has residents.
        Some(Ok(population)) if population > 0 || band.is_some() => Some(Population(population)),
        Some(_) => {
            errors.refuse(&row.cell("population"), "a population of 1 or more", "1以上の人口");
            None
        }
        None => None,
    };
    let mut by_measure = Vec::new();
    for (cell, measure) in [("issued", Some(Measure::Issued)), ("held", Some(Measure::Held)), ("cards", None)] {
        let Some(cards) = errors.optional(row.cell(cell).count()).and_then(|cards| i64::try_from(cards).ok()) else {
            continue;
        };
        let measure = match measure {
            Some(measure) => measure,
            None => match errors.word(&row.cell("measure"), MEASURES) {
                Some(measure) => measure,
                None => {
                    errors.refuse(&row.cell("measure"), "'issued' or 'held'", "「交付」または「保有」");
                    continue;
                }
            },
        };
        by_measure.push((measure, cell, Cards(cards)));
    }
    if by_measure.is_empty() {
        let cell = ["issued", "held", "cards"].into_iter().map(|key| row.cell(key)).find(|cell| !cell.is_empty());
        errors.keep::<()>(Err(cell.unwrap_or_else(|| row.cell("cards")).refused(Expected::Filled)));
    }
    let population = population?;
    check_sizes(row, population, &by_measure, (errors, warnings));
    Some(RowCounts { as_of: as_of?, population, population_as_of: population_as_of?, by_measure })
}

#[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn check_sizes(
    row: &Row<'_>,
    population: Population,
    by_measure: &[(Measure, &'static str, Cards)],
    (errors, warnings): (&mut Errors, &mut Warnings),
) {
    for (measure, cell, cards) in by_measure {
        checks::report(check_cards(*measure, *cards, population), &row.cell(cell), errors, warnings);
    }
    let printed = errors.optional(row.cell("rate").percentage());
    if let (Some(printed), [(_, _, cards)]) = (printed.filter(|_| population.0 > 0), by_measure) {
        let computed = cards.0 as f64 / population.0 as f64 * 100.0;
        if (printed - computed).abs() > ROUNDING {
            let right = one_decimal(computed);
            errors.refuse(
                &row.cell("rate"),
                format!("{right:.1}, which is cards ÷ population of this row"),
                format!("{right:.1}（この行の枚数÷人口）"),
            );
        }
    }
}
