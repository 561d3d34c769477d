//! What has been written to tables: who, why and how much, and the values before and after in the words of the reader.

use std::collections::HashMap;

use domain::procedure::DepartmentCode;
use domain::staff::{PersonName, StaffId};
use domain::table_kind::TableKind;
use leptos::prelude::*;

use super::cells::{cell_text, column_label, row_cell_text};
use super::people::actor_name;
use super::tables::kind_name;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;
use crate::pages::staff::table::history_address_of;
use crate::server::editing::tables::{RecordChange, TableChange, WrittenCounts};

/// Records shown of one change.
const MOST_RECORDS: usize = 50;

/// How many records a change touched, in words.
#[must_use]
pub fn counts_in_words(context: &PageContext, counts: &[WrittenCounts]) -> String {
    let words = counts.iter().map(|of| {
        let noun = context.language.pick(&of.noun.1, &of.noun.0).to_owned();
        let numbers = [("new", of.new), ("changed", of.changed), ("removed", of.removed)];
        let numbers = numbers.into_iter().filter(|(_, number)| *number > 0);
        let numbers = numbers.map(|(what, number)| format!("{} {}", context.word("file-what", what), count(number)));
        let numbers = numbers.collect::<Vec<_>>().join(&context.text("list-separator"));
        format!("{noun}{}{numbers}", context.text("typed-colon"))
    });
    words.collect::<Vec<_>>().join(&context.text("figure-list-separator"))
}

