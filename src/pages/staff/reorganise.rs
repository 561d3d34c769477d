//! `/staff/reorganise`: departments that are renamed, merged or split. The first step chooses the departments
//! and what happens to them, the second says how.

use domain::procedure::{Department, DepartmentCode};
use domain::rights::DepartmentRules;
use domain::table_kind::TableKind;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::options_of;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::mistakes_summary;
use crate::components::base::page_head::PageHead;
use crate::components::base::table::TableRegion;
use crate::components::staff::entry_fields::department_options;
use crate::components::staff::proposals::EditRefused;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::http::forms::reorganise::{
    Chosen, Happening, NEW_DEPARTMENTS, OF_NEW, ReorganiseMistake, ReorganiseMistakes, field, procedures_of, seen_field,
};
use crate::server::query::address;
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct ReorganiseView {
    /// What the first step has chosen; `None` on that step.
    pub chosen: Option<Chosen>,
    pub rules: DepartmentRules,
    pub form: Form,
    pub mistakes: ReorganiseMistakes,
    pub refusal: Option<EditRefusal>,
}

#[must_use]
pub fn reorganise_page(context: &PageContext, user: &CurrentUser, view: &ReorganiseView) -> Markup {
    let title = context.text("reorganise-title");
    let kind = TableKind::Reorganisation;
    let content = if !user.rights.open_tables(&view.rules).contains(&kind) {
        view! { <p class="prose">{context.text("reorganise-no-right")}</p> }.into_markup()
    } else if context.snapshot.departments.is_empty() {
        view! { <p class="prose">{context.text("reorganise-no-departments")}</p> }.into_markup()
    } else {
        match &view.chosen {
            None => first_step(context, view),
            Some(chosen) => second_step(context, view, chosen, &user.rights.departments_keeping(kind, &view.rules)),
        }
    };
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs
            trail=vec![(context.text("departments-title"), "/staff/departments".to_owned())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{context.text("reorganise-lead")}</p>
                <EditRefused refusal=view.refusal />
                {mistakes(context, view)}
            </header>
            {content}
            <section class="stack" aria-labelledby="file">
                <h2 id="file">{context.text("reorganise-file")}</h2>
                <p class="prose">{context.text("reorganise-file-text")}</p>
                <p class="actions">
                    <a href=context.link("/staff/reorganise/template.xlsx") download="">
                        {context.text("reorganise-template")}
                    </a>
                    <a href=context.link("/staff/import?kind=reorganisation")>{context.text("reorganise-send")}</a>
                </p>
            </section>
        </div>
    }
    .into_markup()
}

fn words(context: &PageContext, mistake: &ReorganiseMistake) -> String {
    match mistake {
        ReorganiseMistake::Field(error) => context.word("entry-mistake", error.as_str()),
        ReorganiseMistake::Expected(expected) => {
            context.format_text("reorganise-expected", [("expected", expected.clone())])
        }
    }
}

/// The summary of all errors, each linked to its field.
fn mistakes(context: &PageContext, view: &ReorganiseView) -> Markup {
    let of = |(field, mistake): &(Option<String>, ReorganiseMistake)| (field.clone(), words(context, mistake));
    mistakes_summary(context, view.mistakes.iter().map(of))
}

fn name_of(context: &PageContext, department: &Department) -> String {
    context.language.department_name(department)
}

