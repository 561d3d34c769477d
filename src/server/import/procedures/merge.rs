//! Holding drafts against the catalogue: what each would change, cell by cell, and what must be saved for it.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::{COLUMNS, CataloguePlan, Draft, sort};
use crate::domain::history::{ExclusionEvent, StepEvent, exclusion_at, steps_at};
use crate::domain::procedure::{Channel, ChannelKind, Procedure, ProcedureId};
use crate::domain::text::normalise_name;
use crate::error::AppError;
use crate::server::db::Connection;
use crate::server::db::procedures::{
    UsageRecord, list_procedures, save_exclusion_events, save_procedures, save_step_events,
};
use crate::server::import::changes::{CellChange, Changes, differing};
use crate::server::import::record::{Record, Value, Wording, reads_as, take_text};
use crate::server::import::rows::FromRow;
use crate::server::import::{Applied, Plan, Request, Touched, keep_source, told, usage};

const CHANNEL_COLUMNS: &[(&str, ChannelKind)] = &[
    ("mynaportal_url", ChannelKind::Mynaportal),
    ("city_system_url", ChannelKind::CitySystem),
    ("eltax_url", ChannelKind::Eltax),
    ("other_online", ChannelKind::OtherOnline),
    ("mail", ChannelKind::Mail),
    ("phone", ChannelKind::Phone),
    ("counter", ChannelKind::Counter),
];

/// Columns whose changes are counted with the usage figures.
const USAGE_COLUMNS: [&str; 3] = ["usage_fiscal_year", "total", "online"];

/// Takes a list over whose order means nothing.
fn take_list<T: Ord + Clone>(into: &mut Vec<T>, read: &[T]) {
    let ordered = |list: &[T]| {
        let mut list = list.to_vec();
        sort(&mut list);
        list
    };
    if ordered(into) != ordered(read) {
        *into = read.to_vec();
    }
}

/// The channels of one kind as the file has them. A file has room for addresses only: a channel that it says again keeps
/// the name it has.
fn channels_of(kind: ChannelKind, there: &[Channel], read: &[Channel]) -> Vec<Channel> {
    let known: Vec<&Channel> = there.iter().filter(|channel| channel.kind == kind).collect();
    let read: Vec<&Channel> = read.iter().filter(|channel| channel.kind == kind).collect();
    let has_addresses = !matches!(kind, ChannelKind::Mail | ChannelKind::Phone | ChannelKind::Counter);
    let mut channels = Vec::new();
    for channel in &read {
        let is_same =
            |known: &&&Channel| !has_addresses || known.url.trim().nfkc().collect::<String>().trim() == channel.url;
        let same: Vec<&Channel> = known.iter().filter(is_same).copied().collect();
        if !channel.name.is_empty() {
            channels.push((*channel).clone());
        } else if !same.is_empty() {
            channels.extend(same.into_iter().cloned());
        } else {
            let name = match (known.as_slice(), read.len()) {
                ([only], 1) => only.name.clone(),
                _ => String::new(),
            };
            channels.push(Channel { name, ..(*channel).clone() });
        }
    }
    channels
}

impl CataloguePlan {
    /// Takes over from a draft what the file has columns for, and says otherwise than what is there.
    fn merge(&self, into: &mut Procedure, draft: &Procedure) {
        let has = |column: &str| self.columns.contains(column);
        let texts = [
            ("name", &mut into.name.ja, &draft.name.ja),
            ("name_easy", &mut into.name.easy, &draft.name.easy),
            ("name_en", &mut into.name.en, &draft.name.en),
            ("kana", &mut into.kana, &draft.kana),
            ("summary", &mut into.summary.ja, &draft.summary.ja),
            ("summary_easy", &mut into.summary.easy, &draft.summary.easy),
            ("summary_en", &mut into.summary.en, &draft.summary.en),
            ("legal_basis", &mut into.legal_basis, &draft.legal_basis),
            ("processing", &mut into.processing, &draft.processing),
        ];
        for (_, into, read) in texts.into_iter().filter(|(column, ..)| has(column)) {
            take_text(into, read);
        }
        macro_rules! take {
            ($( $column:literal => $field:ident ),+ $(,)?) => {
                $( if has($column) { into.$field.clone_from(&draft.$field); } )+
            };
        }
        take! {
            "department" => department, "card_requirement" => card_requirement,
            "planned_fiscal_year" => planned_fiscal_year, "checked_on" => checked_on, "sample" => sample,
        }
        if has("source") {
            let known = std::mem::replace(&mut into.source, draft.source.clone());
            keep_source(&mut into.source, &known);
        }
        if has("audience") {
            take_list(&mut into.audience, &draft.audience);
        }
        if has("blocker") {
            take_list(&mut into.blockers, &draft.blockers);
        }
        if has("life_events") {
            take_list(&mut into.life_events, &draft.life_events);
        }
        if has("sets") {
            take_list(&mut into.sets, &draft.sets);
        }
        if has("papers") && tidied(&into.papers) != draft.papers {
            into.papers.clone_from(&draft.papers);
        }
        self.merge_fee(into, draft);
        self.merge_channels(into, draft);
    }

