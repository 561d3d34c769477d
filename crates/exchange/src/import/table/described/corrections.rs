//! The log of corrections, which the product writes itself, and which a folder carries along.

use super::{Column, Description, Holds, InTwoLanguages, RowRule, Saving};
use crate::import::table::kind::Kind;

const TABLES: &[InTwoLanguages] = &[
    ("cards", "カード枚数"),
    ("population", "人口"),
    ("usage", "件数"),
    ("indicators", "指標の値"),
    ("programmes", "事務事業"),
    ("funding", "財源"),
    ("cost-items", "経費の項目"),
    ("assessments", "査定"),
    ("obligations", "債務負担行為"),
    ("effects", "取組の効果"),
    ("training", "研修"),
];

pub(super) const CORRECTIONS: Description = Description {
    kind: Kind::Corrections,
    table: "corrections",
    noun: ("corrections", "訂正"),
    purpose: (
        "published figures that were changed or withdrawn, which imports record by themselves",
        "公開後に訂正・取り下げた数値（取り込みのときに自動で記録される）",
    ),
    columns: &[
        Column::required("kind", &["表", "kind"], Holds::Choice(TABLES)),
        Column::required("subject", &["対象ID", "subject"], Holds::Identifier).about(
            "code of the area, or id of the procedure, indicator or programme",
            "団体コード、または手続・指標・事務事業のID",
        ),
        Column::optional("subject_name", &["対象", "subject_name"], Holds::Text)
            .about("its name at that time", "その時の名称"),
        Column::optional("record", &["記録の区分", "record"], Holds::Text)
            .about("what tells the record from others, in codes", "どの記録かを表す符号"),
        Column::required("record_name", &["記録", "record_name"], Holds::Text),
        Column::optional("record_name_en", &["記録（英語）", "record_name_en", "記録 英語"], Holds::Text),
        Column::required("figure", &["項目", "figure"], Holds::Identifier)
            .about("the column of the table that holds the figure", "表の中でその数値がある列"),
        Column::required("value_before", &["訂正前", "value_before"], Holds::Text),
        Column::optional("value_after", &["訂正後", "value_after"], Holds::Text)
            .about("empty if the figure was withdrawn", "取り下げたときは空欄"),
        Column::required("corrected_on", &["訂正日", "corrected_on"], Holds::PastDay),
        Column::optional("reason", &["理由", "reason"], Holds::Text),
    ],
    key: &[
        "kind",
        "subject",
        "subject_name",
        "record",
        "record_name",
        "record_name_en",
        "figure",
        "value_before",
        "value_after",
        "corrected_on",
        "reason",
    ],
    saving: Saving::Logged,
    references: &[],
    rules: &[RowRule::Figure { table: "kind", figure: "figure", values: &["value_before", "value_after"] }],
    pages: &["/cards", "/procedures", "/targets", "/budget", "/changes"],
};

#[cfg(test)]
mod tests {
    use domain::correction::CorrectedTable;

    use super::*;

    #[test]
    fn the_words_of_the_first_column_are_the_tables_with_figures() {
        let words: Vec<&str> = TABLES.iter().map(|(word, _)| *word).collect();
        let tables: Vec<&str> = CorrectedTable::ALL.iter().map(|table| table.as_str()).collect();
        assert_eq!(words, tables);
    }
}
