//! The preview of an uploaded file on its proposal's page: reading progress, then the old and new value of every cell.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::proposal::ProposalState;
use exchange::city_table::CityTable;
use exchange::import::table::described::Holds;
use exchange::import::table::reorganisation;
use leptos::prelude::*;

use super::proposal_view::ProposalView;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::components::staff::cells::{cell_text, change_in_percent, column_label, dated_text};
use crate::components::staff::record_values::record_values;
use crate::components::staff::tables::{column_name, kind_name};
use crate::page_context::PageContext;
use crate::server::editing::files::outcome::{CountLine, NewRecord, Outcome};
use crate::server::editing::files::previews::PreviewStatus;
use crate::server::editing::proposed_file::{FileOptions, ProposedFile};
use crate::server::editing::tables::named;
use crate::server::editing::typed_draft::TypedDraft;

/// Rows shown of each list. The report contains all of them.
const MOST_ROWS: usize = 100;

/// Maximum number of causes listed above the wrong cells.
const MOST_CAUSES: usize = 20;

/// The section about the file.
#[must_use]
pub fn file_section(context: &PageContext, view: &ProposalView) -> Markup {
    let is_published = view.opened.unpublished_file().is_none();
    let Some(file) = &view.opened.file else {
        // A backup holds no files, but the changes that one has left for a later day.
        let is_gone = view.opened.entries.is_empty();
        return is_gone.then(|| view! { <p class="notice">{context.text("file-gone")}</p> }).into_markup();
    };
    let content = match &view.sight {
        Some(PreviewStatus::Queued { before }) => {
            let said = context.format_text("file-in-line", [("count", count(*before))]);
            progress(context, view, said, None)
        }
        Some(PreviewStatus::Reading { so_far, of }) => {
            let said = if *of == 0 {
                context.text("file-begins")
            } else {
                let percent = (so_far.saturating_mul(100) / of).min(100);
                context.format_text("file-reading", [("percent", percent.to_string())])
            };
            progress(context, view, said, (*of > 0).then_some((*so_far, *of)))
        }
        Some(PreviewStatus::Found(outcome)) => found(context, view, file, outcome),
        Some(PreviewStatus::Abandoned) => again(context, view, "file-abandoned"),
        Some(PreviewStatus::Failed) => again(context, view, "file-failed"),
        None if is_published => counts(context, &file.counts),
        None => view! { <p class="notice">{context.text("file-gone")}</p> }.into_markup(),
    };
    view! {
        <section class="stack" aria-labelledby="file">
            <h2 id="file">{context.text("file-title")}</h2>
            {facts(context, file)}
            {content}
        </section>
    }
    .into_markup()
}

/// How many procedures change on each day to come, as a list.
#[must_use]
pub fn waiting_changes(context: &PageContext, waiting: &BTreeMap<NaiveDate, usize>) -> Markup {
    if waiting.is_empty() {
        return ().into_markup();
    }
    let lines = waiting
        .iter()
        .map(|(day, procedures)| {
            let words = [("count", count(*procedures)), ("date", context.date(*day))];
            view! { <li>{context.format_text("file-waiting", words)}</li> }
        })
        .collect_view();
    view! {
        <div class="notice stack">
            <p>{context.text("file-waiting-text")}</p>
            <ul>{lines}</ul>
        </div>
    }
    .into_markup()
}

/// The day for which a file waits as a whole.
fn waits_until(context: &PageContext, day: NaiveDate) -> Markup {
    view! { <p class="notice">{context.format_text("file-waits-until", [("date", context.date(day))])}</p> }
        .into_markup()
}

