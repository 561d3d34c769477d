//! `/staff/proposals/{id}`: a proposal field by field, a preview of what citizens will see, and the available actions.

use domain::audit::EntryRow;
use domain::entry::{EditableField, EditableValue, ProcedurePatch};
use domain::history::next_record;
use domain::procedure::Procedure;
use domain::proposal::{ProposalAction, ProposalKind, ProposalState};
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::data_table::inside;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::catalogue::contradictions::contradiction_notice;
use crate::components::catalogue::easy_hints::easy_hints;
use crate::components::catalogue::recorded_changes::{field_cell, field_name};
use crate::components::staff::conflicts::row_conflicts;
use crate::components::staff::proposals::{
    EditRefused, change_cells, change_headers, department_names, proposal_kind, state_badge,
};
use crate::components::staff::table_changes::records_table;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::pages::procedure::{ProcedureView, page as procedure_page};
use crate::pages::staff::file_preview::{file_section, waiting_changes};
use crate::pages::staff::proposal_actions::actions;
use crate::pages::staff::proposal_view::ProposalView;
use crate::server::editing::undo::logged_change;
use crate::server::editing::{ProposalDetails, ProposedEntry};
use crate::server::http::furigana::rewrite;
use crate::server::staff::CurrentUser;

/// Changed fields shown. A file may leave more than a page can hold.
const MOST_ROWS: usize = 1_000;

string_enum! {
    /// Completed actions that the page can confirm. The word appears in the URL.
    pub enum DoneWord ("action") {
        Kept = "kept",
        Sent = "send",
        Published = "publish",
        Approved = "approve",
        Returned = "return",
        Withdrawn = "withdraw",
        Settled = "settled",
        /// The other of two conflicting changes was chosen, which left the proposal empty.
        SettledAndWithdrawn = "settled-withdrawn",
    }
}

#[must_use]
pub fn proposal_page(context: &PageContext, user: &CurrentUser, view: &ProposalView) -> Markup {
    let proposal = &view.opened.proposal;
    let title = proposal_kind(context, proposal.kind, view.opened.file.as_ref().map(|file| file.kind));
    let done = view.done.as_deref().and_then(|word| word.parse::<DoneWord>().ok());
    let done = done.map(|done| {
        let published = matches!(done, DoneWord::Published | DoneWord::Approved);
        let word = match (proposal.state, proposal.kind) {
            (ProposalState::Scheduled, _) if published && view.opened.waits_until().is_some() => {
                "file-waits".to_owned()
            }
            (ProposalState::Scheduled, ProposalKind::File) if published => "file-scheduled".to_owned(),
            (ProposalState::Scheduled, _) if published => "scheduled".to_owned(),
            _ => done.to_string(),
        };
        view! { <p class="notice" role="status">{context.word("proposal-done", &word)}</p> }
    });
    let decided = proposal.decided_by.as_ref().map(|id| {
        view! { <div><dt>{context.text("proposal-decided-by")}</dt><dd>{mark_japanese(context, &view.name_of(context, id))}</dd></div> }
    });
    let answer = (!proposal.answer.is_empty() && proposal.state != ProposalState::Published).then(|| {
        view! {
            <div class="notice caution stack">
                <h2>{context.text("proposal-answer")}</h2>
                <p>{mark_japanese(context, &proposal.answer)}</p>
            </div>
        }
    });
    let reason =
        if proposal.reason.is_empty() { context.text("proposal-without-reason") } else { proposal.reason.clone() };
    let about = match view.opened.entries.as_slice() {
        [entry] => Some(view! { <p class="lead">{entry_name(context, entry)}</p> }),
        _ => None,
    };
    let unchanged = unchanged_note(context);
    let facts = view! {
        <dl class="facts">
            <div><dt>{context.word("proposal-column", "state")}</dt><dd>{state_badge(context, proposal.state)}</dd></div>
            <div><dt>{context.word("proposal-column", "reason")}</dt><dd>{mark_japanese(context, &reason)}</dd></div>
            <div>
                <dt>{context.word("proposal-column", "departments")}</dt>
                <dd>{mark_japanese(context, &department_names(context, &view.opened.departments))}</dd>
            </div>
            <div>
                <dt>{context.word("proposal-column", "author")}</dt>
                <dd>{mark_japanese(context, &view.name_of(context, &proposal.author))}</dd>
            </div>
            <div><dt>{context.word("proposal-column", "since")}</dt><dd>{context.date_and_time(proposal.changed_at)}</dd></div>
            {decided}
        </dl>
    };
    let content = entries(context, user, view);
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(context.text("proposals-title"), "/staff/proposals".to_owned())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {about}
                {done}
                {unchanged}
                <EditRefused refusal=view.refusal />
                {answer}
                {facts}
            </header>
            {content}
            {actions(context, user, view)}
        </div>
    }
    .into_markup()
}

