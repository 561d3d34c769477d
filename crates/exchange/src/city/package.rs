//! The description of the folder as a Frictionless data package: schemas, keys, references and sources.

use domain::area::{Area, AreaCode};
use domain::limits;
use domain::source::Source;
use serde_json::{Map, Value as Json, json};

use super::export::Written;
use crate::city_table::{CityTable, TableReference};
use crate::column_words::is_required;
use crate::import::Kind;
use crate::import::reading::cell::MOST_DAYS;
use crate::import::table::columns::ColumnSpec;
use crate::import::table::described::{Column, Holds};
use crate::import::table::held::held;

/// What a folder is about.
pub(super) struct About<'a> {
    pub city: Option<&'a AreaCode>,
    /// The city with its names, if it is known.
    pub area: Option<&'a Area>,
    /// The folder is the demonstration, which is never mixed with a city's own data.
    pub is_demonstration: bool,
}

/// The folder as others read it.
///
/// Source: the Data Package standard, version 1, <https://specs.frictionlessdata.io/data-package/>.
pub(super) fn package(written: &[Written], about: About<'_>, sources: &[Source]) -> Json {
    let About { city, area, is_demonstration } = about;
    let resources: Vec<Json> = written.iter().map(|file| resource(file, written)).collect();
    let mut package = Map::new();
    let id = city.map_or_else(|| "city".to_owned(), |code| format!("city-{code}"));
    package.insert("profile".to_owned(), json!("data-package"));
    package.insert("name".to_owned(), json!(id));
    if let Some(area) = area {
        package.insert("title".to_owned(), json!(format!("{} 行政手続のオンライン化とマイナンバーカード", area.name)));
    }
    if let Some(code) = city {
        package.insert("city".to_owned(), json!(code.as_str()));
    }
    if is_demonstration {
        package.insert("demonstration".to_owned(), json!(true));
    }
    if sources.iter().any(|source| source.sample) {
        package.insert("sample".to_owned(), json!(true));
    }
    let named: Vec<Json> = sources.iter().map(source).collect();
    if !named.is_empty() {
        package.insert("sources".to_owned(), json!(named));
    }
    package.insert("resources".to_owned(), json!(resources));
    package.into()
}

fn source(source: &Source) -> Json {
    let mut written = Map::new();
    written.insert("name".to_owned(), json!(source.id.as_str()));
    written.insert("title".to_owned(), json!(source.title));
    if !source.url.is_empty() {
        written.insert("path".to_owned(), json!(source.url));
    }
    if !source.licence.is_empty() {
        written.insert("licence".to_owned(), json!(source.licence));
    }
    written.into()
}

fn resource(file: &Written, written: &[Written]) -> Json {
    let Written { part, file: path, columns } = file;
    let name = path.rsplit_once('.').map_or(path.as_str(), |(name, _)| name);
    // A name has lower-case letters, digits and some marks only.
    let name: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' })
        .collect();
    if part.kind == Kind::Boundaries {
        return json!({
            "name": name,
            "path": path,
            "format": "geojson",
            "mediatype": "application/geo+json",
            "title": part.noun().1,
            "description": part.purpose().0,
            "coordinates": {
                "unit": "degrees",
                "longitude": { "minimum": -180, "maximum": 180 },
                "latitude": { "minimum": -90, "maximum": 90 },
            },
        });
    }
    let fields: Vec<Json> = columns.iter().map(|column| field(*part, column)).collect();
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), json!(fields));
    schema.insert("missingValues".to_owned(), json!(["", "unknown"]));
    if let Some(key) = primary_key(*part) {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    let keys = foreign_keys(*part, written);
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(keys));
    }
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
        "title": part.noun().1,
        "description": part.purpose().0,
    })
}

/// The columns that tell the rows of a file apart, if they are always filled.
fn primary_key(table: CityTable) -> Option<Vec<&'static str>> {
    // Counts of all ages name no age, and values may have no recorded day.
    let may_be_empty = table.kind == Kind::Cards || (table.kind == Kind::Indicators && !table.is_definitions);
    (!table.is_history() && !may_be_empty && table.kind != Kind::Boundaries).then(|| table.key().to_vec())
}

/// References to other files of the folder. Frictionless cannot name one that is not there.
fn foreign_keys(table: CityTable, written: &[Written]) -> Vec<Json> {
    let here = |name: &str| written.iter().any(|file| file.part.name == name && file.file == format!("{name}.csv"));
    // Several columns are a key only where all of them are filled.
    let is_filled = |column: &&'static str| {
        let described = table.description().and_then(|description| description.column(column));
        described.is_none_or(Column::is_required)
    };
    let is_key = |reference: &TableReference| reference.columns.len() == 1 || reference.columns.iter().all(is_filled);
    let references = table.references().into_iter().filter(|reference| here(reference.table.name) && is_key(reference));
    let key = |reference: TableReference| {
        // An empty name stands for the file itself.
        let name = if reference.table == table { "" } else { reference.table.name };
        let resource = json!({ "resource": name, "fields": reference.key });
        json!({ "fields": reference.columns, "reference": resource })
    };
    references.map(key).collect()
}

