//! `/staff/tables/{table}/row`: one row of a table, to add, change or remove.

use domain::procedure::DepartmentCode;
use domain::rights::DepartmentRules;
use exchange::import::table::columns::{ColumnSpec, Presence};
use exchange::import::table::described::Holds;
use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::form_fields::{Fields, Label, options_of};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::not_done::mistakes_summary;
use crate::components::base::page_head::PageHead;
use crate::components::base::raw_markup::MultiLineField;
use crate::components::staff::cells::{condition_text, dated_text};
use crate::components::staff::conflicts::row_conflicts;
use crate::components::staff::entry_fields::department_options;
use crate::components::staff::proposals::EditRefused;
use crate::components::staff::reading_hints::reading_hints;
use crate::components::staff::tables::{column_name, in_language, table_name};
use crate::page_context::PageContext;
use crate::pages::staff::table::{history_address_of, row_address_of};
use crate::server::editing::files::typed::TypedNow;
use crate::server::editing::tables::{Choices, TableRows};
use crate::server::editing::{EditRefusal, LONGEST_REASON};
use crate::server::http::forms::table_row::{field, seen_field};
use crate::server::http::forms::{FormError, FormErrors};
use crate::server::staff::CurrentUser;
use crate::server::staff::form::Form;

/// Columns whose texts fit on a line.
const SHORT_TEXTS: [&str; 12] = [
    "name",
    "name_en",
    "title",
    "title_en",
    "kana",
    "publisher",
    "publisher_en",
    "tag",
    "unit",
    "role",
    "period",
    "phone",
];

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowMistake {
    /// A value, by the key of its column, with what would be right.
    Cell(&'static str, String),
    /// The row as a whole.
    Row(String),
    /// The day on which the change is to be published.
    PublicationDay(FormError),
}

/// The data of the page.
#[derive(Debug)]
pub struct TableRowView {
    pub rows: TableRows,
    pub choices: Choices,
    pub rules: DepartmentRules,
    /// The key of the row; `None` for a new one.
    pub key: Option<Vec<String>>,
    /// The place of the row of now; `None` for a new one, and for one that somebody has removed.
    pub at: Option<usize>,
    pub form: Form,
    pub mistakes: Vec<RowMistake>,
    pub refusal: Option<EditRefusal>,
    /// What somebody else has changed meanwhile.
    pub conflicts: Option<TypedNow>,
}

impl TableRowView {
    /// Whether the row is to be removed.
    fn is_removal(&self) -> bool {
        self.form.is_checked("is_removal")
    }

    fn conflicts(&self, context: &PageContext) -> Markup {
        let Some(now) = &self.conflicts else { return ().into_markup() };
        view! {
            <section class="notice caution stack" aria-labelledby="conflict">
                <h2 id="conflict">{context.text("row-conflict")}</h2>
                <p class="prose">{context.text("row-conflict-text")}</p>
                {row_conflicts(context, &now.draft, now.conflicts(), true)}
            </section>
        }
        .into_markup()
    }
}

#[must_use]
pub fn table_row_page(context: &PageContext, user: &CurrentUser, view: &TableRowView) -> Markup {
    let table = view.rows.table;
    let title = context.text(if view.key.is_some() { "row-title" } else { "row-new-title" });
    let keepers = user.rights.departments_keeping(table.kind, &view.rules);
    let may_edit = user.rights.open_tables(&view.rules).contains(&table.kind);
    let content = if may_edit {
        form(context, view, &keepers)
    } else {
        view! { <p class="prose">{context.text("table-no-right")}</p> }.into_markup()
    };
    let trail = vec![
        (context.text("tables-title"), "/staff/tables".to_owned()),
        (table_name(context, table), format!("/staff/tables/{}", table.name)),
    ];
    view! {
        <PageHead title=title.clone() />
        <Breadcrumbs trail=trail current=title.clone() />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead">{mark_japanese(context, &table_name(context, table))}</p>
                <EditRefused refusal=view.refusal />
                {mistakes(context, view)}
            </header>
            {content}
        </div>
    }
    .into_markup()
}

fn mistakes(context: &PageContext, view: &TableRowView) -> Markup {
    let of = |mistake: &RowMistake| match mistake {
        RowMistake::Cell(key, words) => {
            let column = view.rows.columns.iter().find(|column| column.key == *key);
            let name = column.map(|column| format!("{}{}", column_name(context, column), context.text("typed-colon")));
            (Some(field(key)), format!("{}{}", name.unwrap_or_default(), dated_text(context, words)))
        }
        RowMistake::Row(words) => (None, dated_text(context, words)),
        RowMistake::PublicationDay(mistake) => {
            (Some("effective_on".to_owned()), context.word("entry-mistake", mistake.as_str()))
        }
    };
    mistakes_summary(context, view.mistakes.iter().map(of))
}

fn form(context: &PageContext, view: &TableRowView, keepers: &[DepartmentCode]) -> Markup {
    let table = view.rows.table;
    let here = row_address_of(table.name, view.key.as_deref());
    let (conflicts, conflicts_of_removal) = match (view.conflicts(context), view.is_removal()) {
        (conflicts, true) => (().into_markup(), conflicts),
        (conflicts, false) => (conflicts, ().into_markup()),
    };
    let fields = view.rows.columns.iter().map(|column| cell(context, view, column)).collect_view();
    let draft = ["proposal", "version"]
        .map(|name| view! { <input type="hidden" name=name value=view.form.raw(name).to_owned() /> })
        .into_iter()
        .collect_view();
    let history = view.key.as_ref().filter(|_| view.at.is_some()).map(|key| {
        let link = history_address_of(table.name, Some(key.as_slice()));
        view! { <p class="actions"><a href=context.link(&link)>{context.text("row-history")}</a></p> }
    });
    let department = (keepers.len() > 1).then(|| {
        let options = department_options(context, |code| keepers.contains(code));
        let chosen = view.form.text("department").to_owned();
        view! {
            <div>
                <label for="department">{context.text("row-department")}</label>
                <select id="department" name="department">{options_of(options, &chosen)}</select>
            </div>
        }
    });
    // A dated event has a day of its own.
    let has_own_day = view.rows.columns.iter().any(|column| column.key == "effective_on");
    let wrong_day = view.mistakes.iter().find_map(|mistake| match mistake {
        RowMistake::PublicationDay(mistake) => Some(("effective_on", *mistake)),
        _ => None,
    });
    let wrong_day: FormErrors = wrong_day.into_iter().collect();
    let fields_of_all = Fields { context, form: &view.form, mistakes: &wrong_day };
    let label = Label::of(context.text("entry-effective-on")).hint(context.text("row-effective-hint"));
    let effective_on = (!has_own_day).then(|| fields_of_all.line("effective_on", &label, "date"));
    let remove = (view.at.is_some() && !table.is_history()).then(|| {
        let target = here.replacen("/row", "/row/remove", 1);
        view! {
            <details open=view.is_removal()>
                <summary>{context.text("row-remove")}</summary>
                <form class="staff-form stack" method="post" action=context.link(&target)>
                    <p class="prose">{context.text("row-remove-text")}</p>
                    {conflicts_of_removal}
                    {seen_fields(view)}
                    <div>
                        <label for="remove-reason">{context.text("row-remove-reason")}</label>
                        <input
                            id="remove-reason"
                            name="why"
                            type="text"
                            autocomplete="off"
                            required
                            value=view.is_removal().then(|| view.form.raw("why").to_owned())
                            maxlength=LONGEST_REASON.to_string()
                        />
                    </div>
                    <button class="button secondary">{context.text("row-remove")}</button>
                </form>
            </details>
        }
    });
    view! {
        {history}
        <form class="staff-form stack" method="post" action=context.link(&here)>
            {conflicts}
            {draft}
            {fields}
            {effective_on}
            <div>
                <label for="why">{context.text("entry-reason")}</label>
                <p class="small quiet" id="why-hint">{context.text("entry-reason-hint")}</p>
                <input
                    id="why"
                    name="why"
                    type="text"
                    autocomplete="off"
                    aria-describedby="why-hint"
                    value=view.form.raw("why").to_owned()
                />
            </div>
            {department}
            <button class="button">{context.text("row-button")}</button>
            <p class="small quiet">{context.text("import-button-text")}</p>
            {reading_hints(context, &view.form)}
        </form>
        {remove}
    }
    .into_markup()
}

/// What the form showed at first, for a form that shows no fields of its own.
fn seen_fields(view: &TableRowView) -> Markup {
    let seen = view.rows.columns.iter().map(|column| seen_field(column.key));
    seen.map(|name| {
        let value = view.form.raw(&name).to_owned();
        view! { <input type="hidden" name=name value=value /> }
    })
    .collect_view()
    .into_markup()
}

/// The field of a column.
fn cell(context: &PageContext, view: &TableRowView, column: &'static ColumnSpec) -> Markup {
    let table = view.rows.table;
    let described = table.description().and_then(|description| description.column(column.key));
    let is_required = described
        .map_or(column.presence == Presence::Required, exchange::import::table::described::Column::is_required);
    let holds = table.holds(column.key);
    let id = field(column.key);
    let value = view.form.raw(&id).to_owned();
    let words_of = |mistake: &'_ RowMistake| match mistake {
        RowMistake::Cell(key, words) if *key == column.key => Some(dated_text(context, words)),
        _ => None,
    };
    let wrong: Vec<String> = view.mistakes.iter().filter_map(words_of).collect();
    let mut hints: Vec<String> = Vec::new();
    if let Some(described) = described.filter(|described| !described.about.0.is_empty()) {
        hints.push(in_language(context, described.about).to_owned());
    }
    match holds {
        Holds::Count((unit, unit_ja)) if !unit.is_empty() => {
            hints.push(context.format_text("row-count", [("unit", in_language(context, (unit, unit_ja)).to_owned())]));
        }
        Holds::Identifier if view.key.is_none() => hints.push(context.text("row-id-hint")),
        Holds::FiscalYear => hints.push(context.text("row-year-hint")),
        Holds::Weekdays => hints.push(context.text("row-weekdays-hint")),
        Holds::Time => hints.push(context.text("row-time-hint")),
        Holds::Telephone => hints.push(context.text("row-telephone-hint")),
        Holds::Condition => {
            let words = condition_text(context, Some(view.form.raw(&field("guide"))), &value);
            hints.extend(words.map(|words| context.format_text("row-condition-hint", [("condition", words)])));
        }
        Holds::Choices(words) => {
            let words = words.iter().map(|word| in_language(context, *word)).collect::<Vec<_>>().join(";");
            hints.push(context.format_text("row-choices-hint", [("words", words)]));
        }
        _ => {}
    }
    let hint = hints.join(&context.text("sentence-separator"));
    let described_by: Vec<String> = [(!hint.is_empty(), "hint"), (!wrong.is_empty(), "mistake")]
        .into_iter()
        .filter(|(is_there, _)| *is_there)
        .map(|(_, what)| format!("{id}-{what}"))
        .collect();
    let described_by = (!described_by.is_empty()).then(|| described_by.join(" "));
    let invalid = (!wrong.is_empty()).then_some("true");
    let seen = view! {
        <input type="hidden" name=seen_field(column.key) value=view.form.raw(&seen_field(column.key)).to_owned() />
    };
    let name = column_name(context, column);
    let label = if is_required { format!("{name}{}", context.text("entry-required")) } else { name };
    let is_key = view.key.is_some() && table.key().contains(&column.key);
    let input = match (view.choices.get(column.key), holds) {
        // What tells the row apart does not change. Another value is another row.
        _ if is_key => {
            view! { <input id=id.clone() name=id.clone() type="text" readonly value=value aria-describedby=described_by /> }
                .into_markup()
        }
        (_, Holds::Mark) => {
            let yes = view.choices.get(column.key).and_then(|words| words.first()).map(|(word, _)| word.clone());
            let is_ticked = !value.is_empty() && (Some(&value) == yes.as_ref() || value == "yes");
            return view! {
                <div>
                    {seen}
                    <label class="choice">
                        <input id=id.clone() type="checkbox" name=id value=yes.unwrap_or_default() checked=is_ticked />
                        <span>{mark_japanese(context, &label)}</span>
                    </label>
                    {(!hint.is_empty()).then(|| view! { <p class="small quiet">{mark_japanese(context, &hint)}</p> })}
                </div>
            }
            .into_markup();
        }
        (Some(known), _) => {
            let mut options = known.clone();
            if !value.is_empty() && options.iter().all(|(known, _)| *known != value) {
                options.push((value.clone(), value.clone()));
            }
            options.insert(0, (String::new(), context.text("row-nothing")));
            view! {
                <select id=id.clone() name=id.clone() aria-describedby=described_by aria-invalid=invalid>
                    {options_of(options, &value)}
                </select>
            }
            .into_markup()
        }
        (None, Holds::Text) if !SHORT_TEXTS.contains(&column.key) => {
            let is_wrong = !wrong.is_empty();
            view! {
                <MultiLineField
                    id=id.clone()
                    name=id.clone()
                    rows=2
                    text=value
                    described_by=described_by
                    is_wrong=is_wrong
                />
            }
            .into_markup()
        }
        (None, holds) => {
            let (kind, mode) = match holds {
                Holds::Day | Holds::PastDay => ("date", None),
                Holds::WebAddress => ("url", None),
                Holds::Count(_) | Holds::Position | Holds::Days => ("text", Some("numeric")),
                _ => ("text", None),
            };
            view! {
                <input
                    id=id.clone()
                    name=id.clone()
                    type=kind
                    inputmode=mode
                    value=value
                    autocomplete="off"
                    aria-describedby=described_by
                    aria-invalid=invalid
                />
            }
            .into_markup()
        }
    };
    let wrong = (!wrong.is_empty()).then(|| {
        let words = wrong.join(" ");
        view! { <p class="mistake" id=format!("{id}-mistake")>{mark_japanese(context, &words)}</p> }
    });
    let hint = (!hint.is_empty())
        .then(|| view! { <p class="small quiet" id=format!("{id}-hint")>{mark_japanese(context, &hint)}</p> });
    view! {
        <div>
            {seen}
            <label for=id>{mark_japanese(context, &label)}</label>
            {hint}
            {wrong}
            {input}
        </div>
    }
    .into_markup()
}
