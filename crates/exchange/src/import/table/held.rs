//! What the columns of tables with rules of their own hold. Described tables say it in their descriptions; both are shown in
//! docs/DATA.md and as notes of workbooks.

use super::described::{Holds, InTwoLanguages};
use super::kind::Kind;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub holds: Holds,
    /// What it is called where [`Holds`] has no word for it; empty elsewhere.
    pub what: InTwoLanguages,
    /// Bounds, and what an empty cell means.
    pub about: InTwoLanguages,
}

impl Held {
    const fn of(holds: Holds) -> Self {
        Self { holds, what: ("", ""), about: ("", "") }
    }

    const fn words(english: &'static str, japanese: &'static str) -> Self {
        Self { what: (english, japanese), ..Self::of(Holds::Text) }
    }

    const fn about(self, english: &'static str, japanese: &'static str) -> Self {
        Self { about: (english, japanese), ..self }
    }
}

const CARDS: Holds = Holds::Count(("cards", "枚"));
const PEOPLE: Holds = Holds::Count(("people", "人"));
const APPLICATIONS: Holds = Holds::Count(("applications", "件"));
const MEASURES: Holds = Holds::Choice(&[("held", "保有"), ("issued", "交付")]);
const STATES: Holds = Holds::Choice(&[("online", "オンライン"), ("counter", "窓口"), ("not_needed", "不要")]);

const SOURCE: Held = Held::of(Holds::Source)
    .about("empty: the one given for the whole file", "空欄は、ファイル全体の出典として指定したもの");
const SAMPLE: Held = Held::of(Holds::Mark)
    .about("the row is sample data, and every page says so", "サンプルの行。どのページにもそう書く");
const DAY_OF_FILE: InTwoLanguages =
    ("empty: the day given for the whole file", "空欄は、ファイル全体の日付として指定したもの");
const NOT_SAID: InTwoLanguages = ("empty: nothing is said", "空欄は、記載なし");
const NOT_KNOWN: InTwoLanguages = ("empty: not known", "空欄は、不明");

/// What a column of a table without a description holds; `None` if there is no such column.
#[must_use]
pub fn held(kind: Kind, is_definitions: bool, key: &str) -> Option<Held> {
    match (kind, key) {
        (Kind::Procedures, "source") => {
            Some(Held::of(Holds::Source).about("empty: the catalogue of its department", "空欄は、所管課の手続一覧"))
        }
        (_, "source") => Some(SOURCE),
        (_, "sample") => Some(SAMPLE),
        (Kind::Procedures, key) => of_procedures(key),
        (Kind::Cards | Kind::Population, key) => of_counts(key),
        (Kind::Usage, key) => of_usage(key),
        (Kind::Indicators, key) if is_definitions => of_definitions(key),
        (Kind::Indicators, key) => of_values(key),
        (Kind::Synonyms, key) => of_synonyms(key),
        _ => None,
    }
}

fn of_counts(key: &str) -> Option<Held> {
    Some(match key {
        "area_code" => {
            Held::of(Holds::AreaCode).about("a row needs the code or the name", "コードか名称のどちらかが必要")
        }
        "prefecture" => Held::words("name of the prefecture", "都道府県名")
            .about("tells municipalities of one name apart", "同じ名称の市区町村を区別する"),
        "area_name" => Held::words("name of the area", "団体の名称")
            .about("with a code, it has to agree with it", "コードがあれば、それと合うこと"),
        "measure" => Held::of(MEASURES).about("required", "必須"),
        "as_of" => Held { about: DAY_OF_FILE, ..Held::of(Holds::PastDay) },
        "age_band" => Held::words("ages, such as 0-4 or 100 and over", "年齢（0〜4歳、100歳以上など）")
            .about("empty: all ages", "空欄は、全年齢"),
        "cards" => Held::of(CARDS).about("cards held are at most the population; required", "保有は人口以下。必須"),
        "population" => Held::of(PEOPLE).about("1 or more, of an age band 0 or more", "1以上（年齢別は0以上）"),
        "population_as_of" => Held { about: DAY_OF_FILE, ..Held::of(Holds::PastDay) },
        "rate" => Held::words("percentage", "割合（%）").about(
            "compared with cards ÷ population and not kept; empty: not compared",
            "枚数÷人口と比べるだけで、記録しない。空欄は、比べない",
        ),
        _ => return None,
    })
}

