//! Import: bytes → table → rows → plan (what would change) → apply.
//!
//! An import runs in one transaction and is idempotent. A single invalid row prevents all writing. Every invalid row is
//! reported with its line, column, value and what was expected.

pub mod age_bands;
pub mod areas;
pub mod boundaries;
pub mod cards;
pub mod cell;
pub mod changes;
pub(crate) mod fingerprint;
pub mod guides;
pub mod indicators;
pub mod population;
pub mod procedures;
pub mod read;
pub mod record;
pub mod report;
pub mod rows;
pub mod survey;
pub mod synonyms;
pub mod table;
pub mod template;
pub mod told;
pub mod usage;
pub mod watch;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::AreaCode;
use domain::audit::CHANGE_PROCEDURE;
use domain::limits;
use domain::procedure::{DepartmentCode, ProcedureId};
use domain::source::{Source, SourceId};
use domain::text::MessageLanguage;
use futures::FutureExt;
use futures::future::BoxFuture;
use store::error::AppError;
use store::{AuditRow, COMMAND_LINE, Connection, Db, WriteError, WriteKind, WriteTransaction, revision, sources};

use self::changes::{Changes, ImportBase};
use self::read::{ReadError, ReadLimits, TableFile, read_table_file};
use self::record::Wording;
use self::report::{Counts, Report};
use self::table::{HeaderSpec, Table, find_table};
use self::watch::ProgressSink;
pub use self::watch::{Progress, Watch};

string_enum! {
    /// The contents of a file.
    pub enum Kind ("kind of import") {
        Procedures = "procedures",
        Cards = "cards",
        Population = "population",
        Usage = "usage",
        Indicators = "indicators",
        Boundaries = "boundaries",
        /// Everyday words and the catalogue's terms for them.
        Synonyms = "synonyms",
        /// The steps to take in a life event, in order.
        Guides = "guides",
    }
}

impl Kind {
    /// The maximum number of rows in a file of this kind, including text above and below the table.
    #[must_use]
    pub const fn most_rows(self) -> usize {
        match self {
            Self::Procedures | Self::Usage => limits::ROWS_OF_PROCEDURES,
            Self::Cards | Self::Population | Self::Indicators => limits::ROWS_OF_FIGURES,
            Self::Synonyms | Self::Guides | Self::Boundaries => limits::ROWS_OF_WORDS,
        }
    }
}

string_enum! {
    /// The layout of the file.
    pub enum Format ("format") {
        /// Tetsuzuki's own templates, and tables with equivalent headers.
        Template = "template",
        /// 行政手続等の悉皆調査 of fiscal 2024, 38 columns.
        SurveyR6 = "survey-r6",
    }
}

/// The day on which a change counts as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The day of the import. Nothing is claimed to have been known earlier.
    On(NaiveDate),
    /// The day the change took effect, but no earlier than this day. For a history that is generated as a whole.
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

/// One file to import, and its options.
#[derive(Debug, Clone)]
pub struct Request {
    pub kind: Kind,
    pub format: Format,
    /// File name without its folder. It is used as the source of rows that name none.
    pub file: String,
    /// Date of the figures if the table gives none.
    pub as_of: Option<NaiveDate>,
    /// The area of all rows if the table names none.
    pub area: Option<AreaCode>,
    /// Date of the population base if the table gives none.
    pub population_as_of: Option<NaiveDate>,
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
    /// Where the request comes from: a word, or the result of [`Db::hash_origin`] for an address.
    pub origin: String,
    /// An opaque id. Empty if no approval by a second person was needed.
    pub approved_by: String,
    /// The departments whose procedures may be touched, both before and after the change; `None` for all. A file that
    /// touches any other department is refused as a whole, and the report lists the rows at fault. The check runs in
    /// the transaction that writes. It applies only to files of procedures and their usage.
    pub within: Option<BTreeSet<DepartmentCode>>,
    /// The reason given by the user. It is kept in the audit log and shown in the history of procedures.
    pub reason: String,
    /// The correlation id of related rows in the audit log, such as the proposal they publish; empty if there is none.
    pub part_of: String,
    pub tongue: MessageLanguage,
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
            as_of: None,
            area: None,
            population_as_of: None,
            dry_run: false,
            if_base: None,
            steps: true,
            recorded: Recorded::On(today),
            today,
            now,
            actor: COMMAND_LINE.to_owned(),
            origin: COMMAND_LINE.to_owned(),
            approved_by: String::new(),
            within: None,
            reason: String::new(),
            part_of: String::new(),
            tongue: MessageLanguage::English,
        }
    }

    /// The source of rows that name none.
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

