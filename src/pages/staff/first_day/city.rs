//! The choice of the city: a search, what the choice does, and changing it on purpose.

use domain::area::{AreaCode, AreaKind};
use domain::local_governments::{FoundMunicipality, LocalGovernment, list_former};
use exchange::city::areas_of;
use leptos::prelude::*;

use super::city_name;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::editing::first_day::FirstDay;
use crate::server::query::address;

const PAGE: &str = "/staff/first-day";

/// Municipalities that one search lists. Only a prefecture's name finds more.
const MOST_FOUND: usize = 60;

/// The address at which a city is confirmed.
fn address_of(context: &PageContext, code: &AreaCode, is_change: bool) -> String {
    let change = is_change.then_some(("todo", "change"));
    address(&context.link(PAGE), [("area", code.as_str())].into_iter().chain(change))
}

pub(super) fn search(
    context: &PageContext,
    name: &str,
    found: Option<&[FoundMunicipality]>,
    is_change: bool,
) -> Markup {
    let change = is_change.then(|| view! { <input type="hidden" name="todo" value="change" /> });
    let lead = if is_change { "first-day-change-lead" } else { "first-day-lead" };
    let title = context.text("first-day-search-title");
    let results = found.map(|found| results(context, found, is_change));
    let back = is_change.then(|| view! { <p><a href=context.link(PAGE)>{context.text("first-day-back")}</a></p> });
    view! {
        <section class="stack" aria-labelledby="search">
            <p class="prose">{context.text(lead)}</p>
            <h2 id="search">{title}</h2>
            <form class="staff-form stack" method="get" action=context.link(PAGE) role="search">
                {change}
                <div>
                    <label for="q">{context.text("first-day-name")}</label>
                    <p class="small quiet" id="q-hint">{mark_japanese(context, &context.text("first-day-name-hint"))}</p>
                    <input
                        id="q"
                        name="q"
                        type="search"
                        value=name.to_owned()
                        autocomplete="off"
                        required
                        maxlength="100"
                        aria-describedby="q-hint"
                    />
                </div>
                <button class="button">{context.text("first-day-search")}</button>
            </form>
            {back}
        </section>
        {results}
    }
    .into_markup()
}

fn results(context: &PageContext, found: &[FoundMunicipality], is_change: bool) -> Markup {
    let items = found
        .iter()
        .take(MOST_FOUND)
        .map(|FoundMunicipality { municipality, former_name }| {
            let code = municipality.code();
            let former = former_name.map(|former| {
                let words = context.format_text("first-day-former", [("name", former.to_owned())]);
                view! { " " <span>{mark_japanese(context, &words)}</span> }
            });
            let about = context.format_text("first-day-code", [("code", code.to_string())]);
            view! {
                <li>
                    <a href=address_of(context, &code, is_change)>{mark_japanese(context, &municipality.full_name())}</a>
                    " "
                    <span class="small quiet">{mark_japanese(context, municipality.kana)} " " {about}</span>
                    {former}
                </li>
            }
        })
        .collect_view();
    let more = (found.len() > MOST_FOUND).then(|| {
        let rest = [("count", count(found.len() - MOST_FOUND))];
        view! { <p>{context.format_text("first-day-more-found", rest)}</p> }
    });
    let nothing = found.is_empty().then(|| view! { <p>{context.text("first-day-none-found-text")}</p> });
    let title = context.format_text("first-day-found", [("count", count(found.len()))]);
    view! {
        <section class="stack" aria-labelledby="found">
            <h2 id="found">{title}</h2>
            {nothing}
            <ul class="city-choices">{items}</ul>
            {more}
        </section>
    }
    .into_markup()
}

