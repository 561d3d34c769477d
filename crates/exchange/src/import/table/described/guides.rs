//! Guides for residents: questions, answers, and what they lead to.

use super::{Column, Description, Holds, InTwoLanguages, POSITION, Reference, RowRule, SAMPLE, Saving};
use crate::import::table::kind::Kind;

const GUIDE: Column = Column::required("guide", &["案内ID", "guide"], Holds::Identifier);

const OF_GUIDE: Reference = Reference {
    columns: &["guide"],
    table: "guides",
    key: &["id"],
    expected: ("the id of a guide", "登録済みの案内ID"),
};
const OF_QUESTION: Reference = Reference {
    columns: &["guide", "question"],
    table: "guide_questions",
    key: &["guide", "id"],
    expected: ("the id of a question of this guide", "この案内に登録済みの質問ID"),
};
const OF_LIFE_EVENT: Reference = Reference {
    columns: &["life_event"],
    table: "life_events",
    key: &["code"],
    expected: ("the code of a life event", "登録済みのライフイベントコード"),
};
const OF_PROCEDURE: Reference = Reference {
    columns: &["procedure_id"],
    table: "procedures",
    key: &["id"],
    expected: ("the id of a procedure in the catalogue", "登録済みの手続ID"),
};

/// What a condition looks like, beside the field.
const CONDITION: InTwoLanguages = (
    "such as from=other_city;with=child,infant;pet!=dog: ';' stands for and, ',' for one of several answers, '!=' for not; \
     empty: always",
    "例 from=other_city;with=child,infant;pet!=dog（「;」はすべて、「,」はどれか、「!=」はそうでないとき。空欄はいつも）",
);

