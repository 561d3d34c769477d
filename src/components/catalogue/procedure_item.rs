//! One procedure in a list.

use domain::procedure::Procedure;
use leptos::prelude::*;
use search::Words;

use super::answer::Answer;
use super::highlight::{Highlight, occurrences};
use super::ladder::LadderStrip;
use super::procedure_name::ProcedureName;
use crate::components::base::badge::{AvailabilityBadge, ValidityBadge};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::titled;
use crate::page_context::PageContext;
use crate::server::read_model::procedure_state::ProcedureState;

/// Name, plain answer, steps, department and certificate. If the search terms are not in the name, the summary shows
/// why the procedure was found. `place` is its number if the list is in the order of doing.
#[component]
pub fn ProcedureItem<'a>(
    procedure: &'a Procedure,
    state: ProcedureState,
    words: Words,
    #[prop(optional_no_strip)] place: Option<usize>,
) -> Markup {
    let context = PageContext::current();
    let language = context.language;
    let name = language.of(&procedure.name).0;
    let summary = (!words.is_empty() && occurrences(name, &words).is_empty()).then(|| {
        let (summary, of) = language.of(&procedure.summary);
        let foreign = (of.html_lang() != language.html_lang()).then_some(of.html_lang());
        view! { <p lang=foreign><Highlight text=summary words=words.clone() /></p> }
    });
    let department =
        procedure.department.as_ref().and_then(|code| context.snapshot.department(code)).map(|department| {
            let name = language.department_name(department);
            let foreign = context.lang_of_pick(&department.name_en);
            view! { <li lang=foreign>{name}</li> }
        });
    let card =
        procedure.card_requirement.map(|requirement| view! { <li>{context.word("card", requirement.as_str())}</li> });
    let answer = if state.is_in_force() {
        view! {
            <p class="answer-line">
                <AvailabilityBadge availability=state.availability />
                " "
                <span>{context.word("answer", Answer::of(procedure, &state).as_str())}</span>
            </p>
            <LadderStrip steps=state.steps />
        }
        .into_markup()
    } else {
        let ended_on = procedure.ending_known(context.as_of).map(|ending| ending.on);
        let ended_on = ended_on.map(|day| context.format_text("ending-short", [("date", context.short_date(day))]));
        view! { <p class="answer-line"><ValidityBadge validity=state.validity /> <span>{ended_on}</span></p> }
            .into_markup()
    };
    let page = context.link_on_day(&format!("/procedures/{}", procedure.id));
    let heading = view! {
        <h3>
            {place.map(|place| view! { <span class="place">{place}</span> " " })}
            <a href=page><ProcedureName procedure=procedure words=words /></a>
        </h3>
    };
    view! {
        <li class="procedure-item">
            <div>
                {titled(heading, procedure.sample)}
                {summary}
                <ul role="list" class="details">{department} {card}</ul>
            </div>
            <div>
                {answer}
            </div>
        </li>
    }
    .into_markup()
}
