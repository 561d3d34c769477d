use chrono::{Duration, NaiveTime, Timelike};
use proptest::prelude::*;

use super::*;
use crate::national_holidays::national_holidays;
use crate::opening_hours::{HolidayKind, OpeningDays};

fn time(text: &str) -> TimeOfDay {
    text.parse().expect("a time")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().expect("an instant")
}

fn hours(days: &str, opens: &str, closes: &str) -> OpeningHours {
    OpeningHours {
        days: days.parse().expect("days"),
        opens: time(opens),
        closes: time(closes),
        valid_from: None,
        valid_until: None,
        note: String::new(),
        note_en: String::new(),
    }
}

fn closed(first: &str, last: &str, reason: &str) -> OpeningException {
    OpeningException {
        first_day: day(first),
        last_day: day(last),
        hours: None,
        reason: reason.to_owned(),
        reason_en: String::new(),
    }
}

#[derive(Debug)]
struct Case {
    hours: Vec<OpeningHours>,
    exceptions: Vec<OpeningException>,
    holidays: HolidayCalendar,
    is_open_on_holidays: bool,
}

impl Case {
    fn of(hours: Vec<OpeningHours>) -> Self {
        let holidays = HolidayCalendar::of(national_holidays());
        Self { hours, exceptions: Vec::new(), holidays, is_open_on_holidays: false }
    }

    fn schedule(&self) -> OpeningSchedule<'_> {
        OpeningSchedule {
            hours: &self.hours,
            exceptions: &self.exceptions,
            holidays: &self.holidays,
            is_open_on_holidays: self.is_open_on_holidays,
        }
    }

    /// The state in short: `open 17:30`, `2026-11-24 09:00`, `closed` or `unknown`, with the reason in brackets.
    fn state(&self, now: &str) -> String {
        let said = |reason: Option<DayReason<'_>>| match reason {
            Some(DayReason::Exception(exception)) => format!(" ({})", exception.reason),
            Some(DayReason::Holiday(holiday)) => format!(" ({})", holiday.name),
            None => String::new(),
        };
        match self.schedule().state_at(at(now)) {
            OpeningState::OpenUntil { time, reason, .. } => format!("open {time}{}", said(reason)),
            OpeningState::OpensAt { day, time, reason, .. } => format!("{day} {time}{}", said(reason)),
            OpeningState::Closed { reason } => format!("closed{}", said(reason)),
            OpeningState::Unknown => "unknown".to_owned(),
        }
    }
}

#[test]
fn an_office_opens_and_closes_and_opens_again_on_its_next_day() {
    let case = Case::of(vec![hours("mon-fri", "9:00", "17:30")]);
    assert_eq!(case.state("2026-11-20T08:59:59"), "2026-11-20 09:00");
    assert_eq!(case.state("2026-11-20T09:00:00"), "open 17:30");
    assert_eq!(case.state("2026-11-20T17:29:59"), "open 17:30");
    // Over the weekend and the holiday on Monday.
    assert_eq!(case.state("2026-11-20T17:30:00"), "2026-11-24 09:00");
    assert_eq!(case.state("2026-11-23T12:00:00"), "2026-11-24 09:00 (勤労感謝の日)");
}

#[test]
fn without_hours_nothing_is_known_and_not_even_a_holiday_says_that_it_is_closed() {
    let case = Case::of(Vec::new());
    assert_eq!(case.state("2026-11-23T12:00:00"), "unknown");
    assert_eq!(case.schedule().changes_on(day("2026-11-23")), []);
}

#[test]
fn hours_that_have_ended_are_not_known_to_go_on() {
    let mut of_summer = hours("mon-fri", "9:00", "17:30");
    of_summer.valid_until = Some(day("2026-09-30"));
    let case = Case::of(vec![of_summer]);
    assert_eq!(case.state("2026-09-30T12:00:00"), "open 17:30");
    assert_eq!(case.state("2026-09-30T18:00:00"), "closed");
    assert_eq!(case.state("2026-10-01T12:00:00"), "unknown");
}

#[test]
fn a_break_at_noon_closes_the_office() {
    let case = Case::of(vec![hours("mon-fri", "9:00", "12:00"), hours("mon-fri", "13:00", "17:00")]);
    assert_eq!(case.state("2026-11-20T11:00:00"), "open 12:00");
    assert_eq!(case.state("2026-11-20T12:00:00"), "2026-11-20 13:00");
    assert_eq!(case.state("2026-11-20T13:00:00"), "open 17:00");
}

