//! `/staff/login`: the door.

use leptos::prelude::*;

use crate::components::page_head::PageHead;
use crate::components::staff_fields::Field;
use crate::pages::Visit;
use crate::pages::not_found::NotFoundPage;
use crate::server::staff::login::NotIn;

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct LoginView {
    /// As it was typed.
    pub e_mail: String,
    /// Where to go afterwards.
    pub next: Option<String>,
    pub not_in: Option<NotIn>,
    pub word: Option<LoginWord>,
}

/// Why somebody who was logged in finds the door closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginWord {
    LoggedOut,
    /// The session has ended, by itself or by somebody.
    Over,
}

#[component]
pub fn LoginPage() -> impl IntoView {
    let visit = Visit::current();
    let Some(view) = use_context::<LoginView>() else {
        return view! { <NotFoundPage /> }.into_any();
    };
    let title = visit.text("staff-login-title");
    let next = view.next.map(|next| view! { <input type="hidden" name="next" value=next /> });
    let notice = view.not_in.map(|not_in| notice(&visit, not_in));
    let word = view.word.map(|word| {
        let name = match word {
            LoginWord::LoggedOut => "staff-logged-out",
            LoginWord::Over => "staff-session-over",
        };
        view! { <p class="notice" role="status">{visit.text(name)}</p> }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{visit.text("staff-login-lead")}</p>
            </header>
            {word}
            {notice}
            <form class="staff-form stack" method="post" action=visit.link("/staff/login")>
                {next}
                <Field
                    name="e_mail"
                    label=visit.text("staff-e-mail")
                    value=view.e_mail
                    kind="text"
                    autocomplete="username"
                />
                <Field
                    name="password"
                    label=visit.text("staff-password")
                    kind="password"
                    autocomplete="current-password"
                />
                <button class="button">{visit.text("staff-log-in")}</button>
            </form>
            <section class="stack prose">
                <h2>{visit.text("staff-login-help-title")}</h2>
                <p>{visit.text("staff-login-help")}</p>
                <p class="small quiet">{visit.text("staff-login-cookies")}</p>
            </section>
        </div>
    }
    .into_any()
}

fn notice(visit: &Visit, not_in: NotIn) -> AnyView {
    let (title, text) = match not_in {
        NotIn::Wrong => ("staff-wrong-title", visit.text("staff-wrong-text")),
        NotIn::Disabled => ("staff-disabled-title", visit.text("staff-disabled-text")),
        NotIn::OneTimePasswordIsOver => ("staff-one-time-over-title", visit.text("staff-one-time-over-text")),
        NotIn::TooMany { seconds } => {
            let minutes = seconds.div_ceil(60).to_string();
            ("staff-too-many-title", visit.say("staff-too-many-text", [("minutes", minutes)]))
        }
    };
    view! {
        <div class="notice error stack" role="alert">
            <h2>{visit.text(title)}</h2>
            <p>{text}</p>
        </div>
    }
    .into_any()
}
