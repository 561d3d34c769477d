//! Which department is responsible for a procedure, and what prevents doing it online.

use domain::availability::Availability;
use domain::history::exclusion_at;
use domain::planned_year::PlannedYear;
use domain::procedure::Procedure;
use leptos::prelude::*;

use crate::components::base::city_text::city_text;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::titled;
use crate::components::offices::telephone::telephone_text;
use crate::page_context::PageContext;

/// The department and its counter.
#[component]
pub fn Contact<'a>(procedure: &'a Procedure) -> Markup {
    let context = PageContext::current();
    let language = context.language;
    let department = procedure.department.as_ref().and_then(|code| context.snapshot.department(code));
    let Some(department) = department else {
        return view! {
            <section class="box stack">
                <h2>{context.text("contact-title")}</h2>
                <p>{context.text("not-stated")}</p>
            </section>
        }
        .into_markup();
    };
    let line = |name: &str, japanese: &str, english: &str| {
        let text = language.pick(japanese, english).to_owned();
        let foreign = context.lang_of_pick(english);
        (!text.is_empty()).then(|| view! { <dt>{context.text(name)}</dt> <dd lang=foreign>{text}</dd> })
    };
    let phone = (!department.phone.is_empty()).then(|| {
        let number = telephone_text(&department.phone);
        view! { <dt>{context.text("contact-phone")}</dt> <dd>{number}</dd> }
    });
    view! {
        <section class="box stack">
            {titled(view! { <h2>{context.text("contact-title")}</h2> }, department.sample)}
            <dl>
                {line("contact-department", &department.name, &department.name_en)}
                {line("contact-counter", &department.counter, &department.counter_en)}
                {line("contact-hours", &department.hours, &department.hours_en)}
                {phone}
            </dl>
        </section>
    }
    .into_markup()
}

/// Why the procedure is not fully online, and when it is planned to be. Empty if all of it is online.
#[component]
pub fn Obstacles<'a>(procedure: &'a Procedure, availability: Option<Availability>) -> Markup {
    let context = PageContext::current();
    if availability == Some(Availability::Complete) {
        return ().into_markup();
    }
    let exclusion = exclusion_at(&procedure.exclusion_events, context.as_of, context.as_of)
        .filter(|event| event.excluded && !event.reason.is_empty())
        .map(|event| view! { <p>{city_text(&context, &event.reason)}</p> });
    let blockers: Vec<_> = procedure
        .blockers
        .iter()
        .map(|blocker| view! { <li>{context.word("blocker", blocker.as_str())}</li> })
        .collect();
    let blockers = match (blockers.is_empty(), exclusion.is_some()) {
        (false, _) => view! { <ul>{blockers}</ul> }.into_markup(),
        // The decision to exclude the procedure is the reason.
        (true, true) => ().into_markup(),
        (true, false) => view! { <p>{context.text("blockers-not-stated")}</p> }.into_markup(),
    };
    let planned = match procedure.planned_fiscal_year {
        Some(plan) => {
            let name = match plan {
                PlannedYear::OrLater(_) => "planned-or-later",
                PlannedYear::In(_) if plan.is_over_on(context.as_of) => "planned-past",
                PlannedYear::In(_) => "planned",
            };
            Some(context.format_text(name, [("year", context.language.fiscal_year(plan.first_year()))]))
        }
        // An excluded procedure has no planned date.
        None if availability == Some(Availability::Excluded) => None,
        None => Some(context.text("planned-unknown")),
    };
    view! {
        <section class="stack">
            <h2>{context.text("obstacles-title")}</h2>
            {exclusion}
            {blockers}
            {planned.map(|planned| view! { <p>{planned}</p> })}
        </section>
    }
    .into_markup()
}
