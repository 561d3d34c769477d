//! The recorded changes of a procedure: changes of its steps with both their dates, and changes of its entry field by
//! field. Never names the people who made or approved a change.

use domain::ending::Ending;
use domain::entry::{EditableField, EditableValue};
use domain::procedure::{Fee, FeeKind, Procedure, StepState};
use domain::procedure_fields::{FieldChanges, FieldValue};
use domain::text::group_thousands;
use domain::timeline::{ChangeRecord, RecordedChange, records_by_day};
use leptos::prelude::*;

use crate::components::base::city_text::{city_cell, city_words};
use crate::components::base::data_table::data_table;
use crate::components::base::formatting::NOTHING;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// Whether the page has a table of changes.
#[must_use]
pub fn has_changes(context: &PageContext, procedure: &Procedure, changes: &[FieldChanges]) -> bool {
    !records_by_day(&procedure.step_events, &procedure.exclusion_events, context.as_of).is_empty()
        || changes.iter().any(|change| change.recorded_on <= context.as_of)
}

/// Steps and exclusion: when each change took effect, when it was recorded, and the old and new state.
pub fn step_changes(context: &PageContext, procedure: &Procedure) -> Markup {
    let records = records_by_day(&procedure.step_events, &procedure.exclusion_events, context.as_of);
    if records.is_empty() {
        return view! { <p>{context.text("history-none")}</p> }.into_markup();
    }
    // The newest day comes first; within a day, the records stay in their order.
    let days = records.chunk_by(|one, next| one.on == next.on).rev().flatten();
    let sheet = Sheet {
        id: "steps".to_owned(),
        title: context.text("history-steps-caption"),
        columns: ["effective", "recorded", "what", "from", "to", "reason"]
            .map(|column| Column::text(context.word("history-column", column)))
            .into(),
        rows: days.map(|record| row_of_record(context, procedure, record)).collect(),
        sources: Vec::new(),
        note: context.text("history-steps-note"),
    };
    data_table(context, &sheet, "history-table stacked")
}

fn row_of_record(context: &PageContext, procedure: &Procedure, record: &ChangeRecord) -> Row {
    // What is known first is the beginning of the record, not a change.
    let first = || context.text("history-first-state");
    let state = |state: Option<&str>| state.map_or_else(first, |state| context.word("state", state));
    let yes_or_no = |excluded: bool| context.text(if excluded { "history-yes" } else { "history-no" });
    let nothing = || Cell::text(NOTHING);
    let (what, from, to, reason) = match &record.change {
        RecordedChange::Exclusion { from, to, reason } => (
            context.word("availability", "excluded"),
            from.map_or_else(first, yes_or_no),
            yes_or_no(*to),
            if reason.is_empty() { nothing() } else { in_japanese(context, reason) },
        ),
        RecordedChange::Step(change) => (
            context.word("step", change.step.as_str()),
            state(change.from.map(|state| state.as_str())),
            state(Some(change.to.as_str())),
            nothing(),
        ),
    };
    let dates = [Cell::date(record.on), Cell::date(record.recorded_on)];
    Row::of(dates.into_iter().chain([Cell::text(what), Cell::text(from), Cell::text(to), reason]).collect())
        .sample(procedure.sample)
}

/// A city text that exists only in Japanese.
fn in_japanese(context: &PageContext, text: impl Into<String>) -> Cell {
    let text: String = text.into();
    city_cell(context, &text)
}

