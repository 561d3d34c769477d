//! A folder to begin from: what is known about a city without asking it, and empty tables for the rest.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use domain::area::{AreaCode, AreaKind};
use domain::local_governments::{LocalGovernment, municipalities};
use domain::text::MessageLanguage;
use store::areas::list_areas;
use store::error::AppError;
use store::{AuditRow, COMMAND_LINE, Db, WriteKind};

use super::{ChoiceOutcome, CityChoice, CityFiles, choose_city, export_city};
use crate::city_table::CityTable;
use crate::import::table::template;
use crate::import::{Kind, Request, import};

/// Finds a city by its name, with or without its prefecture, or by its code.
///
/// # Errors
/// Says which cities have the name, or which names are near it.
pub fn find_city(text: &str) -> Result<&'static LocalGovernment, AppError> {
    if let Ok(code) = text.parse::<AreaCode>() {
        return municipalities()
            .find(|city| city.code() == code)
            .ok_or_else(|| AppError::BadInput(format!("{text} is not the code of a municipality")));
    }
    let named: Vec<&LocalGovernment> =
        municipalities().filter(|city| city.name == text || city.full_name() == text).collect();
    match named.as_slice() {
        [only] => Ok(only),
        [] => {
            let mut near: Vec<(f64, &LocalGovernment)> =
                municipalities().map(|city| (strsim::jaro_winkler(city.name, text), city)).collect();
            near.sort_by(|one, other| other.0.total_cmp(&one.0));
            let names: Vec<String> = near.iter().take(3).map(|(_, city)| city.full_name()).collect();
            Err(AppError::BadInput(format!("no municipality is called '{text}'; near: {}", names.join(", "))))
        }
        several => {
            let names: Vec<String> =
                several.iter().map(|city| format!("{} ({})", city.full_name(), city.code())).collect();
            Err(AppError::BadInput(format!("several municipalities are called '{text}': {}", names.join(", "))))
        }
    }
}

/// The procedures of the national priority set, and the entries of the standard guides that lead to them: the same for
/// every city. The guides themselves are in every database.
const STANDARD: [(Kind, &str, &str); 2] = [
    (Kind::Procedures, "procedures.csv", include_str!("../../data/standard/procedures.csv")),
    (Kind::GuideEntries, "guide-entries.csv", include_str!("../../data/standard/guide-entries.csv")),
];

/// The folder of a city: its areas, the words that every city begins with, and empty tables. The database is an empty
/// one to work in.
///
/// # Errors
/// Returns an error if the database fails.
pub async fn begin_city(db: &Db, city: &'static LocalGovernment, now: DateTime<Utc>) -> Result<CityFiles, AppError> {
    let choice = &CityChoice { city, with_indicators: true, english_name: String::new(), instead_of: None };
    let outcome = db
        .write(WriteKind::Published(now), |transaction| {
            Box::pin(choose_city(transaction, choice, AuditRow::new(COMMAND_LINE, "", "")))
        })
        .await?;
    if let ChoiceOutcome::Refused(refusal) = outcome {
        return Err(AppError::Internal(format!("the database to work in is not empty: {refusal:?}")));
    }
    for (kind, name, text) in STANDARD {
        let request = Request { reason: "the national priority set".to_owned(), ..Request::new(kind, name, now) };
        let report = import(db, &request, text, &|_, _| {}).await?;
        if report.is_refused() {
            return Err(AppError::Internal(format!("the standard rows are wrong: {}", report.describe())));
        }
    }
    let mut files = export_city(db, domain::calendar::today_in_japan(now)).await?;
    for part in CityTable::by_importance() {
        if part.kind != Kind::Boundaries && !files.contains_key(&part.file()) {
            files.insert(part.file(), template::as_csv(part.kind, MessageLanguage::Japanese)?);
        }
    }
    let areas = list_areas(&mut db.read().await?).await?;
    let has_wards = areas.iter().any(|area| area.kind == AreaKind::Ward);
    files.insert("README.md".to_owned(), readme(city, has_wards).into_bytes());
    Ok(files)
}

/// What to fill in first.
fn readme(city: &LocalGovernment, has_wards: bool) -> String {
    let mut text = format!(
        "# {}\n\n公開するデータのフォルダーです。表はExcelまたはLibreOfficeで開き、CSV（UTF-8）で保存してください。1行目の見出しは変えないでください。\n\n\
         区の一覧、ライフイベント、検索の言葉、国が優先的にオンライン化を推進する手続とその案内、値のない2つの指標は入っています。市にない手続の行は消し、所管課や各段階を書き足してください。\n\n\
         1. 下の表を上から順に埋めます。分からない欄は空けておきます。0は「ない」、空欄は「分からない」です。\n\
         2. `tetsuzuki check このフォルダー` で、誤りと足りないものを調べます。\n\
         3. `tetsuzuki import city このフォルダー --dry-run` で、何が変わるかを確かめます。\n\
         4. `tetsuzuki import city このフォルダー` で登録します。何度でもやり直せます。\n\n\
         市と区の英語の名称は、`areas.csv` の「名称（英語）」に書きます。すべての数値には出典が要ります。先に `sources.csv` に書き、ほかの表の「出典」にはその出典IDか表題を書きます。\n\n",
        city.name
    );
    // Outlines draw the map of wards.
    for part in CityTable::by_importance().into_iter().filter(|part| part.kind != Kind::Boundaries || has_wards) {
        let _ = writeln!(text, "- `{}`: {}", part.file(), part.purpose().1);
    }
    text
}
