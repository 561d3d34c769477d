use domain::area::{Area, AreaCode, AreaKind};
use domain::calendar::FiscalYear;
use domain::card::{CardCount, Measure};
use domain::text::group_thousands;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::not_found::NotFoundPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::corrections::corrections_section;
use crate::components::base::drawing::workbook_link;
use crate::components::base::formatting::NOTHING;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::cards::ages::card_ages;
use crate::components::cards::charts::{LinePart, RateLine, series_drawing};
use crate::components::cards::choice::MeasureSwitch;
use crate::components::cards::dates::dates_note;
use crate::components::cards::headline::card_headline;
use crate::components::cards::projection::projection;
use crate::components::cards::tables::{SplitRow, ranking_table, split_table, values_table};
use crate::page_context::PageContext;
use crate::server::read_model::corrections::OF_CARDS;
use crate::server::read_model::figures::{
    Ranked, base_changes, last_of_each_fiscal_year, newest_measure, rank_by_rate, reference_areas, siblings,
};

/// Maximum number of neighbouring areas shown in the table. A longer list has its own page.
const MOST_SIBLINGS: usize = 12;

/// Card counts of one ward or municipality.
#[component]
pub fn CardAreaPage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let found = context.last_part().parse::<AreaCode>().ok().and_then(|code| snapshot.area(&code));
    let Some(area) = found else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let wanted = context.parameters().only(&["measure"]).and_then(|()| context.parameters().read::<Measure>("measure"));
    let name = context.area_name(area);
    let trail = vec![(context.text("cards-title"), "/cards".to_owned())];
    let title = context.format_text("cards-area-title", [("area", name.clone())]);
    let content = match wanted {
        Ok(wanted) => {
            area_view(&context, area, wanted.or_else(|| newest_measure(&snapshot, &area.code)).unwrap_or(Measure::Held))
        }
        Err(error) => {
            expect_context::<ResponseOptions>().set_status(http::StatusCode::BAD_REQUEST);
            view! { <div class="notice error stack" role="alert"><h2>{context.text("figure-bad-address")}</h2><p>{error.in_words(context.language)}</p></div> }
                .into_markup()
        }
    };
    let corrections = snapshot.corrections.about(OF_CARDS.map(|table| (table, area.code.as_str())), context.as_of);
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=trail current=name />
        <div class="sections">
            <h1>{title}</h1>
            {content}
            {corrections_section(&context, &corrections, Some(area.code.as_str()))}
        </div>
    }
    .into_markup()
}

fn area_view(context: &PageContext, area: &Area, measure: Measure) -> Markup {
    let series = context.snapshot.card_series(&area.code, measure);
    let has_counts = |each: &Measure| !context.snapshot.card_series(&area.code, *each).is_empty();
    let offered = Measure::ALL.iter().copied().filter(has_counts).collect();
    let switch = view! { <MeasureSwitch measure=measure offered=offered page=format!("/cards/{}", area.code) /> };
    let Some(count) = series.last() else {
        let values = [("area", context.area_name(area)), ("measure", context.measure_name(measure))];
        return view! {
            {switch}
            <div class="notice stack">
                <h2>{context.format_text("cards-no-counts", values)}</h2>
                <p>{context.text("cards-no-counts-why")}</p>
            </div>
        }
        .into_markup();
    };
    let before = series.len().checked_sub(2).map(|at| &series[at]);
    let line = |area, part| RateLine { area, counts: context.snapshot.card_series(&area.code, measure), part };
    let references =
        reference_areas(&context.snapshot, area, measure).into_iter().map(|whole| line(whole, LinePart::Reference));
    let lines: Vec<RateLine<'_>> = std::iter::once(line(area, LinePart::Main)).chain(references).collect();
    let title = context.format_text("cards-series-title", [("rate", context.rate_name(measure))]);
    // A line needs two counts. Built at its place in the page, so that the workbook lists the tables in page order.
    let over_time = || {
        (series.len() > 1).then(|| view! {
        <section class="stack" aria-labelledby="series">
            <h2 id="series">{title.clone()}</h2>
            {series_drawing(context, "area-series", &context.format_text("cards-series-area", [("area", context.area_name(area)), ("rate", context.rate_name(measure))]), measure, &lines)}
            {dates_note(context, &lines)}
            {base_change_list(context, series)}
            {values_table(context, &context.text("cards-all-values"), &lines)}
        </section>
    })
    };
    view! {
        {switch}
        {workbook_link(context)}
        {card_headline(context, &context.area_name(area), count, before)}
        {rank(context, area, measure, count)}
        {over_time()}
        {card_ages(context, area, measure)}
        {projection(context, area, series)}
        {yearly_split(context, series)}
    }
    .into_markup()
}

