//! Tables of resident population.

use std::collections::BTreeMap;

use domain::area::{Area, AreaCode};
use domain::card::Population;
use store::areas::PopulationCount;

use super::areas::{AreaCells, AreaMatcher};
use super::checks::check_day_of;
use super::coverage::covers_everybody;
use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Located, read_rows};
use super::table::{Column, Table};
use super::title_day::day_of_title;
use crate::import::request::Request;
use crate::import::sources::NamedSources;

/// Population counts to save, with their areas and sources.
#[derive(Debug, Default)]
pub(crate) struct PopulationPlan {
    pub counts: Vec<Located<PopulationCount>>,
    pub areas: BTreeMap<AreaCode, Area>,
    pub sources: NamedSources,
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    matcher: &AreaMatcher,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> PopulationPlan {
    let mut plan = PopulationPlan::default();
    let default_source = request.default_source();
    let of_table = request.as_of.or_else(|| table.column("population").and_then(Column::note_date));
    let of_table = of_table.or_else(|| day_of_title(table, findings));
    if !covers_everybody(table, &["population"], findings) || !matcher.names_are_recognised(table, findings) {
        return plan;
    }
    let finder = matcher.for_table(request, table);
    let mut duplicates = DuplicateCheck::new();
    plan.counts = read_rows(table, progress, findings, |row, errors| {
        let as_of = errors.optional(row.cell("as_of").date()).or(of_table);
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
            errors.refuse(
                &row.cell("as_of"),
                "the date of the figures, in this column or with --as-of",
                "基準日（この列、または --as-of で指定）",
            );
        }
        check_day_of(as_of, request.today, &row.cell("as_of"), errors);
        let population = errors.keep(row.cell("population").required_count());
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let named = errors.optional(row.cell("source").name());
        let (area, as_of, population) = (area?, as_of?, population?);
        duplicates.check((area.code.clone(), as_of), &row.cell("population"), errors);
        let source = plan.sources.of(named.as_deref(), &default_source, sample);
        let count = PopulationCount {
            area: area.code.clone(),
            as_of,
            population: Population(i64::try_from(population).ok()?),
            source,
            sample,
        };
        plan.areas.entry(area.code.clone()).or_insert(area);
        Some(count)
    });
    matcher.report(&finder, &plan.areas, findings);
    plan
}
