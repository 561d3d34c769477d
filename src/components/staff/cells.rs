//! Columns and values of tables as readers see them: names instead of codes and keys, days and numbers as on every page.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::{FiscalYear, era_date_ja};
use domain::procedure::{DepartmentCode, LifeEventCode, Procedure, SetCode};
use domain::table_kind::TableKind;
use domain::text::group_thousands;
use exchange::city_table::CityTable;
use exchange::import::table::cards::measure_named;
use exchange::import::table::described::Holds;

use super::tables::column_name;
use crate::components::base::formatting::NOTHING;
use crate::page_context::PageContext;

/// The name of a column; the header of the file where the table has no such column.
#[must_use]
pub fn column_label(context: &PageContext, table: Option<CityTable>, key: Option<&str>, header: &str) -> String {
    let known = table.zip(key).and_then(|(table, key)| table.columns().iter().find(|column| column.key == key));
    known.map_or_else(|| header.to_owned(), |column| column_name(context, column))
}

/// A value as readers see it, from its text in a file in any language.
#[must_use]
pub fn cell_text(context: &PageContext, table: CityTable, key: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let shown = match table.holds(key) {
        Holds::Day | Holds::PastDay => text.parse::<NaiveDate>().ok().map(|day| context.short_date(day)),
        Holds::Count(_) => text.parse::<i64>().ok().map(group_thousands),
        Holds::FiscalYear => text.parse::<FiscalYear>().ok().map(|year| context.fiscal_year(year)),
        Holds::Source | Holds::OwnSource => text.parse().ok().map(|source| context.source_name(&source)),
        Holds::Choice(words) => {
            let word = words.iter().find(|(english, japanese)| [*english, *japanese].contains(&text));
            word.map(|(english, japanese)| context.language.pick(japanese, english).replace('_', " "))
        }
        Holds::Choices(words) => {
            let word = |given: &str| {
                let known = words.iter().find(|(english, japanese)| [*english, *japanese].contains(&given));
                known.map_or_else(
                    || given.to_owned(),
                    |(english, japanese)| context.language.pick(japanese, english).replace('_', " "),
                )
            };
            let given = text.split([';', '；', '、']).map(str::trim).filter(|given| !given.is_empty());
            Some(given.map(word).collect::<Vec<_>>().join(&context.text("list-separator")))
        }
        _ if key == "measure" => measure_named(text).map(|measure| context.measure_name(measure)),
        _ => referred(context, table, key, text),
    };
    shown.unwrap_or_else(|| text.to_owned())
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

/// A record's label with its days as pages write them.
#[must_use]
pub fn label_text(context: &PageContext, label: &str) -> String {
    let word = |word: &str| match word.parse::<NaiveDate>() {
        Ok(day) if word.len() == 10 => context.short_date(day),
        _ => word.to_owned(),
    };
    label.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// How much a count changes, in percent: `+12.3%`.
#[must_use]
pub fn change_in_percent(before: f64, after: f64) -> String {
    if before == 0.0 {
        return NOTHING.to_owned();
    }
    format!("{}%", crate::components::base::formatting::signed((after - before) / before.abs() * 100.0, 1))
}
