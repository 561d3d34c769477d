use chrono::NaiveDate;

use super::*;
use crate::budget::{ProgrammeBook, ProgrammeId};
use crate::rate::Rate;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn programme() -> ProgrammeId {
    "ict-policy".parse().expect("an identifier")
}

fn role(name: &str, position: i64, staff: Option<i64>) -> TrainingRole {
    TrainingRole {
        programme: programme(),
        role: name.to_owned(),
        position,
        name_en: String::new(),
        staff,
        as_of: None,
        note: String::new(),
        source: None,
        sample: false,
    }
}

fn course(name: &str, position: i64) -> Course {
    Course {
        programme: programme(),
        course: name.to_owned(),
        position,
        level: String::new(),
        name_en: String::new(),
        note: String::new(),
        source: None,
        sample: false,
    }
}

fn entry(role: &str, position: i64, course: &str, duty: Duty) -> Training {
    Training {
        programme: programme(),
        role: role.to_owned(),
        role_position: None,
        position,
        course: course.to_owned(),
        mode: None,
        duty,
        staff: None,
        done: None,
        as_of: None,
        due_on: None,
        source: None,
        sample: false,
    }
}

fn count(role: &str, course: &str, as_of: &str, staff: Option<i64>, done: i64) -> TrainingCount {
    TrainingCount {
        programme: programme(),
        role: role.to_owned(),
        course: course.to_owned(),
        as_of: day(as_of),
        staff,
        done,
        source: None,
        sample: false,
    }
}

fn book(
    roles: Vec<TrainingRole>,
    courses: Vec<Course>,
    training: Vec<Training>,
    training_counts: Vec<TrainingCount>,
) -> ProgrammeBook {
    ProgrammeBook { roles, courses, training, training_counts, ..ProgrammeBook::default() }
}

#[test]
fn roles_and_courses_keep_the_order_of_their_tables_and_others_come_after() {
    let old = |name: &str, place: i64, course: &str| Training {
        role_position: Some(place),
        ..entry(name, 1, course, Duty::Required)
    };
    let book = book(
        vec![role("課長級", 2, None), role("部長級", 1, None)],
        vec![course("BPR", 2), course("データ活用", 1)],
        vec![old("乙", 9, "新しい研修"), old("甲", 8, "BPR"), entry("課長級", 2, "", Duty::Optional)],
        Vec::new(),
    );
    let plan = TrainingPlan::of(&book, &programme());
    assert_eq!(plan.roles.iter().map(|role| role.name).collect::<Vec<_>>(), ["部長級", "課長級", "甲", "乙"]);
    let courses: Vec<&str> = plan.courses.iter().map(|course| course.name).collect();
    assert_eq!(courses, ["データ活用", "BPR", "新しい研修"]);
    assert!(plan.names_courses());
    assert!(TrainingPlan::of(&book, &"other".parse().expect("an identifier")).is_empty());
}

#[test]
fn the_newest_count_is_taken_and_people_are_those_of_the_plan_where_none_were_counted() {
    let required = Training {
        staff: Some(25),
        done: Some(5),
        as_of: Some(day("2024-06-30")),
        ..entry("DX PRO", 1, "BPR", Duty::Required)
    };
    let book = book(
        vec![role("DX PRO", 1, Some(30))],
        Vec::new(),
        vec![required],
        vec![
            count("DX PRO", "BPR", "2024-12-31", None, 18),
            count("DX PRO", "BPR", "2024-09-30", Some(24), 12),
            count("DX PRO", "", "2025-03-31", None, 20),
        ],
    );
    let plan = TrainingPlan::of(&book, &programme());
    let newest = plan.completion(&book.training[0]);
    assert_eq!(newest.numbers(), Some((18, 25)));
    assert_eq!((newest.as_of, newest.share().percent()), (Some(day("2024-12-31")), Some(72.0)));
    let whole = plan.whole_role("DX PRO").expect("a count of the whole role");
    assert_eq!(plan.completion_of_count(whole).numbers(), Some((20, 30)));
    let days: Vec<String> = plan.counts().iter().map(|count| count.as_of.to_string()).collect();
    assert_eq!(days, ["2024-09-30", "2024-12-31", "2025-03-31"]);
}

