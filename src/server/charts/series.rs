//! Several lines over dates: rates by ward, issued and held.

use super::canvas::{Canvas, Mark, coarse, fine, paint};
use super::lettering::{shorten, text_width};
use super::line_ends::{Frame, points_along, spread};
use super::markup::{Anchor, Role, frame};
use super::scale::{ValueAxis, plain};
use super::ticks::{DateAxis, Tick, YearStart, drawn_range};
use super::{Caption, Width, percent};
use chrono::NaiveDate;
use plotters::coord::types::{RangedCoordf64, RangedDate};
use plotters::coord::{CoordTranslate, cartesian::Cartesian2d};

/// How a line is drawn; one for each measure, so that measures are told apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

impl Stroke {
    const fn as_class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
        }
    }
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub date: NaiveDate,
    /// 0 to 100. What is not a number is not drawn.
    pub percent: f64,
    /// Shown when pointed at, such as "堺区 2022年12月31日 60.4%".
    pub tooltip: String,
}

/// One line: one area and one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Stands at the line's end, before its last value.
    pub name: String,
    /// Place in the palette, from 0; eight colours, then from the beginning. Two measures of one
    /// area share a place and differ in `stroke`.
    pub colour: usize,
    pub stroke: Stroke,
    /// Thicker, and drawn over the others.
    pub emphasis: bool,
    /// Stretches without a gap, each in the order of dates. Nothing joins one to the next.
    pub segments: Vec<Vec<Point>>,
}

/// A date from which figures are counted differently, such as on a new population base.
#[derive(Clone, Debug, PartialEq)]
pub struct StepMark {
    pub date: NaiveDate,
    pub note: String,
}

/// A level to be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetLine {
    /// 0 to 100.
    pub percent: f64,
    pub label: String,
}

/// What [`series_chart`] draws.
pub struct SeriesChart<'a> {
    pub caption: Caption,
    pub width: Width,
    /// One to eight lines read well.
    pub series: Vec<Series>,
    pub step_marks: Vec<StepMark>,
    pub target: Option<TargetLine>,
    pub year_start: YearStart,
    /// Writes a date under the axis in the reader's language. Labels that come out alike are
    /// avoided by choosing other dates, so name the year with each month.
    pub tick_label: &'a dyn Fn(Tick) -> String,
    /// Said in the drawing where no series has a value.
    pub nothing_text: String,
}

impl std::fmt::Debug for SeriesChart<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SeriesChart").field("caption", &self.caption).finish_non_exhaustive()
    }
}

type PlotCoordinates = Cartesian2d<RangedDate<NaiveDate>, RangedCoordf64>;

const GAP_BEFORE_LABEL: f64 = 7.0;

/// Lines over dates, each named at its end.
#[must_use]
pub fn series_chart(chart: &SeriesChart<'_>) -> String {
    let lines: Vec<Line<'_>> = chart.series.iter().filter_map(|series| Line::of(series, chart.width)).collect();
    let dates = || lines.iter().flat_map(|line| line.points()).map(|point| point.date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else {
        return nothing(chart);
    };
    let plot = Plot::arrange(chart, &lines, drawn_range(first, last));
    let labels = plot.place_labels(&lines);
    let body = paint(chart.width.units(), plot.height, |canvas| {
        plot.draw_axes(canvas);
        plot.draw_step_marks(canvas);
        for quiet in [true, false] {
            for line in lines.iter().filter(|line| line.series.emphasis != quiet) {
                plot.draw_line(canvas, line);
            }
        }
        plot.draw_target(canvas, &lines, &labels);
        for (line, label) in lines.iter().zip(&labels) {
            label.draw(canvas, line);
        }
    });
    frame(&chart.caption, "chart-series", chart.width, plot.height, Role::Picture, &body)
}

fn nothing(chart: &SeriesChart<'_>) -> String {
    let height = 80.0;
    let body = paint(chart.width.units(), height, |canvas| {
        let middle = chart.width.units() / 2.0;
        canvas.text(middle, height / 2.0, Anchor::Middle, chart.width.label_size(), &chart.nothing_text, "label");
    });
    frame(&chart.caption, "chart-series", chart.width, height, Role::Picture, &body)
}

/// A series that has at least one value, with the text at its end.
struct Line<'a> {
    series: &'a Series,
    segments: Vec<Vec<&'a Point>>,
    /// One line of text, or name and value in two where the width is scarce.
    label: Vec<String>,
    label_width: f64,
}

