//! The command line: one binary, one subcommand for each job.

#![allow(clippy::disallowed_methods, reason = "the one place that reads the clock and the surroundings")]

#[path = "main/audit_log.rs"]
mod audit_log;
#[path = "main/city.rs"]
mod city;
#[path = "main/export.rs"]
mod export;
#[path = "main/import.rs"]
mod import;
#[path = "main/staff.rs"]
mod staff;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Duration;

use axum::http::HeaderName;
use chrono::Utc;
use clap::{Parser, Subcommand};
use domain::audit::Head;
use domain::procedure::DepartmentCode;
use domain::report::TextRetention;
use domain::text::MessageLanguage;
use exchange::backup;
use store::error::AppError;
use store::{Db, KeyPlace, require_private_permissions};
use tetsuzuki::server::http::client_address::ClientAddress;
use tetsuzuki::server::http::serve::serve;
use tetsuzuki::server::settings::{Issuer, PublicUrl, Settings};
use tetsuzuki::server::staff::oidc::{ClientSecret, OidcConfig};
use tetsuzuki::server::state::AppState;
use tetsuzuki::server::{audit, demonstration};

/// A large import spends a third of its time in the C library's allocator (docs/adr/0024-allocator.md).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Exit code for refused input, which can be corrected and given again.
const REFUSED: u8 = 2;

/// Publishes a city's administrative procedures, card ownership and targets.
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

    /// For commands that have nothing to do in a new database.
    async fn open_existing(&self) -> Result<Db, AppError> {
        let db = Db::open_existing(&self.address, &self.key).await?;
        Ok(self.opened.get_or_init(|| db).clone())
    }

    /// For commands that know more with a database, and do without one.
    async fn open_if_there(&self) -> Result<Option<Db>, AppError> {
        match self.open_existing().await {
            Ok(db) => Ok(Some(db)),
            Err(AppError::UnsuitableDatabase(_)) => Ok(None),
            Err(error) => Err(error),
        }
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
        /// Chooses this city first if none has been chosen: its name, with its prefecture if others have the same name,
        /// or its code. A city that has been chosen stays
        #[arg(long, value_name = "NAME_OR_CODE", conflicts_with = "demo")]
        city: Option<String>,
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
        /// Days after which what residents add to a report in their own words is deleted. The texts of a closed report
        /// are deleted after 30 days in any case; the counts stay
        #[arg(
            long,
            env = "TETSUZUKI_REPORT_TEXT_DAYS",
            value_name = "DAYS",
            default_value_t = 90,
            value_parser = clap::value_parser!(u32).range(1..=3650)
        )]
        report_text_days: u32,
        #[command(flatten)]
        single_sign_on: SingleSignOn,
    },
    /// Chooses the city of the installation, once: with its areas and the indicators that every city begins with; or
    /// prints it
    City(city::Choose),
    /// Writes a folder to begin from: a city with its wards, the words that every city begins with, and empty tables
    New(city::New),
    /// Says what is wrong with a folder and what is missing from it, most important first; needs no database
    Check(city::Check),
    /// Imports a file, or a folder with everything about a city
    Import(import::Import),
    /// Writes a file
    Export {
        #[command(subcommand)]
        what: export::Export,
    },
    /// Manages staff accounts
    Staff {
        #[command(subcommand)]
        what: staff::Staff,
    },
    /// Applies pending migrations and lists them
    Migrate,
    /// Writes the whole database to one file, also while the server is running. It does not contain the key of the
    /// audit log, sessions, or files that wait to be published
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Restores a backup into an empty SQLite or PostgreSQL database; checks everything before writing anything
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
    /// Checks that the audit log and the data have not been altered, and that the database is sound; exits with 1
    /// if they are not
    Verify {
        /// A published or saved head of the log, as NUMBER:HASH; can be repeated
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Vec<Head>,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows the audit log, and erases personal data in it
    Audit {
        #[command(subcommand)]
        what: audit_log::Audit,
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
    fn config(self, site: Option<&PublicUrl>) -> Result<Option<OidcConfig>, AppError> {
        let (Some(issuer), Some(client_id), Some(file), Some(site)) =
            (self.issuer, self.client_id, self.client_secret_file, site)
        else {
            return Ok(None);
        };
        let failed = |cause| AppError::File { context: file.display().to_string(), cause };
        let opened = std::fs::File::open(&file).map_err(failed)?;
        require_private_permissions("the client secret file", &file, &opened)?;
        let secret = std::io::read_to_string(opened).map_err(failed)?;
        let client_secret = ClientSecret::of(&secret)?;
        Ok(Some(OidcConfig { issuer, client_id, client_secret, site: site.clone(), only: self.only }))
    }
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
            eprintln!("tetsuzuki: cannot start threads: {error}");
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
        Job::Serve {
            listen,
            demo,
            city,
            client_address_header,
            public_url,
            contact_department,
            report_text_days,
            single_sign_on,
        } => {
            let oidc = single_sign_on.config(public_url.as_ref())?;
            let db = place.open().await?;
            if demo {
                demonstration::fill(&db, Utc::now()).await?;
            }
            if let Some(city) = city {
                city::choose_at_start(&db, &city).await?;
            }
            // A restore into whatever database would end the log that is noted beside this key.
            let _serving = db.audit_key().start_serving()?;
            let mut state = AppState::new(db, Utc::now)
                .await?
                .with_client_address(ClientAddress::from_header(client_address_header))
                .with_settings(Settings {
                    public_url,
                    contact_department,
                    report_texts: TextRetention { days: report_text_days },
                });
            if let Some(oidc) = oidc {
                state = state.with_single_sign_on(&oidc)?;
            }
            state.warn_about_clock().await;
            serve(state, listen).await?;
        }
        Job::City(arguments) => return city::choose(place, arguments).await,
        Job::New(arguments) => city::begin(arguments).await?,
        Job::Check(arguments) => return city::check(arguments).await,
        Job::Import(arguments) => return import::run(place, arguments).await,
        Job::Export { what } => export::run(place, what).await?,
        Job::Staff { what } => staff::run(&place.open_existing().await?, what, Utc::now()).await?,
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
                    "{} files waiting to be published are not included; their proposals are, and say that the file \
                     must be uploaded again",
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
        Job::Audit { what } => audit_log::run(&place.open().await?, what, Utc::now()).await?,
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

/// The language of an option that takes `ja` or `en`.
fn message_language(language: &str) -> MessageLanguage {
    if language == "en" { MessageLanguage::English } else { MessageLanguage::Japanese }
}
