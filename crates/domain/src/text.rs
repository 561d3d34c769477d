//! Text of names: its stored form and its search form.
//!
//! There are two normalisations with different aims. [`normalise_name`] repairs what typing, Excel and PDF extraction
//! do to a name, and changes nothing visible. [`fold_for_search`] removes every difference that people ignore when they
//! search, so that an exact substring match on folded text finds what they meant.

use std::iter::once;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, compose};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The language of a message for a person at the command line or in a log.
///
/// Pages have their own texts. This is for messages with values that are created below the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageLanguage {
    Japanese,
    English,
}

impl MessageLanguage {
    /// The language for a POSIX locale name such as `ja_JP.UTF-8`; English for all others.
    #[must_use]
    pub fn from_locale(locale: &str) -> Self {
        if locale.starts_with("ja") { Self::Japanese } else { Self::English }
    }
}

/// Each CJK radical of the supplement block (U+2E80 to U+2EF3), followed by the ideograph it represents, as given by
/// Unicode's property `Equivalent_Unified_Ideograph`. Normalisation form KC maps only two of them.
const SUPPLEMENT_RADICALS: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺\
    ⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛\
    ⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀\
    ⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶\
    ⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣\
    ⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// The ideograph that a radical character represents: PDF extraction yields radicals instead of the printed ideographs
/// (⼤ U+2F24 for 大).
///
/// Unicode's own mapping gives the traditional form of four Kangxi radicals (戶 黑 靑 黃), which Japanese documents do
/// not print. They are mapped to the form used in Japan.
fn ideograph_of_radical(character: char) -> Option<char> {
    match character {
        '\u{2F3E}' => Some('戸'),
        '\u{2FAD}' => Some('青'),
        '\u{2FC8}' => Some('黄'),
        '\u{2FCA}' => Some('黒'),
        '\u{2F00}'..='\u{2FD5}' => once(character).nfkc().next(),
        '\u{2E80}'..='\u{2EF3}' => {
            let mut characters = SUPPLEMENT_RADICALS.chars();
            while let (Some(radical), Some(ideograph)) = (characters.next(), characters.next()) {
                if radical == character {
                    return Some(ideograph);
                }
            }
            None
        }
        _ => None,
    }
}

/// Invisible characters that only break comparison: zero-width spaces, byte-order marks, soft hyphens, directional
/// marks.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}'
    ) || is_bidi_control(character)
}

/// Characters that change the reading direction of the text after them (Unicode Standard Annex 9, section 2).
fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Removes invisible characters that can deceive or do harm from a multi-line text. These are control characters except
/// line breaks and tabs, and marks that change the reading direction, which would display a different text from the
/// stored one.
#[must_use]
pub fn without_controls(source: &str) -> String {
    let is_harmful = |character: char| {
        (character.is_control() && !matches!(character, '\n' | '\r' | '\t')) || is_bidi_control(character)
    };
    source.chars().filter(|character| !is_harmful(*character)).collect()
}

/// Variation selectors choose a glyph for a character; people who search do not know which.
fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_ignored_in_search(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_invisible(character) || is_variation_selector(character)
}

/// Normalises a name for storage and display.
///
/// Radicals become ideographs. Full-width Latin letters and digits and half-width kana get their ordinary width. A kana
/// and its separate sound mark become one character. White space and line breaks become one space, and are removed at
/// the ends. Invisible characters are removed. Case, kana script and punctuation (including `（）`, `・`, `①`, `㈱`)
/// stay unchanged.
///
/// The function is idempotent.
#[must_use]
pub fn normalise_name(source: &str) -> String {
    let mut name = String::with_capacity(source.len());
    let mut space_due = false;
    for character in source.chars() {
        if is_invisible(character) {
            continue;
        }
        if character.is_whitespace() || character.is_control() {
            space_due = !name.is_empty();
            continue;
        }
        if space_due {
            name.push(' ');
            space_due = false;
        }
        push_name_character(&mut name, character);
    }
    name
}

