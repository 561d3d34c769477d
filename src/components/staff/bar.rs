//! The bar above staff pages: the logged-in user, navigation, and logout.

use domain::staff::Role;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::page_context::PageContext;
use crate::server::staff::CurrentUser;
use crate::server::staff::access::is_within;

/// Empty if nobody is logged in.
#[component]
pub fn StaffBar(user: Option<CurrentUser>) -> impl IntoView {
    let context = PageContext::current();
    user.map(|user| {
        let knows_password = !user.rights.must_change_password();
        let help = help_about(&context.page);
        let ways: Vec<_> = [
            ("staff-desk-title", "/staff", knows_password),
            ("staff-procedures-title", "/staff/procedures", user.rights.has(Role::Editor)),
            ("import-title", "/staff/import", user.rights.has(Role::Editor)),
            ("tables-title", "/staff/tables", user.rights.has(Role::Editor) || user.rights.may_administer()),
            ("proposals-title", "/staff/proposals", user.rights.has(Role::Editor)),
            ("staff-reports-title", "/staff/reports", user.rights.has(Role::Editor)),
            ("staff-account-title", "/staff/account", true),
            ("staff-people-title", "/staff/people", user.rights.may_administer()),
            ("departments-title", "/staff/departments", user.rights.may_administer()),
            ("audit-title", "/staff/audit", user.rights.may_read_audit_log()),
            ("first-day-title", "/staff/first-day", user.rights.may_set_up()),
            ("help-title", help.as_str(), knows_password),
        ]
        .into_iter()
        .filter(|(_, _, open)| *open)
        .map(|(name, page, _)| {
            let current = (page.split('#').next() == Some(context.page.as_str())).then_some("page");
            view! { <li><a href=context.link(page) aria-current=current>{context.text(name)}</a></li> }
        })
        .collect();
        view! {
            <div class="staff-bar no-print">
                <div class="wrap row">
                    <nav aria-label=context.text("staff-nav-label")>
                        <ul role="list" class="row">{ways}</ul>
                    </nav>
                    <form class="row" method="post" action=context.link("/staff/logout")>
                        <span>{mark_japanese(&context, user.member.name.as_str())}</span>
                        <button class="button secondary">{context.text("staff-log-out")}</button>
                    </form>
                </div>
            </div>
        }
    })
}

/// The part of the help that is about a page of the staff side: the link to it.
#[must_use]
pub fn help_about(page: &str) -> String {
    let topics = [
        ("/staff/procedures", "change"),
        ("/staff/import", "excel"),
        ("/staff/cards", "cards"),
        ("/staff/bulk", "bulk"),
        ("/staff/tables", "tables"),
        ("/staff/proposals", "approver"),
        ("/staff/first-day", "begin"),
        ("/staff/people", "people"),
        ("/staff/departments", "departments"),
        ("/staff/reorganise", "reorganise"),
    ];
    let topic = topics.into_iter().find(|(about, _)| is_within(page, about)).map(|(_, topic)| format!("#{topic}"));
    format!("/staff/help{}", topic.unwrap_or_default())
}
