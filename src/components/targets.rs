//! Indicators: headline, chart, projection and the route to the target.

pub mod computed_rates;
pub mod headline;
pub mod indicator_chart;
pub mod indicator_sheet;
pub mod labels;
pub mod projection;
pub mod route_table;
pub mod verdict;
