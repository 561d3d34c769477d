//! What a procedure needs: papers, certificate, fee, time; and its further terms: who may apply, stores, forms.

use domain::contradiction::Contradiction;
use domain::procedure::{CardRequirement, FeeKind, Procedure, StepState};
use domain::procedure_details::{DayKind, ProcedureDetails, StoreCard, StoreService};
use domain::text::group_thousands;
use domain::web_address;
use leptos::prelude::*;

use super::papers::paper_list;
use crate::components::base::city_text::{city_local_text, city_text, translated};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::particulars::Particulars;

fn row(context: &PageContext, title: &'static str, content: Markup) -> Markup {
    view! { <div><dt>{context.text(title)}</dt><dd>{content}</dd></div> }.into_markup()
}

fn not_stated(context: &PageContext) -> Markup {
    view! { <span class="quiet">{context.text("not-stated")}</span> }.into_markup()
}

/// What to bring or have at hand, what it costs and how long it takes.
#[must_use]
pub fn needed_facts(context: &PageContext, procedure: &Procedure, particulars: &Particulars<'_>) -> Markup {
    let certificate =
        certificate(context, procedure, particulars).map(|words| row(context, "needed-certificate", words));
    let payment = payment(procedure, particulars).map(|name| row(context, name.0, context.text(name.1).into_markup()));
    view! {
        <dl class="facts">
            {row(context, "needed-papers", papers(context, particulars))}
            {certificate}
            {row(context, "needed-fee", fee(context, procedure, particulars))}
            {payment}
            {row(context, "needed-time", time_text(context, procedure, particulars.details(), &particulars.contradictions))}
        </dl>
    }
    .into_markup()
}

fn papers(context: &PageContext, particulars: &Particulars<'_>) -> Markup {
    if !particulars.papers.is_empty() {
        return paper_list(context, &particulars.papers);
    }
    // The city has said that nothing is attached; that is no gap.
    let name = match particulars.steps.attach {
        Some(StepState::NotNeeded) => "papers-none-attached",
        _ => "papers-not-stated",
    };
    view! { <p class="quiet">{context.text(name)}</p> }.into_markup()
}

/// The certificate for an application online. The card that is shown at a counter is one of the papers.
fn certificate(context: &PageContext, procedure: &Procedure, particulars: &Particulars<'_>) -> Option<Markup> {
    let contradicts = particulars.has(Contradiction::CertificateListedButNotRequired)
        || particulars.has(Contradiction::CertificateButNotOnline);
    let is_online = particulars.steps.apply == Some(StepState::Online)
        || procedure.channels.iter().any(|channel| channel.kind.is_electronic());
    match procedure.card_requirement {
        _ if contradicts => None,
        Some(CardRequirement::None) => is_online.then(|| context.text("certificate-none").into_markup()),
        Some(requirement) => Some(context.word("card-means", requirement.as_str()).into_markup()),
        None => is_online.then(|| not_stated(context)),
    }
}

fn fee(context: &PageContext, procedure: &Procedure, particulars: &Particulars<'_>) -> Markup {
    let (fee, details) = (&procedure.fee, particulars.details());
    let note = translated(
        &fee.note,
        details.map_or("", |details| &details.fee_note_easy),
        details.map_or("", |details| &details.fee_note_en),
    );
    let range = details.map_or((None, None), |details| (details.fee_from, details.fee_to));
    let yen = |yen: i64| context.format_text("fee-yen", [("yen", group_thousands(yen))]);
    let amount = match (fee.kind(), fee.yen, range) {
        // It says both: the department knows.
        _ if particulars.has(Contradiction::FreeButAmount) => not_stated(context),
        (Some(FeeKind::Free), _, _) => context.text("fee-none").into_markup(),
        (_, _, (Some(from), Some(to))) if particulars.has(Contradiction::AmountOutsideRange) || fee.yen.is_none() => {
            context.format_text("fee-range", [("from", yen(from)), ("to", yen(to))]).into_markup()
        }
        (_, Some(amount), _) => yen(amount).into_markup(),
        (_, None, (Some(from), None)) => context.format_text("fee-from", [("from", yen(from))]).into_markup(),
        (_, None, (None, Some(to))) => context.format_text("fee-to", [("to", yen(to))]).into_markup(),
        // The note says more than that the amount is not known.
        (Some(FeeKind::Charged), None, _) if !note.ja.is_empty() => context.text("fee-charged").into_markup(),
        (Some(FeeKind::Charged), None, _) => context.text("fee-some").into_markup(),
        (None, None, _) if !note.ja.is_empty() => ().into_markup(),
        (None, None, _) => not_stated(context),
    };
    view! { {amount} " " {city_local_text(context, &note)} }.into_markup()
}

