//! Compares definitions and values of indicators with those stored.

use domain::indicator::Indicator;
use store::Connection;
use store::error::AppError;
use store::indicators::{
    delete_indicator_values, list_indicator_values, list_indicators, save_indicator_values, save_indicators,
};

use super::applied::{Applied, Plan};
use super::diff::{Compared, compare};
use super::removal::{delete, refuse_referenced};
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
        let Compared { to_save, to_remove, mut changes } = compare(&known, &self.indicators, &self.columns, wording);
        let key = |indicator: &Indicator| vec![indicator.id.as_str().into()];
        refuse_referenced(connection, "indicators", &to_remove, key, &mut changes, wording).await?;
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_indicators(connection, &to_save).await?;
            if changes.refused.is_empty() {
                delete(connection, "indicators", &to_remove, key).await?;
            }
        }
        Ok(vec![changes].into())
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
        let Compared { to_save, to_remove, changes } = compare(&known, &self.values, &self.columns, wording);
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_indicator_values(connection, &to_save).await?;
            let removed: Vec<_> = to_remove.into_iter().map(|removed| removed.what).collect();
            delete_indicator_values(connection, &removed).await?;
        }
        Ok(vec![changes].into())
    }
}
