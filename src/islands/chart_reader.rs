//! Plain HTML cannot tell which date of a chart is nearest to a finger, a pointer or the last arrow key, nor show what
//! every line says there. Without this island each value has its title in the drawing, and all stand in the table.
//!
//! It follows the slider pattern of the WAI-ARIA Authoring Practices: the dates of the chart are the steps of a slider
//! that lies over it. Everything of it is made when it wakes, so that nothing can be seen or focused before it works.

use leptos::html::Div;
use leptos::prelude::*;

/// The drawing in two widths, as `children`, and its reader. `lines` and `rows` are what is read, as the server's
/// `Readings` write it; `separator` stands between values that are read aloud.
#[island]
pub fn ChartReader(label: String, lines: String, rows: String, separator: String, children: Children) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            wake(&place, &label, [&lines, &rows], &separator);
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
