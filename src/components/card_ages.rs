//! Cards by age: the age bands of an area on one day, compared with the count of the whole population.

use charts::{Ranking, RankingBar, ReferenceLine, ranking_chart};
use chrono::NaiveDate;
use domain::age::AgeCount;
use domain::area::Area;
use domain::card::{CardCount, Measure};
use domain::source::SourceId;
use domain::text::group_thousands;
use leptos::prelude::*;

use super::data_table::data_table;
use super::figure::{Drawing, Sources, both_widths};
use super::written::percent;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::accounts::CardFigure;
use crate::server::sheet::{Cell, Column, Row, RowKind, Sheet};

/// The bands of the newest day up to the chosen one, or a sentence that says there are none.
#[must_use]
pub fn card_ages_until(visit: &PageContext, area: &Area, measure: Measure, until: NaiveDate) -> Markup {
    match visit.snapshot.ages.days(&area.code, measure).into_iter().find(|day| *day <= until) {
        Some(day) => section(visit, area, measure, day),
        None => {
            let values = [
                ("area", visit.area_name(area)),
                ("measure", visit.measure_name(measure)),
                ("date", visit.short_date(until)),
            ];
            view! {
                <section class="stack" aria-labelledby="ages">
                    <h2 id="ages">{visit.text("ages-title")}</h2>
                    <p class="small quiet">{visit.format_text("ages-none", values)}</p>
                </section>
            }
            .into_markup()
        }
    }
}

/// The bands of the newest day that has any; empty if there are none.
#[must_use]
pub fn card_ages(visit: &PageContext, area: &Area, measure: Measure) -> Option<Markup> {
    let newest = visit.snapshot.ages.days(&area.code, measure).into_iter().next()?;
    Some(section(visit, area, measure, newest))
}

fn section(visit: &PageContext, area: &Area, measure: Measure, day: NaiveDate) -> Markup {
    let bands = visit.snapshot.ages.on(&area.code, measure, day);
    let whole = visit.snapshot.card_series(&area.code, measure).iter().find(|count| count.as_of == day);
    let sum = AgeCount::merged(bands).filter(|sum| sum.band.covers_all_ages());
    let of = |name: &str| {
        let values =
            [("area", visit.area_name(area)), ("rate", visit.rate_name(measure)), ("date", visit.short_date(day))];
        visit.format_text(name, values)
    };
    let sources: Vec<SourceId> =
        bands.iter().map(|age| &age.count).chain(whole).map(|count| count.source.clone()).collect();
    let sheet = table(visit, measure, bands, sum.as_ref(), whole, of("ages-caption"), sources.clone());
    view! {
        <section class="stack" aria-labelledby="ages">
            <h2 id="ages">{of("ages-title-of")}</h2>
            {drawing(visit, area, bands, whole, &of("ages-drawing"), sources)}
            {data_table(visit, &sheet, "wrapped-heads")}
            <p class="prose">{against_the_whole(visit, sum.as_ref(), whole)}</p>
        </section>
    }
    .into_markup()
}

/// Bands as bars in age order, with the whole population as a reference line.
fn drawing(
    visit: &PageContext,
    area: &Area,
    bands: &[AgeCount],
    whole: Option<&CardCount>,
    title: &str,
    sources: Vec<SourceId>,
) -> Markup {
    let rate = |age: &AgeCount| age.count.rate().percent();
    let bars: Vec<RankingBar> = bands
        .iter()
        .map(|age| RankingBar { name: visit.language.ages(age.band), percent: rate(age), emphasis: false })
        .collect();
    let reference = whole
        .and_then(|whole| whole.rate().percent())
        .map(|percent| ReferenceLine { percent, label: visit.area_name(area) });
    let desc: Vec<String> =
        bands.iter().map(|age| format!("{} {}", visit.language.ages(age.band), percent(rate(age)))).collect();
    let desc = desc.join(&visit.text("figure-list-separator"));
    let drawings = both_widths("card-ages", title, &desc, |caption, width| {
        ranking_chart(&Ranking {
            caption,
            width,
            bars: bars.clone(),
            reference: reference.clone(),
            // A band has no rate only if it has no residents.
            unknown_text: visit.text("ages-nobody"),
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
    visit: &PageContext,
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
    let of_bands = bands.iter().map(|age| row(visit.language.ages(age.band), &age.count, CardFigure::rate_by_age(age)));
    let of_sum =
        sum.map(|sum| row(visit.text("ages-sum"), &sum.count, CardFigure::rate_by_age(sum)).kind(RowKind::Whole));
    let of_whole =
        whole.map(|whole| row(visit.text("ages-whole"), whole, CardFigure::rate_of(whole)).kind(RowKind::Whole));
    Sheet {
        id: "ages".to_owned(),
        title,
        columns: vec![
            Column::text(visit.text("ages-age")),
            Column::number(visit.rate_name(measure)),
            Column::number(visit.measure_name(measure)),
            Column::number(visit.text("cards-population")),
        ],
        rows: of_bands.chain(of_sum).chain(of_whole).collect(),
        sources,
        note: String::new(),
    }
}

/// Whether the bands add up to the whole population, and the difference if they do not.
fn against_the_whole(visit: &PageContext, sum: Option<&AgeCount>, whole: Option<&CardCount>) -> String {
    let Some(sum) = sum.map(|sum| &sum.count) else { return visit.text("ages-not-all") };
    let Some(whole) = whole else { return visit.text("ages-no-whole") };
    let (cards, people) = (whole.cards.0 - sum.cards.0, whole.population.0 - sum.population.0);
    let same_base = whole.population_as_of == sum.population_as_of;
    let name = match (cards, people) {
        (0, 0) => "ages-add-up",
        // The bands exceed the total, so the difference cannot be people of unknown age.
        (cards, people) if cards < 0 || people < 0 || !same_base => "ages-differ",
        _ => "ages-unknown",
    };
    let values = [("cards", group_thousands(cards.abs())), ("people", group_thousands(people.abs()))];
    visit.format_text(name, values)
}