#[test]
fn own_numbers_that_are_newer_than_every_count_are_taken() {
    let own = Training {
        staff: Some(25),
        done: Some(25),
        as_of: Some(day("2025-01-31")),
        ..entry("DX PRO", 1, "BPR", Duty::Required)
    };
    let undated = Training { as_of: None, ..own.clone() };
    let counts = vec![count("DX PRO", "BPR", "2024-12-31", None, 18)];
    let newer = book(Vec::new(), Vec::new(), vec![own], counts.clone());
    let plan = TrainingPlan::of(&newer, &programme());
    assert_eq!(plan.completion(&newer.training[0]).is_complete(), Some(true));
    let older = book(Vec::new(), Vec::new(), vec![undated], counts);
    let plan = TrainingPlan::of(&older, &programme());
    assert_eq!(plan.completion(&older.training[0]).numbers(), Some((18, 25)));
}

#[test]
fn a_count_of_one_course_says_nothing_about_entries_without_a_course() {
    let book = book(
        vec![role("課長級", 1, Some(40))],
        Vec::new(),
        vec![entry("課長級", 1, "", Duty::Required), entry("課長級", 2, "", Duty::Optional)],
        vec![count("課長級", "", "2024-12-31", None, 10)],
    );
    let plan = TrainingPlan::of(&book, &programme());
    assert!(!plan.names_courses());
    let required = plan.completion(&book.training[0]);
    assert_eq!((required.people, required.done, required.share().percent()), (Some(40), None, None));
    let optional = plan.completion(&book.training[1]);
    assert_eq!(optional.people, None, "nobody knows who chooses an optional course");
}

#[test]
fn progress_counts_required_courses_of_which_both_numbers_are_known() {
    let known = |position, done| Training {
        staff: Some(20),
        done: Some(done),
        as_of: Some(day(if position == 1 { "2024-09-30" } else { "2024-12-31" })),
        ..entry("部長級", position, "", Duty::Required)
    };
    let optional = Training { staff: Some(5), done: Some(5), ..entry("部長級", 4, "", Duty::Optional) };
    let unknown = Training { staff: Some(20), ..entry("部長級", 3, "", Duty::Required) };
    let book = book(Vec::new(), Vec::new(), vec![known(1, 20), known(2, 0), unknown, optional], Vec::new());
    let plan = TrainingPlan::of(&book, &programme());
    let progress = plan.progress(&plan.roles[0]);
    assert_eq!((progress.counted.len(), progress.unknown.len()), (2, 1));
    assert_eq!(progress.share(), Rate::new(20, 40));
    assert_eq!(progress.days(), Some((day("2024-09-30"), day("2024-12-31"))));
    let nothing = RoleProgress { counted: Vec::new(), unknown: Vec::new() };
    assert_eq!((nothing.share().percent(), nothing.days()), (None, None), "unknown is not 0");
}

#[test]
fn the_plan_is_late_where_a_day_has_passed_and_a_count_since_says_that_somebody_is_missing() {
    let due = |position, due_on: &str, counted: Option<(i64, &str)>| Training {
        due_on: Some(day(due_on)),
        staff: Some(10),
        done: counted.map(|(done, _)| done),
        as_of: counted.and_then(|(_, as_of)| as_of.parse().ok()),
        ..entry("DX PRO", position, "", Duty::Required)
    };
    let book = book(
        Vec::new(),
        Vec::new(),
        vec![
            due(1, "2025-03-31", Some((10, "2025-01-31"))),
            due(2, "2025-03-31", Some((9, "2025-03-31"))),
            due(3, "2025-03-11", Some((0, "2025-03-20"))),
            due(4, "2025-03-31", None),
            due(5, "2025-04-10", None),
            due(6, "2025-04-01", Some((3, "2025-03-31"))),
            // The people may have done it between the count and the day.
            due(7, "2025-03-31", Some((9, "2025-03-30"))),
            // Nobody knows when these were counted.
            due(8, "2025-03-31", Some((9, ""))),
            entry("DX PRO", 9, "", Duty::Required),
        ],
        Vec::new(),
    );
    let plan = TrainingPlan::of(&book, &programme());
    let schedule = plan.schedule(&plan.roles[0], day("2025-04-01"));
    let expected = RoleSchedule { late: 2, days_late: 21, past_unknown: 3, next: Some(day("2025-04-01")), dated: 8 };
    assert_eq!(schedule, expected);
}
