//! A gentle check of texts in やさしい日本語 for what learners of Japanese may find hard to read.
//!
//! It gives hints and forbids nothing. The checks follow the guideline of the Immigration Services Agency and the
//! Agency for Cultural Affairs (在留支援のためのやさしい日本語ガイドライン, 2020): short sentences, few kanji or kanji
//! with their reading, and plain words instead of official ones. Easy kanji are those of the first two years of
//! elementary school (学年別漢字配当表). The limit for a long sentence is our own choice.

use std::collections::BTreeSet;

use super::reading::is_kanji;

/// A sentence with more characters than this is long; spaces are not counted.
pub const LONG_SENTENCE: usize = 40;

/// The kanji of the first two years of elementary school.
pub(crate) const EASY_KANJI: &str = "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石\
    赤千川先早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽\
    記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少場\
    色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分\
    聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話";

/// Official words and their plainer equivalents.
const PLAINER: &[(&str, &str)] = &[
    ("申請", "もうしこみ"),
    ("提出", "出す"),
    ("記入", "書く"),
    ("必要", "いる"),
    ("不要", "いらない"),
    ("交付", "わたす"),
    ("受領", "もらう"),
    ("届出", "とどけ"),
    ("転入", "ほかの まちから ひっこして くる"),
    ("転出", "ほかの まちへ ひっこす"),
    ("持参", "もって くる"),
    ("添付", "いっしょに 出す"),
    ("該当", "あてはまる"),
    ("氏名", "名前"),
    ("発行", "作る"),
    ("納付", "お金を はらう"),
    ("期限", "いつまで"),
    ("手数料", "お金"),
    ("来庁", "市役所に 来る"),
    ("変更", "かえる"),
    ("世帯", "いっしょに 住んで いる 家族"),
    ("押印", "はんこを おす"),
    ("郵送", "ゆうびんで 送る"),
    ("及び", "と"),
    ("又は", "か"),
    ("若しくは", "か"),
    ("速やかに", "すぐに"),
    ("ご来場", "来る"),
    ("いただく", "もらう"),
];

/// The one spelling of each word in the easy texts of the interface, of the demonstration and of what every city starts
/// from, and the spellings that are not used. A word that is written in two ways looks like two words to a learner.
pub const ONE_SPELLING: &[(&str, &[&str])] = &[
    ("てつづき", &["手つづき", "手続"]),
    ("もくひょう", &["目ひょう", "目標"]),
    ("まど口", &["まどぐち", "窓口"]),
    ("ばんごう", &["番ごう", "番号"]),
    ("せつめい", &["せつ明", "説明"]),
    ("もうしこみ", &["申しこ", "申し込", "申込"]),
    ("ひっこし", &["引っこ", "引っ越", "引越"]),
    ("お金", &["おかね"]),
    ("名前", &["なまえ"]),
    ("ひつよう", &["必要", "ひつ要"]),
    ("かわる", &["変わ"]),
    ("きめる", &["決め"]),
    ("電話", &["でんわ"]),
    ("かいしゃ", &["会社", "会しゃ"]),
    ("もう　一度", &["もう　いちど"]),
    ("お知らせ", &["おしらせ"]),
    ("新しい", &["あたらしい"]),
    ("本当", &["ほんとう"]),
    ("地図", &["ちず"]),
    ("法律", &["ほうりつ"]),
    ("じゅうしょ", &["住所", "住しょ"]),
    ("数える", &["かぞえ"]),
    ("少ない", &["すくない"]),
    ("かえした", &["返した"]),
    ("いんかん", &["印かん", "印鑑"]),
    ("生まれる", &["うまれ"]),
    ("もって", &["持って"]),
    ("同じ", &["おなじ"]),
    ("子ども", &["こども"]),
    ("あかちゃん", &["赤ちゃん"]),
    ("学校", &["がっこう"]),
    ("ぜい金", &["ぜいきん", "税金"]),
    ("くるま", &["車の ", "車 "]),
    ("犬", &["いぬの", "いぬが", "いぬを"]),
    ("こうざ", &["口ざ"]),
    ("来て", &["きて く", "きて　く"]),
];

