//! Reads the folder: all files in one transaction, or none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, Utc};
use domain::area::AreaCode;
use domain::calendar::today_in_japan;
use domain::correction::FigureChange;
use domain::text::MessageLanguage;
use futures::FutureExt;
use serde_json::{Value as Json, json};
use store::areas::{CITY_SETTING, list_areas};
use store::corrections::find_last_correction;
use store::error::AppError;
use store::offices::{list_office_hours, list_offices};
use store::references::defer_references;
use store::revision::{find_revision, find_setting, save_setting};
use store::{AuditRow, Connection, Db, WriteKind, WriteTransaction};

use super::{CityFiles, DEMONSTRATION_SETTING, PACKAGE, is_demonstration};
use crate::city_table::CityTable;
use crate::import::comparing::contradictions::check_catalogue;
use crate::import::execution::{Shared, apply_to};
use crate::import::reading::plan::{ReferenceData, read};
use crate::import::reading::progress::ProgressSink;
use crate::import::reading::rows::Unchecked;
use crate::import::report::Report;
use crate::import::{Request, corrections};

/// How to read a folder.
#[derive(Debug, Clone)]
pub struct CityOptions {
    pub language: MessageLanguage,
    /// Reads and compares without writing.
    pub dry_run: bool,
    /// Adds areas that the national list does not know.
    pub allow_new_areas: bool,
    pub reason: String,
    pub actor: String,
    pub now: DateTime<Utc>,
}

/// The result of reading a folder.
#[derive(Debug)]
pub struct CityReport {
    /// What is wrong with the folder as a whole; empty if nothing is.
    pub refusals: Vec<String>,
    /// A report for each file that belongs to the folder, in the order in which they were read.
    pub files: Vec<(String, Report)>,
    /// Files that belong to no part.
    pub ignored: Vec<String>,
    pub is_dry_run: bool,
    /// References to tables that are not at hand, by the file that they belong to. They were not checked.
    pub unchecked: BTreeMap<String, usize>,
    /// Of a dry run: what contradicts itself in entries, in the language of the report.
    pub contradictions: Vec<String>,
    /// Of a dry run: the names of offices whose hours nobody has entered.
    pub offices_without_hours: Vec<String>,
    language: MessageLanguage,
}

impl CityReport {
    /// Whether nothing was or would be written because something is wrong.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.refusals.is_empty() || self.files.iter().any(|(_, report)| report.is_refused())
    }

    /// Whether the database already holds what the folder says.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.files.iter().all(|(_, report)| report.is_unchanged())
    }

    /// What is wrong, with the report of each file that is refused.
    pub(crate) fn describe_refusals(&self) -> Vec<String> {
        let refused = self.files.iter().filter(|(_, report)| report.is_refused());
        self.refusals.iter().cloned().chain(refused.map(|(_, report)| report.describe())).collect()
    }

    /// What could not be checked because a table is not at hand.
    pub(crate) fn describe_unchecked(&self) -> Vec<String> {
        let is_english = self.language == MessageLanguage::English;
        let line = |(file, count): (&String, &usize)| {
            if is_english {
                format!("not checked here: {count} references to {file}")
            } else {
                format!("ここでは確かめていない参照: {file} へ {count}件")
            }
        };
        self.unchecked.iter().map(line).collect()
    }

    /// The report as text: first what is wrong, then the counts of each file.
    #[must_use]
    pub fn describe(&self) -> String {
        let is_english = self.language == MessageLanguage::English;
        let mut lines = self.describe_refusals();
        lines.extend(self.describe_unchecked());
        for (file, report) in self.files.iter().filter(|(_, report)| !report.is_refused()) {
            lines.push(file.clone());
            lines.extend(report.describe_changes());
            lines.extend(report.warnings().iter().map(|warning| format!("  {warning}")));
        }
        if !self.ignored.is_empty() {
            let names = self.ignored.join(", ");
            lines.push(if is_english {
                format!("not read: {names}")
            } else {
                format!("読み込まないファイル: {names}")
            });
        }
        lines.push(match (self.is_refused(), self.is_dry_run, is_english) {
            (true, _, true) => "nothing was written".to_owned(),
            (true, _, false) => "何も書き込んでいません".to_owned(),
            (false, true, true) => "dry run: nothing was written".to_owned(),
            (false, true, false) => "試行: 何も書き込んでいません".to_owned(),
            (false, false, true) => "written".to_owned(),
            (false, false, false) => "書き込みました".to_owned(),
        });
        lines.join("\n")
    }

    /// The report as JSON, with the whole report of each file.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let files = self.files.iter().map(|(file, report)| json!({ "file": file, "report": report.to_json() }));
        json!({
            "refused": self.is_refused(),
            "dry_run": self.is_dry_run,
            "refusals": self.refusals,
            "files": files.collect::<Vec<_>>(),
            "ignored": self.ignored,
            "unchecked": self.unchecked,
        })
    }
}

