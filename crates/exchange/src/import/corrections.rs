//! Corrections that an import leaves, in the transaction that changes the figures.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::correction::{CorrectedTable, Correction, FigureChange};
use domain::limits;
use domain::text::normalise_name;
use store::Connection;
use store::budget::{list_initiatives, list_programmes};
use store::corrections::{add_corrections, list_corrections_after};
use store::error::AppError;
use store::indicators::list_indicators;
use store::procedures::list_names_of_procedures;

/// Names the subjects of changes whose records hold only an id. Must be called before anything is removed.
pub(crate) async fn name_subjects(connection: &mut Connection, changes: &mut [FigureChange]) -> Result<(), AppError> {
    let is_about = |wanted: fn(CorrectedTable) -> bool| changes.iter().any(|change| wanted(change.table));
    let (usage, indicators, programmes, effects) = (
        is_about(|table| table == CorrectedTable::Usage),
        is_about(|table| table == CorrectedTable::Indicators),
        is_about(CorrectedTable::is_of_programmes),
        is_about(|table| table == CorrectedTable::Effects),
    );
    let mut names: HashMap<(CorrectedTable, String), String> = HashMap::new();
    if usage {
        let wanted: HashSet<&str> = changes.iter().map(|change| change.subject.as_str()).collect();
        let procedures = list_names_of_procedures(connection).await?;
        let named = procedures.into_iter().filter(|(id, _)| wanted.contains(id.as_str()));
        names.extend(named.map(|(id, name)| ((CorrectedTable::Usage, id.to_string()), name)));
    }
    if indicators {
        let named = list_indicators(connection).await?.into_iter();
        names.extend(named.map(|one| ((CorrectedTable::Indicators, one.id.to_string()), one.name.ja)));
    }
    if programmes {
        let named = list_programmes(connection).await?.into_iter();
        names.extend(named.map(|one| ((CorrectedTable::Programmes, one.id.to_string()), one.name)));
    }
    let initiatives: HashMap<(String, String), String> = if effects {
        let named = list_initiatives(connection).await?.into_iter();
        named.map(|one| ((one.programme.to_string(), one.id), one.name)).collect()
    } else {
        HashMap::new()
    };
    for change in changes {
        if change.subject_name.is_empty() {
            let of = if change.table.is_of_programmes() { CorrectedTable::Programmes } else { change.table };
            change.subject_name = names.get(&(of, change.subject.clone())).cloned().unwrap_or_default();
        }
        if change.table == CorrectedTable::Effects
            && let Some(name) = initiatives.get(&(change.subject.clone(), change.record.clone()))
        {
            change.record_name.clone_from(name);
            change.record_name_en.clone_from(name);
        }
    }
    Ok(())
}

/// A text as a file that is exported and read again holds it.
fn text(text: &str) -> String {
    normalise_name(text).chars().take(limits::TEXT).collect()
}

fn correction(change: &FigureChange, corrected_on: NaiveDate, reason: &str) -> Correction {
    let change = FigureChange {
        subject_name: text(&change.subject_name),
        record: text(&change.record),
        record_name: text(&change.record_name),
        record_name_en: text(&change.record_name_en),
        ..change.clone()
    };
    Correction { change, corrected_on, reason: reason.to_owned() }
}

/// Records a correction for each change.
pub(crate) async fn record<'a>(
    connection: &mut Connection,
    changes: impl Iterator<Item = &'a FigureChange>,
    today: NaiveDate,
    reason: &str,
) -> Result<(), AppError> {
    let reason = text(reason);
    let corrections: Vec<Correction> = changes.map(|change| correction(change, today, &reason)).collect();
    add_corrections(connection, &corrections).await
}

/// The changes that no correction among those recorded after `last` explains: a folder brings its own corrections along
/// with the corrected figures.
pub(crate) async fn without_explained(
    connection: &mut Connection,
    changes: Vec<FigureChange>,
    last: i64,
) -> Result<Vec<FigureChange>, AppError> {
    if changes.is_empty() {
        return Ok(changes);
    }
    let identity = |change: &FigureChange| {
        let after = change.after.map(|after| after.to_string());
        (change.table, change.subject.clone(), text(&change.record), change.figure.clone(), after)
    };
    let brought = list_corrections_after(connection, last).await?;
    let explained: HashSet<_> = brought.iter().map(|correction| identity(&correction.change)).collect();
    Ok(changes.into_iter().filter(|change| !explained.contains(&identity(change))).collect())
}
