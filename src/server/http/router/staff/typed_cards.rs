//! The card figures of a month, entered by hand.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use domain::proposal::ProposalAction;
use domain::table_kind::TableKind;

use super::addresses::{TABLES, TYPED_CARDS};
use super::proposals::{FileDraft, draft_of_file, to_proposal};
use super::uploads::keeper;
use super::{
    SubmittedForm, after_failure, message_language, render_staff_page, request_data, restored_form, status_of_form,
    to_page,
};
use crate::pages::staff::typed_cards::{TypedCardsView, typed_cards_page};
use crate::server::editing::files::NewFile;
use crate::server::editing::files::typed::{Settled, TypedNow};
use crate::server::editing::files::typed_cards::{DraftedCards, TypedCards};
use crate::server::editing::proposed_file::FileOptions;
use crate::server::editing::{EditError, EditRefusal};
use crate::server::http::forms::conflicts::choices;
use crate::server::http::forms::typed_cards::{
    TypedMistakes, TypedWarnings, are_confirmed, begun, of_draft, read, warnings,
};
use crate::server::http::forms::{draft_version, reason};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;
use crate::server::state::AppState;

/// Why a form was not carried out.
#[derive(Default)]
struct Rejected {
    mistakes: TypedMistakes,
    /// What is unusual, and has to be confirmed.
    warnings: TypedWarnings,
    refusal: Option<EditRefusal>,
    /// What somebody else has registered meanwhile.
    conflicts: Option<TypedNow>,
}

impl From<EditRefusal> for Rejected {
    fn from(refusal: EditRefusal) -> Self {
        Self { refusal: Some(refusal), ..Self::default() }
    }
}

pub(super) async fn show(State(state): State<AppState>, user: CurrentUser, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let data = request_data(&parts, &state);
    let found = async {
        let draft = draft_of_file(&state, &user, &parts, ProposalAction::Edit).await?;
        let now = match draft.as_ref().and_then(|draft| draft.typed.as_ref()) {
            Some(typed) => state.edits().beside_rows(typed).await?.filter(|now| !now.conflicts().is_empty()),
            None => None,
        };
        Ok::<_, store::error::AppError>((draft, now))
    };
    match found.await {
        Ok((draft, conflicts)) => {
            let drafted = draft.as_ref().and_then(|draft| Some((draft, DraftedCards::of(draft.typed.as_ref()?)?)));
            let (form, conflicts) = match (restored_form(&parts), drafted) {
                (Some(form), _) => (form, None),
                (None, Some((FileDraft { id, version, reason, file, .. }, drafted))) => {
                    // A day that has passed meanwhile is no day to wait for.
                    let day = file.options.effective_on.filter(|day| *day > data.today);
                    let more = [
                        ("reason", reason.clone()),
                        ("effective_on", day.map(|day| day.to_string()).unwrap_or_default()),
                        ("other_publisher", file.options.source_publisher.clone()),
                        ("proposal", id.to_string()),
                        ("version", version.to_string()),
                    ];
                    (of_draft(&drafted, &data.snapshot, more), conflicts)
                }
                (None, None) => (begun(&data.snapshot, data.today), None),
            };
            show_form(&state, &user, parts, form, Rejected { conflicts, ..Rejected::default() }).await
        }
        Err(error) => after_failure(&error, "opening a draft"),
    }
}

async fn show_form(state: &AppState, user: &CurrentUser, parts: Parts, form: Form, rejected: Rejected) -> Response {
    let Rejected { mistakes, warnings, refusal, conflicts } = rejected;
    let status = status_of_form(refusal, mistakes.is_empty());
    match state.edits().rules().await {
        Ok(rules) => {
            let keepers = user.rights.departments_keeping(TableKind::Cards, &rules);
            let may_type = user.rights.open_tables(&rules).contains(&TableKind::Cards);
            let view = TypedCardsView { may_type, keepers, form, mistakes, warnings, refusal, conflicts };
            render_staff_page(parts, TYPED_CARDS, status, move |context, _| typed_cards_page(context, &view)).await
        }
        Err(error) => after_failure(&error, "reading the rules of departments"),
    }
}

pub(super) async fn propose(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let data = request_data(&parts, &state);
    let typed = read(&form, &data.snapshot, data.today);
    let (typed, reason) = match (typed, reason(&form)) {
        (Ok(typed), Ok(reason)) => (typed, reason),
        (typed, reason) => {
            let mut mistakes = typed.err().unwrap_or_default();
            mistakes.extend(reason.err().map(|mistake| ("reason".to_owned(), mistake.into())));
            return show_form(&state, &user, parts, form, Rejected { mistakes, ..Rejected::default() }).await;
        }
    };
    let warnings = warnings(&typed, &data.snapshot);
    if !are_confirmed(&warnings, &form) {
        return show_form(&state, &user, parts, form, Rejected { warnings, ..Rejected::default() }).await;
    }
    let rejected = match judge(&state, &user, &parts, &form, typed, reason).await {
        Ok(Verdict::Kept(id)) => return to_proposal(&parts, &id),
        Ok(Verdict::TheirsStands) => return to_page(&parts, &format!("{TABLES}/{}", TableKind::Cards)),
        Ok(Verdict::Undecided(now)) => Rejected { conflicts: Some(*now), ..EditRefusal::Conflict.into() },
        Err(EditError::Refused(refusal)) => refusal.into(),
        Err(EditError::Failed(error)) => return after_failure(&error, "keeping figures that were typed"),
    };
    show_form(&state, &user, parts, form, Rejected { warnings, ..rejected }).await
}

/// What became of a form.
enum Verdict {
    Kept(domain::proposal::ProposalId),
    /// What others have registered stands, and nothing of the form is left.
    TheirsStands,
    /// Somebody has to choose.
    Undecided(Box<TypedNow>),
}

async fn judge(
    state: &AppState,
    user: &CurrentUser,
    parts: &Parts,
    form: &Form,
    typed: TypedCards<'_>,
    reason: &str,
) -> Result<Verdict, EditError> {
    let edits = state.edits();
    let replaced = draft_version(form).map_err(|_| EditRefusal::State)?;
    // A draft knows what its author saw. Who types figures for the first time has seen none.
    let before = match &replaced {
        Some(draft) => edits.open(user, &draft.id).await?.and_then(|opened| opened.file?.options.typed),
        None => None,
    };
    let seen = |key: &[String]| before.as_ref()?.rows.iter().find(|row| row.key == key)?.seen.clone();
    let name = typed.file_name();
    let (source, source_publisher) = (typed.source.clone(), typed.publisher.clone());
    let effective_on = typed.effective_on;
    let draft = typed.into_draft(message_language(parts), seen);
    let now = match edits.settle_rows(&draft, |now| choices(form, &now.draft, now.conflicts())).await? {
        Settled::Ready(now) => now,
        Settled::TheirsStands => return Ok(Verdict::TheirsStands),
        Settled::Undecided(now) => return Ok(Verdict::Undecided(Box::new(now))),
    };
    let rules = edits.rules().await?;
    let content: Arc<[u8]> = now.content().into();
    let typed = Some(now.draft);
    let file = NewFile {
        kind: TableKind::Cards,
        name,
        options: FileOptions { typed, effective_on, source, source_publisher, ..FileOptions::default() },
        department: keeper(user, TableKind::Cards, form.text("department").parse().ok(), &rules),
        content,
    };
    Ok(Verdict::Kept(edits.save_file(user, replaced.as_ref(), file, reason).await?))
}
