//! What the check of guides finds, compared with every way to answer them.

use proptest::prelude::*;

use super::*;
use crate::guide::tests::{entry, guide, question};

fn found(guide: &Guide) -> Vec<(FindingKind, FindingPlace)> {
    check(guide).into_iter().map(|finding| (finding.kind, finding.place)).collect()
}

fn at_question(id: &str) -> FindingPlace {
    FindingPlace::Question(id.parse().expect("an id"))
}

fn at_answer(question: &str, answer: &str) -> FindingPlace {
    FindingPlace::Answer(question.parse().expect("an id"), answer.parse().expect("an id"))
}

fn at_entry(id: &str) -> FindingPlace {
    FindingPlace::Entry(id.parse().expect("an id"))
}

fn sound() -> Guide {
    Guide {
        questions: vec![
            question("from", QuestionKind::One, "", &["away", "here"]),
            question("ward", QuestionKind::One, "from=here", &["same", "other"]),
            question("with", QuestionKind::Several, "", &["child", "dog"]),
        ],
        entries: vec![
            entry("in", "from=away"),
            entry("within", "from=here"),
            entry("ward", "ward=other;with=child"),
            entry("dog", "with=dog"),
            entry("all", ""),
        ],
        ..guide()
    }
}

#[test]
fn nothing_is_wrong_with_a_sound_guide() {
    assert!(found(&sound()).is_empty());
}

#[test]
fn a_condition_names_what_is_there() {
    let mut guide = sound();
    guide.entries.push(entry("a", "to=away"));
    guide.entries.push(entry("b", "from=moon"));
    guide.questions[2].asked_if = "from=mars".parse().expect("a condition");
    let kinds = found(&guide);
    for (kind, place) in [
        (FindingKind::UnknownQuestion, at_entry("a")),
        (FindingKind::UnknownAnswer, at_entry("b")),
        (FindingKind::UnknownAnswer, at_question("with")),
    ] {
        assert!(kinds.contains(&(kind, place.clone())), "{kind} {place:?}: {kinds:?}");
    }
}

#[test]
fn terms_that_exclude_one_another_are_a_contradiction() {
    for condition in ["from=away;from=here", "from=here;from!=here", "with=dog;with!=dog", "from!=away;from!=here"] {
        let mut guide = sound();
        guide.entries.push(entry("x", condition));
        assert_eq!(found(&guide), [(FindingKind::Contradiction, at_entry("x"))], "{condition}");
    }
    let mut guide = sound();
    guide.entries.push(entry("x", "with=dog;with=child"));
    assert!(found(&guide).is_empty(), "several may be true");
}

#[test]
fn an_entry_behind_a_question_that_is_not_asked_is_out_of_reach() {
    let mut guide = sound();
    guide.entries.push(entry("x", "from=away;ward=same"));
    assert_eq!(found(&guide), [(FindingKind::Unreachable, at_entry("x"))]);
}

#[test]
fn a_question_depends_only_on_earlier_ones() {
    let mut guide = sound();
    guide.questions[0].asked_if = "with=dog".parse().expect("a condition");
    let kinds = found(&guide);
    assert!(kinds.contains(&(FindingKind::AskedTooEarly, at_question("from"))), "{kinds:?}");
    guide.questions[0].asked_if = "from=away".parse().expect("a condition");
    assert!(found(&guide).contains(&(FindingKind::AskedTooEarly, at_question("from"))));
}

#[test]
fn what_leads_nowhere_and_what_nobody_needs_is_told() {
    let mut guide = sound();
    guide.entries.retain(|entry| ["in", "dog"].contains(&entry.id.as_str()));
    guide.questions.push(question("age", QuestionKind::One, "", &["old", "unknown"]));
    guide.questions.push(question("empty", QuestionKind::One, "", &[]));
    guide.entries[1].condition = "from=away;with=dog".parse().expect("a condition");
    let kinds = found(&guide);
    for wanted in [
        (FindingKind::LeadsNowhere, at_answer("from", "here")),
        (FindingKind::LeadsNowhere, at_answer("ward", "same")),
        (FindingKind::Unused, at_question("ward")),
        (FindingKind::Unused, at_question("age")),
        (FindingKind::ReservedAnswer, at_answer("age", "unknown")),
        (FindingKind::NoAnswers, at_question("empty")),
    ] {
        assert!(kinds.contains(&wanted), "{wanted:?}: {kinds:?}");
    }
    guide.entries.clear();
    assert!(found(&guide).contains(&(FindingKind::NoEntries, FindingPlace::Guide)));
}

#[test]
fn the_fields_of_a_form_fit_into_an_address() {
    let mut guide = sound();
    guide.questions.push(question("with.dog", QuestionKind::One, "", &["a", "b"]));
    assert!(found(&guide).contains(&(FindingKind::SameField, FindingPlace::Guide)));
    let answers: Vec<String> = (0..60).map(|number| format!("a{number}")).collect();
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    guide.questions[3] = question("many", QuestionKind::Several, "", &answers);
    assert!(found(&guide).contains(&(FindingKind::TooManyFields, FindingPlace::Guide)));
}

