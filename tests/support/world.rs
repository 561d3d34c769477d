//! Builders for a small city, written with the same functions as in production.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::age::AgeCount;
use domain::area::{Area, AreaCode, AreaKind};
use domain::budget::{BudgetStage, CostItem, Funding, Programme};
use domain::calendar::FiscalYear;
use domain::card::{CardCount, Cards, Measure, Population};
use domain::correction::Correction;
use domain::ending::{Ending, EndingKind};
use domain::history::{ExclusionEvent, StepEvent};
use domain::indicator::{Indicator, IndicatorId, IndicatorKind, IndicatorValue, ValueKind};
use domain::planned_year::PlannedYear;
use domain::procedure::{
    Audience, Blocker, CardRequirement, Channel, ChannelKind, Department, Fee, LifeEvent, LocalText, Procedure,
    ProcedureId, ProcedureSet, Step, StepState,
};
use domain::source::Source;
use domain::text::MessageLanguage;
use domain::usage::Usage;
use exchange::city::{CityFiles, CityOptions, import_city};
use exchange::import::GivenSource;
use store::error::AppError;
use store::procedures::{ProcedureEvents, UsageRecord};
use store::{
    AuditRow, Connection, Db, WriteKind, areas, budget, cards, catalogue, corrections, indicators, procedures, sources,
};

use super::{City, Database};

/// Today's date in all tests.
pub const TODAY: &str = "2026-11-22";

pub fn noon_of_today() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn both(ja: &str, en: &str) -> LocalText {
    LocalText { ja: ja.to_owned(), easy: String::new(), en: en.to_owned() }
}

/// A procedure with only its id and name known.
#[derive(Debug, Clone)]
pub struct ProcedureBuilder(Procedure);

pub fn procedure(id: &str, name: &str) -> ProcedureBuilder {
    let mut procedure = Procedure::unknown(id.parse().unwrap(), "test".parse().unwrap());
    procedure.name = both(name, "");
    ProcedureBuilder(procedure)
}

impl ProcedureBuilder {
    pub fn kana(mut self, kana: &str) -> Self {
        self.0.kana = kana.to_owned();
        self
    }

    pub fn english(mut self, name: &str) -> Self {
        self.0.name.en = name.to_owned();
        self
    }

    pub fn department(mut self, code: &str) -> Self {
        self.0.department = Some(code.parse().unwrap());
        self
    }

    pub fn life_event(mut self, code: &str) -> Self {
        self.0.life_events.push(code.parse().unwrap());
        self
    }

    pub fn in_set(mut self, code: &str) -> Self {
        self.0.sets.push(code.parse().unwrap());
        self
    }

    pub fn audience(mut self, audience: Audience) -> Self {
        self.0.audience.push(audience);
        self
    }

    pub fn channel(mut self, kind: ChannelKind, name: &str, url: &str) -> Self {
        self.0.channels.push(Channel { kind, name: name.to_owned(), url: url.to_owned() });
        self
    }

    pub fn card(mut self, requirement: CardRequirement) -> Self {
        self.0.card_requirement = Some(requirement);
        self
    }

    pub fn paper(mut self, paper: &str) -> Self {
        self.0.papers.push(paper.to_owned());
        self
    }

    pub fn fee(mut self, required: bool, yen: Option<i64>) -> Self {
        self.0.fee = Fee { required: Some(required), yen, note: String::new() };
        self
    }

    pub fn blocker(mut self, blocker: Blocker) -> Self {
        self.0.blockers.push(blocker);
        self
    }

    /// Changes any other field.
    pub fn with(mut self, change: impl FnOnce(&mut Procedure)) -> Self {
        change(&mut self.0);
        self
    }

    pub fn sample(mut self) -> Self {
        self.0.sample = true;
        self
    }

    pub fn usage(mut self, year: i32, total: Option<i64>, online: Option<i64>) -> Self {
        self.0.usage.push(Usage { fiscal_year: FiscalYear(year), total, online, source: source().id, sample: false });
        self
    }

    /// A change of a step that took effect and was recorded on the same day.
    pub fn step(self, step: Step, state: StepState, on: &str) -> Self {
        self.step_recorded(step, state, on, on)
    }

