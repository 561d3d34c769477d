//! The head of a procedure's page: its names, and the answer with the way to start.

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::contradiction::Contradiction;
use domain::ending::Validity;
use domain::procedure::Procedure;
use leptos::prelude::*;

use super::channels::Channels;
use super::ladder::LadderPicture;
use crate::components::base::badge::{AvailabilityBadge, ValidityBadge};
use crate::components::base::city_text::official_name;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::read_model::particulars::Particulars;
use crate::server::read_model::procedure_state::ProcedureState;

/// The official name to ask for at the counter, what the procedure is for, and whether some of it is only in Japanese.
#[must_use]
pub fn procedure_names(context: &PageContext, procedure: &Procedure) -> Markup {
    let language = context.language;
    let official = (language != Language::Japanese).then(|| {
        let name = official_name(context, &procedure.name.ja, &procedure.kana);
        view! { <p class="official-name">{context.text("official-name")} " " {name}</p> }
    });
    let (summary, of) = language.of(&procedure.summary);
    let foreign = context.lang(of);
    let summary = (!summary.is_empty()).then(|| view! { <p class="lead" lang=foreign>{summary.to_owned()}</p> });
    let falls_back = [&procedure.name, &procedure.summary]
        .into_iter()
        .any(|text| !text.ja.is_empty() && !language.is_met_by(language.of(text).1));
    let in_japanese = falls_back.then(|| view! { <p class="small quiet">{context.text("only-in-japanese")}</p> });
    view! { {official} {summary} {in_japanese} }.into_markup()
}

/// The answer in a sentence, the ways to apply, and the steps as a picture. Of a procedure that has ended, `last_day` is the
/// day of the steps, and nobody can start it any more.
#[must_use]
pub fn answer_panel(
    context: &PageContext,
    procedure: &Procedure,
    answer: &str,
    state: &ProcedureState,
    particulars: &Particulars<'_>,
    last_day: Option<NaiveDate>,
) -> Markup {
    let class = match state.availability.filter(|_| last_day.is_none()) {
        Some(Availability::Complete) => "answer-panel complete",
        Some(Availability::Partial) => "answer-panel partial",
        Some(Availability::Counter) => "answer-panel counter",
        Some(Availability::Excluded) | None => "answer-panel",
    };
    let badge = match last_day {
        None => view! { <AvailabilityBadge availability=state.availability /> }.into_markup(),
        Some(_) => view! { <ValidityBadge validity=Validity::Ended /> }.into_markup(),
    };
    let as_before = last_day.map(|day| {
        view! { <p class="small quiet">{context.format_text("ending-as-before", [("date", context.date(day))])}</p> }
    });
    let start = last_day.is_none().then(|| {
        view! {
            <div class="stack start">
                <h3>{context.text("start-title")}</h3>
                {particulars.has(Contradiction::OnlineWithoutAddress).then(|| {
                    view! { <p>{context.text("start-without-address")}</p> }
                })}
                <Channels
                    procedure=procedure
                    channels=procedure.channels.clone()
                    is_doubtful=particulars.has(Contradiction::AddressButNotOnline)
                />
            </div>
        }
    });
    view! {
        <section class=class aria-labelledby="answer">
            <p>{badge}</p>
            <h2 id="answer">{answer.to_owned()}</h2>
            {as_before}
            {start}
            <LadderPicture steps=particulars.steps id="ladder" />
        </section>
    }
    .into_markup()
}
