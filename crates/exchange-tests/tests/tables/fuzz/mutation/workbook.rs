//! Mutations of the parts inside a workbook's archive, which is packed again.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{LARGEST, TIMES, bytes, hostile};
use crate::fuzz::dice::Dice;

type Parts = Vec<(String, Vec<u8>)>;

pub(super) fn mutate(file: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut parts = unpack(file)?;
    if parts.is_empty() {
        return None;
    }
    let at = dice.below(parts.len());
    match dice.below(10) {
        0 => {
            parts.remove(at);
        }
        1 => {
            let name = format!("{}{}", dice.pick(&["xl/worksheets/sheet9.xml", "../a", "xl/vbaProject.bin", ""]), at);
            let again = parts[at].1.clone();
            parts.push((name, again));
        }
        2 => {
            let other = dice.below(parts.len());
            let moved = parts[other].1.clone();
            parts[at].1 = moved;
        }
        _ => {
            let at = part_that_matters(&parts, dice).unwrap_or(at);
            for _ in 0..*dice.pick(&TIMES) {
                parts[at].1 =
                    if dice.once_in(4) { bytes::mutate(&parts[at].1, dice) } else { mutate_xml(&parts[at].1, dice) };
            }
        }
    }
    pack(&parts, dice)
}

fn unpack(file: &[u8]) -> Option<Parts> {
    let mut archive = ZipArchive::new(Cursor::new(file)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len().min(100) {
        let entry = archive.by_index(at).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut contents = Vec::new();
        entry.take(2 * LARGEST as u64).read_to_end(&mut contents).ok()?;
        parts.push((name, contents));
    }
    Some(parts)
}

fn pack(parts: &Parts, dice: &mut Dice) -> Option<Vec<u8>> {
    let method = if dice.once_in(4) { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).ok()?;
        writer.write_all(contents).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// A sheet, the texts, the styles or the list of sheets: what becomes values.
fn part_that_matters(parts: &Parts, dice: &mut Dice) -> Option<usize> {
    let matters =
        |name: &str| ["sheet", "sharedStrings", "styles", "workbook.xml"].iter().any(|word| name.contains(word));
    let all: Vec<usize> = (0..parts.len()).filter(|at| matters(&parts[*at].0)).collect();
    if all.is_empty() { None } else { Some(*dice.pick(&all)) }
}

/// Values that an attribute of a cell, a style or a range may be set to.
const ATTRIBUTES: [&str; 26] = [
    "",
    "0",
    "-1",
    "1",
    "4294967295",
    "4294967296",
    "99999999999999999999",
    "A1",
    "XFD1048576",
    "ZZZZZZ1",
    "A0",
    "A1048577",
    "A1:XFD1048576",
    "B2:A1",
    "s",
    "str",
    "inlineStr",
    "b",
    "e",
    "d",
    "n",
    "1E400",
    "NaN",
    "yyyy",
    "0.0%",
    "[$-411]ggge\"年\"",
];

fn mutate_xml(part: &[u8], dice: &mut Dice) -> Vec<u8> {
    let Ok(xml) = std::str::from_utf8(part) else { return bytes::mutate(part, dice) };
    let replaced = |range: std::ops::Range<usize>, new: &str| [&xml[..range.start], new, &xml[range.end..]].concat();
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let mutant = match dice.below(6) {
        // The text between two tags.
        0 | 1 => spans(xml, '>', '<', dice).map(|range| replaced(range, &escaped(&hostile::value(dice)))),
        // A value of an attribute.
        2 => spans(xml, '"', '"', dice).map(|range| replaced(range, &escaped(dice.pick(&ATTRIBUTES)))),
        // An element of a row or a cell: removed, or many times.
        3 | 4 => element(xml, dice.pick(&["row", "c", "si", "xf", "numFmt", "mergeCell", "sheet", "v", "f"]), dice)
            .map(|range| {
                let times = *dice.pick(&[0, 0, 2, 3, 50]);
                let again = xml[range.clone()].repeat(times);
                replaced(range, &again)
            }),
        _ => {
            let added = *dice.pick(&[
                "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
                "<c r=\"A1\" t=\"s\"><v>99999999</v></c>",
                "<c r=\"A2\" t=\"e\"><v>#WHAT!</v></c>",
                "<c><v>1</v></c>",
                "<c r=\"B2\" t=\"d\"><v>2024-13-45T99:99:99</v></c>",
                "<c r=\"B2\"><f>A1</f></c>",
                "<mergeCell ref=\"A1:A1048576\"/>",
                "&#0;&#xFFFF;&unknown;",
                "<![CDATA[a]]>",
            ]);
            xml.match_indices('<')
                .map(|(at, _)| at)
                .nth(dice.below(xml.matches('<').count()))
                .map(|at| replaced(at..at, added))
        }
    };
    mutant.map_or_else(|| bytes::mutate(part, dice), String::into_bytes)
}

/// A stretch between two marks.
fn spans(xml: &str, from: char, to: char, dice: &mut Dice) -> Option<std::ops::Range<usize>> {
    let starts: Vec<usize> = xml.match_indices(from).map(|(at, _)| at + 1).collect();
    let start = *starts.get(dice.below(starts.len()))?;
    Some(start..start + xml[start..].find(to)?)
}

/// A whole element with this name.
fn element(xml: &str, name: &str, dice: &mut Dice) -> Option<std::ops::Range<usize>> {
    let opening = format!("<{name} ");
    let starts: Vec<usize> = xml.match_indices(&opening).map(|(at, _)| at).collect();
    let start = *starts.get(dice.below(starts.len()))?;
    let tag = start + xml[start..].find('>')? + 1;
    if xml[..tag].ends_with("/>") {
        return Some(start..tag);
    }
    let closing = format!("</{name}>");
    Some(start..start + xml[start..].find(&closing)? + closing.len())
}
