//! `/offices/{id}`: everything about one office.

use domain::office::{Office, OfficeId};
use domain::web_address;
use leptos::prelude::*;

use super::not_found::NotFoundPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::raw_markup::linked_data_block;
use crate::components::base::sample_label::titled;
use crate::components::base::source_note::SourceNote;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::offices::hours::{days_ahead, exceptions_ahead, usual_hours};
use crate::components::offices::office_item::{address_line, languages_line, telephone_line};
use crate::components::offices::opening::opening_note;
use crate::page_context::PageContext;
use crate::server::open_data::office_linked_data::office_linked_data;
use crate::server::query::url_within;
use crate::server::read_model::snapshot::OfficeEntry;

/// The procedures that are listed.
const MOST: usize = 300;

#[component]
pub fn OfficePage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let found = context.last_part().parse::<OfficeId>().ok().and_then(|id| snapshot.offices.find(&id));
    let Some(entry) = found else { return view! { <NotFoundPage /> }.into_markup() };
    let office = &entry.office;
    let name = context.office_name(office);
    let trail = vec![(context.text("offices-title"), "/offices".to_owned())];
    let description = context.format_text("office-description", [("name", name.clone())]);
    let data = linked_data_block(&office_linked_data(&snapshot, entry, context.today));
    let json = format!("/api/v1{}", url_within("/offices", office.id.as_str()));
    let holidays = snapshot.offices.holidays.known_until().map_or_else(
        || context.text("office-holidays-unknown"),
        |until| context.format_text("office-holidays-until", [("date", context.short_date(until))]),
    );
    let checked = match office.checked_on {
        Some(day) => context.format_text("office-checked-on", [("date", context.short_date(day))]),
        None => context.text("checked-unknown"),
    };
    view! {
        <PageHead title=name.clone() description=description />
        <Breadcrumbs trail=trail current=name.clone() />
        <article class="sections">
            <header class="stack">
                {titled(view! { <h1 lang=context.lang_of_pick(&office.name_en)>{name}</h1> }, office.sample)}
                <p class="quiet">{context.word("office-kind", office.kind.as_str())}</p>
                {opening_note(&context, entry)}
            </header>
            {reach(&context, office)}
            <section class="stack" aria-labelledby="hours">
                <h2 id="hours">{context.text("office-hours-title")}</h2>
                {usual_hours(&context, entry)}
                {days_ahead(&context, entry)}
                {exceptions_ahead(&context, entry)}
                <p class="small quiet">{holidays}</p>
            </section>
            {procedures(&context, entry)}
            <section class="box stack">
                <h2>{context.text("about-entry")}</h2>
                <p>{checked}</p>
                <SourceNote source=office.source.clone() />
                <p class="source-note no-print">{context.text("entry-data")} " " <a href=json>"JSON"</a></p>
            </section>
        </article>
        {data}
    }
    .into_markup()
}

/// Address, map, telephone, the way there, languages and facilities.
fn reach(context: &PageContext, office: &Office) -> Markup {
    let unknown = || view! { <span class="quiet">{context.text("not-stated")}</span> }.into_markup();
    let line = |name: &str, value: Option<Markup>| {
        let value = value.unwrap_or_else(unknown);
        view! { <div><dt>{context.text(name)}</dt><dd>{value}</dd></div> }
    };
    let text = |japanese: &str, english: &str| {
        let text = context.language.pick(japanese, english).to_owned();
        let lang = context.lang_of_pick(english);
        (!text.is_empty()).then(|| view! { <span lang=lang>{text}</span> }.into_markup())
    };
    let map = office.map_link().filter(|map| web_address::link(map).is_some()).map(|map| {
        view! {
            " "
            <a class="no-print" href=map rel="external">{context.text("office-map")} " " <Icon sign=Sign::Away /></a>
        }
    });
    let address = match (address_line(context, office), map) {
        (None, None) => None,
        (address, map) => Some(view! { {address} {map} }.into_markup()),
    };
    let facilities: Vec<_> = office
        .facilities
        .iter()
        .map(|facility| view! { <li>{context.word("facility", facility.as_str())}</li> })
        .collect();
    let facilities =
        (!facilities.is_empty()).then(|| view! { <ul class="inline-list" role="list">{facilities}</ul> }.into_markup());
    let note = text(&office.note, &office.note_en)
        .map(|note| view! { <div><dt>{context.text("office-note")}</dt><dd>{note}</dd></div> });
    let languages = languages_line(context, office).map(IntoMarkup::into_markup);
    view! {
        <section class="stack" aria-labelledby="reach">
            <h2 id="reach">{context.text("office-reach-title")}</h2>
            <dl class="facts">
                {line("office-telephone", Some(telephone_line(context, office)))}
                {line("office-address", address)}
                {line("office-access", text(&office.access, &office.access_en))}
                {line("office-languages", languages)}
                {line("office-facilities", facilities)}
                {note}
            </dl>
        </section>
    }
    .into_markup()
}

/// The procedures that are done here.
fn procedures(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let in_force: Vec<_> = entry
        .procedures
        .iter()
        .filter_map(|done| Some((done, context.snapshot.procedure(&done.procedure)?.1)))
        .filter(|(_, procedure)| procedure.is_in_force(context.today, context.today))
        .collect();
    let others = in_force.len().saturating_sub(MOST);
    let others = (others > 0)
        .then(|| view! { <p class="small">{context.format_text("office-more", [("count", others.to_string())])}</p> });
    let items: Vec<_> = in_force
        .into_iter()
        .take(MOST)
        .map(|(done, procedure)| {
            let link = context.link(&url_within("/procedures", procedure.id.as_str()));
            let counter = context.language.pick(&done.counter, &done.counter_en).to_owned();
            let counter = (!counter.is_empty()).then(|| view! { " " {mark_japanese(context, &counter)} });
            view! { <li><a href=link><ProcedureName procedure=procedure /></a> {counter}</li> }
        })
        .collect();
    let every = entry.office.does_every_procedure.then(|| {
        view! {
            <p>
                {context.text("office-every-procedure")} " "
                <a href=context.link("/procedures")>{context.text("procedures-all")}</a>
            </p>
        }
    });
    let nothing =
        (items.is_empty() && every.is_none()).then(|| view! { <p>{context.text("office-no-procedures")}</p> });
    view! {
        <section class="stack" aria-labelledby="procedures">
            <h2 id="procedures">{context.text("office-procedures-title")}</h2>
            {(!items.is_empty()).then(|| view! { <ul>{items}</ul> })}
            {others}
            {every}
            {nothing}
        </section>
    }
    .into_markup()
}
