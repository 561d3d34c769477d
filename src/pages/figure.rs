use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::not_found::NotFoundPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::corrections::corrections_section;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::provenance::provenance_view;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::base::sample_label::titled;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::Figure;

/// One figure in detail: formula, numerator and denominator, rows, exclusions, dates and sources.
#[component]
pub fn FigurePage() -> Markup {
    let context = PageContext::current();
    let days = context.snapshot.askable_days(context.today);
    let read = Figure::read(&context.last_part(), &context.parameters(), &days);
    let opened = match read {
        Ok(figure) => figure.and_then(|figure| Some((figure.provenance(&context.snapshot, context.as_of)?, figure))),
        Err(mistake) => {
            let title = context.text("provenance-title");
            return view! {
                <PageHead title=title.clone() />
                <h1>{title}</h1>
                <QueryErrorNotice mistake=mistake page="/definitions" page_name=context.text("definitions-title") />
            }
            .into_markup();
        }
    };
    let Some((provenance, figure)) = opened else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let records = figure.records(&context.snapshot);
    let corrections = context.snapshot.corrections.of_records(&records, context.as_of);
    let subject = context.language.of(&provenance.subject).0.to_owned();
    let name = context.definition(provenance.definition, "name");
    let title = context.format_text("provenance-title-of", [("subject", subject), ("name", name.clone())]);
    let trail = vec![(context.text("definitions-title"), "/definitions".to_owned())];
    view! {
        <PageHead title=title.clone() description=context.text("provenance-lead") canonical=context.link(&figure.address()) />
        <Breadcrumbs trail=trail current=name />
        <div class="sections">
            <div class="stack">
                {titled(view! { <h1>{mark_japanese(&context, &title)}</h1> }, provenance.sample)}
                <p class="lead">{context.text("provenance-lead")}</p>
            </div>
            {provenance_view(&context, &figure, &provenance)}
            {corrections_section(&context, &corrections, None)}
        </div>
    }
    .into_markup()
}