/// A procedure that a file adds or changes, including its usage figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub procedure: ProcedureId,
    /// The line of a text file or the row of a sheet, from 1.
    pub line: Option<u64>,
    pub is_new: bool,
    /// The current department; for a new procedure, the one in the file.
    pub was_of: Option<DepartmentCode>,
    /// The department after the change.
    pub becomes_of: Option<DepartmentCode>,
}

impl Touched {
    fn departments(&self) -> [Option<&DepartmentCode>; 2] {
        [self.was_of.as_ref(), self.becomes_of.as_ref()]
    }

    /// The first department, before or after, that is not in `departments`. A procedure without a department is outside
    /// every set.
    fn outside(&self, departments: &BTreeSet<DepartmentCode>) -> Option<Option<&DepartmentCode>> {
        self.departments().into_iter().find(|one| one.is_none_or(|one| !departments.contains(one)))
    }
}

/// A summary of what a file is about to change.
#[derive(Debug, Clone)]
pub struct ImportSummary {
    /// The departments of the procedures touched, before and after. `None` stands for no department.
    pub departments: BTreeSet<Option<DepartmentCode>>,
    pub counts: Vec<Counts>,
}

/// Work to do in the transaction that writes a file, so that both succeed or fail together. It may run more than once
/// because the transaction may be retried.
pub type TransactionHook<E> =
    Arc<dyn for<'c> Fn(&'c mut Connection, ImportSummary) -> BoxFuture<'c, Result<(), E>> + Send + Sync>;

/// A plan that can be compared with the database and applied.
pub(crate) trait Plan: Send + Sync {
    /// Compares the plan with the database and returns the changes. Writes what differs, unless the request is a dry
    /// run.
    fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> impl Future<Output = Result<Applied, AppError>> + Send;
}

/// The changes made by applying a plan.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    changes: Vec<Changes>,
    /// Every procedure added or changed, once each.
    touched: Vec<Touched>,
    /// Existing procedures with their changed fields before and after, as JSON.
    changed_procedures: Vec<(ProcedureId, String, String)>,
}

impl From<Vec<Changes>> for Applied {
    fn from(changes: Vec<Changes>) -> Self {
        Self { changes, ..Self::default() }
    }
}

impl Applied {
    fn nothing_to_write(&self) -> bool {
        self.changes.iter().all(|changes| changes.counts.is_unchanged())
    }

    /// One row for the file, and one for each existing procedure that changed. The history of a procedure is built from
    /// the latter.
    fn audit_rows(&self, request: &Request) -> Vec<AuditRow> {
        let row = |action: String, subject: String| {
            AuditRow::new(request.actor.clone(), action, subject)
                .from_origin(request.origin.clone())
                .reason(request.reason.clone())
                .approved_by(request.approved_by.clone())
        };
        let described: Vec<String> =
            self.changes.iter().map(|changes| changes.counts.describe(MessageLanguage::English)).collect();
        let new: Vec<&ProcedureId> =
            self.touched.iter().filter(|touched| touched.is_new).map(|touched| &touched.procedure).collect();
        let (before, after) = told::values(&self.changes, &new);
        let part_of = Some(&request.part_of).filter(|part_of| !part_of.is_empty());
        let file = row(format!("import {}", request.kind), request.file.clone())
            .detail(described.iter().chain(part_of).cloned().collect::<Vec<_>>().join("; "))
            .values(before, after);
        let procedures = self.changed_procedures.iter().map(|(id, before, after)| {
            row(CHANGE_PROCEDURE.to_owned(), id.to_string())
                .detail(request.part_of.clone())
                .values(before.clone(), after.clone())
        });
        std::iter::once(file).chain(procedures).collect()
    }
}

