//! Header, main part and footer around every page.

use leptos::prelude::*;

use crate::pages::Visit;

#[component]
pub fn Layout(children: Children) -> impl IntoView {
    // The list of routes is made without a visit; only its routes count then.
    let Some(visit) = use_context::<Visit>() else {
        return children().into_any();
    };
    view! {
        <header><a href=visit.link("/")>{visit.text("site-name")}</a></header>
        <main id="main">{children()}</main>
    }
    .into_any()
}
