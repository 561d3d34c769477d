//! Figures shown on several pages: ranked areas, latest changes, rates on past dates.
//!
//! Each is a pure function of in-memory data and the given dates.

mod cards;
mod catalogue_changes;
mod dates;
mod indicators;
mod online;
mod route;

pub use cards::{
    BaseChange, Ranked, base_changes, dates_of, last_of_each_fiscal_year, newest_measure, rank_by_rate,
    reference_areas, siblings,
};
pub use catalogue_changes::{CatalogueChange, ChangeNews, EndNews, catalogue_changes};
pub use dates::{AvailableDates, available_dates, is_contiguous};
pub use indicators::{latest_recorded, projected_years, span_of};
pub use online::{DatedRates, Inclusion, inclusion_of, rates_by_fiscal_year, set_is_sample};
pub use route::route_of;
