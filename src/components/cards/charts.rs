//! Charts of card rates: ranked areas, and lines over time.

use charts::{Point, Ranking, RankingBar, ReferenceLine, Series, StepMark, Stroke, Tick, TickUnit, ranking_chart};
use chrono::{Datelike, NaiveDate};
use domain::area::Area;
use domain::card::{CardCount, Measure};
use domain::source::SourceId;
use leptos::prelude::*;

use crate::components::base::dated_drawing::{DatedLines, dated_drawing};
use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::read_model::figures::{Ranked, base_changes, is_contiguous};

/// Areas as bars, highest first, with the city as a reference line.
#[must_use]
pub fn ranking_drawing(
    context: &PageContext,
    id: &str,
    title: &str,
    placed: &[Ranked<'_>],
    whole: Option<&Ranked<'_>>,
) -> Markup {
    let bars: Vec<RankingBar> = placed
        .iter()
        .map(|each| RankingBar {
            name: context.area_name(each.area),
            percent: each.percent(),
            emphasis: context.snapshot.city.as_ref() == Some(&each.area.code),
        })
        .collect();
    let reference = whole.and_then(|whole| {
        whole.percent().map(|percent| ReferenceLine { percent, label: context.area_name(whole.area) })
    });
    let desc: Vec<String> =
        placed.iter().map(|each| format!("{} {}", context.area_name(each.area), percent(each.percent()))).collect();
    let desc = desc.join(&context.text("figure-list-separator"));
    let drawings = both_widths(id, title, &desc, |caption, width| {
        ranking_chart(&Ranking {
            caption,
            width,
            bars: bars.clone(),
            reference: reference.clone(),
            unknown_text: context.text("figure-unknown"),
        })
    });
    let counts: Vec<&CardCount> = placed.iter().chain(whole).filter_map(|each| each.count).collect();
    let sources: Vec<SourceId> = counts.iter().map(|count| count.source.clone()).collect();
    let sample = counts.iter().any(|count| count.sample);
    view! {
        <Drawing id=id.to_owned() title=title drawings=drawings>
            <Sources sources=sources sample=sample />
        </Drawing>
    }
    .into_markup()
}

/// The line of one area.
#[derive(Debug, Clone, Copy)]
pub struct RateLine<'a> {
    pub area: &'a Area,
    pub counts: &'a [CardCount],
    pub part: LinePart,
}

impl<'a> RateLine<'a> {
    /// The count on exactly this date.
    #[must_use]
    pub fn count_on(&self, date: NaiveDate) -> Option<&'a CardCount> {
        self.counts.iter().find(|count| count.as_of == date)
    }
}

/// The role of a line in the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinePart {
    /// The subject of the chart, or the total of its parts. Thicker, and drawn above the others.
    Main,
    Part,
    /// A comparison that is not a peer of the other lines: the nation, or the city beside one ward.
    Reference,
}

/// Rates over time, one line per area, all of one measure. A mark shows where the population base of the first line
/// changes.
#[must_use]
pub fn series_drawing(
    context: &PageContext,
    id: &str,
    title: &str,
    measure: Measure,
    lines: &[RateLine<'_>],
) -> Markup {
    let series: Vec<Series> = lines.iter().enumerate().map(|(colour, line)| series_of(context, colour, line)).collect();
    let step_marks: Vec<StepMark> = lines
        .first()
        .map(|line| base_changes(line.counts))
        .unwrap_or_default()
        .into_iter()
        .map(|change| {
            let year = change.population_as_of.year().to_string();
            StepMark { date: change.from, note: context.format_text("cards-base-mark", [("year", year)]) }
        })
        .collect();
    let desc = context.format_text("cards-series-description", [("rate", context.rate_name(measure))]);
    let sources: Vec<SourceId> = lines.iter().flat_map(|line| line.counts).map(|count| count.source.clone()).collect();
    let sample = lines.iter().flat_map(|line| line.counts).any(|count| count.sample);
    let broken = series.iter().any(|line| line.segments.len() > 1);
    let notes = [(!step_marks.is_empty(), "cards-base-note"), (broken, "series-gap-note")];
    let notes: Vec<String> =
        notes.into_iter().filter(|(applies, _)| *applies).map(|(_, name)| context.text(name)).collect();
    let note = notes.join(context.language.pick("", " "));
    let lines = DatedLines {
        series,
        bands: Vec::new(),
        step_marks,
        marked: Vec::new(),
        written: PageContext::short_date,
        ticks: date_tick,
    };
    dated_drawing(context, id, title, &desc, lines, move || {
        view! { <Sources sources=sources sample=sample note=note /> }.into_markup()
    })
}

fn series_of(context: &PageContext, colour: usize, line: &RateLine<'_>) -> Series {
    let name = context.area_name_in_time(line.area);
    let points = line
        .counts
        .iter()
        .filter_map(|count| {
            let value = count.rate().percent()?;
            let tooltip = format!("{name} {} {}", context.short_date(count.as_of), percent(Some(value)));
            Some(Point { date: count.as_of, percent: value, tooltip })
        })
        .collect();
    let stroke = if line.part == LinePart::Reference { Stroke::Reference } else { Stroke::Solid };
    let segments = is_contiguous(points, |point: &Point| point.date);
    Series { name: name.clone(), colour, stroke, emphasis: line.part == LinePart::Main, segments }
}

/// A date label under an axis.
#[must_use]
pub fn date_tick(language: Language, tick: Tick) -> String {
    let (year, month) = (tick.date.year(), tick.date.month());
    if tick.unit == TickUnit::Day {
        return language.date(tick.date);
    }
    let name = match tick.unit {
        TickUnit::Month | TickUnit::Day => "date-month-of-axis",
        TickUnit::Year => "date-year-of-axis",
        TickUnit::FiscalYear => "date-fiscal-year",
    };
    language.text_with(name, [("year", year.into()), ("month", month.into())])
}
