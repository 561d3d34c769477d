//! Sessions as shown to their owner and to administrators.

use domain::session::{Session, SessionId};
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;

/// The sessions of one account. `current` is the viewer's own session, which ends by logging out. If `with_buttons` is
/// set, the others have a button to end them.
#[component]
pub fn SessionsTable(
    sessions: Vec<Session>,
    #[prop(optional_no_strip)] current: Option<SessionId>,
    #[prop(optional)] with_buttons: bool,
) -> Markup {
    let context = PageContext::current();
    if sessions.is_empty() {
        return view! { <p>{context.text("staff-no-sessions")}</p> }.into_markup();
    }
    let rows: Vec<_> = sessions
        .into_iter()
        .map(|session| {
            let is_current = current.as_ref() == Some(&session.id);
            let browser =
                if session.browser.is_empty() { context.text("staff-browser-unknown") } else { session.browser };
            let (began, used) =
                (context.date_and_time(session.created_at), context.date_and_time(session.last_used_at));
            let action = if is_current {
                view! { <b>{context.text("staff-this-session")}</b> }.into_markup()
            } else if with_buttons {
                let label =
                    context.format_text("staff-end-session-of", [("browser", browser.clone()), ("time", used.clone())]);
                view! {
                    <form method="post" action=context.link("/staff/account/sessions")>
                        <input type="hidden" name="session" value=session.id.to_string() />
                        <button class="button secondary" aria-label=label>{context.text("staff-end-session")}</button>
                    </form>
                }
                .into_markup()
            } else {
                ().into_markup()
            };
            view! {
                <tr>
                    <th scope="row">{browser}</th>
                    <td>{began}</td>
                    <td>{used}</td>
                    <td>{action}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <TableRegion label=context.text("staff-sessions-title")>
            <table class="staff-table">
                <thead>
                    <tr>
                        <th scope="col">{context.text("staff-browser")}</th>
                        <th scope="col">{context.text("staff-session-began")}</th>
                        <th scope="col">{context.text("staff-session-used")}</th>
                        <th scope="col">{context.text("staff-session-action")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableRegion>
    }
    .into_markup()
}

/// The user's own sessions, each with a button to end it.
#[component]
pub fn OwnSessions(sessions: Vec<Session>, current: SessionId) -> Markup {
    let context = PageContext::current();
    let others = sessions.iter().any(|session| session.id != current).then(|| {
        view! {
            <form method="post" action=context.link("/staff/account/sessions")>
                <input type="hidden" name="session" value="others" />
                <button class="button secondary">{context.text("staff-end-other-sessions")}</button>
            </form>
        }
    });
    view! {
        <section class="stack" id="sessions" tabindex="-1">
            <h2>{context.text("staff-sessions-title")}</h2>
            <p class="prose">{context.text("staff-sessions-text")}</p>
            <SessionsTable sessions=sessions current=Some(current) with_buttons=true />
            {others}
        </section>
    }
    .into_markup()
}
