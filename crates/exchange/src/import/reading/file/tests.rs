use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::*;
use crate::import::reading::cell::CellKind;

fn read(bytes: &[u8]) -> Result<TableFile<'_>, ReadError> {
    read_table_file("table.csv", bytes, &ReadLimits::default())
}

fn refused(bytes: &[u8]) -> ReadError {
    read(bytes).expect_err("the file is no table")
}

/// Every row as its number and its texts.
fn rows(file: &TableFile<'_>) -> Vec<(u64, Vec<String>)> {
    let mut all = Vec::new();
    file.for_each_row(|_, line, cells| all.push((line, cells.iter().map(ToString::to_string).collect())));
    all
}

fn cp932(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}

const TABLE: &str = "区名,人口\r\n堺区,\"146,354\"\r\n中区,120000\r\n";

fn assert_is_the_table(bytes: &[u8], form: FileForm) {
    let file = read(bytes).expect("a table");
    assert_eq!(file.form(), form);
    let expected: Vec<(u64, Vec<String>)> = [(1, ["区名", "人口"]), (2, ["堺区", "146,354"]), (3, ["中区", "120000"])]
        .map(|(line, cells)| (line, cells.map(str::to_owned).to_vec()))
        .to_vec();
    assert_eq!(rows(&file), expected);
}

fn text_form(encoding: TextEncoding, delimiter: Delimiter, compressed: bool) -> FileForm {
    FileForm::Text { encoding, delimiter, compressed }
}

#[test]
fn one_table_is_read_alike_from_every_encoding() {
    assert_is_the_table(TABLE.as_bytes(), text_form(TextEncoding::Utf8, Delimiter::Comma, false));
    let marked = format!("\u{FEFF}{TABLE}");
    assert_is_the_table(marked.as_bytes(), text_form(TextEncoding::Utf8WithMark, Delimiter::Comma, false));
    assert_is_the_table(&cp932(TABLE), text_form(TextEncoding::Cp932, Delimiter::Comma, false));
    let euc_jp = encoding_rs::EUC_JP.encode(TABLE).0.into_owned();
    assert_is_the_table(&euc_jp, text_form(TextEncoding::EucJp, Delimiter::Comma, false));
    let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_is_the_table(&little, text_form(TextEncoding::Utf16, Delimiter::Comma, false));
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_is_the_table(&big, text_form(TextEncoding::Utf16, Delimiter::Comma, false));
    assert_is_the_table(&gzip(&cp932(TABLE)), text_form(TextEncoding::Cp932, Delimiter::Comma, true));
}

#[test]
fn the_delimiter_is_found_from_the_records() {
    let tabs = "区名\t人口\n堺区\t146,354\n中区\t120000\n";
    assert_is_the_table(tabs.as_bytes(), text_form(TextEncoding::Utf8, Delimiter::Tab, false));
    let semicolons = "区名;人口\n堺区;146,354\n中区;120000";
    assert_is_the_table(semicolons.as_bytes(), text_form(TextEncoding::Utf8, Delimiter::Semicolon, false));
}

#[test]
fn a_record_knows_the_line_it_begins_on_however_lines_end() {
    for (line_end, lines) in [("\n", [1, 3, 6]), ("\r\n", [1, 3, 6])] {
        let text = ["手続,備考", "", "転出,\"一行目", "二行目\"", "", "転入,なし"].join(line_end);
        let found: Vec<u64> = rows(&read(text.as_bytes()).expect("a table")).iter().map(|row| row.0).collect();
        assert_eq!(found, lines);
    }
    let found: Vec<u64> = rows(&read(b"a,b\r1,2\r3,4\r").expect("a table")).iter().map(|row| row.0).collect();
    assert_eq!(found, [1, 2, 3]);
}

#[test]
fn characters_that_only_windows_has_are_read() {
    let file = cp932("番号,会社\r\n①,㈱髙島﨑\r\n");
    assert_eq!(rows(&read(&file).expect("a table"))[1].1, ["①", "㈱髙島﨑"]);
}

