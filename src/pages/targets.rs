use domain::indicator::Indicator;
use domain::procedure::LocalText;
use domain::source::SourceId;
use leptos::prelude::*;

use super::PageContext;
use crate::components::computed_rates::ComputedNow;
use crate::components::figure::{Sources, workbook_link};
use crate::components::foreign::mark_japanese;
use crate::components::indicator_sheet::{indicator_sheet, kind_of_indicator, plan_name};
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::sample_label::SampleLabel;
use crate::components::verdict::{StatusBadge, progress_of, verdict};

/// The indicator sheet: every indicator with target, actual value and achievement by fiscal year.
#[component]
pub fn TargetsPage() -> Markup {
    let visit = PageContext::current();
    let title = visit.text("targets-title");
    let sections = visit.snapshot.indicators.iter().map(|indicator| section(&visit, indicator)).collect_view();
    let nothing = visit
        .snapshot
        .indicators
        .is_empty()
        .then(|| view! { <p class="notice">{visit.text("targets-no-indicators")}</p> });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.text("targets-lead")}</p>
            </div>
            {nothing}
                {workbook_link(&visit)}
            {sections}
            <p class="prose small">{visit.text("targets-sheet-note")}</p>
        </div>
    }
    .into_markup()
}

fn section(visit: &PageContext, indicator: &Indicator) -> Markup {
    let progress = progress_of(visit, indicator);
    let name = visit.language.of(&indicator.name).0.to_owned();
    let caveat = visit.language.of(&indicator.caveat).0.to_owned();
    let values = visit.snapshot.indicator_values(&indicator.id);
    let sources: Vec<SourceId> = values.iter().map(|value| value.source.clone()).collect();
    let sample = indicator.sample || values.iter().any(|value| value.sample);
    let id: String = format!("indicator-{}", indicator.id);
    let label = id.clone();
    let unit = visit.format_text("targets-unit-is", [("unit", indicator.unit.clone())]);
    let plan = plan_name(visit, &indicator.plan);
    view! {
        <section class="stack" aria-labelledby=label>
            <p class="row"><span class="badge">{kind_of_indicator(visit, indicator.kind)}</span> <span class="small quiet">{unit} " " {visit.text("targets-plan-is")} {mark_japanese(visit, &plan)}</span></p>
            <h2 id=id.clone()>
                <a href=visit.link(&format!("/targets/{}", indicator.id))>{mark_japanese(visit, &name)}</a>
                " "
                <SampleLabel sample=indicator.sample />
            </h2>
            <p class="verdict"><StatusBadge progress=progress.clone() /> " " {verdict(visit, indicator, &progress)}</p>
            {wording(visit, indicator)}
            {indicator_sheet(visit, indicator)}
            {beside(visit, indicator)}
            {(!caveat.is_empty()).then(|| view! { <p class="small">{mark_japanese(visit, &visit.format_text("targets-caveat-is", [("caveat", caveat)]))}</p> })}
            <Sources sources=sources sample=sample />
        </section>
    }
    .into_markup()
}

/// The sheet's own wording: the indicator's place in the plan, why it was chosen, how it is computed, and its baseline.
fn wording(visit: &PageContext, indicator: &Indicator) -> Markup {
    let programme = visit.snapshot.book.programmes.iter().find(|programme| programme.plan == indicator.plan);
    let position = programme.map(|programme| {
        let parts = [&programme.strategy, &programme.measure, &programme.direction];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(" › ")
    });
    let words = |text: &LocalText| visit.language.of(text).0.to_owned();
    let facts = [
        ("targets-position", position.unwrap_or_default()),
        ("targets-formula", words(&indicator.formula)),
        ("targets-reason", words(&indicator.reason)),
    ];
    let rows = facts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| view! { <div><dt>{visit.text(name)}</dt><dd>{mark_japanese(visit, &text)}</dd></div> })
        .collect_view();
    view! { <dl class="facts wording">{rows}</dl> }.into_markup()
}

/// Values that the site computes, shown beside the published ones and never mixed with them, and the link to the route
/// to 100 %.
fn beside(visit: &PageContext, indicator: &Indicator) -> Markup {
    let Some(set) = indicator.set.clone().filter(|set| visit.snapshot.members(set).next().is_some()) else {
        return ().into_markup();
    };
    let route = visit.link(&format!("/targets/{}/route", indicator.id));
    view! {
        <div class="beside stack">
            <ComputedNow set=set />
            <p class="no-print"><a class="button secondary" href=route>{visit.text("route-to")}</a></p>
        </div>
    }
    .into_markup()
}
