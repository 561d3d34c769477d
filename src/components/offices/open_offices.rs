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
    let now = |entry| (entry, offices.state_at(entry, context.now));
    let is_open = |state: &OpeningState<'_>| matches!(state, OpeningState::OpenUntil { .. });
    let mut shown: Vec<_> = offices.all().iter().map(now).filter(|(_, state)| is_open(state)).collect();
    let others = shown.len().saturating_sub(NAMED);
    let is_any_open = !shown.is_empty();
    shown.truncate(NAMED);
    if !is_any_open {
        // The first of the list says when it opens.
        shown.extend(offices.main().or_else(|| offices.all().first()).map(now));
    }
    if shown.is_empty() {
        return None;
    }
    let title = if is_any_open { "home-offices-open" } else { "home-offices-closed" };
    let items: Vec<_> = shown.iter().map(|(entry, state)| item(context, entry, state)).collect();
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

fn item(context: &PageContext, entry: &OfficeEntry, state: &OpeningState<'_>) -> Markup {
    let office = &entry.office;
    let link = context.link(&url_within("/offices", office.id.as_str()));
    let words = opening_words(context, state, context.now.date());
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
