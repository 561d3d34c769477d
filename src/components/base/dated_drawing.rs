//! Line charts over dates, with the values that the script in the browser shows for each date.

use charts::{
    Band, Caption, Point, Reading, Series, SeriesChart, StepMark, Tick, Width, YearStart, date_places, series_chart,
};
use chrono::NaiveDate;
use leptos::prelude::*;

use super::drawing::{Drawing, Readings, both_widths};
use super::formatting::percent;
use super::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;

/// The data of a line chart over dates.
#[derive(Debug)]
pub struct DatedLines {
    pub series: Vec<Series>,
    pub bands: Vec<Band>,
    pub step_marks: Vec<StepMark>,
    /// The dates to name under the axis. If empty, it names months or years.
    pub marked: Vec<NaiveDate>,
    /// Formats a date of the chart.
    pub written: fn(&PageContext, NaiveDate) -> String,
    /// Formats a tick of the date axis.
    pub ticks: fn(Language, Tick) -> String,
}

/// Separates the date from its values in a text of the chart, so that the script can split it again.
const AFTER_DATE: char = '\u{2002}';

/// Draws the lines in both widths. `below` renders what belongs under it, such as its sources.
pub fn dated_drawing(
    context: &PageContext,
    id: &str,
    title: &str,
    desc: &str,
    lines: DatedLines,
    below: impl FnOnce() -> Markup + Send + 'static,
) -> Markup {
    let tick_label = |tick: Tick| (lines.ticks)(context.language, tick);
    let dates = dates_of(&lines.series);
    let separator = context.text("figure-list-separator");
    let said = dates.iter().map(|date| {
        let values = values_on(context, &lines, *date).join(&separator);
        Reading { date: *date, text: format!("{}{AFTER_DATE}{values}", (lines.written)(context, *date)) }
    });
    let said: Vec<Reading> = said.collect();
    let chart = |caption: Caption, width: Width| SeriesChart {
        caption,
        width,
        series: lines.series.clone(),
        bands: lines.bands.clone(),
        step_marks: lines.step_marks.clone(),
        readings: said.clone(),
        target: None,
        year_start: YearStart::April,
        marked: lines.marked.clone(),
        tick_label: &tick_label,
        nothing_text: context.text("figure-no-values"),
    };
    let drawings = both_widths(id, title, desc, |caption, width| series_chart(&chart(caption, width)));
    let places = [Width::Wide, Width::Narrow].map(|width| {
        let caption = Caption { id: String::new(), title: String::new(), desc: String::new() };
        let places = date_places(&chart(caption, width), &dates);
        places.iter().map(u32::to_string).collect::<Vec<String>>().join(" ")
    });
    let names = lines
        .series
        .iter()
        .map(|series| format!("{} {}\t{}", series.colour_class(), series.stroke.as_class(), on_one_line(&series.name)));
    // A chart with a single date needs no readout.
    let readings = (dates.len() > 1).then(|| Readings {
        label: context.format_text("series-reader", [("drawing", title.to_owned())]),
        lines: names.collect::<Vec<String>>().join("\n"),
        places: places.join("\n"),
    });
    view! {
        <Drawing id=id.to_owned() title=title drawings=drawings readings=readings>
            {below()}
        </Drawing>
    }
    .into_markup()
}

fn on_one_line(name: &str) -> String {
    name.replace(char::is_control, " ")
}

/// The points with a label. A point that only connects the start of one line to the end of another has none.
fn points(series: &Series) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
    let spoken = |point: &&Point| point.percent.is_finite() && !point.tooltip.is_empty();
    series.segments.iter().flatten().filter(spoken).map(|point| (point.date, point.percent))
}

fn dates_of(series: &[Series]) -> Vec<NaiveDate> {
    let mut dates: Vec<NaiveDate> = series.iter().flat_map(points).map(|(date, _)| date).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// Name and value of each line that has a value on this day, in the order of the lines. The order is fixed because that
/// nearly halves the compressed size; the script sorts them.
fn values_on(context: &PageContext, lines: &DatedLines, date: NaiveDate) -> Vec<String> {
    let on = |series: &Series| points(series).find(|(day, _)| *day == date).map(|(_, value)| value);
    let values = lines.series.iter().enumerate().filter_map(|(at, series)| Some((at, on(series)?)));
    let written = |(at, value): (usize, f64)| {
        let colour = lines.series[at].colour;
        let interval = lines.bands.iter().filter(|band| band.colour == colour).flat_map(|band| &band.points);
        let written = percent(Some(value));
        let written = match interval.filter(|(day, ..)| *day == date).find(|(_, low, high)| low < high) {
            Some((_, low, high)) => context.format_text(
                "series-interval",
                [("rate", written), ("low", percent(Some(*low))), ("high", percent(Some(*high)))],
            ),
            None => written,
        };
        format!("{} {written}", on_one_line(&lines.series[at].name))
    };
    values.map(written).collect()
}
