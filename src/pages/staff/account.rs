//! `/staff/account`: the user's own account, password change and sessions.

use domain::password::Password;
use domain::session::Session;
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::fields::{Done, Field, RefusalNotice, mistake_of};
use crate::components::staff::people::MemberFacts;
use crate::components::staff::sessions::OwnSessions;
use crate::page_context::PageContext;
use crate::server::staff::oidc::LoginMethods;
use crate::server::staff::{CurrentUser, Refusal};

/// The data of the page.
#[derive(Debug)]
pub struct AccountView {
    pub sessions: Vec<Session>,
    /// The action just taken.
    pub done: Option<String>,
    pub refusal: Option<Refusal>,
    pub ways: LoginMethods,
}

#[must_use]
pub fn account_page(context: &PageContext, user: &CurrentUser, view: &AccountView) -> Markup {
    let title = context.text("staff-account-title");
    let must_change = user.rights.must_change_password().then(|| {
        view! { <p class="notice caution">{context.text("staff-must-change")}</p> }
    });
    let field = |name: &'static str, label: &str, autocomplete| {
        let wrong = mistake_of(context, view.refusal.as_ref(), name);
        let label = context.text(label);
        view! { <Field name=name label=label kind="password" autocomplete=autocomplete wrong=wrong /> }
    };
    let shortest = context.format_text("staff-password-rule", [("letters", Password::SHORTEST.to_string())]);
    let e_mail = user.member.e_mail.as_str().to_owned();
    let password = if user.member.has_password && view.ways.take_passwords() {
        view! {
            <p class="prose">{shortest}</p>
            <form class="staff-form stack" method="post" action=context.link("/staff/account/password")>
                // Tells the browser's password manager which account the password belongs to.
                <input type="text" name="e_mail" autocomplete="username" value=e_mail readonly hidden />
                {field("current", "staff-current-password", "current-password")}
                {field("new", "staff-new-password", "new-password")}
                {field("repeated", "staff-repeated-password", "new-password")}
                <button class="button">{context.text("staff-change-password")}</button>
            </form>
        }
        .into_markup()
    } else {
        view! { <p class="prose">{context.text("staff-no-password")}</p> }.into_markup()
    };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {must_change}
                <Done done=view.done.clone() />
                <RefusalNotice refusal=view.refusal.clone() />
            </header>
            <MemberFacts member=&user.member />
            <section class="stack" id="password" tabindex="-1">
                <h2>{context.text("staff-change-password")}</h2>
                {password}
            </section>
            <OwnSessions sessions=view.sessions.clone() current=user.session.id.clone() />
        </div>
    }
    .into_markup()
}
