//! The list of changes: plans first, then past changes by month.

use chrono::{Datelike, NaiveDate};
use domain::timeline::ChangeKind;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::change_filters::{ActiveChangeFilters, ChangeFilters};
use super::latest_changes::change_list;
use crate::components::base::feed_link::FeedLink;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::pagination::Pagination;
use crate::page_context::PageContext;
use crate::server::query::{Paging, page_address};
use crate::server::read_model::change_search::{ChangesQuery, Filter, PAGE};
use crate::server::read_model::figures::CatalogueChange;

/// Number of plans shown above the list until all of them are requested.
const PLANS_ABOVE: usize = 5;

/// One page of results, with its filters and its feed.
#[component]
pub fn ChangeResults(query: ChangesQuery, paging: Paging) -> Markup {
    let context = PageContext::current();
    let (context, query) = (&context, &query);
    let all = context.snapshot.changes_on(context.as_of);
    if all.is_empty() {
        return view! {
            <p>{context.text("changes-none")}</p>
            <FeedLink />
        }
        .into_markup();
    }
    let (mut plans, made): (Vec<_>, Vec<_>) =
        query.results(&context.snapshot, &all).into_iter().partition(|change| change.kind() == ChangeKind::Planned);
    plans.sort_by_key(|plan| plan.days_until());
    let content = match query.kind {
        Some(ChangeKind::Planned) => all_plans(context, query, &plans, paging),
        _ => {
            let above = (paging.page == 1 && !plans.is_empty()).then(|| plans_above(context, query, &plans));
            let list = changes_made(context, query, &made, paging);
            view! { {above} {list} }.into_markup()
        }
    };
    view! {
        <div class="columns catalogue">
            <div class="stack">
                <ActiveChangeFilters query=query />
                <p class="to-filters"><a href="#filters">{context.text("filters-jump")}</a></p>
                <div class="sections">
                    {content}
                    <section class="stack">
                        <h2>{context.text("feeds-label")}</h2>
                        <FeedLink query=query.clone() />
                    </section>
                </div>
            </div>
            <ChangeFilters query=query changes=&all />
        </div>
    }
    .into_markup()
}

/// The next plans, shown above the past changes.
fn plans_above(context: &PageContext, query: &ChangesQuery, plans: &[&CatalogueChange]) -> Markup {
    let rest = (plans.len() > PLANS_ABOVE).then(|| {
        let all = query.with(Filter::Kind, Some(ChangeKind::Planned.as_str())).address(&context.link(PAGE));
        view! { <p><a href=all>{context.format_text("changes-planned-all", [("count", count(plans.len()))])}</a></p> }
    });
    view! {
        <section class="stack" aria-labelledby="planned">
            <h2 id="planned">{context.text("changes-planned")}</h2>
            <p class="small quiet">{context.text("changes-planned-note")}</p>
            {change_list(context, &plans[..plans.len().min(PLANS_ABOVE)])}
            {rest}
        </section>
    }
    .into_markup()
}

fn all_plans(context: &PageContext, query: &ChangesQuery, plans: &[&CatalogueChange], paging: Paging) -> Markup {
    let Some(counted) = counted(context, "changes-planned-counted", plans.len(), paging) else {
        return nothing(context, query, plans.len());
    };
    view! {
        <section class="stack" aria-labelledby="planned">
            <h2 id="planned">{context.text("changes-planned")}</h2>
            <p>{counted}</p>
            <p class="small quiet">{context.text("changes-planned-note")}</p>
            {change_list(context, paging.of(plans))}
            {pages(context, query, plans.len(), paging)}
        </section>
    }
    .into_markup()
}

/// Past changes by month.
fn changes_made(context: &PageContext, query: &ChangesQuery, made: &[&CatalogueChange], paging: Paging) -> Markup {
    let Some(counted) = counted(context, "changes-counted", made.len(), paging) else {
        return nothing(context, query, made.len());
    };
    let month = |day: NaiveDate| (day.year(), day.month());
    let months: Vec<_> = paging
        .of(made)
        .chunk_by(|left, right| left.on().map(month) == right.on().map(month))
        .map(|changes| {
            let name = changes.first().and_then(|change| change.on()).map(|day| context.language.month(day));
            view! {
                <section class="stack">
                    <h3>{name}</h3>
                    {change_list(context, changes)}
                </section>
            }
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="made">
            <h2 id="made">{context.text("changes-made")}</h2>
            <p>{counted}</p>
            <div class="months">{months}</div>
            {pages(context, query, made.len(), paging)}
        </section>
    }
    .into_markup()
}

/// The range shown and the total; `None` if there are no results.
fn counted(context: &PageContext, text: &str, total: usize, paging: Paging) -> Option<String> {
    let first = (paging.page - 1).saturating_mul(paging.per_page) + 1;
    let last = total.min(first + paging.per_page - 1);
    let values = [("total", count(total)), ("first", count(first)), ("last", count(last))];
    (first <= last).then(|| context.format_text(text, values))
}

fn pages(context: &PageContext, query: &ChangesQuery, total: usize, paging: Paging) -> Markup {
    let (page, pairs) = (context.link(PAGE), query.pairs());
    let addresses = (1..=paging.pages(total)).map(|number| page_address(&page, &pairs, number)).collect();
    view! { <Pagination page=paging.page addresses=addresses /> }.into_markup()
}

/// The message for a query without results or a page number past the last page.
fn nothing(context: &PageContext, query: &ChangesQuery, total: usize) -> Markup {
    if total == 0 {
        let title = match query.kind {
            Some(ChangeKind::Planned) => context.text("changes-planned"),
            _ => context.text("changes-made"),
        };
        let words = if *query == ChangesQuery::default() {
            view! { <p>{context.text("changes-none")}</p> }.into_markup()
        } else {
            view! {
                <p>{context.text("changes-none-found")} " " {context.text("changes-filters-help")}</p>
                <p><a href=context.link(PAGE)>{context.text("changes-all")}</a></p>
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
            <h2>{context.text("changes-past-the-end")}</h2>
            <p><a href=query.address(&context.link(PAGE))>{context.text("changes-first-page")}</a></p>
        </section>
    }
    .into_markup()
}
