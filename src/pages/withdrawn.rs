//! The 410 page of an entry that was made by mistake and withdrawn (取消): when, why, and what to use instead.

use domain::procedure::Procedure;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::catalogue::ending::ending_details;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::catalogue::search_box::SearchBox;
use crate::page_context::PageContext;

/// The page at every address of the entry, on whichever day it is asked for.
#[component]
pub fn WithdrawnPage<'a>(procedure: &'a Procedure) -> Markup {
    // What the entry said on a past day was as wrong as it is today.
    let context = PageContext::current();
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(http::StatusCode::GONE);
    }
    let title = context.text("withdrawn-title");
    let ending = procedure.ending_known(context.today).map(|ending| {
        let when = context.format_text("withdrawn-text", [("date", context.date(ending.on))]);
        view! {
            <p>{when}</p>
            {ending_details(&context, procedure, ending)}
        }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead"><ProcedureName procedure=procedure /></p>
                {ending}
            </header>
            <SearchBox id="q" />
            <p><a href=context.link("/procedures")>{context.text("procedures-all")}</a></p>
        </div>
    }
    .into_markup()
}
