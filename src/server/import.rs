//! Import: bytes → table → rows → plan (what would change) → apply.
//!
//! One transaction and idempotent. One bad row and nothing is written; every bad row is listed with its line, column,
//! value and what would be right.

pub mod age_bands;
pub mod areas;
pub mod boundaries;
pub mod cards;
pub mod cell;
pub mod guides;
pub mod indicators;
pub mod population;
pub mod procedures;
pub mod read;
pub mod report;
pub mod rows;
pub mod survey;
pub mod synonyms;
pub mod table;
pub mod template;
pub(crate) mod told;
pub mod usage;

use chrono::{DateTime, NaiveDate, Utc};

use self::read::{ReadLimits, TableFile, read_table_file};
use self::report::{Counts, Report};
use self::table::{HeaderSpec, Table, find_table};
use super::db::{AuditRow, COMMAND_LINE, Connection, Db, Written, sources};
use crate::domain::area::AreaCode;
use crate::domain::audit::CHANGE_PROCEDURE;
use crate::domain::procedure::ProcedureId;
use crate::domain::source::{Source, SourceId};
use crate::domain::text::Tongue;
use crate::error::AppError;

closed_set! {
    /// What a file can hold.
    pub enum Kind ("kind of import") {
        Procedures = "procedures",
        Cards = "cards",
        Population = "population",
        Usage = "usage",
        Indicators = "indicators",
        Boundaries = "boundaries",
        /// What people say for what the catalogue calls it.
        Synonyms = "synonyms",
        /// What to do in a life event, in order.
        Guides = "guides",
    }
}

closed_set! {
    /// In which shape a file holds it.
    pub enum Format ("format") {
        /// Tetsuzuki's own templates, and tables whose headers say the same.
        Template = "template",
        /// 行政手続等の悉皆調査 of fiscal 2024, 38 columns.
        SurveyR6 = "survey-r6",
    }
}

/// On which day a change counts as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The day of the import: what was not known before is not said to have been.
    On(NaiveDate),
    /// The day it took effect, but not before this one; for a history that is made up as a whole.
    AsEffectiveFrom(NaiveDate),
}

impl Recorded {
    fn day(self, effective_on: NaiveDate) -> NaiveDate {
        match self {
            Self::On(day) => day,
            Self::AsEffectiveFrom(first) => effective_on.max(first),
        }
    }
}

/// One file to import and how.
#[derive(Debug, Clone)]
pub struct Request {
    pub kind: Kind,
    pub format: Format,
    /// Name of the file without its folder; it stands in for a source that the rows do not name.
    pub file: String,
    /// Date of the figures, where the table itself gives none.
    pub as_of: Option<NaiveDate>,
    /// The area of all rows, where the table itself names none.
    pub area: Option<AreaCode>,
    /// Date of the population base, where the table itself gives none.
    pub population_as_of: Option<NaiveDate>,
    /// Reads and plans, writes nothing.
    pub dry_run: bool,
    /// Whether the steps of procedures are taken over.
    pub steps: bool,
    pub recorded: Recorded,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub actor: String,
    /// Why, in the words of who imports; kept in the audit log and shown in the history of procedures.
    pub reason: String,
    pub tongue: Tongue,
}

impl Request {
    /// A file of a kind in one of the own templates, as a person imports it at a moment.
    #[must_use]
    pub fn new(kind: Kind, file: &str, now: DateTime<Utc>) -> Self {
        let today = crate::domain::calendar::today_in_japan(now);
        Self {
            kind,
            format: Format::Template,
            file: file.to_owned(),
            as_of: None,
            area: None,
            population_as_of: None,
            dry_run: false,
            steps: true,
            recorded: Recorded::On(today),
            today,
            now,
            actor: COMMAND_LINE.to_owned(),
            reason: String::new(),
            tongue: Tongue::English,
        }
    }

    /// The source of rows that name none, by kind of table.
    fn default_source(&self) -> Source {
        Source {
            id: source_id(&self.file),
            title: self.file.clone(),
            title_en: self.file.clone(),
            publisher: String::new(),
            publisher_en: String::new(),
            url: String::new(),
            as_of: self.as_of,
            licence: String::new(),
            sample: false,
        }
    }
}