impl<'a> Line<'a> {
    fn of(series: &'a Series, width: Width) -> Option<Self> {
        let segments: Vec<Vec<&Point>> = series
            .segments
            .iter()
            .map(|segment| segment.iter().filter(|point| point.percent.is_finite()).collect::<Vec<_>>())
            .filter(|segment| !segment.is_empty())
            .collect();
        let last = segments.iter().flatten().max_by_key(|point| point.date)?;
        let size = width.label_size();
        let limit = width.units() * 0.3;
        let whole = format!("{} {}", series.name, percent(last.percent));
        let label = if text_width(&whole, size) <= limit {
            vec![whole]
        } else {
            vec![shorten(&series.name, size, limit), percent(last.percent)]
        };
        let label_width = label.iter().map(|text| text_width(text, size)).fold(0.0, f64::max);
        Some(Self { series, segments, label, label_width })
    }

    fn points(&self) -> impl Iterator<Item = &'a Point> + '_ {
        self.segments.iter().flatten().copied()
    }

    fn last(&self) -> &'a Point {
        self.points().max_by_key(|point| point.date).expect("a line has at least one point")
    }

    fn class(&self) -> String {
        format!("series-{}", self.series.colour % 8 + 1)
    }
}

/// The text at a line's end.
struct EndLabel {
    anchor: Anchor,
    x: f64,
    area: Frame,
    size: f64,
    /// From the line's end to the text, where the text had to move.
    leader: Option<[(f64, f64); 3]>,
}

impl EndLabel {
    fn draw(&self, canvas: &Canvas<'_>, line: &Line<'_>) {
        let class = line.class();
        if let Some(leader) = self.leader {
            canvas.line(&leader, Mark::class(format!("leader {class}")));
        }
        let emphasis = if line.series.emphasis { " emphasis" } else { "" };
        let mut baseline = self.area.top + self.size * 0.98;
        for text in &line.label {
            canvas.text(self.x, baseline, self.anchor, self.size, text, &format!("end-label halo {class}{emphasis}"));
            baseline += self.size * 1.2;
        }
    }
}

/// The arranged chart: where the plot is and what stands around it.
struct Plot<'a> {
    chart: &'a SeriesChart<'a>,
    axis: ValueAxis,
    coordinates: PlotCoordinates,
    start: NaiveDate,
    end: NaiveDate,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    height: f64,
    /// Step marks within the range, from left to right, with the baseline of each note.
    notes: Vec<PlacedNote<'a>>,
}

struct PlacedNote<'a> {
    mark: &'a StepMark,
    x: f64,
    text_x: f64,
    row: usize,
}

