//! The day or fiscal year in the title of a table, such as 令和4年1月1日現在.

use chrono::NaiveDate;
use domain::calendar::{FiscalYear, date_en, date_ja, end_of_month, parse_date};
use unicode_normalization::UnicodeNormalization;

use super::findings::Findings;
use super::table::Table;

/// The longest form of a date in characters: 令和元年12月31日, with room for two more.
const LONGEST_DATE: usize = 13;
/// The shortest: H1.1.1.
const SHORTEST_DATE: usize = 6;
/// The longest form of a fiscal year in characters: 令和元年度, 2024年度, 令和10年度.
const LONGEST_FISCAL_YEAR: usize = 6;

/// The day of the figures as the title gives it, which is noted; `None` if it gives none or several.
pub(crate) fn day_of_title(table: &Table<'_>, findings: &mut Findings) -> Option<NaiveDate> {
    let day = day_named(table.title_text())?;
    findings.note(
        format!("the date of the figures is that of the title, {}, where no column gives one", date_en(day)),
        format!("列に基準日のない行には、表題にある{}を基準日とします", date_ja(day)),
    );
    Some(day)
}

/// The fiscal year of the figures as the title gives it, which is noted; `None` if it gives none or several.
pub(crate) fn fiscal_year_of_title(table: &Table<'_>, findings: &mut Findings) -> Option<FiscalYear> {
    let year = fiscal_year_named(table.title_text())?;
    findings.note(
        format!("the fiscal year of the figures is that of the title, {}, where no column gives one", year.0),
        format!("列に年度のない行は、表題にある{}年度の数値とします", year.0),
    );
    Some(year)
}

/// The only fiscal year of a text, in one or more forms.
fn fiscal_year_named(text: &str) -> Option<FiscalYear> {
    let mut years = text.lines().flat_map(|line| {
        let characters: Vec<char> = line.nfkc().filter(|character| !character.is_whitespace()).collect();
        let ends = characters.windows(2).enumerate().filter(|(_, two)| *two == ['年', '度']).map(|(at, _)| at + 2);
        let before = |end: usize| {
            let starts = end.saturating_sub(LONGEST_FISCAL_YEAR)..end;
            starts.map(|start| characters[start..end].iter().collect::<String>()).find_map(|text| text.parse().ok())
        };
        ends.filter_map(before).collect::<Vec<FiscalYear>>()
    });
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

/// A day in a text, and whether 現在 or 時点 follows it.
struct Mention {
    day: NaiveDate,
    is_reference: bool,
}

/// The only day of a text, or the only one that 現在 or 時点 follows.
fn day_named(text: &str) -> Option<NaiveDate> {
    let mentions: Vec<Mention> = text.lines().flat_map(mentions).collect();
    let only = |all: &[&Mention]| {
        let [first, rest @ ..] = all else { return None };
        rest.iter().all(|other| other.day == first.day).then_some(first.day)
    };
    let references: Vec<&Mention> = mentions.iter().filter(|mention| mention.is_reference).collect();
    if references.is_empty() { only(&mentions.iter().collect::<Vec<_>>()) } else { only(&references) }
}

fn mentions(line: &str) -> Vec<Mention> {
    let characters: Vec<char> = line.nfkc().filter(|character| !character.is_whitespace()).collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < characters.len() {
        let follows_on = start > 0 && characters[start - 1].is_ascii_alphanumeric();
        match (!follows_on).then(|| date_at(&characters[start..])).flatten() {
            Some((day, length)) => {
                start += length;
                let rest: String = characters[start..].iter().take(6).collect();
                let is_period = ["から", "~", "〜", "以降", "まで"].iter().any(|word| rest.starts_with(word));
                if !is_period {
                    let is_reference = ["現在", "時点"].iter().any(|word| rest.starts_with(word));
                    found.push(Mention { day, is_reference });
                }
            }
            None => start += 1,
        }
    }
    found
}

/// The date at the start of a text, and its length in characters.
fn date_at(characters: &[char]) -> Option<(NaiveDate, usize)> {
    (SHORTEST_DATE..=LONGEST_DATE.min(characters.len())).rev().find_map(|length| {
        let [.., last] = characters[..length] else { return None };
        let ends = last == '日' || (last.is_ascii_digit() && !characters.get(length).is_some_and(char::is_ascii_digit));
        let text: String = characters[..length].iter().collect();
        if ends {
            return parse_date(&text).ok().map(|day| (day, length));
        }
        // 令和4年12月末
        let month = text.strip_suffix("月末")?;
        let first = parse_date(&format!("{month}月1日")).ok()?;
        Some((end_of_month(first), length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_in_a_title_is_found_in_the_forms_that_tables_use() {
        for (title, day) in [
            ("住民基本台帳人口（日本人住民）令和4年1月1日現在", "2022-01-01"),
            ("マイナンバーカード交付状況（令和４年１２月末時点）", "2022-12-31"),
            ("令和６年２月末 現在", "2024-02-29"),
            ("人口 R4.1.1", "2022-01-01"),
            ("人口 2022/1/1 時点", "2022-01-01"),
            ("20220101", "2022-01-01"),
            ("令和元年5月1日現在の人口\n（令和元年6月3日公表）", "2019-05-01"),
            ("令和3年人口動態（令和3年1月1日から同年12月31日まで）\n令和4年1月1日現在", "2022-01-01"),
        ] {
            assert_eq!(day_named(title).map(|day| day.to_string()).as_deref(), Some(day), "{title}");
        }
    }

    #[test]
    fn a_title_without_a_day_or_with_several_gives_none() {
        for title in [
            "",
            "【総計】令和4年住民基本台帳人口・世帯数、令和3年人口動態（市区町村別）",
            "令和4年1月1日と令和5年1月1日の比較",
            "令和4年1月1日現在と令和5年1月1日現在",
            "第12.3.4号",
            "令和4年13月1日",
        ] {
            assert_eq!(day_named(title), None, "{title}");
        }
    }
}
