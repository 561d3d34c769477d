//! The file of a reorganisation of departments (組織改編).

use domain::reorganisation::Row;

use super::columns::{ColumnSpec, HeaderSpec};
use super::described::InTwoLanguages;
use super::value::Value;

/// What the file is called.
pub const NOUN: InTwoLanguages = ("reorganisation of departments", "組織改編");

/// What the file does, for the document of all tables.
pub const PURPOSE: &str = "A reorganisation (組織改編): departments renamed, merged, split and founded, with their procedures, in one change. It is \
carried out once and is no table that is kept. A row without a successor renames its department. A row with a successor \
and a procedure moves this procedure. A row with a successor and no procedure moves all procedures that no other row \
names, and dissolves the department, unless it names the department itself as its successor. A row with a new successor \
and no department founds it. Programmes, accounts, rules and open proposals of a dissolved department follow it \
([ADR 29](adr/0029-reorganisations-are-files.md)). At the command line the day has to have come; at \
`/staff/reorganise` a reorganisation waits for it.";

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("department", &["所管課", "department", "現在の所管課"]),
    ColumnSpec::optional("procedure", &["手続", "procedure", "手続ID"]),
    ColumnSpec::optional("successor", &["移管先", "successor"]),
    ColumnSpec::optional("name", &["新しい名称", "name"]),
    ColumnSpec::optional("name_en", &["新しい名称 英語", "name_en"]),
    ColumnSpec::optional("counter", &["窓口", "counter"]),
    ColumnSpec::optional("counter_en", &["窓口 英語", "counter_en"]),
    ColumnSpec::optional("hours", &["受付時間", "hours"]),
    ColumnSpec::optional("hours_en", &["受付時間 英語", "hours_en"]),
    ColumnSpec::optional("phone", &["電話番号", "phone", "電話"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
    ColumnSpec::optional("effective_on", &["適用日", "effective_on"]),
    ColumnSpec::optional("restored_from", &["復活元", "restored_from"]),
    ColumnSpec::optional("takes_back", &["取り消す改編の適用日", "takes_back"]),
];

/// What each column holds, in the order of the columns.
pub const HELD: [&str; COLUMNS.len()] = [
    "code or name of a present department; empty where a new one is founded",
    "id or name of a procedure of the department; empty: all that no other row names",
    "code or name of a present department, or the code of a new one; empty: the department is only renamed; the column is always needed",
    "new name of the department that is renamed, or name of the successor",
    "the same in English; empty beside a new Japanese name, or, in a row without another successor, beside the present one: there is none any more; without the column an English name stays as long as the Japanese one does",
    "where to go, of a new department; empty: as all departments say that it succeeds whole",
    "the same in English",
    "when to go, of a new department",
    "the same in English",
    "telephone of a new department",
    "whether a new department is sample data; empty: as those that it succeeds",
    "day of the reorganisation, the same in every row that has one; empty: today",
    "code or name of the present department that a dissolved one comes back from, as files that undo a reorganisation say; its people belong to both. Without it the code of a dissolved department is refused as that of a new one",
    "day of the earlier reorganisation that this one takes back, as files that undo one say; `/changes` tells the two together",
];

pub(crate) fn header() -> HeaderSpec {
    // A list of procedures has departments and names, too.
    HeaderSpec::new(COLUMNS).with_one_of(&["successor"])
}

/// The text of a cell.
#[must_use]
pub fn text(row: &Row, key: &str) -> String {
    match key {
        "department" => row.department.clone(),
        "procedure" => row.procedure.clone(),
        "successor" => row.successor.clone(),
        "name" => row.name.clone(),
        "name_en" => row.name_en.clone(),
        "counter" => row.counter.clone(),
        "counter_en" => row.counter_en.clone(),
        "hours" => row.hours.clone(),
        "hours_en" => row.hours_en.clone(),
        "phone" => row.phone.clone(),
        "sample" => row.sample.map_or("", |sample| if sample { "yes" } else { "no" }).to_owned(),
        "restored_from" => row.restored_from.clone(),
        "effective_on" => row.effective_on.map(|day| day.to_string()).unwrap_or_default(),
        "takes_back" => row.takes_back.map(|day| day.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A row as a file holds it.
#[must_use]
pub fn line(row: &Row) -> Vec<Value> {
    COLUMNS.iter().map(|column| Value::of_text(&text(row, column.key))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_text_and_is_explained() {
        let row = Row {
            line: 2,
            department: "a".to_owned(),
            procedure: "b".to_owned(),
            successor: "c".to_owned(),
            name: "d".to_owned(),
            name_en: "e".to_owned(),
            says_name_en: true,
            counter: "f".to_owned(),
            counter_en: "g".to_owned(),
            hours: "h".to_owned(),
            hours_en: "i".to_owned(),
            phone: "j".to_owned(),
            sample: Some(false),
            restored_from: "k".to_owned(),
            effective_on: chrono::NaiveDate::from_ymd_opt(2027, 4, 1),
            takes_back: chrono::NaiveDate::from_ymd_opt(2026, 4, 1),
        };
        assert!(line(&row).iter().all(|value| *value != Value::Nothing));
        assert!(HELD.iter().all(|held| !held.is_empty()));
    }
}
