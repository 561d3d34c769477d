//! Area boundaries from GeoJSON, matched by the code of each feature.

use std::collections::HashMap;

use domain::area::AreaCode;
use domain::text::MessageLanguage;
use geojson::{FeatureCollection, Geometry, GeometryValue};
use store::areas::Boundary;

use super::areas::{AreaCells, AreaMatcher};
use super::cell::{Cell, CellError, CellKind, Expected};
use super::rows::{Errors, Located};
use crate::import::request::Request;
use crate::import::sources::{NamedSources, source_id};
use crate::import::table::place::ColumnPlace;

/// Properties that hold the area code: Tetsuzuki's own first, then those of 国土数値情報.
const CODE_PROPERTIES: [&str; 5] = ["code", "code6", CODE_OF_FIVE, CODE_OF_N03, "団体コード"];

/// Properties whose codes have five digits, without the check digit.
const CODE_OF_FIVE: &str = "code5";
const CODE_OF_N03: &str = "N03_007";

/// The properties of 国土数値情報 that hold the prefecture, and those that together hold the name: county or designated
/// city, municipality or ward, and the ward in editions from 2024 on.
const PREFECTURE_OF_N03: &str = "N03_001";
const NAMES_OF_N03: [&str; 3] = ["N03_003", "N03_004", "N03_005"];

/// The largest boundary file in bytes. In memory, each point takes many times its size in the file.
const LARGEST_FILE: usize = 8 << 20;

/// Boundaries to save.
#[derive(Debug, Default)]
pub(crate) struct BoundaryPlan {
    pub boundaries: Vec<Located<Boundary>>,
    pub sources: NamedSources,
}

/// Reads a feature collection.
///
/// # Errors
/// One line that says what is wrong with the file and what is expected.
pub(crate) fn read(request: &Request, bytes: &[u8], matcher: &AreaMatcher) -> Result<BoundaryPlan, String> {
    let say = |english: String, japanese: String| match request.language {
        MessageLanguage::English => english,
        MessageLanguage::Japanese => japanese,
    };
    if bytes.len() > LARGEST_FILE {
        let megabytes = LARGEST_FILE >> 20;
        return Err(say(
            format!("the file is larger than {megabytes} MB; use outlines with fewer points, or fewer areas"),
            format!("ファイルが大きすぎます（上限{megabytes}MB）。境界を簡略化するか、団体ごとに分けてください"),
        ));
    }
    let collection: FeatureCollection = serde_json::from_slice(bytes).map_err(|error| {
        say(
            format!("this is not a GeoJSON feature collection: {error}"),
            format!("GeoJSON の FeatureCollection ではありません: {error}"),
        )
    })?;
    let mut plan = BoundaryPlan::default();
    let mut source = request.default_source();
    // A file may name the id of its source, or at least whom to credit.
    let member = |name: &str| collection.foreign_members.as_ref()?.get(name)?.as_str();
    if let Some(text) = member("source").or_else(|| member("attribution")) {
        text.clone_into(&mut source.title);
        text.clone_into(&mut source.title_en);
        source.id = source_id(text);
    }
    plan.sources.add(source.clone());
    // An area may be drawn in several features, such as a coast and its islands. All of them are its outline.
    let mut outlines: Vec<(AreaCode, Vec<Geometry>)> = Vec::new();
    let mut position: HashMap<AreaCode, usize> = HashMap::new();
    for (number, feature) in (1..).zip(collection.features) {
        let property = |name: &str| match feature.property(name)? {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let Some((column, text)) = CODE_PROPERTIES.into_iter().find_map(|name| Some((name, property(name)?))) else {
            return Err(say(
                format!("feature {number} has no code; expected a property 'code' with the local government code"),
                format!("{number}番目の図形にコードがありません。プロパティ code に団体コードを入れてください"),
            ));
        };
        let prefecture = property(PREFECTURE_OF_N03).unwrap_or_default();
        let name: String = NAMES_OF_N03.into_iter().filter_map(property).collect();
        let area = find_area(request, matcher, column, &text, &prefecture, &name).map_err(|error| {
            let (place, value, expected) = (&error.column, &error.value, error.expected.describe(request.language));
            say(
                format!("feature {number}, {place}: '{value}'; expected {expected}"),
                format!("{number}番目の図形 {place}:「{value}」 正しくは {expected}"),
            )
        })?;
        let geometry = feature.geometry.filter(|geometry| {
            matches!(geometry.value, GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. })
        });
        let Some(geometry) = geometry else {
            return Err(say(
                format!("feature {number} ({area}) is not an outline; expected a Polygon or MultiPolygon"),
                format!("{number}番目の図形（{area}）が Polygon または MultiPolygon ではありません"),
            ));
        };
        if !is_on_earth(&geometry.value) {
            return Err(say(
                format!(
                    "feature {number} ({area}) has points outside the valid range; expected degrees, longitude first: \
                     -180 to 180, latitude -90 to 90"
                ),
                format!(
                    "{number}番目の図形（{area}）の座標が範囲外です。経度（-180〜180）、緯度（-90〜90）の順に度で入れてください"
                ),
            ));
        }
        if let Some(points) = ring_without_area(&geometry.value) {
            return Err(say(
                format!(
                    "feature {number} ({area}) has a ring of {points} points that encloses nothing; expected rings of \
                     four points or more, the last the same as the first, not all on one line"
                ),
                format!(
                    "{number}番目の図形（{area}）に、面積のない輪（{points}点）があります。4点以上で、最後の点が最初と同じで、一直線に並ばない輪にしてください"
                ),
            ));
        }
        let at = *position.entry(area.clone()).or_insert(outlines.len());
        match outlines.get_mut(at) {
            Some((_, parts)) => parts.push(geometry),
            None => outlines.push((area, vec![geometry])),
        }
    }
    let boundary = |(area, parts)| {
        let boundary = Boundary { area, geometry: joined(parts).to_string(), source: source.id.clone() };
        Located { line: None, what: boundary }
    };
    plan.boundaries = outlines.into_iter().map(boundary).collect();
    Ok(plan)
}

