//! A reorganisation of departments in two steps: what happens to which departments, then how.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use domain::formula_escape::escape_formula;
use domain::proposal::ProposalAction;
use domain::reorganisation::Row;
use domain::table_kind::TableKind;
use domain::text::MessageLanguage;
use exchange::export::csv_file;
use exchange::import::table::reorganisation::{COLUMNS, text};
use exchange::import::table::template;

use super::addresses::REORGANISE;
use super::proposals::{FileDraft, draft_of_file, to_proposal};
use super::uploads::{as_workbook, keeper};
use super::{
    SubmittedForm, after_failure, message_language, render_staff_page, request_data, restored_form, status_of_form,
    to_page,
};
use crate::pages::staff::reorganise::{ReorganiseView, reorganise_page};
use crate::server::editing::files::NewFile;
use crate::server::editing::proposed_file::FileOptions;
use crate::server::editing::{EditError, EditRefusal};
use crate::server::http::forms::reorganise::{Chosen, ReorganiseMistake, ReorganiseMistakes, begun, read};
use crate::server::http::forms::{FormError, draft_version};
use crate::server::query::{Parameters, address};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

/// Why a form was not kept.
#[derive(Default)]
struct Rejected {
    mistakes: ReorganiseMistakes,
    refusal: Option<EditRefusal>,
}

impl From<EditRefusal> for Rejected {
    fn from(refusal: EditRefusal) -> Self {
        Self { mistakes: Vec::new(), refusal: Some(refusal) }
    }
}

/// The fields of a form that are not kept with its draft: the proposal has the reason and the version itself.
const NOT_KEPT: [&str; 3] = ["reason", "proposal", "version"];

/// A form with these fields and what the draft says besides them.
fn with_draft(fields: impl Iterator<Item = (String, String)>, draft: Option<&FileDraft>) -> Form {
    let of_draft = draft.into_iter().flat_map(|draft| {
        let (id, version) = (draft.id.to_string(), draft.version.to_string());
        [("reason", draft.reason.clone()), ("proposal", id), ("version", version)]
    });
    Form::from_fields(fields.chain(of_draft.map(|(name, value)| (name.to_owned(), value))).collect())
}

