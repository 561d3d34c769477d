//! Compares definitions and values of indicators with those stored.

use store::Connection;
use store::error::AppError;
use store::indicators::{list_indicator_values, list_indicators, save_indicator_values, save_indicators};

use super::applied::{Applied, Plan};
use super::diff::compare;
use crate::import::reading::indicators::{DefinitionPlan, ValuePlan};
use crate::import::request::Request;
use crate::import::table::wording::Wording;

impl Plan for DefinitionPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_indicators(connection).await?;
        let (to_save, counts) = compare(&known, &self.indicators, &self.columns, wording);
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_indicators(connection, &to_save).await?;
        }
        Ok(vec![counts].into())
    }
}

impl Plan for ValuePlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_indicator_values(connection).await?;
        let (to_save, counts) = compare(&known, &self.values, &self.columns, wording);
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_indicator_values(connection, &to_save).await?;
        }
        Ok(vec![counts].into())
    }
}
