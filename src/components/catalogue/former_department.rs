//! What became of departments: the way on from an old address, and the list of reorganisations.

use domain::department_change::FormerDepartment;
use domain::procedure::DepartmentCode;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::departments::ToldChange;

/// Changes shown on the page.
const MOST: usize = 50;

/// Where a department of the past leads, with a link to the same list for each successor.
#[must_use]
pub fn former_department_note(
    context: &PageContext,
    former: &FormerDepartment<'_>,
    address: impl Fn(&DepartmentCode) -> String,
) -> Markup {
    let name = context.language.pick(&former.last.name, &former.last.name_en).to_owned();
    let said = [("name", name), ("date", context.date(former.last.changed_on))];
    let links: Vec<_> = former
        .successors
        .iter()
        .filter_map(|code| context.snapshot.department(code))
        .map(|department| {
            let name = context.language.department_name(department);
            view! { <li><a class="chip" href=address(&department.code)>{mark_japanese(context, &name)}</a></li> }
        })
        .collect();
    let now = (!links.is_empty()).then(|| {
        view! {
            <p>{context.text("department-former-now")}</p>
            <ul role="list" class="chips">{links}</ul>
        }
    });
    view! {
        <div class="notice stack">
            <p>{mark_japanese(context, &context.format_text("department-former", said))}</p>
            {now}
        </div>
    }
    .into_markup()
}

/// The reorganisations of departments, newest first; nothing if there are none.
#[must_use]
pub fn department_changes(context: &PageContext, told: &[ToldChange<'_>]) -> Markup {
    if told.is_empty() {
        return ().into_markup();
    }
    let lines: Vec<_> = told
        .iter()
        .take(MOST)
        .map(|change| {
            let day = change.first.changed_on;
            view! {
                <li>
                    <time datetime=day.to_string()>{context.date(day)}</time> " "
                    {mark_japanese(context, &change.sentence(context.language))}
                </li>
            }
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="departments">
            <h2 id="departments">{context.text("department-change-title")}</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_markup()
}
