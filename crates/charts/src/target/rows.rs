//! Target and actual values with one row per fiscal year, for narrow screens and long plans.

use super::{FiscalYearColumn, PROJECTED_DOT, TargetChart};
use crate::canvas::{Canvas, paint};
use crate::lettering::{shorten, text_width};
use crate::markup::{Anchor, Style};
use crate::scale::ValueAxis;
use crate::to_f64;

const BAR: f64 = 18.0;
/// The factor by which bold text is wider than estimated.
const BOLD: f64 = 1.05;

/// Height and elements of the rows: names and figures above a bar from zero, with the target across it.
pub(super) fn draw_rows(chart: &TargetChart) -> (f64, String) {
    let size = chart.width.label_size();
    let rows = to_f64(chart.columns.len());
    let top = chart.legend_height(size) + 8.0;
    let layout = Rows::of(chart, size);
    let row = layout.text_height() + BAR + 22.0;
    let height = top + rows * row;
    let body = paint(chart.width.units(), height, |canvas| {
        chart.draw_legend(canvas, size);
        let mut y = top;
        let mut before: Option<(f64, f64)> = None;
        for column in &chart.columns {
            before = layout.draw_row(canvas, column, y, before);
            y += row;
        }
    });
    (height, body)
}

struct Rows<'a> {
    chart: &'a TargetChart,
    axis: ValueAxis,
    size: f64,
    left: f64,
    right: f64,
    /// Whether the figures are below the name of their year, because one line is too short for both.
    stacked: bool,
}

impl<'a> Rows<'a> {
    fn of(chart: &'a TargetChart, size: f64) -> Self {
        let rows =
            Self { chart, axis: chart.axis(), size, left: 2.0, right: chart.width.units() - 8.0, stacked: false };
        let too_long = |column: &FiscalYearColumn| {
            text_width(&column.label, size) + text_width(&rows.figures(column), size) * BOLD + 16.0
                > rows.right - rows.left
        };
        let stacked = chart.columns.iter().any(too_long);
        Self { stacked, ..rows }
    }

    fn text_height(&self) -> f64 {
        self.size * if self.stacked { 2.7 } else { 1.3 }
    }

    /// Draws one year; returns the lower end of its target mark, from which the line to the next one starts.
    fn draw_row(
        &self,
        canvas: &Canvas,
        column: &FiscalYearColumn,
        top: f64,
        before: Option<(f64, f64)>,
    ) -> Option<(f64, f64)> {
        let baseline = top + self.size;
        let bar_top = top + self.text_height() + 5.0;
        let position = |value: f64| self.left + (self.right - self.left) * self.axis.share(value);
        let (name_right, figures_left) = self.draw_texts(canvas, column, baseline);
        canvas.line(&[(self.left, bar_top + BAR), (self.right, bar_top + BAR)], Style::class("grid"));
        if let Some(actual) = column.actual() {
            let style = self.chart.bar_style(actual, &format!("{} {}", column.label, self.figures(column)));
            canvas.rect(self.left, bar_top, position(actual.value) - self.left, BAR, style);
        }
        if let Some(pace) = column.pace() {
            let x = position(pace);
            let style =
                Style::class("pace-line").tooltip(&format!("{} {}", self.chart.words.pace, self.chart.value(pace)));
            canvas.line(&[(x, bar_top - 2.0), (x, bar_top + BAR + 2.0)], style);
        }
        if let Some(projected) = column.projected() {
            let y = bar_top + BAR / 2.0;
            canvas.line(
                &[(position(projected.low), y), (position(projected.high), y)],
                Style::class("projected-interval"),
            );
            let style = Style::class("projected-dot").tooltip(&self.chart.projected_tooltip(column, projected));
            canvas.circle(position(projected.value), y, PROJECTED_DOT, style);
        }
        let target = column.target()?;
        let x = position(target);
        if let Some((from_x, from_y)) = before {
            // The line may pass between the texts of two rows; a text crossed by it would be unreadable.
            let clear = |at: f64| at > name_right + 4.0 && at < figures_left - 4.0;
            if clear(from_x) && clear(x) {
                canvas.line(&[(from_x, from_y), (x, bar_top - 4.0)], Style::class("target-join"));
            }
        }
        let style = Style::class("target-step").tooltip(&format!(
            "{} {} {}",
            column.label,
            self.chart.words.target,
            self.chart.value(target)
        ));
        let across = [(x, bar_top - 4.0), (x, bar_top + BAR + 4.0)];
        canvas.line(&across, Style::class("target-ground"));
        canvas.line(&across, style);
        canvas.circle(x, bar_top + BAR / 2.0, 4.0, Style::class("target-dot"));
        Some((x, bar_top + BAR + 4.0))
    }

    /// Draws name and figures; returns the start and the end of the free space between them.
    fn draw_texts(&self, canvas: &Canvas, column: &FiscalYearColumn, baseline: f64) -> (f64, f64) {
        let figures = shorten(&self.figures(column), self.size * BOLD, self.right - self.left);
        let width = text_width(&figures, self.size) * BOLD;
        let room = self.right - self.left - if self.stacked { 0.0 } else { width + 16.0 };
        let both = format!("{} {}", column.label, column.second_label);
        let both = both.trim_end();
        let name = if text_width(both, self.size) <= room { both } else { &column.label };
        canvas.text(self.left, baseline, Anchor::Start, self.size, &shorten(name, self.size, room), "name");
        if self.stacked {
            canvas.text(self.left, baseline + self.size * 1.4, Anchor::Start, self.size, &figures, "value");
            return (self.left + width.max(text_width(name, self.size)), self.right);
        }
        canvas.text(self.right, baseline, Anchor::End, self.size, &figures, "value");
        (self.left + text_width(name, self.size), self.right - width)
    }

    /// "交付率 実績 69.0% 目標 100.0%": the parts that the year has.
    fn figures(&self, column: &FiscalYearColumn) -> String {
        let actual = column.actual().map(|actual| {
            let kind = self.chart.words.kind(actual.kind);
            let value = self.chart.value(actual.value);
            self.chart
                .measure_name(actual)
                .map_or_else(|| format!("{kind} {value}"), |measure| format!("{measure} {kind} {value}"))
        });
        let target = column.target().map(|target| format!("{} {}", self.chart.words.target, self.chart.value(target)));
        [actual, target].into_iter().flatten().collect::<Vec<_>>().join("\u{3000}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Actual, ActualKind, TargetWords};
    use super::*;
    use crate::{Caption, Width};

    fn chart(word: &str) -> TargetChart {
        TargetChart {
            caption: Caption { id: "g".into(), title: "t".into(), desc: "d".into() },
            width: Width::Narrow,
            unit: "%".into(),
            columns: vec![FiscalYearColumn {
                label: "令和5年度".into(),
                second_label: "2023".into(),
                target: Some(96.0),
                actual: Some(Actual { value: 96.0, kind: ActualKind::Expected, measure: 0 }),
                ..FiscalYearColumn::default()
            }],
            measures: vec![],
            words: TargetWords {
                target: word.into(),
                baseline: word.into(),
                actual: word.into(),
                expected: word.into(),
                computed: word.into(),
                pace: word.into(),
                projected: word.into(),
            },
        }
    }

    #[test]
    fn figures_go_under_the_year_where_one_line_is_too_short_for_both() {
        assert!(!Rows::of(&chart("目標"), 12.5).stacked);
        let long = chart("まだ決まっていない数");
        assert!(Rows::of(&long, 12.5).stacked);
        assert!(draw_rows(&long).0 > draw_rows(&chart("目標")).0);
    }
}
