//! The demonstration city: real facts with their sources, plus sample data that is marked as such on every page.
//!
//! It is a folder like that of any city, and is read in the same way.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::text::MessageLanguage;
use exchange::city::{CityFiles, CityOptions, DEMONSTRATION_SETTING, import_city};
use store::error::AppError;
use store::{AuditRow, Db, WriteKind, revision};

/// The files of the folder that ships with the product, each with its name.
macro_rules! folder {
    ($($file:literal),+ $(,)?) => {
        &[$( ($file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/demonstration/", $file))), )+]
    };
}

/// The day by which everything in the folder had been recorded.
const MADE_ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 10, 6).expect("a day");

/// A test compares this list with the folder.
pub const FILES: &[(&str, &str)] = folder![
    "areas.csv",
    "assessments.csv",
    "boundaries.geojson",
    "cards.csv",
    "channels.csv",
    "cost-items.csv",
    "courses.csv",
    "datapackage.json",
    "departments.csv",
    "effects.csv",
    "elsewhere.csv",
    "exclusion-events.csv",
    "funding.csv",
    "guide-answers.csv",
    "guide-entries.csv",
    "guide-questions.csv",
    "guides.csv",
    "holidays.csv",
    "indicator-values.csv",
    "indicators.csv",
    "initiatives.csv",
    "life-events.csv",
    "milestones.csv",
    "obligations.csv",
    "office-exceptions.csv",
    "office-hours.csv",
    "office-procedures.csv",
    "offices.csv",
    "papers.csv",
    "population.csv",
    "postcodes.csv",
    "procedure-details.csv",
    "procedure-forms.csv",
    "procedure-papers.csv",
    "procedures.csv",
    "programmes.csv",
    "roles.csv",
    "schedule.csv",
    "sdg-actions.csv",
    "sets.csv",
    "sources.csv",
    "step-events.csv",
    "synonyms.csv",
    "training-progress.csv",
    "training.csv",
    "translations.csv",
    "usage.csv",
];

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
            "the demonstration needs an empty database, but this one has data of a city: choose another with \
             --database, or leave out --demo to serve what is there"
                .to_owned(),
        ));
    }
    // Its newest records are of this day. A machine whose clock is behind shows them all the same.
    let now = now.max(MADE_ON.and_time(NaiveTime::MIN).and_utc());
    note(db, now, "begun").await?;
    let files: CityFiles = FILES.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let options = CityOptions {
        language: MessageLanguage::English,
        dry_run: false,
        allow_new_areas: false,
        reason: String::new(),
        actor: "demonstration".to_owned(),
        now,
    };
    let report = import_city(db, &files, &options).await?;
    if report.is_refused() {
        return Err(AppError::BadInput(format!("the demonstration's own data are wrong:\n{}", report.describe())));
    }
    note(db, now, "complete").await
}

/// Notes how far the database is filled, so that nobody mistakes half of it for a city's own data.
async fn note(db: &Db, now: DateTime<Utc>, state: &str) -> Result<(), AppError> {
    db.write(WriteKind::Published(now), |transaction| {
        Box::pin(async move {
            transaction.audit(AuditRow::new("demonstration", "fill", state));
            revision::save_setting(transaction, DEMONSTRATION_SETTING, state).await
        })
    })
    .await
}
