//! All municipalities ranked by card rate, with search, prefecture filter and pagination.

use std::collections::BTreeSet;

use domain::area::{Area, AreaCode, AreaKind, PREFECTURES};
use domain::source::SourceId;
use domain::text::fold_for_search;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::choice::{BadChoice, BadChoiceNotice, CardChoice, MeasureSwitch, fallback_notice};
use super::tables::ranking_table;
use crate::components::base::drawing::Sources;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::{Paging, QueryError};
use crate::server::query_reason::Reason;
use crate::server::read_model::figures::{Ranked, rank_by_rate};

const PER_PAGE: usize = 50;

/// The list with its controls. Ranks are among all municipalities, regardless of the search.
#[component]
pub fn Municipalities() -> Markup {
    let context = PageContext::current();
    let snapshot = context.snapshot.clone();
    let areas: Vec<&Area> = snapshot.areas.values().filter(|area| area.kind == AreaKind::City).collect();
    let codes: Vec<AreaCode> = areas.iter().map(|area| area.code.clone()).collect();
    let query = Question::read(&context, &codes);
    let query = match query {
        Ok(query) => query,
        Err(why) => {
            expect_context::<ResponseOptions>().set_status(http::StatusCode::BAD_REQUEST);
            return view! { <BadChoiceNotice why=why /> }.into_markup();
        }
    };
    let choice = &query.choice;
    let Some(as_of) = choice.as_of else {
        return view! {
            <MeasureSwitch measure=choice.measure offered=choice.offered.clone() page="/cards".to_owned() keeps="list=municipalities" />
            <div class="notice stack">
                <h2>{context.format_text("cards-none-at-all", [("measure", context.measure_name(choice.measure))])}</h2>
                <p>{context.text("cards-no-counts-why")}</p>
            </div>
        }
        .into_markup();
    };
    let mut placed = rank_by_rate(&snapshot, areas.into_iter(), choice.measure, as_of);
    let counted = placed.iter().filter(|each| each.place.is_some()).count();
    placed.retain(|each| query.lets_through(each.area));
    let shown = query.paging.of(&placed);
    let values = [("rate", context.rate_name(choice.measure)), ("date", context.short_date(as_of))];
    let sources: Vec<SourceId> = shown.iter().filter_map(|each| each.count).map(|count| count.source.clone()).collect();
    let bases: Option<String> =
        shown.iter().find_map(|each| each.count).map(|count| context.date(count.population_as_of));
    let values_of_note = |date| [("date", date), ("of", count(counted as u64))];
    let note = bases.map(|date| context.format_text("cards-base-of", values_of_note(date))).unwrap_or_default();
    let sample = shown.iter().filter_map(|each| each.count).any(|count| count.sample);
    view! {
        <MeasureSwitch measure=choice.measure offered=choice.offered.clone() page="/cards".to_owned() keeps="list=municipalities" />
        {query.form(&context)}
        {fallback_notice(&context, choice)}
        <section class="stack" aria-labelledby="municipalities">
            <h2 id="municipalities">{context.format_text("cards-municipalities-title", values.clone())}</h2>
            <p role="status">
                {context.format_text("cards-municipalities-found", [("count", count(placed.len() as u64))])}
                " "
                {note.clone()}
            </p>
            {ranking_table(&context, "municipalities", &context.format_text("cards-ranking-caption", values), shown, None)}
            {query.pages(&context, &placed)}
            <Sources sources=sources sample=sample />
        </section>
    }
    .into_markup()
}

struct Question {
    choice: CardChoice,
    /// The prefecture number, 1 to 47.
    prefecture: Option<usize>,
    /// The prefectures that have municipalities in this list.
    prefectures: BTreeSet<usize>,
    /// The search text as entered.
    q: String,
    paging: Paging,
}

