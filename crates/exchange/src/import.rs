//! Import: bytes → table → rows → plan (what would change) → apply.
//!
//! One transaction and idempotent. One bad row and nothing is written; every bad row is listed with its line, column,
//! value and what would be right.

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
use store::{AuditRow, COMMAND_LINE, Connection, Db, TransactionOutcome, revision, sources};

use self::changes::{Changes, ImportBase};
use self::read::{ReadError, ReadLimits, TableFile, read_table_file};
use self::record::Wording;
use self::report::{Counts, Report};
use self::table::{HeaderSpec, Table, find_table};
use self::watch::ProgressSink;
pub use self::watch::{Progress, Watch};

string_enum! {
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

impl Kind {
    /// How many rows a file of it may have, with what stands above and below the table.
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
    /// Writes only where the records concerned are as they were when a dry run reported this.
    pub if_base: Option<ImportBase>,
    /// Whether the steps of procedures are taken over.
    pub steps: bool,
    pub recorded: Recorded,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
    pub actor: String,
    /// From where: a word, or what [`Db::hash_origin`] makes of an address.
    pub origin: String,
    /// An opaque id; empty where nobody else had to approve.
    pub approved_by: String,
    /// The departments whose procedures may be touched, before and after; `None` for all. A file that touches another is
    /// refused as a whole, with the rows that do. It is asked in the transaction that writes, and says nothing about
    /// files of anything but procedures and their usage.
    pub within: Option<BTreeSet<DepartmentCode>>,
    /// Why, in the words of who imports; kept in the audit log and shown in the history of procedures.
    pub reason: String,
    /// By which the rows of the audit log that belong together are found, such as the proposal that they carry out;
    /// empty where there is nothing to say.
    pub part_of: String,
    pub tongue: MessageLanguage,
}

impl Request {
    /// A file of a kind in one of the own templates, as a person imports it at a moment.
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

/// A procedure that a file adds or changes, itself or its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub procedure: ProcedureId,
    /// The line of a text file or the row of a sheet, from 1.
    pub line: Option<u64>,
    pub is_new: bool,
    /// Of which department it is; for a new one that of the file.
    pub was_of: Option<DepartmentCode>,
    /// Of which it becomes.
    pub becomes_of: Option<DepartmentCode>,
}

impl Touched {
    fn departments(&self) -> [Option<&DepartmentCode>; 2] {
        [self.was_of.as_ref(), self.becomes_of.as_ref()]
    }

    /// The department that is not among these, before or after; a procedure of no department is of none of them.
    fn outside(&self, departments: &BTreeSet<DepartmentCode>) -> Option<Option<&DepartmentCode>> {
        self.departments().into_iter().find(|one| one.is_none_or(|one| !departments.contains(one)))
    }
}

/// What a file that is about to be written does.
#[derive(Debug, Clone)]
pub struct ImportSummary {
    /// Of the procedures touched, before and after; `None` among them is no department.
    pub departments: BTreeSet<Option<DepartmentCode>>,
    pub counts: Vec<Counts>,
}

/// What is to be done in the transaction that writes a file, so that neither is ever there without the other. It gives
/// rows for the audit log, or `None` where nothing may be written after all. It may run again, as all writing may.
pub type TransactionHook = Arc<
    dyn for<'c> Fn(&'c mut Connection, ImportSummary) -> BoxFuture<'c, Result<Option<Vec<AuditRow>>, AppError>>
        + Send
        + Sync,
>;

/// A plan that can be held against the database and carried out.
pub(crate) trait Plan: Send + Sync {
    /// Compares with what is there, and says what that changes; writes what differs, unless the request is to look only.
    fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> impl Future<Output = Result<Applied, AppError>> + Send;
}

/// What carrying out a plan changes.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    changes: Vec<Changes>,
    /// Every procedure that is added or changed, once.
    touched: Vec<Touched>,
    /// Procedures that were there, with their changed fields before and after, as JSON.
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

    /// One row for the file, and one for each procedure that was there already and changed: the history of a
    /// procedure is made of those.
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

/// What the database knows that the rows of a kind of file must fit.
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
/// Files and rows that cannot be accepted are no `Err`: they stand in the report, which then says that nothing was
/// written.
///
/// # Errors
/// Where the database cannot do its work.
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
    // What was read is in the plan; a large file would only stand beside it while it is written.
    drop(bytes);
    execute(db, Arc::new(request.clone()), plan, &mut report, &Watch::silent(), None).await?;
    Ok(report)
}

