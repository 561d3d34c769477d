//! Forms of people whose session has ended: what they typed waits for the login, and stands in the form again after it.

use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::TimeDelta;
use leptos::prelude::*;
use store::error::AppError;
use store::random::random_bytes;
use store::sessions;

use super::addresses::IMPORT;
use super::routes::page_of_form;
use super::{LARGEST_FORM, see_other};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::editing::files::LARGEST_FILE;
use crate::server::http::request_body::read_body;
use crate::server::query::{Parameters, address};
use crate::server::staff::access::{DESK, LOGIN};
use crate::server::staff::form::Form;
use crate::server::staff::lost_forms::{LeftBy, LostForm};
use crate::server::staff::{CurrentUser, cookies, lost_forms, multipart};
use crate::server::state::AppState;

/// The parameter with the name of a form that waits.
const TYPED: &str = "typed";

/// The most characters of a file's name that is said to have to be chosen again.
const LONGEST_FILE_NAME: usize = 120;

/// Whether the address to go on to after a login shows a form again.
pub(super) fn restores(next: &str) -> bool {
    next.split_once('?').is_some_and(|(_, query)| Parameters::of(query).text(TYPED).is_some())
}

/// What a page was asked to restore; `None` if it is not there any more.
#[derive(Clone)]
struct Restored(Option<LostForm>);

/// Looks up the form that a page is asked to restore, for the user who is logged in.
pub(super) async fn find(state: &AppState, parts: &mut Parts, user: &CurrentUser) {
    let parameters = Parameters::of(parts.uri.query().unwrap_or_default());
    let Some(name) = parameters.text(TYPED).filter(|_| parts.method.is_safe()) else { return };
    let browser = cookies::read(&parts.headers, cookies::BROWSER);
    let found = lost_forms::find(state.db(), name, browser.as_ref(), &user.member.id, state.now()).await;
    let lost = found.unwrap_or_else(|error| {
        error.log("a form that was kept for a login could not be read");
        None
    });
    parts.extensions.insert(Restored(lost));
}

/// The form that the page is to show again.
pub(super) fn restored_form(parts: &Parts) -> Option<Form> {
    parts.extensions.get::<Restored>().and_then(|restored| restored.0.as_ref()).map(|lost| lost.form.clone())
}

/// Says that what was typed is there again, or that it is not.
pub(super) fn notice(parts: &Parts, context: &PageContext) -> Markup {
    let words = match parts.extensions.get::<Restored>() {
        None => return ().into_markup(),
        Some(Restored(Some(lost))) if lost.file.is_empty() => context.text("form-restored"),
        Some(Restored(Some(lost))) => {
            let file = context.format_text("form-restored-file", [("file", lost.file.clone())]);
            format!("{}{}{file}", context.text("form-restored"), context.text("sentence-separator"))
        }
        Some(Restored(None)) => context.text("form-not-restored"),
    };
    view! { <p class="notice caution" role="status">{mark_japanese(context, &words)}</p> }.into_markup()
}

/// Redirects to the login page, and from there to the page that was asked for. A form is not carried out; what was typed
/// is shown again after the login. If the session has ended, the login page says so.
pub(super) async fn log_in_first(state: &AppState, parts: Parts, body: Body, language: Language) -> Response {
    let over = cookies::read(&parts.headers, cookies::SESSION).map(|_| ("over", "yes"));
    let next = if parts.method.is_safe() {
        let asked = &parts.uri;
        asked.path_and_query().filter(|_| asked.path() != language.path(DESK)).map(ToString::to_string)
    } else {
        match keep(state, parts, body, language).await {
            Ok(next) => next,
            Err(error) => {
                error.log("a form could not be kept for a login");
                None
            }
        }
    };
    let next = next.as_deref().map(|next| ("next", next));
    see_other(&address(&language.path(LOGIN), next.into_iter().chain(over)))
}

/// Keeps a form, and returns the address at which it is shown again; `None` if there is no such form, or the browser is
/// not known.
async fn keep(state: &AppState, parts: Parts, body: Body, language: Language) -> Result<Option<String>, AppError> {
    let (_, page) = Language::split_path(parts.uri.path());
    let (page, is_upload) = (page.to_owned(), page == IMPORT);
    let Some(form_page) = page_of_form(&page).filter(|_| parts.method == Method::POST) else { return Ok(None) };
    let Some(by) = left_by(state, &parts).await? else { return Ok(None) };
    let query = parts.uri.query().map(str::to_owned);
    let lost = if is_upload {
        let Ok(_place) = state.gate().upload(&by.browser.hash()).await else { return Ok(None) };
        let sent = multipart::read_fields(Request::from_parts(parts, body), LARGEST_FILE).await.ok();
        sent.map(|sent| LostForm { form: sent.form, file: sent.name.chars().take(LONGEST_FILE_NAME).collect() })
    } else {
        let sent = read_body(body, LARGEST_FORM).await.ok();
        sent.map(|body| LostForm { form: Form::of(&body), file: String::new() })
    };
    let Some(lost) = lost else { return Ok(None) };
    let name = hex::encode(random_bytes::<16>()?);
    if !lost_forms::keep(state.db(), &name, &by, &lost, state.now()).await? {
        return Ok(None);
    }
    let own = query.map(|query| format!("{query}&")).unwrap_or_default();
    Ok(Some(format!("{}?{own}{TYPED}={name}", language.path(&form_page))))
}

/// The browser and the account that a request without a session comes from; `None` for a browser that no account has been
/// used from.
async fn left_by(state: &AppState, parts: &Parts) -> Result<Option<LeftBy>, AppError> {
    let Some(browser) = cookies::read(&parts.headers, cookies::BROWSER) else { return Ok(None) };
    let mut connection = state.db().read().await?;
    let after = state.now() - TimeDelta::seconds(cookies::BROWSER_LASTS);
    if !sessions::is_browser_of_anybody(&mut connection, &browser.hash(), after).await? {
        return Ok(None);
    }
    let session = match cookies::read(&parts.headers, cookies::SESSION) {
        Some(token) => sessions::find_session(&mut connection, &token.hash()).await?,
        None => None,
    };
    Ok(Some(LeftBy { browser, owner: session.map(|(_, owner)| owner) }))
}
