//! Search, filters and sorting of the catalogue. Pages and the API use the same function.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::ending::Validity;
use search::Words;

use super::facets::{ChosenFacets, Counts, Facet};
use super::procedure_state::ProcedureState;
use super::snapshot::Snapshot;
use crate::server::query::{Parameters, QueryError, page_address};

string_enum! {
    /// Sort orders of the catalogue.
    pub enum Sort ("order") {
        /// By the field that matched, then by yearly volume; by volume alone if there are no search words.
        Relevance = "relevance",
        Name = "name",
        /// Yearly applications, highest first; unknown last.
        Volume = "volume",
        /// Last change, newest first.
        Changed = "changed",
    }
}

string_enum! {
    /// What a list does with procedures that have ended (廃止).
    pub enum EndedFilter ("choice") {
        Exclude = "exclude",
        Include = "include",
        Only = "only",
    }
}

/// A query against the catalogue. Each state of the list corresponds to one query and one URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueQuery {
    /// The search words as typed.
    pub q: String,
    pub chosen: ChosenFacets,
    pub sort: Sort,
    pub ended: EndedFilter,
    /// Whether entries made by mistake (取消) are treated as ended ones. Only the staff sees them.
    pub with_withdrawn: bool,
    /// A past date to query, or `None` for today.
    pub as_of: Option<NaiveDate>,
}

impl Default for CatalogueQuery {
    /// An empty query, which returns everything in force.
    fn default() -> Self {
        Self {
            q: String::new(),
            chosen: ChosenFacets::default(),
            sort: Sort::Relevance,
            ended: EndedFilter::Exclude,
            with_withdrawn: false,
            as_of: None,
        }
    }
}

impl CatalogueQuery {
    /// The names of its URL parameters.
    pub fn parameters() -> impl Iterator<Item = &'static str> {
        ["q", "sort", "ended", "as_of"].into_iter().chain(Facet::ALL.iter().map(|facet| facet.as_str()))
    }

    /// Parses a query from URL parameters.
    ///
    /// # Errors
    /// Returns an error if a value is not one of the allowed values.
    pub fn of(parameters: &Parameters) -> Result<Self, QueryError> {
        Ok(Self {
            q: parameters.text("q").unwrap_or_default().chars().take(200).collect(),
            chosen: ChosenFacets::of(parameters)?,
            sort: parameters.read("sort")?.unwrap_or(Sort::Relevance),
            ended: parameters.read("ended")?.unwrap_or(EndedFilter::Exclude),
            with_withdrawn: false,
            as_of: parameters.date("as_of")?,
        })
    }

    /// The URL parameters of this query, without those at their defaults.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let q = (!self.q.is_empty()).then(|| ("q", self.q.clone()));
        let chosen = self.chosen.iter().map(|(facet, value)| (facet.as_str(), value.to_owned()));
        let sort = (self.sort != Sort::Relevance).then(|| ("sort", self.sort.to_string()));
        let ended = (self.ended != EndedFilter::Exclude).then(|| ("ended", self.ended.to_string()));
        let as_of = self.as_of.map(|day| ("as_of", day.to_string()));
        q.into_iter().chain(chosen).chain(sort).chain(ended).chain(as_of).collect()
    }

    /// The URL of this query on a page.
    #[must_use]
    pub fn address(&self, page: &str) -> String {
        page_address(page, &self.pairs(), 1)
    }

    /// Whether the list has what is valid in this way.
    #[must_use]
    pub fn lists(&self, validity: Validity) -> bool {
        match validity {
            Validity::InForce => self.ended != EndedFilter::Only,
            Validity::Ended => self.ended != EndedFilter::Exclude,
            Validity::Withdrawn => self.with_withdrawn && self.ended != EndedFilter::Exclude,
        }
    }

    /// The life event, if it is the only filter.
    #[must_use]
    pub fn event_alone(&self) -> Option<&str> {
        let event = self.chosen.get(Facet::Event)?;
        let alone = self.as_of.is_none()
            && self.q.is_empty()
            && self.sort == Sort::Relevance
            && self.ended == EndedFilter::Exclude
            && self.chosen.iter().count() == 1;
        alone.then_some(event)
    }
}

/// The procedures that match a query, in order, as indices into the snapshot.
#[derive(Debug)]
pub struct CatalogueResults {
    pub procedures: Vec<usize>,
    /// States of all procedures, by index.
    pub states: Arc<Vec<ProcedureState>>,
    /// The words searched for.
    pub words: Words,
    /// Indices of the procedures that match the words, ignoring the facets.
    with_words: Vec<usize>,
    /// Procedures that match the words, ignoring the facets, and have ended.
    pub(super) ended: usize,
}

