//! The recorded changes of a procedure: changes of its steps with both their dates, and changes of its entry field by
//! field. Never names the people who made or approved a change.

use domain::entry::EditableField;
use domain::history::exclusion_at;
use domain::procedure::{Fee, FeeKind, Procedure};
use domain::procedure_fields::{FieldChanges, ProcedureField};
use domain::text::group_thousands;
use domain::timeline::{DailyChanges, changes_by_day};
use leptos::prelude::*;
use serde_json::Value as Json;

use crate::components::base::data_table::data_table;
use crate::components::base::formatting::NOTHING;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// Steps and exclusion: when each change took effect, when it was recorded, and the old and new state.
pub fn step_changes(context: &PageContext, procedure: &Procedure) -> Markup {
    let mut days = changes_by_day(&procedure.step_events, &procedure.exclusion_events, context.as_of);
    if days.is_empty() {
        return view! { <p>{context.text("history-none")}</p> }.into_markup();
    }
    days.reverse();
    let sheet = Sheet {
        id: "steps".to_owned(),
        title: context.text("history-steps-caption"),
        columns: ["effective", "recorded", "what", "from", "to", "reason"]
            .map(|column| Column::text(context.word("history-column", column)))
            .into(),
        rows: days.iter().flat_map(|day| rows_of_day(context, procedure, day)).collect(),
        sources: Vec::new(),
        note: context.text("history-steps-note"),
    };
    data_table(context, &sheet, "history-table")
}

fn rows_of_day(context: &PageContext, procedure: &Procedure, day: &DailyChanges) -> Vec<Row> {
    let row = |what: String, from: String, to: String, reason: Cell| {
        let dates = [Cell::date(day.on), Cell::date(day.recorded_on)];
        Row::of(dates.into_iter().chain([Cell::text(what), Cell::text(from), Cell::text(to), reason]).collect())
            .sample(procedure.sample)
    };
    let state = |state: Option<&str>| state.map_or_else(|| NOTHING.to_owned(), |state| context.word("state", state));
    let yes_or_no = |excluded: bool| context.text(if excluded { "history-yes" } else { "history-no" });
    let exclusion = day.excluded.map(|excluded| {
        let reason = exclusion_at(&procedure.exclusion_events, day.on, context.as_of)
            .map(|event| event.reason.clone())
            .filter(|reason| !reason.is_empty());
        let reason = reason.map_or_else(|| Cell::text(NOTHING), |reason| in_japanese(context, reason));
        let from = if day.is_first { NOTHING.to_owned() } else { yes_or_no(!excluded) };
        row(context.word("availability", "excluded"), from, yes_or_no(excluded), reason)
    });
    let steps = day.steps.iter().map(|change| {
        row(
            context.word("step", change.step.as_str()),
            state(change.from.map(|state| state.as_str())),
            state(Some(change.to.as_str())),
            Cell::text(NOTHING),
        )
    });
    exclusion.into_iter().chain(steps).collect()
}

/// A city text that exists only in Japanese.
fn in_japanese(context: &PageContext, text: impl Into<String>) -> Cell {
    Cell::text(text).lang(context.lang_of_japanese())
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
    data_table(context, &sheet, "history-table")
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
            row(name, value_cell(context, *field, was), value_cell(context, *field, became))
        })
        .collect()
}

/// The name of an editable field.
#[must_use]
pub fn aspect_name(context: &PageContext, aspect: EditableField) -> String {
    match aspect {
        EditableField::Field(field) => context.word("field", field.as_str()),
        EditableField::Step(step) => context.word("step", step.as_str()),
        EditableField::Exclusion => context.word("availability", "excluded"),
    }
}

/// A field value in words.
#[must_use]
pub fn aspect_cell(context: &PageContext, aspect: EditableField, value: &Json) -> Cell {
    match aspect {
        EditableField::Field(field) => value_cell(context, field, value),
        EditableField::Step(_) => Cell::text(context.word("state", value.as_str().unwrap_or("unknown"))),
        EditableField::Exclusion => {
            let (excluded, reason): (bool, String) = serde_json::from_value(value.clone()).unwrap_or_default();
            let decision = context.text(if excluded { "history-yes" } else { "history-no" });
            if reason.is_empty() { Cell::text(decision) } else { in_japanese(context, format!("{decision} {reason}")) }
        }
    }
}

