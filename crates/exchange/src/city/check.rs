//! What is wrong with a folder, or missing from it, most important first.

use domain::text::MessageLanguage;
use store::Db;
use store::error::AppError;

use super::{CityFiles, CityOptions, CityReport, export_city, import_city};
use crate::city_table::CityTable;

/// The result of checking a folder.
#[derive(Debug)]
pub struct CityCheck {
    pub report: CityReport,
    /// The names of files without a row, or that are not there, with what each is for.
    pub missing: Vec<(String, String)>,
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
        if !self.missing.is_empty() {
            lines.push(
                if is_english { "missing, most important first:" } else { "足りないもの（大事な順）:" }.to_owned(),
            );
            lines.extend(self.missing.iter().map(|(file, purpose)| format!("  {file}: {purpose}")));
        }
        lines.join("\n")
    }
}

/// Reads a folder into an empty database, where it leaves everything that is right.
///
/// # Errors
/// If the database fails.
pub async fn check_city(db: &Db, files: &CityFiles, options: &CityOptions) -> Result<CityCheck, AppError> {
    let report = import_city(db, files, options).await?;
    let held = export_city(db, domain::calendar::today_in_japan(options.now)).await?;
    // Nothing of a refused folder is in the database, so what it has is told by its files.
    let has = |part: CityTable| {
        let of_part = |file: &String| CityTable::of_file(file) == Some(part);
        if report.is_refused() {
            report.files.iter().any(|(file, read)| {
                of_part(file) && (read.is_refused() || read.counts().iter().any(|counts| counts.total() > 0))
            })
        } else {
            held.keys().any(of_part)
        }
    };
    let is_english = options.language == MessageLanguage::English;
    let missing = CityTable::by_importance().into_iter().filter(|part| !has(*part)).map(|part| {
        let (english, japanese) = part.purpose();
        let shown = part.pages().join(", ");
        let purpose = if is_english { format!("{english} ({shown})") } else { format!("{japanese}（{shown}）") };
        (part.file(), purpose)
    });
    Ok(CityCheck { missing: missing.collect(), report, language: options.language })
}
