//! The answer to what people type: what matches as typed or, where nothing does, what they are likely to mean; with the
//! life events that they ask about, and what others do.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::elsewhere::Elsewhere;
use domain::procedure::LifeEvent;
use domain::text::fold_for_search;
use search::{Catalogue, Field, Topics, Understanding, Words, understand};

use super::catalogue::{CatalogueQuery, CatalogueResults, arrange};
use super::snapshot::Snapshot;

/// Life events shown for one query.
const MOST_EVENTS: usize = 1;

/// Things that others do, shown for one query.
const MOST_ELSEWHERE: usize = 2;

/// How a query was understood that matches nothing as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The known words that were looked for instead.
    pub terms: Vec<String>,
    /// Whether they are only similar to those that were typed.
    pub is_nearest: bool,
}

/// What is shown for a query.
#[derive(Debug)]
pub struct Answer<'a> {
    pub results: CatalogueResults,
    pub events: Vec<&'a LifeEvent>,
    pub elsewhere: Vec<&'a Elsewhere>,
    /// Whether what others do comes first: the catalogue has nothing by that name.
    pub elsewhere_leads: bool,
    /// `None` if the query matches as typed.
    pub understood: Option<Understood>,
}

/// Answers a query as of a date. Whatever matches as typed is found, and nothing else beside it; the rest begins only
/// where that is nothing.
#[must_use]
pub fn answer<'a>(snapshot: &'a Snapshot, query: &CatalogueQuery, today: NaiveDate) -> Answer<'a> {
    let states = snapshot.states_on(today);
    let is_listed = |procedure: usize| query.lists(states[procedure].validity);
    let words = Words::with(&query.q, &snapshot.synonyms);
    let hits = snapshot.search.find(&words);
    let asks_nothing = words.is_empty() && query.q.trim().is_empty();
    let is_named = hits.iter().any(|hit| hit.matched.field == Field::Name);
    let is_found = hits.iter().any(|hit| is_listed(hit.procedure));
    let exact =
        arrange(snapshot, query, today, words, hits.into_iter().map(|hit| (hit.procedure, hit.matched)).collect());
    if asks_nothing {
        return with_topics(snapshot, exact, &Topics::default(), false, None);
    }
    let names = || snapshot.names();
    let spelling = || snapshot.spelling();
    let catalogue = Catalogue {
        index: &snapshot.search,
        lexicon: &snapshot.lexicon,
        names: &names,
        spelling: &spelling,
        procedures: &snapshot.procedures,
        life_events: &snapshot.life_events,
    };
    if is_found {
        return with_topics(snapshot, exact, &catalogue.topics(&query.q), !is_named, None);
    }
    let understanding = understand(&catalogue, &query.q, &is_listed);
    if understanding.is_empty() {
        return with_topics(snapshot, exact, &Topics::default(), false, None);
    }
    let Understanding { found, terms, words, topics, elsewhere_leads, is_nearest } = understanding;
    let ranked = found.into_iter().map(|found| (found.procedure, Reverse(found.score))).collect();
    let mut results = arrange(snapshot, query, today, words, ranked);
    results.ended = exact.ended();
    // A word that was known as it was typed needs no explanation.
    let typed = fold_for_search(&query.q);
    let is_as_typed = terms.iter().all(|term| fold_for_search(term) == typed);
    let understood = (!is_as_typed).then_some(Understood { terms, is_nearest });
    with_topics(snapshot, results, &topics, elsewhere_leads, understood)
}

fn with_topics<'a>(
    snapshot: &'a Snapshot,
    results: CatalogueResults,
    topics: &Topics,
    elsewhere_leads: bool,
    understood: Option<Understood>,
) -> Answer<'a> {
    Answer {
        results,
        events: topics.events.iter().take(MOST_EVENTS).map(|number| &snapshot.life_events[*number]).collect(),
        elsewhere: topics.elsewhere.iter().take(MOST_ELSEWHERE).map(|number| &snapshot.elsewhere[*number]).collect(),
        elsewhere_leads,
        understood,
    }
}
