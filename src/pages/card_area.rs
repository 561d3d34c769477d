use domain::area::{Area, AreaCode, AreaKind};
use domain::calendar::FiscalYear;
use domain::card::{CardCount, Measure};
use domain::text::group_thousands;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::PageContext;
use super::not_found::NotFoundPage;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::card_ages::card_ages;
use crate::components::card_charts::{LinePart, RateLine, series_drawing};
use crate::components::card_choice::MeasureSwitch;
use crate::components::card_dates::dates_note;
use crate::components::card_headline::card_headline;
use crate::components::card_projection::projection;
use crate::components::card_tables::{SplitRow, ranking_table, split_table, values_table};
use crate::components::figure::workbook_link;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::written::NOTHING;
use crate::server::figures::{
    Ranked, base_changes, last_of_each_fiscal_year, newest_measure, rank_by_rate, reference_areas, siblings,
};

/// Maximum number of neighbouring areas shown in the table. A longer list has its own page.
const MOST_SIBLINGS: usize = 12;

/// Card counts of one ward or municipality.
#[component]
pub fn CardAreaPage() -> Markup {
    let visit = PageContext::current();
    let snapshot = visit.snapshot.clone();
    let found = visit.last_part().parse::<AreaCode>().ok().and_then(|code| snapshot.area(&code));
    let Some(area) = found else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let wanted = visit.parameters().only(&["measure"]).and_then(|()| visit.parameters().read::<Measure>("measure"));
    let name = visit.area_name(area);
    let trail = vec![(visit.text("cards-title"), "/cards".to_owned())];
    let title = visit.format_text("cards-area-title", [("area", name.clone())]);
    let content = match wanted {
        Ok(wanted) => {
            area_view(&visit, area, wanted.or_else(|| newest_measure(&snapshot, &area.code)).unwrap_or(Measure::Held))
        }
        Err(error) => {
            expect_context::<ResponseOptions>().set_status(http::StatusCode::BAD_REQUEST);
            view! { <div class="notice error stack" role="alert"><h2>{visit.text("figure-bad-address")}</h2><p>{error.to_string()}</p></div> }
                .into_markup()
        }
    };
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=trail current=name />
        <div class="sections">
            <h1>{title}</h1>
            {content}
        </div>
    }
    .into_markup()
}

fn area_view(visit: &PageContext, area: &Area, measure: Measure) -> Markup {
    let series = visit.snapshot.card_series(&area.code, measure);
    let switch = view! { <MeasureSwitch measure=measure page=format!("/cards/{}", area.code) /> };
    let Some(count) = series.last() else {
        let values = [("area", visit.area_name(area)), ("measure", visit.measure_name(measure))];
        return view! {
            {switch}
            <div class="notice stack">
                <h2>{visit.format_text("cards-no-counts", values)}</h2>
                <p>{visit.text("cards-no-counts-why")}</p>
            </div>
        }
        .into_markup();
    };
    let before = series.len().checked_sub(2).map(|at| &series[at]);
    let line = |area, part| RateLine { area, counts: visit.snapshot.card_series(&area.code, measure), part };
    let references =
        reference_areas(&visit.snapshot, area, measure).into_iter().map(|whole| line(whole, LinePart::Reference));
    let lines: Vec<RateLine<'_>> = std::iter::once(line(area, LinePart::Main)).chain(references).collect();
    let title = visit.format_text("cards-series-title", [("rate", visit.rate_name(measure))]);
    // A line needs two counts. Built at its place in the page, so that the workbook lists the tables in page order.
    let over_time = || {
        (series.len() > 1).then(|| view! {
        <section class="stack" aria-labelledby="series">
            <h2 id="series">{title.clone()}</h2>
            {series_drawing(visit, "area-series", &visit.format_text("cards-series-area", [("area", visit.area_name(area)), ("rate", visit.rate_name(measure))]), measure, &lines)}
            {dates_note(visit, &lines)}
            {base_change_list(visit, series)}
            {values_table(visit, &visit.text("cards-all-values"), &lines)}
        </section>
    })
    };
    view! {
        {switch}
        {workbook_link(visit)}
        {card_headline(visit, &visit.area_name(area), count, before)}
        {rank(visit, area, measure, count)}
        {over_time()}
        {card_ages(visit, area, measure)}
        {projection(visit, area, series)}
        {yearly_split(visit, series)}
    }
    .into_markup()
}

