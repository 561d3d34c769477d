//! `/procedures/{id}`: can I do this from home, what do I need, and where do I start?

use chrono::NaiveDate;
use domain::correction::CorrectedTable;
use domain::ending::Validity;
use domain::procedure::{Procedure, ProcedureId};
use leptos::prelude::*;

use super::not_found::NotFoundPage;
use super::withdrawn::WithdrawnPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::corrections::corrections_section;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::closed_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::past_day::{PastDayBanner, snapshot_on};
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::base::raw_markup::linked_data_block;
use crate::components::base::sample_label::{SampleLabel, titled};
use crate::components::catalogue::answer::Answer;
use crate::components::catalogue::answer_panel::{answer_panel, procedure_names};
use crate::components::catalogue::channel_steps::ChannelSteps;
use crate::components::catalogue::ending::EndingNotice;
use crate::components::catalogue::entry_note::EntryNote;
use crate::components::catalogue::ladder::LadderList;
use crate::components::catalogue::needed::{further_terms, needed_facts};
use crate::components::catalogue::procedure_facts::{Contact, Obstacles};
use crate::components::catalogue::procedure_history::{AnnouncedChanges, ChangeHistory, UsageTable};
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::catalogue::related_procedures::RelatedProcedures;
use crate::components::catalogue::report_form::ReportSection;
use crate::components::guides::guide_chips;
use crate::components::offices::procedure_offices::procedure_offices;
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
                <h1><ProcedureName procedure=procedure /></h1>
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

