//! The route to 100 %: what is missing, in order, and what it would take.

use std::collections::BTreeMap;

use charts::{Cumulative, cumulative_chart};
use domain::calendar::FiscalYear;
use domain::online_rate::OnlineCount;
use domain::planned_year::PlannedYear;
use domain::procedure::{DepartmentCode, Procedure, ProcedureId, SetCode};
use domain::rate::Rate;
use domain::route::{Candidate, Route, RouteStage};
use domain::source::SourceId;
use leptos::prelude::*;

use crate::components::base::data_table::data_table;
use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::address;
use crate::server::read_model::provenance::{Figure, OnlineFigure};
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};
use crate::server::read_model::value::Value;

/// The parameters of the route. Every state of the page has its own URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteChoice {
    /// The page's path without language and query.
    pub page: String,
    pub set: SetCode,
    pub count: OnlineCount,
    pub department: Option<DepartmentCode>,
    /// What if the first `first` procedures were done?
    pub first: usize,
    /// What if these procedures were done as well?
    pub done: Vec<ProcedureId>,
}

impl RouteChoice {
    /// The URL of this selection, without language.
    #[must_use]
    pub fn address(&self) -> String {
        let first = (self.first > 0).then(|| self.first.to_string());
        let done: Vec<&str> = self.done.iter().map(ProcedureId::as_str).collect();
        let done = (!done.is_empty()).then(|| done.join(";"));
        let pairs = [
            Some(("count", self.count.as_str())),
            self.department.as_ref().map(|department| ("department", department.as_str())),
            first.as_deref().map(|first| ("first", first)),
            done.as_deref().map(|done| ("done", done)),
        ];
        address(&self.page, pairs.into_iter().flatten())
    }

    /// The figure for the rate if the first `first` procedures and those selected were done.
    #[must_use]
    pub fn figure(&self, context: &PageContext, first: usize, done: Vec<ProcedureId>) -> Figure {
        Figure::Online(OnlineFigure::IfDone {
            set: self.set.clone(),
            count: self.count,
            on: context.as_of,
            first,
            department: self.department.clone(),
            done,
        })
    }

    fn with_or_without(&self, id: &ProcedureId) -> Self {
        let mut done = self.done.clone();
        match done.iter().position(|each| each == id) {
            Some(at) => {
                done.remove(at);
            }
            None => done.push(id.clone()),
        }
        Self { done, ..self.clone() }
    }
}

/// How the rate rises along the route.
#[must_use]
pub fn route_drawing(context: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let Some(now) = route.now.percent().filter(|_| !route.legs.is_empty()) else { return ().into_markup() };
    let steps: Vec<(f64, String)> = route
        .legs
        .iter()
        .enumerate()
        .map(|(at, leg)| {
            let rate = leg.then.percent().unwrap_or_default();
            (rate, format!("{}. {} {}", at + 1, name_of(context, leg.candidate.what).0, percent(Some(rate))))
        })
        .collect();
    let half = route
        .stages_to_target(0.5)
        .map(|legs| (legs, context.format_text("route-chart-half", [("count", legs.to_string())])));
    let title = context.format_text("route-chart-title", [("way", context.word("route-count", choice.count.as_str()))]);
    let desc = context.format_text(
        "route-chart-description",
        [
            ("now", percent(Some(now))),
            ("count", route.legs.len().to_string()),
            ("then", percent(route.legs.last().and_then(|leg| leg.then.percent()))),
        ],
    );
    let drawings = both_widths("route", &title, &desc, |caption, width| {
        cumulative_chart(&Cumulative {
            caption,
            width,
            now,
            steps: steps.clone(),
            half: half.clone(),
            axis_label: context.text("route-chart-axis"),
        })
    });
    let behind = || route.legs.iter().map(|leg| leg.candidate.what);
    let sources: Vec<SourceId> = behind().map(|procedure| procedure.source.clone()).collect();
    let sample = behind().any(|procedure| procedure.sample);
    let note = context.format_text("route-drawn-on", [("date", context.date(context.as_of))]);
    view! {
        <Drawing id="route" title=title drawings=drawings>
            <Sources sources=sources sample=sample note=note />
        </Drawing>
    }
    .into_markup()
}

/// The legs in order, with the contribution of each. A link adds each to the what-if selection.
#[must_use]
pub fn route_table(context: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let number = |name: &str| Column::number(context.text(name));
    let text = |name: &str| Column::text(context.text(name));
    let columns = vec![
        text("route-procedure"),
        number("route-place"),
        text("route-missing"),
        text("route-blocker"),
        text("route-planned"),
        text("route-department"),
        number("route-volume"),
        number("route-gain"),
        number("route-then"),
        text("route-if"),
    ];
    let legs = route.legs.iter().enumerate().map(|(at, leg)| leg_row(context, choice, route.now, at, leg));
    let unknown = route.of_unknown_volume.iter().map(|each| {
        let mut cells = described(context, each, Cell::nothing());
        cells.extend([Cell::nothing(), Cell::nothing(), Cell::nothing(), Cell::nothing()]);
        Row::of(cells).sample(each.what.sample)
    });
    let sheet = Sheet {
        id: "route".to_owned(),
        title: context.format_text("route-table-title", [("way", context.word("route-count", choice.count.as_str()))]),
        columns,
        rows: legs.chain(unknown).collect(),
        sources: route
            .legs
            .iter()
            .map(|leg| &leg.candidate)
            .chain(&route.of_unknown_volume)
            .map(|each| each.what.source.clone())
            .collect(),
        note: if route.of_unknown_volume.is_empty() { String::new() } else { context.text("route-unknown-volume") },
    };
    data_table(context, &sheet, "compact roomy stacked acts")
}

