use domain::indicator::{Indicator, IndicatorId};
use domain::online_rate::OnlineCount;
use domain::procedure::{DepartmentCode, Procedure, SetCode};
use domain::route::Route;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::PageContext;
use super::not_found::NotFoundPage;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::data_table::figure_link;
use crate::components::figure::{Sources, workbook_link};
use crate::components::foreign::mark_japanese;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::mistake::Mistake;
use crate::components::page_head::PageHead;
use crate::components::route_table::{RouteChoice, plan_table, route_drawing, route_table};
use crate::components::sample_label::SampleLabel;
use crate::components::written::{count, percent, signed};
use crate::server::accounts::OnlineFigure;
use crate::server::figures::{route_of, set_is_sample};
use crate::server::query::QueryError;

/// What is missing to reach 100 %, in the order that closes the gap.
#[component]
pub fn RoutePage() -> Markup {
    let visit = PageContext::current();
    let snapshot = visit.snapshot.clone();
    let id = visit.page.rsplit('/').nth(1).and_then(|id| id.parse::<IndicatorId>().ok());
    let found = id.and_then(|id| snapshot.indicator(&id)).and_then(|found| Some((found, found.set.clone()?)));
    let Some((indicator, set)) = found else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let name = visit.language.of(&indicator.name).0.to_owned();
    let title = visit.format_text("route-title", [("name", name.clone())]);
    let trail =
        vec![(visit.text("targets-title"), "/targets".to_owned()), (name, format!("/targets/{}", indicator.id))];
    let content = match read(&visit, indicator, set) {
        Ok(choice) => content(&visit, &choice),
        Err(mistake) => {
            view! { <Mistake mistake=mistake page="/targets" page_name=visit.text("targets-title") /> }.into_markup()
        }
    };
    view! {
        <PageHead title=title.clone() description=visit.text("route-lead") />
        <Breadcrumbs trail=trail current=visit.text("route-short") />
        <div class="sections">
            <div class="stack">
                <h1 class="wording">{mark_japanese(&visit, &title)}</h1>
                <p class="lead">{visit.text("route-lead")}</p>
            </div>
            {content}
        </div>
    }
    .into_markup()
}

fn read(visit: &PageContext, indicator: &Indicator, set: SetCode) -> Result<RouteChoice, QueryError> {
    let parameters = visit.parameters();
    parameters.only(&["count", "department", "first", "done"])?;
    let department: Option<DepartmentCode> = parameters.read("department")?;
    if department.as_ref().is_some_and(|code| visit.snapshot.department(code).is_none()) {
        let known: Vec<&str> = visit.snapshot.departments.iter().map(|one| one.code.as_str()).collect();
        let reason = format!("there is no such department; right would be one of: {}", known.join(", "));
        return Err(QueryError::BadValue { name: "department", reason });
    }
    Ok(RouteChoice {
        page: format!("/targets/{}/route", indicator.id),
        set,
        count: parameters.read("count")?.unwrap_or(OnlineCount::Kinds),
        department,
        first: parameters.read("first")?.unwrap_or_default(),
        done: parameters.list("done")?,
    })
}

fn content(visit: &PageContext, choice: &RouteChoice) -> Markup {
    let snapshot = &visit.snapshot;
    let route = route_of(snapshot, &choice.set, choice.count, choice.department.as_ref(), visit.today, visit.today);
    let sample = set_is_sample(&snapshot.procedures, &choice.set);
    let sources = snapshot.members(&choice.set).map(|procedure| procedure.source.clone()).collect();
    view! {
        <div class="stack">
            {ways_of_counting(visit, choice)}
            {standing(visit, choice, &route)}
            {workbook_link(visit)}
            <Sources sources=sources sample=sample />
        </div>
        <section class="stack" aria-labelledby="order">
            <h2 id="order">{visit.text("route-order-title")}</h2>
            <p class="prose">{visit.word("route-order", choice.count.as_str())}</p>
            {department_form(visit, choice)}
            {route_drawing(visit, choice, &route)}
            {(!route.legs.is_empty() || !route.of_unknown_volume.is_empty()).then(|| route_table(visit, choice, &route))}
        </section>
        {what_if(visit, choice, &route)}
        <section class="stack" aria-labelledby="plans">
            <h2 id="plans">{visit.text("route-plans")} " " <SampleLabel sample=sample /></h2>
            {plan_table(visit, choice, &route)}
        </section>
    }
    .into_markup()
}

/// Links to the four ways of counting. Other parameters are kept.
fn ways_of_counting(visit: &PageContext, choice: &RouteChoice) -> Markup {
    let links: Vec<Markup> = OnlineCount::ALL
        .iter()
        .map(|way| {
            let address = RouteChoice { count: *way, ..choice.clone() }.address();
            let current = (*way == choice.count).then_some("true");
            view! {
                <li>
                    <a href=visit.link(&address) aria-current=current>
                        <b>{visit.word("route-count", way.as_str())}</b>
                        <span>{visit.word("route-hint", way.as_str())}</span>
                    </a>
                </li>
            }
            .into_markup()
        })
        .collect();
    view! {
        <nav class="measure-switch" aria-label=visit.text("route-counts")>
            <ul role="list">{links}</ul>
        </nav>
    }
    .into_markup()
}

