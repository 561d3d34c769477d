use domain::synonym::Synonym;
use proptest::prelude::*;

use super::*;
use crate::words::Synonyms;

fn index(names: &[&str]) -> SearchIndex {
    let mut index = SearchIndex::default();
    for name in names {
        index.add([&[name], &[], &[], &[]]);
    }
    index
}

fn found(index: &SearchIndex, query: &str) -> Vec<usize> {
    index.find(&Words::of(query)).into_iter().map(|hit| hit.procedure).collect()
}

fn ranked(index: &SearchIndex, query: &str) -> Vec<usize> {
    let mut hits = index.find(&Words::of(query));
    hits.sort_by_key(|hit| hit.matched);
    hits.into_iter().map(|hit| hit.procedure).collect()
}

#[test]
fn one_and_two_character_words_are_found() {
    let index = index(&["地方税の申告", "転出届", "税"]);
    assert_eq!(found(&index, "税"), [0, 2]);
    assert_eq!(found(&index, "転出"), [1]);
}

#[test]
fn all_words_must_match_in_any_order() {
    let index = index(&["児童手当の認定請求", "児童扶養手当の現況届", "現況届"]);
    assert_eq!(found(&index, "現況 児童"), [1]);
}

#[test]
fn width_case_kana_and_radicals_make_no_difference() {
    let index = index(&["ｅＬＴＡＸ申告", "マイナンバーカード", "⼤阪府の手続"]);
    assert_eq!(found(&index, "eltax"), [0]);
    assert_eq!(found(&index, "まいなんばー"), [1]);
    assert_eq!(found(&index, "大阪"), [2]);
}

#[test]
fn no_match_runs_across_two_procedures_or_fields() {
    let mut index = SearchIndex::default();
    index.add([&["転"], &["出"], &[], &[]]);
    index.add([&["届"], &[], &[], &[]]);
    assert!(found(&index, "転出").is_empty());
    assert!(found(&index, "出届").is_empty());
}

#[test]
fn a_match_in_the_name_ranks_before_one_in_the_department() {
    let mut index = SearchIndex::default();
    index.add([&["転出届"], &[], &[], &["市民課"]]);
    index.add([&["市民カード"], &[], &[], &["総務課"]]);
    let hits = index.find(&Words::of("市民"));
    assert_eq!(hits.iter().map(|hit| hit.matched.field).collect::<Vec<_>>(), [Field::Department, Field::Name]);
}

#[test]
fn a_query_without_words_finds_everything() {
    assert_eq!(found(&index(&["a", "b"]), "　 "), [0, 1]);
}

#[test]
fn a_latin_word_is_found_where_a_word_begins_and_a_short_one_only_whole() {
    let index = index(&[
        "My Number card",
        "Long-term care",
        "A car permit",
        "Medicare",
        "Two cars",
        "eLTAX申告",
        "certificates",
    ]);
    assert_eq!(found(&index, "car"), [2, 4], "neither card nor care");
    assert_eq!(found(&index, "cars"), [2, 4]);
    assert_eq!(found(&index, "care"), [1], "not the end of a word");
    assert_eq!(found(&index, "eltax"), [5]);
    assert_eq!(found(&index, "certif"), [6]);
    assert_eq!(found(&index, "certificate"), [6]);
    assert_eq!(found(&index, "number car"), [] as [usize; 0]);
    assert_eq!(found(&index, "card number"), [0]);
}

#[test]
fn a_whole_word_ranks_before_a_longer_one_and_the_beginning_before_the_inside() {
    assert_eq!(ranked(&index(&["A parking place", "A park"]), "park"), [1, 0]);
    assert_eq!(ranked(&index(&["犬の死亡届", "死亡届"]), "死亡"), [1, 0]);
    assert_eq!(ranked(&index(&["Death of a dog", "Notification of the death of a dog"]), "death"), [0, 1]);
}

