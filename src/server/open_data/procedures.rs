//! `/api/v1/procedures`: the catalogue.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::availability::Availability;
use domain::calendar::FiscalYear;
use domain::ending::{Ending, EndingKind, Validity};
use domain::planned_year::PlannedYear;
use domain::procedure::{
    Audience, Blocker, CardRequirement, Channel, ChannelKind, DepartmentCode, LifeEventCode, Procedure, ProcedureId,
    SetCode, Step, StepState,
};
use domain::source::SourceId;
use domain::step::Steps;
use domain::usage::Usage;
use domain::web_address;
use serde::Serialize;
use serde_json::json;

use super::linked_data::linked_data;
use super::list::{Asked, Content, List, given, one};
use super::particulars::{AgentRecord, DaysRecord, FeeRecord, FormRecord, PaperRecord, StoreRecord};
use super::problem::Problem;
use super::table::as_value;
use crate::server::http::request_snapshot::RequestSnapshot;
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::catalogue::{CatalogueQuery, search_catalogue};
use crate::server::read_model::departments::no_such_department;
use crate::server::read_model::facets::Facet;
use crate::server::read_model::procedure_state::ProcedureState;
use crate::server::read_model::snapshot::Snapshot;

/// The list of procedures.
pub(super) const LIST: List = List {
    name: "procedures",
    parameters: &[
        "q",
        "event",
        "availability",
        "step",
        "audience",
        "card",
        "fee",
        "department",
        "set",
        "sort",
        "ended",
        "as_of",
    ],
    fields: &[
        "id",
        "name",
        "name_easy",
        "name_en",
        "kana",
        "summary",
        "summary_easy",
        "summary_en",
        "department",
        "department_name",
        "department_name_en",
        "legal_basis",
        "life_events",
        "audience",
        "sets",
        "availability",
        "steps.apply",
        "steps.identify",
        "steps.attach",
        "steps.pay",
        "steps.receive",
        "channels.kind",
        "channels.name",
        "channels.url",
        "channels.leads_to",
        "card_requirement",
        "papers",
        "needed_papers.paper",
        "needed_papers.name",
        "needed_papers.name_easy",
        "needed_papers.name_en",
        "needed_papers.kana",
        "needed_papers.kind",
        "needed_papers.needed",
        "needed_papers.condition",
        "needed_papers.condition_easy",
        "needed_papers.condition_en",
        "needed_papers.quantity",
        "needed_papers.original",
        "fee.required",
        "fee.yen",
        "fee.from",
        "fee.to",
        "fee.note",
        "fee.note_easy",
        "fee.note_en",
        "processing",
        "processing_easy",
        "processing_en",
        "days.from",
        "days.to",
        "days.kind",
        "agent.rule",
        "agent.letter",
        "agent.note",
        "agent.note_easy",
        "agent.note_en",
        "store.service",
        "store.card",
        "store.fee",
        "store.note",
        "store.note_easy",
        "store.note_en",
        "forms.title",
        "forms.title_easy",
        "forms.title_en",
        "forms.url",
        "forms.language",
        "forms.pages",
        "blocker",
        "blockers.code",
        "blockers.id",
        "planned_fiscal_year",
        "planned_or_later",
        "usage.fiscal_year",
        "usage.total",
        "usage.online",
        "usage.source",
        "usage.sample",
        "latest_usage.fiscal_year",
        "latest_usage.total",
        "latest_usage.online",
        "latest_usage.source",
        "latest_usage.sample",
        "checked_on",
        "changed_on",
        "ended_on",
        "ending",
        "ending_reason",
        "successor",
        "sample",
        "source",
        "source_title",
    ],
    answer: list,
};

