//! The domain of the site and the formulas behind its figures: pure types and functions, no I/O, no clock.
//!
//! Every published figure is one function here, with its source in its doc comment. Every error says what would be
//! right.

#[macro_use]
mod string_enum;

pub mod age;
pub mod area;
pub mod area_name;
pub mod audit;
pub mod audit_action;
pub mod availability;
pub mod budget;
pub mod calendar;
pub mod card;
pub mod channel_steps;
pub mod contradiction;
pub mod correction;
pub mod definition;
pub mod department_change;
pub mod easy_japanese;
pub mod elsewhere;
pub mod ending;
pub mod entry;
pub mod figure_check;
pub mod formula_escape;
pub mod guide;
pub mod history;
pub mod icalendar;
pub mod indicator;
pub mod initiative;
pub mod limits;
pub mod local_governments;
pub mod national_holidays;
pub mod office;
pub mod online_rate;
pub mod opening_hours;
pub mod paper;
pub mod password;
pub mod personal_data;
pub mod planned_year;
pub mod procedure;
pub mod procedure_details;
pub mod procedure_fields;
pub mod progress;
pub mod projection;
pub mod proposal;
pub mod rate;
pub mod reading;
pub mod reorganisation;
pub mod report;
pub mod rights;
pub mod route;
pub mod sdg;
pub mod session;
pub mod source;
pub mod staff;
pub mod step;
pub mod synonym;
pub mod table_kind;
pub mod telephone;
pub mod text;
pub mod timeline;
pub mod training;
pub mod translation;
pub mod usage;
pub mod web_address;

pub use string_enum::{ParseEnumError, is_identifier};
