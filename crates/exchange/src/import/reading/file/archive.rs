//! Compressed files, checked before anything is unpacked into memory.

use std::io::{Cursor, Read, Write};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::inspection::{Inspection, MOST_SHARED_TEXTS};
use super::marks::check_announced_texts;
use super::{ReadError, ReadLimits};

/// A large entry whose ratio of unpacked to packed size exceeds this is not a spreadsheet. The most repetitive sheets
/// reach about a hundred.
const ABSURD_RATIO: u64 = 300;

/// Entries below this size are harmless at any ratio.
const SMALL_ENTRY: u64 = 16 << 20;

/// More entries than any workbook has.
const MOST_ENTRIES: usize = 10_000;

/// The longest possible end of an archive: the end record with a comment of maximum length, and the ZIP64 records
/// before it.
const LONGEST_END: usize = (64 << 10) + 256;

fn damaged(cause: impl ToString) -> ReadError {
    ReadError::Damaged { cause: cause.to_string() }
}

/// Unpacks a gzip file into memory, up to the limit. Stops early once the ratio is suspicious.
pub(super) fn unpack_gzip(bytes: &[u8], limits: &ReadLimits) -> Result<Vec<u8>, ReadError> {
    let bomb = || ReadError::UnpacksTooLarge { limit: limits.text_bytes };
    let mut decoder = MultiGzDecoder::new(bytes);
    let mut unpacked = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = decoder.read(&mut piece).map_err(damaged)?;
        if read == 0 {
            break;
        }
        unpacked.extend_from_slice(&piece[..read]);
        let size = unpacked.len() as u64;
        if size > limits.text_bytes || is_suspicious(size, bytes.len() as u64) {
            return Err(bomb());
        }
    }
    if unpacked.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(unpacked)
}

fn is_suspicious(unpacked: u64, packed: u64) -> bool {
    unpacked > SMALL_ENTRY && unpacked / packed.max(1) > ABSURD_RATIO
}

/// The largest number of entries claimed by the records at the end of an archive. It is checked first because the whole
/// directory is read into memory.
fn claimed_entries(bytes: &[u8]) -> u64 {
    let end = &bytes[bytes.len().saturating_sub(LONGEST_END)..];
    let number = |at: usize, length: usize| {
        end.get(at..at + length)
            .map_or(0, |bytes| bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    };
    let short = memchr::memmem::find_iter(end, b"PK\x05\x06").map(|at| number(at + 10, 2));
    let long = memchr::memmem::find_iter(end, b"PK\x06\x06").map(|at| number(at + 32, 8));
    // The maximum value in the short record means that the count is in the ZIP64 record.
    short.filter(|count| *count != 0xFFFF).chain(long).max().unwrap_or(0)
}

/// Refuses archives that are not workbooks or would unpack beyond the limits. Declared sizes are only a claim, so each
/// entry is also decompressed once and discarded. On the way, its contents are inspected for anything that the workbook
/// reader cannot handle.
pub(super) fn check_workbook_archive(bytes: &[u8], limits: &ReadLimits) -> Result<(), ReadError> {
    let bomb = || ReadError::UnpacksTooLarge { limit: limits.unpacked_bytes };
    let claimed = claimed_entries(bytes);
    if claimed > MOST_ENTRIES as u64 {
        return Err(bomb());
    }
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
    if archive.file_names().any(|entry| entry.is_ok_and(|entry| escapes_archive(&entry))) {
        return Err(damaged("the name of an entry leads out of the archive"));
    }
    // The reader merges entries with the same name and may take either one.
    if claimed != archive.len() as u64 {
        return Err(damaged("its directory has duplicate entries or gives the wrong number of them"));
    }
    let mut declared_total: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(ReadError::PasswordProtected);
        }
        declared_total = declared_total.saturating_add(entry.size());
        if declared_total > limits.unpacked_bytes || is_suspicious(entry.size(), entry.compressed_size()) {
            return Err(bomb());
        }
    }
    let mut inspection = Inspection::new(limits);
    let mut total: u64 = 0;
    let mut piece = vec![0; 64 << 10];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let packed = entry.compressed_size();
        inspection.begin(&entry.name().map_err(damaged)?.to_ascii_lowercase());
        let mut unpacked: u64 = 0;
        loop {
            let read = entry.read(&mut piece).map_err(damaged)?;
            if read == 0 {
                break;
            }
            unpacked += read as u64;
            total += read as u64;
            // Entries may overlap in the archive, so that each one alone looks fine.
            let whole_is_absurd = is_suspicious(total, bytes.len() as u64);
            if total > limits.unpacked_bytes || is_suspicious(unpacked, packed) || whole_is_absurd {
                return Err(bomb());
            }
            inspection.write_all(&piece[..read]).map_err(damaged)?;
            inspection.refused()?;
        }
    }
    inspection.finish()?;
    check_announced_texts(&mut archive, MOST_SHARED_TEXTS)
}

/// Whether a name could point outside the archive. Entries are never written to disk, but an archive with such names is
/// not legitimate.
fn escapes_archive(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains([':', '\0']) || name.split(['/', '\\']).any(|part| part == "..")
}

/// Checks the directory of a compound file (MS-CFB) for the streams that identify its type.
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

/// Whether a directory entry has this name. Entries are 128 bytes long. Each begins with a 64-byte field that holds the
/// name in UTF-16, followed by the length of the name in bytes, including the terminating zero.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let encoded: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes.chunks_exact(128).any(|entry| {
        entry.starts_with(&encoded) && usize::from(u16::from_le_bytes([entry[64], entry[65]])) == encoded.len()
    })
}
