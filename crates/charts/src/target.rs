//! Target and actual values by fiscal year, in columns; in rows if columns would be too narrow.

use super::canvas::{Canvas, Mark, paint};
use super::lettering::text_width;
use super::markup::{Anchor, Role, frame, hatch, hatch_fill};
use super::scale::{ValueAxis, plain};
use super::target_rows::draw_rows;
use super::{Caption, Width};

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
    pub(super) fn bar_mark(&self, actual: Actual, tooltip: &str) -> Mark {
        let measure = actual.measure % 2 + 1;
        let mark = Mark::class(format!("target-bar {} measure-{measure}", actual.kind.as_class())).tooltip(tooltip);
        match actual.kind {
            ActualKind::Expected => {
                mark.attributes(hatch_fill(&self.caption.id, if measure == 1 { "expected-1" } else { "expected-2" }))
            }
            _ => mark,
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
    pub(super) fn draw_legend(&self, canvas: &Canvas<'_>, size: f64) -> f64 {
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
        if self.columns.iter().any(|column| column.target().is_some()) {
            let (x, y) = next(&self.words.target);
            canvas.line(&[(x, y - size * 0.36), (x + 18.0, y - size * 0.36)], Mark::class("target-step"));
            canvas.circle(x + 9.0, y - size * 0.36, 4.0, Mark::class("target-dot"));
        }
        if self.columns.iter().any(|column| column.pace().is_some()) {
            let (x, y) = next(&self.words.pace);
            canvas.line(&[(x, y - size * 0.36), (x + 18.0, y - size * 0.36)], Mark::class("pace-line"));
        }
        for kind in ActualKind::ALL {
            let of_kind = |column: &FiscalYearColumn| column.actual().filter(|actual| actual.kind == kind);
            if let Some(actual) = self.columns.iter().find_map(of_kind) {
                let text = self.words.kind(kind);
                let (x, y) = next(text);
                canvas.rect(x, y - size * 0.86, 18.0, size, self.bar_mark(actual, text));
            }
        }
        if self.columns.iter().any(|column| column.projected().is_some()) {
            let (x, y) = next(&self.words.projected);
            canvas.line(&[(x, y - size * 0.36), (x + 18.0, y - size * 0.36)], Mark::class("projected-interval"));
            canvas.circle(x + 9.0, y - size * 0.36, PROJECTED_DOT, Mark::class("projected-dot"));
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

struct Columns<'a> {
    chart: &'a TargetChart,
    axis: ValueAxis,
    left: f64,
    column: f64,
    bar: f64,
    bottom: f64,
    height: f64,
    size: f64,
}

const PLOT_HEIGHT: f64 = 240.0;

impl<'a> Columns<'a> {
    /// The layout, or `None` if the texts would touch.
    fn of(chart: &'a TargetChart) -> Option<Self> {
        let size = chart.width.label_size();
        let axis = chart.axis();
        let count = f64::from(u32::try_from(chart.columns.len()).ok()?);
        let axis_texts = axis.lines().map(|value| text_width(&format!("{}{}", plain(value), chart.unit), size));
        let left = axis_texts.fold(0.0, f64::max) + 8.0;
        let column = ((chart.width.units() - left) / count.max(1.0)).min(190.0);
        let bar = (column * 0.56).min(68.0);
        let values = chart.columns.iter().flat_map(|each| [each.target(), each.actual().map(|actual| actual.value)]);
        let widest_value = values.flatten().map(|value| text_width(&chart.value(value), size)).fold(0.0, f64::max);
        let names = chart.columns.iter().flat_map(|each| {
            let measure = each.actual().and_then(|actual| chart.measure_name(actual)).unwrap_or("");
            [text_width(&each.label, size), text_width(&each.second_label, size), text_width(measure, size)]
        });
        let fits = chart.width == Width::Wide && widest_value + 4.0 <= bar && names.fold(0.0, f64::max) + 8.0 <= column;
        // The legend, then space for the label above the highest mark.
        let bottom = chart.legend_height(size) + size + 32.0 + PLOT_HEIGHT;
        let lines = if chart.measures.len() > 1 { 3.0 } else { 2.0 };
        let height = bottom + 8.0 + lines * size * 1.4 + 4.0;
        fits.then_some(Self { chart, axis, left, column, bar, bottom, height, size })
    }

    fn level(&self, value: f64) -> f64 {
        self.bottom - PLOT_HEIGHT * self.axis.share(value)
    }

    fn draw(&self, canvas: &Canvas<'_>) {
        self.chart.draw_legend(canvas, self.size);
        let right = self.left + self.column * f64::from(u32::try_from(self.chart.columns.len()).unwrap_or(0));
        for value in self.axis.lines() {
            let y = self.level(value);
            canvas.line(&[(self.left, y), (right, y)], Mark::class(if value == 0.0 { "axis" } else { "grid" }));
            let text = format!("{}{}", plain(value), self.chart.unit);
            canvas.text(self.left - 8.0, y + self.size * 0.36, Anchor::End, self.size, &text, "label");
        }
        let mut middle = self.left + self.column / 2.0;
        let mut before: Option<(f64, f64)> = None;
        let mut pace = Vec::new();
        for column in &self.chart.columns {
            let step_end = self.bar / 2.0 + 7.0;
            let at = column.target().map(|target| self.level(target));
            pace.extend(column.pace().map(|value| (middle, self.level(value))));
            self.draw_actual(canvas, column, middle);
            self.draw_projected(canvas, column, middle);
            if let (Some((from_x, from_y)), Some(y)) = (before, at) {
                canvas.line(&[(from_x, from_y), (middle - step_end, y)], Mark::class("target-join"));
            }
            self.draw_target(canvas, column, middle);
            before = at.map(|y| (middle + step_end, y));
            self.draw_names(canvas, column, middle);
            middle += self.column;
        }
        if pace.len() > 1 {
            canvas.line(&pace, Mark::class("pace-line").tooltip(&self.chart.words.pace));
        }
    }

    /// Draws the projection next to the middle, clear of the figures of the bar.
    fn draw_projected(&self, canvas: &Canvas<'_>, column: &FiscalYearColumn, middle: f64) {
        let Some(projected) = column.projected() else {
            return;
        };
        let x = middle + self.bar / 2.0 + 3.0;
        let ends = [(x, self.level(projected.low)), (x, self.level(projected.high))];
        canvas.line(&ends, Mark::class("projected-interval"));
        let mark = Mark::class("projected-dot").tooltip(&self.chart.projected_tooltip(column, projected));
        canvas.circle(x, self.level(projected.value), PROJECTED_DOT, mark);
    }

    fn draw_actual(&self, canvas: &Canvas<'_>, column: &FiscalYearColumn, middle: f64) {
        let Some(actual) = column.actual() else {
            return;
        };
        let top = self.level(actual.value);
        let text = self.chart.value(actual.value);
        let tooltip = format!("{} {} {text}", column.label, self.chart.words.kind(actual.kind));
        let mark = self.chart.bar_mark(actual, &tooltip);
        canvas.rect(middle - self.bar / 2.0, top, self.bar, self.bottom - top, mark);
        let places =
            LabelPlaces::of(self.bottom, self.size, Some(top), column.target().map(|target| self.level(target)));
        let class = if places.actual_inside { on_bar("value", actual) } else { "value halo".to_owned() };
        canvas.text(middle, places.actual, Anchor::Middle, self.size, &text, &class);
    }

    fn draw_target(&self, canvas: &Canvas<'_>, column: &FiscalYearColumn, middle: f64) {
        let Some(target) = column.target() else {
            return;
        };
        let y = self.level(target);
        let text = self.chart.value(target);
        let step_end = self.bar / 2.0 + 7.0;
        let mark = Mark::class("target-step").tooltip(&format!("{} {} {text}", column.label, self.chart.words.target));
        canvas.line(&[(middle - step_end, y), (middle + step_end, y)], Mark::class("target-ground"));
        canvas.line(&[(middle - step_end, y), (middle + step_end, y)], mark);
        canvas.circle(middle, y, 4.0, Mark::class("target-dot"));
        let bar_top = column.actual().map(|actual| self.level(actual.value));
        let places = LabelPlaces::of(self.bottom, self.size, bar_top, Some(y));
        let class = match column.actual().filter(|_| places.target_inside) {
            Some(actual) => on_bar("target-label", actual),
            None => "target-label halo".to_owned(),
        };
        canvas.text(middle, places.target, Anchor::Middle, self.size, &text, &class);
    }

    fn draw_names(&self, canvas: &Canvas<'_>, column: &FiscalYearColumn, middle: f64) {
        let mut y = self.bottom + 8.0 + self.size;
        let measure = column.actual().and_then(|actual| self.chart.measure_name(actual)).unwrap_or("");
        for (text, class) in [(&*column.label, "name"), (&*column.second_label, "label"), (measure, "label")] {
            if !text.is_empty() {
                canvas.text(middle, y, Anchor::Middle, self.size, text, class);
                y += self.size * 1.4;
            }
        }
    }
}

/// Baselines of a year's two figures, clear of each other and of the target's mark.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LabelPlaces {
    actual: f64,
    actual_inside: bool,
    target: f64,
    target_inside: bool,
}

impl LabelPlaces {
    /// The actual figure is at the foot of its bar. The figure of the target is next to its mark, below it inside the
    /// bar or above it. If a bar is too short, both figures are stacked above it.
    fn of(bottom: f64, size: f64, bar_top: Option<f64>, step: Option<f64>) -> Self {
        let line = size * 1.4;
        let foot = bottom - 9.0;
        let top = bar_top.unwrap_or(bottom);
        let over_bar = top - 7.0;
        let foot_is_free = top <= foot - size * 1.6 && step.is_none_or(|step| step < foot - size * 1.6);
        let Some(step) = step else {
            let actual = if foot_is_free { foot } else { over_bar };
            return Self { actual, actual_inside: foot_is_free, target: actual, target_inside: false };
        };
        let over_step = step - 9.0;
        let step_in_bar = step > top + 1.0;
        let stack_in_bar = step_in_bar && top < over_step - line - size;
        let (actual, actual_inside) = if foot_is_free {
            (foot, true)
        } else if stack_in_bar {
            (over_step - line, true)
        } else if step_in_bar || step < over_bar - size - 5.0 {
            (over_bar, false)
        } else {
            (over_step - line, false)
        };
        let under_step = step + size + 7.0;
        let (target, target_inside) = if !step_in_bar {
            (over_step, false)
        } else if !actual_inside {
            (over_bar - line, false)
        } else if foot_is_free && under_step <= foot - size * 1.3 {
            (under_step, true)
        } else if top < over_step - size {
            (over_step, true)
        } else {
            (over_bar, false)
        };
        Self { actual, actual_inside, target, target_inside }
    }
}

/// Class of a text inside the bar of a value, depending on the fill.
fn on_bar(class: &str, actual: Actual) -> String {
    match actual.kind {
        ActualKind::Actual => format!("{class} on-bar measure-{}", actual.measure % 2 + 1),
        ActualKind::Computed => format!("{class} on-quiet-bar"),
        ActualKind::Baseline | ActualKind::Expected => format!("{class} halo"),
    }
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
    fn figures_stay_clear_of_each_other_of_the_mark_and_of_the_bars_edge() {
        let (bottom, size) = (300.0, 13.5);
        let level = |value: i32| bottom - PLOT_HEIGHT * f64::from(value) / 100.0;
        for actual in 0..=100 {
            for target in 0..=100 {
                let (top, step) = (level(actual), level(target));
                let places = LabelPlaces::of(bottom, size, Some(top), Some(step));
                let ink = |baseline: f64| (baseline - size * 0.8, baseline + size * 0.15);
                let apart = |(top, bottom): (f64, f64), (other_top, other_bottom): (f64, f64)| {
                    bottom <= other_top || other_bottom <= top
                };
                let (actual_ink, target_ink) = (ink(places.actual), ink(places.target));
                let mark = (step - 4.0, step + 4.0);
                let case = format!("actual {actual}, target {target}: {places:?}");
                assert!(apart(actual_ink, target_ink) && apart(actual_ink, mark) && apart(target_ink, mark), "{case}");
                for (ink, inside) in [(actual_ink, places.actual_inside), (target_ink, places.target_inside)] {
                    let clear = if inside { ink.0 > top && ink.1 < bottom } else { ink.1 <= top };
                    assert!(clear && ink.0 > bottom - PLOT_HEIGHT - 30.0, "{case}");
                }
            }
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
