//! `/staff/procedures/{id}/history`: who changed what and why, with links to undo it.

use std::collections::HashMap;

use domain::audit::EntryRow;
use domain::procedure::Procedure;
use domain::staff::{PersonName, StaffId};
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::staff::people::actor_name;
use crate::components::staff::proposals::{EditRefused, change_cells, change_headers};
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::editing::undo::logged_change;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct EntryHistoryView {
    pub entry: Procedure,
    /// Newest first.
    pub rows: Vec<EntryRow>,
    pub names: HashMap<StaffId, PersonName>,
    pub refusal: Option<EditRefusal>,
    /// What was typed before a session ended; empty if nothing was.
    pub restored: Form,
}

#[must_use]
pub fn entry_history_page(context: &PageContext, user: &CurrentUser, view: &EntryHistoryView) -> Markup {
    let title = context.text("entry-history-title");
    let may_edit = view.entry.department.as_ref().is_some_and(|code| user.rights.may_edit(code));
    let edit = format!("/staff/procedures/{}/edit", view.entry.id);
    let changes: Vec<_> = view.rows.iter().map(|row| change(context, view, row, may_edit)).collect();
    let none = changes.is_empty().then(|| view! { <p>{context.text("history-entry-none")}</p> });
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![
                (context.text("staff-procedures-title"), "/staff/procedures".to_owned()),
                (context.text("entry-title"), edit),
            ]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead"><ProcedureName procedure=&view.entry /></p>
                <EditRefused refusal=view.refusal />
            </header>
            {none}
            {changes}
            {begun(context, view)}
        </div>
    }
    .into_markup()
}

/// How an entry began that a file added: the log has one row for the whole file.
fn begun(context: &PageContext, view: &EntryHistoryView) -> Markup {
    if view.rows.iter().any(EntryRow::is_addition) {
        return ().into_markup();
    }
    let log = &context.snapshot.audit_log;
    let Some(day) = log.first_recorded(&view.entry) else { return ().into_markup() };
    let reason = log.first_reason(&view.entry.id);
    let reason = (!reason.is_empty()).then(|| {
        let words = context.format_text("history-first-reason", [("reason", reason.to_owned())]);
        view! { <p>{mark_japanese(context, &words)}</p> }
    });
    view! {
        <section class="stack">
            <h2>{context.short_date(day)}</h2>
            <p>{context.format_text("history-first-recorded", [("date", context.date(day))])}</p>
            {reason}
        </section>
    }
    .into_markup()
}

fn change(context: &PageContext, view: &EntryHistoryView, row: &EntryRow, may_edit: bool) -> Markup {
    let name = |actor: &str| actor_name(context, &view.names, actor);
    let moment = context.stored_moment(&row.recorded_at);
    let approved = (!row.approved_by.is_empty()).then(|| {
        view! { <div><dt>{context.text("proposal-decided-by")}</dt><dd>{mark_japanese(context, &name(&row.approved_by))}</dd></div> }
    });
    let reason = (!row.reason.is_empty()).then(|| {
        view! { <div><dt>{context.word("proposal-column", "reason")}</dt><dd>{mark_japanese(context, &row.reason)}</dd></div> }
    });
    // A row that cannot be read is shown without values, and cannot be undone.
    let told = logged_change(row, context.as_of).unwrap_or_default();
    let table = match &told {
        Some(change) => {
            let rows = change
                .fields
                .iter()
                .map(|(field, field_change)| view! { <tr>{change_cells(context, *field, field_change)}</tr> })
                .collect_view();
            let table = view! {
                <table class="turns">
                    {change_headers(context, None, Vec::new())}
                    <tbody>{rows}</tbody>
                </table>
            };
            view! { <TableRegion label=moment.clone()>{table}</TableRegion> }.into_markup()
        }
        None => view! { <p>{context.text("entry-history-no-values")}</p> }.into_markup(),
    };
    let added = row.is_addition().then(|| view! { <p>{context.text("entry-history-added")}</p> });
    let undo =
        (may_edit && !row.is_addition() && told.is_some_and(|change| change.can_be_undone(&view.entry))).then(|| {
            let field = format!("reason-{}", row.number);
            let is_typed = view.restored.text("row") == row.number.to_string();
            let typed = is_typed.then(|| view.restored.raw("reason").to_owned());
            view! {
                <details open=is_typed>
                    <summary>{context.text("proposal-undo")}</summary>
                    <form
                        class="staff-form stack"
                        method="post"
                        action=context.link(&format!("/staff/procedures/{}/undo", view.entry.id))
                    >
                        <input type="hidden" name="row" value=row.number.to_string() />
                        <div>
                            <label for=field.clone()>{context.text("proposal-undo-reason")}</label>
                            <input id=field name="reason" type="text" autocomplete="off" required value=typed />
                        </div>
                        <button class="button secondary">{context.text("proposal-undo")}</button>
                    </form>
                </details>
            }
        });
    view! {
        <section class="stack">
            <h2>{moment.clone()}</h2>
            <dl class="facts">
                <div><dt>{context.text("proposal-who")}</dt><dd>{mark_japanese(context, &name(&row.actor))}</dd></div>
                {approved}
                {reason}
            </dl>
            {added}
            {table}
            {undo}
        </section>
    }
    .into_markup()
}
