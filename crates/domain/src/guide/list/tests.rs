use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::tests::{entry, guide, question};
use super::super::{Given, QuestionKind};
use super::*;
use crate::paper::tests::{details, paper};
use crate::paper::{PaperKind, PaperNeed};
use crate::procedure::Fee;
use crate::procedure_details::{NO_SUPPLEMENT, ProcedureDetails};

fn procedure(id: &str, department: &str, papers: &[&str]) -> Procedure {
    let mut procedure = Procedure::unknown(id.parse().expect("an id"), "test".parse().expect("a source"));
    procedure.department = department.parse().ok();
    procedure.papers = papers.iter().map(|paper| (*paper).to_owned()).collect();
    procedure
}

fn of(procedure: &Procedure, availability: Availability) -> EntryFacts<'_> {
    let attach = Some(StepState::Counter);
    EntryFacts { procedure, availability: Some(availability), attach, supplement: &NO_SUPPLEMENT }
}

fn names(items: &[Item<'_>]) -> Vec<String> {
    items.iter().map(|item| item.entry.id.to_string()).collect()
}

/// A guide of entries that name procedures with their own ids.
fn of_procedures(entries: &[(&str, &str, Option<i64>)]) -> Guide {
    let entries = (1..).zip(entries).map(|(position, (id, condition, days))| Entry {
        position,
        procedure: id.parse().ok(),
        title: crate::procedure::LocalText::default(),
        days: *days,
        ..entry(id, condition)
    });
    Guide {
        questions: vec![question("pet", QuestionKind::One, "", &["dog", "cat"])],
        entries: entries.collect(),
        ..guide()
    }
}

#[test]
fn a_list_is_in_the_order_of_doing() {
    let procedures = [
        procedure("in", "citizens", &[]),
        procedure("tax", "taxation", &[]),
        procedure("seal", "citizens", &[]),
        procedure("out", "citizens", &[]),
    ];
    let mut guide =
        of_procedures(&[("in", "", Some(14)), ("tax", "", Some(0)), ("seal", "", None), ("out", "", Some(-1))]);
    guide.entries.push(Entry { position: 5, days: Some(15), ..entry("police", "") });
    guide.entries.push(Entry { position: 6, place: Place::City, ..entry("town", "") });
    guide.entries.push(Entry { position: 7, ..entry("dog", "pet=dog") });
    guide.entries.push(Entry { position: 8, ..entry("cat", "pet!=dog;pet!=cat") });
    let facts = |entry: &Entry| {
        let procedure = procedures.iter().find(|one| Some(&one.id) == entry.procedure.as_ref())?;
        let is_home = procedure.id.as_str() == "out";
        Some(of(procedure, if is_home { Availability::Complete } else { Availability::Counter }))
    };
    let day = NaiveDate::from_ymd_opt(2026, 12, 1);
    let responses = guide.responses(&BTreeMap::new());
    let list = personal_list(&guide, &responses, day, facts);
    assert_eq!(names(&list.home), ["out"]);
    assert_eq!(list.home[0].due, NaiveDate::from_ymd_opt(2026, 11, 30));
    let counters: Vec<(Option<&str>, Vec<String>)> = list
        .counters
        .iter()
        .map(|counter| (counter.department.map(DepartmentCode::as_str), names(&counter.items)))
        .collect();
    let named = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        counters,
        [(Some("taxation"), named(&["tax"])), (Some("citizens"), named(&["in", "seal"])), (None, named(&["town"]))]
    );
    assert_eq!(names(&list.elsewhere), ["police"]);
    let perhaps: Vec<_> = list.perhaps.iter().map(|one| (one.item.entry.id.as_str(), one.questions.len())).collect();
    assert_eq!(perhaps, [("dog", 1), ("cat", 1)]);
    let dog = Given::only(["dog".parse().expect("an id")]);
    let responses = guide.responses(&BTreeMap::from([(guide.questions[0].id.clone(), dog)]));
    let list = personal_list(&guide, &responses, None, facts);
    assert_eq!(names(&list.elsewhere), ["police", "dog"]);
    assert!(list.perhaps.is_empty() && list.home[0].due.is_none());
}

