//! The form of a reorganisation: what happens to which departments, as the rows of the file that it becomes.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::procedure::{Department, DepartmentCode, Procedure};
use domain::reorganisation::Row;
use domain::text::{MessageLanguage, normalise_name};
use exchange::import::table::reorganisation::COLUMNS;

use super::{FormError, effective_on, reason};
use crate::server::editing::files::outcome::Outcome;
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

string_enum! {
    /// What happens to the departments.
    pub enum Happening ("reorganisation") {
        /// They get other names.
        Rename = "rename",
        /// They become one.
        Merge = "merge",
        /// Their procedures go different ways.
        Split = "split",
    }
}

/// The new departments that a split offers.
pub const NEW_DEPARTMENTS: usize = 3;

/// The fields of a new department of a split, each followed by its number.
pub const OF_NEW: [&str; 4] = ["code", "name", "name_en", "phone"];

/// The departments that a form is about, and what happens to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub happening: Happening,
    /// In the order of the list of departments.
    pub departments: Vec<DepartmentCode>,
}

impl Chosen {
    /// What the first step says; `None` if it is not complete, or names a department that is no longer there.
    #[must_use]
    pub fn of<'a>(happening: &str, codes: impl Iterator<Item = &'a str>, snapshot: &Snapshot) -> Option<Self> {
        let codes: Vec<&str> = codes.collect();
        let departments: Vec<DepartmentCode> = snapshot
            .departments
            .iter()
            .filter(|department| codes.contains(&department.code.as_str()))
            .map(|department| department.code.clone())
            .collect();
        let is_complete =
            !departments.is_empty() && codes.iter().all(|code| departments.iter().any(|known| known.as_str() == *code));
        Some(Self { happening: happening.parse().ok()?, departments }).filter(|_| is_complete)
    }

    /// The departments as one text, for an address and for the form.
    #[must_use]
    pub fn codes(&self) -> String {
        self.departments.iter().map(DepartmentCode::as_str).collect::<Vec<_>>().join(";")
    }

    /// The departments themselves.
    pub fn known<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = &'a Department> {
        self.departments.iter().filter_map(|code| snapshot.department(code))
    }
}

/// The procedures of a department, in the order of their names. Those that have ended follow it, too, without being named.
#[must_use]
pub fn procedures_of<'a>(snapshot: &'a Snapshot, code: &DepartmentCode, today: NaiveDate) -> Vec<&'a Procedure> {
    let mut procedures: Vec<&Procedure> = snapshot
        .procedures
        .iter()
        .filter(|procedure| procedure.department.as_ref() == Some(code) && procedure.is_in_force(today, today))
        .collect();
    procedures.sort_by(|one, other| (&one.name.ja, &one.id).cmp(&(&other.name.ja, &other.id)));
    procedures
}

/// The field of a department, a procedure, or a new department.
#[must_use]
pub fn field(what: &str, of: impl std::fmt::Display) -> String {
    format!("{what}-{of}")
}

/// The field with the name that the form showed at first.
#[must_use]
pub fn seen_field(what: &str, of: impl std::fmt::Display) -> String {
    format!("seen-{what}-{of}")
}

/// Whether a new department would be one that is already there, by code or by name as the importer reads them.
fn is_taken(code: &str, snapshot: &Snapshot) -> bool {
    let typed = normalise_name(code);
    snapshot.departments.iter().any(|one| one.code.as_str() == typed || normalise_name(&one.name) == typed)
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReorganiseMistake {
    Field(FormError),
    /// What would be right, in the words of the importer.
    Expected(String),
}

/// Everything that is wrong, each with the name of its field where it belongs to one.
pub type ReorganiseMistakes = Vec<(Option<String>, ReorganiseMistake)>;

/// A valid form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedReorganisation {
    pub rows: Vec<Row>,
    /// The field behind each column of each row.
    fields: Vec<HashMap<&'static str, String>>,
}

/// The form as it is shown at first.
#[must_use]
pub fn begun(chosen: &Chosen, snapshot: &Snapshot) -> Form {
    let mut fields = Vec::new();
    if chosen.happening == Happening::Rename {
        for department in chosen.known(snapshot) {
            for (what, value) in [("name", &department.name), ("name_en", &department.name_en)] {
                fields.push((field(what, &department.code), value.clone()));
                fields.push((seen_field(what, &department.code), value.clone()));
            }
        }
    }
    Form::from_fields(fields)
}

