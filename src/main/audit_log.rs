//! `tetsuzuki audit`.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::Subcommand;
use domain::text::MessageLanguage;
use store::audit::forgetting::{Discarded, Forgotten, Remaining};
use store::audit::list_log_entries;
use store::error::AppError;
use store::{Db, staff};
use tetsuzuki::components::staff::audit_words::{AuditWords, audit_words};
use tetsuzuki::language::Language;
use tetsuzuki::page_context::PageContext;
use tetsuzuki::server::audit;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use super::message_language;

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Shows the latest rows with the values before and after, newest first
    List {
        /// Number of rows
        #[arg(long, default_value_t = 20)]
        most: u32,
        /// Language of the words: Japanese (ja) or English (en)
        #[arg(long, default_value = "en", value_parser = ["ja", "en"])]
        language: String,
        /// Prints JSON: each row as it is stored, and in words
        #[arg(long)]
        json: bool,
    },
    /// Permanently erases the reason, detail and values of a row and their copies in the proposal that it belongs to, or a
    /// text wherever it is kept; the chain stays intact, and new rows record it
    Forget {
        /// Number of the row
        #[arg(required_unless_present = "text", conflicts_with = "text")]
        number: Option<i64>,
        /// Text to erase from the log, proposals, their files, corrections and residents' reports. A row, or a change that
        /// is not published yet, is erased as a whole if it contains the text. Public data and accounts stay as they are
        #[arg(long)]
        text: Option<String>,
        /// Reason; do not name anyone
        #[arg(long)]
        reason: String,
    },
}

/// A row as it is stored, and in words.
#[derive(serde::Serialize)]
struct Row {
    #[serde(flatten)]
    stored: audit::LogEntry,
    words: AuditWords,
}

pub async fn run(db: &Db, what: Audit, now: DateTime<Utc>) -> Result<(), AppError> {
    match what {
        Audit::List { most, language, json } => list(db, most, message_language(&language), json, now).await,
        Audit::Forget { number: Some(number), reason, .. } => {
            let forgotten = audit::forget(db, now, number, &reason).await?;
            println!("the texts of row {number} have been forgotten");
            tell(db, &forgotten, &[]).await
        }
        Audit::Forget { text, reason, .. } => {
            let (forgotten, remaining) = audit::forget_text(db, now, &text.unwrap_or_default(), &reason).await?;
            println!("the texts of {} rows have been forgotten", forgotten.rows.len());
            tell(db, &forgotten, &remaining).await
        }
    }
}

async fn list(db: &Db, most: u32, language: MessageLanguage, json: bool, now: DateTime<Utc>) -> Result<(), AppError> {
    let mut connection = db.read().await?;
    let entries = list_log_entries(&mut connection, most.into()).await?;
    let names: HashMap<_, _> =
        staff::list_members(&mut connection).await?.into_iter().map(|member| (member.id, member.name)).collect();
    drop(connection);
    let language = match language {
        MessageLanguage::English => Language::English,
        MessageLanguage::Japanese => Language::Japanese,
    };
    let context = PageContext::outside_a_request(Arc::new(Snapshot::load(db).await?), language, now);
    let rows = entries.into_iter().map(|stored| Row { words: audit_words(&context, &names, &stored), stored });
    if json {
        let rows: Vec<Row> = rows.collect();
        println!("{}", serde_json::to_string_pretty(&rows).expect("rows hold only texts and numbers"));
    } else {
        rows.flat_map(|row| row.words.lines(&context)).for_each(|line| println!("{line}"));
    }
    Ok(())
}

/// Says what else was erased, what is left, and clears what the files of the database still hold.
async fn tell(db: &Db, forgotten: &Forgotten, remaining: &[Remaining]) -> Result<(), AppError> {
    for id in &forgotten.proposals {
        println!("erased from proposal {id}");
    }
    for id in &forgotten.withdrawn {
        println!("proposal {id} was not published yet, and has been withdrawn");
    }
    if forgotten.corrections > 0 {
        println!("reasons of corrections that were erased: {}", forgotten.corrections);
    }
    if forgotten.reports > 0 {
        println!("residents' texts and notes about them that were erased: {}", forgotten.reports);
    }
    if !forgotten.same_reason.is_empty() {
        let numbers: Vec<String> = forgotten.same_reason.iter().map(ToString::to_string).collect();
        println!("rows that have the same reason still: {}; `audit forget --text` erases it there", numbers.join(", "));
    }
    for Remaining { table, column, rows } in remaining {
        println!("the text is still in {table}.{column}, in {rows} rows: change them, and forget the text again");
    }
    if db.discard_erased().await? == Discarded::Later {
        println!(
            "somebody is reading the database: the write-ahead log beside it may still hold what was erased, until \
             `audit forget --text` is run again at a quieter moment, or the server is restarted"
        );
    }
    println!("forms that wait for a login are sealed, and are deleted within twelve hours; backups are not changed");
    Ok(())
}
