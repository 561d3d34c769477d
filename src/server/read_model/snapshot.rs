//! The public read model: everything that pages and the API show, held in memory and replaced at each revision.
//!
//! No public page queries the database.

mod ages;
mod city_readings;
mod departments;
mod event_guides;
mod geography;
mod offices;
mod translated;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use charts::Polygon;
use chrono::{Datelike, NaiveDate};
use domain::area::{Area, AreaCode, AreaKind};
use domain::budget::ProgrammeBook;
use domain::card::{CardCount, Measure};
use domain::department_change::DepartmentChange;
use domain::elsewhere::Elsewhere;
use domain::ending::Validity;
use domain::guide::Guide;
use domain::indicator::{Indicator, IndicatorId, IndicatorValue, current_values};
use domain::local_governments::{WardPeriod, period_of_ward};
use domain::online_rate::{OnlineRates, RatedProcedure, online_rates};
use domain::opening_hours::TimeOfDay;
use domain::procedure::{Department, LifeEvent, LifeEventCode, Procedure, ProcedureId, ProcedureSet, SetCode};
use domain::reading::Readings;
use domain::source::{Source, SourceId};
use domain::text::normalise_name;
use domain::translation::Translations;
use moka::sync::Cache;
use search::{Lexicon, SearchIndex, Spelling, Synonyms};
use store::areas::{Boundary, PopulationCount};
use store::error::AppError;
use store::papers::{Supplements, find_supplements};
use store::{
    Connection, Db, areas, budget, cards, catalogue, corrections, department_changes, elsewhere, guides, indicators,
    procedures, readings, revision, sources, synonyms, translations,
};
use tokio::runtime::Handle;

use super::corrections::Corrections;
use super::facets::FacetIndex;
use super::figures::{CatalogueChange, catalogue_changes};
use super::procedure_state::ProcedureState;
use crate::server::public_audit::PublicAuditLog;
pub use ages::AgeCounts;
pub use offices::{OfficeEntry, Offices};

/// All public data at one revision.
#[derive(Debug)]
pub struct Snapshot {
    pub revision: i64,
    /// The installation's city; `None` if it is not set and cannot be inferred.
    pub city: Option<AreaCode>,
    pub sources: BTreeMap<SourceId, Source>,
    pub areas: BTreeMap<AreaCode, Area>,
    /// When wards existed, for those that replaced others or were replaced.
    ward_periods: BTreeMap<AreaCode, WardPeriod>,
    pub boundaries: Vec<Boundary>,
    pub population: Vec<PopulationCount>,
    /// By area, measure and date.
    card_counts: Vec<CardCount>,
    /// The same, by age band.
    pub ages: AgeCounts,
    pub departments: Vec<Department>,
    /// What became of departments, in the order in which it was recorded.
    pub department_changes: Vec<DepartmentChange>,
    pub life_events: Vec<LifeEvent>,
    pub sets: Vec<ProcedureSet>,
    pub procedures: Vec<Procedure>,
    procedure_places: HashMap<ProcedureId, usize>,
    pub search: SearchIndex,
    pub synonyms: Synonyms,
    /// What others do, by id.
    pub elsewhere: Vec<Elsewhere>,
    /// Texts of the city in other languages.
    translations: Translations,
    /// Words with their readings: those of the city, its names, and the standard list.
    pub readings: Readings,
    /// The shared list of papers, and what tables of their own say about procedures.
    pub supplements: Supplements,
    /// The words that are known besides those of names.
    pub lexicon: Lexicon,
    pub facets: FacetIndex,
    /// Guides in the order of lists.
    pub guides: Vec<Guide>,
    /// Both are built when a search first finds nothing.
    names: OnceLock<Lexicon>,
    spelling: OnceLock<Spelling>,
    pub indicators: Vec<Indicator>,
    indicator_values: HashMap<IndicatorId, Vec<IndicatorValue>>,
    /// Programmes with their funding and activities; the SDG actions.
    pub book: ProgrammeBook,
    /// Published figures that were changed or withdrawn.
    pub corrections: Corrections,
    pub offices: Offices,
    pub audit_log: PublicAuditLog,
    /// The first day on which anything was recorded about a procedure; `None` if nothing ever was.
    first_record: Option<NaiveDate>,
    /// The first day on which a procedure ended, or was known to; `None` if none ever ended.
    first_ending: Option<NaiveDate>,
    outlines: OnceLock<HashMap<AreaCode, Vec<Polygon>>>,
    states: DayCache<ProcedureState>,
    changes: DayCache<CatalogueChange>,
    opening_changes: DayCache<TimeOfDay>,
}

