//! The status of an indicator in words.

use domain::indicator::{Indicator, ValueKind};
use domain::progress::{NotAssessable, Point, Progress, ProgressPart, Status, assess};
use domain::rate::one_decimal;
use leptos::prelude::*;

use super::labels::value_label;
use crate::components::base::data_table::{figure_link, with_figure};
use crate::components::base::formatting::{signed, with_unit};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::latest_recorded;
use crate::server::read_model::provenance::IndicatorFigure;

/// An indicator's progress as of the day of the page.
#[must_use]
pub fn progress_of(context: &PageContext, indicator: &Indicator) -> Progress {
    assess(context.snapshot.indicator_values(&indicator.id), context.as_of)
}

/// The status as one word with an icon.
#[component]
pub fn StatusBadge(progress: Progress) -> Markup {
    let context = PageContext::current();
    let (name, class) = match (progress.status, progress.reason) {
        (Status::Achieved, _) => ("targets-status-achieved", "badge complete"),
        (Status::Met, _) => ("targets-status-met", "badge complete"),
        (Status::OnTrack, _) => ("targets-status-on-track", "badge complete"),
        (Status::Behind, _) => ("targets-status-behind", "badge counter"),
        (Status::MovingAway, _) => ("targets-status-moving-away", "badge counter"),
        (Status::Missed, _) => ("targets-status-missed", "badge counter"),
        (Status::NotAssessable, Some(NotAssessable::ResultNotRecorded)) => ("targets-status-waiting", "badge"),
        (Status::NotAssessable, _) => ("targets-status-not-assessable", "badge"),
    };
    view! { <span class=class>{context.text(name)}</span> }.into_markup()
}

/// The status or the final verdict as a sentence.
#[must_use]
pub fn verdict(context: &PageContext, indicator: &Indicator, progress: &Progress) -> Markup {
    let target = progress.target.map_or_else(String::new, |target| with_unit(target.value, &indicator.unit));
    let year = progress.target.map_or_else(String::new, |target| context.short_fiscal_year(target.fiscal_year));
    // The words already carry the sign: missed by, or exceeded by.
    let distance = progress.distance.map_or_else(String::new, |distance| format!("{:.1}", one_decimal(distance.abs())));
    let name = match (progress.status, progress.reason) {
        (Status::Achieved, _) => "targets-verdict-achieved",
        (Status::OnTrack, _) => "targets-verdict-on-track",
        (Status::Behind, _) => "targets-verdict-behind",
        (Status::MovingAway, _) => "targets-verdict-moving-away",
        (Status::Met, _) => "targets-verdict-met",
        (Status::Missed, _) => "targets-verdict-missed",
        (Status::NotAssessable, Some(NotAssessable::NoTarget)) => "targets-verdict-no-target",
        (Status::NotAssessable, Some(NotAssessable::MeasureChanged)) => "targets-verdict-measure-changed",
        (Status::NotAssessable, Some(NotAssessable::ResultNotRecorded)) => "targets-verdict-waiting",
        (Status::NotAssessable, Some(NotAssessable::FewerThanTwoValues) | None) => "targets-verdict-too-few",
    };
    let values = [("year", year), ("target", target), ("distance", distance)];
    match progress.target {
        Some(point) => {
            let figure = IndicatorFigure::recorded(&indicator.id, point.fiscal_year, ValueKind::Target);
            with_figure(context, name, values, "target", &figure)
        }
        None => context.format_text(name, values).into_markup(),
    }
}

/// Pace, distance and, as a second opinion, the growth ratio, each with its definition.
#[must_use]
pub fn pace_facts(context: &PageContext, indicator: &Indicator, progress: &Progress) -> Markup {
    let unknown = || context.text("targets-pace-unknown").into_markup();
    let point = |point: Point, kind: ValueKind| {
        let value = with_unit(point.value, &indicator.unit);
        let values = [("value", value), ("year", context.short_fiscal_year(point.fiscal_year))];
        let figure = IndicatorFigure::recorded(&indicator.id, point.fiscal_year, kind);
        with_figure(context, "targets-point", values, "value", &figure)
    };
    // The formatted number, inside its sentence if it has one.
    let part = |part: ProgressPart, decimals: usize, sentence: Option<&str>| {
        let figure = IndicatorFigure::progress(&indicator.id, part);
        progress.part(part).map_or_else(unknown, |value| match sentence {
            Some(name) => with_figure(context, name, [("points", signed(value, decimals))], "points", &figure),
            None => figure_link(context, &figure, format!("{value:.decimals$}")),
        })
    };
    let recorded = latest_recorded(context.snapshot.indicator_values(&indicator.id), context.as_of);
    let latest = recorded.map_or_else(
        || context.text("targets-nothing-recorded").into_markup(),
        |value| {
            let figure = IndicatorFigure::recorded(&indicator.id, value.fiscal_year, value.kind);
            let link = figure_link(context, &figure, with_unit(value.value, &indicator.unit));
            view! { {link} " " {value_label(context, value)} }.into_markup()
        },
    );
    let baseline = progress.baseline.zip(progress.baseline_kind);
    let facts = [
        ("targets-baseline", baseline.map_or_else(unknown, |(at, kind)| point(at, kind)), None),
        ("targets-latest", latest, None),
        (
            "targets-last-target",
            progress.target.map_or_else(
                || context.text("targets-not-set").into_markup(),
                |target| point(target, ValueKind::Target),
            ),
            None,
        ),
        ("targets-distance", part(ProgressPart::Distance, 1, Some("targets-points")), Some("targets-distance-hint")),
        (
            "targets-required-pace",
            part(ProgressPart::RequiredPace, 1, Some("targets-points-a-year")),
            Some("targets-required-pace-hint"),
        ),
        (
            "targets-observed-pace",
            part(ProgressPart::ObservedPace, 1, Some("targets-points-a-year")),
            Some("targets-observed-pace-hint"),
        ),
        ("targets-growth-ratio", part(ProgressPart::GrowthRatio, 2, None), Some("targets-growth-ratio-hint")),
    ];
    let rows = facts
        .into_iter()
        .map(|(name, value, hint)| {
            let hint = hint.map(|hint| view! { <br /><span class="small quiet">{context.text(hint)}</span> });
            view! { <div><dt>{context.text(name)}</dt><dd><b>{value}</b> {hint}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_markup()
}
