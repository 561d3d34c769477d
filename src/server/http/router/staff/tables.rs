//! The tables of the whole city, row by row: lists, forms, and files of single tables.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use exchange::city_table::CityTable;
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::Kind;
use store::error::AppError;

use super::addresses::{IMPORT, TABLES};
use super::proposals::names;
use super::table_rows::key_of;
use super::uploads::{as_workbook, filled};
use super::{after_failure, message_language, not_found, render_staff_page, request_data, to_page};
use crate::pages::staff::table::{TableView, table_page};
use crate::pages::staff::table_history::{TableHistoryView, table_history_page};
use crate::pages::staff::tables::{TablesView, tables_page};
use crate::server::editing::tables::MOST_LOGGED;
use crate::server::query::Parameters;
use crate::server::state::AppState;

pub(super) async fn list(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let looked_up = async {
        let edits = state.edits();
        Ok::<_, AppError>(TablesView { tables: edits.table_overviews().await?, rules: edits.rules().await? })
    };
    match looked_up.await {
        Ok(view) => {
            render_staff_page(parts, TABLES, StatusCode::OK, move |context, user| tables_page(context, user, &view))
                .await
        }
        Err(error) => after_failure(&error, "counting the rows of tables"),
    }
}

/// A table that has rows: outlines are no table.
pub(super) fn table_with_rows(name: &str) -> Option<CityTable> {
    CityTable::named(name).filter(|table| table.kind != Kind::Boundaries)
}

pub(super) async fn show(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(table) = CityTable::named(&name) else { return not_found(parts).await };
    if table.kind == Kind::Boundaries {
        return to_page(&parts, &format!("{IMPORT}?kind={}", table.kind));
    }
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let words = parameters.text("q").unwrap_or_default().to_owned();
    let page = parameters.text("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let language = message_language(&parts);
    let looked_up = async {
        let edits = state.edits();
        Ok::<_, AppError>(TableView {
            rows: edits.table_rows(table, language).await?,
            rules: edits.rules().await?,
            words,
            page,
            history: edits.table_history(table).await?,
            names: names(&state).await?,
        })
    };
    match looked_up.await {
        Ok(view) => {
            let address = format!("{TABLES}/{name}");
            render_staff_page(parts, &address, StatusCode::OK, move |context, user| table_page(context, user, &view))
                .await
        }
        Err(error) => after_failure(&error, "reading the rows of a table"),
    }
}

/// The table as a workbook to work in, or only its columns with `?empty=yes`.
pub(super) async fn download(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(table) = table_with_rows(&name) else { return not_found(parts).await };
    let language = message_language(&parts);
    let filter = ExportFilter { definitions: table.is_definitions, ..ExportFilter::all(table.kind) };
    let today = request_data(&parts, &state).today;
    if Parameters::of(parts.uri.query().unwrap_or_default()).text("empty").is_some() {
        let name = format!("{name}-template.xlsx");
        return match Table::load(state.db(), &filter, language, today).await {
            Ok(table) => as_workbook(move || table.without_rows().as_workbook(), name, "writing a template").await,
            Err(error) => after_failure(&error, "gathering what a template offers"),
        };
    }
    filled(&state, &parts, &filter, &name, today).await
}

/// Redirects to the form that takes a file of this table.
pub(super) async fn import(Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match CityTable::named(&name) {
        Some(table) => to_page(&parts, &format!("{IMPORT}?kind={}", table.kind)),
        None => not_found(parts).await,
    }
}

/// What has happened to a table, or to one of its rows.
pub(super) async fn history(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(table) = table_with_rows(&name) else { return not_found(parts).await };
    let row = key_of(&parts);
    let looked_up = async {
        let edits = state.edits();
        let changes = edits.table_changes(table, row.as_deref(), MOST_LOGGED).await?;
        Ok::<_, AppError>(TableHistoryView { table, row, changes, names: names(&state).await? })
    };
    match looked_up.await {
        Ok(view) => {
            let address = format!("{TABLES}/{name}/history");
            render_staff_page(parts, &address, StatusCode::OK, move |context, _| table_history_page(context, &view))
                .await
        }
        Err(error) => after_failure(&error, "reading the history of a table"),
    }
}
