//! Carries out a reorganisation: departments, their procedures, and everything that refers to them.

mod followers;
mod notes;
mod recorded;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::procedure::{Department, DepartmentCode, Procedure, ProcedureId};
use domain::reorganisation::{Known, KnownProcedure, Mistake, Reorganisation, Row, plan};
use domain::text::MessageLanguage;
use serde_json::{Value as Json, json};
use store::department_changes::{add_department_changes, list_department_changes};
use store::error::AppError;
use store::procedures::{find_procedures, list_departments_of_procedures, list_names_of_procedures, save_procedures};
use store::tables::delete_rows;
use store::{Connection, catalogue};

use self::followers::Followers;
use self::recorded::Recorded;
use super::applied::{Applied, Plan};
use super::audit_diff;
use super::diff::{CellChange, Changes};
use crate::import::fingerprint::of_texts;
use crate::import::reading::cell::CellError;
use crate::import::reading::reorganisation::ReorganisationPlan;
use crate::import::request::Request;
use crate::import::table::columns::ColumnSpec;
use crate::import::table::described::Description;
use crate::import::table::kind::Kind;
use crate::import::table::record::Record;
use crate::import::table::reorganisation::{COLUMNS, line};
use crate::import::table::wording::Wording;

/// Procedures read and written at once.
const AT_ONCE: usize = 2_000;

/// The present departments and procedures.
struct Present {
    departments: Vec<Department>,
    procedures: Vec<KnownProcedure>,
    changes: Vec<domain::department_change::DepartmentChange>,
}

impl Present {
    async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let departments = catalogue::list_departments(connection).await?;
        let mut names: HashMap<ProcedureId, String> = list_names_of_procedures(connection).await?.into_iter().collect();
        let of_departments = list_departments_of_procedures(connection).await?;
        let mut procedures: Vec<KnownProcedure> = of_departments
            .into_iter()
            .map(|(id, department)| KnownProcedure { name: names.remove(&id).unwrap_or_default(), id, department })
            .collect();
        procedures.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(Self { departments, procedures, changes: list_department_changes(connection).await? })
    }

    fn known(&self) -> Known<'_> {
        Known { departments: &self.departments, procedures: &self.procedures, changes: &self.changes }
    }

    fn name(&self, id: &ProcedureId) -> &str {
        let place = self.procedures.binary_search_by(|one| one.id.cmp(id));
        place.map_or("", |place| self.procedures[place].name.as_str())
    }
}

fn column(key: &str) -> &'static ColumnSpec {
    COLUMNS.iter().find(|column| column.key == key).unwrap_or(&COLUMNS[0])
}

/// The name of a department in the words of a language, before or after.
struct Names<'a> {
    before: BTreeMap<&'a DepartmentCode, &'a Department>,
    after: &'a BTreeMap<DepartmentCode, Department>,
    language: MessageLanguage,
}

impl Names<'_> {
    fn of(&self, department: &Department) -> String {
        format!("{} {}", department.code, department.name)
    }

    /// With what else becomes public about it.
    fn whole(&self, department: &Department) -> String {
        let Department { name_en, counter, hours, phone, .. } = department;
        let more: Vec<&str> =
            [name_en, counter, hours, phone].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let name = self.of(department);
        if more.is_empty() { name } else { format!("{name} ({})", more.join(", ")) }
    }

    /// As files call it: in English by its code.
    fn word(&self, department: Option<&Department>, code: &DepartmentCode) -> String {
        let name = department.map(|one| one.name.clone()).filter(|name| !name.is_empty());
        name.filter(|_| self.language == MessageLanguage::Japanese).unwrap_or_else(|| code.to_string())
    }

    fn was(&self, code: &DepartmentCode) -> String {
        self.word(self.before.get(code).copied(), code)
    }

    fn becomes(&self, code: &DepartmentCode) -> String {
        self.word(self.after.get(code), code)
    }
}

/// A department in the audit log.
fn told(department: &Department) -> Json {
    json!({ "code": department.code, "name": department.name, "name_en": department.name_en })
}

