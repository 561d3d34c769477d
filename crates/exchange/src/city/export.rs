//! Writes the folder.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use csv::WriterBuilder;
use domain::area::AreaCode;
use domain::text::MessageLanguage;
use serde_json::{Value as Json, json};
use store::areas::{CITY_SETTING, list_areas, list_boundaries};
use store::error::AppError;
use store::revision::find_setting;
use store::sources::list_sources;
use store::{Connection, Db};

use super::package::{About, package};
use super::{CityFiles, PACKAGE, is_demonstration};
use crate::city_table::CityTable;
use crate::export::tables::{ExportFilter, Table, csv_cell};
use crate::import::Kind;

/// Columns of the template of procedures that other files of the folder hold with their history.
const ELSEWHERE: &[&str] = &[
    "apply",
    "identify",
    "attach",
    "pay",
    "receive",
    "effective_on",
    "excluded",
    "excluded_reason",
    "mynaportal_url",
    "city_system_url",
    "eltax_url",
    "mail",
    "phone",
    "counter",
    "usage_fiscal_year",
    "total",
    "online",
];

/// A file of the folder with its columns, for the description of the folder.
pub(super) struct Written {
    pub part: CityTable,
    pub file: String,
    pub columns: Vec<&'static str>,
}

/// Every file of the folder by its name.
///
/// Two databases with the same public content give the same bytes.
///
/// # Errors
/// Returns an error if the database cannot be read.
pub async fn export_city(db: &Db, today: NaiveDate) -> Result<CityFiles, AppError> {
    let connection = &mut db.read().await?;
    let mut files = CityFiles::new();
    let mut written = Vec::new();
    for part in CityTable::all() {
        if part.kind == Kind::Boundaries {
            for (file, bytes) in boundaries(connection).await? {
                written.push(Written { part, file: file.clone(), columns: Vec::new() });
                files.insert(file, bytes);
            }
            continue;
        }
        let filter = ExportFilter { definitions: part.is_definitions, ..ExportFilter::all(part.kind) };
        let table = Table::load_from(connection, &filter, MessageLanguage::English, today).await?;
        if table.length() == 0 {
            continue;
        }
        let file = part.file();
        let (columns, bytes) = as_csv(part, &table);
        written.push(Written { part, file: file.clone(), columns });
        files.insert(file, bytes);
    }
    let city = find_setting(connection, CITY_SETTING).await?.and_then(|code| code.parse::<AreaCode>().ok());
    let areas = list_areas(connection).await?;
    let name = city.as_ref().and_then(|city| areas.iter().find(|area| area.code == *city));
    let about = About { city: city.as_ref(), area: name, is_demonstration: is_demonstration(connection).await? };
    let described = package(&written, about, &list_sources(connection).await?);
    let mut bytes = serde_json::to_vec_pretty(&described)
        .map_err(|error| AppError::Internal(format!("the description of the folder cannot be written: {error}")))?;
    bytes.push(b'\n');
    files.insert(PACKAGE.to_owned(), bytes);
    Ok(files)
}

/// A table as UTF-8 with line feeds and English headers, with formulas escaped.
fn as_csv(part: CityTable, table: &Table) -> (Vec<&'static str>, Vec<u8>) {
    let why = "writing to memory cannot fail, and every line has a cell for each column";
    let is_here = |key: &str| part.kind != Kind::Procedures || !ELSEWHERE.contains(&key);
    let places: Vec<usize> =
        table.columns.iter().enumerate().filter(|(_, column)| is_here(column.key)).map(|(place, _)| place).collect();
    let columns: Vec<&'static str> = places.iter().map(|place| table.columns[*place].key).collect();
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(&columns).expect(why);
    for line in &table.lines {
        writer.write_record(places.iter().map(|place| csv_cell(&line[*place]))).expect(why);
    }
    (columns, writer.into_inner().expect(why))
}

/// The outlines as GeoJSON, one file for each source.
async fn boundaries(connection: &mut Connection) -> Result<Vec<(String, Vec<u8>)>, AppError> {
    let mut by_source: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for boundary in list_boundaries(connection).await? {
        let geometry: Json = serde_json::from_str(&boundary.geometry)
            .map_err(|error| AppError::Internal(format!("the outline of {} is no JSON: {error}", boundary.area)))?;
        by_source.entry(boundary.source.to_string()).or_default().push(json!({
            "type": "Feature",
            "properties": { "code": boundary.area.as_str() },
            "geometry": geometry,
        }));
    }
    let is_only = by_source.len() == 1;
    let collection = |(source, features): (String, Vec<Json>)| {
        let file = if is_only { "boundaries.geojson".to_owned() } else { format!("boundaries-{source}.geojson") };
        let collection = json!({ "type": "FeatureCollection", "source": source, "features": features });
        (file, format!("{collection}\n").into_bytes())
    };
    Ok(by_source.into_iter().map(collection).collect())
}