/// One procedure. Unknown values are `null`, never 0 and never "no".
#[derive(Debug, Serialize)]
struct ProcedureRecord<'a> {
    id: &'a ProcedureId,
    /// In Japanese, like all texts whose field name has no language suffix.
    name: &'a str,
    /// In easy Japanese (やさしい日本語).
    name_easy: Option<&'a str>,
    name_en: Option<&'a str>,
    /// Reading of the name in hiragana.
    kana: Option<&'a str>,
    summary: Option<&'a str>,
    summary_easy: Option<&'a str>,
    summary_en: Option<&'a str>,
    /// Code of the department in charge (所管課).
    department: Option<&'a DepartmentCode>,
    department_name: Option<&'a str>,
    department_name_en: Option<&'a str>,
    legal_basis: Option<&'a str>,
    /// Codes of life events.
    life_events: &'a [LifeEventCode],
    audience: &'a [Audience],
    /// Codes of the sets that contain it.
    sets: &'a [SetCode],
    /// Derived from the steps and from whether it is excluded.
    availability: Option<Availability>,
    /// The five steps; all five keys are always present.
    steps: Steps,
    channels: Vec<ChannelRecord<'a>>,
    /// The card certificate that is required.
    card_requirement: Option<CardRequirement>,
    /// Documents to bring or attach, as the entry words them.
    papers: &'a [String],
    /// The same, each once, with what the shared list says of it.
    needed_papers: Vec<PaperRecord<'a>>,
    fee: FeeRecord<'a>,
    /// The processing time, in the city's words.
    processing: Option<&'a str>,
    processing_easy: Option<&'a str>,
    processing_en: Option<&'a str>,
    days: DaysRecord,
    agent: AgentRecord<'a>,
    store: StoreRecord<'a>,
    /// Forms as files, in their order.
    forms: Vec<FormRecord<'a>>,
    /// The first of `blockers`.
    blocker: Option<Blocker>,
    /// What prevents putting it online (懸念点).
    blockers: Vec<BlockerRecord>,
    /// When it is planned to go online.
    planned_fiscal_year: Option<FiscalYear>,
    /// Whether the plan is for that year or any later one.
    planned_or_later: Option<bool>,
    /// By fiscal year, oldest first.
    usage: &'a [Usage],
    /// The newest year with a known total.
    latest_usage: Option<&'a Usage>,
    /// When the department last confirmed the entry.
    checked_on: Option<NaiveDate>,
    /// The last day on which a step or the exclusion changed.
    changed_on: Option<NaiveDate>,
    /// The first day on which it is no longer in force (廃止日); it may be to come. `null` while no end is known.
    ended_on: Option<NaiveDate>,
    /// Always `abolished` in a list. An entry made by mistake, `withdrawn`, is in none and answers 410.
    ending: Option<EndingKind>,
    ending_reason: Option<&'a str>,
    /// Id of the procedure to use instead.
    successor: Option<&'a ProcedureId>,
    /// Whether this is sample data, made up for a demonstration.
    sample: bool,
    source: &'a SourceId,
    source_title: Option<&'a str>,
}

/// A way of applying (申請方法).
#[derive(Debug, Serialize)]
struct ChannelRecord<'a> {
    kind: ChannelKind,
    name: Option<&'a str>,
    url: Option<&'a str>,
    /// `form`, or `front_page` of a site on which the form has to be looked for.
    leads_to: Option<&'static str>,
}

/// A blocker with its code in the national survey.
#[derive(Debug, Serialize)]
struct BlockerRecord {
    /// 0 to 7.
    code: u8,
    id: Blocker,
}

/// One procedure at its own URL, with its history.
#[derive(Debug, Serialize)]
struct ProcedureWithHistory<'a> {
    #[serde(flatten)]
    procedure: ProcedureRecord<'a>,
    /// Step changes recorded by the requested date, ordered by effective date.
    history: Vec<StepChange>,
    /// Decisions to exclude it (適用除外), or to revoke that.
    exclusions: Vec<ExclusionChange<'a>>,
    revision: i64,
}

#[derive(Debug, Serialize)]
struct StepChange {
    step: Step,
    state: StepState,
    effective_on: NaiveDate,
    recorded_on: NaiveDate,
}

#[derive(Debug, Serialize)]
struct ExclusionChange<'a> {
    excluded: bool,
    reason: Option<&'a str>,
    effective_on: NaiveDate,
    recorded_on: NaiveDate,
}

