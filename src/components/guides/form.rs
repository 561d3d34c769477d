//! The questions of a guide as a plain form. Every state has an address, and nothing is stored.

use domain::guide::{AnsweredQuestion, Guide, NONE, Question, QuestionKind, UNKNOWN};
use leptos::prelude::*;

use super::local_text;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::url_within;
use crate::server::read_model::guides::{DAY, GuideQuery, TICKED, answer_name, day_name, question_name};

/// The questions that come up, with what was answered, and the day that deadlines count from.
#[must_use]
pub fn guide_form(context: &PageContext, guide: &Guide, query: &GuideQuery) -> Markup {
    let asked = guide.asked(&query.given);
    let total = asked.len();
    let questions: Vec<_> = (1..).zip(&asked).map(|(number, asked)| fields(context, asked, number, total)).collect();
    let (day, of) = day_name(context.language, &guide.day);
    let has_day = !guide.day.ja.is_empty();
    let day = has_day.then(|| {
        let label = context.format_text("guide-day-label", [("day", day)]);
        view! {
            <div class="guide-day stack">
                <label for="guide-day" lang=context.lang(of)>{label}</label>
                <p class="small quiet" id="guide-day-hint">{context.text("guide-day-hint")}</p>
                <input
                    id="guide-day"
                    name=DAY
                    type="date"
                    value=query.day.map(|day| day.to_string())
                    aria-describedby="guide-day-hint"
                />
            </div>
        }
    });
    // A question may come up by what was answered.
    let button = if query.is_empty() { "guide-show" } else { "guide-show-again" };
    view! {
        <form
            class="guide-form box stack"
            id="questions"
            action=context.link(&url_within("/guides", guide.id.as_str()))
        >
            <p class="small quiet">{context.text("guide-privacy")}</p>
            {questions}
            {day}
            <button class="button">{context.text(button)}</button>
        </form>
    }
    .into_markup()
}

fn fields(context: &PageContext, asked: &AnsweredQuestion<'_>, number: usize, total: usize) -> Markup {
    let question = asked.question;
    let count = [("number", number.to_string()), ("total", total.to_string())];
    let help = (!question.help.ja.is_empty())
        .then(|| view! { <p class="small quiet">{local_text(context, &question.help)}</p> });
    let several = (question.kind == QuestionKind::Several)
        .then(|| view! { <p class="small quiet">{context.text("guide-several")}</p> });
    let own = question.answers.iter().map(|answer| {
        let is_chosen = asked.given.is_some_and(|given| given.chosen.contains(&answer.id));
        choice(question, answer.id.as_str(), local_text(context, &answer.text), is_chosen)
    });
    let nothing_chosen = |rest_is_unknown: bool| {
        asked.given.is_some_and(|given| given.rest_is_unknown == rest_is_unknown && given.chosen.is_empty())
    };
    let none = (question.kind == QuestionKind::Several)
        .then(|| choice(question, NONE, context.text("guide-answer-none").into_markup(), nothing_chosen(false)));
    let is_unknown = asked.given.is_some_and(|given| given.rest_is_unknown);
    let unknown = choice(question, UNKNOWN, context.text("guide-answer-unknown").into_markup(), is_unknown);
    let choices: Vec<Markup> = own.chain(none).chain([unknown]).collect();
    view! {
        <fieldset class="plain-fieldset guide-question">
            <legend>
                <span class="small quiet">{context.format_text("guide-question-number", count)}</span>
                " "
                <b>{local_text(context, &question.text)}</b>
            </legend>
            {help}
            {several}
            <div class="guide-answers">{choices}</div>
        </fieldset>
    }
    .into_markup()
}

fn choice(question: &Question, answer: &str, words: Markup, is_chosen: bool) -> Markup {
    let (kind, name, value) = match question.kind {
        QuestionKind::One => ("radio", question_name(question), answer.to_owned()),
        QuestionKind::Several => ("checkbox", answer_name(question, answer), TICKED.to_owned()),
    };
    view! {
        <label class="choice">
            <input type=kind name=name value=value checked=is_chosen />
            <span>{words}</span>
        </label>
    }
    .into_markup()
}
