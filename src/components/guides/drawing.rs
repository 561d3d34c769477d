//! A guide as its author sees it: from each question to its answers, and on to the entries that need them. Nested lists,
//! which style sheets connect by lines, so that they are read aloud in the same order.

use domain::guide::{AnswerId, Condition, Entry, Finding, FindingPlace, Guide, Question};
use leptos::prelude::*;

use super::condition_words::condition_words;
use super::local_text;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::address;

/// What is wrong with a guide, in words, each with the row to change.
#[must_use]
pub fn findings_list(context: &PageContext, guide: &Guide, findings: &[Finding]) -> Markup {
    if findings.is_empty() {
        return view! { <p class="notice">{context.text("guide-findings-none")}</p> }.into_markup();
    }
    let items: Vec<_> = findings
        .iter()
        .map(|finding| {
            let weight = if finding.kind.is_refused() { "guide-finding-refused" } else { "guide-finding-told" };
            let detail = (!finding.detail.is_empty()).then(|| view! { " " <code>{finding.detail.clone()}</code> });
            view! {
                <li>
                    <b>{context.text(weight)}</b>
                    " "
                    {place(context, guide, &finding.place)}
                    " "
                    {context.word("guide-finding", finding.kind.as_str())}
                    {detail}
                </li>
            }
        })
        .collect();
    view! { <ul class="guide-findings">{items}</ul> }.into_markup()
}

/// The form of a row of one of the tables of guides.
fn row(context: &PageContext, table: &str, key: &[&str]) -> String {
    let key = serde_json::to_string(key).unwrap_or_default();
    address(&context.link(&format!("/staff/tables/{table}/row")), [("row", key.as_str())])
}

fn place(context: &PageContext, guide: &Guide, place: &FindingPlace) -> Markup {
    let id = guide.id.as_str();
    let (words, href) = match place {
        FindingPlace::Guide => (context.text("guide-place-guide"), row(context, "guides", &[id])),
        FindingPlace::Question(question) => (
            context.format_text("guide-place-question", [("id", question.to_string())]),
            row(context, "guide-questions", &[id, question.as_str()]),
        ),
        FindingPlace::Answer(question, answer) => (
            context.format_text("guide-place-answer", [("id", format!("{question}={answer}"))]),
            row(context, "guide-answers", &[id, question.as_str(), answer.as_str()]),
        ),
        FindingPlace::Entry(entry) => (
            context.format_text("guide-place-entry", [("id", entry.to_string())]),
            row(context, "guide-entries", &[id, entry.as_str()]),
        ),
    };
    view! { <a href=href>{words}</a> }.into_markup()
}

/// Whether a condition asks for an answer, and not for others.
fn asks_for(condition: &Condition, question: &Question, answer: &AnswerId) -> bool {
    condition.terms.iter().any(|term| !term.is_negated && term.question == question.id && term.answers.contains(answer))
}

/// The guide from its questions to its entries.
#[must_use]
pub fn guide_drawing(context: &PageContext, guide: &Guide) -> Markup {
    let questions: Vec<_> = guide.questions.iter().map(|one| question(context, guide, one)).collect();
    // Entries that no single answer calls for: those of everybody, and those that only leave answers out.
    let always: Vec<&Entry> =
        guide.entries.iter().filter(|entry| entry.condition.terms.iter().all(|term| term.is_negated)).collect();
    let always = (!always.is_empty()).then(|| {
        view! {
            <li>
                <b>{context.text("guide-drawing-always")}</b>
                {entries(context, guide, &always)}
            </li>
        }
    });
    view! { <ol class="guide-drawing">{questions} {always}</ol> }.into_markup()
}

fn local_words(context: &PageContext, guide: &Guide, condition: &Condition) -> Markup {
    mark_japanese(context, &condition_words(context, guide, condition))
}

fn question(context: &PageContext, guide: &Guide, question: &Question) -> Markup {
    let asked_if = (!question.asked_if.is_empty()).then(|| {
        view! { <p class="small">{context.text("guide-drawing-asked-if")} " " {local_words(context, guide, &question.asked_if)}</p> }
    });
    let answers: Vec<_> = question
        .answers
        .iter()
        .map(|answer| {
            let led: Vec<&Entry> =
                guide.entries.iter().filter(|entry| asks_for(&entry.condition, question, &answer.id)).collect();
            let opened: Vec<_> = guide
                .questions
                .iter()
                .filter(|other| asks_for(&other.asked_if, question, &answer.id))
                .map(|other| {
                    view! { <li>{context.text("guide-drawing-asks")} " " {local_text(context, &other.text)}</li> }
                })
                .collect();
            let opened = (!opened.is_empty()).then(|| view! { <ul>{opened}</ul> });
            view! {
                <li>
                    {local_text(context, &answer.text)}
                    " "
                    <span class="small quiet">
                        {context.text("guide-drawing-written")} " " <code>{format!("{}={}", question.id, answer.id)}</code>
                    </span>
                    {opened}
                    {entries(context, guide, &led)}
                </li>
            }
        })
        .collect();
    let form = row(context, "guide-questions", &[guide.id.as_str(), question.id.as_str()]);
    view! {
        <li>
            <b><a href=form>{local_text(context, &question.text)}</a></b>
            {asked_if}
            <ul>{answers}</ul>
        </li>
    }
    .into_markup()
}

fn entries(context: &PageContext, guide: &Guide, entries: &[&Entry]) -> Option<Markup> {
    let items: Vec<_> = entries
        .iter()
        .map(|entry| {
            let procedure = entry.procedure.as_ref().and_then(|id| context.snapshot.procedure(id));
            let name = match procedure {
                Some((_, procedure)) => local_text(context, &procedure.name),
                None if entry.title.ja.is_empty() => mark_japanese(context, entry.id.as_str()),
                None => local_text(context, &entry.title),
            };
            let form = row(context, "guide-entries", &[guide.id.as_str(), entry.id.as_str()]);
            let condition = (!entry.condition.is_empty()).then(|| {
                view! { " " <span class="small">{local_words(context, guide, &entry.condition)}</span> }
            });
            view! { <li class="guide-leaf"><a href=form>{name}</a> {condition}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul>{items}</ul> }.into_markup())
}
