//! What a resident has answered, and which questions that leaves to ask.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, AnswerId, Condition, Guide, Question, QuestionId, QuestionKind, Truth};

/// The answers given to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub chosen: BTreeSet<AnswerId>,
    /// Whether answers that were not chosen may be true all the same.
    pub rest_is_unknown: bool,
}

impl Given {
    /// Nothing is known.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { chosen: BTreeSet::new(), rest_is_unknown: true }
    }

    /// None of the answers is true, also because the question does not come up.
    #[must_use]
    pub const fn none() -> Self {
        Self { chosen: BTreeSet::new(), rest_is_unknown: false }
    }

    /// These answers and no others.
    #[must_use]
    pub fn only(answers: impl IntoIterator<Item = AnswerId>) -> Self {
        Self { chosen: answers.into_iter().collect(), rest_is_unknown: false }
    }

    /// Whether an answer is among them.
    #[must_use]
    pub fn includes(&self, answer: &AnswerId) -> Truth {
        match (self.chosen.contains(answer), self.rest_is_unknown) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }
}

/// The answers to all questions of a guide, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Responses(BTreeMap<QuestionId, Given>);

impl Responses {
    /// The answers to a question; `None` if the guide has no such question.
    #[must_use]
    pub fn of(&self, question: &QuestionId) -> Option<&Given> {
        self.0.get(question)
    }

    pub(super) fn set(&mut self, question: &QuestionId, given: Given) {
        self.0.insert(question.clone(), given);
    }
}

/// A question that is asked, with what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredQuestion<'a> {
    pub question: &'a Question,
    /// `None` if nothing was, not even "I do not know".
    pub given: Option<&'a Given>,
}

impl Guide {
    /// What the given answers say about every question. A question that is not asked has no answer that is true.
    #[must_use]
    pub fn responses(&self, given: &BTreeMap<QuestionId, Given>) -> Responses {
        let mut responses = Responses::default();
        for question in &self.questions {
            let response = match question.asked_if.truth(&responses) {
                Truth::False => Given::none(),
                // Whether it is asked at all is not known, so an answer to it may not count.
                Truth::Unknown => Given::unknown(),
                Truth::True => given.get(&question.id).cloned().unwrap_or_else(Given::unknown),
            };
            responses.set(&question.id, response);
        }
        responses
    }

    /// The questions to ask, in order. One that depends on another comes up when the answer to that calls for it.
    #[must_use]
    pub fn asked<'a>(&'a self, given: &'a BTreeMap<QuestionId, Given>) -> Vec<AnsweredQuestion<'a>> {
        let responses = self.responses(given);
        self.questions
            .iter()
            .filter(|question| question.asked_if.truth(&responses) == Truth::True)
            .map(|question| AnsweredQuestion { question, given: given.get(&question.id) })
            .collect()
    }

    /// The questions whose answers decide a condition. In place of one that has not come up yet stands the one that it
    /// depends on.
    #[must_use]
    pub fn deciding<'a>(&'a self, condition: &'a Condition, responses: &Responses) -> Vec<&'a QuestionId> {
        let mut deciding: Vec<&QuestionId> = Vec::new();
        let mut open = condition.undecided(responses);
        let mut seen: BTreeSet<&QuestionId> = BTreeSet::new();
        while !open.is_empty() {
            let id = open.remove(0);
            if !seen.insert(id) {
                continue;
            }
            match self.question(id).filter(|question| question.asked_if.truth(responses) == Truth::Unknown) {
                Some(question) => open.extend(question.asked_if.undecided(responses)),
                None => deciding.push(id),
            }
        }
        deciding
    }
}

impl Question {
    /// Whether the answers fit the question.
    #[must_use]
    pub fn accepts(&self, given: &Given) -> bool {
        let are_known = given.chosen.iter().all(|answer| self.answer(answer).is_some());
        are_known && (self.kind == QuestionKind::Several || given.chosen.len() <= 1)
    }

