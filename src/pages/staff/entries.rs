//! `/staff/procedures`: the procedures of the user's departments, to search, select, confirm and change in bulk.

use domain::availability::Availability;
use domain::procedure::Procedure;
use leptos::prelude::*;

use crate::components::base::badge::{AvailabilityBadge, ValidityBadge};
use crate::components::base::form_fields::options_of;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::base::table::TableRegion;
use crate::components::catalogue::contradictions::contradiction_lines;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::staff::entry_fields::department_options;
use crate::components::staff::proposals::EditRefused;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::editing::selection::{EntryFilter, Reports, ToDo, needs_checking};
use crate::server::query::QueryError;
use crate::server::read_model::catalogue::EndedFilter;
use crate::server::read_model::facets::Facet;
use crate::server::read_model::procedure_state::ProcedureState;
use crate::server::staff::CurrentUser;

/// Maximum number of rows per page. A narrower search finds the others.
pub const MOST_ROWS: usize = 1_000;

/// The data of the page.
#[derive(Debug)]
pub struct EntriesView {
    pub selection: Result<EntryFilter, QueryError>,
    pub reports: Reports,
    pub refusal: Option<EditRefusal>,
}

#[must_use]
pub fn entries_page(context: &PageContext, user: &CurrentUser, view: &EntriesView) -> Markup {
    let title = context.text("staff-procedures-title");
    let selection = match &view.selection {
        Ok(selection) => selection,
        Err(mistake) => {
            return view! {
                <PageHead title=title.clone() />
                <QueryErrorNotice mistake=mistake.clone() page="/staff/procedures" page_name=title />
            }
            .into_markup();
        }
    };
    let found = selection.find(&context.snapshot, &user.rights, &view.reports, context.as_of);
    let total = found.len();
    let in_force = found.iter().filter(|one| one.is_in_force(context.as_of, context.as_of)).count();
    let query = selection.query();
    let as_workbook =
        if query.is_empty() { "/staff/procedures.xlsx".to_owned() } else { format!("/staff/procedures.xlsx?{query}") };
    let parameters = context.parameters();
    let done = parameters.text("done").filter(|word| *word == "checked").map(|_| {
        let noted = parameters.text("count").unwrap_or_default().chars().take(9).collect::<String>();
        view! { <p class="notice" role="status">{context.format_text("entries-checked", [("count", noted)])}</p> }
    });
    let states = context.snapshot.states_on(context.as_of);
    let rows: Vec<_> =
        found.iter().take(MOST_ROWS).map(|procedure| row(context, &view.reports, procedure, &states)).collect();
    let more = (total > MOST_ROWS).then(
        || view! { <p>{context.format_text("entries-more", [("most", count(MOST_ROWS)), ("count", count(total))])}</p> },
    );
    let table = if rows.is_empty() {
        view! { <p>{context.text("entries-none")}</p> }.into_markup()
    } else {
        let table = view! {
            <table class="staff-table">
                <thead>
                    <tr>
                        <th scope="col">{context.text("entries-tick")}</th>
                        <th scope="col">{context.text("staff-procedure")}</th>
                        <th scope="col">{context.text("entries-availability")}</th>
                        <th scope="col">{context.text("staff-last-checked")}</th>
                        <th scope="col">{context.text("entries-reports")}</th>
                        <th scope="col">{context.text("entries-edit")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        };
        view! {
            <form class="stack" method="post" action=context.link("/staff/procedures/checked")>
                <input type="hidden" name="filter" value=selection.query() />
                <label class="choice">
                    <input type="checkbox" name="all" value="yes" />
                    <span>{context.format_text("entries-all", [("count", count(in_force))])}</span>
                </label>
                <div class="actions">
                    <button class="button">{context.text("entries-confirm")}</button>
                    <button class="button secondary" formaction=context.link("/staff/bulk")>
                        {context.text("entries-bulk")}
                    </button>
                </div>
                <p class="small quiet">{context.text("entries-confirm-text")}</p>
                <TableRegion label=title.clone()>{table}</TableRegion>
                {more}
            </form>
        }
        .into_markup()
    };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {done}
                <EditRefused refusal=view.refusal />
                <p class="actions">
                    <a href=context.link("/staff/procedures/new")>{context.text("entry-new-title")}</a>
                    <a href=context.link(&as_workbook) download="">{context.text("entries-as-workbook")}</a>
                    <a href=context.link("/staff/import?kind=procedures")>{context.text("import-title")}</a>
                </p>
            </header>
            {filters(context, user, selection)}
            <section class="stack" aria-labelledby="found">
                <h2 id="found">{context.format_text("entries-found", [("count", count(total))])}</h2>
                {table}
            </section>
        </div>
    }
    .into_markup()
}

