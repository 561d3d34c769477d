//! Turns the bytes of a file into rows of text.
//!
//! The file type is detected from the content, never from the name: files get renamed, and servers send error pages
//! under any name. A file that cannot be a table is refused before anything large is unpacked. The one-line error says
//! what the file is and what is expected.

mod archive;
mod delimited;
mod encoding;
mod inspection;
mod marks;
mod number_format;
mod old_formats;
mod old_workbook;
mod sheet;
mod values;
mod workbook;

use std::borrow::Cow;

use domain::text::{MessageLanguage, normalise_name};

pub use delimited::{DelimitedText, Delimiter, Records};
pub use encoding::TextEncoding;
pub use sheet::{Merge, Sheet, SheetCell, SheetRow};

use crate::import::table::place::one_line;

/// The longest excerpt of a reader's own message, in characters. It may quote the file.
const LONGEST_CAUSE: usize = 200;

/// Limits beyond which a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes of all contents once unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of text held in memory: an unpacked text file, or all cells of a workbook. A shared text counts once for
    /// each cell that uses it.
    pub text_bytes: u64,
    /// Cells in all sheets of a workbook.
    pub cells: usize,
    /// Rows of the table, including text above and below it.
    pub rows: usize,
}

impl Default for ReadLimits {
    /// Large enough for the largest known national table (75,071 rows of 38 columns, 40 MB), and small enough that a
    /// file that reaches every limit is read within 200 MB of memory.
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 256 << 20,
            text_bytes: 96 << 20,
            cells: 4_000_000,
            rows: 1_000_000,
        }
    }
}

/// Why a file cannot be read as a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.describe(MessageLanguage::English))]
pub enum ReadError {
    Empty,
    /// The small file that Excel keeps beside a workbook while it is open.
    LockFile,
    WebPage,
    Pdf,
    Picture,
    Json,
    Xml,
    RichText,
    /// A zip archive without a workbook.
    ArchiveWithoutWorkbook,
    /// An old-format Office document without a workbook.
    DocumentWithoutWorkbook,
    OpenDocument,
    /// A workbook in Excel's binary form (.xlsb).
    BinaryWorkbook,
    PasswordProtected,
    /// Neither a known file type nor text.
    NotText,
    /// Text with bytes that are invalid in its encoding.
    BadCharacters {
        encoding: TextEncoding,
        line: u64,
    },
    TooLarge {
        limit: u64,
    },
    /// The unpacked contents would exceed the limit.
    UnpacksTooLarge {
        limit: u64,
    },
    TooManyCells {
        limit: usize,
    },
    /// More rows than a table of this kind may have.
    TooManyRows {
        limit: usize,
    },
    /// The cells hold more text in total than allowed, for example one long text shared by many cells.
    TooMuchText {
        limit: u64,
    },
    /// A single record beyond the maximum length.
    RecordTooLong {
        line: u64,
        limit: usize,
    },
    TooManyColumns {
        line: u64,
        limit: usize,
    },
    /// Truncated or corrupt. `cause` is the reader's own message.
    Damaged {
        cause: String,
    },
    /// A workbook without a single filled cell.
    NoCells,
}

