//! Progress of a value towards a target, for the headline cards.

use super::lettering::text_width;
use super::markup::{Anchor, Role, Style, frame, hatch, number, path, rect, text};
use super::{Caption, Width};

/// A position on the bar with its label.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressMark {
    /// 0 to 100.
    pub percent: f64,
    /// Such as "目標 100.0%".
    pub label: String,
}

/// What [`progress_bar`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    pub caption: Caption,
    pub width: Width,
    /// 0 to 100; `None` gives a hatched bar.
    pub percent: Option<f64>,
    /// Shown above the bar.
    pub target: Option<ProgressMark>,
    /// The value that a steady pace would have reached by now; shown below the bar.
    pub pace: Option<ProgressMark>,
    /// Shown in the bar if there is no value.
    pub unknown_text: String,
}

const BAR: f64 = 20.0;

/// A bar from 0 to 100 with marks for the target and for the required pace.
#[must_use]
pub fn progress_bar(progress: &Progress) -> String {
    let size = progress.width.label_size();
    let (left, right) = (2.0, progress.width.units() - 2.0);
    let at = |percent: f64| {
        let share = if percent.is_finite() { percent.clamp(0.0, 100.0) / 100.0 } else { 0.0 };
        left + (right - left) * share
    };
    let top = if progress.target.is_some() { size + 13.0 } else { 4.0 };
    let bottom = top + BAR;
    let mut body = String::new();
    match progress.percent.filter(|value| value.is_finite()) {
        Some(value) => {
            rect(&mut body, &Style::class("meter-track"), left, top, right - left, BAR);
            rect(&mut body, &Style::class("meter-fill"), left, top, at(value) - left, BAR);
        }
        None => {
            body.push_str(&hatch(&progress.caption.id, "unknown", "hatch-unknown"));
            let style = Style::class("meter-track unknown").hatched(&progress.caption.id, "unknown");
            rect(&mut body, &style, left, top, right - left, BAR);
            let content = format!("— {}", progress.unknown_text);
            let baseline = top + BAR / 2.0 + size * 0.36;
            text(&mut body, &Style::class("label halo"), left + 10.0, baseline, Anchor::Start, size, &content);
        }
    }
    let inside = |x: f64, label: &str| {
        let half = text_width(label, size) / 2.0;
        x.min(right - half).max(left + half)
    };
    if let Some(target) = &progress.target {
        let x = at(target.percent);
        let outline = format!("M{} {}V{}", number(x), number(top - 5.0), number(bottom + 3.0));
        path(&mut body, &Style::class("meter-target").tooltip(&target.label), &outline);
        let style = Style::class("target-label");
        text(&mut body, &style, inside(x, &target.label), top - 9.0, Anchor::Middle, size, &target.label);
    }
    let mut height = bottom + 5.0;
    if let Some(pace) = &progress.pace {
        let x = at(pace.percent);
        let line = format!("M{} {}V{}", number(x), number(top), number(bottom));
        path(&mut body, &Style::class("meter-pace-line"), &line);
        let (y, foot) = (number(bottom + 2.0), number(bottom + 10.0));
        let triangle = format!("M{} {y}L{} {foot}H{}Z", number(x), number(x + 5.5), number(x - 5.5));
        path(&mut body, &Style::class("meter-pace").tooltip(&pace.label), &triangle);
        let baseline = bottom + 12.0 + size;
        text(&mut body, &Style::class("label"), inside(x, &pace.label), baseline, Anchor::Middle, size, &pace.label);
        height = baseline + 6.0;
    }
    frame(&progress.caption, "chart-progress", progress.width, height, Role::Picture, &body)
}
