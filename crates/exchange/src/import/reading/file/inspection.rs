//! Inspects the parts of a workbook while they are decompressed and discarded, before the workbook reader sees them. It
//! counts what that reader would hold in memory and refuses XML that no workbook contains.

use std::io::{self, Write};

use super::{ReadError, ReadLimits};

/// Maximum bytes of a part that is not a sheet. The reader holds some of these in memory as a whole.
const LARGEST_PART: usize = 64 << 20;

/// Maximum number of shared strings. The largest national table has fewer than half a million distinct ones.
pub(super) const MOST_SHARED_TEXTS: usize = 1_000_000;

/// Maximum number of cell formats. Excel's own limit is 65,490.
const MOST_FORMATS: usize = 100_000;

/// Maximum number of merged ranges in all sheets.
const MOST_MERGES: usize = 100_000;

/// Maximum nesting depth of elements. A workbook needs about ten.
const DEEPEST: usize = 200;

/// The kind of the current part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Workbook,
    Sheet,
    OtherXml,
    /// Pictures, macros and other parts that are never read.
    Unread,
}

/// Receives the parts of a workbook, one after another.
#[derive(Debug)]
pub(super) struct Inspection<'a> {
    limits: &'a ReadLimits,
    part: Part,
    bytes: usize,
    depth: usize,
    /// The end of the last chunk, from an opening bracket on. A tag may span two chunks.
    pending: Vec<u8>,
    /// The last byte of the last chunk.
    last: u8,
    shared_texts: usize,
    formats: usize,
    merges: usize,
    cells: usize,
    sheet_parts: usize,
    listed_sheets: usize,
    refusal: Option<ReadError>,
}

/// The number of bytes after the bracket that identify a tag.
const LOOKED_AT: usize = 16;

impl<'a> Inspection<'a> {
    pub(super) fn new(limits: &'a ReadLimits) -> Self {
        Self {
            limits,
            part: Part::Unread,
            bytes: 0,
            depth: 0,
            pending: Vec::new(),
            last: 0,
            shared_texts: 0,
            formats: 0,
            merges: 0,
            cells: 0,
            sheet_parts: 0,
            listed_sheets: 0,
            refusal: None,
        }
    }

    /// Starts the next part.
    pub(super) fn begin(&mut self, name: &str) {
        self.look_at_pending();
        let is_xml = std::path::Path::new(name).extension().is_some_and(|end| end == "xml" || end == "rels");
        self.part = match is_xml {
            false => Part::Unread,
            true if name == "xl/workbook.xml" => Part::Workbook,
            true if name.contains("sheet") && !name.contains("_rels/") => Part::Sheet,
            true => Part::OtherXml,
        };
        self.sheet_parts += usize::from(self.part == Part::Sheet);
        self.bytes = 0;
        self.depth = 0;
        self.last = 0;
    }

    /// Returns the first error found so far.
    pub(super) fn refused(&self) -> Result<(), ReadError> {
        self.refusal.clone().map_or(Ok(()), Err)
    }

    /// Ends the inspection after the last part.
    pub(super) fn finish(mut self) -> Result<(), ReadError> {
        self.look_at_pending();
        // A part listed under thousands of names would be read thousands of times.
        if self.listed_sheets > self.sheet_parts {
            self.refuse("it lists more sheets than it contains");
        }
        self.refused()
    }

    fn refuse(&mut self, cause: &str) {
        self.refusal.get_or_insert_with(|| ReadError::Damaged { cause: cause.to_owned() });
    }

    fn look_at_pending(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if let Some(tag) = pending.get(1..).filter(|_| self.part != Part::Unread) {
            self.look_at_tag(tag);
        }
    }

    /// Inspects the text after an opening bracket. The bracket itself is not included.
    fn look_at_tag(&mut self, tag: &[u8]) {
        match tag.first() {
            Some(b'/') => {
                self.depth = self.depth.saturating_sub(1);
                return;
            }
            Some(b'!') if tag.starts_with(b"!DOCTYPE") || tag.starts_with(b"!ENTITY") => {
                return self.refuse("its XML declares a document type, which workbooks never do");
            }
            Some(b'!' | b'?') | None => return,
            Some(_) => self.depth += 1,
        }
        if self.depth > DEEPEST {
            return self.refuse("its XML is nested too deeply for a workbook");
        }
        let end = tag.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b':').unwrap_or(tag.len());
        let name = tag[..end].rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let too_many = match name {
            b"si" => count(&mut self.shared_texts, MOST_SHARED_TEXTS),
            b"xf" => count(&mut self.formats, MOST_FORMATS),
            b"mergeCell" => count(&mut self.merges, MOST_MERGES),
            b"c" => count(&mut self.cells, self.limits.cells),
            b"sheet" if self.part == Part::Workbook => count(&mut self.listed_sheets, usize::MAX),
            _ => false,
        };
        if too_many {
            self.refusal.get_or_insert(ReadError::TooManyCells { limit: self.limits.cells });
        }
    }
}

fn count(number: &mut usize, most: usize) -> bool {
    *number += 1;
    *number > most
}

impl Write for Inspection<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.part == Part::Unread || self.refusal.is_some() {
            return Ok(piece.len());
        }
        self.bytes += piece.len();
        if self.part != Part::Sheet && self.bytes > LARGEST_PART {
            self.refusal = Some(ReadError::UnpacksTooLarge { limit: LARGEST_PART as u64 });
            return Ok(piece.len());
        }
        if self.pending.is_empty() {
            self.inspect(piece);
        } else {
            let mut joined = std::mem::take(&mut self.pending);
            joined.extend_from_slice(piece);
            self.inspect(&joined);
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Inspection<'_> {
    fn inspect(&mut self, text: &[u8]) {
        for at in memchr::memchr2_iter(b'<', b'>', text) {
            if text[at] == b'>' {
                // A self-closing element has no end tag.
                let before = if at == 0 { self.last } else { text[at - 1] };
                self.depth = self.depth.saturating_sub(usize::from(before == b'/'));
                continue;
            }
            if text.len() - at <= LOOKED_AT {
                self.pending = text[at..].to_vec();
                break;
            }
            self.look_at_tag(&text[at + 1..=at + LOOKED_AT]);
            if self.refusal.is_some() {
                return;
            }
        }
        self.last = text.last().copied().unwrap_or_default();
    }
}
