//! Offices with their hours, and where procedures are done.

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use domain::area::AreaCode;
use domain::office::{GeoPosition, Office, OfficeId, OfficeKind, OfficeProcedure, Postcode, PostcodeArea};
use domain::opening_hours::{
    HolidayCalendar, OpeningException, OpeningHours, OpeningSchedule, OpeningState, TimeOfDay,
};
use domain::procedure::ProcedureId;
use store::Connection;
use store::error::AppError;
use store::offices::{
    list_holidays, list_office_exceptions, list_office_hours, list_office_procedures, list_offices, list_postcodes,
};

use super::Snapshot;

/// An office with its hours.
#[derive(Debug)]
pub struct OfficeEntry {
    pub office: Office,
    /// Empty if nobody has entered any: they are unknown.
    pub hours: Vec<OpeningHours>,
    /// By first day.
    pub exceptions: Vec<OpeningException>,
    /// The procedures that are said to be done here, by id.
    pub procedures: Vec<OfficeProcedure>,
}

/// All offices, and what decides when they are open and what is done there.
#[derive(Debug, Default)]
pub struct Offices {
    /// In the order of lists: by kind, area and id.
    all: Vec<OfficeEntry>,
    /// The places of the offices of which it is said that a procedure is done there.
    by_procedure: HashMap<ProcedureId, Vec<usize>>,
    pub holidays: HolidayCalendar,
    postcodes: BTreeMap<Postcode, Vec<PostcodeArea>>,
}

impl Offices {
    pub(super) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let mut all: Vec<OfficeEntry> = list_offices(connection)
            .await?
            .into_iter()
            .map(|office| OfficeEntry { office, hours: Vec::new(), exceptions: Vec::new(), procedures: Vec::new() })
            .collect();
        all.sort_by(|one, other| key(&one.office).cmp(&key(&other.office)));
        let places: HashMap<OfficeId, usize> =
            all.iter().enumerate().map(|(place, entry)| (entry.office.id.clone(), place)).collect();
        for (office, hours) in list_office_hours(connection).await? {
            if let Some(place) = places.get(&office) {
                all[*place].hours.push(hours);
            }
        }
        for (office, exception) in list_office_exceptions(connection).await? {
            if let Some(place) = places.get(&office) {
                all[*place].exceptions.push(exception);
            }
        }
        let mut by_procedure: HashMap<ProcedureId, Vec<usize>> = HashMap::new();
        for done in list_office_procedures(connection).await? {
            if let Some(place) = places.get(&done.office) {
                by_procedure.entry(done.procedure.clone()).or_default().push(*place);
                all[*place].procedures.push(done);
            }
        }
        for places in by_procedure.values_mut() {
            places.sort_unstable();
        }
        let mut postcodes: BTreeMap<Postcode, Vec<PostcodeArea>> = BTreeMap::new();
        for one in list_postcodes(connection).await? {
            postcodes.entry(one.postcode.clone()).or_default().push(one);
        }
        Ok(Self { all, by_procedure, holidays: HolidayCalendar::of(list_holidays(connection).await?), postcodes })
    }

    /// All offices in the order of lists.
    #[must_use]
    pub fn all(&self) -> &[OfficeEntry] {
        &self.all
    }

    #[must_use]
    pub fn find(&self, id: &OfficeId) -> Option<&OfficeEntry> {
        self.all.iter().find(|entry| entry.office.id == *id)
    }

    /// The city's main office, if it has entered one.
    #[must_use]
    pub fn main(&self) -> Option<&OfficeEntry> {
        self.all.iter().find(|entry| entry.office.kind == OfficeKind::Main)
    }

    /// Where a procedure is done: at the offices that are named for it, or else at those that do every procedure.
    /// Empty if that is not known.
    #[must_use]
    pub fn of_procedure(&self, procedure: &ProcedureId) -> Vec<&OfficeEntry> {
        match self.by_procedure.get(procedure) {
            Some(places) => places.iter().map(|place| &self.all[*place]).collect(),
            None => self.all.iter().filter(|entry| entry.office.does_every_procedure).collect(),
        }
    }

    /// Whether postcodes can be looked up.
    #[must_use]
    pub fn has_postcodes(&self) -> bool {
        !self.postcodes.is_empty()
    }

    /// The areas of a postcode; empty if it is not in the table.
    #[must_use]
    pub fn areas_of(&self, postcode: &Postcode) -> &[PostcodeArea] {
        self.postcodes.get(postcode).map_or(&[], Vec::as_slice)
    }

    /// What decides when an office is open.
    #[must_use]
    pub fn schedule<'a>(&'a self, entry: &'a OfficeEntry) -> OpeningSchedule<'a> {
        OpeningSchedule {
            hours: &entry.hours,
            exceptions: &entry.exceptions,
            holidays: &self.holidays,
            is_open_on_holidays: entry.office.is_open_on_holidays,
        }
    }

    /// The state of an office at an instant in Japan.
    #[must_use]
    pub fn state_at<'a>(&'a self, entry: &'a OfficeEntry, now: NaiveDateTime) -> OpeningState<'a> {
        self.schedule(entry).state_at(now)
    }

    /// The times of a day at which an office opens or closes, in order.
    #[must_use]
    pub fn changes_on(&self, day: NaiveDate) -> Vec<TimeOfDay> {
        let mut changes: Vec<TimeOfDay> =
            self.all.iter().flat_map(|entry| self.schedule(entry).changes_on(day)).collect();
        changes.sort_unstable();
        changes.dedup();
        changes
    }
}

