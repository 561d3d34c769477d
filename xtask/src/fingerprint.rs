//! A short text that identifies the inputs of a result: a different text means a different result.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// A hash over named pieces.
#[derive(Debug, Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a piece. Its name and length keep different pieces from producing the same hash.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        for part in [name.as_bytes(), content] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    /// Adds a file, or every file of a folder, by its path relative to `root`. A missing path adds nothing.
    pub fn add_path(&mut self, root: &Path, path: &str) -> Result<()> {
        for file in files_below(&root.join(path))? {
            let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            self.add(&relative(root, &file), &content);
        }
        Ok(())
    }

    /// 64 hexadecimal digits.
    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A file's path relative to `root`, with `/` on every system.
pub fn relative(root: &Path, file: &Path) -> String {
    let path = file.strip_prefix(root).unwrap_or(file);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Every file at or below a path, sorted by name; empty if the path does not exist.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => files.push(entry.into_path()),
            // Includes a file that was removed during the walk.
            Err(error) if error.io_error().is_some_and(|cause| cause.kind() == io::ErrorKind::NotFound) => {}
            Err(error) => return Err(error).with_context(|| format!("listing {}", path.display())),
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pieces: &[(&str, &str)]) -> String {
        let mut fingerprint = Fingerprint::default();
        for (name, content) in pieces {
            fingerprint.add(name, content.as_bytes());
        }
        fingerprint.finish()
    }

    #[test]
    fn the_same_pieces_give_the_same_fingerprint() {
        assert_eq!(of(&[("a", "1"), ("b", "2")]), of(&[("a", "1"), ("b", "2")]));
        assert_eq!(of(&[]).len(), 64);
    }

    #[test]
    fn a_moved_boundary_a_changed_name_or_another_content_is_noticed() {
        let first = of(&[("a", "12"), ("b", "")]);
        assert_ne!(first, of(&[("a", "1"), ("b", "2")]));
        assert_ne!(first, of(&[("a1", "2"), ("b", "")]));
        assert_ne!(first, of(&[("a", "12")]));
    }

    #[test]
    fn nothing_lies_below_a_folder_that_is_not_there() {
        assert!(files_below(Path::new("/no/such/folder")).expect("no error").is_empty());
    }
}