    /// Whether something is charged follows from amount and note, and stays as it is where these do.
    fn merge_fee(&self, into: &mut Procedure, draft: &Procedure) {
        let has = |column: &str| self.columns.contains(column);
        let says_amount = has("fee_yen") && into.fee.yen != draft.fee.yen;
        let says_note = has("fee_note") && !reads_as(&into.fee.note, &draft.fee.note);
        // The survey says that a fee is due and names neither.
        let says_required = has("fee_yen")
            && draft.fee.yen.is_none()
            && draft.fee.note.is_empty()
            && draft.fee.required.is_some()
            && into.fee.required != draft.fee.required;
        if says_note {
            into.fee.note.clone_from(&draft.fee.note);
        }
        if says_amount {
            into.fee.yen = draft.fee.yen;
        }
        if has("fee_yen") && (says_amount || says_note) || says_required {
            into.fee.required = draft.fee.required;
        }
    }

    fn merge_channels(&self, into: &mut Procedure, draft: &Procedure) {
        let mut channels = into.channels.clone();
        for (_, kind) in CHANNEL_COLUMNS.iter().filter(|(column, _)| self.columns.contains(column)) {
            let said = channels_of(*kind, &into.channels, &draft.channels);
            let ordered =
                |channels: &mut Vec<Channel>| channels.sort_by(|a, b| (&a.url, &a.name).cmp(&(&b.url, &b.name)));
            let (mut before, mut after) =
                (channels.iter().filter(|one| one.kind == *kind).cloned().collect::<Vec<_>>(), said.clone());
            ordered(&mut before);
            ordered(&mut after);
            if before != after {
                channels.retain(|channel| channel.kind != *kind);
                channels.extend(said);
                channels.sort_by_key(|channel| channel.kind);
            }
        }
        into.channels = channels;
    }

    /// What of a draft's steps and exclusion differs from what is in force on the day from which they hold.
    fn events_of(
        &self,
        draft: &Draft,
        there: Option<&Procedure>,
        request: &Request,
    ) -> (Vec<StepEvent>, Option<ExclusionEvent>) {
        if !request.steps {
            return (Vec::new(), None);
        }
        let effective_on = draft.effective_on.unwrap_or(request.today);
        let recorded_on = request.recorded.day(effective_on);
        let before = there.map(|there| steps_at(&there.step_events, effective_on, NaiveDate::MAX)).unwrap_or_default();
        let steps = draft
            .steps
            .iter()
            .filter_map(|(step, state)| Some((step, state?)))
            .filter(|(step, state)| before.get(*step) != Some(*state))
            .map(|(step, state)| StepEvent { step, state, effective_on, recorded_on })
            .collect();
        let excluded_before =
            there.and_then(|there| exclusion_at(&there.exclusion_events, effective_on, NaiveDate::MAX));
        let exclusion = draft.excluded.as_ref().and_then(|(excluded, reason)| {
            let same = match excluded_before {
                Some(before) => before.excluded == *excluded && (!excluded || reads_as(&before.reason, reason)),
                // Never having been excluded needs no decision.
                None => !excluded,
            };
            (!same).then(|| ExclusionEvent { excluded: *excluded, reason: reason.clone(), effective_on, recorded_on })
        });
        (steps, exclusion)
    }
}

/// Papers as a file gives them back: a mark of lists in one of them takes it apart.
fn tidied(papers: &[String]) -> Vec<String> {
    let papers = papers.join(";");
    papers.split([';', '；', '\n', '\r']).map(normalise_name).filter(|paper| !paper.is_empty()).collect()
}

/// The cells of a procedure that would hold something else from the day on which the change holds.
fn cells_of(there: &Procedure, merged: &Procedure, day: NaiveDate, wording: &Wording) -> Vec<CellChange> {
    let wording = wording.on(day);
    let line = |procedure: &Procedure| -> Vec<Value> {
        let is_usage = |key: &str| USAGE_COLUMNS.contains(&key);
        COLUMNS
            .iter()
            .map(|column| if is_usage(column.key) { Value::Nothing } else { procedure.value(column.key, &wording) })
            .collect()
    };
    let (old, mut new) = (line(there), line(merged));
    let has_events = merged.step_events.len() + merged.exclusion_events.len()
        > there.step_events.len() + there.exclusion_events.len();
    let from = COLUMNS.iter().position(|column| column.key == "effective_on").filter(|_| has_events);
    if let Some(cell) = from.and_then(|place| new.get_mut(place)) {
        *cell = Value::Date(day);
    }
    differing(COLUMNS, &old, &new, &wording)
}

