//! Names of areas as tables write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::fold_for_search;

/// Groups of characters that tables write for one another in names of areas. The first of each group stands for all.
///
/// Kana are those that [`fold_for_search`] leaves: ヶ and ケ are hiragana by then. が is written for both (龍ヶ崎 is read
/// りゅうがさき). Ideographs are the forms of the 常用漢字表 with those it replaced, and the variants in names of
/// municipalities (塩竈市, 飯舘村, 檮原町).
const VARIANTS: &[&str] = &[
    "けゖが",
    "かゕ",
    "の之乃",
    "つっ",
    "条條",
    "竜龍",
    "桧檜",
    "沢澤",
    "浜濱濵",
    "辺邊邉",
    "桜櫻",
    "薮藪籔",
    "鯵鰺",
    "万萬",
    "塩鹽",
    "広廣",
    "国國",
    "県縣",
    "区區",
    "騨驒",
    "崎﨑嵜碕",
    "曽曾",
    "鴎鷗",
    "穎頴",
    "篭籠",
    "讃讚",
    "島嶋嶌",
    "渕淵",
    "館舘",
    "斎齋斉齊",
    "富冨",
    "会會",
    "真眞",
    "関關",
    "徳德",
    "与與",
    "栄榮",
    "滝瀧",
    "弥彌",
    "宝寶",
    "学學",
    "実實",
    "円圓",
    "応應",
    "来來",
    "黒黑",
    "豊豐",
    "峰峯",
    "梼檮",
    "頚頸",
    "釜竈竃",
    "芦蘆",
    "穂穗",
    "恵惠",
    "気氣",
    "寿壽",
    "亀龜",
    "当當",
    "縄繩",
    "静靜",
    "横橫",
    "児兒",
    "瀬瀨",
    "緑綠",
    "戸戶",
    "浅淺",
    "芸藝",
    "稲稻",
    "諌諫",
    "余餘",
    "双雙",
    "郷鄕鄉",
    "読讀",
    "蕊蘂",
    "麹麴",
    "倶俱",
    "鉄鐵",
    "荘莊",
    "巌巖",
    "剣劍",
    "蔵藏",
    "両兩",
    "祇祗",
    "旧舊",
    "壱壹",
    "土圡",
    "吉𠮷",
    "高髙",
    "橋槗",
    "柳栁",
    "梅楳",
    "涌湧",
];

/// Folds the name of an area for comparison: like [`fold_for_search`], without separators, and with one form for the
/// characters that tables write for one another.
///
/// Variation selectors and spaces disappear (堺市　堺区 is 堺市堺区), ヶ, ケ and が are one, and so are 條 and 条.
#[must_use]
pub fn fold_area_name(name: &str) -> String {
    fold_for_search(name).chars().filter(|character| !is_separator(*character)).map(representative).collect()
}

/// What separates prefecture, city and ward in one cell.
fn is_separator(character: char) -> bool {
    matches!(character, ',' | '、' | '/' | '_')
}

fn representative(character: char) -> char {
    static REPRESENTATIVES: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let pairs = |group: &'static str| group.chars().zip(group.chars().next().into_iter().cycle());
        VARIANTS.iter().copied().flat_map(pairs).collect()
    });
    REPRESENTATIVES.get(&character).copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::area::AreaKind;
    use crate::local_governments::list;

    #[test]
    fn variants_spaces_and_separators_make_no_difference() {
        for (written, name) in [
            ("葛\u{E0100}城市", "葛城市"),
            ("龍ヶ崎市", "龍ケ崎市"),
            ("竜が崎市", "龍ケ崎市"),
            ("四条畷市", "四條畷市"),
            ("堺市　堺区", "堺市堺区"),
            ("大阪府,堺市北区", "大阪府堺市北区"),
            ("塩釜市", "塩竈市"),
            ("檮原町", "梼原町"),
            ("鰺ヶ沢町", "鯵ケ沢町"),
        ] {
            assert_eq!(fold_area_name(written), fold_area_name(name), "{written}");
        }
        assert_ne!(fold_area_name("堺区"), fold_area_name("北区"));
    }

    #[test]
    fn folding_keeps_the_names_of_a_prefecture_apart() {
        let mut seen = BTreeMap::new();
        for one in list().iter().filter(|one| one.has_administration()) {
            let within = if one.kind() == AreaKind::Ward { one.within } else { "" };
            let key = (one.code().prefecture_number(), within, fold_area_name(one.name));
            assert_eq!(seen.insert(key, one.name), None, "{one:?}");
        }
    }

    #[test]
    fn a_character_stands_in_one_group_only() {
        let all: Vec<char> = VARIANTS.iter().flat_map(|group| group.chars()).collect();
        for (place, character) in all.iter().enumerate() {
            assert!(!all[..place].contains(character), "{character}");
        }
    }
}
