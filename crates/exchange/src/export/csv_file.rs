//! CSV files as Excel reads them.

use csv::{Terminator, WriterBuilder};

/// Writes a header and lines as CSV: UTF-8 with the byte order mark that Excel needs to detect the encoding. Every line
/// has a cell for each column. Formulas are the caller's to escape.
#[must_use]
pub fn csv_file<H, L>(header: H, lines: impl IntoIterator<Item = L>) -> Vec<u8>
where
    H: IntoIterator<Item: AsRef<[u8]>>,
    L: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut file = Vec::from("\u{feff}");
    file.extend(csv_lines([header]));
    file.extend(csv_lines(lines));
    file
}

/// Writes further lines of a file that was begun with [`csv_file`].
#[must_use]
pub fn csv_lines<L>(lines: impl IntoIterator<Item = L>) -> Vec<u8>
where
    L: IntoIterator<Item: AsRef<[u8]>>,
{
    let why = "writing to memory cannot fail, and every line has a cell for each column";
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).expect(why);
    }
    writer.into_inner().expect(why)
}
