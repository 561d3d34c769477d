use domain::indicator::{Indicator, IndicatorId};
use domain::online_rate::OnlineCount;
use domain::procedure::{DepartmentCode, Procedure, SetCode};
use domain::route::Route;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::not_found::NotFoundPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::data_table::figure_link;
use crate::components::base::drawing::{Sources, workbook_link};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::{count, percent, signed};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::base::sample_label::titled;
use crate::components::targets::route_table::{RouteChoice, plan_table, route_drawing, route_table};
use crate::page_context::PageContext;
use crate::server::query::QueryError;
use crate::server::read_model::departments::no_such_department;
use crate::server::read_model::figures::{route_of, set_is_sample};
use crate::server::read_model::provenance::OnlineFigure;

/// What is missing to reach 100 %, in the order that closes the gap.
#[component]
pub fn RoutePage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let id = context.page.rsplit('/').nth(1).and_then(|id| id.parse::<IndicatorId>().ok());
    let found = id.and_then(|id| snapshot.indicator(&id)).and_then(|found| Some((found, found.set.clone()?)));
    let Some((indicator, set)) = found else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let name = context.language.of(&indicator.name).0.to_owned();
    let title = context.format_text("route-title", [("name", name.clone())]);
    let trail =
        vec![(context.text("targets-title"), "/targets".to_owned()), (name, format!("/targets/{}", indicator.id))];
    let content = match read(&context, indicator, set) {
        Ok(choice) => content(&context, &choice),
        Err(mistake) => {
            view! { <QueryErrorNotice mistake=mistake page="/targets" page_name=context.text("targets-title") /> }
                .into_markup()
        }
    };
    view! {
        <PageHead title=title.clone() description=context.text("route-lead") />
        <Breadcrumbs trail=trail current=context.text("route-short") />
        <div class="sections">
            <div class="stack">
                <h1 class="wording">{mark_japanese(&context, &title)}</h1>
                <p class="lead">{context.text("route-lead")}</p>
            </div>
            {content}
        </div>
    }
    .into_markup()
}

