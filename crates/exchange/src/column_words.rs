//! What a column of a table holds, in words: for docs/DATA.md and the notes of workbooks.

use domain::text::MessageLanguage;

use crate::city_table::CityTable;
use crate::import::table::columns::{ColumnSpec, Presence};
use crate::import::table::described::{Column, Holds};
use crate::import::table::held::held;

/// Said of a column with a published figure.
const FIGURE: (&str, &str) = ("a change is published as a correction", "変更は訂正として公開される");

/// The type of a value, with its unit, its bounds and what an empty cell means.
fn type_of(holds: Holds, language: MessageLanguage) -> String {
    let is_english = language == MessageLanguage::English;
    let say = |english: &str, japanese: &str| if is_english { english } else { japanese }.to_owned();
    match holds {
        Holds::Identifier => say(
            "id, 1 to 64 letters, digits, '-', '_', '.' or '・'",
            "ID（64文字以内の文字・数字・「-」「_」「.」「・」）",
        ),
        Holds::AreaCode => say("code of an area, with or without check digit", "団体コード（検査数字はなくてもよい）"),
        Holds::Text => say("text", "文字"),
        Holds::WebAddress => say("web address", "URL"),
        Holds::Source => say("id or title of a known source", "登録済みの出典のIDか題名"),
        Holds::OwnSource => say(
            "id or title of a known source; empty: that of what the row belongs to",
            "登録済みの出典のIDか題名。空欄は、その行が属するものの出典",
        ),
        Holds::Count((unit, unit_ja)) => {
            if is_english {
                format!("whole number, 0 or more, {unit}")
            } else {
                format!("0以上の整数（{unit_ja}）")
            }
        }
        Holds::FiscalYear => say("fiscal year", "年度"),
        Holds::Day => say("day, which may be to come", "日付（これからの日も可）"),
        Holds::PastDay => say("day, today at most", "日付（今日まで）"),
        Holds::Mark => say("yes or no; empty: no", "○または×。空欄は×"),
        Holds::Choice(words) if is_english => {
            words.iter().map(|(word, japanese)| format!("`{word}` {japanese}")).collect::<Vec<_>>().join(", ")
        }
        Holds::Choice(words) => words.iter().map(|(_, japanese)| *japanese).collect::<Vec<_>>().join("、"),
        Holds::Choices(words) if is_english => {
            let words = words.iter().map(|(word, japanese)| format!("`{word}` {japanese}")).collect::<Vec<_>>();
            format!("some of these, joined by `;`: {}", words.join(", "))
        }
        Holds::Choices(words) => {
            let words = words.iter().map(|(_, japanese)| *japanese).collect::<Vec<_>>();
            format!("次のいくつでも（「;」で区切る）：{}", words.join("、"))
        }
        Holds::Time => say("time of day, such as 9:00 or 17:30", "時刻（9:00、17:30など）"),
        Holds::Weekdays => say(
            "days of the week, such as `mon-fri`, `sat`, `2sat;4sat`, or 月〜金, 第2・第4土",
            "曜日（月〜金、土、第2・第4土、またはmon-friなど）",
        ),
        Holds::Degrees(least, most) => {
            say(&format!("decimal degrees from {least} to {most}"), &format!("{least}から{most}までの度（10進）"))
        }
        Holds::Telephone => say("telephone number with its area code", "市外局番からの電話番号"),
        Holds::Reading => say("kana", "仮名"),
        Holds::Postcode => say("postcode of seven digits", "7桁の郵便番号"),
        Holds::Position => {
            say("place in its list, from 1; empty: after the row before", "一覧の中の順番（1から）。空欄は、前の行の次")
        }
        Holds::Days => say(
            "whole number of days, with a minus sign before the day; empty: no number",
            "日数の整数（前のときは-を付ける）。空欄は、日数なし",
        ),
        Holds::Condition => say("condition on the answers of the guide", "案内の回答についての条件"),
    }
}

/// What an empty cell of a described column means, where its type does not say so.
fn meaning_of_empty(column: &Column, language: MessageLanguage) -> Option<&'static str> {
    if column.is_required() {
        return None;
    }
    let (english, japanese) = match column.holds {
        Holds::Count(_) | Holds::PastDay | Holds::Choice(_) | Holds::Degrees(..) => {
            ("empty: not known", "空欄は、不明")
        }
        Holds::Text
        | Holds::WebAddress
        | Holds::Choices(_)
        | Holds::Telephone
        | Holds::Postcode
        | Holds::Reading
        | Holds::Time
        | Holds::Weekdays => ("empty: nothing is said", "空欄は、記載なし"),
        Holds::Day | Holds::FiscalYear | Holds::Identifier | Holds::AreaCode => ("empty: none", "空欄は、なし"),
        Holds::Condition => ("empty: always", "空欄は、いつも"),
        Holds::Source | Holds::OwnSource | Holds::Mark | Holds::Position | Holds::Days => return None,
    };
    // A column that says more about itself says what an empty cell means, too.
    let says_so = column.about.0.contains("empty");
    (!says_so).then_some(if language == MessageLanguage::English { english } else { japanese })
}

/// What a column of a table holds: type, unit, bounds, what it refers to, and what an empty cell means.
#[must_use]
pub fn words_of(table: CityTable, spec: &ColumnSpec, language: MessageLanguage) -> String {
    let of_language = |(english, japanese): (&'static str, &'static str)| {
        if language == MessageLanguage::English { english } else { japanese }
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(description) = table.description()
        && let Some(column) = description.column(spec.key)
    {
        parts.push(type_of(column.holds, language));
        let refers = description.references.iter().find(|reference| reference.columns.last() == Some(&spec.key));
        parts.extend(refers.map(|reference| of_language(reference.expected).to_owned()));
        parts.extend(meaning_of_empty(column, language).map(str::to_owned));
        parts.push(of_language(column.about).to_owned());
    } else if let Some(held) = held(table.kind, table.is_definitions, spec.key) {
        let what = of_language(held.what);
        parts.push(if what.is_empty() { type_of(held.holds, language) } else { what.to_owned() });
        parts.push(of_language(held.about).to_owned());
    }
    if spec.is_figure {
        parts.push(of_language(FIGURE).to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(if language == MessageLanguage::English { "; " } else { "。" })
}

/// Whether every row needs a value in a column.
#[must_use]
pub fn is_required(table: CityTable, spec: &ColumnSpec) -> bool {
    let column = table.description().and_then(|description| description.column(spec.key));
    column.map_or(spec.presence == Presence::Required, Column::is_required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_every_table_says_what_it_holds_in_both_languages() {
        for table in CityTable::all() {
            for spec in table.columns() {
                for language in [MessageLanguage::English, MessageLanguage::Japanese] {
                    let words = words_of(table, spec, language);
                    assert!(!words.is_empty(), "{} {}", table.name, spec.key);
                    let says_empty = ["empty", "required", "空欄", "必須"].iter().any(|word| words.contains(word));
                    let is_text_of_others = table.description().is_none();
                    assert!(
                        says_empty || is_required(table, spec) || is_text_of_others,
                        "{} {}: {words}",
                        table.name,
                        spec.key
                    );
                }
            }
        }
    }
}