/// Reference data that the rows of a file must match.
enum Known {
    Procedures(procedures::Words),
    Cards(cards::Known),
    Population(areas::AreaMatcher),
    Usage(usage::Known),
    Indicators(indicators::Known),
    Guides(guides::Known),
    Synonyms,
    Boundaries,
}

impl Known {
    async fn load(db: &Db, kind: Kind) -> Result<Self, AppError> {
        let connection = &mut db.read().await?;
        Ok(match kind {
            Kind::Procedures => Self::Procedures(procedures::Words::load(connection).await?),
            Kind::Cards => Self::Cards(cards::Known::load(connection).await?),
            Kind::Population => Self::Population(areas::AreaMatcher::load(connection).await?),
            Kind::Usage => Self::Usage(usage::Known::load(connection).await?),
            Kind::Indicators => Self::Indicators(indicators::Known::load(connection).await?),
            Kind::Guides => Self::Guides(guides::Known::load(connection).await?),
            Kind::Synonyms => Self::Synonyms,
            Kind::Boundaries => Self::Boundaries,
        })
    }
}

/// A plan of any kind.
enum AnyPlan {
    Catalogue(procedures::CataloguePlan),
    Cards(cards::CardPlan),
    Population(population::PopulationPlan),
    Usage(usage::UsagePlan),
    Definitions(indicators::DefinitionPlan),
    Values(indicators::ValuePlan),
    Guides(guides::GuidePlan),
    Synonyms(synonyms::SynonymPlan),
    Boundaries(boundaries::BoundaryPlan),
}

impl Plan for AnyPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        match self {
            Self::Catalogue(plan) => plan.apply(connection, request, wording).await,
            Self::Cards(plan) => plan.apply(connection, request, wording).await,
            Self::Population(plan) => plan.apply(connection, request, wording).await,
            Self::Usage(plan) => plan.apply(connection, request, wording).await,
            Self::Definitions(plan) => plan.apply(connection, request, wording).await,
            Self::Values(plan) => plan.apply(connection, request, wording).await,
            Self::Guides(plan) => plan.apply(connection, request, wording).await,
            Self::Synonyms(plan) => plan.apply(connection, request, wording).await,
            Self::Boundaries(plan) => plan.apply(connection, request, wording).await,
        }
    }
}

/// Imports one file.
///
/// Invalid files and rows do not cause an `Err`. They are listed in the report, which then says that nothing was
/// written.
///
/// # Errors
/// If the database fails.
pub async fn import(
    db: &Db,
    request: &Request,
    bytes: impl AsRef<[u8]>,
    progress: Progress<'_>,
) -> Result<Report, AppError> {
    let known = Known::load(db, request.kind).await?;
    let nobody_goes_away = AtomicBool::new(false);
    let mut report = Report::new(request);
    let plan = read(request, bytes.as_ref(), known, ProgressSink::new(progress, &nobody_goes_away), &mut report);
    // The plan has everything that was read. Free a large file before writing.
    drop(bytes);
    execute::<AppError>(db, Arc::new(request.clone()), plan, &mut report, &Watch::silent(), None).await?;
    Ok(report)
}

