//! Counts of My Number cards.

use chrono::NaiveDate;

use super::{Connection, Upsert};
use crate::domain::area::AreaCode;
use crate::domain::card::{CardCount, Cards, Measure, Population};
use crate::domain::source::SourceId;
use crate::error::AppError;

statements! {
    LIST_CARD_COUNTS = "SELECT area, measure, as_of, cards, population, population_as_of, source, sample \
                        FROM card_counts ORDER BY area, measure, as_of";
}

const SAVE_CARD_COUNTS: Upsert = Upsert {
    table: "card_counts",
    key: &["area", "measure", "as_of"],
    columns: &["cards", "population", "population_as_of", "source", "sample"],
};
pub(super) const UPSERTS: &[Upsert] = &[SAVE_CARD_COUNTS];

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

/// All counts by area, measure and date.
pub async fn list_card_counts(connection: &mut Connection) -> Result<Vec<CardCount>, AppError> {
    let rows: Vec<Row> = on!(connection, inner => sqlx::query_as(LIST_CARD_COUNTS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| CardCount {
            area: row.area,
            measure: row.measure,
            as_of: row.as_of,
            cards: row.cards,
            population: row.population,
            population_as_of: row.population_as_of,
            source: row.source,
            sample: row.sample,
        })
        .collect())
}

pub async fn save_card_counts(connection: &mut Connection, counts: &[CardCount]) -> Result<(), AppError> {
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
