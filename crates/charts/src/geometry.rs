//! Boundaries: projection from degrees to units of a picture, and the best point inside for a label.

/// A position on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub longitude: f64,
    pub latitude: f64,
}

/// One polygon of an area: an outer ring, then its holes. Rings may or may not repeat their first position at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon {
    pub rings: Vec<Vec<Position>>,
}

/// A ring in units of a picture.
pub(super) type Ring = Vec<(f64, f64)>;

/// Equirectangular projection fitted into a box, with longitudes true to scale along the middle latitude.
pub(super) struct Projection {
    west: f64,
    north: f64,
    shrink: f64,
    scale: f64,
    pub width: f64,
    pub height: f64,
}

impl Projection {
    /// Fits all positions into `width` × `height`; `None` if they have no extent.
    pub(super) fn fitted(positions: impl Iterator<Item = Position>, width: f64, height: f64) -> Option<Self> {
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        for position in positions.filter(|position| position.longitude.is_finite() && position.latitude.is_finite()) {
            west = west.min(position.longitude);
            east = east.max(position.longitude);
            south = south.min(position.latitude);
            north = north.max(position.latitude);
        }
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let (across, down) = ((east - west) * shrink, north - south);
        if !(across > 0.0 && down > 0.0 && across.is_finite() && down.is_finite()) {
            return None;
        }
        let scale = (width / across).min(height / down);
        Some(Self { west, north, shrink, scale, width: across * scale, height: down * scale })
    }

    pub(super) fn ring(&self, ring: &[Position]) -> Ring {
        ring.iter()
            .filter(|position| position.longitude.is_finite() && position.latitude.is_finite())
            .map(|position| {
                let x = (position.longitude - self.west) * self.shrink * self.scale;
                (x, (self.north - position.latitude) * self.scale)
            })
            .collect()
    }
}

/// Whether a point is inside by the even-odd rule: inside an outer ring and not in a hole.
pub(super) fn inside(rings: &[Ring], (x, y): (f64, f64)) -> bool {
    let mut odd = false;
    for ((x0, y0), (x1, y1)) in rings.iter().flat_map(edges) {
        if (y0 > y) != (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0 {
            odd = !odd;
        }
    }
    odd
}

fn edges(ring: &Ring) -> impl Iterator<Item = ((f64, f64), (f64, f64))> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Distance to the nearest edge, positive inside.
fn clearance(rings: &[Ring], (x, y): (f64, f64)) -> f64 {
    let nearest = rings
        .iter()
        .flat_map(edges)
        .map(|((x0, y0), (x1, y1))| {
            let (dx, dy) = (x1 - x0, y1 - y0);
            let length = dx * dx + dy * dy;
            let along = if length > 0.0 { (((x - x0) * dx + (y - y0) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            (x - x0 - along * dx).hypot(y - y0 - along * dy)
        })
        .fold(f64::INFINITY, f64::min);
    if inside(rings, (x, y)) { nearest } else { -nearest }
}

const GRID: i32 = 24;

/// The interior point that is farthest from every edge (the pole of inaccessibility), for a text `aspect` times as wide
/// as high: the area is compressed horizontally by that factor first. The search uses a grid that is refined five times
/// around the best point.
pub(super) fn roomiest_point(rings: &[Ring], aspect: f64) -> Option<(f64, f64)> {
    let narrowed: Vec<Ring> = rings.iter().map(|ring| ring.iter().map(|&(x, y)| (x / aspect, y)).collect()).collect();
    let points = || narrowed.iter().flatten();
    let (mut left, mut right) = points()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), point| (least.min(point.0), most.max(point.0)));
    let (mut top, mut bottom) = points()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), point| (least.min(point.1), most.max(point.1)));
    let mut best: Option<(f64, (f64, f64))> = None;
    for _ in 0..5 {
        for row in 0..=GRID {
            for column in 0..=GRID {
                let x = left + (right - left) * f64::from(column) / f64::from(GRID);
                let y = top + (bottom - top) * f64::from(row) / f64::from(GRID);
                let room = clearance(&narrowed, (x, y));
                if room > best.map_or(0.0, |(most, _)| most) {
                    best = Some((room, (x, y)));
                }
            }
        }
        let (_, (x, y)) = best?;
        let (reach_x, reach_y) = ((right - left) / f64::from(GRID), (bottom - top) / f64::from(GRID));
        (left, right, top, bottom) = (x - reach_x, x + reach_x, y - reach_y, y + reach_y);
    }
    best.map(|(_, (x, y))| (x * aspect, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: f64, top: f64, side: f64) -> Ring {
        vec![(left, top), (left + side, top), (left + side, top + side), (left, top + side), (left, top)]
    }

    #[test]
    fn the_roomiest_point_of_a_hooked_area_is_inside_it_where_the_centroid_is_not() {
        let hook = vec![vec![(0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (20.0, 10.0), (20.0, 100.0), (0.0, 100.0)]];
        let point = roomiest_point(&hook, 1.0).unwrap();
        assert!(inside(&hook, point), "{point:?}");
        assert!(!inside(&hook, (45.0, 40.0)));
    }

    #[test]
    fn a_hole_is_outside() {
        let rings = vec![square(0.0, 0.0, 100.0), square(30.0, 30.0, 40.0)];
        assert!(!inside(&rings, (50.0, 50.0)) && inside(&rings, (10.0, 50.0)));
        assert!(inside(&rings, roomiest_point(&rings, 1.5).unwrap()));
    }

    #[test]
    fn a_degree_of_longitude_is_shorter_than_one_of_latitude_by_the_cosine() {
        let corner = |longitude, latitude| Position { longitude, latitude };
        let positions = [corner(135.0, 59.5), corner(136.0, 60.5)];
        let projection = Projection::fitted(positions.into_iter(), 1000.0, 100.0).unwrap();
        assert!((projection.height - 100.0).abs() < 1e-9);
        assert!((projection.width - 50.0).abs() < 1e-9);
    }
}
