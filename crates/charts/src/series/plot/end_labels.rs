//! The name and last value at the end of each line, instead of a legend.

use super::super::line::Line;
use super::Plot;
use crate::canvas::Canvas;
use crate::line_ends::{Frame, spread};
use crate::markup::{Anchor, Style};

/// Space between the end of a line and its label.
pub(super) const GAP_BEFORE_LABEL: f64 = 7.0;

/// The part of the width of a plot within which a line ends at its right edge.
const EDGE: f64 = 0.06;

/// The text at the end of a line.
pub(in crate::series) struct EndLabel {
    anchor: Anchor,
    x: f64,
    pub area: Frame,
    size: f64,
    /// From the end of the line to the text, if the text had to move.
    leader: Option<[(f64, f64); 3]>,
}

impl EndLabel {
    pub(super) fn draw(&self, canvas: &Canvas, line: &Line<'_>) {
        let class = line.class();
        if let Some(leader) = self.leader {
            canvas.line(&leader, Style::class(format!("leader {class}")));
        }
        let emphasis = if line.series.emphasis { " emphasis" } else { "" };
        let mut baseline = self.area.top + self.size * 0.98;
        for text in &line.label {
            canvas.text(self.x, baseline, self.anchor, self.size, text, &format!("end-label halo {class}{emphasis}"));
            baseline += self.size * 1.2;
        }
    }
}

impl Plot<'_> {
    /// Labels of lines that reach the right edge go into the margin. Other labels go next to the end of their line if
    /// they cover nothing there; otherwise they go into the margin too.
    pub(in crate::series) fn place_labels(&self, lines: &[Line<'_>]) -> Vec<EndLabel> {
        let size = self.chart.width.label_size();
        let ends: Vec<(f64, f64)> = lines.iter().map(|line| self.place(line.last())).collect();
        let points = self.drawn_points(lines);
        let steps = self.step_points();
        let plot = Frame { left: self.left, top: self.top, right: self.right, bottom: self.bottom };
        let mut beside: Vec<Option<(Anchor, Frame)>> = vec![None; lines.len()];
        for (place, line) in lines.iter().enumerate() {
            let (x, y) = ends[place];
            if x >= self.right - EDGE * (self.right - self.left) {
                continue;
            }
            let taken: Vec<Frame> = beside.iter().flatten().map(|(_, area)| *area).collect();
            beside[place] = free_place((x, y), line, size)
                .filter(|(_, area)| area.within(&plot) && taken.iter().all(|other| !other.overlaps(area)))
                .filter(|(_, area)| area.covered(&points) <= 2)
                .min_by_key(|(_, area)| area.covered(&points) * 10 + area.covered(&steps));
        }
        let margin: Vec<usize> = (0..lines.len()).filter(|place| beside[*place].is_none()).collect();
        let heights: Vec<f64> = margin.iter().map(|place| label_height(&lines[*place], size)).collect();
        let wanted: Vec<f64> = margin.iter().map(|place| ends[*place].1).collect();
        let centres = spread(&wanted, &heights, self.top - 4.0, self.bottom + 6.0);
        lines
            .iter()
            .enumerate()
            .map(|(place, line)| {
                if let Some((anchor, area)) = beside[place] {
                    let x = if anchor == Anchor::Start { area.left } else { area.right };
                    return EndLabel { anchor, x, area, size, leader: None };
                }
                let at = margin.iter().position(|other| *other == place).expect("a label not beside is in the margin");
                self.in_margin(ends[place], centres[at], line)
            })
            .collect()
    }

    fn in_margin(&self, (end_x, end_y): (f64, f64), centre: f64, line: &Line<'_>) -> EndLabel {
        let size = self.chart.width.label_size();
        let x = self.right + 12.0 + GAP_BEFORE_LABEL;
        let height = label_height(line, size);
        let top = centre - height / 2.0;
        let moved = (centre - end_y).abs() > 2.0 || end_x < self.right - 2.0;
        // A leader across the plot would look like values that nobody counted.
        let is_near = end_x >= self.right - EDGE * (self.right - self.left);
        let leader = (moved && is_near)
            .then(|| [(end_x + 4.0, end_y), (self.right.max(end_x + 4.0) + 2.0, end_y), (x - 3.0, centre)]);
        let x = if moved { x } else { end_x + GAP_BEFORE_LABEL };
        let area = Frame { left: x, top, right: x + line.label_width, bottom: top + height };
        EndLabel { anchor: Anchor::Start, x, area, size, leader }
    }
}

pub(super) fn label_height(line: &Line<'_>, size: f64) -> f64 {
    size * if line.label.len() > 1 { 2.5 } else { 1.3 }
}

/// Possible positions for a label around the end of its line, best first.
fn free_place((x, y): (f64, f64), line: &Line<'_>, size: f64) -> impl Iterator<Item = (Anchor, Frame)> {
    let (width, height) = (line.label_width, label_height(line, size));
    [
        (Anchor::Start, x + GAP_BEFORE_LABEL, y - height / 2.0),
        (Anchor::End, x - 2.0 - width, y - height - 6.0),
        (Anchor::Start, x + 2.0, y + 6.0),
        (Anchor::Start, x + 2.0, y - height - 6.0),
        (Anchor::End, x - 2.0 - width, y + 6.0),
        (Anchor::End, x - GAP_BEFORE_LABEL - width, y - height / 2.0),
        (Anchor::End, x - 2.0 - width, y - height - 22.0),
        (Anchor::Start, x + 2.0, y + 22.0),
    ]
    .into_iter()
    .map(move |(anchor, left, top)| (anchor, Frame { left, top, right: left + width, bottom: top + height }))
}
