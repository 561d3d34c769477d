//! `tetsuzuki export`.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};
use domain::calendar::today_in_japan;
use domain::procedure::{DepartmentCode, LifeEventCode, SetCode};
use domain::text::MessageLanguage;
use exchange::city::{export_city, write_folder};
use exchange::city_table::CityTable;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::Kind;
use exchange::import::table::described::Description;
use exchange::import::table::template;
use store::error::AppError;
use tetsuzuki::server::export;

use super::{Place, message_language};

#[derive(Debug, Subcommand)]
pub enum Export {
    /// Writes an empty template with headers; a workbook also with lists of allowed values, and of what the database
    /// knows if there is one
    Template {
        /// Type of data, such as procedures, cards or departments; `tetsuzuki export --help` lists them
        kind: Kind,
        /// The file to write: .csv or .xlsx
        #[arg(long)]
        to: PathBuf,
        /// Headers in Japanese (ja) or English (en)
        #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
        language: String,
    },
    /// Writes everything public as CSV and GeoJSON files with a datapackage.json, for a backup that others can read, for
    /// editing, and for `import city`
    City {
        /// The folder to write, new or empty, or an archive ending in .zip
        to: PathBuf,
    },
    /// Writes the counts of reader reports, by procedure and month
    Reports {
        /// The file to write: .csv
        #[arg(long)]
        to: PathBuf,
    },
    #[command(flatten)]
    Table(TableExport),
}

/// `export KIND`, with a subcommand for each kind of table.
#[derive(Debug)]
pub struct TableExport {
    kind: Kind,
    filled: Filled,
}

impl Subcommand for TableExport {
    fn augment_subcommands(command: Command) -> Command {
        let tables = Kind::ALL.iter().filter_map(|kind| Some((kind, about(*kind)?)));
        tables.fold(command, |command, (kind, about)| {
            let about = format!("Writes {about}, for editing and import");
            command.subcommand(Filled::augment_args(Command::new(kind.as_str())).about(about))
        })
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        name.parse().ok().and_then(about).is_some()
    }
}

impl FromArgMatches for TableExport {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let chosen = matches.subcommand().and_then(|(name, of_kind)| Some((name.parse().ok()?, of_kind)));
        let (kind, of_kind) = chosen.ok_or_else(|| clap::Error::new(ErrorKind::MissingSubcommand))?;
        Ok(Self { kind, filled: Filled::from_arg_matches(of_kind)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What an export of this kind holds; `None` if it is no table.
fn about(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Procedures => Some("the procedure catalogue"),
        Kind::Cards => Some("card counts"),
        Kind::Population => Some("resident population"),
        Kind::Usage => Some("how often procedures are used"),
        Kind::Indicators => Some("indicator values"),
        Kind::Synonyms => Some("search synonyms"),
        _ => Description::of(kind).map(|description| description.noun.0),
    }
}

/// An export with the columns of its template.
#[derive(Debug, Args)]
pub struct Filled {
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

pub async fn run(place: &Place, what: Export) -> Result<(), AppError> {
    let (kind, filled) = match what {
        Export::Template { kind, to, language } => {
            let language = message_language(&language);
            let bytes = match form_of(&to)? {
                Form::Csv => template::as_csv(kind, language)?,
                Form::Workbook => template_workbook(place, kind, language).await?,
            };
            return write(&to, &bytes);
        }
        Export::City { to } => {
            let files = export_city(&place.open().await?, today_in_japan(Utc::now())).await?;
            write_folder(&to, &files)?;
            println!("{}", to.display());
            return Ok(());
        }
        Export::Reports { to } => return write_csv(&to, &export::reports::as_csv(&place.open().await?).await?),
        Export::Table(TableExport { kind, filled }) => (kind, filled),
    };
    let form = form_of(&filled.to)?;
    let selection = ExportFilter {
        departments: filled.departments,
        sets: filled.sets,
        life_events: filled.events,
        definitions: filled.definitions,
        ..ExportFilter::all(kind)
    };
    let db = place.open().await?;
    let table = Table::load(&db, &selection, message_language(&filled.language), today_in_japan(Utc::now())).await?;
    let bytes = match form {
        Form::Csv => table.as_csv(),
        Form::Workbook => table.as_workbook()?,
    };
    write(&filled.to, &bytes)
}

/// The template of a kind as a workbook. Where there is a database, columns that refer to its rows offer them.
async fn template_workbook(place: &Place, kind: Kind, language: MessageLanguage) -> Result<Vec<u8>, AppError> {
    let is_it = |table: &CityTable| table.kind == kind && !table.is_definitions && !table.columns().is_empty();
    let table = CityTable::all().into_iter().find(is_it);
    match (table, place.open_if_there().await?) {
        (Some(table), Some(db)) => {
            let template = Table::template_from(&db, table, language, today_in_japan(Utc::now())).await?;
            template.as_workbook()
        }
        _ => template::as_workbook(kind, language),
    }
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
        _ => Err(AppError::BadInput(format!("{}: expected a name ending in .csv or .xlsx", to.display()))),
    }
}

fn write_csv(to: &Path, bytes: &[u8]) -> Result<(), AppError> {
    if !matches!(form_of(to), Ok(Form::Csv)) {
        return Err(AppError::BadInput(format!("{}: expected a name ending in .csv", to.display())));
    }
    write(to, bytes)
}

fn write(to: &Path, bytes: &[u8]) -> Result<(), AppError> {
    std::fs::write(to, bytes).map_err(|cause| AppError::File { context: to.display().to_string(), cause })?;
    println!("{}", to.display());
    Ok(())
}
