//! Romaji: kana written in Latin letters, in Hepburn or Kunrei, with long vowels written or not.
//!
//! Kana and romaji meet in a key: Hepburn as `wana_kana` writes it, without long vowels and apostrophes, and with one n
//! where two follow each other. こんいん, `kon'in` and `konin` have the same key; so have じゅうみんひょう, `juminhyo`,
//! `juuminhyou`, `jūminhyō` and `zyuminhyo`. A reading has no spaces, so the う of うつし after の counts as a long vowel:
//! such a word is found together with the one before it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wana_kana::ConvertJapanese;

/// Letters and groups that no romaji has, though a converter makes something of them.
const FOREIGN: &[&str] = &["l", "q", "v", "x", "th", "dh", "wh", "tw", "dw", "kw", "gw", "sw", "rr", "ww", "yy", "hh"];

/// The key of a kana text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    text: String,
    /// Where each mora begins in the key and in the kana, and the end of both.
    morae: Vec<(usize, usize)>,
}

/// Whether a folded text consists of kana only.
pub(crate) fn is_kana(folded: &str) -> bool {
    !folded.is_empty() && folded.chars().all(|letter| matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30FC}'))
}

/// A reading in Latin letters, in Hepburn: てんしゅつとどけ is `tenshutsutodoke`. Long vowels are written as in kana. What
/// is no reading stays as it is.
#[must_use]
pub fn romanised(kana: &str) -> String {
    let is_of_reading = |letter: char| matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | ' ' | '\u{3000}' | '、' | '。' | '（' | '）' | '(' | ')');
    if !kana.chars().all(is_of_reading) {
        return kana.to_owned();
    }
    let mut written = String::with_capacity(kana.len());
    for letter in kana.to_romaji().chars() {
        match written.chars().next_back() {
            Some(vowel) if matches!(letter, '-' | 'ー') && matches!(vowel, 'a' | 'e' | 'i' | 'o' | 'u') => {
                written.push(vowel)
            }
            _ => written.push(letter),
        }
    }
    written
}

