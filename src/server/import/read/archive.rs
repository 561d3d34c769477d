//! Compressed files, checked before anything is unpacked into memory.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::{ReadError, ReadLimits};

/// Above this ratio of unpacked to packed size a large entry is no spreadsheet: the most monotonous
/// sheets reach about a hundred.
const ABSURD_RATIO: u64 = 300;

/// Entries smaller than this are harmless at any ratio.
const SMALL_ENTRY: u64 = 16 << 20;

/// More entries than any workbook has.
const MOST_ENTRIES: usize = 10_000;

fn damaged(cause: impl ToString) -> ReadError {
    ReadError::Damaged { cause: cause.to_string() }
}

/// Unpacks a gzip file into memory, up to the limit.
pub(super) fn unpack_gzip(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<u8>, ReadError> {
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes).take(limits.unpacked_bytes + 1).read_to_end(&mut unpacked).map_err(damaged)?;
    let size = unpacked.len() as u64;
    if size > limits.unpacked_bytes || is_absurd(size, bytes.len() as u64) {
        return Err(ReadError::UnpacksTooLarge { limit: limits.unpacked_bytes });
    }
    if unpacked.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(unpacked)
}

fn is_absurd(unpacked: u64, packed: u64) -> bool {
    unpacked > SMALL_ENTRY && unpacked / packed.max(1) > ABSURD_RATIO
}

/// Refuses archives that are no workbook or would unpack beyond the limits, by what they declare
/// and by what they really hold: each entry is unpacked once into nothing, since the declared sizes
/// are only a claim.
pub(super) fn check_workbook_archive(bytes: &[u8], limits: &ReadLimits) -> Result<(), ReadError> {
    let bomb = || ReadError::UnpacksTooLarge { limit: limits.unpacked_bytes };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(bomb());
    }
    let has = |name: &str| archive.file_names().any(|entry| entry.is_ok_and(|entry| entry.eq_ignore_ascii_case(name)));
    if has("xl/workbook.bin") {
        return Err(ReadError::BinaryWorkbook);
    }
    if !has("xl/workbook.xml") {
        let is_open_document = has("content.xml") && has("mimetype");
        return Err(if is_open_document { ReadError::OpenDocument } else { ReadError::ArchiveWithoutWorkbook });
    }
    let mut declared_total: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(ReadError::PasswordProtected);
        }
        declared_total = declared_total.saturating_add(entry.size());
        if declared_total > limits.unpacked_bytes || is_absurd(entry.size(), entry.compressed_size()) {
            return Err(bomb());
        }
    }
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let packed = entry.compressed_size();
        let unpacked = std::io::copy(&mut entry.by_ref().take(left + 1), &mut std::io::sink()).map_err(damaged)?;
        if unpacked > left || is_absurd(unpacked, packed) {
            return Err(bomb());
        }
        left -= unpacked;
    }
    Ok(())
}

/// Looks into the directory of a compound file (MS-CFB) for the streams that tell what it is.
pub(super) fn check_compound_file(bytes: &[u8]) -> Result<(), ReadError> {
    if has_stream(bytes, "EncryptedPackage") {
        return Err(ReadError::PasswordProtected);
    }
    if has_stream(bytes, "Workbook") || has_stream(bytes, "Book") {
        return Ok(());
    }
    if !has_stream(bytes, "Root Entry") {
        return Err(damaged("its directory is missing"));
    }
    Err(ReadError::DocumentWithoutWorkbook)
}

/// Whether a directory entry has a name. Entries are 128 bytes long and begin with the name in
/// UTF-16 in 64 bytes, followed by its length in bytes with the closing zero.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let encoded: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes.chunks_exact(128).any(|entry| {
        entry.starts_with(&encoded) && usize::from(u16::from_le_bytes([entry[64], entry[65]])) == encoded.len()
    })
}
