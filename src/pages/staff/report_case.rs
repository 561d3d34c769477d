//! `/staff/reports/{id}`: what residents could not finish, in their words if they added any, and what the staff do about
//! it.

use std::collections::BTreeSet;

use domain::personal_data::PersonalData;
use domain::report::{CaseOutcome, CaseState, TextRetention};
use leptos::prelude::*;

use super::reports::{case_state, problem};
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::options_of;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::{mistakes_summary, not_done};
use crate::components::base::page_head::PageHead;
use crate::components::base::raw_markup::MultiLineField;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::staff::audit_words::who_in_words;
use crate::components::staff::people::Names;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::editing::report_cases::OpenedCase;
use crate::server::editing::{EditRefusal, LONGEST_REASON};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseMistake {
    Outcome,
    NoteLong,
    /// The note seems to contain personal data.
    PersonalData(PersonalData),
    /// The form has unexpected fields.
    Form,
}

impl CaseMistake {
    /// The field that it is about, and what to do.
    fn in_words(self, context: &PageContext) -> (Option<String>, String) {
        let note = || Some("case-note".to_owned());
        match self {
            Self::Outcome => (Some("case-outcome".to_owned()), context.text("report-case-mistake-outcome")),
            Self::NoteLong => {
                let values = [("most", LONGEST_REASON.to_string())];
                (note(), context.format_text("report-case-mistake-note_long", values))
            }
            Self::PersonalData(kind) => (note(), context.word("personal-data", kind.as_str())),
            Self::Form => (None, context.text("staff-mistake-form")),
        }
    }
}

/// The data of the page.
#[derive(Debug)]
pub struct ReportCaseView {
    pub opened: OpenedCase,
    pub names: Names,
    /// What was typed, if it was refused or a session ended.
    pub form: Option<Form>,
    pub mistakes: BTreeSet<CaseMistake>,
    pub refusal: Option<EditRefusal>,
    pub is_done: bool,
    pub retention: TextRetention,
}

#[must_use]
pub fn report_case_page(context: &PageContext, user: &CurrentUser, view: &ReportCaseView) -> Markup {
    let case = &view.opened.case;
    let title = context.text("report-case-title");
    let procedure = context.snapshot.procedure(&case.procedure).map(|(_, procedure)| {
        let edit = context.link(&format!("/staff/procedures/{}/edit", procedure.id));
        view! { <p class="lead"><a href=edit><ProcedureName procedure=procedure /></a></p> }
    });
    let fact = |column: &str, words: Markup| {
        view! { <div><dt>{context.word("report-case", column)}</dt><dd>{words}</dd></div> }
    };
    let who = case.taken_by.as_ref().map(|id| {
        let name = who_in_words(context, &view.names, id.as_str());
        fact("taken_by", mark_japanese(context, &name))
    });
    let closed = case.closed_on.map(|day| fact("closed", context.short_date(day).into_markup()));
    let done = view.is_done.then(|| view! { <p class="notice" role="status">{context.text("report-case-done")}</p> });
    let refused = view.refusal.map(|refusal| {
        let words = match refusal {
            EditRefusal::Moved | EditRefusal::State => context.text("report-case-moved"),
            other => context.word("edit-refusal", other.as_str()),
        };
        not_done(context, view! { <p>{words}</p> })
    });
    let mistakes = view.mistakes.iter().map(|mistake| mistake.in_words(context));
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(context.text("staff-reports-title"), "/staff/reports".to_owned())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                {procedure}
                {done}
                {refused}
                {mistakes_summary(context, mistakes)}
            </header>
            <dl class="facts">
                {fact("problem", problem(context, case).into_markup())}
                {fact("number", count(case.number).into_markup())}
                {fact("first", context.short_date(case.first_on).into_markup())}
                {fact("last", context.short_date(case.last_on).into_markup())}
                {fact("state", case_state(context, case))}
                {who}
                {closed}
            </dl>
            {texts(context, view)}
            {work(context, user, view)}
        </div>
    }
    .into_markup()
}