fn push_name_character(name: &mut String, character: char) {
    let repaired = match character {
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(character as u32 - 0xFEE0).unwrap_or(character)
        }
        '\u{FF61}'..='\u{FF9F}' => once(character).nfkc().next().unwrap_or(character),
        _ => ideograph_of_radical(character).unwrap_or(character),
    };
    if canonical_combining_class(repaired) != 0
        && let Some(joined) = name.chars().next_back().and_then(|last| compose(last, repaired))
    {
        name.pop();
        name.push(joined);
        return;
    }
    name.push(match (character, repaired) {
        // A half-width sound mark after a character that cannot take it stays visible on its own.
        ('\u{FF9E}', _) => '\u{309B}',
        ('\u{FF9F}', _) => '\u{309C}',
        (_, kept) => kept,
    });
}

/// Maps a character before compatibility normalisation; `None` if a search ignores it.
fn prepare_for_search(character: char) -> Option<char> {
    match character {
        // The free-standing sound marks would normalise to a space and a mark.
        '\u{309B}' => Some('\u{3099}'),
        '\u{309C}' => Some('\u{309A}'),
        _ if is_ignored_in_search(character) => None,
        _ => Some(ideograph_of_radical(character).unwrap_or(character)),
    }
}

/// Maps a normalised, lower-cased character; `None` if a search ignores it.
fn finish_search_key(character: char) -> Option<char> {
    match character {
        '\u{3041}'..='\u{3096}' | '\u{4E00}'..='\u{9FFF}' | 'a'..='z' | '0'..='9' => Some(character),
        '\u{30A1}'..='\u{30F6}' | '\u{30FD}' | '\u{30FE}' => char::from_u32(character as u32 - 0x60),
        // People type hyphens, dashes, minus signs and the long-vowel mark for one another.
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | '\u{30FC}' => Some('\u{30FC}'),
        '\u{301C}' | '\u{3030}' => Some('~'),
        _ if is_ignored_in_search(character) => None,
        // A mark that did not combine with anything: a search for it would find nothing visible.
        _ if canonical_combining_class(character) != 0 => None,
        _ => Some(character),
    }
}

fn fold_once(source: &str) -> String {
    let prepared: String = source.chars().filter_map(prepare_for_search).collect();
    let mut folded = String::with_capacity(prepared.len());
    let mut settle = |character: char| {
        folded.extend(character.to_lowercase().filter_map(finish_search_key));
    };
    if is_nfkc_quick(prepared.chars()) == IsNormalized::Yes {
        prepared.chars().for_each(&mut settle);
    } else {
        prepared.nfkc().for_each(&mut settle);
    }
    folded
}

/// Folds text for search: compatibility normalisation (NFKC), radicals to ideographs, lower case, katakana to hiragana,
/// no white space, one form for all hyphens, dashes and long-vowel marks.
///
/// Folding is idempotent. A needle matches if its folded form is a substring of the folded text.
#[must_use]
pub fn fold_for_search(source: &str) -> String {
    let mut folded = fold_once(source);
    // A removed character may have separated two characters that combine.
    while is_nfkc_quick(folded.chars()) != IsNormalized::Yes {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

/// Whether folding the text before this character and the text from it on, separately, gives the same result as folding
/// both together: false for marks and letters that combine with the preceding one.
fn starts_cluster(character: char) -> bool {
    match character {
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{4E00}'..='\u{9FFF}' | ' '..='~' => true,
        _ => prepare_for_search(character).and_then(|prepared| once(prepared).nfkd().next()).is_some_and(|first| {
            canonical_combining_class(first) == 0 && is_nfkc_quick(once(first)) == IsNormalized::Yes
        }),
    }
}

/// A folded text that maps each part of it to its position in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedText {
    text: String,
    clusters: Vec<Cluster>,
}

/// The smallest piece of the source that folds independently, and the position of its folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cluster {
    folded: Range<usize>,
    source: Range<usize>,
}

