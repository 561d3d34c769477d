//! Texts of the city in other languages.

use super::{Column, Description, Holds, Saving};
use crate::import::table::kind::Kind;

pub(super) const TRANSLATIONS: Description = Description {
    kind: Kind::Translations,
    table: "translations",
    noun: ("translations", "翻訳"),
    purpose: (
        "texts of other tables that have no column for a language, in that language: papers, cost items, legal bases, terms of use",
        "ほかの表の文章のうち、外国語の欄がないもの（必要書類、経費の項目、根拠法令、利用条件など）の翻訳",
    ),
    columns: &[
        Column::required("language", &["言語", "language"], Holds::Identifier)
            .about("as in addresses: en, or another language of the interface", "アドレスにある書き方（enなど）"),
        Column::required("original", &["原文", "original"], Holds::Text).about(
            "the Japanese text exactly as it stands in its table; if that changes, the translation no longer appears",
            "その表にある日本語のとおり。表の文章が変わると、この翻訳は表示されなくなる",
        ),
        Column::required("translation", &["訳文", "translation"], Holds::Text),
    ],
    key: &["language", "original"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/budget", "/procedures", "/data"],
};
