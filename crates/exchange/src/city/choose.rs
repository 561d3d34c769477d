//! Which city an installation is about: chosen once, and changed only on purpose.

use domain::area::{Area, AreaCode};
use domain::indicator::{Indicator, IndicatorId};
use domain::local_governments::{self, LocalGovernment};
use domain::national_holidays::{holiday_source, national_holidays};
use domain::procedure::LocalText;
use serde_json::json;
use store::areas::{CITY_SETTING, find_city, list_areas, save_areas};
use store::error::AppError;
use store::indicators::{list_indicators, save_indicators};
use store::offices::{list_holidays, save_holidays};
use store::revision::{find_setting, save_setting};
use store::sources::{list_sources, save_sources};
use store::{AuditRow, Connection, WriteTransaction};

use super::overview::{TableOverview, list_overviews};
use crate::import::sources::ministry_cards;

/// The setting of a database that holds the demonstration: `begun` or `complete`.
pub const DEMONSTRATION_SETTING: &str = "demonstration";

/// Tables that may stay when the city changes: their rows name the area that they are about, or are the same for every
/// city.
const OF_ANY_CITY: &[&str] = &[
    "sources",
    "areas",
    "boundaries",
    "population",
    "cards",
    "life-events",
    "sets",
    "synonyms",
    "elsewhere",
    "translations",
    "readings",
    "papers",
    "indicators",
    "holidays",
    "guides",
    "guide-questions",
    "guide-answers",
    "guide-entries",
];

/// The choice of a city.
#[derive(Debug, Clone)]
pub struct CityChoice {
    pub city: &'static LocalGovernment,
    /// Adds the indicators that the product computes itself, without values.
    pub with_indicators: bool,
    /// The English name of the city, which the national list does not have; empty if it is not known.
    pub english_name: String,
    /// The city that this one is to replace; `None` only chooses a city where there is none.
    pub instead_of: Option<AreaCode>,
}

/// What came of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum ChoiceOutcome {
    /// The city is set now.
    Chosen,
    /// It was the city already; nothing was written.
    Unchanged,
    /// Nothing was written.
    Refused(ChoiceRefusal),
}

/// Why a city was not chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceRefusal {
    /// The database holds the demonstration, which a real city is never mixed with.
    Demonstration,
    /// The installation is about another city already.
    OtherCity(AreaCode),
    /// The city is not the one that was to be replaced: somebody else was faster.
    Moved,
    /// Data of the present city would be published under the name of the new one. The names of their tables, the most
    /// important first.
    HasData(Vec<&'static str>),
}

/// Whether a database holds the demonstration.
///
/// # Errors
/// If the database does not answer.
pub async fn is_demonstration(connection: &mut Connection) -> Result<bool, AppError> {
    Ok(find_setting(connection, DEMONSTRATION_SETTING).await?.is_some())
}

/// The areas of a city: the nation, its prefecture, the city and its wards of today.
#[must_use]
pub fn areas_of(city: &LocalGovernment) -> Vec<Area> {
    let code = city.code();
    let around = [AreaCode::nation(), code.prefecture()].into_iter().filter_map(|code| local_governments::find(&code));
    let wards = local_governments::list().iter().filter(|one| one.parent().as_ref() == Some(&code));
    around.chain([city]).chain(wards).map(LocalGovernment::area).collect()
}

/// The tables with data of the present city that say nothing about whose they are, the most important first. With any of
/// them, the city cannot be changed.
#[must_use]
pub fn own_data(tables: &[TableOverview]) -> Vec<&'static str> {
    let is_own = |name: &&str| !OF_ANY_CITY.contains(name);
    tables.iter().filter(|table| table.rows > 0).map(|table| table.name).filter(is_own).collect()
}

