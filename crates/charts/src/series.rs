//! Several lines over dates: rates by ward, cards issued and held.

use chrono::{Datelike, NaiveDate};
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};
use plotters::coord::{CoordTranslate, cartesian::Cartesian2d};

use super::canvas::{Canvas, Mark, coarse, fine, paint};
use super::end_labels::{EndLabel, GAP_BEFORE_LABEL, label_height};
use super::gaps::across;
use super::lettering::{shorten, text_width};
use super::line_ends::{Frame, points_along};
use super::markup::{Anchor, Role, frame};
use super::scale::{ValueAxis, plain};
use super::step_notes::{DateSpan, StepMark, StepNotes};
use super::ticks::{DateAxis, Tick, YearStart, drawn_range};
use super::{Caption, Width, percent};

/// How a line is drawn. There is one style per measure, so that measures can be told apart without colour, and one for
/// the line that the others are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    Dotted,
    /// A total shown with its parts, such as the nation: thin, and grey whatever its place in the palette.
    Reference,
}

impl Stroke {
    /// Its class in a drawing, also used by the legends.
    #[must_use]
    pub const fn as_class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
            Self::Reference => "reference",
        }
    }
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub date: NaiveDate,
    /// 0 to 100. Values that are not finite are not drawn.
    pub percent: f64,
    /// The tooltip, such as "堺区 2022年12月31日 60.4%".
    pub tooltip: String,
}

/// One line: one area and one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Written at the end of the line, before its last value.
    pub name: String,
    /// Index in the palette, from 0; eight colours, then from the beginning again. Two measures of one area share an
    /// index and differ in `stroke`.
    pub colour: usize,
    pub stroke: Stroke,
    /// Whether the line is thicker and drawn over the others.
    pub emphasis: bool,
    /// Stretches without a gap, in order of dates. The connection between two of them visibly differs from the line.
    pub segments: Vec<Vec<Point>>,
}

impl Series {
    /// The class that determines its colour.
    #[must_use]
    pub fn colour_class(&self) -> String {
        match self.stroke {
            Stroke::Reference => "series-reference".to_owned(),
            _ => format!("series-{}", self.colour % 8 + 1),
        }
    }
}

/// An area between two lines, such as the interval of a projection.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Index in the palette, as in [`Series`].
    pub colour: usize,
    /// In order of dates: the lower and the upper value, 0 to 100.
    pub points: Vec<(NaiveDate, f64, f64)>,
}

/// A target level.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetLine {
    /// 0 to 100.
    pub percent: f64,
    pub label: String,
}

/// The values of the lines on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub date: NaiveDate,
    /// The tooltip, such as "2022年12月31日 堺区 60.5%、堺市 60.4%".
    pub text: String,
}

/// What [`series_chart`] draws.
pub struct SeriesChart<'a> {
    pub caption: Caption,
    pub width: Width,
    /// One to eight lines are easy to read.
    pub series: Vec<Series>,
    /// Drawn under the lines.
    pub bands: Vec<Band>,
    pub step_marks: Vec<StepMark>,
    /// In order of dates. If empty, each value has its own tooltip.
    pub readings: Vec<Reading>,
    pub target: Option<TargetLine>,
    pub year_start: YearStart,
    /// Formats a date under the axis in the reader's language. If labels come out equal, the axis uses other dates, so
    /// include the year with each month.
    pub tick_label: &'a dyn Fn(Tick) -> String,
    /// Shown in the drawing if no series has a value.
    pub nothing_text: String,
}

impl std::fmt::Debug for SeriesChart<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SeriesChart").field("caption", &self.caption).finish_non_exhaustive()
    }
}

/// Horizontal: days, counted as in [`day_number`]; vertical: values.
pub(super) type PlotCoordinates = Cartesian2d<RangedCoordi32, RangedCoordf64>;

/// The date as plotters positions it. Its own date axis would require more features of chrono, and its ticks are not
/// used.
pub(super) fn day_number(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}

/// Lines over dates, each labelled at its end.
#[must_use]
pub fn series_chart(chart: &SeriesChart<'_>) -> String {
    let lines = Line::all(chart);
    let Some(range) = range_of(chart, &lines) else {
        return nothing(chart);
    };
    let plot = Plot::arrange(chart, &lines, range);
    let labels = plot.place_labels(&lines);
    let body = paint(chart.width.units(), plot.height, |canvas| {
        plot.draw_axes(canvas);
        plot.notes.draw(canvas, plot.bottom, plot.height);
        for band in &chart.bands {
            plot.draw_band(canvas, band);
        }
        for quiet in [true, false] {
            for line in lines.iter().filter(|line| line.series.emphasis != quiet) {
                plot.draw_line(canvas, line);
            }
        }
        plot.draw_target(canvas, &lines, &labels);
        for (line, label) in lines.iter().zip(&labels) {
            label.draw(canvas, line);
        }
        plot.draw_readings(canvas);
    });
    frame(&chart.caption, "chart-series", chart.width, plot.height, Role::Picture, &body)
}