/// Reports what importing a file would change, without writing anything. The report lists new records and every cell
/// that would change, counts unchanged and invalid rows, and gives the procedures and departments touched and the base
/// of the comparison.
///
/// The file is read on a blocking thread. Reading stops if the watch is cancelled or the future is dropped.
///
/// # Errors
/// If the database fails.
pub async fn preview(db: &Db, request: Request, bytes: Arc<[u8]>, watch: &Watch) -> Result<Report, AppError> {
    run(db, Request { dry_run: true, if_base: None, ..request }, bytes, watch, None).await
}

/// Imports a file after a [`preview`], if the affected records are still the same. Unrelated writes do not matter.
/// Otherwise the report says why nothing was written.
///
/// Cancelling works as in [`preview`]. It either takes effect before anything is written or not at all.
///
/// # Errors
/// If the database fails.
pub async fn confirm(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    base: ImportBase,
    watch: &Watch,
) -> Result<Report, AppError> {
    run(db, Request { dry_run: false, if_base: Some(base), ..request }, bytes, watch, None).await
}

/// [`confirm`] with additional work in the same transaction. That work is skipped if the file changes nothing.
///
/// # Errors
/// If the database or the additional work fails. Nothing is written then.
pub async fn confirm_with<E: WriteError>(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    base: ImportBase,
    alongside: TransactionHook<E>,
) -> Result<Report, E> {
    let request = Request { dry_run: false, if_base: Some(base), ..request };
    run(db, request, bytes, &Watch::silent(), Some(alongside)).await
}

async fn run<E: WriteError>(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    watch: &Watch,
    alongside: Option<TransactionHook<E>>,
) -> Result<Report, E> {
    let unfinished = watch.until_finished();
    let request = Arc::new(request);
    let known = Known::load(db, request.kind).await?;
    let (their_request, their_watch) = (Arc::clone(&request), watch.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let mut report = Report::new(&their_request);
        let plan = read(&their_request, &bytes, known, their_watch.watching(), &mut report);
        (plan, report)
    });
    let (plan, mut report) = reading.await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => AppError::Configuration("the server is being stopped; nothing was written".to_owned()),
    })?;
    execute(db, request, plan, &mut report, watch, alongside).await?;
    unfinished.finish();
    Ok(report)
}

/// Parses a file into a plan; `None` if the report says why not. A file that makes a reader panic is refused as
/// damaged. Its partial result is dropped.
fn read(
    request: &Request,
    bytes: &[u8],
    known: Known,
    watching: ProgressSink<'_>,
    report: &mut Report,
) -> Option<AnyPlan> {
    let reading = AssertUnwindSafe(|| read_kind(request, bytes, known, watching, report));
    let panicked = match std::panic::catch_unwind(reading) {
        Ok(plan) => return plan,
        Err(_) => ReadError::Damaged { cause: "its reader gave up".to_owned() },
    };
    tracing::error!(kind = %request.kind, "a file made its reader panic and was refused");
    report.refuse(panicked.describe(request.tongue));
    None
}

