//! Papers and other things that people bring, attach or show: a list that all procedures share.
//!
//! A procedure names its papers in words (docs/adr/0033-papers-are-a-shared-list.md). Words that are a name or the reading
//! of a paper of the list stand for that paper, with its reading and its names in all languages; other words stay text of
//! the city.

use std::collections::{HashMap, HashSet};

use crate::procedure::{LocalText, ProcedureId};
use crate::source::SourceId;
use crate::text::fold_for_search;

identifier! {
    /// Identifies a paper of the shared list.
    pub struct PaperId("paper")
}

string_enum! {
    /// What a paper is for.
    pub enum PaperKind ("kind of paper") {
        /// 本人確認書類: shows who somebody is.
        Identification = "identification",
        /// The card itself, shown or handed in. Its certificates are something else.
        MyNumberCard = "my_number_card",
        /// An electronic certificate in the card, with its password.
        CertificateOfCard = "certificate_of_card",
        Seal = "seal",
        Photo = "photo",
        /// 申請書・届書・委任状: a form to fill in.
        Form = "form",
        /// A certificate, a contract or a receipt that shows a fact.
        Proof = "proof",
        Other = "other",
    }
}

string_enum! {
    /// When a paper is needed.
    pub enum PaperNeed ("need of a paper") {
        Always = "always",
        InSomeCases = "in_some_cases",
    }
}

string_enum! {
    /// Whether the paper itself is needed, or a copy of it.
    pub enum PaperOriginal ("original or copy") {
        Original = "original",
        Copy = "copy",
        Either = "either",
    }
}

/// A paper of the shared list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: PaperId,
    /// Its position in lists, from 1.
    pub position: i64,
    pub name: LocalText,
    /// Reading in hiragana; empty if unknown.
    pub kana: String,
    /// What else it is called, also what it was called before.
    pub other_names: Vec<String>,
    pub kind: PaperKind,
    pub note: LocalText,
    pub source: SourceId,
    pub sample: bool,
}

/// What a procedure says about a paper of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedurePaper {
    pub procedure: ProcedureId,
    pub paper: PaperId,
    /// Its position among the papers of the procedure, from 1.
    pub position: i64,
    pub needed: PaperNeed,
    /// In which cases it is needed, or what must be on it.
    pub condition: LocalText,
    /// How many; `None` stands for one.
    pub count: Option<i64>,
    /// `None` if nothing is said.
    pub original: Option<PaperOriginal>,
}

/// The shared list, found by id, name and reading.
#[derive(Debug, Clone, Default)]
pub struct PaperList {
    papers: Vec<Paper>,
    /// By folded id, name, reading and other names.
    places: HashMap<String, usize>,
}

impl PaperList {
    /// Of two papers with the same name, the first one has it.
    #[must_use]
    pub fn of(papers: Vec<Paper>) -> Self {
        let mut places = HashMap::new();
        // A name of its own comes before what others are called as well.
        for (place, paper) in papers.iter().enumerate() {
            for name in [paper.name.ja.as_str(), paper.id.as_str()] {
                add(&mut places, name, place);
            }
        }
        for (place, paper) in papers.iter().enumerate() {
            let names = [&paper.kana, &paper.name.easy, &paper.name.en];
            for name in names.into_iter().chain(&paper.other_names) {
                add(&mut places, name, place);
            }
        }
        Self { papers, places }
    }

    /// All papers, in the order in which they were given.
    #[must_use]
    pub fn all(&self) -> &[Paper] {
        &self.papers
    }

    #[must_use]
    pub fn get(&self, id: &PaperId) -> Option<&Paper> {
        self.papers.iter().find(|paper| paper.id == *id)
    }

    /// The paper that words stand for: its name, its reading, or another of its names. Width, spaces, case and the kind
    /// of kana make no difference.
    #[must_use]
    pub fn find(&self, words: &str) -> Option<&Paper> {
        if self.places.is_empty() {
            return None;
        }
        self.places.get(&fold_for_search(words)).map(|place| &self.papers[*place])
    }
}

fn add(places: &mut HashMap<String, usize>, name: &str, place: usize) {
    let key = fold_for_search(name);
    if !key.is_empty() {
        places.entry(key).or_insert(place);
    }
}

/// A paper that a procedure needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeededPaper<'a> {
    /// `None` if it is not in the shared list.
    pub paper: Option<&'a Paper>,
    /// The words of the entry; empty if only its details name the paper.
    pub words: &'a str,
    pub details: Option<&'a ProcedurePaper>,
}

impl<'a> NeededPaper<'a> {
    /// What it is for; [`PaperKind::Other`] if it is not in the shared list.
    #[must_use]
    pub fn kind(&self) -> PaperKind {
        self.paper.map_or(PaperKind::Other, |paper| paper.kind)
    }

    /// Whether everybody needs it, as far as is known.
    #[must_use]
    pub fn is_always_needed(&self) -> bool {
        self.details.is_none_or(|details| details.needed == PaperNeed::Always)
    }

