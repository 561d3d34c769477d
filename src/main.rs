//! The command line: one binary, one subcommand a job.

#![allow(clippy::disallowed_methods, reason = "the one place that reads the clock and the surroundings")]

#[path = "main/staff.rs"]
mod staff;

use std::io::{IsTerminal, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Duration;

use axum::http::HeaderName;
use chrono::{NaiveDate, Utc};
use clap::{Parser, Subcommand};
use domain::ParseEnumError;
use domain::area::AreaCode;
use domain::audit::Head;
use domain::calendar::today_in_japan;
use domain::procedure::{DepartmentCode, LifeEventCode, SetCode};
use domain::text::MessageLanguage;
use exchange::backup;
use exchange::import::base::ImportBase;
use exchange::import::reading::file::ReadLimits;
use exchange::import::table::template;
use exchange::import::{Format, Kind, Request, import};
use indicatif::{ProgressBar, ProgressStyle};
use store::audit::list_log_entries;
use store::error::AppError;
use store::{Db, KeyPlace, require_private_permissions};
use tetsuzuki::server::export::tables::{Selection, Table};
use tetsuzuki::server::http::client_address::ClientAddress;
use tetsuzuki::server::http::serve::serve;
use tetsuzuki::server::settings::{Issuer, PublicUrl, Settings};
use tetsuzuki::server::staff::sign_on::{ClientSecret, OidcConfig};
use tetsuzuki::server::state::AppState;
use tetsuzuki::server::{audit, demonstration, export};

/// Exit code for refused input, which can be corrected and given again.
const REFUSED: u8 = 2;

/// A city's administrative procedures, card ownership and targets, published.
#[derive(Debug, Parser)]
#[command(name = "tetsuzuki", version)]
struct CommandLine {
    /// Address of the database: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, global = true, env = "DATABASE_URL", default_value = "sqlite://tetsuzuki.db", hide_env_values = true)]
    database: String,
    /// File with the key of the audit log. With SQLite the default is the name of the database file with .audit-key
    /// added. Keep a copy away from the database and its backups
    #[arg(long, global = true, env = "TETSUZUKI_AUDIT_KEY_FILE", value_name = "FILE")]
    audit_key_file: Option<PathBuf>,
    #[command(subcommand)]
    job: Job,
}

/// The database, and the key of its audit log.
#[derive(Debug)]
struct Place {
    address: String,
    key: KeyPlace,
    /// What was opened. It is closed at the end, also after a failure.
    opened: OnceLock<Db>,
}

impl Place {
    async fn open(&self) -> Result<Db, AppError> {
        let db = Db::open_with(&self.address, &self.key).await?;
        Ok(self.opened.get_or_init(|| db).clone())
    }

    async fn close(&self) {
        if let Some(db) = self.opened.get() {
            db.close().await;
        }
    }
}

#[derive(Debug, Subcommand)]
enum Job {
    /// Serves the site and its API
    Serve {
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:3000")]
        listen: SocketAddr,
        /// Fills an empty database with the demonstration city first
        #[arg(long)]
        demo: bool,
        /// Header in which the reverse proxy passes the client's address, such as x-forwarded-for; the last address
        /// counts. Set this only behind a proxy that sets the header: otherwise clients could set it themselves
        #[arg(long, value_name = "NAME")]
        client_address_header: Option<HeaderName>,
        /// Public URL of the site, such as https://tetsuzuki.city.example.jp; search engines need absolute URLs
        #[arg(long, env = "TETSUZUKI_PUBLIC_URL")]
        public_url: Option<PublicUrl>,
        /// Code of the department to contact about accessibility; shown on /accessibility
        #[arg(long, env = "TETSUZUKI_CONTACT_DEPARTMENT")]
        contact_department: Option<DepartmentCode>,
        #[command(flatten)]
        single_sign_on: SingleSignOn,
    },
    /// Imports a file: procedures, cards, population, usage, indicators, boundaries, synonyms or guides
    Import(Import),
    /// Writes a file
    Export {
        #[command(subcommand)]
        what: Export,
    },
    /// Manages staff accounts
    Staff {
        #[command(subcommand)]
        what: staff::Staff,
    },
    /// Applies pending migrations and lists them
    Migrate,
    /// Writes the whole database to one file, also while it is being served. It does not contain the key of the audit
    /// log, sessions, or files that wait to be published
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Restores a backup into an empty database of either kind; everything is checked before anything is written
    Restore {
        /// A file written by `backup`
        file: PathBuf,
        /// Deletes everything in the database first, including the audit log
        #[arg(long)]
        replace: bool,
        /// Reason, for the audit log
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Checks that the audit log and the data are as they were written, and that the database is sound; exits with 1
    /// if they are not
    Verify {
        /// A head of the log that was published or kept elsewhere, as NUMBER:HASH; can be repeated
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Vec<Head>,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows the audit log, and erases personal data in it
    Audit {
        #[command(subcommand)]
        what: Audit,
    },
}

/// Single sign-on for staff with OpenID Connect. All four options and --public-url are required.
#[derive(Debug, clap::Args)]
struct SingleSignOn {
    /// OpenID Connect issuer of the single sign-on provider, such as https://login.city.example.jp/realms/staff. The
    /// redirect URI is PUBLIC-URL/staff/login/return
    #[arg(
        long = "oidc-issuer",
        env = "TETSUZUKI_OIDC_ISSUER",
        value_name = "URL",
        requires_all = ["client_id", "client_secret_file", "public_url"]
    )]
    issuer: Option<Issuer>,
    /// Client id of this installation at the provider
    #[arg(long = "oidc-client-id", env = "TETSUZUKI_OIDC_CLIENT_ID", value_name = "ID", requires = "issuer")]
    client_id: Option<String>,
    /// File with the client secret
    #[arg(
        long = "oidc-client-secret-file",
        env = "TETSUZUKI_OIDC_CLIENT_SECRET_FILE",
        value_name = "FILE",
        requires = "issuer"
    )]
    client_secret_file: Option<PathBuf>,
    /// Disables passwords: staff log in by single sign-on only
    #[arg(long = "oidc-only", env = "TETSUZUKI_OIDC_ONLY", requires = "issuer")]
    only: bool,
}

