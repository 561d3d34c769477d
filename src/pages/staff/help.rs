//! `/staff/help`: how staff do what they do most often, by role, in steps.
//!
//! The texts name buttons and pages by the texts that these have, so they stay true when a name changes.

use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::page_context::PageContext;

/// A task: its place on the page and in the names of its texts, the number of its steps, and the page where it begins.
#[derive(Debug)]
pub struct Topic {
    pub name: &'static str,
    pub steps: usize,
    begins_at: &'static str,
}

const fn topic(name: &'static str, steps: usize, begins_at: &'static str) -> Topic {
    Topic { name, steps, begins_at }
}

/// The tasks of each role, in the order in which people meet them.
pub const TOPICS: [(&str, &[Topic]); 3] = [
    (
        "editor",
        &[
            topic("change", 5, "/staff/procedures"),
            topic("excel", 4, "/staff/import"),
            topic("cards", 4, "/staff/cards"),
            topic("confirm", 3, "/staff/procedures"),
            topic("bulk", 3, "/staff/procedures"),
            topic("tables", 3, "/staff/tables"),
            topic("returned", 3, "/staff/proposals"),
            topic("undo", 3, "/staff/proposals"),
        ],
    ),
    ("approver", &[topic("approve", 5, "/staff/proposals")]),
    (
        "administrator",
        &[
            topic("begin", 3, "/staff/first-day"),
            topic("people", 3, "/staff/people"),
            topic("password", 3, "/staff/people"),
            topic("departments", 3, "/staff/departments"),
            topic("reorganise", 3, "/staff/reorganise"),
        ],
    ),
];

/// The words of the staff side that have a meaning of their own.
pub const TERMS: [&str; 8] =
    ["draft", "waiting", "returned", "scheduled", "withdrawn", "effective", "unknown", "sample"];

#[must_use]
pub fn help_page(context: &PageContext) -> Markup {
    let title = context.text("help-title");
    let sections = view! {
        <div class="sections">
            {TOPICS.iter().map(|(role, topics)| role_section(context, role, topics)).collect_view()}
            {terms(context)}
        </div>
    };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{context.text("help-lead")}</p>
            </header>
            {with_contents(context, sections)}
        </div>
    }
    .into_markup()
}

fn role_section(context: &PageContext, role: &'static str, topics: &[Topic]) -> Markup {
    let tasks = topics
        .iter()
        .map(|Topic { name, steps, begins_at }| {
            let steps = (1..=*steps)
                .map(|number| view! { <li>{context.text(&format!("help-{name}-{number}"))}</li> })
                .collect_view();
            view! {
                <section class="stack prose">
                    <h3 id=*name>{context.text(&format!("help-{name}"))}</h3>
                    <ol>{steps}</ol>
                    <p><a href=context.link(begins_at)>{context.text("help-begin-here")}</a></p>
                </section>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby=role>
            <h2 id=role>{context.word("role", role)}</h2>
            {tasks}
        </section>
    }
    .into_markup()
}

fn terms(context: &PageContext) -> Markup {
    let terms = TERMS
        .iter()
        .map(|term| {
            view! {
                <dt>{context.text(&format!("help-term-{term}"))}</dt>
                <dd>{context.text(&format!("help-term-{term}-means"))}</dd>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="terms">
            <h2 id="terms">{context.text("help-terms")}</h2>
            <dl class="prose">{terms}</dl>
        </section>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::staff::bar::help_about;

    #[test]
    fn every_page_leads_to_a_part_that_exists() {
        let parts: Vec<&str> = TOPICS
            .iter()
            .flat_map(|(role, topics)| [*role].into_iter().chain(topics.iter().map(|topic| topic.name)))
            .collect();
        for (page, part) in [
            ("/staff/procedures/resident-card/edit", "change"),
            ("/staff/bulk", "bulk"),
            ("/staff/proposals/12", "approver"),
            ("/staff/people/3", "people"),
        ] {
            assert_eq!(help_about(page), format!("/staff/help#{part}"));
            assert!(parts.contains(&part), "{part}");
        }
        assert_eq!(help_about("/staff"), "/staff/help");
        assert_eq!(help_about("/staff/peoples"), "/staff/help");
    }
}