/// A department that comes or goes in the audit log, with where and when to go.
fn told_whole(department: &Department) -> Json {
    let mut all = told(department);
    let Department { counter, counter_en, hours, hours_en, phone, .. } = department;
    let contact =
        [("counter", counter), ("counter_en", counter_en), ("hours", hours), ("hours_en", hours_en), ("phone", phone)];
    for (key, text) in contact.into_iter().filter(|(_, text)| !text.is_empty()) {
        all[key] = json!(text);
    }
    all
}

impl ReorganisationPlan {
    fn changes_of_departments(
        &self,
        done: &Reorganisation,
        names: &Names<'_>,
        request: &Request,
        wording: &Wording,
    ) -> Changes {
        let noun = Description::of(Kind::Departments).map_or(("departments", "所管課"), |table| table.noun);
        let mut changes = Changes::of(noun);
        if wording.to_be_confirmed {
            let fingerprint = |department: &Department| {
                let Department { code, name, name_en, counter, counter_en, hours, hours_en, phone, sample } =
                    department;
                let sample = sample.to_string();
                of_texts([code.as_str(), name, name_en, counter, counter_en, hours, hours_en, phone, &sample])
            };
            let renamed = done.renamed.iter().map(|renamed| &renamed.before);
            let dissolved = done.dissolved.iter().map(|dissolved| &dissolved.department);
            renamed.chain(dissolved).for_each(|one| changes.add_fingerprint(Some(fingerprint(one))));
            done.new.iter().for_each(|_| changes.add_fingerprint(None));
        }
        for renamed in &done.renamed {
            let cells = [
                ("name", &renamed.before.name, &renamed.after.name),
                ("name_en", &renamed.before.name_en, &renamed.after.name_en),
            ];
            let cells = cells.into_iter().filter(|(_, old, new)| old != new);
            let cells = cells.map(|(key, old, new)| CellChange::of(column(key), old.clone(), new.clone(), wording));
            changes.add_changed(self.line(renamed.row), names.of(&renamed.before), cells.collect());
            changes.add_audit_values(told(&renamed.before), told(&renamed.after));
        }
        for new in &done.new {
            changes.add_new_whole(self.line(new.row), names.whole(&new.department), Vec::new());
            changes.add_audit_values(Json::Null, told_whole(&new.department));
        }
        for dissolved in &done.dissolved {
            changes.add_removed_whole(self.line(dissolved.row), names.of(&dissolved.department), Vec::new());
            let mut was = told_whole(&dissolved.department);
            was["successors"] = json!(dissolved.successors);
            changes.add_audit_values(was, Json::Null);
        }
        // What waits is undone by withdrawing it.
        if wording.keeps_undo && !done.waits(request) {
            let takes_back = Some(done.day(request));
            let rows = done.undo().into_iter().map(|row| line(&Row { takes_back, ..row }));
            changes.set_undo(COLUMNS, rows.collect());
        }
        changes
    }

    fn changes_of_procedures(
        &self,
        done: &Reorganisation,
        present: &Present,
        names: &Names<'_>,
        wording: &Wording,
    ) -> Changes {
        let mut changes = Changes::of(Procedure::NOUN);
        for step in &done.moves {
            if wording.to_be_confirmed {
                changes.add_fingerprint(Some(of_texts([step.procedure.as_str(), step.from.as_str()])));
            }
            let cell = CellChange::of(column("department"), names.was(&step.from), names.becomes(&step.to), wording);
            let record = format!("{} {}", step.procedure, present.name(&step.procedure));
            changes.add_changed(self.line(step.row), record, vec![cell]);
        }
        changes
    }
}

/// When a reorganisation takes effect.
trait OnItsDay {
    /// Whether it waits for its day.
    fn waits(&self, request: &Request) -> bool;

    /// Its day; that of the import where its rows name none.
    fn day(&self, request: &Request) -> NaiveDate;
}

impl OnItsDay for Reorganisation {
    fn waits(&self, request: &Request) -> bool {
        self.effective_on.is_some_and(|(_, day)| day > request.today)
    }

    fn day(&self, request: &Request) -> NaiveDate {
        self.effective_on.map_or(request.today, |(_, day)| day)
    }
}