    /// Its name in Japanese.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.paper.map_or(self.words, |paper| paper.name.ja.as_str())
    }

    /// What tells papers apart: the id of a paper of the list, and other words without width and spaces.
    #[must_use]
    pub fn key(&self) -> PaperKey {
        match self.paper {
            Some(paper) => PaperKey::Listed(paper.id.clone()),
            None => PaperKey::Words(fold_for_search(self.words)),
        }
    }
}

/// What tells papers apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaperKey {
    Listed(PaperId),
    Words(String),
}

/// The papers of a procedure, each once: those that its entry names, in its order, then those that only `details` name.
#[must_use]
pub fn needed_papers<'a>(
    entry: &'a [String],
    details: &'a [ProcedurePaper],
    list: &'a PaperList,
) -> Vec<NeededPaper<'a>> {
    let of = |paper: &Paper| details.iter().find(|details| details.paper == paper.id);
    let named = entry.iter().map(|words| {
        let paper = list.find(words);
        NeededPaper { paper, words, details: paper.and_then(of) }
    });
    let mut ordered: Vec<&ProcedurePaper> = details.iter().collect();
    ordered.sort_by_key(|details| details.position);
    let others = ordered.into_iter().filter_map(|details| {
        list.get(&details.paper).map(|paper| NeededPaper { paper: Some(paper), words: "", details: Some(details) })
    });
    let mut seen = HashSet::new();
    named.chain(others).filter(|needed| seen.insert(needed.key())).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A paper with a reading.
    pub fn paper(id: &str, name: &str, kana: &str, kind: PaperKind) -> Paper {
        Paper {
            id: id.parse().expect("an id"),
            position: 1,
            name: LocalText { ja: name.to_owned(), easy: String::new(), en: String::new() },
            kana: kana.to_owned(),
            other_names: Vec::new(),
            kind,
            note: LocalText::default(),
            source: "list".parse().expect("a source"),
            sample: false,
        }
    }

    /// What a procedure says about a paper.
    pub fn details(paper: &str, position: i64, needed: PaperNeed) -> ProcedurePaper {
        ProcedurePaper {
            procedure: "a".parse().expect("an id"),
            paper: paper.parse().expect("an id"),
            position,
            needed,
            condition: LocalText::default(),
            count: None,
            original: None,
        }
    }

    fn list() -> PaperList {
        let mut card = paper("my-number-card", "マイナンバーカード", "まいなんばーかーど", PaperKind::MyNumberCard);
        card.other_names = vec!["個人番号カード".to_owned()];
        PaperList::of(vec![
            paper("identification", "本人確認書類", "ほんにんかくにんしょるい", PaperKind::Identification),
            card,
            paper("seal", "印鑑", "いんかん", PaperKind::Seal),
        ])
    }

    #[test]
    fn a_paper_is_found_by_its_name_its_reading_its_id_and_what_else_it_is_called() {
        let list = list();
        let found = |words: &str| list.find(words).map(|paper| paper.id.as_str());
        for words in [
            "マイナンバーカード",
            "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ",
            "まいなんばーかーど",
            "マイナンバー カード",
            "個人番号カード",
            "My-Number-Card",
        ] {
            assert_eq!(found(words), Some("my-number-card"), "{words}");
        }
        for words in ["", "　", "マイナンバーカードまたは転出証明書", "カード"] {
            assert_eq!(found(words), None, "{words}");
        }
        assert_eq!(PaperList::default().find("印鑑"), None);
    }

    #[test]
    fn of_two_papers_with_one_name_the_first_has_it_and_its_own_name_comes_before_others() {
        let mut second = paper("b", "印", "いん", PaperKind::Seal);
        second.other_names = vec!["印鑑".to_owned()];
        let list = PaperList::of(vec![
            second,
            paper("a", "印鑑", "いんかん", PaperKind::Seal),
            paper("c", "印", "", PaperKind::Seal),
        ]);
        assert_eq!(list.find("印鑑").map(|paper| paper.id.as_str()), Some("a"));
        assert_eq!(list.find("印").map(|paper| paper.id.as_str()), Some("b"));
    }

    #[test]
    fn the_papers_of_a_procedure_are_those_of_its_entry_then_those_of_its_details_each_once() {
        let list = list();
        let entry = ["図面".to_owned(), "いんかん".to_owned(), "印鑑".to_owned(), "図 面".to_owned()];
        let rows = [
            details("my-number-card", 2, PaperNeed::InSomeCases),
            details("identification", 1, PaperNeed::Always),
            details("seal", 3, PaperNeed::InSomeCases),
            details("gone", 4, PaperNeed::Always),
        ];
        let needed = needed_papers(&entry, &rows, &list);
        let named: Vec<_> = needed.iter().map(|one| (one.name(), one.words, one.is_always_needed())).collect();
        assert_eq!(
            named,
            [
                ("図面", "図面", true),
                ("印鑑", "いんかん", false),
                ("本人確認書類", "", true),
                ("マイナンバーカード", "", false),
            ]
        );
        assert_eq!(needed[0].kind(), PaperKind::Other);
        assert_eq!(needed[1].kind(), PaperKind::Seal);
    }
}
