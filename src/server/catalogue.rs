//! The catalogue as it is asked for: searched, filtered, sorted. Pages and interface answer through the same function.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;

use super::facets::{self, ChosenFacets, Facet};
use super::query::{Parameters, QueryError, page_address};
use super::search::Words;
use super::snapshot::{Snapshot, State};

string_enum! {
    /// Orders of the catalogue.
    pub enum Sort ("order") {
        /// Where the words stood, then by yearly volume; without words by volume.
        Relevance = "relevance",
        Name = "name",
        /// Yearly applications, most first; unknown last.
        Volume = "volume",
        /// Last change, newest first.
        Changed = "changed",
    }
}

/// What is asked of the catalogue. Every state of the list is one such question and one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueQuery {
    /// The words as typed.
    pub q: String,
    pub chosen: ChosenFacets,
    pub sort: Sort,
    /// The past day that is asked about; `None` for today.
    pub as_of: Option<NaiveDate>,
}

impl Default for CatalogueQuery {
    /// Nothing asked: the whole catalogue.
    fn default() -> Self {
        Self { q: String::new(), chosen: ChosenFacets::default(), sort: Sort::Relevance, as_of: None }
    }
}

impl CatalogueQuery {
    /// Reads a question from an address.
    ///
    /// # Errors
    /// Where a value is not of its closed set.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        Ok(Self {
            q: parameters.text("q").unwrap_or_default().chars().take(200).collect(),
            chosen: ChosenFacets::of(parameters)?,
            sort: parameters.read("sort")?.unwrap_or(Sort::Relevance),
            as_of: parameters.date("as_of")?,
        })
    }

    /// The parameters that ask this question, without those left at their defaults.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let q = (!self.q.is_empty()).then(|| ("q", self.q.clone()));
        let chosen = self.chosen.iter().map(|(facet, value)| (facet.as_str(), value.to_owned()));
        let sort = (self.sort != Sort::Relevance).then(|| ("sort", self.sort.to_string()));
        let as_of = self.as_of.map(|day| ("as_of", day.to_string()));
        q.into_iter().chain(chosen).chain(sort).chain(as_of).collect()
    }

    /// The address that asks this question of a page.
    #[must_use]
    pub fn address(&self, page: &str) -> String {
        page_address(page, &self.pairs(), 1)
    }

    /// The life event, where nothing else is asked.
    #[must_use]
    pub fn event_alone(&self) -> Option<&str> {
        let event = self.chosen.get(Facet::Event)?;
        let alone = self.as_of.is_none()
            && self.q.is_empty()
            && self.sort == Sort::Relevance
            && self.chosen.iter().count() == 1;
        alone.then_some(event)
    }
}

/// The procedures that answer a question, by their numbers in the snapshot, in order.
#[derive(Debug)]
pub struct CatalogueResults {
    pub procedures: Vec<usize>,
    /// States of all procedures by number.
    pub states: Arc<Vec<State>>,
    /// What was looked for.
    pub words: Words,
    /// Those in which the words stand, whatever else is chosen, by number.
    with_words: Vec<usize>,
}

impl CatalogueResults {
    /// How many procedures each further choice would leave.
    #[must_use]
    pub fn counts(&self, snapshot: &Snapshot, question: &CatalogueQuery) -> facets::Counts {
        facets::count(snapshot, &question.chosen, &self.states, self.with_words.iter().copied())
    }

    /// How many procedures there would be if nothing were chosen.
    #[must_use]
    pub fn without_choices(&self) -> usize {
        self.with_words.len()
    }
}

/// Answers a question as of a day.
#[must_use]
pub fn search_catalogue(snapshot: &Snapshot, question: &CatalogueQuery, today: NaiveDate) -> CatalogueResults {
    let states = snapshot.states_on(today);
    let words = Words::with(&question.q, &snapshot.synonyms);
    let mut hits = snapshot.search.find(&words);
    let with_words = hits.iter().map(|hit| hit.procedure).collect();
    facets::narrow(snapshot, &question.chosen, &states, &mut hits, |hit| hit.procedure);
    let volume = |number: usize| snapshot.procedures[number].latest_total();
    match question.sort {
        Sort::Relevance => hits.sort_by_cached_key(|hit| (hit.matched, Reverse(volume(hit.procedure)))),
        Sort::Volume => hits.sort_by_cached_key(|hit| Reverse(volume(hit.procedure))),
        Sort::Changed => hits.sort_by_key(|hit| Reverse(states[hit.procedure].changed_on)),
        Sort::Name => hits.sort_by(|left, right| {
            let key = |number: usize| {
                let procedure = &snapshot.procedures[number];
                // A reading sorts as people look it up; names without one follow in the order of their characters.
                (procedure.kana.is_empty(), &procedure.kana, &procedure.name.ja)
            };
            key(left.procedure).cmp(&key(right.procedure))
        }),
    }
    CatalogueResults { procedures: hits.into_iter().map(|hit| hit.procedure).collect(), states, words, with_words }
}

/// How many near questions are offered at most.
const MOST_NEAR: usize = 5;

/// Of how many words that stand nowhere the spelling is looked after: a whole letter typed into the field must not be
/// compared with the whole catalogue, word by word.
const MOST_MISSPELT: usize = 3;

/// Questions like one that found nothing, each with what it would find: a word spelled as the catalogue spells it, or
/// one word less. Other choices are dropped, so that the next step cannot be a dead end again.
#[must_use]
pub fn similar_queries(snapshot: &Snapshot, question: &CatalogueQuery) -> Vec<(CatalogueQuery, usize)> {
    let typed: Vec<&str> = question.q.split_whitespace().take(12).collect();
    let found = |q: &str| snapshot.search.find(&Words::with(q, &snapshot.synonyms)).len();
    if typed.is_empty() || found(&question.q) > 0 {
        return Vec::new();
    }
    let with = |place: usize, word: Option<&str>| -> String {
        let words = typed.iter().enumerate().filter_map(|(at, typed)| if at == place { word } else { Some(*typed) });
        words.collect::<Vec<_>>().join(" ")
    };
    let mut near: Vec<String> = Vec::new();
    let absent = typed.iter().enumerate().filter(|(place, word)| !typed[..*place].contains(word) && found(word) == 0);
    for (place, word) in absent.take(MOST_MISSPELT) {
        near.extend(snapshot.spelling().suggestions_for(word, MOST_NEAR).iter().map(|other| with(place, Some(other))));
    }
    if typed.len() > 1 {
        near.extend((0..typed.len()).map(|place| with(place, None)));
    }
    let mut questions: Vec<(CatalogueQuery, usize)> = Vec::new();
    for q in near {
        let question = CatalogueQuery { q, as_of: question.as_of, ..CatalogueQuery::default() };
        if questions.len() == MOST_NEAR {
            break;
        }
        if questions.iter().any(|(other, _)| *other == question) {
            continue;
        }
        let count = found(&question.q);
        if count > 0 {
            questions.push((question, count));
        }
    }
    questions
}
