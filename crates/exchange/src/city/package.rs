//! The description of the folder as a Frictionless data package: schemas, keys, references and sources.

use domain::area::{Area, AreaCode};
use domain::source::Source;
use serde_json::{Map, Value as Json, json};

use super::export::Written;
use crate::city_table::{CityTable, TableReference};
use crate::import::Kind;
use crate::import::table::described::{Column, Holds};

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
    let column = part.description().and_then(|description| description.column(key));
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
        Holds::Degrees(least, most) => {
            constraints.insert("minimum".to_owned(), json!(least));
            constraints.insert("maximum".to_owned(), json!(most));
        }
        Holds::Time => {
            constraints.insert("pattern".to_owned(), json!("([01][0-9]|2[0-4]):[0-5][0-9]"));
        }
        Holds::Postcode => {
            constraints.insert("pattern".to_owned(), json!("[0-9]{3}-[0-9]{4}"));
        }
        _ => {}
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), constraints.into());
    }
}
