//! How often a procedure is used, and how it changed over time.

use chrono::NaiveDate;
use domain::ending::EndingKind;
use domain::procedure::{Procedure, StepState};
use domain::rate::Rate;
use domain::source::SourceId;
use domain::text::group_thousands;
use domain::timeline::{DailyChanges, changes_by_day};
use leptos::prelude::*;

use crate::components::base::data_table::figure_link;
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::components::base::source_note::SourceNote;
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::OnlineFigure;

/// Applications by fiscal year, newest first, with their source. Unknown values are marked as unknown and are not 0.
#[component]
pub fn UsageTable<'a>(procedure: &'a Procedure) -> Markup {
    let context = PageContext::current();
    if procedure.usage.is_empty() {
        return view! { <p>{context.text("usage-unknown")}</p> }.into_markup();
    }
    let figure = |figure: Option<i64>| figure.map_or_else(|| context.text("unknown"), group_thousands);
    let rows: Vec<_> = procedure
        .usage
        .iter()
        .rev()
        .map(|usage| {
            let share = match (usage.online, usage.total) {
                (Some(online), Some(total)) => Rate::new(online.unsigned_abs(), total.unsigned_abs()).percent(),
                _ => None,
            };
            view! {
                <tr>
                    <th scope="row">
                        {context.language.fiscal_year(usage.fiscal_year)} " " <SampleLabel sample=usage.sample />
                    </th>
                    <td class="number">{figure(usage.total)}</td>
                    <td class="number">{figure(usage.online)}</td>
                    <td class="number">
                        {match share {
                            Some(share) => {
                                let figure = OnlineFigure::usage_of_procedure(&procedure.id, usage.fiscal_year);
                                figure_link(&context, &figure, percent(Some(share)))
                            }
                            None => context.text("unknown").into_markup(),
                        }}
                    </td>
                </tr>
            }
        })
        .collect();
    let mut sources: Vec<SourceId> = Vec::new();
    for usage in procedure.usage.iter().rev() {
        if !sources.contains(&usage.source) {
            sources.push(usage.source.clone());
        }
    }
    view! {
        <TableRegion label=context.text("usage-title")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{context.text("fiscal-year")}</th>
                        <th scope="col" class="number">{context.text("usage-total")}</th>
                        <th scope="col" class="number">{context.text("usage-online")}</th>
                        <th scope="col" class="number">{context.text("usage-share")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableRegion>
        {sources.into_iter().map(|source| view! { <SourceNote source=source /> }).collect_view()}
    }
    .into_markup()
}

/// Changes by day, newest first. The first known state is listed as the beginning, not as a change.
#[component]
pub fn ChangeHistory<'a>(procedure: &'a Procedure) -> Markup {
    let context = PageContext::current();
    let days = changes_by_day(&procedure.step_events, &procedure.exclusion_events, context.as_of);
    let ended_on = abolished_on(&context, procedure).filter(|end| *end <= context.as_of);
    // Nothing changes on the day of the end or after it.
    let counts = |day: NaiveDate| day <= context.as_of && ended_on.is_none_or(|end| day < end);
    let past = days.iter().filter(|day| counts(day.on)).map(|day| (day.on, history_lines(&context, day)));
    let mut past: Vec<_> = past.chain(ended_on.map(|day| (day, vec![context.text("change-ended")]))).collect();
    if past.is_empty() {
        return view! { <p>{context.text("history-none")}</p> }.into_markup();
    }
    past.reverse();
    let days = past.into_iter().map(|(day, lines)| (day, context.language.date(day), lines));
    days_list(days)
}

/// What is recorded for days to come, as a notice; nothing if nothing is. A procedure that ends before has no such days.
#[component]
pub fn AnnouncedChanges<'a>(procedure: &'a Procedure) -> impl IntoView {
    let context = PageContext::current();
    let ended_on = abolished_on(&context, procedure);
    let days: Vec<_> = changes_by_day(&procedure.step_events, &procedure.exclusion_events, context.as_of)
        .into_iter()
        .filter(|day| day.on > context.as_of && ended_on.is_none_or(|end| day.on < end))
        .map(|day| {
            let from = context.format_text("changes-from", [("date", context.language.date(day.on))]);
            (day.on, from, history_lines(&context, &day))
        })
        .collect();
    (!days.is_empty()).then(|| {
        view! {
            <section class="notice stack" aria-labelledby="announced">
                <h2 id="announced" class="small">{context.text("announced-title")}</h2>
                {days_list(days)}
            </section>
        }
    })
}

/// The day on which the procedure ends or has ended, as far as it is known.
fn abolished_on(context: &PageContext, procedure: &Procedure) -> Option<NaiveDate> {
    let ending = procedure.ending_known(context.as_of).filter(|ending| ending.kind == EndingKind::Abolished);
    ending.map(|ending| ending.on)
}

/// Days, each in words and with the lines about it.
fn days_list(days: impl IntoIterator<Item = (NaiveDate, String, Vec<String>)>) -> Markup {
    let days: Vec<_> = days
        .into_iter()
        .map(|(day, words, lines)| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <li>
                    <time datetime=day.to_string()>{words}</time>
                    <ul>{lines}</ul>
                </li>
            }
        })
        .collect();
    view! { <ol role="list" class="history">{days}</ol> }.into_markup()
}

fn history_lines(context: &PageContext, day: &DailyChanges) -> Vec<String> {
    let state = |state: StepState| context.word("state", state.as_str());
    let excluded =
        day.excluded.map(|excluded| context.text(if excluded { "change-excluded" } else { "change-included" }));
    let steps = day.steps.iter().map(|change| {
        let (step, to) = (context.word("step", change.step.as_str()), state(change.to));
        match change.from {
            Some(from) => context.format_text("history-change", [("step", step), ("from", state(from)), ("to", to)]),
            None => context.format_text("history-first", [("step", step), ("to", to)]),
        }
    });
    excluded.into_iter().chain(steps).collect()
}