fn facts(context: &PageContext, file: &ProposedFile) -> Markup {
    let FileOptions {
        as_of,
        population_as_of,
        fiscal_year,
        effective_on,
        area,
        allow_new_areas,
        source,
        source_publisher,
        source_url,
        source_date,
        typed,
        form,
        undoes,
    } = &file.options;
    let what = if typed.is_some() || form.is_some() {
        context.text("file-typed")
    } else if undoes.is_some() {
        context.text("file-undoes")
    } else {
        file.name.clone()
    };
    let text = |name: &'static str, text: &str| {
        (!text.is_empty())
            .then(|| view! { <div><dt>{context.text(name)}</dt><dd>{mark_japanese(context, text)}</dd></div> })
    };
    let day = |name: &'static str, day: Option<chrono::NaiveDate>| {
        day.map(|day| view! { <div><dt>{context.text(name)}</dt><dd>{context.date(day)}</dd></div> })
    };
    let area = area.as_ref().map(|code| {
        let name = context.snapshot.area(code).map_or_else(|| code.to_string(), |area| context.area_name(area));
        view! { <div><dt>{context.text("import-area")}</dt><dd>{mark_japanese(context, &name)}</dd></div> }
    });
    let fiscal_year = fiscal_year.map(|year| {
        view! { <div><dt>{context.text("fiscal-year")}</dt><dd>{context.fiscal_year(year)}</dd></div> }
    });
    let new_areas = allow_new_areas.then(|| {
        let words = context.text("import-new-areas");
        view! { <div><dt>{context.text("import-options")}</dt><dd>{words}</dd></div> }
    });
    view! {
        <dl class="facts">
            <div><dt>{context.text("import-file")}</dt><dd>{what}</dd></div>
            <div>
                <dt>{context.text("import-kind")}</dt>
                <dd>{kind_name(context, file.kind)}</dd>
            </div>
            {day("entry-effective-on", *effective_on)}
            {day("typed-as-of", *as_of)}
            {day("typed-population-as-of", *population_as_of)}
            {fiscal_year}
            {area}
            {text("typed-source", source)}
            {text("import-source-publisher", source_publisher)}
            {text("import-source-url", source_url)}
            {day("import-source-date", *source_date)}
            {new_areas}
        </dl>
    }
    .into_markup()
}

/// A form with a single button that posts to a path below the proposal's page.
fn button(context: &PageContext, view: &ProposalView, below: &str, words: &str) -> Markup {
    let action = context.link(&format!("/staff/proposals/{}/{below}", view.opened.proposal.id));
    view! { <form method="post" action=action><button class="button secondary">{context.text(words)}</button></form> }
        .into_markup()
}

/// The page refreshes itself. If refreshing is turned off, it shows a link instead.
fn progress(context: &PageContext, view: &ProposalView, said: String, bar: Option<(u64, u64)>) -> Markup {
    let here = context.link(&format!("/staff/proposals/{}", view.opened.proposal.id));
    let label = context.text("file-progress");
    let bar = match bar {
        Some((so_far, of)) => {
            view! { <progress aria-label=label value=so_far.to_string() max=of.to_string()></progress> }.into_markup()
        }
        None => view! { <progress aria-label=label></progress> }.into_markup(),
    };
    view! {
        <div class="notice stack" role="status">
            <p>{said}</p>
            {bar}
            <p class="small quiet">{context.text("file-progress-text")} " " <a href=here>{context.text("file-look-again")}</a></p>
        </div>
        {button(context, view, "abandon", "file-abandon")}
    }
    .into_markup()
}

fn again(context: &PageContext, view: &ProposalView, said: &str) -> Markup {
    view! {
        <p class="notice" role="status">{context.text(said)}</p>
        {button(context, view, "read", "file-read-again")}
    }
    .into_markup()
}