    /// Its answers that were chosen, in order.
    pub fn chosen<'a>(&'a self, given: &'a Given) -> impl Iterator<Item = &'a Answer> {
        self.answers.iter().filter(|answer| given.chosen.contains(&answer.id))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{guide, question};
    use super::*;

    fn answered(pairs: &[(&str, &[&str])]) -> BTreeMap<QuestionId, Given> {
        let id = |text: &&str| text.parse().expect("an id");
        let one = |(question, answers): &(&str, &[&str])| {
            let given = match *answers {
                ["?"] => Given::unknown(),
                answers => Given::only(answers.iter().map(|answer| answer.parse().expect("an id"))),
            };
            (id(question), given)
        };
        pairs.iter().map(one).collect()
    }

    fn sample() -> Guide {
        Guide {
            questions: vec![
                question("from", QuestionKind::One, "", &["abroad", "here", "away"]),
                question("ward", QuestionKind::One, "from=here", &["same", "other"]),
                question("with", QuestionKind::Several, "", &["child", "dog"]),
                question("age", QuestionKind::One, "with=child", &["under", "over"]),
            ],
            ..guide()
        }
    }

    fn ids(asked: &[AnsweredQuestion<'_>]) -> Vec<String> {
        asked.iter().map(|one| one.question.id.to_string()).collect()
    }

    #[test]
    fn a_question_comes_up_when_the_one_before_is_answered() {
        let guide = sample();
        let asked = |pairs: &[(&str, &[&str])]| ids(&guide.asked(&answered(pairs)));
        assert_eq!(asked(&[]), ["from", "with"]);
        assert_eq!(asked(&[("from", &["here"])]), ["from", "ward", "with"]);
        assert_eq!(asked(&[("from", &["?"])]), ["from", "with"], "nobody knows whether there is a ward");
        assert_eq!(asked(&[("from", &["away"]), ("with", &["child"])]), ["from", "with", "age"]);
        assert_eq!(asked(&[("with", &["dog"])]), ["from", "with"]);
    }

    #[test]
    fn what_was_answered_before_the_question_went_away_does_not_count() {
        let guide = sample();
        let given = answered(&[("from", &["away"]), ("ward", &["same"])]);
        let responses = guide.responses(&given);
        assert_eq!(responses.of(&guide.questions[1].id), Some(&Given::none()));
        assert_eq!("ward=same".parse::<Condition>().map(|one| one.truth(&responses)), Ok(Truth::False));
        assert_eq!("ward!=same".parse::<Condition>().map(|one| one.truth(&responses)), Ok(Truth::True));
    }

    #[test]
    fn what_has_not_come_up_is_decided_by_the_question_before_it() {
        let guide = sample();
        let condition: Condition = "ward=same;age=under;with=dog".parse().expect("a condition");
        let deciding = |pairs: &[(&str, &[&str])]| {
            let responses = guide.responses(&answered(pairs));
            guide.deciding(&condition, &responses).into_iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(deciding(&[]), ["with", "from"]);
        assert_eq!(deciding(&[("from", &["here"]), ("with", &["child", "dog"])]), ["ward", "age"]);
    }

    #[test]
    fn some_answers_may_be_known_and_others_not() {
        let guide = sample();
        let child = "child".parse().expect("an id");
        let given = BTreeMap::from([(
            guide.questions[2].id.clone(),
            Given { chosen: BTreeSet::from([child]), rest_is_unknown: true },
        )]);
        let responses = guide.responses(&given);
        let truth = |text: &str| text.parse::<Condition>().expect("a condition").truth(&responses);
        assert_eq!(
            [truth("with=child"), truth("with=dog"), truth("with=child,dog")],
            [Truth::True, Truth::Unknown, Truth::True]
        );
        assert_eq!([truth("with!=child"), truth("with!=dog")], [Truth::False, Truth::Unknown]);
    }
}