fn of_usage(key: &str) -> Option<Held> {
    Some(match key {
        "procedure" => Held::words("id of a procedure in the catalogue", "登録済みの手続ID")
            .about("a row needs the id or the name", "IDか名称のどちらかが必要"),
        "name" => Held::words("name of a procedure in the catalogue", "登録済みの手続名").about(
            "only where there is no id; one that no two procedures have",
            "IDがないときだけ。同じ名称の手続がほかにないこと",
        ),
        "fiscal_year" => Held::of(Holds::FiscalYear).about(
            "one that has begun; empty: the year given for the whole file",
            "すでに始まった年度。空欄は、ファイル全体の年度として指定したもの",
        ),
        "total" => Held::of(APPLICATIONS).about("or the word unknown; never empty", "または「不明」。空欄にはしない"),
        "online" => Held { about: NOT_KNOWN, ..Held::of(APPLICATIONS) },
        _ => return None,
    })
}

fn of_definitions(key: &str) -> Option<Held> {
    Some(match key {
        "id" => Held::of(Holds::Identifier),
        "kind" => Held::of(Holds::Choice(&[("outcome", "成果指標"), ("activity", "活動指標")])),
        "name" | "unit" => Held::of(Holds::Text),
        "name_en" | "plan" | "formula" | "formula_en" | "reason" | "reason_en" | "caveat" | "caveat_en" => {
            Held { about: NOT_SAID, ..Held::of(Holds::Text) }
        }
        "set" => Held::words("code of a set of procedures", "手続の区分コード").about(
            "whose online rate it is; empty: it is not computed from the catalogue",
            "この区分のオンライン化率。空欄は、手続一覧からは計算しない",
        ),
        "measure" => Held::of(MEASURES)
            .about("the card rate that it is; empty: it is none", "どちらの枚数の割合か。空欄は、カードの割合ではない"),
        _ => return None,
    })
}

fn of_values(key: &str) -> Option<Held> {
    const KINDS: Holds = Holds::Choice(&[
        ("target", "目標値"),
        ("baseline", "現状値"),
        ("actual", "実績値"),
        ("expected", "実績見込み"),
    ]);
    Some(match key {
        "indicator" => Held::words("id of an indicator", "登録済みの指標ID"),
        "fiscal_year" => Held::of(Holds::FiscalYear)
            .about("of baselines and actual values one that has begun", "現状値と実績値は、すでに始まった年度"),
        "kind" => Held::of(KINDS),
        "value" => {
            Held::words("number, 0 or more, with or without a percent sign", "0以上の数（%は付けても付けなくてもよい）")
        }
        "measure" => Held::of(MEASURES).about(
            "where a series changes what it measures; empty: as the indicator",
            "途中で測るものが変わるとき。空欄は、指標と同じ",
        ),
        "recorded_on" => Held::of(Holds::PastDay).about(
            "the day on which it was known; empty: the source states none",
            "判明した日。空欄は、出典に記載なし",
        ),
        "note" => Held { about: NOT_SAID, ..Held::of(Holds::Text) },
        _ => return None,
    })
}

fn of_synonyms(key: &str) -> Option<Held> {
    Some(match key {
        "word" => Held::words("a word that people use", "ふだん使う言葉"),
        "means" => Held::words("words of the catalogue, separated by ;", "手続での言葉（;で区切る）")
            .about("'none' (なし) removes the word", "「なし」は、その言葉を取り消す"),
        _ => return None,
    })
}

