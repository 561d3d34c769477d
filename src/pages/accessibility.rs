//! `/accessibility`: the conformance target, what was tested and how, what was not tested, and whom to contact.
//!
//! The page claims only what the tests in `end2end/tests` show. A change to those tests needs a change to the texts.
//! Update the date below only after all of them have passed.

use chrono::NaiveDate;
use domain::procedure::Department;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::sample_label::SampleLabel;
use crate::components::offices::office_item::{address_line, telephone_line};
use crate::page_context::PageContext;
use crate::server::query::url_within;
use crate::server::read_model::snapshot::OfficeEntry;

/// The date on which all accessibility tests last passed.
const TESTED_ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");

/// The version tested on that date.
const TESTED_VERSION: &str = "0.1.0";

#[component]
pub fn AccessibilityPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("accessibility-title");
    let tested_on = context.format_text(
        "accessibility-tested-on",
        [("date", context.date(TESTED_ON)), ("version", TESTED_VERSION.to_owned())],
    );
    let tests: Vec<_> = [
        ("accessibility-test-rules", "accessibility-test-rules-how"),
        ("accessibility-test-keyboard", "accessibility-test-keyboard-how"),
        ("accessibility-test-width", "accessibility-test-width-how"),
        ("accessibility-test-text", "accessibility-test-text-how"),
        ("accessibility-test-colours", "accessibility-test-colours-how"),
        ("accessibility-test-motion", "accessibility-test-motion-how"),
        ("accessibility-test-script", "accessibility-test-script-how"),
    ]
    .into_iter()
    .map(|(what, how)| view! { <div><dt>{context.text(what)}</dt><dd>{context.text(how)}</dd></div> })
    .collect();
    let sections = view! {
        <section class="stack prose">
            <h2 id="aims">{context.text("accessibility-aims")}</h2>
            <p>{context.text("accessibility-aims-text")}</p>
            {list(&context, &["accessibility-aim-jis", "accessibility-aim-wcag"])}
            <p>{context.text("accessibility-aims-word")}</p>
            <p>{context.text("accessibility-aims-scope")}</p>
        </section>
        <section class="stack prose">
            <h2 id="offers">{context.text("accessibility-offers")}</h2>
            {list(&context, &[
                "accessibility-offer-languages",
                "accessibility-offer-keyboard",
                "accessibility-offer-size",
                "accessibility-offer-script",
                "accessibility-offer-charts",
                "accessibility-offer-colour",
            ])}
        </section>
        <section class="stack prose">
            <h2 id="tested">{context.text("accessibility-tested")}</h2>
            <p>{tested_on}</p>
            <p>{context.text("accessibility-tested-data")}</p>
            <dl class="facts wording">{tests}</dl>
        </section>
        <section class="stack prose">
            <h2 id="untested">{context.text("accessibility-untested")}</h2>
            <p>{context.text("accessibility-untested-text")}</p>
            {list(&context, &[
                "accessibility-untested-readers",
                "accessibility-untested-people",
                "accessibility-untested-devices",
                "accessibility-untested-criteria",
                "accessibility-untested-data",
            ])}
        </section>
        <section class="stack prose">
            <h2 id="limits">{context.text("accessibility-limits")}</h2>
            {list(&context, &[
                "accessibility-limit-japanese",
                "accessibility-limit-names",
                "accessibility-limit-easy",
                "accessibility-limit-elsewhere",
                "accessibility-limit-tables",
                "accessibility-limit-drawings",
            ])}
        </section>
        <section class="stack prose">
            <h2 id="contact">{context.text("accessibility-contact")}</h2>
            {contact(&context)}
        </section>
    };
    view! {
        <PageHead title=title.clone() description=context.text("accessibility-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("accessibility-lead")}</p>
            </div>
            {with_contents(&context, sections)}
        </div>
    }
    .into_markup()
}

fn list(context: &PageContext, names: &[&str]) -> Markup {
    let items: Vec<_> = names.iter().map(|name| view! { <li>{context.text(name)}</li> }).collect();
    view! { <ul>{items}</ul> }.into_markup()
}

/// The contact department from the settings. Without one the page says so, and leads to the city's main office.
fn contact(context: &PageContext) -> Markup {
    let named = context.settings.contact_department.as_ref().and_then(|code| context.snapshot.department_today(code));
    let Some(department) = named else {
        if let Some(entry) = context.snapshot.offices.main() {
            return main_office(context, entry);
        }
        return view! {
            <p>{context.text("accessibility-contact-none")}</p>
            <p><a href=context.link("/procedures")>{context.text("accessibility-contact-procedures")}</a></p>
        }
        .into_markup();
    };
    view! {
        <p>{context.text("accessibility-contact-text")}</p>
        <p>
            <b>{in_reach(context, &department.name, &department.name_en)}</b>
            " "
            <SampleLabel sample=department.sample />
        </p>
        {ways(context, department)}
    }
    .into_markup()
}

/// The next best contact: the city's main office, with its telephone number and address.
fn main_office(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let office = &entry.office;
    let page = context.link(&url_within("/offices", office.id.as_str()));
    let address = address_line(context, office)
        .map(|address| view! { <div><dt>{context.text("accessibility-contact-address")}</dt><dd>{address}</dd></div> });
    view! {
        <p>{context.text("accessibility-contact-office")}</p>
        <p>
            <a href=page lang=context.lang_of_pick(&office.name_en)><b>{context.office_name(office)}</b></a>
            " "
            <SampleLabel sample=office.sample />
        </p>
        <dl class="facts">
            <div><dt>{context.text("accessibility-contact-phone")}</dt><dd>{telephone_line(context, office)}</dd></div>
            {address}
        </dl>
    }
    .into_markup()
}

/// The department's counter, opening hours and phone number, as far as they are known.
fn ways(context: &PageContext, department: &Department) -> Markup {
    let ways = [
        ("accessibility-contact-counter", department.counter.as_str(), department.counter_en.as_str()),
        ("accessibility-contact-hours", &department.hours, &department.hours_en),
        ("accessibility-contact-phone", &department.phone, &department.phone),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .filter(|(_, japanese, _)| !japanese.is_empty())
        .map(|(name, japanese, english)| {
            view! { <div><dt>{context.text(name)}</dt><dd>{in_reach(context, japanese, english)}</dd></div> }
        })
        .collect();
    if ways.is_empty() { ().into_markup() } else { view! { <dl class="facts">{ways}</dl> }.into_markup() }
}

/// A text of the city in the reader's language. Falls back to Japanese, marked as Japanese.
fn in_reach(context: &PageContext, japanese: &str, english: &str) -> Markup {
    let text = context.language.pick(japanese, english).to_owned();
    let foreign = context.lang_of_pick(english);
    view! { <span lang=foreign>{text}</span> }.into_markup()
}