fn read_kind(
    request: &Request,
    bytes: &[u8],
    known: Known,
    watching: ProgressSink<'_>,
    report: &mut Report,
) -> Option<AnyPlan> {
    if let Known::Boundaries = known {
        return boundaries::read(request, bytes)
            .map_err(|refusal| report.refuse(refusal))
            .ok()
            .map(AnyPlan::Boundaries);
    }
    let limits = ReadLimits { rows: request.kind.most_rows(), ..ReadLimits::default() };
    let file = read_table_file(&request.file, bytes, &limits)
        .map_err(|error| report.refuse(error.describe(request.tongue)))
        .ok()?;
    report.set_form(file.form());
    let survey = request.format == Format::SurveyR6;
    if survey && request.kind != Kind::Procedures {
        report.refuse(match request.tongue {
            MessageLanguage::Japanese => "形式 survey-r6 は procedures でのみ使えます".to_owned(),
            MessageLanguage::English => "the format survey-r6 goes with 'procedures' only".to_owned(),
        });
        return None;
    }
    Some(match known {
        Known::Procedures(_) if survey => {
            let table = table(&file, &survey::header(), report)?;
            AnyPlan::Catalogue(survey::read(&table, watching, report))
        }
        Known::Procedures(words) => {
            let table = table(&file, &procedures::header(), report)?;
            AnyPlan::Catalogue(procedures::read(request, &table, &words, watching, report))
        }
        Known::Cards(known) => {
            let table = table(&file, &cards::header(request), report)?;
            AnyPlan::Cards(cards::read(request, &table, known, watching, report))
        }
        Known::Population(finder) => {
            let table = table(&file, &population::header(), report)?;
            AnyPlan::Population(population::read(request, &table, &finder, watching, report))
        }
        Known::Usage(known) => {
            let table = table(&file, &usage::header(), report)?;
            AnyPlan::Usage(usage::read(request, &table, &known, watching, report))
        }
        // Definitions and values are separate tables. The header tells which one this is.
        Known::Indicators(known) => match find_table(&file, &indicators::definitions_header()) {
            Ok(table) => {
                report.add_titles(&table);
                AnyPlan::Definitions(indicators::read_definitions(request, &table, &known, watching, report))
            }
            Err(_) => {
                let table = table(&file, &indicators::values_header(), report)?;
                AnyPlan::Values(indicators::read_values(request, &table, &known, watching, report))
            }
        },
        Known::Guides(known) => {
            let table = table(&file, &guides::header(), report)?;
            AnyPlan::Guides(guides::read(&table, &known, watching, report))
        }
        Known::Synonyms => {
            let table = table(&file, &synonyms::header(), report)?;
            AnyPlan::Synonyms(synonyms::read(&table, watching, report))
        }
        Known::Boundaries => unreachable!("boundaries are no table and were answered above"),
    })
}

fn table<'file>(file: &'file TableFile<'_>, header: &HeaderSpec, report: &mut Report) -> Option<Table<'file>> {
    match find_table(file, header) {
        Ok(table) => {
            report.add_titles(&table);
            Some(table)
        }
        Err(error) => {
            report.refuse(error.describe(report.language()));
            None
        }
    }
}

/// The result of comparing a plan with the database.
struct Compared {
    applied: Applied,
    base: ImportBase,
    obstacle: Option<AbortReason>,
}

/// Why nothing may be written.
enum AbortReason {
    /// The caller cancelled the request.
    Abandoned,
    /// The affected records have changed since the preview.
    Moved,
    /// The file touches a procedure that the user may not change.
    Outside,
}

async fn compared(
    connection: &mut Connection,
    request: &Request,
    plan: &AnyPlan,
    watch: &Watch,
) -> Result<Compared, AppError> {
    let revision = revision::find_revision(connection).await?;
    let mut wording = Wording::load(connection, request.tongue, request.today).await?;
    wording.to_be_confirmed = request.dry_run || request.if_base.is_some();
    let applied = plan.apply(connection, request, &wording).await?;
    let base = ImportBase::new(revision, &applied.changes);
    let within = request.within.as_ref();
    let obstacle = if watch.is_cancelled() {
        Some(AbortReason::Abandoned)
    } else if request.if_base.is_some_and(|before| !before.is_current(&base)) {
        Some(AbortReason::Moved)
    } else if within.is_some_and(|within| applied.touched.iter().any(|touched| touched.outside(within).is_some())) {
        Some(AbortReason::Outside)
    } else {
        None
    };
    Ok(Compared { applied, base, obstacle })
}

