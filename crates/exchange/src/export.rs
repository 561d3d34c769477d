//! Files for people who work with the data: the content of the database in the columns of the import templates, for
//! editing and import.

mod csv_file;
mod filled_template;
pub mod tables;

pub use csv_file::{csv_file, csv_lines};

/// The width of a text in half-width columns; Japanese characters take two.
#[must_use]
pub fn width_of_text(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 1.0 } else { 2.0 }).sum()
}
