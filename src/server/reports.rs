//! Reader reports: validation, rate limits and counting.

pub mod throttle;

use std::fmt;

use chrono::NaiveDate;
use domain::limits;
use domain::personal_data::{PersonalData, find_personal_data};
use domain::procedure::{ProcedureId, Step};
use domain::report::{Report, ReportKind, ReportReason, Verdict};
use domain::text::without_controls;
use store::WriteKind;
use store::error::AppError;
use store::reports::count_report;

use super::query::{Parameters, QueryError};
use super::state::AppState;
use crate::language::Language;

/// The choices made so far, and what was typed; valid choices are kept when others are invalid.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Choices {
    pub kind: Option<ReportKind>,
    pub step: Option<Step>,
    pub reason: Option<ReportReason>,
    /// What the reader added in their own words.
    pub text: String,
}

/// Prints no text: it must not end up in logs.
impl fmt::Debug for Choices {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Choices").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A validation error of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormError {
    Kind,
    Step,
    Reason,
    /// The text is too long.
    TextLong,
    /// A text is only taken from somebody who could not finish.
    TextAlone,
    /// The text seems to contain personal data.
    PersonalData(PersonalData),
    /// The form has unexpected or repeated fields.
    Form,
}

impl ReportFormError {
    /// The question that it is about.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Kind | Self::Form => "kind",
            Self::Step => "step",
            Self::Reason => "reason",
            Self::TextLong | Self::TextAlone | Self::PersonalData(_) => "text",
        }
    }

    /// The text that says what to do, as a family of texts and its member.
    #[must_use]
    pub const fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::TextLong => ("report-mistake", "text_long"),
            Self::TextAlone => ("report-mistake", "text_alone"),
            Self::PersonalData(kind) => ("personal-data", kind.as_str()),
            Self::Form => ("report-mistake", "form"),
            Self::Kind | Self::Step | Self::Reason => ("report-mistake", self.question()),
        }
    }
}

/// Why a report was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportRejection {
    Mistakes(Vec<ReportFormError>),
    /// The hourly limit has been reached.
    TooMany {
        seconds: u64,
    },
}

/// A rejected report, with the form as submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedReport {
    pub choices: Choices,
    pub refusal: ReportRejection,
}

/// Parses a form.
///
/// # Errors
/// If a choice is missing or outside its closed set, or the text cannot be taken.
pub fn read(form: &Parameters, today: NaiveDate) -> Result<(Choices, Verdict), RejectedReport> {
    let mut mistakes = Vec::new();
    if form.only(&["kind", "step", "reason", "text"]).is_err() {
        mistakes.push(ReportFormError::Form);
    }
    let mut chosen = |mistake, wrong| {
        if wrong {
            mistakes.push(mistake);
        }
    };
    fn word<T>(read: Result<Option<T>, QueryError>) -> (Option<T>, bool) {
        read.map_or((None, true), |word| (word, false))
    }
    let (kind, kind_is_wrong) = word(form.read("kind"));
    let (step, step_is_wrong) = word(form.read("step"));
    let (reason, reason_is_wrong) = word(form.read("reason"));
    let text = form.text("text").unwrap_or_default().replace("\r\n", "\n");
    let choices = Choices { kind, step, reason, text };
    chosen(ReportFormError::Kind, kind.is_none() || kind_is_wrong);
    // Browsers that cannot hide the two follow-up questions show them to everyone: a reader who did finish may have
    // answered.
    let asked = kind == Some(ReportKind::CouldNotFinish);
    chosen(ReportFormError::Step, step_is_wrong || (asked && step.is_none()));
    chosen(ReportFormError::Reason, reason_is_wrong || (asked && reason.is_none()));
    mistakes.extend(mistakes_of_text(&choices.text, kind, today));
    let verdict = match (kind, step, reason) {
        (Some(ReportKind::Useful), ..) => Some(Verdict::Useful),
        (Some(ReportKind::NotUseful), ..) => Some(Verdict::NotUseful),
        (Some(ReportKind::CouldNotFinish), Some(step), Some(reason)) => Some(Verdict::CouldNotFinish { step, reason }),
        _ => None,
    };
    match verdict {
        Some(verdict) if mistakes.is_empty() => Ok((choices, verdict)),
        _ => Err(RejectedReport { choices, refusal: ReportRejection::Mistakes(mistakes) }),
    }
}

