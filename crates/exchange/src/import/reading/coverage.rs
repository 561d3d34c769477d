//! Whether a table covers all residents. A table of men, of Japanese nationals or of one age group is never taken for
//! all, whether its title, the name of its sheet or a column says so.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use super::findings::Findings;
use super::table::Table;
use crate::import::table::place::clip;

/// How many values of a splitting column a message names.
const MOST_VALUES: usize = 4;

/// The residents that a table is about, if not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Japanese,
    Foreign,
    Men,
    Women,
    AgeGroup,
}

impl Part {
    /// In English and in Japanese.
    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Japanese => ["Japanese nationals only", "日本人のみ"],
            Self::Foreign => ["foreign residents only", "外国人のみ"],
            Self::Men => ["men only", "男性のみ"],
            Self::Women => ["women only", "女性のみ"],
            Self::AgeGroup => ["one age group only", "一部の年齢のみ"],
        }
    }
}

fn contains_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn without_spaces(folded: &str) -> String {
    folded.chars().filter(|character| !character.is_whitespace()).collect()
}

fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// The part of all residents that a title or a heading names; `None` if it names none, or several that it compares.
pub(crate) fn part_named(text: &str) -> Option<Part> {
    let folded = fold(text);
    let joined = without_spaces(&folded);
    nationality_named(&joined).or_else(|| sex_named(&folded, &joined)).or_else(|| age_group_named(&joined))
}

fn nationality_named(joined: &str) -> Option<Part> {
    const FOREIGN: &[&str] = &["外国人", "外国籍", "foreignresident", "foreignnational"];
    const JAPANESE: &[&str] = &["日本人", "日本国籍", "japanesenational", "japaneseresident"];
    let foreign = |endings: &[&str]| {
        let names = ["外国人", "外国人住民", "外国籍", "外国籍住民"];
        let subjects = ["", "を", "は"];
        names.iter().any(|name| {
            subjects.iter().any(|subject| endings.iter().any(|end| joined.contains(&format!("{name}{subject}{end}"))))
        })
    };
    if foreign(&["除", "含ま", "含みません"]) {
        return Some(Part::Japanese);
    }
    if foreign(&["含"]) {
        return None;
    }
    match (contains_any(joined, JAPANESE), contains_any(joined, FOREIGN)) {
        (true, false) => Some(Part::Japanese),
        (false, true) => Some(Part::Foreign),
        _ => None,
    }
}

/// 男 and 女 also begin names of places (男鹿市, 女川町): alone they count only as words of their own.
fn sex_named(folded: &str, joined: &str) -> Option<Part> {
    let is_word =
        |words: &[&str]| folded.split(|character: char| !character.is_alphanumeric()).any(|word| words.contains(&word));
    let men = is_word(&["男", "男性", "男子", "male", "males", "men"])
        || contains_any(joined, &["男性人口", "男性のみ", "男のみ", "男子人口", "人口男"]);
    let women = is_word(&["女", "女性", "女子", "female", "females", "women"])
        || contains_any(joined, &["女性人口", "女性のみ", "女のみ", "女子人口", "人口女"]);
    match (men, women) {
        (true, false) => Some(Part::Men),
        (false, true) => Some(Part::Women),
        _ => None,
    }
}

/// A single group of ages, such as 65歳以上. A title that names several is of a table that compares them.
fn age_group_named(joined: &str) -> Option<Part> {
    const WORDS: &[&str] = &["年少人口", "生産年齢人口", "老年人口", "高齢者人口", "高齢者のみ", "未成年者のみ"];
    let mut groups = WORDS.iter().filter(|word| joined.contains(*word)).count();
    // After each age, the rest says whether it bounds a group.
    for (place, _) in joined.match_indices('歳') {
        let before = joined[..place].trim_end_matches(|character: char| character.is_ascii_digit());
        if before.len() == place {
            continue;
        }
        let rest = &joined[place + '歳'.len_utf8()..];
        let ends_a_range = before.ends_with(['~', '～', '〜', '-', '―', 'ー']) || before.ends_with("から");
        if ["以上", "未満", "以下"].iter().any(|bound| rest.starts_with(bound)) || ends_a_range {
            groups += 1;
        }
    }
    (groups == 1).then_some(Part::AgeGroup)
}

/// Whether a value of a splitting column stands for all.
fn stands_for_all(value: &str) -> bool {
    matches!(
        without_spaces(&fold(value)).as_str(),
        "" | "-"
            | "計"
            | "合計"
            | "総数"
            | "総計"
            | "全体"
            | "全員"
            | "男女計"
            | "男女"
            | "男女合計"
            | "全年齢"
            | "全国籍"
            | "日本人・外国人"
            | "日本人及び外国人"
            | "日本人+外国人"
            | "日本人・外国人計"
            | "total"
            | "all"
            | "both"
            | "bothsexes"
    )
}

/// Refuses a table of a part of the residents, in one message. `figures` are the columns that count people or cards.
pub(crate) fn covers_everybody(table: &Table<'_>, figures: &[&str], findings: &mut Findings) -> bool {
    let refused = says_part(table, figures).or_else(|| splits(table, figures));
    match refused {
        Some([english, japanese]) => {
            findings.refuse_in_words(english, japanese);
            false
        }
        None => true,
    }
}