fn found(context: &PageContext, view: &ProposalView, file: &ProposedFile, outcome: &Outcome) -> Markup {
    let is_waiting = view.opened.proposal.state == ProposalState::Waiting;
    let overtaken = outcome.base.as_deref().is_some_and(|base| is_waiting && file.is_overtaken(base)).then(|| {
        view! { <p class="notice caution">{context.text("file-overtaken-since")}</p> }
    });
    let verdict = if let Some(refusal) = &outcome.refusal {
        view! {
            <div class="notice error stack" role="alert">
                <h3>{context.text("file-refused")}</h3>
                <p>{mark_japanese(context, &dated_text(context, refusal))}</p>
            </div>
        }
        .into_markup()
    } else if outcome.is_refused() {
        let many = count(outcome.wrong.len());
        view! { <p class="notice error" role="alert">{context.format_text("file-wrong-text", [("count", many)])}</p> }
            .into_markup()
    } else if outcome.changes_something() {
        view! { <p class="notice">{context.text("file-not-yet")}</p> }.into_markup()
    } else {
        view! { <p class="notice">{context.text("file-nothing")}</p> }.into_markup()
    };
    let notes = (!outcome.notes.is_empty()).then(|| {
        let notes = outcome.notes.iter().map(|note| view! { <li>{dated_text(context, note)}</li> }).collect_view();
        view! { <ul class="small quiet">{notes}</ul> }
    });
    let lines =
        |lines: &[String]| lines.iter().map(|line| view! { <li>{dated_text(context, line)}</li> }).collect_view();
    let warnings = (!outcome.warnings.is_empty()).then(|| {
        view! { <ul class="notice caution">{lines(&outcome.warnings)}</ul> }
    });
    // One cause is one line, however many cells it makes wrong. A few wrong cells are all in the list below.
    let causes = (outcome.causes.len() < outcome.wrong.len()).then(|| {
        view! { <ul>{lines(outcome.causes.get(..MOST_CAUSES).unwrap_or(&outcome.causes))}</ul> }
    });
    let at = |file: &str| context.link(&format!("/staff/proposals/{}/{file}", view.opened.proposal.id));
    let corrections = (outcome.corrections > 0).then(|| {
        let many = count(outcome.corrections);
        view! { <p class="notice caution">{context.format_text("file-corrections", [("count", many)])}</p> }
    });
    let has_report = outcome.is_refused() || outcome.changes_something();
    let report = has_report.then(|| {
        view! {
            <p class="actions">
                <span>{context.text("file-report")}</span>
                <a href=at("report.csv") download="">"CSV"</a>
                <a href=at("report.xlsx") download="">"Excel"</a>
            </p>
        }
    });
    view! {
        {overtaken}
        {verdict}
        {causes}
        {waiting_changes(context, &outcome.waiting)}
        {outcome.waits_until.map(|day| waits_until(context, day))}
        {corrections}
        {warnings}
        {notes}
        {counts(context, &outcome.counts)}
        {report}
        {wrong(context, file, outcome)}
        {changed(context, outcome)}
        {records(context, "file-new", &outcome.new)}
        {records(context, "file-removed", &outcome.removed)}
    }
    .into_markup()
}

/// What records are called in the language of the reader. Counts are kept in that of whoever published them.
fn noun(context: &PageContext, what: &str) -> String {
    let (english, japanese) = named(what);
    context.language.pick(&japanese, &english).to_owned()
}

fn counts(context: &PageContext, counts: &[CountLine]) -> Markup {
    if counts.is_empty() {
        return ().into_markup();
    }
    let label = context.text("file-counts");
    let has_removed = counts.iter().any(|line| line.removed > 0);
    let rows = counts
        .iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{mark_japanese(context, &noun(context, &line.what))}</th>
                    <td class="number">{count(line.new)}</td>
                    <td class="number">{count(line.changed)}</td>
                    <td class="number">{count(line.unchanged)}</td>
                    {has_removed.then(|| view! { <td class="number">{count(line.removed)}</td> })}
                </tr>
            }
        })
        .collect_view();
    let head = |what: &str| view! { <th scope="col" class="number">{context.word("file-what", what)}</th> };
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.word("file-column", "record")}</th>
                    {head("new")}
                    {head("changed")}
                    {head("unchanged")}
                    {has_removed.then(|| head("removed"))}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { <TableRegion label=label>{table}</TableRegion> }.into_markup()
}

/// A list from the report. Says so if it is truncated.
fn list(context: &PageContext, title: String, columns: &[&str], rows: Vec<Markup>, all: usize) -> Markup {
    if rows.is_empty() {
        return ().into_markup();
    }
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col">{context.word("file-column", column)}</th> })
        .collect_view();
    let more = all.checked_sub(rows.len()).filter(|more| *more > 0).map(|more| {
        view! { <p>{context.format_text("file-more", [("count", count(more))])}</p> }
    });
    let table = view! {
        <table class="turns">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <h3>{title.clone()}</h3>
        <TableRegion label=title>{table}</TableRegion>
        {more}
    }
    .into_markup()
}

