//! `/staff/audit`: who did what, newest first, with the values before and after.

use domain::audit::PROGRAM;
use domain::audit_action::AuditArea;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::options_of;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::mistakes_summary;
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::staff::audit_words::{AuditWords, ChangeWords, area_name, audit_words, who_in_words};
use crate::components::staff::people::Names;
use crate::page_context::PageContext;
use crate::server::audit::filter::{AUDIT, AUDIT_FILE, AuditQuery, FilterMistake};
use crate::server::audit::{COMMAND_LINE, LogEntry};

/// Rows on a page.
pub const ROWS: usize = 50;

/// Values shown of one row; the page of the row has all of them.
const MOST_CHANGES: usize = 6;

/// The data of the page.
#[derive(Debug)]
pub struct AuditView {
    pub names: Names,
    /// Newest first; one more than the page shows if there are older ones.
    pub rows: Vec<LogEntry>,
    pub log: LogState,
    pub query: AuditQuery,
}

/// What is known about the log without reading all of it.
#[derive(Debug)]
pub struct LogState {
    /// The number and the hash of the last row.
    pub last: Option<(i64, String)>,
    /// The number of the last row that this machine has seen; a log that ends before it was cut.
    pub kept: Option<i64>,
    /// Rows of data that differed from what the product wrote when they were last compared.
    pub rows_changed_outside: usize,
}

#[must_use]
pub fn audit_page(context: &PageContext, view: &AuditView) -> Markup {
    let title = context.text("audit-title");
    let shown = &view.rows[..view.rows.len().min(ROWS)];
    let mistakes = view.query.mistakes.iter().map(|mistake| {
        let field = match mistake {
            FilterMistake::Kind => Some("audit-kind"),
            FilterMistake::From | FilterMistake::Days => Some("audit-from"),
            FilterMistake::To => Some("audit-to"),
            FilterMistake::Before => None,
        };
        (field.map(str::to_owned), context.word("audit-mistake", mistake.as_str()))
    });
    let rows: Vec<_> = shown.iter().map(|row| table_row(context, &audit_words(context, &view.names, row))).collect();
    let older = (view.rows.len() > ROWS).then(|| {
        let next = view.query.address(AUDIT, shown.last().map(|row| row.number));
        view! { <a rel="next" href=context.link(&next)>{context.text("audit-older")}</a> }
    });
    let newest = view.query.before.map(|_| {
        view! { <a href=context.link(&view.query.address(AUDIT, None))>{context.text("audit-newest")}</a> }
    });
    let table = if rows.is_empty() {
        view! { <p>{context.text("audit-none")}</p> }.into_markup()
    } else {
        let heads = ["when", "who", "what", "record", "values", "reason"]
            .map(|column| view! { <th scope="col">{context.word("audit-column", column)}</th> })
            .collect_view();
        let table = view! {
            <table class="staff-table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        };
        view! { <TableRegion label=title.clone()>{table}</TableRegion> }.into_markup()
    };
    let as_file = view.query.address(AUDIT_FILE, None);
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {mistakes_summary(context, mistakes)}
                <p class="prose">{context.text("audit-text")}</p>
                {log_state(context, &view.log)}
            </header>
            {filters(context, view)}
            <section class="stack" aria-labelledby="rows">
                <h2 id="rows">{context.text("audit-rows")}</h2>
                <p class="actions"><a href=context.link(&as_file) download="">{context.text("audit-as-file")}</a></p>
                {table}
                <p class="actions">{newest} {older}</p>
            </section>
        </div>
    }
    .into_markup()
}

/// The end of the log, whether it is where it was seen before, and what to do for a complete check.
fn log_state(context: &PageContext, log: &LogState) -> Markup {
    let head = log.last.as_ref().map(|(number, hash)| {
        let values = [("number", count(*number)), ("hash", hash.clone())];
        view! { <p class="small"><span class="address">{context.format_text("audit-head", values)}</span></p> }
    });
    let last = log.last.as_ref().map_or(0, |(number, _)| *number);
    let state = if log.kept.is_some_and(|kept| kept > last) {
        view! { <p class="notice caution" role="status">{context.text("audit-cut")}</p> }.into_markup()
    } else if log.rows_changed_outside > 0 {
        let values = [("count", count(log.rows_changed_outside))];
        view! { <p class="notice caution" role="status">{context.format_text("staff-foreign-rows", values)}</p> }
            .into_markup()
    } else {
        view! { <p class="small quiet">{context.text("audit-whole")}</p> }.into_markup()
    };
    view! { {head} {state} }.into_markup()
}

