//! `/staff/departments/{code}`: the tables of the whole city that a department keeps.

use std::collections::BTreeSet;

use domain::procedure::Department;
use domain::rights::DepartmentRules;
use domain::table_kind::TableKind;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::proposals::{EditRefused, department_names};
use crate::components::staff::tables::kind_name;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;

/// The data of the page.
#[derive(Debug)]
pub struct DepartmentView {
    pub department: Department,
    pub rules: DepartmentRules,
    pub refusal: Option<EditRefusal>,
}

#[must_use]
pub fn department_page(context: &PageContext, view: &DepartmentView) -> Markup {
    let code = &view.department.code;
    let title = context.language.department_name(&view.department);
    let kept: BTreeSet<TableKind> = view.rules.of(code).keeps;
    let boxes = TableKind::ALL
        .iter()
        .filter(|table| !table.is_of_procedures() && !table.is_log())
        .map(|table| {
            let others: Vec<_> = view.rules.keepers(*table).filter(|keeper| *keeper != code).cloned().collect();
            let others = (!others.is_empty()).then(|| {
                let names = department_names(context, &others);
                view! { " " <span class="small quiet">{context.format_text("department-also", [("names", names)])}</span> }
            });
            let is_kept = kept.contains(table);
            // Sends what was rendered along, so that only what the user changes here is changed.
            let seen = is_kept.then(|| view! { <input type="hidden" name="seen" value=table.as_str() /> });
            view! {
                <label class="choice">
                    {seen}
                    <input type="checkbox" name="keeps" value=table.as_str() checked=is_kept />
                    <span>{mark_japanese(context, &kind_name(context, *table))} {others}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(context.text("departments-title"), "/staff/departments".to_owned())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{mark_japanese(context, &title)}</h1>
                <EditRefused refusal=view.refusal />
                <p class="prose">{context.text("department-text")}</p>
            </header>
            <form class="stack" method="post" action=context.link(&format!("/staff/departments/{code}"))>
                <fieldset class="plain-fieldset">
                    <legend>{context.text("department-keeps")}</legend>
                    <div class="tick-columns">{boxes}</div>
                </fieldset>
                <button class="button">{context.text("departments-save")}</button>
            </form>
        </div>
    }
    .into_markup()
}