/// Where the address of an electronic channel leads.
fn leads_to(channel: &Channel) -> Option<&'static str> {
    let address = web_address::link(&channel.url).filter(|_| channel.kind.is_electronic())?;
    Some(if web_address::is_front_page(address) { "front_page" } else { "form" })
}

fn record<'a>(
    snapshot: &'a Snapshot,
    procedure: &'a Procedure,
    state: &ProcedureState,
    known_by: NaiveDate,
) -> ProcedureRecord<'a> {
    let ending = procedure.ending_known(known_by);
    let supplement = snapshot.supplement(&procedure.id);
    let details = supplement.details.as_ref();
    let department = procedure.department.as_ref().and_then(|code| snapshot.department(code));
    ProcedureRecord {
        id: &procedure.id,
        name: &procedure.name.ja,
        name_easy: given(&procedure.name.easy),
        name_en: given(&procedure.name.en),
        kana: given(&procedure.kana),
        summary: given(&procedure.summary.ja),
        summary_easy: given(&procedure.summary.easy),
        summary_en: given(&procedure.summary.en),
        department: procedure.department.as_ref(),
        department_name: department.and_then(|department| given(&department.name)),
        department_name_en: department.and_then(|department| given(&department.name_en)),
        legal_basis: given(&procedure.legal_basis),
        life_events: &procedure.life_events,
        audience: &procedure.audience,
        sets: &procedure.sets,
        availability: state.availability,
        steps: state.steps,
        channels: procedure
            .channels
            .iter()
            .map(|channel| ChannelRecord {
                kind: channel.kind,
                name: given(&channel.name),
                url: given(&channel.url),
                leads_to: leads_to(channel),
            })
            .collect(),
        card_requirement: procedure.card_requirement,
        papers: &procedure.papers,
        needed_papers: snapshot.papers_of(procedure).iter().map(PaperRecord::of).collect(),
        fee: FeeRecord::of(&procedure.fee, details),
        processing: given(&procedure.processing),
        processing_easy: details.and_then(|details| given(&details.processing_easy)),
        processing_en: details.and_then(|details| given(&details.processing_en)),
        days: DaysRecord::of(details),
        agent: AgentRecord::of(details),
        store: StoreRecord::of(details),
        forms: supplement.forms.iter().map(FormRecord::of).collect(),
        blocker: procedure.blockers.first().copied(),
        blockers: procedure
            .blockers
            .iter()
            .map(|blocker| BlockerRecord { code: blocker.code(), id: *blocker })
            .collect(),
        planned_fiscal_year: procedure.planned_fiscal_year.map(PlannedYear::first_year),
        planned_or_later: procedure.planned_fiscal_year.map(PlannedYear::is_or_later),
        usage: &procedure.usage,
        latest_usage: procedure.usage.iter().rev().find(|usage| usage.total.is_some()),
        checked_on: procedure.checked_on,
        changed_on: state.changed_on,
        ended_on: ending.map(|ending| ending.on),
        ending: ending.map(|ending| ending.kind),
        ending_reason: ending.and_then(|ending| given(&ending.reason)),
        successor: ending.and_then(|ending| ending.successor.as_ref()),
        sample: procedure.sample,
        source: &procedure.source,
        source_title: snapshot.source(&procedure.source).and_then(|source| given(&source.title)),
    }
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let query = CatalogueQuery::of(asked.parameters)?;
    let facets = &asked.snapshot.facets;
    // A misspelt code must not look like a department without procedures.
    if let Some((facet, code)) = query.chosen.iter().find(|(facet, code)| !facets.knows(*facet, code)) {
        let former = code.parse().ok().filter(|_| facet == Facet::Department);
        let former = former.filter(|code| asked.snapshot.former_department(code).is_some());
        return Err(match former {
            Some(code) => no_such_department(asked.snapshot, &code),
            None => QueryError::unknown_code(facet.as_str(), code),
        });
    }
    let day = asked.past_day("as_of")?;
    let answer = search_catalogue(asked.snapshot, &query, day);
    let states = answer.states;
    if !asked.is_whole_file() {
        let record = |place: &usize| record(asked.snapshot, &asked.snapshot.procedures[*place], &states[*place], day);
        return asked.render(&answer.procedures, record);
    }
    Ok(asked.rows(answer.procedures, move |snapshot, place| {
        as_value(&record(snapshot, &snapshot.procedures[*place], &states[*place], day))
    }))
}

