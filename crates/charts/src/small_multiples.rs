//! The same small chart for several areas, on the same axes, so that the areas can be compared over time.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use super::canvas::{Canvas, empty_chart, paint};
use super::gaps::across;
use super::lettering::{shorten, text_width};
use super::markup::{Anchor, Role, Style, frame, linked, number, rect, text};
use super::scale::{ValueAxis, grid_class, percent_label};
use super::ticks::{DateAxis, PlacedTick, Tick, YearStart, drawn_range};
use super::{Caption, Width, percent, to_f64};

/// Values without a gap, 0 to 100, in order of dates.
pub type Stretch = Vec<(NaiveDate, f64)>;

/// One of the small charts.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Shown above the chart, beside the last value.
    pub name: String,
    /// The link of the name.
    pub href: Option<String>,
    /// In order of dates.
    pub stretches: Vec<Stretch>,
    /// Whether the reference is drawn behind its line; not in the panel of the reference itself.
    pub compared: bool,
}

/// What [`small_multiples`] draws.
pub struct SmallMultiples<'a> {
    pub caption: Caption,
    pub width: Width,
    /// In reading order.
    pub panels: Vec<Panel>,
    /// The line that each panel is compared with, such as the whole city.
    pub reference: Vec<Stretch>,
    pub year_start: YearStart,
    /// Formats a date under an axis in the reader's language.
    pub tick_label: &'a dyn Fn(Tick) -> String,
    /// Shown in the drawing if no panel has a value.
    pub nothing_text: String,
}

impl std::fmt::Debug for SmallMultiples<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SmallMultiples").field("caption", &self.caption).finish_non_exhaustive()
    }
}

/// Height of the name; as a link, it must be large enough to tap.
const HEAD: f64 = 28.0;
const PLOT_HEIGHT: f64 = 84.0;
/// Width of a panel and size of its texts. They are the same in the wide and the narrow drawing, so that both contain
/// the same texts, which compresses well.
const PANEL: f64 = 156.0;
const SIZE: f64 = 12.5;

/// A grid of small charts on the same axes. At most one value per month is drawn.
#[must_use]
pub fn small_multiples(chart: &SmallMultiples<'_>) -> String {
    let values = || {
        let own = chart.panels.iter().flat_map(|panel| &panel.stretches);
        own.chain(&chart.reference).flatten().filter(|(_, value)| value.is_finite())
    };
    let (Some(first), Some(last)) = (values().map(|(date, _)| *date).min(), values().map(|(date, _)| *date).max())
    else {
        return empty_chart(&chart.caption, "chart-multiples", chart.width, &chart.nothing_text);
    };
    let grid = Grid::of(chart, values().map(|(_, value)| *value).fold(0.0, f64::max), drawn_range(first, last));
    let reference = grid.places(&chart.reference);
    let mut body = String::new();
    for (at, panel) in chart.panels.iter().enumerate() {
        let (column, row) = (at % grid.columns, at / grid.columns);
        let (x, y) = (grid.left + to_f64(column) * grid.step, to_f64(row) * grid.row);
        // Each panel is drawn at the origin: its common parts are then identical text, which compresses well.
        let _ = writeln!(body, "<g transform=\"translate({} {})\">", number(x), number(y));
        grid.draw_name(&mut body, panel);
        body += &paint(PANEL, grid.row, |canvas| {
            grid.draw_axes(canvas, column == 0, at + grid.columns >= chart.panels.len());
            if panel.compared {
                draw_line(canvas, &reference, "series-reference", "line series-reference reference");
            }
            let own = grid.places(&panel.stretches);
            draw_line(canvas, &own, "series-1", "line series-1 solid");
            if let Some(&(x, y)) = own.last().and_then(|stretch| stretch.last()) {
                canvas.circle(x, y, 2.8, Style::class("dot series-1 solid"));
            }
        });
        body.push_str("</g>\n");
    }
    let role = Role::with_links(chart.panels.iter().any(|panel| panel.href.is_some()));
    frame(&chart.caption, "chart-multiples", chart.width, grid.height(chart.panels.len()), role, &body)
}

