use domain::area::Area;
use domain::budget::SdgAction;
use domain::card::{CardCount, Measure, without_card};
use domain::sdg::{GOAL_16, INDICATOR_16_9_1, OfficialWording, RESOLUTION, TARGET_16_9};
use leptos::prelude::*;

use super::PageContext;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::data_table::{data_table, figure_link};
use crate::components::figure::{Sources, workbook_link};
use crate::components::foreign::mark_japanese;
use crate::components::headline::IndicatorHeadline;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::mistake::Mistake;
use crate::components::page_head::PageHead;
use crate::components::under_fives::under_fives;
use crate::components::written::percent;
use crate::server::accounts::{CardFigure, SdgFigure};
use crate::server::figures::newest_measure;
use crate::server::sheet::{Cell, Column, Row, RowKind, Sheet};

/// Goal 16, target 16.9: the official wording, what the city does, and the proxy indicator used here.
#[component]
pub fn SdgPage() -> Markup {
    let visit = PageContext::current();
    let title = visit.text("sdg-title");
    let content = match visit.parameters().only(&[]) {
        Ok(()) => content(&visit),
        Err(mistake) => view! { <Mistake mistake=mistake page="/sdg" page_name=title.clone() /> }.into_markup(),
    };
    view! {
        <PageHead title=title.clone() description=visit.text("sdg-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.text("sdg-lead")}</p>
                {workbook_link(&visit)}
            </div>
            {content}
        </div>
    }
    .into_markup()
}

fn content(visit: &PageContext) -> Markup {
    view! {
        <section class="stack" aria-labelledby="wording">
            <h2 id="wording">{visit.text("sdg-wording")}</h2>
            <dl class="facts wording">
                {wording(visit, "sdg-goal", GOAL_16)}
                {wording(visit, "sdg-target", TARGET_16_9)}
                {wording(visit, "sdg-indicator", INDICATOR_16_9_1)}
            </dl>
            <p class="source-note">{visit.text("sdg-wording-source")} " " <a href=RESOLUTION>"A/RES/71/313"</a></p>
        </section>
        {actions(visit)}
        <section class="stack" aria-labelledby="proxy">
            <h2 id="proxy">{visit.text("sdg-proxy")}</h2>
            <p class="prose">{visit.text("sdg-proxy-why")}</p>
            <p class="prose">{visit.text("sdg-proxy-limits")}</p>
            {progress(visit)}
        </section>
        {residents(visit)}
        {reach(visit)}
        <section class="stack" aria-labelledby="take-away">
            <h2 id="take-away">{visit.text("sdg-export")}</h2>
            <p class="prose">{visit.text("sdg-export-what")}</p>
            <ul class="inline-list" role="list">
                <li><a href="/api/v1/sdg/indicator_16-9-1-proxy.csv">{visit.text("sdg-export-data")}</a></li>
                <li><a href="/api/v1/sdg/16-9-1-proxy.json">{visit.text("sdg-export-metadata")}</a></li>
            </ul>
        </section>
    }
    .into_markup()
}

/// The official wording in both languages, whatever the language of the page.
fn wording(visit: &PageContext, name: &str, wording: OfficialWording) -> Markup {
    view! {
        <div>
            <dt>{visit.format_text(name, [("number", wording.number.to_owned())])}</dt>
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
fn actions(visit: &PageContext) -> Markup {
    let actions = &visit.snapshot.book.sdg_actions;
    if actions.is_empty() {
        return view! {
            <section class="stack" aria-labelledby="actions">
                <h2 id="actions">{visit.text("sdg-actions")}</h2>
                <p>{visit.text("sdg-no-action")}</p>
            </section>
        }
        .into_markup();
    }
    let set = |text: &str| {
        if text.is_empty() {
            Cell::text(visit.text("targets-not-set"))
        } else {
            Cell::text(text).lang(visit.lang_of_japanese())
        }
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
        title: visit.text("sdg-actions-table"),
        columns: heads.map(|name| Column::text(visit.text(name))).to_vec(),
        rows: actions.iter().map(row).collect(),
        sources: actions.iter().map(|action| action.source.clone()).collect(),
        note: visit.text("sdg-blank"),
    };
    view! {
        <section class="stack" aria-labelledby="actions">
            <h2 id="actions">{visit.text("sdg-actions")}</h2>
            {data_table(visit, &sheet, "")}
            <Sources sources=sheet.sources.clone() />
        </section>
    }
    .into_markup()
}

/// The plan's indicator for card ownership, with its verdict.
fn progress(visit: &PageContext) -> Markup {
    let indicator = visit.snapshot.indicators.iter().find(|indicator| indicator.measure.is_some());
    match indicator {
        Some(indicator) => view! { <IndicatorHeadline indicator=indicator.clone() /> }.into_markup(),
        None => view! { <p>{visit.text("targets-no-indicators")}</p> }.into_markup(),
    }
}

/// The city's newest count, of whichever measure has it.
fn newest(visit: &PageContext) -> Option<(&Area, &CardCount)> {
    let city = visit.snapshot.home()?;
    let measure = newest_measure(&visit.snapshot, &city.code)?;
    Some((city, visit.snapshot.card_series(&city.code, measure).last()?))
}

/// Residents with and without a card, by ward.
fn residents(visit: &PageContext) -> Markup {
    let Some((city, whole)) = newest(visit) else {
        return view! {
            <section class="stack" aria-labelledby="residents">
                <h2 id="residents">{visit.text("sdg-residents")}</h2>
                <p>{visit.text("home-no-counts")}</p>
            </section>
        }
        .into_markup();
    };
    let snapshot = &visit.snapshot;
    let on =
        |area: &Area| snapshot.card_series(&area.code, whole.measure).iter().find(|count| count.as_of == whole.as_of);
    let row = |area: &Area, count: Option<&CardCount>, kind: RowKind| {
        let name = Cell::text(visit.area_name(area)).leads_to(format!("/cards/{}", area.code));
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
    let mut rows: Vec<Row> = snapshot.wards(&city.code).map(|ward| row(ward, on(ward), RowKind::Part)).collect();
    rows.push(row(city, Some(whole), RowKind::Whole));
    let bound = if whole.measure == Measure::Issued { visit.text("sdg-lower-bound") } else { String::new() };
    let sheet = Sheet {
        id: "residents".to_owned(),
        title: visit.format_text("sdg-residents-table", [("date", visit.short_date(whole.as_of))]),
        columns: vec![
            Column::text(visit.text("cards-area")),
            Column::number(visit.text("cards-population")),
            Column::number(visit.measure_name(whole.measure)),
            Column::number(visit.text("sdg-without")),
            Column::number(visit.rate_name(whole.measure)),
        ],
        rows,
        sources: snapshot.wards(&city.code).filter_map(on).chain([whole]).map(|count| count.source.clone()).collect(),
        note: bound,
    };
    let sample = snapshot.wards(&city.code).filter_map(on).any(|count| count.sample);
    view! {
        <section class="stack" aria-labelledby="residents">
            <h2 id="residents">{visit.text("sdg-residents")}</h2>
            {data_table(visit, &sheet, "")}
            <Sources sources=sheet.sources.clone() sample=sample />
            {under_fives(visit, city, whole.measure)}
        </section>
    }
    .into_markup()
}

/// Digital reach: the share of applications that could leave the counter today.
fn reach(visit: &PageContext) -> Markup {
    let opened = newest(visit).and_then(|(_, count)| {
        let figure = SdgFigure::digital_reach(count, visit.today);
        let account = figure.account(&visit.snapshot, visit.today)?;
        Some((count, figure, account))
    });
    let content = match opened {
        Some((count, figure, account)) => {
            let issued = (count.measure == Measure::Issued)
                .then(|| view! { <p class="notice">{visit.text("sdg-reach-issued")}</p> });
            let unknown = account.left_out.iter().map(|(_, rows)| rows).sum::<u64>();
            let dated = visit.format_text(
                "sdg-reach-dated",
                [
                    ("catalogue", visit.date(visit.today)),
                    ("cards", visit.date(count.as_of)),
                    ("unknown", unknown.to_string()),
                ],
            );
            view! {
                <p class="headline-value">{figure_link(visit, &figure, percent(account.value))}</p>
                <p class="prose">{dated}</p>
                <p class="prose">{visit.text("sdg-reach-what")}</p>
                {issued}
                <Sources sources=account.sources.clone() sample=account.sample />
            }
            .into_markup()
        }
        None => view! { <p>{visit.text("sdg-reach-unknown")}</p> }.into_markup(),
    };
    view! {
        <section class="stack" aria-labelledby="reach">
            <h2 id="reach">{mark_japanese(visit, &visit.text("sdg-reach"))}</h2>
            {content}
        </section>
    }
    .into_markup()
}
