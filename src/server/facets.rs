//! By what the catalogue can be narrowed, and how many procedures each choice would leave.

use std::collections::HashMap;

use domain::availability::Availability;
use domain::procedure::{
    Audience, CardRequirement, DepartmentCode, FeeKind, LifeEventCode, Procedure, SetCode, Step, StepState,
};

use super::query::{Parameters, QueryError};
use super::snapshot::{Snapshot, State};

string_enum! {
    /// By what the catalogue can be narrowed.
    pub enum Facet ("filter") {
        Event = "event",
        Availability = "availability",
        /// The step for which one has to come to the counter.
        Step = "step",
        Audience = "audience",
        Card = "card",
        Fee = "fee",
        Department = "department",
        Set = "set",
    }
}

/// The spelling of what nobody has said; it can be asked for like any other value.
pub const UNKNOWN: &str = "unknown";

/// One value for each facet at most, each of its facet's closed set or an identifier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChosenFacets([Option<String>; Facet::ALL.len()]);

impl ChosenFacets {
    /// Reads what is chosen from an address.
    ///
    /// # Errors
    /// Where a value is not one of its facet.
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

    /// What is chosen of a facet.
    #[must_use]
    pub fn get(&self, facet: Facet) -> Option<&str> {
        self.0[facet as usize].as_deref()
    }

    /// The same with one facet chosen differently, or not at all.
    #[must_use]
    pub fn with(&self, facet: Facet, value: Option<&str>) -> Self {
        let mut chosen = self.clone();
        chosen.0[facet as usize] = value.map(str::to_owned);
        chosen
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The facets of which something is chosen.
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &str)> {
        Facet::ALL.iter().filter_map(|facet| Some((*facet, self.get(*facet)?)))
    }
}

/// The closed sets do not name what is unknown, so their errors do not either.
fn or_unknown(error: QueryError) -> QueryError {
    match error {
        QueryError::BadValue { name, reason } => {
            QueryError::BadValue { name, reason: format!("{reason}; or '{UNKNOWN}' for what nobody has said") }
        }
        other => other,
    }
}

/// A value of a facet with the number of procedures that it would leave under all other choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub value: String,
    pub procedures: usize,
}

/// The counts of every facet, its values in the order in which lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts([Vec<Count>; Facet::ALL.len()]);

impl Counts {
    /// The values of a facet, also those that would leave nothing.
    #[must_use]
    pub fn of(&self, facet: Facet) -> &[Count] {
        &self.0[facet as usize]
    }
}

/// Values of a facet that are no closed set, by the numbers under which procedures hold them.
type Place = u16;

/// Where a procedure holds nothing of a facet.
const NOWHERE: Place = Place::MAX;

/// What a procedure is under each facet that does not depend on the day, by numbers.
#[derive(Debug, Clone)]
struct Row {
    events: Box<[Place]>,
    sets: Box<[Place]>,
    department: Place,
}

/// The values that the facets have in one snapshot.
#[derive(Debug, Default)]
pub struct FacetIndex {
    events: Vec<String>,
    departments: Vec<String>,
    sets: Vec<String>,
    rows: Vec<Row>,
}

impl FacetIndex {
    /// Numbers what the procedures hold. Values stand in the order of the lists given.
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

    /// The values of a facet in order, what is unknown last.
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

    /// Whether a facet has a value at all.
    #[must_use]
    pub fn knows(&self, facet: Facet, value: &str) -> bool {
        self.values(facet).contains(&value)
    }

    /// Calls `each` with the number, in [`Self::values`], of every value that a procedure holds.
    fn each_value(
        &self,
        facet: Facet,
        number: usize,
        procedure: &Procedure,
        state: &State,
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

/// What is chosen, as numbers.
struct FacetFilter([Option<usize>; Facet::ALL.len()]);

impl FacetFilter {
    fn of(index: &FacetIndex, chosen: &ChosenFacets) -> Self {
        let mut sieve = Self([None; Facet::ALL.len()]);
        for (facet, value) in chosen.iter() {
            // What stands in no list is held by no procedure.
            let number = index.values(facet).iter().position(|known| *known == value).unwrap_or(usize::MAX);
            sieve.0[facet as usize] = Some(number);
        }
        sieve
    }

    /// The facets by which a procedure is held back: none, one, or `None` for several.
    fn excluded_by(&self, snapshot: &Snapshot, number: usize, state: &State) -> Option<Option<Facet>> {
        let mut by = None;
        for facet in Facet::ALL {
            let Some(wanted) = self.0[*facet as usize] else { continue };
            let mut holds = false;
            let procedure = &snapshot.procedures[number];
            snapshot.facets.each_value(*facet, number, procedure, state, |value| holds |= value == wanted);
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

/// Keeps of some procedures those that what is chosen lets through.
pub fn narrow<T>(
    snapshot: &Snapshot,
    chosen: &ChosenFacets,
    states: &[State],
    found: &mut Vec<T>,
    number_of: impl Fn(&T) -> usize,
) {
    if chosen.is_empty() {
        return;
    }
    let sieve = FacetFilter::of(&snapshot.facets, chosen);
    found.retain(|item| {
        let number = number_of(item);
        sieve.excluded_by(snapshot, number, &states[number]) == Some(None)
    });
}

/// Counts, for each value of each facet, the procedures there would be if it were chosen in place of what is chosen of
/// its facet, all other choices staying.
#[must_use]
pub fn count(
    snapshot: &Snapshot,
    chosen: &ChosenFacets,
    states: &[State],
    found: impl Iterator<Item = usize>,
) -> Counts {
    let index = &snapshot.facets;
    let sieve = FacetFilter::of(index, chosen);
    let mut sums: Vec<Vec<usize>> = Facet::ALL.iter().map(|facet| vec![0; index.values(*facet).len()]).collect();
    for number in found {
        let (procedure, state) = (&snapshot.procedures[number], &states[number]);
        let Some(held_back_by) = sieve.excluded_by(snapshot, number, state) else { continue };
        for facet in Facet::ALL {
            if held_back_by.is_none_or(|by| by == *facet) {
                let sums = &mut sums[*facet as usize];
                index.each_value(*facet, number, procedure, state, |value| sums[value] += 1);
            }
        }
    }
    let mut sums = sums.into_iter();
    Counts(std::array::from_fn(|place| {
        let values = index.values(Facet::ALL[place]);
        let sums = sums.next().unwrap_or_default();
        values.into_iter().zip(sums).map(|(value, procedures)| Count { value: value.to_owned(), procedures }).collect()
    }))
}
