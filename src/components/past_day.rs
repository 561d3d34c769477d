//! Pages as of a past day: what was in force then, by what had been recorded until then.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::pages::PageContext;
use crate::server::query::{QueryError, address};

/// The parameter that names the day.
const AS_OF: &str = "as_of";

/// The visit as if it had been made on the day that the address names, and that day; today where it names none.
///
/// # Errors
/// Where the parameter names no day until today.
pub fn snapshot_on(visit: &PageContext) -> Result<(PageContext, Option<NaiveDate>), QueryError> {
    let parameters = visit.parameters();
    if parameters.text(AS_OF).is_none() {
        return Ok((visit.clone(), None));
    }
    let day = parameters.past_day(AS_OF, &visit.snapshot.askable_days(visit.today))?;
    Ok((PageContext { today: day, ..visit.clone() }, Some(day)))
}

impl PageContext {
    /// The address of a page about a procedure, as of the day that this page is of.
    #[must_use]
    pub fn link_on_day(&self, page: &str) -> String {
        let link = self.link(page);
        match self.parameters().text(AS_OF) {
            Some(day) => address(&link, [(AS_OF, day)]),
            None => link,
        }
    }
}

/// Says that this is a past state, what of it is, and where today's is. `what` is the text that says what.
#[component]
pub fn PastDayBanner(day: NaiveDate, what: &'static str, #[prop(into)] today: String) -> impl IntoView {
    let visit = PageContext::current();
    view! {
        <aside class="notice caution stack past-day" aria-label=visit.text("past-day-label")>
            <p><b>{visit.format_text("past-day-title", [("date", visit.date(day))])}</b></p>
            <p>{visit.text(what)}</p>
            <p><a href=today>{visit.text("past-day-today")}</a></p>
        </aside>
    }
    .into_any()
}

/// Asks a page for another day; what else its address says stays.
#[component]
pub fn PastDayForm(
    page: String,
    today: NaiveDate,
    #[prop(optional)] kept: Vec<(&'static str, String)>,
) -> impl IntoView {
    let visit = PageContext::current();
    let day = visit.parameters().text(AS_OF).unwrap_or_default().to_owned();
    let first = *visit.snapshot.askable_days(today).start();
    let kept: Vec<_> = kept
        .into_iter()
        .filter(|(name, _)| *name != AS_OF)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <form class="past-day-form no-print" action=page>
            {kept}
            <label for="as-of">{visit.text("past-day-choose")}</label>
            <div class="search-row">
                <input id="as-of" type="date" name=AS_OF value=day min=first.to_string() max=today.to_string() required />
                <button class="button secondary">{visit.text("past-day-show")}</button>
            </div>
        </form>
    }
    .into_any()
}
