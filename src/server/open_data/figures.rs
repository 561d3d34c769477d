//! `/api/v1/figures/{kind}`: the provenance of one figure, as JSON or, with `.csv`, as a table.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::definition::Definition;
use domain::procedure::LocalText;
use domain::source::SourceId;
use serde::Serialize;
use serde_json::{Map, json};

use super::list::{given, one};
use super::problem::Problem;
use super::table;
use crate::language::Language;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::Parameters;
use crate::server::read_model::provenance::{Figure, Provenance};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::read_model::value::Value;

/// The columns of the table: the figure itself, then its inputs.
pub const FIELDS: [&str; 11] =
    ["part", "id", "name", "name_en", "value", "unit", "numerator", "denominator", "standing", "source", "sample"];

/// A figure with its provenance.
#[derive(Debug, Serialize)]
struct FigureRecord<'a> {
    /// URL of the provenance page.
    address: String,
    definition: DefinitionRecord,
    subject: &'a str,
    subject_en: Option<&'a str>,
    /// Unrounded; `null` if the denominator is 0.
    value: Option<f64>,
    /// `%`, `points`, or the city's own unit.
    unit: &'a str,
    /// What the numerator counts.
    numerator: Option<HalfRecord>,
    /// What the denominator counts.
    denominator: Option<HalfRecord>,
    /// Other inputs of the figure: names as on the page, with their values.
    inputs: Map<String, serde_json::Value>,
    rows: Vec<RowRecord<'a>>,
    /// The number of rows left out, by reason.
    left_out: Map<String, serde_json::Value>,
    dates: Map<String, serde_json::Value>,
    sources: Vec<SourceRecord<'a>>,
    /// Whether any of it is sample data, made up for a demonstration.
    sample: bool,
    revision: i64,
}

#[derive(Debug, Serialize)]
struct DefinitionRecord {
    id: Definition,
    version: u32,
    name: String,
    name_en: String,
    formula: String,
    formula_en: String,
}

#[derive(Debug, Serialize)]
struct HalfRecord {
    name: String,
    name_en: String,
    amount: i64,
}

/// A procedure, an area or a cost item.
#[derive(Debug, Serialize)]
struct RowRecord<'a> {
    id: &'a str,
    name: &'a str,
    name_en: Option<&'a str>,
    numerator: i64,
    denominator: i64,
    /// `counted`, `excluded` or `unknown`.
    standing: &'static str,
    source: &'a SourceId,
    sample: bool,
}

#[derive(Debug, Serialize)]
struct SourceRecord<'a> {
    id: &'a SourceId,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
}

/// One line of the table.
#[derive(Debug, Default, Serialize)]
struct Line<'a> {
    /// `figure`, `definition` (its formula, with the version as value), `date`, `input` or `row`.
    part: &'static str,
    id: &'a str,
    name: String,
    name_en: String,
    value: Option<serde_json::Value>,
    unit: Option<&'a str>,
    numerator: Option<i64>,
    denominator: Option<i64>,
    standing: Option<&'static str>,
    source: Option<&'a SourceId>,
    sample: Option<bool>,
}

/// Handles a request for the provenance, in the format given by the extension in the URL.
pub(super) async fn find(
    Path(kind): Path<String>,
    Extension(data): Extension<RequestSnapshot>,
    RawQuery(query): RawQuery,
) -> Response {
    let (kind, is_table) = kind.strip_suffix(".csv").map_or((kind.as_str(), false), |kind| (kind, true));
    let days = data.snapshot.askable_days(data.today);
    let figure = match Figure::read(kind, &Parameters::of(&query.unwrap_or_default()), &days) {
        Ok(figure) => figure,
        Err(error) => return Problem::from(error).into_response(),
    };
    let opened = figure.and_then(|figure| Some((figure.provenance(&data.snapshot, data.today)?, figure)));
    let Some((provenance, figure)) = opened else {
        let detail = "there is no such figure; expected an address that a page links to, such as \
                      /api/v1/figures/card-rate?area=CODE&measure=issued&as_of=DATE of a count that is recorded";
        return Problem::new(StatusCode::NOT_FOUND, detail).into_response();
    };
    if is_table {
        as_table(&figure, &provenance, data.today)
    } else {
        one(&record(&data.snapshot, &figure, &provenance))
    }
}

