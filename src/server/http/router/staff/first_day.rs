//! The first day: the city is chosen once, and then there is a list of what there is and what is missing.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use domain::area::AreaCode;
use domain::limits;
use domain::local_governments::{LocalGovernment, municipalities, search_municipalities};
use domain::text::normalise_name;
use exchange::city::CityChoice;
use store::error::AppError;

use super::addresses::FIRST_DAY;
use super::{SubmittedForm, after_failure, render_staff_page, to_page};
use crate::pages::staff::first_day::{FirstDayView, Stage, first_day_page};
use crate::pages::staff::proposals::to_be_done;
use crate::server::editing::first_day::{FirstDay, FirstDayError, FirstDayRefusal};
use crate::server::query::Parameters;
use crate::server::staff::CurrentUser;
use crate::server::state::AppState;

/// The longest name that is searched for, in characters.
const LONGEST_NAME: usize = 100;

/// What the page is asked for.
#[derive(Debug, Clone, Default)]
struct Asked {
    /// The name that was typed.
    name: Option<String>,
    city: Option<&'static LocalGovernment>,
    is_change: bool,
}

impl Asked {
    fn of(parameters: &Parameters) -> Self {
        Self {
            name: parameters.text("q").map(|name| name.chars().take(LONGEST_NAME).collect()),
            city: parameters.text("area").and_then(municipality),
            is_change: parameters.text("todo") == Some("change"),
        }
    }

    /// What of it can be done now.
    fn stage(self, first_day: &FirstDay) -> Stage {
        let Self { name, city, is_change } = self;
        let is_change = match &first_day.city {
            // A city that is only told by its wards is confirmed without being changed.
            Some(known) if !first_day.is_chosen && city.is_some_and(|city| city.code() == *known) => false,
            Some(_) if is_change && first_day.may_change() => true,
            Some(_) => return Stage::List,
            None => false,
        };
        match city.filter(|city| !is_change || first_day.city != Some(city.code())) {
            Some(city) => Stage::Confirm { city, is_change },
            None => {
                let found = name.as_deref().map(search_municipalities);
                Stage::Search { name: name.unwrap_or_default(), found, is_change }
            }
        }
    }
}

fn municipality(code: &str) -> Option<&'static LocalGovernment> {
    let code: AreaCode = code.parse().ok()?;
    municipalities().find(|one| one.code() == code)
}

pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let asked = Asked::of(&Parameters::of(parts.uri.query().unwrap_or_default()));
    show_first_day(&state, parts, asked, None).await
}

async fn show_first_day(state: &AppState, parts: Parts, asked: Asked, refusal: Option<FirstDayRefusal>) -> Response {
    let done = Parameters::of(parts.uri.query().unwrap_or_default()).text("done").is_some();
    let status = match refusal {
        None => StatusCode::OK,
        Some(FirstDayRefusal::NoRight) => StatusCode::FORBIDDEN,
        Some(FirstDayRefusal::NoCity | FirstDayRefusal::NotConfirmed | FirstDayRefusal::NoTable) => {
            StatusCode::BAD_REQUEST
        }
        Some(
            FirstDayRefusal::OtherCity
            | FirstDayRefusal::Moved
            | FirstDayRefusal::HasData
            | FirstDayRefusal::Demonstration,
        ) => StatusCode::CONFLICT,
    };
    let user = parts.extensions.get::<CurrentUser>().cloned();
    let looked_up = async {
        let edits = state.edits();
        let drafts = match &user {
            Some(user) => to_be_done(user, &edits.list(user).await?).len(),
            None => 0,
        };
        Ok::<_, AppError>((edits.first_day().await?, drafts))
    };
    match looked_up.await {
        Ok((first_day, drafts)) => {
            let stage = asked.stage(&first_day);
            let view = FirstDayView { first_day, stage, refusal, is_done: done, drafts };
            render_staff_page(parts, FIRST_DAY, status, move |context, user| first_day_page(context, user, &view)).await
        }
        Err(error) => after_failure(&error, "gathering what there is on the first day"),
    }
}

/// Chooses the city. With `from`, the city is changed, which has to be confirmed.
pub(super) async fn choose(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let instead_of = form.text("from").parse::<AreaCode>().ok();
    let city = municipality(form.text("area"));
    let asked = Asked { name: None, city, is_change: instead_of.is_some() };
    let is_known = form.validate_fields(&["area", "from", "name_en", "indicators", "confirmed"], &[]);
    let Some(city) = city.filter(|_| is_known && (form.text("from").is_empty() || instead_of.is_some())) else {
        return show_first_day(&state, parts, asked, Some(FirstDayRefusal::NoCity)).await;
    };
    if instead_of.is_some() && !form.is_checked("confirmed") {
        return show_first_day(&state, parts, asked, Some(FirstDayRefusal::NotConfirmed)).await;
    }
    let english_name: String = normalise_name(form.text("name_en")).chars().take(limits::NAME).collect();
    let choice = CityChoice { city, with_indicators: form.is_checked("indicators"), english_name, instead_of };
    let result = async {
        state.edits().choose_city(&user, &choice).await?;
        state.refresh().await?;
        Ok::<_, FirstDayError>(())
    };
    match result.await {
        Ok(()) => to_page(&parts, &format!("{FIRST_DAY}?done=yes")),
        Err(FirstDayError::Refused(refusal)) => show_first_day(&state, parts, asked, Some(refusal)).await,
        Err(FirstDayError::Failed(error)) => after_failure(&error, "choosing the city"),
    }
}

/// Leaves a table for later, or takes it up again.
pub(super) async fn put_off(
    State(state): State<AppState>,
    user: CurrentUser,
    SubmittedForm { parts, form }: SubmittedForm,
) -> Response {
    let table = form.text("table").to_owned();
    let is_later = match form.text("later") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let result = match is_later.filter(|_| form.validate_fields(&["table", "later"], &[])) {
        Some(is_later) => state.edits().put_off(&user, &table, is_later).await,
        None => Err(FirstDayRefusal::NoTable.into()),
    };
    match result {
        Ok(()) => to_page(&parts, &format!("{FIRST_DAY}#table-{table}")),
        Err(FirstDayError::Refused(refusal)) => show_first_day(&state, parts, Asked::default(), Some(refusal)).await,
        Err(FirstDayError::Failed(error)) => after_failure(&error, "leaving a table for later"),
    }
}
