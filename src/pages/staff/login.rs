//! `/staff/login`: the login page.

use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::fields::Field;
use crate::page_context::PageContext;
use crate::server::query::address;
use crate::server::staff::login::LoginRefusal;
use crate::server::staff::oidc::LoginMethods;
use crate::server::staff::sign_on::SignOnRefusal;

/// The data of the page.
#[derive(Debug, Default)]
pub struct LoginView {
    /// The submitted value.
    pub e_mail: String,
    /// Where to redirect after login.
    pub next: Option<String>,
    pub not_in: Option<LoginRefusal>,
    pub word: Option<LoginWord>,
    pub ways: LoginMethods,
    /// The single sign-on provider did not answer just now.
    pub out_of_reach: bool,
    /// The logout URL of the single sign-on provider.
    pub way_out: Option<String>,
    pub not_signed_on: Option<SignOnRefusal>,
}

/// Why the user is no longer logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginWord {
    LoggedOut,
    /// The session expired or was ended by someone.
    Over,
    /// The same, and the form that was sent is kept for after the login.
    OverWithForm,
}

#[must_use]
pub fn login_page(context: &PageContext, view: &LoginView) -> Markup {
    let title = context.text("staff-login-title");
    let help = if view.ways.take_passwords() { "staff-login-help" } else { "staff-sign-on-help" };
    let form = view.ways.take_passwords().then(|| {
        let next = view.next.clone().map(|next| view! { <input type="hidden" name="next" value=next /> });
        let title = view.ways.offer_sign_on().then(|| view! { <h2>{context.text("staff-with-password")}</h2> });
        view! {
            {title}
            <form class="staff-form stack" method="post" action=context.link("/staff/login")>
                {next}
                <Field
                    name="e_mail"
                    label=context.text("staff-e-mail")
                    value=view.e_mail.clone()
                    kind="text"
                    autocomplete="username"
                />
                <Field
                    name="password"
                    label=context.text("staff-password")
                    kind="password"
                    autocomplete="current-password"
                />
                <button class="button">{context.text("staff-log-in")}</button>
            </form>
        }
    });
    let notice = view.not_in.map(|not_in| notice(context, not_in));
    let word = view.word.map(|word| {
        let name = match word {
            LoginWord::LoggedOut => "staff-logged-out",
            LoginWord::Over => "staff-session-over",
            LoginWord::OverWithForm => "staff-session-over-kept",
        };
        let there = (word == LoginWord::LoggedOut && view.ways.offer_sign_on()).then(|| {
            let way = view.way_out.clone().map(|way| {
                view! { <p><a href=way rel="noreferrer">{context.text("staff-sign-on-log-out")}</a></p> }
            });
            view! { <p>{context.text("staff-sign-on-goes-on")}</p> {way} }
        });
        view! {
            <div class="notice stack" role="status">
                <p>{context.text(name)}</p>
                {there}
            </div>
        }
    });
    let sign_on = view.ways.offer_sign_on().then(|| {
        let parameters = view.next.as_deref().map(|next| ("next", next));
        let way = address(&context.link("/staff/login/single-sign-on"), parameters);
        let passwords_work = view.ways.take_passwords();
        let trouble = (view.out_of_reach && view.not_signed_on.is_none()).then(|| {
            view! { <p class="notice caution">{out_of_reach(context, passwords_work)}</p> }
        });
        view! {
            <section class="stack">
                <h2>{context.text("staff-sign-on-title")}</h2>
                {trouble}
                <p class="prose">{context.text("staff-sign-on-text")}</p>
                <p><a class="button" href=way rel="nofollow">{context.text("staff-sign-on")}</a></p>
            </section>
        }
    });
    let cookie = view.ways.offer_sign_on().then(|| {
        view! { <p class="small quiet">{context.text("staff-sign-on-cookie")}</p> }
    });
    let not_signed_on = view.not_signed_on.filter(|_| view.ways.offer_sign_on()).map(|reason| {
        let text = match reason {
            SignOnRefusal::OutOfReach => out_of_reach(context, view.ways.take_passwords()),
            _ => context.word("staff-sign-on-not", reason.as_str()),
        };
        view! {
            <div class="notice error stack" role="alert">
                <h2>{context.text("staff-sign-on-not-title")}</h2>
                <p>{text}</p>
            </div>
        }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("staff-login-lead")}</p>
            </header>
            {word}
            {notice}
            {not_signed_on}
            {sign_on}
            {form}
            <section class="stack prose">
                <h2>{context.text("staff-login-help-title")}</h2>
                <p>{context.text(help)}</p>
                <p class="small quiet">{context.text("staff-login-cookies")}</p>
                {cookie}
            </section>
        </div>
    }
    .into_markup()
}

/// Says that the provider cannot be reached, and what can be done in the meantime.
fn out_of_reach(context: &PageContext, passwords_work: bool) -> String {
    context.text(if passwords_work { "staff-sign-on-not-out_of_reach" } else { "staff-sign-on-only-out_of_reach" })
}

fn notice(context: &PageContext, not_in: LoginRefusal) -> Markup {
    let (title, text) = match not_in {
        LoginRefusal::NoPasswords => ("staff-no-passwords-title", context.text("staff-no-passwords-text")),
        LoginRefusal::Wrong => ("staff-wrong-title", context.text("staff-wrong-text")),
        LoginRefusal::Disabled => ("staff-disabled-title", context.text("staff-disabled-text")),
        LoginRefusal::OneTimePasswordIsOver => ("staff-one-time-over-title", context.text("staff-one-time-over-text")),
        LoginRefusal::OneTimePasswordIsUsed => ("staff-one-time-used-title", context.text("staff-one-time-over-text")),
        LoginRefusal::TooMany { seconds } => {
            let minutes = seconds.div_ceil(60).to_string();
            ("staff-too-many-title", context.format_text("staff-too-many-text", [("minutes", minutes)]))
        }
    };
    view! {
        <div class="notice error stack" role="alert">
            <h2>{context.text(title)}</h2>
            <p>{text}</p>
        </div>
    }
    .into_markup()
}
