//! Workbooks.

use super::Outcome::{Read, Refused};
use super::formats::{BOOK, BOOK_RELATIONS, HEADER, ROW, TYPES, compound, frame, old_sheet, records, sheet, workbook};
use super::{Hostile, table};

pub(super) fn workbooks() -> Vec<Hostile> {
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
    let announced = |name: &str, count: &str| {
        format!(
            "<!--{}--><{name} a=\">\" xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             uniqueCount ={count}><si><t>x</t></si></{name}>",
            "a comment ".repeat(20_000),
        )
    };
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
        table(
            "more shared texts announced than fit into memory",
            "xlsx",
            workbook(&body, &[("xl/sharedStrings.xml", announced("sst", "\"4294967296\"").as_bytes())]),
            Refused("more texts"),
        ),
        table(
            "the same, written in another way and under another name",
            "xlsx",
            workbook(&body, &[("xl/SharedStrings.XML", announced("x:sst", " '0068719476736'").as_bytes())]),
            Refused("more texts"),
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
        table("deeply nested XML", "xlsx", workbook(&sheet(&deep), &[]), Refused("nested too deeply")),
        table("more merged cells than any sheet", "xlsx", workbook(&merged, &[]), Refused("cells")),
        table(
            "one sheet listed five thousand times",
            "xlsx",
            workbook(&body, &[("xl/workbook.xml", listed.as_bytes())]),
            Refused("more sheets than it contains"),
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
            Refused("more cells than this format allows"),
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