/// A recorded field value in words, as a table cell.
fn value_cell(context: &PageContext, field: ProcedureField, value: &Json) -> Cell {
    let words = |family: &'static str| joined(context, value, |word| context.word(family, word));
    let cell = match field {
        ProcedureField::NameEn | ProcedureField::SummaryEn => return text_cell(context, value, Some("en")),
        ProcedureField::Audience => words("audience"),
        ProcedureField::Blockers => words("blocker"),
        ProcedureField::CardRequirement => value.as_str().map(|word| context.word("card", word)),
        ProcedureField::LifeEvents => joined(context, value, |code| {
            let event = code.parse().ok().and_then(|code| context.snapshot.life_event(&code));
            event.map_or_else(|| code.to_owned(), |event| context.language.of(&event.name).0.to_owned())
        }),
        ProcedureField::Sets => joined(context, value, |code| {
            let set = code.parse().ok().and_then(|code| context.snapshot.set(&code));
            set.map_or_else(|| code.to_owned(), |set| context.language.pick(&set.name, &set.name_en).to_owned())
        }),
        ProcedureField::Department => value.as_str().map(|code| {
            let department = code.parse().ok().and_then(|code| context.snapshot.department(&code));
            department.map_or_else(
                || code.to_owned(),
                |department| context.language.pick(&department.name, &department.name_en).to_owned(),
            )
        }),
        ProcedureField::Source => {
            value.as_str().map(|id| id.parse().map_or_else(|_| id.to_owned(), |id| context.source_name(&id)))
        }
        ProcedureField::Channels => channels(context, value),
        ProcedureField::Fee => fee(context, value),
        ProcedureField::PlannedFiscalYear => value
            .as_i64()
            .and_then(|year| i32::try_from(year).ok())
            .map(|year| context.short_fiscal_year(domain::calendar::FiscalYear(year))),
        ProcedureField::CheckedOn => value.as_str().and_then(|day| day.parse().ok()).map(|day| context.short_date(day)),
        ProcedureField::Sample => {
            value.as_bool().map(|sample| context.text(if sample { "history-yes" } else { "history-no" }))
        }
        ProcedureField::Papers => {
            let papers = joined(context, value, str::to_owned);
            return papers.map_or_else(|| Cell::text(NOTHING), |papers| in_japanese(context, papers));
        }
        ProcedureField::Name
        | ProcedureField::NameEasy
        | ProcedureField::Kana
        | ProcedureField::Summary
        | ProcedureField::SummaryEasy
        | ProcedureField::LegalBasis
        | ProcedureField::Processing => return text_cell(context, value, Some("ja")),
    };
    Cell::text(cell.unwrap_or_else(|| NOTHING.to_owned()))
}

fn text_cell(context: &PageContext, value: &Json, lang: Option<&'static str>) -> Cell {
    match value.as_str().filter(|text| !text.is_empty()) {
        Some(text) => Cell::text(text).lang(lang.filter(|lang| *lang != context.language.html_lang())),
        None => Cell::text(NOTHING),
    }
}

fn joined(context: &PageContext, value: &Json, word: impl Fn(&str) -> String) -> Option<String> {
    let words: Vec<String> = value.as_array()?.iter().filter_map(Json::as_str).map(word).collect();
    (!words.is_empty()).then(|| words.join(&context.text("list-separator")))
}

fn channels(context: &PageContext, value: &Json) -> Option<String> {
    let channels: Vec<String> = value
        .as_array()?
        .iter()
        .filter_map(|channel| {
            let kind = context.word("channel-short", channel["kind"].as_str()?);
            let more =
                ["name", "url"].into_iter().filter_map(|part| channel[part].as_str()).filter(|text| !text.is_empty());
            Some(std::iter::once(kind.as_str()).chain(more).collect::<Vec<_>>().join(" "))
        })
        .collect();
    (!channels.is_empty()).then(|| channels.join(&context.text("list-separator")))
}

fn fee(context: &PageContext, value: &Json) -> Option<String> {
    let fee: Fee = serde_json::from_value(value.clone()).ok()?;
    let amount = match (fee.kind(), fee.yen) {
        (Some(FeeKind::Free), _) => Some(context.text("fee-none")),
        (Some(FeeKind::Charged), Some(yen)) => Some(context.format_text("fee-yen", [("yen", group_thousands(yen))])),
        (Some(FeeKind::Charged), None) => Some(context.text("fee-some")),
        (None, _) => None,
    };
    let parts: Vec<String> = amount.into_iter().chain((!fee.note.is_empty()).then_some(fee.note)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
