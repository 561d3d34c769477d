//! Date axes with whole months or whole years; no two labels are equal or touch.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::lettering::text_width;

/// Month in which the years of an axis begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearStart {
    /// Calendar years.
    January,
    /// Japanese fiscal years.
    April,
}

impl YearStart {
    const fn months_after_january(self) -> i32 {
        match self {
            Self::January => 0,
            Self::April => 3,
        }
    }
}

/// The period that begins at a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TickUnit {
    Month,
    /// A calendar year: the date is 1 January.
    Year,
    /// A fiscal year: the date is 1 April of the year that names it.
    FiscalYear,
    /// A date of the figures themselves, such as the end of a fiscal year.
    Day,
}

/// A date on the axis that needs a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// First day of the month or year, or the day itself.
    pub date: NaiveDate,
    pub unit: TickUnit,
}

/// A tick with its label, in units of the picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlacedTick {
    /// Position of the tick.
    pub x: f64,
    /// Empty if the tick is drawn without a name, between two that have one.
    pub label: String,
    /// Left and right edges of the label.
    pub left: f64,
    pub right: f64,
}

/// Possible distances between ticks, in months.
const STEPS: [i32; 10] = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240];
/// Minimum space between two labels.
const GAP: f64 = 12.0;

/// What determines how many labels fit on an axis.
pub(super) struct DateAxis<'a> {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub year_start: YearStart,
    /// Positions of the two ends of the axis.
    pub left: f64,
    pub right: f64,
    /// Labels may not extend past this on the right.
    pub limit: f64,
    pub size: f64,
    /// The dates to name, in order; the axis chooses beginnings of months or years if there are none.
    pub marked: &'a [NaiveDate],
    pub label: &'a dyn Fn(Tick) -> String,
}

/// The range of dates to draw: the given one, or whole months if it is shorter than about six weeks and could otherwise
/// contain no beginning of a month.
pub(super) fn drawn_range(start: NaiveDate, end: NaiveDate) -> (NaiveDate, NaiveDate) {
    if (end - start).num_days() >= 62 {
        return (start, end);
    }
    let first = start - Days::new(u64::from(start.day0()));
    let after = (end - Days::new(u64::from(end.day0()))) + Months::new(1);
    (first, after)
}

