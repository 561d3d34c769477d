//! The catalogue as it is asked for: searched, filtered, sorted. Pages and interface answer through the same function.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;

use super::query::{Parameters, QueryError};
use super::search::Words;
use super::snapshot::{Snapshot, State};
use crate::domain::availability::Availability;
use crate::domain::procedure::{Audience, CardRequirement, DepartmentCode, LifeEventCode, Procedure, SetCode};

closed_set! {
    /// Orders of the catalogue.
    pub enum Sort ("order") {
        /// Where the words stood, then by yearly volume; without words by volume.
        Relevance = "relevance",
        Name = "name",
        /// Yearly applications, most first; unknown last.
        Volume = "volume",
        /// Last change, newest first.
        Changed = "changed",
    }
}

/// What is asked of the catalogue. Every state of the list is one such question and one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The words as typed.
    pub q: String,
    pub event: Option<LifeEventCode>,
    pub department: Option<DepartmentCode>,
    pub availability: Option<Availability>,
    pub set: Option<SetCode>,
    pub card: Option<CardRequirement>,
    pub audience: Option<Audience>,
    pub sort: Sort,
}

impl Question {
    /// The parameters a question is made of, besides `page` and `per_page`.
    pub const PARAMETERS: [&'static str; 8] =
        ["q", "event", "department", "availability", "set", "card", "audience", "sort"];

    /// Reads a question from an address.
    ///
    /// # Errors
    /// Where a value is not of its closed set.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        Ok(Self {
            q: parameters.text("q").unwrap_or_default().chars().take(200).collect(),
            event: parameters.read("event")?,
            department: parameters.read("department")?,
            availability: parameters.read("availability")?,
            set: parameters.read("set")?,
            card: parameters.read("card")?,
            audience: parameters.read("audience")?,
            sort: parameters.read("sort")?.unwrap_or(Sort::Relevance),
        })
    }

    /// The parameters that ask this question, without those left at their defaults.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        [
            ("q", filled(&self.q)),
            ("event", self.event.as_ref().map(ToString::to_string)),
            ("department", self.department.as_ref().map(ToString::to_string)),
            ("availability", self.availability.map(|word| word.to_string())),
            ("set", self.set.as_ref().map(ToString::to_string)),
            ("card", self.card.map(|word| word.to_string())),
            ("audience", self.audience.map(|word| word.to_string())),
            ("sort", (self.sort != Sort::Relevance).then(|| self.sort.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    fn lets_through(&self, procedure: &Procedure, state: &State) -> bool {
        fn allows<T: PartialEq>(wanted: Option<&T>, there: &[T]) -> bool {
            wanted.is_none_or(|wanted| there.contains(wanted))
        }
        allows(self.event.as_ref(), &procedure.life_events)
            && allows(self.set.as_ref(), &procedure.sets)
            && allows(self.audience.as_ref(), &procedure.audience)
            && (self.department.is_none() || self.department == procedure.department)
            && (self.availability.is_none() || self.availability == state.availability)
            && (self.card.is_none() || self.card == procedure.card_requirement)
    }
}

/// The procedures that answer a question, by their numbers in the snapshot, in order.
#[derive(Debug)]
pub struct Answer {
    pub procedures: Vec<usize>,
    /// States of all procedures by number.
    pub states: Arc<Vec<State>>,
}

/// Answers a question as of a day.
#[must_use]
pub fn ask(snapshot: &Snapshot, question: &Question, today: NaiveDate) -> Answer {
    let states = snapshot.states_on(today);
    let mut hits = snapshot.search.find(&Words::of(&question.q));
    hits.retain(|hit| question.lets_through(&snapshot.procedures[hit.procedure], &states[hit.procedure]));
    let volume = |number: usize| snapshot.procedures[number].latest_total();
    match question.sort {
        Sort::Relevance => hits.sort_by_key(|hit| (hit.field, Reverse(volume(hit.procedure)))),
        Sort::Volume => hits.sort_by_key(|hit| Reverse(volume(hit.procedure))),
        Sort::Changed => hits.sort_by_key(|hit| Reverse(states[hit.procedure].changed_on)),
        Sort::Name => hits.sort_by(|left, right| {
            let key = |number: usize| {
                let procedure = &snapshot.procedures[number];
                // A reading sorts as people look it up; names without one follow in the order of their characters.
                (procedure.kana.is_empty(), &procedure.kana, &procedure.name.ja)
            };
            key(left.procedure).cmp(&key(right.procedure))
        }),
    }
    Answer { procedures: hits.into_iter().map(|hit| hit.procedure).collect(), states }
}
