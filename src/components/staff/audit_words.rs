//! A row of the audit log in words: for the pages, the file and the command alike.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::audit::PROGRAM;
use domain::audit_action::{AuditAction, AuditArea, imported_kind};
use domain::entry::logged_patch;
use domain::procedure::DepartmentCode;
use domain::table_kind::TableKind;
use exchange::city_table::CityTable;
use exchange::import::comparing::audit_diff::{FILE, NEW};
use serde::Serialize;
use serde_json::{Map, Value};

use super::cells::column_label;
use super::people::{Names, known_name};
use super::table_changes::{counts_in_words, record_name, record_page, record_value, value_in_words};
use super::tables::{kind_name, table_name};
use crate::components::base::data_table::format_value;
use crate::components::catalogue::recorded_changes::{field_cell, field_name};
use crate::page_context::PageContext;
use crate::server::audit::{COMMAND_LINE, EVERYWHERE, LogEntry};
use crate::server::editing::tables::{read_detail, records_of};
use crate::server::query::url_within;

/// A row of the log in words. What there is nothing to say about is empty. Pages are given without language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditWords {
    pub number: i64,
    pub when: String,
    /// The name of a person; their id if it is not known any more.
    pub who: String,
    pub approved_by: String,
    pub what: String,
    pub table: String,
    pub record: String,
    pub page: Option<String>,
    pub proposal: Option<String>,
    pub reason: String,
    pub detail: String,
    pub changes: Vec<ChangeWords>,
    pub forgotten_on: Option<NaiveDate>,
}

/// One value before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeWords {
    /// The record within a file that changed many; empty if the row is about one.
    pub record: String,
    pub page: Option<String>,
    pub column: String,
    pub was: String,
    pub became: String,
}

/// What rows are about, in words.
#[must_use]
pub fn area_name(context: &PageContext, area: AuditArea) -> String {
    match area {
        AuditArea::Table(kind) => kind_name(context, kind),
        other => context.word("audit-area", other.as_str()),
    }
}

/// Who wrote or approved a row: the name of an account, or the opaque id that the log has.
#[must_use]
pub fn who_in_words(context: &PageContext, names: &Names, actor: &str) -> String {
    match known_name(names, actor) {
        Some(name) => name.as_str().to_owned(),
        None if actor == COMMAND_LINE => context.text("person-command-line"),
        None if actor == PROGRAM => context.text("audit-program"),
        None => actor.strip_prefix("staff ").unwrap_or(actor).to_owned(),
    }
}

/// What was done, in words; as the log has it if it is not known.
#[must_use]
pub fn action_in_words(context: &PageContext, action: &str) -> String {
    match action.parse::<AuditAction>() {
        Ok(known) => context.word("audit-action", &known.as_str().replace(' ', "-")),
        Err(_) if imported_kind(action).is_some() => context.text("audit-action-import"),
        Err(_) => action.to_owned(),
    }
}

/// A row in words.
#[must_use]
pub fn audit_words(context: &PageContext, names: &Names, row: &LogEntry) -> AuditWords {
    let area = AuditArea::of(&row.action);
    let (counts, proposal) = read_detail(&row.detail);
    let (record, page) = record_of(context, names, row);
    let detail = match (counts.is_empty(), &proposal) {
        (false, _) => counts_in_words(context, &counts),
        (true, Some(_)) => String::new(),
        (true, None) => row.detail.clone(),
    };
    AuditWords {
        number: row.number,
        when: context.stored_moment(&row.recorded_at),
        who: who_in_words(context, names, &row.actor),
        approved_by: if row.approved_by.is_empty() {
            String::new()
        } else {
            who_in_words(context, names, &row.approved_by)
        },
        what: action_in_words(context, &row.action),
        table: area.map(|area| area_name(context, area)).unwrap_or_default(),
        record,
        page,
        proposal: proposal.map(|id| url_within("/staff/proposals", &id)),
        reason: row.reason.clone(),
        detail,
        changes: changes_of(context, names, row),
        forgotten_on: row.forgotten_on,
    }
}

