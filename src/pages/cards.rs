use leptos::prelude::*;

use super::Visit;

#[component]
pub fn CardsPage() -> impl IntoView {
    let visit = Visit::current();
    view! { <h1>{visit.text("site-name")}</h1> }
}
