//! Compares population counts with those stored.

use store::Connection;
use store::areas::{PopulationCount, list_population, save_population};
use store::error::AppError;

use super::applied::{Applied, Plan};
use super::areas::save_new;
use super::diff::{Compared, compare};
use super::removal::delete;
use crate::import::reading::population::PopulationPlan;
use crate::import::request::Request;
use crate::import::table::wording::Wording;

impl Plan for PopulationPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_population(connection).await?;
        let Compared { to_save, to_remove, changes } = compare(&known, &self.counts, &self.columns, wording);
        let areas = save_new(connection, &self.areas, request).await?;
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_population(connection, &to_save).await?;
            let key = |count: &PopulationCount| vec![count.area.as_str().into(), count.as_of.to_string().into()];
            delete(connection, "population", &to_remove, key).await?;
        }
        Ok(vec![areas, changes].into())
    }
}