fn record<'a>(snapshot: &'a Snapshot, figure: &Figure, provenance: &'a Provenance) -> FigureRecord<'a> {
    let [numerator, denominator] = [0, 1].map(|at| {
        provenance.fraction.as_ref().map(|fraction| {
            let [name, name_en] = both(fraction[at].name);
            HalfRecord { name, name_en, amount: fraction[at].amount }
        })
    });
    let mut sources: Vec<SourceRecord<'a>> = Vec::new();
    for id in &provenance.sources {
        if sources.iter().all(|named| named.id != id) {
            let source = snapshot.source(id);
            sources.push(SourceRecord {
                id,
                title: source.and_then(|source| given(&source.title)),
                publisher: source.and_then(|source| given(&source.publisher)),
                url: source.and_then(|source| given(&source.url)),
            });
        }
    }
    FigureRecord {
        address: figure.address(),
        definition: definition_record(provenance.definition),
        subject: &provenance.subject.ja,
        subject_en: given(&provenance.subject.en),
        value: provenance.value,
        unit: provenance.unit.as_str(),
        numerator,
        denominator,
        inputs: provenance.inputs.iter().map(|input| (word(input.name), plain(&input.value))).collect(),
        rows: provenance
            .rows
            .iter()
            .map(|row| RowRecord {
                id: &row.id,
                name: &row.name.ja,
                name_en: given(&row.name.en),
                numerator: row.numerator,
                denominator: row.denominator,
                standing: row.inclusion.as_str(),
                source: &row.source,
                sample: row.sample,
            })
            .collect(),
        left_out: provenance.left_out.iter().map(|(name, count)| (word(name), json!(count))).collect(),
        dates: provenance.dates.iter().map(|(name, day)| (word(name), json!(day))).collect(),
        sources,
        sample: provenance.sample,
        revision: snapshot.revision,
    }
}

fn definition_record(definition: Definition) -> DefinitionRecord {
    let [name, name_en] = both(&format!("definition-{definition}-name"));
    let [formula, formula_en] = both(&format!("definition-{definition}-formula"));
    DefinitionRecord { id: definition, version: definition.version(), name, name_en, formula, formula_en }
}

fn both(name: &str) -> [String; 2] {
    [Language::Japanese, Language::English].map(|language| language.text(name))
}

/// The API's name for a message key: `provenance-cards-held` becomes `cards_held`.
fn word(name: &str) -> String {
    let name = name.strip_prefix("provenance-").unwrap_or(name);
    name.strip_prefix("date-").or_else(|| name.strip_prefix("left-out-")).unwrap_or(name).replace('-', "_")
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Nothing => serde_json::Value::Null,
        Value::Text(text) => json!(text),
        Value::Count(count) | Value::ThousandYen(count) => json!(count),
        Value::Percent(value) | Value::Points { points: value, .. } | Value::Number { value, .. } => json!(value),
        Value::Date(date) => json!(date),
    }
}

fn as_table(figure: &Figure, provenance: &Provenance, today: chrono::NaiveDate) -> Response {
    let [name, name_en] = both(&format!("definition-{}-name", provenance.definition));
    let half = |at: usize| provenance.fraction.as_ref().map(|fraction| fraction[at].amount);
    let LocalText { ja, en, .. } = &provenance.subject;
    let first = Line {
        part: "figure",
        id: figure.kind(),
        name: format!("{ja} {name}"),
        name_en: format!("{} {name_en}", if en.is_empty() { ja } else { en }),
        value: provenance.value.map(|value| json!(value)),
        unit: Some(provenance.unit.as_str()),
        numerator: half(0),
        denominator: half(1),
        source: provenance.sources.first(),
        sample: Some(provenance.sample),
        ..Line::default()
    };
    let inputs = provenance.inputs.iter().map(|input| {
        let [name, name_en] = both(input.name);
        Line { part: "input", name, name_en, value: Some(plain(&input.value)), ..Line::default() }
    });
    let rows = provenance.rows.iter().map(|row| Line {
        part: "row",
        id: &row.id,
        name: row.name.ja.clone(),
        name_en: row.name.en.clone(),
        numerator: Some(row.numerator),
        denominator: Some(row.denominator),
        standing: Some(row.inclusion.as_str()),
        source: Some(&row.source),
        sample: Some(row.sample),
        ..Line::default()
    });
    let [formula, formula_en] = both(&format!("definition-{}-formula", provenance.definition));
    let definition = Line {
        part: "definition",
        id: provenance.definition.as_str(),
        name: formula,
        name_en: formula_en,
        value: Some(json!(provenance.definition.version())),
        ..Line::default()
    };
    let dates = provenance.dates.iter().map(|(name, day)| {
        let [name, name_en] = both(name);
        Line { part: "date", name, name_en, value: Some(json!(day)), ..Line::default() }
    });
    let lines = [first, definition].into_iter().chain(dates).chain(inputs).chain(rows);
    let body = table::csv(&FIELDS, lines);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    let disposition = format!("attachment; filename=\"{}-{today}.csv\"", figure.kind());
    let disposition = HeaderValue::from_str(&disposition).expect("a kind of figure and a date may stand in a header");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    (headers, body).into_response()
}
