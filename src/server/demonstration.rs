//! The demonstration city: real facts with their sources, plus sample data that is marked as such on every page.
//!
//! Tables go through the same import as a city's own files. Data without an import format is loaded here.

/// The text of a table that ships with the product.
macro_rules! seed {
    ($file:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/seed/", $file))
    };
}

mod programme;

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaCode};
use domain::history::StepEvent;
use domain::procedure::{Department, ProcedureId};
use domain::source::Source;
use exchange::import::{Kind, Recorded, Request, import};
use futures::future::BoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::areas::CITY_SETTING;
use store::error::AppError;
use store::{AuditRow, Connection, Db, WriteKind, areas, catalogue, procedures, revision, sources};

use programme::save_programme;

const DEMONSTRATION_SETTING: &str = "demonstration";

/// Fills an empty database with the demonstration city. A database that already contains it stays unchanged.
///
/// # Errors
/// Returns an error if the database already holds a city's own data, or a query fails.
pub async fn fill(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let mut connection = db.read().await?;
    if revision::find_setting(&mut connection, DEMONSTRATION_SETTING).await?.as_deref() == Some("complete") {
        return Ok(());
    }
    let begun = revision::find_setting(&mut connection, DEMONSTRATION_SETTING).await?.is_some();
    let holds_data = revision::find_revision(&mut connection).await? > 0;
    drop(connection);
    if holds_data && !begun {
        return Err(AppError::UnsuitableDatabase(
            "the demonstration needs an empty database, but this one has data: choose another with --database"
                .to_owned(),
        ));
    }
    write(db, now, "begin", |connection| {
        Box::pin(async move {
            revision::save_setting(connection, DEMONSTRATION_SETTING, "begun").await?;
            save_surroundings(connection).await
        })
    })
    .await?;
    table(db, now, Kind::Population, "population.csv", seed!("facts/population.csv")).await?;
    table(db, now, Kind::Boundaries, "boundaries.geojson", seed!("facts/boundaries.geojson")).await?;
    table(db, now, Kind::Cards, "cards.csv", seed!("facts/cards.csv")).await?;
    table(db, now, Kind::Cards, "peer_cards.csv", seed!("facts/peer_cards.csv")).await?;
    table(db, now, Kind::Cards, "ward_cards.csv", seed!("sample/ward_cards.csv")).await?;
    table(db, now, Kind::Cards, "cards_by_age.csv", seed!("sample/cards_by_age.csv")).await?;
    table(db, now, Kind::Indicators, "indicators.csv", seed!("facts/indicators.csv")).await?;
    table(db, now, Kind::Indicators, "indicator_values.csv", seed!("facts/indicator_values.csv")).await?;
    // Procedures first, then their history, then today's state, so that only real changes become events.
    let file = "procedures.csv";
    accepted(
        db,
        &Request { steps: false, ..Request::new(Kind::Procedures, file, now) },
        seed!("sample/procedures.csv"),
    )
    .await?;
    write(db, now, "history", |connection| {
        Box::pin(async move { procedures::save_step_events(connection, &step_changes()).await })
    })
    .await?;
    let first = NaiveDate::from_ymd_opt(2019, 4, 1).expect("a day of the calendar");
    let with_past = Request { recorded: Recorded::AsEffectiveFrom(first), ..Request::new(Kind::Procedures, file, now) };
    accepted(db, &with_past, seed!("sample/procedures.csv")).await?;
    table(db, now, Kind::Guides, "guides.csv", seed!("sample/guides.csv")).await?;
    table(db, now, Kind::Usage, "usage.csv", seed!("sample/usage.csv")).await?;
    write(db, now, "complete", |connection| {
        Box::pin(async move {
            save_programme(connection).await?;
            revision::save_setting(connection, DEMONSTRATION_SETTING, "complete").await
        })
    })
    .await
}