#[test]
fn one_procedure_is_done_once_and_one_that_is_gone_is_not_done() {
    let there = procedure("in", "citizens", &[]);
    let mut guide =
        of_procedures(&[("in", "", Some(14)), ("gone", "", None), ("again", "", Some(3)), ("maybe", "pet=dog", None)]);
    guide.entries[2].procedure = Some(there.id.clone());
    guide.entries[3].procedure = Some(there.id.clone());
    let responses = guide.responses(&BTreeMap::new());
    let list = personal_list(&guide, &responses, None, |entry| {
        (entry.procedure.as_ref() == Some(&there.id)).then(|| of(&there, Availability::Counter))
    });
    assert_eq!(names(&list.needed()), ["again"]);
    assert!(list.perhaps.is_empty());
}

fn items<'a>(entries: &'a [Entry], procedures: &'a [Procedure]) -> Vec<Item<'a>> {
    let item = |(entry, procedure)| Item { entry, facts: Some(of(procedure, Availability::Counter)), due: None };
    entries.iter().zip(procedures).map(item).collect()
}

fn entries(count: usize) -> Vec<Entry> {
    (0..count).map(|number| entry(&format!("e{number}"), "")).collect()
}

#[test]
fn a_paper_that_two_procedures_need_is_brought_once() {
    let procedures = [
        procedure("a", "x", &["本人確認書類", "印鑑"]),
        procedure("b", "x", &["本人 確認書類", "本人確認書類"]),
        procedure("c", "x", &[]),
    ];
    let entries = entries(4);
    let mut items = items(&entries, &procedures);
    items.push(Item { entry: &entries[3], facts: None, due: None });
    let list = PaperList::default();
    let papers = merged_papers(&items, &list);
    let needed: Vec<(&str, Vec<&str>)> =
        papers.needed.iter().map(|paper| (paper.name, paper.entries.iter().map(|id| id.as_str()).collect())).collect();
    assert_eq!(needed, [("本人確認書類", vec!["e0", "e1"]), ("印鑑", vec!["e0"])]);
    assert_eq!(papers.unstated.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["e2", "e3"]);
    items[2].facts = items[2].facts.map(|facts| EntryFacts { attach: Some(StepState::NotNeeded), ..facts });
    assert_eq!(merged_papers(&items[..3], &list).unstated, Vec::<&EntryId>::new(), "it needs none");
}

