//! Area boundaries from GeoJSON, matched by the code of each feature.

use std::collections::HashMap;
use std::sync::Arc;

use domain::area::AreaCode;
use domain::limits;
use domain::source::SourceId;
use domain::text::{MessageLanguage, normalise_name};
use geojson::{Feature, FeatureCollection, Geometry, GeometryValue};
use store::areas::Boundary;

use super::areas::{AreaCells, AreaMatcher};
use super::cell::{Cell, CellError, CellKind, Expected};
use super::rows::{Errors, Located};
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources, how_to_name_a_source, national_boundaries};
use crate::import::table::place::{ColumnPlace, clip, one_line};

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
pub(crate) const LARGEST_FILE: usize = 8 << 20;

/// The property of a feature whose outline is to be removed.
pub(crate) const REMOVE: &str = "remove";

/// The property of a feature whose source is another one than that of the collection.
pub(crate) const SOURCE: &str = "source";

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
pub(crate) fn read(
    request: &Request,
    bytes: &[u8],
    matcher: &AreaMatcher,
    sources: &Arc<KnownSources>,
) -> Result<BoundaryPlan, String> {
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
    // Editors on Windows write a byte-order mark, which JSON does not have.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(say(
            "this is not a GeoJSON feature collection; boundaries are GeoJSON, not a table".to_owned(),
            "GeoJSONではありません。境界は、表ではなく GeoJSON の FeatureCollection で取り込みます".to_owned(),
        ));
    }
    let collection: FeatureCollection = serde_json::from_slice(bytes).map_err(|error| {
        // The message may quote the file.
        let error = one_line(&error.to_string(), 200);
        say(
            format!("this is not a GeoJSON feature collection: {error}"),
            format!("GeoJSON の FeatureCollection ではありません: {error}"),
        )
    })?;
    let is_n03 = !collection.features.is_empty()
        && collection.features.iter().all(|feature| feature.property(CODE_OF_N03).is_some());
    let mut sources = NamedSources::of_request(request, sources, is_n03.then(national_boundaries));
    let of_collection = find_source(&mut sources, &collection, say)?;
    let has_own = |feature: &Feature| feature.property(SOURCE).is_some_and(|source| !source.is_null());
    if of_collection.is_none() && (collection.features.is_empty() || !collection.features.iter().all(has_own)) {
        let (how, how_ja) = how_to_name_a_source(request);
        return Err(say(
            format!("the file names no source; {how}, or with a member 'source' of the collection"),
            format!("出典がありません。{how_ja}、FeatureCollection の source に入れてください"),
        ));
    }
    // An area may be drawn in several features, such as a coast and its islands. All of them are its outline.
    let mut outlines: Vec<Outline> = Vec::new();
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
        let is_removal = removes(&feature).ok_or_else(|| {
            say(
                format!("feature {number} ({area}), {REMOVE}; expected true, for an outline that is to be removed"),
                format!("{number}番目の図形（{area}）の {REMOVE} は、境界を削除するときだけ true にしてください"),
            )
        })?;
        let source = match (property(SOURCE), &of_collection) {
            (None, Some(source)) => source.clone(),
            (own, _) => {
                let own = normalise_name(&own.unwrap_or_default());
                let limit = limits::max_chars(SOURCE);
                if own.chars().count() > limit {
                    return Err(say(
                        format!("feature {number} ({area}), {SOURCE}; expected at most {limit} characters"),
                        format!("{number}番目の図形（{area}） {SOURCE} は{limit}文字以内で入れてください"),
                    ));
                }
                sources.of_member(&own).map_err(|(english, japanese)| {
                    let own = clip(&own);
                    say(
                        format!("feature {number} ({area}), {SOURCE}: '{own}'; expected {english}"),
                        format!("{number}番目の図形（{area}） {SOURCE}「{own}」 正しくは {japanese}"),
                    )
                })?
            }
        };
        let geometry = feature
            .geometry
            .map(|geometry| geometry.value)
            .filter(|geometry| matches!(geometry, GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. }));
        let Some(geometry) = geometry else {
            return Err(say(
                format!("feature {number} ({area}) is not an outline; expected a Polygon or MultiPolygon"),
                format!("{number}番目の図形（{area}）が Polygon または MultiPolygon ではありません"),
            ));
        };
        if !is_on_earth(&geometry) {
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
        if let Some(points) = ring_without_area(&geometry) {
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
            Some(outline) => outline.parts.push(geometry),
            None => outlines.push(Outline { area, parts: vec![geometry], source, is_removal }),
        }
    }
    let boundary = |Outline { area, parts, source, is_removal }| {
        let boundary = Boundary { area, geometry: joined(parts).to_string(), source };
        Located { is_removal, ..Located::new(None, boundary) }
    };
    Ok(BoundaryPlan { boundaries: outlines.into_iter().map(boundary).collect(), sources })
}