/// Makes a municipality the city of the installation, with its areas and what every city begins with.
///
/// What is known already is kept: areas with their names, and indicators. The row is for the audit log; its subject and
/// values are set here.
///
/// # Errors
/// If the database does not answer.
pub async fn choose_city(
    transaction: &mut WriteTransaction<'_>,
    choice: &CityChoice,
    row: AuditRow,
) -> Result<ChoiceOutcome, AppError> {
    let code = choice.city.code();
    if is_demonstration(transaction).await? {
        return Ok(ChoiceOutcome::Refused(ChoiceRefusal::Demonstration));
    }
    let areas = list_areas(transaction).await?;
    let present = find_city(transaction, &areas).await?;
    let is_set = find_setting(transaction, CITY_SETTING).await?.is_some();
    let refusal = match (&present, &choice.instead_of) {
        (Some(present), _) if *present == code && is_set => return Ok(ChoiceOutcome::Unchanged),
        (Some(present), None) if *present != code => Some(ChoiceRefusal::OtherCity(present.clone())),
        (present, Some(seen)) if present.as_ref() != Some(seen) => Some(ChoiceRefusal::Moved),
        (Some(present), Some(_)) if *present != code => {
            let own = own_data(&list_overviews(transaction).await?);
            (!own.is_empty()).then_some(ChoiceRefusal::HasData(own))
        }
        _ => None,
    };
    if let Some(refusal) = refusal {
        return Ok(ChoiceOutcome::Refused(refusal));
    }
    let mut new_areas: Vec<Area> =
        areas_of(choice.city).into_iter().filter(|area| areas.iter().all(|known| known.code != area.code)).collect();
    if !choice.english_name.is_empty() {
        // A name that is known already is kept.
        new_areas.extend(areas.iter().filter(|known| known.code == code && known.name_en.is_empty()).cloned());
        let city = new_areas.iter_mut().filter(|area| area.code == code);
        city.for_each(|city| city.name_en.clone_from(&choice.english_name));
    }
    save_areas(transaction, &new_areas).await?;
    let holidays = add_holidays(transaction).await?;
    let indicators = if choice.with_indicators { add_indicators(transaction).await? } else { Vec::new() };
    save_setting(transaction, CITY_SETTING, code.as_str()).await?;
    let before = present.map_or_else(String::new, |present| json!({ "city": present.as_str() }).to_string());
    let after = json!({
        "city": code.as_str(),
        "areas": new_areas.iter().map(|area| area.code.as_str()).collect::<Vec<_>>(),
        "holidays": holidays,
        "indicators": indicators.iter().map(IndicatorId::as_str).collect::<Vec<_>>(),
    });
    let row = row.values(before, after.to_string());
    transaction.audit(AuditRow { action: "choose city".to_owned(), subject: format!("city {code}"), ..row });
    Ok(ChoiceOutcome::Chosen)
}

/// Adds the national holidays where there are none yet, and their source. Returns how many.
async fn add_holidays(transaction: &mut WriteTransaction<'_>) -> Result<usize, AppError> {
    if !list_holidays(transaction).await?.is_empty() {
        return Ok(0);
    }
    let source = holiday_source();
    if list_sources(transaction).await?.iter().all(|known| known.id != source.id) {
        save_sources(transaction, &[source]).await?;
    }
    let holidays = national_holidays();
    save_holidays(transaction, &holidays).await?;
    Ok(holidays.len())
}

/// Adds the indicators that are not known yet, and the source that one of them names. The source of the other has been
/// in every database since its first migrations.
async fn add_indicators(transaction: &mut WriteTransaction<'_>) -> Result<Vec<IndicatorId>, AppError> {
    let known = list_indicators(transaction).await?;
    let new: Vec<Indicator> =
        computed_indicators().into_iter().filter(|one| known.iter().all(|known| known.id != one.id)).collect();
    let sources = list_sources(transaction).await?;
    let ministry = ministry_cards();
    if new.iter().any(|one| one.source == ministry.id) && sources.iter().all(|known| known.id != ministry.id) {
        save_sources(transaction, &[ministry]).await?;
    }
    save_indicators(transaction, &new).await?;
    Ok(new.into_iter().map(|one| one.id).collect())
}

/// The indicators that the product computes itself, without the values of any city.
fn computed_indicators() -> [Indicator; 2] {
    use domain::card::Measure;
    use domain::indicator::IndicatorKind;
    let identifier = "a plain identifier";
    let text = |ja: &str, en: &str| LocalText { ja: ja.to_owned(), easy: String::new(), en: en.to_owned() };
    let indicator = |id: &str, kind, name, formula, source: &str| Indicator {
        id: id.parse().expect(identifier),
        kind,
        name,
        unit: "%".to_owned(),
        plan: String::new(),
        formula,
        reason: LocalText::default(),
        caveat: LocalText::default(),
        set: None,
        measure: None,
        source: source.parse().expect(identifier),
        sample: false,
    };
    let online = indicator(
        "online_rate",
        IndicatorKind::Outcome,
        text("行政手続のオンライン化率", "Online rate of administrative procedures"),
        text("年度末時点の件数で算出", "Computed from the counts at the end of the fiscal year"),
        "priority-list",
    );
    let cards = indicator(
        "card_holding_rate",
        IndicatorKind::Activity,
        text("マイナンバーカードの保有枚数率", "My Number card holding rate"),
        text("保有枚数÷人口", "Cards held ÷ residents"),
        ministry_cards().id.as_str(),
    );
    [
        Indicator { set: Some("priority".parse().expect(identifier)), ..online },
        Indicator { measure: Some(Measure::Held), ..cards },
    ]
}
