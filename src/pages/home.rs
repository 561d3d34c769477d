use domain::area::Area;
use domain::card::Measure;
use domain::text::group_thousands;
use leptos::prelude::*;

use crate::components::base::data_table::figure_link;
use crate::components::base::drawing::Sources;
use crate::components::base::feed_link::FeedInHead;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::formatting::{count, percent};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::sample_label::SampleLabel;
use crate::components::cards::charts::ranking_drawing;
use crate::components::cards::ward_map::ward_map;
use crate::components::catalogue::latest_changes::LatestChanges;
use crate::components::catalogue::search_box::SearchBox;
use crate::components::guides::guide_chips;
use crate::components::offices::open_offices::open_offices;
use crate::components::targets::computed_rates::ComputedNow;
use crate::components::targets::headline::IndicatorHeadline;
use crate::page_context::PageContext;
use crate::server::read_model::change_search::PAGE;
use crate::server::read_model::figures::{Ranked, newest_measure, rank_by_rate};
use crate::server::read_model::provenance::CardFigure;

/// Number of changes shown on the home page.
const CHANGES: usize = 4;

/// Residents first: what they search for, the guides, which offices are open. Then the figures.
#[component]
pub fn HomePage() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let city = snapshot.home().map(|city| context.area_name(city));
    let title = city.map_or_else(
        || context.text("home-title-without-city"),
        |city| context.format_text("home-title", [("city", city)]),
    );
    let has_procedures = !snapshot.procedures.is_empty();
    let search = has_procedures.then(|| search(&context));
    let changes = has_procedures.then(|| {
        view! {
            <section class="stack" aria-labelledby="changes">
                <h2 id="changes">{context.text("home-changes")}</h2>
                <LatestChanges most=CHANGES />
                <p><a href=context.link(PAGE)>{context.text("changes-all")}</a></p>
            </section>
        }
    });
    view! {
        <PageHead title="" description=context.text("home-lead") />
        <FeedInHead />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("home-lead")}</p>
            </div>
            {search}
            {open_offices(&context)}
            {has_procedures.then(|| events(&context))}
            {standing(&context)}
            {counted(&context)}
            {wards(&context)}
            {changes}
        </div>
    }
    .into_markup()
}

/// The search box and the guides: what most readers come for.
fn search(context: &PageContext) -> Markup {
    view! {
        <section class="entrances box stack" aria-label=context.text("nav-procedures")>
            <SearchBox id="q" />
            {guides(context)}
        </section>
    }
    .into_markup()
}

/// The guides, which ask a few questions and answer with a list of what to do.
fn guides(context: &PageContext) -> Option<Markup> {
    let chips = guide_chips(context, context.snapshot.guides.iter())?;
    let guides = view! {
        <h2 id="guides">{context.text("guides-title")}</h2>
        <p>{context.text("guides-lead")}</p>
        {chips}
    };
    Some(guides.into_markup())
}

