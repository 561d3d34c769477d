//! Offices, their hours, what is done there, holidays, and the areas of postcodes.

use super::{Column, Description, Holds, InTwoLanguages, POSITION, Reference, RowRule, SAMPLE, Saving};
use crate::import::table::kind::Kind;

const KINDS: &[InTwoLanguages] =
    &[("main", "本庁"), ("ward", "区役所"), ("branch", "支所・出張所"), ("centre", "専門の窓口"), ("other", "その他")];

const LANGUAGES: &[InTwoLanguages] = &[
    ("en", "英語"),
    ("zh", "中国語"),
    ("ko", "韓国・朝鮮語"),
    ("vi", "ベトナム語"),
    ("pt", "ポルトガル語"),
    ("es", "スペイン語"),
    ("fil", "フィリピノ語"),
    ("ne", "ネパール語"),
    ("id", "インドネシア語"),
    ("th", "タイ語"),
    ("my", "ミャンマー語"),
    ("fr", "フランス語"),
    ("ru", "ロシア語"),
    ("uk", "ウクライナ語"),
];

const FACILITIES: &[InTwoLanguages] = &[
    ("step_free", "段差なし"),
    ("elevator", "エレベーター"),
    ("toilet", "多機能トイレ"),
    ("parking", "障害者用駐車場"),
    ("tactile_paving", "点字ブロック"),
    ("sign_language", "手話通訳"),
    ("writing", "筆談"),
    ("hearing_loop", "ヒアリングループ"),
    ("nursing_room", "授乳室"),
    ("play_area", "キッズスペース"),
];

const HOLIDAY_KINDS: &[InTwoLanguages] = &[("national", "国民の祝日・休日"), ("city", "市の休日")];

const OFFICE: Column = Column::required("office", &["窓口ID", "office"], Holds::Identifier);
const SOURCE: Column = Column::optional("source", &["出典", "source"], Holds::Source);

const OF_OFFICE: Reference = Reference {
    columns: &["office"],
    table: "offices",
    key: &["id"],
    expected: ("the id of an office", "登録済みの窓口ID"),
};
const IN_AREA: Reference = Reference {
    columns: &["area"],
    table: "areas",
    key: &["code"],
    expected: ("the code of an area of this city", "登録済みの団体コード"),
};
const OF_PROCEDURE: Reference = Reference {
    columns: &["procedure_id"],
    table: "procedures",
    key: &["id"],
    expected: ("the id of a procedure", "登録済みの手続ID"),
};

