//! Columns and values of tables as readers see them: names instead of codes and keys, days and numbers as on every page.

use chrono::NaiveDate;
use domain::age::AgeBand;
use domain::area::AreaCode;
use domain::calendar::{FiscalYear, era_date_ja};
use domain::correction::CorrectedTable;
use domain::guide::Condition;
use domain::opening_hours::OpeningDays;
use domain::procedure::{Blocker, DepartmentCode, LifeEventCode, Procedure, SetCode};
use domain::table_kind::TableKind;
use domain::text::group_thousands;
use exchange::city_table::CityTable;
use exchange::import::table::cards::measure_named;
use exchange::import::table::described::{Holds, InTwoLanguages};

use super::tables::column_name;
use crate::components::base::formatting::NOTHING;
use crate::components::guides::condition_words::condition_words;
use crate::page_context::PageContext;

/// The name of a column; the header of the file where the table has no such column.
#[must_use]
pub fn column_label(context: &PageContext, table: Option<CityTable>, key: Option<&str>, header: &str) -> String {
    let known = table.zip(key).and_then(|(table, key)| table.columns().iter().find(|column| column.key == key));
    match (known, key) {
        (Some(column), _) => column_name(context, column),
        // What follows a reorganisation is in no table, and has words of its own.
        (None, Some(key)) if OTHER_COLUMNS.contains(&key) => context.word("record-column", key),
        (None, _) => header.to_owned(),
    }
}

/// Values of records that are in no table.
const OTHER_COLUMNS: [&str; 5] = ["department", "departments", "keeps", "needs_approval", "successors"];

/// One of some words in the language of the reader.
fn word_of(context: &PageContext, words: &[InTwoLanguages], text: &str) -> Option<String> {
    let known = words.iter().find(|(english, japanese)| [*english, *japanese].contains(&text));
    known.map(|(english, japanese)| context.language.pick(japanese, english).replace('_', " "))
}

/// Several words in the language of the reader. One that is not known stays as it is.
fn words_of(context: &PageContext, words: &[InTwoLanguages], text: &str) -> String {
    let given = text.split([';', '；', '、']).map(str::trim).filter(|given| !given.is_empty());
    let word = |given: &str| word_of(context, words, given).unwrap_or_else(|| given.to_owned());
    given.map(word).collect::<Vec<_>>().join(&context.text("list-separator"))
}

/// A value as readers see it, from its text in a file in any language.
#[must_use]
pub fn cell_text(context: &PageContext, table: CityTable, key: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let shown = match table.holds(key) {
        Holds::Day | Holds::PastDay => text.parse::<NaiveDate>().ok().map(|day| context.short_date(day)),
        Holds::Count(_) => match text {
            "unknown" | "不明" => Some(context.text("cell-unknown")),
            _ => text.parse::<i64>().ok().map(group_thousands),
        },
        Holds::Mark => match text {
            "yes" | "○" => Some(context.text("cell-yes")),
            "no" | "×" => Some(context.text("cell-no")),
            _ => None,
        },
        Holds::Weekdays => text.parse::<OpeningDays>().ok().map(|days| context.opening_days(days)),
        Holds::FiscalYear => text.parse::<FiscalYear>().ok().map(|year| context.fiscal_year(year)),
        Holds::Source | Holds::OwnSource => text.parse().ok().map(|source| context.source_name(&source)),
        // A few columns with words of a list take several of them.
        Holds::Choice(words) => Some(word_of(context, words, text).unwrap_or_else(|| words_of(context, words, text))),
        Holds::Choices(words) => Some(words_of(context, words, text)),
        _ if key == "measure" => measure_named(text).map(|measure| context.measure_name(measure)),
        _ if key == "age_band" => text.parse::<AgeBand>().ok().map(|band| context.language.ages(band)),
        _ if key == "blocker" => Some(blockers_of(context, text)),
        _ => referred(context, table, key, text),
    };
    shown.unwrap_or_else(|| text.to_owned())
}

/// A value of a row as readers see it. `of_row` finds the texts of its other columns: a condition is one of a guide.
#[must_use]
pub fn row_cell_text<'a>(
    context: &PageContext,
    table: CityTable,
    key: &str,
    text: &str,
    of_row: impl Fn(&str) -> Option<&'a str>,
) -> String {
    let condition =
        if table.holds(key) == Holds::Condition { condition_text(context, of_row("guide"), text) } else { None };
    condition.unwrap_or_else(|| cell_text(context, table, key, text))
}

/// A condition in the words of its guide; `None` if it is empty, it cannot be read, or its guide is not known.
#[must_use]
pub fn condition_text(context: &PageContext, guide: Option<&str>, text: &str) -> Option<String> {
    let condition = text.parse::<Condition>().ok().filter(|condition| !condition.is_empty())?;
    let guide = context.snapshot.guide(&guide?.parse().ok()?)?;
    Some(condition_words(context, guide, &condition))
}

/// The reasons of the survey, named by their codes.
fn blockers_of(context: &PageContext, text: &str) -> String {
    let word = |code: &str| match code.parse().ok().and_then(Blocker::from_code) {
        Some(blocker) => context.word("blocker", blocker.as_str()),
        None => code.to_owned(),
    };
    let given = text.split([';', '；', '、', '\n']).map(str::trim).filter(|given| !given.is_empty());
    given.map(word).collect::<Vec<_>>().join(&context.text("list-separator"))
}

