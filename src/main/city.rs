//! `tetsuzuki city`, `new` and `check`: which city an installation is about, a folder to begin from, and what is missing
//! from one.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::Utc;
use domain::area::AreaCode;
use domain::local_governments;
use exchange::city::{
    ChoiceOutcome, ChoiceRefusal, CityCheck, CityChoice, CityFiles, CityOptions, begin_city, check_city, choose_city,
    find_city, read_folder, write_folder,
};
use store::error::AppError;
use store::{AuditRow, COMMAND_LINE, Db, KeyPlace, WriteKind, areas};
use tempfile::TempDir;

use super::import::language_of_locale;
use super::{Place, REFUSED, message_language};

#[derive(Debug, clap::Args)]
pub struct Choose {
    /// Name of the municipality, with its prefecture if others have the same name, or its code. Without it, the command
    /// prints the city of the installation
    city: Option<String>,
    /// Leaves out the two indicators that are computed from the catalogue and the cards
    #[arg(long, requires = "city")]
    without_indicators: bool,
}

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

/// Sets or prints the city of the installation.
pub async fn choose(place: &Place, arguments: Choose) -> Result<ExitCode, AppError> {
    let Some(text) = arguments.city else {
        let db = place.open_existing().await?;
        let mut connection = db.read().await?;
        let known = areas::list_areas(&mut connection).await?;
        match areas::find_city(&mut connection, &known).await? {
            Some(code) => println!("{}", named(&code)),
            None => println!("no city has been chosen; `tetsuzuki city NAME` chooses one"),
        }
        return Ok(ExitCode::SUCCESS);
    };
    let city = find_city(&text)?;
    let choice = CityChoice {
        city,
        with_indicators: !arguments.without_indicators,
        english_name: String::new(),
        instead_of: None,
    };
    let name = named(&city.code());
    Ok(match set(&place.open().await?, &choice).await? {
        ChoiceOutcome::Chosen => {
            println!("the city is {name}; /staff/first-day lists what to fill in");
            ExitCode::SUCCESS
        }
        ChoiceOutcome::Unchanged => {
            println!("the city is {name} already");
            ExitCode::SUCCESS
        }
        ChoiceOutcome::Refused(refusal) => return Err(AppError::BadInput(in_words(&refusal))),
    })
}

/// Sets the city before the site is served. If it is about another city, it is served as it is: the city may have been
/// changed on purpose, and an old option in a start script must not take the site down.
pub async fn choose_at_start(db: &Db, text: &str) -> Result<(), AppError> {
    let city = find_city(text)?;
    match set(db, &CityChoice { city, with_indicators: true, english_name: String::new(), instead_of: None }).await? {
        ChoiceOutcome::Chosen => tracing::info!(city = %city.code(), "the city has been chosen"),
        ChoiceOutcome::Unchanged => {}
        ChoiceOutcome::Refused(ChoiceRefusal::OtherCity(known)) => {
            tracing::warn!(asked = %city.code(), city = %known, "--city names another city than this database; it is left alone");
        }
        ChoiceOutcome::Refused(refusal) => return Err(AppError::BadInput(in_words(&refusal))),
    }
    Ok(())
}

async fn set(db: &Db, choice: &CityChoice) -> Result<ChoiceOutcome, AppError> {
    db.write(WriteKind::Published(Utc::now()), |transaction| {
        Box::pin(choose_city(transaction, choice, AuditRow::new(COMMAND_LINE, "", "")))
    })
    .await
}

/// A city with its code, as far as the national list knows it.
fn named(code: &AreaCode) -> String {
    local_governments::find(code).map_or_else(|| code.to_string(), |city| format!("{} ({code})", city.full_name()))
}

fn in_words(refusal: &ChoiceRefusal) -> String {
    match refusal {
        ChoiceRefusal::Demonstration => {
            "this database holds the demonstration; a city needs a database of its own: choose another with --database"
                .to_owned()
        }
        ChoiceRefusal::OtherCity(known) => format!(
            "this installation is about {}; nothing was changed. An administrator can change the city on \
             /staff/first-day",
            named(known)
        ),
        ChoiceRefusal::Moved => "the city has been changed in the meantime; nothing was changed".to_owned(),
        ChoiceRefusal::HasData(tables) => format!("the present city has data: {}", tables.join(", ")),
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
