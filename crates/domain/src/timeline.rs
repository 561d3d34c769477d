//! What changed about a procedure, and what is going to change, day by day.
//!
//! Each function takes the day from whose point of view it works: events recorded later are ignored. If there are
//! several records for one day, the last one recorded counts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::availability::{Availability, availability};
use super::history::{ExclusionEvent, StepEvent};
use super::procedure::{Step, StepState};
use super::step::Steps;

string_enum! {
    /// What a change means to someone who wants to use the procedure.
    pub enum ChangeKind ("kind of change") {
        /// オンライン化・拡大: the availability improved, up to `complete`.
        WentOnline = "went_online",
        /// オンラインの縮小・終了: the availability got worse.
        Withdrawn = "withdrawn",
        /// 予定: recorded, but not yet in effect.
        Planned = "planned",
        /// 適用除外, by decision.
        Excluded = "excluded",
        /// 適用除外の解除.
        Included = "included",
        /// Steps changed, but the availability stayed the same or is unknown.
        Other = "other",
        /// 廃止: the procedure ended.
        Ended = "ended",
        /// 登録の取消: its entry was made by mistake.
        EntryWithdrawn = "entry_withdrawn",
    }
}

/// One step that changed its state. `from` is `None` if nothing was known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepChange {
    pub step: Step,
    pub from: Option<StepState>,
    pub to: StepState,
}

/// All changes to a procedure on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyChanges {
    /// The day on which it takes effect.
    pub on: NaiveDate,
    /// The last day on which one of the underlying events was recorded, including those for the previous states.
    pub recorded_on: NaiveDate,
    pub kind: ChangeKind,
    /// In order of the steps.
    pub steps: Vec<StepChange>,
    /// Whether the procedure is excluded (適用除外) from that day on; `None` if that did not change.
    pub excluded: Option<bool>,
    /// The availability before. A state first known on this day is assumed to have applied before: learning a state
    /// does not change it.
    pub before: Option<Availability>,
    pub after: Option<Availability>,
    /// Whether nothing was recorded before this day.
    pub is_first: bool,
}

impl DailyChanges {
    /// Whether anything changed or is going to change. A state known for the first time is not news: it may have
    /// applied for years.
    #[must_use]
    pub fn is_news(&self) -> bool {
        let is_decision = self.excluded.is_some() && (!self.is_first || self.kind == ChangeKind::Planned);
        is_decision || self.new_step_changes().next().is_some()
    }

    /// The steps that changed; for a future day, also steps first known on that day.
    pub fn new_step_changes(&self) -> impl Iterator<Item = &StepChange> {
        self.steps.iter().filter(|change| change.from.is_some() || self.kind == ChangeKind::Planned)
    }

    /// The last day on which the change was recorded or took effect, whichever was later; never after `today`.
    #[must_use]
    pub fn recorded_since(&self, today: NaiveDate) -> NaiveDate {
        if self.on <= today { self.on.max(self.recorded_on) } else { self.recorded_on }
    }
}

/// A recorded value with the day of the record.
#[derive(Debug, Clone, Copy)]
struct Record<T> {
    value: T,
    recorded_on: NaiveDate,
}

impl<T> Record<T> {
    /// Replaces the value recorded earlier for the same day.
    fn close_interval(self, place: &mut Option<Self>) {
        if place.as_ref().is_none_or(|there| there.recorded_on <= self.recorded_on) {
            *place = Some(self);
        }
    }
}

/// The recorded values: for one day, or at one point of the replay.
#[derive(Debug, Clone, Copy, Default)]
struct Records {
    steps: [Option<Record<StepState>>; Step::ALL.len()],
    excluded: Option<Record<bool>>,
}

impl Records {
    fn steps(&self) -> Steps {
        let mut steps = Steps::default();
        for step in Step::ALL {
            steps.set(*step, self.steps[*step as usize].map(|record| record.value));
        }
        steps
    }

    fn is_excluded(&self) -> bool {
        self.excluded.is_some_and(|record| record.value)
    }

    fn is_empty(&self) -> bool {
        self.excluded.is_none() && self.steps.iter().all(Option::is_none)
    }
}

