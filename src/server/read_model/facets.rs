//! The facets of the catalogue, and the number of procedures that each choice would leave.

use std::collections::HashMap;

use domain::availability::Availability;
use domain::procedure::{
    Audience, CardRequirement, DepartmentCode, FeeKind, LifeEventCode, Procedure, SetCode, Step, StepState,
};

use super::procedure_state::ProcedureState;
use crate::server::query::{Parameters, QueryError};

string_enum! {
    /// The facets of the catalogue.
    pub enum Facet ("filter") {
        Event = "event",
        Availability = "availability",
        /// The step that requires a visit to the counter.
        Step = "step",
        Audience = "audience",
        Card = "card",
        Fee = "fee",
        Department = "department",
        Set = "set",
    }
}

/// The spelling of unknown values, which can be filtered like any other value.
pub const UNKNOWN: &str = "unknown";

/// At most one value per facet, each either one of the facet's allowed values or an identifier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChosenFacets([Option<String>; Facet::ALL.len()]);

impl ChosenFacets {
    /// Parses the selected facets from URL parameters.
    ///
    /// # Errors
    /// Returns an error if a value does not belong to its facet.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        let mut chosen = Self::default();
        for facet in Facet::ALL {
            let name = facet.as_str();
            let knows_unknown = !matches!(facet, Facet::Event | Facet::Step | Facet::Set);
            if let Some(value) = parameters.text(name)
                && !(knows_unknown && value == UNKNOWN)
            {
                let checked = match facet {
                    Facet::Event => parameters.read::<LifeEventCode>(name).map(|_| ()),
                    Facet::Availability => parameters.read::<Availability>(name).map(|_| ()),
                    Facet::Step => parameters.read::<Step>(name).map(|_| ()),
                    Facet::Audience => parameters.read::<Audience>(name).map(|_| ()),
                    Facet::Card => parameters.read::<CardRequirement>(name).map(|_| ()),
                    Facet::Fee => parameters.read::<FeeKind>(name).map(|_| ()),
                    Facet::Department => parameters.read::<DepartmentCode>(name).map(|_| ()),
                    Facet::Set => parameters.read::<SetCode>(name).map(|_| ()),
                };
                checked.map_err(|error| if knows_unknown { or_unknown(error) } else { error })?;
            }
            chosen.0[*facet as usize] = parameters.text(name).map(str::to_owned);
        }
        Ok(chosen)
    }

    /// The selected value of a facet.
    #[must_use]
    pub fn get(&self, facet: Facet) -> Option<&str> {
        self.0[facet as usize].as_deref()
    }

    /// The same selection with one facet replaced or cleared.
    #[must_use]
    pub fn with(&self, facet: Facet, value: Option<&str>) -> Self {
        let mut chosen = self.clone();
        chosen.0[facet as usize] = value.map(str::to_owned);
        chosen
    }

    /// Whether no facet is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The facets that have a selected value.
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &str)> {
        Facet::ALL.iter().filter_map(|facet| Some((*facet, self.get(*facet)?)))
    }
}

/// Adds `unknown` to the values that an error lists, because the enums do not include it.
fn or_unknown(error: QueryError) -> QueryError {
    match error {
        QueryError::BadValue { name, reason } => {
            let english = format!("; or '{UNKNOWN}' if it is not stated");
            QueryError::BadValue { name, reason: reason.or(UNKNOWN, &english) }
        }
        other => other,
    }
}

/// A facet value with the number of procedures it would leave under all other selections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub value: String,
    pub procedures: usize,
}

/// The counts of every facet, with its values in display order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts([Vec<Count>; Facet::ALL.len()]);

impl Counts {
    /// The values of a facet, including those that would leave nothing.
    #[must_use]
    pub fn of(&self, facet: Facet) -> &[Count] {
        &self.0[facet as usize]
    }
}

/// Index of a value in a facet that is not an enum.
type Place = u16;

/// Marks a procedure without a value in a facet.
const NOWHERE: Place = Place::MAX;

/// The values of a procedure, as indices, in each facet that does not depend on the date.
#[derive(Debug, Clone)]
struct Row {
    events: Box<[Place]>,
    sets: Box<[Place]>,
    department: Place,
}

/// The facet values of one snapshot.
#[derive(Debug, Default)]
pub struct FacetIndex {
    events: Vec<String>,
    departments: Vec<String>,
    sets: Vec<String>,
    rows: Vec<Row>,
}

impl FacetIndex {
    /// Indexes the values of the procedures. Values keep the order of the given lists.
    #[must_use]
    pub fn new(procedures: &[Procedure], events: Vec<String>, departments: Vec<String>, sets: Vec<String>) -> Self {
        let numbers =
            |values: &[String]| -> HashMap<String, Place> { values.iter().cloned().zip(0..NOWHERE).collect() };
        let (of_event, of_department, of_set) = (numbers(&events), numbers(&departments), numbers(&sets));
        let rows = procedures
            .iter()
            .map(|procedure| Row {
                events: procedure.life_events.iter().filter_map(|code| of_event.get(code.as_str()).copied()).collect(),
                sets: procedure.sets.iter().filter_map(|code| of_set.get(code.as_str()).copied()).collect(),
                department: procedure
                    .department
                    .as_ref()
                    .and_then(|code| of_department.get(code.as_str()).copied())
                    .unwrap_or(NOWHERE),
            })
            .collect();
        Self { events, departments, sets, rows }
    }

