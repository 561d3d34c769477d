//! Target and actual values with one column per fiscal year.

use super::{Actual, ActualKind, FiscalYearColumn, PROJECTED_DOT, TargetChart};
use crate::canvas::Canvas;
use crate::lettering::text_width;
use crate::markup::{Anchor, Style};
use crate::scale::ValueAxis;
use crate::{Width, to_f64};

pub(super) struct Columns<'a> {
    chart: &'a TargetChart,
    axis: ValueAxis,
    left: f64,
    column: f64,
    bar: f64,
    bottom: f64,
    pub height: f64,
    size: f64,
}

const PLOT_HEIGHT: f64 = 240.0;

impl<'a> Columns<'a> {
    /// The layout, or `None` if the texts would touch.
    pub(super) fn of(chart: &'a TargetChart) -> Option<Self> {
        let size = chart.width.label_size();
        let axis = chart.axis();
        let count = to_f64(chart.columns.len());
        let axis_texts = axis.lines().map(|value| text_width(&chart.axis_label(value), size));
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

    pub(super) fn draw(&self, canvas: &Canvas) {
        self.chart.draw_legend(canvas, self.size);
        let right = self.left + self.column * to_f64(self.chart.columns.len());
        let label = |value: f64| self.chart.axis_label(value);
        self.axis.draw(canvas, (self.left, right), self.size, |value| self.level(value), label);
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
                canvas.line(&[(from_x, from_y), (middle - step_end, y)], Style::class("target-join"));
            }
            self.draw_target(canvas, column, middle);
            before = at.map(|y| (middle + step_end, y));
            self.draw_names(canvas, column, middle);
            middle += self.column;
        }
        if pace.len() > 1 {
            canvas.line(&pace, Style::class("pace-line").tooltip(&self.chart.words.pace));
        }
    }

    /// Draws the projection next to the middle, clear of the figures of the bar.
    fn draw_projected(&self, canvas: &Canvas, column: &FiscalYearColumn, middle: f64) {
        let Some(projected) = column.projected() else {
            return;
        };
        let x = middle + self.bar / 2.0 + 3.0;
        let ends = [(x, self.level(projected.low)), (x, self.level(projected.high))];
        canvas.line(&ends, Style::class("projected-interval"));
        let style = Style::class("projected-dot").tooltip(&self.chart.projected_tooltip(column, projected));
        canvas.circle(x, self.level(projected.value), PROJECTED_DOT, style);
    }

    fn draw_actual(&self, canvas: &Canvas, column: &FiscalYearColumn, middle: f64) {
        let Some(actual) = column.actual() else {
            return;
        };
        let top = self.level(actual.value);
        let text = self.chart.value(actual.value);
        let tooltip = format!("{} {} {text}", column.label, self.chart.words.kind(actual.kind));
        let style = self.chart.bar_style(actual, &tooltip);
        canvas.rect(middle - self.bar / 2.0, top, self.bar, self.bottom - top, style);
        let places =
            LabelPlaces::of(self.bottom, self.size, Some(top), column.target().map(|target| self.level(target)));
        let class = if places.actual_inside { on_bar("value", actual) } else { "value halo".to_owned() };
        canvas.text(middle, places.actual, Anchor::Middle, self.size, &text, &class);
    }

    fn draw_target(&self, canvas: &Canvas, column: &FiscalYearColumn, middle: f64) {
        let Some(target) = column.target() else {
            return;
        };
        let y = self.level(target);
        let text = self.chart.value(target);
        let step_end = self.bar / 2.0 + 7.0;
        let style =
            Style::class("target-step").tooltip(&format!("{} {} {text}", column.label, self.chart.words.target));
        canvas.line(&[(middle - step_end, y), (middle + step_end, y)], Style::class("target-ground"));
        canvas.line(&[(middle - step_end, y), (middle + step_end, y)], style);
        canvas.circle(middle, y, 4.0, Style::class("target-dot"));
        let bar_top = column.actual().map(|actual| self.level(actual.value));
        let places = LabelPlaces::of(self.bottom, self.size, bar_top, Some(y));
        let class = match column.actual().filter(|_| places.target_inside) {
            Some(actual) => on_bar("target-label", actual),
            None => "target-label halo".to_owned(),
        };
        canvas.text(middle, places.target, Anchor::Middle, self.size, &text, &class);
    }

    fn draw_names(&self, canvas: &Canvas, column: &FiscalYearColumn, middle: f64) {
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
}
