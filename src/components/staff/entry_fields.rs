//! The form fields of a whole entry: basics, the five steps, where to start, requirements and obstacles.

use domain::ending::EndingKind;
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, DepartmentCode, FeeKind, Step, StepState};
use leptos::prelude::*;

use crate::components::base::form_fields::{Fields, Label, options_of};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::http::forms::entry::channel_rows;

/// The words of an enum, as options.
fn words(context: &PageContext, family: &str, members: impl Iterator<Item = &'static str>) -> Vec<(String, String)> {
    members.map(|member| (member.to_owned(), context.word(family, member))).collect()
}

fn with_empty(empty: String, mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    options.insert(0, (String::new(), empty));
    options
}

/// The offered departments, with their names.
#[must_use]
pub fn department_options(
    context: &PageContext,
    is_offered: impl Fn(&DepartmentCode) -> bool,
) -> Vec<(String, String)> {
    context
        .snapshot
        .departments
        .iter()
        .filter(|department| is_offered(&department.code))
        .map(|department| {
            let name = context.language.department_name(department);
            (department.code.to_string(), name)
        })
        .collect()
}

/// The sections of the form. `knows` says whether a step has a known state. Such a step cannot become unknown again. What
/// is new has no end to enter.
#[must_use]
pub fn entry_sections(
    fields: Fields<'_>,
    knows: impl Fn(Step) -> bool,
    may_have: &[DepartmentCode],
    is_new: bool,
) -> Markup {
    let context = fields.context;
    let field = |name: &str| Label::of(context.word("field", name));
    let japanese = (context.language == Language::English).then_some("ja");
    let english = (context.language != Language::English).then_some("en");
    let section = |title: &str, id: &'static str, content: Markup| {
        view! { <section class="stack" aria-labelledby=id><h2 id=id>{context.text(title)}</h2>{content}</section> }
            .into_markup()
    };
    let what = view! {
        {fields.line("name", &field("name").lang(japanese).required(), "text")}
        {fields.line("kana", &field("kana").lang(japanese), "text")}
        {fields.lines("summary", &field("summary").lang(japanese), 3)}
        {fields.line("name_easy", &field("name_easy").lang(japanese).hint(context.text("entry-easy-hint")), "text")}
        {fields.lines("summary_easy", &field("summary_easy").lang(japanese), 3)}
        {fields.line("name_en", &field("name_en").lang(english), "text")}
        {fields.lines("summary_en", &field("summary_en").lang(english), 3)}
    };
    // Sets, events and the like come from the catalogue. The responsible department is one of the user's own.
    let departments = department_options(context, |code| may_have.contains(code));
    let departments = with_empty(context.text("entry-choose"), departments);
    let events = context
        .snapshot
        .life_events
        .iter()
        .map(|event| (event.code.to_string(), context.language.of(&event.name).0.to_owned()))
        .collect();
    let sets = context
        .snapshot
        .sets
        .iter()
        .map(|set| (set.code.to_string(), context.language.pick(&set.name, &set.name_en).to_owned()))
        .collect();
    // A new entry has no source until somebody chooses one: the first of the list would be published as its source.
    let none_yet = fields.form.text("source").is_empty();
    let none_yet = none_yet.then(|| (String::new(), context.text("entry-source-choose")));
    let known = context.snapshot.sources.keys().map(|id| (id.to_string(), context.source_name(id)));
    let sources = none_yet.into_iter().chain(known).collect();
    let audience = words(context, "audience", Audience::ALL.iter().map(|one| one.as_str()));
    let place = view! {
        {fields.choice("department", &field("department").required(), departments)}
        {fields.ticks("life_events", &field("life_events"), events)}
        {fields.ticks("audience", &field("audience"), audience)}
        {fields.ticks("sets", &field("sets"), sets)}
        {fields.line("legal_basis", &field("legal_basis").lang(japanese), "text")}
    };
    let states = |step: Step| {
        let states = words(context, "state", StepState::ALL.iter().map(|state| state.as_str()));
        if knows(step) { states } else { with_empty(context.word("state", "unknown"), states) }
    };
    let steps = Step::ALL
        .iter()
        .map(|step| {
            let hint = context.word("step-means", step.as_str());
            fields.choice(step.as_str(), &Label::of(context.word("step", step.as_str())).hint(hint), states(*step))
        })
        .collect_view();
    let ladder = view! {
        <p class="prose">{context.text("entry-steps-text")}</p>
        <div class="field-pair">{steps}</div>
        {fields.tick("excluded", &context.text("entry-excluded"))}
        {fields.line("excluded_reason", &Label::of(context.text("entry-excluded-reason")).lang(japanese), "text")}
    };
    let cards = words(context, "card", CardRequirement::ALL.iter().map(|card| card.as_str()));
    let cards = with_empty(context.word("state", "unknown"), cards);
    let fees = words(context, "fee-kind", FeeKind::ALL.iter().map(|kind| kind.as_str()));
    let fees = with_empty(context.word("state", "unknown"), fees);
    let needed = view! {
        {fields.choice("card_requirement", &field("card_requirement"), cards)}
        {fields.lines("papers", &field("papers").lang(japanese).hint(context.text("entry-papers-hint")), 4)}
        <div class="field-pair">
            {fields.choice("fee_kind", &field("fee"), fees)}
            {fields.line("fee_yen", &Label::of(context.text("entry-fee-yen")), "text")}
        </div>
        {fields.line("fee_note", &Label::of(context.text("entry-fee-note")).lang(japanese), "text")}
        {fields.line("processing", &field("processing").lang(japanese), "text")}
    };
    let blockers = words(context, "blocker", Blocker::ALL.iter().map(|blocker| blocker.as_str()));
    let plan = view! {
        {fields.ticks("blockers", &field("blockers"), blockers)}
        {fields.line(
            "planned_fiscal_year",
            &field("planned_fiscal_year").hint(context.text("entry-year-hint")),
            "text",
        )}
        {fields.tick("planned_or_later", &context.text("entry-year-or-later"))}
    };
    let origin = view! {
        {fields.choice("source", &field("source").required(), sources)}
        {fields.tick("sample", &context.text("entry-sample"))}
    };
    view! {
        {section("entry-what", "entry-what", what.into_markup())}
        {section("entry-place", "entry-place", place.into_markup())}
        {section("steps-title", "entry-steps", ladder.into_markup())}
        {section("start-title", "entry-start", channels(fields))}
        {section("needed-title", "entry-needed", needed.into_markup())}
        {section("obstacles-title", "entry-plan", plan.into_markup())}
        {(!is_new).then(|| section("entry-ending", "entry-ending", ending(fields)))}
        {section("entry-origin", "entry-origin", origin.into_markup())}
    }
    .into_markup()
}

