//! Progress of a value towards a target, for the headline cards.

use super::lettering::text_width;
use super::markup::{Anchor, Role, frame, hatch, hatch_fill, number, path, rect, text};
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
            rect(&mut body, "meter-track", left, top, right - left, BAR, "");
            rect(&mut body, "meter-fill", left, top, at(value) - left, BAR, "");
        }
        None => {
            body.push_str(&hatch(&progress.caption.id, "unknown", "hatch-unknown"));
            rect(
                &mut body,
                "meter-track unknown",
                left,
                top,
                right - left,
                BAR,
                &hatch_fill(&progress.caption.id, "unknown"),
            );
            let content = format!("— {}", progress.unknown_text);
            text(&mut body, "label halo", left + 10.0, top + BAR / 2.0 + size * 0.36, Anchor::Start, size, &content);
        }
    }
    let inside = |x: f64, label: &str| {
        let half = text_width(label, size) / 2.0;
        x.min(right - half).max(left + half)
    };
    if let Some(target) = &progress.target {
        let x = at(target.percent);
        let outline = format!("M{} {}V{}", number(x), number(top - 5.0), number(bottom + 3.0));
        path(&mut body, "meter-target", &outline, "", Some(&target.label));
        text(&mut body, "target-label", inside(x, &target.label), top - 9.0, Anchor::Middle, size, &target.label);
    }
    let mut height = bottom + 5.0;
    if let Some(pace) = &progress.pace {
        let x = at(pace.percent);
        let line = format!("M{} {}V{}", number(x), number(top), number(bottom));
        path(&mut body, "meter-pace-line", &line, "", None);
        let (y, foot) = (number(bottom + 2.0), number(bottom + 10.0));
        let triangle = format!("M{} {y}L{} {foot}H{}Z", number(x), number(x + 5.5), number(x - 5.5));
        path(&mut body, "meter-pace", &triangle, "", Some(&pace.label));
        let baseline = bottom + 12.0 + size;
        text(&mut body, "label", inside(x, &pace.label), baseline, Anchor::Middle, size, &pace.label);
        height = baseline + 6.0;
    }
    frame(&progress.caption, "chart-progress", progress.width, height, Role::Picture, &body)
}
