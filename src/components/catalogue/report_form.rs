//! Feedback on a procedure's page: closed choices in a plain form, and a few words for the staff.

use domain::limits;
use domain::procedure::{ProcedureId, Step};
use domain::report::{ReportKind, ReportReason};
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::raw_markup::MultiLineField;
use crate::page_context::PageContext;
use crate::server::reports::{Choices, ReportFormError};

/// The form with its submitted values. The style sheet shows the two follow-up questions once the first answer requires
/// them. A browser without support always shows them, with a note on whom they are for.
#[component]
pub fn ReportForm<'a>(
    procedure: &'a ProcedureId,
    #[prop(optional)] choices: Choices,
    #[prop(optional)] mistakes: Vec<ReportFormError>,
) -> Markup {
    let context = PageContext::current();
    let question = |name, members: Vec<&'static str>, family, chosen, mistake: ReportFormError, required| {
        let wrong = mistakes.contains(&mistake).then(|| mistake_in_words(&context, mistake));
        let legend = context.text(match mistake {
            ReportFormError::Step => "report-step",
            ReportFormError::Reason => "report-reason",
            _ => "report-question",
        });
        let choices = members.into_iter().map(|member| (member, context.word(family, member))).collect();
        view! { <Question name=name legend=legend choices=choices chosen=chosen wrong=wrong required=required /> }
    };
    let kinds = ReportKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let steps = Step::ALL.iter().map(|step| step.as_str()).collect();
    let reasons = ReportReason::ALL.iter().map(|reason| reason.as_str()).collect();
    // What was typed is never hidden, whatever else is chosen.
    let has_text = !choices.text.is_empty();
    view! {
        <form class="report-form stack" method="post" action=context.link(&format!("/procedures/{procedure}/reports"))>
            {question("kind", kinds, "report-kind", choices.kind.map(ReportKind::as_str), ReportFormError::Kind, true)}
            <div class="report-details stack">
                <p class="small">{context.text("report-only-then")}</p>
                {question("step", steps, "step", choices.step.map(Step::as_str), ReportFormError::Step, false)}
                {question(
                    "reason",
                    reasons,
                    "report-reason",
                    choices.reason.map(ReportReason::as_str),
                    ReportFormError::Reason,
                    false,
                )}
                {(!has_text).then(|| text_field(&context, "", &mistakes))}
            </div>
            {has_text.then(|| text_field(&context, &choices.text, &mistakes))}
            <p class="small quiet">{context.format_text("report-privacy", kept(&context))}</p>
            <button class="button secondary">{context.text("report-send")}</button>
        </form>
    }
    .into_markup()
}

/// What is wrong, and what to do.
#[must_use]
pub fn mistake_in_words(context: &PageContext, mistake: ReportFormError) -> String {
    let (family, member) = mistake.text();
    context.format_text(&format!("{family}-{member}"), [("most", limits::REPORT_TEXT.to_string())])
}

/// How long what a reader adds is kept.
fn kept(context: &PageContext) -> [(&'static str, String); 1] {
    [("days", context.settings.report_texts.days.to_string())]
}

/// The field for a few words, with what was typed and what is wrong with it.
fn text_field(context: &PageContext, text: &str, mistakes: &[ReportFormError]) -> Markup {
    let wrong: Vec<_> = mistakes
        .iter()
        .filter(|mistake| mistake.question() == "text")
        .map(|mistake| view! { <p class="mistake">{mistake_in_words(context, *mistake)}</p> })
        .collect();
    let is_wrong = !wrong.is_empty();
    let described_by = if is_wrong { "report-text-hint text-mistake" } else { "report-text-hint" };
    let hint = context.format_text("report-text-hint", [("most", limits::REPORT_TEXT.to_string())]);
    view! {
        <div class="stack">
            <label for="report-text">{context.text("report-text")}</label>
            <p class="small" id="report-text-hint">{hint}</p>
            <div id="text-mistake">{wrong}</div>
            <MultiLineField
                id="report-text"
                name="text"
                rows=3
                text=text.to_owned()
                described_by=Some(described_by.to_owned())
                is_wrong=is_wrong
                longest=limits::REPORT_TEXT
            />
        </div>
    }
    .into_markup()
}

/// One question with its answers, exactly one of which can be chosen, and the error of the last submission.
#[component]
fn Question(
    name: &'static str,
    legend: String,
    choices: Vec<(&'static str, String)>,
    chosen: Option<&'static str>,
    wrong: Option<String>,
    required: bool,
) -> Markup {
    let described_by = wrong.is_some().then(|| format!("{name}-mistake"));
    let answers: Vec<_> = choices
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = chosen == Some(value);
            view! {
                <label class="choice">
                    <input type="radio" name=name value=value checked=is_chosen required=required />
                    <span>{words}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset id=format!("report-{name}") aria-describedby=described_by.clone()>
            <legend>{legend}</legend>
            {wrong.map(|wrong| view! { <p class="mistake" id=described_by.clone()>{wrong}</p> })}
            {answers}
        </fieldset>
    }
    .into_markup()
}

/// The end of a procedure's page: the form, or thanks for the feedback sent.
#[component]
pub fn ReportSection<'a>(procedure: &'a ProcedureId) -> Markup {
    let context = PageContext::current();
    let reported = context.parameters().text("reported") == Some("yes");
    let content = if reported {
        view! {
            <div class="notice stack" role="status">
                <h2>{context.text("report-thanks-title")}</h2>
                <p>{context.text("report-thanks-text")}</p>
            </div>
        }
        .into_markup()
    } else {
        view! {
            <h2>{context.text("report-title")}</h2>
            <ReportForm procedure=procedure />
        }
        .into_markup()
    };
    view! { <section class="stack no-print" id="report" tabindex="-1">{content}</section> }.into_markup()
}
