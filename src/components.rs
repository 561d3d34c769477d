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
//! - `past_day` renders pages as of a past day: `snapshot_on(&context)`, `<PastDayBanner />`, `<PastDayForm />`.
//! - `opening_note` says whether an office is open now; `office_item` is an office in a list.
//! - `formatting` formats dates, counts and percentages; `verdict` describes the status of an indicator.
//! - `indicator_chart` draws the targets and values of an indicator; `indicator_sheet` is their table.

pub mod base;
pub mod budget;
pub mod cards;
pub mod catalogue;
pub mod guides;
pub mod offices;
pub mod staff;
pub mod targets;