impl Key {
    /// The key of a folded kana text; `None` if it has other characters.
    pub(crate) fn of_kana(kana: &str) -> Option<Self> {
        if !is_kana(kana) {
            return None;
        }
        let mut text = String::with_capacity(kana.len());
        let mut morae = Vec::new();
        let mut letters = kana.char_indices().peekable();
        while let Some((start, first)) = letters.next() {
            let mut end = start + first.len_utf8();
            // A small tsu belongs to the mora after it, a small vowel or y to the one before.
            while let Some((at, next)) = letters.peek().copied() {
                let joins = matches!(next, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ');
                let is_tsu = kana[start..end].ends_with('っ');
                if !joins && !is_tsu {
                    break;
                }
                end = at + next.len_utf8();
                letters.next();
            }
            let mora = &kana[start..end];
            let last = text.chars().next_back();
            let is_long = match mora {
                "ー" => true,
                "う" => matches!(last, Some('o' | 'u')),
                "お" => last == Some('o'),
                "い" => last == Some('i'),
                "あ" => last == Some('a'),
                "え" => last == Some('e'),
                _ => false,
            };
            if is_long {
                morae.push((text.len(), start));
                continue;
            }
            let romaji = if mora == "を" { "o".to_owned() } else { mora.to_romaji() };
            let doubled = last == Some('n') && romaji.starts_with('n');
            morae.push((text.len() - usize::from(doubled), start));
            text.push_str(if doubled { &romaji[1..] } else { &romaji });
        }
        morae.push((text.len(), kana.len()));
        Some(Self { text, morae })
    }

    /// The key of a text in romaji; `None` if the text cannot be romaji.
    pub(crate) fn of_romaji(typed: &str) -> Option<Self> {
        let plain: String =
            typed.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect();
        let plain = plain.replace(['\'', '\u{2019}', '-', ' '], "").replace("tch", "cch");
        if !plain.bytes().all(|letter| letter.is_ascii_lowercase()) || FOREIGN.iter().any(|part| plain.contains(part)) {
            return None;
        }
        let letters = plain.as_bytes();
        let mut spelt = String::with_capacity(plain.len());
        for (place, letter) in plain.chars().enumerate() {
            let next = letters.get(place + 1).copied();
            match (letter, next) {
                // c stands only before h: a converter would read it as k.
                ('c', Some(b'h')) => spelt.push('c'),
                ('c', Some(b'c')) if letters.get(place + 2) == Some(&b'h') => spelt.push('c'),
                ('c', _) => return None,
                // Hepburn of old: shimbun, kempo.
                ('m', Some(b'b' | b'p' | b'm')) => spelt.push('n'),
                _ => spelt.push(letter),
            }
        }
        Self::of_kana(&spelt.as_str().to_hiragana())
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether another key stands in this one from a mora to a mora, as the byte range of the kana.
    pub(crate) fn find(&self, other: &str) -> Option<Range<usize>> {
        self.text.match_indices(other).find_map(|(start, found)| self.kana_at(start..start + found.len()))
    }

    fn kana_at(&self, range: Range<usize>) -> Option<Range<usize>> {
        // The last of several at one place: a long vowel belongs to the mora before it.
        let at = |place: usize| self.morae.iter().rev().find(|(key, _)| *key == place).map(|(_, kana)| *kana);
        let (start, end) = (at(range.start)?, at(range.end)?);
        (start < end).then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kana(text: &str) -> String {
        Key::of_kana(text).expect("kana").text
    }

    fn romaji(text: &str) -> Option<String> {
        Key::of_romaji(text).map(|key| key.text)
    }

    #[test]
    fn a_reading_is_written_in_latin_letters() {
        for (kana, latin) in [
            ("てんしゅつとどけ", "tenshutsutodoke"),
            ("ほんにんかくにんしょるい", "honninkakuninshorui"),
            ("まいなんばーかーど", "mainanbaakaado"),
            ("", ""),
        ] {
            assert_eq!(romanised(kana), latin, "{kana}");
        }
    }

    #[test]
    fn each_spelling_of_a_word_has_its_key() {
        for (word, spellings) in [
            ("じゅうみんひょう", &["juminhyo", "juuminhyou", "jūminhyō", "zyuminhyo", "JUMINHYO", "jyuminhyo"][..]),
            ("ひっこし", &["hikkoshi", "hikkosi"]),
            ("こんいんとどけ", &["konin todoke", "kon'in todoke", "koninntodoke"]),
            ("じどうてあて", &["jidou teate", "jido-teate", "zidouteate"]),
            ("てんにゅうとどけ", &["tennyu todoke", "tennyuu todoke", "ten'nyuu todoke"]),
            ("ぱすぽーと", &["pasupooto", "pasupoto"]),
            ("しんぶん", &["shimbun", "shinbun"]),
            ("まっちゃ", &["matcha", "maccha"]),
            ("いんかんしょうめい", &["inkan shomei", "inkan shoumei", "inkan syoumei"]),
            ("てんしゅつ", &["tenshutsu", "tensyutu"]),
        ] {
            for spelling in spellings {
                assert_eq!(romaji(spelling).as_deref(), Some(kana(word).as_str()), "{spelling}");
            }
        }
    }

    #[test]
    fn what_cannot_be_romaji_has_no_key() {
        for word in
            ["car", "tax", "pet", "school", "care", "change of address", "visa", "there", "marriage", "資格", ""]
        {
            assert_eq!(romaji(word), None, "{word}");
        }
    }

    #[test]
    fn a_part_is_found_from_a_mora_to_a_mora() {
        let reading = "じゅうみんひょうのこうふ";
        let key = Key::of_kana(reading).expect("kana");
        assert_eq!(key.find("juminhyo").map(|range| &reading[range]), Some("じゅうみんひょう"));
        assert_eq!(key.find("kofu").map(|range| &reading[range]), Some("こうふ"));
        assert_eq!(key.find("uminhyo"), None, "it begins inside a mora");
        assert_eq!(key.find("juminhy"), None, "it ends inside a mora");
    }
}
