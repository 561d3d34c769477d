//! Counts of My Number cards, by area and by age band.

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::AreaCode;
use domain::card::{CardCount, Cards, Measure, Population};
use domain::source::SourceId;

use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    LIST_CARD_COUNTS = "SELECT area, measure, as_of, cards, population, population_as_of, source, sample \
                        FROM card_counts ORDER BY area, measure, as_of";
    LIST_AGE_COUNTS = "SELECT area, measure, as_of, age_from, age_to, cards, population, population_as_of, source, sample \
                       FROM card_counts_by_age ORDER BY area, measure, as_of, age_from";
}

pub(super) const SAVE_CARD_COUNTS: Upsert = Upsert {
    table: "card_counts",
    key: &["area", "measure", "as_of"],
    columns: &["cards", "population", "population_as_of", "source", "sample"],
};
pub(super) const SAVE_AGE_COUNTS: Upsert = Upsert {
    table: "card_counts_by_age",
    key: &["area", "measure", "as_of", "age_from"],
    columns: &["age_to", "cards", "population", "population_as_of", "source", "sample"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_CARD_COUNTS, SAVE_AGE_COUNTS];

#[derive(sqlx::FromRow)]
struct Row {
    area: AreaCode,
    measure: Measure,
    as_of: NaiveDate,
    cards: Cards,
    population: Population,
    population_as_of: NaiveDate,
    source: SourceId,
    sample: bool,
}

impl Row {
    fn count(self) -> CardCount {
        CardCount {
            area: self.area,
            measure: self.measure,
            as_of: self.as_of,
            cards: self.cards,
            population: self.population,
            population_as_of: self.population_as_of,
            source: self.source,
            sample: self.sample,
        }
    }
}

/// All counts by area, measure and date.
pub async fn list_card_counts(connection: &mut Connection) -> Result<Vec<CardCount>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_CARD_COUNTS).fetch_all(inner).await?);
    Ok(rows.into_iter().map(Row::count).collect())
}

#[derive(sqlx::FromRow)]
struct AgeRow {
    age_from: i64,
    age_to: Option<i64>,
    #[sqlx(flatten)]
    row: Row,
}

/// All counts by age, ordered by area, measure, date and age.
pub async fn list_age_counts(connection: &mut Connection) -> Result<Vec<AgeCount>, AppError> {
    let rows: Vec<AgeRow> = with_driver!(connection, inner => sqlx::query_as(LIST_AGE_COUNTS).fetch_all(inner).await?);
    rows.into_iter()
        .map(|AgeRow { age_from, age_to, row }| {
            // The constraints of the table enforce the same bounds.
            let band = AgeBand::new(age_from, age_to).map_err(AppError::unreadable)?;
            Ok(AgeCount { band, count: row.count() })
        })
        .collect()
}

pub async fn save_card_counts(connection: &mut Connection, counts: &[CardCount]) -> Result<(), AppError> {
    touch(connection, "card_counts", counts.iter().map(|row| row.area.to_string()).collect()).await?;
    save_rows!(connection, SAVE_CARD_COUNTS, counts, |values, count| {
        values
            .push_bind(&count.area)
            .push_bind(count.measure)
            .push_bind(count.as_of)
            .push_bind(count.cards)
            .push_bind(count.population)
            .push_bind(count.population_as_of)
            .push_bind(&count.source)
            .push_bind(count.sample);
    });
    Ok(())
}

pub async fn save_age_counts(connection: &mut Connection, counts: &[AgeCount]) -> Result<(), AppError> {
    touch(connection, "card_counts_by_age", counts.iter().map(|row| row.count.area.to_string()).collect()).await?;
    save_rows!(connection, SAVE_AGE_COUNTS, counts, |values, age| {
        let AgeCount { band, count } = age;
        values
            .push_bind(&count.area)
            .push_bind(count.measure)
            .push_bind(count.as_of)
            .push_bind(band.from())
            .push_bind(band.to())
            .push_bind(count.cards)
            .push_bind(count.population)
            .push_bind(count.population_as_of)
            .push_bind(&count.source)
            .push_bind(count.sample);
    });
    Ok(())
}
