//! The programme behind the work: its money, schedule, initiatives and training, and the city's SDG actions.

use super::{Column, Description, Holds, InTwoLanguages, Reference, RowRule, SAMPLE, Saving, YEN};
use crate::import::table::kind::Kind;

const PROGRAMME: Column = Column::required("programme", &["事務事業ID", "programme"], Holds::Identifier);
const INITIATIVE: Column = Column::required("initiative", &["取組ID", "initiative"], Holds::Identifier);
const ROLE: Column = Column::required("role", &["職責", "role", "役割"], Holds::Text);
const COURSE: Column = Column::optional("course", &["研修", "course"], Holds::Text);
const OWN_SOURCE: Column = Column::optional("source", &["出典", "source"], Holds::OwnSource);
const YEAR: Column = Column::required("fiscal_year", &["年度", "fiscal_year"], Holds::FiscalYear);

const PEOPLE: InTwoLanguages = ("people", "人");
const HOURS: InTwoLanguages = ("hours per year", "時間/年");
const SHEETS: InTwoLanguages = ("sheets per year", "枚/年");

const OF_PROGRAMME: Reference = Reference {
    columns: &["programme"],
    table: "programmes",
    key: &["id"],
    expected: ("the id of a programme", "登録済みの事務事業ID"),
};
const OF_INITIATIVE: Reference = Reference {
    columns: &["programme", "initiative"],
    table: "initiatives",
    key: &["programme", "id"],
    expected: ("the id of an initiative of this programme", "この事務事業に登録済みの取組ID"),
};

const OF_ROLE: Reference = Reference {
    columns: &["programme", "role"],
    table: "roles",
    key: &["programme", "role"],
    expected: ("the name of a role of this programme", "この事務事業に登録済みの職責"),
};
const OF_COURSE: Reference = Reference {
    columns: &["programme", "course"],
    table: "courses",
    key: &["programme", "course"],
    expected: ("the name of a course of this programme", "この事務事業に登録済みの研修"),
};

