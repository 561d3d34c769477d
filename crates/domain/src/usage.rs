//! How often procedures are used, and how much of that is online. Unknown is not zero.

use super::availability::Availability;
use super::calendar::FiscalYear;
use super::rate::Rate;
use super::source::SourceId;

/// Applications for one procedure in one fiscal year (総手続件数, オンライン手続件数); `None` if unknown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Usage {
    pub fiscal_year: FiscalYear,
    pub total: Option<i64>,
    pub online: Option<i64>,
    /// The source of the figures, often different from the source of the procedure's entry.
    pub source: SourceId,
    /// Whether the figures were made up for a demonstration.
    pub sample: bool,
}

/// An online usage rate, and what it leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageRate {
    pub rate: Rate,
    /// Procedures counted.
    pub procedures: u64,
    /// Procedures left out because one of the two figures is unknown.
    pub unknown: u64,
}

/// Online usage rate (a): online ÷ all applications, over all procedures with both figures known.
///
/// Source: the product's definition "online usage rate (a)".
pub fn usage_rate<'a>(procedures: impl Iterator<Item = Option<&'a Usage>>) -> UsageRate {
    let mut sum = UsageRate { rate: Rate::new(0, 0), procedures: 0, unknown: 0 };
    for usage in procedures {
        if let Some(Usage { total: Some(total), online: Some(online), .. }) = usage {
            sum.rate.numerator += online.unsigned_abs();
            sum.rate.denominator += total.unsigned_abs();
            sum.procedures += 1;
        } else {
            sum.unknown += 1;
        }
    }
    sum
}

/// Online usage rate (b): the same, over only those procedures that can be applied for online.
///
/// Source: the product's definition "online usage rate (b)".
pub fn usage_rate_where_online<'a>(
    procedures: impl Iterator<Item = (Option<Availability>, Option<&'a Usage>)>,
) -> UsageRate {
    usage_rate(
        procedures
            .filter(|(availability, _)| matches!(availability, Some(Availability::Complete | Availability::Partial)))
            .map(|(_, usage)| usage),
    )
}

/// Digital reach: the share of counter visits that a resident could avoid today, in percent. It is the share of yearly
/// applications that are `complete`, times the holding rate. It assumes that holding a card and needing a procedure are
/// independent, so it is a bound and must be labelled as one.
///
/// Source: the product's definition "digital reach".
#[must_use]
pub fn digital_reach(complete_by_volume: Rate, holding: Rate) -> Option<f64> {
    Some(complete_by_volume.percent()? * holding.percent()? / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(total: Option<i64>, online: Option<i64>) -> Usage {
        let source = "test".parse().expect("an identifier");
        Usage { fiscal_year: FiscalYear(2022), total, online, source, sample: false }
    }

    #[test]
    fn an_unknown_figure_is_left_out_and_counted_as_unknown_not_as_zero() {
        let known = usage(Some(100), Some(40));
        let unknown = usage(Some(900), None);
        let sum = usage_rate([Some(&known), Some(&unknown), None].into_iter());
        assert_eq!(sum.rate, Rate::new(40, 100));
        assert_eq!((sum.procedures, sum.unknown), (1, 2));
    }

    #[test]
    fn the_second_rate_looks_only_at_what_can_be_applied_for_online() {
        let (online, counter) = (usage(Some(100), Some(40)), usage(Some(300), Some(0)));
        let sum = usage_rate_where_online(
            [(Some(Availability::Partial), Some(&online)), (Some(Availability::Counter), Some(&counter))].into_iter(),
        );
        assert_eq!(sum.rate, Rate::new(40, 100));
    }

    #[test]
    fn digital_reach_is_the_product_of_its_two_shares() {
        let reach = digital_reach(Rate::new(1, 2), Rate::new(4, 5)).expect("both are known");
        assert!((reach - 40.0).abs() < 1e-9);
        assert_eq!(digital_reach(Rate::new(0, 0), Rate::new(4, 5)), None);
    }
}
