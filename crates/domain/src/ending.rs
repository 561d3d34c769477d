//! How an entry of the catalogue ends: a procedure is abolished (廃止), or an entry made by mistake is withdrawn (取消).

use std::collections::HashSet;

use chrono::NaiveDate;

use super::procedure::ProcedureId;
use super::text::MessageLanguage;

string_enum! {
    /// Why an entry is no longer valid.
    pub enum EndingKind ("kind of ending") {
        /// 廃止: the procedure is no longer offered.
        Abolished = "abolished",
        /// 取消: the entry was made by mistake.
        Withdrawn = "withdrawn",
    }
}

/// The end of an entry.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ending {
    pub kind: EndingKind,
    /// Of a procedure that is abolished, the first day on which it is no longer in force (廃止日). Of an entry made by
    /// mistake, the day on which it was withdrawn.
    pub on: NaiveDate,
    /// In the city's words. It may only be empty if the procedure is abolished.
    pub reason: String,
    /// The procedure to use instead (後継の手続).
    pub successor: Option<ProcedureId>,
}

/// Whether an entry counts on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    InForce,
    /// 廃止
    Ended,
    /// 取消
    Withdrawn,
}

impl Ending {
    /// Whether the entry counts on the day `on`, as known on the day `known_by`, on which this ending was known.
    ///
    /// A procedure that is abolished counts on the days before its end. An entry made by mistake never described
    /// anything: from the day of its withdrawal it counts on no day at all, but a figure as known before that day still
    /// contains it.
    #[must_use]
    pub fn validity(&self, on: NaiveDate, known_by: NaiveDate) -> Validity {
        match self.kind {
            EndingKind::Abolished if self.on <= on => Validity::Ended,
            EndingKind::Withdrawn if self.on <= known_by => Validity::Withdrawn,
            EndingKind::Abolished | EndingKind::Withdrawn => Validity::InForce,
        }
    }
}

/// What was known of the end of an entry until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastEnding {
    /// The day on which it was replaced by what was known next.
    pub until: NaiveDate,
    pub ending: Option<Box<Ending>>,
}

/// The parts of an ending as typed or read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndingParts {
    pub kind: Option<EndingKind>,
    pub on: Option<NaiveDate>,
    pub reason: String,
    pub successor: Option<ProcedureId>,
}

string_enum! {
    /// Why parts do not make an ending.
    pub enum EndingError ("mistake in an ending") {
        /// Something is given, but not the day.
        NoDay = "ending_day",
        /// An entry is withdrawn, but it is not said why.
        NoReason = "ending_reason",
        /// An entry is withdrawn on a day that has not come.
        WithdrawnLater = "ending_later",
    }
}

impl EndingParts {
    /// The ending that the parts describe; `None` if none is given. A day alone means that the procedure is abolished.
    ///
    /// # Errors
    /// If the day is missing, or if an entry is withdrawn without a reason or after `today`.
    pub fn complete(self, today: NaiveDate) -> Result<Option<Ending>, EndingError> {
        let Self { kind, on, reason, successor } = self;
        let Some(on) = on else {
            let is_empty = kind.is_none() && reason.is_empty() && successor.is_none();
            return if is_empty { Ok(None) } else { Err(EndingError::NoDay) };
        };
        let kind = kind.unwrap_or(EndingKind::Abolished);
        match kind {
            EndingKind::Withdrawn if reason.is_empty() => Err(EndingError::NoReason),
            // What is a mistake is one already.
            EndingKind::Withdrawn if on > today => Err(EndingError::WithdrawnLater),
            EndingKind::Abolished | EndingKind::Withdrawn => Ok(Some(Ending { kind, on, reason, successor })),
        }
    }
}

impl EndingError {
    /// What is expected instead, phrased to follow "expected" or 「正しくは」.
    #[must_use]
    pub const fn describe(self, language: MessageLanguage) -> &'static str {
        match (self, language) {
            (Self::NoDay, MessageLanguage::English) => "the day of the end, because the row says how it ends",
            (Self::NoDay, MessageLanguage::Japanese) => "廃止日または取消日（ほかの廃止の欄に記入があります）",
            (Self::NoReason, MessageLanguage::English) => "why the entry is withdrawn",
            (Self::NoReason, MessageLanguage::Japanese) => "取消の理由",
            (Self::WithdrawnLater, MessageLanguage::English) => "today or a day before, because the entry is withdrawn",
            (Self::WithdrawnLater, MessageLanguage::Japanese) => "今日以前の日（登録を取り消す場合）",
        }
    }
}

string_enum! {
    /// Why a procedure cannot be the successor of another.
    pub enum SuccessorError ("mistake in a successor") {
        /// It is the procedure itself.
        Itself = "successor_itself",
        /// There is no such procedure.
        Unknown = "successor_unknown",
        /// Its own successors lead back to the procedure.
        Circle = "successor_circle",
    }
}

impl SuccessorError {
    /// What is expected instead, phrased to follow "expected" or 「正しくは」.
    #[must_use]
    pub const fn describe(self, language: MessageLanguage) -> &'static str {
        match (self, language) {
            (Self::Itself, MessageLanguage::English) => "the id of another procedure",
            (Self::Itself, MessageLanguage::Japanese) => "別の手続のID（手続そのものは後継にできません）",
            (Self::Unknown, MessageLanguage::English) => "the id of a procedure in the catalogue or in this file",
            (Self::Unknown, MessageLanguage::Japanese) => "登録済みか、このファイルにある手続ID",
            (Self::Circle, MessageLanguage::English) => "a procedure whose own successors do not lead back to this one",
            (Self::Circle, MessageLanguage::Japanese) => "後継をたどってもこの手続に戻らない手続",
        }
    }
}

