//! `/staff/proposals`: open and closed proposals.

use domain::proposal::ProposalState;
use domain::proposal::ProposalSummary;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::proposals::{EditRefused, proposals_table};
use crate::page_context::PageContext;
use crate::pages::staff::proposal::unchanged_note;
use crate::server::editing::EditRefusal;
use crate::server::staff::CurrentUser;

/// The data of the page.
#[derive(Debug)]
pub struct ProposalsView {
    pub all: Vec<ProposalSummary>,
    pub refusal: Option<EditRefusal>,
}

/// Proposals that wait for approval.
#[must_use]
pub fn waiting_for<'a>(user: &CurrentUser, all: &'a [ProposalSummary]) -> Vec<&'a ProposalSummary> {
    all.iter()
        .filter(|listed| {
            listed.proposal.state == ProposalState::Waiting
                && user.rights.may_approve_all(&listed.departments, &listed.proposal.author)
        })
        .collect()
}

/// Proposals that need action from their author.
#[must_use]
pub fn to_be_done<'a>(user: &CurrentUser, all: &'a [ProposalSummary]) -> Vec<&'a ProposalSummary> {
    let is_open = |state| matches!(state, ProposalState::Draft | ProposalState::Returned);
    all.iter().filter(|listed| listed.proposal.author == user.member.id && is_open(listed.proposal.state)).collect()
}

#[must_use]
pub fn proposals_page(context: &PageContext, user: &CurrentUser, view: &ProposalsView) -> Markup {
    let title = context.text("proposals-title");
    let waiting = waiting_for(user, &view.all);
    let own = to_be_done(user, &view.all);
    let under_way: Vec<&ProposalSummary> = view
        .all
        .iter()
        .filter(|listed| listed.proposal.state.is_open())
        .filter(|listed| !waiting.contains(listed) && !own.contains(listed))
        .collect();
    let ended: Vec<&ProposalSummary> = view.all.iter().filter(|listed| !listed.proposal.state.is_open()).collect();
    let section = |name: &str, proposals: &[&ProposalSummary]| {
        let title = context.text(name);
        let table = if proposals.is_empty() {
            view! { <p>{context.text("proposals-none")}</p> }.into_markup()
        } else {
            proposals_table(context, user, &title, proposals)
        };
        view! { <section class="stack"><h2>{title}</h2>{table}</section> }.into_markup()
    };
    let kept = (context.parameters().text("done") == Some("kept")).then(|| {
        view! { <p class="notice" role="status">{context.word("proposal-done", "kept")}</p> }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{context.text("proposals-lead")}</p>
                {kept}
                {unchanged_note(context)}
                <EditRefused refusal=view.refusal />
            </header>
            {section("proposals-waiting", &waiting)}
            {section("proposals-own", &own)}
            {section("proposals-under-way", &under_way)}
            {section("proposals-ended", &ended)}
        </div>
    }
    .into_markup()
}
