//! `/staff`: the user's start page, with pending proposals, outdated entries and resident feedback.

use chrono::{DateTime, Utc};
use domain::procedure::{Department, Procedure};
use domain::proposal::ProposalSummary;
use leptos::prelude::*;

use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::staff::fields::roles_in_words;
use crate::components::staff::proposals::proposals_table;
use crate::page_context::PageContext;
use crate::pages::staff::proposals::{to_be_done, waiting_for};
use crate::server::editing::selection::{Reports, needs_checking};
use crate::server::staff::CurrentUser;

/// The data of the page besides the public snapshot.
#[derive(Debug)]
pub struct DeskView {
    pub proposals: Vec<ProposalSummary>,
    pub reports: Reports,
    /// The time of the last audit log row, if it is later than the clock. Only administrators see it.
    pub log_ahead: Option<DateTime<Utc>>,
    /// Number of rows that something else than this program has changed. Only administrators see it.
    pub rows_changed_outside: usize,
}

#[must_use]
pub fn desk_page(context: &PageContext, user: &CurrentUser, view: &DeskView) -> Markup {
    let title = context.text("staff-desk-title");
    let name = user.member.name.as_str().to_owned();
    let roles = roles_in_words(context, user.rights.roles());
    let departments: Vec<&Department> =
        context.snapshot.departments.iter().filter(|department| user.rights.may_edit(&department.code)).collect();
    let none = departments.is_empty().then(|| view! { <p class="prose">{context.text("staff-no-departments")}</p> });
    let people = user.rights.may_administer().then(|| {
        view! { <p><a href=context.link("/staff/people")>{context.text("staff-to-people")}</a></p> }
    });
    let first_day = (context.snapshot.city.is_none() && user.rights.may_set_up()).then(|| {
        view! {
            <div class="notice stack">
                <p>{context.text("first-day-on-desk")}</p>
                <p><a class="button" href=context.link("/staff/first-day")>{context.text("first-day-begin")}</a></p>
            </div>
        }
    });
    let clock = view.log_ahead.map(|moment| {
        let values = [("moment", context.date_and_time(moment))];
        view! { <p class="notice caution" role="status">{context.format_text("staff-clock-behind", values)}</p> }
    });
    let rows_changed_outside = (view.rows_changed_outside > 0).then(|| {
        let values = [("count", count(view.rows_changed_outside))];
        view! { <p class="notice caution" role="status">{context.format_text("staff-foreign-rows", values)}</p> }
    });
    let waiting = waiting_for(user, &view.proposals);
    let own = to_be_done(user, &view.proposals);
    let list = |name: &str, proposals: &[&ProposalSummary]| {
        (!proposals.is_empty()).then(|| {
            let title = context.text(name);
            let table = proposals_table(context, user, &title, proposals);
            view! { <section class="stack"><h2>{title}</h2>{table}</section> }
        })
    };
    let mine: Vec<&Procedure> = context
        .snapshot
        .in_force_on(context.as_of, context.as_of)
        .filter(|procedure| procedure.department.as_ref().is_some_and(|code| user.rights.may_edit(code)))
        .collect();
    let old = mine.iter().filter(|procedure| needs_checking(procedure, context.as_of)).count();
    let reported = mine.iter().filter(|procedure| view.reports.has_complaint(&procedure.id)).count();
    let contradicting = mine
        .iter()
        .filter(|procedure| !context.snapshot.contradictions_on(procedure, context.as_of).is_empty())
        .count();
    let number = |page: &str, many: usize, words: &str| {
        view! { <li><a href=context.link(page)><b>{count(many)}</b> " " {context.text(words)}</a></li> }.into_markup()
    };
    let numbers = (!departments.is_empty()).then(|| {
        view! {
            <ul class="numbers-list">
                {number("/staff/procedures?ended=exclude", mine.len(), "staff-number-procedures")}
                {number("/staff/procedures?todo=check", old, "staff-number-old")}
                {number("/staff/procedures?todo=reported", reported, "staff-number-reported")}
                {number("/staff/procedures?todo=contradiction", contradicting, "staff-number-contradictions")}
                {number("/staff/proposals", waiting.len(), "staff-number-waiting")}
            </ul>
        }
    });
    let table = (departments.len() > 1).then(|| departments_table(context, &view.reports, &departments));
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.format_text("staff-you-are", [("name", name), ("roles", roles)])}</p>
                {people}
            </header>
            {first_day}
            {clock}
            {rows_changed_outside}
            {none}
            {numbers}
            {list("proposals-waiting", &waiting)}
            {list("proposals-own", &own)}
            {table}
        </div>
    }
    .into_markup()
}

fn departments_table(context: &PageContext, reports: &Reports, departments: &[&Department]) -> Markup {
    let title = context.text("staff-departments");
    let rows = departments
        .iter()
        .map(|department| {
            let name = context.language.department_name(department);
            let of = |keeps: &dyn Fn(&Procedure) -> bool| {
                let own = |procedure: &&Procedure| procedure.department.as_ref() == Some(&department.code);
                let in_force = context.snapshot.in_force_on(context.as_of, context.as_of);
                in_force.filter(own).filter(|procedure| keeps(procedure)).count()
            };
            let page = format!("/staff/procedures?department={}&ended=exclude", department.code);
            view! {
                <tr>
                    <th scope="row"><a href=context.link(&page)>{crate::components::base::foreign::mark_japanese(context, &name)}</a></th>
                    <td class="number">{count(of(&|_| true))}</td>
                    <td class="number">{count(of(&|procedure| needs_checking(procedure, context.as_of)))}</td>
                    <td class="number">{count(of(&|procedure| reports.has_complaint(&procedure.id)))}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.text("entries-department")}</th>
                    <th scope="col" class="number">{context.text("staff-number-procedures")}</th>
                    <th scope="col" class="number">{context.text("staff-number-old")}</th>
                    <th scope="col" class="number">{context.text("staff-number-reported")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <section class="stack">
            <h2>{title.clone()}</h2>
            <TableRegion label=title>{table}</TableRegion>
        </section>
    }
    .into_markup()
}
