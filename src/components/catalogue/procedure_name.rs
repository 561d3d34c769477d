//! A procedure's own name, in the reader's language if the city provides it.

use domain::procedure::Procedure;
use leptos::prelude::*;
use search::Words;

use super::highlight::Highlight;
use crate::components::base::markup::IntoMarkup;
use crate::page_context::PageContext;

/// The name with the search terms highlighted, marked as Japanese on a page in another language.
#[component]
pub fn ProcedureName<'a>(procedure: &'a Procedure, #[prop(optional)] words: Words) -> impl IntoView + use<> {
    let language = PageContext::current().language;
    let (name, of) = language.of(&procedure.name);
    let foreign = (of.html_lang() != language.html_lang()).then_some(of.html_lang());
    let name = name.to_owned();
    match foreign {
        Some(foreign) => view! { <span lang=foreign><Highlight text=name words=words /></span> }.into_markup(),
        None => view! { <Highlight text=name words=words /> }.into_markup(),
    }
}
