//! `/staff/reports`: resident feedback on the user's procedures since each was last checked.

use domain::procedure::Procedure;
use leptos::prelude::*;

use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::page_context::PageContext;
use crate::server::editing::selection::{FeedbackSummary, Reports};
use crate::server::staff::CurrentUser;

/// The data of the page.
#[derive(Debug)]
pub struct ReportsView {
    pub reports: Reports,
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
                <p class="prose">{context.text("staff-reports-text")}</p>
            </header>
            {table}
        </div>
    }
    .into_markup()
}