/// What choosing a city does, with the button that does it. `instead_of` is the city that is changed.
pub(super) fn confirm(context: &PageContext, city: &LocalGovernment, instead_of: Option<&AreaCode>) -> Markup {
    let code = city.code();
    let areas = areas_of(city);
    let names = |wanted: &dyn Fn(AreaKind) -> bool| -> String {
        let chosen = areas.iter().filter(|area| wanted(area.kind)).map(|area| context.area_name(area));
        chosen.collect::<Vec<_>>().join(&context.text("list-separator"))
    };
    let wards = names(&|kind| kind == AreaKind::Ward);
    let former: Vec<&str> = list_former()
        .iter()
        .filter(|former| former.within == city.name && former.prefecture == code.prefecture_number())
        .map(|former| former.name)
        .collect();
    let wards = if wards.is_empty() {
        context.text("first-day-no-wards")
    } else {
        context.format_text("first-day-wards", [("wards", wards)])
    };
    let former = (!former.is_empty()).then(|| {
        let names = former.join(&context.text("list-separator"));
        let words = context.format_text("first-day-former-wards", [("wards", names)]);
        view! { <li>{mark_japanese(context, &words)}</li> }
    });
    let around = names(&|kind| matches!(kind, AreaKind::Nation | AreaKind::Prefecture));
    let areas = context.format_text("first-day-areas", [("areas", around)]);
    let title = context.format_text("first-day-confirm", [("city", city.full_name()), ("code", code.to_string())]);
    let (from, follows) = match instead_of {
        Some(present) => (present.to_string(), follows(context, present, city)),
        None => (String::new(), ().into_markup()),
    };
    let button = if instead_of.is_some() { "first-day-change-button" } else { "first-day-choose-button" };
    view! {
        <section class="stack" aria-labelledby="confirm">
            <h2 id="confirm">{mark_japanese(context, &title)}</h2>
            <ul>
                <li>{context.text("first-day-name-everywhere")}</li>
                <li>{mark_japanese(context, &areas)}</li>
                <li>{mark_japanese(context, &wards)}</li>
                {former}
                <li>{context.text("first-day-words")}</li>
            </ul>
            <form class="staff-form stack" method="post" action=context.link(&format!("{PAGE}/city"))>
                <input type="hidden" name="area" value=code.to_string() />
                <input type="hidden" name="from" value=from />
                <div>
                    <label for="name_en">{context.text("first-day-english-name")}</label>
                    <p class="small quiet" id="name_en-hint">{context.text("first-day-english-name-hint")}</p>
                    <input
                        id="name_en"
                        name="name_en"
                        type="text"
                        lang="en"
                        autocomplete="off"
                        maxlength="300"
                        aria-describedby="name_en-hint"
                    />
                </div>
                <label class="choice">
                    <input type="checkbox" name="indicators" value="yes" checked />
                    <span>{context.text("first-day-indicators")}</span>
                </label>
                {follows}
                <div class="actions">
                    <button class="button">{mark_japanese(context, &context.format_text(button, [("city", city.name.to_owned())]))}</button>
                    <a href=context.link(PAGE)>{context.text("first-day-back")}</a>
                </div>
            </form>
        </section>
    }
    .into_markup()
}

/// What follows from changing the city, and that somebody has read it.
fn follows(context: &PageContext, present: &AreaCode, city: &LocalGovernment) -> Markup {
    let values = [("from", city_name(context, present)), ("to", city.name.to_owned())];
    let points = ["name", "areas", "readers", "log"]
        .map(|point| context.format_text(&format!("first-day-follows-{point}"), values.clone()))
        .map(|words| view! { <li>{mark_japanese(context, &words)}</li> })
        .collect_view();
    view! {
        <div class="notice caution stack">
            <h3>{context.text("first-day-follows")}</h3>
            <ul>{points}</ul>
            <label class="choice">
                <input type="checkbox" name="confirmed" value="yes" required />
                <span>{mark_japanese(context, &context.format_text("first-day-confirmed", values))}</span>
            </label>
        </div>
    }
    .into_markup()
}

/// Says that the city is only told by its wards, and offers to choose it.
pub(super) fn inferred_notice(context: &PageContext, code: &AreaCode) -> Markup {
    let words = context.format_text("first-day-inferred", [("city", city_name(context, code))]);
    view! {
        <div class="notice stack">
            <p>{mark_japanese(context, &words)}</p>
            <p><a href=address_of(context, code, false)>{context.text("first-day-fix")}</a></p>
        </div>
    }
    .into_markup()
}

/// Whether the city can be changed, and why not.
pub(super) fn change_section(context: &PageContext, first_day: &FirstDay) -> Markup {
    if first_day.is_demonstration {
        return ().into_markup();
    }
    let content = if first_day.may_change() {
        let href = address(&context.link(PAGE), [("todo", "change")]);
        view! {
            <p class="prose">{context.text("first-day-may-change")}</p>
            <p><a href=href>{context.text("first-day-change")}</a></p>
        }
        .into_markup()
    } else {
        let tables: Vec<String> =
            first_day.own_data().into_iter().map(|name| context.word("first-day-table", name)).collect();
        let tables = tables.join(&context.text("list-separator"));
        view! { <p class="prose">{context.format_text("first-day-may-not-change", [("tables", tables)])}</p> }
            .into_markup()
    };
    view! {
        <section class="stack" aria-labelledby="change">
            <h2 id="change">{context.text("first-day-change")}</h2>
            {content}
        </section>
    }
    .into_markup()
}
