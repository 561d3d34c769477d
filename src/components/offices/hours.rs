//! The hours of an office: those of the week, and those of the days ahead with exceptions and holidays.

use domain::opening_hours::{DaySchedule, OpenSpan, OpeningException, OpeningHours};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;
use crate::server::read_model::snapshot::OfficeEntry;

/// The days ahead that are listed.
const DAYS: usize = 7;

/// The rows of usual hours that are listed, and the exceptions.
const MOST: usize = 50;

/// The hours of the days ahead.
#[must_use]
pub fn days_ahead(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let days = context.snapshot.offices.schedule(entry).days_from(context.today, DAYS);
    let rows: Vec<_> = days.iter().map(|day| day_row(context, day)).collect();
    let heads = ["office-day-column", "office-hours-column", "office-notes-column"]
        .map(|name| view! { <th scope="col">{context.text(name)}</th> });
    let caption = context.text("office-days-caption");
    view! {
        <TableRegion label=caption.clone()>
            <table class="office-hours">
                <caption>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </TableRegion>
    }
    .into_markup()
}

fn day_row(context: &PageContext, day: &DaySchedule<'_>) -> Markup {
    let open = match &day.spans {
        None => context.text("office-day-unknown"),
        Some(spans) if spans.is_empty() => context.text("office-day-closed"),
        Some(spans) => {
            let all: Vec<String> = spans.iter().map(|span| span_text(context, span)).collect();
            all.join(&context.text("list-separator"))
        }
    };
    let mut notes: Vec<String> = day.reason.iter().map(|reason| context.day_reason(*reason)).collect();
    for hours in day.spans.iter().flatten().filter_map(|span| span.hours).filter(|hours| !hours.note.is_empty()) {
        let note = context.language.pick(&hours.note, &hours.note_en).to_owned();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if day.may_be_holiday {
        notes.push(context.text("office-day-may-be-holiday"));
    }
    let notes = notes.join(&context.text("list-separator"));
    let is_today = (day.day == context.today).then_some("date");
    view! {
        <tr aria-current=is_today>
            <th scope="row">{context.day_with_weekday(day.day)}</th>
            <td>{open}</td>
            <td>{mark_japanese(context, &notes)}</td>
        </tr>
    }
    .into_markup()
}

fn span_text(context: &PageContext, span: &OpenSpan<'_>) -> String {
    let (opens, closes) = (context.clock_time(span.opens), context.clock_time(span.closes));
    context.format_text("office-from-to", [("opens", opens), ("closes", closes)])
}

/// The usual hours, and from when until when they hold.
#[must_use]
pub fn usual_hours(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let is_over = |hours: &&OpeningHours| hours.valid_until.is_some_and(|until| until < context.today);
    let ahead = || entry.hours.iter().filter(|hours| !is_over(hours));
    let rows: Vec<_> = ahead().take(MOST).map(|hours| usual_row(context, hours)).collect();
    let others = others_note(context, ahead().count() - rows.len());
    if rows.is_empty() {
        return view! { <p>{context.text("office-hours-unknown")}</p> }.into_markup();
    }
    let heads = ["office-weekdays-column", "office-hours-column", "office-notes-column"]
        .map(|name| view! { <th scope="col">{context.text(name)}</th> });
    let caption = context.text("office-usual-caption");
    let on_holidays =
        if entry.office.is_open_on_holidays { "office-open-on-holidays" } else { "office-closed-on-holidays" };
    view! {
        <TableRegion label=caption.clone()>
            <table class="office-hours">
                <caption>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </TableRegion>
        {others}
        <p class="small">{context.text(on_holidays)}</p>
    }
    .into_markup()
}

fn usual_row(context: &PageContext, hours: &OpeningHours) -> Markup {
    let (opens, closes) = (context.clock_time(hours.opens), context.clock_time(hours.closes));
    let time = context.format_text("office-from-to", [("opens", opens), ("closes", closes)]);
    let day = |name: &str, day: chrono::NaiveDate| context.format_text(name, [("date", context.short_date(day))]);
    let from = hours.valid_from.filter(|from| *from > context.today).map(|from| day("office-valid-from", from));
    let until = hours.valid_until.map(|until| day("office-valid-until", until));
    let note = context.language.pick(&hours.note, &hours.note_en).to_owned();
    let notes: Vec<String> = [Some(note).filter(|note| !note.is_empty()), from, until].into_iter().flatten().collect();
    let notes = notes.join(&context.text("list-separator"));
    view! {
        <tr>
            <th scope="row">{context.opening_days(hours.days)}</th>
            <td>{time}</td>
            <td>{mark_japanese(context, &notes)}</td>
        </tr>
    }
    .into_markup()
}

/// That there are more than are listed.
fn others_note(context: &PageContext, others: usize) -> Option<Markup> {
    (others > 0).then(|| {
        let words = context.format_text("office-more", [("count", others.to_string())]);
        view! { <p class="small">{words}</p> }.into_markup()
    })
}

/// The exceptions that are not over; nothing if there are none.
#[must_use]
pub fn exceptions_ahead(context: &PageContext, entry: &OfficeEntry) -> Option<Markup> {
    let ahead = || entry.exceptions.iter().filter(|exception| exception.last_day >= context.today);
    let items: Vec<_> = ahead().take(MOST).map(|exception| exception_item(context, exception)).collect();
    let others = others_note(context, ahead().count() - items.len());
    (!items.is_empty()).then(|| {
        view! {
            <h3>{context.text("office-exceptions-title")}</h3>
            <ul>{items}</ul>
            {others}
        }
        .into_markup()
    })
}

fn exception_item(context: &PageContext, exception: &OpeningException) -> Markup {
    let day = |day| context.day_with_weekday(day);
    let days = if exception.first_day == exception.last_day {
        day(exception.first_day)
    } else {
        context
            .format_text("office-from-to", [("opens", day(exception.first_day)), ("closes", day(exception.last_day))])
    };
    let hours = match exception.hours {
        Some((opens, closes)) => context.format_text(
            "office-from-to",
            [("opens", context.clock_time(opens)), ("closes", context.clock_time(closes))],
        ),
        None => context.text("office-day-closed"),
    };
    let reason = context.language.pick(&exception.reason, &exception.reason_en).to_owned();
    let what = context.format_text("office-exception", [("days", days), ("hours", hours)]);
    let reason = (!reason.is_empty())
        .then(|| view! { " " <span lang=context.lang_of_pick(&exception.reason_en)>{reason}</span> });
    view! { <li>{what} {reason}</li> }.into_markup()
}