fn of_procedures(key: &str) -> Option<Held> {
    const LISTS: &str = "separated by ; or 、";
    const LISTS_JA: &str = ";または、で区切る";
    Some(match key {
        "id" => Held::of(Holds::Identifier),
        "name" => Held::of(Holds::Text),
        "name_en" | "name_easy" | "kana" | "summary" | "summary_en" | "summary_easy" | "legal_basis" | "fee_note"
        | "processing" | "ending_reason" => Held { about: NOT_SAID, ..Held::of(Holds::Text) },
        "department" => Held::words("code or name of a department", "所管課のコードか名称").about(
            "one that is not known is added; empty: none is recorded",
            "まだない課は追加される。空欄は、記録なし",
        ),
        "life_events" => {
            Held::words("codes or names of life events", "ライフイベントのコードか名称").about(LISTS, LISTS_JA)
        }
        "sets" => {
            Held::words("codes or names of sets of procedures", "手続の区分のコードか名称").about(LISTS, LISTS_JA)
        }
        "audience" => Held::of(Holds::Choice(&[("residents", "住民"), ("business", "事業者")])).about(LISTS, LISTS_JA),
        "apply" | "identify" | "attach" | "pay" | "receive" => Held::of(STATES)
            .about("empty: unchanged; of a new procedure, not known", "空欄は、変えない（新しい手続では不明）"),
        "effective_on" => Held::of(Holds::Day).about(
            "of the steps and the exclusion; empty: the day of the import",
            "各段階と適用除外の日。空欄は、取り込む日",
        ),
        "excluded" => Held::of(Holds::Mark).about("empty: unchanged", "空欄は、変えない"),
        "excluded_reason" => Held::of(Holds::Text).about("needed for an exclusion", "適用除外のときに必要"),
        "mynaportal_url" | "city_system_url" | "eltax_url" => Held::of(Holds::WebAddress).about(
            "several on lines of their own; a tick (○) where the address is not known",
            "複数あるときは改行で区切る。アドレスが分からないときは○",
        ),
        "mail" | "phone" | "counter" => Held::of(Holds::Mark),
        "card_requirement" => Held {
            about: NOT_KNOWN,
            ..Held::of(Holds::Choice(&[("none", "不要"), ("identification", "利用者証明用"), ("signature", "署名用")]))
        },
        "papers" => Held::words(
            "papers by a name or the reading in the table papers, or in other words, separated by ; or line breaks",
            "書類。「書類の一覧」の名前かよみ、またはほかの言葉（;または改行で区切る）",
        ),
        "fee_yen" => Held::of(Holds::Count(("yen", "円")))
            .about("at most 1,000,000,000; 0 is free of charge", "10億以下。0は無料"),
        "blocker" => Held::words("codes 0 to 7 of the survey", "懸念点の番号（0〜7）").about(LISTS, LISTS_JA),
        "planned_fiscal_year" => Held::words("fiscal year, or a year and later", "年度、または「〜以降」"),
        "ended_on" => Held::of(Holds::Day).about(
            "the first day on which it no longer exists; empty: it goes on",
            "なくなった最初の日。空欄は、続いている",
        ),
        "ending" => Held::of(Holds::Choice(&[("abolished", "廃止"), ("withdrawn", "取消")]))
            .about("empty beside a day: abolished", "日付があって空欄なら、廃止"),
        "successor" => Held::words("id of a procedure", "手続ID").about("empty: none", "空欄は、なし"),
        "usage_fiscal_year" => Held::of(Holds::FiscalYear).about("one that has begun", "すでに始まった年度"),
        "total" | "online" => Held { about: NOT_KNOWN, ..Held::of(APPLICATIONS) },
        "checked_on" => Held { about: NOT_KNOWN, ..Held::of(Holds::PastDay) },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::card::Measure;
    use domain::ending::EndingKind;
    use domain::indicator::{IndicatorKind, ValueKind};
    use domain::procedure::{Audience, CardRequirement, StepState};

    use super::*;

    #[test]
    fn the_words_of_a_choice_are_those_of_its_type() {
        fn check<T: Copy + std::fmt::Display>((kind, is_definitions): (Kind, bool), key: &str, all: &[T]) {
            let Some(Held { holds: Holds::Choice(words), .. }) = held(kind, is_definitions, key) else {
                panic!("{kind} {key} is a choice")
            };
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            assert_eq!(words, all, "{kind} {key}");
        }
        check((Kind::Cards, false), "measure", Measure::ALL);
        check((Kind::Indicators, true), "kind", IndicatorKind::ALL);
        let typed: Vec<ValueKind> =
            ValueKind::ALL.iter().copied().filter(|kind| *kind != ValueKind::Computed).collect();
        check((Kind::Indicators, false), "kind", &typed);
        let procedures = (Kind::Procedures, false);
        check(procedures, "audience", Audience::ALL);
        check(procedures, "apply", StepState::ALL);
        check(procedures, "card_requirement", CardRequirement::ALL);
        check(procedures, "ending", EndingKind::ALL);
    }
}
