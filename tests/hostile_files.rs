//! Files made to do harm, or broken beyond use: the command reads each within bounds of time and memory, says in a clear
//! line what would be right, writes nothing, and ends as a command ends.

use std::fs::File;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use store::revision;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::Database;

/// Resident memory that reading any file may take at its peak, in kB.
const MOST_MEMORY: u64 = 200 * 1024;

/// Processor time that it may take, in hundredths of a second.
const MOST_TIME: u64 = 200;

/// What must become of a file.
enum Outcome {
    /// Refused, with this among the words.
    Refused(&'static str),
    /// Read: what is strange about it does no harm.
    Read,
}
use Outcome::{Read, Refused};

struct Hostile {
    what: &'static str,
    /// The end of its name, which is often a lie.
    ending: &'static str,
    kind: &'static str,
    bytes: Vec<u8>,
    outcome: Outcome,
}

fn table(what: &'static str, ending: &'static str, bytes: impl Into<Vec<u8>>, outcome: Outcome) -> Hostile {
    Hostile { what, ending, kind: "population", bytes: bytes.into(), outcome }
}

fn outlines(what: &'static str, bytes: impl Into<Vec<u8>>, words: &'static str) -> Hostile {
    Hostile { what, ending: "geojson", kind: "boundaries", bytes: bytes.into(), outcome: Refused(words) }
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(contents).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>団体コード</t></is></c><c r="B1" t="inlineStr"><is><t>基準日</t></is></c><c r="C1" t="inlineStr"><is><t>人口</t></is></c></row>"#;
const ROW: &str = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>271403</t></is></c><c r="B2" t="inlineStr"><is><t>2024-01-01</t></is></c><c r="C2"><v>826158</v></c></row>"#;

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// A workbook of these parts, with others besides or instead.
fn workbook(sheet: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
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

fn good() -> Vec<u8> {
    workbook(&sheet(&format!("{HEADER}{ROW}")), &[])
}

fn gzipped(contents: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents).unwrap();
    encoder.finish().unwrap()
}

/// A compound file (MS-CFB) with one stream of 4,096 bytes.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
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

/// What a compound file begins with and the names in its directory, and zeros for everything else, at which its reader
/// panics.
fn frame(stream: &str) -> Vec<u8> {
    let mut file = vec![0_u8; 1024];
    file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for (at, name) in [(512, "Root Entry"), (640, stream)] {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        file[at..at + name.len()].copy_from_slice(&name);
        file[at + 64] = u8::try_from(name.len()).unwrap();
    }
    file
}

/// Records of an old workbook: number, claimed length, contents.
fn records(records: &[(u16, u16, &[u8])]) -> Vec<u8> {
    records
        .iter()
        .flat_map(|(number, length, contents)| {
            [&number.to_le_bytes()[..], &length.to_le_bytes()[..], contents].concat()
        })
        .collect()
}

/// The stream of an old workbook with one sheet of these records.
fn old_sheet(cells: &[(u16, u16, &[u8])]) -> Vec<u8> {
    let begin: (u16, u16, &[u8]) = (0x0809, 16, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end: (u16, u16, &[u8]) = (0x000A, 0, &[]);
    // The sheet begins behind the records before it: 20 bytes, 13 and 4.
    let sheet: (u16, u16, &[u8]) = (0x0085, 9, &[37, 0, 0, 0, 0, 0, 1, 0, b'1']);
    let mut all = vec![begin, sheet, end, begin];
    all.extend_from_slice(cells);
    all.push(end);
    records(&all)
}

/// Puts other bytes where some stand, everywhere.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut changed = bytes.to_vec();
    let places: Vec<usize> = (0..=bytes.len() - from.len()).filter(|at| &bytes[*at..at + from.len()] == from).collect();
    assert!(!places.is_empty());
    for at in places {
        changed[at..at + to.len()].copy_from_slice(to);
    }
    changed
}

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

/// Two entries of one name, which writers refuse to write: the second is renamed in the bytes.
fn doubled() -> Vec<u8> {
    let file = workbook(&sheet(&format!("{HEADER}{ROW}")), &[("xl/worksheets/sheet2.xml", b"<worksheet/>")]);
    replaced(&file, b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml")
}

fn archives() -> Vec<Hostile> {
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
    // The general purpose flag of both headers says that the entry is encrypted.
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
        table("two entries of one name", "xlsx", doubled(), Refused("twice")),
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

fn workbooks() -> Vec<Hostile> {
    let body = sheet(&format!("{HEADER}{ROW}"));
    let shared =
        |texts: &str| format!("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{texts}</sst>");
    let laughs = format!(
        "<!DOCTYPE sst [<!ENTITY a \"{}\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>{}",
        "x".repeat(1000),
        shared("<si><t>&b;</t></si>")
    );
    let outside =
        format!("<!DOCTYPE sst [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}", shared("<si><t>&a;</t></si>"));
    let long_text = shared(&format!("<si><t>{}</t></si>", "長".repeat(10_000)));
    let uses: String =
        (3..9_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let amplified = sheet(&format!("{HEADER}{uses}"));
    let huge_dimension = body.replace("<sheetData>", r#"<dimension ref="A1:XFD1048576"/><sheetData>"#);
    let far = sheet(&format!(r#"{HEADER}{ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#));
    let far_rows: String =
        (3..20_000).map(|row| format!(r#"<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>"#)).collect();
    let beyond = sheet(&format!(r#"{HEADER}<row r="2"><c r="ZZZZZZZZ99999999999"><v>1</v></c></row>"#));
    let empty_rows: String = (3..200_000).map(|row| format!(r#"<row r="{row}"/>"#)).collect();
    let wide: String = (0..16_384)
        .map(|at| format!(r#"<c r="{}1"><v>{at}</v></c>"#, exchange::import::table::place::column_letter(at)))
        .collect();
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let merges: String = (1..120_000).map(|row| format!(r#"<mergeCell ref="A{row}:XFD{row}"/>"#)).collect();
    let merged = body.replace("</sheetData>", &format!("</sheetData><mergeCells>{merges}</mergeCells>"));
    let many_sheets: String =
        (1..5_000).map(|number| format!(r#"<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>"#)).collect();
    let listed = BOOK.replace(r#"<sheet name="1" sheetId="1" r:id="rId1"/>"#, &many_sheets);
    let circular = BOOK_RELATIONS.replace("worksheets/sheet1.xml", "workbook.xml");
    let link = br#"<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook r:id="rId1" xmlns:r="r"/></externalLink>"#;
    let wrong_types = TYPES.replace("spreadsheetml.sheet.main", "wordprocessingml.document.main");
    let fills: String = "<xf numFmtId=\"0\"/>".repeat(150_000);
    let styles = format!("<styleSheet><cellXfs>{fills}</cellXfs></styleSheet>");
    let negative =
        sheet(&format!(r#"{HEADER}<row r="2"><c r="A2" t="s"><v>-1</v></c><c r="B2" t="s"><v>99999</v></c></row>"#));
    let formulas = sheet(&format!(
        r#"{HEADER}<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://example.invalid","x")</f><v>x</v></c><c r="B2"><f>1/0</f><v>1</v></c><c r="C2"><f>cmd|' /C calc'!A0</f><v>1</v></c></row>"#
    ));
    let mut far_number = [0_u8; 14];
    far_number[..4].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0]);
    vec![
        table(
            "entities that grow",
            "xlsx",
            workbook(&body, &[("xl/sharedStrings.xml", laughs.as_bytes())]),
            Refused("document type"),
        ),
        table(
            "an entity from a file",
            "xlsx",
            workbook(&body, &[("xl/sharedStrings.xml", outside.as_bytes())]),
            Refused("document type"),
        ),
        table(
            "one long text shared by thousands of cells",
            "xlsx",
            workbook(&amplified, &[("xl/sharedStrings.xml", long_text.as_bytes())]),
            Refused("MB of text"),
        ),
        table("a dimension of seventeen thousand million cells", "xlsx", workbook(&huge_dimension, &[]), Read),
        table("a cell in the far corner", "xlsx", workbook(&far, &[]), Refused("a value; this column must be filled")),
        table(
            "thousands of cells in the last column",
            "xlsx",
            workbook(&sheet(&format!("{HEADER}{ROW}{far_rows}")), &[]),
            Refused("cells are wrong"),
        ),
        table("a cell beyond every sheet", "xlsx", workbook(&beyond, &[]), Refused("damaged")),
        table(
            "hundreds of thousands of empty rows",
            "xlsx",
            workbook(&sheet(&format!("{HEADER}{ROW}{empty_rows}")), &[]),
            Read,
        ),
        table(
            "a header of 16,384 columns",
            "xlsx",
            workbook(&sheet(&format!(r#"<row r="1">{wide}</row>"#)), &[]),
            Refused("no header row found"),
        ),
        table("deeply nested XML", "xlsx", workbook(&sheet(&deep), &[]), Refused("nested deeper")),
        table("more merged cells than any sheet", "xlsx", workbook(&merged, &[]), Refused("cells")),
        table(
            "one sheet listed five thousand times",
            "xlsx",
            workbook(&body, &[("xl/workbook.xml", listed.as_bytes())]),
            Refused("more sheets than it holds"),
        ),
        table(
            "a relation to itself",
            "xlsx",
            workbook(&body, &[("xl/_rels/workbook.xml.rels", circular.as_bytes())]),
            Refused("damaged"),
        ),
        table(
            "a link to another workbook",
            "xlsx",
            workbook(&body, &[("xl/externalLinks/externalLink1.xml", link)]),
            Read,
        ),
        table("macros", "xlsm", workbook(&body, &[("xl/vbaProject.bin", &[0xD0; 4096])]), Read),
        table("wrong content types", "xlsx", workbook(&body, &[("[Content_Types].xml", wrong_types.as_bytes())]), Read),
        table(
            "a hundred and fifty thousand formats",
            "xlsx",
            workbook(&body, &[("xl/styles.xml", styles.as_bytes())]),
            Refused("cells"),
        ),
        table("shared texts that are not there", "xlsx", workbook(&negative, &[]), Refused("damaged")),
        table("formulas that would start a program", "xlsx", workbook(&formulas, &[]), Refused("expected")),
        table("a sheet that is not XML", "xlsx", workbook("\0\u{1}not XML", &[]), Refused("")),
        table("an encrypted workbook", "xlsx", compound("EncryptedPackage", &[1; 4096]), Refused("password")),
        table(
            "an old document that is no workbook",
            "xls",
            compound("WordDocument", &[1; 4096]),
            Refused("not a workbook"),
        ),
        table(
            "an old workbook whose records are longer than the file",
            "xls",
            compound("Workbook", &records(&[(0x0809, 16, &[0, 6, 5, 0]), (0x00FC, 0xFFFF, &[1, 2, 3])])),
            Refused("no filled cell"),
        ),
        table(
            "an old workbook whose records are too short",
            "xls",
            compound("Workbook", &records(&[(0x0809, 0, &[]), (0x0085, 1, &[9]), (0x0031, 0, &[])])),
            Refused(""),
        ),
        table(
            "an old workbook with cells in opposite corners",
            "xls",
            compound("Workbook", &old_sheet(&[(0x0203, 14, &[0; 14]), (0x0203, 14, &far_number)])),
            Refused("more than 4000000 cells"),
        ),
        table(
            "an old workbook that claims four thousand million cells",
            "xls",
            compound("Workbook", &old_sheet(&[(0x0200, 14, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 0, 0])])),
            Refused("more cells than this form can have"),
        ),
        table("an old workbook that is a frame around nothing", "xls", frame("Workbook"), Refused("damaged")),
        table(
            "an old workbook of noise",
            "xls",
            compound("Workbook", &(0..4096_u32).map(|at| (at * 131 % 251) as u8).collect::<Vec<_>>()),
            Refused("damaged"),
        ),
    ]
}

fn texts() -> Vec<Hostile> {
    const LINE: &str = "団体コード,基準日,人口\n271403,2024-01-01,826158\n";
    let quoted = format!("団体コード,基準日,人口\n271403,\"{}", "2024-01-01\n".repeat(600_000));
    let bad_rows = format!("団体コード,基準日,人口\n{}", "1,x,y\n".repeat(50_000));
    let mixed = [LINE.as_bytes(), &[0x8D, 0xE4, 0x8E, 0x73, b'\n'], "堺市堺市堺市\n".as_bytes()].concat();
    let mut lock = vec![b' '; 165];
    lock[..6].copy_from_slice(b"\x05Sakai");
    lock[56] = 0;
    let columns = vec!["a"; 1_000_000].join(",");
    vec![
        table("a line of fifty megabytes", "csv", format!("{LINE}{}", "x".repeat(50 << 20)), Refused("longer than")),
        table("a quotation that is never closed", "csv", quoted, Refused("quotation mark")),
        table(
            "a quotation that is never closed, in a small file",
            "csv",
            format!("{LINE}\"2714"),
            Refused("closing quotation mark"),
        ),
        table("a million columns", "csv", format!("{columns}\n{columns}\n"), Refused("more than 16384 columns")),
        table("fifty thousand wrong rows", "csv", bad_rows, Refused("nothing was written")),
        table(
            "a file beyond the limit",
            "csv",
            format!("{LINE}{}", "1,2,3\n".repeat(12 << 20)),
            Refused("larger than 64 MB"),
        ),
        table("formulas", "csv", "団体コード,基準日,人口\n=cmd|' /C calc'!A0,@SUM(1),+1+1\n", Refused("expected")),
        table("bytes of zero", "csv", format!("{LINE}\0\0\0"), Refused("neither text nor a workbook")),
        table(
            "bytes that are no UTF-8",
            "csv",
            [LINE.as_bytes(), &[0xFF, 0xFE, 0xFD, b'\n']].concat(),
            Refused("UTF-8"),
        ),
        table("two encodings in one file", "csv", mixed, Refused("UTF-8")),
        table("half a character of UTF-16", "csv", b"\xFF\xFEa\0,\0b", Refused("UTF-16")),
        table(
            "half of a pair in UTF-16",
            "csv",
            LINE.encode_utf16().chain([0xD800, 0x000A]).flat_map(u16::to_le_bytes).fold(
                vec![0xFF, 0xFE],
                |mut all, byte| {
                    all.push(byte);
                    all
                },
            ),
            Refused("UTF-16"),
        ),
        table("nothing", "csv", b"", Refused("empty")),
        table("only a byte-order mark", "csv", b"\xEF\xBB\xBF", Refused("empty")),
        table(
            "a page named as a workbook",
            "xlsx",
            "<!DOCTYPE html><html><body>Sign in</body></html>",
            Refused("web page"),
        ),
        table("a lock file", "xlsx", lock, Refused("lock file")),
        table("a PDF", "xlsx", "%PDF-1.7\n1 0 obj", Refused("PDF")),
        table("a picture", "xlsx", b"\x89PNG\r\n\x1a\n\0\0", Refused("picture")),
        table("a program", "xlsx", b"\x7FELF\x02\x01\x01\0\0\0", Refused("neither text nor a workbook")),
        table("JSON", "csv", "{\"rows\": []}", Refused("JSON")),
        Hostile {
            what: "more than a million procedures",
            ending: "csv",
            kind: "procedures",
            bytes: (0..1_150_000).fold(b"id,name\n".to_vec(), |mut all, number| {
                writeln!(all, "p{number},n{number}").unwrap();
                all
            }),
            outcome: Refused("more than 100000 rows"),
        },
        Hostile {
            what: "a name of a hundred thousand letters",
            ending: "csv",
            kind: "procedures",
            bytes: format!("id,name\np1,{}\n", "長".repeat(100_000)).into_bytes(),
            outcome: Refused("at most 300 letters"),
        },
        Hostile {
            what: "a name whose letters become eighteen each",
            ending: "csv",
            kind: "procedures",
            bytes: format!("id,name\np1,{}\n", "\u{FDFA}".repeat(200)).into_bytes(),
            outcome: Read,
        },
        table("notes without end", "csv", format!("{LINE}{}", "※ x\n".repeat(100_000)), Read),
    ]
}

fn geometries() -> Vec<Hostile> {
    let feature = |coordinates: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"271403"}},"geometry":{{"type":"Polygon","coordinates":[[{coordinates}]]}}}}]}}"#
        )
    };
    let points = "[135.5,34.5],".repeat(600_000);
    let nested = format!("{}{}", r#"{"type":"GeometryCollection","geometries":["#.repeat(5_000), "]}".repeat(5_000));
    vec![
        outlines("brackets without end", "[".repeat(1 << 20), "no GeoJSON"),
        outlines("collections within collections", nested, "no GeoJSON"),
        outlines("a coordinate that is no number", feature("[NaN,34.5],[1,2],[3,4],[NaN,34.5]"), "no GeoJSON"),
        outlines("a coordinate beyond all numbers", feature("[1e999,34.5],[1,2],[3,4],[1e999,34.5]"), "no GeoJSON"),
        outlines("a coordinate beyond the earth", feature("[1e300,34.5],[1,2],[3,4],[1e300,34.5]"), "not on earth"),
        outlines("points of one number", feature("[1],[2],[3],[1]"), ""),
        outlines(
            "a ring of one point",
            feature("[135.5,34.5],[135.5,34.5],[135.5,34.5],[135.5,34.5]"),
            "encloses nothing",
        ),
        outlines("a ring of two points", feature("[135.5,34.5],[135.6,34.5],[135.5,34.5]"), "encloses nothing"),
        outlines(
            "a ring on a line",
            feature("[135.5,34.5],[135.6,34.6],[135.7,34.7],[135.5,34.5]"),
            "encloses nothing",
        ),
        outlines("half a million points", feature(&format!("{points}[135.5,34.5]")), ""),
        outlines("more than eight megabytes", feature(&format!("{points}{points}[1,2]")), "larger than 8 MB"),
        outlines("a picture for outlines", b"\x89PNG\r\n\x1a\n\0\0", "no GeoJSON"),
    ]
}

/// How a command ended, and what it took.
struct Run {
    status: ExitStatus,
    /// Resident memory at its peak, in kB.
    memory: u64,
    /// Processor time in hundredths of a second.
    time: u64,
    said: String,
}

fn number_after(text: &str, label: &str) -> u64 {
    let rest = text.lines().find_map(|line| line.strip_prefix(label)).unwrap_or("0");
    rest.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// Watches a process until it has ended, and takes its last figures before they are gone.
#[allow(clippy::disallowed_methods, reason = "nobody else waits on this thread")]
fn watch(child: &mut Child) -> (u64, u64) {
    let folder = format!("/proc/{}", child.id());
    let (mut memory, mut time) = (0, 0);
    for _ in 0..120_000 {
        let status = std::fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        memory = memory.max(number_after(&status, "VmHWM:"));
        let figures = std::fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        let after_name = figures.rsplit(')').next().unwrap_or_default();
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let field = |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        time = time.max(field(11) + field(12));
        if fields.first() == Some(&"Z") {
            return (memory, time);
        }
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    (memory, time)
}

fn run(database: &str, folder: &Path, hostile: &Hostile) -> Run {
    let file = folder.join(format!("file.{}", hostile.ending));
    std::fs::write(&file, &hostile.bytes).unwrap();
    let said = folder.join("said");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tetsuzuki"));
    command.env("LC_ALL", "C").args(["--database", database, "import", hostile.kind]).arg(&file);
    if matches!(hostile.outcome, Read) {
        command.arg("--dry-run");
    }
    let output = File::create(&said).unwrap();
    let mut child = command.stdout(output.try_clone().unwrap()).stderr(output).spawn().unwrap();
    let (memory, time) = watch(&mut child);
    let status = child.wait().unwrap();
    Run { status, memory, time, said: String::from_utf8_lossy(&std::fs::read(&said).unwrap()).into_owned() }
}

async fn are_harmless(files: Vec<Hostile>) {
    let database = Database::sqlite();
    let db = database.open().await;
    let before = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for hostile in &files {
        let run = run(&database.address(), folder.path(), hostile);
        println!("{}: {} kB, {}0 ms", hostile.what, run.memory, run.time);
        let said = run.said.chars().take(600).collect::<String>();
        let right = match hostile.outcome {
            Refused(words) => run.status.code() == Some(2) && run.said.contains(words) && !run.said.contains("dry run"),
            Read => run.status.code() == Some(0),
        };
        // A line that a person can read: a few of them, or one for each wrong cell.
        let is_clear = !run.said.contains("panicked") && run.said.lines().all(|line| line.len() < 4_000);
        let is_bounded = run.memory <= MOST_MEMORY && run.time <= MOST_TIME && run.memory > 0;
        if !right || !is_clear || !is_bounded {
            wrong.push(format!("{}: {} kB, {}0 ms, {}: {said}", hostile.what, run.memory, run.time, run.status));
        }
        let after = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(after, before, "{} wrote something", hostile.what);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn more_than_forty_files_are_given_each_of_its_own_kind() {
    let all: Vec<Hostile> = [archives(), workbooks(), texts(), geometries()].into_iter().flatten().collect();
    let kinds: std::collections::BTreeSet<&str> = all.iter().map(|hostile| hostile.what).collect();
    assert_eq!(kinds.len(), all.len(), "no two are called alike");
    let refused = all.iter().filter(|hostile| matches!(hostile.outcome, Refused(_))).count();
    assert!(refused >= 40, "{refused}");
}

#[tokio::test]
async fn archives_made_to_do_harm_are_refused_within_bounds() {
    are_harmless(archives()).await;
}

#[tokio::test]
async fn workbooks_made_to_do_harm_are_refused_or_read_within_bounds() {
    are_harmless(workbooks()).await;
}

#[tokio::test]
async fn texts_made_to_do_harm_are_refused_or_read_within_bounds() {
    are_harmless(texts()).await;
}

#[tokio::test]
async fn outlines_made_to_do_harm_are_refused_within_bounds() {
    are_harmless(geometries()).await;
}
