use domain::area::Area;
use domain::budget::SdgAction;
use domain::card::{CardCount, Measure, without_card};
use domain::sdg::{GOAL_16, INDICATOR_16_9_1, OfficialWording, RESOLUTION, TARGET_16_9};
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::city_text::city_cell;
use crate::components::base::data_table::{data_table, figure_link};
use crate::components::base::drawing::{Sources, workbook_link};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::cards::under_fives::under_fives;
use crate::components::targets::headline::IndicatorHeadline;
use crate::page_context::PageContext;
use crate::server::read_model::figures::newest_measure;
use crate::server::read_model::provenance::{CardFigure, SdgFigure};
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// Goal 16, target 16.9: the official wording, what the city does, and the proxy indicator used here.
#[component]
pub fn SdgPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("sdg-title");
    let content = match context.parameters().only(&[]) {
        Ok(()) => content(&context),
        Err(mistake) => {
            view! { <QueryErrorNotice mistake=mistake page="/sdg" page_name=title.clone() /> }.into_markup()
        }
    };
    view! {
        <PageHead title=title.clone() description=context.text("sdg-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("sdg-lead")}</p>
                {workbook_link(&context)}
            </div>
            {content}
        </div>
    }
    .into_markup()
}

fn content(context: &PageContext) -> Markup {
    let sections = view! {
        <section class="stack" aria-labelledby="wording">
            <h2 id="wording">{context.text("sdg-wording")}</h2>
            <dl class="facts wording">
                {wording(context, "sdg-goal", GOAL_16)}
                {wording(context, "sdg-target", TARGET_16_9)}
                {wording(context, "sdg-indicator", INDICATOR_16_9_1)}
            </dl>
            <p class="source-note">{context.text("sdg-wording-source")} " " <a href=RESOLUTION>"A/RES/71/313"</a></p>
        </section>
        {actions(context)}
        <section class="stack" aria-labelledby="proxy">
            <h2 id="proxy">{context.text("sdg-proxy")}</h2>
            <p class="prose">{context.text("sdg-proxy-why")}</p>
            <p class="prose">{context.text("sdg-proxy-limits")}</p>
            {progress(context)}
        </section>
        {residents(context)}
        {reach(context)}
        <section class="stack" aria-labelledby="take-away">
            <h2 id="take-away">{context.text("sdg-export")}</h2>
            <p class="prose">{context.text("sdg-export-what")}</p>
            <ul class="inline-list" role="list">
                <li><a href="/api/v1/sdg/indicator_16-9-1-proxy.csv">{context.text("sdg-export-data")}</a></li>
                <li><a href="/api/v1/sdg/16-9-1-proxy.json">{context.text("sdg-export-metadata")}</a></li>
            </ul>
        </section>
    };
    with_contents(context, sections)
}

/// The official wording in both languages, whatever the language of the page.
fn wording(context: &PageContext, name: &str, wording: OfficialWording) -> Markup {
    view! {
        <div>
            <dt>{context.format_text(name, [("number", wording.number.to_owned())])}</dt>
            <dd>
                <span lang="ja">{wording.ja}</span>
                <br />
                <span lang="en" class="quiet">{wording.en}</span>
            </dd>
        </div>
    }
    .into_markup()
}

/// The city's actions in its own words. Blanks stay blank and are marked as such.
fn actions(context: &PageContext) -> Markup {
    let actions = &context.snapshot.book.sdg_actions;
    if actions.is_empty() {
        return view! {
            <section class="stack" aria-labelledby="actions">
                <h2 id="actions">{context.text("sdg-actions")}</h2>
                <p>{context.text("sdg-no-action")}</p>
            </section>
        }
        .into_markup();
    }
    let set = |text: &str| {
        if text.is_empty() { Cell::text(context.text("targets-not-set")) } else { city_cell(context, text) }
    };
    let row = |action: &SdgAction| {
        Row::of(vec![
            set(&action.action),
            Cell::text(action.goal.to_string()),
            Cell::text(action.target.clone()),
            set(&action.kpi_name),
            set(&action.current_value),
            set(&action.target_value),
        ])
    };
    let heads = ["sdg-action", "sdg-goal-number", "sdg-target-number", "sdg-kpi", "sdg-kpi-now", "sdg-kpi-target"];
    let sheet = Sheet {
        id: "actions".to_owned(),
        title: context.text("sdg-actions-table"),
        columns: heads.map(|name| Column::text(context.text(name))).to_vec(),
        rows: actions.iter().map(row).collect(),
        sources: actions.iter().map(|action| action.source.clone()).collect(),
        note: context.text("sdg-blank"),
    };
    view! {
        <section class="stack" aria-labelledby="actions">
            <h2 id="actions">{context.text("sdg-actions")}</h2>
            {data_table(context, &sheet, "stacked")}
            <Sources sources=sheet.sources.clone() />
        </section>
    }
    .into_markup()
}

