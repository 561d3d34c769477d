//! Compares card counts with those stored.

use domain::age::AgeCount;
use domain::card::CardCount;
use store::error::AppError;
use store::{Connection, cards};

use super::applied::{Applied, Plan};
use super::areas::save_new;
use super::diff::{Changes, Compared, compare};
use super::removal::delete;
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
        let Compared { to_save, to_remove, changes: counts } = compare(&known, &self.counts, &self.columns, wording);
        let known = cards::list_age_counts(connection).await?;
        let by_age = compare(&known, &self.ages, &self.columns, wording);
        let areas = save_new(connection, &self.areas, request).await?;
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            cards::save_card_counts(connection, &to_save).await?;
            cards::save_age_counts(connection, &by_age.to_save).await?;
            let key = |count: &CardCount| {
                vec![count.area.as_str().into(), count.measure.as_str().into(), count.as_of.to_string().into()]
            };
            delete(connection, "card_counts", &to_remove, key).await?;
            let key_by_age = |age: &AgeCount| [key(&age.count), vec![age.band.from().into()]].concat();
            delete(connection, "card_counts_by_age", &by_age.to_remove, key_by_age).await?;
        }
        let by_age = (!self.ages.is_empty()).then_some(by_age.changes);
        Ok([areas, counts].into_iter().chain(by_age).collect::<Vec<Changes>>().into())
    }
}