fn synonyms(entries: &[(&str, &[&str])]) -> Synonyms {
    let entry = |(word, means): &(&str, &[&str])| Synonym {
        word: (*word).to_owned(),
        means: means.iter().map(|meaning| (*meaning).to_owned()).collect(),
    };
    Synonyms::of(&entries.iter().map(entry).collect::<Vec<_>>())
}

#[test]
fn a_word_is_found_by_what_it_means_however_it_was_typed() {
    let index = index(&["転入届", "転出届", "婚姻届", "引っ越しの相談"]);
    let synonyms = synonyms(&[("引っ越し", &["転入届", "転出届"]), ("ひっこし", &["転入届", "転出届"])]);
    let found = |query: &str| -> Vec<(usize, usize)> {
        let hits = index.find(&Words::with(query, &synonyms));
        hits.into_iter().map(|hit| (hit.procedure, hit.matched.meaning)).collect()
    };
    assert_eq!(found("引っ越し"), [(0, 1), (1, 2), (3, 0)]);
    assert_eq!(found("ヒッコシ"), [(0, 1), (1, 2)]);
    assert_eq!(found("引っ越し 転出"), [(1, 2)]);
}

#[test]
fn a_phrase_has_a_meaning_of_its_own_and_its_words_still_count() {
    let index = index(&["課税証明書", "Certificate of tax payment", "Tax return"]);
    let synonyms = synonyms(&[("tax certificate", &["課税証明書"])]);
    let ranked = |query: &str| -> Vec<usize> {
        let mut hits = index.find(&Words::with(query, &synonyms));
        hits.sort_by_key(|hit| hit.matched);
        hits.into_iter().map(|hit| hit.procedure).collect()
    };
    assert_eq!(ranked("Tax  Certificate"), [0, 1]);
    assert_eq!(ranked("tax"), [2, 1]);
}

proptest! {
    #[test]
    fn with_synonyms_it_finds_exactly_what_a_plain_scan_with_them_finds(
        names in prop::collection::vec("[あい税転出]{0,6}", 0..12),
        entries in prop::collection::vec(("[あい税]{1,2}", prop::collection::vec("[あい税転出]{1,2}", 1..3)), 0..4),
        query in "[あい税転 ]{1,5}",
    ) {
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let entries: Vec<Synonym> =
            entries.into_iter().map(|(word, means)| Synonym { word, means }).collect();
        let plain: Vec<usize> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| query.split_whitespace().all(|word| {
                let means = entries.iter().filter(|entry| entry.word == word).flat_map(|entry| &entry.means);
                name.contains(word) || means.into_iter().any(|meaning| name.contains(meaning.as_str()))
            }))
            .map(|(number, _)| number)
            .collect();
        let hits = index.find(&Words::with(&query, &Synonyms::of(&entries)));
        prop_assert_eq!(hits.into_iter().map(|hit| hit.procedure).collect::<Vec<_>>(), plain);
    }

    #[test]
    fn it_finds_exactly_what_a_plain_scan_of_the_folded_text_finds(
        names in prop::collection::vec("[あいアイ12税転出 ー]{0,8}", 0..12), query in "[あいア1税転出 ]{1,5}",
    ) {
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let words: Vec<String> = query.split_whitespace().map(fold_for_search).collect();
        let plain: Vec<usize> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| words.iter().all(|word| fold_for_search(name).contains(word)))
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(found(&index, &query), plain);
    }

    #[test]
    fn it_finds_exactly_what_a_plain_scan_of_latin_words_finds(
        names in prop::collection::vec("[ab 税]{0,9}", 0..12), query in "[ab]{1,5}( [ab]{1,5})?",
    ) {
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let stands = |name: &str, word: &str| {
            let mut found = name.split(|letter: char| !letter.is_ascii_alphabetic());
            found.any(|found| if word.len() < 4 { found == word } else { found.starts_with(word) })
        };
        let plain: Vec<usize> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| query.split_whitespace().all(|word| stands(name, word)))
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(found(&index, &query), plain);
    }
}
