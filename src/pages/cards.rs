use chrono::NaiveDate;
use domain::area::{Area, AreaCode, AreaKind};
use domain::calendar::FiscalYear;
use domain::card::{CardCount, TargetRate, target_gap};
use domain::correction::Correction;
use domain::text::group_thousands;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::base::corrections::corrections_section;
use crate::components::base::data_table::with_figure;
use crate::components::base::drawing::workbook_link;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::cards::ages::card_ages_until;
use crate::components::cards::charts::{LinePart, RateLine, ranking_drawing, series_drawing};
use crate::components::cards::choice::{
    BadChoice, BadChoiceNotice, CardChoice, CityList, DateForm, MeasureSwitch, fallback_notice, target_form, year_ends,
};
use crate::components::cards::dates::dates_note;
use crate::components::cards::headline::card_headline;
use crate::components::cards::multiples::small_multiples;
use crate::components::cards::municipalities::Municipalities;
use crate::components::cards::peers::{Peers, among_peers};
use crate::components::cards::projection::projection_in_short;
use crate::components::cards::tables::{SplitRow, distance_table, ranking_table, split_table, values_table};
use crate::components::cards::ward_map::ward_map;
use crate::components::targets::verdict::progress_of;
use crate::page_context::PageContext;
use crate::server::read_model::corrections::OF_CARDS;
use crate::server::read_model::figures::{Ranked, rank_by_rate, reference_areas};
use crate::server::read_model::provenance::{CardFigure, Goal};

/// Card rates of the city and its wards, if it has any, or of all municipalities if the installation has no city.
#[component]
pub fn CardsPage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let home = snapshot.home();
    let wards: Vec<&Area> = home.map(|city| snapshot.wards(&city.code).collect()).unwrap_or_default();
    let municipalities = snapshot.areas.values().filter(|area| area.kind == AreaKind::City).count();
    let list = context.parameters().read::<CityList>("list");
    let city_shown = home.filter(|_| list == Ok(None));
    let content = match (list, home) {
        (Ok(None), Some(city)) => city_view(&context, city, &wards, municipalities > 1),
        (Ok(Some(CityList::DesignatedCities)), _) => view! { <Peers /> }.into_markup(),
        (Ok(_), _) => view! { <Municipalities /> }.into_markup(),
        (Err(mistake), _) => {
            view! { <QueryErrorNotice mistake=mistake page="/cards" page_name=context.text("cards-title") /> }
                .into_markup()
        }
    };
    let title = context.text("cards-title");
    let lead = if home.is_some() && wards.is_empty() { "cards-lead-without-wards" } else { "cards-lead" };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text(lead)}</p>
            </div>
            {content}
            {corrections_section(&context, &corrections(&context, city_shown, &wards), None)}
        </div>
    }
    .into_markup()
}

/// The corrections of the areas on the page: the city, its wards and the areas that it is compared with, or all.
fn corrections<'a>(context: &'a PageContext, city: Option<&Area>, wards: &[&Area]) -> Vec<&'a Correction> {
    let all = &context.snapshot.corrections;
    let Some(city) = city else { return all.in_tables(|table| OF_CARDS.contains(&table), context.as_of) };
    let nation = AreaCode::nation();
    let shown = [&city.code, &nation].into_iter().chain(&city.parent).chain(wards.iter().map(|ward| &ward.code));
    let subjects: Vec<&str> = shown.map(AreaCode::as_str).collect();
    let of_tables = OF_CARDS.into_iter().flat_map(|table| subjects.iter().map(move |subject| (table, *subject)));
    all.about(of_tables, context.as_of)
}