/// How the fee is paid, as the names of a label and a sentence; `None` if there is no fee.
fn payment(procedure: &Procedure, particulars: &Particulars<'_>) -> Option<(&'static str, &'static str)> {
    way_to_pay(procedure.fee.kind(), particulars.steps.pay).map(|way| ("needed-payment", way))
}

fn way_to_pay(fee: Option<FeeKind>, pay: Option<StepState>) -> Option<&'static str> {
    match (fee, pay) {
        (Some(FeeKind::Free), _) => None,
        (_, Some(StepState::Online)) => Some("pay-online"),
        (_, Some(StepState::Counter)) => Some("pay-counter"),
        // The fee and the payment step contradict each other, and the page does not choose between them.
        (Some(FeeKind::Charged), Some(StepState::NotNeeded)) => Some("pay-unknown"),
        (None, Some(StepState::NotNeeded)) => Some("pay-not_needed"),
        (_, None) => Some("pay-unknown"),
    }
}

/// How long a procedure takes: the city's words in the language of the page, or else its days, or else its Japanese words.
#[must_use]
pub fn time_text(
    context: &PageContext,
    procedure: &Procedure,
    details: Option<&ProcedureDetails>,
    found: &[Contradiction],
) -> Markup {
    let words = translated(
        &procedure.processing,
        details.map_or("", |details| &details.processing_easy),
        details.map_or("", |details| &details.processing_en),
    );
    let (own, of) = context.language.of(&words);
    if !own.is_empty() && context.language.is_met_by(of) {
        return own.to_owned().into_markup();
    }
    let days = details.filter(|_| !found.contains(&Contradiction::DaysNotAsInWords));
    match days.and_then(|details| days_in_words(context, details)) {
        Some(days) => days.into_markup(),
        None if own.is_empty() => not_stated(context),
        None => city_local_text(context, &words),
    }
}

/// The days as a sentence; `None` if they are not known.
fn days_in_words(context: &PageContext, details: &ProcedureDetails) -> Option<String> {
    let to = details.days_to?;
    let days = |days: i64| -> String {
        let name = match details.day_kind {
            _ if days == 0 => "time-same-day",
            Some(DayKind::Working) => "time-working-days",
            Some(DayKind::Calendar) | None => "time-days",
        };
        context.language.text_with(name, [("days", days.into())])
    };
    Some(match details.days_from.filter(|from| *from < to) {
        Some(from) => context.format_text("time-range", [("from", days(from)), ("to", days(to))]),
        None => days(to),
    })
}

/// Whom it is for, who may apply for another, convenience stores, forms and the legal basis.
#[must_use]
pub fn further_terms(context: &PageContext, procedure: &Procedure, particulars: &Particulars<'_>) -> Markup {
    let audience: Vec<String> =
        procedure.audience.iter().map(|audience| context.word("audience", audience.as_str())).collect();
    let audience = match audience.as_slice() {
        [] => not_stated(context),
        some => some.join(&context.text("list-separator")).into_markup(),
    };
    let basis = match procedure.legal_basis.as_str() {
        "" => not_stated(context),
        basis => city_text(context, basis),
    };
    let details = particulars.details();
    let agent = details.and_then(|details| agent(context, details, particulars));
    let store = details.and_then(|details| store(context, details));
    view! {
        <dl class="facts">
            {row(context, "needed-who", audience)}
            {agent.map(|agent| row(context, "needed-agent", agent))}
            {store.map(|store| row(context, "needed-store", store))}
            {forms(context, particulars).map(|forms| row(context, "needed-forms", forms))}
            {row(context, "legal-basis", basis)}
        </dl>
    }
    .into_markup()
}