/// One thing that may be hard to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    LongSentence {
        sentence: String,
        letters: usize,
    },
    /// Kanji without their reading, each once, in order of appearance.
    HardKanji(String),
    PlainerWord {
        word: &'static str,
        instead: &'static str,
    },
}

fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}' | ' ' | '\u{3000}')
}

/// The text without words that have their reading in brackets after them: 届（とどけ）.
fn without_readings(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut kept: Vec<char> = Vec::with_capacity(letters.len());
    let mut place = 0;
    while place < letters.len() {
        let letter = letters[place];
        if matches!(letter, '（' | '(') && kept.last().is_some_and(|last| is_kanji(*last)) {
            let inside = letters[place + 1..].iter().take_while(|letter| is_kana(**letter)).count();
            let closes = letters.get(place + 1 + inside).is_some_and(|end| matches!(end, '）' | ')'));
            if inside > 0 && closes {
                while kept.last().is_some_and(|last| is_kanji(*last)) {
                    kept.pop();
                }
                place += inside + 2;
                continue;
            }
        }
        kept.push(letter);
        place += 1;
    }
    kept.into_iter().collect()
}

/// The hard parts of a text: first sentences, then kanji, then words.
#[must_use]
pub fn hints(text: &str) -> Vec<Hint> {
    let mut hints = Vec::new();
    for sentence in text.split(['。', '！', '？', '\n']) {
        let letters = sentence.chars().filter(|letter| !letter.is_whitespace()).count();
        if letters > LONG_SENTENCE {
            hints.push(Hint::LongSentence { sentence: sentence.trim().to_owned(), letters });
        }
    }
    let bare = without_readings(text);
    let mut seen = BTreeSet::new();
    let hard: String = bare
        .chars()
        .filter(|letter| is_kanji(*letter) && *letter != '々' && !EASY_KANJI.contains(*letter) && seen.insert(*letter))
        .collect();
    if !hard.is_empty() {
        hints.push(Hint::HardKanji(hard));
    }
    for (word, instead) in PLAINER {
        if bare.contains(word) {
            hints.push(Hint::PlainerWord { word, instead });
        }
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_sentence_in_easy_letters_is_left_alone() {
        assert_eq!(hints("市を 出る とき、この 紙を 出します。"), []);
        assert_eq!(hints(""), []);
    }

    #[test]
    fn a_long_sentence_is_told_with_its_length_and_without_its_spaces() {
        let sentence = "あ ".repeat(LONG_SENTENCE + 1);
        let found = hints(&format!("みじかい。{sentence}。"));
        assert_eq!(found, [Hint::LongSentence { sentence: sentence.trim().to_owned(), letters: LONG_SENTENCE + 1 }]);
        assert_eq!(hints(&"あ".repeat(LONG_SENTENCE)), []);
    }

    #[test]
    fn hard_kanji_are_told_once_and_not_where_their_reading_stands_beside_them() {
        assert_eq!(hints("税、税、庁"), [Hint::HardKanji("税庁".to_owned())]);
        assert_eq!(hints("税（ぜい）を はらいます"), []);
        assert_eq!(hints("税(tax)"), [Hint::HardKanji("税".to_owned())], "only kana tell a reading");
    }

    #[test]
    fn words_of_offices_have_plainer_ones() {
        let found = hints("申請（しんせい）は 記入が いります");
        assert!(!found.contains(&Hint::PlainerWord { word: "申請", instead: "もうしこみ" }), "it is explained");
        assert!(found.contains(&Hint::PlainerWord { word: "記入", instead: "書く" }));
    }

    #[test]
    fn the_list_of_easy_kanji_is_that_of_two_school_years() {
        let kanji: BTreeSet<char> = EASY_KANJI.chars().filter(|letter| is_kanji(*letter)).collect();
        assert_eq!(kanji.len(), 80 + 160);
        assert!(EASY_KANJI.chars().all(is_kanji));
    }
}
