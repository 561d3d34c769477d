//! The five steps of a procedure, as a drawing and in words.

use charts;
use domain::procedure::StepState;
use domain::step::Steps;
use leptos::prelude::*;

use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::raw_markup::drawings;
use crate::page_context::PageContext;

/// One symbol per step in a row, for lists with the text beside it. Screen readers read it as one sentence.
#[component]
pub fn LadderStrip(steps: Steps) -> Markup {
    let context = PageContext::current();
    let items: Vec<_> = steps
        .iter()
        .map(|(step, state)| {
            let (class, sign) = look(state);
            view! {
                <li class=class>
                    <Icon sign=sign />
                    <span>{context.word("step", step.as_str())}</span>
                    " "
                    <span class="visually-hidden">{context.word("state", spelling(state))}</span>
                </li>
            }
        })
        .collect();
    view! {
        <ol class="ladder-strip" role="list" aria-label=context.text("ladder-label")>
            {items}
        </ol>
    }
    .into_markup()
}

/// The drawing for the page of a procedure, wide and narrow. The style sheet shows the one that fits. `id` is unique in
/// the page.
#[component]
pub fn LadderPicture(steps: Steps, #[prop(into)] id: String) -> Markup {
    let context = PageContext::current();
    let spoken: Vec<String> = steps
        .iter()
        .map(|(step, state)| {
            let words =
                [("step", context.word("step", step.as_str()).into()), ("state", state_word(&context, state).into())];
            context.language.text_with("ladder-spoken", words)
        })
        .collect();
    let drawn: Vec<String> = [(charts::Width::Wide, "wide"), (charts::Width::Narrow, "narrow")]
        .into_iter()
        .map(|(width, name)| {
            charts::ladder_picture(&charts::Ladder {
                caption: charts::Caption {
                    id: format!("{id}-{name}"),
                    title: context.text("ladder-label"),
                    desc: spoken.join(&context.text("list-separator")),
                },
                width,
                steps: steps_drawn(&context, steps),
            })
        })
        .collect();
    drawings("ladder-picture chart-pair", &drawn)
}

/// The five steps in words: what each is, and how to do it.
#[component]
pub fn LadderList(steps: Steps) -> Markup {
    let context = PageContext::current();
    let items: Vec<_> = steps
        .iter()
        .map(|(step, state)| {
            let (class, sign) = look(state);
            view! {
                <li>
                    <b>{context.word("step", step.as_str())}</b>
                    <span class=format!("step-state {class}")>
                        <Icon sign=sign />
                        {state_word(&context, state)}
                    </span>
                    <span class="quiet">{context.word("step-means", step.as_str())}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="ladder-list" role="list">{items}</ol> }.into_markup()
}

fn steps_drawn(context: &PageContext, steps: Steps) -> [charts::LadderStep; 5] {
    let states = [steps.apply, steps.identify, steps.attach, steps.pay, steps.receive];
    let mut names = steps.iter().map(|(step, _)| context.word("step", step.as_str()));
    states.map(|state| charts::LadderStep {
        name: names.next().unwrap_or_default(),
        state: match state {
            Some(StepState::Online) => charts::StepState::Online,
            Some(StepState::Counter) => charts::StepState::Counter,
            Some(StepState::NotNeeded) => charts::StepState::NotNeeded,
            None => charts::StepState::Unknown,
        },
        state_text: state_word(context, state),
    })
}

fn state_word(context: &PageContext, state: Option<StepState>) -> String {
    context.word("state", spelling(state))
}

fn spelling(state: Option<StepState>) -> &'static str {
    state.map_or("unknown", StepState::as_str)
}

const fn look(state: Option<StepState>) -> (&'static str, Sign) {
    match state {
        Some(StepState::Online) => ("online", Sign::Check),
        Some(StepState::Counter) => ("counter", Sign::Building),
        Some(StepState::NotNeeded) => ("not-needed", Sign::Dash),
        None => ("unknown", Sign::Question),
    }
}
