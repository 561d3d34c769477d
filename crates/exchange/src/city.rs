//! A city as a folder: everything public as CSV and GeoJSON files with a `datapackage.json`, in and out.

mod begin;
mod check;
mod export;
mod folder;
mod import;
mod package;

use std::collections::BTreeMap;

pub use self::begin::{begin_city, find_city};
pub use self::check::{CityCheck, check_city};
pub use self::export::export_city;
pub use self::folder::{archive, read_folder, write_folder};
pub use self::import::{CityOptions, CityReport, import_city};
use crate::import::Kind;
use crate::import::table::described::{DESCRIPTIONS, Description, InTwoLanguages};

/// The files of a folder by their names.
pub type CityFiles = BTreeMap<String, Vec<u8>>;

/// The file that describes the others.
pub const PACKAGE: &str = "datapackage.json";

/// A file of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    /// The name of the file without its extension.
    name: &'static str,
    kind: Kind,
    /// Definitions of indicators instead of their values.
    is_definitions: bool,
}

impl Part {
    const fn of(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, is_definitions: false }
    }

    fn description(self) -> Option<&'static Description> {
        Description::of(self.kind)
    }

    /// What the part is for, in English and Japanese.
    fn purpose(self) -> InTwoLanguages {
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
            Kind::Synonyms => ("everyday words for the search", "検索で使うふだんの言葉"),
            _ => ("what to do in a life event, in order", "ライフイベントごとの手続の順番"),
        }
    }

    /// The pages that show the part.
    fn pages(self) -> &'static [&'static str] {
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
    fn file(self) -> String {
        format!("{}.{}", self.name, self.extension())
    }

    const fn extension(self) -> &'static str {
        if matches!(self.kind, Kind::Boundaries) { "geojson" } else { "csv" }
    }

    /// Whether a file with this name belongs to the part: `cards.csv`, or one of several such as `cards-peers.csv`.
    fn takes(self, file: &str) -> bool {
        let Some(name) = file.strip_suffix(self.extension()).and_then(|name| name.strip_suffix('.')) else {
            return false;
        };
        name == self.name || name.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('-'))
    }
}

/// The parts of a folder, in an order in which rows only refer to earlier parts.
fn parts() -> Vec<Part> {
    let described = |kinds: &[Kind]| -> Vec<Part> {
        DESCRIPTIONS
            .iter()
            .filter(|description| kinds.contains(&description.kind))
            .map(|description| Part::of(description.kind.as_str(), description.kind))
            .collect()
    };
    let first = [Kind::Sources, Kind::Areas, Kind::Departments, Kind::LifeEvents, Kind::Sets];
    let of_procedures = [Kind::Channels, Kind::StepEvents, Kind::ExclusionEvents];
    let typed = [
        Part::of("population", Kind::Population),
        Part::of("boundaries", Kind::Boundaries),
        Part::of("cards", Kind::Cards),
        Part { is_definitions: true, ..Part::of("indicators", Kind::Indicators) },
        Part::of("indicator-values", Kind::Indicators),
        Part::of("procedures", Kind::Procedures),
    ];
    let last = [Part::of("usage", Kind::Usage), Part::of("synonyms", Kind::Synonyms), Part::of("guides", Kind::Guides)];
    let mut parts = described(&first);
    parts.extend(typed);
    parts.extend(described(&of_procedures));
    parts.extend(last);
    let rest: Vec<Kind> = DESCRIPTIONS
        .iter()
        .map(|description| description.kind)
        .filter(|kind| !first.contains(kind) && !of_procedures.contains(kind))
        .collect();
    parts.extend(described(&rest));
    parts
}

/// The parts, the most important for a site first.
fn by_importance() -> Vec<Part> {
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
        "programmes",
        "funding",
    ];
    let mut parts = parts();
    parts.sort_by_key(|part| FIRST.iter().position(|name| *name == part.name).unwrap_or(FIRST.len()));
    parts
}

/// The part that a file belongs to; of several that fit, the one with the longest name.
fn part_of(file: &str) -> Option<Part> {
    parts().into_iter().filter(|part| part.takes(file)).max_by_key(|part| part.name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_part_and_every_file_belongs_to_the_nearest() {
        for kind in Kind::ALL {
            assert!(parts().iter().any(|part| part.kind == *kind), "{kind}");
        }
        let part = |file| part_of(file).map(|part| part.name);
        assert_eq!(part("cards.csv"), Some("cards"));
        assert_eq!(part("cards-peers.csv"), Some("cards"));
        assert_eq!(part("step-events.csv"), Some("step-events"));
        assert_eq!(part("indicator-values-2025.csv"), Some("indicator-values"));
        assert_eq!(part("boundaries.geojson"), Some("boundaries"));
        for other in ["boundaries.csv", "cards.xlsx", "cardsets.csv", "README.md", PACKAGE] {
            assert_eq!(part(other), None, "{other}");
        }
    }
}