impl SingleSignOn {
    /// The configuration, with the secret read from its file.
    fn arrangement(self, site: Option<&PublicUrl>) -> Result<Option<OidcConfig>, AppError> {
        let (Some(issuer), Some(client_id), Some(file), Some(site)) =
            (self.issuer, self.client_id, self.client_secret_file, site)
        else {
            return Ok(None);
        };
        let failed = |cause| AppError::File { context: file.display().to_string(), cause };
        let opened = std::fs::File::open(&file).map_err(failed)?;
        require_private_permissions("the file of the secret of single sign-on", &file, &opened)?;
        let secret = std::io::read_to_string(opened).map_err(failed)?;
        let client_secret = ClientSecret::of(&secret)?;
        Ok(Some(OidcConfig { issuer, client_id, client_secret, site: site.clone(), only: self.only }))
    }
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Shows the newest rows, newest first
    List {
        /// Number of rows
        #[arg(long, default_value_t = 20)]
        most: u32,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Permanently erases the reason, detail and values of a row; the chain stays intact, and a new row records it
    Forget {
        /// Number of the row
        number: i64,
        /// Reason; do not name anybody
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, clap::Args)]
struct Import {
    /// Contents of the file: procedures, cards, population, usage, indicators, boundaries, synonyms or guides
    kind: Kind,
    /// CSV (UTF-8 or CP932, also gzip), XLSX or XLS; for boundaries GeoJSON; '-' reads CSV from standard input
    file: PathBuf,
    /// Layout of the file: template, or survey for the national survey of procedures, whose header tells the year
    #[arg(long, default_value = "template", value_parser = layout)]
    format: Format,
    /// Name of the sheet to read, if several of a workbook fit
    #[arg(long)]
    sheet: Option<String>,
    /// Date of the figures, if the table gives none
    #[arg(long)]
    as_of: Option<NaiveDate>,
    /// Code of the area, if the rows name none; for cards
    #[arg(long)]
    area: Option<AreaCode>,
    /// Date of the population base, if the table gives none
    #[arg(long)]
    population_as_of: Option<NaiveDate>,
    /// Reason, for the audit log and the public history of the procedures; do not name anybody
    #[arg(long, default_value = "")]
    reason: String,
    /// Reports what would change without writing anything
    #[arg(long)]
    dry_run: bool,
    /// Writes only if the records have not changed since a dry run reported this base
    #[arg(long, value_name = "BASE", conflicts_with = "dry_run")]
    if_base: Option<ImportBase>,
    /// Prints the report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Export {
    /// Writes an empty template with headers
    Template {
        /// What it is for: procedures, cards, population, usage, indicators, synonyms or guides
        kind: Kind,
        /// The file to write: .csv or .xlsx
        #[arg(long)]
        to: PathBuf,
        /// Headers in Japanese (ja) or English (en)
        #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
        language: String,
    },
    /// Writes the procedure catalogue, for editing and import
    Procedures(Filled),
    /// Writes card counts, for editing and import
    Cards(Filled),
    /// Writes resident population, for editing and import
    Population(Filled),
    /// Writes how often procedures are used, for editing and import
    Usage(Filled),
    /// Writes indicator values, for editing and import
    Indicators(Filled),
    /// Writes search synonyms, for editing and import
    Synonyms(Filled),
    /// Writes the steps of life events, for editing and import
    Guides(Filled),
    /// Writes the counts of reader reports, by procedure and month
    Reports {
        /// The file to write: .csv
        #[arg(long)]
        to: PathBuf,
    },
}

/// An export with the columns of its template.
#[derive(Debug, clap::Args)]
struct Filled {
    /// The file to write: .xlsx, with lists of allowed values, or .csv
    #[arg(long)]
    to: PathBuf,
    /// Headers and words in Japanese (ja) or English (en)
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
    /// Only procedures of the department with this code; can be repeated
    #[arg(long = "department", value_name = "CODE")]
    departments: Vec<DepartmentCode>,
    /// Only procedures of this set; can be repeated
    #[arg(long = "set", value_name = "CODE")]
    sets: Vec<SetCode>,
    /// Only procedures of this life event; can be repeated
    #[arg(long = "event", value_name = "CODE")]
    events: Vec<LifeEventCode>,
    /// Writes the definitions of the indicators instead of their values
    #[arg(long)]
    definitions: bool,
}

/// Maximum number of blocking threads: for rendering, reading files and verifying passwords. Each of these has its own
/// limit where it starts; together they stay below this.
const MOST_THREADS_APART: usize = 64;

/// How long unfinished computations may delay the end of the process. Nobody waits for their results.
const LONGEST_END: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(MOST_THREADS_APART).build();
    match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(begin());
            runtime.shutdown_timeout(LONGEST_END);
            code
        }
        Err(error) => {
            eprintln!("tetsuzuki: no threads can be started: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn begin() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=error".into());
    // Colours are for a person at a terminal, not for a file (https://no-color.org).
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    match run(CommandLine::parse()).await {
        Ok(code) => code,
        Err(error) => {
            if let Some(cause) = std::error::Error::source(&error) {
                tracing::error!(error = cause, "the command failed");
            }
            eprintln!("tetsuzuki: {error}");
            if matches!(error, AppError::BadInput(_)) { ExitCode::from(REFUSED) } else { ExitCode::FAILURE }
        }
    }
}