/// The features of one area; what its first one says counts.
struct Outline {
    area: AreaCode,
    parts: Vec<GeometryValue>,
    source: SourceId,
    is_removal: bool,
}

/// Whether the outline of a feature is to be removed; `None` for a property that says neither. Programs that draw write a
/// mark as a word or a number.
fn removes(feature: &Feature) -> Option<bool> {
    use serde_json::Value as Json;
    match feature.property(REMOVE) {
        None | Some(Json::Null | Json::Bool(false)) => Some(false),
        Some(Json::Bool(true)) => Some(true),
        Some(Json::Number(number)) => match number.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Some(Json::String(word)) => match word.trim().to_lowercase().as_str() {
            "" | "no" | "false" => Some(false),
            "yes" | "true" | "削除" => Some(true),
            _ => None,
        },
        Some(_) => None,
    }
}

/// The source of the outlines: the one that the file names by id or title; then the one that it credits, if that is a
/// known one; then that of the request, or the national data set whose property names every feature has.
fn find_source(
    sources: &mut NamedSources,
    collection: &FeatureCollection,
    say: impl Fn(String, String) -> String,
) -> Result<Option<SourceId>, String> {
    let member = |name: &str| {
        let text = normalise_name(collection.foreign_members.as_ref()?.get(name)?.as_str()?);
        (!text.is_empty()).then_some(text)
    };
    // A credit is what its author likes it to be; a known source of another title may be meant by it.
    let (text, name, is_credit) = match (member("source"), member("attribution")) {
        (Some(text), _) => (text, "source", false),
        (None, Some(text)) => (text, "attribution", true),
        (None, None) => return Ok(sources.of_rest()),
    };
    let limit = limits::max_chars("source");
    if text.chars().count() > limit {
        return Err(say(
            format!("the member '{name}' is longer than {limit} characters; expected the source to credit"),
            format!("{name} が{limit}文字を超えています。出典を入れてください"),
        ));
    }
    match sources.of_member(&text) {
        Ok(source) => Ok(Some(source)),
        Err(_) if is_credit && sources.has_rest() => Ok(sources.of_rest()),
        Err((english, japanese)) => {
            let text = clip(&text);
            Err(say(
                format!("{name}: '{text}'; expected {english}, or say of the whole file where it comes from"),
                format!("{name}「{text}」 正しくは {japanese}。ファイル全体の出典としても指定できます"),
            ))
        }
    }
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

/// One outline of all parts of an area. Whatever else a program wrote into them is not published.
fn joined(mut parts: Vec<GeometryValue>) -> Geometry {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return Geometry::new(only);
    }
    let coordinates = parts.into_iter().flat_map(|part| match part {
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
    use crate::import::sources::named_source;
    use crate::import::{GivenSource, Kind};

    /// The sources of a database with a map.
    fn known() -> Arc<KnownSources> {
        Arc::new(KnownSources::of(vec![named_source("地図")]))
    }

    fn reading(rings: &str) -> Result<usize, String> {
        let file = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"271403"}},"geometry":{{"type":"Polygon","coordinates":[{rings}]}}}}]}}"#
        );
        let source = Some(GivenSource { title: "outlines".to_owned(), ..GivenSource::default() });
        let request = Request { source, ..Request::new(Kind::Boundaries, "a.geojson", DateTime::UNIX_EPOCH) };
        read(&request, file.as_bytes(), &AreaMatcher::default(), &known()).map(|plan| plan.boundaries.len())
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

    /// The boundaries of a file with these members beside its features and inside its only outline.
    fn with_members(of_file: &str, of_outline: &str) -> Result<BoundaryPlan, String> {
        let file = format!(
            r#"{{"type":"FeatureCollection",{of_file}"features":[{{"type":"Feature","properties":{{"code":"271403"}},"geometry":{{"type":"Polygon",{of_outline}"coordinates":[[[135.5,34.5],[135.6,34.5],[135.6,34.6],[135.5,34.5]]]}}}}]}}"#
        );
        let request = Request::new(Kind::Boundaries, "a.geojson", DateTime::UNIX_EPOCH);
        read(&request, file.as_bytes(), &AreaMatcher::default(), &known())
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_and_a_table_is_told_from_an_outline() {
        let request = Request::new(Kind::Boundaries, "a.geojson", DateTime::UNIX_EPOCH);
        let read = |text: &str| read(&request, text.as_bytes(), &AreaMatcher::default(), &known()).map(|_| ());
        assert_eq!(read("\u{FEFF}{\"type\":\"FeatureCollection\",\"source\":\"地図\",\"features\":[]}"), Ok(()));
        let refused = read("団体コード,人口\n").expect_err("a table");
        assert!(refused.contains("not a table"), "{refused}");
    }

    #[test]
    fn only_the_shape_of_an_outline_is_published() {
        let plan =
            with_members(r#""source":"地図","#, r#""bbox":[0,0,1,1],"editor":"C:\\Users\u0000","#).expect("an outline");
        let geometry: serde_json::Value =
            serde_json::from_str(&plan.boundaries[0].what.geometry).expect("what was written is JSON");
        assert_eq!(geometry.as_object().map(serde_json::Map::len), Some(2), "{geometry}");
    }

    #[test]
    fn the_source_that_a_file_names_is_a_known_one_in_any_width() {
        let title = |members: &str| {
            let plan = with_members(members, "")?;
            Ok::<_, String>(plan.sources.titles().map(ToOwned::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(title(r#""source":" 地\u200b図\n","#), Ok(vec!["地図".to_owned()]));
        assert_eq!(title(r#""attribution":"国土数値情報（行政区域データ Ｎ03）","#).map(|titles| titles.len()), Ok(1));
        for nothing in ["", r#""source":"\u200b ","#, r#""source":7,"#] {
            let refused = title(nothing).expect_err("nobody is named");
            assert!(refused.contains("names no source"), "{nothing}: {refused}");
        }
        for unknown in ["source", "attribution"] {
            let refused = title(&format!(r#""{unknown}":"地図帳","#)).expect_err("unknown");
            assert!(refused.contains("地図帳") && refused.contains("the nearest are 地図 (地図)"), "{refused}");
        }
        let refused = title(&format!(r#""source":"{}","#, "a".repeat(limits::TEXT + 1))).expect_err("too long");
        assert!(refused.contains("'source'") && refused.contains("4000 characters"), "{refused}");
    }

    #[test]
    fn a_feature_may_have_a_source_of_its_own_and_may_say_that_its_outline_goes() {
        let reading = |properties: &str| {
            let file = format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"271403",{properties}}},"geometry":{{"type":"Polygon","coordinates":[[[135.5,34.5],[135.6,34.5],[135.6,34.6],[135.5,34.5]]]}}}}]}}"#
            );
            let request = Request::new(Kind::Boundaries, "a.geojson", DateTime::UNIX_EPOCH);
            let plan = read(&request, file.as_bytes(), &AreaMatcher::default(), &known())?;
            Ok::<_, String>((plan.boundaries[0].what.source.to_string(), plan.boundaries[0].is_removal))
        };
        let map = known().find("地図").map(|source| source.id.to_string()).expect("a source");
        assert_eq!(reading(r#""source":"地図""#), Ok((map.clone(), false)));
        for marked in ["true", "\"yes\"", "1"] {
            assert_eq!(reading(&format!(r#""source":"地図","remove":{marked}"#)), Ok((map.clone(), true)), "{marked}");
        }
        for wrong in [r#""source":"地図","remove":"maybe""#, r#""source":"地図","remove":2"#] {
            assert!(reading(wrong).expect_err("neither").contains("expected true"), "{wrong}");
        }
        assert!(reading(r#""source":"地図帳""#).expect_err("unknown").contains("feature 1 (271403), source: '地図帳'"));
        assert!(reading(r#""remove":true"#).expect_err("no source").contains("names no source"));
    }

    #[test]
    fn a_credit_that_is_no_known_source_gives_way_to_the_source_of_the_whole_file() {
        let file = r#"{"type":"FeatureCollection","attribution":"作者","features":[]}"#;
        let given =
            GivenSource {
                title: "区の境界図".to_owned(), publisher: "堺市".to_owned(), ..GivenSource::default()
            };
        let request =
            Request { source: Some(given), ..Request::new(Kind::Boundaries, "a.geojson", DateTime::UNIX_EPOCH) };
        let plan = read(&request, file.as_bytes(), &AreaMatcher::default(), &known()).expect("a source");
        assert_eq!(plan.sources.titles().collect::<Vec<_>>(), ["区の境界図"]);
    }
}
