//! Value axes: from zero to a round maximum, with few grid lines.

use super::canvas::Canvas;
use super::markup::{Anchor, Style};

/// Round maximums for percentages, each with the distance between its grid lines.
const PERCENT_CEILINGS: [(f64, f64); 9] = [
    (1.0, 0.5),
    (5.0, 1.0),
    (10.0, 2.0),
    (20.0, 5.0),
    (30.0, 10.0),
    (40.0, 10.0),
    (50.0, 10.0),
    (60.0, 20.0),
    (80.0, 20.0),
];

/// A value axis that begins at zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ValueAxis {
    pub ceiling: f64,
    pub step: f64,
}

impl ValueAxis {
    /// For percentages: a maximum of at most 100.
    pub(super) fn for_percent(greatest: f64) -> Self {
        let (ceiling, step) =
            PERCENT_CEILINGS.into_iter().find(|(ceiling, _)| greatest <= *ceiling).unwrap_or((100.0, 20.0));
        Self { ceiling, step }
    }

    /// For any figures from zero up.
    pub(super) fn for_values(greatest: f64) -> Self {
        let greatest = if greatest.is_finite() && greatest > 0.0 { greatest } else { 1.0 };
        let magnitude = 10_f64.powf((greatest / 5.0).log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .into_iter()
            .map(|factor| factor * magnitude)
            .find(|step| step * 5.0 >= greatest)
            .unwrap_or(10.0 * magnitude);
        Self { ceiling: (greatest / step).ceil() * step, step }
    }

    /// Values of the grid lines, including zero and the maximum.
    pub(super) fn lines(self) -> impl Iterator<Item = f64> {
        (0..=20)
            .map(move |line| f64::from(line) * self.step)
            .take_while(move |value| *value <= self.ceiling * 1.000_001)
    }

    /// Draws the grid lines from `left` to `right`, each at the height that `level` gives, with labels on the left.
    pub(super) fn draw(
        self,
        canvas: &Canvas,
        (left, right): (f64, f64),
        size: f64,
        level: impl Fn(f64) -> f64,
        label: impl Fn(f64) -> String,
    ) {
        for value in self.lines() {
            let y = level(value);
            canvas.line(&[(left, y), (right, y)], Style::class(grid_class(value)));
            canvas.text(left - 8.0, y + size * 0.36, Anchor::End, size, &label(value), "label");
        }
    }

    /// The value as a share of the maximum, clamped to 0 to 1.
    pub(super) fn share(self, value: f64) -> f64 {
        if value.is_finite() { (value / self.ceiling).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// A grid value without unnecessary decimals.
pub(super) fn plain(value: f64) -> String {
    if value.fract().abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.1}") }
}

pub(super) fn percent_label(value: f64) -> String {
    format!("{}%", plain(value))
}

/// Class of the grid line of a value: the one at zero is the axis of the other direction.
pub(super) const fn grid_class(value: f64) -> &'static str {
    if value == 0.0 { "axis" } else { "grid" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_axis_never_passes_one_hundred() {
        for tenths in 0..=1200 {
            let axis = ValueAxis::for_percent(f64::from(tenths) / 10.0);
            assert!(axis.ceiling <= 100.0);
            assert!(axis.ceiling >= (f64::from(tenths) / 10.0).min(100.0));
            assert!((3..=7).contains(&axis.lines().count()));
        }
    }

    #[test]
    fn any_other_axis_holds_its_greatest_value_in_few_lines() {
        for greatest in [0.0, 0.3, 1.0, 7.0, 99.0, 113.0, 826_158.0] {
            let axis = ValueAxis::for_values(greatest);
            assert!(axis.ceiling >= greatest, "{greatest}: {axis:?}");
            assert!((2..=7).contains(&axis.lines().count()), "{greatest}: {axis:?}");
        }
        assert!(ValueAxis::for_values(f64::NAN).ceiling > 0.0);
    }
}
