//! Whether a server of this machine uses a key.
//!
//! A restore makes the end of the restored log the one that is kept beside the key. A server that runs with the same key on
//! another database would find its own log cut off, and one on the same database would note ends of a log that is gone.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;

use super::KeyFile;
use crate::error::AppError;
use crate::sqlite_file::set_private_permissions;

/// Held by a server as long as it runs. The system releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct Serving {
    _lock: File,
}

impl KeyFile {
    fn serving_file(&self) -> Result<File, AppError> {
        let path = self.default_path(".serving");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let opened = set_private_permissions(&mut options).open(&path);
        opened.map_err(|cause| AppError::File { context: path.display().to_string(), cause })
    }

    fn lock_failed(&self, cause: std::io::Error) -> AppError {
        AppError::File { context: self.default_path(".serving").display().to_string(), cause }
    }

    /// Notes that a server uses the key, until the value is dropped. Several may.
    ///
    /// # Errors
    /// Returns an error if the file beside the key cannot be written or locked.
    pub fn start_serving(&self) -> Result<Serving, AppError> {
        let file = self.serving_file()?;
        match file.lock_shared() {
            Ok(()) => {}
            // Some network file systems have no locks. Then nothing is known about other processes.
            Err(error) if error.kind() == ErrorKind::Unsupported => {}
            Err(cause) => return Err(self.lock_failed(cause)),
        }
        Ok(Serving { _lock: file })
    }

    /// Refuses if a server of this machine uses the key.
    ///
    /// # Errors
    /// Returns an error that says what to do if one does, or if the file beside the key cannot be read.
    pub fn require_no_server(&self) -> Result<(), AppError> {
        match self.serving_file()?.try_lock() {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => Err(AppError::BadInput(format!(
                "a server is running with the key {}, and the end of its log, which is kept beside the key, would \
                 become that of the restored log. Stop the server first; or, to restore into another database beside \
                 it, name a copy of the key in another folder with --audit-key-file",
                self.path().display()
            ))),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(()),
            Err(TryLockError::Error(cause)) => Err(self.lock_failed(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_in_use_as_long_as_one_of_its_servers_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::at(folder.path().join("key")).expect("no key yet");
        file.require_no_server().expect("nobody uses it");
        let (one, other) = (file.start_serving().expect("locked"), file.start_serving().expect("shared"));
        drop(one);
        let refused = file.require_no_server().expect_err("the other still runs").to_string();
        assert!(refused.contains("Stop the server first"), "{refused}");
        drop(other);
        file.require_no_server().expect("nobody uses it any more");
        // Looking does not keep a server from starting.
        drop(file.start_serving().expect("locked"));
    }
}
