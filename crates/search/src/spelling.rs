//! Spelling suggestions for searches without results.
//!
//! A word that does not occur in the catalogue is compared with the words that do: procedure names split where the
//! script changes, their readings, the names of life events, colloquial terms, and the words for what other offices do.
//! This runs only if a search finds nothing, so it may take longer than a search.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::elsewhere::Elsewhere;
use domain::procedure::{LifeEvent, Procedure};
use domain::text::{fold_for_search, normalise_name};
use strsim::osa_distance;

use crate::words::Synonyms;

/// A word that occurs in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KnownWords {
    /// As shown to the user.
    shown: String,
    folded: String,
    /// The number of texts that contain it.
    times: usize,
    letters: usize,
    which: Letters,
}

/// The characters of a text, hashed into a set of 64 classes. Characters in different classes are different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letters(u64);

impl Letters {
    fn of(text: &str) -> Self {
        // Neighbouring code points, such as those of one script, fall into different classes.
        Self(text.chars().fold(0, |set, letter| set | 1 << (u32::from(letter).wrapping_mul(0x9E37_79B1) >> 26)))
    }

    /// The number of classes that `other` lacks. It is a lower bound of the edit distance.
    const fn not_in(self, other: Self) -> usize {
        (self.0 & !other.0).count_ones() as usize
    }
}

/// The known words of a catalogue.
#[derive(Debug, Default)]
pub struct Spelling {
    words: Vec<KnownWords>,
    /// Folded readings with their names. A word typed by ear may be a part of a reading.
    readings: Vec<(String, Letters, String)>,
}

impl Spelling {
    #[must_use]
    pub fn of(
        procedures: &[Procedure],
        life_events: &[LifeEvent],
        synonyms: &Synonyms,
        elsewhere: &[Elsewhere],
    ) -> Self {
        let mut times: HashMap<String, (String, usize)> = HashMap::new();
        let mut count = |word: &str| {
            let folded = fold_for_search(word);
            if folded.chars().count() >= 2 {
                times.entry(folded).or_insert_with(|| (word.to_owned(), 0)).1 += 1;
            }
        };
        let names = procedures.iter().map(|procedure| &procedure.name);
        for name in names.chain(life_events.iter().map(|event| &event.name)) {
            words_of(&name.ja).into_iter().for_each(&mut count);
            name.en.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() >= 3).for_each(&mut count);
        }
        synonyms.words().for_each(&mut count);
        elsewhere.iter().flat_map(|entry| &entry.words).for_each(|word| count(word));
        let mut words: Vec<KnownWords> = times
            .into_iter()
            .map(|(folded, (shown, times))| {
                let (letters, which) = (folded.chars().count(), Letters::of(&folded));
                KnownWords { shown, folded, times, letters, which }
            })
            .collect();
        words.sort_by(|left, right| left.folded.cmp(&right.folded));
        let readings = procedures
            .iter()
            .filter(|procedure| !procedure.kana.is_empty())
            .map(|procedure| {
                let folded = fold_for_search(&procedure.kana);
                let which = Letters::of(&folded);
                (folded, which, procedure.name.ja.clone())
            })
            .collect();
        Self { words, readings }
    }

    /// The words nearest to one that was not found, nearest first; may be empty.
    ///
    /// Words contained in the input come first, as 引っ越し is in 引っ越しの仕方. Words within one edit per four
    /// letters or less follow (optimal string alignment distance, on folded text).
    #[must_use]
    pub fn suggestions_for(&self, word: &str, most: usize) -> Vec<String> {
        let folded = fold_for_search(&normalise_name(word));
        let letters = folded.chars().count();
        if letters < 2 {
            return Vec::new();
        }
        let allowed = letters.div_ceil(4).min(3);
        let first = folded.chars().next();
        let which = Letters::of(&folded);
        let mut near: Vec<(usize, Reverse<bool>, Reverse<usize>, &str)> = Vec::new();
        for known in &self.words {
            let length = known.letters;
            let missing = known.which.not_in(which);
            if missing > allowed {
                continue;
            }
            let distance = if missing == 0 && folded.contains(&known.folded) {
                0
            } else if length.abs_diff(letters) <= allowed && which.not_in(known.which) <= allowed {
                osa_distance(&folded, &known.folded)
            } else {
                continue;
            };
            if distance <= allowed && distance < length {
                let rank = if distance == 0 { Reverse(length) } else { Reverse(known.times) };
                near.push((distance, Reverse(known.folded.chars().next() == first), rank, &known.shown));
            }
        }
        if letters >= 3 {
            // A part of a reading has only characters of the reading.
            for (reading, _, name) in self.readings.iter().filter(|(_, of, _)| which.not_in(*of) <= allowed) {
                if let Some(distance) = nearest_part(&folded, letters, reading, allowed) {
                    near.push((distance, Reverse(true), Reverse(0), name));
                }
            }
        }
        near.sort_unstable();
        let mut words: Vec<String> = Vec::new();
        for (_, _, _, shown) in near {
            if words.len() < most && !words.iter().any(|word| word == shown) {
                words.push(shown.to_owned());
            }
        }
        words
    }
}