/// The changes of each day, oldest first, including future days, from events recorded up to `today`.
///
/// Replaying the changes from the beginning up to a day gives the states on that day.
#[must_use]
pub fn changes_by_day(steps: &[StepEvent], exclusions: &[ExclusionEvent], today: NaiveDate) -> Vec<DailyChanges> {
    let mut days: BTreeMap<NaiveDate, Records> = BTreeMap::new();
    for event in steps.iter().filter(|event| event.recorded_on <= today) {
        let record = Record { value: event.state, recorded_on: event.recorded_on };
        record.close_interval(&mut days.entry(event.effective_on).or_default().steps[event.step as usize]);
    }
    for event in exclusions.iter().filter(|event| event.recorded_on <= today) {
        let record = Record { value: event.excluded, recorded_on: event.recorded_on };
        record.close_interval(&mut days.entry(event.effective_on).or_default().excluded);
    }
    let mut known = Records::default();
    days.into_iter().filter_map(|(on, records)| replay(&mut known, on, &records, today)).collect()
}

/// What one record says about the day on which it takes effect, after what was known about that day before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordedChange {
    Step(StepChange),
    /// `from` is `None` if nothing at all was known about the procedure.
    Exclusion {
        from: Option<bool>,
        to: bool,
        reason: String,
    },
}

/// A record that changed what was known about the day on which it takes effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    /// The day on which it takes effect.
    pub on: NaiveDate,
    pub recorded_on: NaiveDate,
    pub change: RecordedChange,
}

/// The records up to `today` that changed what was known: by the day on which they take effect, oldest first, and within
/// a day the exclusion before the steps, each in the order of its records. Unlike [`changes_by_day`], it has the records
/// that a later one for the same day has replaced.
#[must_use]
pub fn records_by_day(steps: &[StepEvent], exclusions: &[ExclusionEvent], today: NaiveDate) -> Vec<ChangeRecord> {
    let mut exclusions: Vec<_> = exclusions.iter().filter(|event| event.recorded_on <= today).collect();
    let mut steps: Vec<_> = steps.iter().filter(|event| event.recorded_on <= today).collect();
    // These are stable: records of one day keep their order.
    exclusions.sort_by_key(|event| (event.effective_on, event.recorded_on));
    steps.sort_by_key(|event| (event.effective_on, event.step, event.recorded_on));
    let days: BTreeSet<NaiveDate> =
        exclusions.iter().map(|event| event.effective_on).chain(steps.iter().map(|event| event.effective_on)).collect();
    let mut records = Vec::new();
    let mut known_steps = Steps::default();
    let mut known_exclusion: Option<&ExclusionEvent> = None;
    let mut is_first = true;
    for on in days {
        for event in exclusions.iter().copied().filter(|event| event.effective_on == on) {
            let former = known_exclusion.replace(event);
            let was_excluded = former.is_some_and(|former| former.excluded);
            let has_new_reason = event.excluded && former.is_none_or(|former| former.reason != event.reason);
            if event.excluded != was_excluded || has_new_reason {
                let from = (!is_first || former.is_some()).then_some(was_excluded);
                let change = RecordedChange::Exclusion { from, to: event.excluded, reason: event.reason.clone() };
                records.push(ChangeRecord { on, recorded_on: event.recorded_on, change });
            }
        }
        for event in steps.iter().filter(|event| event.effective_on == on) {
            let from = known_steps.get(event.step);
            known_steps.set(event.step, Some(event.state));
            if from != Some(event.state) {
                let change = RecordedChange::Step(StepChange { step: event.step, from, to: event.state });
                records.push(ChangeRecord { on, recorded_on: event.recorded_on, change });
            }
        }
        is_first = false;
    }
    records
}

/// Advances the replay by one day; `None` if nothing changes on it.
fn replay(known: &mut Records, on: NaiveDate, records: &Records, today: NaiveDate) -> Option<DailyChanges> {
    let (was_excluded, is_first) = (known.is_excluded(), known.is_empty());
    let mut before = known.steps();
    let mut recorded_on = NaiveDate::MIN;
    let mut steps = Vec::new();
    for step in Step::ALL {
        let Some(record) = records.steps[*step as usize] else { continue };
        recorded_on = recorded_on.max(record.recorded_on);
        let former = known.steps[*step as usize].replace(record);
        match former {
            Some(former) if former.value == record.value => continue,
            Some(former) => recorded_on = recorded_on.max(former.recorded_on),
            None => before.set(*step, Some(record.value)),
        }
        steps.push(StepChange { step: *step, from: former.map(|former| former.value), to: record.value });
    }
    if let Some(record) = records.excluded {
        recorded_on = recorded_on.max(record.recorded_on);
        if let Some(former) = known.excluded.replace(record).filter(|former| former.value != record.value) {
            recorded_on = recorded_on.max(former.recorded_on);
        }
    }
    let excluded = Some(known.is_excluded()).filter(|excluded| *excluded != was_excluded);
    if steps.is_empty() && excluded.is_none() {
        return None;
    }
    let (before, after) = (availability(&before, was_excluded), availability(&known.steps(), known.is_excluded()));
    let kind = if on > today { ChangeKind::Planned } else { kind_of(excluded, before, after) };
    Some(DailyChanges { on, recorded_on, kind, steps, excluded, before, after, is_first })
}

