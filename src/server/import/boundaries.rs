//! Outlines of areas from GeoJSON, by the code of each feature.

use geojson::{FeatureCollection, GeometryValue};

use super::report::compare;
use super::{Applied, NamedSources, Plan, Request};
use crate::domain::area::AreaCode;
use crate::domain::text::Tongue;
use crate::error::AppError;
use crate::server::db::Connection;
use crate::server::db::areas::{Boundary, list_areas, list_boundaries, save_boundaries};

/// Properties in which files name the area: our own first, then those of 国土数値情報.
const CODE_PROPERTIES: [&str; 5] = ["code", "code6", "code5", "N03_007", "団体コード"];

/// Outlines to save.
#[derive(Debug, Default)]
pub(crate) struct BoundaryPlan {
    boundaries: Vec<Boundary>,
    sources: NamedSources,
}

/// Reads a collection of features.
///
/// # Errors
/// One line that says what is wrong with the file and what would be right.
pub(crate) fn read(request: &Request, bytes: &[u8]) -> Result<BoundaryPlan, String> {
    let say = |english: String, japanese: String| match request.tongue {
        Tongue::English => english,
        Tongue::Japanese => japanese,
    };
    let collection: FeatureCollection = serde_json::from_slice(bytes).map_err(|error| {
        say(
            format!("this is no GeoJSON feature collection: {error}"),
            format!("GeoJSON の FeatureCollection ではありません: {error}"),
        )
    })?;
    let mut plan = BoundaryPlan::default();
    let mut source = request.default_source();
    // A file may name its source by id, or at least say whom to credit.
    let member = |name: &str| collection.foreign_members.as_ref()?.get(name)?.as_str();
    if let Some(text) = member("source").or_else(|| member("attribution")) {
        text.clone_into(&mut source.title);
        text.clone_into(&mut source.title_en);
        source.id = super::source_id(text);
    }
    plan.sources.add(source.clone());
    for (number, feature) in (1..).zip(collection.features) {
        let property = |name: &str| match feature.property(name)? {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let Some(text) = CODE_PROPERTIES.iter().find_map(|name| property(name)) else {
            return Err(say(
                format!(
                    "feature {number} has no code; right would be a property 'code' with the local government code"
                ),
                format!("{number}番目の図形にコードがありません。プロパティ code に団体コードを入れてください"),
            ));
        };
        let area = AreaCode::restore(&text)
            .map_err(|error| say(format!("feature {number}: {error}"), format!("{number}番目の図形: {error}")))?;
        let geometry = feature.geometry.filter(|geometry| {
            matches!(geometry.value, GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. })
        });
        let Some(geometry) = geometry else {
            return Err(say(
                format!("feature {number} ({area}) is no outline; right would be a Polygon or MultiPolygon"),
                format!("{number}番目の図形（{area}）が Polygon または MultiPolygon ではありません"),
            ));
        };
        plan.boundaries.push(Boundary { area, geometry: geometry.to_string(), source: source.id.clone() });
    }
    Ok(plan)
}

impl Plan for BoundaryPlan {
    async fn apply(&self, connection: &mut Connection, request: &Request) -> Result<Applied, AppError> {
        let areas = list_areas(connection).await?;
        if let Some(unknown) = self.boundaries.iter().find(|one| areas.iter().all(|area| area.code != one.area)) {
            return Err(AppError::BadInput(match request.tongue {
                Tongue::English => {
                    format!("the area {} is not known; import its population or cards first", unknown.area)
                }
                Tongue::Japanese => {
                    format!("団体 {} は未登録です。先に人口またはカードの表を取り込んでください", unknown.area)
                }
            }));
        }
        let known = list_boundaries(connection).await?;
        let (to_save, counts) = compare(("boundaries", "境界"), &known, &self.boundaries, |one| one.area.clone());
        self.sources.save_new(connection).await?;
        save_boundaries(connection, &to_save).await?;
        Ok(vec![counts].into())
    }
}