/// How, when and why the entry ends, and its successor.
fn ending(fields: Fields<'_>) -> Markup {
    let context = fields.context;
    let japanese = (context.language == Language::English).then_some("ja");
    let label = |words: &str, hint: &str| Label::of(context.text(words)).hint(context.text(hint));
    let kinds = words(context, "entry-ending-kind", EndingKind::ALL.iter().map(|kind| kind.as_str()));
    let kinds = with_empty(context.text("entry-ending-none"), kinds);
    view! {
        <p class="prose">{context.text("entry-ending-text")}</p>
        <div class="field-pair">
            {fields.choice("ending", &Label::of(context.word("field", "ending")), kinds)}
            {fields.line("ended_on", &label("entry-ended-on", "entry-ended-on-hint"), "date")}
        </div>
        {fields.line("ending_reason", &label("entry-ending-reason", "entry-ending-reason-hint").lang(japanese), "text")}
        {fields.line("successor", &label("entry-successor", "entry-successor-hint"), "text")}
    }
    .into_markup()
}

/// The application channels, with empty rows to add more.
fn channels(fields: Fields<'_>) -> Markup {
    let context = fields.context;
    let kinds = words(context, "channel-short", ChannelKind::ALL.iter().map(|kind| kind.as_str()));
    let kinds = with_empty(context.text("entry-no-channel"), kinds);
    let wrong: Vec<_> = fields
        .mistakes
        .iter()
        .filter(|(name, _)| name.starts_with("channel_"))
        .map(|(name, mistake)| {
            let words = context.word("entry-mistake", mistake.as_str());
            view! { <p class="mistake" id=*name tabindex="-1">{words}</p> }
        })
        .collect();
    let rows = channel_rows(fields.form)
        .into_iter()
        .enumerate()
        .map(|(place, row)| {
            let number = (place + 1).to_string();
            let of = |name: &str| context.format_text(name, [("number", number.clone())]);
            view! {
                <fieldset class="plain-fieldset">
                    <legend>{of("entry-channel")}</legend>
                    <div class="field-pair">
                        <label>
                            <span class="hint">{context.text("entry-channel-kind")}</span>
                            <select name="channel_kind">{options_of(kinds.clone(), &row.kind)}</select>
                        </label>
                        <label>
                            <span class="hint">{context.text("entry-channel-name")}</span>
                            <input name="channel_name" type="text" value=row.name autocomplete="off" />
                        </label>
                        <label>
                            <span class="hint">{context.text("entry-channel-url")}</span>
                            <input
                                name="channel_url"
                                type="text"
                                inputmode="url"
                                value=row.url
                                autocomplete="off"
                                autocapitalize="none"
                                spellcheck="false"
                            />
                        </label>
                    </div>
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <p class="prose">{context.text("entry-channels-text")}</p>
        {wrong}
        {rows}
    }
    .into_markup()
}

/// The effective date of a change, and its reason.
#[must_use]
pub fn change_fields(fields: Fields<'_>) -> Markup {
    let label = |words: &str, hint: &str| Label::of(fields.context.text(words)).hint(fields.context.text(hint));
    view! {
        {fields.line("effective_on", &label("entry-effective-on", "entry-effective-hint"), "date")}
        {fields.line("reason", &label("entry-reason", "entry-reason-hint").required(), "text")}
    }
    .into_markup()
}
