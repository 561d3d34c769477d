//! Addresses of staff pages that handlers redirect to, or show after a form. They have no language prefix.
//! Those of login and the own account are in `server::staff::access`, which sends people there.

/// How to do what staff do most often.
pub(super) const HELP: &str = "/staff/help";
pub(super) const PEOPLE: &str = "/staff/people";
pub(super) const DEPARTMENTS: &str = "/staff/departments";
/// Departments that are renamed, merged and split.
pub(super) const REORGANISE: &str = "/staff/reorganise";
/// What there is and what is missing, after the city has been chosen.
pub(super) const FIRST_DAY: &str = "/staff/first-day";
pub(super) const ENTRIES: &str = "/staff/procedures";
pub(super) const BULK: &str = "/staff/bulk";
/// Residents' reports: what nobody has dealt with yet, and the counts.
pub(super) const REPORTS: &str = "/staff/reports";
/// The form for uploads.
pub(super) const IMPORT: &str = "/staff/import";
/// The tables of the whole city.
pub(super) const TABLES: &str = "/staff/tables";
/// The form for card figures of a month, entered by hand.
pub(super) const TYPED_CARDS: &str = "/staff/cards";
pub(super) const PROPOSALS: &str = "/staff/proposals";