impl<'a> Plot<'a> {
    fn arrange(chart: &'a SeriesChart<'a>, lines: &[Line<'_>], (start, end): (NaiveDate, NaiveDate)) -> Self {
        let size = chart.width.label_size();
        let greatest = lines
            .iter()
            .flat_map(|line| line.points().map(|point| point.percent))
            .chain(chart.target.iter().map(|target| target.percent))
            .fold(0.0, f64::max);
        let axis = ValueAxis::for_percent(greatest);
        let widest_value = axis.lines().map(|value| text_width(&axis_label(value), size)).fold(0.0, f64::max);
        let left = widest_value + 8.0;
        let margin = lines.iter().map(|line| line.label_width).fold(0.0, f64::max);
        let right = chart.width.units() - margin - GAP_BEFORE_LABEL - 12.0;
        let note_row = chart.width.note_size() * 1.3;
        let notes = place_notes(chart, start, end, left, right);
        let rows = notes.iter().map(|note| note.row + 1).max().unwrap_or(0);
        let top = 12.0 + note_row * f64::from(u32::try_from(rows).unwrap_or(0));
        let stacked: f64 = lines.iter().map(|line| label_height(line, size)).sum();
        let usual: f64 = match chart.width {
            Width::Wide => 320.0,
            Width::Narrow => 260.0,
        };
        let bottom = top + usual.max(stacked + 16.0);
        let coordinates =
            PlotCoordinates::new(start..end, 0.0..axis.ceiling, (fine(left)..fine(right), fine(bottom)..fine(top)));
        let height = bottom + size + 20.0;
        Self { chart, axis, coordinates, start, end, left, right, top, bottom, height, notes }
    }

    fn place(&self, point: &Point) -> (f64, f64) {
        let value = point.percent.clamp(0.0, self.axis.ceiling);
        let (x, y) = self.coordinates.translate(&(point.date, value));
        (coarse(x), coarse(y))
    }

    fn draw_axes(&self, canvas: &Canvas<'_>) {
        let size = self.chart.width.label_size();
        for value in self.axis.lines() {
            let y = self.bottom - (self.bottom - self.top) * self.axis.share(value);
            let class = if value == 0.0 { "axis" } else { "grid" };
            canvas.line(&[(self.left, y), (self.right, y)], Mark::class(class));
            canvas.text(self.left - 8.0, y + size * 0.36, Anchor::End, size, &axis_label(value), "label");
        }
        let ticks = DateAxis {
            start: self.start,
            end: self.end,
            year_start: self.chart.year_start,
            left: self.left,
            right: self.right,
            limit: self.chart.width.units(),
            size,
            label: self.chart.tick_label,
        };
        for tick in ticks.ticks() {
            canvas.line(&[(tick.x, self.bottom), (tick.x, self.bottom + 6.0)], Mark::class("axis"));
            canvas.text(tick.left, self.bottom + size + 9.0, Anchor::Start, size, &tick.label, "label");
        }
    }

    fn draw_step_marks(&self, canvas: &Canvas<'_>) {
        let size = self.chart.width.note_size();
        for note in &self.notes {
            let baseline = 12.0 + size * 1.3 * f64::from(u32::try_from(note.row).unwrap_or(0));
            let mark = Mark::class("step-mark").tooltip(&note.mark.note);
            canvas.line(&[(note.x, baseline - size * 0.8), (note.x, self.bottom)], mark);
            canvas.text(note.text_x, baseline, Anchor::Start, size, &note.mark.note, "note");
        }
    }

    fn draw_line(&self, canvas: &Canvas<'_>, line: &Line<'_>) {
        let class = line.class();
        let emphasis = if line.series.emphasis { " emphasis" } else { "" };
        let stroke = line.series.stroke.as_class();
        for segment in &line.segments {
            let places: Vec<_> = segment.iter().map(|point| self.place(point)).collect();
            if places.len() > 1 {
                canvas.line(&places, Mark::class(format!("line {class} {stroke}{emphasis}")));
            }
            // Dots that would touch hide the line; a lone value has nothing but its dot.
            let spacious = places.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 14.0);
            let radius = if line.series.emphasis { 3.5 } else { 2.8 };
            for (place, (point, &(x, y))) in segment.iter().zip(&places).enumerate() {
                if spacious || place + 1 == places.len() {
                    let dot = Mark::class(format!("dot {class} {stroke}{emphasis}"));
                    canvas.circle(x, y, radius, dot.tooltip(&point.tooltip));
                } else if self.chart.width == Width::Wide {
                    // A phone cannot point without pressing; there the table gives the values.
                    canvas.circle(x, y, 4.5, Mark::class(format!("reach {class}")).tooltip(&point.tooltip));
                }
            }
        }
    }

