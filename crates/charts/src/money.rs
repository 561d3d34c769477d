//! Money by fiscal year in stacked columns, with the line of an indicator above.

use domain::text::group_thousands;

use super::canvas::{Canvas, paint};
use super::lettering::{shorten, text_width, wrap};
use super::markup::{Anchor, Role, Style, frame};
use super::scale::{ValueAxis, plain};
use super::{Caption, Width, palette_class, to_f64};

/// One fiscal year.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyColumn {
    /// Below the column, for example "R6"; the second line says how final the amount is.
    pub label: String,
    pub second_label: String,
    /// In order of [`MoneyChart::parts`], in the chart's unit; `None` if nothing is known about the year.
    pub amounts: Option<Vec<f64>>,
    /// The value of the indicator in this year.
    pub value: Option<LineValue>,
}

/// A value on the line of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct LineValue {
    /// 0 to 100.
    pub percent: f64,
    /// The tooltip.
    pub tooltip: String,
    /// Shown above a value that differs from the others: expected, a baseline, another measure. Empty if there is
    /// nothing to add.
    pub note: String,
    /// Whether the value was reached, as opposed to an expected value or a baseline.
    pub firm: bool,
}

/// What [`money_chart`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyChart {
    pub caption: Caption,
    pub width: Width,
    /// Above the money axis, for example "百万円".
    pub unit: String,
    /// Names of the parts of each column, from the bottom up.
    pub parts: Vec<String>,
    pub columns: Vec<MoneyColumn>,
    /// Name of the indicator's line, if there is one; its axis is on the right, in percent.
    pub line: Option<String>,
    /// Whether values of the line in neighbouring years may be connected: not if what is measured changed between them.
    /// One fewer than columns.
    pub joins: Vec<bool>,
}

struct Layout {
    size: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    height: f64,
    axis: ValueAxis,
    step: f64,
    rows_of_key: Vec<Vec<(usize, f64)>>,
}

/// Columns of money, one per fiscal year.
#[must_use]
pub fn money_chart(chart: &MoneyChart) -> String {
    let layout = Layout::of(chart);
    let body = paint(chart.width.units(), layout.height, |canvas| {
        layout.draw_axes(canvas, chart);
        for (at, column) in chart.columns.iter().enumerate() {
            layout.draw_column(canvas, chart, at, column);
        }
        layout.draw_line(canvas, chart);
        layout.draw_key(canvas, chart);
    });
    frame(&chart.caption, "chart-money", chart.width, layout.height, Role::Picture, &body)
}

/// An amount in whole units with thousands separators; below ten with one decimal.
fn whole(amount: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "budgets stay far below 2^53")]
    if amount < 10.0 && amount.fract() > 0.0 { plain(amount) } else { group_thousands(amount.round() as i64) }
}

/// The columns are muted if a line is drawn over them.
fn part_class(chart: &MoneyChart, part: usize) -> String {
    if chart.line.is_some() { "part quiet".to_owned() } else { format!("part {}", palette_class(part)) }
}