#[test]
fn hours_that_touch_or_overlap_are_one() {
    let case =
        Case::of(vec![hours("fri", "9:00", "13:00"), hours("fri", "12:00", "17:00"), hours("fri", "17:00", "19:00")]);
    assert_eq!(case.state("2026-11-20T10:00:00"), "open 19:00");
}

#[test]
fn the_second_and_fourth_saturday_are_open_by_their_own_hours() {
    let case = Case::of(vec![hours("mon-fri", "9:00", "17:30"), hours("2sat;4sat", "9:00", "12:00")]);
    assert_eq!(case.state("2026-11-14T10:00:00"), "open 12:00");
    assert_eq!(case.state("2026-11-21T10:00:00"), "2026-11-24 09:00");
    assert_eq!(case.state("2026-11-28T10:00:00"), "open 12:00");
}

#[test]
fn an_exception_counts_before_the_week_and_before_a_holiday() {
    let mut case = Case::of(vec![hours("mon-fri", "9:00", "17:30")]);
    case.exceptions = vec![
        closed("2026-11-20", "2026-11-20", "停電"),
        OpeningException {
            hours: Some((time("10:00"), time("15:00"))),
            ..closed("2026-11-23", "2026-11-23", "臨時開庁")
        },
    ];
    assert_eq!(case.state("2026-11-20T10:00:00"), "2026-11-23 10:00 (停電)");
    assert_eq!(case.state("2026-11-23T11:00:00"), "open 15:00 (臨時開庁)");
}

#[test]
fn an_exception_is_known_although_no_hours_are() {
    let mut case = Case::of(Vec::new());
    case.exceptions = vec![closed("2026-11-20", "2026-11-20", "停電")];
    assert_eq!(case.state("2026-11-20T10:00:00"), "closed (停電)");
}

#[test]
fn an_office_that_is_open_on_holidays_keeps_its_hours() {
    let mut case = Case::of(vec![hours("mon-sun", "9:00", "17:30")]);
    case.is_open_on_holidays = true;
    assert_eq!(case.state("2026-11-23T12:00:00"), "open 17:30");
}

#[test]
fn after_the_last_year_of_the_list_a_day_may_be_a_holiday() {
    let case = Case::of(vec![hours("mon-fri", "9:00", "17:30")]);
    assert_eq!(case.holidays.known_until(), Some(day("2027-12-31")));
    assert!(!case.schedule().on(day("2027-12-31")).may_be_holiday);
    assert!(case.schedule().on(day("2028-01-03")).may_be_holiday, "a Monday");
    assert!(!case.schedule().on(day("2028-01-01")).may_be_holiday, "a Saturday is closed anyway");
    let OpeningState::OpensAt { may_be_holiday, .. } = case.schedule().state_at(at("2027-12-31T18:00:00")) else {
        panic!("it opens again")
    };
    assert!(may_be_holiday);
}

#[test]
fn of_two_holidays_on_a_day_the_national_one_gives_the_name() {
    let national = national_holidays();
    let own = Holiday { kind: HolidayKind::City, name: "年始".to_owned(), ..national[0].clone() };
    for both in [[own.clone(), national[0].clone()], [national[0].clone(), own]] {
        let calendar = HolidayCalendar::of(both);
        assert_eq!(calendar.find(day("2025-01-01")).map(|holiday| holiday.name.as_str()), Some("元日"));
    }
}

fn any_hours() -> impl Strategy<Value = OpeningHours> {
    let days = prop_oneof![Just("mon-fri"), Just("sat"), Just("2sat;4sat"), Just("mon;wed"), Just("mon-sun")];
    (days, 0u16..1439, 1u16..600, proptest::option::of(0i64..30)).prop_map(|(days, opens, length, ends)| {
        let closes = (opens + length).min(1440);
        let minutes = |minutes: u16| TimeOfDay::at(minutes / 60, minutes % 60).expect("a time");
        OpeningHours {
            days: days.parse::<OpeningDays>().expect("days"),
            opens: minutes(opens),
            closes: minutes(closes),
            valid_from: None,
            valid_until: ends.map(|days| day("2026-11-01") + Duration::days(days)),
            note: String::new(),
            note_en: String::new(),
        }
    })
}

