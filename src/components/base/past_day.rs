//! Pages as of a past day: what was in force then, according to what had been recorded by then.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::{QueryError, address};

/// The query parameter with the day.
const AS_OF: &str = "as_of";

/// The context as of the day in the query, and that day. Without the parameter: today's context and `None`.
///
/// # Errors
/// Returns an error if the parameter is not a valid day up to today.
pub fn snapshot_on(context: &PageContext) -> Result<(PageContext, Option<NaiveDate>), QueryError> {
    let parameters = context.parameters();
    if parameters.text(AS_OF).is_none() {
        return Ok((context.clone(), None));
    }
    let day = parameters.past_day(AS_OF, &context.snapshot.askable_days(context.today))?;
    Ok((PageContext { as_of: day, ..context.clone() }, Some(day)))
}

impl PageContext {
    /// The URL of a procedure's page as of this page's day.
    #[must_use]
    pub fn link_on_day(&self, page: &str) -> String {
        let link = self.link(page);
        match self.parameters().text(AS_OF) {
            Some(day) => address(&link, [(AS_OF, day)]),
            None => link,
        }
    }
}

/// Says that the page shows a past state, which parts are past, and links to today's. `what` is the text key for the
/// parts.
#[component]
pub fn PastDayBanner(day: NaiveDate, what: &'static str, #[prop(into)] today: String) -> Markup {
    let context = PageContext::current();
    view! {
        <aside class="notice caution stack past-day" aria-label=context.text("past-day-label")>
            <p><b>{context.format_text("past-day-title", [("date", context.date(day))])}</b></p>
            <p>{context.text(what)}</p>
            <p><a href=today>{context.text("past-day-today")}</a></p>
        </aside>
    }
    .into_markup()
}

/// Form for another day. The other query parameters are kept.
#[component]
pub fn PastDayForm(page: String, today: NaiveDate, #[prop(optional)] kept: Vec<(&'static str, String)>) -> Markup {
    let context = PageContext::current();
    let day = context.parameters().text(AS_OF).unwrap_or_default().to_owned();
    let first = *context.snapshot.askable_days(today).start();
    let kept: Vec<_> = kept
        .into_iter()
        .filter(|(name, _)| *name != AS_OF)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <form class="past-day-form no-print" action=page>
            {kept}
            <label for="as-of">{context.text("past-day-choose")}</label>
            <div class="search-row">
                <input id="as-of" type="date" name=AS_OF value=day min=first.to_string() max=today.to_string() required />
                <button class="button secondary">{context.text("past-day-show")}</button>
            </div>
        </form>
    }
    .into_markup()
}
