//! The same areas as tiles of a honeycomb, where there are no boundaries.

use super::area_map::{open_link, value_text};
use super::markup::{Anchor, Paragraph, Role, frame, hatch, hatch_fill, number, paragraph, path, text};
use super::shading::{LegendPlace, MapClass, draw_legend, shade};
use super::{Caption, Width};

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
    /// Filled row by row in this order.
    pub tiles: Vec<Tile>,
    /// Two to seven, from the least.
    pub classes: Vec<MapClass>,
    pub unknown_text: String,
}

/// Six-sided tiles in a compact honeycomb, shaded and linked like the map.
#[must_use]
pub fn schematic_map(map: &SchematicMap) -> String {
    let units = map.width.units();
    let size = map.width.label_size();
    let room = match map.width {
        Width::Wide => units - 180.0,
        Width::Narrow => units - 4.0,
    };
    let rows = honeycomb(map.tiles.len());
    let longest = rows.iter().copied().max().unwrap_or(1).max(1);
    let tile = (room / count(longest)).min(118.0);
    // Of a hexagon on its point: side length, and the distance of two rows.
    let side = tile / 3.0_f64.sqrt();
    let unknown = map.tiles.iter().any(|tile| tile.percent.is_none_or(|value| !value.is_finite()));
    let mut body = if unknown { hatch(&map.caption.id, "unknown", "hatch-unknown") } else { String::new() };
    let mut tiles = map.tiles.iter();
    let mut middle_y = side + 3.0;
    for (row, columns) in rows.iter().enumerate() {
        // Every other row stands half a tile to the side of its neighbours.
        let half = if (longest - columns) % 2 == 0 && row % 2 != widest_row(&rows) % 2 { tile / 2.0 } else { 0.0 };
        let mut middle_x = 2.0 + room / 2.0 - tile * (count(*columns) - 1.0) / 2.0 + half;
        for area in tiles.by_ref().take(*columns) {
            draw_tile(&mut body, map, area, (middle_x, middle_y), (tile, side), size);
            middle_x += tile;
        }
        middle_y += side * 1.5;
    }
    let mut bottom = middle_y - side * 0.5 + 14.0;
    let legend = match map.width {
        Width::Wide => LegendPlace::Beside { left: units - 165.0, top: 8.0 },
        Width::Narrow => LegendPlace::Below { top: bottom },
    };
    let unknown = unknown.then_some(map.unknown_text.as_str());
    bottom = bottom.max(draw_legend(&mut body, &map.caption.id, &map.classes, unknown, map.width, legend));
    let role = if map.tiles.iter().any(|tile| tile.href.is_some()) { Role::LinkGroup } else { Role::Picture };
    frame(&map.caption, "chart-map chart-schematic", map.width, bottom + 2.0, role, &body)
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Place of the first row with the most tiles, on which the others are aligned.
fn widest_row(rows: &[usize]) -> usize {
    let most = rows.iter().max();
    rows.iter().position(|columns| Some(columns) == most).unwrap_or(0)
}

/// How many tiles each row holds: rows of `n` and `n − 1` in turn, beginning with whichever leaves
/// the last row fuller, so that seven become two, three, two.
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
    // Of two equally full, the one that is the same upside down.
    let uneven = |rows: &[usize]| rows.iter().ne(rows.iter().rev());
    if (uneven(&short_first), key(&short_first)) < (uneven(&long_first), key(&long_first)) {
        short_first
    } else {
        long_first
    }
}

fn draw_tile(
    markup: &mut String,
    map: &SchematicMap,
    area: &Tile,
    (x, y): (f64, f64),
    (width, side): (f64, f64),
    size: f64,
) {
    // A little air between tiles.
    let (half, side) = (width / 2.0 - 1.5, side - 1.7);
    let corners =
        [(0.0, -side), (half, -side / 2.0), (half, side / 2.0), (0.0, side), (-half, side / 2.0), (-half, -side / 2.0)];
    let corners: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{} {}", number(x + dx), number(y + dy))).collect();
    let outline = format!("M{}Z", corners.join("L"));
    let tooltip = format!("{} {}", area.name, value_text(area.percent, &map.unknown_text));
    let close = open_link(markup, area.href.as_deref(), &tooltip);
    let shade = shade(area.percent, &map.classes);
    let on = match shade {
        Some(shade) => {
            path(markup, &format!("shape class-{shade}"), &outline, "", Some(&tooltip));
            format!("on-class-{shade}")
        }
        None => {
            path(markup, "shape unknown", &outline, &hatch_fill(&map.caption.id, "unknown"), Some(&tooltip));
            "on-unknown halo".to_owned()
        }
    };
    markup.push_str(close);
    let lines = super::lettering::wrap(&area.name, size, width - 14.0, 2).len().max(1);
    let top = y - size * 1.25 * count(lines + 1) / 2.0;
    let class = format!("area-name {on}");
    let name =
        Paragraph { class: &class, x, y: top + size, anchor: Anchor::Middle, size, limit: width - 14.0, lines: 2 };
    paragraph(markup, &name, &area.name);
    let value = value_text(area.percent, "—");
    let baseline = top + size + count(lines) * size * 1.25;
    text(markup, &format!("area-value {on}"), x, baseline, Anchor::Middle, size, &value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_wards_become_a_flower() {
        assert_eq!(honeycomb(7), [2, 3, 2]);
    }

    #[test]
    fn every_number_of_areas_finds_a_tile_for_each() {
        assert!(honeycomb(0).is_empty());
        for tiles in 1..=80 {
            assert_eq!(honeycomb(tiles).iter().sum::<usize>(), tiles);
        }
    }
}
