//! Card counts by age band, for pages and the API.

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::AreaCode;
use domain::card::Measure;

/// All counts by age band, ordered by area, measure, date and age.
#[derive(Debug, Default)]
pub struct AgeCounts(Vec<AgeCount>);

impl AgeCounts {
    /// Takes counts in any order from the database.
    #[must_use]
    pub fn of(mut counts: Vec<AgeCount>) -> Self {
        counts.sort_by(|left, right| key(left).cmp(&key(right)));
        Self(counts)
    }

    #[must_use]
    pub fn all(&self) -> &[AgeCount] {
        &self.0
    }

    /// The bands of one measure of an area on a date, youngest first; may be empty.
    #[must_use]
    pub fn on(&self, area: &AreaCode, measure: Measure, day: NaiveDate) -> &[AgeCount] {
        part(&self.0, |age| (&age.count.area, age.count.measure, age.count.as_of).cmp(&(area, measure, day)))
    }

    /// The bands of a date that fall within another band.
    #[must_use]
    pub fn within(&self, area: &AreaCode, measure: Measure, day: NaiveDate, ages: AgeBand) -> &[AgeCount] {
        let bands = self.on(area, measure, day);
        // The bands of a date do not overlap, so those inside are adjacent.
        let start = bands.iter().position(|age| age.band.is_within(ages)).unwrap_or(bands.len());
        let length = bands[start..].iter().take_while(|age| age.band.is_within(ages)).count();
        &bands[start..start + length]
    }

    /// The dates on which an area has bands of a measure, newest first.
    #[must_use]
    pub fn days(&self, area: &AreaCode, measure: Measure) -> Vec<NaiveDate> {
        let of_area = part(&self.0, |age| (&age.count.area, age.count.measure).cmp(&(area, measure)));
        let mut days: Vec<NaiveDate> = of_area.iter().rev().map(|age| age.count.as_of).collect();
        days.dedup();
        days
    }
}

fn key(age: &AgeCount) -> (&AreaCode, Measure, NaiveDate, AgeBand) {
    (&age.count.area, age.count.measure, age.count.as_of, age.band)
}

/// The slice of a sorted list that compares equal.
fn part(counts: &[AgeCount], compare: impl Fn(&AgeCount) -> std::cmp::Ordering) -> &[AgeCount] {
    let start = counts.partition_point(|age| compare(age).is_lt());
    let end = counts.partition_point(|age| compare(age).is_le());
    &counts[start..end]
}
