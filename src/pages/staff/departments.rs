//! `/staff/departments`: which departments require approval by a second person, and how many tables each keeps.

use domain::rights::DepartmentRules;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::staff::fields::no_departments;
use crate::components::staff::proposals::EditRefused;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;

/// The data of the page.
#[derive(Debug)]
pub struct DepartmentsView {
    pub rules: DepartmentRules,
    /// Number of approvers in each department, by department code.
    pub approvers: std::collections::BTreeMap<String, usize>,
    pub is_done: bool,
    pub refusal: Option<EditRefusal>,
}

#[must_use]
pub fn departments_page(context: &PageContext, view: &DepartmentsView) -> Markup {
    let title = context.text("departments-title");
    let rows = context
        .snapshot
        .departments
        .iter()
        .map(|department| {
            let name = context.language.department_name(department);
            let code = department.code.to_string();
            let rule = view.rules.of(&department.code);
            let approvers = view.approvers.get(&code).copied().unwrap_or_default();
            let alone = (rule.needs_approval && approvers == 0).then(|| {
                view! { " " <span class="badge counter">{context.text("departments-nobody")}</span> }
            });
            // Sends the rendered state along, so that only what the user changes here is changed.
            let seen = rule.needs_approval.then(|| {
                view! { <input type="hidden" name="approval_seen" value=code.clone() /> }
            });
            let label = |of: &str| context.format_text(of, [("name", name.clone())]);
            view! {
                <tr>
                    <th scope="row">{mark_japanese(context, &name)} {seen}</th>
                    <td>
                        <label class="choice">
                            <input
                                type="checkbox"
                                name="approval"
                                value=code.clone()
                                checked=rule.needs_approval
                                aria-label=label("departments-approval-of")
                            />
                            <span>{approvers} {alone}</span>
                        </label>
                    </td>
                    <td>
                        <a href=context.link(&format!("/staff/departments/{code}")) aria-label=label("departments-keeps-of")>
                            {context.format_text("departments-keeps-count", [("count", rule.keeps.len().to_string())])}
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.text("entries-department")}</th>
                    <th scope="col">{context.text("departments-approval")}</th>
                    <th scope="col">{context.text("departments-keeps")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let done = view.is_done.then(|| view! { <p class="notice" role="status">{context.text("departments-done")}</p> });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title.clone()}</h1>
                {done}
                <EditRefused refusal=view.refusal />
                <p class="prose">{context.text("departments-text")}</p>
            </header>
            {if context.snapshot.departments.is_empty() {
                no_departments(context)
            } else {
                view! {
                    <p class="no-print">
                        <a href=context.link("/staff/reorganise")>{context.text("reorganise-link")}</a>
                    </p>
                    <form class="stack" method="post" action=context.link("/staff/departments")>
                        <TableRegion label=title>{table}</TableRegion>
                        <button class="button">{context.text("departments-save")}</button>
                    </form>
                }
                .into_markup()
            }}
        </div>
    }
    .into_markup()
}
