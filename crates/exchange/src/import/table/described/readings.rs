//! Words of a city with their readings.

use super::{Column, Description, Holds, Saving};
use crate::import::table::kind::Kind;

pub(super) const READINGS: Description = Description {
    kind: Kind::Readings,
    table: "readings",
    noun: ("words with readings", "読み仮名の語"),
    purpose: (
        "words of the city with their readings, such as names of places, beside those that the product knows",
        "市の地名など、製品の一覧にない語とその読み仮名",
    ),
    columns: &[
        Column::required("word", &["語", "word", "ことば"], Holds::Text).about(
            "begins with a kanji; 〜 before it marks what only ends a word (〜課), after it what only begins one (各〜)",
            "漢字で始まる語。前に「〜」があれば語の後ろだけ（〜課）、後ろにあれば前だけ（各〜）に使う",
        ),
        Column::required("reading", &["読み", "reading", "よみ", "読み仮名"], Holds::Reading)
            .about("kana of the word as it is written", "語の全体の読み。送り仮名も書く"),
    ],
    key: &["word"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/procedures"],
};
