//! The form that takes a file, and the drafts that files become. A file that arrives with a wrong field stays with its
//! draft, so that nobody has to choose it again.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::procedure::DepartmentCode;
use domain::proposal::ProposalAction;
use domain::rights::DepartmentRules;
use domain::table_kind::TableKind;
use store::error::AppError;

use super::addresses::IMPORT;
use super::proposals::{FileDraft, draft_of_file, to_proposal};
use super::uploads::keeper;
use super::{after_failure, render_staff_page, request_data, restored_form, status_of_form};
use crate::pages::staff::import::{ImportView, import_page};
use crate::server::editing::files::{LARGEST_FILE, NewFile};
use crate::server::editing::proposed_file::FileOptions;
use crate::server::editing::{DraftVersion, EditError, EditRefusal};
use crate::server::http::forms::upload::{UploadRequest, fields_of};
use crate::server::http::forms::{FormError, FormErrors, draft_version, reason};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::staff::multipart::{self, MultipartError, UploadedFile};
use crate::server::state::AppState;

/// A form to show, and why it was not carried out.
#[derive(Default)]
struct Shown {
    form: Form,
    /// The name of the file that is kept with the form's draft.
    kept: Option<String>,
    mistakes: FormErrors,
    refusal: Option<EditRefusal>,
}

/// A form with the draft that it goes on with.
fn with_draft(form: &Form, draft: &DraftVersion) -> Form {
    let is_other = |(name, _): &(&str, &str)| !matches!(*name, "proposal" | "version");
    let fields = form.fields().filter(is_other).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let of_draft = [("proposal", draft.id.to_string()), ("version", draft.version.to_string())];
    Form::from_fields(fields.chain(of_draft.map(|(name, value)| (name.to_owned(), value))).collect())
}

/// The form of a draft whose file was sent as it is.
fn form_of(draft: &FileDraft) -> Form {
    let department = draft.departments.first().map(ToString::to_string).unwrap_or_default();
    let form = fields_of(draft.file.kind, &draft.file.options, &draft.reason, department);
    with_draft(&form, &DraftVersion { id: draft.id.clone(), version: draft.version })
}

pub(super) async fn show(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let draft = match draft_of_file(&state, &user, &parts, ProposalAction::Edit).await {
        Ok(draft) => draft.filter(|draft| !draft.file.options.is_of_form() && draft.file.is_kept),
        Err(error) => return after_failure(&error, "opening a draft"),
    };
    let shown = match (restored_form(&parts), draft) {
        (Some(form), _) => match kept_with(&state, &user, &form).await {
            Ok(kept) => Shown { form, kept, ..Shown::default() },
            Err(error) => return after_failure(&error, "opening a draft"),
        },
        (None, Some(draft)) => Shown { form: form_of(&draft), kept: Some(draft.file.name.clone()), ..Shown::default() },
        (None, None) => {
            let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
            let kind = parameters.text("kind").unwrap_or_default().to_owned();
            Shown { form: Form::from_fields(vec![("kind".to_owned(), kind)]), ..Shown::default() }
        }
    };
    show_import(&state, &user, parts, shown).await
}

/// The name of the file that is kept with the draft of a form.
async fn kept_with(state: &AppState, user: &CurrentUser, form: &Form) -> Result<Option<String>, AppError> {
    let Ok(Some(draft)) = draft_version(form) else { return Ok(None) };
    let opened = state.edits().open(user, &draft.id).await?;
    Ok(opened.and_then(|opened| {
        let file = opened.unpublished_file().filter(|file| file.is_kept)?;
        Some(file.name.clone())
    }))
}

async fn show_import(state: &AppState, user: &CurrentUser, parts: Parts, shown: Shown) -> Response {
    let Shown { form, kept, mistakes, refusal } = shown;
    let is_too_large = mistakes.iter().any(|(_, mistake)| *mistake == FormError::FileLarge);
    let status = match refusal {
        None if is_too_large => StatusCode::PAYLOAD_TOO_LARGE,
        refusal => status_of_form(refusal, mistakes.is_empty()),
    };
    match state.edits().rules().await {
        Ok(rules) => {
            let kinds = user.rights.open_tables(&rules);
            let keepers = keepers_among(&kinds, user, &rules);
            let view = ImportView { kinds, keepers, form, kept, mistakes, refusal };
            render_staff_page(parts, IMPORT, status, move |context, _| import_page(context, &view)).await
        }
        Err(error) => after_failure(&error, "reading the rules of departments"),
    }
}

