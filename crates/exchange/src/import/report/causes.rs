//! Groups wrong cells by their cause, so that one cause is one line.

use std::collections::HashMap;

use domain::text::MessageLanguage;

use crate::import::reading::cell::CellError;
use crate::import::reading::warnings::NAMED_PLACES;

/// What was expected, with every number replaced: `a row that is not a duplicate of line 3` has the same cause as line 4.
fn without_numbers(expected: &str) -> String {
    let mut text = String::with_capacity(expected.len());
    for character in expected.chars() {
        match character {
            _ if !character.is_ascii_digit() => text.push(character),
            _ if text.ends_with('0') => {}
            _ => text.push('0'),
        }
    }
    text
}

/// One line for each cause, in the order of their first cells. A cause with a single cell reads like the cell's error.
pub(super) fn describe(cells: &[CellError], language: MessageLanguage) -> Vec<String> {
    let mut causes: Vec<Vec<&CellError>> = Vec::new();
    let mut position: HashMap<(&str, String), usize> = HashMap::new();
    for cell in cells {
        let cause = (cell.column.header.as_str(), without_numbers(&cell.expected.describe(language)));
        let at = *position.entry(cause).or_insert(causes.len());
        match causes.get_mut(at) {
            Some(cause) => cause.push(cell),
            None => causes.push(vec![cell]),
        }
    }
    causes.iter().filter_map(|cause| describe_cause(cause, language)).collect()
}

fn describe_cause(cells: &[&CellError], language: MessageLanguage) -> Option<String> {
    let first = cells.first()?;
    if cells.len() == 1 {
        return Some(first.describe(language));
    }
    let (count, column, expected) = (cells.len(), &first.column, first.expected.describe(language));
    // Cells of one cause may each have a number of their own to be compared with, such as the line that they repeat.
    let is_shared = cells.iter().all(|cell| cell.expected.describe(language) == expected);
    let places = cells.iter().take(NAMED_PLACES).map(|cell| {
        let own = (!is_shared).then(|| cell.expected.describe(language));
        match (language, own) {
            (MessageLanguage::English, None) => format!("line {}: '{}'", cell.line, cell.value),
            (MessageLanguage::English, Some(own)) => format!("line {}: '{}', expected {own}", cell.line, cell.value),
            (MessageLanguage::Japanese, None) => format!("{}行目「{}」", cell.line, cell.value),
            (MessageLanguage::Japanese, Some(own)) => format!("{}行目「{}」 正しくは {own}", cell.line, cell.value),
        }
    });
    let places = places.collect::<Vec<_>>();
    let is_long = count > NAMED_PLACES;
    Some(match language {
        MessageLanguage::English if is_shared => {
            let more = if is_long { ", …" } else { "" };
            format!("{count} rows, {column}: expected {expected} ({}{more})", places.join(", "))
        }
        MessageLanguage::English => {
            let more = if is_long { "; …" } else { "" };
            format!("{count} rows, {column}: {}{more}", places.join("; "))
        }
        MessageLanguage::Japanese => {
            let (places, more) = (places.join("、"), if is_long { ", …" } else { "" });
            if is_shared {
                format!("{count}行 {column}: 正しくは {expected}（{places}{more}）")
            } else {
                format!("{count}行 {column}: {places}{more}")
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::reading::cell::Expected;
    use crate::import::table::place::ColumnPlace;

    fn wrong(line: u64, header: &str, value: &str, expected: Expected) -> CellError {
        let column = Box::new(ColumnPlace { letter: None, header: header.to_owned() });
        CellError { line, column, value: value.to_owned(), expected }
    }

    #[test]
    fn one_cause_is_one_line_with_its_count_and_first_places() {
        let twice = |line: u64| Expected::Other {
            english: format!("a row that is not a duplicate of line {line}"),
            japanese: format!("{line}行目と重複しない行"),
        };
        let mut cells: Vec<CellError> =
            (0..2_275).map(|line| wrong(line + 2, "基準日", "", Expected::Filled)).collect();
        cells.push(wrong(3, "枚数", "-5", Expected::Count));
        cells.extend((10..12).map(|line| wrong(line + 5, "枚数", "7", twice(line))));
        let english = describe(&cells, MessageLanguage::English);
        assert_eq!(
            english,
            [
                "2275 rows, 基準日: expected a value; this column must be filled (line 2: '', line 3: '', line 4: '', …)",
                "line 3, 枚数: '-5'; expected a whole number of 0 or more, such as 1,234",
                "2 rows, 枚数: line 15: '7', expected a row that is not a duplicate of line 10; line 16: '7', expected a \
                 row that is not a duplicate of line 11",
            ]
        );
        let japanese = describe(&cells, MessageLanguage::Japanese);
        assert_eq!(japanese.len(), 3);
        assert_eq!(
            japanese[2],
            "2行 枚数: 15行目「7」 正しくは 10行目と重複しない行、16行目「7」 正しくは 11行目と重複しない行"
        );
    }
}
