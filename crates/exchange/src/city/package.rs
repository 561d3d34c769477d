//! The description of the folder as a Frictionless data package: schemas, keys, references and sources.

use domain::area::{Area, AreaCode};
use domain::source::Source;
use serde_json::{Map, Value as Json, json};

use super::Part;
use super::export::Written;
use crate::import::Kind;
use crate::import::table::described::{Column, Holds, Saving};

/// The folder as others read it.
///
/// Source: the Data Package standard, version 1, <https://specs.frictionlessdata.io/data-package/>.
pub(super) fn package(written: &[Written], city: Option<&AreaCode>, area: Option<&Area>, sources: &[Source]) -> Json {
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
        return json!({ "name": name, "path": path, "format": "geojson", "mediatype": "application/geo+json" });
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
    let mut resource = json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    });
    if let (Some(description), Some(resource)) = (part.description(), resource.as_object_mut()) {
        resource.insert("title".to_owned(), json!(description.noun.1));
        resource.insert("description".to_owned(), json!(description.purpose.0));
    }
    resource
}

/// The columns that tell the rows of a file apart, if they are always filled.
fn primary_key(part: Part) -> Option<Vec<&'static str>> {
    if let Some(description) = part.description() {
        return (description.saving == Saving::Replaced).then(|| description.key.to_vec());
    }
    match part.kind {
        Kind::Procedures => Some(vec!["id"]),
        Kind::Indicators if part.is_definitions => Some(vec!["id"]),
        Kind::Usage => Some(vec!["procedure", "fiscal_year"]),
        Kind::Population => Some(vec!["area_code", "as_of"]),
        Kind::Synonyms => Some(vec!["word"]),
        Kind::Guides => Some(vec!["life_event", "procedure"]),
        _ => None,
    }
}

/// References to other files of the folder. Frictionless cannot name one that is not there.
fn foreign_keys(part: Part, written: &[Written]) -> Vec<Json> {
    let here = |name: &str| written.iter().any(|file| file.part.name == name && file.file == format!("{name}.csv"));
    let mut keys: Vec<Json> = Vec::new();
    let mut add = |columns: &[&str], file: &str, key: &[&str]| {
        if here(file) {
            keys.push(json!({ "fields": columns, "reference": { "resource": file, "fields": key } }));
        }
    };
    if let Some(description) = part.description() {
        for reference in description.references {
            let file = super::parts().into_iter().find(|other| match other.description() {
                Some(other) => other.table == reference.table,
                None => other.name == reference.table,
            });
            if let Some(file) = file {
                add(reference.columns, file.name, reference.key);
            }
        }
        if let Some(column) = description.source_column() {
            add(&[column], "sources", &["id"]);
        }
        return keys;
    }
    match part.kind {
        Kind::Procedures => add(&["department"], "departments", &["code"]),
        Kind::Usage | Kind::Guides => add(&["procedure"], "procedures", &["id"]),
        Kind::Cards | Kind::Population => add(&["area_code"], "areas", &["code"]),
        Kind::Indicators if !part.is_definitions => add(&["indicator"], "indicators", &["id"]),
        _ => {}
    }
    if !matches!(part.kind, Kind::Synonyms | Kind::Guides) {
        add(&["source"], "sources", &["id"]);
    }
    keys
}

/// What a column of a table with a module of its own holds.
fn holds(part: Part, column: &str) -> Holds {
    const COUNT: Holds = Holds::Count(("", ""));
    match (part.kind, column) {
        (_, "as_of" | "population_as_of" | "checked_on" | "recorded_on") => Holds::Day,
        (Kind::Usage | Kind::Indicators, "fiscal_year") => Holds::FiscalYear,
        (_, "sample") => Holds::Mark,
        (Kind::Cards | Kind::Population, "cards" | "population") | (Kind::Usage, "total" | "online") => COUNT,
        _ => Holds::Text,
    }
}

fn field(part: Part, key: &str) -> Json {
    let column = part.description().and_then(|description| description.column(key));
    let holds = column.map_or_else(|| holds(part, key), |column| column.holds);
    let kind = match (part.kind, key, holds) {
        (Kind::Indicators, "value", _) => "number",
        (_, _, Holds::Count(_) | Holds::FiscalYear | Holds::Position) => "integer",
        (_, _, Holds::Day) => "date",
        (_, _, Holds::Mark) => "boolean",
        _ => "string",
    };
    let mut field = json!({ "name": key, "type": kind });
    let Some(written) = field.as_object_mut() else { return field };
    if holds == Holds::Mark {
        written.insert("trueValues".to_owned(), json!(["yes"]));
        written.insert("falseValues".to_owned(), json!(["no"]));
    }
    if let Some(column) = column {
        describe(column, written);
    }
    field
}

/// The name of a column in Japanese, what it says, its unit and its bounds.
fn describe(column: &Column, field: &mut Map<String, Json>) {
    if let Some(japanese) = column.spec.spellings.first() {
        field.insert("title".to_owned(), json!(japanese));
    }
    if !column.about.0.is_empty() {
        field.insert("description".to_owned(), json!(column.about.0));
    }
    let mut constraints = Map::new();
    if column.is_required() && column.holds != Holds::Position {
        constraints.insert("required".to_owned(), json!(true));
    }
    match column.holds {
        Holds::Count((unit, _)) => {
            constraints.insert("minimum".to_owned(), json!(0));
            field.insert("unit".to_owned(), json!(unit));
        }
        Holds::Choice(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            constraints.insert("enum".to_owned(), json!(words));
        }
        _ => {}
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), constraints.into());
    }
}
