//! Drawings of lines over dates, with what the reader in the browser says of each date.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::card_charts::date_tick;
use super::figure::{Drawing, both_widths};
use super::written::percent;
use crate::pages::Visit;
use crate::server::charts::{
    Band, Caption, Series, SeriesChart, StepMark, Tick, Width, YearStart, date_places, series_chart,
};

/// The figures of a drawing of lines over dates.
#[derive(Debug)]
pub struct DatedLines {
    pub series: Vec<Series>,
    pub bands: Vec<Band>,
    pub step_marks: Vec<StepMark>,
    /// How a date of the drawing is written.
    pub written: fn(&Visit, NaiveDate) -> String,
}

/// What a drawing says when it is read off at a date, in few bytes: it travels in the page. Fields are parted by tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// What is read, for those who do not see the drawing.
    pub label: String,
    /// A row a line: the classes of its sign, its name.
    pub lines: String,
    /// A row a date, oldest first: where it stands in the wide drawing and in the narrow one, in ten-thousandths of
    /// the width; the date; then, highest first, the place of a line among the lines and its value.
    pub rows: String,
}

/// Draws the lines in both widths; `below` makes what belongs to them, such as their source.
pub fn dated_drawing(
    visit: &Visit,
    id: &str,
    title: &str,
    desc: &str,
    lines: DatedLines,
    below: impl FnOnce() -> AnyView + Send + 'static,
) -> AnyView {
    let tick_label = |tick: Tick| date_tick(visit.language, tick);
    let chart = |caption: Caption, width: Width| SeriesChart {
        caption,
        width,
        series: lines.series.clone(),
        bands: lines.bands.clone(),
        step_marks: lines.step_marks.clone(),
        target: None,
        year_start: YearStart::April,
        tick_label: &tick_label,
        nothing_text: visit.text("figure-no-values"),
    };
    let drawings = both_widths(id, title, desc, |caption, width| series_chart(&chart(caption, width)));
    let dates = dates_of(&lines.series);
    let places = [Width::Wide, Width::Narrow].map(|width| {
        let caption = Caption { id: String::new(), title: String::new(), desc: String::new() };
        date_places(&chart(caption, width), &dates)
    });
    // A single date is read off its own label.
    let readings = (dates.len() > 1).then(|| Readings {
        label: visit.say("series-reader", [("drawing", title.to_owned())]),
        lines: rows(lines.series.iter().map(|series| {
            let classes = format!("{} {}", series.colour_class(), series.stroke.as_class());
            vec![classes, series.name.clone()]
        })),
        rows: rows(dates.iter().enumerate().map(|(at, date)| {
            let place = |of: &[u32]| of.get(at).copied().unwrap_or_default().to_string();
            let mut row = vec![place(&places[0]), place(&places[1]), (lines.written)(visit, *date)];
            row.extend(values_on(visit, &lines, *date));
            row
        })),
    });
    view! {
        <Drawing id=id.to_owned() title=title drawings=drawings readings=readings>
            {below()}
        </Drawing>
    }
    .into_any()
}

/// Fields parted by tabs, rows by line ends.
fn rows(rows: impl Iterator<Item = Vec<String>>) -> String {
    let field = |field: String| field.replace(char::is_control, " ");
    let rows: Vec<String> = rows.map(|row| row.into_iter().map(field).collect::<Vec<String>>().join("\t")).collect();
    rows.join("\n")
}

/// A point that is there only so that a line begins where another ends says nothing when pointed at.
fn points(series: &Series) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
    let spoken = |point: &&crate::server::charts::Point| point.percent.is_finite() && !point.tooltip.is_empty();
    series.segments.iter().flatten().filter(spoken).map(|point| (point.date, point.percent))
}

fn dates_of(series: &[Series]) -> Vec<NaiveDate> {
    let mut dates: Vec<NaiveDate> = series.iter().flat_map(points).map(|(date, _)| date).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// Place and value of each line that has a value on this day, highest first.
fn values_on(visit: &Visit, lines: &DatedLines, date: NaiveDate) -> Vec<String> {
    let on = |series: &Series| points(series).find(|(day, _)| *day == date).map(|(_, value)| value);
    let mut values: Vec<(usize, f64)> =
        lines.series.iter().enumerate().filter_map(|(at, series)| Some((at, on(series)?))).collect();
    values.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    let written = |(at, value): (usize, f64)| {
        let colour = lines.series[at].colour;
        let interval = lines.bands.iter().filter(|band| band.colour == colour).flat_map(|band| &band.points);
        let written = percent(Some(value));
        let written = match interval.filter(|(day, ..)| *day == date).find(|(_, low, high)| low < high) {
            Some((_, low, high)) => visit.say(
                "series-interval",
                [("rate", written), ("low", percent(Some(*low))), ("high", percent(Some(*high)))],
            ),
            None => written,
        };
        [at.to_string(), written]
    };
    values.into_iter().flat_map(written).collect()
}