/// The record that a row is about, and its page.
fn record_of(context: &PageContext, names: &Names, row: &LogEntry) -> (String, Option<String>) {
    let subject = row.subject.as_str();
    let behind = |prefix: &str| subject.strip_prefix(prefix).unwrap_or(subject);
    if let Some(kind) = imported_kind(&row.action) {
        return file_of(row, kind);
    }
    let Ok(action) = row.action.parse::<AuditAction>() else { return (subject.to_owned(), None) };
    match action.area() {
        AuditArea::Table(_) => {
            let known = subject.parse().ok().and_then(|id| context.snapshot.procedure(&id));
            let page = format!("{}/history", url_within("/staff/procedures", subject));
            match known {
                Some((_, procedure)) => (format!("{} ({subject})", context.language.of(&procedure.name).0), Some(page)),
                None => (subject.to_owned(), None),
            }
        }
        AuditArea::Accounts => {
            let page = known_name(names, subject).map(|_| url_within("/staff/people", behind("staff ")));
            (who_in_words(context, names, subject), page)
        }
        AuditArea::Proposals => (subject.to_owned(), Some(url_within("/staff/proposals", subject))),
        AuditArea::Reports => {
            let id = behind("report ");
            (id.to_owned(), Some(url_within("/staff/reports", id)))
        }
        AuditArea::DepartmentRules => {
            let code = behind("department ");
            let known = code.parse::<DepartmentCode>().ok().filter(|code| context.snapshot.department(code).is_some());
            let name = known.map(|code| context.snapshot.department_name(&code, context.language));
            let page = name.is_some().then(|| url_within("/staff/departments", code));
            (name.unwrap_or_else(|| code.to_owned()), page)
        }
        AuditArea::Installation => of_installation(context, action, subject),
    }
}

fn of_installation(context: &PageContext, action: AuditAction, subject: &str) -> (String, Option<String>) {
    match action {
        AuditAction::BeginDay => {
            let day = subject.parse::<NaiveDate>().ok();
            (day.map_or_else(|| subject.to_owned(), |day| context.short_date(day)), None)
        }
        AuditAction::ForgetTexts if subject == EVERYWHERE => (context.text("audit-everywhere"), None),
        AuditAction::ForgetTexts => {
            let words = context.format_text("audit-row", [("number", subject.to_owned())]);
            (words, Some(url_within("/staff/audit", subject)))
        }
        AuditAction::LeaveTable | AuditAction::TakeUpTable => {
            let table = subject.strip_prefix("table ").and_then(CityTable::named);
            let page = table.map(|table| format!("/staff/tables/{}", table.name));
            (table.map_or_else(|| subject.to_owned(), |table| table_name(context, table)), page)
        }
        _ => (subject.to_owned(), None),
    }
}

/// The name of a file that was written to a table, and the history of the table. Older rows have the name as their subject.
fn file_of(row: &LogEntry, kind: TableKind) -> (String, Option<String>) {
    let named = serde_json::from_str::<Map<String, Value>>(&row.became).ok();
    let named = named.as_ref().and_then(|values| values.get(FILE)?.as_str());
    let older = Some(row.subject.as_str()).filter(|subject| *subject != kind.as_str());
    let has_history = kind.is_table() && kind != TableKind::Boundaries;
    let table = CityTable::all().into_iter().find(|table| table.kind == kind).filter(|_| has_history);
    let page = table.map(|table| format!("/staff/tables/{}/history", table.name));
    (named.or(older).unwrap_or_default().to_owned(), page)
}

/// The values of a row before and after.
fn changes_of(context: &PageContext, names: &Names, row: &LogEntry) -> Vec<ChangeWords> {
    if row.was.is_empty() && row.became.is_empty() {
        return Vec::new();
    }
    let known = if imported_kind(&row.action).is_some() {
        Some(changes_of_file(context, row))
    } else if AuditArea::of(&row.action) == Some(AuditArea::Table(TableKind::Procedures)) {
        changes_of_entry(context, row)
    } else {
        None
    };
    // What cannot be read otherwise is shown as the log has it.
    known.unwrap_or_else(|| changes_of_fields(context, names, row))
}

fn changes_of_entry(context: &PageContext, row: &LogEntry) -> Option<Vec<ChangeWords>> {
    let patch = logged_patch(row.subject.parse().ok()?, &row.was, &row.became, context.as_of).ok()??;
    let in_words = |field, value| {
        let cell = field_cell(context, field, value);
        let text = format_value(context, &cell.value);
        if cell.note.is_empty() { text } else { format!("{text} {}", cell.note) }
    };
    let changes = patch.fields.iter().map(|(field, change)| ChangeWords {
        record: String::new(),
        page: None,
        column: field_name(context, *field),
        was: change.was.as_ref().map(|was| in_words(*field, Some(was))).unwrap_or_default(),
        became: in_words(*field, Some(&change.becomes)),
    });
    Some(changes.collect())
}