impl FoldedText {
    /// The folded text, identical to the result of [`fold_for_search`].
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte range of the source for a byte range of the folded text, widened to whole characters of the source.
    /// Empty for an empty range.
    #[must_use]
    pub fn source_range(&self, folded: Range<usize>) -> Range<usize> {
        if folded.is_empty() {
            return 0..0;
        }
        // Clusters are in order, so a binary search avoids scanning a text of a hundred thousand characters for each
        // match.
        let first = self.clusters.partition_point(|cluster| cluster.folded.end <= folded.start);
        let behind = self.clusters.partition_point(|cluster| cluster.folded.start < folded.end);
        match self.clusters.get(first..behind) {
            Some([only]) => only.source.clone(),
            Some([first, .., last]) => first.source.start..last.source.end,
            _ => 0..0,
        }
    }

    /// The first occurrence of a folded needle, as a byte range of the source, for highlighting.
    #[must_use]
    pub fn find(&self, folded_needle: &str) -> Option<Range<usize>> {
        if folded_needle.is_empty() {
            return None;
        }
        let start = self.text.find(folded_needle)?;
        Some(self.source_range(start..start + folded_needle.len()))
    }
}

/// Folds like [`fold_for_search`] and keeps the mapping to the source, so that a match can be highlighted in the
/// original text.
#[must_use]
pub fn fold_with_map(source: &str) -> FoldedText {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for (start, character) in source.char_indices() {
        if is_ignored_in_search(character) {
            continue;
        }
        let end = start + character.len_utf8();
        match pieces.last_mut() {
            Some(piece) if !starts_cluster(character) => piece.end = end,
            _ => pieces.push(start..end),
        }
    }
    let mut text = String::with_capacity(source.len());
    let mut clusters = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let from = text.len();
        text.push_str(&fold_for_search(&source[piece.clone()]));
        clusters.push(Cluster { folded: from..text.len(), source: piece });
    }
    let whole = fold_for_search(source);
    if whole != text {
        // Some script combines across pieces in an unforeseen way. The searched text must be the same everywhere, so
        // the whole source is highlighted rather than a wrong part of it.
        clusters = vec![Cluster { folded: 0..whole.len(), source: 0..source.len() }];
    }
    FoldedText { text: whole, clusters }
}

