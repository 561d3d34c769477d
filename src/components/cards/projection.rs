//! Projections of card rates, drawn apart from the counts and never across two measures.

use charts::{Band, Point, Series, Stroke};
use chrono::{Months, NaiveDate};
use domain::area::Area;
use domain::card::CardCount;
use domain::projection::method::LEAST_COUNTS;
use domain::projection::{LEVEL_IN_PERCENT, MONTHS_SHOWN, Projection, project};
use domain::source::SourceId;
use leptos::prelude::*;

use super::charts::date_tick;
use crate::components::base::data_table::{data_table, with_figure};
use crate::components::base::dated_drawing::{DatedLines, dated_drawing};
use crate::components::base::drawing::Sources;
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::is_contiguous;
use crate::server::read_model::provenance::CardFigure;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// Number of months of counts that the chart shows before the projection.
const MONTHS_BEFORE: u32 = 36;

/// The projection of an area's counts of one measure, oldest first, or the reason why there is none.
#[must_use]
pub fn projection(context: &PageContext, area: &Area, counts: &[CardCount]) -> Markup {
    let content = match (project(counts), counts.last()) {
        (Some(made), Some(last)) => projected(context, area, counts, last, &made),
        _ => none(context),
    };
    section(context, content)
}

/// The projection in one sentence, with a link to its chart and values on the area's page.
#[must_use]
pub fn projection_in_short(context: &PageContext, area: &Area, counts: &[CardCount]) -> Markup {
    let expected = project(counts).and_then(|made| made.expected.last().copied());
    let content = match (expected, counts.last()) {
        (Some(expected), Some(last)) => {
            let values = [
                ("area", context.area_name(area)),
                ("date", context.date(expected.on)),
                ("rate", percent(Some(expected.rate))),
                ("low", percent(Some(expected.low))),
                ("high", percent(Some(expected.high))),
                ("level", LEVEL_IN_PERCENT.to_string()),
                ("last", context.date(last.as_of)),
            ];
            // Without newer counts, the year after the last count may already be over.
            let name = if expected.on < context.as_of { "projection-short-past" } else { "projection-short" };
            let figure = CardFigure::projection(last, expected.on);
            let href =
                format!("{}?measure={}#projection", context.link(&format!("/cards/{}", area.code)), last.measure);
            view! {
                <p class="wording">{with_figure(context, name, values, "rate", &figure)}</p>
                <p><a href=href>{context.text("projection-to")}</a></p>
            }
            .into_markup()
        }
        _ => none(context),
    };
    section(context, content)
}

fn none(context: &PageContext) -> Markup {
    view! { <p class="wording">{context.format_text("projection-none", [("counts", LEAST_COUNTS.to_string())])}</p> }
        .into_markup()
}

fn section(context: &PageContext, content: Markup) -> Markup {
    view! {
        <section class="stack" aria-labelledby="projection">
            <h2 id="projection">{context.text("projection-title")}</h2>
            {content}
        </section>
    }
    .into_markup()
}