/// The name of the row of another table that a value names.
fn referred(context: &PageContext, table: CityTable, key: &str, text: &str) -> Option<String> {
    let (snapshot, language) = (&context.snapshot, context.language);
    let with_code = |name: &str| if name.is_empty() { text.to_owned() } else { format!("{name} ({text})") };
    if table.kind == TableKind::Procedures && matches!(key, "life_events" | "sets") {
        let named = |code: &str| -> Option<String> {
            if key == "sets" {
                let set = snapshot.set(&code.parse::<SetCode>().ok()?)?;
                Some(language.pick(&set.name, &set.name_en).to_owned())
            } else {
                Some(language.of(&snapshot.life_event(&code.parse::<LifeEventCode>().ok()?)?.name).0.to_owned())
            }
        };
        let all = text.split(';').map(str::trim).map(|code| named(code).unwrap_or_else(|| code.to_owned()));
        return Some(all.collect::<Vec<_>>().join(&context.text("list-separator")));
    }
    if table.kind == TableKind::Corrections && key == "figure" {
        let of = CorrectedTable::ALL.iter().find(|table| table.figures().contains(&text))?;
        return Some(context.text(&format!("correction-figure-{of}-{text}")));
    }
    if table.kind == TableKind::DepartmentChanges && matches!(key, "code" | "successor") {
        let code = text.parse::<DepartmentCode>().ok()?;
        return Some(snapshot.department_name(&code, language));
    }
    if table.is_definitions && key == "set" {
        let set = snapshot.set(&text.parse::<SetCode>().ok()?)?;
        return Some(language.pick(&set.name, &set.name_en).to_owned());
    }
    let references = table.references();
    let reference = references.iter().find(|reference| reference.columns.last() == Some(&key))?;
    match reference.table.kind {
        TableKind::Departments => {
            let code = text.parse::<DepartmentCode>().ok()?;
            snapshot.department(&code).map(|department| language.department_name(department))
        }
        TableKind::Procedures => {
            let (_, procedure): (usize, &Procedure) = snapshot.procedure(&text.parse().ok()?)?;
            Some(with_code(language.of(&procedure.name).0))
        }
        TableKind::Indicators => {
            let indicator = snapshot.indicator(&text.parse().ok()?)?;
            Some(with_code(language.of(&indicator.name).0))
        }
        TableKind::LifeEvents => {
            let event = snapshot.life_event(&text.parse::<LifeEventCode>().ok()?)?;
            Some(language.of(&event.name).0.to_owned())
        }
        TableKind::Areas => {
            let area = snapshot.area(&text.parse::<AreaCode>().ok()?)?;
            // Tables of figures have the name in a column of its own.
            let has_name = table.columns().iter().any(|column| column.key == "area_name");
            (!has_name).then(|| context.area_name(area))
        }
        TableKind::Offices => {
            let entry = snapshot.offices.find(&text.parse().ok()?)?;
            Some(language.pick(&entry.office.name, &entry.office.name_en).to_owned())
        }
        TableKind::Guides => {
            let guide = snapshot.guide(&text.parse().ok()?)?;
            Some(with_code(language.of(&guide.title).0))
        }
        TableKind::Sets => {
            let set = snapshot.set(&text.parse::<SetCode>().ok()?)?;
            Some(language.pick(&set.name, &set.name_en).to_owned())
        }
        TableKind::Programmes => {
            let programme = snapshot.book.programmes.iter().find(|programme| programme.id.as_str() == text)?;
            Some(with_code(&programme.name))
        }
        _ => None,
    }
}

/// The words that the search of a table finds a value by: as it is written, as it is shown, and in the years of eras.
#[must_use]
pub fn searched_text(context: &PageContext, table: CityTable, key: &str, text: &str) -> String {
    let mut words = vec![text.to_owned(), cell_text(context, table, key, text)];
    match table.holds(key) {
        Holds::Day | Holds::PastDay => words.extend(text.parse::<NaiveDate>().ok().map(era_date_ja)),
        Holds::FiscalYear => {
            words
                .extend(text.parse::<FiscalYear>().ok().map(|year| format!("{} {}", year.label_ja(), year.label_en())));
        }
        _ => {}
    }
    words.join("\n")
}

/// A text of the importer with its days as pages write them. A day within a longer word, such as the name of a file, is
/// none.
#[must_use]
pub fn dated_text(context: &PageContext, text: &str) -> String {
    const LENGTH: usize = "2026-10-31".len();
    let belongs = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '/');
    let (mut shown, mut rest, mut before) = (String::new(), text, None);
    while let Some(letter) = rest.chars().next() {
        let behind = rest.get(LENGTH..).unwrap_or_default();
        let day = rest.get(..LENGTH).filter(|_| !before.is_some_and(belongs) && !behind.starts_with(belongs));
        let day = day.filter(|day| day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
        let length = match day.and_then(|day| day.parse::<NaiveDate>().ok()) {
            Some(day) => {
                shown.push_str(&context.short_date(day));
                LENGTH
            }
            None => {
                shown.push(letter);
                letter.len_utf8()
            }
        };
        before = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    shown
}

/// How much a count changes, in percent: `+12.3%`.
#[must_use]
pub fn change_in_percent(before: f64, after: f64) -> String {
    if before == 0.0 {
        return NOTHING.to_owned();
    }
    format!("{}%", crate::components::base::formatting::signed((after - before) / before.abs() * 100.0, 1))
}
