//! What a procedure requires, which department is responsible, and what prevents doing it online.

use domain::availability::Availability;
use domain::history::exclusion_at;
use domain::planned_year::PlannedYear;
use domain::procedure::{Fee, FeeKind, Procedure, StepState};
use domain::text::group_thousands;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::components::offices::telephone::telephone_text;
use crate::language::Language;
use crate::page_context::PageContext;

/// City text that exists only in Japanese, marked as such on an English page.
#[component]
fn CityText(text: String) -> Markup {
    let context = PageContext::current();
    if text.is_empty() {
        return view! { <span class="quiet">{context.text("not-stated")}</span> }.into_markup();
    }
    let foreign = (context.language == Language::English).then_some("ja");
    view! { <span lang=foreign>{text}</span> }.into_markup()
}

/// Card certificate, documents, fee and payment, processing time, eligible applicants and legal basis. `pay` is the
/// state of the payment step.
#[component]
pub fn Needed<'a>(procedure: &'a Procedure, pay: Option<StepState>) -> Markup {
    let context = PageContext::current();
    let card = procedure
        .card_requirement
        .map_or_else(|| context.text("not-stated"), |requirement| context.word("card-means", requirement.as_str()));
    let papers = if procedure.papers.is_empty() {
        view! { <p class="quiet">{context.text("papers-not-stated")}</p> }.into_markup()
    } else {
        let papers: Vec<_> =
            procedure.papers.iter().map(|paper| view! { <li><CityText text=paper.clone() /></li> }).collect();
        view! { <ul class="papers">{papers}</ul> }.into_markup()
    };
    let audience: Vec<String> =
        procedure.audience.iter().map(|audience| context.word("audience", audience.as_str())).collect();
    let audience =
        if audience.is_empty() { context.text("not-stated") } else { audience.join(&context.text("list-separator")) };
    let note = procedure.fee.note.clone();
    view! {
        <dl class="facts">
            <div><dt>{context.text("needed-card")}</dt><dd>{card}</dd></div>
            <div><dt>{context.text("needed-papers")}</dt><dd>{papers}</dd></div>
            <div>
                <dt>{context.text("needed-fee")}</dt>
                <dd>{fee(&context, &procedure.fee)} " " {(!note.is_empty()).then(|| view! { <CityText text=note /> })}</dd>
            </div>
            {payment(&procedure.fee, pay).map(|name| {
                view! { <div><dt>{context.text("needed-payment")}</dt><dd>{context.text(name)}</dd></div> }
            })}
            <div><dt>{context.text("needed-time")}</dt><dd><CityText text=procedure.processing.clone() /></dd></div>
            <div><dt>{context.text("needed-who")}</dt><dd>{audience}</dd></div>
            <div><dt>{context.text("legal-basis")}</dt><dd><CityText text=procedure.legal_basis.clone() /></dd></div>
        </dl>
    }
    .into_markup()
}

fn fee(context: &PageContext, fee: &Fee) -> String {
    match (fee.kind(), fee.yen) {
        (Some(FeeKind::Free), _) => context.text("fee-none"),
        (Some(FeeKind::Charged), Some(yen)) => {
            context.language.text_with("fee-yen", [("yen", group_thousands(yen).into())])
        }
        (Some(FeeKind::Charged), None) => context.text("fee-some"),
        (None, _) => context.text("not-stated"),
    }
}

/// How the fee is paid; `None` if there is no fee.
fn payment(fee: &Fee, pay: Option<StepState>) -> Option<&'static str> {
    match (fee.kind(), pay) {
        (Some(FeeKind::Free), _) => None,
        (_, Some(StepState::Online)) => Some("pay-online"),
        (_, Some(StepState::Counter)) => Some("pay-counter"),
        // The fee and the payment step contradict each other, and the page does not choose between them.
        (Some(FeeKind::Charged), Some(StepState::NotNeeded)) => Some("pay-unknown"),
        (None, Some(StepState::NotNeeded)) => Some("pay-not_needed"),
        (_, None) => Some("pay-unknown"),
    }
}

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
        let foreign = (language == Language::English && english.is_empty()).then_some("ja");
        (!text.is_empty()).then(|| view! { <dt>{context.text(name)}</dt> <dd lang=foreign>{text}</dd> })
    };
    let phone = (!department.phone.is_empty()).then(|| {
        let number = telephone_text(&department.phone);
        view! { <dt>{context.text("contact-phone")}</dt> <dd>{number}</dd> }
    });
    view! {
        <section class="box stack">
            <h2>{context.text("contact-title")} " " <SampleLabel sample=department.sample /></h2>
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
        .map(|event| view! { <p><CityText text=event.reason.clone() /></p> });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(required: Option<bool>, yen: Option<i64>) -> Fee {
        Fee { required, yen, note: String::new() }
    }

    #[test]
    fn how_a_fee_is_paid_is_said_where_there_may_be_one() {
        let charged = fee(Some(true), Some(300));
        assert_eq!(payment(&charged, Some(StepState::Online)), Some("pay-online"));
        assert_eq!(payment(&charged, Some(StepState::Counter)), Some("pay-counter"));
        assert_eq!(payment(&charged, None), Some("pay-unknown"));
        assert_eq!(payment(&fee(None, None), None), Some("pay-unknown"));
        assert_eq!(payment(&fee(None, None), Some(StepState::NotNeeded)), Some("pay-not_needed"));
    }

    #[test]
    fn what_is_free_is_not_paid_in_any_way() {
        for free in [fee(Some(false), Some(0)), fee(Some(false), None), fee(None, Some(0))] {
            assert_eq!(payment(&free, Some(StepState::Counter)), None);
            assert_eq!(payment(&free, None), None);
        }
    }

    #[test]
    fn a_fee_without_a_step_to_pay_it_is_a_question_for_the_department() {
        assert_eq!(payment(&fee(Some(true), None), Some(StepState::NotNeeded)), Some("pay-unknown"));
    }
}
