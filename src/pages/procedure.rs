//! `/procedures/{id}`: can I do this from home, what do I need, and where do I start?

use chrono::NaiveDate;
use domain::availability::Availability;
use domain::correction::CorrectedTable;
use domain::ending::Validity;
use domain::procedure::{Procedure, ProcedureId};
use leptos::prelude::*;

use super::not_found::NotFoundPage;
use super::withdrawn::WithdrawnPage;
use crate::components::base::badge::{AvailabilityBadge, ValidityBadge};
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::corrections::corrections_section;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::past_day::{PastDayBanner, snapshot_on};
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::base::raw_markup::linked_data_block;
use crate::components::base::sample_label::SampleLabel;
use crate::components::catalogue::answer::Answer;
use crate::components::catalogue::channel_steps::ChannelSteps;
use crate::components::catalogue::channels::Channels;
use crate::components::catalogue::ending::EndingNotice;
use crate::components::catalogue::entry_note::EntryNote;
use crate::components::catalogue::ladder::{LadderList, LadderPicture};
use crate::components::catalogue::procedure_facts::{Contact, Needed, Obstacles};
use crate::components::catalogue::procedure_history::{ChangeHistory, UsageTable};
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::catalogue::related_procedures::RelatedProcedures;
use crate::components::catalogue::report_form::ReportSection;
use crate::components::guides::guide_chips;
use crate::components::offices::procedure_offices::procedure_offices;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::open_data::linked_data::linked_data;
use crate::server::query::url_within;
use crate::server::read_model::procedure_state::ProcedureState;

#[component]
pub fn ProcedurePage() -> Markup {
    let of_today = PageContext::current();
    let id = of_today.last_part().parse::<ProcedureId>().ok();
    let Some((_, procedure)) = id.as_ref().and_then(|id| of_today.snapshot.procedure(id)) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    if procedure.validity(of_today.today, of_today.today) == Validity::Withdrawn {
        return view! { <WithdrawnPage procedure=procedure /> }.into_markup();
    }
    match snapshot_on(&of_today) {
        Ok((_, None)) => page(&of_today, procedure, ProcedureView::Today),
        Ok((past, Some(day))) => {
            // Everything below is rendered as of that day.
            provide_context(past.clone());
            page(&past, &past.snapshot.audit_log.as_recorded_on(procedure, day), ProcedureView::PastDay(day))
        }
        Err(mistake) => {
            let title = of_today.language.of(&procedure.name).0.to_owned();
            view! {
                <PageHead title=title />
                <QueryErrorNotice mistake=mistake page="/procedures" page_name=of_today.text("procedures-all") />
            }
            .into_markup()
        }
    }
}

/// The mode in which the page of a procedure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ProcedureView {
    Today,
    PastDay(NaiveDate),
    /// A proposed version, for the staff members who are about to change it.
    Preview,
}