/// What importing a file would change, without writing anything: what is new, every cell that would hold something else,
/// how much is the same or wrong, the procedures and departments touched, and the base on which that rests.
///
/// The file is read on a thread for such work. Reading stops where the watch is abandoned or the future dropped.
///
/// # Errors
/// Where the database cannot do its work.
pub async fn preview(db: &Db, request: Request, bytes: Arc<[u8]>, watch: &Watch) -> Result<Report, AppError> {
    run(db, Request { dry_run: true, if_base: None, ..request }, bytes, watch, None).await
}

/// Imports a file that a [`preview`] was shown of, where the records that it is about are still the same, whatever else
/// was written meanwhile; otherwise the report says why nothing was written.
///
/// What stops [`preview`] stops this before anything is written, or not at all.
///
/// # Errors
/// Where the database cannot do its work.
pub async fn confirm(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    base: ImportBase,
    watch: &Watch,
) -> Result<Report, AppError> {
    run(db, Request { dry_run: false, if_base: Some(base), ..request }, bytes, watch, None).await
}

/// [`confirm`] with more that is to be done in the same transaction. Where the file changes nothing, neither is that.
///
/// # Errors
/// Where the database cannot do its work, and those of what is done alongside; then nothing is written.
pub async fn confirm_with(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    base: ImportBase,
    alongside: TransactionHook,
) -> Result<Report, AppError> {
    let request = Request { dry_run: false, if_base: Some(base), ..request };
    run(db, request, bytes, &Watch::silent(), Some(alongside)).await
}

async fn run(
    db: &Db,
    request: Request,
    bytes: Arc<[u8]>,
    watch: &Watch,
    alongside: Option<TransactionHook>,
) -> Result<Report, AppError> {
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

/// What a file says; nothing where the report says why not. A file at which a reader panics is refused like any other
/// that is damaged, and nothing is left behind: what was read of it is dropped.
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
        // Definitions and values come in tables of their own; the header says which this is.
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

/// What a plan is, held against the database.
struct Compared {
    applied: Applied,
    base: ImportBase,
    obstacle: Option<AbortReason>,
}

/// Why nothing may be written.
enum AbortReason {
    /// Whoever asked went away.
    Abandoned,
    /// The records concerned are not what was confirmed.
    Moved,
    /// A procedure is touched that whoever asks may not touch.
    Outside,
    /// What was to be done in the same transaction could not be.
    NotAlongside,
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

async fn execute(
    db: &Db,
    request: Arc<Request>,
    plan: Option<AnyPlan>,
    report: &mut Report,
    watch: &Watch,
    alongside: Option<TransactionHook>,
) -> Result<(), AppError> {
    let Some(plan) = plan.filter(|_| !report.is_refused()) else {
        return Ok(());
    };
    let Compared { applied, base, obstacle } = if request.dry_run {
        compared(&mut db.read().await?, &request, &plan, watch).await?
    } else {
        let plan = Arc::new(plan);
        // The work may run again, and moves between threads: it owns what it uses.
        db.write_published(request.now, |connection| {
            let (request, plan, watch) = (Arc::clone(&request), Arc::clone(&plan), watch.clone());
            write(connection, request, plan, watch, alongside.clone()).boxed()
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
        Some(AbortReason::NotAlongside) => report.refuse(match request.tongue {
            MessageLanguage::English => "what it belongs to has moved on meanwhile".to_owned(),
            MessageLanguage::Japanese => "この間に、元の申請の状態が変わりました".to_owned(),
        }),
    }
    Ok(())
}

async fn write(
    connection: &mut Connection,
    request: Arc<Request>,
    plan: Arc<AnyPlan>,
    watch: Watch,
    alongside: Option<TransactionHook>,
) -> Result<TransactionOutcome<Compared>, AppError> {
    let mut compared = compared(connection, &request, &plan, &watch).await?;
    if compared.obstacle.is_some() || compared.applied.nothing_to_write() {
        return Ok(TransactionOutcome::Unchanged(compared));
    }
    let mut audit = compared.applied.audit_rows(&request);
    if let Some(alongside) = alongside {
        let weighed = ImportSummary {
            departments: report::departments_of(&compared.applied.touched),
            counts: compared.applied.changes.iter().map(|changes| changes.counts).collect(),
        };
        match alongside(connection, weighed).await? {
            Some(rows) => audit.extend(rows),
            None => {
                compared.obstacle = Some(AbortReason::NotAlongside);
                return Ok(TransactionOutcome::Unchanged(compared));
            }
        }
    }
    Ok(TransactionOutcome::ChangedEach { answer: compared, audit })
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

/// Takes the known source over where its identifier, once read from a file, names the one that was read.
pub(crate) fn keep_source(source: &mut SourceId, known: &SourceId) {
    if source != known && *source == source_id(&domain::text::normalise_name(known.as_str())) {
        source.clone_from(known);
    }
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

    /// Handlers of requests move between threads: where one of these could not, this would not be built.
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