async fn execute<E: WriteError>(
    db: &Db,
    request: Arc<Request>,
    plan: Option<AnyPlan>,
    report: &mut Report,
    watch: &Watch,
    alongside: Option<TransactionHook<E>>,
) -> Result<(), E> {
    let Some(plan) = plan.filter(|_| !report.is_refused()) else {
        return Ok(());
    };
    let Compared { applied, base, obstacle } = if request.dry_run {
        compared(&mut db.read().await?, &request, &plan, watch).await?
    } else {
        let (request, plan, alongside) = (&request, &plan, alongside.as_ref());
        db.write(WriteKind::Published(request.now), |transaction| {
            write(transaction, request, plan, watch, alongside).boxed()
        })
        .await?
    };
    match obstacle {
        None => report.set_changes(applied.changes, applied.touched, Some(base).filter(|_| request.dry_run)),
        Some(AbortReason::Abandoned) => report.cancel(),
        Some(AbortReason::Moved) => report.mark_stale(match request.tongue {
            MessageLanguage::English => {
                "what this file is about was changed since the dry run; look at what it would change \
                                now (--dry-run) and confirm that"
                    .to_owned()
            }
            MessageLanguage::Japanese => {
                "試行のあとに、このファイルの対象が変更されました。もう一度試行（--dry-run）して、\
                                 現在との違いを確認してください"
                    .to_owned()
            }
        }),
        Some(AbortReason::Outside) => {
            report.refuse_outside(&request.within.clone().unwrap_or_default(), &applied.touched);
        }
    }
    Ok(())
}

async fn write<E: WriteError>(
    transaction: &mut WriteTransaction<'_>,
    request: &Request,
    plan: &AnyPlan,
    watch: &Watch,
    alongside: Option<&TransactionHook<E>>,
) -> Result<Compared, E> {
    let compared = compared(transaction, request, plan, watch).await?;
    if compared.obstacle.is_some() || compared.applied.nothing_to_write() {
        return Ok(compared);
    }
    for row in compared.applied.audit_rows(request) {
        transaction.audit(row);
    }
    if let Some(alongside) = alongside {
        let weighed = ImportSummary {
            departments: report::departments_of(&compared.applied.touched),
            counts: compared.applied.changes.iter().map(|changes| changes.counts).collect(),
        };
        alongside(transaction, weighed).await?;
    }
    Ok(compared)
}

/// A source id derived from any text: the text itself if it is a valid id.
fn source_id(text: &str) -> SourceId {
    text.parse().unwrap_or_else(|_| {
        let kept: String = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-').take(40).collect();
        // Two long names with the same beginning must remain two sources. FNV-1a is stable across versions and
        // machines.
        let mark = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |mark, byte| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{kept}-{:08x}", mark >> 32).parse().expect("letters, digits and '-', at most 49")
    })
}

/// Keeps the known id if reading it back from a file would give the id just read.
pub(crate) fn keep_source(source: &mut SourceId, known: &SourceId) {
    if source != known && *source == source_id(&domain::text::normalise_name(known.as_str())) {
        source.clone_from(known);
    }
}

/// The distinct sources named by rows, so that new ones can be added with the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedSources(std::collections::BTreeMap<SourceId, Source>);

impl NamedSources {
    /// The id of the source that a row names by id or title; the file's own source if it names none.
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

    /// Adds sources missing from the database. Existing ones are left unchanged.
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

    /// Compiles only if these futures are `Send`, as request handlers require.
    #[allow(dead_code, reason = "that it can be built is the test")]
    fn what_handlers_await_moves_between_threads(db: &Db, request: &Request, bytes: &Arc<[u8]>, base: ImportBase) {
        fn moves<T: Send>(_: T) {}
        let watch = Watch::silent();
        moves(import(db, request, bytes, &|_, _| {}));
        moves(preview(db, request.clone(), Arc::clone(bytes), &watch));
        moves(confirm(db, request.clone(), Arc::clone(bytes), base, &watch));
    }

    #[test]
    fn a_source_keeps_its_name_as_identifier_where_it_can() {
        assert_eq!(source_id("mic-cards").as_str(), "mic-cards");
        let long = "総務省 マイナンバーカード交付状況（令和4年12月末時点） 別紙1 市区町村別の状況 その2 第3版";
        assert_ne!(source_id(long), source_id(&format!("{long}a")));
        assert_eq!(source_id(long), source_id(long));
    }
}