/// The area of a feature by its code, which must agree with the names beside it.
fn find_area(
    request: &Request,
    matcher: &AreaMatcher,
    column: &'static str,
    code: &str,
    prefecture: &str,
    name: &str,
) -> Result<AreaCode, CellError> {
    let place = |header: &str| ColumnPlace { letter: None, header: header.to_owned() };
    let places = [place(column), place(PREFECTURE_OF_N03), place(NAMES_OF_N03[1])];
    let cell =
        |number: usize, text| Cell { line: 0, key: "area_name", place: &places[number], text, kind: CellKind::Text };
    let cells = AreaCells { code: cell(0, code), prefecture: cell(1, prefecture), name: cell(2, name), on: None };
    let has_five_digits = [CODE_OF_FIVE, CODE_OF_N03].contains(&column);
    let mut errors = Errors::default();
    let found = matcher.for_features(request, has_five_digits).find(&cells, &mut errors);
    match (found, errors.into_cells().into_iter().next()) {
        (Some(area), None) => Ok(area.code),
        (_, Some(error)) => Err(error),
        (None, None) => Err(cells.code.refused(Expected::Filled)),
    }
}

/// One outline of all parts of an area.
fn joined(mut parts: Vec<Geometry>) -> Geometry {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    let coordinates = parts.into_iter().flat_map(|part| match part.value {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates,
        _ => Vec::new(),
    });
    Geometry::new(GeometryValue::MultiPolygon { coordinates: coordinates.collect() })
}

/// Whether every point is a valid longitude and latitude.
fn is_on_earth(geometry: &GeometryValue) -> bool {
    let is_place = |point: &geojson::Position| {
        matches!(point.as_slice(), [longitude, latitude, ..]
            if (-180.0..=180.0).contains(longitude) && (-90.0..=90.0).contains(latitude))
    };
    match geometry {
        GeometryValue::Polygon { coordinates } => coordinates.iter().flatten().all(is_place),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().flatten().all(is_place),
        _ => false,
    }
}

/// The number of points of the first ring without an area: it has too few points, repeats one point or is a line.
fn ring_without_area(geometry: &GeometryValue) -> Option<usize> {
    let without = |ring: &&Vec<geojson::Position>| ring.len() < 4 || !encloses(ring);
    match geometry {
        GeometryValue::Polygon { coordinates } if coordinates.is_empty() => Some(0),
        GeometryValue::Polygon { coordinates } => coordinates.iter().find(without).map(Vec::len),
        GeometryValue::MultiPolygon { coordinates } if coordinates.iter().any(Vec::is_empty) => Some(0),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().find(without).map(Vec::len),
        _ => None,
    }
}

/// Whether a ring has an area. Coordinates are taken relative to the first point, because rounding far from the origin
/// would swamp a small area. A ring below the rounding error of coordinates in degrees counts as a line.
fn encloses(ring: &[geojson::Position]) -> bool {
    const ROUNDING: f64 = 1e-13;
    let [first, ..] = ring else { return false };
    let from_first = |point: &geojson::Position| {
        let (here, there) = (point.as_slice(), first.as_slice());
        (here[0] - there[0], here[1] - there[1])
    };
    let (mut doubled, mut extent) = (0.0_f64, 0.0_f64);
    for pair in ring.windows(2) {
        let ((x, y), (next_x, next_y)) = (from_first(&pair[0]), from_first(&pair[1]));
        doubled += x * next_y - next_x * y;
        extent = extent.max(next_x.abs()).max(next_y.abs());
    }
    doubled.abs() > extent * ROUNDING
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::import::Kind;

    fn reading(rings: &str) -> Result<usize, String> {
        let file = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"271403"}},"geometry":{{"type":"Polygon","coordinates":[{rings}]}}}}]}}"#
        );
        let request = Request::new(Kind::Boundaries, "a.geojson", DateTime::UNIX_EPOCH);
        read(&request, file.as_bytes(), &AreaMatcher::default()).map(|plan| plan.boundaries.len())
    }

    #[test]
    fn a_ring_that_encloses_nothing_is_refused_in_words() {
        assert_eq!(reading("[[135.5,34.5],[135.6,34.5],[135.6,34.6],[135.5,34.5]]"), Ok(1));
        assert_eq!(reading("[[135.5,34.5],[135.500001,34.5],[135.500001,34.500001],[135.5,34.5]]"), Ok(1));
        for rings in [
            "",
            "[]",
            "[[135.5,34.5]]",
            "[[135.5,34.5],[135.6,34.5],[135.5,34.5]]",
            "[[135.5,34.5],[135.5,34.5],[135.5,34.5],[135.5,34.5]]",
            "[[135.5,34.5],[135.6,34.6],[135.7,34.7],[135.5,34.5]]",
            "[[135.5,34.5],[135.6,34.5],[135.6,34.6],[135.5,34.5]],[[1,1],[1,1],[1,1],[1,1]]",
        ] {
            let words = reading(rings).expect_err("nothing enclosed");
            assert!(words.contains("encloses nothing") && words.lines().count() == 1, "{rings}: {words}");
        }
    }
}
