//! The document's title and description, and the metadata for search engines.

use html_escape::encode_text;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{Link, Meta, Title};

use super::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::search_engines::is_indexable;

/// Sets the document title: the page, then the city and the product. The home page has no title of its own. A page
/// without a description uses the site's. `canonical` is the preferred URL of a page with several; the default is its
/// URL without the query. `is_noindex` keeps the page out of search engines although it is there.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(into, optional)] description: String,
    #[prop(into, optional)] canonical: String,
    #[prop(optional)] is_noindex: bool,
) -> impl IntoView {
    let context = PageContext::current();
    if let Some(exports) = &context.exports {
        exports.title(&title);
    }
    let site = context.site_title();
    let whole = if title.is_empty() { site } else { format!("{title}{}{site}", context.text("title-separator")) };
    let description = if description.trim().is_empty() { of_the_site(&context) } else { description };
    let canonical = if canonical.is_empty() { without_query(&context) } else { canonical };
    let response = use_context::<ResponseOptions>();
    // Not written out here but by the page around it: by then all its parts have rendered, and one of them may have set
    // the status.
    let places = move || {
        let status = response.as_ref().and_then(|response| response.0.read().ok().and_then(|parts| parts.status));
        status.is_none_or(|status| status.is_success()).then(|| places(&context, &canonical, is_noindex))
    };
    view! {
        // Titles are written unescaped and may contain user input.
        <Title text=encode_text(&whole).into_owned() />
        <Meta name="description" content=description />
        {places}
    }
}

/// The URLs of the page in this language and the others.
fn places(context: &PageContext, canonical: &str, is_noindex: bool) -> Markup {
    let itself = view! { <Link rel="canonical" href=context.whole_address(canonical) /> };
    // With another choice of readings it is the same page.
    if is_noindex || context.furigana.is_some() || context.snapshot.is_being_set_up() || !is_indexable(canonical) {
        return view! { {itself} <Meta name="robots" content="noindex,follow" /> }.into_markup();
    }
    let alternates: Vec<_> = Language::all()
        .iter()
        .map(|language| (language.hreflang(), *language))
        // Readers of none of these languages get the Japanese version, which is always complete.
        .chain([("x-default", Language::Japanese)])
        .map(|(hreflang, language)| {
            let address = context.whole_address(&in_language(canonical, language));
            view! { <Link rel="alternate" hreflang=hreflang href=address /> }
        })
        .collect();
    view! { {itself} {alternates} }.into_markup()
}

fn without_query(context: &PageContext) -> String {
    match context.page.trim_end_matches('/') {
        "" => context.link("/"),
        page => context.link(page),
    }
}

/// The same URL in another language.
fn in_language(address: &str, language: Language) -> String {
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let (_, page) = Language::split_path(path);
    let path = language.path(page);
    query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"))
}

fn of_the_site(context: &PageContext) -> String {
    match context.city_name() {
        Some(city) => context.language.text_with("site-description", [("city", city.into())]),
        None => context.text("site-description-without-city"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_query_in_another_language() {
        assert_eq!(in_language("/en?page=2", Language::Easy), "/easy?page=2");
        assert_eq!(in_language("/procedures?event=moving", Language::English), "/en/procedures?event=moving");
        assert_eq!(in_language("/en", Language::Japanese), "/");
    }
}
