//! What belongs to an entry and stands in tables of its own: papers, details and forms, with links to their rows.

use domain::procedure::Procedure;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::catalogue::papers::paper_terms;
use crate::page_context::PageContext;
use crate::pages::staff::table::row_address_of;

/// The papers of an entry as the shared list knows them, its details and forms, each with the form of its row.
#[must_use]
pub fn entry_tables(context: &PageContext, procedure: &Procedure) -> Markup {
    let id = procedure.id.to_string();
    let supplement = context.snapshot.supplement(&procedure.id);
    let row = |table: &str, key: Option<&[String]>| context.link(&row_address_of(table, key));
    let papers = context.snapshot.papers_of(procedure);
    let items: Vec<_> = papers
        .iter()
        .map(|needed| {
            let name = needed.name().to_owned();
            let known = match needed.paper {
                Some(paper) => {
                    let key = [id.clone(), paper.id.to_string()];
                    let terms = needed.details.and_then(|details| paper_terms(context, details));
                    let (page, words) = match needed.details {
                        Some(_) => (row("procedure-papers", Some(&key)), "entry-tables-change"),
                        None => (row("procedure-papers", None), "entry-tables-when"),
                    };
                    let label = format!("{}{}{name}", context.text(words), context.text("typed-colon"));
                    view! { {terms} " " <a href=page aria-label=label>{context.text(words)}</a> }.into_markup()
                }
                None => {
                    view! { <span class="small quiet">{context.text("entry-tables-only-words")}</span> }.into_markup()
                }
            };
            view! { <li><span lang=context.lang_of_japanese()>{name.clone()}</span> " " {known}</li> }
        })
        .collect();
    let details = match supplement.details {
        Some(_) => (row("procedure-details", Some(std::slice::from_ref(&id))), "entry-tables-details"),
        None => (row("procedure-details", None), "entry-tables-no-details"),
    };
    let forms: Vec<_> = supplement
        .forms
        .iter()
        .map(|form| {
            let page = row("procedure-forms", Some(&[id.clone(), form.position.to_string()]));
            view! { <li><a href=page lang=context.lang_of_japanese()>{form.title.ja.clone()}</a></li> }
        })
        .collect();
    let forms = (!forms.is_empty()).then(|| view! { <ul>{forms}</ul> });
    let items = (!items.is_empty()).then(|| view! { <ul>{items}</ul> });
    view! {
        <details class="entry-tables">
            <summary>{context.text("entry-tables-title")}</summary>
            <div class="stack">
                <p class="small">{context.text("entry-tables-text")} " " <code>{id.clone()}</code></p>
                {items}
                <p><a href=details.0>{context.text(details.1)}</a></p>
                {forms}
                <p><a href=row("procedure-forms", None)>{context.text("entry-tables-add-form")}</a></p>
                <p><a href=context.link("/staff/tables/papers")>{context.text("entry-tables-list")}</a></p>
            </div>
        </details>
    }
    .into_markup()
}
