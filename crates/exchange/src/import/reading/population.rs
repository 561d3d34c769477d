//! Tables of resident population.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::area::{Area, AreaCode};
use domain::card::Population;
use domain::figure_check::check_population_jump;
use store::Connection;
use store::areas::{PopulationCount, list_population};
use store::error::AppError;

use super::areas::{AreaCells, AreaMatcher};
use super::checks::{PlacedFigure, check_day_of, jumps};
use super::coverage::covers_everybody;
use super::findings::Findings;
use super::progress::ProgressSink;
use super::row_default::RowDefault;
use super::rows::{DuplicateCheck, Located, read_rows};
use super::table::{Column, Table};
use super::title_day::day_of_title;
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources};
use crate::import::table::columns::FileColumns;

/// Reference data for the rows of a table of residents.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    matcher: AreaMatcher,
    counts: Vec<PopulationCount>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self { matcher: AreaMatcher::load(connection).await?, counts: list_population(connection).await? })
    }
}

/// Population counts to save, with their areas and sources.
#[derive(Debug, Default)]
pub(crate) struct PopulationPlan {
    pub counts: Vec<Located<PopulationCount>>,
    pub areas: BTreeMap<AreaCode, Area>,
    pub sources: NamedSources,
    pub columns: FileColumns,
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    ReferenceData { matcher, counts: known }: &ReferenceData,
    sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> PopulationPlan {
    let sources = NamedSources::of_request(request, sources, None);
    let mut plan = PopulationPlan { columns: table.column_keys(), sources, ..PopulationPlan::default() };
    let of_table = request.as_of.or_else(|| table.column("population").and_then(Column::note_date));
    let of_table = of_table.or_else(|| day_of_title(table, findings));
    if !covers_everybody(table, &["population"], findings) || !matcher.names_are_recognised(table, findings) {
        return plan;
    }
    let finder = matcher.for_table(request, table);
    let mut duplicates = DuplicateCheck::new();
    plan.counts = read_rows(table, progress, findings, |row, errors| {
        let beside_cards = errors.optional(row.cell("population_as_of").date());
        let day_cell = row.cell(if beside_cards.is_some() { "population_as_of" } else { "as_of" });
        let as_of = beside_cards.or_else(|| errors.optional(row.cell("as_of").date())).or(of_table);
        let area = finder.find(
            &AreaCells {
                code: row.cell("area_code"),
                prefecture: row.cell("prefecture"),
                name: row.cell("area_name"),
                on: as_of,
            },
            errors,
        );
        if as_of.is_none() {
            RowDefault::AsOf.refuse_missing(&row.cell("as_of"), request, errors);
        }
        check_day_of(as_of, request.today, &day_cell, errors);
        let population = errors.keep(row.cell("population").required_count());
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let source = plan.sources.of(&row.cell("source"), errors);
        let (area, as_of, population) = (area?, as_of?, population?);
        duplicates.check((area.code.clone(), as_of), &row.cell("population"), errors);
        let count = PopulationCount {
            area: area.code.clone(),
            as_of,
            population: Population(i64::try_from(population).ok()?),
            source: source?,
            sample,
        };
        plan.areas.entry(area.code.clone()).or_insert(area);
        Some(count)
    });
    plan.sources.refuse_rows_without(request, table, findings);
    matcher.report(&finder, &plan.areas, findings);
    check_series(table, known, &plan.counts, findings);
    plan
}

/// Compares each count with the one before it, in the file or known already.
fn check_series(
    table: &Table<'_>,
    known: &[PopulationCount],
    counts: &[Located<PopulationCount>],
    findings: &mut Findings,
) {
    let Some(place) = table.column("population").map(|column| &column.place) else { return };
    let placed: Vec<PlacedFigure> = counts
        .iter()
        .filter(|count| !count.is_removal)
        .map(|Located { line, what: count, .. }| PlacedFigure {
            area: count.area.clone(),
            as_of: count.as_of,
            figure: count.population.0,
            line: line.unwrap_or_default(),
            place: place.clone(),
        })
        .collect();
    let known = known.iter().map(|count| (&count.area, count.as_of, count.population.0));
    for unusual in jumps(&placed, known, check_population_jump) {
        findings.warnings.add(unusual.line, &unusual.place, unusual.failure);
    }
}
