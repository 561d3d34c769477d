//! What is wrong with a guide: conditions that cannot hold, answers that lead nowhere, questions that nobody needs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    AnswerId, Condition, EntryId, Given, Guide, NONE, Question, QuestionId, QuestionKind, Responses, Truth, UNKNOWN,
};

string_enum! {
    /// What a finding is about.
    pub enum FindingKind ("finding about a guide") {
        /// A condition names a question that the guide does not have.
        UnknownQuestion = "unknown_question",
        /// A condition names an answer that the question does not have.
        UnknownAnswer = "unknown_answer",
        /// The terms of a condition exclude one another.
        Contradiction = "contradiction",
        /// A question is asked depending on itself or a later one.
        AskedTooEarly = "asked_too_early",
        /// An answer has an id that the product uses itself.
        ReservedAnswer = "reserved_answer",
        /// Two fields of the form would have the same name.
        SameField = "same_field",
        /// The form has more fields than an address may have parameters.
        TooManyFields = "too_many_fields",
        /// The answers that the condition of a question needs are never given together.
        NeverAsked = "never_asked",
        /// The answers that an entry needs are never given together.
        Unreachable = "unreachable",
        /// No entry is needed, or perhaps needed, by those who give this answer.
        LeadsNowhere = "leads_nowhere",
        NoAnswers = "no_answers",
        /// No condition depends on the question.
        Unused = "unused",
        NoEntries = "no_entries",
    }
}

impl FindingKind {
    /// Whether a guide with such a finding is not published. The others are told to its author.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        matches!(
            self,
            Self::UnknownQuestion
                | Self::UnknownAnswer
                | Self::Contradiction
                | Self::AskedTooEarly
                | Self::ReservedAnswer
                | Self::SameField
                | Self::TooManyFields
        )
    }
}

/// The part of a guide that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingPlace {
    Guide,
    Question(QuestionId),
    Answer(QuestionId, AnswerId),
    Entry(EntryId),
}

/// Something wrong with a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    pub place: FindingPlace,
    /// The ids that the finding names, such as those of a question and an answer; may be empty.
    pub detail: String,
}

/// The most fields of a form. An address has at most 64 parameters, and a few are not about answers.
const MOST_FIELDS: usize = 56;

/// The most combinations of answers that are tried for one question of the check. With more, nothing is said.
const MOST_TRIED: usize = 100_000;

/// Everything that is wrong with a guide, in its order.
#[must_use]
pub fn check(guide: &Guide) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |kind, place, detail: String| findings.push(Finding { kind, place, detail });
    for (number, question) in guide.questions.iter().enumerate() {
        let place = || FindingPlace::Question(question.id.clone());
        for (kind, detail) in dangling(guide, &question.asked_if) {
            add(kind, place(), detail);
        }
        let earlier = &guide.questions[..number];
        for other in question.asked_if.questions() {
            let is_known = guide.question(other).is_some();
            if is_known && earlier.iter().all(|earlier| earlier.id != *other) {
                add(FindingKind::AskedTooEarly, place(), other.to_string());
            }
        }
        if !is_possible(guide, &[], &[&question.asked_if], false) {
            add(FindingKind::Contradiction, place(), question.asked_if.to_string());
        } else if !is_possible(guide, &[], &[&question.asked_if], true) {
            add(FindingKind::NeverAsked, place(), question.asked_if.to_string());
        }
        if question.answers.is_empty() {
            add(FindingKind::NoAnswers, place(), String::new());
        }
        let is_used = guide.conditions().any(|condition| condition.questions().contains(&question.id));
        if !is_used {
            add(FindingKind::Unused, place(), String::new());
        }
        for answer in &question.answers {
            let place = || FindingPlace::Answer(question.id.clone(), answer.id.clone());
            if [UNKNOWN, NONE].contains(&answer.id.as_str()) {
                add(FindingKind::ReservedAnswer, place(), answer.id.to_string());
            }
            let leads = guide
                .entries
                .iter()
                .any(|entry| is_possible(guide, &[(&question.id, &answer.id)], &[&entry.condition], true));
            if !leads {
                add(FindingKind::LeadsNowhere, place(), String::new());
            }
        }
    }
    for entry in &guide.entries {
        let place = || FindingPlace::Entry(entry.id.clone());
        for (kind, detail) in dangling(guide, &entry.condition) {
            add(kind, place(), detail);
        }
        if !is_possible(guide, &[], &[&entry.condition], false) {
            add(FindingKind::Contradiction, place(), entry.condition.to_string());
        } else if !is_possible(guide, &[], &[&entry.condition], true) {
            add(FindingKind::Unreachable, place(), entry.condition.to_string());
        }
    }
    let names: Vec<String> = field_names(guide);
    let different: BTreeSet<&String> = names.iter().collect();
    for name in &different {
        if names.iter().filter(|other| other == name).count() > 1 {
            add(FindingKind::SameField, FindingPlace::Guide, (*name).clone());
        }
    }
    if names.len() > MOST_FIELDS {
        add(FindingKind::TooManyFields, FindingPlace::Guide, format!("{} > {MOST_FIELDS}", names.len()));
    }
    if guide.entries.is_empty() {
        add(FindingKind::NoEntries, FindingPlace::Guide, String::new());
    }
    findings
}

