//! Corrections of published figures, by what they are about, and how readers see them.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::correction::{CorrectedTable, Correction, FigureChange, FigureValue};
use domain::text::group_thousands;

use super::snapshot::Snapshot;
use super::value::Value;
use crate::language::Language;
use crate::server::query::url_within;

/// The tables whose corrections stand on the pages about cards.
pub const OF_CARDS: [CorrectedTable; 2] = [CorrectedTable::Cards, CorrectedTable::Population];

/// All corrections of a revision.
#[derive(Debug, Default)]
pub struct Corrections {
    /// Newest first.
    all: Vec<Correction>,
    /// Ascending, by table and subject.
    places: HashMap<CorrectedTable, HashMap<String, Vec<usize>>>,
}

/// The record that a figure is in: its table, its subject, and the codes that tell it from others.
pub type RecordKey = (CorrectedTable, String, String);

impl Corrections {
    /// From the order in which they were recorded.
    #[must_use]
    pub fn of(mut all: Vec<Correction>) -> Self {
        all.reverse();
        // A folder brings older ones along. Those of one day stay in their order.
        all.sort_by_key(|correction| Reverse(correction.corrected_on));
        let mut places: HashMap<CorrectedTable, HashMap<String, Vec<usize>>> = HashMap::new();
        for (place, Correction { change, .. }) in all.iter().enumerate() {
            let of_table = places.entry(change.table).or_default();
            match of_table.get_mut(&change.subject) {
                Some(known) => known.push(place),
                None => {
                    of_table.insert(change.subject.clone(), vec![place]);
                }
            }
        }
        Self { all, places }
    }

    /// All corrections up to a day, newest first.
    pub fn until(&self, day: NaiveDate) -> impl Iterator<Item = &Correction> {
        self.all[self.all.partition_point(|correction| correction.corrected_on > day)..].iter()
    }

    /// Those of some tables up to a day, newest first.
    #[must_use]
    pub fn in_tables(&self, is_wanted: impl Fn(CorrectedTable) -> bool, day: NaiveDate) -> Vec<&Correction> {
        self.until(day).filter(|correction| is_wanted(correction.change.table)).collect()
    }

    /// Those about some subjects up to a day, newest first.
    #[must_use]
    pub fn about<'a>(
        &self,
        subjects: impl IntoIterator<Item = (CorrectedTable, &'a str)>,
        day: NaiveDate,
    ) -> Vec<&Correction> {
        let found = |(table, subject)| self.places.get(&table)?.get(subject);
        let mut places: Vec<usize> = subjects.into_iter().filter_map(found).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| &self.all[place]).filter(|one| one.corrected_on <= day).collect()
    }

    /// The day on which the figure of a correction went back to the value before it, and the day of the correction that it
    /// takes back itself: an undone change leaves two notes, and neither may read like a new value.
    #[must_use]
    pub fn back_and_forth(&self, correction: &Correction, day: NaiveDate) -> [Option<NaiveDate>; 2] {
        let Correction { change, .. } = correction;
        let of_subject = self.places.get(&change.table).and_then(|places| places.get(&change.subject));
        let places = of_subject.map(Vec::as_slice).unwrap_or_default();
        let is_it = |place: &usize| std::ptr::eq(&self.all[*place], correction);
        let Some(own) = places.iter().position(is_it) else { return [None, None] };
        // Newest first.
        let (later, earlier) = (&places[..own], &places[own + 1..]);
        let mut later = later.iter().rev().map(|place| &self.all[*place]).filter(|later| later.corrected_on <= day);
        let mut earlier = earlier.iter().map(|place| &self.all[*place]);
        let day = |found: Option<&Correction>| found.map(|found| found.corrected_on);
        [
            day(later.find(|later| change.is_taken_back_by(&later.change))),
            day(earlier.find(|earlier| earlier.change.is_taken_back_by(change))),
        ]
    }

    /// Those of some records up to a day, newest first.
    #[must_use]
    pub fn of_records(&self, records: &[RecordKey], day: NaiveDate) -> Vec<&Correction> {
        let mut found = self.about(records.iter().map(|(table, subject, _)| (*table, subject.as_str())), day);
        found.retain(|Correction { change, .. }| {
            records.iter().any(|(table, subject, record)| {
                (*table, subject, record) == (change.table, &change.subject, &change.record)
            })
        });
        found
    }
}

