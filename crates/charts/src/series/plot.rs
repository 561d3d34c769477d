//! The layout of a chart over dates, and what is drawn inside its axes.

mod end_labels;

use chrono::NaiveDate;
use plotters::coord::CoordTranslate;

use super::coordinates::{PlotCoordinates, day_number};
use super::line::Line;
use super::step_notes::{DateSpan, StepNotes};
use super::{Band, Point, SeriesChart};
use crate::canvas::Canvas;
use crate::gaps::across;
use crate::lettering::{shorten, text_width};
use crate::line_ends::{Frame, points_along};
use crate::markup::{Anchor, Style};
use crate::scale::{ValueAxis, percent_label};
use crate::svg_backend::{from_pixels, to_pixels};
use crate::ticks::DateAxis;
use crate::{Width, palette_class};
use end_labels::{EndLabel, GAP_BEFORE_LABEL, label_height};

/// The laid-out chart: the position of the plot and of everything around it.
pub(super) struct Plot<'a> {
    pub chart: &'a SeriesChart<'a>,
    axis: ValueAxis,
    coordinates: PlotCoordinates,
    start: NaiveDate,
    end: NaiveDate,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub height: f64,
    /// Space above the plot for the label of a target near the top.
    target_room: f64,
    notes: StepNotes<'a>,
}

