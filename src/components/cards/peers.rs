//! The city among its peers, the cities designated by ordinance (政令指定都市).

use chrono::NaiveDate;
use domain::area::{Area, AreaCode};
use domain::card::{CardCount, Measure};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::charts::ranking_drawing;
use super::choice::{BadChoiceNotice, CardChoice, CityList, DateForm, MeasureSwitch, fallback_notice};
use super::tables::ranking_table;
use crate::components::base::data_table::{data_table, with_figure};
use crate::components::base::drawing::workbook_link;
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::{Ranked, last_of_each_fiscal_year, rank_by_rate};
use crate::server::read_model::provenance::CardFigure;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

fn designated_cities(context: &PageContext) -> Vec<&Area> {
    context.snapshot.areas.values().filter(|area| area.is_designated_city()).collect()
}

/// The designated cities with a count on that day, ranked by rate.
fn peers_on(context: &PageContext, measure: Measure, as_of: NaiveDate) -> Vec<Ranked<'_>> {
    let mut placed = rank_by_rate(&context.snapshot, designated_cities(context).into_iter(), measure, as_of);
    placed.retain(|each| each.place.is_some());
    placed
}

fn address(context: &PageContext, choice: &CardChoice) -> String {
    let day = choice.as_of.map_or_else(String::new, |as_of| format!("&as_of={as_of}"));
    format!("{}?list={}&measure={}{day}", context.link("/cards"), CityList::DesignatedCities, choice.measure)
}

