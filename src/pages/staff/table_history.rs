//! `/staff/tables/{table}/history`: what has happened to a table, or to one of its rows, with the values before and after,
//! and the ways back.

use std::collections::{BTreeSet, HashMap};

use domain::staff::{PersonName, StaffId};
use exchange::city_table::CityTable;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::cells::cell_text;
use crate::components::staff::proposals::EditRefused;
use crate::components::staff::table_changes::change_section;
use crate::components::staff::tables::{column_name, table_name};
use crate::page_context::PageContext;
use crate::pages::staff::table::{history_address_of, row_address_of};
use crate::server::editing::row_undo::can_undo_rows;
use crate::server::editing::tables::TableChange;
use crate::server::editing::{EditRefusal, LONGEST_REASON};
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct TableHistoryView {
    pub table: CityTable,
    /// The key of the row that it is about; `None` for the whole table.
    pub row: Option<Vec<String>>,
    /// Newest first.
    pub changes: Vec<TableChange>,
    pub names: HashMap<StaffId, PersonName>,
    /// Whether the user may propose changes to the table.
    pub may_edit: bool,
    /// Whether the row is in the table.
    pub is_there: bool,
    /// The proposals whose file can be undone as a whole.
    pub undoable: BTreeSet<String>,
    /// The numbers of changes of the row after which it is again as it was before them.
    pub undone: BTreeSet<i64>,
    /// The rows of a history with the key, each of which can be removed: all values in English.
    pub events: Vec<Vec<String>>,
    pub refusal: Option<EditRefusal>,
    /// What was typed before a session ended, or into a form that was refused; empty if nothing was.
    pub form: Form,
}

#[must_use]
pub fn table_history_page(context: &PageContext, view: &TableHistoryView) -> Markup {
    let table = view.table;
    let title = context.text(if view.row.is_some() { "row-history" } else { "table-history" });
    let about = match &view.row {
        Some(key) => {
            let cells = table.key().iter().zip(key).map(|(column, value)| cell_text(context, table, column, value));
            let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
            format!("{}{}{}", table_name(context, table), context.text("typed-colon"), cells.join(" "))
        }
        None => table_name(context, table),
    };
    let trail = vec![
        (context.text("tables-title"), "/staff/tables".to_owned()),
        (table_name(context, table), format!("/staff/tables/{}", table.name)),
    ];
    let none = view.changes.is_empty().then(|| view! { <p>{context.text("table-history-none")}</p> });
    let changes = view
        .changes
        .iter()
        .map(|change| change_section(context, change, &view.names, ways_back(context, view, change)))
        .collect_view();
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=trail current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{mark_japanese(context, &about)}</p>
                <EditRefused refusal=view.refusal />
                {of_row(context, view)}
            </header>
            {events(context, view)}
            {none}
            {changes}
        </div>
    }
    .into_markup()
}

/// A form with a reason, folded up until it is asked for.
fn reason_form(
    action: String,
    (id, field): (String, &'static str),
    (label, button): (String, String),
    typed: Option<String>,
    hidden: Option<(&'static str, String)>,
) -> Markup {
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let is_open = typed.is_some();
    view! {
        <details open=is_open>
            <summary>{button.clone()}</summary>
            <form class="staff-form stack" method="post" action=action>
                {hidden}
                <div>
                    <label for=id.clone()>{label}</label>
                    <input
                        id=id
                        name=field
                        type="text"
                        autocomplete="off"
                        required
                        maxlength=LONGEST_REASON.to_string()
                        value=typed
                    />
                </div>
                <button class="button secondary">{button}</button>
            </form>
        </details>
    }
    .into_markup()
}

/// The form and the removal of the row that the page is about.
fn of_row(context: &PageContext, view: &TableHistoryView) -> Markup {
    let table = view.table;
    let Some(key) = view.row.as_deref().filter(|_| view.may_edit && view.is_there && !table.is_history()) else {
        return ().into_markup();
    };
    let form = row_address_of(table.name, Some(key));
    let remove = context.link(&form.replacen("/row", "/row/remove", 1));
    let words = (context.text("row-remove-reason"), context.text("row-remove"));
    view! {
        <p class="actions"><a href=context.link(&form)>{context.text("row-title")}</a></p>
        {reason_form(remove, ("remove-reason".to_owned(), "why"), words, None, None)}
        <p class="small quiet">{context.text("row-remove-text")}</p>
    }
    .into_markup()
}

/// The rows of a history with the key of the page, each with its removal.
fn events(context: &PageContext, view: &TableHistoryView) -> Option<Markup> {
    let table = view.table;
    let key = view.row.as_deref().filter(|_| !view.events.is_empty())?;
    let action = history_address_of(table.name, Some(key)).replacen("/history", "/history/remove", 1);
    let items: Vec<_> = view
        .events
        .iter()
        .enumerate()
        .map(|(number, cells)| {
            let values = table.columns().iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            let facts: Vec<_> = values
                .map(|(column, cell)| {
                    let value = cell_text(context, table, column.key, cell);
                    view! { <div><dt>{column_name(context, column)}</dt><dd>{mark_japanese(context, &value)}</dd></div> }
                })
                .collect();
            let event = serde_json::to_string(cells).expect("texts are written as JSON");
            let typed = Some(view.form.text("reason").to_owned()).filter(|_| view.form.raw("event") == event);
            let words = (context.text("removable-event-remove-reason"), context.text("removable-event-remove"));
            let id = format!("event-reason-{number}");
            view! {
                <li class="box stack">
                    <dl class="facts">{facts}</dl>
                    {reason_form(context.link(&action), (id, "reason"), words, typed, Some(("event", event)))}
                </li>
            }
        })
        .collect();
    let section = view! {
        <section class="stack" aria-labelledby="events">
            <h2 id="events">{context.text("removable-event-title")}</h2>
            <p class="prose">{context.text("removable-event-remove-text")}</p>
            <ul class="stack" role="list">{items}</ul>
        </section>
    };
    Some(section.into_markup())
}

/// What undoes a change: to the row that the page is about, or as a whole.
fn ways_back(context: &PageContext, view: &TableHistoryView, change: &TableChange) -> Markup {
    if !view.may_edit {
        return ().into_markup();
    }
    let number = change.log.number.to_string();
    let id = format!("undo-reason-{number}");
    let words = (context.text("proposal-undo-reason"), context.text("proposal-undo"));
    match (&view.row, &change.proposal) {
        (Some(_), _) if view.undone.contains(&change.log.number) => ().into_markup(),
        (Some(key), _) if can_undo_rows(view.table, change) => {
            let history = history_address_of(view.table.name, Some(key.as_slice()));
            let action = context.link(&history.replacen("/history", "/history/undo", 1));
            let typed = view.form.text("reason").to_owned();
            let typed = Some(typed).filter(|_| view.form.text("number") == number);
            view! {
                {reason_form(action, (id, "reason"), words, typed, Some(("number", number)))}
                <p class="small quiet">{context.text("row-undo-text")}</p>
            }
            .into_markup()
        }
        (None, Some(proposal)) if view.undoable.contains(proposal) => {
            let action = context.link(&format!("/staff/proposals/{proposal}/undo"));
            let words = (words.0, context.text("table-undo"));
            reason_form(action, (id, "reason"), words, None, None)
        }
        _ => ().into_markup(),
    }
}
