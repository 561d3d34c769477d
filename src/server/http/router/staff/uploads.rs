//! Tables as files to work in, and what is known of files that were sent: their reports, and reading them again.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::procedure::DepartmentCode;
use domain::proposal::ProposalId;
use domain::rights::DepartmentRules;
use domain::table_kind::TableKind;
use exchange::import::Kind;
use exchange::import::table::template;
use store::error::AppError;

use super::addresses::PROPOSALS;
use super::proposals::show_proposal;
use super::{after_failure, message_language, not_found, request_data, to_page};
use crate::language::Language;
use crate::server::editing::EditRefusal;
use crate::server::editing::files::outcome::{Outcome, ReportWords};
use crate::server::editing::files::previews::PreviewStatus;
use crate::server::editing::files::typed_cards::areas;
use crate::server::editing::proposed_file::FileTable;
use crate::server::editing::selection::{EntryFilter, Reports};
use crate::server::export::workbook::{Words, workbook};
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::state::AppState;
use exchange::export::tables::{CardRows, ExportFilter, Table};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The contents of a table download: the user's own procedures, or the figures of the city and its wards.
fn selection_of(table: FileTable, user: &CurrentUser, data: &RequestSnapshot) -> ExportFilter {
    let snapshot = &data.snapshot;
    let own = || {
        snapshot
            .procedures
            .iter()
            .filter(|one| one.department.as_ref().is_some_and(|code| user.rights.may_edit(code)))
            .map(|one| one.id.clone())
            .collect()
    };
    let procedures = matches!(table, FileTable::Procedures | FileTable::Usage).then(own);
    let areas = areas(snapshot).into_iter().map(|area| area.code.clone()).collect();
    let cards = if table == FileTable::CardsByAge { CardRows::ByAge } else { CardRows::Whole };
    ExportFilter { procedures, areas, cards, ..ExportFilter::all(table.kind()) }
}

pub(super) fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .expect("the name of a file holds letters, digits and hyphens");
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// Writes a workbook on a blocking thread.
pub(super) async fn as_workbook(
    work: impl FnOnce() -> Result<Vec<u8>, AppError> + Send + 'static,
    name: String,
    what: &'static str,
) -> Response {
    let made = tokio::task::spawn_blocking(work).await;
    // A panic message may contain data from the file.
    match made.unwrap_or_else(|error| {
        Err(if error.is_panic() {
            AppError::Internal("making a workbook panicked".to_owned())
        } else {
            AppError::ShuttingDown("the server is shutting down".to_owned())
        })
    }) {
        Ok(bytes) => file(WORKBOOK, &name, bytes),
        Err(error) => after_failure(&error, what),
    }
}

pub(super) async fn filled(
    state: &AppState,
    parts: &Parts,
    selection: &ExportFilter,
    name: &str,
    today: chrono::NaiveDate,
) -> Response {
    match Table::load(state.db(), selection, message_language(parts), today).await {
        Ok(table) => {
            let name = format!("{name}-{today}.xlsx");
            as_workbook(move || table.as_workbook(), name, "writing a workbook to work in").await
        }
        Err(error) => after_failure(&error, "gathering a table to work in"),
    }
}

/// The procedures of a list as an editable workbook: exactly those that the list shows.
pub(super) async fn selection(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let data = request_data(&parts, &state);
    let Ok(chosen) = EntryFilter::of(&Parameters::of(parts.uri.query().unwrap_or_default())) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let reports = match Reports::load(state.db(), &data.snapshot).await {
        Ok(reports) => reports,
        Err(error) => return after_failure(&error, "reading what residents reported"),
    };
    let found = chosen.find(&data.snapshot, &user.rights, &reports, data.today);
    let procedures = Some(found.into_iter().map(|procedure| procedure.id.clone()).collect());
    let selection = ExportFilter { procedures, ..ExportFilter::all(Kind::Procedures) };
    filled(&state, &parts, &selection, "procedures", data.today).await
}

/// `cards.xlsx` and the other tables: the current data, or only the columns with `?empty=yes`.
pub(super) async fn download(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let Some(table) = name.strip_suffix(".xlsx").and_then(|name| name.parse::<FileTable>().ok()) else {
        return not_found(parts).await;
    };
    let data = request_data(&parts, &state);
    let language = message_language(&parts);
    if Parameters::of(parts.uri.query().unwrap_or_default()).text("empty").is_some() {
        let name = format!("{table}-template.xlsx");
        return as_workbook(move || template::as_workbook(table.kind(), language), name, "writing a template").await;
    }
    filled(&state, &parts, &selection_of(table, &user, &data), table.as_str(), data.today).await
}

