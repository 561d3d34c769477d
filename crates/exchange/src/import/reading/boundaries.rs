//! Area boundaries from GeoJSON, matched by the code of each feature.

use std::collections::HashMap;

use domain::area::AreaCode;
use domain::text::MessageLanguage;
use geojson::{FeatureCollection, Geometry, GeometryValue};
use store::areas::Boundary;

use super::rows::FromRow;
use crate::import::request::Request;
use crate::import::sources::{NamedSources, source_id};

/// Properties that hold the area code: Tetsuzuki's own first, then those of 国土数値情報.
const CODE_PROPERTIES: [&str; 5] = ["code", "code6", "code5", "N03_007", "団体コード"];

/// The largest boundary file in bytes. In memory, each point takes many times its size in the file.
const LARGEST_FILE: usize = 8 << 20;

/// Boundaries to save.
#[derive(Debug, Default)]
pub(crate) struct BoundaryPlan {
    pub boundaries: Vec<FromRow<Boundary>>,
    pub sources: NamedSources,
}

/// Reads a feature collection.
///
/// # Errors
/// One line that says what is wrong with the file and what is expected.
pub(crate) fn read(request: &Request, bytes: &[u8]) -> Result<BoundaryPlan, String> {
    let say = |english: String, japanese: String| match request.language {
        MessageLanguage::English => english,
        MessageLanguage::Japanese => japanese,
    };
    if bytes.len() > LARGEST_FILE {
        let megabytes = LARGEST_FILE >> 20;
        return Err(say(
            format!(
                "the file is larger than {megabytes} MB; right would be outlines of fewer points, or of fewer areas"
            ),
            format!("ファイルが大きすぎます（上限{megabytes}MB）。境界を簡略化するか、団体ごとに分けてください"),
        ));
    }
    let collection: FeatureCollection = serde_json::from_slice(bytes).map_err(|error| {
        say(
            format!("this is no GeoJSON feature collection: {error}"),
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
        if !is_on_earth(&geometry.value) {
            return Err(say(
                format!(
                    "feature {number} ({area}) has points that are not on earth; right would be degrees, longitude first: -180 to 180, latitude -90 to 90"
                ),
                format!(
                    "{number}番目の図形（{area}）の座標が範囲外です。経度（-180〜180）、緯度（-90〜90）の順に度で入れてください"
                ),
            ));
        }
        if let Some(points) = ring_without_area(&geometry.value) {
            return Err(say(
                format!(
                    "feature {number} ({area}) has a ring of {points} points that encloses nothing; right would be rings of four points or more, the last the same as the first, not all on one line"
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
        FromRow { line: None, what: boundary }
    };
    plan.boundaries = outlines.into_iter().map(boundary).collect();
    Ok(plan)
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
        read(&request, file.as_bytes()).map(|plan| plan.boundaries.len())
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
