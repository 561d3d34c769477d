//! Target against actual with one row a fiscal year, for narrow screens and long plans.

use super::canvas::{Canvas, Mark, paint};
use super::lettering::{shorten, text_width};
use super::markup::Anchor;
use super::scale::ValueAxis;
use super::target::{FiscalYearColumn, TargetChart};

const BAR: f64 = 18.0;

/// Height and elements of the rows: names and figures over a bar from zero, the target across it.
pub(super) fn draw_rows(chart: &TargetChart) -> (f64, String) {
    let size = chart.width.label_size();
    let row = size * 1.3 + BAR + 22.0;
    let rows = f64::from(u32::try_from(chart.columns.len()).unwrap_or(u32::MAX));
    // The legend takes one line or two; it is measured by drawing it.
    let mut top = 0.0;
    let _ = paint(chart.width.units(), 100.0, |canvas| top = chart.draw_legend(canvas, size));
    let top = top + 8.0;
    let height = top + rows * row;
    let layout = Rows { chart, axis: chart.axis(), size, left: 2.0, right: chart.width.units() - 8.0 };
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
}

impl Rows<'_> {
    /// Draws one year; gives back the lower end of its target mark for the next to join.
    fn draw_row(
        &self,
        canvas: &Canvas<'_>,
        column: &FiscalYearColumn,
        top: f64,
        before: Option<(f64, f64)>,
    ) -> Option<(f64, f64)> {
        let baseline = top + self.size;
        let bar_top = top + self.size * 1.3 + 5.0;
        let position = |value: f64| self.left + (self.right - self.left) * self.axis.share(value);
        let figures = self.figures(column);
        let figures_width = text_width(&figures, self.size);
        let both = if column.second_label.is_empty() {
            column.label.clone()
        } else {
            format!("{} {}", column.label, column.second_label)
        };
        let room = self.right - self.left - figures_width - 10.0;
        let name = if text_width(&both, self.size) <= room { both } else { shorten(&column.label, self.size, room) };
        let name_right = self.left + text_width(&name, self.size);
        canvas.text(self.left, baseline, Anchor::Start, self.size, &name, "name");
        canvas.text(self.right, baseline, Anchor::End, self.size, &figures, "value");
        canvas.line(&[(self.left, bar_top + BAR), (self.right, bar_top + BAR)], Mark::class("grid"));
        if let Some(actual) = column.actual() {
            let mark = self.chart.bar_mark(actual, &format!("{} {figures}", column.label));
            canvas.rect(self.left, bar_top, position(actual.value) - self.left, BAR, mark);
        }
        let target = column.target()?;
        let x = position(target);
        if let Some((from_x, from_y)) = before {
            // Between two rows' texts the line may pass; over a text it would not be read.
            let clear = |at: f64| at > name_right + 4.0 && at < self.right - figures_width - 4.0;
            if clear(from_x) && clear(x) {
                canvas.line(&[(from_x, from_y), (x, bar_top - 4.0)], Mark::class("target-join"));
            } else {
                canvas.line(&[(from_x, from_y), (from_x, from_y + 6.0)], Mark::class("target-join"));
            }
        }
        let mark = Mark::class("target-step").tooltip(&format!(
            "{} {} {}",
            column.label,
            self.chart.words.target,
            self.chart.value(target)
        ));
        canvas.line(&[(x, bar_top - 4.0), (x, bar_top + BAR + 4.0)], mark);
        canvas.circle(x, bar_top + BAR / 2.0, 4.0, Mark::class("target-dot"));
        Some((x, bar_top + BAR + 4.0))
    }

    /// "交付率 69.0%  目標 100.0%": whatever of it the year has.
    fn figures(&self, column: &FiscalYearColumn) -> String {
        let actual = column.actual().map(|actual| {
            let name = self.chart.measure_name(actual).unwrap_or_else(|| self.chart.words.kind(actual.kind));
            format!("{name} {}", self.chart.value(actual.value))
        });
        let target = column.target().map(|target| format!("{} {}", self.chart.words.target, self.chart.value(target)));
        [actual, target].into_iter().flatten().collect::<Vec<_>>().join("\u{3000}")
    }
}
