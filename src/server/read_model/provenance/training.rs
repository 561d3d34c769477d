//! Training by role: the share of people who have done something by a day, and how far the required courses have got.

use chrono::NaiveDate;
use domain::budget::{Programme, ProgrammeId};
use domain::definition::Definition;
use domain::procedure::LocalText;
use domain::rate::Rate;
use domain::source::SourceId;
use domain::training::{PlannedRole, Training, TrainingCount, TrainingPlan};

use super::{HasProvenance, Provenance, ProvenanceRow, RatePart, RowInclusion, Unit, required};
use crate::language::Language;
use crate::server::query::{Parameters, QueryError};
use crate::server::read_model::snapshot::Snapshot;

/// A figure of the training plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrainingFigure {
    /// People of a role who had done a course by a day ÷ those who have to; without a course, everything required.
    Share { programme: ProgrammeId, role: String, course: String, as_of: NaiveDate },
    /// Completions of the required courses of a role ÷ those that the plan asks for, by the newest counts.
    Progress { programme: ProgrammeId, role: String },
}

const SHARE: &str = "training-share";
const PROGRESS: &str = "training-progress";

impl TrainingFigure {
    #[must_use]
    pub fn share(count: &TrainingCount) -> super::Figure {
        super::Figure::Training(Self::Share {
            programme: count.programme.clone(),
            role: count.role.clone(),
            course: count.course.clone(),
            as_of: count.as_of,
        })
    }

    #[must_use]
    pub fn progress(programme: &ProgrammeId, role: &str) -> super::Figure {
        super::Figure::Training(Self::Progress { programme: programme.clone(), role: role.to_owned() })
    }
}

impl HasProvenance for TrainingFigure {
    fn kind(&self) -> &'static str {
        match self {
            Self::Share { .. } => SHARE,
            Self::Progress { .. } => PROGRESS,
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Share { programme, role, course, as_of } => {
                let course = (!course.is_empty()).then(|| ("course", course.clone()));
                let named = [("programme", programme.to_string()), ("role", role.clone())];
                named.into_iter().chain(course).chain([("as_of", as_of.to_string())]).collect()
            }
            Self::Progress { programme, role } => {
                vec![("programme", programme.to_string()), ("role", role.clone())]
            }
        }
    }

    fn read(kind: &str, parameters: &Parameters) -> Result<Option<Self>, QueryError> {
        let programme = || required(parameters.read("programme")?, "programme");
        let role = || required(parameters.text("role").map(str::to_owned), "role");
        Ok(Some(match kind {
            SHARE => {
                parameters.only(&["programme", "role", "course", "as_of"])?;
                Self::Share {
                    programme: programme()?,
                    role: role()?,
                    course: parameters.text("course").unwrap_or_default().to_owned(),
                    as_of: required(parameters.date("as_of")?, "as_of")?,
                }
            }
            PROGRESS => {
                parameters.only(&["programme", "role"])?;
                Self::Progress { programme: programme()?, role: role()? }
            }
            _ => return Ok(None),
        }))
    }

    fn provenance(&self, snapshot: &Snapshot, _today: NaiveDate) -> Option<Provenance> {
        let (Self::Share { programme, .. } | Self::Progress { programme, .. }) = self;
        let programme = snapshot.book.programmes.iter().find(|found| found.id == *programme)?;
        let plan = TrainingPlan::of(&snapshot.book, &programme.id);
        match self {
            Self::Share { role, course, as_of, .. } => {
                let mut counts = plan.counts().iter().copied();
                let count = counts.find(|one| one.role == *role && one.course == *course && one.as_of == *as_of)?;
                Some(share_provenance(programme, &plan, count))
            }
            Self::Progress { role, .. } => Some(progress_provenance(programme, &plan, plan.role(role)?)),
        }
    }
}

fn share_provenance<'a>(programme: &Programme, plan: &TrainingPlan<'a>, count: &'a TrainingCount) -> Provenance {
    let source = count.source.as_ref().unwrap_or(&programme.source);
    let rate = plan.completion_of_count(count).share();
    let [done, people] = fraction(rate);
    let subject = if count.course.is_empty() {
        role_name(plan, &count.role)
    } else {
        let course = course_name(plan, &count.course);
        both(&role_name(plan, &count.role), &course)
    };
    let row = ProvenanceRow {
        id: count.as_of.to_string(),
        name: subject.clone(),
        page: None,
        numerator: done.amount,
        denominator: people.amount,
        inclusion: RowInclusion::Counted,
        source: source.clone(),
        sample: count.sample,
    };
    Provenance {
        definition: Definition::TrainingShare,
        subject,
        value: rate.percent(),
        unit: Unit::Percent,
        fraction: Some([done, people]),
        inputs: Vec::new(),
        rows: vec![row],
        left_out: Vec::new(),
        dates: vec![("provenance-date-training", count.as_of)],
        sources: vec![source.clone()],
        notes: Vec::new(),
        sample: count.sample,
    }
}

