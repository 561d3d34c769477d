//! Target and actual values by fiscal year, in columns; in rows if columns would be too narrow.

mod columns;
mod rows;

use crate::canvas::{Canvas, paint};
use crate::lettering::text_width;
use crate::markup::{Anchor, Role, Style, frame, hatch};
use crate::scale::{ValueAxis, plain};
use crate::{Caption, Width};
use columns::Columns;
use rows::draw_rows;

/// The kind of an actual value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActualKind {
    /// The start of the plan.
    Baseline,
    Actual,
    /// Announced before the end of the year: not yet an actual value.
    Expected,
    /// Computed by this site from its own data.
    Computed,
}

impl ActualKind {
    pub(super) const ALL: [Self; 4] = [Self::Baseline, Self::Actual, Self::Expected, Self::Computed];

    pub(super) const fn as_class(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Actual => "actual",
            Self::Expected => "expected",
            Self::Computed => "computed",
        }
    }
}

/// The value reached in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Actual {
    pub value: f64,
    pub kind: ActualKind,
    /// Index in [`TargetChart::measures`], from 0.
    pub measure: usize,
}

/// The value expected if the trend continues, and the interval in which it should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projected {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// One fiscal year. A year without target and actual value stays blank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FiscalYearColumn {
    /// Such as "令和5年度".
    pub label: String,
    /// Such as "2023"; may be empty.
    pub second_label: String,
    pub target: Option<f64>,
    pub actual: Option<Actual>,
    /// The value of the straight line from the start to the last target.
    pub pace: Option<f64>,
    /// Never drawn like a value that was reached.
    pub projected: Option<Projected>,
}

/// The names of the marks in the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetWords {
    pub target: String,
    pub baseline: String,
    pub actual: String,
    pub expected: String,
    pub computed: String,
    pub pace: String,
    pub projected: String,
}

impl TargetWords {
    pub(super) fn kind(&self, kind: ActualKind) -> &str {
        match kind {
            ActualKind::Baseline => &self.baseline,
            ActualKind::Actual => &self.actual,
            ActualKind::Expected => &self.expected,
            ActualKind::Computed => &self.computed,
        }
    }
}

/// What [`target_chart`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetChart {
    pub caption: Caption,
    pub width: Width,
    /// Written after each value, for example "%".
    pub unit: String,
    /// In chronological order, without missing years.
    pub columns: Vec<FiscalYearColumn>,
    /// Names of what was counted. If there are several, each year says which one it uses.
    pub measures: Vec<String>,
    pub words: TargetWords,
}

impl TargetChart {
    pub(super) fn value(&self, value: f64) -> String {
        format!("{value:.1}{}", self.unit)
    }

    /// The label of a grid line.
    pub(super) fn axis_label(&self, value: f64) -> String {
        format!("{}{}", plain(value), self.unit)
    }

    pub(super) fn axis(&self) -> ValueAxis {
        let greatest = self
            .columns
            .iter()
            .flat_map(|column| {
                let actual = column.actual().map(|actual| actual.value);
                [column.target(), actual, column.pace(), column.projected().map(|projected| projected.high)]
            })
            .flatten()
            .fold(0.0, f64::max);
        if self.unit == "%" && greatest <= 100.0 {
            ValueAxis::for_percent(greatest)
        } else {
            ValueAxis::for_values(greatest)
        }
    }

    /// The name of the measure, if there are several.
    pub(super) fn measure_name(&self, actual: Actual) -> Option<&str> {
        if self.measures.len() < 2 { None } else { self.measures.get(actual.measure).map(String::as_str) }
    }

    /// Class and fill of the bar of an actual value.
    pub(super) fn bar_style(&self, actual: Actual, tooltip: &str) -> Style {
        let measure = actual.measure % 2 + 1;
        let style = Style::class(format!("target-bar {} measure-{measure}", actual.kind.as_class())).tooltip(tooltip);
        match actual.kind {
            ActualKind::Expected => {
                style.hatched(&self.caption.id, if measure == 1 { "expected-1" } else { "expected-2" })
            }
            _ => style,
        }
    }

