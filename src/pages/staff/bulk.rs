//! `/staff/bulk`: the same change to many entries. Shows the effect on each before anything is published.

use domain::procedure::{Blocker, CardRequirement, Step, StepState};
use leptos::prelude::*;

use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::entry_fields::{change_fields, department_options};
use crate::components::foreign::mark_japanese;
use crate::components::form_fields::{Fields, Label};
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::page_head::PageHead;
use crate::components::proposals::EditRefused;
use crate::components::written::count;
use crate::pages::PageContext;
use crate::pages::not_found::NotFoundPage;
use crate::server::edits::EditRefusal;
use crate::server::edits::bulk::{Mode, chosen};
use crate::server::edits::entry_form::FormErrors;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug, Clone)]
pub struct BulkView {
    pub form: Form,
    pub mistakes: FormErrors,
    pub refusal: Option<EditRefusal>,
}

#[component]
pub fn BulkPage() -> Markup {
    let visit = PageContext::current();
    let (Some(desk), Some(view)) = (use_context::<CurrentUser>(), use_context::<BulkView>()) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let title = visit.text("bulk-title");
    let ids = chosen(&view.form);
    let fields = Fields { visit: &visit, form: &view.form, mistakes: &view.mistakes };
    let leave = || (String::new(), visit.text("bulk-leave"));
    let words = |family: &str, members: Vec<&'static str>| {
        let members = members.into_iter().map(|member| (member.to_owned(), visit.word(family, member)));
        std::iter::once(leave()).chain(members).collect::<Vec<_>>()
    };
    let modes = |family: &str| {
        Mode::ALL
            .iter()
            .map(|mode| {
                let value = if *mode == Mode::Leave { String::new() } else { mode.to_string() };
                (value, visit.word(family, mode.as_str()))
            })
            .collect::<Vec<_>>()
    };
    let states = || words("state", StepState::ALL.iter().map(|state| state.as_str()).collect());
    let steps = Step::ALL
        .iter()
        .map(|step| fields.choice(step.as_str(), &Label::of(visit.word("step", step.as_str())), states()))
        .collect_view();
    let cards = words("card", CardRequirement::ALL.iter().map(|card| card.as_str()).collect());
    let blockers =
        Blocker::ALL.iter().map(|blocker| (blocker.to_string(), visit.word("blocker", blocker.as_str()))).collect();
    let mut departments = department_options(&visit, |code| desk.rights.may_edit(code));
    departments.insert(0, leave());
    let field = |name: &str| Label::of(visit.word("field", name));
    let names = ids
        .iter()
        .map(|id| {
            let name = match visit.snapshot.procedure(id) {
                Some((_, procedure)) => visit.language.of(&procedure.name).0.to_owned(),
                None => id.to_string(),
            };
            view! { <li>{mark_japanese(&visit, &name)}</li> }
        })
        .collect_view();
    let hidden =
        ids.iter().map(|id| view! { <input type="hidden" name="procedure" value=id.to_string() /> }).collect_view();
    let content = if ids.is_empty() {
        view! { <p><a href=visit.link("/staff/procedures")>{visit.text("bulk-choose")}</a></p> }.into_markup()
    } else {
        view! {
            <details>
                <summary>{visit.format_text("bulk-chosen", [("count", count(ids.len()))])}</summary>
                <ul>{names}</ul>
            </details>
            <form class="entry-form sections" method="post" action=visit.link("/staff/bulk/propose")>
                {hidden}
                <section class="stack" aria-labelledby="bulk-steps">
                    <h2 id="bulk-steps">{visit.text("steps-title")}</h2>
                    <div class="field-pair">{steps}</div>
                    {fields.choice(
                        "excluded_mode",
                        &Label::of(visit.word("availability", "excluded")),
                        modes("bulk-excluded"),
                    )}
                    {fields.line("excluded_reason", &Label::of(visit.text("entry-excluded-reason")), "text")}
                </section>
                <section class="stack" aria-labelledby="bulk-fields">
                    <h2 id="bulk-fields">{visit.text("bulk-fields")}</h2>
                    {fields.choice("card_requirement", &field("card_requirement"), cards)}
                    {fields.choice("department", &field("department"), departments)}
                    {fields.choice("planned_mode", &field("planned_fiscal_year"), modes("bulk-mode"))}
                    {fields.line(
                        "planned_fiscal_year",
                        &Label::of(visit.text("bulk-year")).hint(visit.text("entry-year-hint")),
                        "text",
                    )}
                    {fields.choice("blockers_mode", &field("blockers"), modes("bulk-mode"))}
                    {fields.ticks("blockers", &Label::of(visit.text("bulk-blockers")), blockers)}
                    {fields.tick("checked", &visit.text("entry-checked"))}
                </section>
                <section class="stack" aria-labelledby="bulk-change">
                    <h2 id="bulk-change">{visit.text("entry-change")}</h2>
                    {change_fields(fields)}
                    <button class="button">{visit.text("bulk-preview")}</button>
                    <p class="small quiet">{visit.text("bulk-preview-hint")}</p>
                </section>
            </form>
        }
        .into_markup()
    };
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(visit.text("staff-procedures-title"), "/staff/procedures".to_owned())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <EditRefused refusal=view.refusal />
                {fields.mistakes()}
            </header>
            {content}
        </div>
    }
    .into_markup()
}