/// The page of a procedure, as of the day of the page: what a resident needs first, then figures, history and sources.
pub(super) fn page(context: &PageContext, procedure: &Procedure, shown: ProcedureView) -> Markup {
    let past = match shown {
        ProcedureView::PastDay(day) => Some(day),
        ProcedureView::Today | ProcedureView::Preview => None,
    };
    let address = url_within("/procedures", procedure.id.as_str());
    // Of a procedure that has ended, the page keeps the state before its end.
    let has_ended = procedure.validity(context.as_of, context.as_of) == Validity::Ended;
    let ending = procedure.ending_known(context.as_of).filter(|_| has_ended);
    let last_day = ending.and_then(|ending| ending.on.pred_opt());
    let state = ProcedureState::known_on(procedure, last_day.unwrap_or(context.as_of), context.as_of);
    let particulars = context.snapshot.particulars(procedure, state.steps, context.as_of, past.is_some());
    let is_live = shown == ProcedureView::Today && last_day.is_none();
    let answer = match last_day {
        Some(_) => context.text("ending-answer"),
        None => context.word("answer", Answer::of(procedure, &state).as_str()),
    };
    let guides = guide_chips(context, context.snapshot.guides_to(&procedure.id)).filter(|_| is_live).map(|chips| {
        view! {
            <section class="stack no-print" aria-labelledby="guides">
                <h2 id="guides">{context.text("guide-leads-here")}</h2>
                {chips}
            </section>
        }
    });
    let data = is_live.then(|| linked_data_block(&linked_data(&context.snapshot, procedure, context.as_of)));
    let subject = (CorrectedTable::Usage, procedure.id.as_str());
    let corrections = context.snapshot.corrections.about([subject], context.as_of);
    let corrections = (shown != ProcedureView::Preview)
        .then(|| corrections_section(context, &corrections, Some(procedure.id.as_str())));
    let report = is_live.then(|| view! { <ReportSection procedure=&procedure.id /> });
    let no_way_is_known = procedure.channels.is_empty();
    let section = |id: &'static str, title: &'static str, content: Markup| {
        view! { <section class="stack"><h2 id=id>{context.text(title)}</h2>{content}</section> }.into_markup()
    };
    // Nobody can start it any more, needs anything for it or waits for it to go online.
    let is_open = last_day.is_none();
    let needed = is_open.then(|| {
        let needed = needed_facts(context, procedure, &particulars);
        view! { {section("needed", "needed-title", needed)} {procedure_offices(context, procedure, is_live)} }
    });
    let terms = is_open.then(|| section("terms", "terms-title", further_terms(context, procedure, &particulars)));
    let obstacles = is_open.then(|| view! { <Obstacles procedure=procedure availability=state.availability /> });
    let steps = view! {
        <ChannelSteps channels=&procedure.channels steps=particulars.steps />
        {no_way_is_known.then(|| view! { <LadderList steps=particulars.steps /> })}
    };
    let history = view! {
        <ChangeHistory procedure=procedure />
        <p><a href=context.link(&format!("{address}/history"))>{context.text("history-page-link")}</a></p>
    };
    view! {
        {head(context, procedure, shown, &answer, last_day)}
        <article class="sections">
            <header class="stack">
                {title(procedure, shown)}
                {procedure_names(context, procedure)}
            </header>
            {past.map(|day| past_banner(context, procedure, day, &address))}
            <EndingNotice procedure=procedure />
            <AnnouncedChanges procedure=procedure />
            {answer_panel(context, procedure, &answer, &state, &particulars, last_day)}
            {(shown != ProcedureView::Preview).then(|| closed_contents(context, sections_of(context, is_open)))}
            <div class="columns">
                <div class="sections">
                    {needed}
                    {terms}
                    {section("steps", "steps-title", steps.into_markup())}
                    {obstacles}
                    {section("usage", "usage-title", view! { <UsageTable procedure=procedure /> }.into_markup())}
                    {corrections}
                    {section("history", "history-title", history.into_markup())}
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

/// The sections of the page that its contents lead to.
fn sections_of(context: &PageContext, is_open: bool) -> Vec<(&'static str, String)> {
    let first = [("needed", "needed-title"), ("offices", "office-where-title"), ("terms", "terms-title")];
    let rest = [("steps", "steps-title"), ("usage", "usage-title"), ("history", "history-title")];
    let first = first.into_iter().filter(|_| is_open);
    first.chain(rest).map(|(id, title)| (id, context.text(title))).collect()
}

/// The head of the document and the way back; nothing in a preview, whose page has its own.
fn head(
    context: &PageContext,
    procedure: &Procedure,
    shown: ProcedureView,
    answer: &str,
    last_day: Option<NaiveDate>,
) -> Option<Markup> {
    let address = url_within("/procedures", procedure.id.as_str());
    let canonical = match shown {
        ProcedureView::Preview => return None,
        ProcedureView::Today => context.link(&address),
        ProcedureView::PastDay(day) => format!("{}?as_of={day}", context.link(&address)),
    };
    let name = context.language.of(&procedure.name).0.to_owned();
    let description = format!("{answer} {}", context.language.of(&procedure.summary).0);
    let trail = vec![(context.text("nav-procedures"), "/procedures".to_owned())];
    let head = view! {
        <PageHead title=name.clone() description=description canonical=canonical is_noindex=last_day.is_some() />
        <Breadcrumbs trail=trail current=name />
    };
    Some(head.into_markup())
}

/// The name of the procedure. The page around a preview has its own heading.
fn title(procedure: &Procedure, shown: ProcedureView) -> Markup {
    let name = view! { <ProcedureName procedure=procedure /> };
    match shown {
        ProcedureView::Preview => {
            view! { <p class="preview-title">{name} " " <SampleLabel sample=procedure.sample /></p> }.into_markup()
        }
        ProcedureView::Today | ProcedureView::PastDay(_) => titled(view! { <h1>{name}</h1> }, procedure.sample),
    }
}

/// That the page shows a past day, and whether the entry was recorded only later.
fn past_banner(context: &PageContext, procedure: &Procedure, day: NaiveDate, address: &str) -> Markup {
    let later = context.snapshot.audit_log.first_recorded(procedure).filter(|first| *first > day);
    let later = later.map(|first| {
        view! { <p class="notice">{context.format_text("past-day-not-yet", [("date", context.date(first))])}</p> }
    });
    view! {
        <PastDayBanner day=day what="past-day-procedure" today=context.link(address) />
        {later}
    }
    .into_markup()
}
