//! What the audit log is told of the records that an import changed: as they were and as they became.

use serde_json::{Map, Value, json};

use super::report::Counts;
use crate::domain::age::AgeCount;
use crate::domain::card::CardCount;
use crate::domain::history::{ExclusionEvent, StepEvent, exclusion_at};
use crate::domain::indicator::{Indicator, IndicatorId, IndicatorValue};
use crate::domain::procedure::{Procedure, ProcedureId};
use crate::domain::procedure_fields::changed_fields;
use crate::domain::synonym::Synonym;
use crate::server::db::areas::{Boundary, PopulationCount};
use crate::server::db::procedures::UsageRecord;

/// A record that can say what it holds.
pub(crate) trait Told {
    fn told(&self) -> Value;
}

impl Told for CardCount {
    fn told(&self) -> Value {
        json!({
            "area": self.area, "measure": self.measure, "as_of": self.as_of, "cards": self.cards.0,
            "population": self.population.0, "population_as_of": self.population_as_of, "source": self.source,
        })
    }
}

impl Told for AgeCount {
    fn told(&self) -> Value {
        json!({ "age": self.band.to_string(), "count": self.count.told() })
    }
}

impl Told for PopulationCount {
    fn told(&self) -> Value {
        json!({ "area": self.area, "as_of": self.as_of, "population": self.population.0, "source": self.source })
    }
}

impl Told for UsageRecord {
    fn told(&self) -> Value {
        json!({ "procedure": self.procedure, "usage": self.usage })
    }
}

impl Told for (IndicatorId, IndicatorValue) {
    fn told(&self) -> Value {
        let (id, value) = self;
        json!({
            "indicator": id, "fiscal_year": value.fiscal_year, "kind": value.kind, "value": value.value,
            "recorded_on": value.recorded_on, "note": value.note, "source": value.source,
        })
    }
}

impl Told for Indicator {
    fn told(&self) -> Value {
        json!({
            "id": self.id, "name": self.name.ja, "unit": self.unit, "plan": self.plan, "formula": self.formula.ja,
            "reason": self.reason.ja, "caveat": self.caveat.ja, "source": self.source,
        })
    }
}

impl Told for Boundary {
    /// An outline is too long to be kept twice.
    fn told(&self) -> Value {
        json!({ "area": self.area, "source": self.source })
    }
}

impl Told for Synonym {
    fn told(&self) -> Value {
        json!({ "word": self.word, "means": self.means })
    }
}

/// What was changed and what is new by a file, before and after; empty where there is nothing to say.
pub(crate) fn values(counts: &[Counts], new_procedures: &[ProcedureId]) -> (String, String) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for counts in counts.iter().filter(|counts| !counts.values().is_empty()) {
        let (was, became): (Vec<Value>, Vec<Value>) = counts.values().iter().cloned().unzip();
        before.insert(counts.noun.0.to_owned(), was.into());
        after.insert(counts.noun.0.to_owned(), became.into());
    }
    if !new_procedures.is_empty() {
        after.insert("new".to_owned(), json!(new_procedures));
    }
    (written(before), written(after))
}

/// The changed fields of a procedure, with the steps and the exclusion that a file changes.
pub(crate) fn procedure(
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