/// The day has not come, and nobody keeps the file until then.
fn too_early(row: usize) -> Mistake {
    Mistake {
        row,
        column: "effective_on",
        english: "a day that has come; import it on that day, or at /staff/reorganise, where it waits for \
                  its day"
            .to_owned(),
        japanese: "すでに来た日。その日に取り込むか、適用日まで待てる画面（/staff/reorganise）から送ってください"
            .to_owned(),
    }
}

/// Moves the procedures and returns what changed of each, for their histories.
async fn move_procedures(
    connection: &mut Connection,
    done: &Reorganisation,
    is_written: bool,
) -> Result<Vec<(ProcedureId, String, String)>, AppError> {
    let mut changed = Vec::new();
    if !is_written {
        return Ok(changed);
    }
    for part in done.moves.chunks(AT_ONCE) {
        let ids: Vec<ProcedureId> = part.iter().map(|step| step.procedure.clone()).collect();
        let mut known = find_procedures(connection, &ids).await?;
        let mut moved: Vec<Procedure> = Vec::new();
        for step in part {
            let Some(was) = known.remove(&step.procedure) else { continue };
            let becomes = Procedure { department: Some(step.to.clone()), ..was.clone() };
            let (before, after) = audit_diff::procedure(&was, &becomes, &[], None);
            changed.push((step.procedure.clone(), before, after));
            moved.push(becomes);
        }
        let replaced: Vec<&ProcedureId> = moved.iter().map(|one| &one.id).collect();
        save_procedures(connection, &moved.iter().collect::<Vec<_>>(), &replaced).await?;
    }
    Ok(changed)
}

impl Plan for ReorganisationPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let present = Present::load(connection).await?;
        let refused = |bad_cells: Vec<CellError>| Applied { bad_cells, ..Applied::default() };
        let done = match plan(&self.rows, present.known()) {
            Ok(done) => done,
            Err(mistakes) => return Ok(refused(mistakes.into_iter().map(|one| self.bad_cell(one)).collect())),
        };
        let waits_until = done.effective_on.filter(|_| done.waits(request));
        if let Some((row, _)) = waits_until.filter(|_| !request.may_hold_back) {
            return Ok(refused(vec![self.bad_cell(too_early(row))]));
        }
        let is_written = !request.dry_run && waits_until.is_none();
        let names = Names {
            before: present.departments.iter().map(|one| (&one.code, one)).collect(),
            after: &done.after,
            language: wording.language,
        };
        let departments = self.changes_of_departments(&done, &names, request, wording);
        let procedures = self.changes_of_procedures(&done, &present, &names, wording);
        let recorded = match &request.undoes {
            Some(proposal) => Recorded::load(connection, proposal).await?,
            None => None,
        };
        let followers = Followers::find(connection, &done, &present.departments, recorded.as_ref()).await?;
        // What waits for a day says so above everything else.
        let day = done.effective_on.map(|(_, day)| day).filter(|_| waits_until.is_none());
        let mut notes = notes::of(&done, &present.departments, &followers, day);
        let comes_back = done.new.iter().any(|new| new.is_restored);
        if request.undoes.is_some() && recorded.is_none() && comes_back {
            notes.push(notes::nothing_recorded());
        }
        if is_written {
            let saved = done.renamed.iter().map(|renamed| renamed.after.clone());
            let saved: Vec<Department> = saved.chain(done.new.iter().map(|new| new.department.clone())).collect();
            catalogue::save_departments(connection, &saved).await?;
        }
        let changed_procedures = move_procedures(connection, &done, is_written).await?;
        if is_written {
            followers.save(connection).await?;
            let dissolved = done.dissolved.iter().map(|one| vec![Json::from(one.department.code.as_str())]);
            delete_rows(connection, "departments", &dissolved.collect::<Vec<_>>()).await?;
            add_department_changes(connection, &done.changes(done.day(request))).await?;
        }
        let mut changes = vec![departments, procedures];
        changes.extend(followers.changes(wording));
        Ok(Applied {
            changes,
            changed_procedures,
            notes,
            waits_until: waits_until.map(|(_, day)| day),
            ..Applied::default()
        })
    }
}
