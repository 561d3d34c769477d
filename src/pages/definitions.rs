use domain::definition::Definition;
use leptos::prelude::*;

use super::PageContext;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;

/// The definition of every figure on the site, with its version.
#[component]
pub fn DefinitionsPage() -> Markup {
    let visit = PageContext::current();
    let title = visit.text("definitions-title");
    let entries = Definition::ALL.iter().map(|definition| entry(&visit, *definition)).collect_view();
    view! {
        <PageHead title=title.clone() description=visit.text("definitions-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.text("definitions-lead")}</p>
                <p class="prose">{visit.text("definitions-unknown")}</p>
            </div>
            {entries}
        </div>
    }
    .into_markup()
}

fn entry(visit: &PageContext, definition: Definition) -> Markup {
    let word = definition.as_str();
    let name = visit.definition(definition, "name");
    view! {
        <section class="stack" aria-labelledby=word>
            <h2 id=word>{name.clone()}</h2>
            <p class="formula"><b>{name}</b> " = " {visit.definition(definition, "formula")}</p>
            <p class="prose">{visit.definition(definition, "source")}</p>
            <p class="small quiet">{visit.format_text("definitions-version", [("version", definition.version().to_string())])}</p>
        </section>
    }
    .into_markup()
}
