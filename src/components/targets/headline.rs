//! An indicator as a single box: the recorded value against the target.

use charts::{Progress, ProgressMark, progress_bar};
use domain::indicator::{Indicator, IndicatorValue};
use domain::progress::line_at;
use leptos::prelude::*;

use super::labels::value_label;
use super::verdict::{StatusBadge, progress_of, verdict};
use crate::components::base::data_table::figure_link;
use crate::components::base::drawing::{Sources, both_widths};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::with_unit;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::raw_markup::drawings;
use crate::components::base::sample_label::SampleLabel;
use crate::page_context::PageContext;
use crate::server::read_model::figures::latest_recorded;
use crate::server::read_model::provenance::IndicatorFigure;

/// The recorded value of an indicator against its target.
#[component]
pub fn IndicatorHeadline(
    indicator: Indicator,
    /// Whether the surrounding page already shows the indicator's name.
    #[prop(optional)]
    on_own_page: bool,
    /// What the value measures, in a few words.
    #[prop(optional, into)]
    measures: String,
) -> Markup {
    let context = PageContext::current();
    let progress = progress_of(&context, &indicator);
    let values = context.snapshot.indicator_values(&indicator.id);
    let name = context.language.of(&indicator.name).0.to_owned();
    let recorded = latest_recorded(values, context.as_of);
    let figure = match recorded {
        Some(value) => {
            let recorded_on = value
                .recorded_on
                .map(|day| context.format_text("targets-recorded-on", [("date", context.date(day))]))
                .unwrap_or_default();
            let opened = IndicatorFigure::recorded(&indicator.id, value.fiscal_year, value.kind);
            view! {
                <p class="headline-value">{figure_link(&context, &opened, with_unit(value.value, &indicator.unit))}</p>
                <p>
                    {value_label(&context, value)} {recorded_on} " " <SampleLabel sample=value.sample />
                </p>
            }
            .into_markup()
        }
        None => view! {
            <p class="headline-value">"—"</p>
            <p>{context.text("targets-nothing-recorded")}</p>
        }
        .into_markup(),
    };
    let heading = (!on_own_page).then(|| {
        view! { <h3><a href=context.link(&format!("/targets/{}", indicator.id))>{mark_japanese(&context, &name)}</a></h3> }
    });
    let sources: Vec<_> = recorded.map_or_else(|| vec![indicator.source.clone()], |value| vec![value.source.clone()]);
    let sample = recorded.is_some_and(|value| value.sample);
    let bar = (indicator.unit == "%").then(|| bar(&context, &indicator, &name, recorded));
    view! {
        <article class="headline box stack">
            {heading}
            {(!measures.is_empty()).then(|| view! { <p class="small">{measures}</p> })}
            {figure}
            {bar.map(|bar| drawings("chart-pair meter", &bar))}
            <p class="verdict">
                <StatusBadge progress=progress.clone() />
                " "
                {verdict(&context, &indicator, &progress)}
            </p>
            <Sources sources=sources sample=sample />
        </article>
    }
    .into_markup()
}

fn bar(context: &PageContext, indicator: &Indicator, name: &str, recorded: Option<&IndicatorValue>) -> [String; 2] {
    let progress = progress_of(context, indicator);
    let target = progress.target.map(|target| {
        let values = [
            ("value", with_unit(target.value, &indicator.unit)),
            ("year", context.short_fiscal_year(target.fiscal_year)),
        ];
        ProgressMark { percent: target.value, label: context.format_text("targets-bar-target", values) }
    });
    let pace = recorded.and_then(|value| {
        let on_line = line_at(progress.baseline?, progress.target?, value.fiscal_year)?;
        let values =
            [("value", with_unit(on_line, &indicator.unit)), ("year", context.short_fiscal_year(value.fiscal_year))];
        Some(ProgressMark { percent: on_line, label: context.format_text("targets-bar-pace", values) })
    });
    let desc = recorded.map_or_else(
        || context.text("targets-nothing-recorded"),
        |value| format!("{} {}", value_label(context, value), with_unit(value.value, &indicator.unit)),
    );
    both_widths(&format!("bar-{}", indicator.id), name, &desc, |caption, width| {
        progress_bar(&Progress {
            caption,
            width,
            percent: recorded.map(|value| value.value),
            target: target.clone(),
            pace: pace.clone(),
            unknown_text: context.text("figure-unknown"),
        })
    })
}
