//! Writes a backup, even while others write to the database.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};
use store::audit::find_last_row;
use store::error::AppError;
use store::proposed_files::count_kept_files;
use store::revision::find_revision;
use store::tables::{Table, list_tables, read_rows};
use store::{Connection, Db, set_private_permissions};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{AuditHead, ColumnEntry, FORMAT, MANIFEST, MANIFEST_MAC, Manifest, TableEntry, VERSION, file_of};

/// Writes one consistent snapshot of the whole database to a new file.
///
/// # Errors
/// If the file already exists or cannot be written. No partial file remains.
pub async fn back_up(db: &Db, now: DateTime<Utc>, to: &Path) -> Result<Manifest, AppError> {
    if to.exists() {
        return Err(AppError::BadInput(format!(
            "{} already exists; choose a new name: a backup never overwrites a file",
            to.display()
        )));
    }
    let aside = TemporaryFile::in_same_folder(to)?;
    let migrations = db.applied_migrations().await?.into_iter().collect();
    let mut connection = db.read().await?;
    let last = find_last_row(&mut connection).await?;
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        made_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        migrations,
        revision: find_revision(&mut connection).await?,
        audit_head: last.map(|last| AuditHead { number: last.number, hash: last.hash, key_id: last.key_id }),
        waiting_files: count_kept_files(&mut connection).await?,
        tables: Vec::new(),
    };
    let mut zip = ZipWriter::new(BufWriter::new(aside.open()?));
    for table in list_tables(&mut connection).await? {
        let entry = write_table(&mut connection, &table, &mut zip, to).await?;
        manifest.tables.push(entry);
    }
    let failed = |error: std::io::Error| not_written(to, error);
    let text = serde_json::to_vec_pretty(&manifest).expect("a manifest holds nothing that JSON cannot say");
    let mut entries = vec![(MANIFEST, text.clone())];
    if let Some(key) = manifest.audit_head.as_ref().and_then(|head| db.audit_key().keys().find(&head.key_id).cloned()) {
        entries.push((MANIFEST_MAC, key.hash(&text).into_bytes()));
    }
    for (name, bytes) in entries {
        zip.start_file(name, SimpleFileOptions::default()).map_err(|error| failed(error.into()))?;
        zip.write_all(&bytes).map_err(failed)?;
    }
    let file = zip.finish().map_err(|error| failed(error.into()))?;
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)?;
    aside.put_in_place(to)?;
    Ok(manifest)
}

async fn write_table(
    connection: &mut Connection,
    table: &Table,
    zip: &mut ZipWriter<BufWriter<File>>,
    to: &Path,
) -> Result<TableEntry, AppError> {
    // A national survey fills several tables with about ten million bytes each. None has anywhere near four billion.
    zip.start_file(file_of(table.name), SimpleFileOptions::default()).map_err(|error| not_written(to, error.into()))?;
    let (mut digest, mut rows) = (Sha256::new(), 0);
    read_rows(connection, table, |values| {
        let mut line = serde_json::to_vec(&values).expect("values hold nothing that JSON cannot say");
        line.push(b'\n');
        digest.update(&line);
        rows += 1;
        zip.write_all(&line).map_err(|error| not_written(to, error))
    })
    .await?;
    let columns =
        table.columns.iter().map(|column| ColumnEntry { name: column.name.clone(), kind: column.kind }).collect();
    Ok(TableEntry { name: table.name.to_owned(), columns, rows, sha256: hex::encode(digest.finalize()) })
}

fn not_written(to: &Path, cause: std::io::Error) -> AppError {
    AppError::File { context: format!("{} could not be written", to.display()), cause }
}

/// A temporary file that is moved into place once complete. It is removed on drop otherwise.
struct TemporaryFile {
    path: PathBuf,
}

impl TemporaryFile {
    fn in_same_folder(to: &Path) -> Result<Self, AppError> {
        let Some(name) = to.file_name() else {
            return Err(AppError::BadInput(format!("{} is not a file name", to.display())));
        };
        let mut aside = name.to_owned();
        aside.push(".part");
        Ok(Self { path: to.with_file_name(aside) })
    }

    fn open(&self) -> Result<File, AppError> {
        // Remove what a killed run may have left behind.
        let _ = std::fs::remove_file(&self.path);
        set_private_permissions(OpenOptions::new().write(true).create_new(true))
            .open(&self.path)
            .map_err(|cause| not_written(&self.path, cause))
    }

    fn put_in_place(&self, to: &Path) -> Result<(), AppError> {
        // Unlike a rename, a hard link never overwrites a file created in the meantime.
        std::fs::hard_link(&self.path, to)
            .or_else(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Err(error),
                // Not every file system supports hard links.
                _ => std::fs::rename(&self.path, to),
            })
            .map_err(|cause| not_written(to, cause))?;
        #[cfg(unix)]
        if let Some(folder) = to.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(|cause| not_written(to, cause))?;
        }
        Ok(())
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
