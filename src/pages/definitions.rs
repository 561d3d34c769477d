use domain::definition::Definition;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::cards::backtest::backtest;
use crate::page_context::PageContext;

/// The definition of every figure on the site, with its version.
#[component]
pub fn DefinitionsPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("definitions-title");
    let entries = Definition::ALL.iter().map(|definition| entry(&context, *definition)).collect_view();
    view! {
        <PageHead title=title.clone() description=context.text("definitions-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("definitions-lead")}</p>
                <p class="prose">{context.text("definitions-unknown")}</p>
            </div>
            {with_contents(&context, entries)}
        </div>
    }
    .into_markup()
}

fn entry(context: &PageContext, definition: Definition) -> Markup {
    let word = definition.as_str();
    let evidence = (definition == Definition::Projection).then(|| backtest(context));
    let name = context.definition(definition, "name");
    view! {
        <section class="stack" aria-labelledby=word>
            <h2 id=word>{name.clone()}</h2>
            <p class="formula"><b>{name}</b> " = " {context.definition(definition, "formula")}</p>
            <p class="prose">{context.definition(definition, "source")}</p>
            {evidence}
            <p class="small quiet">{context.format_text("definitions-version", [("version", definition.version().to_string())])}</p>
        </section>
    }
    .into_markup()
}
