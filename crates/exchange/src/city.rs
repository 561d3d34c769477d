//! A city as a folder: everything public as CSV and GeoJSON files with a `datapackage.json`, in and out.

mod begin;
mod check;
mod choose;
mod export;
mod folder;
mod import;
mod overview;
mod package;

use std::collections::BTreeMap;

pub use self::begin::{begin_city, find_city};
pub use self::check::{CityCheck, check_city};
pub use self::choose::{
    ChoiceOutcome, ChoiceRefusal, CityChoice, DEMONSTRATION_SETTING, areas_of, choose_city, is_demonstration, own_data,
};
pub use self::export::export_city;
pub use self::folder::{archive, read_folder, write_folder};
pub use self::import::{CityOptions, CityReport, import_city};
pub use self::overview::{Newest, TableOverview, find_overview, list_overviews, table_names};

/// The files of a folder by their names.
pub type CityFiles = BTreeMap<String, Vec<u8>>;

/// The file that describes the others.
pub const PACKAGE: &str = "datapackage.json";