/// Positions of dates in the drawing of [`series_chart`], in ten-thousandths of its width from the left.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the width, and `as` saturates")]
pub fn date_places(chart: &SeriesChart<'_>, dates: &[NaiveDate]) -> Vec<u32> {
    let lines = Line::all(chart);
    let Some(range) = range_of(chart, &lines) else {
        return Vec::new();
    };
    let plot = Plot::arrange(chart, &lines, range);
    dates.iter().map(|date| (plot.place_of(*date) / chart.width.units() * 10_000.0).round() as u32).collect()
}

/// The first and the last date to draw.
fn range_of(chart: &SeriesChart<'_>, lines: &[Line<'_>]) -> Option<(NaiveDate, NaiveDate)> {
    let of_bands = || chart.bands.iter().flat_map(|band| &band.points).map(|(date, _, _)| *date);
    let dates = || lines.iter().flat_map(Line::points).map(|point| point.date).chain(of_bands());
    Some(drawn_range(dates().min()?, dates().max()?))
}

fn nothing(chart: &SeriesChart<'_>) -> String {
    let height = 80.0;
    let body = paint(chart.width.units(), height, |canvas| {
        let middle = chart.width.units() / 2.0;
        canvas.text(middle, height / 2.0, Anchor::Middle, chart.width.label_size(), &chart.nothing_text, "label");
    });
    frame(&chart.caption, "chart-series", chart.width, height, Role::Picture, &body)
}

/// Number of days after which a last value is too old to compare with the others.
const LONG_AGO: i64 = 62;

/// A series with at least one value, and its end label.
pub(super) struct Line<'a> {
    pub series: &'a Series,
    pub segments: Vec<Vec<&'a Point>>,
    /// One line of text, or name and value in two lines if space is scarce.
    pub label: Vec<String>,
    pub label_width: f64,
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
        // Bold letters are slightly wider.
        let size = if series.emphasis { size * 1.04 } else { size };
        let label = vec![format!("{} {}", series.name, percent(last.percent))];
        let label_width = text_width(&label[0], size);
        Some(Self { series, segments, label, label_width })
    }

    /// All lines with a value. Labels have one line each if all of them are narrow enough; otherwise all have the value
    /// under the name.
    fn all(chart: &'a SeriesChart<'_>) -> Vec<Self> {
        let mut lines: Vec<Self> = chart.series.iter().filter_map(|series| Self::of(series, chart.width)).collect();
        let limit = chart.width.units() * 0.35;
        let newest = lines.iter().map(|line| line.last().date).max().unwrap_or_default();
        let (old, current): (Vec<&mut Self>, Vec<&mut Self>) =
            lines.iter_mut().partition(|line| line.is_old_reference(newest));
        let stacked = current.iter().any(|line| line.label_width > limit);
        for line in current.into_iter().filter(|_| stacked) {
            let label = vec![line.series.name.clone(), percent(line.last().percent)];
            line.name_by(label, chart.width, limit);
        }
        for line in old {
            let said = line.last().tooltip.as_str();
            let (dated, value) = said.rsplit_once(' ').unwrap_or((&line.series.name, said));
            let label = vec![dated.to_owned(), value.to_owned()];
            line.name_by(label, chart.width, limit);
        }
        lines
    }

    fn name_by(&mut self, label: Vec<String>, width: Width, limit: f64) {
        let size = width.label_size() * if self.series.emphasis { 1.04 } else { 1.0 };
        self.label = label.iter().map(|text| shorten(text, size, limit)).collect();
        self.label_width = self.label.iter().map(|text| text_width(text, size)).fold(0.0, f64::max);
    }

    /// Whether this is a reference that ends long before the others. Its label then includes its date, so that readers
    /// do not take its value for current.
    fn is_old_reference(&self, newest: NaiveDate) -> bool {
        let last = self.last();
        self.series.stroke == Stroke::Reference
            && newest.signed_duration_since(last.date).num_days() > LONG_AGO
            && !last.tooltip.is_empty()
    }

    fn points(&self) -> impl Iterator<Item = &'a Point> + '_ {
        self.segments.iter().flatten().copied()
    }

    pub(super) fn last(&self) -> &'a Point {
        self.points().max_by_key(|point| point.date).expect("a line has at least one point")
    }

    pub(super) fn class(&self) -> String {
        self.series.colour_class()
    }
}

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
    height: f64,
    /// Space above the plot for the label of a target near the top.
    target_room: f64,
    notes: StepNotes<'a>,
}