impl DateAxis<'_> {
    /// The finest ticks whose labels all differ and do not touch. Where not every year can be named, the first and the
    /// last one are.
    pub(super) fn ticks(&self) -> Vec<PlacedTick> {
        if !self.marked.is_empty() {
            return self.marked_ticks();
        }
        let mut fewest = Vec::new();
        for step in STEPS {
            let placed = self.placed(step);
            if placed.is_empty() {
                continue;
            }
            if step > 12 || placed.len() < 2 {
                let both_ends = named_at_both_ends(&self.placed(12));
                let named = both_ends.iter().filter(|tick| tick.has_name()).count();
                if named >= 2 && named * 2 >= placed.len() {
                    return both_ends;
                }
            }
            if fits(&placed) {
                return placed;
            }
            fewest = placed;
        }
        // The formatter gives the same text for different dates: only the first label is correct.
        fewest.truncate(1);
        fewest
    }

    /// A tick for each marked date, with its name centred under it.
    fn marked_ticks(&self) -> Vec<PlacedTick> {
        let dates = self.marked.iter().filter(|date| (self.start..=self.end).contains(date));
        let all: Vec<PlacedTick> = dates
            .map(|date| {
                let label = (self.label)(Tick { date: *date, unit: TickUnit::Day });
                let width = text_width(&label, self.size);
                let x = self.position(*date);
                let left = (x - width / 2.0).min(self.limit - width).max(0.0);
                PlacedTick { x, label, left, right: left + width }
            })
            .collect();
        let mut named = named_at_both_ends(&all);
        if named.is_empty() {
            // Not even two names have room: the newest date matters most.
            let last = all.len().saturating_sub(1);
            named = all
                .iter()
                .enumerate()
                .map(|(at, tick)| if at == last { tick.clone() } else { tick.unnamed() })
                .collect();
        }
        named
    }

    fn placed(&self, step: i32) -> Vec<PlacedTick> {
        self.dates(step)
            .into_iter()
            .map(|tick| {
                let label = (self.label)(tick);
                let width = text_width(&label, self.size);
                let x = self.position(tick.date);
                // The name of a year starts at the tick; the name of a month is centred on it.
                let wanted = if tick.unit == TickUnit::Month { x - width / 2.0 } else { x };
                let left = wanted.min(self.limit - width).max(0.0);
                PlacedTick { x, label, left, right: left + width }
            })
            .filter(|tick| tick.left <= tick.x + 0.5)
            .collect()
    }

    fn position(&self, date: NaiveDate) -> f64 {
        let days = |days: i64| f64::from(i32::try_from(days).unwrap_or(i32::MAX));
        let whole = days((self.end - self.start).num_days()).max(1.0);
        self.left + (self.right - self.left) * days((date - self.start).num_days()) / whole
    }

    fn dates(&self, step: i32) -> Vec<Tick> {
        let shift = self.year_start.months_after_january();
        let unit = match (step % 12, self.year_start) {
            (0, YearStart::January) => TickUnit::Year,
            (0, YearStart::April) => TickUnit::FiscalYear,
            _ => TickUnit::Month,
        };
        let month_of = |date: NaiveDate| date.year() * 12 + date.month0().cast_signed() - shift;
        let first = month_of(self.start).div_euclid(step) * step;
        (0..)
            .map(|count| first + count * step)
            .take_while(|month| *month <= month_of(self.end))
            .filter_map(|month| {
                let month = month + shift;
                NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1)
            })
            .filter(|date| (self.start..=self.end).contains(date))
            .map(|date| Tick { date, unit })
            .collect()
    }
}

impl PlacedTick {
    pub(super) fn has_name(&self) -> bool {
        !self.label.is_empty()
    }

    fn unnamed(&self) -> Self {
        Self { x: self.x, label: String::new(), left: self.x, right: self.x }
    }
}

/// The ticks with as many names as fit at equal distances, so that the first and the last tick have one; empty if there
/// is no such choice.
fn named_at_both_ends(ticks: &[PlacedTick]) -> Vec<PlacedTick> {
    let last = ticks.len().saturating_sub(1);
    (1..=last.max(1))
        .filter(|every| last.is_multiple_of(*every))
        .map(|every| {
            let named = |(at, tick): (usize, &PlacedTick)| if at % every == 0 { tick.clone() } else { tick.unnamed() };
            ticks.iter().enumerate().map(named).collect::<Vec<_>>()
        })
        .find(|ticks| fits(ticks))
        .unwrap_or_default()
}

