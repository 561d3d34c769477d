//! The plan as a matrix: roles with their entries, and the courses that they may name.

use super::{Course, Training, TrainingCount, TrainingRole};
use crate::budget::{ProgrammeBook, ProgrammeId};

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
    pub(super) counts: Vec<&'a TrainingCount>,
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
}

fn of_programme<'a, T>(
    rows: &'a [T],
    programme: &ProgrammeId,
    owner: impl Fn(&T) -> &ProgrammeId,
) -> impl Iterator<Item = &'a T> {
    rows.iter().filter(move |row| owner(row) == programme)
}
