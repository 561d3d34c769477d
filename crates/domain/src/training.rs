//! Training by role (人材育成): who has to take which course, how many have done so by which day, and how that compares
//! with the plan.

mod matrix;
mod progress;

use chrono::NaiveDate;

use super::budget::ProgrammeId;
use super::source::SourceId;
pub use matrix::{PlannedCourse, PlannedRole, TrainingPlan};
pub use progress::{Completion, RoleProgress, RoleSchedule};

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

#[cfg(test)]
mod tests;
