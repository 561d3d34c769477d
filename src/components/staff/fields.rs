//! Form fields of the staff side, their errors, and confirmations.

use domain::staff::{Role, Roles};
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::not_done;
use crate::page_context::PageContext;
use crate::server::staff::{Mistake, Refusal};

/// A single-line field with its error.
#[component]
pub fn Field(
    name: &'static str,
    label: String,
    #[prop(optional)] value: String,
    kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional_no_strip)] wrong: Option<String>,
) -> Markup {
    let described_by = wrong.is_some().then(|| format!("{name}-mistake"));
    let invalid = wrong.is_some().then_some("true");
    // A submitted password is never sent back.
    let value = (kind != "password").then_some(value);
    let inputmode = (name == "e_mail").then_some("email");
    view! {
        <div>
            <label for=name>{label}</label>
            {wrong.map(|wrong| view! { <p class="mistake" id=described_by.clone()>{wrong}</p> })}
            <input
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by.clone()
                aria-invalid=invalid
                required
            />
        </div>
    }
    .into_markup()
}

/// The field that an error is about.
const fn field_of(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::EMail | Mistake::EMailTaken => "e_mail",
        Mistake::Name => "name",
        Mistake::Department => "roles",
        Mistake::CurrentPassword => "current",
        Mistake::PasswordTooShort
        | Mistake::PasswordTooLong
        | Mistake::PasswordCommon
        | Mistake::PasswordPersonal
        | Mistake::PasswordSame => "new",
        Mistake::PasswordRepeat => "repeated",
        Mistake::NoPassword => "main",
        Mistake::Form => "main",
    }
}

/// The error of a field.
#[must_use]
pub fn mistake_of(context: &PageContext, refusal: Option<&Refusal>, field: &str) -> Option<String> {
    let Some(Refusal::Mistakes(mistakes)) = refusal else { return None };
    let mistake = mistakes.iter().find(|mistake| field_of(**mistake) == field)?;
    Some(context.word("staff-mistake", mistake.as_str()))
}

/// Why the form was rejected; each error links to its field.
#[component]
pub fn RefusalNotice(refusal: Option<Refusal>) -> impl IntoView {
    let context = PageContext::current();
    refusal.map(|refusal| {
        let content = match refusal {
            Refusal::Mistakes(mistakes) => {
                let mistakes: Vec<_> = mistakes
                    .into_iter()
                    .map(|mistake| {
                        let words = context.word("staff-mistake", mistake.as_str());
                        view! { <li><a href=format!("#{}", field_of(mistake))>{words}</a></li> }
                    })
                    .collect();
                view! { <ul>{mistakes}</ul> }.into_markup()
            }
            Refusal::NoRight => view! { <p>{context.text("staff-own-account-note")}</p> }.into_markup(),
            Refusal::NotFound => view! { <p>{context.text("staff-person-unknown")}</p> }.into_markup(),
            Refusal::TooMany { seconds } => {
                let minutes = seconds.div_ceil(60).to_string();
                view! { <p>{context.format_text("staff-too-many-text", [("minutes", minutes)])}</p> }.into_markup()
            }
        };
        not_done(&context, content)
    })
}

string_enum! {
    /// Completed actions that a page can confirm. The word appears in the URL.
    pub enum DoneWord ("action") {
        Password = "password",
        Sessions = "sessions",
        Roles = "roles",
        Disabled = "disabled",
        Enabled = "enabled",
        Unlinked = "unlinked",
    }
}

/// Confirms the action just taken.
#[component]
pub fn Done(done: Option<String>) -> impl IntoView {
    let context = PageContext::current();
    let done = done.and_then(|word| word.parse::<DoneWord>().ok());
    done.map(|done| view! { <p class="notice" role="status">{context.word("staff-done", done.as_str())}</p> })
}

/// Role names as a list in a sentence.
#[must_use]
pub fn roles_in_words(context: &PageContext, roles: &Roles) -> String {
    let words: Vec<String> = roles.named().into_iter().map(|role| context.word("role", role.as_str())).collect();
    if words.is_empty() { context.text("staff-no-roles") } else { words.join(&context.text("list-separator")) }
}

/// Department names as a list in a sentence. Departments that nothing is known of appear as codes.
#[must_use]
pub fn departments_in_words(context: &PageContext, roles: &Roles) -> String {
    let name = |code| context.snapshot.department_name(code, context.language);
    let names: Vec<String> = roles.departments.iter().map(name).collect();
    if names.is_empty() {
        context.text("staff-no-departments-short")
    } else {
        names.join(&context.text("list-separator"))
    }
}

/// Said where departments would be chosen while there are none, with the way to the table of departments.
pub fn no_departments(context: &PageContext) -> Markup {
    view! {
        <p>
            {context.text("departments-none")} " "
            <a href=context.link("/staff/tables/departments")>{context.text("departments-none-add")}</a>
        </p>
    }
    .into_markup()
}

/// Checkboxes for departments and roles.
#[component]
pub fn RolesFields(roles: Roles) -> Markup {
    let context = PageContext::current();
    let departments: Vec<_> = context
        .snapshot
        .departments
        .iter()
        .map(|department| {
            let name = context.language.department_name(department);
            let code = department.code.to_string();
            let ticked = roles.departments.contains(&department.code);
            view! { <Tick name="department" value=code words=name ticked=ticked /> }
        })
        .collect();
    let role = |role: Role, ticked: bool| {
        let words = context.word("role-means", role.as_str());
        view! { <Tick name=role.as_str() value="yes".to_owned() words=words ticked=ticked /> }
    };
    view! {
        <fieldset id="roles" tabindex="-1">
            <legend>{context.text("staff-departments")}</legend>
            {if departments.is_empty() {
                no_departments(&context)
            } else {
                view! {
                    <p class="small quiet">{context.text("staff-departments-hint")}</p>
                    <div class="tick-columns">{departments}</div>
                }
                .into_markup()
            }}
        </fieldset>
        <fieldset>
            <legend>{context.text("staff-further-roles")}</legend>
            {role(Role::Approver, roles.is_approver)}
            {role(Role::Administrator, roles.is_administrator)}
        </fieldset>
    }
    .into_markup()
}

/// A checkbox.
#[component]
pub fn Tick(name: &'static str, value: String, words: String, ticked: bool) -> Markup {
    view! {
        <label class="choice">
            <input type="checkbox" name=name value=value checked=ticked />
            <span>{mark_japanese(&PageContext::current(), &words)}</span>
        </label>
    }
    .into_markup()
}
