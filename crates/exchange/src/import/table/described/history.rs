//! What belongs to a procedure and has more than one row for it: its channels, and the dated history of its steps.

use super::{Column, Description, Holds, InTwoLanguages, Reference, Saving};
use crate::import::table::kind::Kind;

const PROCEDURE: Column = Column::required("procedure_id", &["手続ID", "procedure_id", "procedure"], Holds::Identifier);
const EFFECTIVE_ON: Column = Column::required("effective_on", &["適用日", "effective_on"], Holds::Day);
const RECORDED_ON: Column = Column::required("recorded_on", &["判明日", "recorded_on"], Holds::PastDay)
    .about("the day on which it was recorded", "記録した日");

const OF_PROCEDURE: Reference = Reference {
    columns: &["procedure_id"],
    table: "procedures",
    key: &["id"],
    expected: ("the id of a procedure in the catalogue", "登録済みの手続ID"),
};

const CHANNEL_KINDS: &[InTwoLanguages] = &[
    ("mynaportal", "マイナポータル"),
    ("city_system", "電子申請システム"),
    ("eltax", "eLTAX"),
    ("other_online", "その他オンライン"),
    ("mail", "郵送"),
    ("phone", "電話"),
    ("counter", "窓口"),
];

pub(super) const CHANNELS: Description = Description {
    kind: Kind::Channels,
    table: "procedure_channels",
    noun: ("channels", "申請の方法"),
    purpose: ("the ways to apply for a procedure, with their addresses", "手続の申請方法とアドレス"),
    columns: &[
        PROCEDURE,
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::required("kind", &["方法", "kind"], Holds::Choice(CHANNEL_KINDS)),
        Column::optional("name", &["名称", "name"], Holds::Text),
        Column::optional("url", &["URL", "url"], Holds::WebAddress),
    ],
    key: &["procedure_id", "position"],
    saving: Saving::Replaced,
    references: &[OF_PROCEDURE],
    rules: &[],
    pages: &["/procedures"],
};

pub(super) const STEP_EVENTS: Description = Description {
    kind: Kind::StepEvents,
    table: "procedure_steps",
    noun: ("step events", "段階の履歴"),
    purpose: ("from when each step of a procedure was online or not", "手続の各段階がいつからオンラインか"),
    columns: &[
        PROCEDURE,
        Column::required(
            "step",
            &["段階", "step"],
            Holds::Choice(&[
                ("apply", "申請"),
                ("identify", "本人確認"),
                ("attach", "添付"),
                ("pay", "手数料納付"),
                ("receive", "結果受領"),
            ]),
        ),
        Column::required(
            "state",
            &["状態", "state"],
            Holds::Choice(&[("online", "オンライン"), ("counter", "窓口"), ("not_needed", "不要")]),
        ),
        EFFECTIVE_ON,
        RECORDED_ON,
    ],
    key: &["procedure_id", "step", "effective_on", "recorded_on"],
    saving: Saving::Appended,
    references: &[OF_PROCEDURE],
    rules: &[],
    pages: &["/procedures", "/changes"],
};

pub(super) const EXCLUSION_EVENTS: Description = Description {
    kind: Kind::ExclusionEvents,
    table: "procedure_exclusions",
    noun: ("decisions about exclusion", "適用除外の履歴"),
    purpose: ("from when a procedure was left out of the rates, and why", "手続がいつから、なぜ適用除外か"),
    columns: &[
        PROCEDURE,
        Column::optional("excluded", &["適用除外", "excluded"], Holds::Mark),
        Column::optional("reason", &["適用除外の理由", "reason"], Holds::Text),
        EFFECTIVE_ON,
        RECORDED_ON,
    ],
    key: &["procedure_id", "effective_on", "recorded_on"],
    saving: Saving::Appended,
    references: &[OF_PROCEDURE],
    rules: &[],
    pages: &["/procedures", "/changes"],
};
