//! What can be done with a proposal, on its page.

use domain::entry::ProcedurePatch;
use domain::procedure::Procedure;
use domain::proposal::{ProposalAction, ProposalKind, ProposalState};
use domain::table_kind::TableKind;
use leptos::prelude::*;

use super::proposal::changed_entry;
use super::proposal_view::ProposalView;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::raw_markup::MultiLineField;
use crate::page_context::PageContext;
use crate::server::editing::LONGEST_REASON;
use crate::server::editing::files::outcome::{CountLine, Outcome};
use crate::server::editing::files::retention::UNDONE_WITHIN;
use crate::server::editing::typed_draft::TypedDraft;
use crate::server::staff::CurrentUser;

/// What undoing a file brings back, in words.
fn what_comes_back(context: &PageContext, view: &ProposalView) -> String {
    let counts = view.opened.file.as_ref().map(|file| file.counts.as_slice()).unwrap_or_default();
    let sum = |of: fn(&CountLine) -> usize| count(counts.iter().map(of).sum::<usize>());
    let numbers =
        [("new", sum(|line| line.new)), ("changed", sum(|line| line.changed)), ("removed", sum(|line| line.removed))];
    context.format_text("file-undo-brings", numbers)
}

/// The forms for the available actions.
pub(super) fn actions(context: &PageContext, user: &CurrentUser, view: &ProposalView) -> Markup {
    let opened = &view.opened;
    let proposal = &opened.proposal;
    let version = proposal.version.to_string();
    let at = |below: &str| context.link(&format!("/staff/proposals/{}{below}", proposal.id));
    // A file can proceed once it has been read completely, contains no errors and changes something.
    let base = view.outcome().and_then(Outcome::confirmable).map(str::to_owned);
    let is_blocked =
        opened.has_conflicts() || view.has_typed_conflicts() || (opened.unpublished_file().is_some() && base.is_none());
    let button = |below: &str, words: &str, secondary: bool| {
        let class = if secondary { "button secondary" } else { "button" };
        view! {
            <form method="post" action=at(below)>
                <input type="hidden" name="version" value=version.clone() />
                {base.clone().map(|base| view! { <input type="hidden" name="base" value=base /> })}
                <button class=class>{context.text(words)}</button>
            </form>
        }
        .into_markup()
    };
    let mut forms: Vec<Markup> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    if !is_blocked {
        if opened.may(user, ProposalAction::Publish) {
            forms.push(button("/publish", "proposal-publish", false));
        } else if opened.may(user, ProposalAction::Send) {
            forms.push(button("/send", "proposal-send", false));
            notes.push(context.text("proposal-send-text"));
        }
        if opened.may(user, ProposalAction::Approve) {
            forms.push(button("/approve", "proposal-approve", false));
        }
    }
    if opened.may(user, ProposalAction::Edit)
        && proposal.kind == ProposalKind::Entry
        && let [entry] = opened.entries.as_slice()
    {
        let to = if entry.change.is_new {
            format!("/staff/procedures/new?proposal={}", proposal.id)
        } else {
            format!("/staff/procedures/{}/edit?proposal={}", entry.change.procedure, proposal.id)
        };
        forms.push(
            view! { <a class="button secondary" href=context.link(&to)>{context.text("proposal-edit")}</a> }
                .into_markup(),
        );
    }
    if opened.may(user, ProposalAction::Edit)
        && let Some(file) = opened.unpublished_file().filter(|file| file.options.undoes.is_none())
    {
        let page = match (&file.options.typed, &file.options.form) {
            (Some(typed), _) => typed.page.as_str(),
            (None, Some(_)) => "/staff/reorganise",
            (None, None) => "/staff/import",
        };
        let joint = if page.contains('?') { '&' } else { '?' };
        let to = format!("{page}{joint}proposal={}", proposal.id);
        // A removal has nothing to go on with.
        let is_removal = |draft: &TypedDraft| draft.rows.iter().all(|row| row.becomes.is_none());
        let has_form = !file.options.typed.as_ref().is_some_and(is_removal);
        let words = if file.options.is_of_form() { "proposal-edit" } else { "file-replace" };
        forms.extend(has_form.then(|| {
            view! { <a class="button secondary" href=context.link(&to)>{context.text(words)}</a> }.into_markup()
        }));
    }
    if opened.may(user, ProposalAction::Withdraw) {
        forms.push(button("/withdraw", "proposal-withdraw", true));
    }
    if proposal.state == ProposalState::Waiting && proposal.author == user.member.id {
        notes.push(context.text("proposal-waits"));
    }
    if let Some(day) = opened.waits_until() {
        notes.push(context.format_text("file-waits-note", [("date", context.date(day))]));
    } else if proposal.state == ProposalState::Scheduled {
        let is_file = proposal.kind == ProposalKind::File;
        notes.push(context.text(if is_file { "file-scheduled-note" } else { "proposal-scheduled-note" }));
    }
    let give_back = opened.may(user, ProposalAction::Return).then(|| {
        view! {
            <form class="staff-form stack" method="post" action=at("/return")>
                <input type="hidden" name="version" value=version.clone() />
                <div>
                    <label for="return-answer">{context.text("proposal-return-answer")}</label>
                    <MultiLineField
                        id="return-answer"
                        name="answer"
                        rows=3
                        text=view.restored.raw("answer")
                        longest=LONGEST_REASON
                        required=true
                    />
                </div>
                <button class="button secondary">{context.text("proposal-return")}</button>
            </form>
        }
    });
    let is_undone = view.undoing.iter().any(|undoing| undoing.is_open || undoing.stands);
    let is_of_procedures = opened.file.as_ref().is_some_and(|file| file.kind == TableKind::Procedures);
    let can_be_undone = |(procedure, change): (&Procedure, ProcedurePatch)| change.can_be_undone(procedure);
    let can_undo_procedures = is_of_procedures
        && view.written_entries.iter().filter_map(|row| changed_entry(context, row)).any(can_be_undone);
    let may_undo_file = opened.can_undo_file()
        && !is_undone
        && opened.file.as_ref().is_some_and(|file| user.rights.open_tables(&opened.rules).contains(&file.kind));
    let may_undo = may_undo_file
        || (matches!(proposal.state, ProposalState::Published | ProposalState::Scheduled)
            && (proposal.kind != ProposalKind::File || can_undo_procedures)
            && opened.can_undo_entries()
            && user.rights.may_edit_all(&opened.departments));
    if let Some(undoing) = view.undoing.iter().rev().find(|undoing| undoing.is_open || undoing.stands) {
        let words = context.text(if undoing.is_open { "file-undo-prepared" } else { "file-undone" });
        let link = context.link(&format!("/staff/proposals/{}", undoing.id));
        forms.push(view! { <p><a href=link>{words}</a></p> }.into_markup());
    }
    if is_of_procedures && may_undo {
        notes.push(context.text("file-undo-procedures"));
    }
    if may_undo_file {
        notes.push(what_comes_back(context, view));
        let days = UNDONE_WITHIN.num_days().to_string();
        notes.push(context.format_text("file-undo-text", [("days", days)]));
        // Accounts and rules are not in a file.
        if opened.file.as_ref().is_some_and(|file| file.kind == TableKind::Reorganisation) {
            notes.push(context.text("reorganise-undo-text"));
        }
    }
    let undo = may_undo.then(|| {
        view! {
            <form class="staff-form stack" method="post" action=at("/undo")>
                <div>
                    <label for="undo-reason">{context.text("proposal-undo-reason")}</label>
                    <input
                        id="undo-reason"
                        name="reason"
                        type="text"
                        autocomplete="off"
                        required
                        value=view.restored.raw("reason").to_owned()
                    />
                </div>
                <button class="button secondary">{context.text("proposal-undo")}</button>
            </form>
        }
    });
    let notes = notes.into_iter().map(|note| view! { <p class="prose">{note}</p> }).collect_view();
    if forms.is_empty() && give_back.is_none() && undo.is_none() {
        return notes.into_markup();
    }
    let forms = (!forms.is_empty()).then(|| view! { <div class="actions">{forms}</div> });
    view! {
        <section class="stack no-print" aria-labelledby="actions">
            <h2 id="actions">{context.text("proposal-actions")}</h2>
            {notes}
            {forms}
            {give_back}
            {undo}
        </section>
    }
    .into_markup()
}
