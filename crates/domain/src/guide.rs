//! Guides for residents: questions, and the entries that the answers lead to.
//!
//! A guide belongs to an occasion, such as moving. Its entries are procedures of the city and things that others do, each
//! under a [`Condition`] on the answers. What is not known stays open: an entry that depends on a question without an
//! answer is neither needed nor left out, but perhaps needed ([`Truth`]).

mod answers;
mod check;
mod condition;
mod list;
mod processing;

use chrono::NaiveDate;

pub use self::answers::{AnsweredQuestion, Given, Responses};
pub use self::check::{Finding, FindingKind, FindingPlace, check};
pub use self::condition::{Condition, ConditionError, Term, Truth};
pub use self::list::{
    CardNeeds, Counter, EntryFacts, Fees, Item, LongestTime, MergedPaper, Papers, PersonalList, Undecided, card_needs,
    longest_time, merged_papers, personal_list, summed_fees,
};
pub use self::processing::{deadline_days, processing_days};
use super::contradiction::GuideDeadline;
use super::procedure::{LifeEventCode, LocalText, ProcedureId};
use super::source::SourceId;

identifier! {
    /// Identifies a guide in URLs, files and the API.
    pub struct GuideId("guide id")
}
identifier! {
    /// Identifies a question within its guide.
    pub struct QuestionId("question id")
}
identifier! {
    /// Identifies an answer within its question.
    pub struct AnswerId("answer id")
}
identifier! {
    /// Identifies an entry within its guide.
    pub struct EntryId("entry id")
}

string_enum! {
    /// How many answers of a question may be true at once.
    pub enum QuestionKind ("kind of question") {
        One = "one",
        Several = "several",
    }
}

string_enum! {
    /// Whether an entry is required by law or only advised.
    pub enum Duty ("duty") {
        Legal = "legal",
        Advised = "advised",
    }
}

string_enum! {
    /// Who does an entry that names no procedure.
    pub enum Place ("place") {
        /// The city, whose catalogue does not have the procedure.
        City = "city",
        Elsewhere = "elsewhere",
    }
}

/// The answer that the product offers with every question. No answer of a guide may have this id.
pub const UNKNOWN: &str = "unknown";

/// The answer to a question with several answers that none of them is true. No answer of a guide may have this id.
pub const NONE: &str = "none";

/// A guide with its questions and entries, each in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    pub id: GuideId,
    /// Its place in lists, from 1.
    pub position: i64,
    pub life_event: Option<LifeEventCode>,
    pub title: LocalText,
    pub intro: LocalText,
    /// The name of the day from which deadlines count, such as 引っ越す日; empty if nothing depends on a day.
    pub day: LocalText,
    pub checked_on: Option<NaiveDate>,
    pub source: Option<SourceId>,
    pub sample: bool,
    pub questions: Vec<Question>,
    pub entries: Vec<Entry>,
}

/// A question of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub position: i64,
    pub text: LocalText,
    pub help: LocalText,
    pub kind: QuestionKind,
    /// It is asked if this holds. It depends on earlier questions only.
    pub asked_if: Condition,
    pub answers: Vec<Answer>,
}

/// An answer of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub id: AnswerId,
    pub text: LocalText,
}

/// A thing to do: a procedure of the catalogue, or something else with its own title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub position: i64,
    pub procedure: Option<ProcedureId>,
    /// Its name, where no procedure in force has one.
    pub title: LocalText,
    /// Where it is done if it is no procedure.
    pub place: Place,
    /// Who does it, such as a police station.
    pub who: LocalText,
    pub address: String,
    pub phone: String,
    pub url: String,
    pub condition: Condition,
    /// Days from the day of the guide until when it is to be done; negative before that day. `None` if no number says.
    pub days: Option<i64>,
    /// The deadline in words; empty where the number says all.
    pub deadline: LocalText,
    pub duty: Duty,
    pub note: LocalText,
}

impl Guide {
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    #[must_use]
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == *id)
    }

    /// The conditions that anything in the guide depends on.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let of_questions = self.questions.iter().map(|question| &question.asked_if);
        of_questions.chain(self.entries.iter().map(|entry| &entry.condition))
    }
}

impl Question {
    #[must_use]
    pub fn answer(&self, id: &AnswerId) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.id == *id)
    }
}

impl Entry {
    /// The day until when it is to be done, if the guide's day is known. Days that contradict the words of the deadline give
    /// none.
    #[must_use]
    pub fn due(&self, day: Option<NaiveDate>) -> Option<NaiveDate> {
        let contradicts = |days| GuideDeadline { days, words: &self.deadline.ja }.contradicts_itself();
        if self.days.is_some_and(contradicts) {
            return None;
        }
        day?.checked_add_signed(chrono::TimeDelta::try_days(self.days?)?)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn text(ja: &str) -> LocalText {
        LocalText { ja: ja.to_owned(), ..LocalText::default() }
    }

    /// A guide without questions and entries.
    pub fn guide() -> Guide {
        Guide {
            id: "moving".parse().expect("an id"),
            position: 1,
            life_event: None,
            title: text("引っ越し"),
            intro: LocalText::default(),
            day: text("引っ越す日"),
            checked_on: None,
            source: None,
            sample: false,
            questions: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// A question with answers, asked under a condition.
    pub fn question(id: &str, kind: QuestionKind, asked_if: &str, answers: &[&str]) -> Question {
        Question {
            id: id.parse().expect("an id"),
            position: 1,
            text: text(id),
            help: LocalText::default(),
            kind,
            asked_if: asked_if.parse().expect("a condition"),
            answers: answers
                .iter()
                .map(|answer| Answer { id: answer.parse().expect("an id"), text: text(answer) })
                .collect(),
        }
    }

    /// An entry that is no procedure.
    pub fn entry(id: &str, condition: &str) -> Entry {
        Entry {
            id: id.parse().expect("an id"),
            position: 1,
            procedure: None,
            title: text(id),
            place: Place::Elsewhere,
            who: LocalText::default(),
            address: String::new(),
            phone: String::new(),
            url: String::new(),
            condition: condition.parse().expect("a condition"),
            days: None,
            deadline: LocalText::default(),
            duty: Duty::Legal,
            note: LocalText::default(),
        }
    }

    #[test]
    fn a_deadline_counts_from_the_day_before_and_after_it() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let within = |days| Entry { days, ..entry("a", "") }.due(Some(day("2026-12-25")));
        assert_eq!(within(Some(14)), Some(day("2027-01-08")));
        assert_eq!(within(Some(-14)), Some(day("2026-12-11")));
        assert_eq!(within(Some(0)), Some(day("2026-12-25")));
        assert_eq!(within(None), None);
        assert_eq!(within(Some(i64::MAX)), None);
        assert_eq!(Entry { days: Some(14), ..entry("a", "") }.due(None), None);
    }
}
