//! What a resident asked of a guide, and the list that answers it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::guide::{
    Entry, EntryFacts, Given, Guide, Item, NONE, PersonalList, Question, QuestionId, QuestionKind, UNKNOWN,
    personal_list,
};
use domain::procedure::LocalText;

use super::snapshot::Snapshot;
use crate::language::Language;
use crate::server::query::{ANSWER, Parameters, QueryError, address};
use crate::server::query_reason::Reason;

/// The parameter of the day that deadlines count from.
pub const DAY: &str = "day";

/// The value of a box that is ticked.
pub const TICKED: &str = "yes";

/// The answers in an address, and the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuideQuery {
    pub given: BTreeMap<QuestionId, Given>,
    pub day: Option<NaiveDate>,
}

/// The parameter of a question with one answer.
#[must_use]
pub fn question_name(question: &Question) -> String {
    format!("{ANSWER}{}", question.id)
}

/// The parameter of an answer, where several may be true.
#[must_use]
pub fn answer_name(question: &Question, answer: &str) -> String {
    format!("{ANSWER}{}.{answer}", question.id)
}

impl GuideQuery {
    /// Reads the answers to a guide.
    ///
    /// # Errors
    /// Returns an error if a parameter is none of this guide, or its value is no answer. The error says what is expected.
    pub fn of(guide: &Guide, parameters: &Parameters) -> Result<Self, QueryError> {
        let mut known = vec![DAY.to_owned()];
        for question in &guide.questions {
            match question.kind {
                QuestionKind::One => known.push(question_name(question)),
                QuestionKind::Several => known.extend(offered(question).map(|answer| answer_name(question, answer))),
            }
        }
        parameters.only(&known.iter().map(String::as_str).collect::<Vec<_>>())?;
        let mut query = Self { given: BTreeMap::new(), day: parameters.date(DAY)? };
        for question in &guide.questions {
            let given = match question.kind {
                QuestionKind::One => one_answer(question, parameters)?,
                QuestionKind::Several => several_answers(question, parameters)?,
            };
            if let Some(given) = given {
                query.given.insert(question.id.clone(), given);
            }
        }
        Ok(query)
    }

    /// The parameters of the same answers, those to questions that are not asked left out.
    #[must_use]
    pub fn pairs(&self, guide: &Guide) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for asked in guide.asked(&self.given) {
            let (Some(given), question) = (asked.given, asked.question) else { continue };
            match question.kind {
                QuestionKind::One => {
                    let answer = question.chosen(given).next().map_or(UNKNOWN, |answer| answer.id.as_str());
                    pairs.push((question_name(question), answer.to_owned()));
                }
                QuestionKind::Several => {
                    let mut ticked: Vec<&str> = question.chosen(given).map(|answer| answer.id.as_str()).collect();
                    match (given.rest_is_unknown, ticked.is_empty()) {
                        (true, _) => ticked.push(UNKNOWN),
                        (false, true) => ticked.push(NONE),
                        (false, false) => {}
                    }
                    let names = ticked.into_iter().map(|answer| answer_name(question, answer));
                    pairs.extend(names.map(|name| (name, TICKED.to_owned())));
                }
            }
        }
        pairs.extend(self.day.map(|day| (DAY.to_owned(), day.to_string())));
        pairs
    }

    /// The address of a page of the guide with the same answers.
    #[must_use]
    pub fn address(&self, guide: &Guide, page: &str) -> String {
        let pairs = self.pairs(guide);
        address(page, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.day.is_none()
    }
}

/// The answers that the form offers, with those of the product.
fn offered(question: &Question) -> impl Iterator<Item = &str> {
    question.answers.iter().map(|answer| answer.id.as_str()).chain([NONE, UNKNOWN])
}

