//! Procedures: search results, filters, steps, changes and reports.

pub mod answer;
pub mod change_filters;
pub mod change_results;
pub mod channel_steps;
pub mod channels;
pub mod easy_hints;
pub mod empty_results;
pub mod ending;
pub mod entry_note;
pub mod facets;
pub mod former_department;
pub mod highlight;
pub mod ladder;
pub mod latest_changes;
pub mod life_event;
pub mod procedure_facts;
pub mod procedure_history;
pub mod procedure_item;
pub mod procedure_name;
pub mod recorded_changes;
pub mod related_procedures;
pub mod report_form;
pub mod search_box;
pub mod search_notes;