fn changes_of_file(context: &PageContext, row: &LogEntry) -> Vec<ChangeWords> {
    let mut changes = Vec::new();
    for record in records_of(&row.was, &row.became) {
        let (name, page) = (record_name(context, &record), record_page(&record));
        for (key, was, became) in record.differing() {
            changes.push(ChangeWords {
                record: name.clone(),
                page: page.clone(),
                column: column_label(context, record.table, Some(key), key),
                was: value_in_words(context, &record, key, &was),
                became: value_in_words(context, &record, key, &became),
            });
        }
    }
    let new = serde_json::from_str::<Map<String, Value>>(&row.became).ok();
    let new = new.as_ref().and_then(|values| values.get(NEW)?.as_array());
    let ids: Vec<&str> = new.into_iter().flatten().filter_map(Value::as_str).collect();
    if !ids.is_empty() {
        changes.push(ChangeWords {
            record: String::new(),
            page: None,
            column: context.text("audit-new-procedures"),
            was: String::new(),
            became: ids.join(&context.text("list-separator")),
        });
    }
    changes
}

/// The fields of two JSON objects that differ.
fn changes_of_fields(context: &PageContext, names: &Names, row: &LogEntry) -> Vec<ChangeWords> {
    let fields = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (was, became) = (fields(&row.was), fields(&row.became));
    let keys: BTreeSet<&String> = was.keys().chain(became.keys()).collect();
    let in_words = |key: &str, value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => field_in_words(context, names, key, text),
        Some(other) => record_value(context, key, &other.to_string()),
    };
    keys.into_iter()
        .filter(|key| was.get(*key) != became.get(*key))
        .map(|key| ChangeWords {
            record: String::new(),
            page: None,
            column: field_label(context, key),
            was: in_words(key, was.get(key)),
            became: in_words(key, became.get(key)),
        })
        .collect()
}

/// Fields of cases of residents' reports; those of departments have words of their own.
fn field_label(context: &PageContext, key: &str) -> String {
    match key {
        "state" | "outcome" | "taken_by" | "note" => context.word("report-case", key),
        _ => column_label(context, None, Some(key), key),
    }
}

fn field_in_words(context: &PageContext, names: &Names, key: &str, text: &str) -> String {
    match key {
        "state" => context.word("report-state", text),
        "outcome" => context.word("report-outcome", text),
        "taken_by" => who_in_words(context, names, text),
        _ => record_value(context, key, text),
    }
}

impl AuditWords {
    /// The row as lines of text: what was done, and each value before and after.
    #[must_use]
    pub fn lines(&self, context: &PageContext) -> Vec<String> {
        let Self { number, when, who, what, table, record, .. } = self;
        let about = [what.as_str(), table, record].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let mut head = format!("{number} {when} {who}{}{}", context.text("typed-colon"), about.join(" · "));
        let mut add = |name: &str, text: &str| {
            if !text.is_empty() {
                head.push_str(&format!(
                    "; {}{}{text}",
                    context.word("audit-column", name),
                    context.text("typed-colon")
                ));
            }
        };
        add("detail", &self.detail);
        add("reason", &self.reason);
        add("approved", &self.approved_by);
        if let Some(day) = self.forgotten_on {
            add("forgotten", &day.to_string());
        }
        let changes = self.changes.iter().map(|change| {
            let name = [change.record.as_str(), &change.column].into_iter().filter(|part| !part.is_empty());
            let name = name.collect::<Vec<_>>().join(" ");
            let or_nothing = |text: &str| if text.is_empty() { context.text("file-empty") } else { text.to_owned() };
            format!(
                "    {name}{}{} → {}",
                context.text("typed-colon"),
                or_nothing(&change.was),
                or_nothing(&change.became)
            )
        });
        std::iter::once(head).chain(changes).collect()
    }

    /// The row as lines of a table: one for each value, or one if there are none.
    #[must_use]
    pub fn table_lines(&self) -> Vec<Vec<String>> {
        let forgotten = self.forgotten_on.map(|day| day.to_string()).unwrap_or_default();
        let line = |change: Option<&ChangeWords>| -> Vec<String> {
            let of = |text: fn(&ChangeWords) -> &String| change.map(text).cloned().unwrap_or_default();
            let own = [&self.when, &self.who, &self.approved_by, &self.what, &self.table, &self.record];
            let values = [of(|one| &one.record), of(|one| &one.column), of(|one| &one.was), of(|one| &one.became)];
            let head = std::iter::once(self.number.to_string()).chain(own.into_iter().cloned());
            head.chain(values).chain([self.reason.clone(), self.detail.clone(), forgotten.clone()]).collect()
        };
        if self.changes.is_empty() {
            vec![line(None)]
        } else {
            self.changes.iter().map(|one| line(Some(one))).collect()
        }
    }
}

/// The columns of [`AuditWords::table_lines`], as members of the texts `audit-column`.
pub const COLUMNS: [&str; 14] = [
    "number",
    "when",
    "who",
    "approved",
    "what",
    "table",
    "record",
    "changed",
    "column",
    "was",
    "became",
    "reason",
    "detail",
    "forgotten",
];