/// What residents added, with what must not be done with it.
fn texts(context: &PageContext, view: &ReportCaseView) -> Markup {
    let OpenedCase { texts, text_count, .. } = &view.opened;
    let items: Vec<_> = texts
        .iter()
        .map(|text| {
            // Readers may write in another language than that of the page; most do not.
            let lang = Language::of_code(&text.language).map(Language::html_lang);
            let lines = text.body.lines().map(|line| view! { {line.to_owned()} <br /> }).collect_view();
            view! {
                <li class="box stack">
                    <p class="small quiet">{context.short_date(text.written_on)}</p>
                    <p lang=lang>{lines}</p>
                </li>
            }
        })
        .collect();
    let list = if items.is_empty() {
        view! { <p>{context.text("report-texts-none")}</p> }.into_markup()
    } else {
        view! { <ul class="stack" role="list">{items}</ul> }.into_markup()
    };
    let shown = i64::try_from(texts.len()).unwrap_or(i64::MAX);
    let more = (*text_count > shown).then(|| {
        view! { <p>{context.format_text("report-texts-more", [("count", count(*text_count - shown))])}</p> }
    });
    let values = [("days", view.retention.days.to_string()), ("closed", TextRetention::DAYS_AFTER_CLOSING.to_string())];
    view! {
        <section class="stack" aria-labelledby="texts">
            <h2 id="texts">{context.text("report-texts")}</h2>
            <p class="small quiet prose">{context.format_text("report-texts-text", values)}</p>
            {list}
            {more}
        </section>
    }
    .into_markup()
}

/// The forms: to take the case, to note something, and to close it.
fn work(context: &PageContext, user: &CurrentUser, view: &ReportCaseView) -> Markup {
    let case = &view.opened.case;
    let at = |action: &str| context.link(&format!("/staff/reports/{}/{action}", case.id));
    let version = case.version.to_string();
    let is_own = case.taken_by.as_ref() == Some(&user.member.id);
    let take = (case.state != CaseState::Closed && !is_own).then(|| {
        let words = if case.taken_by.is_some() { "report-case-take-over" } else { "report-case-take" };
        view! {
            <form method="post" action=at("take")>
                <input type="hidden" name="version" value=version.clone() />
                <button class="button">{context.text(words)}</button>
            </form>
        }
    });
    let typed = |name: &str| view.form.as_ref().map(|form| form.raw(name).to_owned());
    let note = typed("note").unwrap_or_else(|| case.note.clone());
    let is_note_wrong =
        view.mistakes.iter().any(|mistake| matches!(mistake, CaseMistake::NoteLong | CaseMistake::PersonalData(_)));
    let close = (case.state != CaseState::Closed).then(|| {
        let none = (String::new(), context.text("report-outcome-choose"));
        let outcomes = CaseOutcome::ALL
            .iter()
            .map(|outcome| (outcome.to_string(), context.word("report-outcome", outcome.as_str())));
        let outcomes = std::iter::once(none).chain(outcomes).collect();
        let invalid = view.mistakes.contains(&CaseMistake::Outcome).then_some("true");
        view! {
            <div>
                <label for="case-outcome">{context.word("report-case", "outcome")}</label>
                <select id="case-outcome" name="outcome" aria-invalid=invalid>
                    {options_of(outcomes, &typed("outcome").unwrap_or_default())}
                </select>
            </div>
            <button class="button" formaction=at("close")>{context.text("report-case-close")}</button>
        }
    });
    view! {
        <section class="stack" aria-labelledby="work">
            <h2 id="work">{context.text("report-case-work")}</h2>
            {take}
            <form class="staff-form stack" method="post" action=at("note")>
                <input type="hidden" name="version" value=version.clone() />
                <div>
                    <label for="case-note">{context.word("report-case", "note")}</label>
                    <p class="small quiet" id="case-note-hint">{context.text("report-case-note-hint")}</p>
                    <MultiLineField
                        id="case-note"
                        name="note"
                        rows=4
                        text=note
                        described_by=Some("case-note-hint".to_owned())
                        is_wrong=is_note_wrong
                        longest=LONGEST_REASON
                    />
                </div>
                <button class="button secondary">{context.text("report-case-save-note")}</button>
                {close}
            </form>
        </section>
    }
    .into_markup()
}