impl TypedReorganisation {
    fn add(&mut self, row: Row, fields: &[(&'static str, String)]) {
        // Below the header.
        let line = self.rows.len() as u64 + 2;
        self.rows.push(Row { line, ..row });
        self.fields.push(fields.iter().cloned().collect());
    }

    /// What the importer finds wrong in the form's file, whose headers are in a language, with the fields that it was
    /// typed into.
    #[must_use]
    pub fn mistakes(&self, outcome: &Outcome, language: MessageLanguage) -> ReorganiseMistakes {
        let field = |row: u64, header: &str| -> Option<String> {
            let column = COLUMNS.iter().find(|column| column.header(language) == header)?.key;
            if column == "effective_on" {
                return Some(column.to_owned());
            }
            let fields = self.fields.get(usize::try_from(row.checked_sub(2)?).ok()?)?;
            fields.get(column).or_else(|| fields.get("successor")).cloned()
        };
        let of_cells = outcome
            .wrong
            .iter()
            .map(|cell| (field(cell.row, &cell.column), ReorganiseMistake::Expected(cell.right.clone())));
        let of_file = outcome.refusal.iter().map(|refusal| (None, ReorganiseMistake::Expected(refusal.clone())));
        of_cells.chain(of_file).collect()
    }
}

/// Parses the form.
///
/// # Errors
/// All invalid fields.
pub fn read(
    form: &Form,
    chosen: &Chosen,
    snapshot: &Snapshot,
    today: NaiveDate,
) -> Result<(TypedReorganisation, String), ReorganiseMistakes> {
    let mut mistakes = ReorganiseMistakes::new();
    let mut wrong = |field: String, error: FormError| mistakes.push((Some(field), ReorganiseMistake::Field(error)));
    let mut typed = match chosen.happening {
        Happening::Rename => renamed(form, chosen, snapshot),
        Happening::Merge => merged(form, chosen, snapshot, &mut wrong),
        Happening::Split => split(form, chosen, snapshot, today, &mut wrong),
    };
    let day = match effective_on(form, today) {
        Ok(day) => Some(day).filter(|_| !form.text("effective_on").is_empty()),
        Err(error) => {
            wrong("effective_on".to_owned(), error);
            None
        }
    };
    let reason = reason(form).map(str::to_owned);
    if let Err(error) = reason {
        wrong("reason".to_owned(), error);
    }
    typed.rows.iter_mut().for_each(|row| row.effective_on = day);
    match reason {
        Ok(reason) if mistakes.is_empty() => Ok((typed, reason)),
        _ => Err(mistakes),
    }
}

fn name(form: &Form, field: &str) -> String {
    normalise_name(form.raw(field))
}

fn renamed(form: &Form, chosen: &Chosen, snapshot: &Snapshot) -> TypedReorganisation {
    let mut typed = TypedReorganisation::default();
    for department in chosen.known(snapshot) {
        let [ja, en] = ["name", "name_en"].map(|what| field(what, &department.code));
        // What its sender left as it was keeps the name of now, which somebody else may have changed since.
        let typed_or_kept = |what: &str, now: &str| {
            let typed = self::name(form, &field(what, &department.code));
            let seen = self::name(form, &seen_field(what, &department.code));
            if typed == seen { normalise_name(now) } else { typed }
        };
        let name = typed_or_kept("name", &department.name);
        let name_en = typed_or_kept("name_en", &department.name_en);
        if name == normalise_name(&department.name) && name_en == normalise_name(&department.name_en) {
            continue;
        }
        let row = Row { department: department.code.to_string(), name, name_en, ..Row::default() };
        // Without a name there is no successor either, which the importer misses first.
        typed.add(row, &[("name", ja.clone()), ("name_en", en), ("successor", ja.clone()), ("department", ja)]);
    }
    typed
}

fn merged(
    form: &Form,
    chosen: &Chosen,
    snapshot: &Snapshot,
    wrong: &mut impl FnMut(String, FormError),
) -> TypedReorganisation {
    let mut typed = TypedReorganisation::default();
    let known = form.text("successor");
    let is_new = known.is_empty();
    let successor = if is_new { form.text("code").to_owned() } else { known.to_owned() };
    let of_successor = if is_new { "code" } else { "successor" };
    if is_new && is_taken(&successor, snapshot) {
        // It would be merged into that one without a word.
        wrong("code".to_owned(), FormError::IdTaken);
    } else if is_new && successor.parse::<DepartmentCode>().is_err() {
        wrong("code".to_owned(), FormError::Id);
    }
    for department in chosen.known(snapshot).filter(|one| one.code.as_str() != successor) {
        let mut row = Row { department: department.code.to_string(), successor: successor.clone(), ..Row::default() };
        if typed.rows.is_empty() {
            (row.name, row.name_en) = (name(form, "name"), name(form, "name_en"));
            (row.counter, row.hours, row.phone) = (name(form, "counter"), name(form, "hours"), name(form, "phone"));
        }
        let same = ["name", "name_en", "counter", "hours", "phone"].map(|column| (column, column.to_owned()));
        let successor = [("successor", of_successor.to_owned()), ("department", of_successor.to_owned())];
        typed.add(row, &[&same[..], &successor].concat());
    }
    typed
}

/// Where a choice of a split leads: the code of a department, and the number of a new one.
fn way(form: &Form, choice: &str) -> (String, Option<usize>) {
    let number = choice.strip_prefix("new-").and_then(|number| number.parse::<usize>().ok());
    match number.filter(|number| (1..=NEW_DEPARTMENTS).contains(number)) {
        Some(number) => (form.text(&field("code", number)).to_owned(), Some(number)),
        None => (choice.strip_prefix("to-").unwrap_or_default().to_owned(), None),
    }
}

fn split(
    form: &Form,
    chosen: &Chosen,
    snapshot: &Snapshot,
    today: NaiveDate,
    wrong: &mut impl FnMut(String, FormError),
) -> TypedReorganisation {
    let mut typed = TypedReorganisation::default();
    let mut named = [false; NEW_DEPARTMENTS];
    // The first row of a new department says what it is called.
    let describe = |row: Row, number: Option<usize>, named: &mut [bool; NEW_DEPARTMENTS]| -> Row {
        let Some(number) = number.filter(|number| !std::mem::replace(&mut named[number - 1], true)) else { return row };
        let [_, name, name_en, phone] = OF_NEW.map(|what| self::name(form, &field(what, number)));
        Row { name, name_en, phone, ..row }
    };
    let fields = |own: &str, number: Option<usize>| -> Vec<(&'static str, String)> {
        let of_new =
            number.into_iter().flat_map(|number| OF_NEW[1..].iter().map(move |what| (*what, field(what, number))));
        ["successor", "procedure", "department"]
            .map(|column| (column, own.to_owned()))
            .into_iter()
            .chain(of_new)
            .collect()
    };
    for department in chosen.known(snapshot) {
        let code = department.code.to_string();
        let mut choices: Vec<(String, String)> = procedures_of(snapshot, &department.code, today)
            .into_iter()
            .map(|procedure| (field("to", &procedure.id), procedure.id.to_string()))
            .collect();
        choices.push((field("rest", &code), String::new()));
        for (own, procedure) in choices {
            let choice = form.text(&own);
            if choice.is_empty() {
                continue;
            }
            let (successor, number) = way(form, choice);
            let row = Row { department: code.clone(), procedure, successor, ..Row::default() };
            typed.add(describe(row, number, &mut named), &fields(&own, number));
        }
    }
    for number in 1..=NEW_DEPARTMENTS {
        let own = field("code", number);
        let is_typed = OF_NEW.iter().any(|what| !form.text(&field(what, number)).is_empty());
        let successor = form.text(&own).to_owned();
        if is_taken(&successor, snapshot) {
            wrong(own, FormError::IdTaken);
        } else if successor.parse::<DepartmentCode>().is_err() && (is_typed || named[number - 1]) {
            wrong(own, FormError::Id);
        } else if is_typed && !named[number - 1] {
            // It takes no procedures: it is founded.
            let row = describe(Row { successor, ..Row::default() }, Some(number), &mut named);
            typed.add(row, &fields(&own, Some(number)));
        }
    }
    typed
}