async fn run(command: CommandLine) -> Result<ExitCode, AppError> {
    let key = command.audit_key_file.map_or(KeyPlace::Beside, KeyPlace::File);
    let place = Place { address: command.database, key, opened: OnceLock::new() };
    let done = run_job(&place, command.job).await;
    place.close().await;
    done
}

async fn run_job(place: &Place, job: Job) -> Result<ExitCode, AppError> {
    match job {
        Job::Serve { listen, demo, client_address_header, public_url, contact_department, single_sign_on } => {
            let arrangement = single_sign_on.arrangement(public_url.as_ref())?;
            let db = place.open().await?;
            if demo {
                demonstration::fill(&db, Utc::now()).await?;
            }
            let mut state = AppState::new(db, Utc::now)
                .await?
                .with_client_address(ClientAddress::from_header(client_address_header))
                .with_settings(Settings { public_url, contact_department });
            if let Some(arrangement) = arrangement {
                state = state.with_single_sign_on(&arrangement)?;
            }
            state.warn_about_clock().await;
            serve(state, listen).await?;
        }
        Job::Import(arguments) => return run_import(place, arguments).await,
        Job::Export { what } => run_export(place, what).await?,
        Job::Staff { what } => staff::run(&place.open().await?, what, Utc::now()).await?,
        Job::Migrate => {
            for (number, name) in Db::migrate_and_check(&place.address, &place.key).await? {
                println!("{number:04} {name}");
            }
            println!("the tables are up to date");
        }
        Job::Backup { file } => {
            let db = place.open().await?;
            let manifest = backup::back_up(&db, Utc::now(), &file).await?;
            let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
            println!("{}: {rows} rows of {} tables", file.display(), manifest.tables.len());
            if manifest.waiting_files > 0 {
                println!(
                    "{} files that wait to be published are not in it; their proposals are, and say that the file has to be \
                     sent again",
                    manifest.waiting_files
                );
            }
        }
        Job::Restore { file, replace, reason } => {
            let db = place.open().await?;
            let restored = backup::restore(&db, Utc::now(), &file, replace, &reason).await?;
            println!(
                "{} rows of {} tables, as they were at {}; the audit log ends with {}",
                restored.rows, restored.tables, restored.made_at, restored.head
            );
        }
        Job::Verify { head, json } => return run_verify(place, &head, json).await,
        Job::Audit { what: Audit::List { most, json } } => {
            let db = place.open().await?;
            let entries = list_log_entries(&mut db.read().await?, most.into()).await?;
            if json {
                println!("{}", serde_json::to_string_pretty(&entries).expect("entries hold only texts and numbers"));
            } else {
                entries.iter().for_each(|entry| println!("{entry}"));
            }
        }
        Job::Audit { what: Audit::Forget { number, reason } } => {
            let db = place.open().await?;
            audit::forget(&db, Utc::now(), number, &reason).await?;
            println!("the texts of row {number} are forgotten");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_verify(place: &Place, heads: &[Head], json: bool) -> Result<ExitCode, AppError> {
    let db = Db::open_without_migrating(&place.address, &place.key).await?;
    let verdict = audit::verify(&db, heads).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&verdict).expect("a verdict holds only texts and numbers"));
    } else {
        println!("{}", verdict.describe(db.audit_key()));
    }
    Ok(if verdict.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn run_export(place: &Place, what: Export) -> Result<(), AppError> {
    let (kind, filled) = match what {
        Export::Template { kind, to, language } => {
            let tongue = tongue(&language);
            let bytes = match form_of(&to)? {
                Form::Csv => template::as_csv(kind, tongue)?,
                Form::Workbook => template::as_workbook(kind, tongue)?,
            };
            return write(&to, &bytes);
        }
        Export::Reports { to } => return write_csv(&to, &export::reports::as_csv(&place.open().await?).await?),
        Export::Procedures(filled) => (Kind::Procedures, filled),
        Export::Cards(filled) => (Kind::Cards, filled),
        Export::Population(filled) => (Kind::Population, filled),
        Export::Usage(filled) => (Kind::Usage, filled),
        Export::Indicators(filled) => (Kind::Indicators, filled),
        Export::Synonyms(filled) => (Kind::Synonyms, filled),
        Export::Guides(filled) => (Kind::Guides, filled),
    };
    let form = form_of(&filled.to)?;
    let selection = Selection {
        departments: filled.departments,
        sets: filled.sets,
        life_events: filled.events,
        definitions: filled.definitions,
        ..Selection::all(kind)
    };
    let db = place.open().await?;
    let table = Table::load(&db, &selection, tongue(&filled.language), today_in_japan(Utc::now())).await?;
    let bytes = match form {
        Form::Csv => table.as_csv(),
        Form::Workbook => table.as_workbook()?,
    };
    write(&filled.to, &bytes)
}

fn tongue(language: &str) -> MessageLanguage {
    if language == "en" { MessageLanguage::English } else { MessageLanguage::Japanese }
}

/// The format of an exported file.
enum Form {
    Csv,
    Workbook,
}

/// Chosen by the file extension, in upper or lower case.
fn form_of(to: &Path) -> Result<Form, AppError> {
    match to.extension().and_then(std::ffi::OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
        Some("csv") => Ok(Form::Csv),
        Some("xlsx") => Ok(Form::Workbook),
        _ => Err(AppError::BadInput(format!("{}: right would be a name ending in .csv or .xlsx", to.display()))),
    }
}

fn write_csv(to: &Path, bytes: &[u8]) -> Result<(), AppError> {
    if !matches!(form_of(to), Ok(Form::Csv)) {
        return Err(AppError::BadInput(format!("{}: right would be a name ending in .csv", to.display())));
    }
    write(to, bytes)
}

fn write(to: &Path, bytes: &[u8]) -> Result<(), AppError> {
    std::fs::write(to, bytes).map_err(|cause| AppError::File { context: to.display().to_string(), cause })?;
    println!("{}", to.display());
    Ok(())
}

async fn run_import(place: &Place, arguments: Import) -> Result<ExitCode, AppError> {
    let bytes = read_file(&arguments.file)?;
    let db = place.open().await?;
    let name = arguments.file.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok());
    let request = Request {
        format: arguments.format,
        sheet: arguments.sheet,
        as_of: arguments.as_of,
        area: arguments.area,
        population_as_of: arguments.population_as_of,
        dry_run: arguments.dry_run,
        reason: arguments.reason,
        if_base: arguments.if_base,
        language: MessageLanguage::from_locale(locale.as_deref().unwrap_or_default()),
        ..Request::new(arguments.kind, &name, Utc::now())
    };
    let bar = progress_bar(!arguments.json);
    let report = import(&db, &request, bytes, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    if arguments.json {
        println!("{:#}", report.to_json());
    } else if report.is_refused() {
        eprintln!("{}", report.describe());
    } else {
        println!("{}", report.describe());
    }
    Ok(if report.is_refused() { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

/// The layout of a file. The survey was called by its first year before a second one could be read.
fn layout(text: &str) -> Result<Format, ParseEnumError> {
    if text == "survey-r6" { Ok(Format::Survey) } else { text.parse() }
}

fn read_file(path: &Path) -> Result<Vec<u8>, AppError> {
    let failed = |cause| AppError::File { context: path.display().to_string(), cause };
    // One byte more than is read at all tells the reader that there is more; what that means is worded there.
    let most = ReadLimits::default().file_bytes + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().take(most).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        std::fs::File::open(path).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

/// A progress bar, on terminals only.
fn progress_bar(wanted: bool) -> ProgressBar {
    if !wanted || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent}%") {
        bar.set_style(style);
    }
    let _ = std::io::stderr().flush();
    bar
}
