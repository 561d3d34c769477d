//! What belongs to a procedure beside its entry: papers of the shared list, details, forms, and what contradicts itself.

use chrono::NaiveDate;
use domain::contradiction::{Contradiction, EntryOfDay, GuideDeadline, contradictions, steps_without};
use domain::paper::{NeededPaper, needed_papers};
use domain::procedure::{Procedure, ProcedureId};
use domain::procedure_details::{NO_SUPPLEMENT, ProcedureDetails, Supplement};
use domain::step::Steps;

use super::snapshot::Snapshot;

/// What the page of a procedure shows beside its entry, on a day.
#[derive(Debug)]
pub struct Particulars<'a> {
    pub supplement: &'a Supplement,
    pub papers: Vec<NeededPaper<'a>>,
    pub contradictions: Vec<Contradiction>,
    /// Without states that contradict what else is said.
    pub steps: Steps,
}

impl<'a> Particulars<'a> {
    #[must_use]
    pub fn details(&self) -> Option<&'a ProcedureDetails> {
        self.supplement.details.as_ref()
    }

    #[must_use]
    pub fn has(&self, contradiction: Contradiction) -> bool {
        self.contradictions.contains(&contradiction)
    }
}

impl Snapshot {
    /// What tables of their own add to the entry of a procedure.
    #[must_use]
    pub fn supplement(&self, id: &ProcedureId) -> &Supplement {
        self.supplements.by_procedure.get(id).unwrap_or(&NO_SUPPLEMENT)
    }

    /// The papers of a procedure.
    #[must_use]
    pub fn papers_of<'a>(&'a self, procedure: &'a Procedure) -> Vec<NeededPaper<'a>> {
        let supplement = self.supplement(&procedure.id);
        needed_papers(&procedure.papers, &supplement.papers, &self.supplements.papers)
    }

    /// What contradicts itself in an entry with these steps.
    #[must_use]
    pub fn contradictions(&self, procedure: &Procedure, steps: Steps, on: NaiveDate) -> Vec<Contradiction> {
        let entries = self.guides.iter().flat_map(|guide| &guide.entries);
        let leading = entries.filter(|entry| entry.procedure.as_ref() == Some(&procedure.id));
        let deadlines: Vec<GuideDeadline<'_>> =
            leading.filter_map(|entry| Some(GuideDeadline { days: entry.days?, words: &entry.deadline.ja })).collect();
        contradictions(&EntryOfDay {
            procedure,
            steps,
            supplement: self.supplement(&procedure.id),
            papers: &self.supplements.papers,
            deadlines: &deadlines,
            on,
        })
    }

    /// The same for an entry as it is on a day.
    #[must_use]
    pub fn contradictions_on(&self, procedure: &Procedure, on: NaiveDate) -> Vec<Contradiction> {
        self.contradictions(procedure, procedure.steps_at(on, on), on)
    }

    /// What the page of a procedure shows beside its entry. `is_past`: nobody kept what these tables said on a past day, so
    /// that page has only its entry.
    #[must_use]
    pub fn particulars<'a>(
        &'a self,
        procedure: &'a Procedure,
        steps: Steps,
        on: NaiveDate,
        is_past: bool,
    ) -> Particulars<'a> {
        let supplement = if is_past { &NO_SUPPLEMENT } else { self.supplement(&procedure.id) };
        let list = &self.supplements.papers;
        let found = if is_past {
            contradictions(&EntryOfDay { procedure, steps, supplement, papers: list, deadlines: &[], on })
        } else {
            self.contradictions(procedure, steps, on)
        };
        Particulars {
            supplement,
            papers: needed_papers(&procedure.papers, &supplement.papers, list),
            steps: steps_without(steps, &found),
            contradictions: found,
        }
    }
}
