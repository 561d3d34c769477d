//! Plain HTML can list suggestions only when all of them are sent with the page; these are asked for while a person
//! types. Without this island the field is an ordinary field of an ordinary form.
//!
//! It follows the combobox pattern of the WAI-ARIA Authoring Practices: the focus stays in the field, the arrow keys
//! move through the list, Enter opens, Escape closes.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::ask::Offer;

/// How long a pause in typing must be before the server is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// A key press that belongs to an input method, as browsers that say nothing else mark it.
const INPUT_METHOD_KEY: u32 = 229;

/// The search field. `pages` is the address under which procedures stand; `found` says how many there are, with `%`
/// for the number.
#[island]
pub fn Suggestions(id: String, q: String, pages: String, label: String, found: String, none: String) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    // The roles of a combobox stand there only once it is one.
    let awake = RwSignal::new(false);
    let open = RwSignal::new(false);
    let offers = RwSignal::new(Vec::<Offer>::new());
    let active = RwSignal::new(None::<usize>);
    let message = RwSignal::new(String::new());
    let composing = StoredValue::new(false);
    // Counts the questions, so that a late answer to an old one is not shown.
    let question = StoredValue::new(0_u32);
    let list = format!("{id}-list");
    let pages = StoredValue::new(pages);

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
                    let english = pages.with_value(|pages| pages.starts_with("/en/"));
                    answer(words, english, move |offers| {
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
            let address = pages.with_value(|pages| format!("{pages}/{}", offer.id));
            // Where the browser refuses, the person is still on a page that works.
            let _ = window().location().set_href(&address);
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
        // Past either end the field itself is next, as the pattern asks.
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
            // Enter only settles the characters; the form must not leave with half of them.
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
            // Typed before the WebAssembly was here.
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
            // A press must not take the focus from the field before the click arrives.
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

/// Asks, and hands over what was found.
#[cfg(feature = "hydrate")]
fn answer(words: String, english: bool, then: impl FnOnce(Vec<Offer>) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        // Where the server cannot be asked, the form can still be sent.
        if let Some(offers) = super::ask::ask(&words, english).await {
            then(offers);
        }
    });
}

/// On the server nobody types.
#[cfg(not(feature = "hydrate"))]
fn answer(_words: String, _english: bool, _then: impl FnOnce(Vec<Offer>) + 'static) {}
