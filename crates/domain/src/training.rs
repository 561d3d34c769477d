//! Training by role (人材育成): who has to take which course, how many have done so by which day, and how that compares
//! with the plan.

use chrono::NaiveDate;

use super::budget::{ProgrammeBook, ProgrammeId};
use super::rate::Rate;
use super::source::SourceId;

string_enum! {
    /// How a course is held.
    pub enum TrainingMode ("mode of training") {
        /// 動画
        Video = "video",
        /// 教材
        Material = "material",
        /// オンサイト
        OnSite = "on_site",
    }
}

string_enum! {
    /// How far a course is required for a role.
    pub enum Duty ("duty to train") {
        /// 必修: everyone in the role.
        Required = "required",
        /// 任意 (★)
        Optional = "optional",
        /// 選抜: selected people in the role.
        Selected = "selected",
    }
}

/// A course of the training plan.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Course {
    pub programme: ProgrammeId,
    /// Its name, as the plan prints it.
    pub course: String,
    /// The order in which the plan prints the courses.
    pub position: i64,
    /// 基礎, 実践 or empty.
    pub level: String,
    pub name_en: String,
    pub note: String,
    /// `None` if it is that of the programme.
    pub source: Option<SourceId>,
    pub sample: bool,
}

/// A role of the training plan (職責).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TrainingRole {
    pub programme: ProgrammeId,
    /// Its name, as the plan prints it.
    pub role: String,
    /// The order in which the plan prints the roles.
    pub position: i64,
    pub name_en: String,
    /// People in the role, on `as_of`.
    pub staff: Option<i64>,
    pub as_of: Option<NaiveDate>,
    pub note: String,
    /// `None` if it is that of the programme.
    pub source: Option<SourceId>,
    pub sample: bool,
}

/// An entry of the training plan: a course for a role.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Training {
    pub programme: ProgrammeId,
    pub role: String,
    /// The place of the role in rows that are older than the table of roles.
    pub role_position: Option<i64>,
    /// The order in which the plan prints the role's courses.
    pub position: i64,
    /// The course; empty if the source does not say which one it is.
    pub course: String,
    pub mode: Option<TrainingMode>,
    pub duty: Duty,
    /// People who have to take it, and how many of them have done so, on `as_of`.
    pub staff: Option<i64>,
    pub done: Option<i64>,
    pub as_of: Option<NaiveDate>,
    /// The day by which the plan wants them to have done so.
    pub due_on: Option<NaiveDate>,
    /// `None` if it is that of the programme.
    pub source: Option<SourceId>,
    pub sample: bool,
}

/// How many people of a role had done a course by a day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TrainingCount {
    pub programme: ProgrammeId,
    pub role: String,
    /// Empty for everything that is required of the role.
    pub course: String,
    pub as_of: NaiveDate,
    /// People who have to do it, if that was counted on the same day.
    pub staff: Option<i64>,
    pub done: i64,
    /// `None` if it is that of the programme.
    pub source: Option<SourceId>,
    pub sample: bool,
}

/// How many have done something, of how many who have to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion<'a> {
    /// `None` if nobody has entered it.
    pub people: Option<i64>,
    pub done: Option<i64>,
    /// The day of `done`.
    pub as_of: Option<NaiveDate>,
    /// `None` if it is that of the programme.
    pub source: Option<&'a SourceId>,
    pub sample: bool,
}

impl Completion<'_> {
    /// The two numbers, if both are known: done and people.
    #[must_use]
    pub fn numbers(&self) -> Option<(u64, u64)> {
        self.done.zip(self.people).map(|(done, people)| (done.unsigned_abs(), people.unsigned_abs()))
    }

    /// Done ÷ people who have to; without a value if either is not known.
    ///
    /// Source: the product's definition "training share".
    #[must_use]
    pub fn share(&self) -> Rate {
        let (done, people) = self.numbers().unwrap_or((0, 0));
        Rate::new(done, people)
    }

    /// Whether everyone has done it; `None` if that is not known.
    #[must_use]
    pub fn is_complete(&self) -> Option<bool> {
        self.numbers().map(|(done, people)| done >= people)
    }
}

/// How far the required courses of a role have got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleProgress<'a> {
    /// The required entries of which both numbers are known.
    pub counted: Vec<(&'a Training, Completion<'a>)>,
    /// The required entries of which one is not known.
    pub unknown: Vec<&'a Training>,
}

