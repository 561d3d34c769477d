//! Whether an office is open now, in a sentence.
//!
//! Pages with these sentences are cached until the next time at which an office opens or closes (`page_cache`).

use chrono::{Datelike, NaiveDate};
use domain::opening_hours::{DayReason, OpeningDays, OpeningState, TimeOfDay};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::snapshot::OfficeEntry;

/// The days ahead that are named by their weekday only.
const DAYS_OF_A_WEEK: i64 = 6;

/// The names of weekdays in texts, from Monday.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl PageContext {
    /// A time of day: `17時30分`, `9時`, `17:30`.
    #[must_use]
    pub fn clock_time(&self, time: TimeOfDay) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        let values = [("hour", hour.into()), ("minute", minute.into()), ("minutes", format!("{minute:02}").into())];
        self.language.text_with("time-of-day", values)
    }

    /// The name of the weekday of a day.
    #[must_use]
    pub fn weekday(&self, day: NaiveDate) -> String {
        self.word("weekday", WEEKDAYS[day.weekday().num_days_from_monday() as usize])
    }

    /// A day with its weekday: `2026年11月24日（火曜日）`, `Tuesday, 24 November 2026`.
    #[must_use]
    pub fn day_with_weekday(&self, day: NaiveDate) -> String {
        self.format_text("office-day", [("date", self.short_date(day)), ("weekday", self.weekday(day))])
    }

    /// Days of the week: `月〜金`, `Monday to Friday`.
    #[must_use]
    pub fn opening_days(&self, days: OpeningDays) -> String {
        days.describe(
            |place| self.word("weekday-short", WEEKDAYS[place]),
            |from, to| self.format_text("weekday-span", [("from", from), ("to", to)]),
            &self.text("weekday-separator"),
            |nth, weekday| {
                self.language.text_with("weekday-of-month", [("nth", nth.into()), ("weekday", weekday.into())])
            },
        )
    }

    /// What makes a day different, in words: the reason of an exception, or the name of a holiday.
    #[must_use]
    pub fn day_reason(&self, reason: DayReason<'_>) -> String {
        match reason {
            DayReason::Exception(exception) => {
                let reason = self.language.pick(&exception.reason, &exception.reason_en);
                if reason.is_empty() { self.text("office-exception-without-reason") } else { reason.to_owned() }
            }
            DayReason::Holiday(holiday) => self.language.pick(&holiday.name, &holiday.name_en).to_owned(),
        }
    }
}

/// The state of an office in words.
#[derive(Debug, PartialEq, Eq)]
pub struct OpeningWords {
    pub class: &'static str,
    pub sentence: String,
    /// Why today is different, what is done at these hours, and what is not known.
    pub notes: Vec<String>,
}

/// The words for a state as of a day.
#[must_use]
pub fn opening_words(context: &PageContext, state: &OpeningState<'_>, today: NaiveDate) -> OpeningWords {
    let mut notes = Vec::new();
    let unsure = |day: NaiveDate| {
        let until = context.snapshot.offices.holidays.known_until().filter(|until| *until < day);
        match until {
            Some(until) => context.format_text("office-holidays-end", [("date", context.short_date(until))]),
            None => context.text("office-holidays-unknown"),
        }
    };
    let reason = match state {
        OpeningState::OpenUntil { reason, .. }
        | OpeningState::OpensAt { reason, .. }
        | OpeningState::Closed { reason } => *reason,
        OpeningState::Unknown => None,
    };
    if let Some(reason) = reason {
        notes.push(context.format_text("office-reason", [("reason", context.day_reason(reason))]));
    }
    let (class, sentence) = match state {
        OpeningState::OpenUntil { time, hours, may_be_holiday, .. } => {
            if let Some(hours) = hours.filter(|hours| !hours.note.is_empty()) {
                notes.push(context.language.pick(&hours.note, &hours.note_en).to_owned());
            }
            if *may_be_holiday {
                notes.push(unsure(today));
            }
            ("opening open", context.format_text("office-open-until", [("time", context.clock_time(*time))]))
        }
        OpeningState::OpensAt { day, time, may_be_holiday, .. } => {
            if *may_be_holiday {
                notes.push(unsure(*day));
            }
            let time = context.clock_time(*time);
            let sentence = if *day == today {
                context.format_text("office-opens-today", [("time", time)])
            } else if (*day - today).num_days() <= DAYS_OF_A_WEEK {
                context.format_text("office-opens-weekday", [("weekday", context.weekday(*day)), ("time", time)])
            } else {
                context.format_text("office-opens-day", [("day", context.day_with_weekday(*day)), ("time", time)])
            };
            ("opening closed", sentence)
        }
        OpeningState::Closed { .. } => ("opening closed", context.text("office-closed")),
        OpeningState::Unknown => ("opening unknown", context.text("office-hours-unknown")),
    };
    OpeningWords { class, sentence, notes }
}

/// Whether an office is open now.
#[must_use]
pub fn opening_note(context: &PageContext, entry: &OfficeEntry) -> Markup {
    let state = context.snapshot.offices.state_at(entry, context.now);
    let OpeningWords { class, sentence, notes } = opening_words(context, &state, context.now.date());
    let notes: Vec<_> = notes
        .into_iter()
        .map(|note| view! { <p class="small opening-note">{mark_japanese(context, &note)}</p> })
        .collect();
    view! {
        <p class=class><Icon sign=Sign::Clock /> <b>{sentence}</b></p>
        {notes}
    }
    .into_markup()
}
