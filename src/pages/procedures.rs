//! `/procedures`: the catalogue, searched, filtered and sorted. Every state of the list has its own URL. A life event
//! without other filters shows what to do, in order.

use domain::procedure::{DepartmentCode, LifeEvent};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::pagination::Pagination;
use crate::components::base::past_day::{PastDayBanner, PastDayForm, snapshot_on};
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::catalogue::empty_results::{NoResults, PastLastPage};
use crate::components::catalogue::facets::{ActiveFilters, ChosenFields, Facets, Orders};
use crate::components::catalogue::former_department::former_department_note;
use crate::components::catalogue::life_event::{FromHome, Guide};
use crate::components::catalogue::procedure_item::ProcedureItem;
use crate::components::catalogue::search_box::SearchField;
use crate::components::catalogue::search_notes::{elsewhere_box, event_link, understood_note};
use crate::page_context::PageContext;
use crate::server::query::{Paging, page_address};
use crate::server::read_model::catalogue::{CatalogueQuery, CatalogueResults};
use crate::server::read_model::facets::Facet;
use crate::server::read_model::search::{Answer, answer};

/// Procedures per page of the list.
const PER_PAGE: usize = 20;

#[component]
pub fn ProceduresPage() -> Markup {
    let of_today = PageContext::current();
    let parameters = of_today.parameters();
    // The page size is fixed: only the page number comes from the URL.
    let known: Vec<&str> = CatalogueQuery::parameters().chain(["page"]).collect();
    let asked = parameters.only(&known).and_then(|()| CatalogueQuery::of(&parameters)).and_then(|query| {
        let page = parameters.paging(PER_PAGE)?.page;
        Ok((query, Paging { page, per_page: PER_PAGE }, snapshot_on(&of_today)?))
    });
    let (query, paging, (context, past), mistake) = match asked {
        Ok((query, paging, day)) => (query, Some(paging), day, None),
        Err(mistake) => (CatalogueQuery::default(), None, (of_today.clone(), None), Some(mistake)),
    };
    // Everything below is rendered as of that day.
    provide_context(context.clone());
    let today = of_today.today;
    let question_of_today = CatalogueQuery { as_of: None, ..query.clone() };
    let banner = past.map(|day| {
        let address = question_of_today.address(&context.link("/procedures"));
        view! { <PastDayBanner day=day what="past-day-catalogue" today=address /> }
    });
    let kept = question_of_today.pairs();
    let past_day = view! {
        <details class="no-print">
            <summary>{context.text("past-day-heading")}</summary>
            <PastDayForm page=context.link("/procedures") today=today kept=kept />
        </details>
    };
    let snapshot = context.snapshot.clone();
    let event = query.event_alone().and_then(|code| snapshot.life_event(&code.parse().ok()?));
    let event_title = event
        .map(|event| context.format_text("event-title", [("event", context.language.of(&event.name).0.to_owned())]));
    let title = match (&mistake, &event_title, query.q.is_empty()) {
        (None, Some(title), _) => title.clone(),
        (None, None, false) => context.format_text("procedures-title-for", [("q", query.q.clone())]),
        _ => context.text("procedures-title"),
    };
    let number = paging.filter(|paging| paging.page > 1).map(|paging| paging.page);
    let canonical = page_address(&context.link("/procedures"), &query.pairs(), number.unwrap_or(1));
    let heading = event_title.clone().unwrap_or_else(|| context.text("procedures-title"));
    let description = match &event_title {
        Some(title) => context.format_text("event-description", [("title", title.clone())]),
        None => context.text("procedures-description"),
    };
    let (trail, here) = match &event_title {
        Some(title) => (vec![(context.text("nav-procedures"), "/procedures".to_owned())], title.clone()),
        None => (Vec::new(), context.text("nav-procedures")),
    };
    view! {
        <PageHead title=title description=description canonical=canonical />
        <Breadcrumbs trail=trail current=here />
        <div class="sections">
            <h1>{mark_japanese(&context, &heading)}</h1>
            {banner}
            <form class="search box" role="search" action=context.link("/procedures")>
                <SearchField id="q" q=query.q.clone() />
                {event.is_none().then(|| view! { <ChosenFields query=query.clone() /> })}
            </form>
            {mistake.map(|mistake| view! {
                <QueryErrorNotice mistake=mistake page="/procedures" page_name=context.text("procedures-all") />
            })}
            {paging.map(|paging| view! { <Results query=query paging=paging event=event.cloned() /> })}
            {past_day}
        </div>
    }
    .into_markup()
}