/// The user's departments that keep one of these tables.
fn keepers_among(kinds: &[TableKind], user: &CurrentUser, rules: &DepartmentRules) -> Vec<DepartmentCode> {
    let keepers: BTreeSet<DepartmentCode> =
        kinds.iter().flat_map(|kind| user.rights.departments_keeping(*kind, rules)).collect();
    keepers.into_iter().collect()
}

pub(super) async fn upload(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // Checked before the body is read: a file is held in memory as a whole, and a user who may not upload one need not
    // send it.
    let rules = match state.edits().rules().await {
        Ok(rules) => rules,
        Err(error) => return after_failure(&error, "reading the rules of departments"),
    };
    if user.rights.open_tables(&rules).is_empty() {
        let shown = Shown { refusal: Some(EditRefusal::NoRight), ..Shown::default() };
        return show_import(&state, &user, parts, shown).await;
    }
    let _place = match state.gate().upload(user.member.id.as_str()).await {
        Ok(place) => place,
        Err(busy) => return axum::response::IntoResponse::into_response(busy),
    };
    let sent = match multipart::read(Request::from_parts(parts.clone(), body), LARGEST_FILE).await {
        Ok(sent) => sent,
        Err(unreadable) => {
            let mistake = match unreadable {
                MultipartError::TooLarge => ("file", FormError::FileLarge),
                MultipartError::Broken => ("main", FormError::Form),
            };
            return show_import(&state, &user, parts, Shown { mistakes: vec![mistake], ..Shown::default() }).await;
        }
    };
    let data = request_data(&parts, &state);
    let asked = UploadRequest::read(&sent.form, &data.snapshot, data.today);
    match save(&state, &user, &sent, asked, &rules).await {
        Ok(Ok(id)) => to_proposal(&parts, &id),
        Ok(Err(shown)) => show_import(&state, &user, parts, shown).await,
        Err(EditError::Refused(refusal)) => {
            let shown = Shown { form: sent.form, refusal: Some(refusal), ..Shown::default() };
            show_import(&state, &user, parts, shown).await
        }
        Err(EditError::Failed(error)) => after_failure(&error, "keeping a file"),
    }
}

/// Saves a file as a draft. With a wrong field, the draft keeps the file until the form is right.
async fn save(
    state: &AppState,
    user: &CurrentUser,
    sent: &UploadedFile,
    asked: Result<UploadRequest, FormErrors>,
    rules: &DepartmentRules,
) -> Result<Result<domain::proposal::ProposalId, Shown>, EditError> {
    let edits = state.edits();
    let draft = draft_version(&sent.form).map_err(|_| EditRefusal::State)?;
    let has_file = !sent.content.is_empty();
    let file = |kind, options, department: Option<DepartmentCode>| NewFile {
        kind,
        name: sent.name.clone(),
        options,
        department: keeper(user, kind, department, rules),
        content: Arc::from(sent.content.as_slice()),
    };
    let mut mistakes = match asked {
        Ok(UploadRequest { kind, options, department, reason }) if has_file || draft.is_some() => {
            let file = file(kind, options, department);
            return Ok(Ok(edits.save_file(user, draft.as_ref(), file, &reason).await?));
        }
        asked => asked.err().unwrap_or_default(),
    };
    if !has_file && draft.is_none() {
        mistakes.push(("file", FormError::File));
    }
    let shown = |form: Form, kept| Shown { form, kept, mistakes: mistakes.clone(), refusal: None };
    if !has_file {
        let kept = match &draft {
            Some(draft) => edits.open(user, &draft.id).await?.and_then(|opened| opened.file).map(|file| file.name),
            None => None,
        };
        return Ok(Err(shown(sent.form.clone(), kept)));
    }
    // Without a kind, nobody knows who may keep it.
    let Ok(kind) = sent.form.text("kind").parse::<TableKind>() else { return Ok(Err(shown(sent.form.clone(), None))) };
    let file = file(kind, FileOptions::default(), sent.form.text("department").parse().ok());
    let name = file.name.clone();
    let id = edits.save_file(user, draft.as_ref(), file, reason(&sent.form).unwrap_or_default()).await?;
    let version = draft.map_or(1, |draft| draft.version + 1);
    Ok(Err(shown(with_draft(&sent.form, &DraftVersion { id, version }), Some(name))))
}
