//! The rate of one area on one day, with everything needed to read it.

use domain::card::{CardCount, split_change};
use domain::text::group_thousands;
use leptos::prelude::*;

use crate::components::base::data_table::figure_link;
use crate::components::base::drawing::Sources;
use crate::components::base::formatting::{percent, signed};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::titled;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::CardFigure;

/// A count as a headline: the rate, numerator and denominator with their dates, the change since an earlier count, and
/// the source.
#[must_use]
pub fn card_headline(context: &PageContext, name: &str, count: &CardCount, before: Option<&CardCount>) -> Markup {
    let change = before.and_then(|before| split_change(before, count).ok().map(|split| (before, split))).map(
        |(before, split)| {
            let text = context.format_text(
                "cards-change-since",
                [("date", context.short_date(before.as_of)), ("points", signed(split.total, 2))],
            );
            view! {
                <div>
                    <dt>{context.text("cards-change")}</dt>
                    <dd>{figure_link(context, &CardFigure::change_of(before, count), text)}</dd>
                </div>
            }
        },
    );
    let rate_name = context.rate_name(count.measure);
    view! {
        <div class="headline box stack">
            {titled(view! { <h2 class="headline-name">{name.to_owned()} " " {rate_name}</h2> }, count.sample)}
            <p class="headline-value">{figure_link(context, &CardFigure::rate_of(count), percent(count.rate().percent()))}</p>
            <dl class="facts">
                <div>
                    <dt>{context.measure_name(count.measure)}</dt>
                    <dd>
                        <b>{context.format_text("cards-cards", [("cards", group_thousands(count.cards.0))])}</b>
                        <br />
                        {context.format_text("cards-as-of", [("date", context.date(count.as_of))])}
                    </dd>
                </div>
                <div>
                    <dt>{context.text("cards-population")}</dt>
                    <dd>
                        <b>{context.format_text("cards-people", [("people", group_thousands(count.population.0))])}</b>
                        <br />
                        {context.format_text("cards-as-of", [("date", context.date(count.population_as_of))])}
                    </dd>
                </div>
                {change}
            </dl>
            <Sources sources=vec![count.source.clone()] sample=count.sample />
        </div>
    }
    .into_markup()
}