/// Checks that a procedure can be the successor of another. `successor_of` gives the successor that a procedure has or
/// is about to have.
///
/// # Errors
/// If it is the procedure itself, does not exist, or leads back to the procedure.
pub fn check_successor(
    procedure: &ProcedureId,
    successor: &ProcedureId,
    exists: impl Fn(&ProcedureId) -> bool,
    successor_of: impl Fn(&ProcedureId) -> Option<ProcedureId>,
) -> Result<(), SuccessorError> {
    if procedure == successor {
        return Err(SuccessorError::Itself);
    }
    if !exists(successor) {
        return Err(SuccessorError::Unknown);
    }
    let mut seen = HashSet::from([successor.clone()]);
    let mut next = successor_of(successor);
    while let Some(id) = next {
        if id == *procedure {
            return Err(SuccessorError::Circle);
        }
        next = successor_of(&id);
        // A circle of others is theirs to resolve.
        if !seen.insert(id) {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, day).expect("a day")
    }

    fn id(text: &str) -> ProcedureId {
        text.parse().expect("an id")
    }

    fn ending(kind: EndingKind) -> Ending {
        Ending { kind, on: day(10), reason: "why".to_owned(), successor: None }
    }

    #[test]
    fn what_is_abolished_counts_until_the_day_before_whenever_it_was_learned() {
        let ending = ending(EndingKind::Abolished);
        for known_by in [day(1), day(10), day(30)] {
            assert_eq!(ending.validity(day(9), known_by), Validity::InForce);
            assert_eq!(ending.validity(day(10), known_by), Validity::Ended);
        }
    }

    #[test]
    fn what_was_entered_by_mistake_counts_on_no_day_once_that_is_known() {
        let ending = ending(EndingKind::Withdrawn);
        for on in [day(1), day(10), day(30)] {
            assert_eq!(ending.validity(on, day(10)), Validity::Withdrawn);
            assert_eq!(ending.validity(on, day(9)), Validity::InForce, "as it was known then");
        }
    }

    #[test]
    fn a_day_alone_abolishes_and_anything_else_needs_a_day() {
        let none = EndingParts::default();
        assert_eq!(none.clone().complete(day(20)), Ok(None));
        let alone = EndingParts { on: Some(day(10)), ..none.clone() };
        let abolished = Ending { reason: String::new(), ..ending(EndingKind::Abolished) };
        assert_eq!(alone.complete(day(1)), Ok(Some(abolished)), "an end may be to come");
        for parts in [
            EndingParts { kind: Some(EndingKind::Abolished), ..none.clone() },
            EndingParts { reason: "why".to_owned(), ..none.clone() },
            EndingParts { successor: Some(id("b")), ..none },
        ] {
            assert_eq!(parts.complete(day(20)), Err(EndingError::NoDay));
        }
    }

    #[test]
    fn an_entry_is_withdrawn_with_a_reason_and_not_ahead() {
        let parts = |reason: &str, on: u32| EndingParts {
            kind: Some(EndingKind::Withdrawn),
            on: Some(day(on)),
            reason: reason.to_owned(),
            successor: None,
        };
        assert_eq!(parts("", 10).complete(day(20)), Err(EndingError::NoReason));
        assert_eq!(parts("why", 21).complete(day(20)), Err(EndingError::WithdrawnLater));
        assert_eq!(parts("why", 10).complete(day(10)), Ok(Some(ending(EndingKind::Withdrawn))));
    }

    #[test]
    fn a_successor_exists_is_another_and_does_not_lead_back() {
        let chain = [("b", "c"), ("c", "d"), ("x", "y"), ("y", "x")];
        let successor_of = |of: &ProcedureId| chain.iter().find(|(from, _)| *from == of.as_str()).map(|(_, to)| id(to));
        let exists = |of: &ProcedureId| of.as_str() != "nowhere";
        let check = |of: &str, successor: &str| check_successor(&id(of), &id(successor), exists, successor_of);
        assert_eq!(check("a", "b"), Ok(()));
        assert_eq!(check("a", "a"), Err(SuccessorError::Itself));
        assert_eq!(check("a", "nowhere"), Err(SuccessorError::Unknown));
        assert_eq!(check("d", "b"), Err(SuccessorError::Circle));
        assert_eq!(check("c", "b"), Err(SuccessorError::Circle));
        assert_eq!(check("a", "x"), Ok(()), "a circle of others is no reason to wait for ever");
    }

    #[test]
    fn an_ending_is_read_as_it_was_written() {
        let whole = Ending { successor: Some(id("b")), ..ending(EndingKind::Abolished) };
        let json = serde_json::to_value(&whole).expect("JSON");
        assert_eq!(json["successor"], "b");
        assert_eq!(serde_json::from_value::<Ending>(json).expect("an ending"), whole);
        let wrong = serde_json::json!({ "kind": "abolished", "on": "2026-04-10", "reason": "", "successor": "a b" });
        assert!(serde_json::from_value::<Ending>(wrong).is_err(), "an id is checked");
    }
}
