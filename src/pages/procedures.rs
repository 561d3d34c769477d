//! `/procedures`: the catalogue, searched, narrowed and sorted. Every state of the list is an address.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::Visit;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::filters::{ActiveFilters, FilterFields};
use crate::components::page_head::PageHead;
use crate::components::pagination::Pagination;
use crate::components::procedure_item::ProcedureItem;
use crate::components::search_box::SearchField;
use crate::domain::procedure::LifeEvent;
use crate::language::grouped;
use crate::server::catalogue::{Question, Sort, ask};
use crate::server::query::{Paging, QueryError, address};
use crate::server::search::Words;

/// Procedures on one page of the list.
const PER_PAGE: usize = 20;

#[component]
pub fn ProceduresPage() -> impl IntoView {
    let visit = Visit::current();
    let parameters = visit.parameters();
    // A page keeps its own length: only its number is read from the address.
    let asked = Question::of(&parameters).and_then(|question| {
        let page = parameters.paging(PER_PAGE)?.page;
        Ok((question, Paging { page, per_page: PER_PAGE }))
    });
    let (question, paging, mistake) = match asked {
        Ok((question, paging)) => (question, Some(paging), None),
        Err(mistake) => (nothing_asked(), None, Some(mistake)),
    };
    let title = match (mistake.is_some(), question.q.is_empty()) {
        (false, false) => visit.language.text_with("procedures-title-for", [("q", question.q.clone().into())]),
        _ => visit.text("procedures-title"),
    };
    let pairs = question.pairs();
    let number = paging.filter(|paging| paging.page > 1).map(|paging| paging.page.to_string());
    let canonical = address(
        &visit.link("/procedures"),
        pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(number.as_deref().map(|number| ("page", number))),
    );
    view! {
        <PageHead title=title description=visit.text("procedures-description") canonical=canonical />
        <Breadcrumbs current=visit.text("nav-procedures") />
        <div class="sections">
            <h1>{visit.text("procedures-title")}</h1>
            <form class="search box" role="search" action=visit.link("/procedures")>
                <SearchField id="q" q=question.q.clone() />
                <FilterFields question=question.clone() />
            </form>
            {mistake.map(|mistake| view! { <Mistake mistake=mistake /> })}
            {paging.map(|paging| view! { <Results question=question paging=paging /> })}
        </div>
    }
}

fn nothing_asked() -> Question {
    Question {
        q: String::new(),
        event: None,
        department: None,
        availability: None,
        set: None,
        card: None,
        audience: None,
        sort: Sort::Relevance,
    }
}

/// An address that cannot be answered says what is wrong with it.
#[component]
fn Mistake(mistake: QueryError) -> impl IntoView {
    let visit = Visit::current();
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(http::StatusCode::BAD_REQUEST);
    }
    let name = match &mistake {
        QueryError::BadValue { name, .. } => (*name).to_owned(),
        QueryError::UnknownParameter { name, .. } | QueryError::Twice { name } => name.clone(),
    };
    view! {
        <div class="notice error stack" role="alert">
            <h2>{visit.text("mistake-title")}</h2>
            <p>{visit.language.text_with("mistake-text", [("name", name.into())])}</p>
            <p><code lang="en">{mistake.to_string()}</code></p>
            <p><a href=visit.link("/procedures")>{visit.text("procedures-all")}</a></p>
        </div>
    }
}

#[component]
fn Results(question: Question, paging: Paging) -> impl IntoView {
    let visit = Visit::current();
    let answer = ask(&visit.snapshot, &question, visit.today);
    let total = answer.procedures.len();
    let shown = paging.of(&answer.procedures);
    if shown.is_empty() {
        if total > 0
            && let Some(response) = use_context::<ResponseOptions>()
        {
            response.set_status(http::StatusCode::NOT_FOUND);
        }
        return view! { <NothingFound question=question past_the_end=total != 0 /> }.into_any();
    }
    let words = Words::of(&question.q);
    let first = (paging.page - 1) * paging.per_page + 1;
    let count = |number: usize| grouped(i64::try_from(number).unwrap_or(i64::MAX)).into();
    let counted = visit.language.text_with(
        "results-counted",
        [("total", count(total)), ("first", count(first)), ("last", count(first + shown.len() - 1))],
    );
    let items: Vec<_> = shown
        .iter()
        .map(|number| {
            let (procedure, state) = (&visit.snapshot.procedures[*number], answer.states[*number]);
            view! { <ProcedureItem procedure=procedure state=state words=words.clone() /> }
        })
        .collect();
    let page = visit.link("/procedures");
    let pairs = question.pairs();
    let addresses = (1..=paging.pages(total))
        .map(|number| {
            let number = (number > 1).then(|| number.to_string());
            let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
            address(&page, pairs.chain(number.as_deref().map(|number| ("page", number))))
        })
        .collect();
    view! {
        <section class="stack">
            <h2>{counted}</h2>
            <ActiveFilters question=question />
            <ul role="list" class="procedure-list">{items}</ul>
            <Pagination page=paging.page addresses=addresses />
        </section>
    }
    .into_any()
}

/// A dead end that is none: what to try, and the life events.
#[component]
fn NothingFound(question: Question, past_the_end: bool) -> impl IntoView {
    let visit = Visit::current();
    let title = if past_the_end { "past-the-end" } else { "nothing-found" };
    view! {
        <section class="stack">
            <h2>{visit.word("results", title)}</h2>
            <ActiveFilters question=question />
            {(!past_the_end).then(|| view! {
                <ul class="prose">
                    <li>{visit.text("nothing-found-shorter")}</li>
                    <li>{visit.text("nothing-found-other-words")}</li>
                    <li>{visit.text("nothing-found-filters")}</li>
                </ul>
            })}
            <p><a href=visit.link("/procedures")>{visit.text("procedures-all")}</a></p>
            <h3>{visit.text("by-life-event")}</h3>
            <LifeEvents />
        </section>
    }
}

/// Links to the procedures of each life event.
#[component]
pub fn LifeEvents() -> impl IntoView {
    let visit = Visit::current();
    let language = visit.language;
    let link = |event: &LifeEvent| {
        let (name, of) = language.of(&event.name);
        let foreign = (of.html_lang() != language.html_lang()).then_some(of.html_lang());
        let address = address(&visit.link("/procedures"), [("event", event.code.as_str())]);
        view! { <li><a class="chip" href=address lang=foreign>{name.to_owned()}</a></li> }
    };
    let events: Vec<_> = visit.snapshot.life_events.iter().map(link).collect();
    view! { <ul role="list" class="chips">{events}</ul> }
}
