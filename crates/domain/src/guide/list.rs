//! The personal list: what is needed, in which order, with which papers, for how much and how long.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Entry, EntryId, Guide, Place, QuestionId, Responses, Truth, processing_days};
use crate::availability::Availability;
use crate::paper::{NeededPaper, Paper, PaperKey, PaperList, ProcedurePaper, needed_papers};
use crate::procedure::{CardRequirement, DepartmentCode, FeeKind, Procedure, ProcedureId, StepState};
use crate::procedure_details::Supplement;

/// The procedure of an entry as it is on the day of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryFacts<'a> {
    pub procedure: &'a Procedure,
    pub availability: Option<Availability>,
    /// The state of its step of attaching papers.
    pub attach: Option<StepState>,
    pub supplement: &'a Supplement,
}

/// A thing to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item<'a> {
    pub entry: &'a Entry,
    /// `None` if it is no procedure of the catalogue.
    pub facts: Option<EntryFacts<'a>>,
    pub due: Option<NaiveDate>,
}

/// What is done at the counter of one department.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter<'a> {
    /// `None` if no department is known.
    pub department: Option<&'a DepartmentCode>,
    pub items: Vec<Item<'a>>,
}

/// A thing that may have to be done, and the questions that decide it.
#[derive(Debug, Clone, PartialEq)]
pub struct Undecided<'a> {
    pub item: Item<'a>,
    pub questions: Vec<&'a QuestionId>,
}

/// What the answers of a resident lead to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonalList<'a> {
    /// Procedures that need no visit.
    pub home: Vec<Item<'a>>,
    /// Those of the city that do, by counter.
    pub counters: Vec<Counter<'a>>,
    /// What others do.
    pub elsewhere: Vec<Item<'a>>,
    pub perhaps: Vec<Undecided<'a>>,
}

/// A paper, and the entries that need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedPaper<'a> {
    /// `None` if it is not in the shared list.
    pub paper: Option<&'a Paper>,
    /// Its name in Japanese.
    pub name: &'a str,
    pub entries: Vec<&'a EntryId>,
    /// What entries say about it, each with its entry.
    pub details: Vec<(&'a EntryId, &'a ProcedurePaper)>,
    /// Whether an entry needs it in any case.
    pub is_always_needed: bool,
    /// How many to bring: one serves all entries, unless some of them keep theirs.
    pub count: i64,
}

/// The papers of several entries, each of them once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Papers<'a> {
    pub needed: Vec<MergedPaper<'a>>,
    /// Entries of which nothing says whether they need papers.
    pub unstated: Vec<&'a EntryId>,
}

/// The fees of several entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fees<'a> {
    /// The sum of the known ones, in yen.
    pub yen: i64,
    /// Entries whose fee is known, also where it is nothing.
    pub known: usize,
    /// Entries whose fee, or its amount, is not known. Unknown is not zero.
    pub unknown: Vec<&'a EntryId>,
}

/// The entry that takes the longest.
#[derive(Debug, Clone, PartialEq)]
pub struct LongestTime<'a> {
    pub entry: &'a EntryId,
    pub facts: EntryFacts<'a>,
    /// Entries of which the time is not known; one of them may take longer.
    pub unknown: usize,
}

/// Which entries need the card for an online application, by certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardNeeds<'a> {
    /// 署名用電子証明書
    pub signature: Vec<&'a EntryId>,
    /// 利用者証明用電子証明書
    pub identification: Vec<&'a EntryId>,
    pub unknown: Vec<&'a EntryId>,
}

/// The list for these answers. `day` is the day that deadlines count from, and `facts` knows the procedures in force. An
/// entry whose procedure is not in force and that has no title of its own is left out.
#[must_use]
pub fn personal_list<'a>(
    guide: &'a Guide,
    responses: &Responses,
    day: Option<NaiveDate>,
    facts: impl Fn(&'a Entry) -> Option<EntryFacts<'a>>,
) -> PersonalList<'a> {
    let mut list = PersonalList::default();
    let mut counters: BTreeMap<Option<&DepartmentCode>, Vec<Item<'a>>> = BTreeMap::new();
    let mut entries: Vec<&Entry> = guide.entries.iter().collect();
    entries.sort_by_key(|entry| (entry.days.unwrap_or(i64::MAX), entry.position));
    let mut listed: Vec<&ProcedureId> = Vec::new();
    let mut open = Vec::new();
    for entry in entries {
        let item = Item { entry, facts: facts(entry), due: entry.due(day) };
        if item.facts.is_none() && entry.title.ja.is_empty() {
            continue;
        }
        match entry.condition.truth(responses) {
            Truth::False => continue,
            Truth::Unknown => {
                open.push(Undecided { item, questions: guide.deciding(&entry.condition, responses) });
                continue;
            }
            Truth::True => {}
        }
        // Two conditions may lead to the same procedure, which is done once.
        if let Some(facts) = item.facts {
            if listed.contains(&&facts.procedure.id) {
                continue;
            }
            listed.push(&facts.procedure.id);
        }
        match item.facts {
            Some(facts) if facts.availability == Some(Availability::Complete) => list.home.push(item),
            Some(facts) => counters.entry(facts.procedure.department.as_ref()).or_default().push(item),
            None if entry.place == Place::City => counters.entry(None).or_default().push(item),
            None => list.elsewhere.push(item),
        }
    }
    // What is needed already is not perhaps needed as well.
    open.retain(|one| one.item.facts.is_none_or(|facts| !listed.contains(&&facts.procedure.id)));
    list.perhaps = open;
    list.counters = counters.into_iter().map(|(department, items)| Counter { department, items }).collect();
    // The counter with the nearest deadline first; one that nobody knows last.
    list.counters.sort_by_key(|counter| {
        let first = counter.items.first().map(|item| (item.entry.days.unwrap_or(i64::MAX), item.entry.position));
        (counter.department.is_none(), first)
    });
    list
}

