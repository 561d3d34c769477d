//! What is wrong with a folder, or missing from it, most important first.

use std::collections::BTreeSet;

use domain::text::MessageLanguage;
use store::Db;
use store::error::AppError;
use store::offices::{list_office_hours, list_offices};

use super::import::read_city;
use super::{CityFiles, CityOptions, CityReport, list_overviews};
use crate::city_table::CityTable;

/// The result of checking a folder.
#[derive(Debug)]
pub struct CityCheck {
    pub report: CityReport,
    /// The names of files without a row, or that are not there, with what each is for.
    pub missing: Vec<(String, String)>,
    /// The names of offices whose hours nobody has entered: readers see that they are unknown.
    pub offices_without_hours: Vec<String>,
    language: MessageLanguage,
}

impl CityCheck {
    /// What is wrong first, then what is missing, most important first.
    #[must_use]
    pub fn describe(&self) -> String {
        let is_english = self.language == MessageLanguage::English;
        let mut lines = self.report.describe_refusals();
        if lines.is_empty() {
            lines.push(if is_english { "nothing is wrong" } else { "誤りはありません" }.to_owned());
        }
        lines.extend(self.report.describe_unchecked());
        if !self.missing.is_empty() {
            lines.push(
                if is_english { "missing, most important first:" } else { "足りないもの（大事な順）:" }.to_owned(),
            );
            lines.extend(self.missing.iter().map(|(file, purpose)| format!("  {file}: {purpose}")));
        }
        if !self.offices_without_hours.is_empty() {
            let names = self.offices_without_hours.join(if is_english { ", " } else { "、" });
            lines.push(if is_english {
                format!("offices without hours in office-hours.csv: {names}")
            } else {
                format!("office-hours.csv に開庁時間のない窓口: {names}")
            });
        }
        lines.join("\n")
    }
}

/// Reads a folder, or a part of one, as if it were imported into an empty database, and writes nothing. What refers to a
/// file that the folder does not have cannot be checked, and is counted.
///
/// # Errors
/// If the database fails.
pub async fn check_city(db: &Db, files: &CityFiles, options: &CityOptions) -> Result<CityCheck, AppError> {
    let is_here = |part: &CityTable| files.keys().any(|file| CityTable::of_file(file) == Some(*part));
    let not_at_hand: BTreeSet<&'static str> =
        CityTable::all().into_iter().filter(|part| !is_here(part)).flat_map(CityTable::tables).copied().collect();
    let dry = CityOptions { dry_run: true, ..options.clone() };
    let report = read_city(db, files, &dry, &not_at_hand).await?;
    let has_rows = |part: CityTable| {
        report.files.iter().any(|(file, read)| {
            CityTable::of_file(file) == Some(part)
                && (read.is_refused() || read.counts().iter().any(|counts| counts.total() > 0))
        })
    };
    let is_english = options.language == MessageLanguage::English;
    let mut missing = Vec::new();
    // An empty database has the words that every city begins with.
    for (part, table) in CityTable::by_importance().into_iter().zip(list_overviews(&mut db.read().await?).await?) {
        let is_standard = table.rows > 0 && part.name != "sources";
        if !has_rows(part) && !is_standard {
            let ((english, japanese), shown) = (table.purpose, table.pages.join(", "));
            let purpose = if is_english { format!("{english} ({shown})") } else { format!("{japanese}（{shown}）") };
            missing.push((part.file(), purpose));
        }
    }
    let offices_without_hours = list_offices_without_hours(db).await?;
    Ok(CityCheck { missing, offices_without_hours, report, language: options.language })
}

/// The names of offices that have no hours. Of a refused folder nothing is in the database, and nothing is listed.
async fn list_offices_without_hours(db: &Db) -> Result<Vec<String>, AppError> {
    let connection = &mut db.read().await?;
    let hours = list_office_hours(connection).await?;
    let offices = list_offices(connection).await?.into_iter();
    let without = offices.filter(|office| hours.iter().all(|(with, _)| *with != office.id));
    Ok(without.map(|office| office.name).collect())
}
