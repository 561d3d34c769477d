//! What pages share, rendered on the server.

pub mod card_charts;
pub mod card_choice;
pub mod card_headline;
pub mod card_tables;
pub mod computed_rates;
pub mod figure;
pub mod headline;
pub mod indicator_sheet;
pub mod latest_changes;
pub mod layout;
pub mod municipalities;
pub mod target_drawing;
pub mod verdict;
pub mod ward_map;
pub mod written;
