//! What residents ask a city for and others do.

use super::{Column, Description, Holds, SAMPLE, Saving};
use crate::import::table::kind::Kind;

pub(super) const ELSEWHERE: Description = Description {
    kind: Kind::Elsewhere,
    table: "elsewhere",
    noun: ("things that others do", "市以外の手続"),
    purpose: (
        "what residents look for and other offices do, such as passports, with who does it and where",
        "住民がさがすもののうち、市以外が行う手続（旅券など）と、その担当・案内ページ",
    ),
    columns: &[
        Column::required("id", &["ID", "id"], Holds::Identifier),
        Column::required("title", &["表題", "title"], Holds::Text),
        Column::optional("title_en", &["表題（英語）", "title_en", "表題 英語"], Holds::Text),
        Column::optional("title_easy", &["表題（やさしい日本語）", "title_easy"], Holds::Text),
        Column::required("words", &["さがす言葉", "words"], Holds::Text).about(
            "the words by which people look for it, in any language, separated by ;",
            "さがすときの言葉（どの言語でもよい。「;」で区切る）",
        ),
        Column::required("provider", &["担当", "provider"], Holds::Text).about("who does it", "どこが行うか"),
        Column::optional("provider_en", &["担当（英語）", "provider_en", "担当 英語"], Holds::Text),
        Column::optional("provider_easy", &["担当（やさしい日本語）", "provider_easy"], Holds::Text),
        Column::optional("url", &["URL", "url"], Holds::WebAddress),
        Column::optional("checked_on", &["確認日", "checked_on"], Holds::PastDay)
            .about("when the city last checked the entry", "市が内容を最後に確認した日"),
        Column::optional("source", &["出典", "source"], Holds::Source),
        SAMPLE,
    ],
    key: &["id"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/procedures"],
};