/// The page of a procedure, as of the day of the page.
pub(super) fn page(context: &PageContext, procedure: &Procedure, shown: ProcedureView) -> Markup {
    let past = match shown {
        ProcedureView::PastDay(day) => Some(day),
        ProcedureView::Today | ProcedureView::Preview => None,
    };
    let language = context.language;
    let address = url_within("/procedures", procedure.id.as_str());
    // Of a procedure that has ended, the page keeps the state before its end.
    let has_ended = procedure.validity(context.as_of, context.as_of) == Validity::Ended;
    let ending = procedure.ending_known(context.as_of).filter(|_| has_ended);
    let last_day = ending.and_then(|ending| ending.on.pred_opt());
    let state = ProcedureState::known_on(procedure, last_day.unwrap_or(context.as_of), context.as_of);
    let banner = past.map(|day| {
        let later = context.snapshot.audit_log.first_recorded(procedure).filter(|first| *first > day);
        let later = later.map(|first| {
            view! { <p class="notice">{context.format_text("past-day-not-yet", [("date", context.date(first))])}</p> }
        });
        view! {
            <PastDayBanner day=day what="past-day-procedure" today=context.link(&address) />
            {later}
        }
    });
    let answer = context.word("answer", Answer::of(procedure, &state).as_str());
    let is_live = shown == ProcedureView::Today && last_day.is_none();
    let guides = guide_chips(context, context.snapshot.guides_to(&procedure.id)).filter(|_| is_live).map(|chips| {
        view! {
            <section class="stack no-print" aria-labelledby="guides">
                <h2 id="guides">{context.text("guide-leads-here")}</h2>
                {chips}
            </section>
        }
    });
    let name = language.of(&procedure.name).0.to_owned();
    let (summary, of) = language.of(&procedure.summary);
    let foreign = (of.html_lang() != language.html_lang()).then_some(of.html_lang());
    let summary = (!summary.is_empty()).then(|| view! { <p class="lead" lang=foreign>{summary.to_owned()}</p> });
    let falls_back = [&procedure.name, &procedure.summary]
        .into_iter()
        .any(|text| !text.ja.is_empty() && language.of(text).1 != language);
    let in_japanese = falls_back.then(|| view! { <p class="small quiet">{context.text("only-in-japanese")}</p> });
    let panel = match state.availability.filter(|_| last_day.is_none()) {
        Some(Availability::Complete) => "answer-panel complete",
        Some(Availability::Partial) => "answer-panel partial",
        Some(Availability::Counter) => "answer-panel counter",
        Some(Availability::Excluded) | None => "answer-panel",
    };
    let data = is_live.then(|| linked_data_block(&linked_data(&context.snapshot, procedure, context.as_of)));
    let subject = (CorrectedTable::Usage, procedure.id.as_str());
    let corrections = context.snapshot.corrections.about([subject], context.as_of);
    let corrections = (shown != ProcedureView::Preview)
        .then(|| corrections_section(context, &corrections, Some(procedure.id.as_str())));
    let report = is_live.then(|| view! { <ReportSection procedure=&procedure.id /> });
    let canonical = match past {
        Some(day) => format!("{}?as_of={day}", context.link(&address)),
        None => context.link(&address),
    };
    let no_way_is_known = procedure.channels.is_empty();
    let answer = if last_day.is_some() { context.text("ending-answer") } else { answer };
    let verdict = verdict(context, &answer, &state, last_day);
    // Nobody can start it any more, needs anything for it or waits for it to go online.
    let start = last_day.is_none().then(|| start(context, procedure, &state, is_live));
    let obstacles =
        last_day.is_none().then(|| view! { <Obstacles procedure=procedure availability=state.availability /> });
    let description = format!("{answer} {}", language.of(&procedure.summary).0);
    let title = view! { <ProcedureName procedure=procedure /> " " <SampleLabel sample=procedure.sample /> };
    let title = match shown {
        // The surrounding page has its own heading.
        ProcedureView::Preview => view! { <p class="preview-title">{title}</p> }.into_markup(),
        ProcedureView::Today | ProcedureView::PastDay(_) => view! { <h1>{title}</h1> }.into_markup(),
    };
    let head = (shown != ProcedureView::Preview).then(|| {
        let trail = vec![(context.text("nav-procedures"), "/procedures".to_owned())];
        view! {
            <PageHead
                title=name.clone()
                description=description
                canonical=canonical
                is_noindex=last_day.is_some()
            />
            <Breadcrumbs trail=trail current=name />
        }
    });
    view! {
        {head}
        <article class="sections">
            <header class="stack">
                {title}
                <OfficialName name=procedure.name.ja.clone() kana=procedure.kana.clone() />
                {summary}
                {in_japanese}
            </header>
            {banner}
            <EndingNotice procedure=procedure />
            <section class=panel aria-labelledby="answer">
                {verdict}
                <LadderPicture steps=state.steps id="ladder" />
            </section>
            <div class="columns">
                <div class="sections">
                    {start}
                    <section class="stack">
                        <h2>{context.text("steps-title")}</h2>
                        <ChannelSteps channels=&procedure.channels steps=state.steps />
                        {no_way_is_known.then(|| view! { <LadderList steps=state.steps /> })}
                    </section>
                    {obstacles}
                    <section class="stack">
                        <h2>{context.text("usage-title")}</h2>
                        <UsageTable procedure=procedure />
                    </section>
                    {corrections}
                    <section class="stack">
                        <h2>{context.text("history-title")}</h2>
                        <ChangeHistory procedure=procedure />
                        <p><a href=context.link(&format!("{address}/history"))>{context.text("history-page-link")}</a></p>
                    </section>
                </div>
                <aside class="stack" aria-label=context.text("about-entry")>
                    <Contact procedure=procedure />
                    <EntryNote procedure=procedure />
                    {guides}
                    <RelatedProcedures procedure=procedure />
                </aside>
            </div>
            {report}
        </article>
        {data}
    }
    .into_markup()
}

/// The answer in a sentence. Of a procedure that has ended, `last_day` is the day of the steps below it.
fn verdict(context: &PageContext, answer: &str, state: &ProcedureState, last_day: Option<NaiveDate>) -> Markup {
    let badge = match last_day {
        None => view! { <AvailabilityBadge availability=state.availability /> }.into_markup(),
        Some(_) => view! { <ValidityBadge validity=Validity::Ended /> }.into_markup(),
    };
    let as_before = last_day.map(|day| {
        view! { <p class="small quiet">{context.format_text("ending-as-before", [("date", context.date(day))])}</p> }
    });
    view! {
        <p>{badge}</p>
        <h2 id="answer">{answer.to_owned()}</h2>
        {as_before}
    }
    .into_markup()
}

/// How to start, what is needed, and where to go.
fn start(context: &PageContext, procedure: &Procedure, state: &ProcedureState, is_live: bool) -> Markup {
    view! {
        <section class="stack">
            <h2>{context.text("start-title")}</h2>
            <Channels procedure=procedure channels=procedure.channels.clone() />
        </section>
        <section class="stack">
            <h2>{context.text("needed-title")}</h2>
            <Needed procedure=procedure pay=state.steps.pay />
        </section>
        {procedure_offices(context, procedure, is_live)}
    }
    .into_markup()
}

/// The official name to ask for at the counter, on pages that use another name.
#[component]
fn OfficialName(name: String, kana: String) -> Markup {
    let context = PageContext::current();
    if context.language == Language::Japanese {
        return ().into_markup();
    }
    let name = if kana.is_empty() {
        view! { <span lang="ja">{name}</span> }.into_markup()
    } else {
        view! { <ruby lang="ja">{name}<rp>"（"</rp><rt>{kana}</rt><rp>"）"</rp></ruby> }.into_markup()
    };
    view! { <p class="official-name">{context.text("official-name")} " " {name}</p> }.into_markup()
}