/// The distance between the input and the nearest part of a reading; `None` if it exceeds `allowed`.
fn nearest_part(typed: &str, letters: usize, reading: &str, allowed: usize) -> Option<usize> {
    let starts: Vec<usize> = reading.char_indices().map(|(start, _)| start).chain([reading.len()]).collect();
    let lengths = letters.saturating_sub(1).max(2)..=letters + 1;
    lengths
        .flat_map(|length| starts.windows(length + 1).map(|window| (window[0], window[window.len() - 1])))
        .map(|(start, end)| osa_distance(typed, &reading[start..end]))
        .min()
        .filter(|distance| *distance <= allowed)
}

/// The scripts at whose boundaries a Japanese name is split into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Ideographs,
    Katakana,
    Letters,
    Other,
}

const fn script(character: char) -> Script {
    match character {
        '\u{4E00}'..='\u{9FFF}' | '々' => Script::Ideographs,
        '\u{30A1}'..='\u{30FC}' => Script::Katakana,
        'A'..='Z' | 'a'..='z' | '0'..='9' => Script::Letters,
        _ => Script::Other,
    }
}

/// The runs of ideographs, of katakana and of Latin letters in a name. Hiragana between them is left out.
pub(crate) fn words_of(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut run: Option<(usize, Script)> = None;
    for (at, character) in name.char_indices().chain([(name.len(), ' ')]) {
        let script = script(character);
        if let Some((start, of)) = run {
            if of == script && at < name.len() {
                continue;
            }
            words.push(&name[start..at]);
        }
        run = (script != Script::Other).then_some((at, script));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::procedure::LocalText;
    use domain::synonym::Synonym;

    fn spelling(names: &[(&str, &str)]) -> Spelling {
        let procedures: Vec<Procedure> = names
            .iter()
            .enumerate()
            .map(|(number, (name, kana))| {
                let id = format!("p{number}").parse().expect("an identifier");
                let mut procedure = Procedure::unknown(id, "test".parse().expect("an identifier"));
                procedure.name = LocalText { ja: (*name).to_owned(), ..LocalText::default() };
                procedure.kana = (*kana).to_owned();
                procedure
            })
            .collect();
        let synonyms =
            Synonyms::of(&[Synonym { word: "引っ越し".to_owned(), means: vec!["転入届".to_owned()] }]);
        Spelling::of(&procedures, &[], &synonyms, &[])
    }

    #[test]
    fn names_are_cut_where_the_script_changes() {
        assert_eq!(words_of("児童手当の額についての認定請求"), ["児童手当", "額", "認定請求"]);
        assert_eq!(words_of("マイナンバーカードの交付（eLTAX）"), ["マイナンバーカード", "交付", "eLTAX"]);
        assert!(words_of("").is_empty());
    }

    #[test]
    fn a_wrong_letter_is_put_right() {
        let spelling = spelling(&[("転出届", ""), ("児童手当の現況届", ""), ("マイナンバーカードの交付", "")]);
        assert_eq!(spelling.suggestions_for("転出屈", 3), ["転出届"]);
        assert_eq!(spelling.suggestions_for("児童手宛", 3), ["児童手当"]);
        assert_eq!(spelling.suggestions_for("マイナンバカード", 3), ["マイナンバーカード"]);
    }

    #[test]
    fn a_word_inside_a_sentence_is_offered() {
        assert_eq!(spelling(&[("転出届", "")]).suggestions_for("引っ越しのしかた", 3), ["引っ越し"]);
    }

    #[test]
    fn what_is_typed_by_ear_is_compared_with_readings() {
        let spelling = spelling(&[("転出届", "てんしゅつとどけ"), ("婚姻届", "こんいんとどけ")]);
        assert_eq!(spelling.suggestions_for("てんしゆつ", 3), ["転出届"]);
    }

    #[test]
    fn what_is_near_to_nothing_has_no_near_word() {
        assert!(spelling(&[("転出届", "てんしゅつとどけ")]).suggestions_for("zzzzqqqq", 3).is_empty());
        assert!(spelling(&[("転出届", "")]).suggestions_for("税", 3).is_empty());
    }
}