impl RoleProgress<'_> {
    /// Completions of required courses ÷ completions that the plan asks for, over the courses of which both are known.
    ///
    /// Source: the product's definition "training progress". A person who has to take three courses counts three times.
    #[must_use]
    pub fn share(&self) -> Rate {
        let numbers = || self.counted.iter().filter_map(|(_, completion)| completion.numbers());
        Rate::new(numbers().map(|(done, _)| done).sum(), numbers().map(|(_, people)| people).sum())
    }

    /// The days of the counts, the oldest and the newest.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.counted.iter().filter_map(|(_, completion)| completion.as_of);
        days().min().zip(days().max())
    }

    /// Whether any of the numbers is sample data.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.counted.iter().any(|(_, completion)| completion.sample)
    }
}

/// How the required courses of a role stand against the days that the plan sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoleSchedule {
    /// Courses past their day that not everyone has done, and how many days the oldest of them is late.
    pub late: usize,
    pub days_late: i64,
    /// Courses past their day of which nobody knows whether everyone has done them.
    pub past_unknown: usize,
    /// The next day that the plan sets for a course that not everyone is known to have done.
    pub next: Option<NaiveDate>,
    /// Courses for which the plan sets a day.
    pub dated: usize,
}

/// A role with its entries.
#[derive(Debug)]
pub struct PlannedRole<'a> {
    pub name: &'a str,
    /// `None` if the table of roles does not have it.
    pub role: Option<&'a TrainingRole>,
    /// In the order of the plan.
    pub entries: Vec<&'a Training>,
}

/// A course that can be a column of the matrix.
#[derive(Debug)]
pub struct PlannedCourse<'a> {
    pub name: &'a str,
    /// `None` if the table of courses does not have it.
    pub course: Option<&'a Course>,
}

/// The training plan of a programme, in the plan's own order.
#[derive(Debug)]
pub struct TrainingPlan<'a> {
    pub roles: Vec<PlannedRole<'a>>,
    pub courses: Vec<PlannedCourse<'a>>,
    counts: Vec<&'a TrainingCount>,
}

impl<'a> TrainingPlan<'a> {
    /// The plan of a programme. Roles and courses that only the entries name come after those of the tables.
    #[must_use]
    pub fn of(book: &'a ProgrammeBook, programme: &ProgrammeId) -> Self {
        let mut roles: Vec<PlannedRole<'a>> = of_programme(&book.roles, programme, |role| &role.programme)
            .map(|role| PlannedRole { name: &role.role, role: Some(role), entries: Vec::new() })
            .collect();
        roles.sort_by_key(|role| role.role.map(|role| role.position));
        let mut courses: Vec<PlannedCourse<'a>> = of_programme(&book.courses, programme, |course| &course.programme)
            .map(|course| PlannedCourse { name: &course.course, course: Some(course) })
            .collect();
        courses.sort_by_key(|course| course.course.map(|course| course.position));
        let mut entries: Vec<&Training> = of_programme(&book.training, programme, |entry| &entry.programme).collect();
        entries.sort_by_key(|entry| (entry.role_position, entry.position));
        for entry in entries {
            let known = roles.iter().position(|role| role.name == entry.role);
            let place = known.unwrap_or_else(|| {
                roles.push(PlannedRole { name: &entry.role, role: None, entries: Vec::new() });
                roles.len() - 1
            });
            roles[place].entries.push(entry);
            if !entry.course.is_empty() && courses.iter().all(|course| course.name != entry.course) {
                courses.push(PlannedCourse { name: &entry.course, course: None });
            }
        }
        for role in &mut roles {
            role.entries.sort_by_key(|entry| entry.position);
        }
        let mut counts: Vec<&TrainingCount> =
            of_programme(&book.training_counts, programme, |count| &count.programme).collect();
        counts.sort_by_key(|count| count.as_of);
        Self { roles, courses, counts }
    }

