//! Online rates that the site computes from the catalogue: the current ones with their rows, and those of past years.
//! They are never mixed with the values recorded by the city.

use charts::{Point, Series, Stroke, Tick};
use domain::calendar::FiscalYear;
use domain::ending::Validity;
use domain::online_rate::{OnlineCount, OnlineRates};
use domain::procedure::{Procedure, SetCode};
use domain::rate::Rate;
use domain::source::SourceId;
use leptos::prelude::*;

use crate::components::base::data_table::{data_table, figure_link};
use crate::components::base::dated_drawing::{DatedLines, dated_drawing};
use crate::components::base::drawing::Sources;
use crate::components::base::formatting::{NOTHING, count, percent};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::read_model::figures::{DatedRates, Inclusion, inclusion_of, set_is_sample};
use crate::server::read_model::provenance::{OnlineFigure, UsageOver};
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// The rate with numerator and denominator: `90.3%（31件のうち28件）`.
fn opened(context: &PageContext, set: &SetCode, way: OnlineCount, rates: &OnlineRates) -> Markup {
    let rate = way.of(rates);
    let Some(value) = rate.percent() else { return NOTHING.into_markup() };
    let fraction = if way.is_by_volume() { "targets-of-applications" } else { "targets-of-procedures" };
    let of =
        context.format_text(fraction, [("numerator", count(rate.numerator)), ("denominator", count(rate.denominator))]);
    let link = figure_link(context, &OnlineFigure::rate(set, way, context.as_of), percent(Some(value)));
    view! { {link} {of} }.into_markup()
}

/// The current rates of both kinds, side by side.
#[component]
pub fn ComputedNow(set: SetCode) -> Markup {
    let context = PageContext::current();
    let rates = context.snapshot.online_rates(&set, context.as_of, context.as_of);
    let sample = set_is_sample(&context.snapshot.procedures, &set, context.as_of);
    let link = |way: OnlineCount| {
        let figure = OnlineFigure::rate(&set, way, context.as_of);
        figure_link(&context, &figure, percent(way.of(&rates).percent()))
    };
    let unknown =
        (rates.unknown > 0).then(|| context.format_text("targets-unknown-among", [("count", count(rates.unknown))]));
    view! {
        <p>
            <b>{context.text("targets-computed-title")}</b>
            " "
            <SampleLabel sample=sample />
            <br />
            <span class="small quiet">{context.format_text("targets-computed-on", [("date", context.date(context.as_of))])}</span>
        </p>
        <dl class="pair">
            <div>
                <dt>{context.text("targets-by-kinds")}</dt>
                <dd>
                    <b>{link(OnlineCount::Kinds)}</b>
                    " "
                    <span>{fraction(&context, rates.by_count())}</span>
                </dd>
            </div>
            <div>
                <dt>{context.text("targets-strict")}</dt>
                <dd>
                    <b>{link(OnlineCount::Strict)}</b>
                    " "
                    <span>{fraction(&context, rates.strict_by_count())}</span>
                </dd>
            </div>
        </dl>
        {unknown.map(|text| view! { <p class="small">{text}</p> })}
    }
    .into_markup()
}

fn fraction(context: &PageContext, rate: Rate) -> String {
    let values = [("numerator", count(rate.numerator)), ("denominator", count(rate.denominator))];
    context.format_text("targets-fraction", values)
}

