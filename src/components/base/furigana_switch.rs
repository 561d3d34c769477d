//! The link that shows the page with the readings of kanji, or without them.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::{FURIGANA, Furigana};

/// On public pages in Japanese. The choice is part of the address, and links of the page keep it.
#[component]
pub fn FuriganaSwitch() -> Markup {
    let context = PageContext::current();
    let language = context.language;
    if !language.is_japanese() || context.is_for_staff() || context.snapshot.is_being_set_up() {
        return ().into_markup();
    }
    let (other, name) = match context.furigana.unwrap_or_else(|| Furigana::of(language)) {
        Furigana::On => (Furigana::Off, "furigana-off"),
        Furigana::Off => (Furigana::On, "furigana-on"),
    };
    let page = context.address_in(language);
    let separator = if page.contains('?') { '&' } else { '?' };
    let address = format!("{page}{separator}{FURIGANA}={other}");
    view! {
        <p class="furigana-switch">
            <a href=address rel="nofollow">{context.text(name)}</a>
        </p>
    }
    .into_markup()
}
