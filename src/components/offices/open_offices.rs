//! Which offices are open now, on the front page.

use domain::opening_hours::OpeningState;
use leptos::prelude::*;

use super::opening::opening_words;
use super::telephone::telephone_link;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::page_context::PageContext;
use crate::server::query::url_within;
use crate::server::read_model::snapshot::OfficeEntry;

/// Open offices that are named. The page of all offices has the others.
const NAMED: usize = 3;

/// The first offices that are open, or when the main one opens again; nothing if there are no offices.
#[must_use]
pub fn open_offices(context: &PageContext) -> Option<Markup> {
    let offices = &context.snapshot.offices;
    let is_open = |entry: &&OfficeEntry| matches!(offices.state_at(entry, context.now), OpeningState::OpenUntil { .. });
    let open: Vec<&OfficeEntry> = offices.all().iter().filter(is_open).collect();
    let others = open.len().saturating_sub(NAMED);
    // Where all are closed, the first of the list says when it opens.
    let shown: Vec<&OfficeEntry> = match open.as_slice() {
        [] => offices.main().or_else(|| offices.all().first()).into_iter().collect(),
        open => open.iter().copied().take(NAMED).collect(),
    };
    if shown.is_empty() {
        return None;
    }
    let title = if open.is_empty() { "home-offices-closed" } else { "home-offices-open" };
    let items: Vec<_> = shown.into_iter().map(|entry| item(context, entry)).collect();
    let others = (others > 0).then(|| {
        view! { <p>{context.format_text("home-offices-others", [("count", others.to_string())])}</p> }
    });
    let section = view! {
        <section class="stack" aria-labelledby="open-offices">
            <h2 id="open-offices">{context.text(title)}</h2>
            <ul role="list" class="related open-offices">{items}</ul>
            {others}
            <p><a href=context.link("/offices")>{context.text("home-offices-all")}</a></p>
        </section>
    };
    Some(section.into_markup())
}

fn item(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let office = &entry.office;
    let link = context.link(&url_within("/offices", office.id.as_str()));
    let state = context.snapshot.offices.state_at(entry, context.now);
    let words = opening_words(context, &state, context.now.date());
    let telephone = office.telephone.as_ref().map(|number| view! { " " {telephone_link(number)} });
    view! {
        <li>
            <a href=link lang=context.lang_of_pick(&office.name_en)>{context.office_name(office)}</a>
            " "
            <SampleLabel sample=office.sample />
            " "
            <span>{words.sentence}</span>
            {telephone}
        </li>
    }
    .into_markup()
}