/// The user's department that keeps a table: the one that is named, if it keeps the table, or else the first.
pub(super) fn keeper(
    user: &CurrentUser,
    table: TableKind,
    said: Option<DepartmentCode>,
    rules: &DepartmentRules,
) -> Option<DepartmentCode> {
    let keepers = user.rights.departments_keeping(table, rules);
    said.filter(|said| keepers.contains(said)).or_else(|| keepers.into_iter().next())
}

/// Stops reading the file of a proposal. Nothing has been written; it can be read again or withdrawn.
pub(super) async fn abandon(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    stop(&state, &user, &id, request, |id| state.previews().cancel(id)).await
}

pub(super) async fn read_again(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    stop(&state, &user, &id, request, |id| state.previews().forget(id)).await
}

async fn stop(
    state: &AppState,
    user: &CurrentUser,
    id: &str,
    request: Request,
    stop: impl Fn(&ProposalId),
) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(id) = id.parse::<ProposalId>() else { return not_found(parts).await };
    match state.edits().open(user, &id).await {
        Ok(Some(_)) => {
            stop(&id);
            to_page(&parts, &format!("{PROPOSALS}/{id}"))
        }
        Ok(None) => not_found(parts).await,
        Err(error) => after_failure(&error, "opening a proposal"),
    }
}

/// The outcome of a proposal's file, if known.
async fn found(
    state: &AppState,
    user: &CurrentUser,
    parts: &Parts,
    id: &str,
) -> Result<Option<Arc<Outcome>>, AppError> {
    let Ok(id) = id.parse::<ProposalId>() else { return Ok(None) };
    let Some(opened) = state.edits().open(user, &id).await? else { return Ok(None) };
    if opened.unpublished_file().is_none_or(|file| !file.is_kept) {
        return Ok(None);
    }
    match state.edits().look_at_file(state.previews(), &opened, message_language(parts)).await? {
        PreviewStatus::Found(outcome) => Ok(Some(outcome)),
        _ => Ok(None),
    }
}

fn report_words(language: Language) -> ReportWords {
    let word = |family: &str, member: &str| language.word(family, member);
    ReportWords {
        title: language.text("file-report"),
        what: ["wrong", "changed", "new", "refused", "removed"].map(|what| word("file-what", what)),
        columns: ["what", "row", "record", "column", "old", "new", "right"].map(|column| word("file-column", column)),
        more: language.text("file-report-more"),
    }
}

/// If there is no report yet, or no longer, the proposal's page is shown instead.
async fn without_report(state: &AppState, user: &CurrentUser, parts: Parts, id: &str) -> Response {
    match id.parse() {
        Ok(id) => {
            let mut parts = parts;
            let (language, _) = Language::split_path(parts.uri.path());
            parts.uri = language.path(&format!("{PROPOSALS}/{id}")).parse().unwrap_or_default();
            show_proposal(state, user, parts, &id, Some(EditRefusal::State)).await
        }
        Err(_) => not_found(parts).await,
    }
}

pub(super) async fn report_as_csv(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    match found(&state, &user, &parts, &id).await {
        Ok(Some(outcome)) => {
            let words = report_words(Language::split_path(parts.uri.path()).0);
            let mut answer = file("text/csv; charset=utf-8; header=present", "report.csv", Vec::new());
            // A long report is generated while it is sent, and stops if the client disconnects.
            let parts = (0..).map_while(move |part| outcome.csv_part(part, &words)).map(Ok::<_, Infallible>);
            *answer.body_mut() = Body::from_stream(futures::stream::iter(parts));
            answer
        }
        Ok(None) => without_report(&state, &user, parts, &id).await,
        Err(error) => after_failure(&error, "making the report of a file"),
    }
}

pub(super) async fn report_as_workbook(
    State(state): State<AppState>,
    user: CurrentUser,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    match found(&state, &user, &parts, &id).await {
        Ok(Some(outcome)) => {
            let language = Language::split_path(parts.uri.path()).0;
            let words = report_words(language);
            let notes = vec![[language.text("file-report"), outcome.notes.join("\n")]];
            let of_notes = Words { notes: language.text("take-away-notes"), sample: language.text("sample") };
            let work = move || workbook(&[outcome.as_sheet(&words)], &notes, &of_notes);
            as_workbook(work, "report.xlsx".to_owned(), "writing the report of a file").await
        }
        Ok(None) => without_report(&state, &user, parts, &id).await,
        Err(error) => after_failure(&error, "making the report of a file"),
    }
}
