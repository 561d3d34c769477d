//! Questions as people type them, each with the entries that would be right, asked of the demonstration's catalogue.
//!
//! `tests/data/search-questions.csv` has the question, its language, and what is right, joined by `;`: the id of a
//! procedure, `event:` and the code of a life event, or `elsewhere:` and the id of what others do. The questions are our
//! own, in the words of residents. The files of the demonstration are read as they are.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::elsewhere::Elsewhere;
use domain::procedure::{Department, LifeEvent, LocalText, Procedure};
use domain::synonym::Synonym;
use search::{Catalogue, Lexicon, SearchIndex, Spelling, Synonyms, Words, understand};

/// A result counts if it is among so many.
const SEEN: usize = 3;

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header = reader.headers().expect("its header").clone();
    let row = |record: csv::StringRecord| {
        header.iter().zip(&record).map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn table(name: &str) -> Vec<Row> {
    rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/demonstration").join(format!("{name}.csv")))
}

fn local(row: &Row, key: &str) -> LocalText {
    let text = |suffix: &str| row[&format!("{key}{suffix}")].clone();
    LocalText { ja: text(""), easy: text("_easy"), en: text("_en") }
}

fn list(text: &str) -> Vec<String> {
    text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The demonstration's catalogue, as far as a search needs it.
struct Demonstration {
    procedures: Vec<Procedure>,
    life_events: Vec<LifeEvent>,
    elsewhere: Vec<Elsewhere>,
    synonyms: Synonyms,
    index: SearchIndex,
    lexicon: Lexicon,
    names: Lexicon,
    spelling: Spelling,
    volume: BTreeMap<String, u64>,
}

impl Demonstration {
    fn read() -> Self {
        let departments: Vec<Department> = table("departments")
            .iter()
            .map(|row| Department {
                code: row["code"].parse().expect("a code"),
                name: row["name"].clone(),
                name_en: row["name_en"].clone(),
                counter: String::new(),
                counter_en: String::new(),
                hours: String::new(),
                hours_en: String::new(),
                phone: String::new(),
                sample: true,
            })
            .collect();
        let procedures: Vec<Procedure> = table("procedures")
            .iter()
            .map(|row| {
                let id = row["id"].parse().expect("an id");
                let mut procedure = Procedure::unknown(id, row["source"].parse().expect("a source"));
                procedure.name = local(row, "name");
                procedure.kana.clone_from(&row["kana"]);
                procedure.summary = local(row, "summary");
                procedure.legal_basis.clone_from(&row["legal_basis"]);
                procedure.department = row["department"].parse().ok();
                procedure.life_events =
                    list(&row["life_events"]).iter().map(|code| code.parse().expect("a code")).collect();
                procedure
            })
            .collect();
        let mut life_events: Vec<LifeEvent> = table("life-events")
            .iter()
            .map(|row| LifeEvent {
                code: row["code"].parse().expect("a code"),
                position: row["position"].parse().expect("a place"),
                name: local(row, "name"),
                kana: row["kana"].clone(),
            })
            .collect();
        life_events.sort_by_key(|event| event.position);
        let elsewhere: Vec<Elsewhere> = table("elsewhere")
            .iter()
            .map(|row| Elsewhere {
                id: row["id"].parse().expect("an id"),
                title: local(row, "title"),
                words: list(&row["words"]),
                provider: local(row, "provider"),
                url: row["url"].clone(),
                checked_on: None,
                source: row["source"].parse().expect("a source"),
                sample: false,
            })
            .collect();
        let synonyms: Vec<Synonym> = table("synonyms")
            .iter()
            .map(|row| Synonym { word: row["word"].clone(), means: list(&row["means"]) })
            .collect();
        let synonyms = Synonyms::of(&synonyms);
        // Years are in order, so the last known total stays.
        let totals =
            table("usage").into_iter().filter_map(|row| Some((row["procedure"].clone(), row["total"].parse().ok()?)));
        Self {
            index: SearchIndex::of(&procedures, &departments),
            lexicon: Lexicon::of(&synonyms, &life_events, &elsewhere),
            names: Lexicon::of_names(&procedures),
            spelling: Spelling::of(&procedures, &life_events, &synonyms, &elsewhere),
            volume: totals.collect(),
            procedures,
            life_events,
            elsewhere,
            synonyms,
        }
    }

    /// The results as a page shows them: the life event on top, then procedures and what others do. What others do comes
    /// first where the catalogue has nothing by that name.
    fn answer(&self, query: &str) -> Vec<String> {
        let names = || &self.names;
        let spelling = || &self.spelling;
        let catalogue = Catalogue {
            index: &self.index,
            lexicon: &self.lexicon,
            names: &names,
            spelling: &spelling,
            procedures: &self.procedures,
            life_events: &self.life_events,
        };
        let volume = |number: usize| self.volume.get(self.procedures[number].id.as_str()).copied();
        let mut hits = self.index.find(&Words::with(query, &self.synonyms));
        let (topics, leads, numbers) = if hits.is_empty() {
            let understood = understand(&catalogue, query, &|_| true);
            let mut found = understood.found;
            found.sort_by_key(|found| (Reverse(found.score), Reverse(volume(found.procedure))));
            let numbers: Vec<usize> = found.iter().map(|found| found.procedure).collect();
            (understood.topics, understood.elsewhere_leads, numbers)
        } else {
            hits.sort_by_key(|hit| (hit.matched, Reverse(volume(hit.procedure))));
            let is_named = hits.iter().any(|hit| hit.matched.field == search::Field::Name);
            (catalogue.topics(query), !is_named, hits.iter().map(|hit| hit.procedure).collect())
        };
        let event = topics.events.iter().map(|number| format!("event:{}", self.life_events[*number].code)).take(1);
        let elsewhere: Vec<String> =
            topics.elsewhere.iter().map(|number| format!("elsewhere:{}", self.elsewhere[*number].id)).take(2).collect();
        let procedures = numbers.iter().map(|number| self.procedures[*number].id.to_string());
        let rest: Vec<String> = if leads {
            elsewhere.into_iter().chain(procedures).collect()
        } else {
            procedures.chain(elsewhere).collect()
        };
        event.chain(rest).collect()
    }
}

#[test]
fn people_find_what_they_ask_for() {
    let catalogue = Demonstration::read();
    let questions: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/search-questions.csv");
    let questions = rows(&questions);
    let mut known: Vec<String> = catalogue.procedures.iter().map(|procedure| procedure.id.to_string()).collect();
    known.extend(catalogue.life_events.iter().map(|event| format!("event:{}", event.code)));
    known.extend(catalogue.elsewhere.iter().map(|entry| format!("elsewhere:{}", entry.id)));
    let (mut wrong, mut empty) = (Vec::new(), Vec::new());
    let mut by_language: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in &questions {
        let right = list(&row["right"]);
        assert!(right.iter().all(|id| known.contains(id)), "{}: {right:?}", row["question"]);
        let answer = catalogue.answer(&row["question"]);
        let is_right = answer.iter().take(SEEN).any(|id| right.contains(id));
        let (found, asked) = by_language.entry(row["language"].clone()).or_default();
        *found += usize::from(is_right);
        *asked += 1;
        if !is_right {
            let place = answer.iter().position(|id| right.contains(id));
            wrong.push(format!("{}: {:?}, right at {place:?}", row["question"], &answer[..answer.len().min(SEEN)]));
        }
        if answer.is_empty() {
            empty.push(row["question"].clone());
        }
    }
    println!("{by_language:?}");
    println!("{} of {} without a right answer among the first {SEEN}:", wrong.len(), questions.len());
    wrong.iter().for_each(|line| println!("  {line}"));
    assert!(questions.len() >= 150, "{}", questions.len());
    for (language, least) in [("ja", 40), ("easy", 35), ("romaji", 35), ("en", 40)] {
        assert!(by_language[language].1 >= least, "{language}: {}", by_language[language].1);
    }
    assert!(empty.is_empty(), "nothing at all: {empty:?}");
    assert!(wrong.len() * 20 <= questions.len(), "{} of {}: {wrong:#?}", wrong.len(), questions.len());
}

#[test]
fn english_words_are_not_taken_for_romaji() {
    let catalogue = Demonstration::read();
    // Each could be read as kana.
    for word in
        ["same", "name", "sake", "tone", "home", "house", "insane", "area", "image", "income", "minute", "no one"]
    {
        let answer = catalogue.answer(word);
        let is_kana = |id: &String| {
            let procedure = catalogue.procedures.iter().find(|procedure| procedure.id.as_str() == id);
            let english =
                |procedure: &Procedure| format!("{} {}", procedure.name.en, procedure.summary.en).to_lowercase();
            procedure.is_some_and(|procedure| word.split(' ').all(|word| !english(procedure).contains(word)))
        };
        assert!(!answer.iter().any(is_kana), "{word}: {answer:?}");
    }
}

#[test]
fn what_is_near_to_nothing_finds_nothing() {
    let catalogue = Demonstration::read();
    for query in ["zzzzqqqq", "🐶🐶", "？", "月面"] {
        assert!(catalogue.answer(query).is_empty(), "{query}: {:?}", catalogue.answer(query));
    }
}

#[test]
fn a_car_is_no_card_and_people_come_before_dogs() {
    let catalogue = Demonstration::read();
    let car = catalogue.answer("car");
    assert!(!car.iter().any(|id| id.contains("card-") || id.contains("care")), "{car:?}");
    for query in ["死亡", "death", "しぼう", "なくなった"] {
        let answer = catalogue.answer(query);
        let place = |id: &str| answer.iter().position(|found| found == id).unwrap_or(usize::MAX);
        assert!(place("death-registration") < place("dog-death"), "{query}: {answer:?}");
    }
}

#[test]
fn the_spellings_of_one_word_find_the_same() {
    let catalogue = Demonstration::read();
    let sorted = |query: &str| {
        let mut answer = catalogue.answer(query);
        answer.sort();
        answer
    };
    for query in ["引越し", "引越", "ひっこし", "ヒッコシ", "引っこし"] {
        assert_eq!(sorted(query), sorted("引っ越し"), "{query}");
    }
}