impl Plan for CataloguePlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known: HashMap<ProcedureId, Procedure> =
            list_procedures(connection).await?.into_iter().map(|procedure| (procedure.id.clone(), procedure)).collect();
        let mut changes = Changes::of(Procedure::NOUN);
        // A new procedure is saved as it was read: a national survey is too large to be held twice.
        let mut to_save: Vec<Cow<'_, Procedure>> = Vec::new();
        let mut step_events: Vec<(ProcedureId, StepEvent)> = Vec::new();
        let mut exclusion_events: Vec<(ProcedureId, ExclusionEvent)> = Vec::new();
        let (mut touched, mut changed_procedures) = (Vec::new(), Vec::new());
        for FromRow { line, what: draft } in &self.drafts {
            let id = &draft.procedure.id;
            let there = known.get(id);
            changes.see(there, wording.to_be_confirmed);
            let (steps, exclusion) = self.events_of(draft, there, request);
            match there {
                None => {
                    changes.add_new(*line, draft.procedure.label(wording));
                    touched.push(touches(*line, None, &draft.procedure));
                    to_save.push(Cow::Borrowed(&draft.procedure));
                }
                Some(there) => {
                    let mut merged = there.clone();
                    self.merge(&mut merged, &draft.procedure);
                    let differs = merged != *there;
                    if !differs && steps.is_empty() && exclusion.is_none() {
                        changes.counts.unchanged += 1;
                        continue;
                    }
                    touched.push(touches(*line, Some(there), &merged));
                    let (was, became) = told::procedure(there, &merged, &steps, exclusion.as_ref());
                    changed_procedures.push((id.clone(), was, became));
                    let mut then = merged.clone();
                    then.step_events.extend(steps.iter().copied());
                    then.exclusion_events.extend(exclusion.iter().cloned());
                    let day = draft.effective_on.unwrap_or(request.today);
                    changes.add_changed(*line, then.label(wording), cells_of(there, &then, day, wording));
                    if differs {
                        to_save.push(Cow::Owned(merged));
                    }
                }
            }
            step_events.extend(steps.into_iter().map(|event| (id.clone(), event)));
            exclusion_events.extend(exclusion.into_iter().map(|event| (id.clone(), event)));
        }
        if !request.dry_run {
            self.save_departments(connection).await?;
            self.sources.save_new(connection).await?;
            let replaced: Vec<&ProcedureId> =
                to_save.iter().map(|procedure| &procedure.id).filter(|id| known.contains_key(*id)).collect();
            save_procedures(connection, &to_save.iter().map(Cow::as_ref).collect::<Vec<_>>(), &replaced).await?;
            save_step_events(connection, &step_events).await?;
            save_exclusion_events(connection, &exclusion_events).await?;
        }
        let records = self.usage_records(&known);
        let (usage, mut used) = usage::save_changed(connection, &records, request, wording).await?;
        for procedure in &touched {
            used.remove(&procedure.procedure);
        }
        let only_used = self.drafts.iter().filter(|draft| used.contains(&draft.what.procedure.id));
        touched.extend(only_used.filter_map(|draft| {
            let there = known.get(&draft.what.procedure.id)?;
            Some(touches(draft.line, Some(there), there))
        }));
        let mut all = vec![changes];
        if !records.is_empty() {
            all.push(usage);
        }
        Ok(Applied { changes: all, touched, changed_procedures })
    }
}

fn touches(line: Option<u64>, there: Option<&Procedure>, becomes: &Procedure) -> Touched {
    Touched {
        procedure: becomes.id.clone(),
        line,
        is_new: there.is_none(),
        was_of: there.unwrap_or(becomes).department.clone(),
        becomes_of: becomes.department.clone(),
    }
}

impl CataloguePlan {
    fn usage_records(&self, known: &HashMap<ProcedureId, Procedure>) -> Vec<FromRow<UsageRecord>> {
        let records = self.drafts.iter().filter_map(|draft| {
            let mut record = draft.what.usage.clone()?;
            // Figures that are there have a source of their own, for which this table has no column.
            let there = known
                .get(&record.procedure)
                .and_then(|there| there.usage.iter().find(|usage| usage.fiscal_year == record.usage.fiscal_year));
            if let Some(there) =
                there.filter(|usage| (usage.total, usage.online) == (record.usage.total, record.usage.online))
            {
                record.usage.clone_from(there);
            }
            Some(FromRow { line: draft.line, what: record })
        });
        records.collect()
    }
}