fn projected(context: &PageContext, area: &Area, counts: &[CardCount], last: &CardCount, made: &Projection) -> Markup {
    let level = LEVEL_IN_PERCENT.to_string();
    let started = last.as_of.checked_sub_months(Months::new(MONTHS_BEFORE)).unwrap_or(NaiveDate::MIN);
    let shown: Vec<&CardCount> = counts.iter().filter(|count| count.as_of >= started).collect();
    let name = context.area_name(area);
    let rate_name = context.rate_name(last.measure);
    let known = shown.iter().filter_map(|count| {
        let percent_of = count.rate().percent()?;
        let tooltip = format!("{name} {} {}", context.short_date(count.as_of), percent(Some(percent_of)));
        Some(Point { date: count.as_of, percent: percent_of, tooltip })
    });
    let known = is_contiguous(known.collect(), |point: &Point| point.date);
    // The dashed line and the band start at the last count.
    let last_rate = last.rate().percent().unwrap_or_default();
    let start = Point { date: last.as_of, percent: last_rate, tooltip: String::new() };
    let ahead = made.expected.iter().map(|each| Point {
        date: each.on,
        percent: each.rate,
        tooltip: context.format_text(
            "projection-tooltip",
            [
                ("date", context.short_date(each.on)),
                ("rate", percent(Some(each.rate))),
                ("low", percent(Some(each.low))),
                ("high", percent(Some(each.high))),
            ],
        ),
    });
    let band: Vec<_> = std::iter::once((last.as_of, last_rate, last_rate))
        .chain(made.expected.iter().map(|each| (each.on, each.low, each.high)))
        .collect();
    let series = vec![
        Series { name: rate_name.clone(), colour: 0, stroke: Stroke::Solid, emphasis: true, segments: known },
        Series {
            name: context.text("projection-line"),
            colour: 1,
            stroke: Stroke::Dashed,
            emphasis: false,
            segments: vec![std::iter::once(start).chain(ahead).collect()],
        },
    ];
    let title = context.format_text("projection-drawing", [("area", name), ("rate", rate_name.clone())]);
    let desc = context.format_text("projection-description", [("level", level.clone())]);
    let broken = series.iter().any(|line| line.segments.len() > 1);
    let bands = vec![Band { colour: 1, points: band }];
    let lines = DatedLines {
        series,
        bands,
        step_marks: Vec::new(),
        marked: Vec::new(),
        written: PageContext::short_date,
        ticks: date_tick,
    };
    let sources: Vec<SourceId> = shown.iter().map(|count| count.source.clone()).collect();
    let sample = shown.iter().any(|count| count.sample);
    let how = context.format_text(
        "projection-how",
        [
            ("before", context.short_date(paced_from(made, last))),
            ("last", context.short_date(last.as_of)),
            ("months", MONTHS_SHOWN.to_string()),
            ("level", level.clone()),
        ],
    );
    let mut note = context.text("projection-note");
    if broken {
        note = [note, context.text("series-gap-note")].join(context.language.pick("", " "));
    }
    let below = {
        let sources = sources.clone();
        move || view! { <Sources sources=sources sample=sample note=note /> }.into_markup()
    };
    let sheet = table(context, last, made, &level, sources);
    let end = made.expected.last().map(|each| each.on).filter(|end| *end < context.as_of);
    let past = end.map(|end| {
        let values = [("date", context.date(end)), ("last", context.date(last.as_of))];
        view! { <p class="notice">{context.format_text("projection-is-past", values)}</p> }
    });
    view! {
        {past}
        <p class="prose wording">{how}</p>
        {dated_drawing(context, "projection", &title, &desc, lines, below)}
        {data_table(context, &sheet, "compact")}
    }
    .into_markup()
}

/// The day of the count that the pace until the last count is measured from.
fn paced_from(made: &Projection, last: &CardCount) -> NaiveDate {
    made.computed_from.iter().rev().nth(1).copied().unwrap_or(last.as_of)
}

fn table(context: &PageContext, last: &CardCount, made: &Projection, level: &str, sources: Vec<SourceId>) -> Sheet {
    let rows = made
        .expected
        .iter()
        .map(|each| {
            let opened = |percent: f64| Cell::percent(Some(percent));
            Row::of(vec![
                Cell::date(each.on),
                opened(each.rate).opens(CardFigure::projection(last, each.on)),
                Cell::text(format!("{:.1}–{:.1}", each.low, each.high)),
            ])
            .sample(last.sample)
        })
        .collect();
    Sheet {
        id: "projection".to_owned(),
        title: context.format_text("projection-table", [("rate", context.rate_name(last.measure))]),
        columns: vec![
            Column::text(context.text("projection-month")),
            Column::number(context.text("projection-rate")),
            Column::text(context.format_text("projection-interval", [("level", level.to_owned())])),
        ],
        rows,
        sources,
        note: context.text("projection-note"),
    }
}
