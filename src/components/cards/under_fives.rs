//! Residents under five with and without a card. Indicator 16.9.1 covers this age group, but cards are not what it
//! measures.

use domain::age::AgeCount;
use domain::area::Area;
use domain::card::{Measure, without_card};
use leptos::prelude::*;

use crate::components::base::data_table::data_table;
use crate::components::base::drawing::Sources;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::provenance::CardFigure;
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// The age limit of indicator 16.9.1: it counts children younger than this.
const FIVE: i64 = 5;

/// The city's newest age bands under five, by ward if the wards have the same bands. Says so if nothing is known.
#[must_use]
pub fn under_fives(context: &PageContext, city: &Area, measure: Measure) -> Markup {
    let snapshot = &context.snapshot;
    let found = snapshot.ages.days(&city.code, measure).into_iter().find_map(|day| {
        let young: Vec<AgeCount> = snapshot
            .ages
            .on(&city.code, measure, day)
            .iter()
            .take_while(|age| age.band.is_under(FIVE))
            .cloned()
            .collect();
        AgeCount::merged(&young)
    });
    let Some(whole) = found else {
        return view! { <p>{context.text("sdg-under-fives")}</p> }.into_markup();
    };
    let day = whole.count.as_of;
    let of_ward = |ward: &Area| {
        AgeCount::merged(snapshot.ages.within(&ward.code, measure, day, whole.band))
            .filter(|counted| counted.band == whole.band)
    };
    let wards: Vec<(&Area, Option<AgeCount>)> =
        snapshot.wards_on(&city.code, day).map(|ward| (ward, of_ward(ward))).collect();
    let by_ward = wards.iter().any(|(_, counted)| counted.is_some());
    let mut rows: Vec<Row> =
        wards.iter().filter(|_| by_ward).map(|(ward, counted)| row(context, ward, counted.as_ref())).collect();
    rows.push(row(context, city, Some(&whole)).kind(RowKind::Whole));
    let counts = || wards.iter().filter_map(|(_, counted)| counted.as_ref()).chain([&whole]).map(|age| &age.count);
    let values = [("ages", context.language.ages(whole.band)), ("date", context.short_date(day))];
    let sheet = Sheet {
        id: "under-fives".to_owned(),
        title: context.format_text("under-fives-table", values),
        columns: vec![
            Column::text(context.text("cards-area")),
            Column::number(context.text("cards-population")),
            Column::number(context.measure_name(measure)),
            Column::number(context.text("sdg-without")),
            Column::number(context.rate_name(measure)),
        ],
        rows,
        sources: counts().map(|count| count.source.clone()).collect(),
        note: context.text("under-fives-no-indicator"),
    };
    view! {
        <h3>{context.text("under-fives-title")}</h3>
        {data_table(context, &sheet, "")}
        <Sources sources=sheet.sources.clone() sample=counts().any(|count| count.sample) />
    }
    .into_markup()
}

fn row(context: &PageContext, area: &Area, counted: Option<&AgeCount>) -> Row {
    let name = Cell::text(context.area_name(area)).leads_to(format!("/cards/{}", area.code));
    let Some(counted) = counted else {
        return Row::of(std::iter::once(name).chain((0..4).map(|_| Cell::nothing())).collect());
    };
    let count = &counted.count;
    let without = without_card(count).map_or_else(Cell::nothing, Cell::count);
    let rate = Cell::percent(count.rate().percent()).opens(CardFigure::rate_by_age(counted)).strong();
    Row::of(vec![name, Cell::count(count.population.0), Cell::count(count.cards.0), without, rate]).sample(count.sample)
}