impl ReadError {
    /// Says on one line what the file is and what is expected.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let megabytes = |bytes: &u64| bytes >> 20;
        let shown = |cause: &str| one_line(cause, LONGEST_CAUSE);
        let (japanese, english) = match self {
            Self::Empty => ("ファイルが空です。表の入ったCSVまたはExcelファイルを指定してください".into(), "the file is empty; give a CSV or Excel file with a table".into()),
            Self::LockFile => ("Excelが開いている間だけ作るロックファイル(~$…)です。名前に ~$ のつかない元のファイルを指定してください".into(), "this is the lock file (~$…) that Excel keeps while a workbook is open; give the workbook itself".into()),
            Self::WebPage => ("Webページ(HTML)です。ダウンロードの代わりにエラー画面やログイン画面が保存された可能性があります。元のファイルをもう一度取得してください".into(), "this is a web page (HTML), perhaps an error or login page saved instead of the file; download the file again".into()),
            Self::Pdf => ("PDFです。同じ内容のCSVまたはExcelファイルを指定してください".into(), "this is a PDF; give the same table as CSV or Excel".into()),
            Self::Picture => ("画像です。表の入ったCSVまたはExcelファイルを指定してください".into(), "this is a picture; give the table as CSV or Excel".into()),
            Self::Json => ("JSONです。CSVまたはExcelファイルを指定してください".into(), "this is JSON; give the table as CSV or Excel".into()),
            Self::Xml => ("XMLです。Excelで開き、.xlsxまたはCSVで保存し直してください".into(), "this is XML; open it in Excel and save it as .xlsx or CSV".into()),
            Self::RichText => ("リッチテキスト文書です。CSVまたはExcelファイルを指定してください".into(), "this is a rich-text document; give the table as CSV or Excel".into()),
            Self::ArchiveWithoutWorkbook => ("Excelブックの入っていないZIPです。展開して、中のCSVまたはExcelファイルを指定してください".into(), "this is a zip archive without a workbook; unpack it and give the CSV or Excel file inside".into()),
            Self::DocumentWithoutWorkbook => ("Excelブックではない旧形式のOffice文書です。CSVまたはExcelファイルを指定してください".into(), "this is an old Office document that is not a workbook; give the table as CSV or Excel".into()),
            Self::OpenDocument => ("OpenDocument形式です。.xlsxまたはCSVで保存し直してください".into(), "this is an OpenDocument file; save it as .xlsx or CSV".into()),
            Self::BinaryWorkbook => ("Excelバイナリブック(.xlsb)です。.xlsxまたはCSVで保存し直してください".into(), "this is a binary workbook (.xlsb); save it as .xlsx or CSV".into()),
            Self::PasswordProtected => ("パスワードで保護されたブックです。パスワードを外して保存し直してください".into(), "this workbook is protected by a password; save it without one".into()),
            Self::NotText => ("表として読める形式ではありません。CSVまたはExcelファイルを指定してください".into(), "this is neither text nor a workbook; give a CSV or Excel file".into()),
            Self::BadCharacters { encoding, line } => (
                format!("{line}行目に{}として読めない文字があります。UTF-8のCSVで保存し直してください", encoding.as_str()),
                format!("line {line} contains bytes that are not {}; save the file as CSV in UTF-8", encoding.as_str()),
            ),
            Self::TooLarge { limit } => (
                format!("ファイルが大きすぎます(上限{}MB)。分けて取り込んでください", megabytes(limit)),
                format!("the file is larger than {} MB; import it in parts", megabytes(limit)),
            ),
            Self::UnpacksTooLarge { limit } => (
                format!("圧縮ファイルの展開後の大きさが異常です(上限{}MB)。圧縮爆弾の疑いがあるため読みません", megabytes(limit)),
                format!(
                    "the compressed file expands too much (limit {} MB), like a zip bomb, so it is not read",
                    megabytes(limit)
                ),
            ),
            Self::TooManyCells { limit } => (
                format!("セルが多すぎます(上限{limit})。表のない書式だけの範囲を消すか、CSVで保存し直してください"),
                format!("the workbook has more than {limit} cells; clear all outside the table or save it as CSV"),
            ),
            Self::TooManyRows { limit } => (
                format!("表の行が多すぎます(上限{limit}行)。分けて取り込んでください"),
                format!("the table has more than {limit} rows; import it in parts"),
            ),
            Self::TooMuchText { limit } => (
                format!("セルの文字が多すぎます(上限{}MB)。分けて取り込んでください", megabytes(limit)),
                format!("the cells contain more than {} MB of text; import the table in parts", megabytes(limit)),
            ),
            Self::RecordTooLong { line, limit } => (
                format!("{line}行目から始まる行が長すぎます(上限{}MB)。改行があるか、\" が閉じているかを確かめてください", limit >> 20),
                format!(
                    "the row that begins in line {line} is longer than {} MB; check that rows end in line breaks and \
                     that every quotation mark is closed",
                    limit >> 20
                ),
            ),
            Self::TooManyColumns { line, limit } => (
                format!("{line}行目の列が多すぎます(上限{limit}列)。表の列だけを残してください"),
                format!("line {line} has more than {limit} columns; leave only those of the table"),
            ),
            Self::Damaged { cause } => (
                format!("ファイルが途中で切れているか壊れています({})。もう一度取得するか保存し直してください", shown(cause)),
                format!("the file is cut short or damaged ({}); download or save it again", shown(cause)),
            ),
            Self::NoCells => (
                "ブックに値の入ったセルがありません。表の入ったファイルを指定してください".into(),
                "the workbook has no filled cells; give a file with a table".into(),
            ),
        };
        match language {
            MessageLanguage::Japanese => japanese,
            MessageLanguage::English => english,
        }
    }
}

