//! Archives.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Outcome::Refused;
use super::formats::{BOOK, HEADER, ROW, good, gzipped, replaced, sheet, workbook, zipped};
use super::{Hostile, table};

/// One entry of zeros, and a directory that names it under many names.
fn overlapping(names: u16) -> Vec<u8> {
    let inner = vec![b' '; 8 << 20];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(&inner).unwrap();
    let file = writer.finish().unwrap().into_inner();
    let at = file.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let end = file.windows(4).position(|bytes| bytes == b"PK\x05\x06").unwrap();
    let (contents, entry) = (&file[..at], &file[at..end]);
    let mut all = contents.to_vec();
    for number in 0..names {
        let name = if number == 0 {
            "xl/workbook.xml".to_owned()
        } else {
            format!("xl/w{number:05}book.xml")[..15].to_owned()
        };
        all.extend(replaced(entry, b"xl/workbook.xml", name.as_bytes()));
    }
    let size = u32::try_from(all.len() - contents.len()).unwrap();
    let mut last = file[end..].to_vec();
    last[8..10].copy_from_slice(&names.to_le_bytes());
    last[10..12].copy_from_slice(&names.to_le_bytes());
    last[12..16].copy_from_slice(&size.to_le_bytes());
    all.extend(last);
    all
}

/// Two entries with the same name. Writers refuse this, so the second is renamed in the bytes.
fn doubled() -> Vec<u8> {
    let file = workbook(&sheet(&format!("{HEADER}{ROW}")), &[("xl/worksheets/sheet2.xml", b"<worksheet/>")]);
    replaced(&file, b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml")
}

pub(super) fn archives() -> Vec<Hostile> {
    let spaces = vec![b' '; 20 << 20];
    let bomb = workbook("", &[("xl/worksheets/sheet1.xml", &spaces)]);
    let claims_less = replaced(&bomb, &(20_u32 << 20).to_le_bytes(), &10_u32.to_le_bytes());
    let nested = zipped(&[("inner.zip", &bomb), ("xl/media/inner.zip", &bomb)]);
    let names: Vec<String> = (0..11_000).map(|number| format!("xl/{number}.xml")).collect();
    let mut many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    many.push(("xl/workbook.xml", BOOK.as_bytes()));
    let whole = good();
    let other = workbook("", &[("xl/q.xml", b"x")]);
    let mut stored = ZipWriter::new(Cursor::new(Vec::new()));
    stored
        .start_file("xl/workbook.xml", SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
        .unwrap();
    stored.write_all(BOOK.as_bytes()).unwrap();
    let stored = stored.finish().unwrap().into_inner();
    // The general purpose flag of both headers marks the entry as encrypted.
    let mut encrypted = stored.clone();
    encrypted[6] |= 1;
    let directory = stored.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    encrypted[directory + 8] |= 1;
    vec![
        table("a sheet that unpacks to a thousand times its size", "xlsx", bomb, Refused("zip bomb")),
        table("the same, with small sizes in its headers", "xlsx", claims_less, Refused("file")),
        table("a bomb within an archive", "zip", nested, Refused("without a workbook")),
        table("eleven thousand entries", "xlsx", zipped(&many), Refused("zip bomb")),
        table("entries that lie over one another", "xlsx", overlapping(60), Refused("zip bomb")),
        table("an archive cut in its middle", "xlsx", &whole[..whole.len() / 2], Refused("damaged")),
        table("an archive without its last bytes", "xlsx", &whole[..whole.len() - 9], Refused("damaged")),
        table("an archive of four bytes", "xlsx", b"PK\x03\x04", Refused("damaged")),
        table("two entries of one name", "xlsx", doubled(), Refused("duplicate")),
        table(
            "a name that leads out of the archive",
            "xlsx",
            workbook("", &[("../../etc/passwd", b"x")]),
            Refused("leads out"),
        ),
        table(
            "a name that begins at the root",
            "xlsx",
            replaced(&other, b"xl/q.xml", b"//./q.ml"),
            Refused("leads out"),
        ),
        table(
            "a name that leads out as Windows writes it",
            "xlsx",
            workbook("", &[("xl\\..\\..\\x.dll", b"x")]),
            Refused("leads out"),
        ),
        table("a name on a drive", "xlsx", replaced(&other, b"xl/q.xml", b"C:/q.xml"), Refused("leads out")),
        table("a name with a byte of zero", "xlsx", replaced(&other, b"xl/q.xml", b"xl/q\0xml"), Refused("leads out")),
        table("an encrypted entry", "xlsx", encrypted, Refused("password")),
        table(
            "an archive of something else",
            "xlsx",
            zipped(&[("word/document.xml", b"<w/>")]),
            Refused("without a workbook"),
        ),
        table(
            "bytes before an archive",
            "xlsx",
            [b"MZ\x90\0".as_slice(), &whole].concat(),
            Refused("neither text nor a workbook"),
        ),
        table("a gzip bomb", "csv.gz", gzipped(&vec![b'0'; 30 << 20]), Refused("zip bomb")),
        table(
            "a gzip bomb within a gzip file",
            "csv.gz",
            gzipped(&gzipped(&vec![b'0'; 4 << 20])),
            Refused("neither text nor a workbook"),
        ),
        table("a gzip file cut off", "csv.gz", &gzipped(b"a,b\n1,2\n")[..14], Refused("damaged")),
    ]
}
