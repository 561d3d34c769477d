use leptos::prelude::*;

use super::Visit;
use crate::components::figure::{Sources, workbook_link};
use crate::components::foreign::marked;
use crate::components::indicator_sheet::{indicator_sheet, kind_of_indicator};
use crate::components::page_head::PageHead;
use crate::components::sample_label::SampleLabel;
use crate::components::verdict::{StatusBadge, progress_of, verdict};
use crate::domain::indicator::Indicator;
use crate::domain::source::SourceId;

/// The indicator sheet: every indicator with target, actual value and achievement by fiscal year.
#[component]
pub fn TargetsPage() -> impl IntoView {
    let visit = Visit::current();
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
}

fn section(visit: &Visit, indicator: &Indicator) -> AnyView {
    let progress = progress_of(visit, indicator);
    let name = visit.language.of(&indicator.name).0.to_owned();
    let caveat = visit.language.of(&indicator.caveat).0.to_owned();
    let values = visit.snapshot.indicator_values(&indicator.id);
    let sources: Vec<SourceId> = values.iter().map(|value| value.source.clone()).collect();
    let sample = indicator.sample || values.iter().any(|value| value.sample);
    let id: String = format!("indicator-{}", indicator.id);
    let label = id.clone();
    let unit = visit.say("targets-unit-is", [("unit", indicator.unit.clone())]);
    let (plan, lang) = (indicator.plan.clone(), visit.lang_of_japanese());
    view! {
        <section class="stack" aria-labelledby=label>
            <p class="row"><span class="badge">{kind_of_indicator(visit, indicator.kind)}</span> <span class="small quiet">{unit} " " {visit.text("targets-plan-is")} <span lang=lang>{plan}</span></span></p>
            <h2 id=id.clone()>
                <a href=visit.link(&format!("/targets/{}", indicator.id))>{marked(visit, &name)}</a>
                " "
                <SampleLabel sample=indicator.sample />
            </h2>
            <p class="verdict"><StatusBadge progress=progress.clone() /> " " {verdict(visit, indicator, &progress)}</p>
            {indicator_sheet(visit, indicator)}
            {(!caveat.is_empty()).then(|| view! { <p class="small">{marked(visit, &visit.say("targets-caveat-is", [("caveat", caveat)]))}</p> })}
            <Sources sources=sources sample=sample />
        </section>
    }
    .into_any()
}
