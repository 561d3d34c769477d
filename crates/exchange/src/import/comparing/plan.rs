//! Applies a plan of any kind.

use store::Connection;
use store::error::AppError;

use super::applied::{Applied, Plan};
use crate::import::reading::plan::AnyPlan;
use crate::import::request::Request;
use crate::import::table::wording::Wording;

impl Plan for AnyPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        match self {
            Self::Catalogue(plan) => plan.apply(connection, request, wording).await,
            Self::Cards(plan) => plan.apply(connection, request, wording).await,
            Self::Population(plan) => plan.apply(connection, request, wording).await,
            Self::Usage(plan) => plan.apply(connection, request, wording).await,
            Self::Definitions(plan) => plan.apply(connection, request, wording).await,
            Self::Values(plan) => plan.apply(connection, request, wording).await,
            Self::Synonyms(plan) => plan.apply(connection, request, wording).await,
            Self::Described(plan) => plan.apply(connection, request, wording).await,
            Self::Reorganisation(plan) => plan.apply(connection, request, wording).await,
            Self::Boundaries(plan) => plan.apply(connection, request, wording).await,
        }
    }
}
