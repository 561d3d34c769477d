use domain::calendar::FiscalYear;
use domain::correction::CorrectedTable;
use domain::indicator::{Indicator, IndicatorId, ValueKind, current_values};
use domain::procedure::{LocalText, SetCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::not_found::NotFoundPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::corrections::corrections_section;
use crate::components::base::drawing::workbook_link;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::sample_label::titled;
use crate::components::targets::computed_rates::{computed_detail, computed_series};
use crate::components::targets::headline::IndicatorHeadline;
use crate::components::targets::indicator_chart::indicator_chart;
use crate::components::targets::indicator_sheet::{indicator_sheet, kind_of_indicator, plan_name};
use crate::components::targets::projection::target_projection;
use crate::components::targets::verdict::{pace_facts, progress_of};
use crate::page_context::PageContext;
use crate::server::read_model::figures::{rates_by_fiscal_year, set_is_sample, span_of};

/// One indicator: target against actual value, pace and verdict, and the underlying rows.
#[component]
pub fn TargetPage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let found = context.last_part().parse::<IndicatorId>().ok().and_then(|id| snapshot.indicator(&id));
    let Some(indicator) = found else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let name = context.language.of(&indicator.name).0.to_owned();
    let trail = vec![(context.text("targets-title"), "/targets".to_owned())];
    let progress = progress_of(&context, indicator);
    let subject = (CorrectedTable::Indicators, indicator.id.as_str());
    let corrections = snapshot.corrections.about([subject], context.as_of);
    // Built at its place in the page, so that the workbook lists the tables in page order.
    let computed = || indicator.set.as_ref().map(|set| computed(&context, indicator, set));
    let has_wards = snapshot.home().is_none_or(|city| snapshot.wards(&city.code).next().is_some());
    let cards = indicator.measure.map(|measure| {
        // The indicator may be of a measure of which nothing has been counted yet.
        let is_counted = snapshot.card_counts().iter().any(|count| count.measure == measure);
        let query = if is_counted { format!("?measure={measure}") } else { String::new() };
        let href = format!("{}{query}", context.link("/cards"));
        let words = context.text(if has_wards { "targets-to-cards" } else { "targets-to-city-cards" });
        view! { <p><a href=href>{words}</a></p> }
    });
    let sections = view! {
        <section class="stack" aria-labelledby="recorded">
            <h2 id="recorded">{context.text("targets-recorded-title")}</h2>
            <IndicatorHeadline indicator=indicator.clone() on_own_page=true />
            {measure_changes(&context, indicator)}
            {indicator_chart(&context, "target-chart", indicator)}
            {indicator_sheet(&context, indicator)}
            {cards}
        </section>
        <section class="stack" aria-labelledby="pace">
            <h2 id="pace">{context.text("targets-pace-title")}</h2>
            {pace_facts(&context, indicator, &progress)}
            {target_projection(&context, indicator)}
        </section>
        {computed()}
        {corrections_section(&context, &corrections, Some(indicator.id.as_str()))}
        {workbook_link(&context)}
        <section class="stack" aria-labelledby="definition">
            <h2 id="definition">{context.text("targets-definition-title")}</h2>
            {definition(&context, indicator)}
        </section>
    };
    view! {
        <PageHead title=name.clone() />
        <Breadcrumbs trail=trail current=name.clone() />
        <div class="sections">
            <div class="stack">
                <p><span class="badge">{kind_of_indicator(&context, indicator.kind)}</span></p>
                {titled(view! { <h1>{mark_japanese(&context, &name)}</h1> }, indicator.sample)}
            </div>
            {with_contents(&context, sections)}
        </div>
    }
    .into_markup()
}

/// Says when the indicator changed what it measures.
fn measure_changes(context: &PageContext, indicator: &Indicator) -> Markup {
    let mut measured: Vec<_> = current_values(context.snapshot.indicator_values(&indicator.id))
        .filter(|value| value.kind != ValueKind::Target)
        .filter_map(|value| value.measure.map(|measure| (value.fiscal_year, measure)))
        .collect();
    measured.sort_unstable();
    let notes = measured
        .windows(2)
        .filter(|pair| pair[0].1 != pair[1].1)
        .map(|pair| {
            let values = [
                ("before", context.short_fiscal_year(pair[0].0)),
                ("old", context.rate_name(pair[0].1)),
                ("after", context.short_fiscal_year(pair[1].0)),
                ("new", context.rate_name(pair[1].1)),
            ];
            view! { <p class="notice caution">{context.format_text("targets-measure-changed", values)}</p> }
        })
        .collect_view();
    notes.into_markup()
}

/// Rates computed from the catalogue, kept apart from the recorded ones.
fn computed(context: &PageContext, indicator: &Indicator, set: &SetCode) -> Markup {
    let snapshot = &context.snapshot;
    let first = span_of(snapshot.indicator_values(&indicator.id), None).first().copied();
    let first = first.unwrap_or(FiscalYear(FiscalYear::of(context.as_of).0 - 5));
    let years = rates_by_fiscal_year(&snapshot.procedures, set, first, context.as_of);
    let sample = set_is_sample(&snapshot.procedures, set, context.as_of);
    let about = snapshot.set(set).map(|set| {
        let name = context.language.pick(&set.name, &set.name_en).to_owned();
        let description = context.language.pick(&set.description, &set.description_en).to_owned();
        view! { <p class="prose">{mark_japanese(context, &context.format_text("targets-computed-set", [("set", name)]))} " " {mark_japanese(context, &description)}</p> }
    });
    view! {
        <section class="stack" aria-labelledby="computed">
            {titled(view! { <h2 id="computed">{context.text("targets-computed-title")}</h2> }, sample)}
            <p class="prose">{context.format_text("targets-computed-lead", [("date", context.date(context.as_of))])}</p>
            {about}
            <p><a class="button" href=context.link(&format!("/targets/{}/route", indicator.id))>{context.text("route-to")}</a></p>
            {computed_detail(context, set)}
            {computed_series(context, set, &years)}
        </section>
    }
    .into_markup()
}

fn definition(context: &PageContext, indicator: &Indicator) -> Markup {
    let text = |text: &LocalText| {
        let (text, language) = context.language.of(text);
        (text.to_owned(), context.lang(language))
    };
    let rows = [
        ("targets-formula", text(&indicator.formula)),
        ("targets-reason", text(&indicator.reason)),
        ("targets-caveat", text(&indicator.caveat)),
        ("targets-plan", (plan_name(context, &indicator.plan), None)),
        ("targets-unit", (indicator.unit.clone(), None)),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, (text, _))| !text.is_empty())
        .map(|(name, (text, lang))| view! { <div><dt>{context.text(name)}</dt><dd lang=lang>{mark_japanese(context, &text)}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_markup()
}
