//! Classes of a sequential palette and their legend, for both kinds of map.

use super::lettering::text_width;
use super::markup::{Anchor, Style, rect, text};
use super::{Width, percent};

/// One class of values, from the upper bound of the previous class up to but excluding `below`.
#[derive(Clone, Debug, PartialEq)]
pub struct MapClass {
    /// The last class takes all remaining values, whatever its bound.
    pub below: f64,
    /// Such as "50%以上55%未満".
    pub label: String,
}

/// The shades in the style sheet, from `class-0` (lowest) to `class-6` (highest).
const SHADES: usize = 7;

/// The class number of the shade for a value. Fewer classes are spread over the whole palette.
pub(super) fn shade(value: Option<f64>, classes: &[MapClass]) -> Option<usize> {
    let value = value.filter(|value| value.is_finite())?;
    let last = classes.len().checked_sub(1)?;
    let class = classes.iter().position(|class| value < class.below).unwrap_or(last);
    Some(shade_of_class(class, classes.len()))
}

/// The value as text, or the text for an unknown value.
pub(super) fn value_text(value: Option<f64>, unknown: &str) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| unknown.to_owned(), percent)
}

fn shade_of_class(class: usize, count: usize) -> usize {
    match count {
        0 | 1 => SHADES / 2,
        // A half is rounded up, so that two classes never share a shade.
        _ => (class * (SHADES - 1) * 2 + (count - 1)) / ((count - 1) * 2),
    }
    .min(SHADES - 1)
}

/// The position of the legend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LegendPlace {
    /// One entry per line from this top left corner, in the space beside a wide map.
    Beside { left: f64, top: f64 },
    /// Entries one after another, starting at this height.
    Below { top: f64 },
}

impl LegendPlace {
    /// For a map that ends at `bottom`.
    pub(super) const fn for_map(width: Width, bottom: f64) -> Self {
        match width {
            Width::Wide => Self::Beside { left: width.units() - 165.0, top: 8.0 },
            Width::Narrow => Self::Below { top: bottom },
        }
    }
}

/// Draws swatches with their labels; returns the height at which the legend ends.
pub(super) fn draw_legend(
    markup: &mut String,
    id: &str,
    classes: &[MapClass],
    unknown: Option<&str>,
    width: Width,
    place: LegendPlace,
) -> f64 {
    let size = width.label_size();
    let line = size * 1.75;
    let (left, mut top) = match place {
        LegendPlace::Beside { left, top } => (left, top),
        LegendPlace::Below { top } => (2.0, top),
    };
    let mut x = left;
    // Stacked entries have the greatest first, as on a thermometer; otherwise they are in reading order.
    let swatch = |class: usize| Style::class(format!("swatch class-{}", shade_of_class(class, classes.len())));
    let mut entries: Vec<(Style, &str)> =
        classes.iter().enumerate().map(|(at, class)| (swatch(at), class.label.as_str())).collect();
    if matches!(place, LegendPlace::Beside { .. }) {
        entries.reverse();
    }
    entries.extend(unknown.map(|text| (Style::class("swatch unknown").hatched(id, "unknown"), text)));
    // Entries below a map are in columns as wide as the widest entry.
    let widest = entries.iter().map(|(_, label)| text_width(label, size)).fold(0.0, f64::max) + 24.0 + 16.0;
    for (at, (style, label)) in entries.iter().enumerate() {
        let full = x > left && x + widest > width.units() + 16.0;
        if at > 0 && (full || matches!(place, LegendPlace::Beside { .. })) {
            x = left;
            top += line;
        }
        rect(markup, style, x, top + 1.0, 18.0, size + 1.0);
        text(markup, &Style::class("label"), x + 24.0, top + size, Anchor::Start, size, label);
        x += widest;
    }
    top + line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_a_map_never_share_a_shade_and_span_the_palette() {
        for count in 2..=SHADES {
            let shades: Vec<usize> = (0..count).map(|class| shade_of_class(class, count)).collect();
            assert!(shades.windows(2).all(|pair| pair[0] < pair[1]), "{shades:?}");
            assert_eq!((shades[0], shades[count - 1]), (0, SHADES - 1));
        }
    }

    #[test]
    fn a_value_on_a_boundary_belongs_to_the_class_above_and_an_unknown_one_to_none() {
        let classes = [MapClass { below: 50.0, label: String::new() }, MapClass { below: 60.0, label: String::new() }];
        assert_eq!(shade(Some(49.9), &classes), Some(0));
        assert_eq!(shade(Some(50.0), &classes), Some(6));
        assert_eq!(shade(Some(99.0), &classes), Some(6));
        assert_eq!(shade(None, &classes), None);
        assert_eq!(shade(Some(f64::NAN), &classes), None);
    }
}