/// Random guides of up to four questions with up to three answers.
fn any_guide() -> impl Strategy<Value = Guide> {
    let term = (0_usize..4, any::<bool>(), prop::collection::vec(0_usize..3, 1..3));
    let condition = prop::collection::vec(term, 0..3);
    let questions = prop::collection::vec((any::<bool>(), condition.clone(), 1_usize..4), 1..5);
    let entries = prop::collection::vec(condition, 1..4);
    (questions, entries).prop_map(|(questions, entries)| {
        let sizes: Vec<usize> = questions.iter().map(|one| one.2).collect();
        let written = |terms: &[(usize, bool, Vec<usize>)], below: usize| {
            let terms = terms.iter().filter(|(question, ..)| *question < below);
            let term = |(question, is_negated, answers): &(usize, bool, Vec<usize>)| {
                let answers = answers.iter().map(|answer| format!("a{}", answer % sizes[*question]));
                let sign = if *is_negated { "!=" } else { "=" };
                format!("q{question}{sign}{}", answers.collect::<Vec<_>>().join(","))
            };
            terms.map(term).collect::<Vec<_>>().join(";")
        };
        let made = questions.iter().enumerate().map(|(number, (is_one, asked_if, size))| {
            let kind = if *is_one { QuestionKind::One } else { QuestionKind::Several };
            let answers: Vec<String> = (0..*size).map(|answer| format!("a{answer}")).collect();
            let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
            question(&format!("q{number}"), kind, &written(asked_if, number), &answers)
        });
        let entries = entries
            .iter()
            .enumerate()
            .map(|(number, terms)| entry(&format!("e{number}"), &written(terms, questions.len())));
        Guide { questions: made.collect(), entries: entries.collect(), ..guide() }
    })
}

/// Every way to answer all questions.
fn every_answer(guide: &Guide) -> Vec<BTreeMap<QuestionId, Given>> {
    let mut all = vec![BTreeMap::new()];
    for question in &guide.questions {
        let ids: Vec<AnswerId> = question.answers.iter().map(|answer| answer.id.clone()).collect();
        let options: Vec<Given> = match question.kind {
            QuestionKind::One => ids.iter().map(|id| Given::only([id.clone()])).collect(),
            QuestionKind::Several => (0_u32..1 << ids.len())
                .map(|set| {
                    Given::only(
                        ids.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0).map(|(_, id)| id.clone()),
                    )
                })
                .collect(),
        };
        all = all
            .into_iter()
            .flat_map(|before: BTreeMap<QuestionId, Given>| {
                options.iter().map(move |given| {
                    let mut next = before.clone();
                    next.insert(question.id.clone(), given.clone());
                    next
                })
            })
            .collect();
    }
    all
}

proptest! {
    #[test]
    fn the_check_agrees_with_every_way_to_answer(guide in any_guide()) {
        let all: Vec<Responses> = every_answer(&guide).iter().map(|given| guide.responses(given)).collect();
        let findings = found(&guide);
        for entry in &guide.entries {
            let is_reached = all.iter().any(|responses| entry.condition.truth(responses) == Truth::True);
            let is_told = [FindingKind::Contradiction, FindingKind::Unreachable]
                .iter()
                .any(|kind| findings.contains(&(*kind, FindingPlace::Entry(entry.id.clone()))));
            prop_assert_eq!(is_reached, !is_told, "{}", entry.condition);
        }
        for question in &guide.questions {
            let is_asked = all.iter().any(|responses| question.asked_if.truth(responses) == Truth::True);
            let is_told = [FindingKind::Contradiction, FindingKind::NeverAsked]
                .iter()
                .any(|kind| findings.contains(&(*kind, FindingPlace::Question(question.id.clone()))));
            prop_assert_eq!(is_asked, !is_told, "{}", question.asked_if);
            for answer in &question.answers {
                let leads = all.iter().filter(|one| one.of(&question.id).is_some_and(|given| given.chosen.contains(&answer.id)))
                    .any(|responses| guide.entries.iter().any(|entry| entry.condition.truth(responses) == Truth::True));
                let place = FindingPlace::Answer(question.id.clone(), answer.id.clone());
                prop_assert_eq!(leads, !findings.contains(&(FindingKind::LeadsNowhere, place)));
            }
        }
    }

    /// What is certain with some answers stays so whatever the others are.
    #[test]
    fn another_answer_never_changes_what_was_certain(guide in any_guide(), left_out in 0_usize..5) {
        for given in every_answer(&guide).into_iter().take(200) {
            let mut partial = given.clone();
            if let Some(question) = guide.questions.get(left_out) {
                partial.remove(&question.id);
            }
            let (whole, partial) = (guide.responses(&given), guide.responses(&partial));
            for entry in &guide.entries {
                let truth = entry.condition.truth(&partial);
                prop_assert!(truth == Truth::Unknown || truth == entry.condition.truth(&whole));
                prop_assert_eq!(truth == Truth::Unknown, !entry.condition.undecided(&partial).is_empty() && truth != Truth::False);
            }
        }
    }
}
