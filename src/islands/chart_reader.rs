//! Plain HTML cannot tell which date of a chart is nearest to a finger, a pointer or the last arrow key, nor show what
//! every line says there. Without this island each value has its title in the drawing, and all stand in the table.
//!
//! It follows the slider pattern of the WAI-ARIA Authoring Practices: the dates of the chart are the steps of a slider
//! that lies over it. Everything of it is made when it wakes, so that nothing can be seen or focused before it works.

use leptos::html::Div;
use leptos::prelude::*;

/// The drawing in two widths, as `children`, and its reader. The texts of the drawing say the values of each date, with
/// `separator` between them; `lines` names the lines and `places` says where the dates stand, as the server's `Readings`
/// write them.
#[island]
pub fn ChartReader(
    label: String,
    lines: String,
    places: String,
    separator: String,
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            wake(&place, &label, [&lines, &places], &separator);
        }
    });
    view! {
        {children()}
        <div node_ref=place class="reader no-print" hidden></div>
    }
}

#[cfg(feature = "hydrate")]
use super::reading::wake;

/// On the server nobody reads anything off.
#[cfg(not(feature = "hydrate"))]
fn wake(_place: &leptos::web_sys::HtmlElement, _label: &str, _readings: [&str; 2], _separator: &str) {}
