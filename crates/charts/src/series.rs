//! Several lines over dates: rates by ward, cards issued and held.

mod coordinates;
mod line;
mod plot;
mod step_notes;

use chrono::NaiveDate;

use crate::canvas::{empty_chart, paint};
use crate::markup::{Role, frame};
use crate::ticks::{Tick, YearStart, drawn_range};
use crate::{Caption, Width, palette_class};
use line::Line;
use plot::Plot;
pub use step_notes::StepMark;

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
            _ => palette_class(self.colour),
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
    /// The dates to name under the axis, in order, such as the ends of fiscal years. If empty, the axis names months or
    /// years at their beginnings.
    pub marked: Vec<NaiveDate>,
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

/// The class of the drawing.
const CLASS: &str = "chart-series";

/// Lines over dates, each labelled at its end.
#[must_use]
pub fn series_chart(chart: &SeriesChart<'_>) -> String {
    let lines = Line::all(chart);
    let Some(range) = range_of(chart, &lines) else {
        return empty_chart(&chart.caption, CLASS, chart.width, &chart.nothing_text);
    };
    let plot = Plot::arrange(chart, &lines, range);
    let body = paint(chart.width.units(), plot.height, |canvas| plot.draw(canvas, &lines));
    frame(&chart.caption, CLASS, chart.width, plot.height, Role::Picture, &body)
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
    dates.iter().map(|date| (plot.x_of(*date) / chart.width.units() * 10_000.0).round() as u32).collect()
}

/// The first and the last date to draw.
fn range_of(chart: &SeriesChart<'_>, lines: &[Line<'_>]) -> Option<(NaiveDate, NaiveDate)> {
    let of_bands = || chart.bands.iter().flat_map(|band| &band.points).map(|(date, _, _)| *date);
    let dates = || lines.iter().flat_map(Line::points).map(|point| point.date).chain(of_bands());
    Some(drawn_range(dates().min()?, dates().max()?))
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::line_ends::Frame;

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
            marked: vec![],
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
