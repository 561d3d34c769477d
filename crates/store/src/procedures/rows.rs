//! Rows of the tables behind a procedure.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::ending::EndingKind;
use domain::history::{ExclusionEvent, StepEvent};
use domain::procedure::{CardRequirement, Channel, ChannelKind, DepartmentCode, ProcedureId, Step, StepState};
use domain::source::SourceId;
use domain::usage::Usage;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: ProcedureId,
    pub(super) name: String,
    pub(super) name_easy: String,
    pub(super) name_en: String,
    pub(super) kana: String,
    pub(super) summary: String,
    pub(super) summary_easy: String,
    pub(super) summary_en: String,
    pub(super) department: Option<DepartmentCode>,
    pub(super) legal_basis: String,
    pub(super) audience: String,
    pub(super) card_requirement: Option<CardRequirement>,
    pub(super) papers: String,
    pub(super) fee_required: Option<bool>,
    pub(super) fee_yen: Option<i64>,
    pub(super) fee_note: String,
    pub(super) processing: String,
    pub(super) blockers: String,
    pub(super) planned_fiscal_year: Option<FiscalYear>,
    /// `None`, like `false`, for a plan that is not open-ended.
    pub(super) planned_or_later: Option<bool>,
    pub(super) ended_on: Option<NaiveDate>,
    pub(super) ending: Option<EndingKind>,
    pub(super) ending_reason: Option<String>,
    pub(super) successor_id: Option<ProcedureId>,
    pub(super) checked_on: Option<NaiveDate>,
    pub(super) source: SourceId,
    pub(super) sample: bool,
}

#[derive(sqlx::FromRow)]
pub(super) struct StepRow {
    pub(super) procedure_id: ProcedureId,
    pub(super) step: Step,
    pub(super) state: StepState,
    pub(super) effective_on: NaiveDate,
    pub(super) recorded_on: NaiveDate,
}

#[derive(sqlx::FromRow)]
pub(super) struct ExclusionRow {
    pub(super) procedure_id: ProcedureId,
    pub(super) excluded: bool,
    pub(super) reason: String,
    pub(super) effective_on: NaiveDate,
    pub(super) recorded_on: NaiveDate,
}

#[derive(sqlx::FromRow)]
pub(super) struct ChannelRow {
    pub(super) procedure_id: ProcedureId,
    pub(super) kind: ChannelKind,
    pub(super) name: String,
    pub(super) url: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct CodeRow<T> {
    pub(super) procedure_id: ProcedureId,
    pub(super) code: T,
}

#[derive(sqlx::FromRow)]
pub(super) struct UsageRow {
    pub(super) procedure_id: ProcedureId,
    pub(super) fiscal_year: FiscalYear,
    pub(super) total: Option<i64>,
    pub(super) online: Option<i64>,
    pub(super) source: SourceId,
    pub(super) sample: bool,
}

impl From<StepRow> for StepEvent {
    fn from(row: StepRow) -> Self {
        Self { step: row.step, state: row.state, effective_on: row.effective_on, recorded_on: row.recorded_on }
    }
}

impl From<ExclusionRow> for ExclusionEvent {
    fn from(row: ExclusionRow) -> Self {
        let ExclusionRow { excluded, reason, effective_on, recorded_on, .. } = row;
        Self { excluded, reason, effective_on, recorded_on }
    }
}

impl From<ChannelRow> for Channel {
    fn from(row: ChannelRow) -> Self {
        Self { kind: row.kind, name: row.name, url: row.url }
    }
}

impl From<UsageRow> for Usage {
    fn from(row: UsageRow) -> Self {
        let UsageRow { fiscal_year, total, online, source, sample, .. } = row;
        Self { fiscal_year, total, online, source, sample }
    }
}
