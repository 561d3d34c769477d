use domain::correction::CorrectedTable;
use domain::indicator::{Indicator, current_values};
use domain::procedure::{LocalText, SetCode};
use domain::source::SourceId;
use leptos::prelude::*;

use crate::components::base::city_text::city_words;
use crate::components::base::corrections::corrections_section;
use crate::components::base::drawing::{Sources, workbook_link};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::sample_label::titled;
use crate::components::targets::computed_rates::ComputedNow;
use crate::components::targets::indicator_sheet::{indicator_sheet, kind_of_indicator, plan_name};
use crate::components::targets::verdict::{StatusBadge, progress_of, verdict};
use crate::page_context::PageContext;

/// The indicator sheet: every indicator with target, actual value and achievement by fiscal year.
#[component]
pub fn TargetsPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("targets-title");
    let sections = context.snapshot.indicators.iter().map(|indicator| section(&context, indicator)).collect_view();
    let is_of_indicators = |table| table == CorrectedTable::Indicators;
    let corrections = context.snapshot.corrections.in_tables(is_of_indicators, context.as_of);
    let nothing = context
        .snapshot
        .indicators
        .is_empty()
        .then(|| view! { <p class="notice">{context.text("targets-no-indicators")}</p> });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("targets-lead")}</p>
            </div>
            {nothing}
            {(!context.snapshot.indicators.is_empty()).then(|| workbook_link(&context))}
            {sections}
            {corrections_section(&context, &corrections, None)}
            <p class="prose small">{context.text("targets-sheet-note")}</p>
        </div>
    }
    .into_markup()
}

fn section(context: &PageContext, indicator: &Indicator) -> Markup {
    let progress = progress_of(context, indicator);
    let name = context.language.of(&indicator.name).0.to_owned();
    let caveat = context.language.of(&indicator.caveat).0.to_owned();
    let values: Vec<_> = current_values(context.snapshot.indicator_values(&indicator.id)).collect();
    let sources: Vec<SourceId> = values.iter().map(|value| value.source.clone()).collect();
    let sample = indicator.sample || values.iter().any(|value| value.sample);
    let id: String = format!("indicator-{}", indicator.id);
    let label = id.clone();
    let unit = context.format_text("targets-unit-is", [("unit", indicator.unit.clone())]);
    let plan = plan_name(context, &indicator.plan);
    let page = context.link(&format!("/targets/{}", indicator.id));
    let heading = view! { <h2 id=id><a href=page>{mark_japanese(context, &name)}</a></h2> };
    view! {
        <section class="stack" aria-labelledby=label>
            <p class="row"><span class="badge">{kind_of_indicator(context, indicator.kind)}</span> <span class="small quiet">{unit} " " {context.text("targets-plan-is")} {mark_japanese(context, &plan)}</span></p>
            {titled(heading, indicator.sample)}
            <p class="verdict"><StatusBadge progress=progress.clone() /> " " {verdict(context, indicator, &progress)}</p>
            {wording(context, indicator)}
            {indicator_sheet(context, indicator)}
            {beside(context, indicator)}
            {(!caveat.is_empty()).then(|| view! { <p class="small">{mark_japanese(context, &context.format_text("targets-caveat-is", [("caveat", caveat)]))}</p> })}
            <Sources sources=sources sample=sample />
        </section>
    }
    .into_markup()
}

/// The sheet's own wording: the indicator's place in the plan, why it was chosen, how it is computed, and its baseline.
fn wording(context: &PageContext, indicator: &Indicator) -> Markup {
    let programme = context.snapshot.book.programmes.iter().find(|programme| programme.plan == indicator.plan);
    let position = programme.map(|programme| {
        let parts = [&programme.strategy, &programme.measure, &programme.direction];
        let parts = parts.into_iter().filter(|part| !part.is_empty()).map(|part| city_words(context, part));
        parts.collect::<Vec<_>>().join(" › ")
    });
    let words = |text: &LocalText| {
        let (words, of) = context.language.of(text);
        (words.to_owned(), context.lang(of))
    };
    let facts = [
        ("targets-position", (position.unwrap_or_default(), None)),
        ("targets-formula", words(&indicator.formula)),
        ("targets-reason", words(&indicator.reason)),
    ];
    let rows = facts
        .into_iter()
        .filter(|(_, (text, _))| !text.is_empty())
        .map(|(name, (text, lang))| {
            let text = if lang.is_some() { text.into_markup() } else { mark_japanese(context, &text) };
            view! { <div><dt>{context.text(name)}</dt><dd lang=lang>{text}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts wording">{rows}</dl> }.into_markup()
}

/// Values that the site computes, shown beside the published ones and never mixed with them, and the link to the route
/// to 100 %.
fn beside(context: &PageContext, indicator: &Indicator) -> Markup {
    let has_members = |set: &SetCode| context.snapshot.members_on(set, context.as_of, context.as_of).next().is_some();
    let Some(set) = indicator.set.clone().filter(has_members) else {
        return ().into_markup();
    };
    let route = context.link(&format!("/targets/{}/route", indicator.id));
    view! {
        <div class="beside stack">
            <ComputedNow set=set />
            <p class="no-print"><a class="button secondary" href=route>{context.text("route-to")}</a></p>
        </div>
    }
    .into_markup()
}