/// Whether the names all differ and do not touch.
fn fits(ticks: &[PlacedTick]) -> bool {
    let named: Vec<&PlacedTick> = ticks.iter().filter(|tick| tick.has_name()).collect();
    named.windows(2).all(|pair| pair[0].right + GAP <= pair[1].left)
        && named.iter().enumerate().all(|(place, tick)| named[..place].iter().all(|other| other.label != tick.label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn japanese(tick: Tick) -> String {
        match tick.unit {
            TickUnit::Month => format!("{}年{}月", tick.date.year(), tick.date.month()),
            TickUnit::Year => format!("{}年", tick.date.year()),
            TickUnit::FiscalYear => format!("{}年度", tick.date.year()),
            TickUnit::Day => format!("{}年度末", tick.date.year() - 1),
        }
    }

    fn month_only(tick: Tick) -> String {
        format!("{}月", tick.date.month())
    }

    #[test]
    fn no_label_appears_twice_or_touches_another_from_one_month_to_ten_years() {
        for label in [&japanese as &dyn Fn(Tick) -> String, &month_only] {
            for (right, size) in [(600.0, 13.5), (270.0, 12.5)] {
                for year_start in [YearStart::January, YearStart::April] {
                    for first_day in [0, 14, 75, 200] {
                        for days in (28..=3700).step_by(17) {
                            let start = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap() + Days::new(first_day);
                            let (start, end) = drawn_range(start, start + Days::new(days));
                            let axis = DateAxis {
                                start,
                                end,
                                year_start,
                                left: 40.0,
                                right,
                                limit: right + 60.0,
                                size,
                                marked: &[],
                                label,
                            };
                            let ticks = axis.ticks();
                            assert!(!ticks.is_empty(), "{start} to {end}");
                            assert!(fits(&ticks), "{start} to {end}: {ticks:?}");
                            assert!(ticks.iter().all(|tick| tick.right <= right + 60.0), "{ticks:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn at_least_two_dates_are_named_on_a_wide_axis() {
        for days in 1..=3700 {
            let start = NaiveDate::from_ymd_opt(2019, 4, 30).unwrap();
            let (start, end) = drawn_range(start, start + Days::new(days));
            let axis = DateAxis {
                start,
                end,
                year_start: YearStart::April,
                left: 40.0,
                right: 600.0,
                limit: 720.0,
                size: 13.5,
                marked: &[],
                label: &japanese,
            };
            assert!(axis.ticks().len() >= 2, "{start} to {end}: {:?}", axis.ticks());
        }
    }

    #[test]
    fn six_years_on_a_wide_axis_are_named_by_fiscal_year() {
        let axis = DateAxis {
            start: NaiveDate::from_ymd_opt(2017, 3, 8).unwrap(),
            end: NaiveDate::from_ymd_opt(2022, 12, 31).unwrap(),
            year_start: YearStart::April,
            left: 40.0,
            right: 600.0,
            limit: 720.0,
            size: 13.5,
            marked: &[],
            label: &japanese,
        };
        let labels: Vec<String> = axis.ticks().into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["2017年度", "2018年度", "2019年度", "2020年度", "2021年度", "2022年度"]);
    }

    #[test]
    fn where_not_every_year_fits_the_first_and_the_last_are_named() {
        let axis = DateAxis {
            start: NaiveDate::from_ymd_opt(2017, 3, 8).unwrap(),
            end: NaiveDate::from_ymd_opt(2022, 12, 31).unwrap(),
            year_start: YearStart::April,
            left: 0.0,
            right: 156.0,
            limit: 156.0,
            size: 12.5,
            marked: &[],
            label: &japanese,
        };
        let ticks = axis.ticks();
        let named: Vec<&str> = ticks.iter().filter(|tick| tick.has_name()).map(|tick| tick.label.as_str()).collect();
        assert_eq!((named, ticks.len()), (vec!["2017年度", "2022年度"], 6));
        assert!(ticks.iter().all(|tick| tick.right <= 156.01), "{ticks:?}");
    }

    #[test]
    fn marked_dates_are_named_under_their_ticks_the_last_one_too() {
        let marked: Vec<NaiveDate> = (2020..=2026).map(|year| NaiveDate::from_ymd_opt(year, 3, 31).unwrap()).collect();
        for (right, size, expected) in [(600.0, 13.5, 7), (250.0, 12.5, 3)] {
            let axis = DateAxis {
                start: marked[0],
                end: marked[6],
                year_start: YearStart::April,
                left: 40.0,
                right,
                limit: right + 90.0,
                size,
                marked: &marked,
                label: &japanese,
            };
            let ticks = axis.ticks();
            let named: Vec<&PlacedTick> = ticks.iter().filter(|tick| tick.has_name()).collect();
            assert_eq!((ticks.len(), named.len()), (7, expected), "{ticks:?}");
            assert_eq!((named[0].label.as_str(), named[named.len() - 1].label.as_str()), ("2019年度末", "2025年度末"));
            for tick in named {
                assert!((f64::midpoint(tick.left, tick.right) - tick.x).abs() < 0.01, "{tick:?}");
            }
        }
    }
}
