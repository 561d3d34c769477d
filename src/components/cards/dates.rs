//! The days of a card count series in words. They are not evenly spaced.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::charts::{LinePart, RateLine};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::{AvailableDates, available_dates};

/// Maximum number of periods listed uncollapsed.
const MOST_LISTED: usize = 3;

/// The number of days with the first and the last, months with several, and months without any. Reference lines are
/// excluded because they have their own days.
#[must_use]
pub fn dates_note(context: &PageContext, lines: &[RateLine<'_>]) -> Markup {
    let own = lines.iter().filter(|line| line.part != LinePart::Reference);
    let Some(at_hand) = available_dates(own.flat_map(|line| line.counts).map(|count| count.as_of)) else {
        return ().into_markup();
    };
    let values = [
        ("count", at_hand.count.to_string()),
        ("from", context.short_date(at_hand.first)),
        ("to", context.short_date(at_hand.last)),
    ];
    let separator = context.text("figure-list-separator");
    let repeated: Vec<String> = at_hand.repeated.iter().map(|days| repeats(context, days)).collect();
    let repeated = (!repeated.is_empty())
        .then(|| context.format_text("series-dates-repeated", [("months", repeated.join(&separator))]));
    view! {
        <p class="small">
            {context.format_text("series-dates", values)}
            {context.language.pick("", " ")}
            {repeated}
        </p>
        {missing(context, &at_hand)}
    }
    .into_markup()
}

/// `2022年6月（1日と30日）`.
fn repeats(context: &PageContext, days: &[NaiveDate]) -> String {
    let Some(first) = days.first() else { return String::new() };
    let written: Vec<String> =
        days.iter().map(|day| context.language.text_with("date-day-of-month", [("day", day.day().into())])).collect();
    let days = written.join(&context.text("series-and"));
    context.format_text("series-dates-month", [("month", context.language.month(*first)), ("days", days)])
}

fn missing(context: &PageContext, at_hand: &AvailableDates) -> Markup {
    if at_hand.missing.is_empty() {
        return ().into_markup();
    }
    let stretch = |(from, until): &(NaiveDate, NaiveDate)| {
        let from_month = context.language.month(*from);
        if from == until {
            return from_month;
        }
        context.format_text("series-dates-span", [("from", from_month), ("to", context.language.month(*until))])
    };
    let stretches: Vec<String> = at_hand.missing.iter().map(stretch).collect();
    let listed = stretches.join(&context.text("figure-list-separator"));
    if stretches.len() <= MOST_LISTED {
        return view! { <p class="small">{context.format_text("series-dates-missing", [("months", listed)])}</p> }
            .into_markup();
    }
    let months: i32 = at_hand.missing.iter().map(|(from, until)| months_between(*from, *until) + 1).sum();
    view! {
        <details class="small">
            <summary>{context.format_text("series-dates-missing-count", [("count", months.to_string())])}</summary>
            <p>{listed}</p>
        </details>
    }
    .into_markup()
}

fn months_between(from: NaiveDate, until: NaiveDate) -> i32 {
    let month = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    month(until) - month(from)
}
