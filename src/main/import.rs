//! `tetsuzuki import`.

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{NaiveDate, Utc};
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::text::{MessageLanguage, normalise_name};
use domain::{ParseEnumError, limits, web_address};
use exchange::city::{CityOptions, import_city, read_folder};
use exchange::import::base::ImportBase;
use exchange::import::reading::file::ReadLimits;
use exchange::import::{Format, GivenSource, Kind, Request, import};
use indicatif::{ProgressBar, ProgressStyle};
use store::COMMAND_LINE;
use store::error::AppError;

use super::{Place, REFUSED, message_language};

#[derive(Debug, clap::Args)]
pub struct Import {
    /// Contents of the file: city for a folder as `tetsuzuki export city` writes it, boundaries, or a table such as procedures, cards or departments; `tetsuzuki export --help`
    /// lists the tables
    #[arg(value_parser = contents)]
    kind: Contents,
    /// CSV (UTF-8 or CP932, also gzip), XLSX or XLS; for boundaries GeoJSON; '-' reads CSV from standard input
    file: PathBuf,
    /// Layout of the file: template, or survey for the national survey of procedures, whose header tells the year
    #[arg(long, default_value = "template", value_parser = layout)]
    format: Format,
    /// Name of the sheet to read, if several sheets of a workbook fit
    #[arg(long)]
    sheet: Option<String>,
    /// Date of the figures, if the table gives none
    #[arg(long)]
    as_of: Option<NaiveDate>,
    /// Fiscal year of the figures, such as 2024, 2024年度 or R6, if the table gives none; for usage
    #[arg(long)]
    fiscal_year: Option<FiscalYear>,
    /// Code of the area, if the rows name none; for cards
    #[arg(long)]
    area: Option<AreaCode>,
    /// Date of the population base, if the table gives none
    #[arg(long)]
    population_as_of: Option<NaiveDate>,
    /// Source of the rows that name none: its title, or the id or title of a known source
    #[arg(long, value_name = "TITLE", value_parser = text)]
    source: Option<String>,
    /// Who published the source, if it is new
    #[arg(long, value_name = "NAME", requires = "source", value_parser = text)]
    source_publisher: Option<String>,
    /// Address of the source, if it is new
    #[arg(long, value_name = "URL", requires = "source", value_parser = address)]
    source_url: Option<String>,
    /// Date of the source, if it is new
    #[arg(long, value_name = "DATE", requires = "source")]
    source_date: Option<NaiveDate>,
    /// Adds areas that are not in the national list, with the code and name of their rows; otherwise these are refused
    #[arg(long)]
    allow_new_areas: bool,
    /// Reason, for the audit log, the public history of the procedures and the public corrections of figures; do not name
    /// anyone
    #[arg(long, default_value = "")]
    reason: String,
    /// Reports what would change without writing anything
    #[arg(long)]
    dry_run: bool,
    /// Writes only if the records have not changed since a dry run reported this base
    #[arg(long, value_name = "BASE", conflicts_with = "dry_run")]
    if_base: Option<ImportBase>,
    /// Language of the report: Japanese (ja) or English (en); by default that of the locale
    #[arg(long, value_parser = ["ja", "en"])]
    language: Option<String>,
    /// Prints the report as JSON
    #[arg(long)]
    json: bool,
}

/// What is imported.
#[derive(Debug, Clone, Copy)]
enum Contents {
    /// A folder with everything public.
    City,
    File(Kind),
}

fn contents(text: &str) -> Result<Contents, ParseEnumError> {
    if text == "city" { Ok(Contents::City) } else { text.parse().map(Contents::File) }
}

/// Options that only say something about a single file.
fn options_of_files(arguments: &Import) -> Vec<&'static str> {
    let given = [
        ("--format", arguments.format != Format::Template),
        ("--sheet", arguments.sheet.is_some()),
        ("--as-of", arguments.as_of.is_some()),
        ("--fiscal-year", arguments.fiscal_year.is_some()),
        ("--area", arguments.area.is_some()),
        ("--population-as-of", arguments.population_as_of.is_some()),
        ("--source", arguments.source.is_some()),
        ("--if-base", arguments.if_base.is_some()),
    ];
    given.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name).collect()
}

async fn run_city(place: &Place, arguments: Import) -> Result<ExitCode, AppError> {
    if let [first, ..] = options_of_files(&arguments).as_slice() {
        return Err(AppError::BadInput(format!(
            "{first} says something about one file; a folder says it in its files"
        )));
    }
    let files = read_folder(&arguments.file)?;
    let db = place.open().await?;
    let options = CityOptions {
        language: arguments.language.as_deref().map_or_else(language_of_locale, message_language),
        dry_run: arguments.dry_run,
        allow_new_areas: arguments.allow_new_areas,
        reason: arguments.reason,
        actor: COMMAND_LINE.to_owned(),
        now: Utc::now(),
    };
    let report = import_city(&db, &files, &options).await?;
    if arguments.json {
        println!("{:#}", report.to_json());
    } else {
        println!("{}", report.describe());
    }
    Ok(if report.is_refused() { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

pub async fn run(place: &Place, arguments: Import) -> Result<ExitCode, AppError> {
    let kind = match arguments.kind {
        Contents::City => return run_city(place, arguments).await,
        Contents::File(kind) => kind,
    };
    let bytes = read_file(&arguments.file)?;
    let db = place.open().await?;
    let name = arguments.file.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned());
    let source = arguments.source.map(|title| GivenSource {
        title,
        publisher: arguments.source_publisher.unwrap_or_default(),
        url: arguments.source_url.unwrap_or_default(),
        as_of: arguments.source_date,
    });
    let request = Request {
        format: arguments.format,
        source,
        sheet: arguments.sheet,
        as_of: arguments.as_of,
        fiscal_year: arguments.fiscal_year,
        area: arguments.area,
        population_as_of: arguments.population_as_of,
        allow_new_areas: arguments.allow_new_areas,
        dry_run: arguments.dry_run,
        reason: arguments.reason,
        if_base: arguments.if_base,
        language: arguments.language.as_deref().map_or_else(language_of_locale, message_language),
        ..Request::new(kind, &name, Utc::now())
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

/// The layout of a file. The survey was named after its first year before a second one could be read.
fn layout(text: &str) -> Result<Format, ParseEnumError> {
    if text == "survey-r6" { Ok(Format::Survey) } else { text.parse() }
}

/// A text of a source, as a cell of a table would be read.
fn text(typed: &str) -> Result<String, String> {
    let text = normalise_name(typed);
    if (1..=limits::NAME).contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(format!("expected 1 to {} characters", limits::NAME))
    }
}

fn address(typed: &str) -> Result<String, String> {
    match web_address::check(typed) {
        Ok(()) => Ok(typed.to_owned()),
        Err(_) => Err("expected the address of a web page, such as https://example.jp/".to_owned()),
    }
}

pub(super) fn language_of_locale() -> MessageLanguage {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok());
    MessageLanguage::from_locale(locale.as_deref().unwrap_or_default())
}

fn read_file(path: &Path) -> Result<Vec<u8>, AppError> {
    let failed = |cause| AppError::File { context: path.display().to_string(), cause };
    // One byte beyond the limit tells the parser that there is more; the parser reports the error.
    let most = ReadLimits::default().file_bytes + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().take(most).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        // Without its size, a large file would be held twice each time the buffer grows.
        let size = file.metadata().map_err(failed)?.len().min(most);
        bytes.reserve_exact(usize::try_from(size).unwrap_or_default() + 1);
        file.take(most).read_to_end(&mut bytes).map_err(failed)?;
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
