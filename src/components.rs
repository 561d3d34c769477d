//! Components shared by pages, rendered on the server.
//!
//! - `<PageHead title description />` sets the document's title and description. Every page has one.
//! - `<Breadcrumbs trail=vec![(label, page)] current=label />` links to parent pages, given without their language.
//! - `<SampleLabel sample />` marks demonstration data. It is empty if `sample` is false.
//! - `<SourceNote source as_of />` names the source of figures, with date, licence and the sample label.
//! - `<TableRegion label>…<table/></TableRegion>` makes a wide table scrollable, also by keyboard.
//! - `<AvailabilityBadge availability />`, `<LadderPicture steps id />`, `<LadderList steps />` show how far online.
//! - `<SearchBox id q />` is the catalogue search with suggestions, for any page.
//! - `data_table` renders a `Sheet`; `figure_link` links a figure to its provenance.
//! - `<Drawing id title drawings>` frames a chart in two widths; `<Sources sources sample note />` lists its sources.
//! - `dated_drawing` draws lines over dates, with a readout of the values by a script in the browser.
//! - `foreign::mark_japanese` marks Japanese words in English sentences, for screen readers.
//! - `past_day` renders pages as of a past day: `snapshot_on(&visit)`, `<PastDayBanner />`, `<PastDayForm />`.
//! - `written` formats dates, counts and percentages; `verdict` describes the status of an indicator.

pub mod account;
pub mod answer;
pub mod badge;
pub mod breadcrumbs;
pub mod budget_drawings;
pub mod budget_tables;
pub mod card_ages;
pub mod card_charts;
pub mod card_choice;
pub mod card_dates;
pub mod card_headline;
pub mod card_multiples;
pub mod card_peers;
pub mod card_projection;
pub mod card_tables;
pub mod change_filters;
pub mod change_results;
pub mod channel_steps;
pub mod channels;
pub mod choices;
pub mod computed_rates;
pub mod data_table;
pub mod dated_drawing;
pub mod dead_end;
pub mod easy_hints;
pub mod entry_fields;
pub mod entry_note;
pub mod facets;
pub mod feed_link;
pub mod figure;
pub mod foreign;
pub mod form_fields;
pub mod headline;
pub mod highlight;
pub mod icon;
pub mod indicator_sheet;
pub mod ladder;
pub mod latest_changes;
pub mod layout;
pub mod life_event;
pub mod markup;
pub mod mistake;
pub mod municipalities;
pub mod page_head;
pub mod pagination;
pub mod past_day;
pub mod procedure_facts;
pub mod procedure_history;
pub mod procedure_item;
pub mod procedure_name;
pub mod proposals;
pub mod raw_markup;
pub mod recorded_changes;
pub mod related_procedures;
pub mod report_form;
pub mod route_table;
pub mod sample_label;
pub mod search_box;
pub mod source_note;
pub mod staff_bar;
pub mod staff_fields;
pub mod staff_people;
pub mod staff_sessions;
pub mod table;
pub mod target_drawing;
pub mod target_projection;
pub mod under_fives;
pub mod verdict;
pub mod ward_map;
pub mod written;
