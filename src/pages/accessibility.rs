//! `/accessibility`: the conformance target, what was tested and how, what was not tested, and whom to contact.
//!
//! The page claims only what the tests in `end2end/tests` show. A change to those tests needs a change to the texts.
//! Update the date below only after all of them have passed.

use chrono::NaiveDate;
use domain::procedure::Department;
use leptos::prelude::*;

use super::PageContext;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::sample_label::SampleLabel;

/// The date on which all accessibility tests last passed.
const TESTED_ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");

/// The version tested on that date.
const TESTED_VERSION: &str = "0.1.0";

#[component]
pub fn AccessibilityPage() -> Markup {
    let visit = PageContext::current();
    let title = visit.text("accessibility-title");
    let tested_on = visit.format_text(
        "accessibility-tested-on",
        [("date", visit.date(TESTED_ON)), ("version", TESTED_VERSION.to_owned())],
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
    .map(|(what, how)| view! { <div><dt>{visit.text(what)}</dt><dd>{visit.text(how)}</dd></div> })
    .collect();
    view! {
        <PageHead title=title.clone() description=visit.text("accessibility-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.text("accessibility-lead")}</p>
            </div>
            <section class="stack prose">
                <h2>{visit.text("accessibility-aims")}</h2>
                <p>{visit.text("accessibility-aims-text")}</p>
                {list(&visit, &["accessibility-aim-jis", "accessibility-aim-wcag"])}
                <p>{visit.text("accessibility-aims-word")}</p>
                <p>{visit.text("accessibility-aims-scope")}</p>
            </section>
            <section class="stack prose">
                <h2>{visit.text("accessibility-offers")}</h2>
                {list(&visit, &[
                    "accessibility-offer-languages",
                    "accessibility-offer-keyboard",
                    "accessibility-offer-size",
                    "accessibility-offer-script",
                    "accessibility-offer-charts",
                    "accessibility-offer-colour",
                ])}
            </section>
            <section class="stack prose">
                <h2>{visit.text("accessibility-tested")}</h2>
                <p>{tested_on}</p>
                <p>{visit.text("accessibility-tested-data")}</p>
                <dl class="facts wording">{tests}</dl>
            </section>
            <section class="stack prose">
                <h2>{visit.text("accessibility-untested")}</h2>
                <p>{visit.text("accessibility-untested-text")}</p>
                {list(&visit, &[
                    "accessibility-untested-readers",
                    "accessibility-untested-people",
                    "accessibility-untested-devices",
                    "accessibility-untested-criteria",
                    "accessibility-untested-data",
                ])}
            </section>
            <section class="stack prose">
                <h2>{visit.text("accessibility-limits")}</h2>
                {list(&visit, &[
                    "accessibility-limit-japanese",
                    "accessibility-limit-names",
                    "accessibility-limit-easy",
                    "accessibility-limit-elsewhere",
                    "accessibility-limit-tables",
                    "accessibility-limit-drawings",
                ])}
            </section>
            <section class="stack prose">
                <h2>{visit.text("accessibility-contact")}</h2>
                {contact(&visit)}
            </section>
        </div>
    }
    .into_markup()
}

fn list(visit: &PageContext, names: &[&str]) -> Markup {
    let items: Vec<_> = names.iter().map(|name| view! { <li>{visit.text(name)}</li> }).collect();
    view! { <ul>{items}</ul> }.into_markup()
}

/// The contact department from the settings. The page never guesses another one.
fn contact(visit: &PageContext) -> Markup {
    let named = visit.settings.contact_department.as_ref().and_then(|code| visit.snapshot.department(code));
    let Some(department) = named else {
        return view! {
            <p>{visit.text("accessibility-contact-none")}</p>
            <p><a href=visit.link("/procedures")>{visit.text("accessibility-contact-procedures")}</a></p>
        }
        .into_markup();
    };
    view! {
        <p>{visit.text("accessibility-contact-text")}</p>
        <p>
            <b>{in_reach(visit, &department.name, &department.name_en)}</b>
            " "
            <SampleLabel sample=department.sample />
        </p>
        {ways(visit, department)}
    }
    .into_markup()
}

/// The department's counter, opening hours and phone number, as far as they are known.
fn ways(visit: &PageContext, department: &Department) -> Markup {
    let ways = [
        ("accessibility-contact-counter", department.counter.as_str(), department.counter_en.as_str()),
        ("accessibility-contact-hours", &department.hours, &department.hours_en),
        ("accessibility-contact-phone", &department.phone, &department.phone),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .filter(|(_, japanese, _)| !japanese.is_empty())
        .map(|(name, japanese, english)| {
            view! { <div><dt>{visit.text(name)}</dt><dd>{in_reach(visit, japanese, english)}</dd></div> }
        })
        .collect();
    if ways.is_empty() { ().into_markup() } else { view! { <dl class="facts">{ways}</dl> }.into_markup() }
}

/// A text of the city in the reader's language. Falls back to Japanese, marked as Japanese.
fn in_reach(visit: &PageContext, japanese: &str, english: &str) -> Markup {
    let text = visit.language.pick(japanese, english).to_owned();
    let foreign = if english.is_empty() { visit.lang_of_japanese() } else { None };
    view! { <span lang=foreign>{text}</span> }.into_markup()
}
