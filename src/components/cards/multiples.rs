//! The card rate of each ward over time, side by side on the same axes.

use charts::{Panel, SmallMultiples, Stretch, Tick, YearStart, small_multiples as drawn};
use domain::card::{CardCount, Measure};
use domain::source::SourceId;
use leptos::prelude::*;

use super::charts::{LinePart, RateLine, date_tick};
use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::is_contiguous;

/// With fewer wards than this, one shared chart compares them as well.
const LEAST_WARDS: usize = 3;

/// A section with a small chart per area; empty if fewer than three wards have two counts.
#[must_use]
pub fn small_multiples(context: &PageContext, measure: Measure, lines: &[RateLine<'_>]) -> Markup {
    let courses: Vec<&RateLine<'_>> =
        lines.iter().filter(|line| line.part != LinePart::Reference && line.counts.len() > 1).collect();
    let whole = courses.iter().find(|line| line.part == LinePart::Main);
    if courses.iter().filter(|line| line.part == LinePart::Part).count() < LEAST_WARDS {
        return ().into_markup();
    }
    let panel = |line: &&RateLine<'_>| Panel {
        name: context.area_name_in_time(line.area),
        href: Some(format!("{}?measure={measure}", context.link(&format!("/cards/{}", line.area.code)))),
        stretches: stretches(line.counts),
        compared: line.part == LinePart::Part,
    };
    let panels: Vec<Panel> = courses.iter().map(panel).collect();
    let reference = whole.map(|line| stretches(line.counts)).unwrap_or_default();
    let title = context.format_text("multiples-drawing", [("rate", context.rate_name(measure))]);
    let desc = context.format_text("multiples-description", [("count", panels.len().to_string())]);
    let tick_label = |tick: Tick| date_tick(context.language, tick);
    let drawings = both_widths("ward-multiples", &title, &desc, |caption, width| {
        drawn(&SmallMultiples {
            caption,
            width,
            panels: panels.clone(),
            reference: reference.clone(),
            year_start: YearStart::April,
            tick_label: &tick_label,
            nothing_text: context.text("figure-no-values"),
        })
    });
    let counts = || courses.iter().flat_map(|line| line.counts);
    let sources: Vec<SourceId> = counts().map(|count| count.source.clone()).collect();
    let sample = counts().any(|count| count.sample);
    let mut notes = Vec::new();
    if let Some(whole) = whole {
        notes.push(context.format_text("multiples-reference", [("area", context.area_name(whole.area))]));
    }
    if panels.iter().any(|panel| panel.stretches.len() > 1) {
        notes.push(context.text("series-gap-note"));
    }
    let note = notes.join(context.language.pick("", " "));
    view! {
        <section class="stack" aria-labelledby="multiples">
            <h2 id="multiples">{context.text("multiples-title")}</h2>
            <Drawing id="ward-multiples" title=title drawings=drawings>
                <Sources sources=sources sample=sample note=note />
            </Drawing>
        </section>
    }
    .into_markup()
}

fn stretches(counts: &[CardCount]) -> Vec<Stretch> {
    let values = counts.iter().filter_map(|count| Some((count.as_of, count.rate().percent()?)));
    is_contiguous(values.collect(), |(date, _)| *date)
}