#[test]
fn bad_bytes_are_refused_with_their_line() {
    let mut utf8 = "区名,人口\n堺区,1\n中区東区西区南区,2\n".as_bytes().to_vec();
    let at = utf8.len() - 5;
    utf8[at] = 0xFF;
    assert_eq!(refused(&utf8), ReadError::BadCharacters { encoding: TextEncoding::Utf8, line: 3 });
    let mut windows = cp932("区名,人口\n堺区,1\n");
    windows.extend(b"\x83\xFF,2\n");
    assert_eq!(refused(&windows), ReadError::BadCharacters { encoding: TextEncoding::Cp932, line: 3 });
    let marked = b"\xEF\xBB\xBFa,b\n\xFF,1\n";
    assert_eq!(refused(marked), ReadError::BadCharacters { encoding: TextEncoding::Utf8WithMark, line: 2 });
}

#[test]
fn a_file_that_is_not_what_its_name_says_gets_one_clear_line() {
    let page = "\r\n<!DOCTYPE html>\n<html><body>404 Not Found</body></html>";
    for (bytes, error) in [
        (page.as_bytes(), ReadError::WebPage),
        (b"<html><table><tr><td>1</td></tr></table></html>".as_slice(), ReadError::WebPage),
        (b"<?xml version=\"1.0\"?><Workbook/>", ReadError::Xml),
        (b"%PDF-1.7\n%\xE2\xE3", ReadError::Pdf),
        (b"\x89PNG\r\n\x1A\n\0\0", ReadError::Picture),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", ReadError::Picture),
        (b"{\"type\":\"FeatureCollection\"}", ReadError::Json),
        (b"{\\rtf1 }", ReadError::RichText),
        (b"", ReadError::Empty),
        (b" \r\n\t\n", ReadError::Empty),
        (b"\0\x01\x02\x03", ReadError::NotText),
    ] {
        let found = read_table_file("料金表.xlsx", bytes, &ReadLimits::default()).expect_err("no table");
        assert_eq!(found, error);
        for language in [MessageLanguage::Japanese, MessageLanguage::English] {
            assert_eq!(found.describe(language).lines().count(), 1, "{found:?}");
        }
    }
}

#[test]
fn excels_lock_file_is_told_by_its_name_or_its_make() {
    let mut lock = vec![b' '; 165];
    lock[0] = 5;
    lock[1..6].copy_from_slice(b"Sakai");
    lock[55] = 5;
    lock[56] = 0;
    assert_eq!(
        read_table_file("dir/~$手続.xlsx", &lock, &ReadLimits::default()).expect_err("lock"),
        ReadError::LockFile
    );
    assert_eq!(read_table_file("renamed.xlsx", &lock, &ReadLimits::default()).expect_err("lock"), ReadError::LockFile);
}

#[test]
fn a_file_beyond_the_limits_is_refused_before_it_is_unpacked() {
    let small = ReadLimits { file_bytes: 10, ..ReadLimits::default() };
    assert_eq!(
        read_table_file("a.csv", TABLE.as_bytes(), &small).expect_err("large"),
        ReadError::TooLarge { limit: 10 }
    );
    let limits = ReadLimits {
        file_bytes: 1 << 20,
        unpacked_bytes: 1 << 20,
        text_bytes: 1 << 20,
        cells: 3,
        ..ReadLimits::default()
    };
    let bomb = gzip(&vec![b'0'; 2 << 20]);
    assert_eq!(
        read_table_file("a.csv.gz", &bomb, &limits).expect_err("a bomb"),
        ReadError::UnpacksTooLarge { limit: 1 << 20 }
    );
    let absurd = gzip(&vec![b'0'; 40 << 20]);
    assert!(matches!(refused(&absurd), ReadError::UnpacksTooLarge { .. }));
    let book = workbook_of_wards();
    assert_eq!(read_table_file("a.xlsx", &book, &limits).expect_err("cells"), ReadError::TooManyCells { limit: 3 });
}

/// A zip archive with the given entries.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, contents) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes what is written");
        writer.write_all(contents).expect("memory takes what is written");
    }
    writer.finish().expect("memory takes what is written").into_inner()
}

