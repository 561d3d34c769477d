//! What the renderer writes without escaping it: the contents of `textarea` and `script`, and mark-up that the product
//! has made itself. Nothing else uses these elements, `noscript` and `style`, nor `inner_html`; `tests/layers.rs` sees
//! to that.

use html_escape::encode_text;
use leptos::prelude::*;
use serde_json::Value;

use crate::server::open_data::linked_data::in_script;

/// A field of several lines, whose text is what was typed to the letter.
#[component]
pub fn MultiLineField(
    id: &'static str,
    name: &'static str,
    rows: u8,
    #[prop(optional, into)] text: String,
    /// The language that is to be written, where it is another than that of the page.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(optional_no_strip)] described_by: Option<String>,
    #[prop(optional)] is_wrong: bool,
    #[prop(optional)] longest: Option<usize>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    // Parsers take away a line break at the beginning, so there is always one that may go.
    let content = format!("\n{}", encode_text(&text));
    view! {
        <textarea
            id=id
            name=name
            rows=rows.to_string()
            lang=lang
            maxlength=longest.map(|longest| longest.to_string())
            required=required
            aria-describedby=described_by
            aria-invalid=is_wrong.then_some("true")
            inner_html=content
        ></textarea>
    }
    .into_any()
}

/// Drawings as `server::charts` has written them, with every text escaped.
#[must_use]
pub fn drawings(class: &'static str, drawings: &[String]) -> AnyView {
    view! { <div class=class inner_html=drawings.concat()></div> }.into_any()
}

/// Linked data inside a page. Browsers do not run it, and the security policy has nothing to say about it.
#[must_use]
pub fn linked_data_block(data: &Value) -> AnyView {
    view! { <script type="application/ld+json" inner_html=in_script(data)></script> }.into_any()
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};
    use serde_json::json;

    use super::*;

    fn only(page: &Html, selector: &str) -> (usize, String) {
        let selector = Selector::parse(selector).expect("a selector");
        let found: Vec<_> = page.select(&selector).collect();
        (found.len(), found.iter().flat_map(|element| element.text()).collect())
    }

    #[test]
    fn a_field_of_several_lines_gives_back_what_was_put_in() {
        for text in [
            "",
            " ",
            "&lt;b&gt;",
            "<b>&amp;</b>",
            "</textarea></div></form><form method=post action=/marker>",
            "\nfirst line empty",
            "\n\n two",
            "a\u{2028}b\u{202e}c",
            "<!-- ",
        ] {
            let field = view! { <MultiLineField id="a" name="a" rows=3 text=text.to_owned() /> };
            let page = Html::parse_fragment(&format!("<form>{}</form>", field.to_html()));
            assert_eq!(only(&page, "textarea"), (1, text.to_owned()));
            assert_eq!(only(&page, "form").0, 1, "{text:?}");
        }
    }

    #[test]
    fn linked_data_cannot_end_its_element() {
        let text = "</script><hostile-marker>]]>&lt;<!--";
        let page = Html::parse_fragment(&linked_data_block(&json!({ "name": text })).to_html());
        let (found, read) = only(&page, "script");
        let read: Value = serde_json::from_str(&read).expect("still JSON");
        assert_eq!((found, read["name"].as_str(), only(&page, "hostile-marker").0), (1, Some(text), 0));
    }
}