fn filters(context: &PageContext, view: &AuditView) -> Markup {
    let query = &view.query;
    let any = || (String::new(), context.text("entries-any"));
    let mut people: Vec<(String, String)> =
        view.names.iter().map(|(id, name)| (format!("staff {id}"), name.as_str().to_owned())).collect();
    people.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let programs = [COMMAND_LINE, PROGRAM].map(|actor| (actor.to_owned(), who_in_words(context, &view.names, actor)));
    let mut people: Vec<_> = std::iter::once(any()).chain(people).chain(programs).collect();
    // Somebody whose name is not known any more.
    if !query.who.is_empty() && people.iter().all(|(actor, _)| *actor != query.who) {
        people.push((query.who.clone(), who_in_words(context, &view.names, &query.who)));
    }
    let areas = AuditArea::all().map(|area| (area.to_string(), area_name(context, area)));
    let areas = std::iter::once(any()).chain(areas).collect();
    let chosen_area = query.area.map(AuditArea::as_str).unwrap_or_default();
    let [from, to] = query.days.clone();
    view! {
        <form class="stack" action=context.link(AUDIT) role="search">
            <div class="field-pair">
                <div>
                    <label for="audit-by">{context.word("audit-column", "who")}</label>
                    <select id="audit-by" name="by">{options_of(people, &query.who)}</select>
                </div>
                <div>
                    <label for="audit-kind">{context.word("audit-column", "table")}</label>
                    <select id="audit-kind" name="kind">{options_of(areas, chosen_area)}</select>
                </div>
                <div>
                    <label for="audit-q">{context.word("audit-column", "record")}</label>
                    <input
                        id="audit-q"
                        name="q"
                        type="search"
                        value=query.record.clone()
                        autocomplete="off"
                        aria-describedby="audit-q-hint"
                    />
                    <p class="small quiet" id="audit-q-hint">{context.text("audit-record-hint")}</p>
                </div>
                <div>
                    <label for="audit-from">{context.text("audit-from")}</label>
                    <input id="audit-from" name="from" type="date" value=from />
                </div>
                <div>
                    <label for="audit-to">{context.text("audit-to")}</label>
                    <input id="audit-to" name="to" type="date" value=to />
                </div>
            </div>
            <button class="button secondary">{context.text("entries-show")}</button>
        </form>
    }
    .into_markup()
}

fn table_row(context: &PageContext, row: &AuditWords) -> Markup {
    let page = format!("{AUDIT}/{}", row.number);
    let approved = (!row.approved_by.is_empty()).then(|| {
        let name = context.format_text("audit-approved-by", [("name", row.approved_by.clone())]);
        view! { <br /> <span class="small">{mark_japanese(context, &name)}</span> }
    });
    let what = [row.what.as_str(), &row.table].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let what = what.join(&context.text("typed-colon"));
    view! {
        <tr id=format!("row-{}", row.number)>
            <th scope="row"><a href=context.link(&page)>{row.when.clone()}</a></th>
            <td>{mark_japanese(context, &row.who)} {approved}</td>
            <td>{mark_japanese(context, &what)}</td>
            <td>{record_link(context, row)}</td>
            <td>{values(context, row, Some((MOST_CHANGES, page)))}</td>
            <td>{mark_japanese(context, &row.reason)}</td>
        </tr>
    }
    .into_markup()
}

/// The record that a row is about, and the proposal that it came from, as links.
#[must_use]
pub fn record_link(context: &PageContext, row: &AuditWords) -> Markup {
    let record = linked(context, &row.record, row.page.as_deref());
    let proposal = row.proposal.as_ref().map(|page| {
        view! { " " <a class="small" href=context.link(page)>{context.text("table-history-proposal")}</a> }
    });
    view! { {record} {proposal} }.into_markup()
}

fn linked(context: &PageContext, text: &str, page: Option<&str>) -> Markup {
    let words = mark_japanese(context, text);
    match page.filter(|_| !text.is_empty()) {
        Some(page) => view! { <a href=context.link(page)>{words}</a> }.into_markup(),
        None => words.into_markup(),
    }
}

/// What a row says besides, and each value before and after. If there are more than `most`, the rest are on another page.
#[must_use]
pub fn values(context: &PageContext, row: &AuditWords, most: Option<(usize, String)>) -> Markup {
    let shown = most.as_ref().map_or(row.changes.len(), |(most, _)| row.changes.len().min(*most));
    let changes: Vec<_> = row.changes[..shown].iter().map(|change| change_item(context, change)).collect();
    let list = (!changes.is_empty()).then(|| view! { <ul>{changes}</ul> });
    let more = most.filter(|_| row.changes.len() > shown).map(|(_, page)| {
        let words = context.format_text("audit-more-values", [("count", count(row.changes.len() - shown))]);
        view! { <p><a href=context.link(&page)>{words}</a></p> }
    });
    let detail = (!row.detail.is_empty()).then(|| view! { <p>{mark_japanese(context, &row.detail)}</p> });
    let forgotten = row.forgotten_on.map(|day| {
        view! { <p class="quiet">{context.format_text("audit-forgotten", [("date", context.short_date(day))])}</p> }
    });
    view! { {detail} {list} {more} {forgotten} }.into_markup()
}

fn change_item(context: &PageContext, change: &ChangeWords) -> Markup {
    let value = |text: &str| {
        if text.is_empty() {
            view! { <span class="quiet">{context.text("file-empty")}</span> }.into_markup()
        } else {
            mark_japanese(context, text).into_markup()
        }
    };
    let record = (!change.record.is_empty()).then(|| {
        view! { {linked(context, &change.record, change.page.as_deref())} " " }
    });
    view! {
        <li>
            {record} {mark_japanese(context, &change.column)} {context.text("typed-colon")} <del>{value(&change.was)}</del>
            " → " <ins>{value(&change.became)}</ins>
        </li>
    }
    .into_markup()
}