/// How far reading has come, of how much, in a unit of the file's own.
pub type Progress<'a> = &'a dyn Fn(u64, u64);

/// A plan that can be held against the database and carried out.
pub(crate) trait Plan {
    /// Compares with what is there, writes what differs, counts it and says what it was before.
    async fn apply(&self, connection: &mut Connection, request: &Request) -> Result<Applied, AppError>;
}

/// What carrying out a plan did.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    counts: Vec<Counts>,
    /// Ids of procedures that were not there before.
    new_procedures: Vec<ProcedureId>,
    /// Procedures that were there, with their changed fields before and after, as JSON.
    changed_procedures: Vec<(ProcedureId, String, String)>,
}

impl From<Vec<Counts>> for Applied {
    fn from(counts: Vec<Counts>) -> Self {
        Self { counts, ..Self::default() }
    }
}

impl Applied {
    /// One row for the file, and one for each procedure that was there already and changed: the history of a
    /// procedure is made of those.
    fn audit_rows(&self, request: &Request) -> Vec<AuditRow> {
        let row = |action: String, subject: String| {
            AuditRow::new(request.actor.clone(), action, subject).reason(request.reason.clone())
        };
        let detail = self.counts.iter().map(|counts| counts.describe(Tongue::English)).collect::<Vec<_>>().join("; ");
        let (before, after) = told::values(&self.counts, &self.new_procedures);
        let file = row(format!("import {}", request.kind), request.file.clone()).detail(detail).values(before, after);
        let procedures = self.changed_procedures.iter().map(|(id, before, after)| {
            row(CHANGE_PROCEDURE.to_owned(), id.to_string()).values(before.clone(), after.clone())
        });
        std::iter::once(file).chain(procedures).collect()
    }
}

