//! The shared list of papers, and what belongs to a procedure beside its entry.

use super::{Column, Description, Holds, InTwoLanguages, POSITION, Reference, RowRule, SAMPLE, Saving};
use crate::import::table::kind::Kind;

const KINDS: &[InTwoLanguages] = &[
    ("identification", "本人確認書類"),
    ("my_number_card", "マイナンバーカード"),
    ("certificate_of_card", "電子証明書"),
    ("seal", "印鑑"),
    ("photo", "写真"),
    ("form", "申請書など"),
    ("proof", "証明書など"),
    ("other", "その他"),
];

const LANGUAGES: &[InTwoLanguages] = &[
    ("ja", "日本語"),
    ("en", "英語"),
    ("zh", "中国語"),
    ("ko", "韓国・朝鮮語"),
    ("vi", "ベトナム語"),
    ("pt", "ポルトガル語"),
    ("es", "スペイン語"),
    ("fil", "フィリピノ語"),
    ("ne", "ネパール語"),
    ("several", "複数の言語"),
];

const YEN: InTwoLanguages = ("yen", "円");
const DAYS: InTwoLanguages = ("days", "日");

const PROCEDURE: Column = Column::required("procedure_id", &["手続ID", "procedure_id", "procedure"], Holds::Identifier);

const OF_PROCEDURE: Reference = Reference {
    columns: &["procedure_id"],
    table: "procedures",
    key: &["id"],
    expected: ("the id of a procedure in the catalogue", "登録済みの手続ID"),
};
const OF_PAPER: Reference = Reference {
    columns: &["paper"],
    table: "papers",
    key: &["id"],
    expected: ("the id of a paper of the list in papers", "書類の一覧にある書類ID"),
};

