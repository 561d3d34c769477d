use domain::calendar::FiscalYear;
use domain::indicator::{Indicator, IndicatorId, ValueKind};
use domain::procedure::{LocalText, SetCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::PageContext;
use super::not_found::NotFoundPage;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::computed_rates::{computed_detail, computed_series};
use crate::components::figure::workbook_link;
use crate::components::foreign::mark_japanese;
use crate::components::headline::IndicatorHeadline;
use crate::components::indicator_sheet::{indicator_sheet, kind_of_indicator, plan_name};
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::sample_label::SampleLabel;
use crate::components::target_drawing::target_drawing;
use crate::components::target_projection::target_projection;
use crate::components::verdict::{pace_facts, progress_of};
use crate::server::figures::{rates_by_fiscal_year, set_is_sample, span_of};

/// One indicator: target against actual value, pace and verdict, and the underlying rows.
#[component]
pub fn TargetPage() -> Markup {
    let visit = PageContext::current();
    let snapshot = visit.snapshot.clone();
    let found = visit.last_part().parse::<IndicatorId>().ok().and_then(|id| snapshot.indicator(&id));
    let Some(indicator) = found else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let name = visit.language.of(&indicator.name).0.to_owned();
    let trail = vec![(visit.text("targets-title"), "/targets".to_owned())];
    let progress = progress_of(&visit, indicator);
    // Built at its place in the page, so that the workbook lists the tables in page order.
    let computed = || indicator.set.as_ref().map(|set| computed(&visit, indicator, set));
    let cards = indicator.measure.map(|measure| {
        let href = format!("{}?measure={measure}", visit.link("/cards"));
        view! { <p><a href=href>{visit.text("targets-to-cards")}</a></p> }
    });
    view! {
        <PageHead title=name.clone() />
        <Breadcrumbs trail=trail current=name.clone() />
        <div class="sections">
            <div class="stack">
                <p><span class="badge">{kind_of_indicator(&visit, indicator.kind)}</span></p>
                <h1>{mark_japanese(&visit, &name)} " " <SampleLabel sample=indicator.sample /></h1>
            </div>
            <section class="stack" aria-labelledby="recorded">
                <h2 id="recorded">{visit.text("targets-recorded-title")}</h2>
                <IndicatorHeadline indicator=indicator.clone() on_own_page=true />
                {measure_changes(&visit, indicator)}
                {target_drawing(&visit, indicator)}
                {indicator_sheet(&visit, indicator)}
                {cards}
            </section>
            <section class="stack" aria-labelledby="pace">
                <h2 id="pace">{visit.text("targets-pace-title")}</h2>
                {pace_facts(&visit, indicator, &progress)}
                {target_projection(&visit, indicator)}
            </section>
            {computed()}
            {workbook_link(&visit)}
            <section class="stack" aria-labelledby="definition">
                <h2 id="definition">{visit.text("targets-definition-title")}</h2>
                {definition(&visit, indicator)}
            </section>
        </div>
    }
    .into_markup()
}

/// Says when the indicator changed what it measures.
fn measure_changes(visit: &PageContext, indicator: &Indicator) -> Markup {
    let mut measured: Vec<_> = visit
        .snapshot
        .indicator_values(&indicator.id)
        .iter()
        .filter(|value| value.kind != ValueKind::Target)
        .filter_map(|value| value.measure.map(|measure| (value.fiscal_year, measure)))
        .collect();
    measured.sort_unstable();
    let notes = measured
        .windows(2)
        .filter(|pair| pair[0].1 != pair[1].1)
        .map(|pair| {
            let values = [
                ("before", visit.short_fiscal_year(pair[0].0)),
                ("old", visit.rate_name(pair[0].1)),
                ("after", visit.short_fiscal_year(pair[1].0)),
                ("new", visit.rate_name(pair[1].1)),
            ];
            view! { <p class="notice caution">{visit.format_text("targets-measure-changed", values)}</p> }
        })
        .collect_view();
    notes.into_markup()
}

/// Rates computed from the catalogue, kept apart from the recorded ones.
fn computed(visit: &PageContext, indicator: &Indicator, set: &SetCode) -> Markup {
    let snapshot = &visit.snapshot;
    let first = span_of(snapshot.indicator_values(&indicator.id), None).first().copied();
    let first = first.unwrap_or(FiscalYear(FiscalYear::of(visit.today).0 - 5));
    let years = rates_by_fiscal_year(&snapshot.procedures, set, first, visit.today);
    let sample = set_is_sample(&snapshot.procedures, set);
    let about = snapshot.set(set).map(|set| {
        let name = visit.language.pick(&set.name, &set.name_en).to_owned();
        let description = visit.language.pick(&set.description, &set.description_en).to_owned();
        view! { <p class="prose">{mark_japanese(visit, &visit.format_text("targets-computed-set", [("set", name)]))} " " {mark_japanese(visit, &description)}</p> }
    });
    view! {
        <section class="stack" aria-labelledby="computed">
            <h2 id="computed">{visit.text("targets-computed-title")} " " <SampleLabel sample=sample /></h2>
            <p class="prose">{visit.format_text("targets-computed-lead", [("date", visit.date(visit.today))])}</p>
            {about}
            <p><a class="button" href=visit.link(&format!("/targets/{}/route", indicator.id))>{visit.text("route-to")}</a></p>
            {computed_detail(visit, set)}
            {computed_series(visit, set, &years)}
        </section>
    }
    .into_markup()
}

fn definition(visit: &PageContext, indicator: &Indicator) -> Markup {
    let text = |text: &LocalText| {
        let (text, language) = visit.language.of(text);
        (text.to_owned(), visit.lang(language))
    };
    let rows = [
        ("targets-formula", text(&indicator.formula)),
        ("targets-reason", text(&indicator.reason)),
        ("targets-caveat", text(&indicator.caveat)),
        ("targets-plan", (plan_name(visit, &indicator.plan), None)),
        ("targets-unit", (indicator.unit.clone(), None)),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, (text, _))| !text.is_empty())
        .map(|(name, (text, lang))| view! { <div><dt>{visit.text(name)}</dt><dd lang=lang>{mark_japanese(visit, &text)}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_markup()
}
