//! Builders for workbooks and archives, byte by byte where a library refuses to write what the tests need.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
pub(super) const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
pub(super) const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
pub(super) const BOOK_RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
pub(super) const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>団体コード</t></is></c><c r="B1" t="inlineStr"><is><t>基準日</t></is></c><c r="C1" t="inlineStr"><is><t>人口</t></is></c></row>"#;
pub(super) const ROW: &str = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>271403</t></is></c><c r="B2" t="inlineStr"><is><t>2024-01-01</t></is></c><c r="C2"><v>826158</v></c></row>"#;

pub(super) fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// A workbook with this sheet; other parts are added or replace the default ones.
pub(super) fn workbook(sheet: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    let mut entries: Vec<(&str, &[u8])> =
        usual.into_iter().filter(|(name, _)| others.iter().all(|(other, _)| other != name)).collect();
    entries.extend_from_slice(others);
    zipped(&entries)
}

pub(super) fn good() -> Vec<u8> {
    workbook(&sheet(&format!("{HEADER}{ROW}")), &[])
}

pub(super) fn gzipped(contents: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents).unwrap();
    encoder.finish().unwrap()
}

/// A compound file (MS-CFB) with one stream of 4,096 bytes.
pub(super) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = vec![0_u8; 512];
    file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &0xFFFF_FFFE_u32.to_le_bytes());
    put(68, &0xFFFF_FFFE_u32.to_le_bytes());
    put(76, &0_u32.to_le_bytes());
    put(80, &[0xFF; 432]);
    let chain = [0xFFFF_FFFD, 0xFFFF_FFFE, 3, 4, 5, 6, 7, 8, 9, 0xFFFF_FFFE_u32];
    let mut table: Vec<u8> = chain.into_iter().flat_map(u32::to_le_bytes).collect();
    table.resize(512, 0xFF);
    file.extend(table);
    let entry = |name: &str, kind: u8, start: u32, size: u32| {
        let mut entry = vec![0_u8; 128];
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..name.len()].copy_from_slice(&name);
        entry[64] = u8::try_from(name.len()).unwrap();
        (entry[66], entry[67]) = (kind, 1);
        entry[68..80].fill(0xFF);
        if kind == 5 {
            entry[76..80].copy_from_slice(&1_u32.to_le_bytes());
        }
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    file.extend(entry("Root Entry", 5, 0xFFFF_FFFE, 0));
    file.extend(entry(name, 2, 2, 4096));
    file.extend([0; 256]);
    let mut stream = stream.to_vec();
    stream.resize(4096, 0);
    file.extend(stream);
    file
}

/// The header of a compound file and the names in its directory, and zeros for everything else: its reader panics on
/// this.
pub(super) fn frame(stream: &str) -> Vec<u8> {
    let mut file = vec![0_u8; 1024];
    file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for (at, name) in [(512, "Root Entry"), (640, stream)] {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        file[at..at + name.len()].copy_from_slice(&name);
        file[at + 64] = u8::try_from(name.len()).unwrap();
    }
    file
}

/// Records of an old workbook: number, claimed length and contents.
pub(super) fn records(records: &[(u16, u16, &[u8])]) -> Vec<u8> {
    records
        .iter()
        .flat_map(|(number, length, contents)| {
            [&number.to_le_bytes()[..], &length.to_le_bytes()[..], contents].concat()
        })
        .collect()
}

/// The stream of an old workbook with one sheet.
pub(super) fn old_sheet(cells: &[(u16, u16, &[u8])]) -> Vec<u8> {
    let begin: (u16, u16, &[u8]) = (0x0809, 16, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end: (u16, u16, &[u8]) = (0x000A, 0, &[]);
    // The sheet begins after records of 20, 13 and 4 bytes.
    let sheet: (u16, u16, &[u8]) = (0x0085, 9, &[37, 0, 0, 0, 0, 0, 1, 0, b'1']);
    let mut all = vec![begin, sheet, end, begin];
    all.extend_from_slice(cells);
    all.push(end);
    records(&all)
}

/// Replaces all occurrences of some bytes.
pub(super) fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut changed = bytes.to_vec();
    let places: Vec<usize> = (0..=bytes.len() - from.len()).filter(|at| &bytes[*at..at + from.len()] == from).collect();
    assert!(!places.is_empty());
    for at in places {
        changed[at..at + to.len()].copy_from_slice(to);
    }
    changed
}