/// The plan's indicator for card ownership, with its verdict.
fn progress(context: &PageContext) -> Markup {
    let indicator = context.snapshot.indicators.iter().find(|indicator| indicator.measure.is_some());
    match indicator {
        Some(indicator) => view! { <IndicatorHeadline indicator=indicator.clone() /> }.into_markup(),
        None => view! { <p>{context.text("targets-no-indicators")}</p> }.into_markup(),
    }
}

/// The city's newest count, of whichever measure has it.
fn newest(context: &PageContext) -> Option<(&Area, &CardCount)> {
    let city = context.snapshot.home()?;
    let measure = newest_measure(&context.snapshot, &city.code)?;
    Some((city, context.snapshot.card_series(&city.code, measure).last()?))
}

/// Residents with and without a card, by ward.
fn residents(context: &PageContext) -> Markup {
    let Some((city, whole)) = newest(context) else {
        return view! {
            <section class="stack" aria-labelledby="residents">
                <h2 id="residents">{context.text("sdg-residents")}</h2>
                <p>{context.text("home-no-counts")}</p>
            </section>
        }
        .into_markup();
    };
    let snapshot = &context.snapshot;
    let on = |area: &Area| snapshot.card_count(&area.code, whole.measure, whole.as_of);
    let row = |area: &Area, count: Option<&CardCount>, kind: RowKind| {
        let name = Cell::text(context.area_name(area)).leads_to(format!("/cards/{}", area.code));
        let Some(count) = count else {
            return Row::of(std::iter::once(name).chain((0..4).map(|_| Cell::nothing())).collect()).kind(kind);
        };
        let without = match without_card(count) {
            Some(residents) => Cell::count(residents).opens(SdgFigure::without_card(count)),
            None => Cell::nothing(),
        };
        let rate = Cell::percent(count.rate().percent()).opens(CardFigure::rate_of(count)).strong();
        let cells = vec![name, Cell::count(count.population.0), Cell::count(count.cards.0), without, rate];
        Row::of(cells).kind(kind).sample(count.sample)
    };
    let wards: Vec<&Area> = snapshot.wards_on(&city.code, whole.as_of).collect();
    let mut rows: Vec<Row> = wards.iter().map(|ward| row(ward, on(ward), RowKind::Part)).collect();
    rows.push(row(city, Some(whole), RowKind::Whole));
    let counts = || wards.iter().filter_map(|ward| on(ward));
    let bound = if whole.measure == Measure::Issued { context.text("sdg-lower-bound") } else { String::new() };
    let sheet = Sheet {
        id: "residents".to_owned(),
        title: context.format_text(
            if wards.is_empty() { "sdg-residents-city" } else { "sdg-residents-table" },
            [("date", context.short_date(whole.as_of))],
        ),
        columns: vec![
            Column::text(context.text("cards-area")),
            Column::number(context.text("cards-population")),
            Column::number(context.measure_name(whole.measure)),
            Column::number(context.text("sdg-without")),
            Column::number(context.rate_name(whole.measure)),
        ],
        rows,
        sources: counts().chain([whole]).map(|count| count.source.clone()).collect(),
        note: bound,
    };
    let sample = counts().any(|count| count.sample);
    view! {
        <section class="stack" aria-labelledby="residents">
            <h2 id="residents">{context.text("sdg-residents")}</h2>
            {data_table(context, &sheet, "")}
            <Sources sources=sheet.sources.clone() sample=sample />
            {under_fives(context, city, whole.measure)}
        </section>
    }
    .into_markup()
}

/// Digital reach: the share of applications that could leave the counter today.
fn reach(context: &PageContext) -> Markup {
    let opened = newest(context).and_then(|(_, count)| {
        let figure = SdgFigure::digital_reach(count, context.as_of);
        let account = figure.provenance(&context.snapshot, context.as_of)?;
        Some((count, figure, account))
    });
    let content = match opened {
        Some((count, figure, account)) => {
            let issued = (count.measure == Measure::Issued)
                .then(|| view! { <p class="notice">{context.text("sdg-reach-issued")}</p> });
            let unknown = account.left_out.iter().map(|(_, rows)| rows).sum::<u64>();
            let dated = context.format_text(
                "sdg-reach-dated",
                [
                    ("catalogue", context.date(context.as_of)),
                    ("cards", context.date(count.as_of)),
                    ("unknown", unknown.to_string()),
                ],
            );
            view! {
                <p class="headline-value">{figure_link(context, &figure, percent(account.value))}</p>
                <p class="prose">{dated}</p>
                <p class="prose">{context.text("sdg-reach-what")}</p>
                {issued}
                <Sources sources=account.sources.clone() sample=account.sample />
            }
            .into_markup()
        }
        None => view! { <p>{context.text("sdg-reach-unknown")}</p> }.into_markup(),
    };
    view! {
        <section class="stack" aria-labelledby="reach">
            <h2 id="reach">{mark_japanese(context, &context.text("sdg-reach"))}</h2>
            {content}
        </section>
    }
    .into_markup()
}