impl Question {
    fn read(context: &PageContext, codes: &[AreaCode]) -> Result<Self, BadChoice> {
        let parameters = context.parameters();
        parameters.only(&["measure", "as_of", "list", "prefecture", "q", "page", "per_page"])?;
        let prefecture: Option<usize> = parameters.read("prefecture")?;
        if prefecture.is_some_and(|number| !(1..PREFECTURES.len()).contains(&number)) {
            let english = "expected a number from 1 to 47".to_owned();
            let reason = Reason::new(english, "value-number", [("most", "47".to_owned())]);
            return Err(QueryError::BadValue { name: "prefecture", reason }.into());
        }
        Ok(Self {
            choice: CardChoice::read(context, codes)?,
            prefecture,
            prefectures: codes.iter().map(AreaCode::prefecture_number).collect(),
            q: parameters.text("q").unwrap_or_default().chars().take(100).collect(),
            paging: parameters.paging(PER_PAGE)?,
        })
    }

    fn lets_through(&self, area: &Area) -> bool {
        let words = fold_for_search(&self.q);
        self.prefecture.is_none_or(|number| area.code.prefecture_number() == number)
            && (words.is_empty()
                || [area.name.as_str(), &area.kana, &area.name_en]
                    .iter()
                    .any(|name| fold_for_search(name).contains(&words)))
    }

    fn form(&self, context: &PageContext) -> Markup {
        let prefectures = PREFECTURES
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(number, _)| self.prefectures.contains(number))
            .map(|(number, (ja, en))| {
                let selected = self.prefecture == Some(number);
                view! { <option value=number.to_string() selected=selected>{context.language.pick(ja, en).to_owned()}</option> }
            })
            .collect_view();
        let dates = self
            .choice
            .dates
            .iter()
            .map(|date| {
                let selected = self.choice.as_of == Some(*date);
                view! { <option value=date.to_string() selected=selected>{context.date(*date)}</option> }
            })
            .collect_view();
        view! {
            <form class="date-form no-print" method="get" action=context.link("/cards") role="search">
                <input type="hidden" name="list" value="municipalities" />
                <input type="hidden" name="measure" value=self.choice.measure.as_str() />
                <div>
                    <label for="q">{context.text("cards-municipality-name")}</label>
                    <input id="q" name="q" type="search" value=self.q.clone() autocomplete="off" />
                </div>
                <div>
                    <label for="prefecture">{context.text("cards-prefecture")}</label>
                    <select id="prefecture" name="prefecture">
                        <option value="">{context.text("cards-all-prefectures")}</option>
                        {prefectures}
                    </select>
                </div>
                <div>
                    <label for="as_of">{context.text("cards-choose-date")}</label>
                    <select id="as_of" name="as_of">{dates}</select>
                </div>
                <button class="button" type="submit">{context.text("cards-show")}</button>
            </form>
        }
        .into_markup()
    }

    fn pages(&self, context: &PageContext, placed: &[Ranked<'_>]) -> Markup {
        let last = self.paging.pages(placed.len());
        if last < 2 {
            return ().into_markup();
        }
        let address = |page: usize| {
            let mut address = format!("{}?list=municipalities&measure={}", context.link("/cards"), self.choice.measure);
            if let Some(as_of) = self.choice.as_of {
                address += &format!("&as_of={as_of}");
            }
            if let Some(number) = self.prefecture {
                address += &format!("&prefecture={number}");
            }
            if !self.q.is_empty() {
                let q = percent_encoding::utf8_percent_encode(&self.q, percent_encoding::NON_ALPHANUMERIC);
                address += &format!("&q={q}");
            }
            format!("{address}&page={page}")
        };
        let current = self.paging.page;
        let step = |page: usize, name: &str| {
            view! { <li><a href=address(page)>{context.text(name)}</a></li> }
        };
        let before = (current > 1).then(|| step(current - 1, "cards-page-before"));
        let after = (current < last).then(|| step(current + 1, "cards-page-after"));
        let here = context.format_text("cards-page-of", [("page", current.to_string()), ("pages", last.to_string())]);
        view! {
            <nav class="pagination no-print" aria-label=context.text("cards-pages")>
                <ul role="list">
                    {before}
                    <li><span aria-current="page">{here}</span></li>
                    {after}
                </ul>
            </nav>
        }
        .into_markup()
    }
}