#[component]
fn Results(query: CatalogueQuery, paging: Paging, event: Option<LifeEvent>) -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let found = answer(&snapshot, &query, context.as_of);
    let (before, after) = if paging.page == 1 { around(&context, &query, &found) } else { (None, None) };
    let answer = found.results;
    let total = answer.procedures.len();
    if total == 0 {
        // An unknown code makes the URL invalid, and search engines should not index it.
        let names_nothing = query.chosen.iter().any(|(facet, value)| !context.snapshot.facets.knows(facet, value));
        let department = query.chosen.get(Facet::Department).and_then(|code| code.parse::<DepartmentCode>().ok());
        let former = department.and_then(|code| context.snapshot.former_department(&code));
        if names_nothing && let Some(response) = use_context::<ResponseOptions>() {
            let was_there = former.is_some();
            response.set_status(if was_there { http::StatusCode::GONE } else { http::StatusCode::NOT_FOUND });
        }
        if let Some(former) = former {
            let note = former_department_note(&context, &former, |code| {
                let chosen = query.chosen.with(Facet::Department, Some(code.as_str()));
                CatalogueQuery { chosen, ..query.clone() }.address(&context.link("/procedures"))
            });
            let all = context.link("/procedures");
            return view! { {note} <p><a href=all>{context.text("procedures-all")}</a></p> }.into_markup();
        }
        return view! { {before} <NoResults query=query answer=&answer /> {after} }.into_markup();
    }
    if paging.of(&answer.procedures).is_empty() {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(http::StatusCode::NOT_FOUND);
        }
        return view! { <PastLastPage query=query /> }.into_markup();
    }
    let counts = answer.counts(&context.snapshot, &query);
    let list = match event {
        // A life event with too many procedures to read at once is shown as an ordinary list.
        Some(event) if paging.page == 1 && total <= 3 * PER_PAGE => view! {
            <div class="sections">
                <FromHome answer=&answer />
                <p class="to-filters"><a href="#filters">{context.text("filters-jump")}</a></p>
                <Guide event=&event answer=&answer />
            </div>
        }
        .into_markup(),
        _ => list(&context, &query, &answer, paging),
    };
    view! {
        {before}
        <div class="columns catalogue">
            {list}
            <Facets query=query counts=counts />
        </div>
        {after}
    }
    .into_markup()
}

/// What stands before and after the procedures that were found.
fn around(context: &PageContext, query: &CatalogueQuery, answer: &Answer<'_>) -> (Option<Markup>, Option<Markup>) {
    let note = answer.understood.as_ref().map(|understood| understood_note(context, &query.q, understood));
    let events: Vec<_> = answer.events.iter().map(|event| event_link(context, event)).collect();
    let elsewhere = (!answer.elsewhere.is_empty()).then(|| elsewhere_box(context, &answer.elsewhere));
    let (first, last) = if answer.elsewhere_leads { (elsewhere, None) } else { (None, elsewhere) };
    let is_empty = note.is_none() && events.is_empty() && first.is_none();
    let before = (!is_empty).then(|| view! { <div class="stack">{note} {events} {first}</div> }.into_markup());
    (before, last)
}

fn list(context: &PageContext, query: &CatalogueQuery, answer: &CatalogueResults, paging: Paging) -> Markup {
    let total = answer.procedures.len();
    let shown = paging.of(&answer.procedures);
    let first = (paging.page - 1) * paging.per_page + 1;
    let counted = context.format_text(
        "results-counted",
        [("total", count(total)), ("first", count(first)), ("last", count(first + shown.len() - 1))],
    );
    let items: Vec<_> = shown
        .iter()
        .map(|number| {
            let (procedure, state) = (&context.snapshot.procedures[*number], answer.states[*number]);
            view! { <ProcedureItem procedure=procedure state=state words=answer.words.clone() /> }
        })
        .collect();
    let meanings: Vec<_> = answer
        .words
        .meanings()
        .map(|meaning| view! { <li lang=context.lang_of_japanese()>{meaning.to_owned()}</li> })
        .collect();
    let meanings = (!meanings.is_empty()).then(|| {
        view! {
            <div class="meanings quiet">
                <p>{context.text("results-meanings")}</p>
                <ul role="list">{meanings}</ul>
            </div>
        }
    });
    let (page, pairs) = (context.link("/procedures"), query.pairs());
    let addresses = (1..=paging.pages(total)).map(|number| page_address(&page, &pairs, number)).collect();
    view! {
        <section class="stack">
            <h2>{counted}</h2>
            {meanings}
            <ActiveFilters query=query.clone() />
            <p class="to-filters"><a href="#filters">{context.text("filters-jump")}</a></p>
            <Orders query=query.clone() />
            <ul role="list" class="procedure-list">{items}</ul>
            <Pagination page=paging.page addresses=addresses />
        </section>
    }
    .into_markup()
}
