//! Horizontal bars that compare wards or cities.

use super::canvas::{Canvas, paint};
use super::lettering::{shorten, text_width};
use super::markup::{Anchor, Role, Style, frame};
use super::scale::ValueAxis;
use super::{Caption, Width, percent, to_f64};

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingBar {
    pub name: String,
    /// 0 to 100; `None` if unknown, which is not zero and draws no bar.
    pub percent: Option<f64>,
    pub emphasis: bool,
}

/// A vertical line for comparison, such as the average of the city.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceLine {
    pub percent: f64,
    /// Shown with the value after it.
    pub label: String,
}

/// What [`ranking_chart`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    pub caption: Caption,
    pub width: Width,
    /// In drawing order.
    pub bars: Vec<RankingBar>,
    pub reference: Option<ReferenceLine>,
    /// Shown after "—" if a bar has no value, for example "不明".
    pub unknown_text: String,
}

/// Bars from zero, with the name on the left and the value on the right.
#[must_use]
pub fn ranking_chart(ranking: &Ranking) -> String {
    let layout = Layout::of(ranking);
    let body = paint(ranking.width.units(), layout.height, |canvas| {
        for (place, bar) in ranking.bars.iter().enumerate() {
            layout.draw_bar(canvas, place, bar, &ranking.unknown_text);
        }
        if let Some(reference) = &ranking.reference {
            layout.draw_reference(canvas, reference, ranking.bars.len());
        }
    });
    frame(&ranking.caption, "chart-ranking", ranking.width, layout.height, Role::Picture, &body)
}

struct Layout {
    size: f64,
    row: f64,
    thickness: f64,
    top: f64,
    left: f64,
    right: f64,
    end: f64,
    height: f64,
    axis: ValueAxis,
}

impl Layout {
    fn of(ranking: &Ranking) -> Self {
        let size = ranking.width.label_size();
        let (row, thickness) = match ranking.width {
            Width::Wide => (34.0, 20.0),
            Width::Narrow => (30.0, 17.0),
        };
        let end = ranking.width.units() - 2.0;
        let known = |bar: &RankingBar| bar.percent.filter(|percent| percent.is_finite());
        let values = ranking.bars.iter().filter_map(known);
        let greatest = values.chain(ranking.reference.iter().map(|line| line.percent)).fold(0.0, f64::max);
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let names = widest(&mut ranking.bars.iter().map(|bar| text_width(&bar.name, size * 1.05)));
        let figures =
            widest(&mut ranking.bars.iter().filter_map(known).map(|value| text_width(&percent(value), size * 1.05)));
        let left = names.min(ranking.width.units() * 0.4) + 12.0;
        let right = end - figures - 10.0;
        let top = if ranking.reference.is_some() { size + 16.0 } else { 4.0 };
        let rows = to_f64(ranking.bars.len());
        // There is no axis to label, so the longest bar may take the full width.
        let axis = ValueAxis { ceiling: if greatest > 0.0 { greatest } else { 100.0 }, step: 100.0 };
        Self { size, row, thickness, top, left, right, end, height: top + rows * row + 4.0, axis }
    }

    fn middle(&self, place: usize) -> f64 {
        self.top + (to_f64(place) + 0.5) * self.row
    }

    fn draw_bar(&self, canvas: &Canvas, place: usize, bar: &RankingBar, unknown_text: &str) {
        let middle = self.middle(place);
        let baseline = middle + self.size * 0.36;
        let emphasis = if bar.emphasis { " emphasis" } else { "" };
        let name = shorten(&bar.name, self.size, self.left - 12.0);
        canvas.text(self.left - 12.0, baseline, Anchor::End, self.size, &name, &format!("name{emphasis}"));
        if let Some(value) = bar.percent.filter(|value| value.is_finite()) {
            let length = (self.right - self.left) * self.axis.share(value);
            let figure = percent(value);
            let style = Style::class(format!("bar{emphasis}")).tooltip(&format!("{} {figure}", bar.name));
            canvas.rect(self.left, middle - self.thickness / 2.0, length, self.thickness, style);
            canvas.text(self.end, baseline, Anchor::End, self.size, &figure, &format!("value{emphasis}"));
        } else {
            let text = shorten(&format!("— {unknown_text}"), self.size, self.right - self.left);
            canvas.text(self.left + 6.0, baseline, Anchor::Start, self.size, &text, "unknown-text");
        }
        let foot = middle + self.row / 2.0;
        canvas.line(&[(0.0, foot), (self.end, foot)], Style::class("row-line"));
    }

    fn draw_reference(&self, canvas: &Canvas, reference: &ReferenceLine, rows: usize) {
        let x = self.left + (self.right - self.left) * self.axis.share(reference.percent);
        let text = format!("{} {}", reference.label, percent(reference.percent));
        let bottom = self.top + self.row * to_f64(rows);
        let style = Style::class("reference-line").tooltip(&text);
        canvas.line(&[(x, self.top - 6.0), (x, bottom)], style);
        let half = text_width(&text, self.size) / 2.0;
        let middle = x.min(self.end - half).max(half);
        canvas.text(middle, self.top - 11.0, Anchor::Middle, self.size, &text, "reference-label");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(percents: &[Option<f64>]) -> Ranking {
        let bars = percents
            .iter()
            .map(|percent| RankingBar { name: "堺区".into(), percent: *percent, emphasis: false })
            .collect();
        Ranking {
            caption: Caption { id: "r".into(), title: "t".into(), desc: "d".into() },
            width: Width::Narrow,
            bars,
            reference: None,
            unknown_text: "不明".into(),
        }
    }

    #[test]
    fn an_unknown_value_draws_no_bar_and_says_so() {
        let drawn = ranking_chart(&ranking(&[None, Some(f64::NAN)]));
        assert!(!drawn.contains("<rect"), "{drawn}");
        assert_eq!(drawn.matches("— 不明").count(), 2);
    }

    #[test]
    fn zero_is_a_value_with_its_figure() {
        let drawn = ranking_chart(&ranking(&[Some(0.0)]));
        assert!(drawn.contains(">0.0%</text>") && !drawn.contains("不明"), "{drawn}");
    }
}