fn rank(context: &PageContext, area: &Area, measure: Measure, count: &CardCount) -> Markup {
    let snapshot = &context.snapshot;
    let mut siblings = siblings(snapshot, area);
    siblings.retain(|one| one.kind != AreaKind::Ward || snapshot.ward_existed_on(&one.code, count.as_of));
    if siblings.len() < 2 {
        return ().into_markup();
    }
    let placed = rank_by_rate(&context.snapshot, siblings.iter().copied(), measure, count.as_of);
    let own = placed.iter().position(|each| each.area.code == area.code).unwrap_or_default();
    let whole = match area.kind {
        AreaKind::Ward => {
            area.parent.as_ref().and_then(|city| context.snapshot.area(city)).map(|city| context.area_name(city))
        }
        _ => None,
    };
    let within = whole.unwrap_or_else(|| {
        context.language.pick(area.code.prefecture_name(), area.code.prefecture_name_en()).to_owned()
    });
    let place = placed[own].place.map_or_else(|| NOTHING.to_owned(), |place| place.to_string());
    let of = placed.iter().filter(|each| each.place.is_some()).count();
    let sentence = context.format_text(
        if area.kind == AreaKind::Ward { "cards-rank-ward" } else { "cards-rank" },
        [("within", within), ("place", place), ("of", of.to_string()), ("date", context.date(count.as_of))],
    );
    // If there are many neighbours, only those ranked near the area are shown.
    let start = own.saturating_sub(MOST_SIBLINGS / 2).min(placed.len().saturating_sub(MOST_SIBLINGS));
    let shown: &[Ranked<'_>] = &placed[start..placed.len().min(start + MOST_SIBLINGS)];
    let caption = context.format_text(
        "cards-neighbours",
        [("rate", context.rate_name(measure)), ("date", context.short_date(count.as_of))],
    );
    view! {
        <section class="stack" aria-labelledby="rank">
            <h2 id="rank">{context.text("cards-rank-title")}</h2>
            <p>{sentence}</p>
            {ranking_table(context, "neighbours", &caption, shown, None)}
        </section>
    }
    .into_markup()
}

fn base_change_list(context: &PageContext, series: &[CardCount]) -> Markup {
    let entries = base_changes(series)
        .into_iter()
        .filter_map(|change| {
            let at = series.iter().position(|count| count.as_of == change.from)?;
            let (old, new) = (&series[at - 1], &series[at]);
            let values = [
                ("from", context.date(change.from)),
                ("base", context.date(change.population_as_of)),
                ("old", group_thousands(old.population.0)),
                ("new", group_thousands(new.population.0)),
            ];
            Some(view! { <li>{context.format_text("cards-base-change", values)}</li> })
        })
        .collect_view();
    if entries.is_empty() {
        return ().into_markup();
    }
    view! {
        <details>
            <summary>{context.text("cards-base-changes")}</summary>
            <ul>{entries}</ul>
        </details>
    }
    .into_markup()
}

fn yearly_split(context: &PageContext, series: &[CardCount]) -> Markup {
    let years = last_of_each_fiscal_year(series);
    if years.len() < 2 {
        return ().into_markup();
    }
    let rows: Vec<SplitRow<'_>> = years
        .windows(2)
        .rev()
        .map(|pair| {
            let values = [
                ("year", context.short_fiscal_year(FiscalYear::of(pair[1].as_of))),
                ("date", context.short_date(pair[1].as_of)),
            ];
            SplitRow {
                name: context.format_text("cards-split-year", values),
                before: Some(pair[0]),
                after: Some(pair[1]),
            }
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="split">
            <h2 id="split">{context.text("cards-split-title")}</h2>
            <p class="prose">{context.text("cards-split-explained")}</p>
            {split_table(context, &context.text("cards-split-yearly"), &context.text("cards-split-period"), &rows)}
        </section>
    }
    .into_markup()
}
