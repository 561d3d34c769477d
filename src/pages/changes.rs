//! `/changes`: what went online, what was withdrawn and what is planned. Every state of the list is an address.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::Visit;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::change_filters::{ActiveChangeFilters, ChangeFilters};
use crate::components::feed_link::{FeedInHead, FeedLink};
use crate::components::latest_changes::change_list;
use crate::components::mistake::Mistake;
use crate::components::page_head::PageHead;
use crate::components::pagination::Pagination;
use crate::domain::changes::ChangeKind;
use crate::language::grouped;
use crate::server::changes::{Filter, PAGE, Question, subject};
use crate::server::figures::CatalogueChange;
use crate::server::query::{Paging, Parameters, QueryError, address};

/// Changes on one page of the list.
const PER_PAGE: usize = 30;

/// Plans that stand above the list before all of them are asked for.
const PLANS_ABOVE: usize = 5;

#[component]
pub fn ChangesPage() -> impl IntoView {
    let visit = Visit::current();
    let (question, paging, mistake) = match read(&visit.parameters()) {
        Ok((question, paging)) => (question, Some(paging), None),
        Err(mistake) => (Question::default(), None, Some(mistake)),
    };
    let subject = subject(&visit.snapshot, &question, visit.language);
    let kind = question.kind.map(|kind| visit.word("change-kind", kind.as_str()));
    let what: Vec<String> = kind.into_iter().chain((!subject.is_empty()).then_some(subject)).collect();
    let title = if what.is_empty() {
        visit.text("changes-title")
    } else {
        visit.say("changes-title-for", [("what", what.join(&visit.text("list-separator")))])
    };
    let canonical = page_address(&visit, &question, paging.map_or(1, |paging| paging.page));
    view! {
        <PageHead title=title description=visit.text("changes-lead") canonical=canonical />
        <FeedInHead question=question.clone() />
        <Breadcrumbs current=visit.text("changes-title") />
        <div class="sections">
            <header class="stack">
                <h1>{visit.text("changes-title")}</h1>
                <p class="lead">{visit.text("changes-lead")}</p>
            </header>
            {mistake.map(|mistake| view! {
                <Mistake mistake=mistake page=PAGE page_name=visit.text("changes-all") />
            })}
            {paging.map(|paging| results(&visit, &question, paging))}
        </div>
    }
}

/// A page keeps its own length: only its number is read from the address.
fn read(parameters: &Parameters) -> Result<(Question, Paging), QueryError> {
    let filters = Filter::ALL.iter().map(|filter| filter.as_str());
    parameters.only(&filters.chain(["page"]).collect::<Vec<_>>())?;
    Ok((Question::of(parameters)?, Paging { page: parameters.paging(PER_PAGE)?.page, per_page: PER_PAGE }))
}

/// The address of a page of the list.
fn page_address(visit: &Visit, question: &Question, number: usize) -> String {
    let number = (number > 1).then(|| number.to_string());
    let pairs = question.pairs();
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    address(&visit.link(PAGE), pairs.chain(number.as_deref().map(|number| ("page", number))))
}

fn results(visit: &Visit, question: &Question, paging: Paging) -> AnyView {
    let all = visit.snapshot.changes_on(visit.today);
    if all.is_empty() {
        return view! {
            <p>{visit.text("changes-none")}</p>
            <FeedLink />
        }
        .into_any();
    }
    let (mut plans, made): (Vec<_>, Vec<_>) =
        question.answers(&visit.snapshot, &all).into_iter().partition(|change| change.kind() == ChangeKind::Planned);
    plans.sort_by_key(|plan| plan.how_soon());
    let content = match question.kind {
        Some(ChangeKind::Planned) => all_plans(visit, question, &plans, paging),
        _ => {
            let above = (paging.page == 1 && !plans.is_empty()).then(|| plans_above(visit, question, &plans));
            let list = changes_made(visit, question, &made, paging);
            view! { {above} {list} }.into_any()
        }
    };
    view! {
        <div class="columns catalogue">
            <div class="sections">
                <div class="stack">
                    <ActiveChangeFilters question=question />
                    <p class="to-filters"><a href="#filters">{visit.text("filters-jump")}</a></p>
                </div>
                {content}
                <section class="stack">
                    <h2>{visit.text("feeds-label")}</h2>
                    <FeedLink question=question.clone() />
                </section>
            </div>
            <ChangeFilters question=question changes=&all />
        </div>
    }
    .into_any()
}

