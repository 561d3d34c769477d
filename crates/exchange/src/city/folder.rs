//! The files of a folder or of a `.zip` archive of one.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::Path;

use store::error::AppError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::CityFiles;

/// The most bytes that the files of a folder have together. The national survey of procedures takes a tenth of it.
const LARGEST_FOLDER: u64 = 512 << 20;

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> AppError + '_ {
    |cause| AppError::File { context: path.display().to_string(), cause }
}

/// Reads the files of a folder, without folders in it and hidden files.
///
/// # Errors
/// Returns an error if the folder cannot be read or is too large.
pub fn read_folder(path: &Path) -> Result<CityFiles, AppError> {
    if is_archive(path) {
        return read_archive(path);
    }
    let mut files = CityFiles::new();
    let mut room = LARGEST_FOLDER;
    for entry in fs::read_dir(path).map_err(failed(path))? {
        let entry = entry.map_err(failed(path))?;
        let (file, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let known = fs::metadata(&file).map_err(failed(&file))?;
        if known.is_dir() || name.starts_with('.') {
            continue;
        }
        room = room.checked_sub(known.len()).ok_or_else(|| too_large(path))?;
        files.insert(name, fs::read(&file).map_err(failed(&file))?);
    }
    Ok(files)
}

fn too_large(path: &Path) -> AppError {
    AppError::BadInput(format!("{}: the files take more than {} MB together", path.display(), LARGEST_FOLDER >> 20))
}

/// Reads an archive whose files lie at its top or in one folder.
fn read_archive(path: &Path) -> Result<CityFiles, AppError> {
    let damaged = |error: zip::result::ZipError| AppError::BadInput(format!("{}: {error}", path.display()));
    let mut archive = ZipArchive::new(File::open(path).map_err(failed(path))?).map_err(damaged)?;
    let mut files = CityFiles::new();
    let mut room = LARGEST_FOLDER;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(damaged)?;
        if entry.is_dir() {
            continue;
        }
        let Some(name) = entry.enclosed_name().and_then(|name| Some(name.file_name()?.to_str()?.to_owned())) else {
            return Err(AppError::BadInput(format!("{}: an entry has no plain name", path.display())));
        };
        if name.starts_with('.') {
            continue;
        }
        let mut bytes = Vec::new();
        // The size that the archive claims may be wrong.
        let read = entry.take(room + 1).read_to_end(&mut bytes).map_err(failed(path))?;
        room = room.checked_sub(read as u64).ok_or_else(|| too_large(path))?;
        if files.insert(name.clone(), bytes).is_some() {
            return Err(AppError::BadInput(format!("{}: two files are called {name}", path.display())));
        }
    }
    Ok(files)
}

/// Writes files into a folder, which is made if it does not exist, or into an archive.
///
/// # Errors
/// Returns an error if the folder holds anything, or cannot be written.
pub fn write_folder(path: &Path, files: &CityFiles) -> Result<(), AppError> {
    if is_archive(path) {
        return fs::write(path, archive(files)?).map_err(failed(path));
    }
    fs::create_dir_all(path).map_err(failed(path))?;
    if fs::read_dir(path).map_err(failed(path))?.next().is_some() {
        return Err(AppError::BadInput(format!(
            "{}: the folder is not empty; expected a new or an empty one",
            path.display()
        )));
    }
    for (name, bytes) in files {
        let file = path.join(name);
        fs::write(&file, bytes).map_err(failed(&file))?;
    }
    Ok(())
}

/// The files as an archive. The same files give the same bytes.
///
/// # Errors
/// Returns an error if the archive cannot be written.
pub fn archive(files: &CityFiles) -> Result<Vec<u8>, AppError> {
    let failed = |error: &dyn std::fmt::Display| AppError::Internal(format!("the archive cannot be written: {error}"));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options).map_err(|error| failed(&error))?;
        writer.write_all(bytes).map_err(|error| failed(&error))?;
    }
    Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
}
