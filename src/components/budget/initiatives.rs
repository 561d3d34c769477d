//! Initiatives: their point, statutory date, milestones and effects.

use domain::initiative::{
    BeforeAfter, DeadlineStanding, Effect, EffectMeasure, Initiative, Milestone, MilestoneStanding, MilestoneState,
};
use domain::source::SourceId;
use domain::text::group_thousands;
use leptos::prelude::*;

use super::tables::{ProgrammeView, number, tag_name, text};
use crate::components::base::city_text::city_text;
use crate::components::base::data_table::data_table;
use crate::components::base::drawing::Sources;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::page_context::PageContext;
use crate::server::read_model::report_table::{Cell, Row};

/// Every initiative of the programme with what belongs to it, and the same as tables.
#[must_use]
pub fn initiatives(shown: ProgrammeView<'_>) -> Markup {
    let each = of_programme(shown).map(|initiative| initiative_view(shown, initiative)).collect_view();
    let effects = || effects_of_programme(shown);
    let milestones = || milestones_of_programme(shown);
    let sources: Vec<SourceId> = std::iter::once(shown.programme.source.clone())
        .chain(effects().filter_map(|effect| effect.source.clone()))
        .collect();
    let sample = milestones().any(|milestone| milestone.sample) || effects().any(|effect| effect.sample);
    let tables = (milestones().next().is_some() || effects().next().is_some()).then(|| {
        view! {
            <details>
                <summary>{shown.context.text("budget-as-tables")}</summary>
                {milestones_table(shown)}
                {effects_table(shown)}
            </details>
        }
    });
    view! { {each} {tables} <Sources sources=sources sample=sample /> }.into_markup()
}

fn of_programme<'a>(shown: ProgrammeView<'a>) -> impl Iterator<Item = &'a Initiative> {
    shown.book.initiatives.iter().filter(move |initiative| initiative.programme == shown.programme.id)
}

fn milestones_of_programme<'a>(shown: ProgrammeView<'a>) -> impl Iterator<Item = &'a Milestone> {
    shown.book.milestones.iter().filter(move |milestone| milestone.programme == shown.programme.id)
}

fn effects_of_programme<'a>(shown: ProgrammeView<'a>) -> impl Iterator<Item = &'a Effect> {
    shown.book.effects.iter().filter(move |effect| effect.programme == shown.programme.id)
}

