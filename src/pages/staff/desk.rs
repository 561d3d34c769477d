//! `/staff`: who one is, and the procedures of one's departments, those first that have not been checked for long.

use leptos::prelude::*;

use crate::components::foreign::marked;
use crate::components::page_head::PageHead;
use crate::components::procedure_name::ProcedureName;
use crate::components::staff_fields::roles_in_words;
use crate::components::table::TableRegion;
use crate::components::written::count;
use crate::domain::procedure::{Department, Procedure};
use crate::pages::Visit;
use crate::pages::not_found::NotFoundPage;
use crate::server::staff::Desk;

#[component]
pub fn DeskPage() -> impl IntoView {
    let visit = Visit::current();
    let Some(desk) = use_context::<Desk>() else {
        return view! { <NotFoundPage /> }.into_any();
    };
    let title = visit.text("staff-desk-title");
    let name = desk.member.name.as_str().to_owned();
    let roles = roles_in_words(&visit, desk.rights.roles());
    let departments: Vec<_> = visit
        .snapshot
        .departments
        .iter()
        .filter(|department| desk.rights.may_edit(&department.code))
        .map(|department| of_department(&visit, department))
        .collect();
    let none = departments.is_empty().then(|| view! { <p class="prose">{visit.text("staff-no-departments")}</p> });
    let people = desk.rights.may_administer().then(|| {
        view! { <p><a href=visit.link("/staff/people")>{visit.text("staff-to-people")}</a></p> }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.say("staff-you-are", [("name", name), ("roles", roles)])}</p>
                {people}
            </header>
            {none}
            {departments}
        </div>
    }
    .into_any()
}

/// Whether nobody has confirmed an entry for a year, or ever.
fn needs_checking(visit: &Visit, procedure: &Procedure) -> bool {
    procedure.checked_on.is_none() || procedure.check_is_old(visit.today)
}

fn of_department(visit: &Visit, department: &Department) -> AnyView {
    let name = visit.language.pick(&department.name, &department.name_en).to_owned();
    let mut procedures: Vec<&Procedure> = visit
        .snapshot
        .procedures
        .iter()
        .filter(|procedure| procedure.department.as_ref() == Some(&department.code))
        .collect();
    // Never checked before long not checked.
    procedures.sort_by_key(|procedure| procedure.checked_on);
    let old = procedures.iter().filter(|procedure| needs_checking(visit, procedure)).count();
    let values = [("count", count(procedures.len())), ("old", count(old))];
    let rows: Vec<_> = procedures
        .into_iter()
        .map(|procedure| {
            let checked = procedure.checked_on.map_or_else(|| visit.text("unknown"), |day| visit.short_date(day));
            let old = needs_checking(visit, procedure).then(|| {
                view! { " " <span class="badge counter">{visit.text("staff-check-is-old")}</span> }
            });
            view! {
                <tr>
                    <th scope="row">
                        <a href=visit.link(&format!("/procedures/{}", procedure.id))>
                            <ProcedureName procedure=procedure />
                        </a>
                    </th>
                    <td>{checked} {old}</td>
                </tr>
            }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        let table = view! {
            <table class="staff-table">
                <thead>
                    <tr>
                        <th scope="col">{visit.text("staff-procedure")}</th>
                        <th scope="col">{visit.text("staff-last-checked")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        };
        view! { <TableRegion label=name.clone()>{table}</TableRegion> }
    });
    view! {
        <section class="stack">
            <h2>{marked(visit, &name)}</h2>
            <p>{visit.say("staff-department-counts", values)}</p>
            {table}
        </section>
    }
    .into_any()
}