    /// Whether the plan says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.courses.is_empty()
    }

    /// A role by its name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&PlannedRole<'a>> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// Whether any entry says which course it is.
    #[must_use]
    pub fn names_courses(&self) -> bool {
        self.entries().any(|entry| !entry.course.is_empty())
    }

    /// Every entry, role by role.
    pub fn entries(&self) -> impl Iterator<Item = &'a Training> {
        self.roles.iter().flat_map(|role| role.entries.iter().copied())
    }

    /// Every dated count, oldest first.
    #[must_use]
    pub fn counts(&self) -> &[&'a TrainingCount] {
        &self.counts
    }

    /// What a dated count says. Where the people who have to do it were not counted with it, they are those of the plan.
    #[must_use]
    pub fn completion_of_count(&self, count: &'a TrainingCount) -> Completion<'a> {
        let role = self.role(&count.role);
        let of_plan = || {
            if count.course.is_empty() {
                return role?.role?.staff;
            }
            role?.entries.iter().find(|entry| entry.course == count.course).and_then(|entry| self.people(entry))
        };
        Completion {
            people: count.staff.or_else(of_plan),
            done: Some(count.done),
            as_of: Some(count.as_of),
            source: count.source.as_ref(),
            sample: count.sample,
        }
    }

    /// The newest count of the people of a role who have done everything required of it.
    #[must_use]
    pub fn whole_role(&self, role: &str) -> Option<&'a TrainingCount> {
        self.counts.iter().rev().find(|count| count.role == role && count.course.is_empty()).copied()
    }

    /// People who have to take a course: as entered for it; for a required course otherwise everyone in the role.
    #[must_use]
    pub fn people(&self, entry: &Training) -> Option<i64> {
        let everyone = || self.role(&entry.role)?.role?.staff;
        entry.staff.or_else(|| (entry.duty == Duty::Required).then(everyone).flatten())
    }

    /// The newest that is known about an entry: its own numbers, or the dated counts of its course. Of two of one day,
    /// the dated count is taken; a number without a day is the oldest.
    #[must_use]
    pub fn completion(&self, entry: &'a Training) -> Completion<'a> {
        let own = Completion {
            people: self.people(entry),
            done: entry.done,
            as_of: entry.as_of,
            source: entry.source.as_ref(),
            sample: entry.sample,
        };
        let counted = self
            .counts
            .iter()
            .rev()
            .find(|count| !count.course.is_empty() && count.role == entry.role && count.course == entry.course);
        match counted {
            Some(count) if entry.done.is_none() || entry.as_of.is_none_or(|day| day <= count.as_of) => {
                let people = count.staff.or(own.people);
                Completion { people, ..self.completion_of_count(count) }
            }
            _ => own,
        }
    }

    /// How far the required courses of a role have got, by the newest counts.
    #[must_use]
    pub fn progress(&self, role: &PlannedRole<'a>) -> RoleProgress<'a> {
        let mut progress = RoleProgress { counted: Vec::new(), unknown: Vec::new() };
        for entry in role.entries.iter().copied().filter(|entry| entry.duty == Duty::Required) {
            let completion = self.completion(entry);
            if completion.numbers().is_some() {
                progress.counted.push((entry, completion));
            } else {
                progress.unknown.push(entry);
            }
        }
        progress
    }

    /// How the required courses of a role stand against the days that the plan sets. The day itself is still in time.
    #[must_use]
    pub fn schedule(&self, role: &PlannedRole<'a>, today: NaiveDate) -> RoleSchedule {
        let mut schedule = RoleSchedule::default();
        for entry in role.entries.iter().copied().filter(|entry| entry.duty == Duty::Required) {
            let Some(due_on) = entry.due_on else { continue };
            schedule.dated += 1;
            match self.completion(entry).is_complete() {
                Some(true) => {}
                _ if due_on >= today => {
                    schedule.next = Some(schedule.next.map_or(due_on, |next| next.min(due_on)));
                }
                Some(false) => {
                    schedule.late += 1;
                    schedule.days_late = schedule.days_late.max((today - due_on).num_days());
                }
                None => schedule.past_unknown += 1,
            }
        }
        schedule
    }
}

fn of_programme<'a, T>(
    rows: &'a [T],
    programme: &ProgrammeId,
    owner: impl Fn(&T) -> &ProgrammeId,
) -> impl Iterator<Item = &'a T> {
    rows.iter().filter(move |row| owner(row) == programme)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_plan_is_late_where_a_day_has_passed_and_somebody_is_known_to_be_missing() {
        let due = |position, due_on: &str, done: Option<i64>| Training {
            due_on: Some(day(due_on)),
            staff: Some(10),
            done,
            ..entry("DX PRO", position, "", Duty::Required)
        };
        let book = book(
            Vec::new(),
            Vec::new(),
            vec![
                due(1, "2025-03-31", Some(10)),
                due(2, "2025-03-31", Some(9)),
                due(3, "2025-03-11", Some(0)),
                due(4, "2025-03-31", None),
                due(5, "2025-04-10", None),
                due(6, "2025-04-01", Some(3)),
                entry("DX PRO", 7, "", Duty::Required),
            ],
            Vec::new(),
        );
        let plan = TrainingPlan::of(&book, &programme());
        let schedule = plan.schedule(&plan.roles[0], day("2025-04-01"));
        let expected =
            RoleSchedule { late: 2, days_late: 21, past_unknown: 1, next: Some(day("2025-04-01")), dated: 6 };
        assert_eq!(schedule, expected);
    }
}
