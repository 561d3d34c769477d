//! Telephone numbers as links that dial the whole number.

use domain::telephone::TelephoneNumber;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};

/// A number that is dialled when it is tapped.
#[must_use]
pub fn telephone_link(number: &TelephoneNumber) -> Markup {
    view! { <a class="tel" href=number.link()>{number.as_str().to_owned()}</a> }.into_markup()
}

/// A text with a number at its start. What is not a whole number stays text.
#[must_use]
pub fn telephone_text(text: &str) -> Markup {
    match TelephoneNumber::at_start_of(text) {
        Some(number) => view! { <a class="tel" href=number.link()>{text.to_owned()}</a> }.into_markup(),
        None => text.to_owned().into_markup(),
    }
}