fn owned(form: &Form) -> impl Iterator<Item = (String, String)> {
    form.fields().map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// The first step with the departments of a form ticked, as far as they are still there.
fn first_step_of(form: &Form, names: &str, draft: Option<&FileDraft>) -> Form {
    let happening = ("kind".to_owned(), form.text("kind").to_owned());
    let departments = names.split(';').map(|code| ("department".to_owned(), code.to_owned()));
    with_draft(std::iter::once(happening).chain(departments), draft)
}

/// A draft is opened with the form that it was made of. An address that says what happens begins a form anew, also for a
/// draft.
pub(super) async fn show(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let snapshot = request_data(&parts, &state).snapshot;
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    if let Some(form) = restored_form(&parts) {
        let chosen = Chosen::of(form.text("kind"), form.text("of").split(';'), &snapshot);
        return show_form(&state, parts, chosen, form, Rejected::default()).await;
    }
    let draft = match draft_of_file(&state, &user, &parts, ProposalAction::Edit).await {
        Ok(draft) => draft.filter(|draft| draft.file.options.form.is_some()),
        Err(error) => return after_failure(&error, "opening a draft"),
    };
    let kept = draft.as_ref().and_then(|draft| draft.file.options.form.clone());
    let (chosen, form, names) = match (parameters.text("kind"), kept) {
        (None, Some(kept)) => {
            let form = with_draft(kept.into_iter(), draft.as_ref());
            let names = form.text("of").to_owned();
            let chosen = Chosen::of(form.text("kind"), names.split(';'), &snapshot);
            (chosen, form, names)
        }
        (happening, _) => {
            let names = parameters.text("department").unwrap_or_default().to_owned();
            let chosen = Chosen::of(happening.unwrap_or_default(), names.split(';'), &snapshot);
            let begun = match &chosen {
                Some(chosen) => begun(chosen, &snapshot),
                None => Form::from_fields(vec![("kind".to_owned(), happening.unwrap_or_default().to_owned())]),
            };
            (chosen, with_draft(owned(&begun), draft.as_ref()), names)
        }
    };
    let is_gone = chosen.is_none() && !names.is_empty();
    let refusal = is_gone.then_some(EditRefusal::Gone);
    let form = if is_gone { first_step_of(&form, &names, draft.as_ref()) } else { form };
    show_form(&state, parts, chosen, form, Rejected { refusal, ..Rejected::default() }).await
}

async fn show_form(
    state: &AppState,
    parts: Parts,
    chosen: Option<Chosen>,
    form: Form,
    Rejected { mistakes, refusal }: Rejected,
) -> Response {
    let status = status_of_form(refusal, mistakes.is_empty());
    match state.edits().rules().await {
        Ok(rules) => {
            let view = ReorganiseView { chosen, rules, form, mistakes, refusal };
            render_staff_page(parts, REORGANISE, status, move |context, user| reorganise_page(context, user, &view))
                .await
        }
        Err(error) => after_failure(&error, "reading the rules of departments"),
    }
}

/// The first step. Its answer has an address, so that it can be left and come back to.
pub(super) async fn choose(State(state): State<AppState>, SubmittedForm { parts, form }: SubmittedForm) -> Response {
    let snapshot = request_data(&parts, &state).snapshot;
    match Chosen::of(form.text("kind"), form.all("department"), &snapshot) {
        Some(chosen) => {
            let codes = chosen.codes();
            let draft = Some(("proposal", form.text("proposal"))).filter(|(_, id)| !id.is_empty());
            let pairs = [("kind", chosen.happening.as_str()), ("department", codes.as_str())];
            to_page(&parts, &address(REORGANISE, pairs.into_iter().chain(draft)))
        }
        None => {
            let is_without_kind = form.text("kind").is_empty();
            let field = if is_without_kind { "kind" } else { "department" };
            let mistakes = vec![(Some(field.to_owned()), ReorganiseMistake::Field(FormError::Choice))];
            show_form(&state, parts, None, form, Rejected { mistakes, refusal: None }).await
        }
    }
}

/// The file that a form becomes.
fn file_of(rows: &[Row], language: MessageLanguage) -> Vec<u8> {
    let line = |row: &Row| COLUMNS.iter().map(|column| escape_formula(&text(row, column.key)).into_owned()).collect();
    csv_file(COLUMNS.iter().map(|column| column.header(language)), rows.iter().map(|row| -> Vec<String> { line(row) }))
}

pub(super) async fn propose(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let data = request_data(&parts, &state);
    let Some(chosen) = Chosen::of(form.text("kind"), form.text("of").split(';'), &data.snapshot) else {
        // A department of the form is no longer there.
        return show_form(&state, parts, None, form, Rejected::from(EditRefusal::Gone)).await;
    };
    let (typed, reason) = match read(&form, &chosen, &data.snapshot, data.today) {
        Ok(typed) => typed,
        Err(mistakes) => {
            return show_form(&state, parts, Some(chosen), form, Rejected { mistakes, refusal: None }).await;
        }
    };
    let kept = async {
        let edits = state.edits();
        let rules = edits.rules().await?;
        let kind = TableKind::Reorganisation;
        if !user.rights.open_tables(&rules).contains(&kind) {
            return Ok(Err(Rejected::from(EditRefusal::NoRight)));
        }
        if typed.rows.is_empty() {
            return Ok(Err(EditRefusal::Nothing.into()));
        }
        let (name, language) = (format!("{kind}-{}.csv", data.today), message_language(&parts));
        let content: Arc<[u8]> = file_of(&typed.rows, language).into();
        let outcome = edits.check_file(&user, kind, &name, &content, language).await?;
        if outcome.is_refused() {
            return Ok(Err(Rejected { mistakes: typed.mistakes(&outcome, language), refusal: None }));
        }
        if !outcome.changes_something() {
            return Ok(Err(EditRefusal::Nothing.into()));
        }
        let department = keeper(&user, kind, form.text("department").parse().ok(), &rules);
        let replaced = draft_version(&form).map_err(|_| EditRefusal::State)?;
        let fields = owned(&form).filter(|(name, _)| !NOT_KEPT.contains(&name.as_str())).collect();
        let options = FileOptions { form: Some(fields), ..FileOptions::default() };
        let file = NewFile { kind, name, options, department, content };
        edits.save_file(&user, replaced.as_ref(), file, &reason).await.map(Ok)
    };
    match kept.await {
        Ok(Ok(id)) => to_proposal(&parts, &id),
        Ok(Err(rejected)) => show_form(&state, parts, Some(chosen), form, rejected).await,
        Err(EditError::Refused(refusal)) => show_form(&state, parts, Some(chosen), form, refusal.into()).await,
        Err(EditError::Failed(error)) => after_failure(&error, "keeping a reorganisation"),
    }
}

/// An empty file of a reorganisation.
pub(super) async fn download(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (kind, language) = (TableKind::Reorganisation, message_language(&parts));
    let name = format!("{kind}-template.xlsx");
    as_workbook(move || template::as_workbook(kind, language), name, "writing a template").await
}