impl CatalogueResults {
    /// The number of procedures that each further choice would leave.
    #[must_use]
    pub fn counts(&self, snapshot: &Snapshot, query: &CatalogueQuery) -> Counts {
        snapshot.facets.count(&snapshot.procedures, &self.states, &query.chosen, self.with_words.iter().copied())
    }

    /// The number of procedures that match without any facet selected.
    #[must_use]
    pub fn without_choices(&self) -> usize {
        self.with_words.len()
    }

    /// The number of procedures that match without any facet selected and have ended, whether they are listed or not.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.ended
    }
}

/// Runs a query as of a date. Only what matches every word, as typed or by a synonym, is found.
#[must_use]
pub fn search_catalogue(snapshot: &Snapshot, query: &CatalogueQuery, today: NaiveDate) -> CatalogueResults {
    let words = Words::with(&query.q, &snapshot.synonyms);
    let hits = snapshot.search.find(&words).into_iter().map(|hit| (hit.procedure, hit.matched)).collect();
    arrange(snapshot, query, today, words, hits)
}

/// Filters and sorts what the words of a query have found: indices of procedures, each with its rank, lower first.
pub(super) fn arrange<R: Ord + Copy>(
    snapshot: &Snapshot,
    query: &CatalogueQuery,
    today: NaiveDate,
    words: Words,
    mut hits: Vec<(usize, R)>,
) -> CatalogueResults {
    let states = snapshot.states_on(today);
    let mut ended = 0;
    // The whole catalogue is not gone through for something that is not there.
    if snapshot.has_endings() {
        hits.retain(|hit| {
            let validity = states[hit.0].validity;
            ended += usize::from(validity == Validity::Ended);
            query.lists(validity)
        });
    }
    let with_words = hits.iter().map(|(procedure, _)| *procedure).collect();
    snapshot.facets.narrow(&snapshot.procedures, &states, &query.chosen, &mut hits, |(procedure, _)| *procedure);
    let volume = |number: usize| snapshot.procedures[number].latest_total();
    match query.sort {
        Sort::Relevance => hits.sort_by_cached_key(|(procedure, rank)| (*rank, Reverse(volume(*procedure)))),
        Sort::Volume => hits.sort_by_cached_key(|(procedure, _)| Reverse(volume(*procedure))),
        Sort::Changed => hits.sort_by_key(|(procedure, _)| Reverse(states[*procedure].changed_on)),
        Sort::Name => hits.sort_by(|left, right| {
            let key = |number: usize| {
                let procedure = &snapshot.procedures[number];
                // Readings sort in dictionary order; names without a reading follow in character order.
                (procedure.kana.is_empty(), &procedure.kana, &procedure.name.ja)
            };
            key(left.0).cmp(&key(right.0))
        }),
    }
    CatalogueResults {
        procedures: hits.into_iter().map(|(procedure, _)| procedure).collect(),
        states,
        words,
        with_words,
        ended,
    }
}

/// Maximum number of similar queries offered.
const MOST_NEAR: usize = 5;

/// Maximum number of unmatched words to look up in the spelling index. Without it, a long text in the search field
/// would be compared with the whole catalogue word by word.
const MOST_MISSPELT: usize = 3;

/// Queries similar to one without results, each with its number of results: one word respelled as in the catalogue, or
/// one word dropped. Other filters are removed so that the suggestion cannot be empty as well.
#[must_use]
pub fn similar_queries(snapshot: &Snapshot, query: &CatalogueQuery, today: NaiveDate) -> Vec<(CatalogueQuery, usize)> {
    let typed: Vec<&str> = query.q.split_whitespace().take(12).collect();
    let states = snapshot.states_on(today);
    let found = |q: &str| {
        let hits = snapshot.search.find(&Words::with(q, &snapshot.synonyms));
        hits.iter().filter(|hit| query.lists(states[hit.procedure].validity)).count()
    };
    if typed.is_empty() || found(&query.q) > 0 {
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
        let query = CatalogueQuery { q, as_of: query.as_of, ended: query.ended, ..CatalogueQuery::default() };
        if questions.len() == MOST_NEAR {
            break;
        }
        if questions.iter().any(|(other, _)| *other == query) {
            continue;
        }
        let count = found(&query.q);
        if count > 0 {
            questions.push((query, count));
        }
    }
    questions
}
