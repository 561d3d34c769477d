//! Labels at the ends of lines, moved apart until none covers another.

/// The rectangle occupied by a text, in units of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Frame {
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        // Rectangles that only share an edge do not overlap; the tolerance absorbs rounding.
        let edge = 0.01;
        self.left + edge < other.right
            && other.left + edge < self.right
            && self.top + edge < other.bottom
            && other.top + edge < self.bottom
    }

    pub(super) fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    pub(super) fn within(&self, outer: &Self) -> bool {
        self.left >= outer.left && self.right <= outer.right && self.top >= outer.top && self.bottom <= outer.bottom
    }

    /// The number of points that it would cover; the points are close together along lines.
    pub(super) fn covered(&self, points: &[(f64, f64)]) -> usize {
        points.iter().filter(|point| self.holds(**point)).count()
    }
}

/// Points along lines, about two units apart, to test what a text would cover.
pub(super) fn points_along(lines: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for line in lines {
        points.extend(line.first());
        for pair in line.windows(2) {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            let pieces = ((x1 - x0).hypot(y1 - y0) / 2.0).ceil().clamp(1.0, 2000.0);
            let mut piece = 1.0;
            while piece <= pieces {
                points.push((x0 + (x1 - x0) * piece / pieces, y0 + (y1 - y0) * piece / pieces));
                piece += 1.0;
            }
        }
    }
    points
}

/// Centres for labels of the given heights, each as near as possible to the wanted position. No two labels overlap, and
/// all are between `low` and `high` if there is enough space.
///
/// The order of the wanted centres is kept. This is least-squares isotonic regression (pool adjacent violators) on the
/// centres, after subtracting each label's offset in the stack.
pub(super) fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    // The centre of each label in a stack of all of them, edge to edge, from 0.
    let mut offsets = vec![0.0; wanted.len()];
    let mut stacked = 0.0;
    for place in &order {
        offsets[*place] = stacked + heights[*place] / 2.0;
        stacked += heights[*place];
    }
    // Each pool holds the sum and number of members that are edge to edge.
    let mut pools: Vec<(f64, f64)> = Vec::new();
    for place in &order {
        pools.push((wanted[*place] - offsets[*place], 1.0));
        while let [.., (sum_before, count_before), (sum, count)] = pools[..] {
            if sum_before / count_before <= sum / count {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((sum_before + sum, count_before + count));
        }
    }
    let most = (high - stacked).max(low);
    let mut centres = vec![0.0; wanted.len()];
    let mut members = order.iter();
    for (sum, count) in pools {
        let base = (sum / count).clamp(low, most);
        let mut placed = 0.0;
        while placed < count {
            if let Some(place) = members.next() {
                centres[*place] = base + offsets[*place];
            }
            placed += 1.0;
        }
    }
    centres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_have_room_stay_where_they_are() {
        assert_eq!(spread(&[80.0, 20.0, 50.0], &[15.0; 3], 0.0, 100.0), [80.0, 20.0, 50.0]);
    }

    #[test]
    fn labels_at_one_height_stand_edge_to_edge_around_it() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], &[10.0; 3], 0.0, 100.0), [40.0, 50.0, 60.0]);
    }

    #[test]
    fn a_label_of_two_lines_moves_the_others_no_further_than_its_height() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], &[10.0, 30.0, 10.0], 0.0, 100.0), [30.0, 50.0, 70.0]);
    }

    #[test]
    fn crowded_labels_never_overlap_and_keep_their_order_and_bounds() {
        for crowd in 1..=8_u32 {
            for pull in 0..20_u32 {
                let wanted: Vec<f64> =
                    (0..crowd).map(|place| f64::from((place * 37 + pull * 11) % (5 + pull * 10))).collect();
                let centres = spread(&wanted, &vec![16.0; wanted.len()], 0.0, 200.0);
                for (a, wanted_a) in centres.iter().zip(&wanted) {
                    assert!((7.999..=192.001).contains(a));
                    for (b, wanted_b) in centres.iter().zip(&wanted) {
                        assert!(std::ptr::eq(a, b) || (a - b).abs() >= 15.999, "{wanted:?} {centres:?}");
                        assert!(wanted_a >= wanted_b || a < b, "{wanted:?} {centres:?}");
                    }
                }
            }
        }
    }
}
