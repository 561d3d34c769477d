//! What pages share, rendered on the server.
//!
//! - `<PageHead title description />` names the document; every page has one.
//! - `<Breadcrumbs trail=vec![(label, page)] current=label />` leads back up; pages are given without their language.
//! - `<SampleLabel sample />` marks what was made up for a demonstration; nothing where `sample` is false.
//! - `<SourceNote source as_of />` names where figures come from, with date, licence and the sample label.
//! - `<TableRegion label>…<table/></TableRegion>` lets a wide table scroll by itself, by keyboard too.
//! - `<AvailabilityBadge availability />`, `<LadderPicture steps id />`, `<LadderList steps />`: how far online.
//! - `<SearchBox id q />` is the search of the catalogue with suggestions, for any page.
//! - `data_table` shows a `Sheet`; `figure_link` links a figure to its account.
//! - `<Drawing id title drawings>` frames a chart in two widths, `<Sources sources sample note />` names several sources.
//! - `dated_drawing` is one of lines over dates, which a reader in the browser reads off.
//! - `foreign::mark_japanese` marks Japanese words in English sentences, for those to whom the page is read aloud.
//! - `past_day` shows pages as of a past day: `at_its_day(&visit)`, `<PastDayBanner />`, `<PastDayForm />`.
//! - `written` writes dates, counts and percentages; `verdict` says where an indicator stands.

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
