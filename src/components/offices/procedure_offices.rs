//! Where a procedure is done, on its page. Where that is not known, the page leads to the next best: the department, the
//! city's main office, the list of offices.

use domain::procedure::Procedure;
use leptos::prelude::*;

use super::office_item::office_item;
use super::telephone::{telephone_link, telephone_text};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::{address, url_within};
use crate::server::read_model::snapshot::OfficeEntry;

/// Offices shown at first. The others are collapsed.
const SHOWN: usize = 3;

/// Offices on the page of a procedure. The list of offices has all of them, by page.
const MOST: usize = 30;

/// The offices at which a procedure is done. `is_live` says whether the page is about now.
#[must_use]
pub fn procedure_offices(context: &PageContext, procedure: &Procedure, is_live: bool) -> Markup {
    let found = context.snapshot.offices.of_procedure(&procedure.id);
    let content =
        if found.is_empty() { nothing_known(context, procedure) } else { known(context, procedure, &found, is_live) };
    view! {
        <section class="stack" aria-labelledby="offices">
            <h2 id="offices">{context.text("office-where-title")}</h2>
            {content}
        </section>
    }
    .into_markup()
}

fn known(context: &PageContext, procedure: &Procedure, found: &[&OfficeEntry], is_live: bool) -> Markup {
    let item = |entry: &&OfficeEntry| {
        let done = entry.done(&procedure.id);
        let counter = done.map(|done| (done.counter.as_str(), done.counter_en.as_str()));
        office_item(context, entry, counter, is_live)
    };
    let first: Vec<_> = found.iter().take(SHOWN).map(item).collect();
    let more: Vec<_> = found.iter().take(MOST).skip(SHOWN).map(item).collect();
    let others = (found.len() > MOST).then(|| {
        let others = context.format_text("office-more", [("count", (found.len() - MOST).to_string())]);
        view! { <p class="small">{others}</p> }
    });
    let more = (!more.is_empty()).then(|| {
        let label = context.format_text("office-where-more", [("count", more.len().to_string())]);
        view! {
            <details>
                <summary>{label}</summary>
                <ul class="office-list" role="list">{more}</ul>
                {others}
            </details>
        }
    });
    // One office needs no search for the nearest.
    let nearest = (found.len() > 1).then(|| {
        let list = address(&context.link("/offices"), [("procedure", procedure.id.as_str())]);
        view! { <p class="no-print"><a href=list>{context.text("office-where-nearest")}</a></p> }
    });
    view! {
        <ul class="office-list" role="list">{first}</ul>
        {more}
        {nearest}
    }
    .into_markup()
}

fn nothing_known(context: &PageContext, procedure: &Procedure) -> Markup {
    let department = procedure.department.as_ref().and_then(|code| context.snapshot.department(code));
    let department = department.filter(|department| !department.phone.is_empty()).map(|department| {
        let name = context.language.department_name(department);
        view! { <li>{mark_japanese(context, &name)} " " {telephone_text(&department.phone)}</li> }
    });
    let main = context.snapshot.offices.main().map(|entry| {
        let office = &entry.office;
        let link = context.link(&url_within("/offices", office.id.as_str()));
        let number = office.telephone.as_ref().map(|number| view! { " " {telephone_link(number)} });
        view! {
            <li>
                <a href=link lang=context.lang_of_pick(&office.name_en)>{context.office_name(office)}</a>
                {number}
            </li>
        }
    });
    let list = (!context.snapshot.offices.all().is_empty())
        .then(|| view! { <li><a href=context.link("/offices")>{context.text("office-where-list")}</a></li> });
    let leads_on = department.is_some() || main.is_some() || list.is_some();
    view! {
        <p>{context.text("office-where-unknown")}</p>
        {leads_on.then(|| view! { <ul>{department} {main} {list}</ul> })}
    }
    .into_markup()
}