pub(super) const OFFICES: Description = Description {
    kind: Kind::Offices,
    table: "offices",
    noun: ("offices", "窓口"),
    purpose: ("where to go, how to get there and whom to call", "窓口のある施設の所在地・電話・行き方"),
    columns: &[
        Column::required("id", &["窓口ID", "id"], Holds::Identifier),
        Column::required("name", &["名称", "name", "施設名"], Holds::Text),
        Column::optional("kana", &["よみ", "kana"], Holds::Text),
        Column::optional("name_en", &["名称（英語）", "name_en", "名称 英語"], Holds::Text),
        Column::required("kind", &["種別", "kind"], Holds::Choice(KINDS)),
        Column::optional("area", &["区", "area", "団体コード"], Holds::AreaCode)
            .about("the code of the ward, or of the city, that it is in", "所在する区（区がなければ市）の団体コード"),
        Column::optional("postcode", &["郵便番号", "postcode"], Holds::Postcode),
        Column::optional("address", &["住所", "address", "所在地"], Holds::Text),
        Column::optional("address_en", &["住所（英語）", "address_en", "住所 英語"], Holds::Text),
        Column::optional("telephone", &["電話番号", "telephone", "電話"], Holds::Telephone),
        Column::optional("latitude", &["緯度", "latitude"], Holds::Degrees(20, 46)),
        Column::optional("longitude", &["経度", "longitude"], Holds::Degrees(122, 154)),
        Column::optional("map_url", &["地図のURL", "map_url"], Holds::WebAddress)
            .about("empty: a map that follows from the position", "空欄なら緯度・経度から作る"),
        Column::optional("access", &["最寄り", "access", "最寄り駅・バス停"], Holds::Text)
            .about("the nearest station or bus stop, and the way from there", "最寄りの駅・バス停と、そこからの行き方"),
        Column::optional("access_en", &["最寄り（英語）", "access_en", "最寄り 英語"], Holds::Text),
        Column::optional("languages", &["対応言語", "languages"], Holds::Choices(LANGUAGES))
            .about("besides Japanese", "日本語のほかに対応できる言語"),
        Column::optional("facilities", &["設備", "facilities"], Holds::Choices(FACILITIES)),
        Column::optional("does_every_procedure", &["手続全般", "does_every_procedure"], Holds::Mark).about(
            "procedures of which no office is named are done here",
            "「手続ごとの窓口」に行のない手続を、ここで扱う",
        ),
        Column::optional("is_open_on_holidays", &["祝日も開く", "is_open_on_holidays"], Holds::Mark),
        Column::optional("note", &["備考", "note"], Holds::Text),
        Column::optional("note_en", &["備考（英語）", "note_en", "備考 英語"], Holds::Text),
        Column::optional("checked_on", &["確認日", "checked_on"], Holds::PastDay),
        SOURCE,
        SAMPLE,
    ],
    key: &["id"],
    saving: Saving::Replaced,
    references: &[IN_AREA],
    rules: &[RowRule::Together { columns: &["latitude", "longitude"] }],
    pages: &["/offices"],
};

pub(super) const OFFICE_HOURS: Description = Description {
    kind: Kind::OfficeHours,
    table: "office_hours",
    noun: ("opening hours", "開庁時間"),
    purpose: (
        "when offices are open; an office without a row has unknown hours, not none",
        "窓口の開庁時間（行のない窓口は「閉まっている」ではなく「不明」になる）",
    ),
    columns: &[
        OFFICE,
        POSITION,
        Column::required("days", &["曜日", "days"], Holds::Weekdays),
        Column::required("opens", &["開始", "opens", "開始時刻"], Holds::Time),
        Column::required("closes", &["終了", "closes", "終了時刻"], Holds::Time)
            .about("a break at noon makes two rows", "昼休みがあれば2行に分ける"),
        Column::optional("valid_from", &["適用開始日", "valid_from"], Holds::Day),
        Column::optional("valid_until", &["適用終了日", "valid_until"], Holds::Day),
        Column::optional("note", &["備考", "note"], Holds::Text)
            .about("what is done at these hours, if it is not everything", "この時間に扱うものが限られるとき"),
        Column::optional("note_en", &["備考（英語）", "note_en", "備考 英語"], Holds::Text),
    ],
    key: &["office", "position"],
    saving: Saving::Replaced,
    references: &[OF_OFFICE],
    rules: &[
        RowRule::InOrder { first: "opens", last: "closes", may_be_equal: false },
        RowRule::InOrder { first: "valid_from", last: "valid_until", may_be_equal: true },
    ],
    pages: &["/offices", "/procedures"],
};

pub(super) const OFFICE_EXCEPTIONS: Description = Description {
    kind: Kind::OfficeExceptions,
    table: "office_exceptions",
    noun: ("exceptions to opening hours", "臨時の開庁・閉庁"),
    purpose: ("days on which an office is closed or has other hours", "窓口が臨時に閉まる日、時間が変わる日"),
    columns: &[
        OFFICE,
        POSITION,
        Column::required("first_day", &["最初の日", "first_day", "日"], Holds::Day),
        Column::optional("last_day", &["最後の日", "last_day"], Holds::Day).about("empty: one day", "1日だけなら空欄"),
        Column::optional("opens", &["開始", "opens", "開始時刻"], Holds::Time).about("empty: closed", "閉まる日は空欄"),
        Column::optional("closes", &["終了", "closes", "終了時刻"], Holds::Time),
        Column::optional("reason", &["理由", "reason"], Holds::Text),
        Column::optional("reason_en", &["理由（英語）", "reason_en", "理由 英語"], Holds::Text),
    ],
    key: &["office", "position"],
    saving: Saving::Replaced,
    references: &[OF_OFFICE],
    rules: &[
        RowRule::Together { columns: &["opens", "closes"] },
        RowRule::InOrder { first: "opens", last: "closes", may_be_equal: false },
        RowRule::InOrder { first: "first_day", last: "last_day", may_be_equal: true },
    ],
    pages: &["/offices", "/procedures"],
};

