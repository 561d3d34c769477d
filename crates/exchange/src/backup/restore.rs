//! Restores a backup over the current data. Everything is checked before anything is written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use chrono::{DateTime, Utc};
use domain::audit::{Head, RESTORE};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::audit::find_last_row;
use store::audit::verify::verify_rows;
use store::error::AppError;
use store::revision::find_revision;
use store::tables::{
    Column, Table, accepts, add_rows, empty_all, end_restoring, list_tables, restart_sequences, rows_together,
};
use store::{AuditRow, COMMAND_LINE, Connection, Db};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::{FORMAT, MANIFEST, MANIFEST_MAC, Manifest, TableEntry, VERSION, file_of};

/// The largest manifest accepted, in bytes.
const LARGEST_MANIFEST: u64 = 1 << 20;

/// The longest row accepted, in bytes. The longest real row names every procedure of a national survey.
const LONGEST_ROW: u64 = 64 << 20;

/// The result of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub rows: u64,
    pub tables: usize,
    /// When the backup was made.
    pub made_at: String,
    /// The current end of the audit log, including the row that records the restore.
    pub head: Head,
}

/// Restores a backup into an empty database, or over the existing data if `replace` is set.
///
/// # Errors
/// If the backup is damaged, comes from a newer version or was made with another key, if the database is not empty, or if a
/// server of this machine uses the key. Nothing is written then.
pub async fn restore(
    db: &Db,
    now: DateTime<Utc>,
    from: &Path,
    replace: bool,
    reason: &str,
) -> Result<Restored, AppError> {
    db.audit_key().require_no_server()?;
    let mut backup = Backup::open(from)?;
    let manifest = backup.manifest(db)?;
    let plan = {
        let mut connection = db.read().await?;
        let plan = plan(&manifest, list_tables(&mut connection).await?, &db.applied_migrations().await?)?;
        let is_empty = find_revision(&mut connection).await? == 0 && find_last_row(&mut connection).await?.is_none();
        if !is_empty && !replace {
            return Err(AppError::BadInput(
                "the database is not empty; use an empty one, or --replace, which deletes everything in it, including \
                 its audit log"
                    .to_owned(),
            ));
        }
        plan
    };
    for part in &plan {
        backup.check(part)?;
    }
    let head = db
        .replace_all(now, async |connection| {
            let replaced = find_last_row(connection).await?;
            empty_all(connection).await?;
            for part in &plan {
                backup.write(connection, part).await?;
            }
            end_restoring(connection).await?;
            restart_sequences(connection).await?;
            check_the_log(db, connection, &manifest).await?;
            let mut detail = format!("backup of {}", manifest.made_at);
            if let Some(replaced) = replaced {
                detail.push_str(&format!("; replaced a log that ended with {}:{}", replaced.number, replaced.hash));
            }
            Ok(AuditRow::new(COMMAND_LINE, RESTORE, "database").detail(detail).reason(reason))
        })
        .await?;
    let rows = plan.iter().map(|part| part.entry.rows).sum();
    Ok(Restored { rows, tables: plan.len(), made_at: manifest.made_at, head })
}

/// Checks that the backup's audit log is intact as written and ends where the manifest says.
async fn check_the_log(db: &Db, connection: &mut Connection, manifest: &Manifest) -> Result<(), AppError> {
    let heads: Vec<Head> = manifest.audit_head.iter().map(super::AuditHead::head).collect();
    let log = verify_rows(connection, db.audit_key(), &heads).await?;
    match log.damage.first() {
        None => Ok(()),
        Some(finding) => Err(AppError::BadInput(format!("the audit log in the backup is damaged: {finding}"))),
    }
}

/// A table of the backup and the database columns it fills.
struct Part<'a> {
    entry: &'a TableEntry,
    name: &'static str,
    columns: Vec<Column>,
}

/// Maps the tables of the backup to the columns of the database.
fn plan<'a>(manifest: &'a Manifest, tables: Vec<Table>, migrations: &BTreeSet<i64>) -> Result<Vec<Part<'a>>, AppError> {
    if let Some(newer) = manifest.migrations.iter().find(|number| !migrations.contains(number)) {
        return Err(AppError::BadInput(format!(
            "the backup was made by a newer version ({}): its tables went through migration {newer}, which this \
             program does not have. Use that version or a newer one",
            manifest.program
        )));
    }
    let is_older = manifest.migrations.len() < migrations.len();
    let misfit = |what: String| {
        AppError::BadInput(format!(
            "the backup does not fit the tables: {what}. Restore it with the version that made it ({}), and then run \
             `tetsuzuki migrate`",
            manifest.program
        ))
    };
    if let Some(unknown) = manifest.tables.iter().find(|entry| tables.iter().all(|table| table.name != entry.name)) {
        return Err(misfit(format!("there is no table '{}'", unknown.name)));
    }
    let mut parts = Vec::new();
    for table in tables {
        let Some(entry) = manifest.tables.iter().find(|entry| entry.name == table.name) else {
            if is_older {
                continue;
            }
            return Err(misfit(format!("it lacks the table '{}'", table.name)));
        };
        let lacking = table
            .columns
            .iter()
            .find(|column| !column.may_be_empty && entry.columns.iter().all(|there| there.name != column.name));
        if let Some(column) = lacking {
            return Err(misfit(format!("it lacks the column {}.{}", table.name, column.name)));
        }
        let columns = entry
            .columns
            .iter()
            .map(|there| {
                let found = table.columns.iter().find(|column| column.name == there.name && column.kind == there.kind);
                found.cloned().ok_or_else(|| misfit(format!("there is no column {}.{}", table.name, there.name)))
            })
            .collect::<Result<Vec<_>, _>>()?;
        parts.push(Part { entry, name: table.name, columns });
    }
    Ok(parts)
}