fn row_number(row: Option<u64>) -> Option<String> {
    row.filter(|row| *row > 0).map(|row| row.to_string())
}

/// The value of a cell, or a note that the cell is empty.
fn held(context: &PageContext, text: &str) -> Markup {
    if text.is_empty() {
        view! { <span class="quiet">{context.text("file-empty")}</span> }.into_markup()
    } else {
        view! { <span>{text.to_owned()}</span> }.into_markup()
    }
}

fn wrong(context: &PageContext, file: &ProposedFile, outcome: &Outcome) -> Markup {
    let typed = file.options.typed.as_ref().and_then(TypedDraft::city_table);
    let table = typed.or_else(|| CityTable::all().into_iter().find(|table| table.kind == file.kind));
    // A reorganisation is no table that is kept.
    let of_form = |key: Option<&str>, header: &str| match table {
        Some(_) => column_label(context, table, key, header),
        None => {
            let column = reorganisation::COLUMNS.iter().find(|column| Some(column.key) == key);
            column.map_or_else(|| header.to_owned(), |column| column_name(context, column))
        }
    };
    // What was typed has no columns of its own. Those of a file are called as they are in it.
    let is_typed = file.options.is_of_form();
    let rows = outcome.wrong.iter().take(MOST_ROWS).map(|cell| {
        let column = if is_typed { of_form(cell.key, &cell.column) } else { cell.column.clone() };
        view! {
            <tr>
                <td>{row_number(Some(cell.row))}</td>
                <td>{mark_japanese(context, &column)}</td>
                <td>{held(context, &cell.value)}</td>
                <td>{mark_japanese(context, &dated_text(context, &cell.right))}</td>
            </tr>
        }
        .into_markup()
    });
    let all = outcome.wrong.len();
    let title = context.format_text("file-wrong", [("count", count(all))]);
    list(context, title, &["row", "column", "value", "right"], rows.collect(), all)
}

fn changed(context: &PageContext, outcome: &Outcome) -> Markup {
    let rows = outcome.changed.iter().take(MOST_ROWS).map(|cell| {
        let shown =
            |text: &str| cell.table.map_or_else(|| text.to_owned(), |table| cell_text(context, table, cell.key, text));
        let is_count = cell.table.is_some_and(|table| matches!(table.holds(cell.key), Holds::Count(_)));
        let figures = cell.old.parse::<f64>().ok().zip(cell.new.parse::<f64>().ok()).filter(|_| is_count);
        let change = figures.map(|(before, after)| {
            view! { <p class="small">{change_in_percent(before, after)}</p> }
        });
        view! {
            <tr>
                <th scope="row">{mark_japanese(context, &dated_text(context, &cell.record))}</th>
                <td>{row_number(cell.row)}</td>
                <td>{mark_japanese(context, &column_label(context, cell.table, Some(cell.key), &cell.column))}</td>
                <td><del>{held(context, &shown(&cell.old))}</del></td>
                <td><ins>{held(context, &shown(&cell.new))}</ins> {change}</td>
            </tr>
        }
        .into_markup()
    });
    let all = outcome.changed.len();
    let title = context.format_text("file-changed", [("count", count(all))]);
    list(context, title, &["record", "row", "column", "old", "new"], rows.collect(), all)
}

/// Records that would be added or removed, with all that they say.
fn records(context: &PageContext, title: &'static str, records: &[NewRecord]) -> Markup {
    let rows = records.iter().take(MOST_ROWS).map(|new| {
        view! {
            <tr>
                <th scope="row">{mark_japanese(context, &dated_text(context, &new.record))}</th>
                <td>{row_number(new.row)}</td>
                <td>{mark_japanese(context, &new.what)}</td>
                <td>{record_values(context, new)}</td>
            </tr>
        }
        .into_markup()
    });
    let all = records.len();
    let title = context.format_text(title, [("count", count(all))]);
    list(context, title, &["record", "row", "what", "values"], rows.collect(), all)
}
