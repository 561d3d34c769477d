//! Cards by age: the age bands of an area on one day, compared with the count of the whole population.

use charts::{Ranking, RankingBar, ReferenceLine, ranking_chart};
use chrono::NaiveDate;
use domain::age::AgeCount;
use domain::area::Area;
use domain::card::{CardCount, Measure};
use domain::source::SourceId;
use domain::text::group_thousands;
use leptos::prelude::*;

use crate::components::base::data_table::data_table;
use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::provenance::CardFigure;
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// The bands of the newest day up to the chosen one, or a sentence that says there are none.
#[must_use]
pub fn card_ages_until(context: &PageContext, area: &Area, measure: Measure, until: NaiveDate) -> Markup {
    match context.snapshot.ages.days(&area.code, measure).into_iter().find(|day| *day <= until) {
        Some(day) => section(context, area, measure, day),
        None => {
            let values = [
                ("area", context.area_name(area)),
                ("measure", context.measure_name(measure)),
                ("date", context.short_date(until)),
            ];
            view! {
                <section class="stack" aria-labelledby="ages">
                    <h2 id="ages">{context.text("ages-title")}</h2>
                    <p class="small quiet">{context.format_text("ages-none", values)}</p>
                </section>
            }
            .into_markup()
        }
    }
}

/// The bands of the newest day that has any; empty if there are none.
#[must_use]
pub fn card_ages(context: &PageContext, area: &Area, measure: Measure) -> Option<Markup> {
    let newest = context.snapshot.ages.days(&area.code, measure).into_iter().next()?;
    Some(section(context, area, measure, newest))
}

fn section(context: &PageContext, area: &Area, measure: Measure, day: NaiveDate) -> Markup {
    let bands = context.snapshot.ages.on(&area.code, measure, day);
    let whole = context.snapshot.card_count(&area.code, measure, day);
    let sum = AgeCount::merged(bands).filter(|sum| sum.band.covers_all_ages());
    let of = |name: &str| {
        let values = [
            ("area", context.area_name(area)),
            ("rate", context.rate_name(measure)),
            ("date", context.short_date(day)),
        ];
        context.format_text(name, values)
    };
    let sources: Vec<SourceId> =
        bands.iter().map(|age| &age.count).chain(whole).map(|count| count.source.clone()).collect();
    let sheet = table(context, measure, bands, sum.as_ref(), whole, of("ages-caption"), sources.clone());
    view! {
        <section class="stack" aria-labelledby="ages">
            <h2 id="ages">{of("ages-title-of")}</h2>
            {drawing(context, area, bands, whole, &of("ages-drawing"), sources)}
            <details>
                <summary>{context.text("show-table")}</summary>
                {data_table(context, &sheet, "")}
            </details>
            <p class="prose">{against_the_whole(context, sum.as_ref(), whole)}</p>
        </section>
    }
    .into_markup()
}

/// Bands as bars in age order, with the whole population as a reference line.
fn drawing(
    context: &PageContext,
    area: &Area,
    bands: &[AgeCount],
    whole: Option<&CardCount>,
    title: &str,
    sources: Vec<SourceId>,
) -> Markup {
    let rate = |age: &AgeCount| age.count.rate().percent();
    let bars: Vec<RankingBar> = bands
        .iter()
        .map(|age| RankingBar { name: context.language.ages(age.band), percent: rate(age), emphasis: false })
        .collect();
    let reference = whole
        .and_then(|whole| whole.rate().percent())
        .map(|percent| ReferenceLine { percent, label: context.area_name(area) });
    let desc: Vec<String> =
        bands.iter().map(|age| format!("{} {}", context.language.ages(age.band), percent(rate(age)))).collect();
    let desc = desc.join(&context.text("figure-list-separator"));
    let drawings = both_widths("card-ages", title, &desc, |caption, width| {
        ranking_chart(&Ranking {
            caption,
            width,
            bars: bars.clone(),
            reference: reference.clone(),
            // A band has no rate only if it has no residents.
            unknown_text: context.text("ages-nobody"),
        })
    });
    let sample = bands.iter().map(|age| &age.count).chain(whole).any(|count| count.sample);
    view! {
        <Drawing id="card-ages" title=title drawings=drawings>
            <Sources sources=sources sample=sample />
        </Drawing>
    }
    .into_markup()
}

/// The bands, their sum if they cover all ages, and the count of the whole population.
fn table(
    context: &PageContext,
    measure: Measure,
    bands: &[AgeCount],
    sum: Option<&AgeCount>,
    whole: Option<&CardCount>,
    title: String,
    sources: Vec<SourceId>,
) -> Sheet {
    let row = |name: String, count: &CardCount, figure| {
        let rate = Cell::percent(count.rate().percent()).opens(figure).strong();
        Row::of(vec![Cell::text(name), rate, Cell::count(count.cards.0), Cell::count(count.population.0)])
            .sample(count.sample)
    };
    let of_bands =
        bands.iter().map(|age| row(context.language.ages(age.band), &age.count, CardFigure::rate_by_age(age)));
    let of_sum =
        sum.map(|sum| row(context.text("ages-sum"), &sum.count, CardFigure::rate_by_age(sum)).kind(RowKind::Whole));
    let of_whole =
        whole.map(|whole| row(context.text("ages-whole"), whole, CardFigure::rate_of(whole)).kind(RowKind::Whole));
    Sheet {
        id: "ages".to_owned(),
        title,
        columns: vec![
            Column::text(context.text("ages-age")),
            Column::number(context.rate_name(measure)),
            Column::number(context.measure_name(measure)),
            Column::number(context.text("cards-population")),
        ],
        rows: of_bands.chain(of_sum).chain(of_whole).collect(),
        sources,
        note: String::new(),
    }
}

/// Whether the bands add up to the whole population, and the difference if they do not.
fn against_the_whole(context: &PageContext, sum: Option<&AgeCount>, whole: Option<&CardCount>) -> String {
    let Some(sum) = sum.map(|sum| &sum.count) else { return context.text("ages-not-all") };
    let Some(whole) = whole else { return context.text("ages-no-whole") };
    let (cards, people) = (whole.cards.0 - sum.cards.0, whole.population.0 - sum.population.0);
    let same_base = whole.population_as_of == sum.population_as_of;
    let name = match (cards, people) {
        (0, 0) => "ages-add-up",
        // The bands exceed the total, so the difference cannot be people of unknown age.
        (cards, people) if cards < 0 || people < 0 || !same_base => "ages-differ",
        (0, _) => "ages-unknown-people",
        (_, 0) => "ages-unknown-cards",
        _ => "ages-unknown",
    };
    let values = [("cards", group_thousands(cards.abs())), ("people", group_thousands(people.abs()))];
    context.format_text(name, values)
}