/// Who may apply for another; `None` if nothing is known of it.
fn agent(context: &PageContext, details: &ProcedureDetails, particulars: &Particulars<'_>) -> Option<Markup> {
    let contradicts = particulars.has(Contradiction::NoAgentButLetter);
    let rule = details.agent.filter(|_| !contradicts).map(|rule| context.word("agent", rule.as_str()));
    let letter = details.letter.filter(|_| !contradicts).map(|rule| context.word("letter", rule.as_str()));
    let words: Vec<String> = rule.into_iter().chain(letter).collect();
    if words.is_empty() && details.agent_note.ja.is_empty() {
        return contradicts.then(|| not_stated(context));
    }
    let words = words.join(&context.text("sentence-separator"));
    Some(view! { {words} " " {city_local_text(context, &details.agent_note)} }.into_markup())
}

/// Whether convenience stores issue it. Their machines ask for the card everywhere in Japan, whatever a city has entered.
fn store(context: &PageContext, details: &ProcedureDetails) -> Option<Markup> {
    Some(match details.store? {
        StoreService::NotAvailable => context.text("store-not_available").into_markup(),
        StoreService::Available => {
            let card = context.text(match details.store_card {
                Some(StoreCard::CardOrPhone) => "store-card_or_phone",
                Some(StoreCard::Card) | None => "store-card",
            });
            let fee = details.store_fee.map(|yen| {
                let yen = context.format_text("fee-yen", [("yen", group_thousands(yen))]);
                context.format_text("store-fee", [("fee", yen)])
            });
            let words: Vec<String> = [context.text("store-available"), card].into_iter().chain(fee).collect();
            let words = words.join(&context.text("sentence-separator"));
            view! { {words} " " {city_local_text(context, &details.store_note)} }.into_markup()
        }
    })
}

/// The forms as files; `None` if there are none.
fn forms(context: &PageContext, particulars: &Particulars<'_>) -> Option<Markup> {
    let item = |form: &domain::procedure_details::ProcedureForm| {
        let title = city_local_text(context, &form.title);
        let language = form.language.map(|language| context.word("form-language", language.as_str()));
        let pages = form.pages.map(|pages| context.language.text_with("form-pages", [("pages", pages.into())]));
        let about: Vec<String> = language.into_iter().chain(pages).collect();
        let about = about.join(&context.text("list-separator"));
        // An address that is not a valid link is shown as text, so that the staff can correct it.
        let link = match web_address::link(&form.url) {
            Some(address) => view! { <a href=address.to_owned() rel="external">{title}</a> }.into_markup(),
            None => view! { {title} " " <span>{form.url.clone()}</span> }.into_markup(),
        };
        view! { <li>{link} " " <span class="small quiet">{about}</span></li> }
    };
    let items: Vec<_> = particulars.supplement.forms.iter().map(item).collect();
    (!items.is_empty()).then(|| view! { <ul class="papers forms">{items}</ul> }.into_markup())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_fee_is_paid_is_said_where_there_may_be_one() {
        let charged = Some(FeeKind::Charged);
        assert_eq!(way_to_pay(charged, Some(StepState::Online)), Some("pay-online"));
        assert_eq!(way_to_pay(charged, Some(StepState::Counter)), Some("pay-counter"));
        assert_eq!(way_to_pay(charged, None), Some("pay-unknown"));
        assert_eq!(way_to_pay(None, None), Some("pay-unknown"));
        assert_eq!(way_to_pay(None, Some(StepState::NotNeeded)), Some("pay-not_needed"));
    }

    #[test]
    fn what_is_free_is_not_paid_in_any_way() {
        for pay in [Some(StepState::Counter), Some(StepState::Online), None] {
            assert_eq!(way_to_pay(Some(FeeKind::Free), pay), None);
        }
    }

    #[test]
    fn a_fee_without_a_step_to_pay_it_is_a_question_for_the_department() {
        assert_eq!(way_to_pay(Some(FeeKind::Charged), Some(StepState::NotNeeded)), Some("pay-unknown"));
    }
}