/// The place in lists.
fn key(office: &Office) -> (OfficeKind, bool, Option<&AreaCode>, &OfficeId) {
    (office.kind, office.area.is_none(), office.area.as_ref(), &office.id)
}

impl OfficeEntry {
    /// What is said of a procedure that is done here.
    #[must_use]
    pub fn done(&self, procedure: &ProcedureId) -> Option<&OfficeProcedure> {
        self.procedures.iter().find(|done| done.procedure == *procedure)
    }
}

impl Snapshot {
    /// How many times of the day have passed at which an office opens or closes.
    #[must_use]
    pub fn opening_period(&self, now: NaiveDateTime) -> usize {
        let changes = self.opening_changes.get(now.date(), || self.offices.changes_on(now.date()));
        let minute = TimeOfDay::of(now.time());
        changes.partition_point(|change| *change <= minute)
    }

    /// Offices, those in the areas first and the others by their distance from there; those whose position is not known
    /// come last. Without an area, the order stays.
    #[must_use]
    pub fn nearest_offices<'a>(&self, mut offices: Vec<&'a OfficeEntry>, areas: &[AreaCode]) -> Vec<&'a OfficeEntry> {
        let Some(first) = areas.first() else { return offices };
        let is_there = |entry: &OfficeEntry| entry.office.area.as_ref().is_some_and(|area| areas.contains(area));
        let center = self
            .center_of(first)
            .or_else(|| offices.iter().find(|entry| is_there(entry)).and_then(|entry| entry.office.position));
        let metres = |entry: &OfficeEntry| {
            let kilometres = center.zip(entry.office.position).map(|(from, to)| from.distance_km(to));
            // Whole metres have an order.
            kilometres.map_or(i64::MAX, |kilometres| (kilometres * 1000.0) as i64)
        };
        offices.sort_by_cached_key(|entry| (!is_there(entry), metres(entry)));
        offices
    }

    /// The middle of the outline of an area, if it has one.
    fn center_of(&self, area: &AreaCode) -> Option<GeoPosition> {
        let points = || self.outline(area).into_iter().flatten().flat_map(|polygon| polygon.rings.iter().flatten());
        let middle = |of: fn(&charts::Position) -> f64| {
            let least = points().map(of).fold(f64::INFINITY, f64::min);
            let most = points().map(of).fold(f64::NEG_INFINITY, f64::max);
            (least <= most).then_some(f64::midpoint(least, most))
        };
        Some(GeoPosition { latitude: middle(|point| point.latitude)?, longitude: middle(|point| point.longitude)? })
    }
}