    /// The patterns that the bars refer to.
    pub(super) fn patterns(&self) -> String {
        let expected = |column: &FiscalYearColumn| column.actual().filter(|actual| actual.kind == ActualKind::Expected);
        let measures: Vec<usize> = self.columns.iter().filter_map(expected).map(|actual| actual.measure % 2).collect();
        [(0, "expected-1", "hatch-measure-1"), (1, "expected-2", "hatch-measure-2")]
            .into_iter()
            .filter(|(measure, ..)| measures.contains(measure))
            .map(|(_, name, class)| hatch(&self.caption.id, name, class))
            .collect()
    }

    /// Draws the legend of the marks that occur; returns where the next line of the drawing may begin.
    pub(super) fn draw_legend(&self, canvas: &Canvas, size: f64) -> f64 {
        let mut x = 2.0;
        let mut baseline = size + 4.0;
        let mut next = |text: &str| {
            let width = 24.0 + text_width(text, size) + 18.0;
            if x > 2.0 && x + width > self.width.units() + 18.0 {
                x = 2.0;
                baseline += size * 1.7;
            }
            let place = (x, baseline);
            x += width;
            canvas.text(place.0 + 24.0, place.1, Anchor::Start, size, text, "label");
            place
        };
        let line = |(x, y): (f64, f64), class: &str| {
            canvas.line(&[(x, y - size * 0.36), (x + 18.0, y - size * 0.36)], Style::class(class));
        };
        if self.columns.iter().any(|column| column.target().is_some()) {
            let (x, y) = next(&self.words.target);
            line((x, y), "target-step");
            canvas.circle(x + 9.0, y - size * 0.36, 4.0, Style::class("target-dot"));
        }
        if self.columns.iter().any(|column| column.pace().is_some()) {
            line(next(&self.words.pace), "pace-line");
        }
        for kind in ActualKind::ALL {
            let of_kind = |column: &FiscalYearColumn| column.actual().filter(|actual| actual.kind == kind);
            if let Some(actual) = self.columns.iter().find_map(of_kind) {
                let text = self.words.kind(kind);
                let (x, y) = next(text);
                canvas.rect(x, y - size * 0.86, 18.0, size, self.bar_style(actual, text));
            }
        }
        if self.columns.iter().any(|column| column.projected().is_some()) {
            let (x, y) = next(&self.words.projected);
            line((x, y), "projected-interval");
            canvas.circle(x + 9.0, y - size * 0.36, PROJECTED_DOT, Style::class("projected-dot"));
        }
        baseline + 8.0
    }

    /// The height of the legend, which has one line or more.
    pub(super) fn legend_height(&self, size: f64) -> f64 {
        let mut height = 0.0;
        let _ = paint(self.width.units(), 100.0, |canvas| height = self.draw_legend(canvas, size));
        height
    }

    /// The tooltip of a projection: "令和8年度 見通し 97.2% (93.0%–100.0%)".
    pub(super) fn projected_tooltip(&self, column: &FiscalYearColumn, projected: Projected) -> String {
        let [value, low, high] = [projected.value, projected.low, projected.high].map(|value| self.value(value));
        format!("{} {} {value} ({low}–{high})", column.label, self.words.projected)
    }
}

/// Radius of the mark of an expected value.
pub(super) const PROJECTED_DOT: f64 = 4.0;

impl FiscalYearColumn {
    pub(super) fn target(&self) -> Option<f64> {
        self.target.filter(|value| value.is_finite())
    }

    pub(super) fn actual(&self) -> Option<Actual> {
        self.actual.filter(|actual| actual.value.is_finite())
    }

    pub(super) fn pace(&self) -> Option<f64> {
        self.pace.filter(|value| value.is_finite())
    }

    pub(super) fn projected(&self) -> Option<Projected> {
        self.projected
            .filter(|projected| [projected.value, projected.low, projected.high].into_iter().all(f64::is_finite))
    }
}

