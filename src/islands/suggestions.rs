//! Plain HTML can only list suggestions that are sent with the page; this island fetches them while the user types.
//! Without it, the field is an ordinary form field.
//!
//! It follows the combobox pattern of the WAI-ARIA Authoring Practices: the focus stays in the field, the arrow keys
//! move through the list, Enter opens, Escape closes.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::ask::Offer;

/// How long the user must pause before a request is sent.
const PAUSE: Duration = Duration::from_millis(150);

/// The key code of a key press handled by an input method, in browsers that report it no other way.
const INPUT_METHOD_KEY: u32 = 229;

/// The search field. `page` is the URL that answers with suggestions. `found` is the text for the number of results, with
/// `%` as the placeholder.
#[island]
pub fn Suggestions(id: String, q: String, page: String, label: String, found: String, none: String) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    // The combobox roles are set only once the island is active.
    let awake = RwSignal::new(false);
    let open = RwSignal::new(false);
    let offers = RwSignal::new(Vec::<Offer>::new());
    let active = RwSignal::new(None::<usize>);
    let message = RwSignal::new(String::new());
    let composing = StoredValue::new(false);
    // Request counter, so that a late answer to an old request is not shown.
    let question = StoredValue::new(0_u32);
    let list = format!("{id}-list");
    let page = StoredValue::new(page);

    let close = move || {
        question.update_value(|number| *number += 1);
        open.set(false);
        active.set(None);
        message.set(String::new());
    };
    let show = StoredValue::new(move |found_now: Vec<Offer>| {
        message.set(if found_now.is_empty() { none.clone() } else { found.replace('%', &found_now.len().to_string()) });
        active.set(None);
        open.set(!found_now.is_empty());
        offers.set(found_now);
    });
    let search = move || {
        let words = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if words.trim().is_empty() {
            close();
            return;
        }
        question.update_value(|number| *number += 1);
        let number = question.get_value();
        set_timeout(
            move || {
                if question.get_value() == number {
                    answer(page.get_value(), words, move |offers| {
                        if question.get_value() == number {
                            show.with_value(|show| show(offers));
                        }
                    });
                }
            },
            PAUSE,
        );
    };
    let go = move |place: usize| {
        if let Some(offer) = offers.with_untracked(|offers| offers.get(place).cloned()) {
            // If the browser refuses, the user is still on a working page.
            let _ = window().location().set_href(&offer.address);
        }
    };
    let step = move |forwards: bool| {
        let count = offers.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        if !open.get_untracked() {
            open.set(true);
        }
        // Past either end, the selection returns to the field itself, as the pattern requires.
        active.update(|active| {
            *active = match (*active, forwards) {
                (None, true) => Some(0),
                (None, false) => Some(count - 1),
                (Some(place), true) => Some(place + 1).filter(|next| *next < count),
                (Some(place), false) => place.checked_sub(1),
            };
        });
    };
    let press = move |event: KeyboardEvent| {
        let key = event.key();
        if event.is_composing() || event.key_code() == INPUT_METHOD_KEY {
            // Enter only confirms the composition; the form must not be submitted with an unfinished one.
            if key == "Enter" {
                event.prevent_default();
            }
            return;
        }
        match key.as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                step(key == "ArrowDown");
            }
            "Enter" => {
                if let Some(place) = active.get_untracked().filter(|_| open.get_untracked()) {
                    event.prevent_default();
                    go(place);
                }
            }
            "Escape" if open.get_untracked() => {
                event.prevent_default();
                close();
            }
            _ => {}
        }
    };
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            awake.set(true);
            // Text typed before the WebAssembly was loaded.
            if field.value() != field.default_value() {
                search();
            }
        }
    });

    let when_awake = move |value: &'static str| move || awake.get().then_some(value);
    let (list_for_field, list_for_active, list_for_options) = (list.clone(), list.clone(), list.clone());
    view! {
        <input
            node_ref=field
            id=id.clone()
            name="q"
            type="search"
            value=q
            maxlength="200"
            enterkeyhint="search"
            aria-describedby=format!("{id}-hint")
            role=when_awake("combobox")
            autocomplete=when_awake("off")
            aria-autocomplete=when_awake("list")
            aria-controls=move || awake.get().then(|| list_for_field.clone())
            aria-expanded=move || awake.get().then(|| if open.get() { "true" } else { "false" })
            aria-activedescendant=move || active.get().map(|place| format!("{list_for_active}-{place}"))
            on:compositionstart=move |_| composing.set_value(true)
            on:compositionend=move |_| {
                composing.set_value(false);
                search();
            }
            on:input=move |_| {
                if !composing.get_value() {
                    search();
                }
            }
            on:keydown=press
            on:blur=move |_| close()
        />
        <ul
            id=list
            class="suggestions"
            role="listbox"
            aria-label=label
            hidden=move || !open.get()
            // Pressing the mouse must not move the focus from the field before the click arrives.
            on:mousedown=|event| event.prevent_default()
        >
            {move || {
                let list = list_for_options.clone();
                offers
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(place, offer)| {
                        view! {
                            <li
                                id=format!("{list}-{place}")
                                role="option"
                                aria-selected=move || if active.get() == Some(place) { "true" } else { "false" }
                                on:click=move |_| go(place)
                            >
                                {offer.name}
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()
            }}
        </ul>
        <span class="visually-hidden" role="status">
            {move || message.get()}
        </span>
    }
}

/// Asks the server and passes on the results.
#[cfg(feature = "hydrate")]
fn answer(page: String, words: String, then: impl FnOnce(Vec<Offer>) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        // If the server cannot be reached, the form can still be submitted.
        if let Some(offers) = super::ask::ask(&page, &words).await {
            then(offers);
        }
    });
}

/// The server has no typing user.
#[cfg(not(feature = "hydrate"))]
fn answer(_page: String, _words: String, _then: impl FnOnce(Vec<Offer>) + 'static) {}