fn first_step(context: &PageContext, view: &ReorganiseView) -> Markup {
    let chosen = view.form.text("kind").to_owned();
    let happenings = Happening::ALL
        .iter()
        .map(|happening| {
            let is_chosen = happening.as_str() == chosen;
            view! {
                <label class="choice">
                    <input type="radio" name="kind" value=happening.as_str() checked=is_chosen required />
                    <span>
                        {context.word("reorganise-what", happening.as_str())} " "
                        <span class="small quiet">{context.word("reorganise-hint", happening.as_str())}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    let departments = context
        .snapshot
        .departments
        .iter()
        .map(|department| {
            let code = department.code.to_string();
            let is_ticked = view.form.all("department").any(|ticked| ticked == code);
            view! {
                <label class="choice">
                    <input type="checkbox" name="department" value=code checked=is_ticked />
                    <span>{mark_japanese(context, &name_of(context, department))}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <form class="staff-form stack" method="post" action=context.link("/staff/reorganise/choose")>
            {draft_fields(view)}
            <fieldset class="plain-fieldset" id="kind" tabindex="-1">
                <legend>{context.text("reorganise-kind")}</legend>
                {happenings}
            </fieldset>
            <fieldset class="plain-fieldset" id="department" tabindex="-1">
                <legend>{context.text("reorganise-departments")}</legend>
                <p class="small quiet">{context.text("reorganise-departments-hint")}</p>
                <div class="tick-columns">{departments}</div>
            </fieldset>
            <button class="button">{context.text("reorganise-next")}</button>
        </form>
    }
    .into_markup()
}

/// One field of the second step.
struct Field<'a> {
    context: &'a PageContext,
    view: &'a ReorganiseView,
}

impl Field<'_> {
    /// A field with its label, hint and error around an input that is given its value, what describes it, and whether it
    /// is wrong.
    fn around(
        &self,
        name: &str,
        label: &str,
        hint: &str,
        input: impl FnOnce(String, Option<String>, Option<&'static str>) -> Markup,
    ) -> Markup {
        let wrong: Vec<String> = self
            .view
            .mistakes
            .iter()
            .filter(|(field, _)| field.as_deref() == Some(name))
            .map(|(_, mistake)| words(self.context, mistake))
            .collect();
        let ids: Vec<String> = [(!hint.is_empty(), "hint"), (!wrong.is_empty(), "mistake")]
            .into_iter()
            .filter(|(is_there, _)| *is_there)
            .map(|(_, what)| format!("{name}-{what}"))
            .collect();
        let invalid = (!wrong.is_empty()).then_some("true");
        let input = input(self.view.form.raw(name).to_owned(), (!ids.is_empty()).then(|| ids.join(" ")), invalid);
        let wrong = invalid.map(|_| {
            let words = wrong.join(" ");
            view! { <p class="mistake" id=format!("{name}-mistake")>{mark_japanese(self.context, &words)}</p> }
        });
        let hint = (!hint.is_empty()).then(|| {
            view! { <p class="small quiet" id=format!("{name}-hint")>{mark_japanese(self.context, hint)}</p> }
        });
        view! {
            <div>
                <label for=name.to_owned()>{mark_japanese(self.context, label)}</label>
                {hint}
                {wrong}
                {input}
            </div>
        }
        .into_markup()
    }

    fn line(&self, name: &str, kind: &'static str, label: &str, hint: &str) -> Markup {
        self.around(name, label, hint, |value, described, invalid| {
            view! {
                <input
                    id=name.to_owned()
                    name=name.to_owned()
                    type=kind
                    value=value
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=invalid
                />
            }
            .into_markup()
        })
    }

    fn choice(&self, name: &str, label: &str, hint: &str, options: Vec<(String, String)>) -> Markup {
        self.around(name, label, hint, |value, described, invalid| {
            view! {
                <select id=name.to_owned() name=name.to_owned() aria-describedby=described aria-invalid=invalid>
                    {options_of(options, &value)}
                </select>
            }
            .into_markup()
        })
    }
}

/// The draft that a form goes on with, in the version that its author has seen.
fn draft_fields(view: &ReorganiseView) -> Markup {
    ["proposal", "version"]
        .map(|name| view! { <input type="hidden" name=name value=view.form.text(name).to_owned() /> })
        .into_iter()
        .collect_view()
        .into_markup()
}

fn second_step(context: &PageContext, view: &ReorganiseView, chosen: &Chosen, keepers: &[DepartmentCode]) -> Markup {
    let field = Field { context, view };
    let what = match chosen.happening {
        Happening::Rename => rename(&field, chosen),
        Happening::Merge => merge(&field, chosen),
        Happening::Split => split(&field, chosen),
    };
    let keeper = (keepers.len() > 1).then(|| {
        let options = department_options(context, |code| keepers.contains(code));
        field.choice("department", &context.text("row-department"), "", options)
    });
    let day = field.line("effective_on", "date", &context.text("reorganise-day"), &context.text("reorganise-day-hint"));
    // Another choice is one for the same draft.
    let id = view.form.text("proposal");
    let of_draft = [("kind", chosen.happening.as_str()), ("proposal", id)];
    let again = address("/staff/reorganise", of_draft.into_iter().filter(|_| !id.is_empty()));
    let reason = field.line("reason", "text", &context.text("entry-reason"), &context.text("entry-reason-hint"));
    view! {
        <form class="staff-form stack" method="post" action=context.link("/staff/reorganise")>
            <input type="hidden" name="kind" value=chosen.happening.as_str() />
            <input type="hidden" name="of" value=chosen.codes() />
            {draft_fields(view)}
            <h2>{context.word("reorganise-what", chosen.happening.as_str())}</h2>
            {what}
            {day}
            {reason}
            {keeper}
            <button class="button">{context.text("row-button")}</button>
            <p class="small quiet">{context.text("import-button-text")}</p>
        </form>
        <p><a href=context.link(&again)>{context.text("reorganise-again")}</a></p>
    }
    .into_markup()
}

fn rename(field_of: &Field<'_>, chosen: &Chosen) -> Markup {
    let context = field_of.context;
    chosen
        .known(&context.snapshot)
        .map(|department| {
            let name = name_of(context, department);
            let seen = ["name", "name_en"].map(|what| {
                let seen = seen_field(what, &department.code);
                let value = field_of.view.form.raw(&seen).to_owned();
                view! { <input type="hidden" name=seen value=value /> }
            });
            view! {
                <fieldset class="plain-fieldset stack">
                    <legend>{mark_japanese(context, &name)}</legend>
                    {seen.into_iter().collect_view()}
                    {field_of.line(&field("name", &department.code), "text", &context.text("reorganise-name"), "")}
                    {field_of.line(
                        &field("name_en", &department.code),
                        "text",
                        &context.text("reorganise-name-en"),
                        &context.text("reorganise-name-en-hint"),
                    )}
                </fieldset>
            }
        })
        .collect_view()
        .into_markup()
}

fn merge(field: &Field<'_>, chosen: &Chosen) -> Markup {
    let context = field.context;
    let names: Vec<String> = chosen.known(&context.snapshot).map(|one| name_of(context, one)).collect();
    let names = context.format_text("reorganise-merged", [("names", names.join(&context.text("list-separator")))]);
    let known = context.snapshot.departments.iter().map(|one| (one.code.to_string(), name_of(context, one)));
    let options = std::iter::once((String::new(), context.text("reorganise-new"))).chain(known).collect();
    let line = |name: &str, hint: &str| {
        let hint = if hint.is_empty() { String::new() } else { context.text(hint) };
        field.line(name, "text", &context.word("reorganise-field", name), &hint)
    };
    view! {
        <p class="prose">{mark_japanese(context, &names)}</p>
        {field.choice("successor", &context.text("reorganise-successor"), &context.text("reorganise-successor-hint"), options)}
        {line("code", "reorganise-code-hint")}
        {line("name", "reorganise-merged-name-hint")}
        {line("name_en", "")}
        {line("counter", "reorganise-contact-hint")}
        {line("hours", "")}
        {line("phone", "")}
    }
    .into_markup()
}

/// The departments that procedures of a department may go to, besides itself.
fn ways(context: &PageContext, chosen: &Chosen, from: &Department, stays: &str) -> Vec<(String, String)> {
    let others = chosen.known(&context.snapshot).filter(|one| one.code != from.code);
    let others = others.map(|one| (field("to", &one.code), name_of(context, one)));
    let new = (1..=NEW_DEPARTMENTS).map(|number| {
        (field("new", number), context.format_text("reorganise-new-number", [("number", number.to_string())]))
    });
    std::iter::once((String::new(), context.text(stays))).chain(others).chain(new).collect()
}

fn split(field_of: &Field<'_>, chosen: &Chosen) -> Markup {
    let context = field_of.context;
    let new = (1..=NEW_DEPARTMENTS)
        .map(|number| {
            let lines = OF_NEW
                .into_iter()
                .map(|what| field_of.line(&field(what, number), "text", &context.word("reorganise-field", what), ""))
                .collect_view();
            view! {
                <fieldset class="plain-fieldset stack">
                    <legend>{context.format_text("reorganise-new-number", [("number", number.to_string())])}</legend>
                    {lines}
                </fieldset>
            }
        })
        .collect_view();
    let departments = chosen.known(&context.snapshot).map(|one| split_one(field_of, chosen, one)).collect_view();
    view! {
        <p class="prose">{context.text("reorganise-split-text")}</p>
        <details open>
            <summary>{context.text("reorganise-new-departments")}</summary>
            <p class="small quiet">{context.text("reorganise-code-hint")}</p>
            {new}
        </details>
        {departments}
    }
    .into_markup()
}

/// The procedures of one department, each with a choice, and what becomes of the rest.
fn split_one(field_of: &Field<'_>, chosen: &Chosen, department: &Department) -> Markup {
    let context = field_of.context;
    let name = name_of(context, department);
    let rows = procedures_of(&context.snapshot, &department.code, context.today)
        .into_iter()
        .map(|procedure| {
            let id = field("to", &procedure.id);
            let procedure = context.language.of(&procedure.name).0.to_owned();
            let label = context.format_text("reorganise-way-of", [("procedure", procedure.clone())]);
            let wrong = field_of.view.mistakes.iter().any(|(field, _)| field.as_deref() == Some(id.as_str()));
            let options = ways(context, chosen, department, "reorganise-with-rest");
            view! {
                <tr>
                    <th scope="row">{mark_japanese(context, &procedure)}</th>
                    <td>
                        <select id=id.clone() name=id.clone() aria-label=label aria-invalid=wrong.then_some("true")>
                            {options_of(options, field_of.view.form.text(&id))}
                        </select>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.text("staff-procedure")}</th>
                    <th scope="col">{context.text("reorganise-successor")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let rest = field_of.choice(
        &field("rest", &department.code),
        &context.text("reorganise-rest"),
        &context.text("reorganise-rest-hint"),
        ways(context, chosen, department, "reorganise-stays"),
    );
    view! {
        <section class="stack">
            <h3>{mark_japanese(context, &name)}</h3>
            {rest}
            <TableRegion label=name>{table}</TableRegion>
        </section>
    }
    .into_markup()
}
