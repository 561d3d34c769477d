//! What is wrong with a folder, or missing from it, most important first.

use std::collections::BTreeSet;

use domain::area::{Area, AreaKind};
use domain::text::MessageLanguage;
use store::Db;
use store::areas::{find_city, list_areas};
use store::error::AppError;

use super::import::read_city;
use super::{CityFiles, CityOptions, CityReport, list_overviews};
use crate::city_table::CityTable;
use crate::import::Kind;

/// The result of checking a folder.
#[derive(Debug)]
pub struct CityCheck {
    pub report: CityReport,
    /// The names of files without a row, or that are not there, with what each is for.
    pub missing: Vec<(String, String)>,
    /// The names of the city and its wards that have none in English.
    pub areas_without_english: Vec<String>,
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
        // Readers see both: that hours are unknown, and not both sides of a contradiction. Of a refused folder nothing is said.
        let offices = &self.report.offices_without_hours;
        if !offices.is_empty() {
            let names = offices.join(if is_english { ", " } else { "、" });
            lines.push(if is_english {
                format!("offices without hours in office-hours.csv: {names}")
            } else {
                format!("office-hours.csv に開庁時間のない窓口: {names}")
            });
        }
        if !self.areas_without_english.is_empty() {
            let names = self.areas_without_english.join(if is_english { ", " } else { "、" });
            lines.push(if is_english {
                format!("areas without an English name in areas.csv: {names}")
            } else {
                format!("areas.csv に英語の名称のない団体: {names}")
            });
        }
        lines.extend(self.report.contradictions.iter().cloned());
        lines.join("\n")
    }
}

/// Reads a folder, or a part of one, as if it were imported into an empty database, which is one to work in. What refers to
/// a file that the folder does not have cannot be checked, and is counted.
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
    let standard = list_overviews(&mut db.read().await?).await?;
    // What can only be said of a whole is asked of the database. Rows that refer to what is not there do not go into it.
    let is_whole = !report.is_refused() && report.unchecked.is_empty();
    if is_whole {
        read_city(db, files, &CityOptions { dry_run: false, ..options.clone() }, &BTreeSet::new()).await?;
    }
    let own = list_own_areas(db).await?;
    // Outlines draw the map of wards.
    let has_no_wards = is_whole && !own.is_empty() && own.iter().all(|area| area.kind != AreaKind::Ward);
    for (part, table) in CityTable::by_importance().into_iter().zip(standard) {
        let is_standard = table.rows > 0 && part.name != "sources";
        let is_needed = part.kind != Kind::Boundaries || !has_no_wards;
        if !has_rows(part) && !is_standard && is_needed {
            let ((english, japanese), shown) = (table.purpose, table.pages.join(", "));
            let purpose = if is_english { format!("{english} ({shown})") } else { format!("{japanese}（{shown}）") };
            missing.push((part.file(), purpose));
        }
    }
    let without_english = own.into_iter().filter(|area| area.name_en.is_empty());
    let areas_without_english = without_english.map(|area| area.name).collect();
    Ok(CityCheck { missing, areas_without_english, report, language: options.language })
}

/// The city and its wards, as far as they are known.
async fn list_own_areas(db: &Db) -> Result<Vec<Area>, AppError> {
    let connection = &mut db.read().await?;
    let mut areas = list_areas(connection).await?;
    let Some(city) = find_city(connection, &areas).await? else { return Ok(Vec::new()) };
    areas.retain(|area| area.code == city || area.is_ward_of(&city));
    Ok(areas)
}
