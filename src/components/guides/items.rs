//! One thing to do in a personal list.

use domain::availability::Availability;
use domain::guide::{Duty, Guide, Item, Undecided};
use domain::procedure::{Channel, StepState};
use domain::web_address;
use leptos::prelude::*;

use super::local_text;
use crate::components::base::badge::AvailabilityBadge;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::components::catalogue::answer::Answer;
use crate::components::catalogue::channels::Channels;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::page_context::PageContext;
use crate::server::query::url_within;
use crate::server::read_model::guides::deadline;

/// A list of things to do. Each is ticked off on the reader's own device, where script runs.
#[must_use]
pub fn item_list(context: &PageContext, guide: &Guide, items: &[Item<'_>]) -> Markup {
    let items: Vec<_> = items.iter().map(|item| list_item(context, guide, item, None)).collect();
    view! { <ul role="list" class="guide-items">{items}</ul> }.into_markup()
}

/// Things that may have to be done, each with the questions that decide it.
#[must_use]
pub fn undecided_list(context: &PageContext, guide: &Guide, undecided: &[Undecided<'_>]) -> Markup {
    let items: Vec<_> = undecided
        .iter()
        .map(|one| {
            let questions = one.questions.iter().filter_map(|id| guide.question(id));
            let questions: Vec<_> =
                questions.map(|question| view! { <li>{local_text(context, &question.text)}</li> }).collect();
            let decided = (!questions.is_empty()).then(|| {
                view! {
                    <div class="small">
                        <p>{context.text("guide-decided-by")}</p>
                        <ul>{questions}</ul>
                    </div>
                }
                .into_markup()
            });
            list_item(context, guide, &one.item, Some(decided.into_markup()))
        })
        .collect();
    view! { <ul role="list" class="guide-items">{items}</ul> }.into_markup()
}

/// The name of a thing to do, a link where it is a procedure.
#[must_use]
pub fn item_title(context: &PageContext, item: &Item<'_>) -> Markup {
    match item.facts {
        Some(facts) => {
            let page = context.link(&url_within("/procedures", facts.procedure.id.as_str()));
            view! {
                <a href=page><ProcedureName procedure=facts.procedure /></a>
                " "
                <SampleLabel sample=facts.procedure.sample />
            }
            .into_markup()
        }
        None => local_text(context, &item.entry.title),
    }
}

fn list_item(context: &PageContext, guide: &Guide, item: &Item<'_>, decided_by: Option<Markup>) -> Markup {
    let entry = item.entry;
    let until = deadline(context.language, guide, entry).map(|(words, of)| {
        let date = item.due.map(|due| view! { " " <b class="guide-due">{context.short_date(due)}</b> });
        view! {
            <p class="guide-deadline">
                <span lang=context.lang(of)>{words}</span>
                {date}
            </p>
        }
    });
    let duty = match entry.duty {
        Duty::Legal => view! { <span class="badge">{context.word("guide-duty", "legal")}</span> }.into_markup(),
        Duty::Advised => {
            view! { <span class="quiet small">{context.word("guide-duty", "advised")}</span> }.into_markup()
        }
    };
    let how = match item.facts {
        Some(_) => procedure_facts(context, item),
        None => elsewhere(context, item),
    };
    let note = (!entry.note.ja.is_empty()).then(|| view! { <p class="small">{local_text(context, &entry.note)}</p> });
    // What is only perhaps needed is nothing to tick off.
    let tick = decided_by.is_none().then(|| entry.id.to_string());
    view! {
        <li class="guide-item" data-tick=tick>
            <p class="guide-name"><b>{item_title(context, item)}</b> " " {duty}</p>
            {until}
            {how}
            {note}
            {decided_by}
        </li>
    }
    .into_markup()
}

/// How far a procedure is online, and the button to begin.
fn procedure_facts(context: &PageContext, item: &Item<'_>) -> Markup {
    let Some(facts) = item.facts else { return ().into_markup() };
    let states = context.snapshot.states_on(context.as_of);
    let Some((place, procedure)) = context.snapshot.procedure(&facts.procedure.id) else { return ().into_markup() };
    let state = &states[place];
    let answer = context.word("answer", Answer::of(procedure, state).as_str());
    let begins_online =
        state.steps.apply == Some(StepState::Online) && facts.availability != Some(Availability::Excluded);
    let online: Option<Channel> =
        procedure.channels.iter().find(|channel| web_address::link(&channel.url).is_some()).cloned();
    let begin = online
        .filter(|_| begins_online)
        .map(|channel| view! { <Channels procedure=procedure channels=vec![channel] is_doubtful=false /> });
    view! {
        <p class="answer-line">
            <AvailabilityBadge availability=facts.availability />
            <span>{answer}</span>
        </p>
        {begin}
    }
    .into_markup()
}

/// Who does what is no procedure of the catalogue, and how to get there.
fn elsewhere(context: &PageContext, item: &Item<'_>) -> Markup {
    let entry = item.entry;
    let who = (!entry.who.ja.is_empty()).then(|| view! { <li>{local_text(context, &entry.who)}</li> });
    let address = (!entry.address.is_empty()).then(|| view! { <li>{mark_japanese(context, &entry.address)}</li> });
    let phone = (!entry.phone.is_empty()).then(|| {
        let number: String =
            entry.phone.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '+' | '#')).collect();
        let href = format!("tel:{}", number.replace('#', "%23"));
        view! { <li>{context.text("contact-phone")} " " <a href=href>{entry.phone.clone()}</a></li> }
    });
    let site = web_address::link(&entry.url).is_some().then(|| {
        view! { <li><a href=entry.url.clone() rel="external">{context.text("guide-site")}</a></li> }
    });
    view! { <ul role="list" class="details">{who} {address} {phone} {site}</ul> }.into_markup()
}