fn one_answer(question: &Question, parameters: &Parameters) -> Result<Option<Given>, QueryError> {
    let name = question_name(question);
    let Some(value) = parameters.text(&name) else { return Ok(None) };
    if value == UNKNOWN {
        return Ok(Some(Given::unknown()));
    }
    match question.answers.iter().find(|answer| answer.id.as_str() == value) {
        Some(answer) => Ok(Some(Given::only([answer.id.clone()]))),
        None => {
            let known: Vec<&str> = question.answers.iter().map(|answer| answer.id.as_str()).chain([UNKNOWN]).collect();
            let value: String = value.chars().take(40).collect();
            let known = known.join(", ");
            let english = format!("'{value}' is no answer; expected one of: {known}");
            let reason = Reason::new(english, "value-choice", [("given", value), ("expected", known)]);
            Err(QueryError::BadAnswer { name, reason })
        }
    }
}

fn several_answers(question: &Question, parameters: &Parameters) -> Result<Option<Given>, QueryError> {
    let ticked = |answer: &str| -> Result<bool, QueryError> {
        let name = answer_name(question, answer);
        match parameters.text(&name) {
            None => Ok(false),
            Some(TICKED) => Ok(true),
            Some(value) => {
                let given = value.chars().take(40).collect();
                let english = format!("expected '{TICKED}', or nothing");
                let values = [("given", given), ("expected", TICKED.to_owned())];
                Err(QueryError::BadAnswer { name, reason: Reason::new(english, "value-choice", values) })
            }
        }
    };
    let mut chosen = BTreeSet::new();
    for answer in &question.answers {
        if ticked(answer.id.as_str())? {
            chosen.insert(answer.id.clone());
        }
    }
    let (has_none, is_unknown) = (ticked(NONE)?, ticked(UNKNOWN)?);
    // Whoever ticks something beside "none" has something.
    let is_given = has_none || is_unknown || !chosen.is_empty();
    Ok(is_given.then_some(Given { chosen, rest_is_unknown: is_unknown }))
}

impl Snapshot {
    /// The list of a resident, from the procedures in force on a day. In place of a procedure that has ended stands the
    /// one to use instead.
    #[must_use]
    pub fn personal_list<'a>(&'a self, guide: &'a Guide, query: &GuideQuery, today: NaiveDate) -> PersonalList<'a> {
        let states = self.states_on(today);
        let facts = |entry: &'a Entry| {
            let (_, procedure) = self.procedure(entry.procedure.as_ref()?)?;
            let in_force = if procedure.is_in_force(today, today) {
                procedure
            } else {
                self.successors_on(procedure, today).pop().filter(|one| one.is_in_force(today, today))?
            };
            let state = states[self.procedure(&in_force.id)?.0];
            let supplement = self.supplement(&in_force.id);
            let (availability, attach) = (state.availability, state.steps.attach);
            Some(EntryFacts { procedure: in_force, availability, attach, supplement })
        };
        personal_list(guide, &guide.responses(&query.given), query.day, facts)
    }
}

/// The name of a thing to do, in a language if the city provides it.
#[must_use]
pub fn item_name<'a>(language: Language, item: &Item<'a>) -> (&'a str, Language) {
    match item.facts {
        Some(facts) => language.of(&facts.procedure.name),
        None => language.of(&item.entry.title),
    }
}

/// Until when an entry is to be done: in the city's words, or from the number of days; `None` if nothing says.
#[must_use]
pub fn deadline(language: Language, guide: &Guide, entry: &Entry) -> Option<(String, Language)> {
    if !entry.deadline.ja.is_empty() {
        let (words, of) = language.of(&entry.deadline);
        return Some((words.to_owned(), of));
    }
    let days = entry.days?;
    let (day, of) = day_name(language, &guide.day);
    let name = match days {
        ..0 => "guide-days-before",
        0 => "guide-days-by",
        _ => "guide-days-within",
    };
    let values = [("days", days.unsigned_abs().into()), ("day", day.into())];
    Some((language.text_with(name, values), of))
}

/// The day that deadlines count from.
#[must_use]
pub fn day_name(language: Language, day: &LocalText) -> (String, Language) {
    let (name, of) = language.of(day);
    if name.is_empty() { (language.text("guide-day"), language) } else { (name.to_owned(), of) }
}
