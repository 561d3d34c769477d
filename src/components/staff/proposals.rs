//! Parts that several pages use to show proposals.

use domain::entry::{EditableField, FieldChange};
use domain::procedure::DepartmentCode;
use domain::proposal::{ProposalKind, ProposalState, ProposalSummary};
use domain::table_kind::TableKind;
use leptos::prelude::*;

use crate::components::base::data_table::inside;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::not_done;
use crate::components::base::table::TableRegion;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::catalogue::recorded_changes::{field_cell, field_name};
use crate::components::staff::tables::kind_name;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::staff::CurrentUser;

/// The status of a proposal.
#[must_use]
pub fn state_badge(context: &PageContext, state: ProposalState) -> Markup {
    let class = match state {
        ProposalState::Published => "badge complete",
        ProposalState::Waiting | ProposalState::Scheduled => "badge partial",
        ProposalState::Returned => "badge counter",
        ProposalState::Draft | ProposalState::Withdrawn => "badge",
    };
    view! { <span class=class>{context.word("proposal-state", state.as_str())}</span> }.into_markup()
}

/// Why the action was rejected.
#[component]
pub fn EditRefused(refusal: Option<EditRefusal>) -> impl IntoView {
    let context = PageContext::current();
    refusal.map(|refusal| not_done(&context, view! { <p>{context.word("edit-refusal", refusal.as_str())}</p> }))
}

/// Department names as a list in a sentence.
#[must_use]
pub fn department_names(context: &PageContext, departments: &[DepartmentCode]) -> String {
    let name = |code| context.snapshot.department_name(code, context.language);
    departments.iter().map(name).collect::<Vec<_>>().join(&context.text("list-separator"))
}

/// The kind of a proposal, and the table that its file changes, if it has one.
#[must_use]
pub fn proposal_kind(context: &PageContext, kind: ProposalKind, file: Option<TableKind>) -> String {
    let table = |text: &str, file| context.format_text(text, [("table", kind_name(context, file))]);
    match (kind, file) {
        // A reorganisation is no table.
        (ProposalKind::File, Some(file)) if !file.is_table() => kind_name(context, file),
        (ProposalKind::File, Some(file)) => table("proposal-kind-table", file),
        (ProposalKind::Undo, Some(file)) => table("proposal-kind-table-undo", file),
        _ => context.word("proposal-kind", kind.as_str()),
    }
}

/// A short description of a proposal.
#[must_use]
pub fn proposal_title(context: &PageContext, listed: &ProposalSummary) -> Markup {
    let procedure = listed.first.as_ref().and_then(|id| context.snapshot.procedure(id));
    match (listed.entries, procedure) {
        (1, Some((_, procedure))) => view! { <ProcedureName procedure=procedure /> }.into_markup(),
        (0, _) => proposal_kind(context, listed.proposal.kind, listed.file).into_markup(),
        (1, None) => listed.first.as_ref().map(ToString::to_string).unwrap_or_default().into_markup(),
        (many, _) => context.format_text("proposal-many", [("count", count(many))]).into_markup(),
    }
}

/// A table of proposals; empty if there are none.
#[must_use]
pub fn proposals_table(
    context: &PageContext,
    user: &CurrentUser,
    title: &str,
    proposals: &[&ProposalSummary],
) -> Markup {
    proposals_table_with(context, user, title, proposals, None)
}

/// A further column before those of a table of proposals: its header, and what it says about each.
type FirstColumn<'a> = (String, &'a dyn Fn(&ProposalSummary) -> Markup);

/// A table of proposals with a further column before the others.
#[must_use]
pub fn proposals_table_with(
    context: &PageContext,
    user: &CurrentUser,
    title: &str,
    proposals: &[&ProposalSummary],
    first: Option<FirstColumn<'_>>,
) -> Markup {
    if proposals.is_empty() {
        return ().into_markup();
    }
    let rows = proposals
        .iter()
        .map(|listed| {
            let proposal = &listed.proposal;
            let whose = if proposal.author == user.member.id { "proposal-own" } else { "proposal-of-others" };
            let before = first.as_ref().map(|(_, cell)| view! { <td>{cell(listed)}</td> });
            view! {
                <tr>
                    {before}
                    <th scope="row">
                        <a href=context.link(&format!("/staff/proposals/{}", proposal.id))>
                            {proposal_title(context, listed)}
                        </a>
                    </th>
                    <td>{state_badge(context, proposal.state)}</td>
                    <td>{mark_japanese(context, &proposal.reason)}</td>
                    <td>{mark_japanese(context, &department_names(context, &listed.departments))}</td>
                    <td>{context.text(whose)}</td>
                    <td>{context.date_and_time(proposal.changed_at)}</td>
                </tr>
            }
        })
        .collect_view();
    let head = first.as_ref().map(|(head, _)| view! { <th scope="col">{head.clone()}</th> });
    let heads = ["what", "state", "reason", "departments", "author", "since"]
        .map(|column| view! { <th scope="col">{context.word("proposal-column", column)}</th> })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead><tr>{head} {heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { <TableRegion label=title.to_owned()>{table}</TableRegion> }.into_markup()
}

/// The headers for [`change_cells`], with other headers before and after.
#[must_use]
pub fn change_headers(context: &PageContext, before: Option<String>, behind: Vec<String>) -> Markup {
    let own = ["field", "from", "to"].map(|column| context.word("history-column", column));
    let heads = before.into_iter().chain(own).chain(behind);
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    view! { <thead><tr>{heads}</tr></thead> }.into_markup()
}

/// The old and the new value, as cells.
#[must_use]
pub fn change_cells(context: &PageContext, field: EditableField, field_change: &FieldChange) -> Markup {
    view! {
        <th scope="row">{field_name(context, field)}</th>
        <td><del>{inside(context, &field_cell(context, field, field_change.was.as_ref()))}</del></td>
        <td><ins>{inside(context, &field_cell(context, field, Some(&field_change.becomes)))}</ins></td>
    }
    .into_markup()
}