fn filters(context: &PageContext, user: &CurrentUser, selection: &EntryFilter) -> Markup {
    let chosen = |facet: Facet| selection.query.chosen.get(facet).unwrap_or_default().to_owned();
    let any = || (String::new(), context.text("entries-any"));
    let mut departments = department_options(context, |code| user.rights.may_edit(code));
    departments.insert(0, any());
    let words = |family: &str, members: Vec<&'static str>| {
        let members = members.into_iter().map(|member| (member.to_owned(), context.word(family, member)));
        std::iter::once(any()).chain(members).collect::<Vec<_>>()
    };
    let availability = words("availability", Availability::ALL.iter().map(|one| one.as_str()).collect());
    let to_do = words("entries-todo", ToDo::ALL.iter().map(|one| one.as_str()).collect());
    let ended =
        EndedFilter::ALL.iter().map(|choice| (choice.to_string(), context.word("entries-ended", choice.as_str())));
    let chosen_to_do = selection.to_do.map(|to_do| to_do.to_string()).unwrap_or_default();
    // Parameters that the form does not show are kept.
    let kept = selection
        .query
        .chosen
        .iter()
        .filter(|(facet, _)| !matches!(facet, Facet::Department | Facet::Availability))
        .map(|(facet, value)| view! { <input type="hidden" name=facet.as_str() value=value.to_owned() /> })
        .collect_view();
    view! {
        <form class="stack" action=context.link("/staff/procedures")>
            {kept}
            <div class="field-pair">
                <div>
                    <label for="q">{context.text("entries-words")}</label>
                    <input id="q" name="q" type="search" value=selection.query.q.clone() autocomplete="off" />
                </div>
                <div>
                    <label for="department">{context.text("entries-department")}</label>
                    <select id="department" name="department">
                        {options_of(departments, &chosen(Facet::Department))}
                    </select>
                </div>
                <div>
                    <label for="availability">{context.text("entries-availability")}</label>
                    <select id="availability" name="availability">
                        {options_of(availability, &chosen(Facet::Availability))}
                    </select>
                </div>
                <div>
                    <label for="todo">{context.text("entries-todo")}</label>
                    <select id="todo" name="todo">{options_of(to_do, &chosen_to_do)}</select>
                </div>
                <div>
                    <label for="ended">{context.text("entries-ended")}</label>
                    <select id="ended" name="ended">
                        {options_of(ended.collect(), selection.query.ended.as_str())}
                    </select>
                </div>
            </div>
            <button class="button secondary">{context.text("entries-show")}</button>
        </form>
    }
    .into_markup()
}

fn row(context: &PageContext, reports: &Reports, procedure: &Procedure, states: &[ProcedureState]) -> Markup {
    let checked = procedure.checked_on.map_or_else(|| context.text("unknown"), |day| context.short_date(day));
    let old = needs_checking(procedure, context.as_of).then(|| {
        view! { " " <span class="badge counter">{context.text("staff-check-is-old")}</span> }
    });
    let state = context.snapshot.procedure(&procedure.id).map(|(number, _)| states[number]);
    let is_in_force = state.is_none_or(|state| state.is_in_force());
    let standing = match state {
        Some(state) if !is_in_force => view! { <ValidityBadge validity=state.validity /> }.into_markup(),
        state => view! { <AvailabilityBadge availability=state.and_then(|state| state.availability) /> }.into_markup(),
    };
    let heard = reports.about(&procedure.id).filter(|heard| is_in_force && heard.is_complaint()).map(|heard| {
        let complaints = count(heard.could_not_finish + heard.not_useful);
        view! {
            <a href=context.link(&format!("/staff/reports#{}", procedure.id))>
                {context.format_text("entries-complaints", [("count", complaints)])}
            </a>
        }
    });
    let name = context.language.of(&procedure.name).0.to_owned();
    let tick = context.format_text("entries-tick-of", [("name", name.clone())]);
    let edit = context.format_text("entries-edit-of", [("name", name)]);
    // What has ended is only changed by its own form.
    let tick = is_in_force.then(|| {
        view! {
            <label class="choice">
                <input type="checkbox" name="procedure" value=procedure.id.to_string() aria-label=tick />
            </label>
        }
    });
    view! {
        <tr>
            <td>{tick}</td>
            <th scope="row">
                <a href=context.link(&format!("/procedures/{}", procedure.id))>
                    <ProcedureName procedure=procedure />
                </a>
                {contradiction_lines(context, procedure, context.as_of)}
            </th>
            <td>{standing}</td>
            <td>{checked} {old}</td>
            <td>{heard}</td>
            <td>
                <a href=context.link(&format!("/staff/procedures/{}/edit", procedure.id)) aria-label=edit>
                    {context.text("entries-edit")}
                </a>
            </td>
        </tr>
    }
    .into_markup()
}
