//! Compares card counts with those stored.

use store::error::AppError;
use store::{Connection, cards};

use super::applied::{Applied, Plan};
use super::areas::save_new;
use super::diff::{Changes, compare};
use crate::import::reading::cards::CardPlan;
use crate::import::request::Request;
use crate::import::table::wording::Wording;

impl Plan for CardPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = cards::list_card_counts(connection).await?;
        let (to_save, counts) = compare(&known, &self.counts, &self.columns, wording);
        let known = cards::list_age_counts(connection).await?;
        let (ages_to_save, ages) = compare(&known, &self.ages, &self.columns, wording);
        let areas = save_new(connection, &self.areas, request).await?;
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            cards::save_card_counts(connection, &to_save).await?;
            cards::save_age_counts(connection, &ages_to_save).await?;
        }
        let by_age = (!self.ages.is_empty()).then_some(ages);
        Ok([areas, counts].into_iter().chain(by_age).collect::<Vec<Changes>>().into())
    }
}
