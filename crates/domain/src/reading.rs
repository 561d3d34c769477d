//! Readings of kanji (furigana): where a text has them, and where a list of words supplies them.
//!
//! A text may carry a reading in a plain notation, as in 転出《てんしゅつ》: the kanji before 《 are read as the kana
//! inside. ｜ marks where the word begins if it does not begin with those kanji: ｜引っ越し《ひっこし》. Everything else
//! gets its reading from a [`Readings`] list, and only where words of the list cover the whole run of kanji: a wrong
//! reading is worse than a missing one. See docs/adr/0034-readings-from-a-list.md.

mod list;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

pub use self::list::{Readings, align};
use super::easy_japanese::EASY_KANJI;

const BAR: char = '｜';
const OPEN: char = '《';
const CLOSE: char = '》';

/// The most characters of a word with a reading, and of a reading.
const LONGEST: usize = 40;

/// A part of a text, with its reading if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'t> {
    pub base: &'t str,
    pub reading: Option<Cow<'t, str>>,
}

impl<'t> Segment<'t> {
    const fn plain(base: &'t str) -> Self {
        Self { base, reading: None }
    }
}

/// Whether a character is a kanji or repeats one.
#[must_use]
pub const fn is_kanji(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々')
}

/// Whether a reader who knows the kanji of the first two school years needs the reading of a kanji.
#[must_use]
pub fn is_hard(letter: char) -> bool {
    is_kanji(letter) && letter != '々' && !EASY.contains(&letter)
}

static EASY: LazyLock<HashSet<char>> = LazyLock::new(|| EASY_KANJI.chars().collect());

/// Whether a text is a reading: kana, and nothing but marks between them.
#[must_use]
pub fn is_reading(text: &str) -> bool {
    let is_kana = |letter| matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}');
    text.chars().any(is_kana)
        && text.chars().all(|letter| is_kana(letter) || matches!(letter, '・' | ' ' | '\u{3000}'))
        && text.chars().count() <= LONGEST
}

/// Whether a character may be part of a word that ｜ begins. No sign that HTML, JSON or CSV gives a meaning is one, so
/// that the notation is never found across the cells of a written file.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '々' | 'ー' | '・')
}

/// A word with its reading, as a text writes it.
struct Marked<'t> {
    /// Where the notation begins: at ｜, or at the first kanji.
    start: usize,
    base: &'t str,
    reading: &'t str,
    end: usize,
}

/// The first word with a reading from `from` on.
fn next_marked(text: &str, from: usize) -> Option<Marked<'_>> {
    let mut after = from;
    while let Some(found) = text[after..].find(OPEN) {
        let open = after + found;
        after = open + OPEN.len_utf8();
        let Some(length) = text[after..].char_indices().take(LONGEST + 1).find(|(_, letter)| *letter == CLOSE) else {
            continue;
        };
        let reading = &text[after..after + length.0];
        if !is_reading(reading) {
            continue;
        }
        let Some((start, base)) = word_before(text, from, open) else { continue };
        return Some(Marked { start, base, reading, end: after + length.0 + CLOSE.len_utf8() });
    }
    None
}

/// The word that ends at `end`: from ｜ on, or else its last run of kanji.
fn word_before(text: &str, from: usize, end: usize) -> Option<(usize, &str)> {
    let before = &text[from..end];
    let of_word = before.chars().rev().take(LONGEST).take_while(|letter| is_of_word(*letter));
    let start = end - of_word.map(char::len_utf8).sum::<usize>();
    if start < end && text[from..start].ends_with(BAR) {
        return Some((start - BAR.len_utf8(), &text[start..end]));
    }
    let run = before.chars().rev().take_while(|letter| is_kanji(*letter)).map(char::len_utf8).sum::<usize>();
    (run > 0).then(|| (end - run, &text[end - run..end]))
}

/// The text without the notation: what is read in places that show no readings.
#[must_use]
pub fn plain_text(text: &str) -> Cow<'_, str> {
    replaced(text, |marked| marked.base)
}

/// The text with words that carry a reading written as it: what a search for kana has to find.
#[must_use]
pub fn read_text(text: &str) -> Cow<'_, str> {
    replaced(text, |marked| marked.reading)
}

fn replaced<'t>(text: &'t str, by: impl Fn(&Marked<'t>) -> &'t str) -> Cow<'t, str> {
    if !text.contains("《") {
        return Cow::Borrowed(text);
    }
    let (mut kept, mut at) = (String::new(), 0);
    while let Some(marked) = next_marked(text, at) {
        kept.push_str(&text[at..marked.start]);
        kept.push_str(by(&marked));
        at = marked.end;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[at..]);
    Cow::Owned(kept)
}

