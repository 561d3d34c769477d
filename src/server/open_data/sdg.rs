//! `/api/v1/sdg/…`: the proxy for indicator 16.9.1, in the format of reporting platforms for the Sustainable
//! Development Goals (Open SDG): a table that begins with `Year` and ends with `Value`, plus metadata.

use axum::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::area::Area;
use domain::calendar::FiscalYear;
use domain::card::{CardCount, Measure};
use domain::sdg::{GOAL_16, INDICATOR_16_9_1, RESOLUTION, TARGET_16_9};
use serde::Serialize;
use serde_json::json;

use super::list::{one, two_decimals};
use super::table;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::read_model::figures::last_of_each_fiscal_year;
use crate::server::read_model::snapshot::Snapshot;

/// The columns. Those between year and value disaggregate the figure; empty cells mean the headline figure.
pub const FIELDS: [&str; 6] = ["Year", "Units", "Series", "Ward", "COMMENT_OBS", "Value"];

#[derive(Debug, Serialize)]
struct Line<'a> {
    /// The fiscal year, April to March, named after the year in which it begins.
    #[serde(rename = "Year")]
    year: FiscalYear,
    #[serde(rename = "Units")]
    units: &'static str,
    /// The measure; the two are never one series.
    #[serde(rename = "Series")]
    series: &'static str,
    /// Empty for the whole city.
    #[serde(rename = "Ward")]
    ward: &'a str,
    /// The date of the count, and whether it is sample data.
    #[serde(rename = "COMMENT_OBS")]
    comment: String,
    /// Percent, two decimals.
    #[serde(rename = "Value")]
    value: Option<f64>,
}

const fn series(measure: Measure) -> &'static str {
    match measure {
        Measure::Held => "My Number cards held",
        Measure::Issued => "My Number cards issued, cumulative",
    }
}

fn english(area: &Area) -> &str {
    if area.name_en.is_empty() { &area.name } else { &area.name_en }
}

fn lines(snapshot: &Snapshot) -> Vec<Line<'_>> {
    let Some(city) = snapshot.home() else { return Vec::new() };
    let mut lines = Vec::new();
    for measure in Measure::ALL {
        let areas = std::iter::once((city, "")).chain(snapshot.wards(&city.code).map(|ward| (ward, english(ward))));
        for (area, ward) in areas {
            let series_of_area: Vec<&CardCount> = last_of_each_fiscal_year(snapshot.card_series(&area.code, *measure));
            lines.extend(series_of_area.into_iter().map(|count| Line {
                year: FiscalYear::of(count.as_of),
                units: "Percentage of residents",
                series: series(*measure),
                ward,
                comment: format!("as of {}{}", count.as_of, if count.sample { "; sample data" } else { "" }),
                value: count.rate().percent().map(two_decimals),
            }));
        }
    }
    lines
}

/// Serves the data.
pub(super) async fn data(Extension(data): Extension<RequestSnapshot>) -> Response {
    let body = table::csv(&FIELDS, lines(&data.snapshot).into_iter());
    // The platform treats a byte order mark as part of the first column name.
    let body = body.strip_prefix("\u{feff}".as_bytes()).map(<[u8]>::to_vec).unwrap_or(body);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"indicator_16-9-1-proxy.csv\""),
    ];
    (headers, body).into_response()
}

/// Serves the metadata: what the figures mean, and what they do not.
pub(super) async fn metadata(Extension(data): Extension<RequestSnapshot>) -> Response {
    let snapshot = &data.snapshot;
    let city = snapshot.home().map(english);
    let mut sources: Vec<serde_json::Value> = Vec::new();
    for count in snapshot.card_counts() {
        let Some(source) = snapshot.source(&count.source) else { continue };
        let named =
            json!({ "source_organisation": source.publisher, "source_name": source.title, "source_url": source.url });
        if !sources.contains(&named) {
            sources.push(named);
        }
    }
    one(&json!({
        "indicator_number": "16.9.1",
        "indicator_name": INDICATOR_16_9_1.en,
        "indicator_name_national": "My Number cards per resident (proxy for 16.9.1)",
        "indicator_available": "My Number cards per resident",
        "target_number": TARGET_16_9.number,
        "target_name": TARGET_16_9.en,
        "goal_number": GOAL_16.number,
        "goal_name": GOAL_16.en,
        "global_indicator_source": RESOLUTION,
        "proxy": "proxy",
        "data_non_statistical": false,
        "reporting_status": "complete",
        "graph_type": "line",
        "computation_units": "Percentage of residents",
        "computation_calculations": "cards ÷ residents of the Basic Resident Register × 100, last count of each fiscal year (April to March)",
        "national_geographical_coverage": city,
        "other_info": "A proxy, not indicator 16.9.1: birth registration is a legal duty in Japan and nearly \
                       universal. Cards held and cards issued are two series and must never be joined. Ward figures \
                       are sample data where their comment says so.",
        "sources": sources,
        "revision": snapshot.revision,
    }))
}