impl<'a> Plot<'a> {
    fn arrange(chart: &'a SeriesChart<'a>, lines: &[Line<'_>], (start, end): (NaiveDate, NaiveDate)) -> Self {
        let size = chart.width.label_size();
        let greatest = lines
            .iter()
            .flat_map(|line| line.points().map(|point| point.percent))
            .chain(chart.target.iter().map(|target| target.percent))
            .chain(chart.bands.iter().flat_map(|band| &band.points).map(|(_, _, high)| *high))
            .fold(0.0, f64::max);
        let axis = ValueAxis::for_percent(greatest);
        let widest_value = axis.lines().map(|value| text_width(&axis_label(value), size)).fold(0.0, f64::max);
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
            (fine(left)..fine(right), fine(bottom)..fine(top)),
        );
        let height = bottom + size + 20.0 + notes.key_height();
        Self { chart, axis, coordinates, start, end, left, right, top, bottom, target_room, height, notes }
    }

    pub(super) fn place(&self, point: &Point) -> (f64, f64) {
        let value = point.percent.clamp(0.0, self.axis.ceiling);
        let (x, y) = self.coordinates.translate(&(day_number(point.date), value));
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

    fn draw_band(&self, canvas: &Canvas<'_>, band: &Band) {
        let at = |date: NaiveDate, percent: f64| self.place(&Point { date, percent, tooltip: String::new() });
        let is_drawn = |(_, low, high): &&(NaiveDate, f64, f64)| low.is_finite() && high.is_finite();
        let drawn: Vec<_> = band.points.iter().filter(is_drawn).collect();
        if drawn.len() < 2 {
            return;
        }
        let upper = drawn.iter().map(|(date, _, high)| at(*date, *high));
        let lower = drawn.iter().rev().map(|(date, low, _)| at(*date, *low));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        canvas.polygon(&outline, Mark::class(format!("band series-{}", band.colour % 8 + 1)));
    }

    fn draw_line(&self, canvas: &Canvas<'_>, line: &Line<'_>) {
        let class = line.class();
        let emphasis = if line.series.emphasis { " emphasis" } else { "" };
        let stroke = line.series.stroke.as_class();
        let placed = self.placed(line);
        for way in across(&placed) {
            canvas.line(&way, Mark::class(format!("gap {class}")));
        }
        for (segment, places) in line.segments.iter().zip(&placed) {
            if places.len() > 1 {
                canvas.line(places, Mark::class(format!("line {class} {stroke}{emphasis}")));
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
                    let dot = Mark::class(format!("dot {class} {stroke}{emphasis}"));
                    let said = self.chart.readings.is_empty();
                    canvas.circle(x, y, radius, if said { dot.tooltip(&point.tooltip) } else { dot });
                } else if self.chart.width == Width::Wide && self.chart.readings.is_empty() {
                    // Touch screens have no hover; in narrow drawings the table gives the values.
                    canvas.circle(x, y, 4.5, Mark::class(format!("reach {class}")).tooltip(&point.tooltip));
                }
            }
        }
    }

    /// Draws an invisible strip for each date over everything else; it covers the positions that are closest to this
    /// date. Touch screens have no hover; in narrow drawings the table gives the values.
    fn draw_readings(&self, canvas: &Canvas<'_>) {
        if self.chart.width == Width::Narrow {
            return;
        }
        let places: Vec<f64> = self.chart.readings.iter().map(|reading| self.place_of(reading.date)).collect();
        let mut from = self.left;
        for (at, reading) in self.chart.readings.iter().enumerate() {
            let until = places.get(at + 1).map_or(self.right, |next| f64::midpoint(places[at], *next));
            let strip = Mark::class("reach").tooltip(&reading.text);
            canvas.rect(from.floor(), self.top, until.floor() - from.floor(), self.bottom - self.top, strip);
            from = until;
        }
    }

    fn place_of(&self, date: NaiveDate) -> f64 {
        self.place(&Point { date, percent: 0.0, tooltip: String::new() }).0
    }

