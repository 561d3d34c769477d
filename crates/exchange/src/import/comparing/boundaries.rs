//! Compares boundaries with those stored.

use domain::text::MessageLanguage;
use serde_json::Value as Json;
use store::Connection;
use store::areas::{list_areas, list_boundaries, save_boundaries};
use store::error::AppError;

use super::applied::{Applied, Plan};
use super::diff::{Compared, compare};
use super::removal::delete;
use crate::import::reading::boundaries::BoundaryPlan;
use crate::import::request::Request;
use crate::import::table::columns::FileColumns;
use crate::import::table::wording::Wording;

impl Plan for BoundaryPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let areas = list_areas(connection).await?;
        if let Some(unknown) =
            self.boundaries.iter().map(|one| &one.what).find(|one| areas.iter().all(|area| area.code != one.area))
        {
            return Err(AppError::BadInput(match request.language {
                MessageLanguage::English => {
                    format!("the area {} is unknown; import its population or cards first", unknown.area)
                }
                MessageLanguage::Japanese => {
                    format!("団体 {} は未登録です。先に人口またはカードの表を取り込んでください", unknown.area)
                }
            }));
        }
        let known = list_boundaries(connection).await?;
        let Compared { to_save, to_remove, changes } = compare(&known, &self.boundaries, &FileColumns::new(), wording);
        if !request.dry_run {
            self.sources.save_new(connection).await?;
            save_boundaries(connection, &to_save).await?;
            if changes.refused.is_empty() {
                delete(connection, "boundaries", &to_remove, |boundary| vec![Json::from(boundary.area.as_str())])
                    .await?;
            }
        }
        Ok(vec![changes].into())
    }
}