async fn write(
    db: &Db,
    now: DateTime<Utc>,
    part: &str,
    work: impl for<'c> Fn(&'c mut Connection) -> BoxFuture<'c, Result<(), AppError>>,
) -> Result<(), AppError> {
    db.write(WriteKind::Published(now), |transaction| {
        transaction.audit(AuditRow::new("demonstration", "fill", part));
        work(transaction)
    })
    .await
}

async fn table(db: &Db, now: DateTime<Utc>, kind: Kind, file: &str, text: &str) -> Result<(), AppError> {
    accepted(db, &Request::new(kind, file, now), text).await
}

async fn accepted(db: &Db, request: &Request, text: &str) -> Result<(), AppError> {
    let request = Request { actor: "demonstration".to_owned(), ..request.clone() };
    let report = import(db, &request, text.as_bytes(), &|_, _| {}).await?;
    if report.is_refused() {
        return Err(AppError::BadInput(format!("the demonstration's own data are wrong:\n{}", report.describe())));
    }
    Ok(())
}

/// The rows of a table bundled with the product.
fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the tables that ship with the product are well-formed; a test fills a database with them")
}

fn parsed<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("the words in tables that ship with the product are right; a test fills a database with them")
}

#[derive(Deserialize)]
struct SourceRow {
    id: String,
    title_ja: String,
    title_en: String,
    publisher_ja: String,
    publisher_en: String,
    url: String,
    as_of: Option<NaiveDate>,
    licence: String,
    sample: String,
}

#[derive(Deserialize)]
struct AreaRow {
    code: String,
    name: String,
    kana: String,
    name_en: String,
    kind: String,
    parent: String,
}

#[derive(Deserialize)]
struct DepartmentRow {
    code: String,
    name: String,
    name_en: String,
    counter: String,
    counter_en: String,
    hours: String,
    hours_en: String,
    phone: String,
}

async fn save_surroundings(connection: &mut Connection) -> Result<(), AppError> {
    let all: Vec<Source> = rows::<SourceRow>(seed!("facts/sources.csv"))
        .into_iter()
        .map(|row| Source {
            id: parsed(&row.id),
            title: row.title_ja,
            title_en: row.title_en,
            publisher: row.publisher_ja,
            publisher_en: row.publisher_en,
            url: row.url,
            as_of: row.as_of,
            licence: row.licence,
            sample: row.sample == "yes",
        })
        .collect();
    sources::save_sources(connection, &all).await?;
    let all: Vec<Area> = rows::<AreaRow>(seed!("facts/areas.csv"))
        .into_iter()
        .map(|row| Area {
            code: parsed(&row.code),
            name: row.name,
            kana: row.kana,
            name_en: row.name_en,
            kind: parsed(&row.kind),
            parent: (!row.parent.is_empty()).then(|| parsed::<AreaCode>(&row.parent)),
        })
        .collect();
    areas::save_areas(connection, &all).await?;
    if let Some(city) = all.first() {
        revision::save_setting(connection, CITY_SETTING, city.code.as_str()).await?;
    }
    let all: Vec<Department> = rows::<DepartmentRow>(seed!("sample/departments.csv"))
        .into_iter()
        .map(|row| Department {
            code: parsed(&row.code),
            name: row.name,
            name_en: row.name_en,
            counter: row.counter,
            counter_en: row.counter_en,
            hours: row.hours,
            hours_en: row.hours_en,
            phone: row.phone,
            sample: true,
        })
        .collect();
    catalogue::save_departments(connection, &all).await
}

#[derive(Deserialize)]
struct StepChangeRow {
    procedure: String,
    step: String,
    state: String,
    effective_on: NaiveDate,
    recorded_on: NaiveDate,
}

fn step_changes() -> Vec<(ProcedureId, StepEvent)> {
    rows::<StepChangeRow>(seed!("sample/step_changes.csv"))
        .into_iter()
        .map(|row| {
            let event = StepEvent {
                step: parsed(&row.step),
                state: parsed(&row.state),
                effective_on: row.effective_on,
                recorded_on: row.recorded_on,
            };
            (parsed(&row.procedure), event)
        })
        .collect()
}
