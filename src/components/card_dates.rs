//! The days of a card count series in words. They are not evenly spaced.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::card_charts::{LinePart, RateLine};
use crate::components::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::pages::PageContext;
use crate::server::figures::{AvailableDates, available_dates};

/// Maximum number of periods listed uncollapsed.
const MOST_LISTED: usize = 3;

/// The number of days with the first and the last, months with several, and months without any. Reference lines are
/// excluded because they have their own days.
#[must_use]
pub fn dates_note(visit: &PageContext, lines: &[RateLine<'_>]) -> Markup {
    let own = lines.iter().filter(|line| line.part != LinePart::Reference);
    let Some(at_hand) = available_dates(own.flat_map(|line| line.counts).map(|count| count.as_of)) else {
        return ().into_markup();
    };
    let values = [
        ("count", at_hand.count.to_string()),
        ("from", visit.short_date(at_hand.first)),
        ("to", visit.short_date(at_hand.last)),
    ];
    let separator = visit.text("figure-list-separator");
    let repeated: Vec<String> = at_hand.repeated.iter().map(|days| repeats(visit, days)).collect();
    let repeated = (!repeated.is_empty())
        .then(|| visit.format_text("series-dates-repeated", [("months", repeated.join(&separator))]));
    view! {
        <p class="small">
            {visit.format_text("series-dates", values)}
            {visit.language.pick("", " ")}
            {repeated}
        </p>
        {missing(visit, &at_hand)}
    }
    .into_markup()
}

/// `2022年6月（1日と30日）`.
fn repeats(visit: &PageContext, days: &[NaiveDate]) -> String {
    let Some(first) = days.first() else { return String::new() };
    let written: Vec<String> = days
        .iter()
        .map(|day| match visit.language {
            Language::English => day.day().to_string(),
            Language::Japanese | Language::Easy => format!("{}日", day.day()),
        })
        .collect();
    let days = written.join(&visit.text("series-and"));
    visit.format_text("series-dates-month", [("month", visit.language.month(*first)), ("days", days)])
}

fn missing(visit: &PageContext, at_hand: &AvailableDates) -> Markup {
    if at_hand.missing.is_empty() {
        return ().into_markup();
    }
    let stretch = |(from, until): &(NaiveDate, NaiveDate)| {
        let from_month = visit.language.month(*from);
        if from == until {
            return from_month;
        }
        visit.format_text("series-dates-span", [("from", from_month), ("to", visit.language.month(*until))])
    };
    let stretches: Vec<String> = at_hand.missing.iter().map(stretch).collect();
    let listed = stretches.join(&visit.text("figure-list-separator"));
    if stretches.len() <= MOST_LISTED {
        return view! { <p class="small">{visit.format_text("series-dates-missing", [("months", listed)])}</p> }
            .into_markup();
    }
    let months: i32 = at_hand.missing.iter().map(|(from, until)| months_between(*from, *until) + 1).sum();
    view! {
        <details class="small">
            <summary>{visit.format_text("series-dates-missing-count", [("count", months.to_string())])}</summary>
            <p>{listed}</p>
        </details>
    }
    .into_markup()
}

fn months_between(from: NaiveDate, until: NaiveDate) -> i32 {
    let month = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    month(until) - month(from)
}
