//! One file to import, and its options.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::procedure::DepartmentCode;
use domain::text::MessageLanguage;
use store::COMMAND_LINE;

use super::base::ImportBase;
use super::table::kind::{Format, Kind};

/// The day on which a change counts as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The day of the import. Nothing is claimed to have been known earlier.
    On(NaiveDate),
    /// The day the change took effect, but no earlier than this day. For a history that is generated as a whole.
    AsEffectiveFrom(NaiveDate),
}

impl Recorded {
    pub(crate) fn day(self, effective_on: NaiveDate) -> NaiveDate {
        match self {
            Self::On(day) => day,
            Self::AsEffectiveFrom(first) => effective_on.max(first),
        }
    }
}

/// The source of the rows that name none, as the sender of a file gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenSource {
    /// Its title, or the id or title of a known source, which then keeps its own publisher, address and date.
    pub title: String,
    /// Who published it. A new source needs it: a title alone is more likely a mistyped one.
    pub publisher: String,
    /// Empty if it is not given.
    pub url: String,
    /// The date of the source.
    pub as_of: Option<NaiveDate>,
}

/// One file to import, and its options.
#[derive(Debug, Clone)]
pub struct Request {
    pub kind: Kind,
    pub format: Format,
    /// File name without its folder, for the report and the audit log. It is never published.
    pub file: String,
    /// The source of rows that name none.
    pub source: Option<GivenSource>,
    /// Date of the figures if the table gives none.
    pub as_of: Option<NaiveDate>,
    /// Fiscal year of usage figures if the table gives none.
    pub fiscal_year: Option<FiscalYear>,
    /// The day on which the file takes effect; `None` for the day of the import. A file for a day to come waits as a whole
    /// ([`super::ImportSummary::waits_until`]). Procedures and reorganisations have a column for it.
    pub effective_on: Option<NaiveDate>,
    /// The name of the sheet to read; `None` for the first one that fits.
    pub sheet: Option<String>,
    /// The area of all rows if the table names none.
    pub area: Option<AreaCode>,
    /// Date of the population base if the table gives none.
    pub population_as_of: Option<NaiveDate>,
    /// Adds areas that the national list does not know, if they have a code and a name. Otherwise their rows are
    /// refused: such a code is more likely a typo.
    pub allow_new_areas: bool,
    /// Reads and plans without writing.
    pub dry_run: bool,
    /// Writes only if the affected records are unchanged since a dry run reported this base.
    pub if_base: Option<ImportBase>,
    /// Whether to import the steps of procedures.
    pub steps: bool,
    pub recorded: Recorded,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub actor: String,
    /// Where the request comes from: a word, or the result of [`store::Db::hash_origin`] for an address.
    pub origin: String,
    /// An opaque id. Empty if no approval by a second person was needed.
    pub approved_by: String,
    /// The departments whose procedures may be touched, both before and after the change; `None` for all. A file that
    /// touches any other department is refused as a whole, and the report lists the offending rows. The check runs in
    /// the transaction that writes. It applies only to files of procedures and their usage.
    pub allowed_departments: Option<BTreeSet<DepartmentCode>>,
    /// Whether changed fields of a procedure with an effective day to come may be held back for that day, because the
    /// caller keeps them ([`super::ImportSummary::held_back`]). Otherwise a file that has any is refused as a whole.
    pub may_hold_back: bool,
    /// The reason given by the user. It is kept in the audit log and shown in the history of procedures.
    pub reason: String,
    /// The correlation id of related rows in the audit log, such as the proposal they publish; empty if there is none.
    pub correlation_id: String,
    /// The proposal whose file it undoes. What followed it, and is in no file, comes back from the audit log.
    pub undoes: Option<String>,
    pub language: MessageLanguage,
}

impl Request {
    /// A request for a file in Tetsuzuki's own template, with the defaults of the command line.
    #[must_use]
    pub fn new(kind: Kind, file: &str, now: DateTime<Utc>) -> Self {
        let today = domain::calendar::today_in_japan(now);
        Self {
            kind,
            format: Format::Template,
            file: file.to_owned(),
            source: None,
            as_of: None,
            fiscal_year: None,
            effective_on: None,
            sheet: None,
            area: None,
            population_as_of: None,
            allow_new_areas: false,
            dry_run: false,
            if_base: None,
            steps: true,
            recorded: Recorded::On(today),
            today,
            now,
            actor: COMMAND_LINE.to_owned(),
            origin: COMMAND_LINE.to_owned(),
            approved_by: String::new(),
            allowed_departments: None,
            may_hold_back: false,
            reason: String::new(),
            correlation_id: String::new(),
            undoes: None,
            language: MessageLanguage::English,
        }
    }

    /// The day to come for which the file waits as a whole.
    pub(crate) fn waits_until(&self) -> Option<NaiveDate> {
        let has_own_day = matches!(self.kind, Kind::Procedures | Kind::Reorganisation);
        self.effective_on.filter(|day| *day > self.today && !has_own_day && self.may_hold_back)
    }

    /// Whether the report is read where options have names. Elsewhere messages describe them instead.
    pub(crate) fn is_from_command_line(&self) -> bool {
        self.actor == COMMAND_LINE
    }
}