/// Targets as steps connected by a dashed line from year to year, actual values as bars.
#[must_use]
pub fn target_chart(chart: &TargetChart) -> String {
    let (height, body) = match Columns::of(chart) {
        Some(columns) => (columns.height, paint(chart.width.units(), columns.height, |canvas| columns.draw(canvas))),
        None => draw_rows(chart),
    };
    let body = chart.patterns() + &body;
    frame(&chart.caption, "chart-target", chart.width, height, Role::Picture, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(columns: Vec<FiscalYearColumn>, width: Width) -> TargetChart {
        TargetChart {
            caption: Caption { id: "g".into(), title: "t".into(), desc: "d".into() },
            width,
            unit: "%".into(),
            columns,
            measures: vec!["交付率".into(), "保有枚数率".into()],
            words: TargetWords {
                target: "目標".into(),
                baseline: "基準".into(),
                actual: "実績".into(),
                expected: "実績見込み".into(),
                computed: "算出".into(),
                pace: "ペース".into(),
                projected: "見通し".into(),
            },
        }
    }

    fn year(label: &str, target: Option<f64>, actual: Option<(f64, ActualKind, usize)>) -> FiscalYearColumn {
        let actual = actual.map(|(value, kind, measure)| Actual { value, kind, measure });
        FiscalYearColumn { label: label.into(), target, actual, ..FiscalYearColumn::default() }
    }

    #[test]
    fn the_pace_is_one_line_and_a_projection_a_mark_within_its_interval() {
        let years = |with: bool| {
            (0..4_u32).map(move |at| FiscalYearColumn {
                pace: with.then(|| 50.0 + 10.0 * f64::from(at)),
                projected: (with && at == 3).then_some(Projected { value: 70.0, low: 60.0, high: 90.0 }),
                ..year("令和4年度", Some(100.0), Some((50.0, ActualKind::Actual, 0)))
            })
        };
        for width in [Width::Wide, Width::Narrow] {
            let drawn = target_chart(&chart(years(true).collect(), width));
            // The legend has one of each.
            let paces = if width == Width::Wide { 2 } else { 5 };
            assert_eq!(drawn.matches("class=\"pace-line\"").count(), paces, "{drawn}");
            assert_eq!(drawn.matches("class=\"projected-interval\"").count(), 2, "{drawn}");
            assert!(drawn.contains("見通し 70.0% (60.0%–90.0%)"), "{drawn}");
            let without = target_chart(&chart(years(false).collect(), width));
            assert!(!without.contains("pace-line") && !without.contains("projected"), "{without}");
        }
    }

    #[test]
    fn a_year_without_values_draws_only_its_name() {
        for width in [Width::Wide, Width::Narrow] {
            let with = target_chart(&chart(vec![year("令和4年度", None, None)], width));
            assert!(with.contains("令和4年度"));
            assert!(!with.contains("target-bar") && !with.contains("target-dot") && !with.contains("NaN"), "{with}");
        }
    }

    #[test]
    fn targets_are_joined_only_from_one_year_to_the_next() {
        let years = vec![
            year("1", Some(10.0), None),
            year("2", Some(20.0), None),
            year("3", None, None),
            year("4", Some(40.0), None),
        ];
        let drawn = target_chart(&chart(years, Width::Wide));
        assert_eq!(drawn.matches("class=\"target-join\"").count(), 1);
    }

    #[test]
    fn expected_values_are_hatched_and_the_measure_is_named() {
        let years = vec![
            year("令和4年度", Some(100.0), Some((69.0, ActualKind::Actual, 0))),
            year("令和5年度", Some(100.0), Some((80.0, ActualKind::Expected, 1))),
        ];
        for width in [Width::Wide, Width::Narrow] {
            let drawn = target_chart(&chart(years.clone(), width));
            assert!(drawn.contains("target-bar expected measure-2"), "{drawn}");
            assert!(drawn.contains("fill=\"url(#g-expected-2)\"") && drawn.contains("id=\"g-expected-2\""));
            assert!(drawn.contains("交付率") && drawn.contains("保有枚数率"));
        }
    }

    #[test]
    fn many_years_are_drawn_in_rows_so_that_values_keep_apart() {
        let years = (0..12).map(|at| year(&format!("令和{at}年度"), Some(100.0), Some((50.0, ActualKind::Actual, 0))));
        let chart = chart(years.collect(), Width::Wide);
        assert!(Columns::of(&chart).is_none());
        assert!(target_chart(&chart).contains("令和11年度"));
    }
}