/// How many of the selected entries already have the wanted value.
#[must_use]
pub fn unchanged_note(context: &PageContext) -> Markup {
    let many =
        context.parameters().text("unchanged").and_then(|many| many.parse::<u32>().ok()).filter(|many| *many > 0);
    many.map(|many| view! { <p>{context.format_text("proposal-unchanged", [("count", count(many))])}</p> })
        .into_markup()
}

fn entries(context: &PageContext, user: &CurrentUser, view: &ProposalView) -> Markup {
    let opened = &view.opened;
    let file = (opened.proposal.kind == ProposalKind::File).then(|| file_section(context, view));
    let title = context.text("file-written");
    // What a published file did is shown for good, with what it replaced.
    let written = (!view.written.is_empty() || !view.written_entries.is_empty()).then(|| {
        let records = (!view.written.is_empty()).then(|| records_table(context, &title, &view.written));
        view! {
            <section class="stack">
                <h2>{title.clone()}</h2>
                {records}
                {written_entries(context, &title, &view.written_entries)}
            </section>
        }
    });
    if file.is_some() && opened.entries.is_empty() {
        return view! { {typed_conflicts(context, user, view)} {file} {written} }.into_markup();
    }
    let is_waiting = file.is_some() && opened.proposal.state == ProposalState::Scheduled;
    let waiting = is_waiting.then(|| waiting_changes(context, &opened.entries_by_day()));
    let is_open = opened.proposal.state.is_open();
    let changes_by_others = is_open.then(|| changes_by_others(context, view));
    let conflicts = is_open.then(|| conflicts(context, user, view));
    let fields = changes_table(context, opened);
    let preview = match opened.entries.as_slice() {
        [entry] if is_open => preview(context, entry),
        _ => ().into_markup(),
    };
    let later = is_open.then(|| later_records(context, opened));
    view! {
        {file}
        {written}
        {changes_by_others}
        {conflicts}
        <section class="stack">
            <h2>{context.format_text("proposal-changes", [("count", count(opened.entries.len()))])}</h2>
            {later}
            {waiting}
            {fields}
        </section>
        {preview}
    }
    .into_markup()
}

fn entry_name(context: &PageContext, entry: &ProposedEntry) -> Markup {
    let name = context.language.of(&entry.now.name).0.to_owned();
    let name = if name.is_empty() { entry.change.procedure.to_string() } else { name };
    if entry.is_there {
        view! { <a href=context.link(&format!("/procedures/{}", entry.change.procedure))>{mark_japanese(context, &name)}</a> }
            .into_markup()
    } else {
        mark_japanese(context, &name)
    }
}

/// Every entry and field that the proposal changes.
fn changes_table(context: &PageContext, opened: &ProposalDetails) -> Markup {
    let is_open = opened.proposal.state.is_open();
    let with_names = opened.entries.len() > 1;
    let days = opened.entries_by_day();
    let day_of = |entry: &ProposedEntry| {
        let day = context.date(entry.change.effective_on);
        (days.len() > 1)
            .then(|| view! { <p class="small">{context.format_text("proposal-effective", [("date", day)])}</p> })
    };
    let fields = opened.entries.iter().flat_map(|entry| {
        // A published proposal is shown as it was proposed, an open one against the current entry.
        let change = if is_open { &entry.rebased.change } else { &entry.change };
        change.fields.iter().map(move |(field, field_change)| (entry, *field, field_change))
    });
    let all = fields.clone().count();
    let rows: Vec<Markup> = fields
        .take(MOST_ROWS)
        .map(|(entry, field, field_change)| {
            let name = with_names.then(|| view! { <td>{entry_name(context, entry)} {day_of(entry)}</td> });
            view! { <tr>{name}{change_cells(context, field, field_change)}</tr> }.into_markup()
        })
        .collect();
    let more = all.checked_sub(rows.len()).filter(|more| *more > 0).map(|more| {
        view! { <p>{context.format_text("proposal-more", [("count", count(more))])}</p> }
    });
    let already: usize = opened.entries.iter().map(|entry| entry.rebased.already.len()).sum();
    let already = (is_open && already > 0).then(
        || view! { <p class="small quiet">{context.format_text("proposal-already", [("count", count(already))])}</p> },
    );
    if rows.is_empty() {
        return view! { <p>{context.text("proposal-nothing-left")}</p> {already} }.into_markup();
    }
    let name = with_names.then(|| context.text("staff-procedure"));
    let day = days.keys().next().filter(|_| days.len() == 1).map(|day| {
        view! { <p>{context.format_text("proposal-effective", [("date", context.date(*day))])}</p> }
    });
    let label = context.text("proposal-changes-label");
    let table = view! {
        <table class="turns">
            {change_headers(context, name, Vec::new())}
            <tbody>{rows}</tbody>
        </table>
    };
    view! { {day} <TableRegion label=label>{table}</TableRegion> {more} {already} }.into_markup()
}

