//! Old and new values of the records an import changed, for the audit log.

use domain::history::{ExclusionEvent, StepEvent, exclusion_at};
use domain::procedure::{Procedure, ProcedureId};
use domain::procedure_fields::changed_fields;
use serde_json::{Map, Value, json};

use super::diff::Changes;

/// The name of the file, among the values after an import.
pub const FILE: &str = "file";

/// The ids of new procedures, among the values after an import.
pub const NEW: &str = "new";

/// The changed and new records of a file, before and after, as JSON, with the name of the file. A name may be that of a
/// person, so it is among the texts that can be forgotten.
pub(crate) fn values(file: &str, changes: &[Changes], new_procedures: &[&ProcedureId]) -> (String, String) {
    let (mut before, mut after) = (Map::new(), Map::new());
    if !file.is_empty() {
        after.insert(FILE.to_owned(), json!(file));
    }
    for changes in changes.iter().filter(|changes| !changes.audit_values().is_empty()) {
        let (was, became): (Vec<Value>, Vec<Value>) = changes.audit_values().iter().cloned().unzip();
        before.insert(changes.counts.noun.0.to_owned(), was.into());
        after.insert(changes.counts.noun.0.to_owned(), became.into());
    }
    if !new_procedures.is_empty() {
        after.insert(NEW.to_owned(), json!(new_procedures));
    }
    (written(before), written(after))
}

/// The changed fields of a procedure, including its steps and exclusion, before and after, as JSON.
pub fn procedure(
    was: &Procedure,
    became: &Procedure,
    steps: &[StepEvent],
    exclusion: Option<&ExclusionEvent>,
) -> (String, String) {
    let (mut before, mut after) = changed_fields(was, became);
    if let Some(first) = steps.first() {
        let old = was.steps_at(first.effective_on, first.recorded_on);
        let both = |state: &dyn Fn(&StepEvent) -> Value| -> Value {
            steps.iter().map(|event| (event.step.to_string(), state(event))).collect::<Map<_, _>>().into()
        };
        before.insert("steps".to_owned(), both(&|event| json!(old.get(event.step))));
        after.insert("steps".to_owned(), both(&|event| json!(event.state)));
        after.insert("steps_effective_on".to_owned(), json!(first.effective_on));
    }
    if let Some(event) = exclusion {
        let old = exclusion_at(&was.exclusion_events, event.effective_on, event.recorded_on);
        before.insert("excluded".to_owned(), json!(old.map(|old| (old.excluded, &old.reason))));
        after.insert("excluded".to_owned(), json!((event.excluded, &event.reason)));
        after.insert("excluded_effective_on".to_owned(), json!(event.effective_on));
    }
    (written(before), written(after))
}

fn written(values: Map<String, Value>) -> String {
    if values.is_empty() { String::new() } else { Value::from(values).to_string() }
}