impl<'a> PersonalList<'a> {
    /// Everything done at a counter of the city.
    #[must_use]
    pub fn at_counters(&self) -> Vec<Item<'a>> {
        self.counters.iter().flat_map(|counter| counter.items.iter().copied()).collect()
    }

    /// Everything that is needed for certain, from home first.
    #[must_use]
    pub fn needed(&self) -> Vec<Item<'a>> {
        [self.home.clone(), self.at_counters(), self.elsewhere.clone()].concat()
    }

    /// What the city does for certain, from home or at a counter.
    #[must_use]
    pub fn by_the_city(&self) -> Vec<Item<'a>> {
        [self.home.clone(), self.at_counters()].concat()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.home.is_empty() && self.counters.is_empty() && self.elsewhere.is_empty() && self.perhaps.is_empty()
    }
}

/// The papers of these items, the same paper once with all entries that need it.
#[must_use]
pub fn merged_papers<'a>(items: &[Item<'a>], list: &'a PaperList) -> Papers<'a> {
    let mut papers = Papers::default();
    let mut places: BTreeMap<PaperKey, usize> = BTreeMap::new();
    for item in items {
        let id = &item.entry.id;
        let Some(facts) = item.facts else {
            papers.unstated.push(id);
            continue;
        };
        let needed = needed_papers(&facts.procedure.papers, &facts.supplement.papers, list);
        if needed.is_empty() && facts.attach != Some(StepState::NotNeeded) {
            papers.unstated.push(id);
        }
        for one in needed {
            let place = *places.entry(one.key()).or_insert_with(|| {
                papers.needed.push(MergedPaper {
                    paper: one.paper,
                    name: one.name(),
                    entries: Vec::new(),
                    details: Vec::new(),
                    is_always_needed: false,
                    count: 0,
                });
                papers.needed.len() - 1
            });
            papers.needed[place].add(id, &one);
        }
    }
    papers
}

impl<'a> MergedPaper<'a> {
    /// Adds an entry that needs the paper. A paper that is shown serves all entries; more than one is said to be kept.
    fn add(&mut self, entry: &'a EntryId, needed: &NeededPaper<'a>) {
        let count = needed.details.and_then(|details| details.count).unwrap_or(1);
        self.count = match (self.count, count) {
            (0 | 1, count) => count.max(1),
            (known, 1) => known,
            (known, more) => known.saturating_add(more),
        };
        self.entries.push(entry);
        self.details.extend(needed.details.map(|details| (entry, details)));
        self.is_always_needed |= needed.is_always_needed();
    }
}

/// The fees of these items.
#[must_use]
pub fn summed_fees<'a>(items: &[Item<'a>]) -> Fees<'a> {
    let mut fees = Fees::default();
    for item in items {
        let fee = item.facts.map(|facts| &facts.procedure.fee);
        let yen = fee.and_then(|fee| match (fee.kind()?, fee.yen) {
            (FeeKind::Free, _) => Some(0),
            (FeeKind::Charged, yen) => yen,
        });
        match yen {
            Some(yen) => {
                fees.yen = fees.yen.saturating_add(yen);
                fees.known += 1;
            }
            None => fees.unknown.push(&item.entry.id),
        }
    }
    fees
}

/// The item that takes the longest; `None` if no time is known.
#[must_use]
pub fn longest_time<'a>(items: &[Item<'a>]) -> Option<LongestTime<'a>> {
    let timed: Vec<(i64, &'a EntryId, EntryFacts<'a>)> = items
        .iter()
        .filter_map(|item| {
            let facts = item.facts?;
            let days = facts.supplement.details.as_ref().and_then(|details| details.days_to);
            let days = days.or_else(|| processing_days(&facts.procedure.processing))?;
            Some((days, &item.entry.id, facts))
        })
        .collect();
    // The first of those that take the same time.
    let (_, entry, facts) = timed.iter().rev().max_by_key(|(days, ..)| *days).copied()?;
    Some(LongestTime { entry, facts, unknown: items.len() - timed.len() })
}

/// Which of these items need the card, and which certificate.
#[must_use]
pub fn card_needs<'a>(items: &[Item<'a>]) -> CardNeeds<'a> {
    let mut needs = CardNeeds::default();
    for item in items {
        let Some(facts) = item.facts else { continue };
        match facts.procedure.card_requirement {
            Some(CardRequirement::Signature) => needs.signature.push(&item.entry.id),
            Some(CardRequirement::Identification) => needs.identification.push(&item.entry.id),
            Some(CardRequirement::None) => {}
            None => needs.unknown.push(&item.entry.id),
        }
    }
    needs
}

#[cfg(test)]
mod tests;