    pub fn step_recorded(mut self, step: Step, state: StepState, effective_on: &str, recorded_on: &str) -> Self {
        let (effective_on, recorded_on) = (day(effective_on), day(recorded_on));
        self.0.step_events.push(StepEvent { step, state, effective_on, recorded_on });
        self
    }

    /// All five steps online since a day.
    pub fn complete_since(self, on: &str) -> Self {
        self.all_steps(StepState::Online, on)
    }

    /// All five steps in one state since a day.
    pub fn all_steps(mut self, state: StepState, on: &str) -> Self {
        for step in Step::ALL {
            self = self.step(*step, state, on);
        }
        self
    }

    /// Planned to go online in a fiscal year.
    pub fn planned(mut self, year: i32) -> Self {
        self.0.planned_fiscal_year = Some(PlannedYear::In(FiscalYear(year)));
        self
    }

    /// Planned to go online in a fiscal year or any later one.
    pub fn planned_or_later(mut self, year: i32) -> Self {
        self.0.planned_fiscal_year = Some(PlannedYear::OrLater(FiscalYear(year)));
        self
    }

    /// Abolished (廃止) on a day. A reason or a successor may be empty.
    pub fn abolished_on(self, on: &str, reason: &str, successor: &str) -> Self {
        self.ending(EndingKind::Abolished, on, reason, successor)
    }

    /// Entered by mistake, and withdrawn (取消) on a day.
    pub fn withdrawn_on(self, on: &str, reason: &str, successor: &str) -> Self {
        self.ending(EndingKind::Withdrawn, on, reason, successor)
    }

    fn ending(mut self, kind: EndingKind, on: &str, reason: &str, successor: &str) -> Self {
        let successor = (!successor.is_empty()).then(|| successor.parse().unwrap());
        self.0.ending = Some(Box::new(Ending { kind, on: day(on), reason: reason.to_owned(), successor }));
        self
    }

    pub fn excluded_since(mut self, on: &str, reason: &str) -> Self {
        let reason = reason.to_owned();
        self.0.exclusion_events.push(ExclusionEvent {
            excluded: true,
            reason,
            effective_on: day(on),
            recorded_on: day(on),
        });
        self
    }
}

/// An indicator in percent with only its id, kind and name known.
pub fn indicator(id: &str, kind: IndicatorKind, name: &str) -> Indicator {
    Indicator {
        id: id.parse().unwrap(),
        kind,
        name: both(name, ""),
        unit: "%".to_owned(),
        plan: String::new(),
        formula: LocalText::default(),
        reason: LocalText::default(),
        caveat: LocalText::default(),
        set: None,
        measure: None,
        source: "test".parse().unwrap(),
        sample: false,
    }
}

pub fn value(year: i32, kind: ValueKind, value: f64) -> IndicatorValue {
    IndicatorValue::new(FiscalYear(year), kind, value, "test".parse().unwrap())
}

/// The contents of a test's database.
#[derive(Debug, Default)]
pub struct World {
    sources: Vec<Source>,
    areas: Vec<Area>,
    cards: Vec<CardCount>,
    ages: Vec<AgeCount>,
    departments: Vec<Department>,
    life_events: Vec<LifeEvent>,
    sets: Vec<ProcedureSet>,
    procedures: Vec<Procedure>,
    indicators: Vec<Indicator>,
    values: Vec<(IndicatorId, IndicatorValue)>,
    programmes: Vec<Programme>,
    funding: Vec<Funding>,
    items: Vec<CostItem>,
    files: CityFiles,
    corrections: Vec<Correction>,
}

impl World {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_area(mut self, code: &str, name: &str, kind: AreaKind, parent: Option<&str>) -> Self {
        self.areas.push(Area {
            code: code.parse().unwrap(),
            name: name.to_owned(),
            kana: String::new(),
            name_en: String::new(),
            kind,
            parent: parent.map(|code| code.parse().unwrap()),
        });
        self
    }