fn initiative_view(shown: ProgrammeView<'_>, initiative: &Initiative) -> Markup {
    let context = shown.context;
    let tag = (!initiative.tag.is_empty()).then(|| {
        view! { <span class="badge">{mark_japanese(context, &tag_name(context, &initiative.tag))}</span> }
    });
    let point = (!initiative.point.is_empty()).then(|| {
        view! { <p class="prose">{city_text(context, &initiative.point)}</p> }
    });
    let facts = [
        ("budget-indicator-served", Some(indicator_served(context, initiative))),
        ("budget-deadline", deadline(context, initiative)),
        ("budget-milestones-title", Some(milestone_list(shown, initiative))),
        ("budget-effects-title", Some(effect_list(shown, initiative))),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| view! { <div><dt>{context.text(name)}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <article class="stack">
            <h3>{city_text(context, &initiative.name)} " " {tag}</h3>
            {point}
            <dl class="facts">{facts}</dl>
        </article>
    }
    .into_markup()
}

fn indicator_served(context: &PageContext, initiative: &Initiative) -> Markup {
    match initiative.indicator.as_ref().and_then(|id| context.snapshot.indicator(id)) {
        Some(indicator) => {
            let name = context.language.of(&indicator.name).0.to_owned();
            view! { <a href=context.link(&format!("/targets/{}", indicator.id))>{mark_japanese(context, &name)}</a> }
                .into_markup()
        }
        None => context.text("budget-no-indicator").into_markup(),
    }
}

/// A number of days in words.
fn days(context: &PageContext, days: i64) -> String {
    context.language.text_with("count-days", [("count", days.into())])
}

/// The statutory date as a countdown, and whether it was met.
fn deadline(context: &PageContext, initiative: &Initiative) -> Option<Markup> {
    let (due_on, standing) = (initiative.due_on?, initiative.deadline_standing(context.as_of)?);
    let (class, sign, sentence) = match standing {
        DeadlineStanding::Met { done_on, days_early: 0 } => (
            "badge complete",
            Sign::Check,
            context.format_text("deadline-met-on-day", [("done", context.short_date(done_on))]),
        ),
        DeadlineStanding::Met { done_on, days_early } => (
            "badge complete",
            Sign::Check,
            context.format_text(
                "deadline-met",
                [("done", context.short_date(done_on)), ("days", days(context, days_early))],
            ),
        ),
        DeadlineStanding::MetLate { done_on, days_late } => (
            "badge counter",
            Sign::Cross,
            context.format_text(
                "deadline-met-late",
                [("done", context.short_date(done_on)), ("days", days(context, days_late))],
            ),
        ),
        DeadlineStanding::Left { days: left } => {
            ("badge partial", Sign::Clock, context.format_text("deadline-left", [("days", days(context, left))]))
        }
        DeadlineStanding::EndsToday => ("badge counter", Sign::Clock, context.text("deadline-today")),
        DeadlineStanding::Ended { days: ago } => {
            ("badge counter", Sign::Question, context.format_text("deadline-ended", [("days", days(context, ago))]))
        }
    };
    // Not being recorded as done is not the same as not being done.
    let unknown = matches!(standing, DeadlineStanding::Ended { .. } | DeadlineStanding::EndsToday)
        .then(|| view! { <p>{context.text("deadline-not-recorded")}</p> });
    let basis = initiative.legal_basis.as_ref().filter(|basis| !basis.is_empty()).map(|basis| {
        let name = context.text("budget-legal-basis");
        view! { <p class="small">{name} " " {city_text(context, basis)}</p> }
    });
    Some(
        view! {
            <p><b>{context.date(due_on)}</b> " " <span class=class><Icon sign=sign />{sentence}</span></p>
            {unknown}
            {basis}
        }
        .into_markup(),
    )
}

fn milestone_list(shown: ProgrammeView<'_>, initiative: &Initiative) -> Markup {
    let context = shown.context;
    let items: Vec<Markup> = milestones_of_programme(shown)
        .filter(|milestone| milestone.initiative == initiative.id)
        .map(|milestone| {
            let standing = milestone.standing(context.as_of);
            let (class, sign) = match standing {
                MilestoneStanding::Done { .. } => ("badge complete", Sign::Check),
                MilestoneStanding::Late { .. } => ("badge counter", Sign::Clock),
                MilestoneStanding::Dropped => ("badge", Sign::Dash),
                MilestoneStanding::Ahead { .. } | MilestoneStanding::Undated => ("badge partial", Sign::Clock),
            };
            let word = match standing {
                MilestoneStanding::Late { .. } => context.text("milestone-is-late"),
                MilestoneStanding::Done { .. } => context.word("milestone", MilestoneState::Done.as_str()),
                _ => context.word("milestone", milestone.state.as_str()),
            };
            view! {
                <li>
                    <b>{city_text(context, &milestone.name)}</b>
                    " "
                    <span class=class><Icon sign=sign />{word}</span>
                    " "
                    <SampleLabel sample=milestone.sample />
                    <br />
                    <span class="small">{milestone_sentence(context, milestone, standing)}</span>
                </li>
            }
            .into_markup()
        })
        .collect();
    if items.is_empty() {
        return context.text("budget-no-milestones").into_markup();
    }
    view! { <ul role="list" class="stack">{items}</ul> }.into_markup()
}

/// When a milestone was planned and reached, and the difference.
fn milestone_sentence(context: &PageContext, milestone: &Milestone, standing: MilestoneStanding) -> String {
    let date =
        |date: Option<chrono::NaiveDate>| date.map_or_else(|| context.text("unknown"), |date| context.short_date(date));
    let (planned, done) = (("planned", date(milestone.planned_on)), ("done", date(milestone.done_on)));
    match standing {
        MilestoneStanding::Dropped => context.format_text("milestone-is-dropped", [planned]),
        MilestoneStanding::Done { days_late: None } => context.format_text("milestone-is-done", [planned, done]),
        MilestoneStanding::Done { days_late: Some(0) } => context.format_text("milestone-is-on-time", [done]),
        MilestoneStanding::Done { days_late: Some(late) } => {
            let name = if late > 0 { "milestone-was-late" } else { "milestone-was-early" };
            context.format_text(name, [planned, done, ("days", days(context, late.abs()))])
        }
        MilestoneStanding::Late { days: late } => {
            context.format_text("milestone-is-overdue", [planned, ("days", days(context, late))])
        }
        MilestoneStanding::Ahead { days: 0 } => context.text("milestone-is-today"),
        MilestoneStanding::Ahead { days: left } => {
            context.format_text("milestone-is-ahead", [planned, ("days", days(context, left))])
        }
        MilestoneStanding::Undated => context.text("milestone-is-undated"),
    }
}

fn effect_list(shown: ProgrammeView<'_>, initiative: &Initiative) -> Markup {
    let context = shown.context;
    let found = effects_of_programme(shown).find(|effect| effect.initiative == initiative.id);
    let Some(effect) = found else { return context.text("budget-effect-unknown").into_markup() };
    let measured = EffectMeasure::ALL
        .iter()
        .map(|measure| (*measure, effect.values(*measure)))
        .filter(|(_, values)| values.is_known())
        .map(|(measure, values)| view! { <li>{before_and_after(context, measure, values)}</li> })
        .collect_view();
    // Said by itself only where it does not follow from before and after.
    let saved = effect.hours_saved().filter(|_| effect.values(EffectMeasure::Hours).change().is_none());
    let saved = saved.map(|hours| {
        view! { <li>{context.format_text("effect-hours-saved", [("hours", group_thousands(hours))])}</li> }
    });
    let unknown = (!effect.is_measured()).then(|| view! { <p>{context.text("budget-effect-unknown")}</p> });
    let note = (!effect.note.is_empty()).then(|| view! { <p class="small">{city_text(context, &effect.note)}</p> });
    let as_of = effect.as_of.map(|day| {
        view! { <p class="small quiet">{context.format_text("effect-as-of", [("day", context.date(day))])}</p> }
    });
    let undated = (effect.is_measured() && effect.as_of.is_none())
        .then(|| view! { <p class="small quiet">{context.text("effect-undated")}</p> });
    let source = effect.source.clone().unwrap_or_else(|| shown.programme.source.clone());
    let source = effect.is_measured().then(|| view! { <Sources sources=vec![source] sample=effect.sample /> });
    view! { <ul role="list">{measured} {saved}</ul> {unknown} {note} {as_of} {undated} {source} }.into_markup()
}

/// A quantity before and after, and the difference where both are known.
fn before_and_after(context: &PageContext, measure: EffectMeasure, values: BeforeAfter) -> String {
    let amount = |amount: Option<i64>| amount.map_or_else(|| context.text("unknown"), group_thousands);
    let (before, after) = (("before", amount(values.before)), ("after", amount(values.after)));
    let what = context.word("effect", measure.as_str());
    match values.change() {
        None => context.format_text("effect-part", [("what", what), before, after]),
        Some(0) => context.format_text("effect-same", [("what", what), before]),
        Some(change) => {
            let name = if change < 0 { "effect-less" } else { "effect-more" };
            context.format_text(name, [("what", what), before, after, ("change", group_thousands(change.abs()))])
        }
    }
}

/// Milestones of all initiatives with their dates, states and delays.
fn milestones_table(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let columns = vec![
        text(context, "budget-milestone"),
        text(context, "budget-initiative"),
        text(context, "budget-planned-on"),
        text(context, "budget-done-on"),
        text(context, "budget-state"),
        number(context, "budget-days-late"),
    ];
    let date = |date: Option<chrono::NaiveDate>| date.map_or_else(Cell::nothing, Cell::date);
    let rows: Vec<Row> = of_programme(shown)
        .flat_map(|initiative| {
            milestones_of_programme(shown)
                .filter(|milestone| milestone.initiative == initiative.id)
                .map(move |milestone| (initiative, milestone))
        })
        .map(|(initiative, each)| {
            let standing = each.standing(context.as_of);
            let overdue = matches!(standing, MilestoneStanding::Late { .. });
            let note = if overdue { context.text("milestone-is-late") } else { String::new() };
            Row::of(vec![
                shown.wording(&each.name),
                shown.wording(&initiative.name),
                date(each.planned_on),
                date(each.done_on),
                Cell::text(context.word("milestone", each.state.as_str())).note(note),
                standing.days_late().map_or_else(Cell::nothing, Cell::count),
            ])
            .sample(each.sample)
        })
        .collect();
    if rows.is_empty() {
        return view! { <p>{context.text("budget-no-milestones")}</p> }.into_markup();
    }
    let mut sheet = shown.sheet("milestones", "budget-milestones-title", columns, rows);
    sheet.note = context.text("budget-days-late-note");
    data_table(context, &sheet, "roomy stacked")
}

/// The changes made by initiatives, as far as they have been entered.
fn effects_table(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let pairs = EffectMeasure::ALL.iter().flat_map(|measure| {
        let group = context.word("effect", measure.as_str());
        [number(context, "budget-before").under(group.clone()), number(context, "budget-after").under(group)]
    });
    let columns = std::iter::once(text(context, "budget-initiative"))
        .chain(pairs)
        .chain([
            number(context, "budget-hours-saved"),
            text(context, "budget-effect-as-of"),
            text(context, "budget-remark"),
        ])
        .collect();
    let entered = |value: Option<i64>| value.map_or_else(Cell::nothing, Cell::count);
    let rows = of_programme(shown)
        .map(|initiative| {
            let effect = effects_of_programme(shown).find(|effect| effect.initiative == initiative.id);
            let values = EffectMeasure::ALL.iter().flat_map(|measure| {
                let values = effect.map(|effect| effect.values(*measure));
                [values.and_then(|values| values.before), values.and_then(|values| values.after)]
            });
            let mut cells = vec![shown.wording(&initiative.name)];
            cells.extend(values.map(entered));
            cells.extend([
                entered(effect.and_then(Effect::hours_saved)),
                effect.and_then(|effect| effect.as_of).map_or_else(Cell::nothing, Cell::date),
                match effect {
                    Some(effect) => shown.wording(&effect.note),
                    None => Cell::text(context.text("budget-not-entered")),
                },
            ]);
            Row::of(cells).sample(effect.is_some_and(|effect| effect.sample))
        })
        .collect();
    data_table(context, &shown.sheet("effects", "budget-effects-title", columns, rows), "roomy")
}
