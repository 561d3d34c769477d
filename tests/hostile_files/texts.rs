//! Text files and boundaries.

use std::io::Write;

use super::Outcome::{Read, Refused};
use super::{Hostile, boundaries, table};

pub(super) fn texts() -> Vec<Hostile> {
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
            outcome: Refused("at most 300 characters"),
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

pub(super) fn geometries() -> Vec<Hostile> {
    let feature = |coordinates: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"271403"}},"geometry":{{"type":"Polygon","coordinates":[[{coordinates}]]}}}}]}}"#
        )
    };
    let points = "[135.5,34.5],".repeat(600_000);
    let nested = format!("{}{}", r#"{"type":"GeometryCollection","geometries":["#.repeat(5_000), "]}".repeat(5_000));
    vec![
        boundaries("brackets without end", "[".repeat(1 << 20), "not a GeoJSON"),
        boundaries("collections within collections", nested, "not a GeoJSON"),
        boundaries("a coordinate that is no number", feature("[NaN,34.5],[1,2],[3,4],[NaN,34.5]"), "not a GeoJSON"),
        boundaries(
            "a coordinate beyond all numbers",
            feature("[1e999,34.5],[1,2],[3,4],[1e999,34.5]"),
            "not a GeoJSON",
        ),
        boundaries(
            "a coordinate beyond the earth",
            feature("[1e300,34.5],[1,2],[3,4],[1e300,34.5]"),
            "outside the valid range",
        ),
        boundaries("points of one number", feature("[1],[2],[3],[1]"), ""),
        boundaries(
            "a ring of one point",
            feature("[135.5,34.5],[135.5,34.5],[135.5,34.5],[135.5,34.5]"),
            "encloses nothing",
        ),
        boundaries("a ring of two points", feature("[135.5,34.5],[135.6,34.5],[135.5,34.5]"), "encloses nothing"),
        boundaries(
            "a ring on a line",
            feature("[135.5,34.5],[135.6,34.6],[135.7,34.7],[135.5,34.5]"),
            "encloses nothing",
        ),
        boundaries("half a million points", feature(&format!("{points}[135.5,34.5]")), ""),
        boundaries("more than eight megabytes", feature(&format!("{points}{points}[1,2]")), "larger than 8 MB"),
        boundaries("a picture for boundaries", b"\x89PNG\r\n\x1a\n\0\0", "not a GeoJSON"),
    ]
}
