//! The tables of a city's public data, one by one: their names, what each is for, their columns and keys.

use domain::indicator::{Indicator, IndicatorId, IndicatorValue};
use domain::procedure::Procedure;
use domain::synonym::Synonym;
use store::areas::PopulationCount;
use store::procedures::UsageRecord;

use crate::import::Kind;
use crate::import::table::columns::ColumnSpec;
use crate::import::table::described::{DESCRIPTIONS, Description, Holds, InTwoLanguages, Saving};
use crate::import::table::held::held;
use crate::import::table::record::Record;
use crate::import::table::template;

/// Columns whose values name a row of another table.
#[derive(Debug, Clone, Copy)]
pub struct TableReference {
    pub columns: &'static [&'static str],
    pub table: CityTable,
    /// The columns of that table.
    pub key: &'static [&'static str],
}

/// A table of a city's public data: a file of its folder, and a table at the desk of the staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CityTable {
    /// Its name in addresses, and that of its file without the extension.
    pub name: &'static str,
    pub kind: Kind,
    /// Definitions of indicators instead of their values.
    pub is_definitions: bool,
}

impl CityTable {
    const fn of(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, is_definitions: false }
    }

    #[must_use]
    pub fn description(self) -> Option<&'static Description> {
        Description::of(self.kind)
    }

    /// What the part is for, in English and Japanese.
    #[must_use]
    pub fn purpose(self) -> InTwoLanguages {
        if let Some(description) = self.description() {
            return description.purpose;
        }
        match self.kind {
            Kind::Procedures => ("the procedures, their texts and departments", "手続とその説明・所管課"),
            Kind::Cards => ("My Number cards by area and day", "マイナンバーカードの枚数（団体・日ごと）"),
            Kind::Population => ("residents by area and day", "人口（団体・日ごと）"),
            Kind::Usage => {
                ("how often procedures are used, and how often online", "手続の件数（年度ごと、うちオンライン）")
            }
            Kind::Indicators if self.is_definitions => ("the indicators and how they are computed", "指標とその算式"),
            Kind::Indicators => {
                ("targets and actual values of the indicators by year", "指標の目標値・実績値（年度ごと）")
            }
            Kind::Boundaries => ("the outlines of the wards for the map", "地図に使う区の境界"),
            _ => ("everyday words for the search", "検索で使うふだんの言葉"),
        }
    }

    /// The pages that show the part.
    #[must_use]
    pub fn pages(self) -> &'static [&'static str] {
        if let Some(description) = self.description() {
            return description.pages;
        }
        match self.kind {
            Kind::Cards | Kind::Population | Kind::Boundaries => &["/cards"],
            Kind::Indicators => &["/targets"],
            _ => &["/procedures"],
        }
    }

    /// The name of the file that the part is written to.
    #[must_use]
    pub fn file(self) -> String {
        format!("{}.{}", self.name, self.extension())
    }

    #[must_use]
    pub const fn extension(self) -> &'static str {
        if matches!(self.kind, Kind::Boundaries) { "geojson" } else { "csv" }
    }

    /// Whether a file with this name belongs to the part: `cards.csv`, or one of several such as `cards-peers.csv`.
    #[must_use]
    pub fn takes(self, file: &str) -> bool {
        let Some(name) = file.strip_suffix(self.extension()).and_then(|name| name.strip_suffix('.')) else {
            return false;
        };
        name == self.name || name.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('-'))
    }

    /// The table of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|table| table.name == name)
    }

    /// What its rows are called, in English and Japanese.
    #[must_use]
    pub fn noun(self) -> InTwoLanguages {
        if let Some(description) = self.description() {
            return description.noun;
        }
        match self.kind {
            Kind::Procedures => Procedure::NOUN,
            Kind::Cards => domain::card::CardCount::NOUN,
            Kind::Population => PopulationCount::NOUN,
            Kind::Usage => UsageRecord::NOUN,
            Kind::Indicators if self.is_definitions => Indicator::NOUN,
            Kind::Indicators => <(IndicatorId, IndicatorValue)>::NOUN,
            Kind::Synonyms => Synonym::NOUN,
            _ => ("outlines", "境界"),
        }
    }

    /// The columns; none for outlines, which are no table.
    #[must_use]
    pub fn columns(self) -> &'static [ColumnSpec] {
        match self.kind {
            Kind::Indicators if self.is_definitions => Indicator::COLUMNS,
            kind => template::columns(kind).unwrap_or_default(),
        }
    }

    /// The columns that tell rows apart. Some may be empty.
    #[must_use]
    pub fn key(self) -> &'static [&'static str] {
        if let Some(description) = self.description() {
            return description.key;
        }
        match self.kind {
            Kind::Procedures => &["id"],
            Kind::Cards => &["area_code", "measure", "as_of", "age_band"],
            Kind::Population => &["area_code", "as_of"],
            Kind::Usage => &["procedure", "fiscal_year"],
            Kind::Indicators if self.is_definitions => &["id"],
            Kind::Indicators => &["indicator", "fiscal_year", "kind", "recorded_on"],
            Kind::Synonyms => &["word"],
            _ => &["code"],
        }
    }

    /// Whether rows are only added, because a history keeps what was known when.
    #[must_use]
    pub fn is_history(self) -> bool {
        self.description().is_some_and(|description| description.saving != Saving::Replaced)
    }

    /// Whether it is a history of which a row that was entered by mistake can be removed again. A log keeps all of its rows.
    #[must_use]
    pub fn has_removable_events(self) -> bool {
        self.description().is_some_and(|description| description.saving == Saving::Appended)
    }

    /// The references of its rows to those of other tables.
    #[must_use]
    pub fn references(self) -> Vec<TableReference> {
        let all = Self::all();
        let named = |name: &str| all.iter().copied().find(|table| table.name == name);
        let one = |columns, name: &str, key| named(name).map(|table| TableReference { columns, table, key });
        if let Some(description) = self.description() {
            let source = description.columns.iter().position(|column| column.holds == Holds::Source);
            let source = source.and_then(|_| one(&["source"], "sources", &["id"]));
            let others = description.references.iter().filter_map(|reference| {
                let table = all.iter().copied().find(|other| match other.description() {
                    Some(other) => other.table == reference.table,
                    None => other.name == reference.table,
                })?;
                Some(TableReference { columns: reference.columns, table, key: reference.key })
            });
            return others.chain(source).collect();
        }
        let own = match self.kind {
            Kind::Procedures => one(&["department"], "departments", &["code"]),
            Kind::Usage => one(&["procedure"], "procedures", &["id"]),
            Kind::Cards | Kind::Population => one(&["area_code"], "areas", &["code"]),
            Kind::Indicators if !self.is_definitions => one(&["indicator"], "indicators", &["id"]),
            _ => None,
        };
        let successor = one(&["successor"], "procedures", &["id"]).filter(|_| self.kind == Kind::Procedures);
        let has_source = self.columns().iter().any(|column| column.key == "source");
        let own = own.into_iter().chain(successor);
        own.chain(one(&["source"], "sources", &["id"]).filter(|_| has_source)).collect()
    }

    /// What a column holds.
    #[must_use]
    pub fn holds(self, column: &str) -> Holds {
        if let Some(column) = self.description().and_then(|description| description.column(column)) {
            return column.holds;
        }
        held(self.kind, self.is_definitions, column).map_or(Holds::Text, |held| held.holds)
    }

    /// Every table, in an order in which rows only refer to earlier tables.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let described = |kinds: &[Kind]| -> Vec<Self> {
            DESCRIPTIONS
                .iter()
                .filter(|description| kinds.contains(&description.kind))
                .map(|description| Self::of(description.kind.as_str(), description.kind))
                .collect()
        };
        let first = [Kind::Sources, Kind::Areas, Kind::Departments, Kind::LifeEvents, Kind::Sets];
        let of_procedures = [Kind::Channels, Kind::StepEvents, Kind::ExclusionEvents];
        let typed = [
            Self::of("population", Kind::Population),
            Self::of("boundaries", Kind::Boundaries),
            Self::of("cards", Kind::Cards),
            Self { is_definitions: true, ..Self::of("indicators", Kind::Indicators) },
            Self::of("indicator-values", Kind::Indicators),
            Self::of("procedures", Kind::Procedures),
        ];
        let last = [Self::of("usage", Kind::Usage), Self::of("synonyms", Kind::Synonyms)];
        let mut tables = described(&first);
        tables.extend(typed);
        tables.extend(described(&of_procedures));
        tables.extend(last);
        let rest: Vec<Kind> = DESCRIPTIONS
            .iter()
            .map(|description| description.kind)
            .filter(|kind| !first.contains(kind) && !of_procedures.contains(kind))
            .collect();
        tables.extend(described(&rest));
        tables
    }

    /// Every table that a city fills in, the most important for a site first. The product writes the others.
    #[must_use]
    pub fn by_importance() -> Vec<Self> {
        const FIRST: &[&str] = &[
            "areas",
            "sources",
            "departments",
            "procedures",
            "channels",
            "cards",
            "population",
            "indicators",
            "indicator-values",
            "usage",
            "step-events",
            "guides",
            "guide-questions",
            "guide-answers",
            "guide-entries",
            "procedure-papers",
            "procedure-details",
            "offices",
            "office-hours",
            "programmes",
            "funding",
        ];
        let mut tables: Vec<Self> = Self::all().into_iter().filter(|table| !table.kind.is_log()).collect();
        tables.sort_by_key(|table| FIRST.iter().position(|name| *name == table.name).unwrap_or(FIRST.len()));
        tables
    }

    /// The table that a file of a folder belongs to; of several that fit, the one with the longest name.
    #[must_use]
    pub fn of_file(file: &str) -> Option<Self> {
        Self::all().into_iter().filter(|table| table.takes(file)).max_by_key(|table| table.name.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::PACKAGE;

    #[test]
    fn every_kind_has_a_table_and_every_file_belongs_to_the_nearest() {
        for kind in Kind::ALL.iter().filter(|kind| kind.is_table()) {
            assert!(CityTable::all().iter().any(|table| table.kind == *kind), "{kind}");
        }
        let part = |file| CityTable::of_file(file).map(|table| table.name);
        assert_eq!(part("cards.csv"), Some("cards"));
        assert_eq!(part("cards-peers.csv"), Some("cards"));
        assert_eq!(part("step-events.csv"), Some("step-events"));
        assert_eq!(part("indicator-values-2025.csv"), Some("indicator-values"));
        assert_eq!(part("boundaries.geojson"), Some("boundaries"));
        for other in ["boundaries.csv", "cards.xlsx", "cardsets.csv", "README.md", PACKAGE] {
            assert_eq!(part(other), None, "{other}");
        }
    }

    #[test]
    fn keys_and_references_name_columns() {
        for table in CityTable::all().into_iter().filter(|table| table.kind != Kind::Boundaries) {
            let has = |table: CityTable, key: &str| table.columns().iter().any(|column| column.key == key);
            assert!(table.key().iter().all(|key| has(table, key)), "{}", table.name);
            for reference in table.references() {
                assert!(reference.columns.iter().all(|column| has(table, column)), "{}", table.name);
                assert!(reference.key.iter().all(|column| has(reference.table, column)), "{}", table.name);
            }
            assert_eq!(CityTable::named(table.name), Some(table));
        }
    }
}
