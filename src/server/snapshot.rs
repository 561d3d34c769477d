//! The public reading model: everything that pages and the interface show, in memory, replaced at each revision.
//!
//! No public page touches the database.

mod ages;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock, RwLock};

use chrono::NaiveDate;

use super::db::areas::{Boundary, PopulationCount};
use super::db::{Connection, Db, areas, budget, cards, catalogue, finding, indicators, procedures, revision, sources};
use super::facets::FacetIndex;
use super::figures::{CatalogueChange, catalogue_changes};
use super::memory::Memory;
use super::search::{SearchIndex, Synonyms};
use super::spelling::Spelling;
use crate::domain::area::{Area, AreaCode, AreaKind};
use crate::domain::availability::{Availability, Steps, availability};
use crate::domain::budget::ProgrammeBook;
use crate::domain::card::{CardCount, Measure};
use crate::domain::guide::GuideEntry;
use crate::domain::indicator::{Indicator, IndicatorId, IndicatorValue};
use crate::domain::online_rate::{Member, OnlineRates, online_rates};
use crate::domain::procedure::{
    Department, DepartmentCode, LifeEvent, LifeEventCode, Procedure, ProcedureId, ProcedureSet, SetCode,
};
use crate::domain::source::{Source, SourceId};
use crate::error::AppError;
pub use ages::AgeCounts;

/// Name of the setting that holds the code of the city whose installation this is.
pub const CITY_SETTING: &str = "city";

/// How a procedure stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub steps: Steps,
    /// `None` where the step of applying is unknown.
    pub availability: Option<Availability>,
    /// The last change of a step or of the exclusion.
    pub changed_on: Option<NaiveDate>,
}

/// All public data at one revision.
#[derive(Debug)]
pub struct Snapshot {
    pub revision: i64,
    /// The city whose installation this is; `None` where it has not been set and cannot be told.
    pub city: Option<AreaCode>,
    pub sources: BTreeMap<SourceId, Source>,
    pub areas: BTreeMap<AreaCode, Area>,
    pub boundaries: Vec<Boundary>,
    pub population: Vec<PopulationCount>,
    /// By area, measure and date.
    card_counts: Vec<CardCount>,
    /// The same by age band.
    pub ages: AgeCounts,
    pub departments: Vec<Department>,
    pub life_events: Vec<LifeEvent>,
    pub sets: Vec<ProcedureSet>,
    pub procedures: Vec<Procedure>,
    procedure_places: HashMap<ProcedureId, usize>,
    pub search: SearchIndex,
    pub synonyms: Synonyms,
    pub facets: FacetIndex,
    /// What to do in life events, each in its order.
    guides: Vec<GuideEntry>,
    /// Made when first something is not found.
    spelling: OnceLock<Spelling>,
    pub indicators: Vec<Indicator>,
    indicator_values: HashMap<IndicatorId, Vec<IndicatorValue>>,
    /// Programmes with their money and what they do; the actions for the SDGs.
    pub book: ProgrammeBook,
    pub memory: Memory,
    states: OfOneDay<Vec<State>>,
    changes: OfOneDay<Vec<CatalogueChange>>,
}

/// What was computed for the day last asked for: nearly always today.
#[derive(Debug)]
struct OfOneDay<T>(RwLock<Option<(NaiveDate, Arc<T>)>>);

impl<T> Default for OfOneDay<T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<T> OfOneDay<T> {
    fn get(&self, day: NaiveDate, compute: impl FnOnce() -> T) -> Arc<T> {
        if let Ok(kept) = self.0.read()
            && let Some((_, computed)) = kept.as_ref().filter(|(of, _)| *of == day)
        {
            return Arc::clone(computed);
        }
        let computed = Arc::new(compute());
        if let Ok(mut kept) = self.0.write() {
            *kept = Some((day, Arc::clone(&computed)));
        }
        computed
    }
}