/// The detected form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    Text {
        encoding: TextEncoding,
        delimiter: Delimiter,
        compressed: bool,
    },
    /// An Office Open XML workbook (.xlsx, .xlsm).
    Workbook,
    /// A workbook of Excel 97 to 2003 (.xls).
    OldWorkbook,
}

/// A file read into rows of text. It may borrow the bytes it was read from.
#[derive(Debug)]
pub struct TableFile<'bytes> {
    form: FileForm,
    contents: Contents<'bytes>,
}

#[derive(Debug)]
pub(super) enum Contents<'bytes> {
    Text(DelimitedText<'bytes>),
    /// Visible sheets come first and hidden ones last, otherwise in workbook order.
    Sheets(Vec<Sheet>),
}

impl TableFile<'_> {
    /// The detected form of the file.
    #[must_use]
    pub fn form(&self) -> FileForm {
        self.form
    }

    pub(super) fn contents(&self) -> &Contents<'_> {
        &self.contents
    }

    /// Leaves only the sheet with this name.
    ///
    /// # Errors
    ///
    /// The names of all sheets, if none has this one; none in a text file.
    pub fn choose_sheet(&mut self, name: &str) -> Result<(), Vec<String>> {
        match &mut self.contents {
            Contents::Text(_) => Err(Vec::new()),
            Contents::Sheets(sheets) => {
                let wanted = normalise_name(name);
                match sheets.iter().position(|sheet| normalise_name(sheet.name()) == wanted) {
                    Some(at) => {
                        *sheets = vec![sheets.swap_remove(at)];
                        Ok(())
                    }
                    None => Err(sheets.iter().map(|sheet| sheet.name().to_owned()).collect()),
                }
            }
        }
    }

    /// Calls `see` for every record of a text file or row of the sheets, without interpretation. The arguments are the
    /// sheet name, the line or row number, and the cells.
    pub fn for_each_row(&self, mut see: impl FnMut(Option<&str>, u64, &[&str])) {
        match &self.contents {
            Contents::Text(text) => {
                let mut records = text.records();
                while records.advance() {
                    see(None, records.line(), &records.record().iter().collect::<Vec<_>>());
                }
            }
            Contents::Sheets(sheets) => {
                for sheet in sheets {
                    for row in sheet.rows() {
                        let cells: Vec<&str> = (0..row.width()).map(|column| row.text(column)).collect();
                        see(Some(sheet.name()), row.number(), &cells);
                    }
                }
            }
        }
    }
}

/// Whether a text stands in a file: in its bytes, or in a cell of the table that they are. A file that is no table is only
/// looked through byte by byte.
#[must_use]
pub fn contains_text(bytes: &[u8], text: &str) -> bool {
    if memchr::memmem::find(bytes, text.as_bytes()).is_some() {
        return true;
    }
    let Ok(file) = read_table_file("", bytes, &ReadLimits::default()) else { return false };
    let mut is_there = false;
    file.for_each_row(|sheet, _, cells| {
        is_there |= sheet.is_some_and(|sheet| sheet.contains(text)) || cells.iter().any(|cell| cell.contains(text));
    });
    is_there
}