/// Changes of the entry: field, new value, date, reason, and whether a second person approved it.
pub fn entry_changes(context: &PageContext, procedure: &Procedure, changes: &[FieldChanges]) -> Markup {
    let known: Vec<&FieldChanges> = changes.iter().rev().filter(|change| change.recorded_on <= context.as_of).collect();
    if known.is_empty() {
        return view! { <p>{context.text("history-entry-none")}</p> }.into_markup();
    }
    let sheet = Sheet {
        id: "entry".to_owned(),
        title: context.text("history-entry-caption"),
        columns: ["recorded", "field", "from", "to", "reason", "approved"]
            .map(|column| Column::text(context.word("history-column", column)))
            .into(),
        rows: known.into_iter().flat_map(|change| rows_of_change(context, procedure, change)).collect(),
        sources: Vec::new(),
        note: context.text("history-entry-note"),
    };
    data_table(context, &sheet, "history-table stacked")
}

fn rows_of_change(context: &PageContext, procedure: &Procedure, change: &FieldChanges) -> Vec<Row> {
    let reason = || match change.reason.as_str() {
        "" => Cell::text(NOTHING),
        reason => in_japanese(context, reason),
    };
    let approved = || Cell::text(if change.is_approved { context.text("history-yes") } else { NOTHING.to_owned() });
    let row = |field: String, from: Cell, to: Cell| {
        Row::of(vec![Cell::date(change.recorded_on), Cell::text(field), from, to, reason(), approved()])
            .sample(procedure.sample)
    };
    if let Some(day) = change.forgotten_on {
        let what = context.format_text("history-forgotten", [("date", context.short_date(day))]);
        return vec![row(what, Cell::text(NOTHING), Cell::text(NOTHING))];
    }
    if change.fields.is_empty() {
        return vec![row(context.text("history-steps-only"), Cell::text(NOTHING), Cell::text(NOTHING))];
    }
    let fields = change.fields.iter();
    fields
        .map(|(field, was, became)| {
            let name = context.word("field", field.as_str());
            let cell =
                |value: &Option<FieldValue>| value.as_ref().map_or_else(nothing, |value| value_cell(context, value));
            row(name, cell(was), cell(became))
        })
        .collect()
}

/// The name of an editable field.
#[must_use]
pub fn field_name(context: &PageContext, field: EditableField) -> String {
    match field {
        EditableField::Field(field) => context.word("field", field.as_str()),
        EditableField::Step(step) => context.word("step", step.as_str()),
        EditableField::Exclusion => context.word("availability", "excluded"),
    }
}

fn nothing() -> Cell {
    Cell::text(NOTHING)
}

/// A value in words, or the words for an unknown value.
#[must_use]
pub fn field_cell(context: &PageContext, field: EditableField, value: Option<&EditableValue>) -> Cell {
    let state =
        |state: Option<StepState>| Cell::text(context.word("state", state.map_or("unknown", StepState::as_str)));
    let decision = |excluded: bool| context.text(if excluded { "history-yes" } else { "history-no" });
    match (value, field) {
        (Some(EditableValue::Field(value)), _) => value_cell(context, value),
        (None, EditableField::Field(_)) => nothing(),
        (Some(EditableValue::Step(_, known)), _) => state(*known),
        (None, EditableField::Step(_)) => state(None),
        (Some(EditableValue::Exclusion { excluded, reason }), _) if !reason.is_empty() => {
            Cell::text(format!("{} {}", decision(*excluded), city_words(context, reason)))
        }
        (Some(EditableValue::Exclusion { excluded, .. }), _) => Cell::text(decision(*excluded)),
        (None, EditableField::Exclusion) => Cell::text(decision(false)),
    }
}

