//! The words of a city with their readings.

use std::collections::BTreeMap;

use domain::area::{Area, AreaCode};
use domain::procedure::{LifeEvent, Procedure};
use domain::reading::Readings;

use super::Offices;

/// The words with readings of a city: those that it has entered, then its names, the readings of which it publishes.
pub(super) fn of_city(
    own: &[(String, String)],
    areas: &BTreeMap<AreaCode, Area>,
    procedures: &[Procedure],
    life_events: &[LifeEvent],
    offices: &Offices,
) -> Readings {
    let mut readings = Readings::of_city(own.iter().map(|(word, reading)| (word.as_str(), reading.as_str())));
    let areas = areas.values().map(|area| (area.name.as_str(), area.kana.as_str()));
    let events = life_events.iter().map(|event| (event.name.ja.as_str(), event.kana.as_str()));
    let procedures = procedures.iter().map(|procedure| (procedure.name.ja.as_str(), procedure.kana.as_str()));
    let offices = offices.all().iter().map(|entry| (entry.office.name.as_str(), entry.office.kana.as_str()));
    areas.chain(offices).chain(events).chain(procedures).for_each(|(name, kana)| readings.add_name(name, kana));
    readings
}