/// Imports a folder. A part that is missing says nothing; one that is there is compared row by row, as a file alone is.
///
/// Wrong files do not cause an `Err`. Their reports say what is wrong, and nothing of the folder is written.
///
/// # Errors
/// If the database fails.
pub async fn import_city(db: &Db, files: &CityFiles, options: &CityOptions) -> Result<CityReport, AppError> {
    read_city(db, files, options, &BTreeSet::new()).await
}

/// Reads a folder as [`import_city`] does, without checking references to tables that are not at hand, by their names in
/// the database. With any of them, the database must be one that nothing is kept in.
pub(super) async fn read_city(
    db: &Db,
    files: &CityFiles,
    options: &CityOptions,
    not_at_hand: &BTreeSet<&'static str>,
) -> Result<CityReport, AppError> {
    db.write(WriteKind::Published(options.now), |transaction| {
        read_all(transaction, files, options, not_at_hand).boxed()
    })
    .await
}

async fn read_all(
    transaction: &mut WriteTransaction<'_>,
    files: &CityFiles,
    options: &CityOptions,
    not_at_hand: &BTreeSet<&'static str>,
) -> Result<CityReport, AppError> {
    let mut report = CityReport {
        refusals: Vec::new(),
        files: Vec::new(),
        ignored: Vec::new(),
        is_dry_run: options.dry_run,
        unchecked: BTreeMap::new(),
        contradictions: Vec::new(),
        offices_without_hours: Vec::new(),
        language: options.language,
    };
    let mut of_parts: Vec<(CityTable, &String)> = Vec::new();
    for file in files.keys().filter(|file| *file != PACKAGE) {
        match CityTable::of_file(file) {
            Some(part) => of_parts.push((part, file)),
            None => report.ignored.push(file.clone()),
        }
    }
    let described = match describe(files.get(PACKAGE).map(Vec::as_slice), options.language) {
        Ok(described) => described,
        Err(refusal) => {
            report.refusals.push(refusal);
            Described::default()
        }
    };
    let mut rows: Vec<AuditRow> = Vec::new();
    rows.extend(keep_apart(transaction, &described, options, &mut report).await?);
    let order = CityTable::all();
    of_parts.sort_by_key(|(part, file)| (order.iter().position(|known| known == part), *file));
    let mut figures: Vec<FigureChange> = Vec::new();
    let last_correction = find_last_correction(transaction).await?;
    // Rows may refer to what is not there, as long as all of it is rolled back at the end.
    let is_deferred = defer_references(transaction).await?;
    let mut not_at_hand = not_at_hand.clone();
    for (part, file) in of_parts {
        let bytes = files.get(file).map(Vec::as_slice).unwrap_or_default();
        let unchecked = Unchecked::new(not_at_hand.clone());
        let (of_file, shared) = read_part(transaction, part, file, bytes, options, (unchecked, is_deferred)).await?;
        rows.extend(shared.rows);
        figures.extend(shared.figures);
        let passed = of_file.findings.unchecked.counts();
        for (table, count) in passed {
            *report.unchecked.entry(file_of(table)).or_default() += count;
        }
        // What refers to the rows of a wrong file is not wrong for that.
        if of_file.is_refused() || (!is_deferred && !passed.is_empty()) {
            not_at_hand.extend(part.tables());
        }
        report.files.push((file.clone(), of_file));
    }
    if let Some(city) = described.city.as_ref().filter(|_| !not_at_hand.contains("areas")) {
        rows.extend(set_city(transaction, city, options, &mut report).await?);
    }
    // Only inside the transaction there is something to look at.
    if !report.is_refused() && options.dry_run {
        let found = check_catalogue(transaction, today_in_japan(options.now)).await?;
        let is_english = options.language == MessageLanguage::English;
        report.contradictions =
            found.into_iter().map(|(english, japanese)| if is_english { english } else { japanese }).collect();
        report.offices_without_hours = list_offices_without_hours(transaction).await?;
    }
    // Without an audit row, the transaction is rolled back.
    if !report.is_refused() && !options.dry_run {
        let figures = corrections::without_explained(transaction, figures, last_correction).await?;
        corrections::record(transaction, figures.iter(), today_in_japan(options.now), &options.reason).await?;
        rows.into_iter().for_each(|row| transaction.audit(row));
    }
    Ok(report)
}