fn progress_provenance<'a>(programme: &Programme, plan: &TrainingPlan<'a>, role: &PlannedRole<'a>) -> Provenance {
    let progress = plan.progress(role);
    let rate = progress.share();
    let row = |entry: &Training, numbers: Option<(u64, u64)>, source: Option<&SourceId>, sample: bool| {
        let (done, people) = numbers.unwrap_or((0, 0));
        let [done, people] = fraction(Rate::new(done, people));
        let name = if entry.course.is_empty() { nameless(entry.position) } else { course_name(plan, &entry.course) };
        let inclusion = if numbers.is_some() { RowInclusion::Counted } else { RowInclusion::Unknown };
        ProvenanceRow {
            id: entry.position.to_string(),
            name,
            page: None,
            numerator: done.amount,
            denominator: people.amount,
            inclusion,
            source: source.unwrap_or(&programme.source).clone(),
            sample,
        }
    };
    let counted = progress
        .counted
        .iter()
        .map(|(entry, completion)| row(entry, completion.numbers(), completion.source, completion.sample));
    let unknown = progress.unknown.iter().map(|entry| row(entry, None, entry.source.as_ref(), entry.sample));
    let rows: Vec<ProvenanceRow> = counted.chain(unknown).collect();
    let (dates, notes) = match progress.days() {
        Some((oldest, newest)) if oldest == newest => (vec![("provenance-date-training", newest)], Vec::new()),
        Some((oldest, newest)) => {
            let dates = vec![("provenance-date-training-oldest", oldest), ("provenance-date-training", newest)];
            (dates, Vec::new())
        }
        None => (Vec::new(), vec!["provenance-note-undated"]),
    };
    Provenance {
        definition: Definition::TrainingProgress,
        subject: role_name(plan, role.name),
        value: rate.percent(),
        unit: Unit::Percent,
        fraction: Some(fraction(rate)),
        inputs: Vec::new(),
        left_out: vec![("provenance-left-out-training-unknown", progress.unknown.len() as u64)],
        dates,
        sources: rows.iter().map(|row| row.source.clone()).collect(),
        notes,
        sample: progress.is_sample(),
        rows,
    }
}

fn fraction(rate: Rate) -> [RatePart; 2] {
    let amount = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
    [
        RatePart { name: "provenance-training-done", amount: amount(rate.numerator) },
        RatePart { name: "provenance-training-people", amount: amount(rate.denominator) },
    ]
}

fn role_name(plan: &TrainingPlan<'_>, role: &str) -> LocalText {
    let english = plan.role(role).and_then(|role| role.role).map(|role| role.name_en.clone());
    LocalText { ja: role.to_owned(), easy: String::new(), en: english.unwrap_or_default() }
}

fn course_name(plan: &TrainingPlan<'_>, course: &str) -> LocalText {
    let found = plan.courses.iter().find(|known| known.name == course).and_then(|known| known.course);
    let english = found.map(|course| course.name_en.clone());
    LocalText { ja: course.to_owned(), easy: String::new(), en: english.unwrap_or_default() }
}

/// The name of an entry whose course is not known: its place in the plan.
fn nameless(position: i64) -> LocalText {
    let text =
        |language: Language| language.text_with("training-nameless", [("position", position.to_string().into())]);
    LocalText { ja: text(Language::Japanese), easy: text(Language::Easy), en: text(Language::English) }
}

/// A role and a course; in English only if both have an English name.
fn both(role: &LocalText, course: &LocalText) -> LocalText {
    let joined = |language: Language, role: &str, course: &str| {
        language
            .text_with("training-of-course", [("role", role.to_owned().into()), ("course", course.to_owned().into())])
    };
    let english = if role.en.is_empty() || course.en.is_empty() {
        String::new()
    } else {
        joined(Language::English, &role.en, &course.en)
    };
    LocalText { ja: joined(Language::Japanese, &role.ja, &course.ja), easy: String::new(), en: english }
}