/// Reads a file into rows of text. The name is only used to detect Excel's lock files.
///
/// UTF-8 text is not copied: the result borrows `bytes`.
///
/// # Errors
///
/// [`ReadError`], if the file is not CSV, TSV (optionally gzip-compressed), XLSX or XLS, or if it exceeds the limits.
pub fn read_table_file<'bytes>(
    name: &str,
    bytes: &'bytes [u8],
    limits: &ReadLimits,
) -> Result<TableFile<'bytes>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if is_lock_file(name, bytes) {
        return Err(ReadError::LockFile);
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { limit: limits.file_bytes });
    }
    match bytes {
        [0x1F, 0x8B, ..] => read_text(Cow::Owned(archive::unpack_gzip(bytes, limits)?), true, limits),
        [b'P', b'K', 3 | 5 | 7, 4 | 6 | 8, ..] => {
            archive::check_workbook_archive(bytes, limits)?;
            let sheets = workbook::read_workbook(bytes, limits)?;
            Ok(TableFile { form: FileForm::Workbook, contents: Contents::Sheets(sheets) })
        }
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => {
            archive::check_compound_file(bytes)?;
            old_workbook::check_extents(bytes, limits)?;
            let sheets = workbook::read_old_workbook(bytes, limits)?;
            Ok(TableFile { form: FileForm::OldWorkbook, contents: Contents::Sheets(sheets) })
        }
        _ => read_text(Cow::Borrowed(bytes), false, limits),
    }
}

fn read_text<'bytes>(
    bytes: Cow<'bytes, [u8]>,
    compressed: bool,
    limits: &ReadLimits,
) -> Result<TableFile<'bytes>, ReadError> {
    refuse_other_kinds(&bytes)?;
    let (text, encoding) = encoding::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let text = DelimitedText::new(text);
    text.check(limits)?;
    let form = FileForm::Text { encoding, delimiter: text.delimiter(), compressed };
    Ok(TableFile { form, contents: Contents::Text(text) })
}

/// Excel names a lock file after its workbook, with the prefix `~$`. A renamed one is detected by its layout: 165 bytes
/// that begin with the length of the user's name.
fn is_lock_file(name: &str, bytes: &[u8]) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_small = bytes.len() <= 1024;
    (base.starts_with("~$") && is_small)
        || (matches!(bytes.len(), 162 | 165) && bytes[0] > 0 && bytes[0] <= 54 && bytes[1..].contains(&0))
}

fn refuse_other_kinds(bytes: &[u8]) -> Result<(), ReadError> {
    const KINDS: [(&[u8], ReadError); 11] = [
        (b"%PDF", ReadError::Pdf),
        (b"\x89PNG", ReadError::Picture),
        (b"\xFF\xD8\xFF", ReadError::Picture),
        (b"GIF8", ReadError::Picture),
        (b"II*\0", ReadError::Picture),
        (b"MM\0*", ReadError::Picture),
        (b"RIFF", ReadError::Picture),
        (b"{\\rtf", ReadError::RichText),
        (b"{\"", ReadError::Json),
        (b"[{", ReadError::Json),
        (b"PK", ReadError::ArchiveWithoutWorkbook),
    ];
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    for (signature, error) in KINDS {
        if start.starts_with(signature) {
            return Err(error);
        }
    }
    let opening = start[..start.len().min(2048)].to_ascii_lowercase();
    let has = |part: &[u8]| opening.windows(part.len()).any(|window| window == part);
    if opening.starts_with(b"<") {
        if has(b"<html") || has(b"<!doctype html") || has(b"<head") || has(b"<body") || has(b"<table") {
            return Err(ReadError::WebPage);
        }
        if opening.starts_with(b"<?xml") || opening.starts_with(b"<!") {
            return Err(ReadError::Xml);
        }
    }
    if start.starts_with(b"{") && start.trim_ascii_end().ends_with(b"}") {
        return Err(ReadError::Json);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