fn leg_row(context: &PageContext, choice: &RouteChoice, now: Rate, at: usize, leg: &RouteStage<&Procedure>) -> Row {
    let procedure = leg.candidate.what;
    let gain = Rate::new(leg.weight, now.denominator).percent();
    let is_done = at < choice.first || choice.done.contains(&procedure.id);
    let mut cells = described(context, &leg.candidate, Cell::count(at + 1));
    cells.push(procedure.latest_total().map_or_else(Cell::nothing, Cell::count));
    cells.push(Cell::points(gain, 2));
    cells.push(Cell::percent(leg.then.percent()).opens(choice.figure(context, at + 1, Vec::new())));
    cells.push(if at < choice.first {
        Cell::text(context.text("route-if-first"))
    } else {
        let word = if is_done { "route-if-take-out" } else { "route-if-put-in" };
        Cell::text(context.text(word)).leads_to(choice.with_or_without(&procedure.id).address() + "#what-if")
    });
    Row::of(cells).sample(procedure.sample)
}

/// Name, rank, missing steps, blockers, plan and department.
fn described(context: &PageContext, each: &Candidate<&Procedure>, place: Cell) -> Vec<Cell> {
    let procedure = each.what;
    let (name, lang) = name_of(context, procedure);
    let separator = context.text("figure-list-separator");
    let missing: Vec<String> = each.missing().map(|step| context.word("step", step.as_str())).collect();
    // List items need no full stops.
    let blockers: Vec<String> = procedure
        .blockers
        .iter()
        .map(|blocker| context.word("blocker", blocker.as_str()).trim_end_matches(['。', '.']).to_owned())
        .collect();
    let known = |text: String| if text.is_empty() { Cell::nothing() } else { Cell::text(text) };
    let department =
        procedure.department.as_ref().and_then(|code| context.snapshot.department(code)).map(|department| {
            let name = context.language.department_name(department);
            Cell::text(name).lang(context.lang_of_pick(&department.name_en))
        });
    vec![
        Cell::text(name).lang(lang).leads_to(crate::server::query::url_within("/procedures", procedure.id.as_str())),
        place,
        known(missing.join(&separator)),
        known(blockers.join(&separator)),
        procedure.planned_fiscal_year.map_or_else(Cell::nothing, |plan| Cell::text(context.short_planned_year(plan))),
        department.unwrap_or_else(Cell::nothing),
    ]
}

fn name_of(context: &PageContext, procedure: &Procedure) -> (String, Option<&'static str>) {
    let (name, language) = context.language.of(&procedure.name);
    (name.to_owned(), context.lang(language))
}

/// The effect of the city's own plans on the rate, year by year, and how much is not planned. A plan for a year or later
/// is met in no definite year, so it is in no rate.
#[must_use]
pub fn plan_table(context: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let mut by_year: BTreeMap<FiscalYear, Vec<ProcedureId>> = BTreeMap::new();
    let mut open: BTreeMap<PlannedYear, usize> = BTreeMap::new();
    let all = || route.legs.iter().map(|leg| &leg.candidate).chain(&route.of_unknown_volume);
    for each in all() {
        match each.planned {
            Some(PlannedYear::In(year)) => by_year.entry(year).or_default().push(each.what.id.clone()),
            Some(plan @ PlannedYear::OrLater(_)) => *open.entry(plan).or_default() += 1,
            None => {}
        }
    }
    let without = all().filter(|each| each.planned.is_none()).count();
    let mut done: Vec<ProcedureId> = Vec::new();
    let mut rows: Vec<Row> = by_year
        .into_iter()
        .map(|(year, ids)| {
            let planned = ids.len();
            done.extend(ids);
            let rate = route.rate_if_done(|each| each.planned.is_some_and(|plan| plan.is_met_by(year)));
            Row::of(vec![
                Cell::text(context.fiscal_year(year)),
                Cell::count(planned),
                Cell::percent(rate.percent()).opens(choice.figure(context, 0, done.clone())),
            ])
        })
        .collect();
    let mut note = context.text(match choice.count {
        OnlineCount::Kinds | OnlineCount::Volume => "route-plans-note",
        OnlineCount::Strict | OnlineCount::StrictVolume => "route-plans-note-strict",
    });
    if !open.is_empty() {
        note = context.format_text("route-plans-or-later", [("note", note)]);
    }
    rows.extend(open.into_iter().map(|(plan, planned)| {
        Row::of(vec![Cell::text(context.planned_year(plan)), Cell::count(planned), Cell::of(Value::Nothing)])
    }));
    rows.push(Row::of(vec![Cell::text(context.text("route-no-plan")), Cell::count(without), Cell::of(Value::Nothing)]));
    let sheet = Sheet {
        id: "plans".to_owned(),
        title: context.text("route-plans-title"),
        columns: vec![
            Column::text(context.text("route-planned")),
            Column::number(context.text("route-planned-count")),
            Column::number(context.text("route-planned-rate")),
        ],
        rows,
        sources: all().map(|each| each.what.source.clone()).collect(),
        note,
    };
    data_table(context, &sheet, "compact")
}