/// Cache size in bytes, for states and changes each.
const MOST_OF_DAYS: u64 = 8 * 1024 * 1024;

/// Caches results for the most requested dates, above all today. Concurrent requests for a date compute it only once.
#[derive(Debug)]
struct DayCache<T: Send + Sync + 'static>(Cache<NaiveDate, Arc<Vec<T>>>);

impl<T: Send + Sync + 'static> Default for DayCache<T> {
    fn default() -> Self {
        let weight = |_: &NaiveDate, of_day: &Arc<Vec<T>>| {
            u32::try_from(of_day.len() * size_of::<T>() + 100).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_OF_DAYS).weigher(weight).build())
    }
}

impl<T: Clone + Send + Sync + 'static> DayCache<T> {
    fn get(&self, day: NaiveDate, compute: impl FnOnce() -> Vec<T>) -> Arc<Vec<T>> {
        self.0.get_with(day, || Arc::new(compute()))
    }
}

impl Snapshot {
    /// Loads everything in one transaction. Reading rows, folding texts and building indexes takes a few hundred
    /// milliseconds for a large city, so all of it runs on a blocking thread.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn load(db: &Db) -> Result<Self, AppError> {
        Self::load_on_blocking_thread(db, None).await
    }

    /// Like [`Snapshot::load`], but shares data that cannot have changed with an earlier revision.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn load_after(db: &Db, before: &Self) -> Result<Self, AppError> {
        Self::load_on_blocking_thread(db, Some(before.audit_log.clone())).await
    }

    async fn load_on_blocking_thread(db: &Db, before: Option<PublicAuditLog>) -> Result<Self, AppError> {
        let (db, runtime) = (db.clone(), Handle::current());
        let loading = tokio::task::spawn_blocking(move || {
            runtime.block_on(async {
                let mut connection = db.read().await?;
                Self::load_from(&mut connection, before.as_ref()).await
            })
        });
        match loading.await {
            Ok(loaded) => loaded,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(AppError::ShuttingDown("the program is ending".to_owned())),
            },
        }
    }

    async fn load_from(connection: &mut Connection, before: Option<&PublicAuditLog>) -> Result<Self, AppError> {
        let revision = revision::find_revision(connection).await?;
        let sources = sources::list_sources(connection).await?;
        let areas = areas::list_areas(connection).await?;
        let city = areas::find_city(connection, &areas).await?;
        let areas: BTreeMap<AreaCode, Area> = areas.into_iter().map(|area| (area.code.clone(), area)).collect();
        let ward_periods = areas
            .values()
            .filter(|area| area.kind == AreaKind::Ward)
            .map(|ward| (ward.code.clone(), period_of_ward(&ward.code)))
            .filter(|(_, period)| *period != WardPeriod::default())
            .collect();
        let departments = catalogue::list_departments(connection).await?;
        let mut procedures = procedures::list_procedures(connection).await?;
        let life_events = catalogue::list_life_events(connection).await?;
        let sets = catalogue::list_procedure_sets(connection).await?;
        let synonyms = Synonyms::of(&synonyms::list_synonyms(connection).await?);
        let elsewhere = elsewhere::list_elsewhere(connection).await?;
        let own_readings = readings::list_readings(connection).await?;
        let offices = Offices::load(connection).await?;
        let mut indicator_values: HashMap<IndicatorId, Vec<IndicatorValue>> = HashMap::new();
        for (indicator, value) in indicators::list_indicator_values(connection).await? {
            indicator_values.entry(indicator).or_default().push(value);
        }
        let audit_log = PublicAuditLog::load(connection, before).await?;
        let procedure_places: HashMap<ProcedureId, usize> =
            procedures.iter().enumerate().map(|(place, procedure)| (procedure.id.clone(), place)).collect();
        for (id, past_endings) in audit_log.past_endings() {
            if let Some(place) = procedure_places.get(id) {
                procedures[*place].past_endings = past_endings;
            }
        }
        Ok(Self {
            revision,
            city,
            sources: sources.into_iter().map(|source| (source.id.clone(), source)).collect(),
            boundaries: areas::list_boundaries(connection).await?,
            population: areas::list_population(connection).await?,
            card_counts: cards::list_card_counts(connection).await?,
            ages: AgeCounts::of(cards::list_age_counts(connection).await?),
            procedure_places,
            search: SearchIndex::of(&procedures, &departments),
            lexicon: Lexicon::of(&synonyms, &life_events, &elsewhere),
            synonyms,
            elsewhere,
            translations: Translations::of(translations::list_translations(connection).await?),
            supplements: find_supplements(connection).await?,
            facets: FacetIndex::new(
                &procedures,
                life_events.iter().map(|event| event.code.to_string()).collect(),
                departments.iter().map(|department| department.code.to_string()).collect(),
                sets.iter().map(|set| set.code.to_string()).collect(),
            ),
            guides: guides::list_guides(connection).await?,
            names: OnceLock::new(),
            spelling: OnceLock::new(),
            indicators: indicators::list_indicators(connection).await?,
            book: budget::find_programme_book(connection).await?,
            department_changes: department_changes::list_department_changes(connection).await?,
            corrections: Corrections::of(corrections::list_corrections(connection).await?),
            readings: city_readings::of_city(&own_readings, &areas, &procedures, &life_events, &offices),
            offices,
            first_record: first_record(&procedures, &audit_log),
            first_ending: first_ending(&procedures),
            audit_log,
            areas,
            ward_periods,
            departments,
            life_events,
            sets,
            procedures,
            indicator_values,
            outlines: OnceLock::new(),
            states: DayCache::default(),
            changes: DayCache::default(),
            opening_changes: DayCache::default(),
        })
    }

    /// Counts of one measure of an area, oldest first; may be empty.
    #[must_use]
    pub fn card_series(&self, area: &AreaCode, measure: Measure) -> &[CardCount] {
        let key = (area, measure);
        let start = self.card_counts.partition_point(|count| (&count.area, count.measure) < key);
        let end = self.card_counts.partition_point(|count| (&count.area, count.measure) <= key);
        &self.card_counts[start..end]
    }

    /// The count of an area on exactly this date.
    #[must_use]
    pub fn card_count(&self, area: &AreaCode, measure: Measure, date: NaiveDate) -> Option<&CardCount> {
        self.card_series(area, measure).iter().find(|count| count.as_of == date)
    }

    /// All counts, ordered by area, measure and date.
    #[must_use]
    pub fn card_counts(&self) -> &[CardCount] {
        &self.card_counts
    }

    /// The newest count of an area on or before a date.
    #[must_use]
    pub fn card_count_at(&self, area: &AreaCode, measure: Measure, on: NaiveDate) -> Option<&CardCount> {
        self.card_series(area, measure).iter().rev().find(|count| count.as_of <= on)
    }

    /// Whether there is nothing to publish yet: it is not known which city the installation is about, and there are no
    /// procedures, no figures and nothing else that a page could show. The public pages then say that the site is being
    /// set up. An installation that compares the cards of municipalities, or publishes a catalogue, may do without a
    /// city of its own.
    #[must_use]
    pub fn is_being_set_up(&self) -> bool {
        self.city.is_none()
            && self.procedures.is_empty()
            && self.card_counts.is_empty()
            && self.indicators.is_empty()
            && self.book.programmes.is_empty()
            && self.book.sdg_actions.is_empty()
    }

    /// Whether a source has this id or title.
    #[must_use]
    pub fn knows_source(&self, name: &str) -> bool {
        let is_its = |source: &Source| {
            source.id.as_str() == name
                || [&source.title, &source.title_en].iter().any(|title| normalise_name(title) == name)
        };
        self.sources.values().any(is_its)
    }

    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    #[must_use]
    pub fn life_event(&self, code: &LifeEventCode) -> Option<&LifeEvent> {
        self.life_events.iter().find(|event| event.code == *code)
    }

    /// The spelling index of the catalogue.
    #[must_use]
    pub fn spelling(&self) -> &Spelling {
        self.spelling.get_or_init(|| Spelling::of(&self.procedures, &self.life_events, &self.synonyms, &self.elsewhere))
    }

    /// The words of the names of procedures, and their readings.
    #[must_use]
    pub fn names(&self) -> &Lexicon {
        self.names.get_or_init(|| Lexicon::of_names(&self.procedures))
    }

    #[must_use]
    pub fn set(&self, code: &SetCode) -> Option<&ProcedureSet> {
        self.sets.iter().find(|set| set.code == *code)
    }

    /// A procedure with its index, which also identifies its state.
    #[must_use]
    pub fn procedure(&self, id: &ProcedureId) -> Option<(usize, &Procedure)> {
        self.procedure_places.get(id).map(|place| (*place, &self.procedures[*place]))
    }

    #[must_use]
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == *id)
    }

    /// The recorded values of an indicator.
    #[must_use]
    pub fn indicator_values(&self, id: &IndicatorId) -> &[IndicatorValue] {
        self.indicator_values.get(id).map_or(&[], Vec::as_slice)
    }

    /// The past dates that can be queried, up to today. They start at the beginning of the year before the first
    /// record, when nothing was known yet.
    #[must_use]
    pub fn askable_days(&self, today: NaiveDate) -> RangeInclusive<NaiveDate> {
        let first = self.first_record.unwrap_or(today).min(today);
        NaiveDate::from_ymd_opt(first.year() - 1, 1, 1).unwrap_or(first)..=today
    }

    /// The states of all procedures on a date, from what was recorded by then, by index.
    #[must_use]
    pub fn states_on(&self, day: NaiveDate) -> Arc<Vec<ProcedureState>> {
        // All dates before the first record and the first end are equivalent.
        let first = self.first_record.into_iter().chain(self.first_ending).min();
        let day = first.and_then(|first| first.pred_opt()).map_or(day, |before| day.max(before));
        self.states.get(day, || self.procedures.iter().map(|procedure| ProcedureState::on(procedure, day)).collect())
    }

    /// Past and planned changes of the catalogue, from what was recorded by a date.
    #[must_use]
    pub fn changes_on(&self, day: NaiveDate) -> Arc<Vec<CatalogueChange>> {
        self.changes.get(day, || catalogue_changes(&self.procedures, day))
    }

    /// Online rates of a set of procedures on a date, from what was recorded by `known_by`.
    #[must_use]
    pub fn online_rates(&self, set: &SetCode, on: NaiveDate, known_by: NaiveDate) -> OnlineRates {
        online_rates(self.members_on(set, on, known_by).map(|procedure| RatedProcedure {
            steps: procedure.steps_at(on, known_by),
            excluded: procedure.excluded_at(on, known_by),
            total: procedure.latest_total(),
        }))
    }

    /// The procedures in force on a date, from what was recorded by `known_by`. Figures count no others.
    pub fn in_force_on(&self, on: NaiveDate, known_by: NaiveDate) -> impl Iterator<Item = &Procedure> {
        self.procedures.iter().filter(move |procedure| procedure.is_in_force(on, known_by))
    }

    /// The procedures of a set that are in force on a date, from what was recorded by `known_by`.
    pub fn members_on<'a>(
        &'a self,
        set: &'a SetCode,
        on: NaiveDate,
        known_by: NaiveDate,
    ) -> impl Iterator<Item = &'a Procedure> {
        self.in_force_on(on, known_by).filter(move |procedure| procedure.sets.contains(set))
    }

    /// Whether any procedure has ever had an end, past or to come. Lists need not look for one otherwise.
    #[must_use]
    pub const fn has_endings(&self) -> bool {
        self.first_ending.is_some()
    }

    /// The procedures to use instead of one that ended, as of a date: its successor, the successor's own if that has
    /// ended too, and so on until one is in force. Entries made by mistake are passed over.
    #[must_use]
    pub fn successors_on(&self, procedure: &Procedure, day: NaiveDate) -> Vec<&Procedure> {
        let mut found: Vec<&Procedure> = Vec::new();
        let mut seen = HashSet::from([&procedure.id]);
        let mut ending = procedure.ending_known(day);
        while let Some(id) = ending.and_then(|ending| ending.successor.as_ref())
            && seen.insert(id)
            && let Some((_, next)) = self.procedure(id)
        {
            let validity = next.validity(day, day);
            if validity != Validity::Withdrawn {
                found.push(next);
            }
            ending = next.ending_known(day).filter(|_| validity != Validity::InForce);
        }
        found
    }

    /// Whether any data shown is sample data, for the notice on every page.
    #[must_use]
    pub fn has_sample_data(&self) -> bool {
        let sample = |procedure: &Procedure| procedure.sample || procedure.usage.iter().any(|usage| usage.sample);
        self.procedures.iter().any(sample)
            || self.card_counts.iter().any(|count| count.sample)
            || self.ages.all().iter().any(|age| age.count.sample)
            || self.departments.iter().any(|department| department.sample)
            || self.elsewhere.iter().any(|entry| entry.sample)
            || self.supplements.papers.all().iter().any(|paper| paper.sample)
            || self.offices.all().iter().any(|entry| entry.office.sample)
            || self.book.milestones.iter().any(|milestone| milestone.sample)
            || self.book.effects.iter().any(|effect| effect.sample)
            || self.book.courses.iter().any(|course| course.sample)
            || self.book.roles.iter().any(|role| role.sample)
            || self.book.training.iter().any(|training| training.sample)
            || self.book.training_counts.iter().any(|count| count.sample)
            || self.guides.iter().any(|guide| guide.sample)
            || self.indicators.iter().any(|indicator| indicator.sample)
            || self.indicator_values.values().flat_map(|values| current_values(values)).any(|value| value.sample)
    }
}

/// The first day on which a step or an exclusion was recorded, or the log was started.
fn first_record(procedures: &[Procedure], audit_log: &PublicAuditLog) -> Option<NaiveDate> {
    let steps = procedures.iter().flat_map(|procedure| &procedure.step_events).map(|event| event.recorded_on);
    let exclusions = procedures.iter().flat_map(|procedure| &procedure.exclusion_events).map(|event| event.recorded_on);
    let log = audit_log.heads.first().map(|head| head.day).or(audit_log.last_day);
    steps.chain(exclusions).chain(log).min()
}

/// The first day that an end names, or on which what was known of one changed.
fn first_ending(procedures: &[Procedure]) -> Option<NaiveDate> {
    let known = procedures.iter().filter_map(|procedure| procedure.ending.as_ref());
    let past = procedures.iter().flat_map(|procedure| procedure.past_endings.iter());
    let days = past.flat_map(|past| past.ending.as_ref().map(|ending| ending.on).into_iter().chain([past.until]));
    known.map(|ending| ending.on).chain(days).min()
}