fn read(context: &PageContext, indicator: &Indicator, set: SetCode) -> Result<RouteChoice, QueryError> {
    let parameters = context.parameters();
    parameters.only(&["count", "department", "first", "done"])?;
    let department: Option<DepartmentCode> = parameters.read("department")?;
    if let Some(code) = department.as_ref().filter(|code| context.snapshot.department(code).is_none()) {
        return Err(no_such_department(&context.snapshot, code));
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

fn content(context: &PageContext, choice: &RouteChoice) -> Markup {
    let snapshot = &context.snapshot;
    let route = route_of(snapshot, &choice.set, choice.count, choice.department.as_ref(), context.as_of, context.as_of);
    let day = context.as_of;
    let sample = set_is_sample(&snapshot.procedures, &choice.set, day);
    let sources = snapshot.members_on(&choice.set, day, day).map(|procedure| procedure.source.clone()).collect();
    view! {
        <div class="stack">
            {ways_of_counting(context, choice)}
            {standing(context, choice, &route)}
            {workbook_link(context)}
            <Sources sources=sources sample=sample />
        </div>
        <section class="stack" aria-labelledby="order">
            <h2 id="order">{context.text("route-order-title")}</h2>
            <p class="prose">{context.word("route-order", choice.count.as_str())}</p>
            {department_form(context, choice)}
            {route_drawing(context, choice, &route)}
            {(!route.legs.is_empty() || !route.of_unknown_volume.is_empty()).then(|| route_table(context, choice, &route))}
        </section>
        {what_if(context, choice, &route)}
        <section class="stack" aria-labelledby="plans">
            {titled(view! { <h2 id="plans">{context.text("route-plans")}</h2> }, sample)}
            {plan_table(context, choice, &route)}
        </section>
    }
    .into_markup()
}

/// Links to the four ways of counting. Other parameters are kept.
fn ways_of_counting(context: &PageContext, choice: &RouteChoice) -> Markup {
    let links: Vec<Markup> = OnlineCount::ALL
        .iter()
        .map(|way| {
            let address = RouteChoice { count: *way, ..choice.clone() }.address();
            let current = (*way == choice.count).then_some("true");
            view! {
                <li>
                    <a href=context.link(&address) aria-current=current>
                        <b>{context.word("route-count", way.as_str())}</b>
                        <span>{context.word("route-hint", way.as_str())}</span>
                    </a>
                </li>
            }
            .into_markup()
        })
        .collect();
    view! {
        <nav class="measure-switch" aria-label=context.text("route-counts")>
            <ul role="list">{links}</ul>
        </nav>
    }
    .into_markup()
}

/// The current rate, what is missing, and how many procedures close half of the gap and all of it.
fn standing(context: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let now = OnlineFigure::rate(&choice.set, choice.count, context.as_of);
    let halves = [("numerator", count(route.now.numerator)), ("denominator", count(route.now.denominator))];
    let halves = context.format_text(
        if choice.count.is_by_volume() { "targets-of-applications" } else { "targets-of-procedures" },
        halves,
    );
    let missing = count(route.legs.len() + route.of_unknown_volume.len());
    // By volume, both procedures and applications are counted. The texts name each.
    let gained: u64 = route.legs.iter().map(|leg| leg.weight).sum();
    let volume = if choice.count.is_by_volume() {
        context.format_text("route-missing-volume", [("applications", count(gained))])
    } else {
        String::new()
    };
    let nothing = route.legs.is_empty() && route.of_unknown_volume.is_empty();
    let of_department = choice.department.is_some();
    let sentence = match route.stages_to_target(0.5) {
        _ if nothing && of_department => context.text("route-none-of-department"),
        _ if nothing => context.text("route-none"),
        _ if route.legs.is_empty() => context.format_text("route-no-half", [("all", missing)]),
        Some(half) if !of_department => {
            context.format_text("route-half", [("half", count(half)), ("all", missing), ("missing", volume)])
        }
        _ => {
            let then = route.legs.last().and_then(|leg| leg.then.percent());
            let points = then.zip(route.now.percent()).map_or(0.0, |(then, now)| then - now);
            let values = [("all", missing), ("missing", volume), ("points", signed(points, 2))];
            context.format_text("route-of-department", values)
        }
    };
    view! {
        <p class="headline-value">{figure_link(context, &now, percent(route.now.percent()))}</p>
        <p>{context.format_text("targets-computed-on", [("date", context.date(context.as_of))])} {halves}</p>
        <p class="lead wording">{sentence}</p>
    }
    .into_markup()
}

fn department_form(context: &PageContext, choice: &RouteChoice) -> Markup {
    let here: Vec<_> = context
        .snapshot
        .departments
        .iter()
        .filter(|department| {
            let mut members = context.snapshot.members_on(&choice.set, context.as_of, context.as_of);
            members.any(|each| each.department.as_ref() == Some(&department.code))
        })
        .map(|department| {
            let selected = choice.department.as_ref() == Some(&department.code);
            let name = context.language.department_name(department);
            let lang = context.lang_of_pick(&department.name_en);
            view! { <option value=department.code.to_string() selected=selected lang=lang>{name}</option> }
        })
        .collect();
    view! {
        <form class="date-form no-print" method="get" action=context.link(&choice.page)>
            <input type="hidden" name="count" value=choice.count.as_str() />
            <div>
                <label for="department">{context.text("route-department")}</label>
                <select id="department" name="department">
                    <option value="">{context.text("route-all-departments")}</option>
                    {here}
                </select>
            </div>
            <button class="button secondary" type="submit">{context.text("cards-show")}</button>
        </form>
    }
    .into_markup()
}

/// The rate if the first `n` procedures and those selected by hand were done.
fn what_if(context: &PageContext, choice: &RouteChoice, route: &Route<&Procedure>) -> Markup {
    let first: Vec<_> = route.legs.iter().take(choice.first).map(|leg| &leg.candidate.what.id).collect();
    let then = route.rate_if_done(|each| first.contains(&&each.what.id) || choice.done.contains(&each.what.id));
    let chosen = route
        .legs
        .iter()
        .filter(|leg| first.contains(&&leg.candidate.what.id) || choice.done.contains(&leg.candidate.what.id))
        .count();
    let answer = if chosen == 0 {
        view! { <p>{context.text("route-if-nothing")}</p> }.into_markup()
    } else {
        let figure = choice.figure(context, choice.first, choice.done.clone());
        let reset = RouteChoice { first: 0, done: Vec::new(), ..choice.clone() }.address();
        view! {
            <p>{context.format_text("route-if-answer", [("count", count(chosen))])}</p>
            <p class="headline-value">{figure_link(context, &figure, percent(then.percent()))}</p>
            <p><a href=context.link(&reset)>{context.text("route-if-reset")}</a></p>
        }
        .into_markup()
    };
    let done: Vec<String> = choice.done.iter().map(ToString::to_string).collect();
    view! {
        <section class="stack" aria-labelledby="what-if">
            <h2 id="what-if">{context.text("route-if-title")}</h2>
            <p class="prose">{context.text("route-if-lead")}</p>
            <form class="date-form no-print" method="get" action=format!("{}#what-if", context.link(&choice.page))>
                <input type="hidden" name="count" value=choice.count.as_str() />
                {choice.department.as_ref().map(|code| view! { <input type="hidden" name="department" value=code.to_string() /> })}
                {(!done.is_empty()).then(|| view! { <input type="hidden" name="done" value=done.join(";") /> })}
                <div>
                    <label for="first">{context.text("route-if-how-many")}</label>
                    <input id="first" name="first" type="number" min="0" max=route.legs.len().to_string() value=choice.first.to_string() />
                </div>
                <button class="button secondary" type="submit">{context.text("route-if-ask")}</button>
            </form>
            {answer}
        </section>
    }
    .into_markup()
}