/// The changes as a table, without values.
#[must_use]
pub fn changes_table(
    context: &PageContext,
    title: &str,
    changes: &[TableChange],
    names: &HashMap<StaffId, PersonName>,
) -> Markup {
    let rows = changes
        .iter()
        .map(|change| {
            let log = &change.log;
            let told = counts_in_words(context, &change.counts);
            let told = match &change.proposal {
                Some(id) => {
                    let link = context.link(&format!("/staff/proposals/{id}"));
                    view! { <a href=link>{mark_japanese(context, &told)}</a> }.into_markup()
                }
                None => mark_japanese(context, &told),
            };
            let approved = (!log.approved_by.is_empty()).then(|| actor_name(context, names, &log.approved_by));
            view! {
                <tr>
                    <th scope="row">{context.stored_moment(&log.recorded_at)}</th>
                    <td>{mark_japanese(context, &actor_name(context, names, &log.actor))}</td>
                    <td>{approved.map(|name| mark_japanese(context, &name))}</td>
                    <td>{mark_japanese(context, &log.reason)}</td>
                    <td>{told}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.text("table-history-when")}</th>
                    <th scope="col">{context.text("proposal-who")}</th>
                    <th scope="col">{context.text("proposal-decided-by")}</th>
                    <th scope="col">{context.word("proposal-column", "reason")}</th>
                    <th scope="col">{context.text("table-history-what")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { <TableRegion label=title.to_owned()>{table}</TableRegion> }.into_markup()
}

/// One change with its values, and what can be done about it below them.
#[must_use]
pub fn change_section(
    context: &PageContext,
    change: &TableChange,
    names: &HashMap<StaffId, PersonName>,
    below: Markup,
) -> Markup {
    let log = &change.log;
    let moment = context.stored_moment(&log.recorded_at);
    let fact = |name: String, value: String| {
        (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{mark_japanese(context, &value)}</dd></div> })
    };
    let approved =
        if log.approved_by.is_empty() { String::new() } else { actor_name(context, names, &log.approved_by) };
    let proposal = change.proposal.as_ref().map(|id| {
        let link = context.link(&format!("/staff/proposals/{id}"));
        view! { <p><a href=link>{context.text("table-history-proposal")}</a></p> }
    });
    let values = if change.records.is_empty() {
        view! { <p>{context.text("entry-history-no-values")}</p> }.into_markup()
    } else {
        records_table(context, &moment, &change.records)
    };
    view! {
        <section class="stack">
            <h2>{moment}</h2>
            <dl class="facts">
                {fact(context.text("proposal-who"), actor_name(context, names, &log.actor))}
                {fact(context.text("proposal-decided-by"), approved)}
                {fact(context.word("proposal-column", "reason"), log.reason.clone())}
                {fact(context.text("table-history-what"), counts_in_words(context, &change.counts))}
            </dl>
            {values}
            {proposal}
            {below}
        </section>
    }
    .into_markup()
}

/// What tells a record apart, as readers see it.
#[must_use]
pub fn record_name(context: &PageContext, record: &RecordChange) -> String {
    let Some(table) = record.table else {
        let what = context.language.pick(&record.noun.1, &record.noun.0).to_owned();
        let of = record.became.get("department").map(|code| record_value(context, "department", code));
        return [Some(what), of].into_iter().flatten().collect::<Vec<_>>().join(" ");
    };
    let known = if record.became.is_empty() { &record.was } else { &record.became };
    let naming = table.key().iter().copied().chain(["name"]).filter_map(|key| Some((key, known.get(key)?)));
    let texts = naming.map(|(key, text)| cell_text(context, table, key, text)).filter(|text| !text.is_empty());
    let mut texts: Vec<String> = texts.collect();
    texts.dedup();
    texts.join(" ")
}

/// A value of a record that is in no table: what follows a reorganisation.
#[must_use]
pub fn record_value(context: &PageContext, key: &str, text: &str) -> String {
    let department = |code: &str| {
        let known = code.parse::<DepartmentCode>().ok();
        known.map_or_else(|| code.to_owned(), |code| context.snapshot.department_name(&code, context.language))
    };
    let table =
        |name: &str| name.parse::<TableKind>().map_or_else(|_| name.to_owned(), |kind| kind_name(context, kind));
    match (serde_json::from_str::<Vec<String>>(text), key, text) {
        (Ok(all), "departments" | "successors", _) => {
            all.iter().map(|code| department(code)).collect::<Vec<_>>().join(&context.text("list-separator"))
        }
        (Ok(all), _, _) => all.iter().map(|name| table(name)).collect::<Vec<_>>().join(&context.text("list-separator")),
        (_, "department", code) => department(code),
        (_, _, "true") => context.text("cell-yes"),
        (_, _, "false") => context.text("cell-no"),
        _ => text.to_owned(),
    }
}

/// The page of a record's history, where it is a row of a table.
#[must_use]
pub fn record_page(record: &RecordChange) -> Option<String> {
    let table = record.table.filter(|table| table.kind != TableKind::Procedures)?;
    Some(history_address_of(table.name, Some(record.key()?.as_slice())))
}

/// The name of a record, as a link to its history where it is a row of a table.
fn linked_name(context: &PageContext, record: &RecordChange) -> Markup {
    let name = mark_japanese(context, &record_name(context, record));
    match record_page(record) {
        Some(page) => view! { <a href=context.link(&page)>{name}</a> }.into_markup(),
        None => name,
    }
}

/// A value of a record in the words of the reader; empty if there is none.
#[must_use]
pub fn value_in_words(context: &PageContext, record: &RecordChange, key: &str, text: &str) -> String {
    match record.table {
        _ if text.is_empty() => String::new(),
        Some(table) => {
            let known = if record.became.is_empty() { &record.was } else { &record.became };
            let of_row = |key: &str| known.get(key).map(String::as_str);
            row_cell_text(context, table, key, text, of_row)
        }
        None => record_value(context, key, text),
    }
}

/// The old and new values of records, in the words of the reader.
#[must_use]
pub fn records_table(context: &PageContext, label: &str, records: &[RecordChange]) -> Markup {
    let shown = |record: &RecordChange, key: &str, text: &str| {
        if text.is_empty() {
            view! { <span class="quiet">{context.text("file-empty")}</span> }.into_markup()
        } else {
            mark_japanese(context, &value_in_words(context, record, key, text))
        }
    };
    let rows = records
        .iter()
        .take(MOST_RECORDS)
        .flat_map(|record| {
            let name = linked_name(context, record);
            record.differing().into_iter().map(move |(key, was, became)| {
                view! {
                    <tr>
                        <th scope="row">{name.clone()}</th>
                        <td>{mark_japanese(context, &column_label(context, record.table, Some(key), key))}</td>
                        <td><del>{shown(record, key, &was)}</del></td>
                        <td><ins>{shown(record, key, &became)}</ins></td>
                    </tr>
                }
            })
        })
        .collect_view();
    let more = records.len().checked_sub(MOST_RECORDS).filter(|more| *more > 0).map(|more| {
        view! { <p>{context.format_text("proposal-more", [("count", count(more))])}</p> }
    });
    let heads = ["record", "column", "old", "new"]
        .map(|column| view! { <th scope="col">{context.word("file-column", column)}</th> })
        .into_iter()
        .collect_view();
    let table = view! {
        <table class="turns">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { <TableRegion label=label.to_owned()>{table}</TableRegion> {more} }.into_markup()
}