/// A field value in words, as a table cell.
fn value_cell(context: &PageContext, value: &FieldValue) -> Cell {
    let list = |words: Vec<String>| (!words.is_empty()).then(|| words.join(&context.text("list-separator")));
    let cell = match value {
        FieldValue::NameEn(text) | FieldValue::SummaryEn(text) => return text_cell(context, text, "en"),
        FieldValue::Name(text)
        | FieldValue::NameEasy(text)
        | FieldValue::Kana(text)
        | FieldValue::Summary(text)
        | FieldValue::SummaryEasy(text) => return text_cell(context, text, "ja"),
        FieldValue::LegalBasis(text) | FieldValue::Processing(text) => {
            return if text.is_empty() { nothing() } else { city_cell(context, text) };
        }
        FieldValue::Papers(papers) => list(papers.iter().map(|paper| city_words(context, paper)).collect()),
        FieldValue::Audience(all) => list(all.iter().map(|one| context.word("audience", one.as_str())).collect()),
        FieldValue::Blockers(all) => list(all.iter().map(|one| context.word("blocker", one.as_str())).collect()),
        FieldValue::CardRequirement(card) => card.map(|card| context.word("card", card.as_str())),
        FieldValue::LifeEvents(codes) => list(
            codes
                .iter()
                .map(|code| {
                    let event = context.snapshot.life_event(code);
                    event.map_or_else(|| code.to_string(), |event| context.language.of(&event.name).0.to_owned())
                })
                .collect(),
        ),
        FieldValue::Sets(codes) => list(
            codes
                .iter()
                .map(|code| {
                    let set = context.snapshot.set(code);
                    set.map_or_else(
                        || code.to_string(),
                        |set| context.language.pick(&set.name, &set.name_en).to_owned(),
                    )
                })
                .collect(),
        ),
        FieldValue::Department(code) => {
            code.as_ref().map(|code| context.snapshot.department_name(code, context.language))
        }
        FieldValue::Source(id) => Some(context.source_name(id)),
        FieldValue::Channels(channels) => list(
            channels
                .iter()
                .map(|channel| {
                    let kind = context.word("channel-short", channel.kind.as_str());
                    let more = [&channel.name, &channel.url].into_iter().filter(|text| !text.is_empty());
                    std::iter::once(&kind).chain(more).cloned().collect::<Vec<_>>().join(" ")
                })
                .collect(),
        ),
        FieldValue::Fee(fee) => fee_in_words(context, fee),
        FieldValue::PlannedFiscalYear(plan) => plan.map(|plan| context.short_planned_year(plan)),
        FieldValue::Ending(ending) => {
            return ending.as_ref().map_or_else(nothing, |ending| ending_cell(context, ending));
        }
        FieldValue::CheckedOn(day) => day.map(|day| context.short_date(day)),
        FieldValue::Sample(sample) => Some(context.text(if *sample { "history-yes" } else { "history-no" })),
    };
    cell.map_or_else(nothing, Cell::text)
}

/// What ends, when, why, and the successor.
fn ending_cell(context: &PageContext, ending: &Ending) -> Cell {
    let successor = ending.successor.as_ref().map(|id| {
        let name = context.snapshot.procedure(id).map(|(_, procedure)| context.language.of(&procedure.name).0);
        let name = name.unwrap_or_default();
        context.format_text("ending-cell-successor", [("name", format!("{name} ({id})").trim().to_owned())])
    });
    let parts = [
        Some(context.word("ending-kind", ending.kind.as_str())),
        Some(context.short_date(ending.on)),
        (!ending.reason.is_empty()).then(|| city_words(context, &ending.reason)),
        successor,
    ];
    Cell::text(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn text_cell(context: &PageContext, text: &str, lang: &'static str) -> Cell {
    if text.is_empty() {
        return nothing();
    }
    Cell::text(text).lang(Some(lang).filter(|lang| *lang != context.language.html_lang()))
}

fn fee_in_words(context: &PageContext, fee: &Fee) -> Option<String> {
    let amount = match (fee.kind(), fee.yen) {
        (Some(FeeKind::Free), _) => Some(context.text("fee-none")),
        (Some(FeeKind::Charged), Some(yen)) => Some(context.format_text("fee-yen", [("yen", group_thousands(yen))])),
        (Some(FeeKind::Charged), None) => Some(context.text("fee-some")),
        (None, _) => None,
    };
    let note = (!fee.note.is_empty()).then(|| fee.note.clone());
    let parts: Vec<String> = amount.into_iter().chain(note).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
