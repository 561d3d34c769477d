//! `/staff/cards`: card counts of one month, entered area by area.

use domain::calendar::parse_date;
use domain::card::Measure;
use domain::figure_check::CheckFailure;
use domain::procedure::DepartmentCode;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::{Fields, Label};
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::mistakes_summary;
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::staff::conflicts::row_conflicts;
use crate::components::staff::entry_fields::department_options;
use crate::components::staff::previous_figure::last_figures;
use crate::components::staff::proposals::EditRefused;
use crate::components::staff::tables::message_language;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::editing::files::typed::TypedNow;
use crate::server::editing::files::typed_cards::{areas_of_today, sources};
use crate::server::http::forms::FormErrors;
use crate::server::http::forms::typed_cards::{FIELDS, TypedMistake, TypedMistakes, TypedWarnings, field, named};
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct TypedCardsView {
    pub may_type: bool,
    /// The user's departments that keep the counts.
    pub keepers: Vec<DepartmentCode>,
    pub form: Form,
    pub mistakes: TypedMistakes,
    /// What is unusual about the figures, to be confirmed.
    pub warnings: TypedWarnings,
    pub refusal: Option<EditRefusal>,
    /// What somebody else has registered meanwhile.
    pub conflicts: Option<TypedNow>,
}

#[must_use]
pub fn typed_cards_page(context: &PageContext, view: &TypedCardsView) -> Markup {
    let title = context.text("typed-title");
    let content = if !view.may_type {
        view! { <p class="prose">{context.text("typed-no-right")}</p> }.into_markup()
    } else if areas_of_today(&context.snapshot, context.today).is_empty() {
        view! { <p class="prose">{context.text("typed-no-areas")}</p> }.into_markup()
    } else {
        form(context, view)
    };
    // The city alone, or with wards.
    let lead =
        if areas_of_today(&context.snapshot, context.today).len() == 1 { "typed-lead-city" } else { "typed-lead" };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{context.text(lead)}</p>
                <EditRefused refusal=view.refusal />
                {mistakes(context, view)}
                {unusual(context, view)}
            </header>
            {content}
        </div>
    }
    .into_markup()
}

/// The summary of all errors, each linked to its field.
fn mistakes(context: &PageContext, view: &TypedCardsView) -> Markup {
    let words = view.mistakes.iter().map(|(name, mistake)| {
        let area = areas_of_today(&context.snapshot, context.today)
            .into_iter()
            .find(|area| name.ends_with(&format!("-{}", area.code)))
            .map(|area| format!("{}{}", context.area_name(area), context.text("typed-colon")));
        let words = match mistake {
            TypedMistake::Check(CheckFailure::Wards { sum, city }) => {
                context.format_text("typed-wards-sum", [("sum", count(*sum)), ("city", count(*city))])
            }
            TypedMistake::Check(CheckFailure::HeldAbovePopulation { cards, population }) => {
                let figures = [("cards", count(cards.0)), ("population", count(population.0))];
                context.format_text("typed-above-population", figures)
            }
            other => context.word("entry-mistake", other.form_error().as_str()),
        };
        (Some(name.clone()), format!("{}{words}", area.unwrap_or_default()))
    });
    mistakes_summary(context, words)
}

/// The figures that are unlikely beside those before them, each linked to its field. Nothing is sent before somebody has
/// seen them.
fn unusual(context: &PageContext, view: &TypedCardsView) -> Markup {
    if view.warnings.is_empty() {
        return ().into_markup();
    }
    let lines = view.warnings.iter().map(|(name, failure)| {
        let areas = areas_of_today(&context.snapshot, context.today);
        let area = areas.into_iter().find(|area| name.ends_with(&format!("-{}", area.code)));
        let head = if name.starts_with("cards") { "typed-cards-of" } else { "typed-population-of" };
        let of = area.map(|area| context.format_text(head, [("area", context.area_name(area))])).unwrap_or_default();
        let words = format!("{of}{}{}", context.text("typed-colon"), failure.describe(message_language(context)));
        view! { <li><a href=format!("#{name}")>{mark_japanese(context, &words)}</a></li> }
    });
    view! {
        <div class="notice caution stack" role="alert" id="unusual">
            <h2>{context.text("typed-unusual")}</h2>
            <p>{context.text("typed-unusual-text")}</p>
            <ul>{lines.collect_view()}</ul>
        </div>
    }
    .into_markup()
}

