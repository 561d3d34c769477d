//! The records that a figure is taken from, by which its corrections are found. Figures over many records, such as the
//! online rate by volume or the progress of a role, have none: the pages of the records say what was corrected.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::card::Measure;
use domain::correction::CorrectedTable;
use domain::indicator::{IndicatorId, ValueKind};

use super::{BudgetFigure, CardFigure, Figure, IndicatorFigure, OnlineFigure, SdgFigure};
use crate::server::read_model::corrections::RecordKey;
use crate::server::read_model::snapshot::Snapshot;

/// The records behind a figure.
pub(super) fn records(figure: &Figure, snapshot: &Snapshot) -> Vec<RecordKey> {
    match figure {
        Figure::Card(figure) => of_cards(figure, snapshot),
        Figure::Sdg(SdgFigure::WithoutCard { area, measure, as_of })
        | Figure::Sdg(SdgFigure::DigitalReach { area, measure, as_of, .. }) => vec![count(area, *measure, *as_of)],
        Figure::Online(OnlineFigure::UsageOfProcedure { procedure, fiscal_year }) => {
            vec![(CorrectedTable::Usage, procedure.to_string(), fiscal_year.0.to_string())]
        }
        Figure::Online(_) | Figure::Training(_) => Vec::new(),
        Figure::Indicator(figure) => of_indicator(figure),
        Figure::Budget(figure) => of_budget(figure, snapshot),
    }
}

fn count(area: &AreaCode, measure: Measure, as_of: NaiveDate) -> RecordKey {
    (CorrectedTable::Cards, area.to_string(), format!("{measure} {as_of}"))
}

fn of_cards(figure: &CardFigure, snapshot: &Snapshot) -> Vec<RecordKey> {
    match figure {
        CardFigure::Rate { area, measure, as_of }
        | CardFigure::Points { area, measure, as_of, .. }
        | CardFigure::Cards { area, measure, as_of, .. }
        | CardFigure::Projection { area, measure, as_of, .. }
        | CardFigure::Pace { area, measure, as_of, .. } => vec![count(area, *measure, *as_of)],
        CardFigure::Change { area, measure, from, to } => {
            vec![count(area, *measure, *from), count(area, *measure, *to)]
        }
        CardFigure::RateByAge { area, measure, as_of, age } => {
            let (table, subject, record) = count(area, *measure, *as_of);
            let bands = snapshot.ages.within(area, *measure, *as_of, *age).iter();
            bands.map(|band| (table, subject.clone(), format!("{record} {}", band.band))).collect()
        }
    }
}

fn of_indicator(figure: &IndicatorFigure) -> Vec<RecordKey> {
    let value = |indicator: &IndicatorId, year: FiscalYear, kind: ValueKind| {
        (CorrectedTable::Indicators, indicator.to_string(), format!("{} {kind}", year.0))
    };
    match figure {
        IndicatorFigure::Recorded { indicator, fiscal_year, kind } => vec![value(indicator, *fiscal_year, *kind)],
        IndicatorFigure::Achievement { indicator, fiscal_year } => {
            ValueKind::ALL.iter().map(|kind| value(indicator, *fiscal_year, *kind)).collect()
        }
        IndicatorFigure::Progress { .. } | IndicatorFigure::Projection { .. } => Vec::new(),
    }
}

fn of_budget(figure: &BudgetFigure, snapshot: &Snapshot) -> Vec<RecordKey> {
    match figure {
        BudgetFigure::FundShare { programme, fiscal_year, stage, .. } => {
            vec![(CorrectedTable::Funding, programme.to_string(), format!("{} {stage}", fiscal_year.0))]
        }
        BudgetFigure::ItemShare { programme, fiscal_year, position } => {
            vec![(CorrectedTable::CostItems, programme.to_string(), format!("{position} {}", fiscal_year.0))]
        }
        BudgetFigure::Assessed { programme, position } => {
            let mut all = snapshot.book.assessments.iter();
            let found = all.find(|one| one.programme == *programme && one.position == *position);
            let record = |year: FiscalYear| format!("{position} {}", year.0);
            let key = found.map(|one| (CorrectedTable::Assessments, programme.to_string(), record(one.fiscal_year)));
            key.into_iter().collect()
        }
    }
}
