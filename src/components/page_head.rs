//! The document's name and description, as search engines and tabs show them.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use crate::pages::Visit;

/// Names the document: the page, then the city and the product. The first page gives no title of its own.
#[component]
pub fn PageHead(#[prop(into)] title: String, #[prop(into, optional)] description: String) -> impl IntoView {
    let visit = Visit::current();
    let site = visit.site_title();
    let whole = if title.is_empty() { site } else { format!("{title}{}{site}", visit.text("title-separator")) };
    view! {
        <Title text=escape(&whole) />
        {(!description.is_empty()).then(|| view! { <Meta name="description" content=description /> })}
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