/// The name of what a change is about, as it is today, or as it was if it is not there any more.
#[must_use]
pub fn subject_name(snapshot: &Snapshot, language: Language, change: &FigureChange) -> String {
    let known = match change.table {
        CorrectedTable::Cards | CorrectedTable::Population => {
            let area = change.subject.parse().ok().and_then(|code| snapshot.area(&code));
            area.map(|area| language.pick(&area.name, &area.name_en))
        }
        CorrectedTable::Usage => {
            let found = change.subject.parse().ok().and_then(|id| snapshot.procedure(&id));
            found.map(|(_, procedure)| language.of(&procedure.name).0)
        }
        CorrectedTable::Indicators => {
            let found = change.subject.parse().ok().and_then(|id| snapshot.indicator(&id));
            found.map(|indicator| language.of(&indicator.name).0)
        }
        _ => {
            let mut programmes = snapshot.book.programmes.iter();
            programmes
                .find(|one| one.id.as_str() == change.subject)
                .map(|one| snapshot.translated(language, one.name.as_str()).0)
        }
    };
    let then = Some(change.subject_name.as_str()).filter(|name| !name.is_empty());
    known.filter(|name| !name.is_empty()).or(then).unwrap_or(&change.subject).to_owned()
}

/// The record of the subject in words.
#[must_use]
pub fn record_name(language: Language, change: &FigureChange) -> String {
    language.pick(&change.record_name, &change.record_name_en).to_owned()
}

/// The page on which the figure stands or stood, without the language prefix; `None` if its subject has none any more.
#[must_use]
pub fn page_of(snapshot: &Snapshot, change: &FigureChange) -> Option<String> {
    match change.table {
        CorrectedTable::Cards | CorrectedTable::Population => {
            let area = change.subject.parse().ok().and_then(|code| snapshot.area(&code))?;
            Some(format!("/cards/{}", area.code))
        }
        CorrectedTable::Usage => {
            let (_, procedure) = change.subject.parse().ok().and_then(|id| snapshot.procedure(&id))?;
            Some(url_within("/procedures", procedure.id.as_str()))
        }
        CorrectedTable::Indicators => {
            let indicator = change.subject.parse().ok().and_then(|id| snapshot.indicator(&id))?;
            Some(url_within("/targets", indicator.id.as_str()))
        }
        _ => Some("/budget".to_owned()),
    }
}

/// The name of a figure. One that this version of the program does not know keeps the name of its column.
#[must_use]
pub fn figure_name(language: Language, change: &FigureChange) -> String {
    if change.table.figures().contains(&change.figure.as_str()) {
        language.word(&format!("correction-figure-{}", change.table), &change.figure)
    } else {
        change.figure.clone()
    }
}

/// A value of the changed figure, with the unit that its page shows.
#[must_use]
pub fn value_of(snapshot: &Snapshot, language: Language, change: &FigureChange, value: FigureValue) -> Value {
    let unit = || {
        let indicator = change.subject.parse().ok().and_then(|id| snapshot.indicator(&id));
        indicator.map(|indicator| indicator.unit.clone()).unwrap_or_default()
    };
    let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match (change.table, value) {
        (_, FigureValue::Day(day)) => Value::Date(day),
        #[allow(clippy::cast_precision_loss, reason = "a file says at most twelve digits")]
        (CorrectedTable::Indicators, FigureValue::Count(count)) => {
            Value::Number { value: count as f64, decimals, unit: unit() }
        }
        (CorrectedTable::Indicators, FigureValue::Number(value)) => Value::Number { value, decimals, unit: unit() },
        (_, FigureValue::Number(value)) => Value::Number { value, decimals, unit: String::new() },
        (CorrectedTable::Obligations, FigureValue::Count(year)) if change.figure != "requested" => {
            let year = i32::try_from(year).map(FiscalYear);
            year.map_or(Value::Nothing, |year| Value::Text(language.fiscal_year(year)))
        }
        (
            CorrectedTable::Funding
            | CorrectedTable::CostItems
            | CorrectedTable::Assessments
            | CorrectedTable::Obligations,
            FigureValue::Count(amount),
        ) => Value::ThousandYen(amount),
        (_, FigureValue::Count(count)) => Value::Count(count),
    }
}