    pub fn with_cards(mut self, area: &str, measure: Measure, as_of: &str, cards: i64, population: i64) -> Self {
        self.cards.push(count(area, measure, as_of, cards, population));
        self
    }

    /// Cards and residents of one age band, such as `0-4`.
    pub fn with_cards_of_age(
        mut self,
        area: &str,
        measure: Measure,
        as_of: &str,
        age: &str,
        [cards, population]: [i64; 2],
    ) -> Self {
        let count = count(area, measure, as_of, cards, population);
        self.ages.push(AgeCount { band: age.parse().unwrap(), count });
        self
    }

    pub fn with_department(mut self, code: &str, name: &str) -> Self {
        self.departments.push(Department {
            code: code.parse().unwrap(),
            name: name.to_owned(),
            name_en: String::new(),
            counter: String::new(),
            counter_en: String::new(),
            hours: String::new(),
            hours_en: String::new(),
            phone: String::new(),
            sample: false,
        });
        self
    }

    pub fn with_department_of(mut self, department: Department) -> Self {
        self.departments.push(department);
        self
    }

    /// Adds a source; the source `test` is always there.
    pub fn with_source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    pub fn with_life_event(mut self, code: &str, name: &str) -> Self {
        let position = i64::try_from(self.life_events.len()).unwrap() + 1;
        self.life_events.push(LifeEvent {
            code: code.parse().unwrap(),
            position,
            name: both(name, ""),
            kana: String::new(),
        });
        self
    }

    pub fn with_set(mut self, code: &str, name: &str) -> Self {
        self.sets.push(ProcedureSet {
            code: code.parse().unwrap(),
            name: name.to_owned(),
            name_en: String::new(),
            description: String::new(),
            description_en: String::new(),
            source: "test".parse().unwrap(),
        });
        self
    }

    pub fn with_procedure(mut self, procedure: ProcedureBuilder) -> Self {
        self.procedures.push(procedure.0);
        self
    }

    pub fn with_indicator(mut self, indicator: Indicator, values: &[IndicatorValue]) -> Self {
        self.values.extend(values.iter().map(|value| (indicator.id.clone(), value.clone())));
        self.indicators.push(indicator);
        self
    }

    /// A programme with its funding in one fiscal year: general fund and national grant, in thousand yen.
    pub fn with_programme(mut self, id: &str, name: &str, year: i32, general_fund: i64, national_grant: i64) -> Self {
        self.programmes.push(Programme {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            number: String::new(),
            fiscal_year: FiscalYear(year),
            department: String::new(),
            plan: String::new(),
            strategy: String::new(),
            measure: String::new(),
            direction: String::new(),
            served_residents: None,
            served_staff: None,
            source: "test".parse().unwrap(),
        });
        self.funding.push(Funding {
            programme: id.parse().unwrap(),
            fiscal_year: FiscalYear(year),
            stage: BudgetStage::Settled,
            total: general_fund + national_grant,
            national_grant: Some(national_grant),
            prefectural_grant: Some(0),
            bonds: Some(0),
            other: Some(0),
            beneficiary_fees: Some(0),
            general_fund: Some(general_fund),
        });
        self
    }

    /// A cost item of the last programme in its fiscal year, in thousand yen.
    pub fn with_cost_item(mut self, name: &str, amount: i64, general_fund: i64, doubt: &str) -> Self {
        let programme = self.programmes.last().unwrap();
        self.items.push(CostItem {
            programme: programme.id.clone(),
            position: i64::try_from(self.items.len()).unwrap() + 1,
            name: name.to_owned(),
            tag: String::new(),
            fiscal_year: programme.fiscal_year,
            amount: Some(amount),
            general_fund: Some(general_fund),
            doubt: doubt.to_owned(),
        });
        self
    }

    /// A file of a city's folder, which is imported when the rest is there.
    pub fn with_file(mut self, name: &str, text: &str) -> Self {
        self.files.insert(name.to_owned(), text.as_bytes().to_vec());
        self
    }

    pub fn with_correction(mut self, correction: Correction) -> Self {
        self.corrections.push(correction);
        self
    }