fn mistakes_of_text(text: &str, kind: Option<ReportKind>, today: NaiveDate) -> Vec<ReportFormError> {
    let mut mistakes = Vec::new();
    if text.chars().count() > limits::REPORT_TEXT {
        mistakes.push(ReportFormError::TextLong);
    }
    if !text.is_empty() && kind.is_some_and(|kind| kind != ReportKind::CouldNotFinish) {
        mistakes.push(ReportFormError::TextAlone);
    }
    mistakes.extend(find_personal_data(text, today).into_iter().map(ReportFormError::PersonalData));
    mistakes
}

/// Counts a report under the current date, with what the reader added.
///
/// # Errors
/// If the database cannot be written.
pub async fn count(
    state: &AppState,
    procedure: ProcedureId,
    verdict: Verdict,
    text: &str,
    language: Language,
) -> Result<(), AppError> {
    let text = without_controls(text);
    let report = Report { procedure, verdict, language: language.code(), reported_on: state.today(), text };
    let report = &report;
    state.db().write(WriteKind::Private, |transaction| Box::pin(count_report(transaction, report))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    fn mistakes(form: &str) -> Vec<ReportFormError> {
        match read(&Parameters::of(form), today()) {
            Ok(_) => Vec::new(),
            Err(RejectedReport { refusal: ReportRejection::Mistakes(mistakes), .. }) => mistakes,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_step_and_a_reason_are_asked_for_only_where_it_could_not_be_finished() {
        assert_eq!(mistakes("kind=useful"), []);
        assert_eq!(mistakes("kind=could_not_finish"), [ReportFormError::Step, ReportFormError::Reason]);
        assert_eq!(mistakes("kind=could_not_finish&step=pay"), [ReportFormError::Reason]);
        assert_eq!(mistakes("kind=could_not_finish&step=pay&reason=card"), []);
    }

    #[test]
    fn a_further_answer_that_was_not_asked_for_is_passed_over() {
        let (_, verdict) = read(&Parameters::of("kind=useful&step=pay&reason=card"), today()).expect("right");
        assert_eq!((verdict, verdict.step(), verdict.reason()), (Verdict::Useful, None, None));
    }

    #[test]
    fn words_of_no_closed_set_are_mistakes_and_the_right_ones_beside_them_are_kept() {
        assert_eq!(mistakes(""), [ReportFormError::Kind]);
        assert_eq!(mistakes("kind=perhaps"), [ReportFormError::Kind]);
        assert_eq!(mistakes("kind=useful&step=dance"), [ReportFormError::Step]);
        assert_eq!(mistakes("kind=useful&comment=hello"), [ReportFormError::Form]);
        assert_eq!(mistakes("kind=useful&kind=useful"), [ReportFormError::Form]);
        let refused = read(&Parameters::of("kind=could_not_finish&step=pay&reason=rain"), today()).expect_err("wrong");
        let kept = Choices { kind: Some(ReportKind::CouldNotFinish), step: Some(Step::Pay), ..Choices::default() };
        assert_eq!(refused.choices, kept);
    }

    #[test]
    fn a_text_is_short_without_personal_data_and_from_somebody_who_could_not_finish() {
        let unfinished = |text: &str| mistakes(&format!("kind=could_not_finish&step=pay&reason=card&text={text}"));
        assert_eq!(unfinished("The+page+stopped."), []);
        assert_eq!(unfinished(&"a".repeat(300)), []);
        assert_eq!(unfinished(&"a".repeat(301)), [ReportFormError::TextLong]);
        assert_eq!(unfinished("a@example.jp"), [ReportFormError::PersonalData(PersonalData::Email)]);
        assert_eq!(mistakes("kind=useful&text=thanks"), [ReportFormError::TextAlone]);
        assert_eq!(mistakes("kind=useful&text="), []);
        let refused = read(&Parameters::of("kind=useful&text=thanks"), today()).expect_err("wrong");
        assert_eq!(refused.choices.text, "thanks");
        assert!(!format!("{refused:?}").contains("thanks"));
    }
}
