//! Connections across the gaps between the measured stretches of a line.

/// A point in a picture.
type Place = (f64, f64);

/// The connections across the gaps between stretches, in order of dates. Consecutive gaps with only single values
/// between them form one connection.
pub(super) fn across(stretches: &[Vec<Place>]) -> Vec<Vec<Place>> {
    let mut ways: Vec<Vec<Place>> = Vec::new();
    let mut goes_on = false;
    for pair in stretches.windows(2) {
        let (Some(&from), Some(&to)) = (pair[0].last(), pair[1].first()) else { continue };
        match ways.last_mut().filter(|_| goes_on) {
            Some(way) => way.push(to),
            None => ways.push(vec![from, to]),
        }
        goes_on = pair[1].len() == 1;
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_around_lone_values_are_crossed_in_one_way_and_others_each_by_itself() {
        let at = |x: f64| (x, 0.0);
        let stretches = [vec![at(0.0)], vec![at(1.0)], vec![at(2.0), at(3.0)], vec![at(5.0), at(6.0)]];
        assert_eq!(across(&stretches), [vec![at(0.0), at(1.0), at(2.0)], vec![at(3.0), at(5.0)]]);
        assert!(across(&stretches[..1]).is_empty() && across(&[]).is_empty());
    }
}
