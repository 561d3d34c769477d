//! What a database holds of each table of a city.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use store::Connection;
use store::error::AppError;
use store::tables::find_extent;

use crate::city_table::CityTable;
use crate::import::Kind;
use crate::import::table::described::{Holds, InTwoLanguages};

/// How recent a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newest {
    Day(NaiveDate),
    FiscalYear(FiscalYear),
}

/// A table of a city, and how much of it there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOverview {
    /// The name of its file in the folder of a city, without the extension; unlike the kind, it tells the definitions of
    /// indicators from their values.
    pub name: &'static str,
    pub kind: Kind,
    /// What it is for, in English and Japanese.
    pub purpose: InTwoLanguages,
    /// The pages that show it, as paths without a language.
    pub pages: &'static [&'static str],
    pub rows: u64,
    /// The newest row, where rows are about a day or a fiscal year.
    pub newest: Option<Newest>,
}

/// The names of all tables, the most important for a site first.
#[must_use]
pub fn table_names() -> Vec<&'static str> {
    CityTable::by_importance().into_iter().map(|part| part.name).collect()
}

/// How much there is of a table.
///
/// # Errors
/// If the database does not answer.
pub async fn find_overview(connection: &mut Connection, table: CityTable) -> Result<TableOverview, AppError> {
    let (mut rows, mut newest) = (0, None);
    for name in table.tables() {
        let extent = find_extent(connection, name, table.dated_by()).await?;
        rows += extent.rows;
        newest = newest.max(extent.newest);
    }
    let newest = newest.and_then(|text| match text.parse() {
        Ok(year) => Some(Newest::FiscalYear(FiscalYear(year))),
        Err(_) => text.parse().ok().map(Newest::Day),
    });
    let (purpose, pages) = (table.purpose(), table.pages());
    Ok(TableOverview { name: table.name, kind: table.kind, purpose, pages, rows, newest })
}

/// Every table, the most important for a site first.
///
/// # Errors
/// If the database does not answer.
pub async fn list_overviews(connection: &mut Connection) -> Result<Vec<TableOverview>, AppError> {
    let mut overviews = Vec::new();
    for table in CityTable::by_importance() {
        overviews.push(find_overview(connection, table).await?);
    }
    Ok(overviews)
}

impl CityTable {
    /// The tables in the database.
    pub(crate) fn tables(self) -> &'static [&'static str] {
        if let Some(description) = self.description() {
            return std::slice::from_ref(&description.table);
        }
        match self.kind {
            Kind::Procedures => &["procedures"],
            Kind::Cards => &["card_counts", "card_counts_by_age"],
            Kind::Population => &["population"],
            Kind::Usage => &["procedure_usage"],
            Kind::Indicators if self.is_definitions => &["indicators"],
            Kind::Indicators => &["indicator_values"],
            Kind::Boundaries => &["boundaries"],
            Kind::Synonyms => &["synonyms"],
            _ => &[],
        }
    }

    /// The column in the database that says how recent a row is.
    fn dated_by(self) -> Option<&'static str> {
        if let Some(description) = self.description() {
            let is_dated = |key: &&&str| {
                description.column(key).is_some_and(|column| column.holds.is_day() || column.holds == Holds::FiscalYear)
            };
            return description.key.iter().rfind(is_dated).copied();
        }
        match self.kind {
            Kind::Cards | Kind::Population => Some("as_of"),
            Kind::Usage => Some("fiscal_year"),
            Kind::Indicators if !self.is_definitions => Some("fiscal_year"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use store::tables::TABLES;

    use super::*;

    #[test]
    fn every_part_has_its_tables() {
        for part in CityTable::by_importance() {
            assert!(!part.tables().is_empty(), "{}", part.name);
            assert!(part.tables().iter().all(|table| TABLES.contains(table)), "{}", part.name);
        }
    }

    #[test]
    fn figures_and_histories_have_a_date_and_names_have_none() {
        let dated = |name: &str| {
            CityTable::by_importance().into_iter().find(|part| part.name == name).and_then(CityTable::dated_by)
        };
        assert_eq!(dated("cards"), Some("as_of"));
        assert_eq!(dated("step-events"), Some("recorded_on"));
        assert_eq!(dated("funding"), Some("fiscal_year"));
        assert_eq!(dated("indicator-values"), Some("fiscal_year"));
        for name in ["departments", "indicators", "procedures"] {
            assert_eq!(dated(name), None, "{name}");
        }
    }
}