fn any_exception() -> impl Strategy<Value = OpeningException> {
    (0i64..30, 0i64..5, proptest::option::of((0u16..720, 720u16..1440))).prop_map(|(first, length, open)| {
        let minutes = |minutes: u16| TimeOfDay::at(minutes / 60, minutes % 60).expect("a time");
        let first_day = day("2026-11-01") + Duration::days(first);
        OpeningException {
            first_day,
            last_day: first_day + Duration::days(length),
            hours: open.map(|(opens, closes)| (minutes(opens), minutes(closes))),
            reason: "例".to_owned(),
            reason_en: String::new(),
        }
    })
}

fn any_case() -> impl Strategy<Value = Case> {
    let hours = proptest::collection::vec(any_hours(), 0..4);
    let exceptions = proptest::collection::vec(any_exception(), 0..3);
    (hours, exceptions, any::<bool>()).prop_map(|(hours, exceptions, is_open_on_holidays)| Case {
        exceptions,
        is_open_on_holidays,
        ..Case::of(hours)
    })
}

fn instant(minutes: u32) -> NaiveDateTime {
    at("2026-11-01T00:00:00") + Duration::minutes(i64::from(minutes))
}

/// Whether a minute is open, straight from the rows.
fn is_open(case: &Case, now: NaiveDateTime) -> Option<bool> {
    let (today, minute) = (now.date(), TimeOfDay::of(now.time()));
    let covering: Vec<_> = case.exceptions.iter().filter(|exception| exception.covers(today)).collect();
    if !covering.is_empty() {
        let within = |(opens, closes): (TimeOfDay, TimeOfDay)| opens <= minute && minute < closes;
        return Some(covering.iter().filter_map(|exception| exception.hours).any(within));
    }
    let in_force: Vec<_> = case.hours.iter().filter(|hours| hours.is_in_force(today)).collect();
    if in_force.is_empty() {
        return None;
    }
    if !case.is_open_on_holidays && case.holidays.find(today).is_some() {
        return Some(false);
    }
    Some(in_force.iter().any(|hours| hours.days.contains(today) && hours.opens <= minute && minute < hours.closes))
}

proptest! {
    #[test]
    fn the_state_agrees_with_every_minute(case in any_case(), start in 0u32..30 * 1440) {
        let now = instant(start);
        let state = case.schedule().state_at(now);
        match is_open(&case, now) {
            None => prop_assert_eq!(state, OpeningState::Unknown),
            Some(true) => {
                let OpeningState::OpenUntil { time, .. } = state else { panic!("{state:?}") };
                let minutes = now.time().hour() * 60 + now.time().minute();
                let end = u32::from(time.hour()) * 60 + u32::from(time.minute());
                prop_assert!(minutes < end && end <= 1440);
                for ahead in 0..end - minutes {
                    prop_assert_eq!(is_open(&case, now + Duration::minutes(i64::from(ahead))), Some(true));
                }
                if end < 1440 {
                    prop_assert_eq!(is_open(&case, instant(start - minutes + end)), Some(false));
                }
            }
            Some(false) => match state {
                OpeningState::OpensAt { day, time, .. } => {
                    let clock = NaiveTime::from_hms_opt(u32::from(time.hour()), u32::from(time.minute()), 0);
                    let opening = day.and_time(clock.expect("an office opens before midnight"));
                    prop_assert_eq!(is_open(&case, opening), Some(true));
                    let mut minute = now;
                    while minute < opening {
                        prop_assert_eq!(is_open(&case, minute), Some(false));
                        minute += Duration::minutes(1);
                    }
                }
                OpeningState::Closed { .. } => {}
                other => panic!("{other:?}"),
            },
        }
    }

    #[test]
    fn between_two_changes_of_a_day_the_state_stays_the_same(
        case in any_case(),
        of_day in 0u32..30,
        first in 0u32..1440,
        second in 0u32..1440,
    ) {
        let (first, second) = (first.min(second), first.max(second));
        let schedule = case.schedule();
        let now = |minute: u32| instant(of_day * 1440 + minute);
        let passed = |minute: u32| {
            let time = TimeOfDay::of(now(minute).time());
            schedule.changes_on(now(minute).date()).into_iter().filter(|change| *change <= time).count()
        };
        if passed(first) == passed(second) {
            prop_assert_eq!(schedule.state_at(now(first)), schedule.state_at(now(second)));
        }
    }
}