fn city_view(context: &PageContext, city: &Area, wards: &[&Area], others: bool) -> Markup {
    let codes: Vec<AreaCode> =
        std::iter::once(city).chain(wards.iter().copied()).map(|area| area.code.clone()).collect();
    let choice = context
        .parameters()
        .only(&["measure", "as_of", "from", "target", "by"])
        .map_err(BadChoice::from)
        .and_then(|()| CardChoice::read(context, &codes));
    let choice = match choice {
        Ok(choice) => choice,
        Err(why) => {
            expect_context::<ResponseOptions>().set_status(http::StatusCode::BAD_REQUEST);
            return view! { <BadChoiceNotice why=why /> }.into_markup();
        }
    };
    let others = others.then(|| {
        view! { <p><a href=format!("{}?list={}", context.link("/cards"), CityList::Municipalities)>{context.text("cards-to-municipalities")}</a></p> }
    });
    let figures = match choice.as_of {
        Some(_) => figures(context, city, wards, &choice),
        None => no_counts(context, city, &choice),
    };
    let without_wards = wards.is_empty().then(|| {
        let values = [("city", context.area_name(city))];
        view! { <p class="prose">{mark_japanese(context, &context.format_text("cards-without-wards", values))}</p> }
    });
    view! {
        <div class="stack">
            <MeasureSwitch measure=choice.measure offered=choice.offered.clone() page="/cards".to_owned() />
            <p class="small quiet">{context.text("cards-two-measures")}</p>
            {without_wards}
            <DateForm choice=choice.clone() compares=true />
            {year_ends(context, &choice)}
            {fallback_notice(context, &choice)}
            {others}
        </div>
        {figures}
    }
    .into_markup()
}

/// Says that nothing was recorded for this measure.
fn no_counts(context: &PageContext, city: &Area, choice: &CardChoice) -> Markup {
    let values = [("area", context.area_name(city)), ("measure", context.measure_name(choice.measure))];
    let indicator = context.snapshot.indicators.iter().find(|indicator| indicator.measure == Some(choice.measure));
    let indicator = indicator.map(|indicator| {
        let href = context.link(&format!("/targets/{}", indicator.id));
        view! { <p><a href=href>{context.text("cards-to-indicator")}</a></p> }
    });
    view! {
        <div class="notice stack">
            <h2>{context.format_text("cards-no-counts", values)}</h2>
            <p>{context.text("cards-no-counts-why")}</p>
            {indicator}
        </div>
    }
    .into_markup()
}

fn figures(context: &PageContext, city: &Area, wards: &[&Area], choice: &CardChoice) -> Markup {
    let (snapshot, measure) = (&context.snapshot, choice.measure);
    let Some(as_of) = choice.as_of else { return ().into_markup() };
    let on = |area: &Area, date| snapshot.card_count(&area.code, measure, date);
    let of_its_day: Vec<&Area> =
        wards.iter().copied().filter(|ward| snapshot.ward_existed_on(&ward.code, as_of)).collect();
    let placed = rank_by_rate(snapshot, of_its_day.iter().copied(), measure, as_of);
    let whole = Ranked { area: city, count: on(city, as_of), place: None };
    let before = |area: &Area| choice.from.and_then(|from| on(area, from));
    let headline = whole.count.map(|count| card_headline(context, &context.area_name(city), count, before(city)));
    let line = |area, part| RateLine { area, counts: snapshot.card_series(&area.code, measure), part };
    // A ward of the past has a line where it was counted.
    let wards_with_lines = wards.iter().filter(|ward| {
        snapshot.ward_existed_on(&ward.code, context.today) || !snapshot.card_series(&ward.code, measure).is_empty()
    });
    let lines: Vec<RateLine<'_>> = std::iter::once(line(city, LinePart::Main))
        .chain(wards_with_lines.map(|ward| line(ward, LinePart::Part)))
        .chain(reference_areas(snapshot, city, measure).into_iter().map(|whole| line(whole, LinePart::Reference)))
        .collect();
    let splits: Vec<SplitRow<'_>> = std::iter::once(city)
        .chain(of_its_day)
        .map(|area| SplitRow { name: context.area_name(area), before: before(area), after: on(area, as_of) })
        .collect();
    let dated = |name: &str| {
        context.format_text(name, [("rate", context.rate_name(measure)), ("date", context.short_date(as_of))])
    };
    let series_title = context.format_text("cards-series-title", [("rate", context.rate_name(measure))]);
    // Built at its place in the page, so that the workbook lists the tables in page order.
    let split = || {
        choice.from.map(|from| {
            let caption = context.format_text(
                "cards-split-caption",
                [("from", context.short_date(from)), ("to", context.short_date(as_of))],
            );
            view! {
                <section class="stack" aria-labelledby="split">
                    <h2 id="split">{context.text("cards-split-title")}</h2>
                    <p class="prose">{context.text("cards-split-explained")}</p>
                    <details>
                        <summary>{context.text("show-table")}</summary>
                        {split_table(context, &caption, &context.text("cards-area"), &splits)}
                    </details>
                </section>
            }
        })
    };
    let by_ward = || {
        (!placed.is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby="wards">
                    <h2 id="wards">{dated("cards-wards-title")}</h2>
                    <div class="figure-columns">
                        {ward_map(context, "ward-map", &dated("cards-map-of"), &placed)}
                        {ranking_drawing(context, "ward-ranking", &dated("cards-ranking-of"), &placed, Some(&whole))}
                    </div>
                    {ranking_table(context, "ranking", &dated("cards-ranking-caption"), &placed, Some(&whole))}
                </section>
            }
        })
    };
    let values = [("area", context.area_name(city)), ("rate", context.rate_name(measure))];
    let series_name =
        context.format_text(if wards.is_empty() { "cards-series-area" } else { "cards-series-wards" }, values);
    let sections = view! {
        {by_ward()}
        {distance(context, choice, &placed, &whole)}
        {among_peers(context, city, choice)}
        {card_ages_until(context, city, measure, as_of)}
        <section class="stack" aria-labelledby="series">
            <h2 id="series">{series_title.clone()}</h2>
            {series_drawing(context, "ward-series", &series_name, measure, &lines)}
            {dates_note(context, &lines)}
            {values_table(context, &context.text("cards-all-values"), &lines)}
        </section>
        {small_multiples(context, measure, &lines)}
        {projection_in_short(context, city, until(snapshot.card_series(&city.code, measure), as_of))}
        {split()}
    };
    view! {
        {workbook_link(context)}
        {headline}
        {with_contents(context, sections)}
    }
    .into_markup()
}

