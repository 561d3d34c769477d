//! Areas of the snapshot: the city, its wards and their outlines.

use charts::{Polygon, Position};
use chrono::NaiveDate;
use domain::area::{Area, AreaCode};
use geojson::{Geometry, GeometryValue};

use super::Snapshot;

impl Snapshot {
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }

    /// The installation's city, with its names.
    #[must_use]
    pub fn home(&self) -> Option<&Area> {
        self.city.as_ref().and_then(|code| self.area(code))
    }

    /// The wards of a city that existed on a day, ordered by code.
    pub fn wards_on<'a>(&'a self, city: &'a AreaCode, day: NaiveDate) -> impl Iterator<Item = &'a Area> {
        self.wards(city).filter(move |ward| self.ward_existed_on(&ward.code, day))
    }

    /// Whether a ward existed on a day, as far as the national list knows.
    #[must_use]
    pub fn ward_existed_on(&self, ward: &AreaCode, day: NaiveDate) -> bool {
        self.ward_periods.get(ward).is_none_or(|period| period.contains(day))
    }

    /// The first day on which a ward no longer existed, as far as the national list knows.
    #[must_use]
    pub fn end_of_ward(&self, ward: &AreaCode) -> Option<NaiveDate> {
        self.ward_periods.get(ward)?.until
    }

    /// The wards of a city, of today and of the past, ordered by code.
    pub fn wards<'a>(&'a self, city: &'a AreaCode) -> impl Iterator<Item = &'a Area> {
        self.areas.values().filter(move |area| area.is_ward_of(city))
    }

    /// The outline of an area; `None` if it has none that can be drawn.
    #[must_use]
    pub fn outline(&self, area: &AreaCode) -> Option<&[Polygon]> {
        let outlines = self.outlines.get_or_init(|| {
            let outlines = self.boundaries.iter().map(|boundary| (boundary.area.clone(), polygons(&boundary.geometry)));
            outlines.filter_map(|(area, polygons)| Some((area, polygons?))).collect()
        });
        outlines.get(area).map(Vec::as_slice)
    }
}

fn polygons(geometry: &str) -> Option<Vec<Polygon>> {
    match geometry.parse::<Geometry>().ok()?.value {
        GeometryValue::Polygon { coordinates } => Some(vec![polygon(&coordinates)]),
        GeometryValue::MultiPolygon { coordinates } => Some(coordinates.iter().map(|rings| polygon(rings)).collect()),
        _ => None,
    }
}

fn polygon(rings: &[Vec<geojson::Position>]) -> Polygon {
    let position = |position: &geojson::Position| match position.as_slice() {
        [longitude, latitude, ..] => Some(Position { longitude: *longitude, latitude: *latitude }),
        _ => None,
    };
    Polygon { rings: rings.iter().map(|ring| ring.iter().filter_map(position).collect()).collect() }
}