/// The current rate, what is missing, and how many procedures close half of the gap and all of it.
fn standing(visit: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let now = OnlineFigure::rate(&choice.set, choice.count, visit.today);
    let halves = [("numerator", count(route.now.numerator)), ("denominator", count(route.now.denominator))];
    let halves = visit.format_text(
        if choice.count.is_by_volume() { "targets-of-applications" } else { "targets-of-procedures" },
        halves,
    );
    let missing = count(route.legs.len() + route.of_unknown_volume.len());
    // By volume, both procedures and applications are counted. The texts name each.
    let gained: u64 = route.legs.iter().map(|leg| leg.weight).sum();
    let volume = if choice.count.is_by_volume() {
        visit.format_text("route-missing-volume", [("applications", count(gained))])
    } else {
        String::new()
    };
    let nothing = route.legs.is_empty() && route.of_unknown_volume.is_empty();
    let of_department = choice.department.is_some();
    let sentence = match route.stages_to_target(0.5) {
        _ if nothing && of_department => visit.text("route-none-of-department"),
        _ if nothing => visit.text("route-none"),
        _ if route.legs.is_empty() => visit.format_text("route-no-half", [("all", missing)]),
        Some(half) if !of_department => {
            visit.format_text("route-half", [("half", count(half)), ("all", missing), ("missing", volume)])
        }
        _ => {
            let then = route.legs.last().and_then(|leg| leg.then.percent());
            let points = then.zip(route.now.percent()).map_or(0.0, |(then, now)| then - now);
            let values = [("all", missing), ("missing", volume), ("points", signed(points, 2))];
            visit.format_text("route-of-department", values)
        }
    };
    view! {
        <p class="headline-value">{figure_link(visit, &now, percent(route.now.percent()))}</p>
        <p>{visit.format_text("targets-computed-on", [("date", visit.date(visit.today))])} {halves}</p>
        <p class="lead wording">{sentence}</p>
    }
    .into_markup()
}

fn department_form(visit: &PageContext, choice: &RouteChoice) -> Markup {
    let here: Vec<_> = visit
        .snapshot
        .departments
        .iter()
        .filter(|department| {
            visit.snapshot.members(&choice.set).any(|each| each.department.as_ref() == Some(&department.code))
        })
        .map(|department| {
            let selected = choice.department.as_ref() == Some(&department.code);
            let name = visit.language.pick(&department.name, &department.name_en).to_owned();
            let lang = if department.name_en.is_empty() { visit.lang_of_japanese() } else { None };
            view! { <option value=department.code.to_string() selected=selected lang=lang>{name}</option> }
        })
        .collect();
    view! {
        <form class="date-form no-print" method="get" action=visit.link(&choice.page)>
            <input type="hidden" name="count" value=choice.count.as_str() />
            <div>
                <label for="department">{visit.text("route-department")}</label>
                <select id="department" name="department">
                    <option value="">{visit.text("route-all-departments")}</option>
                    {here}
                </select>
            </div>
            <button class="button secondary" type="submit">{visit.text("cards-show")}</button>
        </form>
    }
    .into_markup()
}

/// The rate if the first `n` procedures and those selected by hand were done.
fn what_if(visit: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let first: Vec<_> = route.legs.iter().take(choice.first).map(|leg| &leg.candidate.what.id).collect();
    let then = route.rate_if_done(|each| first.contains(&&each.what.id) || choice.done.contains(&each.what.id));
    let chosen = route
        .legs
        .iter()
        .filter(|leg| first.contains(&&leg.candidate.what.id) || choice.done.contains(&leg.candidate.what.id))
        .count();
    let answer = if chosen == 0 {
        view! { <p>{visit.text("route-if-nothing")}</p> }.into_markup()
    } else {
        let figure = choice.figure(visit, choice.first, choice.done.clone());
        let reset = RouteChoice { first: 0, done: Vec::new(), ..choice.clone() }.address();
        view! {
            <p>{visit.format_text("route-if-answer", [("count", count(chosen))])}</p>
            <p class="headline-value">{figure_link(visit, &figure, percent(then.percent()))}</p>
            <p><a href=visit.link(&reset)>{visit.text("route-if-reset")}</a></p>
        }
        .into_markup()
    };
    let done: Vec<String> = choice.done.iter().map(ToString::to_string).collect();
    view! {
        <section class="stack" aria-labelledby="what-if">
            <h2 id="what-if">{visit.text("route-if-title")}</h2>
            <p class="prose">{visit.text("route-if-lead")}</p>
            <form class="date-form no-print" method="get" action=format!("{}#what-if", visit.link(&choice.page))>
                <input type="hidden" name="count" value=choice.count.as_str() />
                {choice.department.as_ref().map(|code| view! { <input type="hidden" name="department" value=code.to_string() /> })}
                {(!done.is_empty()).then(|| view! { <input type="hidden" name="done" value=done.join(";") /> })}
                <div>
                    <label for="first">{visit.text("route-if-how-many")}</label>
                    <input id="first" name="first" type="number" min="0" max=route.legs.len().to_string() value=choice.first.to_string() />
                </div>
                <button class="button secondary" type="submit">{visit.text("route-if-ask")}</button>
            </form>
            {answer}
        </section>
    }
    .into_markup()
}