/// A value as text, for a feed.
fn text(language: Language, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        // The name of an amount says its unit.
        Value::Count(count) | Value::ThousandYen(count) => group_thousands(*count),
        Value::Number { value, decimals, unit } => format!("{value:.decimals$}{unit}"),
        Value::Date(day) => language.date(*day),
        Value::Nothing | Value::Percent(_) | Value::Points { .. } => String::new(),
    }
}

/// A correction in one line: what, before, after and why.
#[must_use]
pub fn line(snapshot: &Snapshot, language: Language, correction: &Correction) -> String {
    let Correction { change, reason, .. } = correction;
    let value = |value| text(language, &value_of(snapshot, language, change, value));
    let line = language.text_with(
        "correction-line",
        [
            ("subject", subject_name(snapshot, language, change).into()),
            ("record", record_name(language, change).into()),
            ("figure", figure_name(language, change).into()),
            ("before", value(change.before).into()),
            ("after", change.after.map_or_else(|| language.text("correction-withdrawn"), value).into()),
        ],
    );
    if reason.is_empty() {
        line
    } else {
        language.text_with("correction-line-reason", [("line", line.into()), ("reason", reason.clone().into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(table: CorrectedTable, subject: &str, record: &str, day: &str) -> Correction {
        Correction {
            change: FigureChange {
                table,
                subject: subject.to_owned(),
                subject_name: String::new(),
                record: record.to_owned(),
                record_name: String::new(),
                record_name_en: String::new(),
                figure: table.figures()[0].to_owned(),
                before: FigureValue::Count(1),
                after: None,
            },
            corrected_on: day.parse().expect("a day"),
            reason: String::new(),
        }
    }

    fn valued(before: i64, after: i64, day: &str) -> Correction {
        let mut correction = correction(CorrectedTable::Cards, "271403", "held 2026-03-31", day);
        correction.change.before = FigureValue::Count(before);
        correction.change.after = Some(FigureValue::Count(after));
        correction
    }

    #[test]
    fn corrections_are_found_by_table_subject_record_and_day_newest_first() {
        use CorrectedTable::{Cards, Population, Usage};
        let all = Corrections::of(vec![
            correction(Cards, "271403", "held 2026-03-31", "2026-05-01"),
            correction(Usage, "271403", "2025", "2026-05-02"),
            correction(Cards, "271403", "held 2026-04-30", "2026-06-01"),
            // Brought along by a folder.
            correction(Population, "271403", "2026-01-01", "2026-05-01"),
        ]);
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let records = |found: Vec<&Correction>| -> Vec<String> {
            found.into_iter().map(|correction| correction.change.record.clone()).collect()
        };
        let of_cards = |until: &str| records(all.about(OF_CARDS.map(|table| (table, "271403")), day(until)));
        assert_eq!(of_cards("2026-06-01"), ["held 2026-04-30", "2026-01-01", "held 2026-03-31"]);
        assert_eq!(of_cards("2026-05-31"), ["2026-01-01", "held 2026-03-31"]);
        assert_eq!(of_cards("2026-04-30"), Vec::<String>::new());
        assert_eq!(all.until(day("2026-05-02")).count(), 3);
        assert_eq!(records(all.in_tables(|table| table == Usage, day("2026-06-01"))), ["2025"]);
        let key = (Cards, "271403".to_owned(), "held 2026-03-31".to_owned());
        let back_and_forth = |day_of: &str| {
            let all = Corrections::of(vec![
                valued(1, 2, "2026-05-01"),
                valued(2, 1, "2026-05-01"),
                valued(1, 2, "2026-05-09"),
                valued(2, 7, "2026-05-10"),
            ]);
            all.all.iter().map(|one| all.back_and_forth(one, day(day_of))).collect::<Vec<_>>()
        };
        let [first, second] = ["2026-05-01", "2026-05-09"].map(|text| Some(day(text)));
        assert_eq!(back_and_forth("2026-05-10"), [[None, None], [None, first], [second, first], [first, None]]);
        assert_eq!(back_and_forth("2026-05-08")[2], [None, first], "what comes later is not known yet");
        assert_eq!(records(all.of_records(&[key], day("2026-06-01"))), ["held 2026-03-31"]);
    }
}
