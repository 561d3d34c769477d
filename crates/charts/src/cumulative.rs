//! A rate that rises with each procedure that goes online: a staircase towards 100 %.

use super::canvas::{Canvas, paint};
use super::lettering::text_width;
use super::markup::{Anchor, Role, Style, frame};
use super::scale::{ValueAxis, percent_label};
use super::{Caption, Width, percent, to_f64};

/// What [`cumulative_chart`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Cumulative {
    pub caption: Caption,
    pub width: Width,
    /// The current rate, 0 to 100.
    pub now: f64,
    /// The rate after each further procedure, 0 to 100, with its tooltip.
    pub steps: Vec<(f64, String)>,
    /// The number of steps that close half of the gap, with its label.
    pub half: Option<(usize, String)>,
    /// Below the axis, for example "手続の数".
    pub axis_label: String,
}

/// A staircase with one step per procedure, as high as its gain.
#[must_use]
pub fn cumulative_chart(chart: &Cumulative) -> String {
    let size = chart.width.label_size();
    let axis = ValueAxis { ceiling: 100.0, step: 20.0 };
    let left = text_width("100%", size) + 8.0;
    let right = chart.width.units() - 8.0;
    // The last value, 100 %, is written above the plot, and the words of the half above that.
    let top = size + 12.0 + if chart.half.is_some() { size + 8.0 } else { 0.0 };
    let bottom = top + if chart.width == Width::Wide { 260.0 } else { 220.0 };
    let height = bottom + size * 2.0 + 18.0;
    let count = to_f64(chart.steps.len().max(1));
    let x = |at: f64| left + (right - left) * at / count;
    let y = |value: f64| bottom - (bottom - top) * axis.share(value);
    let body = paint(chart.width.units(), height, |canvas| {
        axis.draw(canvas, (left, right), size, y, percent_label);
        for at in ticks(chart.steps.len(), if chart.width == Width::Wide { 10 } else { 5 }) {
            let place = x(to_f64(at));
            canvas.line(&[(place, bottom), (place, bottom + 6.0)], Style::class("axis"));
            canvas.text(place, bottom + size + 8.0, Anchor::Middle, size, &at.to_string(), "label");
        }
        canvas.text(right, height - 4.0, Anchor::End, size, &chart.axis_label, "label");
        stairs(canvas, chart, &x, &y);
        if let Some((at, words)) = &chart.half {
            let place = x(to_f64(*at));
            canvas.line(&[(place, size + 8.0), (place, bottom)], Style::class("target-line"));
            let width = text_width(words, size);
            let start = (place - width / 2.0).clamp(left, (right - width).max(left));
            canvas.text(start, size + 2.0, Anchor::Start, size, words, "target-label");
        }
    });
    frame(&chart.caption, "chart-cumulative", chart.width, height, Role::Picture, &body)
}

fn stairs(canvas: &Canvas, chart: &Cumulative, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) {
    let mut points = vec![(x(0.0), y(chart.now))];
    let mut before = chart.now;
    // The rate stays the same until the next procedure is online.
    for (at, (value, _)) in chart.steps.iter().enumerate() {
        points.push((x(to_f64(at + 1)), y(before)));
        points.push((x(to_f64(at + 1)), y(*value)));
        before = *value;
    }
    if chart.steps.is_empty() {
        points.push((x(1.0), y(before)));
    }
    canvas.line(&points, Style::class("line series-1 solid emphasis"));
    // If steps are too close together, a dot on each would hide them.
    let spacious = chart.steps.len() <= 40;
    for (at, (value, tooltip)) in chart.steps.iter().enumerate().filter(|_| spacious) {
        let dot = Style::class("dot series-1 solid emphasis").tooltip(tooltip);
        canvas.circle(x(to_f64(at + 1)), y(*value), 3.0, dot);
    }
    let size = chart.width.label_size();
    // The line leaves to the right of its first value and comes to its last from the left, so the values go under it
    // and above it.
    let now = percent(chart.now);
    canvas.text(x(0.0) + 4.0, y(chart.now) + size + 4.0, Anchor::Start, size, &now, "end-label series-1");
    if let Some((value, _)) = chart.steps.last().filter(|(value, _)| value.is_finite()) {
        let end = x(to_f64(chart.steps.len()));
        canvas.text(end, y(*value) - 8.0, Anchor::End, size, &percent(*value), "end-label halo series-1");
    }
}

/// Round numbers from 0 to `last`, at most `most` of them in addition to 0.
fn ticks(last: usize, most: usize) -> impl Iterator<Item = usize> {
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
        .into_iter()
        .find(|step| last / step <= most)
        .unwrap_or(usize::MAX);
    (0..=last).step_by(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(3, 10).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(ticks(31, 10).collect::<Vec<_>>(), [0, 5, 10, 15, 20, 25, 30]);
        assert!(ticks(2972, 5).count() <= 6);
    }
}
