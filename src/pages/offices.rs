//! `/offices`: which office is open now, and how to reach it. Nearest first for a ward or a postcode.

use domain::area::AreaCode;
use domain::office::Postcode;
use domain::procedure::{Procedure, ProcedureId};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::{lang_of, mark_japanese};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::pagination::Pagination;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::offices::office_item::office_item;
use crate::page_context::PageContext;
use crate::server::query::{Paging, QueryError, page_address, url_within};

const PAGE: &str = "/offices";

/// Offices per page of the list. Nearly every city has all of its offices on one.
const PER_PAGE: usize = 60;

/// What the reader asked for.
#[derive(Debug, Default)]
struct OfficesQuery {
    area: Option<AreaCode>,
    procedure: Option<ProcedureId>,
    /// As it was typed.
    postcode: String,
    /// From 1.
    page: usize,
}

impl OfficesQuery {
    fn of(context: &PageContext) -> Result<Self, QueryError> {
        let parameters = context.parameters();
        parameters.only(&["area", "postcode", "procedure", "page"])?;
        let area: Option<AreaCode> = parameters.read("area")?;
        if let Some(unknown) = area.as_ref().filter(|area| context.snapshot.area(area).is_none()) {
            return Err(QueryError::unknown_code("area", unknown.as_str()));
        }
        let procedure: Option<ProcedureId> = parameters.read("procedure")?;
        if let Some(unknown) = procedure.as_ref().filter(|id| context.snapshot.procedure(id).is_none()) {
            return Err(QueryError::unknown_code("procedure", unknown.as_str()));
        }
        let postcode = parameters.text("postcode").unwrap_or_default().to_owned();
        // The page size is fixed: only the page number comes from the URL.
        let page = parameters.paging(PER_PAGE)?.page;
        Ok(Self { area, procedure, postcode, page })
    }