/// The message about a title, a sheet or a heading that names a part.
fn says_part(table: &Table<'_>, figures: &[&str]) -> Option<[String; 2]> {
    let headings = figures.iter().filter_map(|key| table.column(key)).map(|column| &column.place);
    let places = table
        .title_text()
        .lines()
        .map(|title| (title.to_owned(), ["its title", "表題"]))
        .chain(table.sheet_name().map(|name| (name.to_owned(), ["the name of its sheet", "シート名"])))
        .chain(headings.map(|place| (place.header.clone(), ["the heading of its figures", "列の見出し"])));
    // An age in the title of a table by age is about its columns.
    let has_ages = table.column("age_band").is_some();
    let mut found = places.filter_map(|(text, place)| Some((part_named(&text)?, text, place)));
    let (part, text, [place, place_ja]) = found.find(|(part, ..)| *part != Part::AgeGroup || !has_ages)?;
    let ([part, part_ja], text) = (part.words(), clip(&text));
    Some([
        format!("this table is of {part}, as {place} says: '{text}'; expected the table of all residents (総数, 総計)"),
        format!("{part_ja}の表です（{place_ja}「{text}」）。住民全体（総数・総計）の表を取り込んでください"),
    ])
}

/// The message about a column that splits each area.
fn splits(table: &Table<'_>, figures: &[&str]) -> Option<[String; 2]> {
    // Card tables may have ages: they are recorded beside the total.
    let takes_ages = figures.contains(&"cards");
    let keys = ["sex", "nationality", "age_band"];
    keys.into_iter().filter(|key| *key != "age_band" || !takes_ages).find_map(|key| splits_by(table, key))
}

fn splits_by(table: &Table<'_>, key: &str) -> Option<[String; 2]> {
    let column = table.column(key)?;
    let slot = table.slot(key);
    let (mut of_part, mut of_all) = (0_u64, 0_u64);
    let mut values: Vec<(String, u64)> = Vec::new();
    let mut rows = table.rows();
    while let Some(row) = rows.next_row() {
        let Ok(row) = row else { continue };
        let value = row.at(slot).raw().trim();
        if stands_for_all(value) {
            of_all += 1;
            continue;
        }
        of_part += 1;
        if values.len() < MOST_VALUES && values.iter().all(|(known, _)| known != value) {
            values.push((value.to_owned(), row.line()));
        }
    }
    if of_part == 0 {
        return None;
    }
    let (mut named, mut named_ja) = (String::new(), String::new());
    for (value, line) in &values {
        let comma = if named.is_empty() { ["", ""] } else { [", ", "、"] };
        let value = clip(value);
        // Writing to a text cannot fail.
        let _ = write!(named, "{}line {line} '{value}'", comma[0]);
        let _ = write!(named_ja, "{}{line}行目「{value}」", comma[1]);
    }
    let rows_word = if of_part == 1 { "row is" } else { "rows are" };
    let (todo, todo_ja) = if of_all > 0 {
        (
            format!("delete them and keep the {of_all} of all residents"),
            format!("これらの行を削除し、全体の{of_all}行だけを残してください"),
        )
    } else {
        (
            "expected one row per area with the total of all residents (計, 総数)".to_owned(),
            "団体ごとに全体（計・総数）の1行だけの表にしてください".to_owned(),
        )
    };
    let place = &column.place;
    Some([
        format!("{of_part} {rows_word} of a part of the residents, as the column {place} says ({named}); {todo}"),
        format!("列「{place}」により、{of_part}行は住民の一部についての値です（{named_ja}）。{todo_ja}"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_a_part_of_the_residents_says_which() {
        for (title, part) in [
            ("住民基本台帳人口（日本人住民）令和4年1月1日現在", Part::Japanese),
            ("【外国人住民】令和4年住民基本台帳人口・世帯数", Part::Foreign),
            ("外国人住民数", Part::Foreign),
            ("人口（外国人を除く）", Part::Japanese),
            ("外国人住民は含まない", Part::Japanese),
            ("人口（男）", Part::Men),
            ("総数 女", Part::Women),
            ("男性", Part::Men),
            ("女性人口の推移", Part::Women),
            ("65歳以上人口", Part::AgeGroup),
            ("人口（０～１４歳）", Part::AgeGroup),
            ("5歳未満のマイナンバーカード交付枚数", Part::AgeGroup),
            ("Population of foreign residents", Part::Foreign),
        ] {
            assert_eq!(part_named(title), Some(part), "{title}");
        }
    }

    #[test]
    fn a_title_of_all_residents_says_nothing() {
        for title in [
            "",
            "【総計】令和4年住民基本台帳人口・世帯数、令和3年人口動態（市区町村別）",
            "人口（外国人を含む）",
            "住民基本台帳人口（日本人住民・外国人住民の合計）",
            "男女別人口",
            "人口 男 女 計",
            "男鹿市の人口",
            "女川町",
            "年齢5歳階級別人口",
            "15歳未満、15～64歳、65歳以上",
            "マイナンバーカード交付状況（令和4年12月末時点）",
            "日本国内の市区町村",
        ] {
            assert_eq!(part_named(title), None, "{title}");
        }
    }
}
