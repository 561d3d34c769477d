//! The lines of a chart over dates, and the labels at their ends.

use chrono::NaiveDate;

use super::{Point, Series, SeriesChart, Stroke};
use crate::lettering::{shorten, text_width};
use crate::{Width, percent};

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
    pub(super) fn all(chart: &'a SeriesChart<'_>) -> Vec<Self> {
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

    pub(super) fn points(&self) -> impl Iterator<Item = &'a Point> + '_ {
        self.segments.iter().flatten().copied()
    }

    pub(super) fn last(&self) -> &'a Point {
        self.points().max_by_key(|point| point.date).expect("a line has at least one point")
    }

    pub(super) fn class(&self) -> String {
        self.series.colour_class()
    }
}
