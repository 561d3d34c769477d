use domain::budget::Programme;
use domain::text::group_thousands;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::drawing::{Sources, workbook_link};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::budget::drawings::{funding_drawing, money_and_indicator};
use crate::components::budget::tables::{
    ProgrammeView, assessments_table, effects_table, funding_table, items_table, milestones_table, obligations_table,
    tag_name, training_table,
};
use crate::components::targets::indicator_sheet::plan_name;
use crate::page_context::PageContext;

/// The programmes: their cost, funding, purpose and results.
#[component]
pub fn BudgetPage() -> Markup {
    let context = PageContext::current();
    let title = context.text("budget-title");
    let content = match context.parameters().only(&[]) {
        Ok(()) => {
            let programmes = &context.snapshot.book.programmes;
            let nothing =
                programmes.is_empty().then(|| view! { <p class="notice">{context.text("budget-nothing")}</p> });
            let parts = programmes.iter().map(|programme| programme_view(&context, programme)).collect_view();
            view! { {nothing} {parts} }.into_markup()
        }
        Err(mistake) => {
            view! { <QueryErrorNotice mistake=mistake page="/budget" page_name=title.clone() /> }.into_markup()
        }
    };
    view! {
        <PageHead title=title.clone() description=context.text("budget-lead") />
        <Breadcrumbs current=title.clone() />
        <div class="sections">
            <div class="stack">
                <h1>{title}</h1>
                <p class="lead">{context.text("budget-lead")}</p>
                {workbook_link(&context)}
                <p class="small quiet">{context.text("budget-unit")}</p>
            </div>
            {content}
        </div>
    }
    .into_markup()
}

fn programme_view(context: &PageContext, programme: &Programme) -> Markup {
    let shown = ProgrammeView { context, book: &context.snapshot.book, programme };
    let pictures = context
        .snapshot
        .indicators
        .iter()
        .filter(|indicator| indicator.unit == "%")
        .map(|indicator| money_and_indicator(shown, indicator))
        .collect_view();
    let named = |content: Markup, sample: bool| {
        view! { {content} <Sources sources=vec![programme.source.clone()] sample=sample /> }
    };
    let book = &context.snapshot.book;
    let made_up = book.milestones.iter().any(|each| each.sample) || book.effects.iter().any(|each| each.sample);
    let trained = book.training.iter().any(|each| each.sample);
    view! {
        {about(context, programme)}
        {section(context, "cost", "budget-cost", view! { {funding_drawing(shown)} {funding_table(shown)} })}
        {section(context, "items", "budget-items", named(items_table(shown), false))}
        {section(context, "assessed", "budget-assessment", named(assessments_table(shown), false))}
        {section(context, "obligation", "budget-obligation", named(obligations_table(shown), false))}
        {section(context, "reached", "budget-reached", view! { <p class="prose">{context.text("budget-reached-lead")}</p> {pictures} })}
        {section(context, "initiatives", "budget-initiatives", named(view! { {initiatives(shown)} {milestones_table(shown)} {effects_table(shown)} }.into_markup(), made_up))}
        {section(context, "schedule", "budget-schedule", named(schedule(shown), false))}
        {section(context, "training", "budget-training", named(training_table(shown), trained))}
    }
    .into_markup()
}

fn section(context: &PageContext, id: &'static str, name: &str, content: impl IntoView + 'static) -> Markup {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{context.text(name)}</h2>
            {content}
        </section>
    }
    .into_markup()
}

/// Name, number and place in the city's plan.
fn about(context: &PageContext, programme: &Programme) -> Markup {
    let served = [("budget-residents", programme.served_residents), ("budget-staff", programme.served_staff)]
        .into_iter()
        .filter_map(|(name, people)| Some(context.format_text(name, [("people", group_thousands(people?))])))
        .collect::<Vec<_>>()
        .join(&context.text("figure-list-separator"));
    let facts = [
        ("budget-number", programme.number.clone()),
        ("budget-sheet-year", context.fiscal_year(programme.fiscal_year)),
        ("budget-department", programme.department.clone()),
        ("budget-plan", plan_name(context, &programme.plan)),
        ("budget-strategy", programme.strategy.clone()),
        ("budget-measure", programme.measure.clone()),
        ("budget-direction", programme.direction.clone()),
        ("budget-served", served),
    ];
    let rows = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(
            |(name, value)| view! { <div><dt>{context.text(name)}</dt><dd>{mark_japanese(context, &value)}</dd></div> },
        )
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="programme">
            <h2 id="programme">{mark_japanese(context, &programme.name)}</h2>
            <dl class="facts">{rows}</dl>
            <Sources sources=vec![programme.source.clone()] />
        </section>
    }
    .into_markup()
}

/// The initiatives, with the purpose of each request and the indicator it serves.
fn initiatives(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    shown
        .book
        .initiatives
        .iter()
        .filter(|initiative| initiative.programme == shown.programme.id)
        .map(|initiative| {
            let tag = (!initiative.tag.is_empty())
                .then(|| view! { <span class="badge">{mark_japanese(context, &tag_name(context, &initiative.tag))}</span> });
            let serves = initiative.indicator.as_ref().and_then(|id| context.snapshot.indicator(id));
            let serves = match serves {
                Some(indicator) => {
                    let name = context.language.of(&indicator.name).0.to_owned();
                    view! { <a href=context.link(&format!("/targets/{}", indicator.id))>{mark_japanese(context, &name)}</a> }
                        .into_markup()
                }
                None => context.text("budget-no-indicator").into_markup(),
            };
            view! {
                <article class="stack">
                    <h3>{mark_japanese(context, &initiative.name)} " " {tag}</h3>
                    <p class="prose" lang=context.lang_of_japanese()>{initiative.point.clone()}</p>
                    <p class="small">{context.text("budget-serves")} " " {serves}</p>
                </article>
            }
        })
        .collect_view()
        .into_markup()
}

/// The schedule: one list per period, in the order of the budget sheet.
fn schedule(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let entries = || shown.book.schedule.iter().filter(|entry| entry.programme == shown.programme.id);
    let mut periods: Vec<&str> = Vec::new();
    for entry in entries() {
        if !periods.contains(&entry.period.as_str()) {
            periods.push(&entry.period);
        }
    }
    periods
        .into_iter()
        .map(|period| {
            let items = entries()
                .filter(|entry| entry.period == period)
                .map(|entry| view! { <li lang=context.lang_of_japanese()>{entry.entry.clone()}</li> })
                .collect_view();
            view! {
                <h3>{mark_japanese(context, period)}</h3>
                <ul>{items}</ul>
            }
        })
        .collect_view()
        .into_markup()
}