/// Steps for which something is recorded from a later day on: there the proposal changes nothing.
fn later_records(context: &PageContext, opened: &ProposalDetails) -> Markup {
    let with_names = opened.entries.len() > 1;
    let lines: Vec<_> = opened
        .entries
        .iter()
        .flat_map(|entry| {
            let change = &entry.rebased.change;
            change.fields.keys().filter_map(move |field| {
                let EditableField::Step(step) = field else { return None };
                let next = next_record(&entry.now.step_events, *step, change.effective_on, context.as_of)?;
                let words = context.format_text(
                    "proposal-later-record",
                    [
                        ("step", context.word("step", step.as_str())),
                        ("date", context.date(next.effective_on)),
                        ("state", context.word("state", next.state.as_str())),
                    ],
                );
                let name = with_names.then(|| view! { {entry_name(context, entry)} " " });
                Some(view! { <li>{name}{words}</li> })
            })
        })
        .take(MOST_ROWS)
        .collect();
    if lines.is_empty() {
        return ().into_markup();
    }
    view! { <ul class="notice caution">{lines}</ul> }.into_markup()
}

/// Changes by others to the same entries since the proposal was created.
fn changes_by_others(context: &PageContext, view: &ProposalView) -> Markup {
    if view.meanwhile.is_empty() {
        return ().into_markup();
    }
    let rows = view
        .meanwhile
        .iter()
        .filter_map(|row| Some((row, logged_change(row, context.as_of).ok()??)))
        .flat_map(|(row, change)| {
            let who = row
                .actor
                .strip_prefix("staff ")
                .and_then(|id| id.parse().ok())
                .map_or_else(|| context.text("person-command-line"), |id| view.name_of(context, &id));
            let when = context.stored_moment(&row.recorded_at);
            change
                .fields
                .iter()
                .map(|(field, field_change)| {
                    view! {
                        <tr>
                            {change_cells(context, *field, field_change)}
                            <td>{mark_japanese(context, &who)}</td>
                            <td>{when.clone()}</td>
                        </tr>
                    }
                    .into_markup()
                })
                .collect::<Vec<_>>()
        })
        .collect_view();
    let label = context.text("proposal-meanwhile");
    let table = view! {
        <table class="turns">
            {change_headers(context, None, vec![context.text("proposal-who"), context.text("proposal-when")])}
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <section class="stack">
            <h2>{label.clone()}</h2>
            <p class="prose">{context.text("proposal-meanwhile-text")}</p>
            <TableRegion label=label>{table}</TableRegion>
        </section>
    }
    .into_markup()
}

/// Conflicting changes: the original value, the other change, this change, and the choice between them.
fn conflicts(context: &PageContext, user: &CurrentUser, view: &ProposalView) -> Markup {
    let opened = &view.opened;
    if opened.entries.iter().all(|entry| entry.rebased.conflicts.is_empty()) {
        return ().into_markup();
    }
    let may_choose = opened.may(user, ProposalAction::Edit);
    let with_names = opened.entries.len() > 1;
    let rows = opened
        .entries
        .iter()
        .flat_map(|entry| entry.rebased.conflicts.iter().map(move |conflict| (entry, conflict)))
        .enumerate()
        .map(|(number, (entry, conflict))| {
            let field = conflict.field;
            let name = format!("keep {} {field}", entry.change.procedure);
            let title = field_name(context, field);
            let of = with_names.then(|| view! { <p>{entry_name(context, entry)}</p> });
            let shown = |value: Option<&EditableValue>| inside(context, &field_cell(context, field, value));
            let choice = |side: &'static str, words: &'static str, value: &EditableValue| {
                let words = context.text(words);
                if may_choose {
                    view! {
                        <label class="choice">
                            <input type="radio" name=name.clone() value=side required />
                            <span>{words} " " <b>{shown(Some(value))}</b></span>
                        </label>
                    }
                    .into_markup()
                } else {
                    view! { <p>{words} " " <b>{shown(Some(value))}</b></p> }.into_markup()
                }
            };
            view! {
                <fieldset class="plain-fieldset" id=format!("conflict-{number}")>
                    <legend>{title}</legend>
                    {of}
                    <p>{context.text("proposal-was")} " " {shown(conflict.was.as_ref())}</p>
                    {choice("theirs", "proposal-theirs", &conflict.theirs)}
                    {choice("mine", "proposal-mine", &conflict.mine)}
                </fieldset>
            }
        })
        .collect_view();
    let button = may_choose.then(|| {
        view! {
            <input type="hidden" name="version" value=opened.proposal.version.to_string() />
            <button class="button">{context.text("proposal-settle")}</button>
        }
    });
    let action = context.link(&format!("/staff/proposals/{}/settle", opened.proposal.id));
    view! {
        <section class="notice caution stack" aria-labelledby="conflict">
            <h2 id="conflict">{context.text("proposal-conflict")}</h2>
            <p class="prose">{context.text("proposal-conflict-text")}</p>
            <form class="stack" method="post" action=action>
                {rows}
                {button}
            </form>
        </section>
    }
    .into_markup()
}

