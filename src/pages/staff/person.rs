//! `/staff/people/{id}`: one account, for administrators.

use domain::session::Session;
use domain::staff::StaffMember;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::fields::{Done, RefusalNotice, RolesFields};
use crate::components::staff::people::MemberFacts;
use crate::components::staff::sessions::SessionsTable;
use crate::page_context::PageContext;
use crate::server::staff::oidc::LoginMethods;
use crate::server::staff::secrets::OneTimePassword;
use crate::server::staff::{CurrentUser, Refusal};

/// The data of the page.
#[derive(Debug)]
pub struct PersonView {
    pub member: StaffMember,
    pub sessions: Vec<Session>,
    pub done: Option<String>,
    pub refusal: Option<Refusal>,
    /// A newly generated password, shown only once.
    pub one_time: Option<OneTimePassword>,
    pub ways: LoginMethods,
}

#[must_use]
pub fn person_page(context: &PageContext, user: &CurrentUser, view: &PersonView) -> Markup {
    let member = &view.member;
    let title = context.text("staff-person-title");
    let at = |below: &str| context.link(&format!("/staff/people/{}{below}", member.id));
    let days = StaffMember::ONE_TIME_PASSWORD_LASTS.num_days().to_string();
    let one_time = view.one_time.as_ref().map(|password| {
        view! {
            <div class="notice stack" role="status">
                <h2>{context.text("staff-one-time-title")}</h2>
                <p><code class="one-time">{password.as_str().to_owned()}</code></p>
                <p>{context.format_text("staff-one-time-text", [("days", days.clone())])}</p>
            </div>
        }
    });
    let forms = if user.rights.may_change(&member.id) {
        let (below, button, text) = if member.disabled {
            ("/enable", "staff-enable", "staff-enable-text")
        } else {
            ("/disable", "staff-disable", "staff-disable-text")
        };
        let reset = view.ways.take_passwords().then(|| {
            view! {
                <form class="stack" method="post" action=at("/reset")>
                    <p class="prose">{context.text("staff-reset-text")}</p>
                    <button class="button secondary">{context.text("staff-reset")}</button>
                </form>
            }
        });
        let unlink = member.is_linked.then(|| {
            view! {
                <form class="stack" method="post" action=at("/unlink")>
                    <p class="prose">{context.text("staff-unlink-text")}</p>
                    <button class="button secondary">{context.text("staff-unlink")}</button>
                </form>
            }
        });
        view! {
            <section class="stack">
                <h2>{context.text("staff-roles-title")}</h2>
                <form class="staff-form stack" method="post" action=at("/roles")>
                    <RolesFields roles=member.roles.clone() />
                    <button class="button">{context.text("staff-save-roles")}</button>
                </form>
            </section>
            <section class="stack">
                <h2>{context.text("staff-access-title")}</h2>
                {reset}
                {unlink}
                <form class="stack" method="post" action=at(below)>
                    <p class="prose">{context.text(text)}</p>
                    <button class="button secondary">{context.text(button)}</button>
                </form>
            </section>
        }
        .into_markup()
    } else {
        view! { <p class="notice">{context.text("staff-own-account-note")}</p> }.into_markup()
    };
    let end = (!view.sessions.is_empty()).then(|| {
        view! {
            <form method="post" action=at("/sessions")>
                <button class="button secondary">{context.text("staff-end-all-sessions")}</button>
            </form>
        }
    });
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(context.text("staff-people-title"), "/staff/people".to_owned())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {one_time}
                <Done done=view.done.clone() />
                <RefusalNotice refusal=view.refusal.clone() />
            </header>
            <MemberFacts member=member />
            {forms}
            <section class="stack">
                <h2>{context.text("staff-sessions-title")}</h2>
                <SessionsTable sessions=view.sessions.clone() />
                {end}
            </section>
        </div>
    }
    .into_markup()
}
