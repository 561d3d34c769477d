//! The number behind "call" and the address behind "by post": those of the office of the procedure, or else the
//! department's, or else those of the city's main office. Where nothing is known, the page says so and leads on.

use domain::procedure::{ChannelKind, Procedure};
use leptos::prelude::*;

use super::office_item::address_line;
use super::telephone::{telephone_link, telephone_text};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::snapshot::OfficeEntry;

/// Whom to call, where to write or where to go; nothing for a channel on the web.
#[must_use]
pub fn channel_contact(context: &PageContext, procedure: &Procedure, kind: ChannelKind) -> Option<Markup> {
    let offices = context.snapshot.offices.of_procedure(&procedure.id);
    let contact = match kind {
        ChannelKind::Phone => by_phone(context, procedure, &offices),
        ChannelKind::Mail => by_post(context, procedure, &offices),
        ChannelKind::Counter if !offices.is_empty() => below(context, "office-channel-counter"),
        _ => return None,
    };
    Some(view! { <span class="channel-contact">{contact}</span> }.into_markup())
}

/// A link to the offices further down on the page.
fn below(context: &PageContext, name: &str) -> Markup {
    view! { <a href="#offices">{context.text(name)}</a> }.into_markup()
}

fn named(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let office = &entry.office;
    view! { <span lang=context.lang_of_pick(&office.name_en)>{context.office_name(office)}</span> }.into_markup()
}

fn by_phone(context: &PageContext, procedure: &Procedure, offices: &[&OfficeEntry]) -> Markup {
    let number = |entry: &OfficeEntry| {
        let number = telephone_link(entry.office.telephone.as_ref()?);
        Some(view! { {named(context, entry)} " " {number} }.into_markup())
    };
    let with_number: Vec<Markup> = offices.iter().filter_map(|entry| number(entry)).collect();
    let is_one_of_several = with_number.len() > 1;
    if let Some(first) = with_number.into_iter().next() {
        let others = is_one_of_several.then(|| view! { " " {below(context, "office-channel-others")} });
        return view! { {first} {others} }.into_markup();
    }
    let department = procedure.department.as_ref().and_then(|code| context.snapshot.department(code));
    if let Some(department) = department.filter(|department| !department.phone.is_empty()) {
        let name = context.language.department_name(department);
        return view! { {mark_japanese(context, &name)} " " {telephone_text(&department.phone)} }.into_markup();
    }
    context.snapshot.offices.main().and_then(number).unwrap_or_else(|| unknown(context, "office-channel-no-number"))
}

fn by_post(context: &PageContext, procedure: &Procedure, offices: &[&OfficeEntry]) -> Markup {
    let with_address: Vec<&&OfficeEntry> = offices.iter().filter(|entry| !entry.office.address.is_empty()).collect();
    let entry = match with_address.as_slice() {
        [only] => Some(**only),
        [] => context.snapshot.offices.main().filter(|entry| !entry.office.address.is_empty()),
        // Which of several it goes to depends on where the sender lives.
        _ => return below(context, "office-channel-post-several"),
    };
    let Some(entry) = entry else { return unknown(context, "office-channel-no-address") };
    let department = procedure.department.as_ref().and_then(|code| context.snapshot.department(code));
    let department = department.map(|department| {
        let name = context.language.department_name(department);
        view! { " " {mark_japanese(context, &name)} }
    });
    view! { {address_line(context, &entry.office)} " " {named(context, entry)} {department} }.into_markup()
}

fn unknown(context: &PageContext, name: &str) -> Markup {
    let list = (!context.snapshot.offices.all().is_empty())
        .then(|| view! { " " <a href=context.link("/offices")>{context.text("office-where-list")}</a> });
    view! { <span class="quiet">{context.text(name)}</span> {list} }.into_markup()
}
