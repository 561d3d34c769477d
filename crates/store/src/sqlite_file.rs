//! The SQLite file: created with access for its owner only, and checked against its path while it is open.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::sqlite::SqliteConnectOptions;

use crate::error::AppError;

/// About the size of a long form with its audit row and the index pages that they change.
const ROOM: usize = 256 * 1024;

/// Identifies a file regardless of its name, by device and inode number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

/// The file that was opened.
#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    identity: Option<Identity>,
    /// Whether the file was in place at the last check. Only changes are logged.
    is_there: AtomicBool,
}

impl SqliteFile {
    /// Creates the file if it is missing, readable by its owner only. SQLite itself would make it readable by
    /// everyone. SQLite gives the files beside it the same permissions.
    ///
    /// # Errors
    /// Returns an error if the file neither exists nor can be created.
    pub(super) fn make(path: &Path) -> Result<Self, AppError> {
        let failed = |cause| AppError::File { context: path.display().to_string(), cause };
        match set_private_permissions(OpenOptions::new().write(true).create_new(true)).open(path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => warn_about_permissions(path),
            // The file may exist and be read-only.
            Err(_) if path.exists() => {}
            Err(cause) => return Err(failed(cause)),
        }
        let identity = identity_of(path).map_err(failed)?;
        Ok(Self { path: path.to_owned(), identity, is_there: AtomicBool::new(true) })
    }

    /// Checks that the file at the path is still the one that was opened. Writes to a removed file are lost, and
    /// connections to two files under one name corrupt both.
    ///
    /// # Errors
    /// Returns [`AppError::DatabaseFileGone`] if it is not.
    pub(super) fn check(&self) -> Result<(), AppError> {
        let found = identity_of(&self.path);
        let is_there = found.as_ref().is_ok_and(|found| *found == self.identity);
        let was_there = self.is_there.swap(is_there, Ordering::Relaxed);
        if is_there {
            if !was_there {
                tracing::info!(file = %self.path.display(), "the database file is back; continuing");
            }
            return Ok(());
        }
        let what = if found.is_ok() { "another file has replaced" } else { "cannot find" };
        let gone = format!(
            "{what} the database {} that was opened; nothing is read from it or written to it. Put the same file \
             back, or restart the program to use the one that is there",
            self.path.display()
        );
        if was_there {
            tracing::error!("{gone}");
        }
        Err(AppError::DatabaseFileGone(gone))
    }

    /// Checks for free disk space by writing a temporary file that is unlinked at once.
    ///
    /// # Errors
    /// Returns an error if there is no space or nothing can be written there.
    pub(super) fn check_room(&self) -> Result<(), AppError> {
        let failed = |cause| AppError::File { context: "the folder of the database".to_owned(), cause };
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{}.room", std::process::id()));
        let name = PathBuf::from(name);
        // A process that was killed at this point may have left the file behind.
        let _ = std::fs::remove_file(&name);
        let mut file = match set_private_permissions(OpenOptions::new().write(true).create_new(true)).open(&name) {
            Ok(file) => file,
            // An account that may write only to the database files can go on.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
            Err(cause) => return Err(failed(cause)),
        };
        std::fs::remove_file(&name).map_err(failed)?;
        file.write_all(&vec![1; ROOM]).map_err(failed)
    }
}

/// The path of a database that is a file. An in-memory or unnamed database is lost with the process, and each
/// connection may see a different one.
///
/// # Errors
/// Returns an error if the address does not name a file.
pub(super) fn path_of<'o>(options: &'o SqliteConnectOptions, address: &str) -> Result<&'o Path, AppError> {
    let path = options.get_filename();
    let is_in_memory = address
        .split_once('?')
        .is_some_and(|(_, query)| query.split('&').any(|pair| pair.eq_ignore_ascii_case("mode=memory")));
    let text = path.to_string_lossy();
    if is_in_memory || text.is_empty() || text.starts_with("file:") || text.contains(":memory:") {
        return Err(AppError::Configuration(
            "this address names no file: such a database is in memory and is lost when the program ends, along with \
             the audit log that the key file belongs to. Use a file, such as sqlite://tetsuzuki.db; to try something \
             out, sqlite:///tmp/trial.db"
                .to_owned(),
        ));
    }
    Ok(path)
}

/// Makes new files accessible to their owner only from the start, whatever the umask.
pub fn set_private_permissions(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Checks that a secret cannot be read by everyone or changed by others. A group may read it, since the administrator
/// chooses the group.
///
/// # Errors
/// Returns an error if it can, with the command that fixes it.
pub fn require_private_permissions(what: &str, path: &Path, file: &File) -> Result<(), AppError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let Ok(metadata) = file.metadata() else { return Ok(()) };
        // A pipe or a device has its own permissions.
        if metadata.is_file() && metadata.permissions().mode() & 0o037 != 0 {
            return Err(AppError::Configuration(format!(
                "others can read or change {what} {path}; run: chmod 600 {path}",
                path = path.display()
            )));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn identity_of(path: &Path) -> std::io::Result<Option<Identity>> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|metadata| Some(Identity(metadata.dev(), metadata.ino())))
}

/// Other systems can only tell whether the file exists.
#[cfg(not(unix))]
fn identity_of(path: &Path) -> std::io::Result<Option<Identity>> {
    std::fs::metadata(path).map(|_| None)
}

/// The permissions of an existing file are left alone, because others may be meant to read it.
fn warn_about_permissions(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o007 != 0) {
            tracing::warn!("everyone on this machine can read the database; run: chmod 600 {0} {0}-*", path.display());
        }
    }
}