    /// The values of a facet in order, with unknown last.
    fn values(&self, facet: Facet) -> Vec<&str> {
        fn words<T: Copy>(members: &[T], spelling: impl Fn(T) -> &'static str) -> Vec<&'static str> {
            members.iter().map(|member| spelling(*member)).chain([UNKNOWN]).collect()
        }
        match facet {
            Facet::Event => self.events.iter().map(String::as_str).collect(),
            Facet::Availability => words(Availability::ALL, Availability::as_str),
            Facet::Step => Step::ALL.iter().map(|step| step.as_str()).collect(),
            Facet::Audience => words(Audience::ALL, Audience::as_str),
            Facet::Card => words(CardRequirement::ALL, CardRequirement::as_str),
            Facet::Fee => words(FeeKind::ALL, FeeKind::as_str),
            Facet::Department => self.departments.iter().map(String::as_str).chain([UNKNOWN]).collect(),
            Facet::Set => self.sets.iter().map(String::as_str).collect(),
        }
    }

    /// Whether a facet has this value.
    #[must_use]
    pub fn knows(&self, facet: Facet, value: &str) -> bool {
        self.values(facet).contains(&value)
    }

    /// Calls `each` with the index in [`Self::values`] of every value that a procedure has.
    fn each_value(
        &self,
        facet: Facet,
        number: usize,
        procedure: &Procedure,
        state: &ProcedureState,
        mut each: impl FnMut(usize),
    ) {
        let row = &self.rows[number];
        match facet {
            Facet::Event => row.events.iter().for_each(|place| each(usize::from(*place))),
            Facet::Set => row.sets.iter().for_each(|place| each(usize::from(*place))),
            Facet::Availability => each(state.availability.map_or(Availability::ALL.len(), |value| value as usize)),
            Facet::Step => {
                for (place, (_, of_step)) in state.steps.iter().enumerate() {
                    if of_step == Some(StepState::Counter) {
                        each(place);
                    }
                }
            }
            Facet::Audience if procedure.audience.is_empty() => each(Audience::ALL.len()),
            Facet::Audience => procedure.audience.iter().for_each(|audience| each(*audience as usize)),
            Facet::Card => each(procedure.card_requirement.map_or(CardRequirement::ALL.len(), |value| value as usize)),
            Facet::Fee => each(procedure.fee.kind().map_or(FeeKind::ALL.len(), |value| value as usize)),
            Facet::Department if row.department == NOWHERE => each(self.departments.len()),
            Facet::Department => each(usize::from(row.department)),
        }
    }
}

/// The selected values, as indices.
struct FacetFilter([Option<usize>; Facet::ALL.len()]);

impl FacetFilter {
    fn of(index: &FacetIndex, chosen: &ChosenFacets) -> Self {
        let mut filter = Self([None; Facet::ALL.len()]);
        for (facet, value) in chosen.iter() {
            // No procedure has a value that is not in the list.
            let number = index.values(facet).iter().position(|known| *known == value).unwrap_or(usize::MAX);
            filter.0[facet as usize] = Some(number);
        }
        filter
    }

    /// The facets that filter out a procedure: `Some(None)` for none, `Some(Some(facet))` for one, `None` for several.
    fn excluded_by(
        &self,
        index: &FacetIndex,
        number: usize,
        procedure: &Procedure,
        state: &ProcedureState,
    ) -> Option<Option<Facet>> {
        let mut by = None;
        for facet in Facet::ALL {
            let Some(wanted) = self.0[*facet as usize] else { continue };
            let mut holds = false;
            index.each_value(*facet, number, procedure, state, |value| holds |= value == wanted);
            if !holds {
                if by.is_some() {
                    return None;
                }
                by = Some(*facet);
            }
        }
        Some(by)
    }
}

impl FacetIndex {
    /// Retains the items whose procedure matches the selected facets.
    pub fn narrow<T>(
        &self,
        procedures: &[Procedure],
        states: &[ProcedureState],
        chosen: &ChosenFacets,
        found: &mut Vec<T>,
        number_of: impl Fn(&T) -> usize,
    ) {
        if chosen.is_empty() {
            return;
        }
        let filter = FacetFilter::of(self, chosen);
        found.retain(|item| {
            let number = number_of(item);
            filter.excluded_by(self, number, &procedures[number], &states[number]) == Some(None)
        });
    }

    /// Counts, for each value of each facet, the procedures that would match if it replaced the selection of its facet
    /// while all other selections stay.
    #[must_use]
    pub fn count(
        &self,
        procedures: &[Procedure],
        states: &[ProcedureState],
        chosen: &ChosenFacets,
        found: impl Iterator<Item = usize>,
    ) -> Counts {
        let filter = FacetFilter::of(self, chosen);
        let mut sums: Vec<Vec<usize>> = Facet::ALL.iter().map(|facet| vec![0; self.values(*facet).len()]).collect();
        for number in found {
            let (procedure, state) = (&procedures[number], &states[number]);
            let Some(held_back_by) = filter.excluded_by(self, number, procedure, state) else { continue };
            for facet in Facet::ALL {
                if held_back_by.is_none_or(|by| by == *facet) {
                    let sums = &mut sums[*facet as usize];
                    self.each_value(*facet, number, procedure, state, |value| sums[value] += 1);
                }
            }
        }
        let mut sums = sums.into_iter();
        Counts(std::array::from_fn(|place| {
            let values = self.values(Facet::ALL[place]);
            let sums = sums.next().unwrap_or_default();
            let counts = values.into_iter().zip(sums);
            counts.map(|(value, procedures)| Count { value: value.to_owned(), procedures }).collect()
        }))
    }
}
