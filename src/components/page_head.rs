//! The document's name and description, as search engines and tabs show them.

use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

use crate::pages::Visit;

/// Names the document: the page, then the city and the product. The first page gives no title of its own, and a
/// page without a description has the site's. `canonical` is the one address of a page that answers under several.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(into, optional)] description: String,
    #[prop(into, optional)] canonical: String,
) -> impl IntoView {
    let visit = Visit::current();
    let site = visit.site_title();
    let whole = if title.is_empty() { site } else { format!("{title}{}{site}", visit.text("title-separator")) };
    let description = if description.trim().is_empty() { of_the_site(&visit) } else { description };
    view! {
        <Title text=escape(&whole) />
        <Meta name="description" content=description />
        {(!canonical.is_empty()).then(|| view! { <Link rel="canonical" href=canonical /> })}
    }
}

fn of_the_site(visit: &Visit) -> String {
    match visit.city_name() {
        Some(city) => visit.language.text_with("site-description", [("city", city.into())]),
        None => visit.text("site-description-without-city"),
    }
}

/// The renderer writes titles as they are, and titles hold what people typed.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_cannot_end_the_title() {
        assert_eq!(escape("</title><script>&"), "&lt;/title&gt;&lt;script&gt;&amp;");
    }
}