/// A whole number with thousands separators, as all three languages write it.
#[must_use]
pub fn group_thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1000, 498_812, -1_234_567].map(group_thousands),
            ["0", "999", "1,000", "498,812", "-1,234,567"]
        );
    }

    #[test]
    fn names_lifted_from_a_pdf_get_their_ideographs_back() {
        assert_eq!(normalise_name("⼤阪府"), "大阪府");
        assert_eq!(normalise_name("⻑野県 ⺠⽣課"), "長野県 民生課");
        assert_eq!(normalise_name("神\u{2F3E}市 \u{2FCA}部市"), "神戸市 黒部市");
    }

    #[test]
    fn every_supplement_radical_with_an_ideograph_is_put_right() {
        for code in 0x2E80..=0x2EF3 {
            let radical = char::from_u32(code).expect("a code point of the block");
            let stays = matches!(code, 0x2E80 | 0x2E9A);
            assert_eq!(ideograph_of_radical(radical).is_none(), stays, "U+{code:04X}");
        }
    }

    #[test]
    fn what_shows_nothing_and_turns_the_order_of_reading_goes() {
        assert_eq!(without_controls("a\u{202e}b\u{2066}c\0d\u{7}\r\n\te\u{200d}"), "abcd\r\n\te\u{200d}");
        assert_eq!(normalise_name("a\u{2067}b\u{202e}"), "ab");
    }

    #[test]
    fn widths_and_white_space_of_a_name_are_tidied_and_nothing_else() {
        assert_eq!(normalise_name("　ＤＸ\n推進　 課１２ "), "DX 推進 課12");
        assert_eq!(normalise_name("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ"), "マイナンバーカード");
        assert_eq!(normalise_name("か\u{3099}"), "が");
        assert_eq!(normalise_name("転入届（①㈱）・Ｒ6"), "転入届（①㈱）・R6");
        assert_eq!(normalise_name("カタカナ Abc"), "カタカナ Abc");
        assert_eq!(normalise_name("\u{200B}"), "");
    }

    #[test]
    fn what_a_person_does_not_think_of_makes_no_difference_to_a_search() {
        let folded = fold_for_search("マイナンバーカード");
        for typed in ["まいなんばーかーど", "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "マイ ナンバ‐カ−ド", "マイナンハ\u{3099}ーカード"]
        {
            assert_eq!(fold_for_search(typed), folded, "{typed}");
        }
        assert_eq!(fold_for_search("ＤＸ Ａbc"), "dxabc");
        assert_eq!(fold_for_search("㋿６年"), "令和6年");
        assert_eq!(fold_for_search("⼤阪"), "大阪");
    }

    #[test]
    fn a_match_is_found_again_in_the_text_as_written() {
        let source = "転出 届（ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ）";
        let folded = fold_with_map(source);
        let found = folded.find(&fold_for_search("ナンバー")).expect("it is there");
        assert_eq!(&source[found], "ﾅﾝﾊﾞｰ");
        let found = folded.find(&fold_for_search("出届")).expect("it is there");
        assert_eq!(&source[found], "出 届");
        assert_eq!(folded.find("税"), None);
        assert_eq!(folded.find(""), None);
    }

    /// Text like that in names, with the characters that fold in unusual ways.
    fn text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            4 => prop::char::range('\u{3041}', '\u{30FF}'),
            2 => prop::char::range('\u{4E00}', '\u{9FFF}'),
            2 => prop::char::range('\u{FF01}', '\u{FF9F}'),
            1 => prop::char::range('\u{2E80}', '\u{2FD5}'),
            1 => prop::char::range('\u{3099}', '\u{309C}'),
            1 => prop::char::range('\u{1100}', '\u{11FF}'),
            2 => prop::char::range(' ', '~'),
            1 => prop::char::any(),
        ];
        prop::collection::vec(character, 0..24).prop_map(|all| all.into_iter().collect())
    }

    proptest! {
        #[test]
        fn folding_and_tidying_twice_is_the_same_as_once(source in text()) {
            let folded = fold_for_search(&source);
            prop_assert_eq!(fold_for_search(&folded), folded);
            let name = normalise_name(&source);
            prop_assert_eq!(normalise_name(&name), name);
        }

        #[test]
        fn tidying_a_name_does_not_change_how_it_is_found(source in text()) {
            // A lone half-width sound mark becomes a free-standing one, which folds to the same character.
            prop_assert_eq!(fold_for_search(&normalise_name(&source)), fold_for_search(&source));
        }

        #[test]
        fn the_map_covers_the_folded_text_and_stays_inside_the_source(source in text(), a in 0usize..80, b in 0usize..80) {
            let folded = fold_with_map(&source);
            prop_assert_eq!(folded.text(), fold_for_search(&source));
            let length = folded.text().len();
            let range = folded.source_range(a.min(b).min(length)..a.max(b).min(length));
            prop_assert!(source.get(range).is_some());
        }

        /// A part of the source folds to a substring of the folded source, provided that it neither begins nor ends
        /// inside characters that combine (before a sound mark, an accent or a later part of a Hangul syllable).
        #[test]
        fn a_part_cut_between_characters_that_do_not_join_is_found(source in text(), a in 0usize..24, b in 0usize..24) {
            let mut cuts: Vec<usize> = source
                .char_indices()
                .filter(|&(_, character)| !is_ignored_in_search(character) && starts_cluster(character))
                .map(|(start, _)| start)
                .collect();
            cuts.push(source.len());
            let (a, b) = (a.min(b).min(cuts.len() - 1), a.max(b).min(cuts.len() - 1));
            let needle = fold_for_search(&source[cuts[a]..cuts[b]]);
            prop_assert!(fold_for_search(&source).contains(&needle));
        }
    }
}