pub(super) const OFFICE_PROCEDURES: Description = Description {
    kind: Kind::OfficeProcedures,
    table: "office_procedures",
    noun: ("procedures of offices", "手続ごとの窓口"),
    purpose: (
        "which procedures are done where; the others are done at offices that do every procedure",
        "どの手続をどの窓口で扱うか（行のない手続は「手続全般」の窓口で扱う）",
    ),
    columns: &[
        OFFICE,
        Column::required("procedure_id", &["手続ID", "procedure_id"], Holds::Identifier),
        Column::optional("counter", &["窓口名", "counter"], Holds::Text)
            .about("the counter in the office", "施設の中の窓口・階"),
        Column::optional("counter_en", &["窓口名（英語）", "counter_en", "窓口名 英語"], Holds::Text),
    ],
    key: &["office", "procedure_id"],
    saving: Saving::Replaced,
    references: &[OF_OFFICE, OF_PROCEDURE],
    rules: &[],
    pages: &["/offices", "/procedures"],
};

pub(super) const HOLIDAYS: Description = Description {
    kind: Kind::Holidays,
    table: "holidays",
    noun: ("holidays", "休日"),
    purpose: (
        "days on which offices are closed; national holidays are known for whole years, and nothing is assumed after the last",
        "窓口が休みになる日（国民の祝日は年ごとにそろえる。最後の年より後は「不明」になる）",
    ),
    columns: &[
        Column::required("kind", &["種別", "kind"], Holds::Choice(HOLIDAY_KINDS)),
        Column::required("day", &["日", "day"], Holds::Day),
        Column::required("name", &["名称", "name"], Holds::Text),
        Column::optional("name_en", &["名称（英語）", "name_en", "名称 英語"], Holds::Text),
        SOURCE,
    ],
    key: &["kind", "day"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/offices"],
};

pub(super) const POSTCODES: Description = Description {
    kind: Kind::Postcodes,
    table: "postcodes",
    noun: ("postcodes", "郵便番号"),
    purpose: ("the wards of postcodes, to find the nearest office", "郵便番号から区を調べ、近い窓口を示すための表"),
    columns: &[
        Column::required("postcode", &["郵便番号", "postcode"], Holds::Postcode),
        Column::required("area", &["区", "area", "団体コード"], Holds::AreaCode),
        Column::optional("town", &["町域", "town"], Holds::Text),
        SOURCE,
    ],
    key: &["postcode", "area"],
    saving: Saving::Replaced,
    references: &[IN_AREA],
    rules: &[],
    pages: &["/offices"],
};

#[cfg(test)]
mod tests {
    use domain::office::{Facility, OfficeKind, SpokenLanguage};
    use domain::opening_hours::HolidayKind;

    use super::*;

    #[test]
    fn the_words_of_each_column_are_those_of_its_closed_set() {
        fn spellings<T: Copy>(all: &[T], spelling: fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|one| spelling(*one)).collect()
        }
        let words = |of: &[InTwoLanguages]| of.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        assert_eq!(words(KINDS), spellings(OfficeKind::ALL, OfficeKind::as_str));
        assert_eq!(words(LANGUAGES), spellings(SpokenLanguage::ALL, SpokenLanguage::as_str));
        assert_eq!(words(FACILITIES), spellings(Facility::ALL, Facility::as_str));
        assert_eq!(words(HOLIDAY_KINDS), spellings(HolidayKind::ALL, HolidayKind::as_str));
    }
}
