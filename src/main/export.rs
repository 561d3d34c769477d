//! `tetsuzuki export`.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Subcommand;
use domain::calendar::today_in_japan;
use domain::procedure::{DepartmentCode, LifeEventCode, SetCode};
use exchange::import::Kind;
use exchange::import::table::template;
use store::error::AppError;
use tetsuzuki::server::export;
use tetsuzuki::server::export::tables::{ExportFilter, Table};

use super::{Place, message_language};

#[derive(Debug, Subcommand)]
pub enum Export {
    /// Writes an empty template with headers
    Template {
        /// Type of data: procedures, cards, population, usage, indicators, synonyms or guides
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
                Form::Workbook => template::as_workbook(kind, language)?,
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