/// What a condition names that is not there.
fn dangling(guide: &Guide, condition: &Condition) -> Vec<(FindingKind, String)> {
    let mut missing = Vec::new();
    for term in &condition.terms {
        let Some(question) = guide.question(&term.question) else {
            missing.push((FindingKind::UnknownQuestion, term.question.to_string()));
            continue;
        };
        for answer in term.answers.iter().filter(|answer| question.answer(answer).is_none()) {
            missing.push((FindingKind::UnknownAnswer, format!("{}={answer}", question.id)));
        }
    }
    missing
}

/// The names of the fields of its form: one for a question with one answer, one for each answer of another, and one for
/// what the product itself offers there.
#[must_use]
fn field_names(guide: &Guide) -> Vec<String> {
    let of_question = |question: &Question| -> Vec<String> {
        match question.kind {
            QuestionKind::One => vec![question.id.to_string()],
            QuestionKind::Several => {
                let answers = question.answers.iter().map(|answer| answer.id.as_str());
                answers.chain([NONE, UNKNOWN]).map(|answer| format!("{}.{answer}", question.id)).collect()
            }
        }
    };
    guide.questions.iter().flat_map(of_question).collect()
}

/// Whether some answers make all conditions true and have the chosen ones among them. `follows_questions`: a question has
/// answers only where it is asked. Answers that the guide does not have do not count as impossible: they are findings of
/// their own.
fn is_possible(
    guide: &Guide,
    chosen: &[(&QuestionId, &AnswerId)],
    conditions: &[&Condition],
    follows_questions: bool,
) -> bool {
    if conditions.iter().any(|condition| !dangling(guide, condition).is_empty()) {
        return true;
    }
    // Only what the conditions depend on matters.
    let mut relevant: BTreeSet<&QuestionId> = chosen.iter().map(|(question, _)| *question).collect();
    relevant.extend(conditions.iter().flat_map(|condition| condition.questions()));
    let mut named: BTreeMap<&QuestionId, BTreeSet<&AnswerId>> = BTreeMap::new();
    let mut all: Vec<&Condition> = conditions.to_vec();
    if follows_questions {
        // Twice the number of questions is enough for conditions that refer to later ones, which are wrong anyway.
        for _ in 0..=guide.questions.len() {
            let before = relevant.len();
            for question in guide.questions.iter().filter(|one| relevant.contains(&one.id)).collect::<Vec<_>>() {
                relevant.extend(question.asked_if.questions());
            }
            if relevant.len() == before {
                break;
            }
        }
        all.extend(guide.questions.iter().filter(|one| relevant.contains(&one.id)).map(|one| &one.asked_if));
    }
    for term in all.iter().flat_map(|condition| &condition.terms) {
        named.entry(&term.question).or_default().extend(&term.answers);
    }
    for (question, answer) in chosen {
        named.entry(question).or_default().insert(answer);
    }
    let questions: Vec<&Question> = guide.questions.iter().filter(|one| relevant.contains(&one.id)).collect();
    let mut search = Search { questions, named, chosen, conditions, follows_questions, tried: 0 };
    search.finds(0, &mut Responses::default())
}

/// A search through the combinations of answers.
struct Search<'a> {
    questions: Vec<&'a Question>,
    /// The answers that make a difference, by question.
    named: BTreeMap<&'a QuestionId, BTreeSet<&'a AnswerId>>,
    chosen: &'a [(&'a QuestionId, &'a AnswerId)],
    conditions: &'a [&'a Condition],
    follows_questions: bool,
    tried: usize,
}

impl Search<'_> {
    fn finds(&mut self, place: usize, responses: &mut Responses) -> bool {
        self.tried += 1;
        if self.tried > MOST_TRIED {
            return true;
        }
        let Some(question) = self.questions.get(place).copied() else {
            return self.conditions.iter().all(|condition| condition.truth(responses) == Truth::True);
        };
        for given in self.possible(question, responses) {
            let has_chosen = self
                .chosen
                .iter()
                .filter(|(id, _)| **id == question.id)
                .all(|(_, answer)| given.chosen.contains(answer));
            if !has_chosen {
                continue;
            }
            responses.set(&question.id, given);
            if self.finds(place + 1, responses) {
                return true;
            }
        }
        false
    }

    /// The answers that a question may have, those that make no difference together as one.
    fn possible(&self, question: &Question, responses: &Responses) -> Vec<Given> {
        let is_asked = !self.follows_questions || question.asked_if.truth(responses) == Truth::True;
        if !is_asked {
            return vec![Given::none()];
        }
        let nothing = BTreeSet::new();
        let named = self.named.get(&question.id).unwrap_or(&nothing);
        let (named, others): (Vec<&AnswerId>, Vec<&AnswerId>) =
            question.answers.iter().map(|answer| &answer.id).partition(|answer| named.contains(answer));
        match question.kind {
            QuestionKind::One => {
                let mut possible: Vec<Given> = named
                    .into_iter()
                    .chain(others.into_iter().take(1))
                    .map(|answer| Given::only([answer.clone()]))
                    .collect();
                // Taken by itself, a condition may be about a question that is not asked.
                if !self.follows_questions && !question.asked_if.is_empty() {
                    possible.push(Given::none());
                }
                possible
            }
            QuestionKind::Several => {
                let most = named.len().min(16);
                (0_u32..1 << most)
                    .map(|set| {
                        let is_in = |place: usize| set & (1 << place) != 0;
                        Given::only((0..most).filter(|place| is_in(*place)).map(|place| named[place].clone()))
                    })
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests;
