//! Areas that a file names and the database lacks.

use std::collections::BTreeMap;

use domain::area::{Area, AreaCode};
use store::error::AppError;
use store::{Connection, areas};

use super::diff::{Changes, Counts};
use crate::import::request::Request;

/// Finds areas missing from the database. Adds them unless the request is a dry run.
pub(crate) async fn save_new(
    connection: &mut Connection,
    wanted: &BTreeMap<AreaCode, Area>,
    request: &Request,
) -> Result<Changes, AppError> {
    let mut counts = Counts::of(("areas", "団体"));
    let known: BTreeMap<AreaCode, Area> =
        areas::list_areas(connection).await?.into_iter().map(|area| (area.code.clone(), area)).collect();
    let new: Vec<Area> = wanted.values().filter(|area| !known.contains_key(&area.code)).cloned().collect();
    counts.new = new.len();
    counts.unchanged = wanted.len() - new.len();
    if !request.dry_run {
        areas::save_areas(connection, &new).await?;
    }
    let new = new.iter().map(|area| format!("{} {}", area.code, area.name)).collect();
    Ok(Changes::listing(counts, new))
}