#[test]
fn archives_that_are_no_workbook_are_told_apart() {
    assert_eq!(refused(&archive(&[("table.csv", b"a,b")])), ReadError::ArchiveWithoutWorkbook);
    assert_eq!(refused(&archive(&[("xl/workbook.bin", b"x")])), ReadError::BinaryWorkbook);
    assert_eq!(refused(&archive(&[("mimetype", b"x"), ("content.xml", b"x")])), ReadError::OpenDocument);
    assert!(matches!(refused(&archive(&[("xl/workbook.xml", b"<workbook")])), ReadError::Damaged { .. }));
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_declares_and_by_what_it_holds() {
    let sheet = vec![b' '; 32 << 20];
    let mut bomb = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &sheet)]);
    assert!(matches!(refused(&bomb), ReadError::UnpacksTooLarge { .. }));
    // The same archive with a false claim of ten bytes. The size is in both of its headers.
    let claimed = u32::try_from(sheet.len()).expect("a small number").to_le_bytes();
    let places: Vec<usize> = (0..bomb.len() - 4).filter(|&at| bomb[at..at + 4] == claimed).collect();
    assert!(!places.is_empty());
    for at in places {
        bomb[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    assert!(matches!(refused(&bomb), ReadError::UnpacksTooLarge { .. } | ReadError::Damaged { .. }));
}

#[test]
fn a_workbook_under_a_password_says_so() {
    // The directory entry that identifies an encrypted workbook, in a minimal compound file.
    let compound_file = |stream: &str| {
        let mut file = vec![0u8; 1024];
        file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        for (at, name) in [(512, "Root Entry"), (640, stream)] {
            let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            file[at..at + name.len()].copy_from_slice(&name);
            file[at + 64] = u8::try_from(name.len()).expect("a short name");
        }
        file
    };
    assert_eq!(refused(&compound_file("EncryptedPackage")), ReadError::PasswordProtected);
    assert_eq!(refused(&compound_file("WordDocument")), ReadError::DocumentWithoutWorkbook);
    assert!(matches!(refused(&compound_file("Workbook")), ReadError::Damaged { .. }));
    assert!(matches!(refused(&compound_file("Workbook")[..600]), ReadError::Damaged { .. }));
}

fn workbook_of_wards() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let percentage = Format::new().set_num_format("0.0%");
    let era_date = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    let failed = Formula::new("=1/0").set_result("#DIV/0!");
    sheet
        .write(0, 0, "区名")
        .and_then(|sheet| sheet.write(1, 0, "堺区"))
        .and_then(|sheet| sheet.write(1, 1, 146_354))
        .and_then(|sheet| sheet.write_with_format(1, 2, 0.604, &percentage))
        .and_then(|sheet| sheet.write_with_format(1, 3, 44_926, &era_date))
        .and_then(|sheet| sheet.write(1, 4, 60.400_000_000_000_006))
        .and_then(|sheet| sheet.write(1, 5, Formula::new("=B2*2").set_result("292708")))
        .and_then(|sheet| sheet.write(1, 6, failed))
        .and_then(|sheet| sheet.write(1, 7, true))
        .and_then(|sheet| sheet.write(1, 8, "271411"))
        .expect("the cells are valid");
    book.save_to_buffer().expect("the workbook is valid")
}

#[test]
fn cells_of_a_workbook_keep_what_the_reader_sees() {
    let file = workbook_of_wards();
    let file = read(&file).expect("a workbook");
    assert_eq!(file.form(), FileForm::Workbook);
    assert_eq!(
        rows(&file)[1].1,
        ["堺区", "146354", "60.4%", "2022-12-31", "60.4", "=B2*2", "#DIV/0!", "TRUE", "271411"]
    );
    let Contents::Sheets(sheets) = file.contents() else { panic!("a workbook has sheets") };
    let kinds: Vec<CellKind> = sheets[0].row_at(1).expect("the second row").cells().map(|cell| cell.kind).collect();
    assert_eq!(kinds[1..4], [CellKind::Number, CellKind::Percentage, CellKind::Date]);
    // A program that writes workbooks asks the spreadsheet to calculate them; what it stored itself nobody has seen.
    assert_eq!(kinds[5..7], [CellKind::Uncalculated, CellKind::Failure]);
}

#[test]
fn a_single_cell_in_the_far_corner_costs_no_memory() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "a").and_then(|sheet| sheet.write(1_048_575, 16_383, "z")).expect("both corners exist");
    let book = book.save_to_buffer().expect("the workbook is valid");
    let found = rows(&read(&book).expect("a workbook"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].0, 1_048_576);
}

#[test]
fn an_empty_or_cut_off_workbook_says_so() {
    let mut book = Workbook::new();
    book.add_worksheet();
    assert_eq!(refused(&book.save_to_buffer().expect("the workbook is valid")), ReadError::NoCells);
    let whole = workbook_of_wards();
    assert!(matches!(refused(&whole[..whole.len() / 2]), ReadError::Damaged { .. }));
    assert!(matches!(refused(&gzip(TABLE.as_bytes())[..20]), ReadError::Damaged { .. }));
}
