//! The same change to many entries.

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::Response;

use super::addresses::{BULK, PROPOSALS};
use super::entries::ids_of;
use super::{SubmittedForm, after_failure, render_staff_page, request_data, restored_form, status_of_form, to_page};
use crate::pages::staff::bulk::{BulkView, bulk_page};
use crate::server::editing::{EditError, EditRefusal};
use crate::server::http::forms::{self, FormErrors};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

/// The bulk change form, with the entries selected in the list.
pub(super) async fn choose(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let data = request_data(&parts, &state);
    match ids_of(&state, &user, &data, &form).await {
        Ok(ids) => {
            let fields = ids.into_iter().map(|id| ("procedure".to_owned(), id.to_string()));
            let day = ("effective_on".to_owned(), data.today.to_string());
            let form = Form::from_fields(fields.chain([day]).collect());
            show_bulk(parts, form, FormErrors::new(), None).await
        }
        Err(error) => after_failure(&error, "choosing entries"),
    }
}

pub(super) async fn show(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let form = restored_form(&parts).unwrap_or_default();
    show_bulk(parts, form, FormErrors::new(), None).await
}

async fn show_bulk(parts: Parts, form: Form, mistakes: FormErrors, refusal: Option<EditRefusal>) -> Response {
    let status = status_of_form(refusal, mistakes.is_empty());
    let view = BulkView { form, mistakes, refusal };
    render_staff_page(parts, BULK, status, move |context, user| bulk_page(context, user, &view)).await
}

pub(super) async fn propose(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let data = request_data(&parts, &state);
    let change = match forms::bulk::read(&form, &data.snapshot, data.today) {
        Ok(change) => change,
        Err(mistakes) => return show_bulk(parts, form, mistakes, None).await,
    };
    match state.edits().propose_for_many(&user, &change).await {
        Ok(proposed) => {
            let page = match proposed.proposals.as_slice() {
                [one] => format!("{PROPOSALS}/{one}"),
                _ => PROPOSALS.to_owned(),
            };
            to_page(&parts, &format!("{page}?done=kept&unchanged={}", proposed.unchanged))
        }
        Err(EditError::Refused(refusal)) => show_bulk(parts, form, FormErrors::new(), Some(refusal)).await,
        Err(EditError::Failed(error)) => after_failure(&error, "proposing a change to many"),
    }
}
