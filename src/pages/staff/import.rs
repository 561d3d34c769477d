//! `/staff/import`: tables to download and upload, and the options of an upload.

use domain::procedure::DepartmentCode;
use domain::table_kind::TableKind;
use leptos::prelude::*;

use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::{Fields, Label};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::staff::entry_fields::department_options;
use crate::components::staff::proposals::EditRefused;
use crate::components::staff::tables::kind_name;
use crate::page_context::PageContext;
use crate::server::editing::EditRefusal;
use crate::server::editing::files::LARGEST_FILE;
use crate::server::editing::files::typed_cards::areas;
use crate::server::editing::proposed_file::FileTable;
use crate::server::http::forms::FormErrors;
use crate::server::staff::form::Form;

/// The data of the page.
#[derive(Debug)]
pub struct ImportView {
    /// File kinds that the user may upload.
    pub kinds: Vec<TableKind>,
    /// Departments for which the user may upload statistics.
    pub keepers: Vec<DepartmentCode>,
    pub form: Form,
    /// The name of the file that is kept already.
    pub kept: Option<String>,
    pub mistakes: FormErrors,
    pub refusal: Option<EditRefusal>,
}

#[must_use]
pub fn import_page(context: &PageContext, view: &ImportView) -> Markup {
    let title = context.text("import-title");
    let fields = Fields { context, form: &view.form, mistakes: &view.mistakes };
    let mistakes = fields.mistakes();
    let form = if view.kinds.is_empty() {
        view! { <p class="prose">{context.text("import-no-right")}</p> }.into_markup()
    } else {
        form(fields, view)
    };
    let tables = FileTable::ALL
        .iter()
        .map(|table| {
            let name = context.word("import-table", table.as_str());
            let file = format!("/staff/import/{table}.xlsx");
            let label = context.format_text("import-empty-of", [("table", name.clone())]);
            view! {
                <li>
                    <a href=context.link(&file) download="">{name}</a>
                    " "
                    <a href=context.link(&format!("{file}?empty=yes")) download="" aria-label=label>
                        {context.text("import-empty")}
                    </a>
                </li>
            }
        })
        .collect_view();
    let typed = (!view.keepers.is_empty()).then(|| {
        view! {
            <p class="actions">
                <a href=context.link("/staff/cards")>{context.text("typed-title")}</a>
                <a href=context.link("/staff/tables")>{context.text("tables-title")}</a>
            </p>
        }
    });
    view! {
        <PageHead title=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="prose">{context.text("import-lead")}</p>
                <EditRefused refusal=view.refusal />
                {mistakes}
            </header>
            <section class="stack" aria-labelledby="take">
                <h2 id="take">{context.text("import-take")}</h2>
                <p class="prose">{context.text("import-take-text")}</p>
                <ul class="table-files">{tables}</ul>
                <p><a href=context.link("/staff/procedures")>{context.text("import-some")}</a></p>
            </section>
            <section class="stack" aria-labelledby="send">
                <h2 id="send">{context.text("import-send")}</h2>
                <p class="prose">{context.text("import-send-text")}</p>
                {typed}
                {form}
            </section>
        </div>
    }
    .into_markup()
}

fn form(fields: Fields<'_>, view: &ImportView) -> Markup {
    let context = fields.context;
    let kinds = view.kinds.iter().map(|kind| (kind.to_string(), kind_name(context, *kind))).collect();
    let is_wrong = view.mistakes.iter().any(|(name, _)| *name == "file");
    let wrong = view.mistakes.iter().find(|(name, _)| *name == "file").map(|(_, mistake)| {
        view! { <p class="mistake" id="file-mistake">{context.word("entry-mistake", mistake.as_str())}</p> }
    });
    let described = if is_wrong { "file-hint file-mistake" } else { "file-hint" };
    let largest = (LARGEST_FILE / (1024 * 1024)).to_string();
    let options = (!view.keepers.is_empty()).then(|| options(fields, view));
    let effective_on = Label::of(context.text("entry-effective-on")).hint(context.text("import-effective-hint"));
    let reason = Label::of(context.text("entry-reason")).hint(context.text("entry-reason-hint"));
    let draft = ["proposal", "version"].map(|name| fields.hidden(name)).into_iter().collect_view();
    let kept = view.kept.as_ref().map(|name| {
        let words = context.format_text("import-kept", [("file", name.clone())]);
        view! { <p class="notice" id="file-kept">{mark_japanese(context, &words)}</p> }
    });
    let is_required = view.kept.is_none();
    view! {
        <form class="staff-form stack" method="post" enctype="multipart/form-data" action=context.link("/staff/import")>
            {draft}
            {fields.choice("kind", &Label::of(context.text("import-kind")), kinds)}
            <div>
                <label for="file">{context.text("import-file")}</label>
                <p class="small quiet" id="file-hint">{context.format_text("import-file-hint", [("most", largest)])}</p>
                {kept}
                {wrong}
                <input
                    id="file"
                    name="file"
                    type="file"
                    accept=".xlsx,.xls,.csv,.tsv,.txt,.gz,.geojson,.json"
                    required=is_required
                    aria-describedby=described
                    aria-invalid=is_wrong.then_some("true")
                />
            </div>
            {fields.line("effective_on", &effective_on, "date")}
            {fields.line("reason", &reason, "text")}
            {source(fields)}
            {options}
            <button class="button">{context.text("import-button")}</button>
            <p class="small quiet">{context.text("import-button-text")}</p>
        </form>
    }
    .into_markup()
}

/// The source of figures in rows that name none.
fn source(fields: Fields<'_>) -> Markup {
    let context = fields.context;
    let title = Label::of(context.text("typed-source")).hint(context.text("import-source-hint"));
    view! {
        <fieldset class="stack">
            <legend>{context.text("import-source")}</legend>
            <p class="small quiet">{context.text("import-source-text")}</p>
            {fields.line("source", &title, "text")}
            {fields.line("source_publisher", &Label::of(context.text("import-source-publisher")), "text")}
            {fields.line("source_url", &Label::of(context.text("import-source-url")), "url")}
            {fields.line("source_date", &Label::of(context.text("import-source-date")), "date")}
        </fieldset>
    }
    .into_markup()
}

/// Options that a table of statistics does not always contain itself.
fn options(fields: Fields<'_>, view: &ImportView) -> Markup {
    let context = fields.context;
    let none = || (String::new(), context.text("import-in-the-table"));
    let known = areas(&context.snapshot).into_iter().map(|area| (area.code.to_string(), context.area_name(area)));
    let areas = std::iter::once(none()).chain(known).collect();
    let department = (view.keepers.len() > 1).then(|| {
        let departments = department_options(context, |code| view.keepers.contains(code));
        fields.choice("department", &Label::of(context.text("import-department")), departments)
    });
    view! {
        <fieldset class="stack">
            <legend>{context.text("import-options")}</legend>
            <p class="small quiet">{context.text("import-options-text")}</p>
            {fields.line("as_of", &Label::of(context.text("typed-as-of")), "date")}
            {fields.line("population_as_of", &Label::of(context.text("typed-population-as-of")), "date")}
            {fields.line("fiscal_year", &Label::of(context.text("fiscal-year")), "text")}
            {fields.choice("area", &Label::of(context.text("import-area")), areas)}
            {fields.tick("new_areas", &context.text("import-new-areas"))}
            {department}
        </fieldset>
    }
    .into_markup()
}
