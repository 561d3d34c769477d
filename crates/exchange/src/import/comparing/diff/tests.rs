use chrono::NaiveDate;
use domain::card::Population;
use store::areas::PopulationCount;

use super::told::LISTED_RECORDS;
use super::*;
use crate::import::reading::rows::Located;
use crate::import::table::columns::FileColumns;

#[test]
fn beyond_fifty_thousand_changed_cells_records_are_only_counted() {
    let column = ColumnSpec::optional("name", &["名称"]);
    let cell = || CellChange {
        key: column.key,
        column: ColumnPlace { letter: None, header: column.key.to_owned() },
        old: "a".to_owned(),
        new: "b".to_owned(),
    };
    let mut changes = Changes::of(("things", "物"));
    for number in 0..10 {
        changes.add_changed(None, number.to_string(), vec![cell(); MOST_CELLS / 4]);
    }
    assert_eq!((changes.changed.len(), changes.left_out, changes.counts.changed), (4, 6, 10));
    assert_eq!(changes.to_json()["changes_left_out"], 6);
}

#[test]
fn every_changed_figure_is_noted_however_many_there_are() {
    let count = |day: usize, residents: i64| PopulationCount {
        area: "271411".parse().expect("a code"),
        as_of: NaiveDate::from_num_days_from_ce_opt(1_000 + i32::try_from(day).expect("a number")).expect("a day"),
        population: Population(residents),
        source: "register".parse().expect("a source"),
        sample: false,
    };
    let known: Vec<PopulationCount> = (0..MOST_CELLS + 10).map(|day| count(day, 1_000)).collect();
    let incoming: Vec<Located<PopulationCount>> =
        (0..known.len()).map(|day| Located::new(None, count(day, 1_001))).collect();
    let Compared { mut changes, .. } = compare(
        &known,
        &incoming,
        &FileColumns::new(),
        &Wording::without_names(domain::text::MessageLanguage::English),
    );
    assert_eq!((changes.left_out, changes.figures.len()), (10, known.len()));
    changes.note_figures(&known[0], None, &Wording::without_names(domain::text::MessageLanguage::English));
    assert!(changes.figures.last().is_some_and(|removed| removed.after.is_none()));
}

#[test]
fn a_long_list_ends_in_a_count_of_the_rest() {
    let mut changes = Changes::of(("things", "物"));
    for number in 0..25 {
        changes.add_new_whole(None, number.to_string(), Vec::new());
    }
    let lines = changes.describe(MessageLanguage::English);
    assert_eq!(lines.len(), LISTED_RECORDS + 1);
    assert_eq!(lines.last().map(String::as_str), Some("  … and 5 more"));
}