/// The city's rank among its peers in a sentence; `None` if it has no peers or is not a designated city.
fn place_sentence(context: &PageContext, city: &Area, placed: &[Ranked<'_>]) -> Option<Markup> {
    let own = placed.iter().find(|each| each.area.code == city.code)?;
    let (count, first) = (own.count?, placed.first()?);
    if placed.len() < 2 {
        return None;
    }
    let values = [
        ("area", context.area_name(city)),
        ("place", own.place?.to_string()),
        ("of", placed.len().to_string()),
        ("rate", percent(own.percent())),
        ("first", context.area_name(first.area)),
        ("date", context.date(count.as_of)),
    ];
    Some(with_figure(context, "cards-peers-place", values, "rate", &CardFigure::rate_of(count)))
}

/// The section on the wards' page: the city's rank among its peers, with a link to their list.
#[must_use]
pub fn among_peers(context: &PageContext, city: &Area, choice: &CardChoice) -> Markup {
    let Some(as_of) = choice.as_of else { return ().into_markup() };
    let placed = peers_on(context, choice.measure, as_of);
    let Some(sentence) = place_sentence(context, city, &placed) else { return ().into_markup() };
    view! {
        <section class="stack" aria-labelledby="peers">
            <h2 id="peers">{context.text("cards-peers-title")}</h2>
            <p class="wording">{sentence}</p>
            <p><a href=address(context, choice)>{context.text("cards-to-peers")}</a></p>
        </section>
    }
    .into_markup()
}

/// All designated cities on one day, and the city's rank by year.
#[component]
pub fn Peers() -> Markup {
    let context = PageContext::current();
    let codes: Vec<AreaCode> = designated_cities(&context).iter().map(|area| area.code.clone()).collect();
    let choice = context
        .parameters()
        .only(&["measure", "as_of", "list"])
        .map_err(super::choice::BadChoice::from)
        .and_then(|()| CardChoice::read(&context, &codes));
    let choice = match choice {
        Ok(choice) => choice,
        Err(why) => {
            expect_context::<ResponseOptions>().set_status(http::StatusCode::BAD_REQUEST);
            return view! { <BadChoiceNotice why=why /> }.into_markup();
        }
    };
    let list = CityList::DesignatedCities;
    let snapshot = &context.snapshot;
    let has_wards = snapshot.home().is_some_and(|city| snapshot.wards(&city.code).next().is_some());
    let back = context.text(if has_wards { "cards-to-wards" } else { "cards-to-city" });
    let content = match choice.as_of {
        Some(as_of) => side_by_side(&context, &choice, as_of),
        None => view! {
            <div class="notice stack">
                <h2>{context.format_text("cards-none-at-all", [("measure", context.measure_name(choice.measure))])}</h2>
                <p>{context.text("cards-no-counts-why")}</p>
            </div>
        }
        .into_markup(),
    };
    view! {
        <div class="stack">
            <MeasureSwitch measure=choice.measure offered=choice.offered.clone() page="/cards".to_owned() keeps=format!("list={list}") />
            <DateForm choice=choice.clone() list=list />
            {fallback_notice(&context, &choice)}
            <p><a href=context.link("/cards")>{back}</a></p>
        </div>
        {content}
    }
    .into_markup()
}

fn side_by_side(context: &PageContext, choice: &CardChoice, as_of: NaiveDate) -> Markup {
    let placed = peers_on(context, choice.measure, as_of);
    let dated = |name: &str| {
        context.format_text(name, [("rate", context.rate_name(choice.measure)), ("date", context.short_date(as_of))])
    };
    let home = context.snapshot.home();
    let sentence = home.and_then(|city| place_sentence(context, city, &placed));
    // Built at its place in the page, so that the workbook lists the tables in page order.
    let over_time = || home.map(|city| places_by_year(context, city, choice.measure));
    view! {
        {workbook_link(context)}
        <section class="stack" aria-labelledby="peers">
            <h2 id="peers">{dated("cards-peers-of")}</h2>
            <p class="lead wording">{sentence}</p>
            {ranking_drawing(context, "peers", &dated("cards-peers-drawing"), &placed, None)}
            {ranking_table(context, "peers", &dated("cards-ranking-caption"), &placed, None)}
        </section>
        {over_time()}
    }
    .into_markup()
}

/// The last day of each fiscal year with a count of the city, and its rank among the cities counted on that day.
fn places_by_year(context: &PageContext, city: &Area, measure: Measure) -> Markup {
    let days = last_of_each_fiscal_year(context.snapshot.card_series(&city.code, measure));
    let rate = |count: &CardCount| Cell::percent(count.rate().percent()).opens(CardFigure::rate_of(count));
    let named = |each: Option<&Ranked<'_>>| match each.and_then(|each| Some((each.area, each.count?))) {
        Some((area, count)) => rate(count).note(context.area_name(area)),
        None => Cell::nothing(),
    };
    let mut sources = Vec::new();
    let rows: Vec<Row> = days
        .iter()
        .rev()
        .filter_map(|own| {
            let placed = peers_on(context, measure, own.as_of);
            let place = placed.iter().find(|each| each.area.code == city.code)?.place?;
            sources.extend(placed.iter().filter_map(|each| each.count).map(|count| count.source.clone()));
            (placed.len() > 1).then(|| {
                Row::of(vec![
                    Cell::date(own.as_of),
                    Cell::count(place).strong(),
                    Cell::count(placed.len()),
                    rate(own),
                    named(placed.first()),
                    named(placed.last()),
                ])
                .sample(placed.iter().filter_map(|each| each.count).any(|count| count.sample))
            })
        })
        .collect();
    if rows.is_empty() {
        return ().into_markup();
    }
    let name = context.area_name(city);
    let sheet = Sheet {
        id: "peer-places".to_owned(),
        title: context.format_text("cards-peer-places", [("area", name.clone())]),
        columns: vec![
            Column::text(context.text("cards-date")),
            Column::number(context.text("cards-place")),
            Column::number(context.text("cards-peers-counted")),
            Column::number(name),
            Column::number(context.text("cards-peers-highest")),
            Column::number(context.text("cards-peers-lowest")),
        ],
        rows,
        sources,
        note: String::new(),
    };
    view! {
        <section class="stack" aria-labelledby="peer-places">
            <h2 id="peer-places">{context.text("cards-peer-places-title")}</h2>
            {data_table(context, &sheet, "")}
        </section>
    }
    .into_markup()
}