/// The counts of a series up to and including a day.
fn until(series: &[CardCount], day: NaiveDate) -> &[CardCount] {
    &series[..series.partition_point(|count| count.as_of <= day)]
}

/// How far each ward and the city are from the target rate, in points and in cards.
fn distance(context: &PageContext, choice: &CardChoice, placed: &[Ranked<'_>], whole: &Ranked<'_>) -> Markup {
    let (target, by, set_by_plan) = goal(context, choice);
    let sentence =
        whole.count.and_then(|count| Some((count, target_gap(count, target.rate())?))).map(|(count, lacks)| {
            let values = [
                ("area", context.area_name(whole.area)),
                ("target", format!("{target}")),
                ("cards", group_thousands(lacks.cards)),
                ("date", context.date(count.as_of)),
            ];
            let name = if lacks.cards == 0 { "cards-distance-reached" } else { "cards-distance-sentence" };
            with_figure(context, name, values, "cards", &CardFigure::cards_behind(count, Goal::Target(target)))
        });
    let origin = context.text(match (choice.target, set_by_plan) {
        (Some(_), _) => "cards-target-asked",
        (None, true) => "cards-target-of-plan",
        (None, false) => "cards-target-chosen",
    });
    view! {
        <section class="stack" aria-labelledby="distance">
            <h2 id="distance">{context.text("cards-distance-title")}</h2>
            <p class="lead wording">{sentence}</p>
            <p class="small quiet">{origin}</p>
            {target_form(context, choice, target, by)}
            {distance_table(context, placed, Some(whole), target, by)}
        </section>
    }
    .into_markup()
}

/// The target rate, the date to reach it by, and whether a plan set the rate. The query takes precedence, then the last
/// target of the indicator of this measure and the end of its year. The default is every resident by the end of the
/// current fiscal year.
fn goal(context: &PageContext, choice: &CardChoice) -> (TargetRate, NaiveDate, bool) {
    let snapshot = &context.snapshot;
    let indicator = snapshot.indicators.iter().find(|indicator| indicator.measure == Some(choice.measure));
    let planned = indicator
        .and_then(|indicator| progress_of(context, indicator).target)
        .and_then(|target| Some((TargetRate::of_percent(target.value)?, target.fiscal_year.last_day())));
    let running = FiscalYear::of(context.as_of).last_day();
    let target = choice.target.or(planned.map(|(target, _)| target)).unwrap_or(TargetRate::ALL);
    let by = choice.by.or(planned.map(|(_, by)| by)).filter(|by| choice.by.is_some() || *by > context.as_of);
    (target, by.unwrap_or(running), choice.target.is_none() && planned.is_some())
}