/// An open backup file.
struct Backup<'a> {
    from: &'a Path,
    zip: ZipArchive<BufReader<File>>,
}

impl<'a> Backup<'a> {
    fn open(from: &'a Path) -> Result<Self, AppError> {
        let file = File::open(from).map_err(|cause| AppError::File { context: from.display().to_string(), cause })?;
        match ZipArchive::new(BufReader::new(file)) {
            Ok(zip) => Ok(Self { from, zip }),
            Err(error) => Err(damaged(from, &format!("it cannot be read as a zip file ({error})"))),
        }
    }

    fn damaged(&self, what: &str) -> AppError {
        damaged(self.from, what)
    }

    fn small_file(&mut self, name: &str) -> Result<Option<Vec<u8>>, AppError> {
        let from = self.from;
        let Ok(file) = self.zip.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(LARGEST_MANIFEST)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(from, &format!("{name} cannot be read ({error})")))?;
        Ok(Some(bytes))
    }

    /// Reads the manifest and verifies its keyed hash.
    fn manifest(&mut self, db: &Db) -> Result<Manifest, AppError> {
        let text = self.small_file(MANIFEST)?.ok_or_else(|| self.damaged("it has no manifest"))?;
        let head: Value = serde_json::from_slice(&text).map_err(|_| self.damaged("its manifest is not JSON"))?;
        if head["format"] != FORMAT {
            return Err(self.damaged("its manifest does not belong to a backup"));
        }
        if head["version"].as_u64() != Some(VERSION.into()) {
            return Err(AppError::BadInput(format!(
                "{}: the backup has the format {}, but this program reads {VERSION}; use the version that made it",
                self.from.display(),
                head["version"]
            )));
        }
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| self.damaged(&format!("its manifest is incomplete ({error})")))?;
        let Some(audit_head) = &manifest.audit_head else { return Ok(manifest) };
        let keys = db.audit_key().reload()?;
        let key = keys.find(&audit_head.key_id).ok_or_else(|| db.audit_key().missing(&audit_head.key_id))?;
        let mac = self.small_file(MANIFEST_MAC)?.ok_or_else(|| self.damaged("it has no manifest.mac"))?;
        if mac != key.hash(&text).into_bytes() {
            return Err(self.damaged("its manifest has been altered"));
        }
        Ok(manifest)
    }

    fn rows<'b>(&'b mut self, part: &'b Part<'_>) -> Result<Rows<'b>, AppError> {
        let from = self.from;
        let file = self
            .zip
            .by_name(&file_of(part.name))
            .map_err(|_| damaged(from, &format!("the table '{}' is missing", part.name)))?;
        Ok(Rows { from, part, file: BufReader::new(file), digest: Sha256::new(), rows: 0, line: Vec::new() })
    }

    /// Reads a table to the end and checks every value.
    fn check(&mut self, part: &Part<'_>) -> Result<(), AppError> {
        let mut rows = self.rows(part)?;
        while let Some(values) = rows.next()? {
            if values.len() != part.columns.len() {
                return Err(rows.broken("has the wrong number of values"));
            }
            if let Some((column, _)) = part.columns.iter().zip(&values).find(|(column, value)| !accepts(column, value))
            {
                return Err(rows.broken(&format!("has an invalid value for the column '{}'", column.name)));
            }
        }
        rows.end()
    }

    /// Writes a table in batches, since a national survey may not fit into memory. Fails if the file has changed since
    /// it was checked.
    async fn write(&mut self, connection: &mut Connection, part: &Part<'_>) -> Result<(), AppError> {
        let together = rows_together(part.columns.len());
        let mut rows = self.rows(part)?;
        loop {
            let mut waiting = Vec::with_capacity(together);
            while waiting.len() < together
                && let Some(values) = rows.next()?
            {
                waiting.push(values);
            }
            if waiting.is_empty() {
                return rows.end();
            }
            add_rows(connection, part.name, &part.columns, &waiting).await?;
        }
    }
}

/// The rows of one table in order, hashed as they are read.
struct Rows<'a> {
    from: &'a Path,
    part: &'a Part<'a>,
    file: BufReader<ZipFile<'a, BufReader<File>>>,
    digest: Sha256,
    rows: u64,
    line: Vec<u8>,
}

impl Rows<'_> {
    fn broken(&self, what: &str) -> AppError {
        damaged(self.from, &format!("the table '{}' {what}, at row {}", self.part.name, self.rows))
    }

    fn next(&mut self) -> Result<Option<Vec<Value>>, AppError> {
        self.line.clear();
        let length = (&mut self.file)
            .take(LONGEST_ROW)
            .read_until(b'\n', &mut self.line)
            .map_err(|error| self.broken(&format!("cannot be read ({error})")))?;
        if length == 0 {
            return Ok(None);
        }
        self.digest.update(&self.line);
        self.rows += 1;
        serde_json::from_slice(&self.line).map(Some).map_err(|_| self.broken("is incomplete"))
    }

    /// Checks the hash and the row count against the manifest.
    fn end(self) -> Result<(), AppError> {
        let is_whole =
            self.rows == self.part.entry.rows && hex::encode(self.digest.clone().finalize()) == self.part.entry.sha256;
        if is_whole { Ok(()) } else { Err(self.broken("has been altered")) }
    }
}

fn damaged(from: &Path, what: &str) -> AppError {
    AppError::BadInput(format!("{}: the backup is damaged: {what}; nothing was written", from.display()))
}
