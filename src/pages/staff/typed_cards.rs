//! `/staff/cards`: card counts of one month, entered area by area.

use domain::card::Measure;
use domain::procedure::DepartmentCode;
use leptos::prelude::*;

use crate::components::entry_fields::department_options;
use crate::components::foreign::mark_japanese;
use crate::components::form_fields::{Fields, Label};
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::proposals::EditRefused;
use crate::components::table::TableRegion;
use crate::pages::PageContext;
use crate::pages::not_found::NotFoundPage;
use crate::server::edits::EditRefusal;
use crate::server::edits::entry_form::FormErrors;
use crate::server::edits::files::typed_cards::{FIELDS, TypedMistakes, areas, field, sources};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug, Clone)]
pub struct TypedCardsView {
    /// Departments for which the user may enter statistics.
    pub keepers: Vec<DepartmentCode>,
    pub form: Form,
    pub mistakes: TypedMistakes,
    pub refusal: Option<EditRefusal>,
}

#[component]
pub fn TypedCardsPage() -> Markup {
    let visit = PageContext::current();
    let (Some(_), Some(view)) = (use_context::<CurrentUser>(), use_context::<TypedCardsView>()) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let title = visit.text("typed-title");
    let content = if view.keepers.is_empty() {
        view! { <p class="prose">{visit.text("typed-no-right")}</p> }.into_markup()
    } else if areas(&visit.snapshot).is_empty() {
        view! { <p class="prose">{visit.text("typed-no-areas")}</p> }.into_markup()
    } else {
        form(&visit, &view)
    };
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{visit.text("typed-lead")}</p>
                <EditRefused refusal=view.refusal />
                {mistakes(&visit, &view)}
            </header>
            {content}
        </div>
    }
    .into_markup()
}

/// The summary of all errors, each linked to its field.
fn mistakes(visit: &PageContext, view: &TypedCardsView) -> Markup {
    if view.mistakes.is_empty() {
        return ().into_markup();
    }
    let mistakes = view
        .mistakes
        .iter()
        .map(|(name, mistake)| {
            let area = areas(&visit.snapshot)
                .into_iter()
                .find(|area| name.ends_with(&format!("-{}", area.code)))
                .map(|area| format!("{}{}", visit.area_name(area), visit.text("typed-colon")));
            let words = format!("{}{}", area.unwrap_or_default(), visit.word("entry-mistake", mistake.as_str()));
            view! { <li><a href=format!("#{name}")>{words}</a></li> }
        })
        .collect_view();
    view! {
        <div class="notice error stack" role="alert">
            <h2>{visit.text("staff-not-done-title")}</h2>
            <ul>{mistakes}</ul>
        </div>
    }
    .into_markup()
}

fn form(visit: &PageContext, view: &TypedCardsView) -> Markup {
    let named: FormErrors = FIELDS
        .iter()
        .filter_map(|field| view.mistakes.iter().find(|(name, _)| name == field).map(|(_, mistake)| (*field, *mistake)))
        .collect();
    let fields = Fields { visit, form: &view.form, mistakes: &named };
    let measures =
        Measure::ALL.iter().map(|measure| (measure.to_string(), visit.measure_name(*measure))).collect::<Vec<_>>();
    let mut from: Vec<(String, String)> =
        sources(&visit.snapshot).iter().map(|source| (source.to_string(), visit.source_name(source))).collect();
    from.push((String::new(), visit.text("typed-own-source")));
    let department = (view.keepers.len() > 1).then(|| {
        let departments = department_options(visit, |code| view.keepers.contains(code));
        fields.choice("department", &Label::of(visit.text("import-department")), departments)
    });
    let rows = areas(&visit.snapshot)
        .into_iter()
        .map(|area| {
            let name = visit.area_name(area);
            let cell = |what: &'static str, head: &'static str| {
                let id = field(what, &area.code);
                let wrong = view.mistakes.iter().any(|(wrong, _)| *wrong == id).then_some("true");
                let label = visit.format_text(head, [("area", name.clone())]);
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
                            aria-invalid=wrong
                            value=view.form.text(&id).to_owned()
                        />
                    </td>
                }
            };
            view! {
                <tr>
                    <th scope="row">{mark_japanese(visit, &name)}</th>
                    {cell("cards", "typed-cards-of")}
                    {cell("population", "typed-population-of")}
                </tr>
            }
        })
        .collect_view();
    let label = visit.text("typed-table");
    let reason = Label::of(visit.text("entry-reason")).hint(visit.text("entry-reason-hint"));
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{visit.text("import-area")}</th>
                    <th scope="col">{visit.text("typed-cards")}</th>
                    <th scope="col">{visit.text("typed-population")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <form class="staff-form stack" method="post" action=visit.link("/staff/cards")>
            {fields.choice("measure", &Label::of(visit.text("typed-measure")), measures)}
            {fields.line("as_of", &Label::of(visit.text("typed-as-of")), "date")}
            {fields.line("population_as_of", &Label::of(visit.text("typed-population-as-of")), "date")}
            {fields.choice("source", &Label::of(visit.text("typed-source")), from)}
            <p class="prose">{visit.text("typed-text")}</p>
            <TableRegion label=label>{table}</TableRegion>
            {department}
            {fields.line("reason", &reason, "text")}
            <button class="button">{visit.text("typed-button")}</button>
            <p class="small quiet">{visit.text("import-button-text")}</p>
        </form>
    }
    .into_markup()
}