/// The ranges of the text that the notation takes up. A mark in the text may not cut one apart.
#[must_use]
pub fn marked_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut ranges, mut at) = (Vec::new(), 0);
    while let Some(marked) = next_marked(text, at) {
        ranges.push(marked.start..marked.end);
        at = marked.end;
    }
    ranges
}

/// The characters of a text as limits count them: without the notation.
#[must_use]
pub fn letters(text: &str) -> usize {
    plain_text(text).chars().count()
}

/// Writes a word with its reading.
fn push_marked(text: &mut String, base: &str, reading: &str) {
    if !base.chars().all(is_kanji) || text.chars().next_back().is_some_and(is_kanji) {
        text.push(BAR);
    }
    text.push_str(base);
    text.push(OPEN);
    text.push_str(reading);
    text.push(CLOSE);
}

/// The text with every reading that the list knows written into it, for an author to check.
#[must_use]
pub fn with_readings(text: &str, list: &Readings) -> String {
    let mut written = String::with_capacity(text.len() * 2);
    for segment in list.segments(text, None) {
        match &segment.reading {
            Some(reading) => push_marked(&mut written, segment.base, reading),
            None => written.push_str(segment.base),
        }
    }
    written
}

/// The runs of kanji with a hard one that have no reading, each once, in order.
#[must_use]
pub fn without_reading(text: &str, list: &Readings) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    let mut add = |run: &mut String| {
        if run.chars().any(is_hard) && !missing.contains(run) {
            missing.push(run.clone());
        }
        run.clear();
    };
    let mut run = String::new();
    for segment in list.segments(text, None) {
        if segment.reading.is_some() {
            add(&mut run);
            continue;
        }
        for letter in segment.base.chars() {
            if is_kanji(letter) {
                run.push(letter);
            } else {
                add(&mut run);
            }
        }
    }
    add(&mut run);
    missing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(words: &[(&str, &str)]) -> Readings {
        Readings::of(words.iter().copied())
    }

    fn shown(text: &str, list: &Readings) -> String {
        let show = |segment: &Segment<'_>| match &segment.reading {
            Some(reading) => format!("[{}:{reading}]", segment.base),
            None => segment.base.to_owned(),
        };
        list.segments(text, None).iter().map(show).collect()
    }

    #[test]
    fn a_text_carries_readings_of_the_kanji_before_them_or_from_a_bar_on() {
        let none = list(&[]);
        assert_eq!(shown("市の転出《てんしゅつ》とどけ", &none), "市の[転出:てんしゅつ]とどけ");
        assert_eq!(shown("｜引っ越し《ひっこし》の 日", &none), "[引っ越し:ひっこし]の 日");
        assert_eq!(shown("ＡＢＣ｜ABC《えーびーしー》", &none), "ＡＢＣ[ABC:えーびーしー]");
        assert_eq!(plain_text("市の転出《てんしゅつ》｜届《とどけ》を"), "市の転出届を");
        assert_eq!(read_text("市の転出《てんしゅつ》を"), "市のてんしゅつを");
        assert_eq!(letters("転出《てんしゅつ》"), 2);
    }

    #[test]
    fn brackets_that_hold_no_reading_of_kanji_stay_as_they_are() {
        for text in
            ["《注意》", "かな《かな》", "漢字《kanji》", "漢字《》", "｜漢字", "漢字《かんじ", "》《", "a｜,\"b《か》"]
        {
            assert_eq!(plain_text(text), text);
            assert_eq!(shown(text, &list(&[])), text);
        }
    }

    #[test]
    fn the_list_supplies_readings_and_the_longest_words_come_first() {
        let words = list(&[
            ("市民", "しみん"),
            ("〜課", "か"),
            ("市民課", "しみんか"),
            ("窓口", "まどぐち"),
            ("届け", "とどけ"),
        ]);
        assert_eq!(shown("市民課の窓口に届けます", &words), "[市民課:しみんか]の[窓口:まどぐち]に[届:とど]けます");
        assert_eq!(shown("市民窓口", &words), "[市民:しみん][窓口:まどぐち]");
    }

    #[test]
    fn a_run_that_the_list_covers_only_in_part_gets_no_reading() {
        let words = list(&[("市民", "しみん"), ("〜課", "か")]);
        assert_eq!(shown("市民税課", &words), "市民税課");
        assert_eq!(shown("課", &words), "課", "an ending does not stand alone");
        assert_eq!(without_reading("市民税課と市民と課", &words), ["市民税課", "課"]);
    }

    #[test]
    fn easy_kanji_need_no_reading_and_may_follow_a_word() {
        let words = list(&[("申請", "しんせい"), ("〜先", "さき"), ("一人", "ひとり")]);
        assert_eq!(shown("申請先と一人", &words), "[申請:しんせい]先と一人");
        assert_eq!(shown("申請書", &words), "[申請:しんせい]書");
    }

    #[test]
    fn a_counter_after_a_number_is_no_word_of_its_own() {
        let words = list(&[("以内", "いない"), ("〜階", "かい"), ("〜件", "けん")]);
        assert_eq!(shown("14日以内、3階、３件", &words), "14日[以内:いない]、3[階:かい]、３[件:けん]");
        assert_eq!(shown("階", &words), "階");
    }

    #[test]
    fn a_single_kanji_is_a_word_only_where_nothing_is_attached_to_it() {
        let words = list(&[("届", "とどけ"), ("税", "ぜい")]);
        assert_eq!(shown("届を、税", &words), "[届:とどけ]を、[税:ぜい]");
        assert_eq!(shown("届いた", &words), "届いた");
        assert_eq!(shown("課税", &words), "課税");
    }

    #[test]
    fn what_a_text_says_itself_comes_before_the_list() {
        let words = list(&[("市場", "しじょう"), ("今日", "きょう")]);
        assert_eq!(shown("市場《いちば》と市場", &words), "[市場:いちば]と市場", "easy kanji need none from the list");
    }

    #[test]
    fn the_standard_list_is_sound() {
        let standard = Readings::standard();
        for (text, expected) in [
            ("転出届を 出します", "[転出届:てんしゅつとどけ]を 出します"),
            ("申し込み", "[申:もう]し[込:こ]み"),
            ("令和7年度", "[令和:れいわ]7[年度:ねんど]"),
        ] {
            let found = shown(text, standard);
            assert_eq!(found, expected);
        }
        assert_eq!(shown("3か所", standard), "3か[所:しょ]");
        let lines = include_str!("../data/readings.csv").lines().count() - 1;
        assert_eq!(standard.len(), lines, "every word of the list has a reading that fits in one way");
    }

    #[test]
    fn a_long_run_of_kanji_takes_no_longer_than_a_short_one_for_each_character() {
        let words = list(&[("市市", "しし"), ("市市市", "ししし"), ("〜届", "とどけ")]);
        let began = std::time::Instant::now();
        let text = "市".repeat(50_000);
        assert_eq!(words.segments(&text, None).iter().map(|segment| segment.base.len()).sum::<usize>(), text.len());
        assert!(began.elapsed().as_secs() < 5);
    }

    /// The standard list over texts like those of a page takes microseconds a line; ADR 34 has the figures.
    #[test]
    fn a_page_of_text_is_read_in_milliseconds() {
        let standard = Readings::standard();
        let line = "転出届は、市民課の窓口で14日以内に出してください。本人確認書類が必要です。";
        let text = line.repeat(1_000);
        let began = std::time::Instant::now();
        assert!(standard.segments(&text, None).len() > 5_000);
        assert!(began.elapsed().as_millis() < 2_000, "{:?}", began.elapsed());
    }

    proptest! {
        #[test]
        fn segments_joined_are_the_plain_text(text in "[市民課届税転出一日かなｱア0-9a｜《》<&;、 ]{0,40}") {
            let words = list(&[("市民", "しみん"), ("〜課", "か"), ("転出", "てんしゅつ"), ("届", "とどけ"), ("税かな", "ぜいかな")]);
            let joined: String = words.segments(&text, None).iter().map(|segment| segment.base).collect();
            prop_assert_eq!(joined, plain_text(&text).into_owned());
        }

        #[test]
        fn a_text_with_readings_written_into_it_reads_the_same(text in "[市民課届税転出一日かなア0-9、 ]{0,40}") {
            let words = list(&[("市民", "しみん"), ("〜課", "か"), ("転出", "てんしゅつ"), ("届", "とどけ")]);
            let written = with_readings(&text, &words);
            prop_assert_eq!(plain_text(&written).into_owned(), text.clone());
            let (was, now) = (shown(&text, &words), shown(&written, &words));
            prop_assert_eq!(was, now);
        }

        #[test]
        fn no_text_makes_it_fail(text in ".{0,60}") {
            let joined: String = Readings::standard().segments(&text, None).iter().map(|segment| segment.base).collect();
            prop_assert_eq!(joined, plain_text(&text).into_owned());
        }
    }
}
