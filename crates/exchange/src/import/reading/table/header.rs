//! Finds the header of a table among titles, merged cells and multiple header rows.

use std::collections::HashMap;
use std::ops::Range;

use domain::text::{fold_for_search, normalise_name};

use super::super::file::Merge;
use super::header_error::{ClosestHeader, HeaderError};
use super::top::{TALLEST_HEADER, TopRow, read_top, shortened, title_text, titles};
use super::{Column, Slot, Source, Table};
use crate::import::table::columns::{ColumnSpec, HeaderSpec, Presence};
use crate::import::table::place::{ColumnPlace, clip, column_letter};

/// The longest heading, in characters. What follows in the cell does not count.
const LONGEST_HEADING: usize = 200;

/// The longest name of a column, in characters; those of the tables have about twenty. A longer text is no name and is
/// not folded, which takes long.
const LONGEST_NAME: usize = 64;

/// The number of forms in which a heading is matched, see [`Heading::foldings`].
const FOLDINGS: usize = 5;

/// The header text of one column, joined from several rows.
struct Heading {
    index: usize,
    /// Joined from top to bottom with single spaces.
    text: String,
    /// Folded forms of the text, from the most to the least complete: unchanged, without lenticular and square
    /// brackets, without any brackets, also without rows that hold a year or a unit, and the lowest row alone.
    foldings: [String; FOLDINGS],
    notes: Vec<String>,
}

/// The folded form of a heading; empty, which matches nothing, if it is too long for a name.
fn fold_heading(text: &str) -> String {
    if text.chars().nth(LONGEST_NAME).is_some() {
        return String::new();
    }
    fold_for_search(text).replace(['/', '_', '※', '*'], "")
}