impl<'a> Plot<'a> {
    pub(super) fn arrange(
        chart: &'a SeriesChart<'a>,
        lines: &[Line<'_>],
        (start, end): (NaiveDate, NaiveDate),
    ) -> Self {
        let size = chart.width.label_size();
        let greatest = lines
            .iter()
            .flat_map(|line| line.points().map(|point| point.percent))
            .chain(chart.target.iter().map(|target| target.percent))
            .chain(chart.bands.iter().flat_map(|band| &band.points).map(|(_, _, high)| *high))
            .fold(0.0, f64::max);
        let axis = ValueAxis::for_percent(greatest);
        let widest_value = axis.lines().map(|value| text_width(&percent_label(value), size)).fold(0.0, f64::max);
        let left = widest_value + 8.0;
        let margin = lines.iter().map(|line| line.label_width).fold(0.0, f64::max);
        let right = chart.width.units() - margin - GAP_BEFORE_LABEL - 12.0;
        let notes = StepNotes::place(chart.width, &chart.step_marks, &DateSpan { start, end, left, right });
        // A target at the top has its label above the plot, below the notes.
        let target_room = match &chart.target {
            Some(target) if axis.share(target.percent) > 0.92 => size * 1.3 + 2.0,
            _ => 0.0,
        };
        let top = 12.0 + notes.height() + target_room;
        let stacked: f64 = lines.iter().map(|line| label_height(line, size)).sum();
        let usual: f64 = match chart.width {
            Width::Wide => 320.0,
            Width::Narrow => 260.0,
        };
        let bottom = top + usual.max(stacked + 16.0);
        let coordinates = PlotCoordinates::new(
            day_number(start)..day_number(end),
            0.0..axis.ceiling,
            (to_pixels(left)..to_pixels(right), to_pixels(bottom)..to_pixels(top)),
        );
        let height = bottom + size + 20.0 + notes.key_height();
        Self { chart, axis, coordinates, start, end, left, right, top, bottom, target_room, height, notes }
    }

    pub(super) fn place(&self, point: &Point) -> (f64, f64) {
        self.position(point.date, point.percent)
    }

    fn position(&self, date: NaiveDate, percent: f64) -> (f64, f64) {
        let value = percent.clamp(0.0, self.axis.ceiling);
        let (x, y) = self.coordinates.translate(&(day_number(date), value));
        (from_pixels(x), from_pixels(y))
    }

    pub(super) fn x_of(&self, date: NaiveDate) -> f64 {
        self.position(date, 0.0).0
    }

    fn level(&self, percent: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.axis.share(percent)
    }

    pub(super) fn draw(&self, canvas: &Canvas, lines: &[Line<'_>]) {
        let labels = self.place_labels(lines);
        self.draw_axes(canvas);
        self.notes.draw(canvas, self.bottom, self.height);
        for band in &self.chart.bands {
            self.draw_band(canvas, band);
        }
        for quiet in [true, false] {
            for line in lines.iter().filter(|line| line.series.emphasis != quiet) {
                self.draw_line(canvas, line);
            }
        }
        self.draw_target(canvas, lines, &labels);
        for (line, label) in lines.iter().zip(&labels) {
            label.draw(canvas, line);
        }
        self.draw_readings(canvas);
    }

    fn draw_axes(&self, canvas: &Canvas) {
        let size = self.chart.width.label_size();
        self.axis.draw(canvas, (self.left, self.right), size, |value| self.level(value), percent_label);
        let ticks = DateAxis {
            start: self.start,
            end: self.end,
            year_start: self.chart.year_start,
            left: self.left,
            right: self.right,
            limit: self.chart.width.units(),
            size,
            marked: &self.chart.marked,
            label: self.chart.tick_label,
        };
        for tick in ticks.ticks() {
            canvas.line(&[(tick.x, self.bottom), (tick.x, self.bottom + 6.0)], Style::class("axis"));
            if tick.has_name() {
                canvas.text(tick.left, self.bottom + size + 9.0, Anchor::Start, size, &tick.label, "label");
            }
        }
    }

    fn draw_band(&self, canvas: &Canvas, band: &Band) {
        let is_drawn = |(_, low, high): &&(NaiveDate, f64, f64)| low.is_finite() && high.is_finite();
        let drawn: Vec<_> = band.points.iter().filter(is_drawn).collect();
        if drawn.len() < 2 {
            return;
        }
        let upper = drawn.iter().map(|(date, _, high)| self.position(*date, *high));
        let lower = drawn.iter().rev().map(|(date, low, _)| self.position(*date, *low));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        canvas.polygon(&outline, Style::class(format!("band {}", palette_class(band.colour))));
    }

    fn draw_line(&self, canvas: &Canvas, line: &Line<'_>) {
        let class = line.class();
        let emphasis = if line.series.emphasis { " emphasis" } else { "" };
        let stroke = line.series.stroke.as_class();
        let placed = self.placed(line);
        for way in across(&placed) {
            canvas.line(&way, Style::class(format!("gap {class}")));
        }
        for (segment, places) in line.segments.iter().zip(&placed) {
            if places.len() > 1 {
                canvas.line(places, Style::class(format!("line {class} {stroke}{emphasis}")));
            }
            // Dots that would touch are omitted because they hide the line; a single value is drawn as a dot only.
            let spacious = places.len() > 1 && places.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 14.0);
            // In a narrow drawing, the single values of many lines would cover each other; the dots of the emphasised
            // line show the dates.
            let crowded = self.chart.width == Width::Narrow && !line.series.emphasis && placed.len() > 1;
            let lone = places.len() == 1 && !crowded;
            let radius = if line.series.emphasis { 3.5 } else { 2.8 };
            for (point, &(x, y)) in segment.iter().zip(places) {
                if spacious || lone || std::ptr::eq(*point, line.last()) {
                    let dot = Style::class(format!("dot {class} {stroke}{emphasis}"));
                    let said = self.chart.readings.is_empty();
                    canvas.circle(x, y, radius, if said { dot.tooltip(&point.tooltip) } else { dot });
                } else if self.chart.width == Width::Wide && self.chart.readings.is_empty() {
                    // Touch screens have no hover; in narrow drawings the table gives the values.
                    canvas.circle(x, y, 4.5, Style::class(format!("reach {class}")).tooltip(&point.tooltip));
                }
            }
        }
    }

    /// Draws an invisible strip for each date over everything else; it covers the positions that are closest to this
    /// date. Touch screens have no hover; in narrow drawings the table gives the values.
    fn draw_readings(&self, canvas: &Canvas) {
        if self.chart.width == Width::Narrow {
            return;
        }
        let places: Vec<f64> = self.chart.readings.iter().map(|reading| self.x_of(reading.date)).collect();
        let mut from = self.left;
        for (at, reading) in self.chart.readings.iter().enumerate() {
            let until = places.get(at + 1).map_or(self.right, |next| f64::midpoint(places[at], *next));
            let strip = Style::class("reach").tooltip(&reading.text);
            canvas.rect(from.floor(), self.top, until.floor() - from.floor(), self.bottom - self.top, strip);
            from = until;
        }
    }

    fn draw_target(&self, canvas: &Canvas, lines: &[Line<'_>], labels: &[EndLabel]) {
        let Some(target) = &self.chart.target else {
            return;
        };
        let size = self.chart.width.label_size();
        let y = self.level(target.percent);
        canvas.line(&[(self.left, y), (self.right, y)], Style::class("target-line").tooltip(&target.label));
        let text = shorten(&target.label, size, self.chart.width.units() - self.left - 6.0);
        let width = text_width(&text, size);
        let points = self.drawn_points(lines);
        let height = size * 1.3;
        let best = [
            (self.left + 4.0, y - height - 1.0),
            (self.left + 4.0, y + 2.0),
            ((self.left + self.right - width) / 2.0, y - height - 1.0),
            ((self.left + self.right - width) / 2.0, y + 2.0),
            (self.right - width - 4.0, y - height - 1.0),
            (self.right - width - 4.0, y + 2.0),
        ]
        .into_iter()
        .map(|(left, top)| Frame { left, top, right: left + width, bottom: top + height })
        .min_by_key(|area| {
            let covered_labels = labels.iter().filter(|label| label.area.overlaps(area)).count();
            let outside = usize::from(area.bottom > self.bottom || area.top < self.top - self.target_room);
            area.covered(&points) + 1000 * covered_labels + 1000 * outside
        });
        if let Some(area) = best {
            canvas.text(area.left, area.top + size, Anchor::Start, size, &text, "target-label halo");
        }
    }

    /// Points along the lines of the step marks.
    pub(super) fn step_points(&self) -> Vec<(f64, f64)> {
        let lines: Vec<_> = self.notes.positions().map(|x| vec![(x, self.top), (x, self.bottom)]).collect();
        points_along(&lines)
    }

    pub(super) fn drawn_points(&self, lines: &[Line<'_>]) -> Vec<(f64, f64)> {
        let drawn: Vec<Vec<(f64, f64)>> = lines
            .iter()
            .flat_map(|line| {
                let mut placed = self.placed(line);
                placed.extend(across(&placed));
                placed
            })
            .collect();
        points_along(&drawn)
    }

    /// Positions of the stretches of a line.
    fn placed(&self, line: &Line<'_>) -> Vec<Vec<(f64, f64)>> {
        line.segments.iter().map(|segment| segment.iter().map(|point| self.place(point)).collect()).collect()
    }
}