/// Lists of procedures by life event.
fn events(context: &PageContext) -> Markup {
    let in_force = || context.snapshot.in_force_on(context.as_of, context.as_of);
    let events: Vec<_> = context
        .snapshot
        .life_events
        .iter()
        .filter_map(|event| {
            let found = in_force().filter(|procedure| procedure.life_events.contains(&event.code)).count();
            let href = format!("{}?event={}", context.link("/procedures"), event.code);
            let name = context.language.of(&event.name).0.to_owned();
            (found > 0).then(|| {
                view! {
                    <li>
                        <a class="chip" href=href>{mark_japanese(context, &name)} " " <span class="quiet">{count(found as u64)}</span></a>
                    </li>
                }
            })
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="events">
            <h2 id="events">{context.text("home-events")}</h2>
            <ul class="chips" role="list">{events}</ul>
        </section>
    }
    .into_markup()
}

/// Both headline figures of the plan against their targets.
fn standing(context: &PageContext) -> Markup {
    let snapshot = &context.snapshot;
    let online = snapshot.indicators.iter().find(|indicator| indicator.set.is_some());
    let cards = snapshot.indicators.iter().find(|indicator| indicator.measure.is_some());
    let headlines: Vec<_> = [(online, "home-measures-online"), (cards, "home-measures-cards")]
        .into_iter()
        .filter_map(|(indicator, name)| Some((indicator?.clone(), context.text(name))))
        .map(|(indicator, measures)| view! { <IndicatorHeadline indicator=indicator measures=measures /> })
        .collect();
    // The indicators that every city begins with have no values yet.
    let has_values = snapshot.indicators.iter().any(|indicator| !snapshot.indicator_values(&indicator.id).is_empty());
    let nothing = !has_values && snapshot.procedures.is_empty() && snapshot.card_counts().is_empty();
    let nothing = nothing.then(|| view! { <p class="notice">{context.text("home-nothing-yet")}</p> });
    let to_targets = (!snapshot.indicators.is_empty())
        .then(|| view! { <p><a href=context.link("/targets")>{context.text("home-to-targets")}</a></p> });
    view! {
        <section class="stack" aria-labelledby="standing">
            <h2 id="standing">{context.text("home-standing")}</h2>
            {nothing}
            <div class="headlines">{headlines}</div>
            {to_targets}
        </section>
    }
    .into_markup()
}

/// What the site counts itself, apart from what the city has published: both have names that sound alike.
fn counted(context: &PageContext) -> Option<Markup> {
    let snapshot = &context.snapshot;
    let set = snapshot.indicators.iter().find_map(|indicator| indicator.set.clone());
    let set = set.or_else(|| snapshot.sets.first().map(|set| set.code.clone()));
    // A set without members has no rate to show.
    let set = set.filter(|set| snapshot.members_on(set, context.as_of, context.as_of).next().is_some());
    let online = set.map(|set| view! { <div class="headline box stack"><ComputedNow set=set /></div> });
    let cards = snapshot.home().and_then(|city| newest_count(context, city));
    // For a city with wards, the map below has the link.
    let to_cards = match snapshot.home() {
        None => (!snapshot.card_counts().is_empty()).then_some("home-to-municipalities"),
        Some(city) => (snapshot.wards(&city.code).next().is_none() && cards.is_some()).then_some("home-to-city-cards"),
    };
    let to_cards = to_cards.map(|name| view! { <p><a href=context.link("/cards")>{context.text(name)}</a></p> });
    if online.is_none() && cards.is_none() && to_cards.is_none() {
        return None;
    }
    let section = view! {
        <section class="stack" aria-labelledby="counted">
            <h2 id="counted">{context.text("home-counted")}</h2>
            <p class="prose">{context.text("home-counted-why")}</p>
            <div class="headlines">{online} {cards}</div>
            {to_cards}
        </section>
    };
    Some(section.into_markup())
}

/// The newest card count of the city.
fn newest_count(context: &PageContext, city: &Area) -> Option<Markup> {
    let measure = newest_measure(&context.snapshot, &city.code)?;
    let newest = context.snapshot.card_series(&city.code, measure).last()?;
    let halves = [("cards", group_thousands(newest.cards.0)), ("people", group_thousands(newest.population.0))];
    let dates = [("as_of", context.date(newest.as_of)), ("base", context.date(newest.population_as_of))];
    let hint = context.text(match measure {
        Measure::Held => "cards-held-hint",
        Measure::Issued => "cards-issued-hint",
    });
    let newest_count = view! {
        <div class="headline box stack">
            <p>
                <b>{context.format_text("home-newest-count", [("rate", context.rate_name(newest.measure))])}</b>
                " "
                <SampleLabel sample=newest.sample />
                <br />
                <span class="small quiet">{context.format_text("home-count-dates", dates)}</span>
            </p>
            <dl class="pair">
                <div>
                    <dt>{context.measure_name(newest.measure)} " " <span class="small quiet">{hint}</span></dt>
                    <dd><b>{figure_link(context, &CardFigure::rate_of(newest), percent(newest.rate().percent()))}</b> " " <span>{context.format_text("home-fraction", halves)}</span></dd>
                </div>
            </dl>
            <Sources sources=vec![newest.source.clone()] />
        </div>
    };
    Some(newest_count.into_markup())
}

/// The map of the newest day for which the wards have counts.
fn wards(context: &PageContext) -> Markup {
    let snapshot = &context.snapshot;
    let Some(city) = snapshot.home() else { return ().into_markup() };
    let wards: Vec<&Area> = snapshot.wards(&city.code).collect();
    let newest = wards.iter().filter_map(|ward| {
        let measure = newest_measure(snapshot, &ward.code)?;
        snapshot.card_series(&ward.code, measure).last()
    });
    let Some(newest) = newest.max_by_key(|count| count.as_of) else { return ().into_markup() };
    let of_its_day = snapshot.wards_on(&city.code, newest.as_of);
    let placed = rank_by_rate(snapshot, of_its_day, newest.measure, newest.as_of);
    let of_city = snapshot.card_count(&city.code, newest.measure, newest.as_of);
    let whole = Ranked { area: city, count: of_city, place: None };
    let values = [("rate", context.rate_name(newest.measure)), ("date", context.date(newest.as_of))];
    let dated = |name: &str| {
        context.format_text(
            name,
            [("rate", context.rate_name(newest.measure)), ("date", context.short_date(newest.as_of))],
        )
    };
    view! {
        <section class="stack" aria-labelledby="wards">
            <h2 id="wards">{context.text("home-wards")}</h2>
            <p>{context.format_text("home-map-title", values)}</p>
            <details>
                <summary>{context.text("home-show-wards")}</summary>
                <div class="figure-columns">
                    {ward_map(context, "home-map", &dated("cards-map-of"), &placed)}
                    {ranking_drawing(context, "home-ranking", &dated("cards-ranking-of"), &placed, Some(&whole))}
                </div>
            </details>
            <p><a href=context.link("/cards")>{context.text("home-to-cards")}</a></p>
        </section>
    }
    .into_markup()
}
