use domain::budget::Programme;
use domain::correction::CorrectedTable;
use domain::text::group_thousands;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::city_text::city_text;
use crate::components::base::corrections::corrections_section;
use crate::components::base::drawing::{Sources, workbook_link};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_contents::with_contents;
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::budget::drawings::{funding_drawing, money_and_indicator};
use crate::components::budget::initiatives::initiatives;
use crate::components::budget::tables::{
    ProgrammeView, assessments_table, funding_table, items_table, obligations_table,
};
use crate::components::budget::training::training;
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
            let corrections = context.snapshot.corrections.in_tables(CorrectedTable::is_of_programmes, context.as_of);
            let only = match programmes.as_slice() {
                [only] if corrections.iter().all(|one| one.change.subject == only.id.as_str()) => {
                    Some(only.id.as_str())
                }
                _ => None,
            };
            let sections = view! { {nothing} {parts} {corrections_section(&context, &corrections, only)} };
            with_contents(&context, sections)
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
                {(!context.snapshot.book.programmes.is_empty()).then(|| workbook_link(&context))}
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
    let named = |content: Markup| {
        view! { {content} <Sources sources=vec![programme.source.clone()] /> }
    };
    view! {
        {about(context, programme)}
        {section(context, "cost", "budget-cost", view! { {funding_drawing(shown)} {funding_table(shown)} })}
        {section(context, "items", "budget-items", named(items_table(shown)))}
        {section(context, "assessed", "budget-assessment", named(assessments_table(shown)))}
        {section(context, "obligation", "budget-obligation", named(obligations_table(shown)))}
        {section(context, "reached", "budget-reached", view! { <p class="prose">{context.text("budget-reached-lead")}</p> {pictures} })}
        {section(context, "initiatives", "budget-initiatives", initiatives(shown))}
        {section(context, "schedule", "budget-schedule", named(schedule(shown)))}
        {section(context, "training", "budget-training", training(shown))}
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
        .map(|(name, value)| view! { <div><dt>{context.text(name)}</dt><dd>{city_text(context, &value)}</dd></div> })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="programme">
            <h2 id="programme">{city_text(context, &programme.name)}</h2>
            <dl class="facts">{rows}</dl>
            <Sources sources=vec![programme.source.clone()] />
        </section>
    }
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
                .map(|entry| view! { <li>{city_text(context, &entry.entry)}</li> })
                .collect_view();
            view! {
                <h3>{city_text(context, period)}</h3>
                <ul>{items}</ul>
            }
        })
        .collect_view()
        .into_markup()
}