/// The names of offices that have no hours.
async fn list_offices_without_hours(connection: &mut Connection) -> Result<Vec<String>, AppError> {
    let hours = list_office_hours(connection).await?;
    let offices = list_offices(connection).await?.into_iter();
    let without = offices.filter(|office| hours.iter().all(|(with, _)| *with != office.id));
    Ok(without.map(|office| office.name).collect())
}

/// The file that holds the rows of a table of the database.
fn file_of(table: &str) -> String {
    let part = CityTable::all().into_iter().find(|part| part.tables().contains(&table));
    part.map_or_else(|| table.to_owned(), CityTable::file)
}

/// Reads one file and writes what differs in the transaction. Returns its report and what is left to write. What was not
/// checked is only written where references are deferred.
async fn read_part(
    transaction: &mut WriteTransaction<'_>,
    part: CityTable,
    file: &str,
    bytes: &[u8],
    options: &CityOptions,
    (unchecked, is_deferred): (Unchecked, bool),
) -> Result<(Report, Shared), AppError> {
    let mut request = Request {
        language: options.language,
        allow_new_areas: options.allow_new_areas,
        reason: options.reason.clone(),
        actor: options.actor.clone(),
        ..Request::new(part.kind, file, options.now)
    };
    // Its sources are also those that the folder itself has brought.
    let known = ReferenceData::load(transaction, part.kind).await?;
    let nobody_goes_away = AtomicBool::new(false);
    let mut report = Report::new(&request);
    report.findings.unchecked = unchecked;
    let progress = ProgressSink::new(&|_, _| {}, &nobody_goes_away);
    let plan = read(&request, bytes, known, progress, &mut report.findings);
    let Some(plan) = plan.filter(|_| !report.is_refused()) else { return Ok((report, Shared::default())) };
    request.dry_run = !is_deferred && !report.findings.unchecked.counts().is_empty();
    let shared = apply_to(transaction, &request, &plan, &mut report).await?;
    if options.dry_run {
        report.set_dry_run();
    }
    Ok((report, shared))
}

/// What the description of a folder says about the whole.
#[derive(Debug, Default)]
struct Described {
    city: Option<AreaCode>,
    is_demonstration: bool,
}

