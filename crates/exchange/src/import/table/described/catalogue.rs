//! What the catalogue is arranged by: sources, areas, departments, life events and sets of procedures.

use super::{Column, Description, Holds, SAMPLE, Saving};
use crate::import::table::kind::Kind;

pub(super) const SOURCES: Description = Description {
    kind: Kind::Sources,
    table: "sources",
    noun: ("sources", "出典"),
    purpose: ("where figures and texts come from, and under what terms", "数値や文の出どころと利用条件"),
    columns: &[
        Column::required("id", &["出典ID", "id"], Holds::Identifier),
        Column::required("title", &["表題", "title"], Holds::Text),
        Column::optional("title_en", &["表題（英語）", "title_en", "表題 英語"], Holds::Text),
        Column::optional("publisher", &["作成者", "publisher"], Holds::Text),
        Column::optional("publisher_en", &["作成者（英語）", "publisher_en", "作成者 英語"], Holds::Text),
        Column::optional("url", &["URL", "url"], Holds::WebAddress),
        Column::optional("as_of", &["基準日", "as_of"], Holds::PastDay),
        Column::optional("licence", &["利用条件", "licence", "license"], Holds::Text),
        SAMPLE,
    ],
    key: &["id"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/data", "/definitions"],
};

pub(super) const AREAS: Description = Description {
    kind: Kind::Areas,
    table: "areas",
    noun: ("areas", "団体"),
    purpose: ("the city, its wards and the areas that it is compared with", "市、区、および比べる団体"),
    columns: &[
        Column::required("code", &["団体コード", "code"], Holds::AreaCode),
        Column::required("name", &["名称", "name"], Holds::Text),
        Column::optional("kana", &["よみ", "kana"], Holds::Text),
        Column::optional("name_en", &["名称（英語）", "name_en", "名称 英語"], Holds::Text),
        Column::required(
            "kind",
            &["種別", "kind"],
            Holds::Choice(&[("nation", "国"), ("prefecture", "都道府県"), ("city", "市区町村"), ("ward", "区")]),
        ),
        Column::optional("parent", &["属する団体", "parent"], Holds::AreaCode)
            .about("the city of a ward, the prefecture of a municipality", "区の市、市区町村の都道府県"),
    ],
    key: &["code"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/cards"],
};

pub(super) const DEPARTMENTS: Description = Description {
    kind: Kind::Departments,
    table: "departments",
    noun: ("departments", "所管課"),
    purpose: ("who is in charge of procedures, where and when to go", "手続の所管課と、その窓口・受付時間"),
    columns: &[
        Column::required("code", &["所管課コード", "code"], Holds::Identifier),
        Column::required("name", &["所管課", "name", "課名"], Holds::Text),
        Column::optional("name_en", &["所管課（英語）", "name_en", "所管課 英語"], Holds::Text),
        Column::optional("counter", &["窓口", "counter"], Holds::Text),
        Column::optional("counter_en", &["窓口（英語）", "counter_en", "窓口 英語"], Holds::Text),
        Column::optional("hours", &["受付時間", "hours"], Holds::Text),
        Column::optional("hours_en", &["受付時間（英語）", "hours_en", "受付時間 英語"], Holds::Text),
        Column::optional("phone", &["電話番号", "phone", "電話"], Holds::Text),
        SAMPLE,
    ],
    key: &["code"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/procedures"],
};

pub(super) const LIFE_EVENTS: Description = Description {
    kind: Kind::LifeEvents,
    table: "life_events",
    noun: ("life events", "ライフイベント"),
    purpose: ("the occasions by which people look for procedures", "手続を探すきっかけとなる出来事"),
    columns: &[
        Column::required("code", &["ライフイベントコード", "code"], Holds::Identifier),
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::required("name", &["ライフイベント", "name", "名称"], Holds::Text),
        Column::optional("name_easy", &["やさしい日本語", "name_easy"], Holds::Text),
        Column::optional("name_en", &["英語", "name_en"], Holds::Text),
        Column::optional("kana", &["よみ", "kana"], Holds::Text),
    ],
    key: &["code"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/", "/procedures"],
};

pub(super) const SETS: Description = Description {
    kind: Kind::Sets,
    table: "procedure_sets",
    noun: ("sets of procedures", "手続の区分"),
    purpose: ("lists of procedures over which rates are computed", "オンライン化率などを計算する手続の範囲"),
    columns: &[
        Column::required("code", &["区分コード", "code"], Holds::Identifier),
        Column::required("name", &["区分", "name", "名称"], Holds::Text),
        Column::optional("name_en", &["区分（英語）", "name_en", "区分 英語"], Holds::Text),
        Column::optional("description", &["説明", "description"], Holds::Text),
        Column::optional("description_en", &["説明（英語）", "description_en", "説明 英語"], Holds::Text),
        Column::optional("source", &["出典", "source"], Holds::Source),
    ],
    key: &["code"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/procedures", "/targets"],
};
