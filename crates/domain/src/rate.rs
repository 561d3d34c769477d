//! A rate with its numerator and denominator, which always stay together.

use serde::Serialize;

/// A share of a total. It keeps numerator and denominator, so that they can be shown wherever the rate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rate {
    pub numerator: u64,
    pub denominator: u64,
}

impl Rate {
    #[must_use]
    pub const fn new(numerator: u64, denominator: u64) -> Self {
        Self { numerator, denominator }
    }

    /// The rate in percent; `None` if the denominator is 0: an empty total has no rate, not a rate of 0.
    #[must_use]
    pub fn percent(self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64 * 100.0)
    }
}

/// Rounds to one decimal, half away from zero, as the ministry's tables print a rate.
#[must_use]
pub fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Formats a percentage with one decimal, as the ministry's tables print it. More decimals are added as needed, so that
/// it never reads as 0 or 100 percent when it is not.
#[must_use]
pub fn format_percent(value: f64) -> String {
    let is_untrue = |text: &str| match text.trim_start_matches('-').parse::<f64>() {
        Ok(said) => (said - 100.0).abs() < f64::EPSILON && value < 100.0 || said == 0.0 && value != 0.0,
        Err(_) => false,
    };
    let one = format!("{:.1}", one_decimal(value));
    let more = (2..=4).map(|decimals| format!("{value:.decimals$}"));
    std::iter::once(one).chain(more).find(|text| !is_untrue(text)).unwrap_or_else(|| format!("{value:.4}")) + "%"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_whole_has_no_rate() {
        assert_eq!(Rate::new(0, 0).percent(), None);
    }

    #[test]
    fn what_is_nearly_all_is_not_written_as_all_and_little_not_as_nothing() {
        for (value, written) in [
            (60.377, "60.4%"),
            (100.0, "100.0%"),
            (0.0, "0.0%"),
            (99.94, "99.9%"),
            (99.976, "99.98%"),
            (99.9996, "99.9996%"),
            (0.04, "0.04%"),
            (113.04, "113.0%"),
        ] {
            assert_eq!(format_percent(value), written);
        }
    }

    #[test]
    fn the_issue_rate_of_the_ministry_table_is_reproduced() {
        let rate = Rate::new(498_812, 826_158).percent().map(one_decimal);
        assert_eq!(rate, Some(60.4));
    }

    proptest! {
        #[test]
        fn a_part_of_a_whole_lies_between_0_and_100(whole in 1u64..2_000_000, share in 0.0f64..=1.0) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let part = (whole as f64 * share) as u64;
            let percent = Rate::new(part, whole).percent().expect("the whole is not empty");
            prop_assert!((0.0..=100.0).contains(&percent));
        }
    }
}
