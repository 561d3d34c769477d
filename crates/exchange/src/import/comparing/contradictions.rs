//! Entries that contradict themselves after a file, as notes of its preview.
//!
//! They refuse nothing. What contradicted itself before the file is not its author's concern, and a file with more entries
//! than a city keeps, such as a national survey, is not looked at.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

use chrono::NaiveDate;
use domain::contradiction::{Contradiction, EntryOfDay, GuideDeadline, contradictions};
use domain::guide::Guide;
use domain::paper::ProcedurePaper;
use domain::procedure::{Channel, LocalText, Procedure, ProcedureId};
use domain::procedure_details::{NO_SUPPLEMENT, ProcedureDetails, Supplement};
use domain::text::MessageLanguage;
use store::Connection;
use store::error::AppError;
use store::guides::list_guides;
use store::papers::{Supplements, find_supplements};
use store::procedures::{find_procedures, list_procedures};

use crate::import::reading::rows::Located;
use crate::import::table::described::DescribedRow;
use crate::import::table::kind::Kind;
use crate::import::table::place::clip;
use crate::import::table::record::Record;

/// The most entries of a file that are looked at.
pub(super) const MOST_CHECKED: usize = 5_000;

/// The most sentences in a report.
const MOST_NAMED: usize = 40;

/// What is found while the entries of a file are compared.
#[derive(Debug, Default)]
pub(crate) struct ContradictionCheck {
    supplements: Supplements,
    /// An entry and a rule that it breaks, in the order in which they were found.
    named: Vec<(String, Contradiction)>,
    left_out: usize,
}

fn found_in(
    procedure: &Procedure,
    supplement: &Supplement,
    supplements: &Supplements,
    on: NaiveDate,
) -> Vec<Contradiction> {
    contradictions(&EntryOfDay {
        procedure,
        steps: procedure.steps_at(on, NaiveDate::MAX),
        supplement,
        papers: &supplements.papers,
        deadlines: &[],
        on,
    })
}

impl ContradictionCheck {
    pub(super) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self { supplements: find_supplements(connection).await?, ..Self::default() })
    }

    /// Notes what an entry contradicts on a day and did not before.
    pub(super) fn compare(&mut self, was: Option<&Procedure>, becomes: &Procedure, on: NaiveDate) {
        let supplement = self.supplements.by_procedure.get(&becomes.id).unwrap_or(&NO_SUPPLEMENT);
        let known = was.map(|was| found_in(was, supplement, &self.supplements, on)).unwrap_or_default();
        let found = found_in(becomes, supplement, &self.supplements, on);
        self.add(becomes, found.into_iter().filter(|one| !known.contains(one)).collect());
    }

    fn add(&mut self, procedure: &Procedure, found: Vec<Contradiction>) {
        for one in found {
            if self.named.len() < MOST_NAMED {
                self.named.push((label(procedure), one));
            } else {
                self.left_out += 1;
            }
        }
    }

    /// The notes, in English and Japanese.
    pub(super) fn into_notes(self) -> Vec<(String, String)> {
        let note = |(entry, found): (String, Contradiction)| {
            let (english, japanese) =
                (found.describe(MessageLanguage::English), found.describe(MessageLanguage::Japanese));
            (format!("contradiction in {entry}: {english}"), format!("合っていないところ {entry}：{japanese}"))
        };
        let mut notes: Vec<(String, String)> = self.named.into_iter().map(note).collect();
        if self.left_out > 0 {
            let more = self.left_out;
            notes
                .push((format!("{more} more contradictions"), format!("合っていないところは、ほかに{more}件あります")));
        }
        notes
    }
}

fn label(procedure: &Procedure) -> String {
    clip(&format!("{} {}", procedure.id, procedure.name.ja))
}

/// Whether rows of a kind say something that an entry may contradict.
pub(super) const fn is_about_entries(kind: Kind) -> bool {
    matches!(kind, Kind::Channels | Kind::ProcedurePapers | Kind::ProcedureDetails)
}

