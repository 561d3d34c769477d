//! The notice on the pages of a language whose texts nobody has checked whose language it is.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;

/// Says that the texts are not checked, in the language of the page and in Japanese, with the way to the same page in the
/// languages that the city writes in. Nothing where they are checked.
#[must_use]
pub fn unchecked_language(context: &PageContext) -> Option<Markup> {
    let language = context.language;
    if language.is_checked() {
        return None;
    }
    let sentence = |reader: Language| {
        let name = language.own_name().to_owned();
        let words = reader.text_with("language-unchecked", [("language", name.into())]);
        view! { <p lang=context.lang(reader)>{words}</p> }.into_markup()
    };
    let others: Vec<_> = [language.of_staff(), Language::Japanese]
        .into_iter()
        .enumerate()
        // Readers whose content is Japanese have one way, not the same one twice.
        .filter(|(place, other)| *place == 0 || *other != language.of_staff())
        .map(|(_, other)| {
            let address = context.address_in(other);
            view! { <li><a href=address lang=other.html_lang() hreflang=other.html_lang()>{other.own_name()}</a></li> }
        })
        .collect();
    let notice = view! {
        <aside class="language-notice" aria-label=context.text("language-notice-label")>
            <div class="wrap">
                {sentence(language)}
                {sentence(Language::Japanese)}
                <ul class="inline-list" role="list">{others}</ul>
            </div>
        </aside>
    };
    Some(notice.into_markup())
}
