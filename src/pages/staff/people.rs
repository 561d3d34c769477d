//! `/staff/people`: all accounts, and a form to add one.

use domain::staff::{Roles, StaffMember};
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::fields::{Field, RefusalNotice, RolesFields, Tick, mistake_of};
use crate::components::staff::people::PeopleTable;
use crate::page_context::PageContext;
use crate::server::staff::Refusal;
use crate::server::staff::oidc::LoginMethods;

/// The submitted form values.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub e_mail: String,
    pub name: String,
    pub roles: Roles,
    pub single_sign_on: bool,
}

/// The data of the page.
#[derive(Debug)]
pub struct PeopleView {
    /// Each account with its number of sessions.
    pub people: Vec<(StaffMember, i64)>,
    pub typed: Typed,
    pub refusal: Option<Refusal>,
    pub ways: LoginMethods,
}

#[must_use]
pub fn people_page(context: &PageContext, view: &PeopleView) -> Markup {
    let title = context.text("staff-people-title");
    let wrong = |name| mistake_of(context, view.refusal.as_ref(), name);
    let text = if view.ways.take_passwords() { "staff-add-text" } else { "staff-add-sign-on-text" };
    let sign_on = (view.ways == LoginMethods::PasswordsAndSignOn).then(|| {
        let words = context.text("staff-add-sign-on");
        let ticked = view.typed.single_sign_on;
        view! {
            <fieldset>
                <legend>{context.text("staff-ways")}</legend>
                <Tick name="single_sign_on" value="yes".to_owned() words=words ticked=ticked />
            </fieldset>
        }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <RefusalNotice refusal=view.refusal.clone() />
            </header>
            <PeopleTable people=view.people.clone() />
            <section class="stack" id="add" tabindex="-1">
                <h2>{context.text("staff-add-title")}</h2>
                <p class="prose">{context.text(text)}</p>
                <form class="staff-form stack" method="post" action=context.link("/staff/people")>
                    <Field
                        name="e_mail"
                        label=context.text("staff-e-mail")
                        value=view.typed.e_mail.clone()
                        kind="text"
                        autocomplete="off"
                        wrong=wrong("e_mail")
                    />
                    <Field
                        name="name"
                        label=context.text("staff-name")
                        value=view.typed.name.clone()
                        kind="text"
                        autocomplete="off"
                        wrong=wrong("name")
                    />
                    <RolesFields roles=view.typed.roles.clone() />
                    {sign_on}
                    <button class="button">{context.text("staff-add")}</button>
                </form>
            </section>
        </div>
    }
    .into_markup()
}
