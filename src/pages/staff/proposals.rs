//! `/staff/proposals`: open and closed proposals.

use domain::proposal::{ProposalId, ProposalState, ProposalSummary};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::not_done;
use crate::components::base::page_head::PageHead;
use crate::components::staff::proposals::{EditRefused, proposal_title, proposals_table, proposals_table_with};
use crate::page_context::PageContext;
use crate::pages::staff::proposal::unchanged_note;
use crate::server::editing::EditRefusal;
use crate::server::editing::views::Seen;
use crate::server::staff::CurrentUser;

/// The data of the page.
#[derive(Debug)]
pub struct ProposalsView {
    pub all: Vec<ProposalSummary>,
    /// What the user has opened.
    pub seen: Seen,
    pub refusal: Option<EditRefusal>,
    /// Proposals that were to be approved together with others and were not, with the reason.
    pub not_approved: Vec<(ProposalId, EditRefusal)>,
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
    let done = context.parameters();
    let approved = done.text("count").filter(|_| done.text("done") == Some("approve"));
    let approved = approved.and_then(|number| number.parse::<usize>().ok()).map(|number| {
        let words = context.format_text("proposals-approved", [("count", count(number))]);
        view! { <p class="notice" role="status">{words}</p> }
    });
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
                {approved}
                {not_approved(context, view)}
                {unchanged_note(context)}
                <EditRefused refusal=view.refusal />
            </header>
            {to_approve(context, user, view, &waiting)}
            {section("proposals-own", &own)}
            {section("proposals-under-way", &under_way)}
            {section("proposals-ended", &ended)}
        </div>
    }
    .into_markup()
}

/// Whether the user has opened the present version of a proposal.
fn is_seen(view: &ProposalsView, listed: &ProposalSummary) -> bool {
    view.seen.get(&listed.proposal.id).is_some_and(|seen| seen.version == listed.proposal.version)
}

/// The proposals that wait for the user, to be approved together once each has been opened.
fn to_approve(context: &PageContext, user: &CurrentUser, view: &ProposalsView, waiting: &[&ProposalSummary]) -> Markup {
    let title = context.text("proposals-waiting");
    if waiting.is_empty() {
        return view! { <section class="stack"><h2>{title}</h2><p>{context.text("proposals-none")}</p></section> }
            .into_markup();
    }
    let tick = |listed: &ProposalSummary| -> Markup {
        if !is_seen(view, listed) {
            return view! { <span class="badge counter">{context.text("proposals-unseen")}</span> }.into_markup();
        }
        let value = format!("{} {}", listed.proposal.id, listed.proposal.version);
        let label = context.text("proposals-tick");
        view! {
            <label class="choice">
                <input type="checkbox" name="proposal" value=value />
                <span>{label} <span class="visually-hidden">{proposal_title(context, listed)}</span></span>
            </label>
        }
        .into_markup()
    };
    let head = context.text("proposals-seen");
    let table = proposals_table_with(context, user, &title, waiting, Some((head, &tick)));
    let button = waiting.iter().any(|listed| is_seen(view, listed)).then(|| {
        view! { <button class="button">{context.text("proposals-approve")}</button> }
    });
    view! {
        <section class="stack">
            <h2>{title}</h2>
            <p class="prose">{context.text("proposals-approve-text")}</p>
            <form class="stack" method="post" action=context.link("/staff/proposals/approve")>
                {table}
                {button}
            </form>
        </section>
    }
    .into_markup()
}

/// What was not approved among several, and why.
fn not_approved(context: &PageContext, view: &ProposalsView) -> Markup {
    if view.not_approved.is_empty() {
        return ().into_markup();
    }
    let lines = view.not_approved.iter().map(|(id, refusal)| {
        let listed = view.all.iter().find(|listed| listed.proposal.id == *id);
        let name = listed.map_or_else(|| id.to_string().into_markup(), |listed| proposal_title(context, listed));
        let words = format!("{}{}", context.text("typed-colon"), context.word("edit-refusal", refusal.as_str()));
        let link = context.link(&format!("/staff/proposals/{id}"));
        view! { <li><a href=link>{name}</a> {mark_japanese(context, &words)}</li> }
    });
    let lines = lines.collect_view();
    let text = context.text("proposals-not-approved");
    not_done(context, view! { <p>{text}</p> <ul>{lines}</ul> })
}
