//! The API, `/api/v1`: the public data as JSON and as CSV.
//!
//! The record types in the files below define the responses. `docs/API.md` documents them for users, and a test fails
//! if the two differ. Field names are never changed, only added.

mod ages;
mod areas;
mod audit_heads;
mod budget;
mod cards;
mod catalogue_changes;
mod corrections;
pub mod figures;
mod guides;
mod in_languages;
mod indicators;
mod initiatives;
pub mod linked_data;
mod list;
pub mod office_linked_data;
pub mod offices;
mod particulars;
mod preflight;
mod problem;
mod procedures;
pub mod sdg;
pub(super) mod table;
mod training;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

pub use indicators::ComputedFigure;
pub use initiatives::Deadline;
pub use list::{Asked, Content, Form, List};
pub use preflight::open_to_other_sites;
pub use problem::Problem;
pub use table::LongTable;

/// All lists of the API.
pub const LISTS: [List; 16] = [
    procedures::LIST,
    catalogue_changes::LIST,
    areas::LIST,
    offices::LIST,
    cards::LIST,
    ages::LIST,
    indicators::LIST,
    budget::LIST,
    budget::ITEMS,
    initiatives::LIST,
    training::COURSES,
    training::TRAINING,
    training::COUNTS,
    corrections::LIST,
    audit_heads::LIST,
    guides::LIST,
];

/// The routes below `/api`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut version_1 = Router::new()
        .route("/figures/{kind}", get(figures::find).options(preflight::answer))
        .route("/sdg/indicator_16-9-1-proxy.csv", get(sdg::data).options(preflight::answer))
        .route("/sdg/16-9-1-proxy.json", get(sdg::metadata).options(preflight::answer))
        .route("/procedures/{id}", get(procedures::find).options(preflight::answer))
        .route("/guides/{id}", get(guides::find).options(preflight::answer))
        .route("/offices/{id}", get(offices::find).options(preflight::answer))
        .route("/indicators/{id}", get(indicators::find).options(preflight::answer));
    for list in LISTS {
        let json = move |moment, query| list::answer(list, Form::Json, moment, query);
        let csv = move |moment, query| list::answer(list, Form::Csv, moment, query);
        version_1 = version_1
            .route(&format!("/{}", list.name), get(json).options(preflight::answer))
            .route(&format!("/{}.csv", list.name), get(csv).options(preflight::answer));
    }
    Router::new().nest("/v1", version_1).fallback(no_such_address)
}

async fn no_such_address() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        format!(
            "there is nothing at this address; the lists are {}",
            LISTS.map(|list| format!("/api/v1/{}", list.name)).join(", ")
        ),
    )
}