/// All four rates with their exclusions, and the procedures behind them.
#[must_use]
pub fn computed_detail(context: &PageContext, set: &SetCode) -> Markup {
    let rates = context.snapshot.online_rates(set, context.as_of, context.as_of);
    let rows = [
        ("targets-by-kinds", "targets-by-kinds-hint", OnlineCount::Kinds),
        ("targets-strict", "targets-strict-hint", OnlineCount::Strict),
        ("targets-by-volume", "targets-by-volume-hint", OnlineCount::Volume),
        ("targets-strict-by-volume", "targets-by-volume-hint", OnlineCount::StrictVolume),
    ]
    .map(|(name, hint, way)| (name, hint, opened(context, set, way, &rates)));
    let rows = rows
        .into_iter()
        .map(|(name, hint, value)| {
            view! {
                <div>
                    <dt>{context.text(name)}</dt>
                    <dd><b>{value}</b> <br /><span class="small quiet">{context.text(hint)}</span></dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dl class="facts">
            {rows}
            {usage_rates(context, set)}
            <div>
                <dt>{context.text("targets-left-out")}</dt>
                <dd>{excluded_members(context, &rates)}</dd>
            </div>
        </dl>
        {row_lists(context, set)}
    }
    .into_markup()
}

/// Both usage rates of the newest fiscal year with data: how much of what can be done online is done online.
fn usage_rates(context: &PageContext, set: &SetCode) -> Markup {
    let (snapshot, today) = (&context.snapshot, context.as_of);
    let known = snapshot.procedures.iter().filter(|procedure| procedure.sets.contains(set)).flat_map(|procedure| {
        let counts = |year: FiscalYear| procedure.is_in_force(year.first_day(), today);
        let known = procedure.usage.iter().filter(|usage| usage.online.is_some()).map(|usage| usage.fiscal_year);
        known.filter(move |year| counts(*year))
    });
    let Some(year) = known.max() else {
        return view! { <div><dt>{context.text("targets-usage")}</dt><dd>{context.text("targets-usage-unknown")}</dd></div> }
            .into_markup();
    };
    [("targets-usage-all", UsageOver::All), ("targets-usage-online", UsageOver::Online)]
        .into_iter()
        .filter_map(|(name, over)| {
            let figure = OnlineFigure::usage(set, over, year);
            let provenance = figure.provenance(&context.snapshot, context.as_of)?;
            let unknown: u64 = provenance.left_out.iter().map(|(_, count)| count).sum();
            let hint = context.format_text(
                "targets-usage-hint",
                [("year", context.short_fiscal_year(year)), ("unknown", count(unknown))],
            );
            Some(view! {
                <div>
                    <dt>{context.text(name)}</dt>
                    <dd>
                        <b>{figure_link(context, &figure, percent(provenance.value))}</b>
                        <br />
                        <span class="small quiet">{hint}</span>
                    </dd>
                </div>
            })
        })
        .collect_view()
        .into_markup()
}

fn excluded_members(context: &PageContext, rates: &OnlineRates) -> String {
    context.format_text(
        "targets-left-out-counts",
        [
            ("excluded", count(rates.excluded)),
            ("unknown", count(rates.unknown)),
            ("volume", count(rates.volume_unknown)),
        ],
    )
}

/// The rows of numerator and denominator, as links.
fn row_lists(context: &PageContext, set: &SetCode) -> Markup {
    let day = context.as_of;
    let members: Vec<(&Procedure, Inclusion)> =
        context.snapshot.members_on(set, day, day).map(|procedure| (procedure, inclusion_of(procedure, day))).collect();
    let list = |name: &str, filter: Option<&str>, wanted: &dyn Fn(&Inclusion) -> bool| {
        let found: Vec<&Procedure> =
            members.iter().filter(|(_, inclusion)| wanted(inclusion)).map(|(procedure, _)| *procedure).collect();
        if found.is_empty() {
            return ().into_markup();
        }
        let links = found
            .iter()
            .map(|procedure| {
                let (text, language) = context.language.of(&procedure.name);
                let lang = context.lang(language);
                let href = context.link(&format!("/procedures/{}", procedure.id));
                view! { <li><a href=href lang=lang>{text.to_owned()}</a> " " <SampleLabel sample=procedure.sample /></li> }
            })
            .collect_view();
        let all = filter.map(|filter| {
            let href = format!("{}?set={set}{filter}", context.link("/procedures"));
            view! { <p><a href=href>{context.text("targets-in-catalogue")}</a></p> }
        });
        view! {
            <details>
                <summary>{context.format_text(name, [("count", count(found.len() as u64))])}</summary>
                {all}
                <ul class="in-columns">{links}</ul>
            </details>
        }
        .into_markup()
    };
    view! {
        <div class="stack">
            <h3>{context.text("targets-rows-title")}</h3>
            {list("targets-rows-denominator", Some(""), &|inclusion| !inclusion.excluded)}
            {list("targets-rows-online", None, &|inclusion| inclusion.online)}
            {list("targets-rows-complete", Some("&availability=complete"), &|inclusion| inclusion.complete)}
            {list("targets-rows-not-online", None, &|inclusion| {
                !inclusion.excluded && !inclusion.online && !inclusion.unknown
            })}
            {list("targets-rows-unknown", None, &|inclusion| inclusion.unknown)}
            {list("targets-rows-excluded", Some("&availability=excluded"), &|inclusion| inclusion.excluded)}
        </div>
    }
    .into_markup()
}

/// The name of the fiscal year that a value stands for, under its point.
fn year_end_tick(language: Language, tick: Tick) -> String {
    let FiscalYear(year) = FiscalYear::of(tick.date);
    language.text_with("date-fiscal-year-end", [("year", year.into())])
}

/// The sources of the procedures of a set. Past figures also count those that have ended since.
fn sources_of_set(context: &PageContext, set: &SetCode) -> Vec<SourceId> {
    let counts = |procedure: &&Procedure| {
        procedure.sets.contains(set) && procedure.validity(context.as_of, context.as_of) != Validity::Withdrawn
    };
    context.snapshot.procedures.iter().filter(counts).map(|procedure| procedure.source.clone()).collect()
}

/// Both rates at the end of each fiscal year, as a chart and as a table.
#[must_use]
pub fn computed_series(context: &PageContext, set: &SetCode, years: &[DatedRates]) -> Markup {
    let sample = set_is_sample(&context.snapshot.procedures, set, context.as_of);
    let title = context.text("targets-computed-series");
    let line = |name: &str, colour: usize, stroke: Stroke, emphasis: bool, rate: fn(&OnlineRates) -> Rate| {
        let name = context.text(name);
        let points = years
            .iter()
            .filter_map(|year| {
                let value = rate(&year.rates).percent()?;
                let tooltip =
                    format!("{name} {} {}", context.short_fiscal_year(year.fiscal_year), percent(Some(value)));
                Some(Point { date: year.on, percent: value, tooltip })
            })
            .collect();
        Series { name: name.clone(), colour, stroke, emphasis, segments: vec![points] }
    };
    let lines = DatedLines {
        series: vec![
            line("targets-by-kinds-short", 0, Stroke::Solid, true, OnlineRates::by_count),
            line("targets-strict-short", 1, Stroke::Dashed, false, OnlineRates::strict_by_count),
        ],
        bands: Vec::new(),
        step_marks: Vec::new(),
        marked: years.iter().map(|year| year.on).collect(),
        // Each value is the rate at the end of a fiscal year.
        written: |context, date| context.fiscal_year(FiscalYear::of(date)),
        ticks: year_end_tick,
    };
    let rows = years.iter().rev().map(|year| {
        let rates = &year.rates;
        let rate = |way: OnlineCount| {
            Cell::percent(way.of(rates).percent()).opens(OnlineFigure::rate(set, way, year.on)).strong()
        };
        Row::of(vec![
            Cell::text(context.fiscal_year(year.fiscal_year)),
            Cell::count(rates.counted),
            Cell::count(rates.online),
            rate(OnlineCount::Kinds),
            Cell::count(rates.complete),
            rate(OnlineCount::Strict),
            Cell::count(rates.unknown),
        ])
    });
    let heads = [
        "targets-counted",
        "targets-online-count",
        "targets-by-kinds-short",
        "targets-complete-count",
        "targets-strict-short",
        "targets-unknown-count",
    ]
    .map(|name| Column::number(context.text(name)).sample(sample));
    let sheet = Sheet {
        id: "computed".to_owned(),
        title: context.text("targets-computed-caption"),
        columns: std::iter::once(Column::text(context.text("targets-year-end"))).chain(heads).collect(),
        rows: rows.collect(),
        sources: sources_of_set(context, set),
        note: String::new(),
    };
    let table = data_table(context, &sheet, "compact");
    let note = context.text("targets-computed-never-joined");
    let desc = note.clone();
    let sources = sheet.sources.clone();
    let below = move || view! { <Sources sources=sources sample=sample note=note /> }.into_markup();
    view! {
        {dated_drawing(context, "computed-series", &title, &desc, lines, below)}
        {table}
    }
    .into_markup()
}
