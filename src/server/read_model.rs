//! What is read: the snapshot of one revision in memory, and the searches and figures computed from it. Nothing here
//! asks the database after a snapshot is loaded.

pub mod catalogue;
pub mod change_search;
pub mod corrections;
pub mod departments;
pub mod facets;
pub mod figures;
pub mod guides;
pub mod particulars;
pub mod procedure_state;
pub mod provenance;
pub mod related;
pub mod report_table;
pub mod search;
pub mod snapshot;
pub mod value;
