//! `tetsuzuki new` and `tetsuzuki check`: a folder to begin from, and what is missing from one.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::Utc;
use exchange::city::{CityCheck, CityFiles, CityOptions, begin_city, check_city, find_city, read_folder, write_folder};
use store::error::AppError;
use store::{COMMAND_LINE, Db, KeyPlace};
use tempfile::TempDir;

use super::import::language_of_locale;
use super::{REFUSED, message_language};

#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder to write, new or empty, or an archive ending in .zip
    folder: PathBuf,
    /// Name of the municipality, with its prefecture if others have the same name, or its code
    #[arg(long)]
    city: String,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// A folder, or an archive ending in .zip
    folder: PathBuf,
    /// Adds areas that are not in the national list, as `import city --allow-new-areas` does
    #[arg(long)]
    allow_new_areas: bool,
    /// Language of the report: Japanese (ja) or English (en); by default that of the locale
    #[arg(long, value_parser = ["ja", "en"])]
    language: Option<String>,
}

/// An empty database that is removed afterwards.
struct Scratch {
    db: Db,
    /// Removed when it is dropped.
    folder: TempDir,
}

impl Scratch {
    async fn open() -> Result<Self, AppError> {
        let folder =
            TempDir::new().map_err(|cause| AppError::File { context: "a folder to work in".to_owned(), cause })?;
        let address = format!("sqlite:{}", Path::new(folder.path()).join("scratch.db").display());
        Ok(Self { db: Db::open_with(&address, &KeyPlace::Beside).await?, folder })
    }

    async fn close(self) -> Result<(), AppError> {
        self.db.close().await;
        self.folder.close().map_err(|cause| AppError::File { context: "the folder to work in".to_owned(), cause })
    }
}

pub async fn begin(arguments: New) -> Result<(), AppError> {
    let city = find_city(&arguments.city)?;
    let scratch = Scratch::open().await?;
    let files: CityFiles = begin_city(&scratch.db, city, Utc::now()).await?;
    scratch.close().await?;
    write_folder(&arguments.folder, &files)?;
    println!("{}: begin with README.md", arguments.folder.display());
    Ok(())
}

pub async fn check(arguments: Check) -> Result<ExitCode, AppError> {
    let files = read_folder(&arguments.folder)?;
    let options = CityOptions {
        language: arguments.language.as_deref().map_or_else(language_of_locale, message_language),
        dry_run: false,
        allow_new_areas: arguments.allow_new_areas,
        reason: String::new(),
        actor: COMMAND_LINE.to_owned(),
        now: Utc::now(),
    };
    let scratch = Scratch::open().await?;
    let check: CityCheck = check_city(&scratch.db, &files, &options).await?;
    scratch.close().await?;
    println!("{}", check.describe());
    Ok(if check.report.is_refused() { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}