fn describe(package: Option<&[u8]>, language: MessageLanguage) -> Result<Described, String> {
    let Some(bytes) = package else { return Ok(Described::default()) };
    let say = |english: String, japanese: String| if language == MessageLanguage::English { english } else { japanese };
    let package: Json = serde_json::from_slice(bytes).map_err(|error| {
        say(format!("{PACKAGE}: not JSON: {error}"), format!("{PACKAGE}: JSONではありません: {error}"))
    })?;
    let is_demonstration = package.get("demonstration").is_some_and(|mark| *mark == Json::Bool(true));
    let Some(city) = package.get("city") else { return Ok(Described { city: None, is_demonstration }) };
    let refused = || {
        say(
            format!("{PACKAGE}: 'city' is {city}; expected the six-digit code of the city as text"),
            format!("{PACKAGE}: city が {city} です。市の6桁の団体コードを文字列で書いてください"),
        )
    };
    let code = city.as_str().and_then(|code| code.parse().ok()).ok_or_else(refused)?;
    Ok(Described { city: Some(code), is_demonstration })
}

/// Keeps the demonstration and the data of a real city apart. The folder of the demonstration goes into an empty
/// database, which is marked then, and into one that is marked; the folder of a city never goes into a marked one. Parts
/// of a folder that name no city, and single files, may be tried out in a demonstration.
async fn keep_apart(
    transaction: &mut WriteTransaction<'_>,
    described: &Described,
    options: &CityOptions,
    report: &mut CityReport,
) -> Result<Option<AuditRow>, AppError> {
    let is_english = options.language == MessageLanguage::English;
    let mut refuse = |english: &str, japanese: &str| {
        report.refusals.push(if is_english { english } else { japanese }.to_owned());
    };
    match (described.is_demonstration, is_demonstration(transaction).await?) {
        (true, false) if find_revision(transaction).await? > 0 => {
            refuse(
                "the folder is the demonstration, and this database has data of its own: choose an empty one with \
                 --database. To begin a city with these files, remove \"demonstration\" from datapackage.json",
                "このフォルダーはデモ用のものですが、このデータベースには市のデータがあります。空のデータベースを --database で指定してください。このファイルを市のデータとして使い始めるには、datapackage.json から demonstration を消してください",
            );
            Ok(None)
        }
        (true, false) => {
            save_setting(transaction, DEMONSTRATION_SETTING, "complete").await?;
            Ok(Some(AuditRow::new(options.actor.clone(), "fill", "demonstration").reason(options.reason.clone())))
        }
        (false, true) if described.city.is_some() => {
            refuse(
                "this database holds the demonstration; a city needs a database of its own: choose another with \
                 --database",
                "このデータベースにはデモ用のデータが入っています。市のデータは、別のデータベースに登録してください（--database で指定）",
            );
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Makes an area the city of the installation, if it has none. A folder never changes it.
async fn set_city(
    transaction: &mut WriteTransaction<'_>,
    city: &AreaCode,
    options: &CityOptions,
    report: &mut CityReport,
) -> Result<Option<AuditRow>, AppError> {
    let is_english = options.language == MessageLanguage::English;
    match find_setting(transaction, CITY_SETTING).await? {
        Some(known) if known == city.as_str() => Ok(None),
        Some(known) => {
            report.refusals.push(if is_english {
                format!("the folder is about {city}, but this installation is about {known}")
            } else {
                format!("このフォルダーは {city} のものですが、この環境は {known} のものです")
            });
            Ok(None)
        }
        None if list_areas(transaction).await?.iter().all(|area| area.code != *city) => {
            report.refusals.push(if is_english {
                format!("{PACKAGE} names the city {city}, but areas.csv does not have it")
            } else {
                format!("{PACKAGE} の city は {city} ですが、areas.csv にありません")
            });
            Ok(None)
        }
        None => {
            save_setting(transaction, CITY_SETTING, city.as_str()).await?;
            Ok(Some(
                AuditRow::new(options.actor.clone(), "choose city", city.to_string()).reason(options.reason.clone()),
            ))
        }
    }
}