fn field(part: CityTable, key: &str) -> Json {
    let holds = part.holds(key);
    let kind = match (part.kind, key, holds) {
        (Kind::Indicators, "value", _) => "number",
        (_, _, Holds::Count(_) | Holds::FiscalYear | Holds::Position | Holds::Days) => "integer",
        (_, _, Holds::Degrees(..)) => "number",
        (_, _, Holds::Day | Holds::PastDay) => "date",
        (_, _, Holds::Mark) => "boolean",
        _ => "string",
    };
    let mut field = json!({ "name": key, "type": kind });
    let Some(written) = field.as_object_mut() else { return field };
    if holds == Holds::Mark {
        written.insert("trueValues".to_owned(), json!(["yes"]));
        written.insert("falseValues".to_owned(), json!(["no"]));
    }
    describe(part, key, holds, written);
    field
}

/// What a column says besides its name and type.
fn about(part: CityTable, key: &str) -> String {
    if let Some(column) = part.description().and_then(|description| description.column(key)) {
        return column.about.0.to_owned();
    }
    let Some(held) = held(part.kind, part.is_definitions, key) else { return String::new() };
    [held.what.0, held.about.0].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Whether every row that is written has a value in a column. A total that is not known is written as a word that means
/// none.
fn is_always_there(part: CityTable, spec: &ColumnSpec, holds: Holds) -> bool {
    is_required(part, spec) && holds != Holds::Position && part.kind != Kind::Usage
}

/// The name of a column in Japanese, what it says, its unit and its bounds.
fn describe(part: CityTable, key: &str, holds: Holds, field: &mut Map<String, Json>) {
    let spec = part.columns().iter().find(|spec| spec.key == key);
    if let Some(japanese) = spec.and_then(|spec| spec.spellings.first()) {
        field.insert("title".to_owned(), json!(japanese));
    }
    let about = about(part, key);
    if !about.is_empty() {
        field.insert("description".to_owned(), json!(about));
    }
    let mut constraints = Map::new();
    if spec.is_some_and(|spec| is_always_there(part, spec, holds)) {
        constraints.insert("required".to_owned(), json!(true));
    }
    let mut bounds = |least: Json, most: Json| {
        constraints.insert("minimum".to_owned(), least);
        constraints.insert("maximum".to_owned(), most);
    };
    match (part.kind, key, holds) {
        (Kind::Procedures, "fee_yen", Holds::Count((unit, _))) => {
            bounds(json!(0), json!(limits::FEE));
            field.insert("unit".to_owned(), json!(unit));
        }
        // The unit is that of the indicator.
        (Kind::Indicators, "value", _) => bounds(json!(0), json!(limits::FIGURE)),
        // Several words in one cell.
        (Kind::Procedures, "audience", _) => {}
        (_, _, Holds::Count((unit, _))) => {
            bounds(json!(0), json!(limits::FIGURE));
            field.insert("unit".to_owned(), json!(unit));
        }
        (_, _, Holds::Days) => {
            bounds(json!(-MOST_DAYS), json!(MOST_DAYS));
            field.insert("unit".to_owned(), json!("days"));
        }
        (_, _, Holds::Degrees(least, most)) => {
            bounds(json!(least), json!(most));
            field.insert("unit".to_owned(), json!("degrees"));
        }
        (_, _, Holds::Position) => {
            constraints.insert("minimum".to_owned(), json!(1));
        }
        (_, _, Holds::Choice(words)) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            constraints.insert("enum".to_owned(), json!(words));
        }
        (_, _, Holds::Time) => {
            constraints.insert("pattern".to_owned(), json!("([01][0-9]|2[0-4]):[0-5][0-9]"));
        }
        (_, _, Holds::Postcode) => {
            constraints.insert("pattern".to_owned(), json!("[0-9]{3}-[0-9]{4}"));
        }
        _ => {}
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), constraints.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The field of a table.
    fn of(table: &str, key: &str) -> Json {
        field(CityTable::named(table).expect("a table"), key)
    }

    #[test]
    fn every_number_of_every_table_has_its_bounds_and_every_count_its_unit() {
        for table in CityTable::all() {
            for column in table.columns() {
                let (holds, field) = (table.holds(column.key), field(table, column.key));
                let (name, constraints) = (format!("{} {}", table.name, column.key), &field["constraints"]);
                if matches!(field["type"].as_str(), Some("number" | "integer")) && holds != Holds::FiscalYear {
                    assert!(constraints["minimum"].is_number(), "{name}");
                }
                if matches!(holds, Holds::Count(_) | Holds::Days | Holds::Degrees(..)) {
                    assert!(field["unit"].is_string() && constraints["maximum"].is_number(), "{name}");
                }
                assert!(field["title"].is_string(), "{name}");
            }
        }
    }

    #[test]
    fn tables_with_rules_of_their_own_are_described_like_the_others() {
        let cards = of("cards", "cards");
        assert_eq!((&cards["unit"], &cards["constraints"]["minimum"]), (&json!("cards"), &json!(0)));
        assert_eq!(of("cards", "measure")["constraints"]["enum"], json!(["held", "issued"]));
        assert_eq!(of("population", "population")["constraints"]["required"], json!(true));
        assert_eq!(of("procedures", "fee_yen")["constraints"]["maximum"], json!(limits::FEE));
        assert_eq!(of("indicator-values", "value")["type"], json!("number"));
        assert!(of("usage", "total")["constraints"]["required"].is_null(), "a total may be unknown");
    }
}
