//! A summary of the dates of a series: how many there are, which months have several, which have none, and which gaps
//! are too long to draw a line across.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Maximum days between two neighbouring points joined by a line: the length of the longest two months.
const LONGEST_JOINED: i64 = 62;

/// A summary of the dates of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailableDates {
    pub count: usize,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Months with more than one date: their dates, oldest first.
    pub repeated: Vec<Vec<NaiveDate>>,
    /// Runs of whole months without a date between the first and the last date: the first day of the first and of the
    /// last month of each run.
    pub missing: Vec<(NaiveDate, NaiveDate)>,
}

/// Summarises dates in any order, with duplicates allowed. Returns `None` if there are none.
#[must_use]
pub fn available_dates(days: impl IntoIterator<Item = NaiveDate>) -> Option<AvailableDates> {
    let mut days: Vec<NaiveDate> = days.into_iter().collect();
    days.sort_unstable();
    days.dedup();
    let (first, last) = (*days.first()?, *days.last()?);
    let by_month: Vec<&[NaiveDate]> = days.chunk_by(|one, other| month_of(*one) == month_of(*other)).collect();
    let missing = by_month.windows(2).filter_map(|pair| {
        let (from, until) = (month_of(pair[0][0]) + Months::new(1), month_of(pair[1][0]) - Months::new(1));
        (from <= until).then_some((from, until))
    });
    Some(AvailableDates {
        count: days.len(),
        first,
        last,
        repeated: by_month.iter().filter(|month| month.len() > 1).map(|month| month.to_vec()).collect(),
        missing: missing.collect(),
    })
}

/// The first day of the date's month.
fn month_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.day0()))
}

/// Splits dated items wherever two neighbours are more than two months apart. Items must be in date order.
#[must_use]
pub fn is_contiguous<T>(dated: Vec<T>, day: impl Fn(&T) -> NaiveDate) -> Vec<Vec<T>> {
    let mut pieces: Vec<Vec<T>> = Vec::new();
    for each in dated {
        match pieces.last_mut() {
            Some(piece)
                if piece.last().is_some_and(|before| (day(&each) - day(before)).num_days() <= LONGEST_JOINED) =>
            {
                piece.push(each);
            }
            _ => pieces.push(vec![each]),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Vec<NaiveDate> {
        texts.iter().map(|text| text.parse().expect("a day")).collect()
    }

    fn missing(texts: &[&str]) -> Vec<(String, String)> {
        let at_hand = available_dates(days(texts)).expect("there are days");
        let month = |day: NaiveDate| day.format("%Y-%m").to_string();
        at_hand.missing.into_iter().map(|(from, until)| (month(from), month(until))).collect()
    }

    #[test]
    fn two_days_in_one_month_are_told() {
        let at_hand = available_dates(days(&["2022-06-30", "2022-05-01", "2022-06-01", "2022-06-01", "2022-07-31"]));
        let at_hand = at_hand.expect("there are days");
        assert_eq!((at_hand.count, at_hand.first.to_string()), (4, "2022-05-01".to_owned()));
        assert_eq!(at_hand.repeated, [days(&["2022-06-01", "2022-06-30"])]);
        assert!(at_hand.missing.is_empty());
    }

    #[test]
    fn a_missing_month_is_told_by_itself_and_neighbours_as_one() {
        let found = missing(&["2017-03-08", "2017-05-15", "2017-08-31", "2017-09-30"]);
        let months = |from: &str, until: &str| (from.to_owned(), until.to_owned());
        assert_eq!(found, [months("2017-04", "2017-04"), months("2017-06", "2017-07")]);
    }

    #[test]
    fn a_missing_year_is_one_stretch_across_its_ends() {
        let months = ("2018-12".to_owned(), "2020-01".to_owned());
        assert_eq!(missing(&["2018-11-30", "2020-02-01"]), [months]);
    }

    #[test]
    fn a_single_day_is_first_and_last_and_no_day_is_nothing() {
        let at_hand = available_dates(days(&["2024-02-29"])).expect("there is a day");
        assert_eq!((at_hand.count, at_hand.first), (1, at_hand.last));
        assert!(at_hand.repeated.is_empty() && at_hand.missing.is_empty());
        assert_eq!(available_dates([]), None);
    }

    #[test]
    fn the_longest_two_months_are_joined_and_a_day_more_is_not() {
        let pieces = is_contiguous(days(&["2022-07-01", "2022-09-01", "2022-11-03"]), |day| *day);
        assert_eq!(pieces, [days(&["2022-07-01", "2022-09-01"]), days(&["2022-11-03"])]);
        assert!(is_contiguous(Vec::<NaiveDate>::new(), |day| *day).is_empty());
    }
}