#[test]
fn papers_of_the_shared_list_are_merged_by_id_whatever_they_are_called() {
    let mut card = paper("card", "マイナンバーカード", "まいなんばーかーど", PaperKind::MyNumberCard);
    card.other_names = vec!["個人番号カード".to_owned()];
    let copy = paper("copy", "住民票の写し", "じゅうみんひょうのうつし", PaperKind::Proof);
    let list = PaperList::of(vec![card, copy]);
    let procedures = [
        procedure("a", "x", &["個人番号カード", "住民票の写し"]),
        procedure("b", "x", &["マイナンバーカード"]),
        procedure("c", "x", &[]),
    ];
    let say = |count, needed| {
        let details = ProcedurePaper { count, ..details("copy", 1, needed) };
        Supplement { papers: vec![details], ..Supplement::default() }
    };
    let supplements =
        [say(Some(2), PaperNeed::Always), say(Some(3), PaperNeed::InSomeCases), say(None, PaperNeed::InSomeCases)];
    let entries = entries(3);
    let mut items = items(&entries, &procedures);
    for (item, supplement) in items.iter_mut().zip(&supplements) {
        item.facts = item.facts.map(|facts| EntryFacts { supplement, ..facts });
    }
    let papers = merged_papers(&items, &list);
    let told: Vec<(&str, Vec<&str>, bool, i64)> = papers
        .needed
        .iter()
        .map(|one| {
            let entries = one.entries.iter().map(|id| id.as_str()).collect();
            (one.name, entries, one.is_always_needed, one.count)
        })
        .collect();
    assert_eq!(
        told,
        [("マイナンバーカード", vec!["e0", "e1"], true, 1), ("住民票の写し", vec!["e0", "e1", "e2"], true, 5),]
    );
    assert_eq!(papers.needed[1].details.len(), 3);
    assert!(papers.unstated.is_empty(), "its details name a paper");
    let sometimes = merged_papers(&items[1..], &list);
    assert_eq!(sometimes.needed.iter().map(|one| one.is_always_needed).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_fee_that_is_not_known_is_not_zero() {
    let fee = |required, yen| Fee { required, yen, note: String::new() };
    let fees = [
        fee(Some(true), Some(300)),
        fee(Some(false), None),
        fee(Some(true), None),
        fee(None, None),
        fee(None, Some(450)),
    ];
    let procedures: Vec<Procedure> = fees
        .into_iter()
        .map(|fee| {
            let mut one = procedure("a", "x", &[]);
            one.fee = fee;
            one
        })
        .collect();
    let entries = entries(5);
    let summed = summed_fees(&items(&entries, &procedures));
    assert_eq!((summed.yen, summed.known, summed.unknown.len()), (750, 3, 2));
}

#[test]
fn the_longest_time_says_how_many_are_not_known() {
    let procedures: Vec<Procedure> = ["当日", "約1か月", "", "1か月", "約10日"]
        .into_iter()
        .map(|words| {
            let mut one = procedure("a", "x", &[]);
            words.clone_into(&mut one.processing);
            one
        })
        .collect();
    let entries = entries(5);
    let items = items(&entries, &procedures);
    let longest = longest_time(&items).expect("some are known");
    assert_eq!((longest.entry.as_str(), longest.unknown), ("e1", 1));
    assert_eq!(longest.facts.procedure.processing, "約1か月");
    assert_eq!(longest_time(&items[2..3]), None);
    // Days that are said as a number need no words.
    let details = ProcedureDetails { days_to: Some(60), ..ProcedureDetails::unknown(procedures[2].id.clone()) };
    let supplement = Supplement { details: Some(details), ..Supplement::default() };
    let mut counted = items.clone();
    counted[2].facts = counted[2].facts.map(|facts| EntryFacts { supplement: &supplement, ..facts });
    let longest = longest_time(&counted).expect("all are known");
    assert_eq!((longest.entry.as_str(), longest.unknown), ("e2", 0));
}

#[test]
fn the_card_is_told_by_its_certificate() {
    let requirements =
        [Some(CardRequirement::Signature), Some(CardRequirement::None), None, Some(CardRequirement::Identification)];
    let procedures: Vec<Procedure> = requirements
        .into_iter()
        .map(|requirement| {
            let mut one = procedure("a", "x", &[]);
            one.card_requirement = requirement;
            one
        })
        .collect();
    let entries = entries(4);
    let items = items(&entries, &procedures);
    let needs = card_needs(&items);
    let ids = |ids: &[&EntryId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!([ids(&needs.signature), ids(&needs.identification), ids(&needs.unknown)], [["e0"], ["e3"], ["e2"]]);
}

proptest! {
    #[test]
    fn merging_loses_no_paper_and_names_none_twice(lists in prop::collection::vec(prop::collection::vec(0_u8..6, 0..5), 0..6)) {
        let name = |number: &u8| format!("書類{number}");
        let procedures: Vec<Procedure> = lists
            .iter()
            .map(|list| procedure("a", "x", &list.iter().map(name).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let entries = entries(lists.len());
        let list = PaperList::default();
        let papers = merged_papers(&items(&entries, &procedures), &list);
        let mut names: Vec<&str> = papers.needed.iter().map(|paper| paper.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        prop_assert_eq!(before, names.len());
        for (number, list) in lists.iter().enumerate() {
            for paper in 0..6_u8 {
                let merged = papers.needed.iter().find(|one| one.name == name(&paper));
                let is_named = merged.is_some_and(|one| one.entries.contains(&&entries[number].id));
                prop_assert_eq!(is_named, list.contains(&paper));
            }
        }
    }
}
