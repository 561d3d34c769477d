//! The file of SQLite: made so that only its owner can read it, and held against what is at its path while it is open.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::sqlite::SqliteConnectOptions;

use crate::error::AppError;

/// As much as a form of a long entry takes with its row in the log and the pages of indexes that they touch.
const ROOM: usize = 256 * 1024;

/// By what a file is known, whatever its name: its device and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

/// The file that was opened.
#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    identity: Option<Identity>,
    /// Whether it was last seen where it belongs; what changes is said once.
    is_there: AtomicBool,
}

impl SqliteFile {
    /// Makes the file where there is none, readable by its owner only: SQLite itself would let everybody read it, and
    /// gives the files beside it the rights of this one.
    ///
    /// # Errors
    /// Where it can be neither found nor made.
    pub(super) fn make(path: &Path) -> Result<Self, AppError> {
        let failed = |cause| AppError::File { context: path.display().to_string(), cause };
        match set_private_permissions(OpenOptions::new().write(true).create_new(true)).open(path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => warn_about_permissions(path),
            // It may be there and only be read.
            Err(_) if path.exists() => {}
            Err(cause) => return Err(failed(cause)),
        }
        let identity = identity_of(path).map_err(failed)?;
        Ok(Self { path: path.to_owned(), identity, is_there: AtomicBool::new(true) })
    }

    /// Whether the file at the path is still the one that was opened. What is written into a file that was taken away
    /// is lost, and connections to two files under one name destroy both.
    ///
    /// # Errors
    /// [`AppError::DatabaseFileGone`].
    pub(super) fn check(&self) -> Result<(), AppError> {
        let found = identity_of(&self.path);
        let is_there = found.as_ref().is_ok_and(|found| *found == self.identity);
        let was_there = self.is_there.swap(is_there, Ordering::Relaxed);
        if is_there {
            if !was_there {
                tracing::info!(file = %self.path.display(), "the file of the database is back; going on");
            }
            return Ok(());
        }
        let what = if found.is_ok() { "another file is in the place of" } else { "nobody finds" };
        let gone = format!(
            "{what} the database {}, as it was opened; nothing is read from it or written to it. Right would be to put \
             the same file back, or to start the program anew on the one that is there",
            self.path.display()
        );
        if was_there {
            tracing::error!("{gone}");
        }
        Err(AppError::DatabaseFileGone(gone))
    }

    /// Whether there is room for what people send, tried with a file without a name that is gone at once.
    ///
    /// # Errors
    /// Where there is none, or nothing can be written there at all.
    pub(super) fn check_room(&self) -> Result<(), AppError> {
        let failed = |cause| AppError::File { context: "the folder of the database".to_owned(), cause };
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{}.room", std::process::id()));
        let name = PathBuf::from(name);
        // What a process that was killed at this very moment left behind.
        let _ = std::fs::remove_file(&name);
        let mut file = match set_private_permissions(OpenOptions::new().write(true).create_new(true)).open(&name) {
            Ok(file) => file,
            // Whoever may write to the files of the database only is no worse off.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
            Err(cause) => return Err(failed(cause)),
        };
        std::fs::remove_file(&name).map_err(failed)?;
        file.write_all(&vec![1; ROOM]).map_err(failed)
    }
}

/// The path of a database that is a file. What SQLite holds in memory or in a file without a name is gone with the
/// process, and each connection may see another.
///
/// # Errors
/// Where it is none.
pub(super) fn path_of<'o>(options: &'o SqliteConnectOptions, address: &str) -> Result<&'o Path, AppError> {
    let path = options.get_filename();
    let is_in_memory = address
        .split_once('?')
        .is_some_and(|(_, query)| query.split('&').any(|pair| pair.eq_ignore_ascii_case("mode=memory")));
    let text = path.to_string_lossy();
    if is_in_memory || text.is_empty() || text.starts_with("file:") || text.contains(":memory:") {
        return Err(AppError::Configuration(
            "this address names no file: such a database is in memory and gone when the program ends, and with it the \
             audit log, to which the key beside it would belong no more. Right would be a file, such as \
             sqlite://tetsuzuki.db; to try something out, sqlite:///tmp/trial.db"
                .to_owned(),
        ));
    }
    Ok(path)
}

/// Only its owner can read what is made so, from the first moment and whatever the process was given as a mask.
pub fn set_private_permissions(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// A secret that anybody on this machine can read, or others can change, is none. A group may read it: whoever gives
/// it one has chosen who is in it.
///
/// # Errors
/// Where it is no secret, with what mends that.
pub fn require_private_permissions(what: &str, path: &Path, file: &File) -> Result<(), AppError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let Ok(metadata) = file.metadata() else { return Ok(()) };
        // A pipe or a device has rights of its own.
        if metadata.is_file() && metadata.permissions().mode() & 0o037 != 0 {
            return Err(AppError::Configuration(format!(
                "others can read or change {what} {path}; right would be: chmod 600 {path}",
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

/// Elsewhere only that it is there can be told.
#[cfg(not(unix))]
fn identity_of(path: &Path) -> std::io::Result<Option<Identity>> {
    std::fs::metadata(path).map(|_| None)
}

/// A file of before is left as it is: somebody may mean others to read it.
fn warn_about_permissions(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o007 != 0) {
            tracing::warn!(
                "everybody on this machine can read the database; right would be: chmod 600 {0} {0}-*",
                path.display()
            );
        }
    }
}
