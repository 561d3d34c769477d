//! `/staff/reports`: what residents could not finish, for somebody to deal with, and their feedback on the user's
//! procedures since each was last checked.

use domain::procedure::Procedure;
use domain::report::{CaseState, ReportCase};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::staff::audit_words::who_in_words;
use crate::components::staff::people::Names;
use crate::page_context::PageContext;
use crate::server::editing::report_cases::ReportCases;
use crate::server::editing::selection::{FeedbackSummary, Reports};
use crate::server::staff::CurrentUser;

/// The data of the page.
#[derive(Debug)]
pub struct ReportsView {
    pub reports: Reports,
    pub cases: ReportCases,
    pub names: Names,
}

#[must_use]
pub fn reports_page(context: &PageContext, user: &CurrentUser, view: &ReportsView) -> Markup {
    let title = context.text("staff-reports-title");
    let mut heard: Vec<(&Procedure, &FeedbackSummary)> = context
        .snapshot
        .in_force_on(context.as_of, context.as_of)
        .filter(|procedure| procedure.department.as_ref().is_some_and(|code| user.rights.may_edit(code)))
        .filter_map(|procedure| Some((procedure, view.reports.about(&procedure.id)?)))
        .collect();
    heard.sort_by_key(|(_, heard)| (-heard.could_not_finish, -heard.not_useful));
    let rows = heard
        .iter()
        .map(|(procedure, heard)| {
            let details = heard
                .details
                .iter()
                .map(|detail| {
                    let word = |family: &str, member: Option<&'static str>| {
                        member.map_or_else(|| context.text("unknown"), |member| context.word(family, member))
                    };
                    let values = [
                        ("step", word("step", detail.step.map(|step| step.as_str()))),
                        ("reason", word("report-reason", detail.reason.map(|reason| reason.as_str()))),
                        ("count", count(detail.number)),
                    ];
                    view! { <li>{context.format_text("staff-report-detail", values)}</li> }
                })
                .collect_view();
            let details = (!heard.details.is_empty()).then(|| view! { <ul>{details}</ul> });
            let last = heard.last_on.map(|day| context.short_date(day));
            view! {
                <tr id=procedure.id.to_string()>
                    <th scope="row">
                        <a href=context.link(&format!("/staff/procedures/{}/edit", procedure.id))>
                            <ProcedureName procedure=procedure />
                        </a>
                    </th>
                    <td>{count(heard.could_not_finish)} {details}</td>
                    <td>{count(heard.not_useful)}</td>
                    <td>{count(heard.useful)}</td>
                    <td>{last}</td>
                </tr>
            }
        })
        .collect_view();
    let table = if heard.is_empty() {
        view! { <p>{context.text("staff-reports-none")}</p> }.into_markup()
    } else {
        let table = view! {
            <table class="staff-table">
                <thead>
                    <tr>
                        <th scope="col">{context.text("staff-procedure")}</th>
                        <th scope="col">{context.word("report-kind", "could_not_finish")}</th>
                        <th scope="col">{context.word("report-kind", "not_useful")}</th>
                        <th scope="col">{context.word("report-kind", "useful")}</th>
                        <th scope="col">{context.text("staff-report-last")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        };
        view! { <TableRegion label=title.clone()>{table}</TableRegion> }.into_markup()
    };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{context.text("report-cases-text")}</p>
            </header>
            {cases(context, view, "report-cases-unclosed", &view.cases.unclosed)}
            {cases(context, view, "report-cases-closed", &view.cases.closed)}
            <section class="stack" aria-labelledby="counts">
                <h2 id="counts">{context.text("report-counts")}</h2>
                <p class="prose">{context.text("staff-reports-text")}</p>
                {table}
            </section>
        </div>
    }
    .into_markup()
}

/// Cases with where the work on them stands. There are always those that are not closed, even if there are none.
fn cases(context: &PageContext, view: &ReportsView, name: &str, cases: &[ReportCase]) -> Option<Markup> {
    let title = context.text(name);
    let is_unclosed = std::ptr::eq(cases, view.cases.unclosed.as_slice());
    if cases.is_empty() && !is_unclosed {
        return None;
    }
    let rows: Vec<_> = cases.iter().map(|case| case_row(context, view, case)).collect();
    let heads = ["problem", "number", "last", "state", "taken_by"]
        .map(|column| view! { <th scope="col">{context.word("report-case", column)}</th> })
        .into_iter()
        .collect_view();
    let table = if cases.is_empty() {
        view! { <p>{context.text("report-cases-none")}</p> }.into_markup()
    } else {
        let table = view! {
            <table class="staff-table">
                <thead><tr><th scope="col">{context.text("staff-procedure")}</th> {heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        };
        view! { <TableRegion label=title.clone()>{table}</TableRegion> }.into_markup()
    };
    let section = view! {
        <section class="stack">
            <h2>{title}</h2>
            {table}
        </section>
    };
    Some(section.into_markup())
}

fn case_row(context: &PageContext, view: &ReportsView, case: &ReportCase) -> Markup {
    let procedure = context.snapshot.procedure(&case.procedure).map(|(_, procedure)| procedure);
    let name = match procedure {
        Some(procedure) => view! { <ProcedureName procedure=procedure /> }.into_markup(),
        None => case.procedure.to_string().into_markup(),
    };
    let who = case.taken_by.as_ref().map(|id| who_in_words(context, &view.names, id.as_str()));
    view! {
        <tr>
            <th scope="row"><a href=context.link(&format!("/staff/reports/{}", case.id))>{name}</a></th>
            <td>{problem(context, case)}</td>
            <td class="number">{count(case.number)}</td>
            <td>{context.short_date(case.last_on)}</td>
            <td>{case_state(context, case)}</td>
            <td>{who.map(|name| mark_japanese(context, &name))}</td>
        </tr>
    }
    .into_markup()
}

/// Where readers could not go on, and why.
#[must_use]
pub fn problem(context: &PageContext, case: &ReportCase) -> String {
    let values = [
        ("step", context.word("step", case.step.as_str())),
        ("reason", context.word("report-reason", case.reason.as_str())),
    ];
    context.format_text("report-case-problem-text", values)
}

/// Where the work on a case stands, and what came of it.
#[must_use]
pub fn case_state(context: &PageContext, case: &ReportCase) -> Markup {
    let class = match case.state {
        CaseState::Open => "badge counter",
        CaseState::Taken => "badge partial",
        CaseState::Closed => "badge complete",
    };
    let outcome = case.outcome.map(|outcome| context.word("report-outcome", outcome.as_str()));
    view! { <span class=class>{context.word("report-state", case.state.as_str())}</span> " " {outcome} }.into_markup()
}