fn draw_line(canvas: &Canvas, stretches: &[Vec<(f64, f64)>], colour: &str, line: &str) {
    for way in across(stretches) {
        canvas.line(&way, Style::class(format!("gap {colour}")));
    }
    for stretch in stretches.iter().filter(|stretch| stretch.len() > 1) {
        canvas.line(stretch, Style::class(line));
    }
}

/// The laid-out grid; positions inside a panel are relative to the panel's corner.
struct Grid<'a> {
    chart: &'a SmallMultiples<'a>,
    axis: ValueAxis,
    start: NaiveDate,
    end: NaiveDate,
    columns: usize,
    /// Space for the values of the axis beside the first column.
    left: f64,
    /// Distance from one column to the next.
    step: f64,
    /// Distance from one row to the next.
    row: f64,
}

impl<'a> Grid<'a> {
    fn of(chart: &'a SmallMultiples<'a>, greatest: f64, (start, end): (NaiveDate, NaiveDate)) -> Self {
        let axis = ValueAxis::for_percent(greatest);
        let left = axis.lines().map(|value| text_width(&percent_label(value), SIZE)).fold(0.0, f64::max) + 6.0;
        let columns = match chart.width {
            Width::Wide => 4,
            Width::Narrow => 2,
        };
        let step = (chart.width.units() - left - PANEL) / to_f64(columns - 1);
        Self { chart, axis, start, end, columns, left, step, row: HEAD + PLOT_HEIGHT + SIZE + 12.0 }
    }

    fn height(&self, panels: usize) -> f64 {
        self.row * to_f64(panels.div_ceil(self.columns)) + 4.0
    }

    fn level(&self, value: f64) -> f64 {
        HEAD + PLOT_HEIGHT * (1.0 - self.axis.share(value))
    }

    /// The positions of the values that can be drawn, to half a unit; if a month has several values, the last one.
    fn places(&self, stretches: &[Stretch]) -> Vec<Vec<(f64, f64)>> {
        let days = |date: NaiveDate| f64::from(i32::try_from((date - self.start).num_days()).unwrap_or(i32::MAX));
        let whole = days(self.end).max(1.0);
        let month = |date: NaiveDate| (date.year(), date.month());
        stretches
            .iter()
            .map(|stretch| {
                let mut kept: Stretch = Vec::new();
                for &(date, value) in stretch.iter().filter(|(_, value)| value.is_finite()) {
                    if kept.last().is_some_and(|(before, _)| month(*before) == month(date)) {
                        kept.pop();
                    }
                    kept.push((date, value));
                }
                let place =
                    |(date, value)| ((PANEL * days(date) / whole).round(), (self.level(value) * 2.0).round() / 2.0);
                kept.into_iter().map(place).collect()
            })
            .filter(|stretch: &Vec<_>| !stretch.is_empty())
            .collect()
    }

    fn draw_axes(&self, canvas: &Canvas, with_values: bool, with_dates: bool) {
        for value in self.axis.lines() {
            let y = self.level(value);
            canvas.line(&[(0.0, y), (PANEL, y)], Style::class(grid_class(value)));
            if with_values {
                canvas.text(-6.0, y + SIZE * 0.36, Anchor::End, SIZE, &percent_label(value), "label");
            }
        }
        let bottom = HEAD + PLOT_HEIGHT;
        let ticks = DateAxis {
            start: self.start,
            end: self.end,
            year_start: self.chart.year_start,
            left: 0.0,
            right: PANEL,
            limit: PANEL,
            size: SIZE,
            marked: &[],
            label: self.chart.tick_label,
        };
        // Nothing between the first and the last year: each panel would draw it again.
        for tick in ticks.ticks().into_iter().filter(PlacedTick::has_name) {
            canvas.line(&[(tick.x, bottom), (tick.x, bottom + 4.0)], Style::class("axis"));
            if with_dates {
                canvas.text(tick.left, bottom + SIZE + 6.0, Anchor::Start, SIZE, &tick.label, "label");
            }
        }
    }

