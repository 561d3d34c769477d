//! One office in a list: whether it is open, its telephone, address and languages.

use domain::office::Office;
use leptos::prelude::*;

use super::opening::opening_note;
use super::telephone::telephone_link;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::titled;
use crate::page_context::PageContext;
use crate::server::query::url_within;
use crate::server::read_model::snapshot::OfficeEntry;

impl PageContext {
    /// The name of an office in the page's language.
    #[must_use]
    pub fn office_name(&self, office: &Office) -> String {
        self.language.pick(&office.name, &office.name_en).to_owned()
    }

    /// The `lang` attribute of a text that has a spelling in English.
    #[must_use]
    pub fn lang_of_pick(&self, english: &str) -> Option<&'static str> {
        self.lang(self.language.of_picked(english))
    }
}

/// The address with its postcode, as a line.
#[must_use]
pub fn address_line(context: &PageContext, office: &Office) -> Option<Markup> {
    if office.address.is_empty() && office.address_en.is_empty() {
        return None;
    }
    let address = context.language.pick(&office.address, &office.address_en).to_owned();
    let lang = context.lang_of_pick(&office.address_en);
    let postcode = office.postcode.as_ref().map(|code| format!("〒{code} "));
    Some(view! { {postcode} <span lang=lang>{address}</span> }.into_markup())
}

/// The telephone number, or that none is known.
#[must_use]
pub fn telephone_line(context: &PageContext, office: &Office) -> Markup {
    match &office.telephone {
        Some(number) => telephone_link(number),
        None => view! { <span class="quiet">{context.text("not-stated")}</span> }.into_markup(),
    }
}

/// The languages that are spoken, besides Japanese.
#[must_use]
pub fn languages_line(context: &PageContext, office: &Office) -> Option<String> {
    let words: Vec<String> =
        office.languages.iter().map(|language| context.word("spoken", language.as_str())).collect();
    (!words.is_empty()).then(|| words.join(&context.text("list-separator")))
}

/// An item of a list of offices. `counter` is the counter for what the list is about; without `shows_state` nothing is
/// said of now, as on a page of a past day.
#[must_use]
pub fn office_item(
    context: &PageContext,
    entry: &OfficeEntry,
    counter: Option<(&str, &str)>,
    shows_state: bool,
) -> Markup {
    let office = &entry.office;
    let link = context.link(&url_within("/offices", office.id.as_str()));
    let line = |name: &str, value: Option<Markup>| {
        value.map(|value| view! { <div><dt>{context.text(name)}</dt><dd>{value}</dd></div> })
    };
    let counter =
        counter.filter(|(japanese, english)| !japanese.is_empty() || !english.is_empty()).map(|(japanese, english)| {
            let text = context.language.pick(japanese, english).to_owned();
            view! { <span lang=context.lang_of_pick(english)>{text}</span> }.into_markup()
        });
    // For the script that puts the nearest first.
    let position = office.position.map(|position| format!("{},{}", position.latitude, position.longitude));
    let lang = context.lang_of_pick(&office.name_en);
    let heading = view! { <h3><a href=link lang=lang>{context.office_name(office)}</a></h3> };
    let address = address_line(context, office)
        .unwrap_or_else(|| view! { <span class="quiet">{context.text("not-stated")}</span> }.into_markup());
    view! {
        <li class="office" data-position=position>
            {titled(heading, office.sample)}
            {shows_state.then(|| opening_note(context, entry))}
            <dl class="office-facts">
                {line("office-counter", counter)}
                {line("office-telephone", Some(telephone_line(context, office)))}
                {line("office-address", Some(address))}
                {line("office-languages", languages_line(context, office).map(IntoMarkup::into_markup))}
            </dl>
        </li>
    }
    .into_markup()
}
