//! Areas, their boundaries and their population.

use chrono::NaiveDate;
use domain::area::{Area, AreaCode, AreaKind, only_city_with_wards};
use domain::card::Population;
use domain::source::SourceId;

use super::revision::find_setting;
use super::row_hashes::touch;
use super::{Connection, Upsert};
use crate::error::AppError;

/// The setting that holds the code of the installation's city.
pub const CITY_SETTING: &str = "city";

statements! {
    LIST_AREAS = "SELECT code, name, kana, name_en, kind, parent FROM areas ORDER BY code";
    LIST_BOUNDARIES = "SELECT area, geometry, source FROM boundaries ORDER BY area";
    LIST_POPULATION = "SELECT area, as_of, population, source, sample FROM population ORDER BY area, as_of";
}

pub(super) const SAVE_AREAS: Upsert =
    Upsert { table: "areas", key: &["code"], columns: &["name", "kana", "name_en", "kind", "parent"] };
pub(super) const SAVE_BOUNDARIES: Upsert =
    Upsert { table: "boundaries", key: &["area"], columns: &["geometry", "source"] };
pub(super) const SAVE_POPULATION: Upsert =
    Upsert { table: "population", key: &["area", "as_of"], columns: &["population", "source", "sample"] };
pub(super) const UPSERTS: &[Upsert] = &[SAVE_AREAS, SAVE_BOUNDARIES, SAVE_POPULATION];

#[derive(sqlx::FromRow)]
struct AreaRow {
    code: AreaCode,
    name: String,
    kana: String,
    name_en: String,
    kind: AreaKind,
    parent: Option<AreaCode>,
}

pub async fn list_areas(connection: &mut Connection) -> Result<Vec<Area>, AppError> {
    let rows: Vec<AreaRow> = with_driver!(connection, inner => sqlx::query_as(LIST_AREAS).fetch_all(inner).await?);
    Ok(rows
        .into_iter()
        .map(|row| Area {
            code: row.code,
            name: row.name,
            kana: row.kana,
            name_en: row.name_en,
            kind: row.kind,
            parent: row.parent,
        })
        .collect())
}

pub async fn save_areas(connection: &mut Connection, areas: &[Area]) -> Result<(), AppError> {
    touch(connection, "areas", areas.iter().map(|row| row.code.to_string()).collect()).await?;
    save_rows!(connection, SAVE_AREAS, areas, |values, area| {
        values
            .push_bind(&area.code)
            .push_bind(&area.name)
            .push_bind(&area.kana)
            .push_bind(&area.name_en)
            .push_bind(area.kind)
            .push_bind(&area.parent);
    });
    Ok(())
}

/// The installation's city: the one that is set, or else the only one among these areas whose wards are known.
pub async fn find_city(connection: &mut Connection, areas: &[Area]) -> Result<Option<AreaCode>, AppError> {
    let set = find_setting(connection, CITY_SETTING).await?.and_then(|code| code.parse().ok());
    Ok(set.or_else(|| only_city_with_wards(areas)))
}

/// The boundary of an area as GeoJSON, with its source.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Boundary {
    pub area: AreaCode,
    /// A GeoJSON `Polygon` or `MultiPolygon` with longitude and latitude.
    pub geometry: String,
    pub source: SourceId,
}

pub async fn list_boundaries(connection: &mut Connection) -> Result<Vec<Boundary>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_BOUNDARIES).fetch_all(inner).await?))
}

pub async fn save_boundaries(connection: &mut Connection, boundaries: &[Boundary]) -> Result<(), AppError> {
    touch(connection, "boundaries", boundaries.iter().map(|row| row.area.to_string()).collect()).await?;
    save_rows!(connection, SAVE_BOUNDARIES, boundaries, |values, boundary| {
        values.push_bind(&boundary.area).push_bind(&boundary.geometry).push_bind(&boundary.source);
    });
    Ok(())
}

/// The number of residents of an area on a given day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PopulationCount {
    pub area: AreaCode,
    pub as_of: NaiveDate,
    pub population: Population,
    pub source: SourceId,
    pub sample: bool,
}

pub async fn list_population(connection: &mut Connection) -> Result<Vec<PopulationCount>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(LIST_POPULATION).fetch_all(inner).await?))
}

pub async fn save_population(connection: &mut Connection, counts: &[PopulationCount]) -> Result<(), AppError> {
    touch(connection, "population", counts.iter().map(|row| row.area.to_string()).collect()).await?;
    save_rows!(connection, SAVE_POPULATION, counts, |values, count| {
        values
            .push_bind(&count.area)
            .push_bind(count.as_of)
            .push_bind(count.population)
            .push_bind(&count.source)
            .push_bind(count.sample);
    });
    Ok(())
}
