//! A map from boundaries, shaded by classes of a sequential palette.

use std::fmt::Write as _;

use super::geometry::{Polygon, Projection, Ring, inside, roomiest_point};
use super::lettering::text_width;
use super::line_ends::Frame;
use super::markup::{Anchor, Role, Style, frame, hatch, linked, number, path, text};
use super::shading::{LegendPlace, MapClass, draw_legend, shade, value_text};
use super::{Caption, Width};

/// One area of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapArea {
    pub name: String,
    /// 0 to 100; `None` is hatched and labelled [`AreaMap::unknown_text`].
    pub percent: Option<f64>,
    /// Its polygons, including islands.
    pub polygons: Vec<Polygon>,
    /// The link of the area.
    pub href: Option<String>,
}

/// What [`area_map`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaMap {
    pub caption: Caption,
    pub width: Width,
    pub areas: Vec<MapArea>,
    /// Two to seven, lowest first.
    pub classes: Vec<MapClass>,
    /// Used in the legend and in tooltips for areas without a value.
    pub unknown_text: String,
}

/// Areas shaded by class, each with its name and value at the best point inside. If the text does not fit, the area
/// gets a number, and the text goes into a list below.
#[must_use]
pub fn area_map(map: &AreaMap) -> String {
    let units = map.width.units();
    let (room_x, room_y) = match map.width {
        Width::Wide => (units - 180.0, 520.0),
        Width::Narrow => (units - 4.0, 420.0),
    };
    let positions = map.areas.iter().flat_map(|area| &area.polygons).flat_map(|polygon| &polygon.rings).flatten();
    let projection = Projection::fitted(positions.copied(), room_x, room_y);
    let (across, down) = projection.as_ref().map_or((0.0, 0.0), |fitted| (fitted.width, fitted.height));
    let shift = (2.0 + (room_x - across) / 2.0, 4.0);
    let outlines: Vec<Vec<Ring>> = map
        .areas
        .iter()
        .map(|area| projection.as_ref().map_or_else(Vec::new, |fitted| rings(area, fitted, shift)))
        .collect();

    let unknown = map.areas.iter().any(|area| area.percent.is_none_or(|value| !value.is_finite()));
    let mut body = if unknown { hatch(&map.caption.id, "unknown", "hatch-unknown") } else { String::new() };
    for (area, outline) in map.areas.iter().zip(&outlines) {
        draw_area(&mut body, map, area, outline);
    }
    let keyed = draw_labels(&mut body, map, &outlines);
    let mut bottom = down + 16.0;
    let unknown = unknown.then_some(map.unknown_text.as_str());
    let legend = LegendPlace::for_map(map.width, bottom);
    let legend_end = draw_legend(&mut body, &map.caption.id, &map.classes, unknown, map.width, legend);
    bottom = bottom.max(legend_end);
    bottom = draw_key(&mut body, map, &keyed, bottom);
    let role = Role::with_links(map.areas.iter().any(|area| area.href.is_some()));
    frame(&map.caption, "chart-map", map.width, bottom + 2.0, role, &body)
}

fn rings(area: &MapArea, projection: &Projection, shift: (f64, f64)) -> Vec<Ring> {
    area.polygons
        .iter()
        .flat_map(|polygon| &polygon.rings)
        .map(|ring| projection.ring(ring).into_iter().map(|(x, y)| (x + shift.0, y + shift.1)).collect())
        .filter(|ring: &Ring| ring.len() > 2)
        .collect()
}

fn draw_area(markup: &mut String, map: &AreaMap, area: &MapArea, outline: &[Ring]) {
    let mut drawn = String::new();
    for ring in outline {
        // The Z command closes a ring, so a repeated first position is dropped.
        let points = if ring.first() == ring.last() { &ring[..ring.len() - 1] } else { &ring[..] };
        for (place, (x, y)) in points.iter().enumerate() {
            let _ = write!(drawn, "{}{} {}", if place == 0 { 'M' } else { 'L' }, number(*x), number(*y));
        }
        drawn.push('Z');
    }
    if drawn.is_empty() {
        return;
    }
    let tooltip = format!("{} {}", area.name, value_text(area.percent, &map.unknown_text));
    let style = match shade(area.percent, &map.classes) {
        Some(shade) => Style::class(format!("shape class-{shade}")),
        None => Style::class("shape unknown").hatched(&map.caption.id, "unknown"),
    };
    let style = style.attribute("fill-rule", "evenodd").tooltip(&tooltip);
    linked(markup, area.href.as_deref(), &tooltip, |markup| path(markup, &style, &drawn));
}

/// Writes the labels that fit; returns the number and the area of those that do not.
fn draw_labels<'a>(markup: &mut String, map: &'a AreaMap, outlines: &[Vec<Ring>]) -> Vec<(usize, &'a MapArea)> {
    let size = map.width.label_size();
    let mut keyed = Vec::new();
    for (area, outline) in map.areas.iter().zip(outlines) {
        let value = value_text(area.percent, "—");
        let width = text_width(&area.name, size).max(text_width(&value, size));
        let height = size * 2.4;
        let Some((x, y)) = roomiest_point(outline, (width / height).clamp(1.0, 3.0)) else {
            continue;
        };
        let class = shade(area.percent, &map.classes)
            .map_or_else(|| "on-unknown halo".to_owned(), |shade| format!("on-class-{shade}"));
        let place =
            Frame { left: x - width / 2.0, top: y - height / 2.0, right: x + width / 2.0, bottom: y + height / 2.0 };
        let name = Style::class(format!("area-name {class}"));
        if fits_inside(&place, outline) {
            text(markup, &name, x, y - size * 0.15, Anchor::Middle, size, &area.name);
            let style = Style::class(format!("area-value {class}"));
            text(markup, &style, x, y + size * 1.05, Anchor::Middle, size, &value);
        } else {
            let place = keyed.len() + 1;
            text(markup, &name, x, y + size * 0.36, Anchor::Middle, size, &place.to_string());
            keyed.push((place, area));
        }
    }
    keyed
}

/// Whether the corners and the midpoints of the sides of a text's frame are all inside. The outer tenth of the frame is
/// padding.
fn fits_inside(place: &Frame, outline: &[Ring]) -> bool {
    let (x, y) = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
    let (reach_x, reach_y) = ((place.right - place.left) * 0.45, (place.bottom - place.top) * 0.45);
    [-1.0, -0.5, 0.0, 0.5, 1.0]
        .iter()
        .all(|across| [-1.0, 0.0, 1.0].iter().all(|down| inside(outline, (x + across * reach_x, y + down * reach_y))))
}

/// The numbered list of areas that are too small for their own label.
fn draw_key(markup: &mut String, map: &AreaMap, keyed: &[(usize, &MapArea)], top: f64) -> f64 {
    let size = map.width.label_size();
    let entries: Vec<String> = keyed
        .iter()
        .map(|(number, area)| format!("{number} {} {}", area.name, value_text(area.percent, "—")))
        .collect();
    let widest = entries.iter().map(|entry| text_width(entry, size)).fold(0.0, f64::max) + 18.0;
    let (mut x, mut y) = (2.0, top + size);
    for entry in &entries {
        if x > 2.0 && x + widest > map.width.units() + 18.0 {
            (x, y) = (2.0, y + size * 1.6);
        }
        text(markup, &Style::class("label"), x, y, Anchor::Start, size, entry);
        x += widest;
    }
    if entries.is_empty() { top } else { y + size * 0.6 }
}
