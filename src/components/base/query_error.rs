//! The notice about an invalid query, with what would be valid.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::QueryError;

/// The error and the valid alternatives. Sets the response status to 400. `page` is the link back, labelled
/// `page_name`.
#[component]
pub fn QueryErrorNotice(mistake: QueryError, page: &'static str, #[prop(into)] page_name: String) -> Markup {
    let context = PageContext::current();
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(http::StatusCode::BAD_REQUEST);
    }
    let name = match &mistake {
        QueryError::BadValue { name, .. } => (*name).to_owned(),
        QueryError::UnknownParameter { name, .. } | QueryError::BadAnswer { name, .. } | QueryError::Twice { name } => {
            name.clone()
        }
        QueryError::TooMany => "?".to_owned(),
    };
    view! {
        <div class="notice error stack" role="alert">
            <h2>{context.text("mistake-title")}</h2>
            <p>{context.format_text("mistake-text", [("name", name)])}</p>
            <p>{mistake.in_words(context.language)}</p>
            <p><a href=context.link(page)>{page_name}</a></p>
        </div>
    }
    .into_markup()
}
