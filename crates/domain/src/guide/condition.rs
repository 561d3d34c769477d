//! Conditions on the answers of a guide, and what they come to while some answers are not known.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{AnswerId, QuestionId, Responses};

/// What a condition comes to, in the strong logic of Kleene: what is unknown makes a condition unknown only where it
/// could still decide it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

/// One question and the answers to it that count, or that do not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    pub question: QuestionId,
    /// It holds if the question has none of the answers.
    pub is_negated: bool,
    /// Any of them.
    pub answers: Vec<AnswerId>,
}

/// Terms that all have to hold. One without terms always holds.
///
/// Written as `from=other_city;with=child,infant;pet!=dog`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Condition {
    pub terms: Vec<Term>,
}

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConditionError {
    #[error("'{0}' has neither '=' nor '!='")]
    NoSign(String),
    #[error("'{0}' is not the id of a question")]
    Question(String),
    #[error("'{0}' is not the id of an answer")]
    Answer(String),
}

impl ConditionError {
    /// The same in Japanese.
    #[must_use]
    pub fn in_japanese(&self) -> String {
        match self {
            Self::NoSign(term) => format!("「{term}」に「=」も「!=」もありません"),
            Self::Question(id) => format!("「{id}」は質問のIDではありません"),
            Self::Answer(id) => format!("「{id}」は回答のIDではありません"),
        }
    }
}

impl Condition {
    /// A condition that nothing can decide, in place of one that cannot be read.
    #[must_use]
    pub fn unreadable() -> Self {
        let term = Term { question: QuestionId("?".to_owned()), is_negated: false, answers: Vec::new() };
        Self { terms: vec![term] }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The questions that it depends on, once each.
    #[must_use]
    pub fn questions(&self) -> BTreeSet<&QuestionId> {
        self.terms.iter().map(|term| &term.question).collect()
    }

    /// What it comes to under these answers.
    #[must_use]
    pub fn truth(&self, responses: &Responses) -> Truth {
        self.terms.iter().fold(Truth::True, |truth, term| truth.and(term.truth(responses)))
    }

    /// The questions whose answers decide it, where it is not decided.
    #[must_use]
    pub fn undecided<'a>(&'a self, responses: &Responses) -> Vec<&'a QuestionId> {
        let open = self.terms.iter().filter(|term| term.truth(responses) == Truth::Unknown);
        let mut questions: Vec<&QuestionId> = Vec::new();
        for term in open {
            if !questions.contains(&&term.question) {
                questions.push(&term.question);
            }
        }
        questions
    }
}

impl Term {
    fn truth(&self, responses: &Responses) -> Truth {
        let any = self.answers.iter().fold(Truth::False, |truth, answer| {
            truth.or(responses.of(&self.question).map_or(Truth::Unknown, |given| given.includes(answer)))
        });
        // A term without answers comes from a condition that cannot be read.
        let any = if self.answers.is_empty() { Truth::Unknown } else { any };
        if self.is_negated { any.negated() } else { any }
    }
}

/// The signs of a condition in the width that Japanese keyboards write, as the others.
fn folded(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '；' => ';',
            '，' | '、' => ',',
            '＝' => '=',
            '！' => '!',
            _ => letter,
        })
        .collect::<String>()
        .replace('≠', "!=")
}

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        let text = folded(text);
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        let terms: Result<Vec<Term>, ConditionError> = parts.map(term).collect();
        Ok(Self { terms: terms? })
    }
}

fn term(text: &str) -> Result<Term, ConditionError> {
    let (left, right) = text.split_once('=').ok_or_else(|| ConditionError::NoSign(clipped(text)))?;
    let (question, is_negated) = left.strip_suffix('!').map_or((left, false), |question| (question, true));
    let question = question.trim();
    let question = question.parse().map_err(|_| ConditionError::Question(clipped(question)))?;
    let answer = |text: &str| text.trim().parse().map_err(|_| ConditionError::Answer(clipped(text.trim())));
    let answers: Result<Vec<AnswerId>, ConditionError> = right.split(',').map(answer).collect();
    Ok(Term { question, is_negated, answers: answers? })
}

fn clipped(text: &str) -> String {
    text.chars().take(80).collect()
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, term) in self.terms.iter().enumerate() {
            if place > 0 {
                formatter.write_str(";")?;
            }
            let sign = if term.is_negated { "!=" } else { "=" };
            let answers = term.answers.iter().map(AnswerId::as_str).collect::<Vec<_>>().join(",");
            write!(formatter, "{}{sign}{answers}", term.question)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Condition {
        text.parse().expect("a condition")
    }

    #[test]
    fn a_condition_reads_back_as_it_is_written() {
        for text in ["", "from=other_city", "from=other_city;with=child,infant;pet!=dog", "転入元=市外,国外"] {
            assert_eq!(read(text).to_string(), text);
        }
        assert_eq!(read(" from = a , b ;; pet != dog ; ").to_string(), "from=a,b;pet!=dog");
        assert_eq!(read("from＝a、b；pet≠dog").to_string(), "from=a,b;pet!=dog");
    }

    #[test]
    fn what_is_no_condition_is_named() {
        for (text, part) in [
            ("from", "'from' has neither"),
            ("from=a;pet", "'pet' has neither"),
            ("=a", "'' is not the id of a question"),
            ("a b=c", "'a b' is not the id of a question"),
            ("from=", "'' is not the id of an answer"),
            ("from=a,,b", "'' is not the id of an answer"),
            ("from==a", "'=a' is not the id of an answer"),
            ("from=a=b", "'a=b' is not the id of an answer"),
        ] {
            let error = text.parse::<Condition>().expect_err(text);
            assert!(error.to_string().contains(part), "{text}: {error}");
            assert!(!error.in_japanese().is_empty());
        }
    }

    #[test]
    fn nothing_decides_what_cannot_be_read() {
        assert_eq!(Condition::unreadable().truth(&Responses::default()), Truth::Unknown);
    }

    const TRUTHS: [Truth; 3] = [Truth::False, Truth::Unknown, Truth::True];

    #[test]
    fn what_is_unknown_decides_only_where_it_could() {
        for a in TRUTHS {
            assert_eq!(a.and(Truth::False), Truth::False);
            assert_eq!(a.or(Truth::True), Truth::True);
            assert_eq!(a.and(Truth::True), a);
            assert_eq!(a.or(Truth::False), a);
            assert_eq!(a.negated().negated(), a);
            for b in TRUTHS {
                assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
            }
        }
        assert_eq!(Truth::Unknown.and(Truth::Unknown), Truth::Unknown);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,60}") {
            if let Ok(condition) = text.parse::<Condition>() {
                prop_assert_eq!(read(&condition.to_string()), condition);
            }
        }
    }
}
