//! A honeycomb of tiles for the same areas, used when there are no boundaries.

use super::lettering::wrap;
use super::markup::{Anchor, Paragraph, Role, Style, frame, hatch, linked, number, paragraph, path, text};
use super::shading::{LegendPlace, MapClass, draw_legend, shade, value_text};
use super::{Caption, Width, to_f64};

/// One area as a tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub name: String,
    /// 0 to 100; `None` is hatched.
    pub percent: Option<f64>,
    pub href: Option<String>,
}

/// What [`schematic_map`] draws.
#[derive(Clone, Debug, PartialEq)]
pub struct SchematicMap {
    pub caption: Caption,
    pub width: Width,
    /// Placed row by row in this order.
    pub tiles: Vec<Tile>,
    /// Two to seven, lowest first.
    pub classes: Vec<MapClass>,
    pub unknown_text: String,
}

/// Hexagonal tiles in a compact honeycomb, shaded and linked like the map.
#[must_use]
pub fn schematic_map(map: &SchematicMap) -> String {
    let units = map.width.units();
    let size = map.width.label_size();
    let room = match map.width {
        Width::Wide => units - 180.0,
        Width::Narrow => units - 4.0,
    };
    let rows = honeycomb(map.tiles.len());
    let longest = rows.iter().copied().max().unwrap_or(1);
    let tile = (room / to_f64(longest)).min(118.0);
    let side = tile / 3.0_f64.sqrt();
    let unknown = map.tiles.iter().any(|tile| tile.percent.is_none_or(|value| !value.is_finite()));
    let mut body = if unknown { hatch(&map.caption.id, "unknown", "hatch-unknown") } else { String::new() };
    let places = honeycomb_places(&rows, tile, 2.0 + room / 2.0, side + 3.0);
    for (area, place) in map.tiles.iter().zip(&places) {
        draw_tile(&mut body, map, area, *place, (tile, side), size);
    }
    let mut bottom = places.last().map_or(0.0, |(_, y)| y + side) + 14.0;
    let legend = LegendPlace::for_map(map.width, bottom);
    let unknown = unknown.then_some(map.unknown_text.as_str());
    bottom = bottom.max(draw_legend(&mut body, &map.caption.id, &map.classes, unknown, map.width, legend));
    let role = Role::with_links(map.tiles.iter().any(|tile| tile.href.is_some()));
    frame(&map.caption, "chart-map chart-schematic", map.width, bottom + 2.0, role, &body)
}

/// Index of the first row with the most tiles, to which the other rows are aligned.
fn widest_row(rows: &[usize]) -> usize {
    let most = rows.iter().max();
    rows.iter().position(|columns| Some(columns) == most).unwrap_or(0)
}

/// The number of tiles in each row: rows of `n` and `n − 1` in turn. Of the two possible starts, the one with the
/// fuller last row is used, so that seven tiles become two, three, two.
fn honeycomb(tiles: usize) -> Vec<usize> {
    let columns = (1..).find(|columns| columns * columns >= tiles).unwrap_or(1).max(1);
    let filled = |long_first: bool| {
        let mut rows = Vec::new();
        let mut left = tiles;
        while left > 0 {
            let long = (rows.len() % 2 == 0) == long_first;
            let row = if long { columns } else { (columns - 1).max(1) }.min(left);
            rows.push(row);
            left -= row;
        }
        rows
    };
    let (long_first, short_first) = (filled(true), filled(false));
    let missing = |rows: &[usize]| rows.last().map_or(0, |last| columns - last);
    let key = |rows: &[usize]| (rows.len(), missing(rows));
    // If both are equally full, the one that is the same upside down.
    let uneven = |rows: &[usize]| rows.iter().ne(rows.iter().rev());
    if (uneven(&short_first), key(&short_first)) < (uneven(&long_first), key(&long_first)) {
        short_first
    } else {
        long_first
    }
}

/// Centres of the tiles, row by row around `middle_x`, with the first row at `top`. The tiles of one row are above the
/// gaps of the next, even if the last row is not full.
fn honeycomb_places(rows: &[usize], tile: f64, middle_x: f64, top: f64) -> Vec<(f64, f64)> {
    let longest = rows.iter().copied().max().unwrap_or(0);
    let first_longest = widest_row(rows);
    let mut places = Vec::new();
    for (row, columns) in rows.iter().enumerate() {
        let in_step = row % 2 == first_longest % 2;
        // A centred row that is shorter than the longest by an odd number falls between its columns.
        let between = (longest - columns) % 2 == 1;
        let shift = if between == in_step { tile / 2.0 } else { 0.0 };
        let left = middle_x - tile * (to_f64(*columns) - 1.0) / 2.0 + shift;
        // Rows of pointy-top hexagons are one and a half sides apart.
        let y = top + to_f64(row) * tile / 3.0_f64.sqrt() * 1.5;
        places.extend((0..*columns).map(|column| (left + to_f64(column) * tile, y)));
    }
    places
}

fn draw_tile(
    markup: &mut String,
    map: &SchematicMap,
    area: &Tile,
    (x, y): (f64, f64),
    (width, side): (f64, f64),
    size: f64,
) {
    // A small gap between tiles.
    let (half, side) = (width / 2.0 - 1.5, side - 1.7);
    let corners =
        [(0.0, -side), (half, -side / 2.0), (half, side / 2.0), (0.0, side), (-half, side / 2.0), (-half, -side / 2.0)];
    let corners: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{} {}", number(x + dx), number(y + dy))).collect();
    let outline = format!("M{}Z", corners.join("L"));
    let tooltip = format!("{} {}", area.name, value_text(area.percent, &map.unknown_text));
    let (style, on) = match shade(area.percent, &map.classes) {
        Some(shade) => (Style::class(format!("shape class-{shade}")), format!("on-class-{shade}")),
        None => (Style::class("shape unknown").hatched(&map.caption.id, "unknown"), "on-unknown halo".to_owned()),
    };
    let style = style.tooltip(&tooltip);
    linked(markup, area.href.as_deref(), &tooltip, |markup| path(markup, &style, &outline));
    let lines = wrap(&area.name, size, width - 14.0, 2).len().max(1);
    let top = y - size * 1.25 * to_f64(lines + 1) / 2.0;
    let class = format!("area-name {on}");
    let name =
        Paragraph { class: &class, x, y: top + size, anchor: Anchor::Middle, size, limit: width - 14.0, lines: 2 };
    paragraph(markup, &name, &area.name);
    let value = value_text(area.percent, "—");
    let baseline = top + size + to_f64(lines) * size * 1.25;
    text(markup, &Style::class(format!("area-value {on}")), x, baseline, Anchor::Middle, size, &value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_wards_become_a_flower() {
        assert_eq!(honeycomb(7), [2, 3, 2]);
    }

    #[test]
    fn tiles_touch_but_never_cover_each_other() {
        for tiles in 1..=60 {
            let places = honeycomb_places(&honeycomb(tiles), 100.0, 0.0, 0.0);
            assert_eq!(places.len(), tiles);
            for (at, (x, y)) in places.iter().enumerate() {
                let apart = |(other_x, other_y): &(f64, f64)| (x - other_x).hypot(y - other_y);
                assert!(places[..at].iter().all(|other| apart(other) > 99.9), "{tiles} tiles: {places:?}");
            }
        }
    }

    #[test]
    fn every_number_of_areas_finds_a_tile_for_each() {
        assert!(honeycomb(0).is_empty());
        for tiles in 1..=80 {
            assert_eq!(honeycomb(tiles).iter().sum::<usize>(), tiles);
        }
    }
}