/// The tick of somebody who has seen what is unusual.
fn confirmation(context: &PageContext, view: &TypedCardsView) -> Markup {
    if view.warnings.is_empty() {
        return ().into_markup();
    }
    view! {
        <input type="hidden" name="warned" value=named(&view.warnings, &view.form) />
        <label class="choice">
            <input id="confirmed" type="checkbox" name="confirmed" value="yes" aria-describedby="unusual" />
            <span>{context.text("typed-confirmed")}</span>
        </label>
    }
    .into_markup()
}

fn form(context: &PageContext, view: &TypedCardsView) -> Markup {
    let named: FormErrors = FIELDS
        .iter()
        .filter_map(|field| {
            let mistake = view.mistakes.iter().find(|(name, _)| name == field);
            mistake.map(|(_, mistake)| (*field, mistake.form_error()))
        })
        .collect();
    let fields = Fields { context, form: &view.form, mistakes: &named };
    let measures =
        Measure::ALL.iter().map(|measure| (measure.to_string(), context.measure_name(*measure))).collect::<Vec<_>>();
    let mut from: Vec<(String, String)> =
        sources(&context.snapshot).iter().map(|source| (source.to_string(), context.source_name(source))).collect();
    from.push((String::new(), context.text("typed-other-source")));
    let department = (view.keepers.len() > 1).then(|| {
        let departments = department_options(context, |code| view.keepers.contains(code));
        fields.choice("department", &Label::of(context.text("import-department")), departments)
    });
    let as_of = parse_date(view.form.text("as_of")).ok();
    let rows = areas_of_today(&context.snapshot, context.today)
        .into_iter()
        .map(|area| {
            let name = context.area_name(area);
            let cell = |what: &'static str, head: &'static str| {
                let id = field(what, &area.code);
                let wrong = view.mistakes.iter().any(|(wrong, _)| *wrong == id).then_some("true");
                let label = context.format_text(head, [("area", name.clone())]);
                let before = last_figures(context, &area.code, what, as_of);
                let described = (!before.is_empty()).then(|| format!("{id}-before"));
                let before = described.clone().map(|id| {
                    let lines = before.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
                    view! { <div class="small quiet" id=id>{lines}</div> }
                });
                view! {
                    <td>
                        <input
                            id=id.clone()
                            name=id.clone()
                            type="text"
                            inputmode="numeric"
                            class="count-field"
                            autocomplete="off"
                            aria-label=label
                            aria-describedby=described
                            aria-invalid=wrong
                            value=view.form.text(&id).to_owned()
                        />
                        {before}
                    </td>
                }
            };
            view! {
                <tr>
                    <th scope="row">{mark_japanese(context, &name)}</th>
                    {cell("cards", "typed-cards-of")}
                    {cell("population", "typed-population-of")}
                </tr>
            }
        })
        .collect_view();
    let draft = ["proposal", "version"].map(|name| fields.hidden(name)).into_iter().collect_view();
    let conflicts = view.conflicts.as_ref().map(|now| {
        view! {
            <section class="notice caution stack" aria-labelledby="conflict">
                <h2 id="conflict">{context.text("row-conflict")}</h2>
                <p class="prose">{context.text("row-conflict-text")}</p>
                {row_conflicts(context, &now.draft, now.conflicts(), true)}
            </section>
        }
    });
    let label = context.text("typed-table");
    let other_source =
        Label::of(context.text("typed-other-source-title")).hint(context.text("typed-other-source-hint"));
    let effective_on = Label::of(context.text("typed-published-on")).hint(context.text("row-effective-hint"));
    let reason = Label::of(context.text("entry-reason")).hint(context.text("entry-reason-hint"));
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.text("import-area")}</th>
                    <th scope="col">{context.text("typed-cards")}</th>
                    <th scope="col">{context.text("typed-population")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <form class="staff-form stack" method="post" action=context.link("/staff/cards")>
            {draft}
            {conflicts}
            {fields.choice("measure", &Label::of(context.text("typed-measure")), measures)}
            {fields.line("as_of", &Label::of(context.text("typed-as-of")), "date")}
            {fields.line("population_as_of", &Label::of(context.text("typed-population-as-of")), "date")}
            {fields.choice("source", &Label::of(context.text("typed-source")), from)}
            {fields.line("other_source", &other_source, "text")}
            {fields.line("other_publisher", &Label::of(context.text("typed-other-publisher")), "text")}
            <p class="prose">{context.text("typed-text")}</p>
            <TableRegion label=label>{table}</TableRegion>
            {department}
            {fields.line("effective_on", &effective_on, "date")}
            {fields.line("reason", &reason, "text")}
            {confirmation(context, view)}
            <button class="button">{context.text("typed-button")}</button>
            <p class="small quiet">{context.text("import-button-text")}</p>
        </form>
    }
    .into_markup()
}