/// Imports one file.
///
/// Files and rows that cannot be accepted are no `Err`: they stand in the report, which then says that nothing was
/// written.
///
/// # Errors
/// Where the database cannot do its work.
pub async fn import(db: &Db, request: &Request, bytes: &[u8], progress: Progress<'_>) -> Result<Report, AppError> {
    let mut report = Report::new(request);
    if request.kind == Kind::Boundaries {
        match boundaries::read(request, bytes) {
            Ok(plan) => carry_out(db, request, &plan, &mut report).await?,
            Err(refusal) => report.refuse(refusal),
        }
        return Ok(report);
    }
    let file = match read_table_file(&request.file, bytes, &ReadLimits::default()) {
        Ok(file) => file,
        Err(error) => {
            report.refuse(error.describe(request.tongue));
            return Ok(report);
        }
    };
    report.set_form(file.form());
    match (request.kind, request.format) {
        (Kind::Procedures, Format::SurveyR6) => {
            if let Some(table) = table(&file, &survey::header(), &mut report) {
                let plan = survey::read(request, &table, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (_, Format::SurveyR6) => report.refuse(match request.tongue {
            Tongue::Japanese => "形式 survey-r6 は procedures でのみ使えます".to_owned(),
            Tongue::English => "the format survey-r6 goes with 'procedures' only".to_owned(),
        }),
        (Kind::Procedures, Format::Template) => {
            let words = procedures::Words::load(&mut db.read().await?).await?;
            if let Some(table) = table(&file, &procedures::header(), &mut report) {
                let plan = procedures::read(request, &table, &words, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Cards, Format::Template) => {
            let known = cards::Known::load(&mut db.read().await?).await?;
            if let Some(table) = table(&file, &cards::header(request), &mut report) {
                let plan = cards::read(request, &table, known, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Population, Format::Template) => {
            let finder = areas::Finder::load(&mut db.read().await?).await?;
            if let Some(table) = table(&file, &population::header(), &mut report) {
                let plan = population::read(request, &table, &finder, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Usage, Format::Template) => {
            let known = usage::Known::load(&mut db.read().await?).await?;
            if let Some(table) = table(&file, &usage::header(), &mut report) {
                let plan = usage::read(request, &table, &known, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Indicators, Format::Template) => {
            let known = indicators::Known::load(&mut db.read().await?).await?;
            // Definitions and values come in tables of their own; the header says which this is.
            if let Ok(table) = find_table(&file, &indicators::definitions_header()) {
                report.take_titles(&table);
                let plan = indicators::read_definitions(request, &table, &known, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            } else if let Some(table) = table(&file, &indicators::values_header(), &mut report) {
                let plan = indicators::read_values(request, &table, &known, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Synonyms, Format::Template) => {
            if let Some(table) = table(&file, &synonyms::header(), &mut report) {
                let plan = synonyms::read(&table, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Guides, Format::Template) => {
            let known = guides::Known::load(&mut db.read().await?).await?;
            if let Some(table) = table(&file, &guides::header(), &mut report) {
                let plan = guides::read(&table, &known, progress, &mut report);
                carry_out(db, request, &plan, &mut report).await?;
            }
        }
        (Kind::Boundaries, Format::Template) => unreachable!("boundaries are no table and were answered above"),
    }
    Ok(report)
}

fn table<'file>(file: &'file TableFile<'_>, header: &HeaderSpec, report: &mut Report) -> Option<Table<'file>> {
    match find_table(file, header) {
        Ok(table) => {
            report.take_titles(&table);
            Some(table)
        }
        Err(error) => {
            report.refuse(error.describe(report.tongue()));
            None
        }
    }
}

async fn carry_out(db: &Db, request: &Request, plan: &impl Plan, report: &mut Report) -> Result<(), AppError> {
    if report.is_refused() {
        return Ok(());
    }
    let counts = db
        .write(request.now, async |connection| {
            let applied = plan.apply(connection, request).await?;
            if request.dry_run || applied.counts.iter().all(Counts::nothing_to_write) {
                return Ok(Written::Unchanged(applied.counts));
            }
            let audit = applied.audit_rows(request);
            Ok(Written::ChangedEach { answer: applied.counts, audit })
        })
        .await?;
    report.set_counts(counts);
    Ok(())
}

/// An identifier for a source named by any text: the text itself where it can be one.
fn source_id(text: &str) -> SourceId {
    text.parse().unwrap_or_else(|_| {
        let kept: String = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-').take(40).collect();
        // Two long names that begin alike must stay two sources; FNV-1a is stable across versions and machines.
        let mark = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |mark, byte| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{kept}-{:08x}", mark >> 32).parse().expect("letters, digits and '-', at most 49")
    })
}

/// Sources named by rows, each once, so that those not yet known can be added with the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedSources(std::collections::BTreeMap<SourceId, Source>);

impl NamedSources {
    /// The identifier of the source a row names by id or title, or of the file where it names none.
    fn of(&mut self, named: Option<&str>, default: &Source, sample: bool) -> SourceId {
        let source = match named {
            Some(title) => Source {
                id: source_id(title),
                title: title.to_owned(),
                title_en: title.to_owned(),
                publisher: String::new(),
                publisher_en: String::new(),
                url: String::new(),
                as_of: None,
                licence: String::new(),
                sample,
            },
            None => default.clone(),
        };
        let id = source.id.clone();
        self.0.entry(id.clone()).or_insert(source);
        id
    }

    fn add(&mut self, source: Source) {
        self.0.entry(source.id.clone()).or_insert(source);
    }

    /// Adds those that the database does not know; what it knows about the others stays.
    async fn save_new(&self, connection: &mut Connection) -> Result<(), AppError> {
        let known = sources::list_sources(connection).await?;
        let new: Vec<Source> =
            self.0.values().filter(|source| known.iter().all(|known| known.id != source.id)).cloned().collect();
        sources::save_sources(connection, &new).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_keeps_its_name_as_identifier_where_it_can() {
        assert_eq!(source_id("mic-cards").as_str(), "mic-cards");
        let long = "総務省 マイナンバーカード交付状況（令和4年12月末時点） 別紙1 市区町村別の状況 その2 第3版";
        assert_ne!(source_id(long), source_id(&format!("{long}a")));
        assert_eq!(source_id(long), source_id(long));
    }
}
