//! Parts that several pages use to show proposals.

use domain::entry::{EditableField, FieldChange};
use domain::procedure::DepartmentCode;
use domain::proposal::ProposalState;
use domain::proposal::ProposalSummary;
use leptos::prelude::*;

use super::data_table::inside;
use super::foreign::mark_japanese;
use super::procedure_name::ProcedureName;
use super::recorded_changes::{aspect_cell, aspect_name};
use super::table::TableRegion;
use super::written::count;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::edits::EditRefusal;
use crate::server::staff::CurrentUser;

/// The status of a proposal.
#[must_use]
pub fn state_badge(visit: &PageContext, state: ProposalState) -> Markup {
    let class = match state {
        ProposalState::Published => "badge complete",
        ProposalState::Waiting | ProposalState::Scheduled => "badge partial",
        ProposalState::Returned => "badge counter",
        ProposalState::Draft | ProposalState::Withdrawn => "badge",
    };
    view! { <span class=class>{visit.word("proposal-state", state.as_str())}</span> }.into_markup()
}

/// Why the action was rejected.
#[component]
pub fn EditRefused(refusal: Option<EditRefusal>) -> impl IntoView {
    let visit = PageContext::current();
    refusal.map(|refusal| {
        view! {
            <div class="notice error stack" role="alert">
                <h2>{visit.text("staff-not-done-title")}</h2>
                <p>{visit.word("edit-refusal", refusal.as_str())}</p>
            </div>
        }
    })
}

/// Department names as a list in a sentence.
#[must_use]
pub fn department_names(visit: &PageContext, departments: &[DepartmentCode]) -> String {
    let name = |code: &DepartmentCode| match visit.snapshot.department(code) {
        Some(department) => visit.language.pick(&department.name, &department.name_en).to_owned(),
        None => code.to_string(),
    };
    departments.iter().map(name).collect::<Vec<_>>().join(&visit.text("list-separator"))
}

/// A short description of a proposal.
#[must_use]
pub fn proposal_title(visit: &PageContext, listed: &ProposalSummary) -> Markup {
    let procedure = listed.first.as_ref().and_then(|id| visit.snapshot.procedure(id));
    match (listed.entries, procedure) {
        (1, Some((_, procedure))) => view! { <ProcedureName procedure=procedure /> }.into_markup(),
        (0, _) => visit.word("proposal-kind", listed.proposal.kind.as_str()).into_markup(),
        (1, None) => listed.first.as_ref().map(ToString::to_string).unwrap_or_default().into_markup(),
        (many, _) => visit.format_text("proposal-many", [("count", count(many))]).into_markup(),
    }
}

/// A table of proposals; empty if there are none.
#[must_use]
pub fn proposals_table(visit: &PageContext, desk: &CurrentUser, title: &str, proposals: &[&ProposalSummary]) -> Markup {
    if proposals.is_empty() {
        return ().into_markup();
    }
    let rows = proposals
        .iter()
        .map(|listed| {
            let proposal = &listed.proposal;
            let whose = if proposal.author == desk.member.id { "proposal-own" } else { "proposal-of-others" };
            view! {
                <tr>
                    <th scope="row">
                        <a href=visit.link(&format!("/staff/proposals/{}", proposal.id))>
                            {proposal_title(visit, listed)}
                        </a>
                    </th>
                    <td>{state_badge(visit, proposal.state)}</td>
                    <td>{mark_japanese(visit, &proposal.reason)}</td>
                    <td>{mark_japanese(visit, &department_names(visit, &listed.departments))}</td>
                    <td>{visit.text(whose)}</td>
                    <td>{visit.date_and_time(proposal.changed_at)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = ["what", "state", "reason", "departments", "author", "since"]
        .map(|column| view! { <th scope="col">{visit.word("proposal-column", column)}</th> })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { <TableRegion label=title.to_owned()>{table}</TableRegion> }.into_markup()
}

/// The headers for [`change_cells`], with other headers before and after.
#[must_use]
pub fn turn_headers(visit: &PageContext, before: Option<String>, behind: Vec<String>) -> Markup {
    let own = ["field", "from", "to"].map(|column| visit.word("history-column", column));
    let heads = before.into_iter().chain(own).chain(behind);
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    view! { <thead><tr>{heads}</tr></thead> }.into_markup()
}

/// The old and the new value, as cells.
#[must_use]
pub fn change_cells(visit: &PageContext, aspect: EditableField, turn: &FieldChange) -> Markup {
    view! {
        <th scope="row">{aspect_name(visit, aspect)}</th>
        <td><del>{inside(visit, &aspect_cell(visit, aspect, &turn.was))}</del></td>
        <td><ins>{inside(visit, &aspect_cell(visit, aspect, &turn.becomes))}</ins></td>
    }
    .into_markup()
}
