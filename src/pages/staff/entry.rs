//! `/staff/procedures/{id}/edit` and `/staff/procedures/new`: the form for the whole entry of a procedure.

use domain::procedure::{DepartmentCode, Procedure};
use domain::proposal::Proposal;
use leptos::prelude::*;

use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::entry_fields::{change_fields, entry_sections};
use crate::components::form_fields::{Fields, Label};
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::procedure_name::ProcedureName;
use crate::components::proposals::{EditRefused, state_badge};
use crate::pages::PageContext;
use crate::pages::not_found::NotFoundPage;
use crate::server::edits::EditRefusal;
use crate::server::edits::entry_form::FormErrors;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug, Clone)]
pub struct EntryView {
    /// The current entry; `None` for a new one.
    pub entry: Option<Procedure>,
    pub form: Form,
    pub mistakes: FormErrors,
    pub refusal: Option<EditRefusal>,
    /// Open proposals for the same entry.
    pub others: Vec<Proposal>,
    /// Whether the user may edit the entry.
    pub may_edit: bool,
}

#[component]
pub fn EntryPage() -> Markup {
    let visit = PageContext::current();
    let (Some(desk), Some(view)) = (use_context::<CurrentUser>(), use_context::<EntryView>()) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let title = visit.text(if view.entry.is_some() { "entry-title" } else { "entry-new-title" });
    let name = view.entry.as_ref().map(|entry| view! { <p class="lead"><ProcedureName procedure=entry /></p> });
    let trail = vec![(visit.text("staff-procedures-title"), "/staff/procedures".to_owned())];
    let head = view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=trail current=title.clone() />
    };
    if !view.may_edit {
        return view! {
            {head}
            <header class="stack">
                <h1>{title}</h1>
                {name}
                <EditRefused refusal=Some(EditRefusal::NoRight) />
            </header>
        }
        .into_markup();
    }
    let address = view
        .entry
        .as_ref()
        .map_or_else(|| "/staff/procedures/new".to_owned(), |entry| format!("/staff/procedures/{}/edit", entry.id));
    let others = (!view.others.is_empty()).then(|| {
        let others = view
            .others
            .iter()
            .map(|proposal| {
                let reason = proposal.reason.clone();
                view! {
                    <li>
                        {state_badge(&visit, proposal.state)} " "
                        <a href=visit.link(&format!("/staff/proposals/{}", proposal.id))>
                            {if reason.is_empty() { visit.text("proposal-without-reason") } else { reason }}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="notice caution stack">
                <p>{visit.text("entry-others")}</p>
                <ul>{others}</ul>
            </div>
        }
    });
    let about = view.entry.as_ref().map(|entry| {
        let (public, history) =
            (format!("/procedures/{}", entry.id), format!("/staff/procedures/{}/history", entry.id));
        view! {
            <p class="actions">
                <a href=visit.link(&public)>{visit.text("entry-public-page")}</a>
                <a href=visit.link(&history)>{visit.text("entry-history-link")}</a>
            </p>
        }
    });
    let fields = Fields { visit: &visit, form: &view.form, mistakes: &view.mistakes };
    let id = view
        .entry
        .is_none()
        .then(|| fields.line("id", &Label::of(visit.text("entry-id")).hint(visit.text("entry-id-hint")), "text"));
    let knows = |step| {
        view.entry.as_ref().is_some_and(|entry| entry.steps_at(visit.today, chrono::NaiveDate::MAX).get(step).is_some())
    };
    let mut departments: Vec<DepartmentCode> = desk.rights.roles().departments.iter().cloned().collect();
    departments.extend(view.entry.as_ref().and_then(|entry| entry.department.clone()));
    let hidden = ["base", "revision", "proposal", "version"].map(|name| fields.hidden(name)).collect_view();
    view! {
        {head}
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {name}
                {about}
                <EditRefused refusal=view.refusal />
                {fields.mistakes()}
                {others}
            </header>
            <form class="entry-form sections" method="post" action=visit.link(&address)>
                {hidden}
                {id}
                {entry_sections(fields, knows, &departments)}
                <section class="stack" aria-labelledby="entry-change">
                    <h2 id="entry-change">{visit.text("entry-change")}</h2>
                    {change_fields(fields)}
                    {fields.tick("checked", &visit.text("entry-checked"))}
                    <button class="button">{visit.text("entry-preview")}</button>
                    <p class="small quiet">{visit.text("entry-preview-hint")}</p>
                </section>
            </form>
        </div>
    }
    .into_markup()
}
