//! Tables of card counts: ranked, over time, and what a change is made of.

use leptos::prelude::*;

use super::card_charts::RateLine;
use super::figure::table_region;
use super::sample_label::SampleLabel;
use super::written::{NOTHING, percent, signed};
use crate::domain::card::{CardCount, split_change};
use crate::language::grouped;
use crate::pages::Visit;
use crate::server::figures::Placed;

/// Areas with place, cards, population and rate; the whole of them stands last, without a place.
#[must_use]
pub fn ranking_table(visit: &Visit, caption: &str, placed: &[Placed<'_>], whole: Option<&Placed<'_>>) -> AnyView {
    // Municipalities of different prefectures share names.
    let several_prefectures =
        placed.windows(2).any(|pair| pair[0].area.code.prefecture_number() != pair[1].area.code.prefecture_number());
    let row = |each: &Placed<'_>, class: &'static str| {
        let place =
            each.place.filter(|_| class.is_empty()).map_or_else(|| NOTHING.to_owned(), |place| place.to_string());
        let figures = each.count.map_or_else(
            || [visit.text("figure-unknown"), visit.text("figure-unknown")],
            |count| [grouped(count.cards.0), grouped(count.population.0)],
        );
        let prefecture = several_prefectures.then(|| {
            let code = &each.area.code;
            let name = visit.language.pick(code.prefecture_name(), code.prefecture_name_en()).to_owned();
            view! { <span class="cell-note">{name}</span> }
        });
        let own = visit.page.rsplit('/').next() == Some(each.area.code.as_str());
        let current = own.then_some("true");
        view! {
            <tr class=if own { "own" } else { class }>
                <td class="number">{place}</td>
                <th scope="row">
                    <a href=visit.link(&format!("/cards/{}", each.area.code)) aria-current=current>{visit.area_name(each.area)}</a>
                    " "
                    <SampleLabel sample=each.count.is_some_and(|count| count.sample) />
                    {prefecture}
                </th>
                <td class="number"><b>{percent(each.percent())}</b></td>
                {figures.map(|figure| view! { <td class="number">{figure}</td> }).collect_view()}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> =
        placed.iter().map(|each| row(each, "")).chain(whole.map(|each| row(each, "whole"))).collect();
    let measure = placed.iter().chain(whole).find_map(|each| each.count).map(|count| count.measure);
    let (cards, rate) = measure.map_or_else(
        || (String::new(), String::new()),
        |measure| (visit.measure_name(measure), visit.rate_name(measure)),
    );
    let table = view! {
            <table>
                <caption>{caption.to_owned()}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="number">{visit.text("cards-place")}</th>
                        <th scope="col">{visit.text("cards-area")}</th>
                        <th scope="col" class="number">{rate}</th>
                        <th scope="col" class="number">{cards}</th>
                        <th scope="col" class="number">{visit.text("cards-population")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
    };
    table_region(caption, table)
}

/// All values behind the lines: a row a day, a column an area, newest first.
#[must_use]
pub fn values_table(visit: &Visit, caption: &str, lines: &[RateLine<'_>]) -> AnyView {
    let mut dates: Vec<_> = lines.iter().flat_map(|line| line.counts).map(|count| count.as_of).collect();
    dates.sort_unstable_by(|left, right| right.cmp(left));
    dates.dedup();
    let heads = lines
        .iter()
        .map(|line| {
            let sample = line.counts.iter().any(|count| count.sample);
            view! { <th scope="col" class="number">{visit.area_name(line.area)} " " <SampleLabel sample=sample /></th> }
        })
        .collect_view();
    let rows = dates
        .into_iter()
        .map(|date| {
            let cells = lines
                .iter()
                .map(|line| {
                    let found = line.counts.iter().find(|count| count.as_of == date);
                    let value = found.and_then(|count| count.rate().percent());
                    view! { <td class="number">{percent(value)}</td> }
                })
                .collect_view();
            let base = lines.iter().find_map(|line| line.counts.iter().find(|count| count.as_of == date));
            let base = base.map(|count| visit.short_date(count.population_as_of));
            view! {
                <tr>
                    <th scope="row">{visit.short_date(date)}</th>
                    {cells}
                    <td class="number">{base}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
                <table class="compact">
                    <thead>
                        <tr>
                            <th scope="col">{visit.text("cards-date")}</th>
                            {heads}
                            <th scope="col" class="number">{visit.text("cards-base")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
    };
    view! {
        <details class="all-values">
            <summary>{caption.to_owned()}</summary>
            {table_region(caption, table)}
        </details>
    }
    .into_any()
}

/// One change to be split: its name, and the two counts.
#[derive(Debug, Clone)]
pub struct SplitRow<'a> {
    pub name: String,
    pub before: Option<&'a CardCount>,
    pub after: Option<&'a CardCount>,
}

/// Changes of a rate in points, each split into what the cards and what the population base did.
#[must_use]
pub fn split_table(visit: &Visit, caption: &str, first_head: &str, rows: &[SplitRow<'_>]) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let pair = row.before.zip(row.after);
            let split = pair.and_then(|(before, after)| split_change(before, after).ok());
            let rates = [row.before, row.after].map(|count| percent(count.and_then(|count| count.rate().percent())));
            let parts = split.map_or_else(
                || [NOTHING.to_owned(), NOTHING.to_owned(), NOTHING.to_owned()],
                |split| [split.total, split.cards, split.population].map(|points| signed(points, 2)),
            );
            let sample = [row.before, row.after].into_iter().flatten().any(|count| count.sample);
            view! {
                <tr>
                    <th scope="row">{row.name.clone()} " " <SampleLabel sample=sample /></th>
                    {rates.map(|rate| view! { <td class="number">{rate}</td> }).collect_view()}
                    {parts.map(|part| view! { <td class="number">{part}</td> }).collect_view()}
                </tr>
            }
        })
        .collect_view();
    let table = view! {
            <table>
                <caption>{caption.to_owned()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{first_head.to_owned()}</th>
                        <th scope="col" class="number">{visit.text("cards-split-before")}</th>
                        <th scope="col" class="number">{visit.text("cards-split-after")}</th>
                        <th scope="col" class="number">{visit.text("cards-split-total")}</th>
                        <th scope="col" class="number">{visit.text("cards-split-cards")}</th>
                        <th scope="col" class="number">{visit.text("cards-split-population")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
    };
    table_region(caption, table)
}