    /// Writes the world to an empty database and starts the service on it.
    pub async fn on(self, database: &Database) -> City {
        let db = database.open().await;
        self.build(&db, noon_of_today()).await;
        if !self.files.is_empty() {
            let options = CityOptions {
                language: MessageLanguage::English,
                dry_run: false,
                allow_new_areas: false,
                reason: "test".to_owned(),
                actor: "test".to_owned(),
                now: noon_of_today(),
            };
            let report = import_city(&db, &self.files, &options).await.unwrap();
            assert!(!report.is_refused(), "{}", report.describe());
        }
        City::of(db).await
    }

    /// Writes the world to an empty database at a moment, with one audit row.
    pub async fn build(&self, db: &Db, now: DateTime<Utc>) {
        db.write(WriteKind::Published(now), |transaction| {
            transaction.audit(AuditRow::new("test", "build", "world"));
            Box::pin(self.save(transaction))
        })
        .await
        .unwrap();
    }

    async fn save(&self, connection: &mut Connection) -> Result<(), AppError> {
        let sources: Vec<Source> = std::iter::once(source()).chain(self.sources.iter().cloned()).collect();
        sources::save_sources(connection, &sources).await?;
        areas::save_areas(connection, &self.areas).await?;
        cards::save_card_counts(connection, &self.cards).await?;
        cards::save_age_counts(connection, &self.ages).await?;
        catalogue::save_departments(connection, &self.departments).await?;
        catalogue::save_life_events(connection, &self.life_events).await?;
        catalogue::save_procedure_sets(connection, &self.sets).await?;
        let all: Vec<&Procedure> = self.procedures.iter().collect();
        procedures::save_procedures(connection, &all, &[]).await?;
        let events = ProcedureEvents {
            steps: of_each(&self.procedures, |one| &one.step_events),
            exclusions: of_each(&self.procedures, |one| &one.exclusion_events),
        };
        procedures::append_events(connection, &events).await?;
        let usage: Vec<UsageRecord> = of_each(&self.procedures, |one| &one.usage)
            .into_iter()
            .map(|(procedure, usage)| UsageRecord { procedure, usage })
            .collect();
        procedures::save_usage(connection, &usage).await?;
        indicators::save_indicators(connection, &self.indicators).await?;
        indicators::save_indicator_values(connection, &self.values).await?;
        budget::save_programmes(connection, &self.programmes).await?;
        budget::save_funding(connection, &self.funding).await?;
        budget::save_cost_items(connection, &self.items).await?;
        corrections::add_corrections(connection, &self.corrections).await
    }
}

fn count(area: &str, measure: Measure, as_of: &str, cards: i64, population: i64) -> CardCount {
    CardCount {
        area: area.parse::<AreaCode>().unwrap(),
        measure,
        as_of: day(as_of),
        cards: Cards(cards),
        population: Population(population),
        population_as_of: day("2022-01-01"),
        source: "test".parse().unwrap(),
        sample: false,
    }
}

fn of_each<T: Clone>(procedures: &[Procedure], part: impl Fn(&Procedure) -> &[T]) -> Vec<(ProcedureId, T)> {
    procedures.iter().flat_map(|one| part(one).iter().map(|part| (one.id.clone(), part.clone()))).collect()
}

/// A source with an id, a title and whether it is sample data.
pub fn source_named(id: &str, title: &str, sample: bool) -> Source {
    Source { id: id.parse().unwrap(), title: title.to_owned(), title_en: String::new(), sample, ..source() }
}

/// The new source of a file whose rows name none, as its sender gives it, or a known one.
#[allow(clippy::unnecessary_wraps, reason = "a request has it or has none")]
pub fn given_source(title: &str) -> Option<GivenSource> {
    Some(GivenSource { title: title.to_owned(), publisher: "試験の発行者".to_owned(), ..GivenSource::default() })
}

fn source() -> Source {
    Source {
        id: "test".parse().unwrap(),
        title: "試験の出典".to_owned(),
        title_en: "Source of the tests".to_owned(),
        publisher: String::new(),
        publisher_en: String::new(),
        url: String::new(),
        as_of: None,
        licence: String::new(),
        sample: false,
    }
}