pub(super) const PROGRAMMES: Description = Description {
    kind: Kind::Programmes,
    table: "programmes",
    noun: ("programmes", "事務事業"),
    purpose: ("the programmes (事務事業) whose budget pays for the work", "取組を支える事務事業"),
    columns: &[
        Column::required("id", &["事務事業ID", "id"], Holds::Identifier),
        Column::required("name", &["事務事業名", "name"], Holds::Text),
        Column::optional("number", &["事業番号", "number"], Holds::Text),
        YEAR.about("the year of the budget request", "予算要求の年度"),
        Column::optional("department", &["所管", "department"], Holds::Text),
        Column::optional("plan", &["計画", "plan"], Holds::Text),
        Column::optional("strategy", &["重点戦略", "strategy"], Holds::Text),
        Column::optional("measure", &["施策", "measure"], Holds::Text),
        Column::optional("direction", &["取組の方向性", "direction"], Holds::Text),
        Column::optional(
            "served_residents",
            &["対象者数（住民）", "served_residents", "対象 住民"],
            Holds::Count(PEOPLE),
        )
        .figure(),
        Column::optional("served_staff", &["対象者数（職員）", "served_staff", "対象 職員"], Holds::Count(PEOPLE))
            .figure(),
        Column::optional("source", &["出典", "source"], Holds::Source),
    ],
    key: &["id"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/budget"],
};

pub(super) const FUNDING: Description = Description {
    kind: Kind::Funding,
    table: "funding",
    noun: ("years of funding", "年度ごとの財源"),
    purpose: ("the cost of a programme by fiscal year and source of money", "事務事業の年度ごとの事業費と財源内訳"),
    columns: &[
        PROGRAMME,
        YEAR,
        Column::required(
            "stage",
            &["段階", "stage"],
            Holds::Choice(&[("settled", "決算"), ("budget", "予算"), ("requested", "予算要求")]),
        ),
        Column::required("total", &["事業費（千円）", "total", "事業費"], Holds::Count(YEN)).figure(),
        Column::optional("national_grant", &["国支出金（千円）", "national_grant", "国支出金"], Holds::Count(YEN))
            .figure(),
        Column::optional(
            "prefectural_grant",
            &["都道府県支出金（千円）", "prefectural_grant", "府支出金", "県支出金", "都道府県支出金"],
            Holds::Count(YEN),
        )
        .figure(),
        Column::optional("bonds", &["地方債（千円）", "bonds", "地方債"], Holds::Count(YEN)).figure(),
        Column::optional("other", &["その他（千円）", "other", "その他"], Holds::Count(YEN)).figure(),
        Column::optional(
            "beneficiary_fees",
            &["受益者負担（千円）", "beneficiary_fees", "使用料・手数料", "受益者負担"],
            Holds::Count(YEN),
        )
        .figure(),
        Column::optional("general_fund", &["一般財源（千円）", "general_fund", "一般財源"], Holds::Count(YEN)).figure(),
    ],
    key: &["programme", "fiscal_year", "stage"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[
        RowRule::Sum {
            total: "total",
            parts: &["national_grant", "prefectural_grant", "bonds", "other", "beneficiary_fees", "general_fund"],
        },
        RowRule::Past { year: "fiscal_year", stage: ("stage", "settled") },
    ],
    pages: &["/budget"],
};

pub(super) const COST_ITEMS: Description = Description {
    kind: Kind::CostItems,
    table: "cost_items",
    noun: ("cost items", "経費の項目"),
    purpose: ("what a programme spends its money on, by fiscal year", "事務事業の経費の内訳（年度ごと）"),
    columns: &[
        PROGRAMME,
        Column::required("position", &["表示順", "position"], Holds::Position)
            .about("the same for all years of an item", "同じ項目はどの年度も同じ順"),
        YEAR,
        Column::required("name", &["項目", "name"], Holds::Text),
        Column::optional("tag", &["新規・拡充", "tag"], Holds::Text),
        Column::optional("amount", &["金額（千円）", "amount", "金額"], Holds::Count(YEN)).figure(),
        Column::optional("general_fund", &["うち一般財源（千円）", "general_fund", "うち一般財源"], Holds::Count(YEN))
            .figure(),
        Column::optional("doubt", &["不確かな点", "doubt"], Holds::Text)
            .about("what is uncertain about the figure", "数値の不確かな点"),
    ],
    key: &["programme", "position", "fiscal_year"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[RowRule::NotAbove { small: "general_fund", large: "amount" }],
    pages: &["/budget"],
};

pub(super) const ASSESSMENTS: Description = Description {
    kind: Kind::Assessments,
    table: "assessments",
    noun: ("assessments", "査定"),
    purpose: ("what was requested and what was finally assessed", "要求額と最終査定額"),
    columns: &[
        PROGRAMME,
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::required("scope", &["対象", "scope"], Holds::Text),
        YEAR,
        Column::optional("requested", &["要求額（千円）", "requested", "要求額"], Holds::Count(YEN)).figure(),
        Column::optional("assessed", &["最終査定額（千円）", "assessed", "最終査定額"], Holds::Count(YEN))
            .figure()
            .about("empty: not assessed yet, or not known", "空欄は、まだ査定していないか不明"),
        Column::optional("opinion", &["査定", "opinion"], Holds::Text),
        Column::optional("detail", &["査定の内容", "detail"], Holds::Text),
    ],
    key: &["programme", "position"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[],
    pages: &["/budget"],
};

pub(super) const OBLIGATIONS: Description = Description {
    kind: Kind::Obligations,
    table: "obligations",
    noun: ("multi-year commitments", "債務負担行為"),
    purpose: ("commitments over several fiscal years (債務負担行為)", "複数年度にわたる債務負担行為"),
    columns: &[
        PROGRAMME,
        Column::required("name", &["事項", "name"], Holds::Text),
        Column::required("from_year", &["開始年度", "from_year"], Holds::FiscalYear).figure(),
        Column::required("to_year", &["終了年度", "to_year"], Holds::FiscalYear).figure(),
        Column::optional("requested", &["限度額（千円）", "requested", "要求額", "限度額"], Holds::Count(YEN))
            .figure()
            .about("the limit; empty: not known, or given in words", "限度額。空欄は、不明か、文言で定めるもの"),
        Column::optional("note", &["備考", "note"], Holds::Text),
    ],
    key: &["programme", "name"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[RowRule::NotAbove { small: "from_year", large: "to_year" }],
    pages: &["/budget"],
};

pub(super) const SCHEDULE: Description = Description {
    kind: Kind::Schedule,
    table: "schedule",
    noun: ("entries of the schedule", "スケジュールの項目"),
    purpose: ("what is planned in which period", "時期ごとの予定"),
    columns: &[
        PROGRAMME,
        Column::required("period", &["時期", "period"], Holds::Text),
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::required("entry", &["内容", "entry"], Holds::Text),
    ],
    key: &["programme", "period", "position"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[],
    pages: &["/budget"],
};

pub(super) const INITIATIVES: Description = Description {
    kind: Kind::Initiatives,
    table: "initiatives",
    noun: ("initiatives", "取組"),
    purpose: ("what a programme sets out to do, and which indicator it serves", "事務事業の取組と、その指標"),
    columns: &[
        PROGRAMME,
        Column::required("id", &["取組ID", "id"], Holds::Identifier),
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::required("name", &["取組名", "name"], Holds::Text),
        Column::optional("tag", &["新規・拡充", "tag"], Holds::Text),
        Column::optional("point", &["要求のポイント", "point"], Holds::Text),
        Column::optional("indicator", &["指標ID", "indicator"], Holds::Identifier),
        Column::optional("due_on", &["法定期限", "due_on"], Holds::Day)
            .about("the last day that a law leaves for it, if one does", "法令で定められた期限の日（あれば）"),
        Column::optional("legal_basis", &["期限の根拠", "legal_basis"], Holds::Text)
            .about("what sets that day", "その期限を定めるもの"),
        Column::optional("done_on", &["完了日", "done_on"], Holds::PastDay).about(
            "the day on which it was completed; empty: not recorded as completed",
            "取組が完了した日。空欄は、完了の記録がないこと",
        ),
    ],
    key: &["programme", "id"],
    saving: Saving::Replaced,
    references: &[
        OF_PROGRAMME,
        Reference {
            columns: &["indicator"],
            table: "indicators",
            key: &["id"],
            expected: ("the id of an indicator", "登録済みの指標ID"),
        },
    ],
    rules: &[],
    pages: &["/budget", "/targets"],
};

pub(super) const MILESTONES: Description = Description {
    kind: Kind::Milestones,
    table: "milestones",
    noun: ("milestones", "マイルストーン"),
    purpose: ("the steps of an initiative, planned and done", "取組の節目（予定と実績）"),
    columns: &[
        PROGRAMME,
        INITIATIVE,
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::required("name", &["節目", "name"], Holds::Text),
        Column::optional("planned_on", &["予定日", "planned_on"], Holds::Day),
        Column::optional("done_on", &["完了日", "done_on"], Holds::PastDay),
        Column::required(
            "state",
            &["状態", "state"],
            Holds::Choice(&[("planned", "予定"), ("running", "進行中"), ("done", "完了"), ("dropped", "中止")]),
        ),
        SAMPLE,
    ],
    key: &["programme", "initiative", "position"],
    saving: Saving::Replaced,
    references: &[OF_INITIATIVE],
    rules: &[],
    pages: &["/budget"],
};

pub(super) const EFFECTS: Description = Description {
    kind: Kind::Effects,
    table: "effects",
    noun: ("effects of initiatives", "取組の効果"),
    purpose: ("what an initiative changes, as far as it was measured", "取組の効果（測ったもの）"),
    columns: &[
        PROGRAMME,
        INITIATIVE,
        Column::optional(
            "steps_before",
            &["工程数（前）", "steps_before", "工程数 前"],
            Holds::Count(("steps", "工程")),
        )
        .figure(),
        Column::optional("steps_after", &["工程数（後）", "steps_after", "工程数 後"], Holds::Count(("steps", "工程")))
            .figure(),
        Column::optional("hours_before", &["年間時間（前）", "hours_before", "年間時間 前"], Holds::Count(HOURS))
            .figure(),
        Column::optional("hours_after", &["年間時間（後）", "hours_after", "年間時間 後"], Holds::Count(HOURS))
            .figure(),
        Column::optional("hours_saved", &["年間削減時間", "hours_saved"], Holds::Count(HOURS))
            .figure()
            .about("needed only where before and after are not both known", "前と後の両方が分かるときは不要"),
        Column::optional("paper_before", &["紙の枚数（前）", "paper_before", "紙の枚数 前"], Holds::Count(SHEETS))
            .figure(),
        Column::optional("paper_after", &["紙の枚数（後）", "paper_after", "紙の枚数 後"], Holds::Count(SHEETS))
            .figure(),
        Column::optional("as_of", &["基準日", "as_of"], Holds::PastDay)
            .about("the day to which the figures refer", "数値の基準日"),
        Column::optional("note", &["備考", "note"], Holds::Text),
        OWN_SOURCE,
        SAMPLE,
    ],
    key: &["programme", "initiative"],
    saving: Saving::Replaced,
    references: &[OF_INITIATIVE],
    rules: &[RowRule::Difference { result: "hours_saved", from: "hours_before", less: "hours_after" }],
    pages: &["/budget"],
};

pub(super) const COURSES: Description = Description {
    kind: Kind::Courses,
    table: "courses",
    noun: ("courses", "研修"),
    purpose: ("the courses of the training plan", "人材育成プログラムの研修"),
    columns: &[
        PROGRAMME,
        Column::required("course", &["研修", "course"], Holds::Text)
            .about("its name, as the plan prints it", "プログラムに書かれている研修名"),
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::optional("level", &["段階", "level"], Holds::Text).about("such as 基礎 or 実践", "基礎、実践など"),
        Column::optional("name_en", &["英語名", "name_en"], Holds::Text),
        Column::optional("note", &["備考", "note"], Holds::Text),
        OWN_SOURCE,
        SAMPLE,
    ],
    key: &["programme", "course"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[],
    pages: &["/budget"],
};

pub(super) const ROLES: Description = Description {
    kind: Kind::Roles,
    table: "roles",
    noun: ("roles", "職責"),
    purpose: ("the roles of the training plan, and how many people have them", "人材育成プログラムの職責と人数"),
    columns: &[
        PROGRAMME,
        Column::required("role", &["職責", "role", "役割"], Holds::Text)
            .about("its name, as the plan prints it", "プログラムに書かれている職責名"),
        Column::optional("position", &["表示順", "position"], Holds::Position),
        Column::optional("name_en", &["英語名", "name_en"], Holds::Text),
        Column::optional("staff", &["人数", "staff"], Holds::Count(PEOPLE))
            .about("people in the role; everyone takes what is required of it", "その職責の人数。必修は全員が受ける"),
        Column::optional("as_of", &["基準日", "as_of"], Holds::PastDay).about("the day of the number", "人数の基準日"),
        Column::optional("note", &["備考", "note"], Holds::Text),
        OWN_SOURCE,
        SAMPLE,
    ],
    key: &["programme", "role"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME],
    rules: &[],
    pages: &["/budget"],
};

pub(super) const TRAINING: Description = Description {
    kind: Kind::Training,
    table: "training",
    noun: ("courses for roles", "職責ごとの研修"),
    purpose: ("which role takes which course, and how", "どの職責がどの研修をどう受けるか"),
    columns: &[
        PROGRAMME,
        ROLE,
        Column::optional("position", &["表示順", "position"], Holds::Position),
        COURSE.about("empty if the source does not say which course it is", "出典がどの研修か示していなければ空欄"),
        Column::optional(
            "mode",
            &["形式", "mode"],
            Holds::Choice(&[("video", "動画"), ("material", "教材"), ("on_site", "オンサイト")]),
        ),
        Column::required(
            "duty",
            &["区分", "duty"],
            Holds::Choice(&[("required", "必修"), ("optional", "任意"), ("selected", "選抜")]),
        ),
        Column::optional("staff", &["対象者数", "staff"], Holds::Count(PEOPLE)).figure().about(
            "people who have to take it; empty: for a required course everyone in the role, else not known",
            "受ける人の数。必修で空欄なら、その職責の全員",
        ),
        Column::optional("done", &["修了者数", "done"], Holds::Count(PEOPLE)).figure(),
        Column::optional("as_of", &["基準日", "as_of"], Holds::PastDay).about("the day of the numbers", "人数の基準日"),
        Column::optional("due_on", &["期限", "due_on"], Holds::Day)
            .about("the day by which they are to have taken it", "この日までに受ける"),
        OWN_SOURCE,
        SAMPLE,
    ],
    key: &["programme", "role", "position"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME, OF_ROLE, OF_COURSE],
    rules: &[RowRule::NotAbove { small: "done", large: "staff" }],
    pages: &["/budget"],
};

pub(super) const TRAINING_PROGRESS: Description = Description {
    kind: Kind::TrainingProgress,
    table: "training_progress",
    noun: ("counts of training", "研修の修了状況"),
    purpose: ("how many people had done their training by which day", "いつまでに何人が研修を修了したか"),
    columns: &[
        PROGRAMME,
        ROLE,
        COURSE.about("empty: everything that is required of the role", "空欄は、その職責の必修すべて"),
        Column::required("as_of", &["基準日", "as_of"], Holds::PastDay),
        Column::optional("staff", &["対象者数", "staff"], Holds::Count(PEOPLE))
            .about("people who have to, if counted on that day", "その日の対象者数（数えていれば）"),
        Column::required("done", &["修了者数", "done"], Holds::Count(PEOPLE)),
        OWN_SOURCE,
        SAMPLE,
    ],
    key: &["programme", "role", "course", "as_of"],
    saving: Saving::Replaced,
    references: &[OF_PROGRAMME, OF_ROLE, OF_COURSE],
    rules: &[RowRule::NotAbove { small: "done", large: "staff" }],
    pages: &["/budget"],
};

pub(super) const SDG_ACTIONS: Description = Description {
    kind: Kind::SdgActions,
    table: "sdg_actions",
    noun: ("SDG actions", "SDGsの取組"),
    purpose: (
        "the city's action for a target of the Sustainable Development Goals",
        "SDGsのターゲットに対する市の取組",
    ),
    columns: &[
        Column::required("target", &["ターゲット", "target"], Holds::Text).about("such as 16.9", "16.9など"),
        Column::required("goal", &["ゴール", "goal"], Holds::Count(("number of the goal", "ゴールの番号"))),
        Column::required("action", &["取組", "action"], Holds::Text),
        Column::optional("kpi_name", &["KPI", "kpi_name"], Holds::Text),
        Column::optional("current_value", &["現状値", "current_value"], Holds::Text),
        Column::optional("target_value", &["目標値", "target_value"], Holds::Text),
        Column::optional("source", &["出典", "source"], Holds::Source),
    ],
    key: &["target"],
    saving: Saving::Replaced,
    references: &[],
    rules: &[],
    pages: &["/sdg"],
};