fn kind_of(excluded: Option<bool>, before: Option<Availability>, after: Option<Availability>) -> ChangeKind {
    match excluded {
        Some(true) => return ChangeKind::Excluded,
        Some(false) => return ChangeKind::Included,
        None => {}
    }
    match (before.and_then(how_far), after.and_then(how_far)) {
        (Some(before), Some(after)) if after > before => ChangeKind::WentOnline,
        (Some(before), Some(after)) if after < before => ChangeKind::Withdrawn,
        _ => ChangeKind::Other,
    }
}

/// How much can be done from home, for comparison; an exclusion has no place on this scale.
fn how_far(availability: Availability) -> Option<u8> {
    match availability {
        Availability::Complete => Some(2),
        Availability::Partial => Some(1),
        Availability::Counter => Some(0),
        Availability::Excluded => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{exclusion_at, steps_at};
    use proptest::prelude::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Days::new(u64::from(number) - 1)
    }

    fn event(step: Step, state: StepState, effective: u32, recorded: u32) -> StepEvent {
        StepEvent { step, state, effective_on: day(effective), recorded_on: day(recorded) }
    }

    fn exclusion(excluded: bool, effective: u32, recorded: u32) -> ExclusionEvent {
        ExclusionEvent { excluded, reason: String::new(), effective_on: day(effective), recorded_on: day(recorded) }
    }

    /// All five steps in one state.
    fn all(state: StepState, on: u32) -> Vec<StepEvent> {
        Step::ALL.iter().map(|step| event(*step, state, on, on)).collect()
    }

    fn changes(steps: &[StepEvent], today: u32) -> Vec<DailyChanges> {
        changes_by_day(steps, &[], day(today))
    }

    #[test]
    fn a_record_that_repeats_what_was_known_is_no_change() {
        let events = [event(Step::Apply, StepState::Online, 1, 1), event(Step::Apply, StepState::Online, 5, 5)];
        let changes = changes(&events, 31);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].steps, [StepChange { step: Step::Apply, from: None, to: StepState::Online }]);
    }

    #[test]
    fn days_stand_oldest_first_and_say_what_was_before() {
        let events = [
            event(Step::Pay, StepState::Online, 9, 9),
            event(Step::Apply, StepState::Online, 9, 9),
            event(Step::Pay, StepState::Counter, 1, 1),
        ];
        let changes = changes(&events, 31);
        assert_eq!(changes.iter().map(|each| each.on).collect::<Vec<_>>(), [day(1), day(9)]);
        let pay = StepChange { step: Step::Pay, from: Some(StepState::Counter), to: StepState::Online };
        assert_eq!(changes[1].steps[1], pay);
        assert_eq!(changes[1].new_step_changes().collect::<Vec<_>>(), [&pay], "applying was only learned of");
    }

    #[test]
    fn what_is_known_for_the_first_time_is_no_news() {
        assert!(changes(&all(StepState::Online, 3), 31).iter().all(|each| !each.is_news()));
    }

    #[test]
    fn an_exclusion_is_news_only_where_something_was_known_before() {
        let learned = changes_by_day(&all(StepState::Counter, 3), &[exclusion(true, 3, 3)], day(31));
        assert_eq!((learned[0].excluded, learned[0].is_news()), (Some(true), false));
        let decided = changes_by_day(&all(StepState::Counter, 3), &[exclusion(true, 9, 9)], day(31));
        assert!(decided[1].is_news());
    }

    #[test]
    fn a_record_that_was_replaced_on_the_same_day_is_still_in_the_history() {
        let mut events = all(StepState::Counter, 1);
        events.push(event(Step::Apply, StepState::Online, 9, 9));
        events.push(event(Step::Apply, StepState::Counter, 9, 9));
        assert_eq!(changes(&events, 31).len(), 1, "in the end nothing changed on that day");
        let records = records_by_day(&events, &[], day(31));
        let apply = |from, to| RecordedChange::Step(StepChange { step: Step::Apply, from: Some(from), to });
        let of_day: Vec<_> = records.iter().filter(|record| record.on == day(9)).map(|record| &record.change).collect();
        assert_eq!(
            of_day,
            [&apply(StepState::Counter, StepState::Online), &apply(StepState::Online, StepState::Counter)]
        );
        assert_eq!(records_by_day(&events, &[], day(8)).len(), Step::ALL.len(), "not before it was recorded");
    }

    #[test]
    fn a_decision_that_was_replaced_keeps_its_reason() {
        let decided =
            |excluded, reason: &str| ExclusionEvent { reason: reason.to_owned(), ..exclusion(excluded, 9, 9) };
        let decisions = [decided(true, "one law"), decided(true, "another law"), decided(false, "")];
        let records = records_by_day(&all(StepState::Counter, 1), &decisions, day(31));
        let told: Vec<_> = records
            .iter()
            .filter_map(|record| match &record.change {
                RecordedChange::Exclusion { from, to, reason } => Some((*from, *to, reason.as_str())),
                RecordedChange::Step(_) => None,
            })
            .collect();
        assert_eq!(told, [(Some(false), true, "one law"), (Some(true), true, "another law"), (Some(true), false, "")]);
        let first = records_by_day(&[], &decisions[..1], day(31));
        assert!(matches!(first[0].change, RecordedChange::Exclusion { from: None, .. }));
    }

    #[test]
    fn what_is_planned_for_a_day_is_news_although_nothing_was_known_of_it() {
        let planned = changes(&[event(Step::Pay, StepState::Online, 20, 1)], 10);
        assert_eq!((planned[0].kind, planned[0].is_news()), (ChangeKind::Planned, true));
        assert_eq!(planned[0].new_step_changes().count(), 1);
    }

    #[test]
    fn a_correction_counts_in_place_of_what_it_corrects() {
        let events = [event(Step::Apply, StepState::Online, 3, 3), event(Step::Apply, StepState::Counter, 3, 8)];
        assert_eq!(changes(&events, 31)[0].steps[0].to, StepState::Counter);
        assert_eq!(changes(&events, 5)[0].steps[0].to, StepState::Online);
    }

    #[test]
    fn what_was_corrected_away_is_gone() {
        let mut events = all(StepState::Counter, 1);
        events.extend([event(Step::Apply, StepState::Online, 5, 5), event(Step::Apply, StepState::Counter, 5, 9)]);
        assert_eq!(changes(&events, 8).len(), 2);
        assert_eq!(changes(&events, 9).len(), 1);
    }

    #[test]
    fn a_change_that_a_correction_of_the_past_brought_about_is_as_new_as_the_correction() {
        let events = [
            event(Step::Apply, StepState::Online, 1, 1),
            event(Step::Apply, StepState::Online, 5, 5),
            event(Step::Apply, StepState::Counter, 1, 20),
        ];
        let newest = changes(&events, 31).pop().expect("a change");
        assert_eq!((newest.on, newest.recorded_on, newest.recorded_since(day(31))), (day(5), day(20), day(20)));
    }

    #[test]
    fn a_change_means_what_it_does_to_the_availability() {
        let kind = |from: StepState, events: &[StepEvent]| {
            let events: Vec<_> = all(from, 1).into_iter().chain(events.iter().copied()).collect();
            let newest = changes(&events, 31).pop().expect("a change");
            (newest.kind, newest.before, newest.after)
        };
        let (counter, partial, complete) =
            (Some(Availability::Counter), Some(Availability::Partial), Some(Availability::Complete));
        let apply = |state| event(Step::Apply, state, 5, 5);
        let online = apply(StepState::Online);
        assert_eq!(kind(StepState::Counter, &[online]), (ChangeKind::WentOnline, counter, partial));
        assert_eq!(kind(StepState::Counter, &all(StepState::Online, 5)), (ChangeKind::WentOnline, counter, complete));
        let pay = event(Step::Pay, StepState::Online, 6, 6);
        assert_eq!(kind(StepState::Counter, &[online, pay]), (ChangeKind::Other, partial, partial));
        assert_eq!(kind(StepState::Online, &[apply(StepState::Counter)]), (ChangeKind::Withdrawn, complete, partial));
        assert_eq!(kind(StepState::Online, &all(StepState::Counter, 5)), (ChangeKind::Withdrawn, complete, counter));
    }

    #[test]
    fn to_learn_of_a_step_does_not_put_a_procedure_online() {
        // Four steps are known to be online; the fifth becomes known on the day on which payment is no longer needed.
        let mut events: Vec<_> =
            all(StepState::Online, 1).into_iter().filter(|event| event.step != Step::Receive).collect();
        events.push(event(Step::Receive, StepState::Online, 5, 5));
        events.push(event(Step::Pay, StepState::NotNeeded, 5, 5));
        let newest = changes(&events, 31).pop().expect("a change");
        assert_eq!((newest.kind, newest.before), (ChangeKind::Other, Some(Availability::Complete)));
    }

    #[test]
    fn what_takes_effect_later_is_planned_and_known_since_it_was_recorded() {
        let mut events = all(StepState::Counter, 1);
        events.push(event(Step::Apply, StepState::Online, 20, 3));
        let newest = |today| changes(&events, today).pop().expect("a change");
        assert_eq!((newest(10).kind, newest(10).recorded_since(day(10))), (ChangeKind::Planned, day(3)));
        assert_eq!((newest(20).kind, newest(20).recorded_since(day(20))), (ChangeKind::WentOnline, day(20)));
    }

    #[test]
    fn a_decision_to_exclude_goes_before_all_steps_and_so_does_the_end_of_it() {
        let steps: Vec<_> = all(StepState::Counter, 1).into_iter().chain(all(StepState::Online, 5)).collect();
        let decisions = [exclusion(true, 5, 5), exclusion(true, 7, 7), exclusion(false, 9, 9)];
        let changes = changes_by_day(&steps, &decisions, day(31));
        let kinds: Vec<_> = changes.iter().skip(1).map(|each| (each.on, each.kind, each.excluded)).collect();
        assert_eq!(kinds, [(day(5), ChangeKind::Excluded, Some(true)), (day(9), ChangeKind::Included, Some(false))]);
    }

    fn any_steps() -> impl Strategy<Value = Vec<StepEvent>> {
        prop::collection::vec(
            (1u32..60, 1u32..60, 0usize..3, 0usize..5).prop_map(|(effective, recorded, state, step)| {
                event(Step::ALL[step], StepState::ALL[state], effective, recorded)
            }),
            0..30,
        )
    }

    fn any_exclusions() -> impl Strategy<Value = Vec<ExclusionEvent>> {
        prop::collection::vec(
            (any::<bool>(), 1u32..60, 1u32..60)
                .prop_map(|(excluded, effective, recorded)| exclusion(excluded, effective, recorded)),
            0..6,
        )
    }

    proptest! {
        #[test]
        fn changes_replayed_until_a_day_give_the_states_of_that_day(
            steps in any_steps(), exclusions in any_exclusions(), until in 1u32..60, today in 1u32..60,
        ) {
            let mut replayed = Steps::default();
            let mut excluded = false;
            for change in changes_by_day(&steps, &exclusions, day(today)).iter().filter(|each| each.on <= day(until)) {
                for StepChange { step, from, to } in &change.steps {
                    prop_assert_eq!(replayed.get(*step), *from, "a change says what was before");
                    prop_assert_ne!(*from, Some(*to));
                    replayed.set(*step, Some(*to));
                }
                if let Some(now) = change.excluded {
                    prop_assert_ne!(now, excluded);
                    excluded = now;
                }
                prop_assert_eq!(change.after, availability(&replayed, excluded));
            }
            prop_assert_eq!(replayed, steps_at(&steps, day(until), day(today)));
            let decision = exclusion_at(&exclusions, day(until), day(today));
            prop_assert_eq!(excluded, decision.is_some_and(|decision| decision.excluded));
        }

        #[test]
        fn nothing_recorded_later_than_today_is_seen(
            steps in any_steps(), exclusions in any_exclusions(), today in 1u32..60,
        ) {
            let seen = changes_by_day(&steps, &exclusions, day(today));
            let steps: Vec<_> = steps.into_iter().filter(|event| event.recorded_on <= day(today)).collect();
            let exclusions: Vec<_> =
                exclusions.into_iter().filter(|event| event.recorded_on <= day(today)).collect();
            prop_assert_eq!(&seen, &changes_by_day(&steps, &exclusions, day(today)));
            for change in seen {
                prop_assert!(change.recorded_on <= day(today) && change.recorded_since(day(today)) <= day(today));
                prop_assert_eq!(change.kind == ChangeKind::Planned, change.on > day(today));
            }
        }
    }
}