/// The change of a procedure that a row of the log has, with its entry as it is now.
pub(super) fn changed_entry<'a>(context: &'a PageContext, row: &EntryRow) -> Option<(&'a Procedure, ProcedurePatch)> {
    let change = logged_change(row, context.as_of).ok()??;
    let (_, procedure) = context.snapshot.procedure(&change.procedure)?;
    Some((procedure, change))
}

/// What a published file has changed in procedures.
fn written_entries(context: &PageContext, label: &str, rows: &[EntryRow]) -> Markup {
    if rows.is_empty() {
        return ().into_markup();
    }
    let cells = rows.iter().filter_map(|row| changed_entry(context, row)).flat_map(|(procedure, change)| {
        let name = context.language.of(&procedure.name).0.to_owned();
        let fields = change.fields.into_iter().collect::<Vec<_>>();
        fields.into_iter().map(move |(field, field_change)| {
            let name = mark_japanese(context, &name);
            view! { <tr><td>{name}</td>{change_cells(context, field, &field_change)}</tr> }.into_markup()
        })
    });
    let cells: Vec<Markup> = cells.take(MOST_ROWS).collect();
    let table = view! {
        <table class="turns">
            {change_headers(context, Some(context.text("staff-procedure")), Vec::new())}
            <tbody>{cells}</tbody>
        </table>
    };
    view! { <TableRegion label=label.to_owned()>{table}</TableRegion> }.into_markup()
}

/// Typed rows that others have changed meanwhile, and the choice between both.
fn typed_conflicts(context: &PageContext, user: &CurrentUser, view: &ProposalView) -> Markup {
    let Some(now) = view.typed.as_ref().filter(|now| !now.conflicts().is_empty()) else { return ().into_markup() };
    let may_choose = view.opened.may(user, ProposalAction::Edit);
    let proposal = &view.opened.proposal;
    let button = may_choose.then(|| {
        view! {
            <input type="hidden" name="version" value=proposal.version.to_string() />
            <button class="button">{context.text("proposal-settle")}</button>
        }
    });
    let action = context.link(&format!("/staff/proposals/{}/settle", proposal.id));
    view! {
        <section class="notice caution stack" aria-labelledby="conflict">
            <h2 id="conflict">{context.text("row-conflict")}</h2>
            <p class="prose">{context.text("proposal-conflict-text")}</p>
            <form class="stack" method="post" action=action>
                {row_conflicts(context, &now.draft, now.conflicts(), may_choose)}
                {button}
            </form>
        </section>
    }
    .into_markup()
}

/// The page as citizens will see it on the day the change takes effect.
fn preview(context: &PageContext, entry: &ProposedEntry) -> Markup {
    let day = entry.change.effective_on.max(context.as_of);
    let proposed: Procedure = entry.rebased.change.applied_to(&entry.now, context.as_of).procedure;
    let hints = easy_hints(context, &proposed);
    let warnings = contradiction_notice(context, &proposed, day);
    let then = PageContext { today: day, as_of: day, ..context.clone() };
    provide_context(then.clone());
    let readings = (context.language == Language::Easy).then_some(&context.snapshot.readings);
    let page = procedure_page(&then, &proposed, ProcedureView::Preview).rewritten(|html| rewrite(html, readings, None));
    // Everything after this point is rendered as of today again.
    provide_context(context.clone());
    view! {
        {hints}
        {warnings}
        <section class="stack" aria-labelledby="preview">
            <h2 id="preview">{context.text("proposal-preview")}</h2>
            <p>{context.format_text("proposal-preview-text", [("date", context.date(day))])}</p>
            <details>
                <summary>{context.text("proposal-preview-show")}</summary>
                <div class="preview">{page}</div>
            </details>
        </section>
    }
    .into_markup()
}