    /// The parameters of the list, without the page number.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let postcode = (!self.postcode.is_empty()).then(|| self.postcode.clone());
        [
            ("area", self.area.as_ref().map(ToString::to_string)),
            ("postcode", postcode),
            ("procedure", self.procedure.as_ref().map(ToString::to_string)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// Where the reader is.
#[derive(Debug)]
enum Near {
    Anywhere,
    /// Areas, each with a town if a postcode named it.
    Areas(Vec<(AreaCode, String)>),
    /// The postcode is none, or it is not in the table: the name of the text that says so.
    NotFound(&'static str),
}

impl Near {
    fn of(context: &PageContext, query: &OfficesQuery) -> Self {
        if query.postcode.is_empty() {
            return query.area.clone().map_or(Self::Anywhere, |area| Self::Areas(vec![(area, String::new())]));
        }
        let Ok(postcode) = query.postcode.parse::<Postcode>() else { return Self::NotFound("offices-postcode-wrong") };
        match context.snapshot.offices.areas_of(&postcode) {
            [] => Self::NotFound("offices-postcode-unknown"),
            areas => Self::Areas(areas.iter().map(|one| (one.area.clone(), one.town.clone())).collect()),
        }
    }
}

#[component]
pub fn OfficesPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("offices-title");
    let content = match OfficesQuery::of(&context) {
        Ok(query) => list(&context, &query),
        Err(mistake) => {
            view! { <QueryErrorNotice mistake=mistake page=PAGE page_name=context.text("offices-all") /> }.into_markup()
        }
    };
    view! {
        <PageHead title=title.clone() description=context.text("offices-lead") canonical=context.link(PAGE) />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("offices-lead")}</p>
            </header>
            {content}
        </div>
    }
    .into_markup()
}

fn list(context: &PageContext, query: &OfficesQuery) -> Markup {
    let snapshot = &context.snapshot;
    let near = Near::of(context, query);
    let procedure = query.procedure.as_ref().and_then(|id| snapshot.procedure(id)).map(|(_, procedure)| procedure);
    let offices = match procedure {
        Some(procedure) => snapshot.offices.of_procedure(&procedure.id),
        None => snapshot.offices.all().iter().collect(),
    };
    let (areas, mistake) = match near {
        Near::Anywhere => (Vec::new(), None),
        Near::Areas(areas) => (areas, None),
        Near::NotFound(name) => {
            if let Some(response) = use_context::<ResponseOptions>().filter(|_| name == "offices-postcode-wrong") {
                response.set_status(http::StatusCode::BAD_REQUEST);
            }
            (Vec::new(), Some(name))
        }
    };
    let place = |(area, town): &(AreaCode, String)| {
        let name = context.area_name(snapshot.area(area)?);
        Some(if town.is_empty() {
            name
        } else {
            context.format_text("offices-town", [("area", name), ("town", town.clone())])
        })
    };
    let names: Vec<String> = areas.iter().filter_map(place).collect();
    let areas: Vec<AreaCode> = areas.into_iter().map(|(area, _)| area).collect();
    let order = (!names.is_empty()).then(|| {
        let names = names.join(&context.text("list-separator"));
        let said = context.format_text("offices-near", [("area", names)]);
        view! { <p data-order="">{mark_japanese(context, &said)}</p> }
    });
    let offices = snapshot.nearest_offices(offices, &areas);
    let paging = Paging { page: query.page, per_page: PER_PAGE };
    let pages = paging.pages(offices.len());
    let shown = paging.of(&offices);
    if shown.is_empty()
        && !offices.is_empty()
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    let addresses: Vec<String> =
        (1..=pages).map(|number| page_address(&context.link(PAGE), &query.pairs(), number)).collect();
    let past_the_end = (query.page > pages).then(|| {
        let first = addresses.first().cloned();
        view! { <p>{context.text("results-past-the-end")} " " <a href=first>{context.text("results-first-page")}</a></p> }
    });
    // The script can sort what is in the page only. Among several pages a ward or a postcode finds the nearest.
    let is_sortable = pages == 1 && offices.len() > 1;
    let of_pages = (pages > 1 && query.page <= pages).then(|| {
        let values =
            [("total", offices.len().to_string()), ("page", query.page.to_string()), ("pages", pages.to_string())];
        view! { <p class="small quiet">{context.format_text("offices-pages", values)}</p> }
    });
    let items: Vec<_> = shown
        .iter()
        .map(|entry| {
            let done = procedure.and_then(|procedure| entry.done(&procedure.id));
            let counter = done.map(|done| (done.counter.as_str(), done.counter_en.as_str()));
            office_item(context, entry, counter, true)
        })
        .collect();
    let nothing = offices.is_empty().then(|| view! { <p>{context.text("offices-none")}</p> });
    let today = context.format_text("offices-today", [("day", context.day_with_weekday(context.today))]);
    view! {
        {procedure.map(|procedure| about_procedure(context, procedure))}
        {find_form(context, query, mistake)}
        <section class="stack" aria-labelledby="list">
            <h2 id="list">{context.text("offices-list")}</h2>
            <p class="small quiet">{today}</p>
            {is_sortable.then(|| nearest_place(context))}
            {order}
            {nothing}
            {past_the_end}
            {of_pages}
            <ul class="office-list" role="list">{items}</ul>
            <Pagination page=query.page addresses=addresses />
            <p class="source-note no-print">
                {context.text("entry-data")} " " <a href="/api/v1/offices">"JSON"</a> " "
                <a href="/api/v1/offices.csv">"CSV"</a>
            </p>
        </section>
    }
    .into_markup()
}

/// Where the script puts its button for the nearest offices, with its texts. Without script it is empty and takes no room.
fn nearest_place(context: &PageContext) -> Markup {
    view! {
        <div
            class="nearest-place no-print"
            data-nearest=context.text("nearest-ask")
            data-wait=context.text("nearest-wait")
            data-sorted=context.text("nearest-sorted")
            data-refused=context.text("nearest-refused")
            data-unknown=context.text("nearest-unknown")
            data-distance=context.text("nearest-distance")
        ></div>
    }
    .into_markup()
}

/// Which procedure the list is about, and the way to the list of all offices.
fn about_procedure(context: &PageContext, procedure: &Procedure) -> Markup {
    let (name, language) = context.language.of(&procedure.name);
    let link = context.link(&url_within("/procedures", procedure.id.as_str()));
    view! {
        <p>
            {context.text("offices-for-procedure")} " "
            <a href=link lang=context.lang(language)>{name.to_owned()}</a> " "
            <a href=context.link(PAGE)>{context.text("offices-all")}</a>
        </p>
    }
    .into_markup()
}

/// The form for a ward or a postcode. What was typed stays.
fn find_form(context: &PageContext, query: &OfficesQuery, mistake: Option<&'static str>) -> Markup {
    let snapshot = &context.snapshot;
    let wards: Vec<_> = snapshot.city.iter().flat_map(|city| snapshot.wards_on(city, context.today)).collect();
    let takes_postcodes = snapshot.offices.has_postcodes();
    if wards.is_empty() && !takes_postcodes {
        return ().into_markup();
    }
    let options: Vec<_> = wards
        .iter()
        .map(|ward| {
            let name = context.area_name(ward);
            let is_chosen = query.area.as_ref() == Some(&ward.code);
            let lang = lang_of(context, &name);
            view! { <option value=ward.code.to_string() selected=is_chosen lang=lang>{name}</option> }
        })
        .collect();
    let by_ward = (!options.is_empty()).then(|| {
        view! {
            <div>
                <label for="area">{context.text("offices-area")}</label>
                <select id="area" name="area">
                    <option value="">{context.text("offices-area-any")}</option>
                    {options}
                </select>
            </div>
        }
    });
    let mistake = mistake.map(|name| context.format_text(name, [("postcode", query.postcode.clone())]));
    let by_postcode = takes_postcodes.then(|| {
        let described_by = if mistake.is_some() { "postcode-hint postcode-mistake" } else { "postcode-hint" };
        view! {
            <div>
                <label for="postcode">{context.text("offices-postcode")}</label>
                <p class="small quiet" id="postcode-hint">{context.text("offices-postcode-hint")}</p>
                {mistake.clone().map(|mistake| view! { <p class="mistake" id="postcode-mistake">{mistake}</p> })}
                <input
                    id="postcode"
                    name="postcode"
                    type="text"
                    inputmode="numeric"
                    autocomplete="postal-code"
                    value=query.postcode.clone()
                    aria-describedby=described_by
                    aria-invalid=mistake.is_some().then_some("true")
                />
            </div>
        }
    });
    let kept =
        query.procedure.as_ref().map(|id| view! { <input type="hidden" name="procedure" value=id.to_string() /> });
    let start = context.link(PAGE);
    view! {
        <form class="office-form" action=start role="search" aria-label=context.text("offices-find")>
            {kept} {by_ward} {by_postcode}
            <button class="button secondary">{context.text("offices-show")}</button>
        </form>
    }
    .into_markup()
}