/// The next plans, above what has happened.
fn plans_above(visit: &Visit, question: &Question, plans: &[&CatalogueChange]) -> AnyView {
    let rest = (plans.len() > PLANS_ABOVE).then(|| {
        let all = question.with(Filter::Kind, Some(ChangeKind::Planned.as_str())).address(&visit.link(PAGE));
        view! { <p><a href=all>{visit.say("changes-planned-all", [("count", count(plans.len()))])}</a></p> }
    });
    view! {
        <section class="stack" aria-labelledby="planned">
            <h2 id="planned">{visit.text("changes-planned")}</h2>
            <p class="small quiet">{visit.text("changes-planned-note")}</p>
            {change_list(visit, &plans[..plans.len().min(PLANS_ABOVE)])}
            {rest}
        </section>
    }
    .into_any()
}

fn all_plans(visit: &Visit, question: &Question, plans: &[&CatalogueChange], paging: Paging) -> AnyView {
    let Some(counted) = counted(visit, "changes-planned-counted", plans.len(), paging) else {
        return nothing(visit, question, plans.len());
    };
    view! {
        <section class="stack" aria-labelledby="planned">
            <h2 id="planned">{visit.text("changes-planned")}</h2>
            <p>{counted}</p>
            <p class="small quiet">{visit.text("changes-planned-note")}</p>
            {change_list(visit, paging.of(plans))}
            {pages(visit, question, plans.len(), paging)}
        </section>
    }
    .into_any()
}

/// What has happened, month by month.
fn changes_made(visit: &Visit, question: &Question, made: &[&CatalogueChange], paging: Paging) -> AnyView {
    let Some(counted) = counted(visit, "changes-counted", made.len(), paging) else {
        return nothing(visit, question, made.len());
    };
    let month = |day: NaiveDate| (day.year(), day.month());
    let months: Vec<_> = paging
        .of(made)
        .chunk_by(|left, right| left.on().map(month) == right.on().map(month))
        .map(|changes| {
            let name = changes.first().and_then(|change| change.on()).map(|day| visit.language.month(day));
            view! {
                <section class="stack">
                    <h3>{name}</h3>
                    {change_list(visit, changes)}
                </section>
            }
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="made">
            <h2 id="made">{visit.text("changes-made")}</h2>
            <p>{counted}</p>
            <div class="sections">{months}</div>
            {pages(visit, question, made.len(), paging)}
        </section>
    }
    .into_any()
}

fn count(number: usize) -> String {
    grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Which of how many are shown; `None` where none are.
fn counted(visit: &Visit, text: &str, total: usize, paging: Paging) -> Option<String> {
    let first = (paging.page - 1).saturating_mul(paging.per_page) + 1;
    let last = total.min(first + paging.per_page - 1);
    let values = [("total", count(total)), ("first", count(first)), ("last", count(last))];
    (first <= last).then(|| visit.say(text, values))
}

fn pages(visit: &Visit, question: &Question, total: usize, paging: Paging) -> AnyView {
    let addresses = (1..=paging.pages(total)).map(|number| page_address(visit, question, number)).collect();
    view! { <Pagination page=paging.page addresses=addresses /> }.into_any()
}

/// Nothing answers the question, or the page lies past the last.
fn nothing(visit: &Visit, question: &Question, total: usize) -> AnyView {
    if total == 0 {
        return view! {
            <section class="stack">
                <h2>{visit.text("changes-made")}</h2>
                <p>{visit.text("changes-none-found")} " " {visit.text("changes-filters-help")}</p>
                <p><a href=visit.link(PAGE)>{visit.text("changes-all")}</a></p>
            </section>
        }
        .into_any();
    }
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <section class="stack">
            <h2>{visit.text("changes-past-the-end")}</h2>
            <p><a href=question.address(&visit.link(PAGE))>{visit.text("changes-first-page")}</a></p>
        </section>
    }
    .into_any()
}
