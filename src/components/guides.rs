//! Guides: the form with the questions, the personal list, and the drawing for authors.

pub mod condition_words;
pub mod drawing;
pub mod form;
pub mod items;
pub mod list;

use domain::procedure::LocalText;
use leptos::prelude::*;

use super::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::url_within;

/// A text of the city in the language of the page, marked where it is in another one.
#[must_use]
pub fn local_text(context: &PageContext, text: &LocalText) -> Markup {
    let (words, of) = context.language.of(text);
    match context.lang(of) {
        Some(lang) => view! { <span lang=lang>{words.to_owned()}</span> }.into_markup(),
        None => words.to_owned().into_markup(),
    }
}

/// Links to guides as entry points; nothing if there are none.
#[must_use]
pub fn guide_chips<'a>(
    context: &PageContext,
    guides: impl Iterator<Item = &'a domain::guide::Guide>,
) -> Option<Markup> {
    let chips: Vec<_> = guides
        .map(|guide| {
            let page = context.link(&url_within("/guides", guide.id.as_str()));
            view! { <li><a class="chip" href=page>{local_text(context, &guide.title)}</a></li> }
        })
        .collect();
    (!chips.is_empty()).then(|| view! { <ul class="chips" role="list">{chips}</ul> }.into_markup())
}