    fn draw_target(&self, canvas: &Canvas<'_>, lines: &[Line<'_>], labels: &[EndLabel]) {
        let Some(target) = &self.chart.target else {
            return;
        };
        let size = self.chart.width.label_size();
        let y = self.bottom - (self.bottom - self.top) * self.axis.share(target.percent);
        canvas.line(&[(self.left, y), (self.right, y)], Mark::class("target-line").tooltip(&target.label));
        let text = shorten(&target.label, size, self.right - self.left);
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
            let outside = usize::from(area.bottom > self.bottom || area.top < self.top - size * 1.4);
            let noted = usize::from(area.top < self.top && !self.notes.is_empty());
            area.covered(&points) + 1000 * covered_labels + 1000 * outside + 1000 * noted
        });
        if let Some(area) = best {
            canvas.text(area.left, area.top + size, Anchor::Start, size, &text, "target-label halo");
        }
    }

    fn drawn_points(&self, lines: &[Line<'_>]) -> Vec<(f64, f64)> {
        let drawn: Vec<Vec<(f64, f64)>> = lines
            .iter()
            .flat_map(|line| &line.segments)
            .map(|segment| segment.iter().map(|point| self.place(point)).collect())
            .collect();
        points_along(&drawn)
    }

    /// Labels of lines that reach the right edge stand in the margin; others beside their own
    /// end where that covers nothing, otherwise in the margin too.
    fn place_labels(&self, lines: &[Line<'_>]) -> Vec<EndLabel> {
        let size = self.chart.width.label_size();
        let ends: Vec<(f64, f64)> = lines.iter().map(|line| self.place(line.last())).collect();
        let points = self.drawn_points(lines);
        let plot = Frame { left: self.left, top: self.top, right: self.right, bottom: self.bottom };
        let mut beside: Vec<Option<(Anchor, Frame)>> = vec![None; lines.len()];
        for (place, line) in lines.iter().enumerate() {
            let (x, y) = ends[place];
            if x >= self.right - 0.06 * (self.right - self.left) {
                continue;
            }
            let taken: Vec<Frame> = beside.iter().flatten().map(|(_, area)| *area).collect();
            beside[place] = free_place((x, y), line, size)
                .filter(|(_, area)| area.within(&plot) && taken.iter().all(|other| !other.overlaps(area)))
                .map(|(anchor, area)| (area.covered(&points), anchor, area))
                .min_by_key(|(covered, ..)| *covered)
                .filter(|(covered, ..)| *covered <= 2)
                .map(|(_, anchor, area)| (anchor, area));
        }
        let margin: Vec<usize> = (0..lines.len()).filter(|place| beside[*place].is_none()).collect();
        let height = margin.iter().map(|place| label_height(&lines[*place], size)).fold(0.0, f64::max);
        let wanted: Vec<f64> = margin.iter().map(|place| ends[*place].1).collect();
        let centres = spread(&wanted, height, self.top - 4.0, self.bottom + 6.0);
        lines
            .iter()
            .enumerate()
            .map(|(place, line)| {
                if let Some((anchor, area)) = beside[place] {
                    let x = if anchor == Anchor::Start { area.left } else { area.right };
                    return EndLabel { anchor, x, area, size, leader: None };
                }
                let at = margin.iter().position(|other| *other == place).expect("a label not beside is in the margin");
                self.in_margin(ends[place], centres[at], line)
            })
            .collect()
    }

    fn in_margin(&self, (end_x, end_y): (f64, f64), centre: f64, line: &Line<'_>) -> EndLabel {
        let size = self.chart.width.label_size();
        let x = self.right + 12.0 + GAP_BEFORE_LABEL;
        let height = label_height(line, size);
        let top = centre - height / 2.0;
        let moved = (centre - end_y).abs() > 2.0 || end_x < self.right - 2.0;
        let leader =
            moved.then(|| [(end_x + 4.0, end_y), (self.right.max(end_x + 4.0) + 2.0, end_y), (x - 3.0, centre)]);
        let x = if moved { x } else { end_x + GAP_BEFORE_LABEL };
        let area = Frame { left: x, top, right: x + line.label_width, bottom: top + height };
        EndLabel { anchor: Anchor::Start, x, area, size, leader }
    }
}

fn axis_label(value: f64) -> String {
    format!("{}%", plain(value))
}

fn label_height(line: &Line<'_>, size: f64) -> f64 {
    size * if line.label.len() > 1 { 2.5 } else { 1.3 }
}

/// Places around a line's end where its label could stand, the best first.
fn free_place((x, y): (f64, f64), line: &Line<'_>, size: f64) -> impl Iterator<Item = (Anchor, Frame)> {
    let (width, height) = (line.label_width, label_height(line, size));
    [
        (Anchor::Start, x + GAP_BEFORE_LABEL, y - height / 2.0),
        (Anchor::End, x - 2.0 - width, y - height - 6.0),
        (Anchor::Start, x + 2.0, y + 6.0),
        (Anchor::Start, x + 2.0, y - height - 6.0),
        (Anchor::End, x - 2.0 - width, y + 6.0),
        (Anchor::End, x - GAP_BEFORE_LABEL - width, y - height / 2.0),
        (Anchor::End, x - 2.0 - width, y - height - 22.0),
        (Anchor::Start, x + 2.0, y + 22.0),
    ]
    .into_iter()
    .map(move |(anchor, left, top)| (anchor, Frame { left, top, right: left + width, bottom: top + height }))
}

/// Rows for the notes of step marks, from the right: a note whose text reaches another mark's
/// line goes above that one, so no line runs through a text.
fn place_notes<'a>(
    chart: &'a SeriesChart<'a>,
    start: NaiveDate,
    end: NaiveDate,
    left: f64,
    right: f64,
) -> Vec<PlacedNote<'a>> {
    let size = chart.width.note_size();
    let coordinates = PlotCoordinates::new(start..end, 0.0..1.0, (fine(left)..fine(right), 0..1));
    let mut marks: Vec<&StepMark> = chart.step_marks.iter().filter(|mark| (start..=end).contains(&mark.date)).collect();
    marks.sort_by_key(|mark| mark.date);
    // Filled from the right; `depth` counts rows up from the plot until the number is known.
    let mut placed: Vec<(PlacedNote<'a>, f64)> = Vec::new();
    for mark in marks.into_iter().rev() {
        let x = coarse(coordinates.translate(&(mark.date, 0.0)).0);
        let width = text_width(&mark.note, size);
        let text_x = (x + 4.0).min(chart.width.units() - width).max(0.0);
        let reach = text_x + width + 6.0;
        let depth =
            placed.iter().filter(|(other, _)| other.x.min(other.text_x) < reach).map(|(other, _)| other.row + 1).max();
        placed.push((PlacedNote { mark, x, text_x, row: depth.unwrap_or(0) }, reach));
    }
    let deepest = placed.iter().map(|(note, _)| note.row).max().unwrap_or(0);
    placed.into_iter().map(|(note, _)| PlacedNote { row: deepest - note.row, ..note }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, 4, 1).unwrap() + Days::new(number)
    }

    fn line(name: &str, stroke: Stroke, values: &[(u64, f64)]) -> Series {
        let points = values
            .iter()
            .map(|&(at, percent)| Point { date: day(at), percent, tooltip: format!("{name} {percent}") })
            .collect();
        Series { name: name.to_owned(), colour: 0, stroke, emphasis: false, segments: vec![points] }
    }

    fn year_month(tick: Tick) -> String {
        tick.date.format("%Y-%m").to_string()
    }

    fn chart(width: Width, series: Vec<Series>) -> SeriesChart<'static> {
        SeriesChart {
            caption: Caption { id: "a".into(), title: "t".into(), desc: "d".into() },
            width,
            series,
            step_marks: vec![],
            target: None,
            year_start: YearStart::April,
            tick_label: &year_month,
            nothing_text: "no value".into(),
        }
    }

    fn label_areas(chart: &SeriesChart<'_>) -> Vec<Frame> {
        let lines: Vec<Line<'_>> = chart.series.iter().filter_map(|series| Line::of(series, chart.width)).collect();
        let dates = || lines.iter().flat_map(|line| line.points()).map(|point| point.date);
        let plot = Plot::arrange(chart, &lines, drawn_range(dates().min().unwrap(), dates().max().unwrap()));
        plot.place_labels(&lines).into_iter().map(|label| label.area).collect()
    }

    #[test]
    fn names_at_line_ends_never_cover_each_other_or_leave_the_picture() {
        let names = ["堺市", "美原区(交付)", "Sakai City, cards held", "北区", "南区", "西区", "東区", "中区"];
        for width in [Width::Wide, Width::Narrow] {
            for spacing in [0.0, 0.1, 0.7, 2.0, 9.0] {
                for end in [[900; 8], [400; 8], [900, 400, 900, 400, 880, 700, 300, 300]] {
                    let series = (0..8_u32)
                        .map(|place| {
                            let last = 40.0 + f64::from(place * 3 % 8) * spacing;
                            let name = names[usize::try_from(place).unwrap()];
                            let end = end[usize::try_from(place).unwrap()];
                            line(name, Stroke::Solid, &[(0, 20.0), (200, 30.0), (end, last)])
                        })
                        .collect();
                    let chart = chart(width, series);
                    let areas = label_areas(&chart);
                    for (place, area) in areas.iter().enumerate() {
                        assert!(area.left >= 0.0 && area.right <= width.units(), "{area:?}");
                        assert!(areas[..place].iter().all(|other| !other.overlaps(area)), "{areas:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_gap_is_not_bridged_and_measures_are_not_joined() {
        let mut broken = line("堺市", Stroke::Solid, &[(0, 10.0), (100, 20.0)]);
        broken.segments.push(line("", Stroke::Solid, &[(300, 30.0), (400, 40.0)]).segments.remove(0));
        let held = line("堺市 保有", Stroke::Dashed, &[(500, 50.0), (600, 60.0)]);
        let drawn = series_chart(&chart(Width::Wide, vec![broken, held]));
        assert_eq!(drawn.matches("<polyline class=\"line series-1 solid\"").count(), 2);
        assert_eq!(drawn.matches("<polyline class=\"line series-1 dashed\"").count(), 1);
    }

    #[test]
    fn every_value_can_be_pointed_at_where_pointing_is_possible() {
        let values: Vec<(u64, f64)> = (0..60).map(|at: u32| (u64::from(at) * 10, f64::from(at))).collect();
        let drawn = series_chart(&chart(Width::Wide, vec![line("堺市", Stroke::Solid, &values)]));
        for (_, value) in values {
            assert!(drawn.contains(&format!("<title>堺市 {value}</title>")), "{value}");
        }
    }

    #[test]
    fn a_chart_without_values_says_so() {
        let nothing = series_chart(&chart(Width::Narrow, vec![line("堺市", Stroke::Solid, &[(0, f64::NAN)])]));
        assert!(nothing.contains("no value") && !nothing.contains("<polyline"), "{nothing}");
    }

    #[test]
    fn notes_of_step_marks_never_cover_each_other_or_another_marks_line() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = chart(width, vec![line("堺市", Stroke::Solid, &[(0, 1.0), (2000, 60.0)])]);
            chart.step_marks = (0..6)
                .map(|year| StepMark { date: day(100 + year * 365), note: format!("人口{}年1月", 2019 + year) })
                .collect();
            let lines: Vec<Line<'_>> = chart.series.iter().filter_map(|series| Line::of(series, width)).collect();
            let plot = Plot::arrange(&chart, &lines, (day(0), day(2000)));
            for note in &plot.notes {
                let end = note.text_x + text_width(&note.mark.note, width.note_size());
                assert!(end <= width.units());
                for other in plot.notes.iter().filter(|other| other.x > note.x) {
                    let text_crosses = other.text_x < end && other.row == note.row;
                    let line_crosses = other.x < end && other.row <= note.row;
                    assert!(!text_crosses && !line_crosses, "{} and {}", note.mark.note, other.mark.note);
                }
            }
        }
    }
}
