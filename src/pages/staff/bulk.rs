//! `/staff/bulk`: the same change to many entries. Shows the effect on each before anything is published.

use domain::procedure::{Blocker, CardRequirement, Step, StepState};
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::{Fields, Label};
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::entry_fields::{change_fields, department_options};
use crate::components::staff::proposals::EditRefused;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::http::forms::FormErrors;
use crate::server::http::forms::bulk::{Mode, chosen};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct BulkView {
    pub form: Form,
    pub mistakes: FormErrors,
    pub refusal: Option<EditRefusal>,
}

#[must_use]
pub fn bulk_page(context: &PageContext, user: &CurrentUser, view: &BulkView) -> Markup {
    let title = context.text("bulk-title");
    let ids = chosen(&view.form);
    let fields = Fields { context, form: &view.form, mistakes: &view.mistakes };
    let leave = || (String::new(), context.text("bulk-leave"));
    let words = |family: &str, members: Vec<&'static str>| {
        let members = members.into_iter().map(|member| (member.to_owned(), context.word(family, member)));
        std::iter::once(leave()).chain(members).collect::<Vec<_>>()
    };
    let modes = |family: &str| {
        Mode::ALL
            .iter()
            .map(|mode| {
                let value = if *mode == Mode::Leave { String::new() } else { mode.to_string() };
                (value, context.word(family, mode.as_str()))
            })
            .collect::<Vec<_>>()
    };
    let states = || words("state", StepState::ALL.iter().map(|state| state.as_str()).collect());
    let steps = Step::ALL
        .iter()
        .map(|step| fields.choice(step.as_str(), &Label::of(context.word("step", step.as_str())), states()))
        .collect_view();
    let cards = words("card", CardRequirement::ALL.iter().map(|card| card.as_str()).collect());
    let blockers =
        Blocker::ALL.iter().map(|blocker| (blocker.to_string(), context.word("blocker", blocker.as_str()))).collect();
    let mut departments = department_options(context, |code| user.rights.may_edit(code));
    departments.insert(0, leave());
    let field = |name: &str| Label::of(context.word("field", name));
    let names = ids
        .iter()
        .map(|id| {
            let name = match context.snapshot.procedure(id) {
                Some((_, procedure)) => context.language.of(&procedure.name).0.to_owned(),
                None => id.to_string(),
            };
            view! { <li>{mark_japanese(context, &name)}</li> }
        })
        .collect_view();
    let hidden =
        ids.iter().map(|id| view! { <input type="hidden" name="procedure" value=id.to_string() /> }).collect_view();
    let content = if ids.is_empty() {
        view! { <p><a href=context.link("/staff/procedures")>{context.text("bulk-choose")}</a></p> }.into_markup()
    } else {
        view! {
            <details>
                <summary>{context.format_text("bulk-chosen", [("count", count(ids.len()))])}</summary>
                <ul>{names}</ul>
            </details>
            <form class="entry-form sections" method="post" action=context.link("/staff/bulk/propose")>
                {hidden}
                <section class="stack" aria-labelledby="bulk-steps">
                    <h2 id="bulk-steps">{context.text("steps-title")}</h2>
                    <div class="field-pair">{steps}</div>
                    {fields.choice(
                        "excluded_mode",
                        &Label::of(context.word("availability", "excluded")),
                        modes("bulk-excluded"),
                    )}
                    {fields.line("excluded_reason", &Label::of(context.text("entry-excluded-reason")), "text")}
                </section>
                <section class="stack" aria-labelledby="bulk-fields">
                    <h2 id="bulk-fields">{context.text("bulk-fields")}</h2>
                    {fields.choice("card_requirement", &field("card_requirement"), cards)}
                    {fields.choice("department", &field("department"), departments)}
                    {fields.choice("planned_mode", &field("planned_fiscal_year"), modes("bulk-mode"))}
                    {fields.line(
                        "planned_fiscal_year",
                        &Label::of(context.text("bulk-year")).hint(context.text("entry-year-hint")),
                        "text",
                    )}
                    {fields.tick("planned_or_later", &context.text("entry-year-or-later"))}
                    {fields.choice("blockers_mode", &field("blockers"), modes("bulk-mode"))}
                    {fields.ticks("blockers", &Label::of(context.text("bulk-blockers")), blockers)}
                    {fields.tick("checked", &context.text("entry-checked"))}
                </section>
                <section class="stack" aria-labelledby="bulk-change">
                    <h2 id="bulk-change">{context.text("entry-change")}</h2>
                    {change_fields(fields)}
                    <button class="button">{context.text("bulk-preview")}</button>
                    <p class="small quiet">{context.text("bulk-preview-hint")}</p>
                </section>
            </form>
        }
        .into_markup()
    };
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(context.text("staff-procedures-title"), "/staff/procedures".to_owned())]
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