    fn draw_target(&self, canvas: &Canvas<'_>, lines: &[Line<'_>], labels: &[EndLabel]) {
        let Some(target) = &self.chart.target else {
            return;
        };
        let size = self.chart.width.label_size();
        let y = self.bottom - (self.bottom - self.top) * self.axis.share(target.percent);
        canvas.line(&[(self.left, y), (self.right, y)], Mark::class("target-line").tooltip(&target.label));
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

fn axis_label(value: f64) -> String {
    format!("{}%", plain(value))
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
            bands: Vec::new(),
            step_marks: vec![],
            readings: vec![],
            target: None,
            year_start: YearStart::April,
            tick_label: &year_month,
            nothing_text: "no value".into(),
        }
    }

    fn label_areas(chart: &SeriesChart<'_>) -> Vec<Frame> {
        let lines = Line::all(chart);
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
    fn a_gap_is_bridged_by_no_line_and_measures_are_not_joined() {
        let mut broken = line("堺市", Stroke::Solid, &[(0, 10.0), (100, 20.0)]);
        broken.segments.push(line("", Stroke::Solid, &[(300, 30.0), (400, 40.0)]).segments.remove(0));
        let held = line("堺市 保有", Stroke::Dashed, &[(500, 50.0), (600, 60.0)]);
        let drawn = series_chart(&chart(Width::Wide, vec![broken, held]));
        assert_eq!(drawn.matches("<path class=\"line series-1 solid\"").count(), 2);
        assert_eq!(drawn.matches("<path class=\"line series-1 dashed\"").count(), 1);
        assert_eq!(drawn.matches("<path class=\"gap series-1\"").count(), 1);
    }

    #[test]
    fn a_reference_has_its_own_colour_whatever_its_place_in_the_palette() {
        let drawn = series_chart(&chart(Width::Wide, vec![line("全国", Stroke::Reference, &[(0, 8.0), (90, 9.0)])]));
        assert!(drawn.contains("<path class=\"line series-reference reference\""), "{drawn}");
        assert!(!drawn.contains("series-1"), "{drawn}");
    }

    #[test]
    fn the_places_of_dates_are_those_of_the_drawn_values() {
        for width in [Width::Wide, Width::Narrow] {
            let chart = chart(width, vec![line("堺市", Stroke::Solid, &[(0, 10.0), (40, 20.0), (400, 30.0)])]);
            let drawn = series_chart(&chart);
            let parsed = roxmltree::Document::parse(&drawn).unwrap();
            let dots: Vec<f64> = parsed
                .descendants()
                .filter(|node| node.tag_name().name() == "circle")
                .map(|dot| dot.attribute("cx").unwrap().parse().unwrap())
                .collect();
            let places = date_places(&chart, &[day(0), day(40), day(400)]);
            assert_eq!((dots.len(), places.len()), (3, 3));
            for (dot, place) in dots.iter().zip(places) {
                assert!((dot - f64::from(place) / 10_000.0 * width.units()).abs() < 0.2, "{dot} {place}");
            }
        }
        assert!(date_places(&chart(Width::Wide, vec![]), &[day(0)]).is_empty());
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
    fn where_dates_are_read_off_each_has_a_strip_and_no_value_is_said_twice() {
        let mut chart = chart(Width::Wide, vec![line("堺市", Stroke::Solid, &[(0, 1.0), (10, 2.0), (400, 3.0)])]);
        chart.readings = [0, 10, 400].map(|at| Reading { date: day(at), text: format!("said on {at}") }).to_vec();
        let drawn = series_chart(&chart);
        let parsed = roxmltree::Document::parse(&drawn).unwrap();
        let number =
            |strip: &roxmltree::Node<'_, '_>, name: &str| strip.attribute(name).unwrap().parse::<f64>().unwrap();
        let strips: Vec<_> = parsed.descendants().filter(|node| node.attribute("class") == Some("reach")).collect();
        let said: Vec<_> = strips.iter().map(|strip| strip.first_element_child().unwrap().text().unwrap()).collect();
        assert_eq!(said, ["said on 0", "said on 10", "said on 400"]);
        let places = date_places(&chart, &[day(0), day(10), day(400)]);
        let places: Vec<f64> = places.into_iter().map(|place| f64::from(place) * 0.072).collect();
        for (at, strip) in strips.iter().enumerate().skip(1) {
            let halfway = f64::midpoint(places[at - 1], places[at]);
            assert!((number(strip, "x") - halfway).abs() <= 1.0, "as wide as no other date is nearer: {strip:?}");
            let before = &strips[at - 1];
            let end = number(before, "x") + number(before, "width");
            assert!((end - number(strip, "x")).abs() < 0.01, "none between two strips: {before:?}");
        }
        assert!(!drawn.contains("<title>堺市"), "{drawn}");
    }

    #[test]
    fn a_chart_without_values_says_so() {
        let nothing = series_chart(&chart(Width::Narrow, vec![line("堺市", Stroke::Solid, &[(0, f64::NAN)])]));
        assert!(nothing.contains("no value") && !nothing.contains("<path"), "{nothing}");
    }
}
