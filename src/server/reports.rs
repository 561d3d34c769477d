//! Reader reports: validation, rate limits and counting.

pub mod throttle;

use domain::procedure::{ProcedureId, Step};
use domain::report::{Report, ReportKind, ReportReason, Verdict};
use store::WriteKind;
use store::error::AppError;
use store::reports::count_report;

use super::query::{Parameters, QueryError};
use super::state::AppState;
use crate::language::Language;

/// The choices made so far; valid ones are kept when others are invalid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choices {
    pub kind: Option<ReportKind>,
    pub step: Option<Step>,
    pub reason: Option<ReportReason>,
}

string_enum! {
    /// A validation error of the form.
    pub enum ReportFormError ("mistake") {
        Kind = "kind",
        Step = "step",
        Reason = "reason",
        /// The form has unexpected or repeated fields.
        Form = "form",
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
/// If a choice is missing or outside its closed set.
pub fn read(form: &Parameters) -> Result<(Choices, Verdict), RejectedReport> {
    let mut mistakes = Vec::new();
    if form.only(&["kind", "step", "reason"]).is_err() {
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
    let choices = Choices { kind, step, reason };
    chosen(ReportFormError::Kind, kind.is_none() || kind_is_wrong);
    // Browsers that cannot hide the two follow-up questions show them to everyone: a reader who did finish may have
    // answered.
    let asked = kind == Some(ReportKind::CouldNotFinish);
    chosen(ReportFormError::Step, step_is_wrong || (asked && step.is_none()));
    chosen(ReportFormError::Reason, reason_is_wrong || (asked && reason.is_none()));
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

/// Counts a report under the current date.
///
/// # Errors
/// If the database cannot be written.
pub async fn count(
    state: &AppState,
    procedure: ProcedureId,
    verdict: Verdict,
    language: Language,
) -> Result<(), AppError> {
    let report = Report { procedure, verdict, language: language.code(), reported_on: state.today() };
    let report = &report;
    state.db().write(WriteKind::Private, |transaction| Box::pin(count_report(transaction, report))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(form: &str) -> Vec<ReportFormError> {
        match read(&Parameters::of(form)) {
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
        let (_, verdict) = read(&Parameters::of("kind=useful&step=pay&reason=card")).expect("right");
        assert_eq!((verdict, verdict.step(), verdict.reason()), (Verdict::Useful, None, None));
    }

    #[test]
    fn words_of_no_closed_set_are_mistakes_and_the_right_ones_beside_them_are_kept() {
        assert_eq!(mistakes(""), [ReportFormError::Kind]);
        assert_eq!(mistakes("kind=perhaps"), [ReportFormError::Kind]);
        assert_eq!(mistakes("kind=useful&step=dance"), [ReportFormError::Step]);
        assert_eq!(mistakes("kind=useful&comment=hello"), [ReportFormError::Form]);
        assert_eq!(mistakes("kind=useful&kind=useful"), [ReportFormError::Form]);
        let refused = read(&Parameters::of("kind=could_not_finish&step=pay&reason=rain")).expect_err("wrong");
        let kept = Choices { kind: Some(ReportKind::CouldNotFinish), step: Some(Step::Pay), reason: None };
        assert_eq!(refused.choices, kept);
    }
}
