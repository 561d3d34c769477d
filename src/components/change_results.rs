//! The list of changes: plans first, then past changes by month.

use chrono::{Datelike, NaiveDate};
use domain::changes::ChangeKind;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::change_filters::{ActiveChangeFilters, ChangeFilters};
use super::feed_link::FeedLink;
use super::latest_changes::change_list;
use super::pagination::Pagination;
use super::written::count;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::changes::{ChangesQuery, Filter, PAGE};
use crate::server::figures::CatalogueChange;
use crate::server::query::{Paging, page_address};

/// Number of plans shown above the list until all of them are requested.
const PLANS_ABOVE: usize = 5;

/// One page of results, with its filters and its feed.
#[component]
pub fn ChangeResults(question: ChangesQuery, paging: Paging) -> Markup {
    let visit = PageContext::current();
    let (visit, question) = (&visit, &question);
    let all = visit.snapshot.changes_on(visit.today);
    if all.is_empty() {
        return view! {
            <p>{visit.text("changes-none")}</p>
            <FeedLink />
        }
        .into_markup();
    }
    let (mut plans, made): (Vec<_>, Vec<_>) =
        question.results(&visit.snapshot, &all).into_iter().partition(|change| change.kind() == ChangeKind::Planned);
    plans.sort_by_key(|plan| plan.days_until());
    let content = match question.kind {
        Some(ChangeKind::Planned) => all_plans(visit, question, &plans, paging),
        _ => {
            let above = (paging.page == 1 && !plans.is_empty()).then(|| plans_above(visit, question, &plans));
            let list = changes_made(visit, question, &made, paging);
            view! { {above} {list} }.into_markup()
        }
    };
    view! {
        <div class="columns catalogue">
            <div class="stack">
                <ActiveChangeFilters question=question />
                <p class="to-filters"><a href="#filters">{visit.text("filters-jump")}</a></p>
                <div class="sections">
                    {content}
                    <section class="stack">
                        <h2>{visit.text("feeds-label")}</h2>
                        <FeedLink question=question.clone() />
                    </section>
                </div>
            </div>
            <ChangeFilters question=question changes=&all />
        </div>
    }
    .into_markup()
}

/// The next plans, shown above the past changes.
fn plans_above(visit: &PageContext, question: &ChangesQuery, plans: &[&CatalogueChange]) -> Markup {
    let rest = (plans.len() > PLANS_ABOVE).then(|| {
        let all = question.with(Filter::Kind, Some(ChangeKind::Planned.as_str())).address(&visit.link(PAGE));
        view! { <p><a href=all>{visit.format_text("changes-planned-all", [("count", count(plans.len()))])}</a></p> }
    });
    view! {
        <section class="stack" aria-labelledby="planned">
            <h2 id="planned">{visit.text("changes-planned")}</h2>
            <p class="small quiet">{visit.text("changes-planned-note")}</p>
            {change_list(visit, &plans[..plans.len().min(PLANS_ABOVE)])}
            {rest}
        </section>
    }
    .into_markup()
}

fn all_plans(visit: &PageContext, question: &ChangesQuery, plans: &[&CatalogueChange], paging: Paging) -> Markup {
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
    .into_markup()
}

/// Past changes by month.
fn changes_made(visit: &PageContext, question: &ChangesQuery, made: &[&CatalogueChange], paging: Paging) -> Markup {
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
            <div class="months">{months}</div>
            {pages(visit, question, made.len(), paging)}
        </section>
    }
    .into_markup()
}

/// The range shown and the total; `None` if there are no results.
fn counted(visit: &PageContext, text: &str, total: usize, paging: Paging) -> Option<String> {
    let first = (paging.page - 1).saturating_mul(paging.per_page) + 1;
    let last = total.min(first + paging.per_page - 1);
    let values = [("total", count(total)), ("first", count(first)), ("last", count(last))];
    (first <= last).then(|| visit.format_text(text, values))
}

fn pages(visit: &PageContext, question: &ChangesQuery, total: usize, paging: Paging) -> Markup {
    let (page, pairs) = (visit.link(PAGE), question.pairs());
    let addresses = (1..=paging.pages(total)).map(|number| page_address(&page, &pairs, number)).collect();
    view! { <Pagination page=paging.page addresses=addresses /> }.into_markup()
}

/// The message for a query without results or a page number past the last page.
fn nothing(visit: &PageContext, question: &ChangesQuery, total: usize) -> Markup {
    if total == 0 {
        let title = match question.kind {
            Some(ChangeKind::Planned) => visit.text("changes-planned"),
            _ => visit.text("changes-made"),
        };
        let words = if *question == ChangesQuery::default() {
            view! { <p>{visit.text("changes-none")}</p> }.into_markup()
        } else {
            view! {
                <p>{visit.text("changes-none-found")} " " {visit.text("changes-filters-help")}</p>
                <p><a href=visit.link(PAGE)>{visit.text("changes-all")}</a></p>
            }
            .into_markup()
        };
        return view! { <section class="stack"><h2>{title}</h2> {words}</section> }.into_markup();
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
    .into_markup()
}