pub(super) const PAPERS: Description = Description {
    kind: Kind::Papers,
    table: "papers",
    noun: ("papers", "書類の一覧"),
    purpose: (
        "the papers that procedures ask for, once for all of them, with readings and translations; an entry that names one \
         of them by its name or reading shows it in every language",
        "手続で使う書類の共通の一覧（よみ・訳つき）。手続の必要書類に名前かよみを書くと、各言語で表示する",
    ),
    columns: &[
        Column::required("id", &["書類ID", "id"], Holds::Identifier),
        POSITION,
        Column::required("name", &["書類名", "name", "名称"], Holds::Text),
        Column::optional("kana", &["よみ", "kana"], Holds::Text),
        Column::optional("name_easy", &["書類名（やさしい日本語）", "name_easy", "書類名 やさしい日本語"], Holds::Text),
        Column::optional("name_en", &["書類名（英語）", "name_en", "書類名 英語"], Holds::Text),
        Column::optional("other_names", &["別の名前", "other_names"], Holds::Text).about(
            "what else it is called, separated by ;, also what it was called before",
            "別の呼び方。「;」で区切る。名前を変えたときは前の名前も書く",
        ),
        Column::required("kind", &["種類", "kind"], Holds::Choice(KINDS)),
        Column::optional("note", &["説明", "note"], Holds::Text),
        Column::optional("note_easy", &["説明（やさしい日本語）", "note_easy", "説明 やさしい日本語"], Holds::Text),
        Column::optional("note_en", &["説明（英語）", "note_en", "説明 英語"], Holds::Text),
        Column::optional("source", &["出典", "source"], Holds::Source),
        SAMPLE,
    ],
    key: &["id"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/procedures", "/guides"],
};

pub(super) const PROCEDURE_PAPERS: Description = Description {
    kind: Kind::ProcedurePapers,
    table: "procedure_papers",
    noun: ("papers of procedures", "手続ごとの書類"),
    purpose: (
        "when a procedure needs a paper of the list, how many, original or copy; a paper that everybody needs once is \
         named by the procedure alone",
        "一覧の書類が、その手続でどんなときに、何枚、原本か写しかで要るか（だれでも1つ要る書類は手続に名前を書くだけでよい）",
    ),
    columns: &[
        PROCEDURE,
        Column::required("paper", &["書類ID", "paper"], Holds::Identifier),
        POSITION,
        Column::required(
            "needed",
            &["必要", "needed"],
            Holds::Choice(&[("always", "いつも"), ("in_some_cases", "場合による")]),
        ),
        Column::optional("condition", &["条件", "condition"], Holds::Text)
            .about("in which cases, or what must be on it", "どんな場合に要るか、または何が書かれたものか"),
        Column::optional(
            "condition_easy",
            &["条件（やさしい日本語）", "condition_easy", "条件 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("condition_en", &["条件（英語）", "condition_en", "条件 英語"], Holds::Text),
        Column::optional("quantity", &["数", "quantity"], Holds::Count(("copies", "枚"))),
        Column::optional(
            "original",
            &["原本・写し", "original"],
            Holds::Choice(&[("original", "原本"), ("copy", "写し"), ("either", "どちらでも")]),
        ),
    ],
    key: &["procedure_id", "paper"],
    saving: Saving::Replaced,
    references: &[OF_PROCEDURE, OF_PAPER],
    rules: &[],
    pages: &["/procedures", "/guides"],
};

pub(super) const PROCEDURE_DETAILS: Description = Description {
    kind: Kind::ProcedureDetails,
    table: "procedure_details",
    noun: ("details of procedures", "手続の詳細"),
    purpose: (
        "how long a procedure takes, what it costs, who may apply for another, and whether convenience stores issue it",
        "手続にかかる日数、手数料の範囲、代理、コンビニ交付",
    ),
    columns: &[
        PROCEDURE,
        Column::optional("days_from", &["日数（から）", "days_from", "日数 から"], Holds::Count(DAYS)),
        Column::optional("days_to", &["日数（まで）", "days_to", "日数 まで"], Holds::Count(DAYS))
            .about("the longest time; 0 is the same day", "最も長い日数。0は当日"),
        Column::optional(
            "day_kind",
            &["日の数え方", "day_kind"],
            Holds::Choice(&[("calendar", "暦日"), ("working", "開庁日")]),
        ),
        Column::optional(
            "processing_easy",
            &["処理期間（やさしい日本語）", "processing_easy", "処理期間 やさしい日本語"],
            Holds::Text,
        )
        .about("the Japanese words are those of the procedure", "日本語は手続の「処理期間」に書く"),
        Column::optional("processing_en", &["処理期間（英語）", "processing_en", "処理期間 英語"], Holds::Text),
        Column::optional("fee_from", &["手数料（下限）", "fee_from", "手数料 下限"], Holds::Count(YEN)).about(
            "where the fee differs; one amount belongs to the procedure",
            "手数料に幅があるとき。1つの金額は手続に書く",
        ),
        Column::optional("fee_to", &["手数料（上限）", "fee_to", "手数料 上限"], Holds::Count(YEN)),
        Column::optional(
            "fee_note_easy",
            &["手数料の備考（やさしい日本語）", "fee_note_easy", "手数料の備考 やさしい日本語"],
            Holds::Text,
        )
        .about("the Japanese words are those of the procedure", "日本語は手続の「手数料の備考」に書く"),
        Column::optional("fee_note_en", &["手数料の備考（英語）", "fee_note_en", "手数料の備考 英語"], Holds::Text),
        Column::optional(
            "agent",
            &["代理", "agent"],
            Holds::Choice(&[("nobody", "本人だけ"), ("family", "同じ世帯の人・家族"), ("anyone", "だれでも")]),
        )
        .about("who may apply for another", "本人に代わって申請できる人"),
        Column::optional(
            "letter",
            &["委任状", "letter"],
            Holds::Choice(&[("required", "要る"), ("not_for_family", "家族以外は要る"), ("not_required", "要らない")]),
        )
        .about("whether they need a letter of authority", "代理の人に委任状が要るか"),
        Column::optional("agent_note", &["代理の備考", "agent_note"], Holds::Text),
        Column::optional(
            "agent_note_easy",
            &["代理の備考（やさしい日本語）", "agent_note_easy", "代理の備考 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("agent_note_en", &["代理の備考（英語）", "agent_note_en", "代理の備考 英語"], Holds::Text),
        Column::optional(
            "store",
            &["コンビニ交付", "store"],
            Holds::Choice(&[("available", "できる"), ("not_available", "できない")]),
        ),
        Column::optional(
            "store_card",
            &["コンビニで使うもの", "store_card"],
            Holds::Choice(&[("card", "マイナンバーカード"), ("card_or_phone", "マイナンバーカードかスマートフォン")]),
        ),
        Column::optional("store_fee", &["コンビニの手数料", "store_fee"], Holds::Count(YEN)),
        Column::optional("store_note", &["コンビニの備考", "store_note"], Holds::Text)
            .about("such as the hours", "使える時間など"),
        Column::optional(
            "store_note_easy",
            &["コンビニの備考（やさしい日本語）", "store_note_easy", "コンビニの備考 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional(
            "store_note_en",
            &["コンビニの備考（英語）", "store_note_en", "コンビニの備考 英語"],
            Holds::Text,
        ),
    ],
    key: &["procedure_id"],
    saving: Saving::Replaced,
    references: &[OF_PROCEDURE],
    rules: &[
        RowRule::NotAbove { small: "days_from", large: "days_to" },
        RowRule::NotAbove { small: "fee_from", large: "fee_to" },
    ],
    pages: &["/procedures"],
};

pub(super) const PROCEDURE_FORMS: Description = Description {
    kind: Kind::ProcedureForms,
    table: "procedure_forms",
    noun: ("forms of procedures", "手続の様式"),
    purpose: ("the forms of a procedure as files to print", "手続の申請書・届書などの様式（PDFなど）"),
    columns: &[
        PROCEDURE,
        POSITION,
        Column::required("title", &["様式名", "title"], Holds::Text),
        Column::optional(
            "title_easy",
            &["様式名（やさしい日本語）", "title_easy", "様式名 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("title_en", &["様式名（英語）", "title_en", "様式名 英語"], Holds::Text),
        Column::required("url", &["URL", "url"], Holds::WebAddress),
        Column::optional("language", &["言語", "language"], Holds::Choice(LANGUAGES)),
        Column::optional("pages", &["ページ数", "pages"], Holds::Count(("pages", "ページ"))),
    ],
    key: &["procedure_id", "position"],
    saving: Saving::Replaced,
    references: &[OF_PROCEDURE],
    rules: &[],
    pages: &["/procedures"],
};

#[cfg(test)]
mod tests {
    use domain::paper::{PaperKind, PaperNeed, PaperOriginal};
    use domain::procedure_details::{AgentRule, DayKind, FormLanguage, LetterRule, StoreCard, StoreService};

    use super::*;

    /// The words of a column are those of the enum that reads it.
    #[test]
    fn every_word_of_a_column_is_a_word_of_its_enum() {
        fn check<T: Copy>(description: &Description, column: &str, all: &[T], spelling: fn(T) -> &'static str) {
            let Some(Holds::Choice(words)) = description.column(column).map(|column| column.holds) else {
                panic!("{column} has words");
            };
            let known: Vec<&str> = all.iter().map(|one| spelling(*one)).collect();
            assert_eq!(words.iter().map(|word| word.0).collect::<Vec<_>>(), known, "{column}");
        }
        check(&PAPERS, "kind", PaperKind::ALL, PaperKind::as_str);
        check(&PROCEDURE_PAPERS, "needed", PaperNeed::ALL, PaperNeed::as_str);
        check(&PROCEDURE_PAPERS, "original", PaperOriginal::ALL, PaperOriginal::as_str);
        check(&PROCEDURE_DETAILS, "day_kind", DayKind::ALL, DayKind::as_str);
        check(&PROCEDURE_DETAILS, "agent", AgentRule::ALL, AgentRule::as_str);
        check(&PROCEDURE_DETAILS, "letter", LetterRule::ALL, LetterRule::as_str);
        check(&PROCEDURE_DETAILS, "store", StoreService::ALL, StoreService::as_str);
        check(&PROCEDURE_DETAILS, "store_card", StoreCard::ALL, StoreCard::as_str);
        check(&PROCEDURE_FORMS, "language", FormLanguage::ALL, FormLanguage::as_str);
    }
}