/// The notes about entries that the rows of a table change.
pub(super) async fn check_rows(
    connection: &mut Connection,
    kind: Kind,
    known: &[DescribedRow],
    saved: &[Located<DescribedRow>],
    removed: &[Located<DescribedRow>],
    on: NaiveDate,
) -> Result<Vec<(String, String)>, AppError> {
    let touched: BTreeSet<ProcedureId> =
        saved.iter().chain(removed).filter_map(|row| parsed(&row.what, "procedure_id")).collect();
    if touched.len() > MOST_CHECKED {
        return Ok(Vec::new());
    }
    let mut check = ContradictionCheck::load(connection).await?;
    let ids: Vec<ProcedureId> = touched.into_iter().collect();
    let procedures = find_procedures(connection, &ids).await?;
    let mut after: HashMap<String, &DescribedRow> = known.iter().map(|row| (row.key(), row)).collect();
    after.extend(saved.iter().map(|row| (row.what.key(), &row.what)));
    for row in removed {
        after.remove(&row.what.key());
    }
    let mut rows: HashMap<String, Vec<&DescribedRow>> = HashMap::new();
    for row in after.into_values() {
        rows.entry(row.text("procedure_id")).or_default().push(row);
    }
    for id in &ids {
        let Some(was) = procedures.get(id) else { continue };
        let mut of_entry = rows.remove(id.as_str()).unwrap_or_default();
        of_entry.sort_by_key(|row| row.get("position").as_i64());
        let before = check.supplements.by_procedure.get(id).unwrap_or(&NO_SUPPLEMENT);
        let (mut becomes, mut supplement) = (was.clone(), before.clone());
        match kind {
            Kind::Channels => becomes.channels = of_entry.iter().filter_map(|row| channel(row)).collect(),
            Kind::ProcedurePapers => supplement.papers = of_entry.iter().filter_map(|row| paper(row)).collect(),
            _ => supplement.details = of_entry.first().and_then(|row| details(row)),
        }
        let known = found_in(was, before, &check.supplements, on);
        let found = found_in(&becomes, &supplement, &check.supplements, on);
        check.add(&becomes, found.into_iter().filter(|one| !known.contains(one)).collect());
    }
    Ok(check.into_notes())
}

fn parsed<T: FromStr>(row: &DescribedRow, column: &str) -> Option<T> {
    row.get(column).as_str()?.parse().ok()
}

fn channel(row: &DescribedRow) -> Option<Channel> {
    Some(Channel { kind: parsed(row, "kind")?, name: row.text("name"), url: row.text("url") })
}

fn paper(row: &DescribedRow) -> Option<ProcedurePaper> {
    Some(ProcedurePaper {
        procedure: parsed(row, "procedure_id")?,
        paper: parsed(row, "paper")?,
        position: row.get("position").as_i64().unwrap_or_default(),
        needed: parsed(row, "needed")?,
        condition: LocalText { ja: row.text("condition"), ..LocalText::default() },
        count: row.get("quantity").as_i64(),
        original: parsed(row, "original"),
    })
}

/// As far as the rules look at it.
fn details(row: &DescribedRow) -> Option<ProcedureDetails> {
    let number = |column: &str| row.get(column).as_i64();
    Some(ProcedureDetails {
        days_from: number("days_from"),
        days_to: number("days_to"),
        day_kind: parsed(row, "day_kind"),
        fee_from: number("fee_from"),
        fee_to: number("fee_to"),
        agent: parsed(row, "agent"),
        letter: parsed(row, "letter"),
        store: parsed(row, "store"),
        store_card: parsed(row, "store_card"),
        store_fee: number("store_fee"),
        ..ProcedureDetails::unknown(parsed(row, "procedure_id")?)
    })
}

/// The contradictions of every entry in force, as English and Japanese sentences.
pub(crate) async fn check_catalogue(
    connection: &mut Connection,
    on: NaiveDate,
) -> Result<Vec<(String, String)>, AppError> {
    let supplements = find_supplements(connection).await?;
    let guides: Vec<Guide> = list_guides(connection).await?;
    let mut check = ContradictionCheck::default();
    for procedure in list_procedures(connection).await? {
        let entries = guides.iter().flat_map(|guide| &guide.entries);
        let leading = entries.filter(|entry| entry.procedure.as_ref() == Some(&procedure.id));
        let deadlines: Vec<GuideDeadline<'_>> =
            leading.filter_map(|entry| Some(GuideDeadline { days: entry.days?, words: &entry.deadline.ja })).collect();
        let found = contradictions(&EntryOfDay {
            procedure: &procedure,
            steps: procedure.steps_at(on, NaiveDate::MAX),
            supplement: supplements.by_procedure.get(&procedure.id).unwrap_or(&NO_SUPPLEMENT),
            papers: &supplements.papers,
            deadlines: &deadlines,
            on,
        });
        check.add(&procedure, found);
    }
    Ok(check.into_notes())
}
