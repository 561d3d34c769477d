//! Figures that are unusual but may be right, for the reader of a report to confirm.

use std::collections::BTreeMap;

use domain::figure_check::{CheckFailure, Rule};
use domain::text::MessageLanguage;

use crate::import::table::place::ColumnPlace;

/// The number of places that a line of a report names; it counts the others.
pub(crate) const NAMED_PLACES: usize = 3;

/// The first figures of a file that broke one rule, and how many did.
#[derive(Debug, Clone, Default)]
struct Unusual {
    count: usize,
    first: Vec<(u64, String, CheckFailure)>,
}

/// Figures that are unusual but may be right, by rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Warnings(BTreeMap<Rule, Unusual>);

impl Warnings {
    pub(crate) fn add(&mut self, line: u64, place: &ColumnPlace, failure: CheckFailure) {
        let unusual = self.0.entry(failure.rule()).or_default();
        unusual.count += 1;
        if unusual.first.len() < NAMED_PLACES {
            unusual.first.push((line, place.to_string(), failure));
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (rule, unusual) in other.0 {
            let into = self.0.entry(rule).or_default();
            into.count += unusual.count;
            let room = NAMED_PLACES.saturating_sub(into.first.len());
            into.first.extend(unusual.first.into_iter().take(room));
        }
    }

    /// One line for each rule: what is unusual, in how many places, and the first of them.
    pub(crate) fn describe(&self, language: MessageLanguage) -> Vec<String> {
        let one = |(rule, Unusual { count, first }): (&Rule, &Unusual)| {
            let places = first.iter().map(|(line, column, failure)| {
                let what = failure.describe(language);
                match language {
                    MessageLanguage::English => format!("line {line}, {column}: {what}"),
                    MessageLanguage::Japanese => format!("{line}行目 {column}: {what}"),
                }
            });
            let mut places = places.collect::<Vec<_>>().join("; ");
            if *count > first.len() {
                places.push_str("; …");
            }
            match (language, rule) {
                (MessageLanguage::English, Rule::IssuedAbovePopulation) => {
                    format!("please confirm: more cards issued than residents in {count} places: {places}")
                }
                (MessageLanguage::Japanese, Rule::IssuedAbovePopulation) => {
                    format!("確認してください: 交付枚数が人口より多い箇所が{count}か所あります。{places}")
                }
                (MessageLanguage::English, _) => {
                    let what = if *rule == Rule::PopulationJump { "numbers of residents" } else { "figures" };
                    format!(
                        "please confirm: {count} {what} differ by more than a tenth from the count before: {places}"
                    )
                }
                (MessageLanguage::Japanese, _) => {
                    let what = if *rule == Rule::PopulationJump { "人口" } else { "値" };
                    format!("確認してください: 前の時点から1割を超えて変わった{what}が{count}か所あります。{places}")
                }
            }
        };
        self.0.iter().map(one).collect()
    }
}