impl Snapshot {
    /// Reads everything in one transaction.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn load(db: &Db) -> Result<Self, AppError> {
        let mut connection = db.read().await?;
        Self::load_from(&mut connection, None).await
    }

    /// The same where an earlier revision is at hand: what cannot have changed since is shared with it.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn load_after(db: &Db, before: &Self) -> Result<Self, AppError> {
        let mut connection = db.read().await?;
        Self::load_from(&mut connection, Some(before)).await
    }

    async fn load_from(connection: &mut Connection, before: Option<&Self>) -> Result<Self, AppError> {
        let revision = revision::find_revision(connection).await?;
        let city_setting = revision::find_setting(connection, CITY_SETTING).await?;
        let sources = sources::list_sources(connection).await?;
        let areas: BTreeMap<AreaCode, Area> =
            areas::list_areas(connection).await?.into_iter().map(|area| (area.code.clone(), area)).collect();
        let departments = catalogue::list_departments(connection).await?;
        let procedures = procedures::list_procedures(connection).await?;
        let life_events = catalogue::list_life_events(connection).await?;
        let sets = catalogue::list_procedure_sets(connection).await?;
        let mut indicator_values: HashMap<IndicatorId, Vec<IndicatorValue>> = HashMap::new();
        for (indicator, value) in indicators::list_indicator_values(connection).await? {
            indicator_values.entry(indicator).or_default().push(value);
        }
        let city = city_setting.and_then(|code| code.parse().ok()).or_else(|| only_city_with_wards(&areas));
        Ok(Self {
            revision,
            city,
            sources: sources.into_iter().map(|source| (source.id.clone(), source)).collect(),
            boundaries: areas::list_boundaries(connection).await?,
            population: areas::list_population(connection).await?,
            card_counts: cards::list_card_counts(connection).await?,
            ages: AgeCounts::of(cards::list_age_counts(connection).await?),
            procedure_places: procedures
                .iter()
                .enumerate()
                .map(|(place, procedure)| (procedure.id.clone(), place))
                .collect(),
            search: search_index(&procedures, &departments),
            synonyms: Synonyms::of(&finding::list_synonyms(connection).await?),
            facets: FacetIndex::new(
                &procedures,
                life_events.iter().map(|event| event.code.to_string()).collect(),
                departments.iter().map(|department| department.code.to_string()).collect(),
                sets.iter().map(|set| set.code.to_string()).collect(),
            ),
            guides: finding::list_guide_entries(connection).await?,
            spelling: OnceLock::new(),
            indicators: indicators::list_indicators(connection).await?,
            book: budget::find_programme_book(connection).await?,
            memory: Memory::load(connection, before.map(|before| &before.memory)).await?,
            areas,
            departments,
            life_events,
            sets,
            procedures,
            indicator_values,
            states: OfOneDay::default(),
            changes: OfOneDay::default(),
        })
    }

    /// Counts of one measure of an area, oldest first; empty where there are none.
    #[must_use]
    pub fn card_series(&self, area: &AreaCode, measure: Measure) -> &[CardCount] {
        let key = (area, measure);
        let start = self.card_counts.partition_point(|count| (&count.area, count.measure) < key);
        let end = self.card_counts.partition_point(|count| (&count.area, count.measure) <= key);
        &self.card_counts[start..end]
    }

    /// All counts by area, measure and date.
    #[must_use]
    pub fn card_counts(&self) -> &[CardCount] {
        &self.card_counts
    }

    /// The newest count of an area on or before a day.
    #[must_use]
    pub fn card_count_at(&self, area: &AreaCode, measure: Measure, on: NaiveDate) -> Option<&CardCount> {
        self.card_series(area, measure).iter().rev().find(|count| count.as_of <= on)
    }

    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }

    /// The city whose installation this is, with its names.
    #[must_use]
    pub fn home(&self) -> Option<&Area> {
        self.city.as_ref().and_then(|code| self.area(code))
    }

    /// The wards of a city by code.
    pub fn wards<'a>(&'a self, city: &'a AreaCode) -> impl Iterator<Item = &'a Area> {
        self.areas.values().filter(move |area| area.kind == AreaKind::Ward && area.parent.as_ref() == Some(city))
    }

    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    #[must_use]
    pub fn department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.departments.iter().find(|department| department.code == *code)
    }

    #[must_use]
    pub fn life_event(&self, code: &LifeEventCode) -> Option<&LifeEvent> {
        self.life_events.iter().find(|event| event.code == *code)
    }

    /// What to do in a life event, in order; empty where the city has not said.
    pub fn guide<'a>(&'a self, event: &'a LifeEventCode) -> impl Iterator<Item = &'a GuideEntry> {
        self.guides.iter().filter(move |entry| entry.event == *event)
    }

    /// The words of the catalogue, for those who mistype them.
    #[must_use]
    pub fn spelling(&self) -> &Spelling {
        self.spelling.get_or_init(|| Spelling::of(&self.procedures, &self.life_events, &self.synonyms))
    }

    #[must_use]
    pub fn set(&self, code: &SetCode) -> Option<&ProcedureSet> {
        self.sets.iter().find(|set| set.code == *code)
    }

    /// A procedure with its number, by which its state is found.
    #[must_use]
    pub fn procedure(&self, id: &ProcedureId) -> Option<(usize, &Procedure)> {
        self.procedure_places.get(id).map(|place| (*place, &self.procedures[*place]))
    }

    #[must_use]
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == *id)
    }

    /// Recorded values of an indicator.
    #[must_use]
    pub fn indicator_values(&self, id: &IndicatorId) -> &[IndicatorValue] {
        self.indicator_values.get(id).map_or(&[], Vec::as_slice)
    }

    /// How every procedure stands on a day by what had been recorded until then, by its number.
    #[must_use]
    pub fn states_on(&self, day: NaiveDate) -> Arc<Vec<State>> {
        self.states.get(day, || {
            self.procedures
                .iter()
                .map(|procedure| {
                    let steps = procedure.steps_at(day, day);
                    State {
                        steps,
                        availability: availability(&steps, procedure.excluded_at(day, day)),
                        changed_on: procedure.changed_on(day, day),
                    }
                })
                .collect()
        })
    }

    /// What changed in the catalogue and what is to change, by what had been recorded until a day.
    #[must_use]
    pub fn changes_on(&self, day: NaiveDate) -> Arc<Vec<CatalogueChange>> {
        self.changes.get(day, || catalogue_changes(&self.procedures, day))
    }

    /// Online rates of a set of procedures on a day, by what had been recorded until `known_by`.
    #[must_use]
    pub fn online_rates(&self, set: &SetCode, on: NaiveDate, known_by: NaiveDate) -> OnlineRates {
        online_rates(self.members(set).map(|procedure| Member {
            steps: procedure.steps_at(on, known_by),
            excluded: procedure.excluded_at(on, known_by),
            total: procedure.latest_total(),
        }))
    }

    /// The procedures of a set.
    pub fn members<'a>(&'a self, set: &'a SetCode) -> impl Iterator<Item = &'a Procedure> {
        self.procedures.iter().filter(move |procedure| procedure.sets.contains(set))
    }

    /// Whether anything shown is sample data, for the notice on every page.
    #[must_use]
    pub fn has_sample_data(&self) -> bool {
        let sample = |procedure: &Procedure| procedure.sample || procedure.usage.iter().any(|usage| usage.sample);
        self.procedures.iter().any(sample)
            || self.card_counts.iter().any(|count| count.sample)
            || self.ages.all().iter().any(|age| age.count.sample)
            || self.departments.iter().any(|department| department.sample)
            || self.book.milestones.iter().any(|milestone| milestone.sample)
            || self.book.effects.iter().any(|effect| effect.sample)
            || self.book.training.iter().any(|training| training.sample)
            || self.indicators.iter().any(|indicator| indicator.sample)
            || self.indicator_values.values().flatten().any(|value| value.sample)
    }
}

/// Without a setting the city can be told where exactly one has its wards listed.
fn only_city_with_wards(areas: &BTreeMap<AreaCode, Area>) -> Option<AreaCode> {
    let mut parents: Vec<&AreaCode> =
        areas.values().filter(|area| area.kind == AreaKind::Ward).filter_map(|area| area.parent.as_ref()).collect();
    parents.dedup();
    match parents.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

fn search_index(procedures: &[Procedure], departments: &[Department]) -> SearchIndex {
    let departments: HashMap<&DepartmentCode, &Department> =
        departments.iter().map(|department| (&department.code, department)).collect();
    let mut index = SearchIndex::default();
    for procedure in procedures {
        let department = procedure.department.as_ref().and_then(|code| departments.get(code));
        let names = department.map_or(["", ""], |department| [&department.name, &department.name_en]);
        index.add([
            &[&procedure.name.ja, &procedure.kana, &procedure.name.easy, &procedure.name.en],
            &[&procedure.summary.ja, &procedure.summary.easy, &procedure.summary.en],
            &[&procedure.legal_basis],
            &names,
        ]);
    }
    index.finish();
    index
}