fn no_such_procedure() -> Problem {
    let detail = "there is no procedure with this id; /api/v1/procedures lists them all";
    Problem::new(StatusCode::NOT_FOUND, detail)
}

/// The answer for an entry that was made by mistake: when it was withdrawn, why, and what to use instead.
fn withdrawn(ending: &Ending) -> Problem {
    let detail = format!("the entry of this procedure was made by mistake and withdrawn on {}", ending.on);
    let members = [
        ("ended_on", json!(ending.on)),
        ("ending", json!(ending.kind)),
        ("ending_reason", json!(ending.reason)),
        ("successor", json!(ending.successor)),
    ];
    Problem::new(StatusCode::GONE, detail).with_members(members)
}

fn as_linked_data(data: &RequestSnapshot, procedure: &Procedure) -> Response {
    let document = linked_data(&data.snapshot, procedure, data.today);
    ([(header::CONTENT_TYPE, "application/ld+json")], document.to_string()).into_response()
}

/// Handles `/api/v1/procedures/{id}` and, with `.jsonld` appended, the same procedure as linked data. An entry that was
/// made by mistake is gone, on whichever day it is asked for.
pub(super) async fn find(
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Extension(data): Extension<RequestSnapshot>,
) -> Response {
    let parameters = Parameters::of(&query.unwrap_or_default());
    let found = |id: &str| id.parse::<ProcedureId>().ok().and_then(|id| data.snapshot.procedure(&id));
    let gone = |procedure: &Procedure| match procedure.validity(data.today, data.today) {
        Validity::Withdrawn => procedure.ending_known(data.today).map(|ending| withdrawn(ending).into_response()),
        Validity::InForce | Validity::Ended => None,
    };
    // Ids may contain dots, so the router cannot tell an extension from an id.
    if let (None, Some(id)) = (found(&id), id.strip_suffix(".jsonld")) {
        return match (found(id), parameters.only(&[])) {
            (None, _) => no_such_procedure().into_response(),
            (Some(_), Err(error)) => Problem::from(error).into_response(),
            (Some((_, procedure)), Ok(())) => gone(procedure).unwrap_or_else(|| as_linked_data(&data, procedure)),
        };
    }
    let day = parameters
        .only(&["as_of"])
        .and_then(|()| parameters.past_day("as_of", &data.snapshot.askable_days(data.today)));
    let day = match day {
        Ok(day) => day,
        Err(error) => return Problem::from(error).into_response(),
    };
    let snapshot = &data.snapshot;
    let Some((_, procedure)) = found(&id) else { return no_such_procedure().into_response() };
    if let Some(gone) = gone(procedure) {
        return gone;
    }
    let known = |recorded_on: NaiveDate| recorded_on <= day;
    one(&ProcedureWithHistory {
        procedure: record(snapshot, procedure, &ProcedureState::on(procedure, day), day),
        history: procedure
            .step_events
            .iter()
            .filter(|event| known(event.recorded_on))
            .map(|event| StepChange {
                step: event.step,
                state: event.state,
                effective_on: event.effective_on,
                recorded_on: event.recorded_on,
            })
            .collect(),
        exclusions: procedure
            .exclusion_events
            .iter()
            .filter(|event| known(event.recorded_on))
            .map(|event| ExclusionChange {
                excluded: event.excluded,
                reason: given(&event.reason),
                effective_on: event.effective_on,
                recorded_on: event.recorded_on,
            })
            .collect(),
        revision: snapshot.revision,
    })
}
