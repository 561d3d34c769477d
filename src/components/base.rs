//! Parts that any page may use: layout, headings, tables, figures with their sources, forms, texts.

pub mod badge;
pub mod breadcrumbs;
pub mod choices;
pub mod corrections;
pub mod data_table;
pub mod dated_drawing;
pub mod drawing;
pub mod feed_link;
pub mod foreign;
pub mod form_fields;
pub mod formatting;
pub mod icon;
pub mod layout;
pub mod markup;
pub mod not_done;
pub mod page_head;
pub mod pagination;
pub mod past_day;
pub mod provenance;
pub mod query_error;
pub mod raw_markup;
pub mod sample_label;
pub mod source_note;
pub mod table;
