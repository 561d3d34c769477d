//! Accounts as shown on staff pages.

use std::collections::HashMap;

use domain::staff::{PersonName, StaffId, StaffMember};
use leptos::prelude::*;

use super::fields::{departments_in_words, roles_in_words};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;

/// The names of accounts.
pub type Names = HashMap<StaffId, PersonName>;

/// The name of whoever the log calls so, with or without the prefix of accounts, if it is known.
#[must_use]
pub fn known_name<'a>(names: &'a Names, actor: &str) -> Option<&'a PersonName> {
    names.get(&actor.strip_prefix("staff ").unwrap_or(actor).parse::<StaffId>().ok()?)
}

/// Who wrote a row of the audit log.
#[must_use]
pub fn actor_name(context: &PageContext, names: &Names, actor: &str) -> String {
    match known_name(names, actor) {
        Some(name) => name.as_str().to_owned(),
        None if actor.starts_with("staff ") => context.text("person-gone"),
        None => context.text("person-command-line"),
    }
}

/// The state of an account in one word.
fn state_in_words(context: &PageContext, member: &StaffMember) -> String {
    context.text(match (member.disabled, member.must_change_password) {
        (true, _) => "staff-state-disabled",
        (false, true) => "staff-state-one-time",
        (false, false) => "staff-state-open",
    })
}

/// The login methods of an account.
fn login_methods_in_words(context: &PageContext, member: &StaffMember) -> String {
    let methods = [
        ("staff-way-password", member.has_password),
        ("staff-way-sign-on", member.is_linked),
        ("staff-way-sign-on-unused", !member.has_password && !member.is_linked),
    ];
    let words: Vec<String> = methods.into_iter().filter(|(_, is)| *is).map(|(name, _)| context.text(name)).collect();
    words.join(&context.text("list-separator"))
}

fn last_login(context: &PageContext, member: &StaffMember) -> String {
    member.last_login_at.map_or_else(|| context.text("staff-never"), |at| context.date_and_time(at))
}

/// The person, and their departments and roles.
#[component]
pub fn MemberFacts<'a>(member: &'a StaffMember) -> Markup {
    let context = PageContext::current();
    let facts: Vec<_> = [
        ("staff-name", member.name.as_str().to_owned()),
        ("staff-e-mail", member.e_mail.as_str().to_owned()),
        ("staff-roles-title", roles_in_words(&context, &member.roles)),
        ("staff-departments", departments_in_words(&context, &member.roles)),
        ("staff-state", state_in_words(&context, member)),
        ("staff-ways", login_methods_in_words(&context, member)),
        ("staff-last-login", last_login(&context, member)),
    ]
    .into_iter()
    .map(|(name, value)| view! { <div><dt>{context.text(name)}</dt><dd>{mark_japanese(&context, &value)}</dd></div> })
    .collect();
    view! { <dl class="facts">{facts}</dl> }.into_markup()
}

/// All accounts.
#[component]
pub fn PeopleTable(people: Vec<(StaffMember, i64)>) -> Markup {
    let context = PageContext::current();
    let rows: Vec<_> = people
        .into_iter()
        .map(|(member, sessions)| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=context.link(&format!("/staff/people/{}", member.id))>{member.name.as_str().to_owned()}</a>
                    </th>
                    <td>{member.e_mail.as_str().to_owned()}</td>
                    <td>{roles_in_words(&context, &member.roles)}</td>
                    <td>{mark_japanese(&context, &departments_in_words(&context, &member.roles))}</td>
                    <td>{state_in_words(&context, &member)}</td>
                    <td>{last_login(&context, &member)}</td>
                    <td class="number">{sessions}</td>
                </tr>
            }
        })
        .collect();
    let heads: Vec<_> =
        ["staff-name", "staff-e-mail", "staff-roles-title", "staff-departments", "staff-state", "staff-last-login"]
            .into_iter()
            .map(|name| view! { <th scope="col">{context.text(name)}</th> })
            .collect();
    view! {
        <TableRegion label=context.text("staff-people-title")>
            <table class="staff-table">
                <thead>
                    <tr>{heads} <th scope="col" class="number">{context.text("staff-sessions-short")}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableRegion>
    }
    .into_markup()
}
