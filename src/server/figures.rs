//! Figures that several pages show: places by rate, latest changes, rates computed for past days.
//!
//! Each is a pure function of data in memory and of days handed in.

mod cards;
mod changes;
mod dates;
mod indicators;
mod online;
mod route;

pub use cards::{
    BaseChange, Placed, base_changes, dates_of, last_of_each_fiscal_year, newest_measure, place_by_rate, siblings,
    wholes,
};
pub use changes::{CatalogueChange, News, catalogue_changes};
pub use dates::{DatesAtHand, dates_at_hand, unbroken};
pub use indicators::{latest_recorded, projected_years, span_of};
pub use online::{DatedRates, Standing, rates_by_fiscal_year, set_is_sample, standing_of};
pub use route::route_of;