/// Whether the text of a header row is only a year or a unit.
fn is_year_or_unit(text: &str) -> bool {
    if text.chars().nth(LONGEST_NAME).is_some() {
        return false;
    }
    let folded = fold_for_search(text);
    if folded.trim_start_matches('(').starts_with("単位") {
        return true;
    }
    let folded = folded.trim_start_matches('(').trim_end_matches(')');
    if matches!(folded, "人" | "世帯" | "件" | "枚" | "%" | "円" | "千円" | "百万円" | "億円" | "歳") {
        return true;
    }
    let year = folded.trim_end_matches("度").trim_end_matches('年');
    let digits = ["令和", "平成", "昭和", "r", "h", "s"].iter().find_map(|era| year.strip_prefix(era)).unwrap_or(year);
    let has_year_mark = digits.len() != folded.len() || digits.len() == 4;
    digits == "元"
        || (has_year_mark && (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

const BRACKETS: [(char, char); 6] = [('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('（', '）'), ('(', ')')];

/// Removes bracketed parts with the given kinds of brackets, and returns them separately.
fn without_brackets(text: &str, kinds: &[(char, char)]) -> (String, Vec<String>) {
    let mut bare = String::new();
    let mut notes = Vec::new();
    let mut rest = text;
    while let Some(opening) = rest.find(|character| kinds.iter().any(|kind| kind.0 == character)) {
        let mark = rest[opening..].chars().next().expect("a character was found there");
        let closes = |character: char| {
            kinds.iter().any(|kind| kind.0 == mark && kind.1 == character)
                || (matches!(mark, '(' | '（') && matches!(character, ')' | '）'))
        };
        let inside = opening + mark.len_utf8();
        let Some(length) = rest[inside..].find(closes) else { break };
        bare.push_str(&rest[..opening]);
        notes.push(normalise_name(&rest[inside..inside + length]));
        let end = inside + length;
        rest = &rest[end + rest[end..].chars().next().map_or(0, char::len_utf8)..];
    }
    bare.push_str(rest);
    (bare, notes)
}

impl Heading {
    fn new(index: usize, parts: &[&str]) -> Self {
        let text = normalise_name(&parts.join(" "));
        let (remarks, mut names): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| is_year_or_unit(part));
        if names.is_empty() {
            names = parts.to_vec();
        }
        let (without_lenticular, _) = without_brackets(&text, &BRACKETS[..4]);
        let (bare, mut notes) = without_brackets(&text, &BRACKETS);
        let (name, _) = without_brackets(&names.join(" "), &BRACKETS);
        let (lowest, _) = without_brackets(names.last().copied().unwrap_or(""), &BRACKETS);
        let foldings = [&text, &without_lenticular, &bare, &name, &lowest].map(|form| fold_heading(form));
        notes.extend(remarks.into_iter().map(normalise_name));
        Self { index, text, foldings, notes }
    }
}

/// The headings of a header that begins at row `first` and spans `height` rows.
fn headings(top: &[TopRow], first: usize, height: usize) -> Vec<Heading> {
    let rows = &top[first..first + height];
    let width = rows.iter().map(|row| row.texts.len()).max().unwrap_or(0);
    // The last non-empty text of each row so far, from the left.
    let mut left_of: Vec<&str> = vec![""; height];
    (0..width)
        .filter_map(|column| {
            let mut parts: Vec<&str> = Vec::new();
            for (position, row) in rows.iter().enumerate() {
                let mut text = row.text(column);
                let is_above = position + 1 < height;
                if text.is_empty() && is_above && !rows[position + 1].text(column).is_empty() {
                    // The name of a group appears once, above its first column.
                    text = left_of[position];
                }
                if !row.text(column).is_empty() {
                    left_of[position] = row.text(column);
                }
                let text = shortened(text, LONGEST_HEADING);
                if !text.is_empty() && parts.last() != Some(&text) {
                    parts.push(text);
                }
            }
            (!parts.is_empty()).then(|| Heading::new(column, &parts))
        })
        .collect()
}

/// Assigns headings to the columns of the specification.
struct Matching {
    /// For each column of the specification, the index of its heading.
    positions: Vec<Option<usize>>,
    /// A column of the specification that several headings match equally well.
    ambiguous: Option<(usize, Vec<usize>)>,
}

impl Matching {
    fn matched(&self) -> usize {
        self.positions.iter().flatten().count()
    }

    fn has(&self, spec: &HeaderSpec, key: &str) -> bool {
        spec.columns().iter().zip(&self.positions).any(|(column, position)| column.key == key && position.is_some())
    }

    fn covers(&self, smaller: &Self) -> bool {
        self.positions.iter().zip(&smaller.positions).all(|(here, there)| here.is_some() || there.is_none())
    }
}

/// The specification with its spellings folded in advance.
struct FoldedSpec<'spec> {
    spec: &'spec HeaderSpec,
    spellings: Vec<Vec<String>>,
}

impl<'spec> FoldedSpec<'spec> {
    fn new(spec: &'spec HeaderSpec) -> Self {
        let fold = |column: &ColumnSpec| column.spellings.iter().map(|spelling| fold_heading(spelling)).collect();
        Self { spec, spellings: spec.columns().iter().map(fold).collect() }
    }

    fn match_with(&self, headings: &[Heading]) -> Matching {
        let mut positions: Vec<Option<usize>> = vec![None; self.spellings.len()];
        let mut taken = vec![false; headings.len()];
        let mut ambiguous = None;
        for fullness in 0..FOLDINGS {
            for (wanted, spellings) in self.spellings.iter().enumerate() {
                if positions[wanted].is_some() {
                    continue;
                }
                // If a table has several of the spellings, the one listed first wins.
                let answers = spellings
                    .iter()
                    .map(|spelling| {
                        (0..headings.len())
                            .filter(|&position| !taken[position] && headings[position].foldings[fullness] == *spelling)
                            .collect::<Vec<usize>>()
                    })
                    .find(|answers| !answers.is_empty())
                    .unwrap_or_default();
                match answers[..] {
                    [] => {}
                    [only] => {
                        positions[wanted] = Some(only);
                        taken[only] = true;
                    }
                    // The lowest row alone (男, 女, 計) often appears under several groups.
                    _ if fullness + 1 == FOLDINGS => {}
                    _ => {
                        ambiguous.get_or_insert((wanted, answers));
                    }
                }
            }
        }
        let ambiguous = ambiguous.filter(|(wanted, _)| positions[*wanted].is_none());
        Matching { positions, ambiguous }
    }

    fn is_complete(&self, matching: &Matching) -> bool {
        matching.matched() > 0
            && matching.ambiguous.is_none()
            && self.spec.missing(|key| matching.has(self.spec, key)).is_empty()
    }
}

/// The end of the cells that are merged downwards from these rows, as an index into the first rows.
fn merged_end(source: Source<'_>, top: &[TopRow], rows: Range<usize>) -> usize {
    let Source::Sheet(sheet) = source else { return rows.end };
    let lines = top[rows.start].line..=top[rows.end - 1].line;
    let covers =
        |merge: &&Merge| u64::from(merge.first_row) < *lines.end() && u64::from(merge.last_row) + 1 >= *lines.start();
    let last = sheet.merges().iter().filter(covers).map(|merge| u64::from(merge.last_row) + 1).max().unwrap_or(0);
    top.iter().take_while(|row| row.line <= last).count().max(rows.end)
}

/// Finds the header in one text file or sheet.
pub(super) fn locate<'file>(source: Source<'file>, spec: &HeaderSpec) -> Result<Table<'file>, HeaderError> {
    let top = read_top(source);
    let folded = FoldedSpec::new(spec);
    let mut nearest: Option<(Matching, usize, usize)> = None;
    for height in 1..=TALLEST_HEADER {
        for first in 0..(top.len() + 1).saturating_sub(height) {
            let found = headings(&top, first, height);
            let matching = folded.match_with(&found);
            if folded.is_complete(&matching) {
                let (first, height) = full_extent(source, &top, &folded, (first, height), &matching);
                return Ok(build(source, spec, &top, first, height, &folded));
            }
            if nearest.as_ref().is_none_or(|(best, ..)| matching.matched() > best.matched()) {
                nearest = Some((matching, first, height));
            }
        }
    }
    Err(explain(source, spec, &top, nearest))
}

/// Whether a row divides the groups named above it (人口 into 男, 女 and 計): it has no figures, and a text below a cell
/// that is empty or repeats the one before it.
fn is_subheading(top: &[TopRow], at: usize) -> bool {
    let (Some(row), Some(above)) = (top.get(at), at.checked_sub(1).and_then(|above| top.get(above))) else {
        return false;
    };
    let has_figure = row.texts.iter().any(|text| text.chars().any(char::is_numeric));
    let divides = |column: usize| {
        let group = above.text(column);
        !row.text(column).is_empty() && column > 0 && (group.is_empty() || group == above.text(column - 1))
    };
    !has_figure && (0..row.texts.len()).any(divides)
}

/// Extends a header beyond the rows that already have all required columns. It includes cells merged downwards, and
/// adjacent rows that match more columns.
fn full_extent(
    source: Source<'_>,
    top: &[TopRow],
    folded: &FoldedSpec<'_>,
    (first, height): (usize, usize),
    matching: &Matching,
) -> (usize, usize) {
    let end = first + height;
    let lowest_end = top.len().min(first + TALLEST_HEADER);
    let mut best = (first, end, matching.matched());
    let merged = merged_end(source, top, first..end).min(lowest_end);
    for taller_end in end..=lowest_end {
        for earlier in (taller_end.saturating_sub(TALLEST_HEADER)..=first).rev() {
            let candidate = folded.match_with(&headings(top, earlier, taller_end - earlier));
            let has_more = candidate.matched() > best.2;
            let is_merged = earlier == best.0 && taller_end <= merged && candidate.matched() == best.2;
            let divides = earlier == best.0
                && candidate.matched() == best.2
                && (best.1..taller_end).all(|row| is_subheading(top, row));
            if candidate.covers(matching) && folded.is_complete(&candidate) && (has_more || is_merged || divides) {
                best = (earlier, taller_end, candidate.matched());
            }
        }
    }
    (best.0, best.1 - best.0)
}

fn explain(
    source: Source<'_>,
    spec: &HeaderSpec,
    top: &[TopRow],
    nearest: Option<(Matching, usize, usize)>,
) -> HeaderError {
    let sheet = match source {
        Source::Text(_) => None,
        Source::Sheet(sheet) => Some(sheet.name().to_owned()),
    };
    let Some((matching, first, height)) = nearest else {
        return HeaderError::not_found(spec, None);
    };
    if let Some((wanted, answers)) = &matching.ambiguous {
        let found = headings(top, first, height);
        return HeaderError::Ambiguous {
            wanted: spec.columns()[*wanted].spellings.first().copied().unwrap_or("").to_owned(),
            line: top[first].line,
            columns: answers.iter().map(|&position| place(source, &found[position])).collect(),
        };
    }
    let matched = matching.matched();
    // If nothing matches at all, the widest of the first rows is the likely header.
    let (line, seen) = if matched > 0 {
        let seen = headings(top, first, height).into_iter().map(|heading| heading.text).collect();
        (top[first].line, seen)
    } else {
        let filled = |row: &TopRow| {
            row.texts.iter().filter(|text| !text.is_empty()).map(ToString::to_string).collect::<Vec<_>>()
        };
        let widest = top.iter().rev().max_by_key(|row| filled(row).len());
        widest.map_or((1, Vec::new()), |row| (row.line, filled(row)))
    };
    let missing = spec.missing(|key| matching.has(spec, key));
    HeaderError::not_found(spec, Some(ClosestHeader { sheet, line, seen, missing, matched }))
}

fn place(source: Source<'_>, heading: &Heading) -> ColumnPlace {
    let letter = match source {
        Source::Text(_) => None,
        Source::Sheet(_) => Some(column_letter(heading.index)),
    };
    ColumnPlace { letter, header: clip(&heading.text) }
}

fn build<'file>(
    source: Source<'file>,
    spec: &HeaderSpec,
    top: &[TopRow],
    first: usize,
    height: usize,
    folded: &FoldedSpec<'_>,
) -> Table<'file> {
    let found = headings(top, first, height);
    let matching = folded.match_with(&found);
    let slots: Vec<Slot> = spec
        .columns()
        .iter()
        .zip(&matching.positions)
        .map(|(column, position)| Slot {
            key: column.key,
            place: position.map_or_else(
                || ColumnPlace { letter: None, header: column.spellings.first().copied().unwrap_or("").to_owned() },
                |position| place(source, &found[position]),
            ),
            index: position.map(|position| found[position].index),
            required: column.presence == Presence::Required,
        })
        .collect();
    let mut columns: Vec<Column> = spec
        .columns()
        .iter()
        .zip(&matching.positions)
        .filter_map(|(column, position)| {
            let heading = &found[(*position)?];
            Some(Column {
                key: column.key,
                place: place(source, heading),
                notes: heading.notes.clone(),
                index: heading.index,
            })
        })
        .collect();
    columns.sort_by_key(|column| column.index);
    let is_known = |position: &usize| matching.positions.contains(&Some(*position));
    let ignored = (0..found.len()).filter(|position| !is_known(position)).map(|at| place(source, &found[at])).collect();
    let header_width = top[first..first + height].iter().map(|row| row.width).max().unwrap_or(0);
    // The lowest header row is the one that people read, and the last one in a repeated header.
    let lowest = &top[first + height - 1];
    let width = header_width.max(found.last().map_or(0, |heading| heading.index + 1));
    let mut headed = vec![false; width];
    found.iter().for_each(|heading| headed[heading.index] = true);
    let header_texts = (0..width).map(|column| lowest.text(column).to_owned()).collect();
    Table {
        source,
        rows_above_data: first + height,
        header_line: top[first].line,
        header_width,
        header_texts,
        columns,
        ignored,
        slots,
        keys: spec
            .columns()
            .iter()
            .enumerate()
            .map(|(position, column)| (column.key, position))
            .collect::<HashMap<_, _>>(),
        titles: titles(&top[..first]),
        title_text: title_text(&top[..first]),
        headed,
    }
}
