//! `/staff/procedures/{id}/edit` and `/staff/procedures/new`: the form for the whole entry of a procedure.

use domain::procedure::{DepartmentCode, Procedure};
use domain::proposal::Proposal;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::form_fields::{Fields, Label};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::catalogue::contradictions::contradiction_notice;
use crate::components::catalogue::ending::EndingNotice;
use crate::components::catalogue::procedure_history::AnnouncedChanges;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::staff::entry_fields::{change_fields, entry_sections};
use crate::components::staff::proposals::{EditRefused, state_badge};
use crate::components::staff::reading_hints::reading_hints;
use crate::page_context::PageContext;
use crate::pages::staff::entry_tables::entry_tables;
use crate::server::editing::EditRefusal;
use crate::server::http::forms::FormErrors;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
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

#[must_use]
pub fn entry_page(context: &PageContext, user: &CurrentUser, view: &EntryView) -> Markup {
    let title = context.text(if view.entry.is_some() { "entry-title" } else { "entry-new-title" });
    let name = view.entry.as_ref().map(|entry| view! { <p class="lead"><ProcedureName procedure=entry /></p> });
    let trail = vec![(context.text("staff-procedures-title"), "/staff/procedures".to_owned())];
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
                        {state_badge(context, proposal.state)} " "
                        <a href=context.link(&format!("/staff/proposals/{}", proposal.id))>
                            {if reason.is_empty() { context.text("proposal-without-reason") } else { reason }}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="notice caution stack">
                <p>{context.text("entry-others")}</p>
                <ul>{others}</ul>
            </div>
        }
    });
    let about = view.entry.as_ref().map(|entry| {
        let (public, history) =
            (format!("/procedures/{}", entry.id), format!("/staff/procedures/{}/history", entry.id));
        view! {
            <p class="actions">
                <a href=context.link(&public)>{context.text("entry-public-page")}</a>
                <a href=context.link(&history)>{context.text("entry-history-link")}</a>
            </p>
        }
    });
    let ending = view.entry.as_ref().map(|entry| view! { <EndingNotice procedure=entry /> });
    let announced = view.entry.as_ref().map(|entry| view! { <AnnouncedChanges procedure=entry /> });
    let warnings = view.entry.as_ref().map(|entry| contradiction_notice(context, entry, context.as_of));
    let tables = view.entry.as_ref().map(|entry| entry_tables(context, entry));
    let fields = Fields { context, form: &view.form, mistakes: &view.mistakes };
    let id = view.entry.is_none().then(|| {
        fields.line("id", &Label::of(context.text("entry-id")).hint(context.text("entry-id-hint")).required(), "text")
    });
    let knows = |step| {
        view.entry
            .as_ref()
            .is_some_and(|entry| entry.steps_at(context.as_of, chrono::NaiveDate::MAX).get(step).is_some())
    };
    let mut departments: Vec<DepartmentCode> = user.rights.roles().departments.iter().cloned().collect();
    departments.extend(view.entry.as_ref().and_then(|entry| entry.department.clone()));
    let hidden = ["base", "base_on", "revision", "proposal", "version"].map(|name| fields.hidden(name)).collect_view();
    let form = view! {
        <form class="entry-form sections" method="post" action=context.link(&address)>
            {hidden}
            {id}
            {entry_sections(fields, knows, &departments, view.entry.is_none())}
            <section class="stack" aria-labelledby="entry-change">
                <h2 id="entry-change">{context.text("entry-change")}</h2>
                {change_fields(fields)}
                {fields.tick("checked", &context.text("entry-checked"))}
            </section>
            <div class="save-bar">
                <button class="button">{context.text("entry-preview")}</button>
                <p class="small quiet">{context.text("entry-preview-hint")}</p>
            </div>
            {reading_hints(context, &view.form)}
        </form>
    };
    view! {
        {head}
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {name}
                {about}
                {ending}
                {announced}
                <EditRefused refusal=view.refusal />
                {fields.mistakes()}
                {others}
                {warnings}
            </header>
            {tables}
            {with_contents(context, form)}
        </div>
    }
    .into_markup()
}
