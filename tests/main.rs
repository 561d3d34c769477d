//! All integration tests, in one program, because linking each file with the whole server took most of the time.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test may fail")]

mod support;

mod audit;
mod backup;
mod browser_checks;
mod budget;
mod card_series;
mod cards;
mod cards_by_age;
mod changed_outside;
mod changes;
mod city_folder;
mod connections;
mod corpus;
mod corpus_read;
mod corrections;
mod demonstration;
mod desk;
mod documentation;
mod drills;
mod edits;
mod endings;
mod every_table;
mod figure_links;
mod figures;
mod file_names;
mod first_day;
mod gate;
mod guides;
mod history;
#[cfg(target_os = "linux")]
mod hostile_files;
mod hostile_texts;
mod http;
mod import_preview;
mod imports;
mod initiatives;
mod interface;
mod languages;
mod layers;
mod migrations;
mod offices;
mod page_exports;
mod procedure_page;
mod races;
mod recomputed;
mod recorded_changes;
mod reorganisation;
mod replicas;
mod reports;
mod round_trip;
mod row_hashes;
mod search;
mod search_answers;
mod search_engines;
mod sign_on;
mod sql;
mod staff;
mod storage;
mod tables;
mod targets;
mod training;
mod translations;
mod uploads;