/// Height of the names below the columns; the note on how final the money is may take two lines.
fn names_height(chart: &MoneyChart, size: f64, step: f64) -> f64 {
    let note = chart.width.note_size();
    let broken = chart.columns.iter().any(|column| text_width(&column.second_label, note) > step);
    size * 2.4 + if broken { note * 1.15 } else { 0.0 }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

impl Layout {
    fn of(chart: &MoneyChart) -> Self {
        let size = chart.width.label_size();
        let greatest = chart
            .columns
            .iter()
            .filter_map(|column| column.amounts.as_ref())
            .map(|amounts| amounts.iter().copied().map(finite).sum::<f64>())
            .fold(0.0, f64::max);
        let axis = ValueAxis::for_values(greatest);
        let left = axis.lines().map(|value| text_width(&whole(value), size)).fold(0.0, f64::max) + 10.0;
        let margin = if chart.line.is_some() { text_width("100%", size) + 10.0 } else { 8.0 };
        let right = chart.width.units() - margin;
        // Above a value near the top, there must be room for its label and its note.
        let top = size + 14.0 + if chart.line.is_some() { size * 2.2 } else { 0.0 };
        let bottom = top + if chart.width == Width::Wide { 260.0 } else { 220.0 };
        let step = (right - left) / to_f64(chart.columns.len().max(1));
        let names = chart.parts.iter().chain(&chart.line);
        let mut rows_of_key: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
        let mut x = left;
        for (at, name) in names.enumerate() {
            let width = text_width(name, size) + size + 22.0;
            if x + width > chart.width.units() && x > left {
                rows_of_key.push(Vec::new());
                x = left;
            }
            if let Some(row) = rows_of_key.last_mut() {
                row.push((at, x));
            }
            x += width;
        }
        let key = to_f64(rows_of_key.len()) * (size + 10.0);
        let height = bottom + names_height(chart, size, step) + 18.0 + key;
        Self { size, left, right, top, bottom, height, axis, step, rows_of_key }
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.axis.share(value)
    }

    fn y_of_percent(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * (value / 100.0).clamp(0.0, 1.0)
    }

    fn middle(&self, at: usize) -> f64 {
        self.left + (to_f64(at) + 0.5) * self.step
    }

    fn draw_axes(&self, canvas: &Canvas, chart: &MoneyChart) {
        self.axis.draw(canvas, (self.left, self.right), self.size, |value| self.y(value), whole);
        canvas.text(0.0, self.size, Anchor::Start, self.size, &chart.unit, "label");
        if chart.line.is_some() {
            for percent in [0.0, 50.0, 100.0] {
                let baseline = self.y_of_percent(percent) + self.size * 0.36;
                let text = format!("{percent:.0}%");
                canvas.text(chart.width.units(), baseline, Anchor::End, self.size, &text, "label");
            }
        }
    }

    fn draw_column(&self, canvas: &Canvas, chart: &MoneyChart, at: usize, column: &MoneyColumn) {
        let middle = self.middle(at);
        let breadth = (self.step * 0.62).min(90.0);
        let mut ground = 0.0;
        for (part, amount) in column.amounts.iter().flatten().enumerate() {
            let amount = finite(*amount);
            if amount <= 0.0 {
                continue;
            }
            let (low, high) = (self.y(ground), self.y(ground + amount));
            let name = chart.parts.get(part).map_or("", String::as_str);
            let tooltip = format!("{} {name} {} {}", column.label, whole(amount), chart.unit);
            let style = Style::class(part_class(chart, part)).tooltip(&tooltip);
            canvas.rect(middle - breadth / 2.0, high, breadth, low - high, style);
            ground += amount;
        }
        if column.amounts.is_none() {
            canvas.text(middle, self.bottom - 6.0, Anchor::Middle, self.size, "—", "label");
        } else if chart.line.is_none() {
            canvas.text(middle, self.y(ground) - 5.0, Anchor::Middle, self.size, &whole(ground), "value");
        }
        let label = shorten(&column.label, self.size, self.step);
        canvas.text(middle, self.bottom + self.size + 6.0, Anchor::Middle, self.size, &label, "label");
        let size = chart.width.note_size();
        let mut baseline = self.bottom + self.size * 2.2 + 8.0;
        for line in wrap(&column.second_label, size, self.step, 2) {
            canvas.text(middle, baseline, Anchor::Middle, size, &line, "label");
            baseline += size * 1.15;
        }
    }

    fn draw_line(&self, canvas: &Canvas, chart: &MoneyChart) {
        let values: Vec<Option<&LineValue>> = chart
            .columns
            .iter()
            .map(|column| column.value.as_ref().filter(|value| value.percent.is_finite()))
            .collect();
        for at in 1..values.len() {
            if let (Some(before), Some(after), true) =
                (values[at - 1], values[at], chart.joins.get(at - 1).copied().unwrap_or(true))
            {
                let ends = [(at - 1, before), (at, after)]
                    .map(|(at, value)| (self.middle(at), self.y_of_percent(value.percent)));
                let class = if before.firm && after.firm { "indicator-line" } else { "indicator-line soft" };
                canvas.line(&ends, Style::class(class));
            }
        }
        for (at, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let (x, y) = (self.middle(at), self.y_of_percent(value.percent));
            let class = if value.firm { "indicator-dot firm" } else { "indicator-dot" };
            canvas.circle(x, y, 5.0, Style::class(class).tooltip(&value.tooltip));
            let text = format!("{:.0}%", value.percent);
            canvas.text(x, y - 9.0, Anchor::Middle, self.size, &text, "indicator-label halo");
            if !value.note.is_empty() {
                let size = chart.width.note_size();
                let note = shorten(&value.note, size, self.step + 8.0);
                canvas.text(x, y - 9.0 - self.size * 1.1, Anchor::Middle, size, &note, "label halo");
            }
        }
    }

    fn draw_key(&self, canvas: &Canvas, chart: &MoneyChart) {
        let first = self.bottom + names_height(chart, self.size, self.step) + 22.0;
        for (row, entries) in self.rows_of_key.iter().enumerate() {
            let baseline = first + to_f64(row) * (self.size + 10.0) + self.size * 0.6;
            for (at, x) in entries {
                let (name, class) = match chart.parts.get(*at) {
                    Some(name) => (name.as_str(), part_class(chart, *at)),
                    None => (chart.line.as_deref().unwrap_or_default(), "indicator-dot firm".to_owned()),
                };
                if *at < chart.parts.len() {
                    canvas.rect(*x, baseline - self.size * 0.85, self.size, self.size, Style::class(class));
                } else {
                    canvas.circle(*x + self.size / 2.0, baseline - self.size * 0.35, 5.0, Style::class(class));
                }
                canvas.text(*x + self.size + 6.0, baseline, Anchor::Start, self.size, name, "label");
            }
        }
    }
}