pub(super) const GUIDES: Description = Description {
    kind: Kind::Guides,
    table: "guides",
    noun: ("guides", "案内"),
    purpose: (
        "guides that ask a few questions and answer with a list of what to do",
        "質問に答えると、することの一覧になる案内",
    ),
    columns: &[
        Column::required("id", &["案内ID", "id"], Holds::Identifier),
        POSITION,
        Column::optional("life_event", &["ライフイベントコード", "life_event"], Holds::Identifier),
        Column::required("title", &["表題", "title"], Holds::Text),
        Column::optional("title_easy", &["表題（やさしい日本語）", "title_easy", "表題 やさしい日本語"], Holds::Text),
        Column::optional("title_en", &["表題（英語）", "title_en", "表題 英語"], Holds::Text),
        Column::optional("intro", &["前書き", "intro"], Holds::Text),
        Column::optional(
            "intro_easy",
            &["前書き（やさしい日本語）", "intro_easy", "前書き やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("intro_en", &["前書き（英語）", "intro_en", "前書き 英語"], Holds::Text),
        Column::optional("day", &["起点の日", "day"], Holds::Text).about(
            "the name of the day that deadlines count from, such as the day you move",
            "期限を数える日の名前（引っ越す日 など）",
        ),
        Column::optional(
            "day_easy",
            &["起点の日（やさしい日本語）", "day_easy", "起点の日 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("day_en", &["起点の日（英語）", "day_en", "起点の日 英語"], Holds::Text),
        Column::optional("checked_on", &["確認日", "checked_on"], Holds::PastDay),
        Column::optional("source", &["出典", "source"], Holds::OwnSource),
        SAMPLE,
    ],
    key: &["id"],
    saving: Saving::Replaced,
    references: &[OF_LIFE_EVENT],
    rules: &[],
    pages: &["/guides"],
};

pub(super) const GUIDE_QUESTIONS: Description = Description {
    kind: Kind::GuideQuestions,
    table: "guide_questions",
    noun: ("questions of guides", "案内の質問"),
    purpose: ("the questions of the guides", "案内でたずねる質問"),
    columns: &[
        GUIDE,
        Column::required("id", &["質問ID", "id"], Holds::Identifier),
        POSITION,
        Column::required("text", &["質問", "text"], Holds::Text),
        Column::optional("text_easy", &["質問（やさしい日本語）", "text_easy", "質問 やさしい日本語"], Holds::Text),
        Column::optional("text_en", &["質問（英語）", "text_en", "質問 英語"], Holds::Text),
        Column::optional("help", &["説明", "help"], Holds::Text),
        Column::optional("help_easy", &["説明（やさしい日本語）", "help_easy", "説明 やさしい日本語"], Holds::Text),
        Column::optional("help_en", &["説明（英語）", "help_en", "説明 英語"], Holds::Text),
        Column::required("kind", &["答え方", "kind"], Holds::Choice(&[("one", "ひとつ"), ("several", "いくつでも")])),
        Column::optional("asked_if", &["たずねる条件", "asked_if"], Holds::Condition).about(CONDITION.0, CONDITION.1),
    ],
    key: &["guide", "id"],
    saving: Saving::Replaced,
    references: &[OF_GUIDE],
    rules: &[],
    pages: &["/guides"],
};

pub(super) const GUIDE_ANSWERS: Description = Description {
    kind: Kind::GuideAnswers,
    table: "guide_answers",
    noun: ("answers of guides", "案内の回答"),
    purpose: (
        "the answers that the questions of the guides offer; \"I do not know\" is always offered",
        "案内の質問に用意する回答（「わからない」はいつもある）",
    ),
    columns: &[
        GUIDE,
        Column::required("question", &["質問ID", "question"], Holds::Identifier),
        Column::required("id", &["回答ID", "id"], Holds::Identifier),
        POSITION,
        Column::required("text", &["回答", "text"], Holds::Text),
        Column::optional("text_easy", &["回答（やさしい日本語）", "text_easy", "回答 やさしい日本語"], Holds::Text),
        Column::optional("text_en", &["回答（英語）", "text_en", "回答 英語"], Holds::Text),
    ],
    key: &["guide", "question", "id"],
    saving: Saving::Replaced,
    references: &[OF_GUIDE, OF_QUESTION],
    rules: &[],
    pages: &["/guides"],
};

pub(super) const GUIDE_ENTRIES: Description = Description {
    kind: Kind::GuideEntries,
    table: "guide_entries",
    noun: ("entries of guides", "案内の項目"),
    purpose: (
        "what the answers lead to: procedures, and what others do",
        "回答から導かれること（手続と、市以外ですること）",
    ),
    columns: &[
        GUIDE,
        Column::required("id", &["項目ID", "id"], Holds::Identifier),
        POSITION,
        Column::optional("procedure_id", &["手続ID", "procedure_id", "procedure"], Holds::Identifier)
            .about("its name, papers, fee and counter come from the procedure", "名称・書類・手数料・窓口は手続から"),
        Column::optional("title", &["項目名", "title"], Holds::Text)
            .about("for what is no procedure in force", "手続でないとき、または手続が終わったときの名前"),
        Column::optional(
            "title_easy",
            &["項目名（やさしい日本語）", "title_easy", "項目名 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("title_en", &["項目名（英語）", "title_en", "項目名 英語"], Holds::Text),
        Column::required(
            "place",
            &["どこで", "place"],
            Holds::Choice(&[("city", "市の窓口"), ("elsewhere", "市以外")]),
        )
        .about("of an entry without a procedure", "手続IDのない項目について"),
        Column::optional("who", &["担当", "who"], Holds::Text).about("such as a police station", "警察署 など"),
        Column::optional("who_easy", &["担当（やさしい日本語）", "who_easy", "担当 やさしい日本語"], Holds::Text),
        Column::optional("who_en", &["担当（英語）", "who_en", "担当 英語"], Holds::Text),
        Column::optional("address", &["所在地", "address"], Holds::Text),
        Column::optional("phone", &["電話番号", "phone", "電話"], Holds::Text),
        Column::optional("url", &["URL", "url"], Holds::WebAddress),
        Column::optional("condition", &["条件", "condition"], Holds::Condition).about(CONDITION.0, CONDITION.1),
        Column::optional("days", &["期限（日数）", "days", "期限 日数"], Holds::Days).about(
            "until when, in days after the day of the guide; negative before it",
            "起点の日から何日後までか（前のときは負の数）",
        ),
        Column::optional("deadline", &["期限", "deadline"], Holds::Text)
            .about("in words, where a number does not say all", "日数だけでは言えないとき"),
        Column::optional(
            "deadline_easy",
            &["期限（やさしい日本語）", "deadline_easy", "期限 やさしい日本語"],
            Holds::Text,
        ),
        Column::optional("deadline_en", &["期限（英語）", "deadline_en", "期限 英語"], Holds::Text),
        Column::required("duty", &["義務", "duty"], Holds::Choice(&[("legal", "法令の定め"), ("advised", "おすすめ")])),
        Column::optional("note", &["注意", "note"], Holds::Text),
        Column::optional("note_easy", &["注意（やさしい日本語）", "note_easy", "注意 やさしい日本語"], Holds::Text),
        Column::optional("note_en", &["注意（英語）", "note_en", "注意 英語"], Holds::Text),
    ],
    key: &["guide", "id"],
    saving: Saving::Replaced,
    references: &[OF_GUIDE, OF_PROCEDURE],
    rules: &[RowRule::AnyOf { columns: &["title", "procedure_id"] }],
    pages: &["/guides", "/procedures"],
};