fn rank(visit: &PageContext, area: &Area, measure: Measure, count: &CardCount) -> Markup {
    let siblings = siblings(&visit.snapshot, area);
    if siblings.len() < 2 {
        return ().into_markup();
    }
    let placed = rank_by_rate(&visit.snapshot, siblings.iter().copied(), measure, count.as_of);
    let own = placed.iter().position(|each| each.area.code == area.code).unwrap_or_default();
    let whole = match area.kind {
        AreaKind::Ward => {
            area.parent.as_ref().and_then(|city| visit.snapshot.area(city)).map(|city| visit.area_name(city))
        }
        _ => None,
    };
    let within = whole
        .unwrap_or_else(|| visit.language.pick(area.code.prefecture_name(), area.code.prefecture_name_en()).to_owned());
    let place = placed[own].place.map_or_else(|| NOTHING.to_owned(), |place| place.to_string());
    let of = placed.iter().filter(|each| each.place.is_some()).count();
    let sentence = visit.format_text(
        if area.kind == AreaKind::Ward { "cards-rank-ward" } else { "cards-rank" },
        [("within", within), ("place", place), ("of", of.to_string()), ("date", visit.date(count.as_of))],
    );
    // If there are many neighbours, only those ranked near the area are shown.
    let start = own.saturating_sub(MOST_SIBLINGS / 2).min(placed.len().saturating_sub(MOST_SIBLINGS));
    let shown: &[Ranked<'_>] = &placed[start..placed.len().min(start + MOST_SIBLINGS)];
    let caption = visit
        .format_text("cards-neighbours", [("rate", visit.rate_name(measure)), ("date", visit.short_date(count.as_of))]);
    view! {
        <section class="stack" aria-labelledby="rank">
            <h2 id="rank">{visit.text("cards-rank-title")}</h2>
            <p>{sentence}</p>
            {ranking_table(visit, "neighbours", &caption, shown, None)}
        </section>
    }
    .into_markup()
}

fn base_change_list(visit: &PageContext, series: &[CardCount]) -> Markup {
    let entries = base_changes(series)
        .into_iter()
        .filter_map(|change| {
            let at = series.iter().position(|count| count.as_of == change.from)?;
            let (old, new) = (&series[at - 1], &series[at]);
            let values = [
                ("from", visit.date(change.from)),
                ("base", visit.date(change.population_as_of)),
                ("old", group_thousands(old.population.0)),
                ("new", group_thousands(new.population.0)),
            ];
            Some(view! { <li>{visit.format_text("cards-base-change", values)}</li> })
        })
        .collect_view();
    if entries.is_empty() {
        return ().into_markup();
    }
    view! {
        <details>
            <summary>{visit.text("cards-base-changes")}</summary>
            <ul>{entries}</ul>
        </details>
    }
    .into_markup()
}

fn yearly_split(visit: &PageContext, series: &[CardCount]) -> Markup {
    let years = last_of_each_fiscal_year(series);
    if years.len() < 2 {
        return ().into_markup();
    }
    let rows: Vec<SplitRow<'_>> = years
        .windows(2)
        .rev()
        .map(|pair| {
            let values = [
                ("year", visit.short_fiscal_year(FiscalYear::of(pair[1].as_of))),
                ("date", visit.short_date(pair[1].as_of)),
            ];
            SplitRow {
                name: visit.format_text("cards-split-year", values),
                before: Some(pair[0]),
                after: Some(pair[1]),
            }
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="split">
            <h2 id="split">{visit.text("cards-split-title")}</h2>
            <p class="prose">{visit.text("cards-split-explained")}</p>
            {split_table(visit, &visit.text("cards-split-yearly"), &visit.text("cards-split-period"), &rows)}
        </section>
    }
    .into_markup()
}
