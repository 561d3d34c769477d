//! A folder to begin from: what is known about a city without asking it, and empty tables for the rest.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaCode, AreaKind};
use domain::local_governments::{self, LocalGovernment};
use domain::text::MessageLanguage;
use store::areas::{CITY_SETTING, save_areas};
use store::error::AppError;
use store::revision::save_setting;
use store::sources::save_sources;
use store::{AuditRow, COMMAND_LINE, Db, WriteKind};

use super::{CityFiles, export_city};
use crate::city_table::CityTable;
use crate::import::Kind;
use crate::import::sources::ministry_cards;
use crate::import::table::template;

/// The indicators that the product computes itself, without the values of any city.
const INDICATORS: &str = "\
id,kind,name,name_en,unit,formula,formula_en,set,measure,source
online_rate,outcome,行政手続のオンライン化率,Online rate of administrative procedures,%,年度末時点の件数で算出,Computed from the counts at the end of the fiscal year,priority,,priority-list
card_holding_rate,activity,マイナンバーカードの保有枚数率,My Number card holding rate,%,保有枚数÷人口,Cards held ÷ residents,,held,mic-cards
";

/// Finds a city by its name, with or without its prefecture, or by its code.
///
/// # Errors
/// Says which cities have the name, or which names are near it.
pub fn find_city(text: &str) -> Result<&'static LocalGovernment, AppError> {
    let cities =
        || local_governments::list().iter().filter(|one| one.kind() == AreaKind::City && one.has_administration());
    if let Ok(code) = text.parse::<AreaCode>() {
        return cities()
            .find(|city| city.code() == code)
            .ok_or_else(|| AppError::BadInput(format!("{text} is not the code of a municipality")));
    }
    let full = |city: &LocalGovernment| format!("{}{}{}", city.code().prefecture_name(), city.within, city.name);
    let named: Vec<&LocalGovernment> = cities().filter(|city| city.name == text || full(city) == text).collect();
    match named.as_slice() {
        [only] => Ok(only),
        [] => {
            let mut near: Vec<(f64, &LocalGovernment)> =
                cities().map(|city| (strsim::jaro_winkler(city.name, text), city)).collect();
            near.sort_by(|one, other| other.0.total_cmp(&one.0));
            let names: Vec<String> = near.iter().take(3).map(|(_, city)| full(city)).collect();
            Err(AppError::BadInput(format!("no municipality is called '{text}'; near: {}", names.join(", "))))
        }
        several => {
            let names: Vec<String> = several.iter().map(|city| format!("{} ({})", full(city), city.code())).collect();
            Err(AppError::BadInput(format!("several municipalities are called '{text}': {}", names.join(", "))))
        }
    }
}

/// The folder of a city: its areas, the words that every city begins with, and empty tables. The database is an empty
/// one to work in.
///
/// # Errors
/// Returns an error if the database fails.
pub async fn begin_city(db: &Db, city: &'static LocalGovernment, now: DateTime<Utc>) -> Result<CityFiles, AppError> {
    let code = city.code();
    let wards = local_governments::list().iter().filter(|one| one.parent().as_ref() == Some(&code));
    let areas: Vec<Area> = std::iter::once(city).chain(wards).map(LocalGovernment::area).collect();
    let (areas, chosen) = (&areas, code.as_str());
    db.write(WriteKind::Published(now), |transaction| {
        Box::pin(async move {
            save_areas(transaction, areas).await?;
            // The second indicator names it.
            save_sources(transaction, &[ministry_cards()]).await?;
            save_setting(transaction, CITY_SETTING, chosen).await?;
            transaction.audit(AuditRow::new(COMMAND_LINE, "choose city", chosen));
            Ok::<_, AppError>(())
        })
    })
    .await?;
    let mut files = export_city(db, domain::calendar::today_in_japan(now)).await?;
    files.insert("indicators.csv".to_owned(), INDICATORS.as_bytes().to_vec());
    for part in CityTable::all() {
        if part.kind != Kind::Boundaries && !files.contains_key(&part.file()) {
            files.insert(part.file(), template::as_csv(part.kind, MessageLanguage::Japanese)?);
        }
    }
    files.insert("README.md".to_owned(), readme(city).into_bytes());
    Ok(files)
}

/// What to fill in first.
fn readme(city: &LocalGovernment) -> String {
    let mut text = format!(
        "# {}\n\n公開するデータのフォルダーです。表はExcelまたはLibreOfficeで開き、CSV（UTF-8）で保存してください。1行目の見出しは変えないでください。\n\n\
         1. 下の表を上から順に埋めます。分からない欄は空けておきます。0は「ない」、空欄は「分からない」です。\n\
         2. `tetsuzuki check このフォルダー` で、誤りと足りないものを調べます。\n\
         3. `tetsuzuki import city このフォルダー --dry-run` で、何が変わるかを確かめます。\n\
         4. `tetsuzuki import city このフォルダー` で登録します。何度でもやり直せます。\n\n\
         すべての数値には出典が要ります。先に `sources.csv` に書き、ほかの表の「出典」にはその出典IDか表題を書きます。\n\n",
        city.name
    );
    for part in CityTable::by_importance() {
        let _ = writeln!(text, "- `{}`: {}", part.file(), part.purpose().1);
    }
    text
}