    /// Draws the name, with the last value on the right.
    fn draw_name(&self, body: &mut String, panel: &Panel) {
        let last = panel.stretches.iter().flatten().rfind(|(_, value)| value.is_finite());
        let value = last.map(|(_, value)| percent(*value)).unwrap_or_default();
        let name = shorten(&panel.name, SIZE, PANEL - text_width(&value, SIZE) - 14.0);
        linked(body, panel.href.as_deref(), format!("{} {value}", panel.name).trim_end(), |body| {
            rect(body, &Style::class("shape"), 0.0, 0.0, PANEL, HEAD - 4.0);
            text(body, &Style::class("panel-name"), 2.0, HEAD - 10.0, Anchor::Start, SIZE, &name);
            text(body, &Style::class("panel-value"), PANEL - 2.0, HEAD - 10.0, Anchor::End, SIZE, &value);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn panel(name: &str, stretches: Vec<Stretch>) -> Panel {
        Panel { name: name.to_owned(), href: Some(format!("/{name}")), stretches, compared: true }
    }

    fn drawn(width: Width, panels: Vec<Panel>) -> String {
        let reference = vec![vec![(day("2022-01-01"), 40.0), (day("2022-12-31"), 60.0)]];
        small_multiples(&SmallMultiples {
            caption: Caption { id: "m".into(), title: "t".into(), desc: "d".into() },
            width,
            panels,
            reference,
            year_start: YearStart::April,
            tick_label: &|tick| tick.date.format("%Y-%m").to_string(),
            nothing_text: "no value".into(),
        })
    }

    #[test]
    fn of_two_values_in_a_month_the_last_is_drawn() {
        let june = vec![(day("2022-05-01"), 10.0), (day("2022-06-01"), 80.0), (day("2022-06-30"), 20.0)];
        let drawn = drawn(Width::Wide, vec![panel("堺区", vec![june])]);
        let own = drawn.lines().find(|line| line.contains("line series-1")).unwrap();
        assert_eq!(own.matches(',').count(), 2, "two places: {own}");
        assert!(drawn.contains(">20.0%</text>"), "{drawn}");
    }

    #[test]
    fn every_panel_has_the_same_axes_and_the_same_reference() {
        let rising = |to: f64| vec![vec![(day("2022-01-01"), 1.0), (day("2022-12-31"), to)]];
        let panels: Vec<Panel> = [5.0, 50.0, 95.0].into_iter().map(|to| panel("区", rising(to))).collect();
        for width in [Width::Wide, Width::Narrow] {
            let drawn = drawn(width, panels.clone());
            let lines = |class: &str| {
                let of_class = format!("class=\"{class}");
                let mut found: Vec<&str> = drawn.lines().filter(|line| line.contains(&of_class)).collect();
                let all = found.len();
                found.sort_unstable();
                found.dedup();
                (all, found.len())
            };
            assert_eq!(lines("line series-reference"), (3, 1), "drawn in each panel at the same place");
            assert_eq!(lines("grid"), (3 * 5, 5));
            assert_eq!(lines("line series-1"), (3, 3));
        }
    }

    #[test]
    fn the_names_lead_to_the_areas_and_stay_in_their_panels() {
        let values = vec![vec![(day("2022-01-01"), 10.0), (day("2022-12-31"), 20.0)]];
        let drawn = drawn(Width::Narrow, vec![panel("とても長い名前のついている行政区", values)]);
        assert!(drawn.contains("<a class=\"area\" href=\"/とても長い名前のついている行政区\""), "{drawn}");
        assert!(drawn.contains("…</text>") && drawn.contains("role=\"group\""), "{drawn}");
    }
}
