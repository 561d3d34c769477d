//! The coordinates of a chart over dates.

use chrono::{Datelike, NaiveDate};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};

/// Horizontal: days, counted as in [`day_number`]; vertical: values.
pub(super) type PlotCoordinates = Cartesian2d<RangedCoordi32, RangedCoordf64>;

/// The date as plotters positions it. Its own date axis would require more features of chrono, and its ticks are not
/// used.
pub(super) fn day_number(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}
