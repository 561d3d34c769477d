//! Small icons beside words. They add no information to the word.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};

/// The subject of an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Check,
    Half,
    Building,
    Dash,
    Question,
    Cross,
    Search,
    Away,
    Letter,
    Phone,
    Clock,
    Change,
}

/// An icon in the size of the surrounding text.
#[component]
pub fn Icon(sign: Sign) -> Markup {
    let outline = match sign {
        Sign::Check => "m5 12.5 4.5 4.5L19 7.5",
        Sign::Half => "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
        Sign::Building => "m3 10 9-6 9 6zM6 13v4M12 13v4M18 13v4M3.5 20.5h17",
        Sign::Dash => "M6 12h12",
        Sign::Question => "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.1",
        Sign::Cross => "m6.5 6.5 11 11m0-11-11 11",
        Sign::Search => "M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM15.5 15.5 21 21",
        Sign::Away => "M13 5h6v6M19 5l-9 9M17 14v5H5V7h5",
        Sign::Letter => "M4 6h16v12H4zM4 7l8 6 8-6",
        Sign::Phone => "M6 4h3l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v3a2 2 0 0 1-2 2A15 15 0 0 1 4 6a2 2 0 0 1 2-2z",
        Sign::Clock => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5.5l3.5 2",
        Sign::Change => "M4 8.5h14l-4-4M20 15.5H6l4 4",
    };
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=outline />
        </svg>
    }
    .into_markup()
}
