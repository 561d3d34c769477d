//! The catalogue of procedures.

use domain::ending::EndingKind;
use domain::history::exclusion_at;
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, Procedure, ProcedureId, Step, StepState};
use domain::usage::Usage;

use super::columns::{ColumnSpec, HeaderSpec};
use super::record::Record;
use super::value::Value;
use super::wording::Wording;

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("id", &["手続ID", "id"]),
    ColumnSpec::required("name", &["手続名", "name"]),
    ColumnSpec::optional("name_en", &["手続名 英語", "name_en"]),
    ColumnSpec::optional("name_easy", &["手続名 やさしい日本語", "name_easy"]),
    ColumnSpec::optional("kana", &["手続名 ふりがな", "kana"]),
    ColumnSpec::optional("summary", &["概要", "summary"]),
    ColumnSpec::optional("summary_en", &["概要 英語", "summary_en"]),
    ColumnSpec::optional("summary_easy", &["概要 やさしい日本語", "summary_easy"]),
    ColumnSpec::optional("department", &["所管課", "department"]),
    ColumnSpec::optional("legal_basis", &["根拠法令", "legal_basis"]),
    ColumnSpec::optional("life_events", &["ライフイベント", "life_events"]),
    ColumnSpec::optional("audience", &["対象者", "audience"]),
    ColumnSpec::optional("sets", &["手続の区分", "sets"]),
    ColumnSpec::optional("apply", &["申請", "apply"]),
    ColumnSpec::optional("identify", &["本人確認", "identify"]),
    ColumnSpec::optional("attach", &["添付", "attach"]),
    ColumnSpec::optional("pay", &["手数料納付", "pay"]),
    ColumnSpec::optional("receive", &["結果受領", "receive"]),
    ColumnSpec::optional("effective_on", &["適用日", "effective_on"]),
    ColumnSpec::optional("excluded", &["適用除外", "excluded"]),
    ColumnSpec::optional("excluded_reason", &["適用除外の理由", "excluded_reason"]),
    ColumnSpec::optional("mynaportal_url", &["マイナポータルURL", "mynaportal_url"]),
    ColumnSpec::optional("city_system_url", &["電子申請システムURL", "city_system_url"]),
    ColumnSpec::optional("eltax_url", &["eLTAX URL", "eltax_url"]),
    ColumnSpec::optional("mail", &["郵送", "mail"]),
    ColumnSpec::optional("phone", &["電話", "phone"]),
    ColumnSpec::optional("counter", &["窓口", "counter"]),
    ColumnSpec::optional("card_requirement", &["公的個人認証", "card_requirement"]),
    ColumnSpec::optional("papers", &["必要書類", "papers"]),
    ColumnSpec::optional("fee_yen", &["手数料 円", "fee_yen"]),
    ColumnSpec::optional("fee_note", &["手数料の備考", "fee_note"]),
    ColumnSpec::optional("processing", &["処理期間", "processing"]),
    ColumnSpec::optional("blocker", &["懸念点", "blocker"]),
    ColumnSpec::optional("planned_fiscal_year", &["オンライン化予定年度", "planned_fiscal_year"]),
    ColumnSpec::optional("ended_on", &["廃止日", "ended_on"]),
    ColumnSpec::optional("ending", &["廃止区分", "ending"]),
    ColumnSpec::optional("ending_reason", &["廃止理由", "ending_reason"]),
    ColumnSpec::optional("successor", &["後継手続ID", "successor"]),
    ColumnSpec::optional("usage_fiscal_year", &["件数の年度", "usage_fiscal_year"]),
    ColumnSpec::optional("total", &["総手続件数", "total"]),
    ColumnSpec::optional("online", &["オンライン手続件数", "online"]),
    ColumnSpec::optional("checked_on", &["確認日", "checked_on"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

pub(crate) const STATES: &[(&str, StepState)] =
    &[("オンライン", StepState::Online), ("窓口", StepState::Counter), ("不要", StepState::NotNeeded)];
pub(crate) const CARD_REQUIREMENTS: &[(&str, CardRequirement)] = &[
    ("不要", CardRequirement::None),
    ("なし", CardRequirement::None),
    ("利用者証明用", CardRequirement::Identification),
    ("署名用", CardRequirement::Signature),
];
pub(crate) const ENDINGS: &[(&str, EndingKind)] = &[("廃止", EndingKind::Abolished), ("取消", EndingKind::Withdrawn)];
pub(crate) const AUDIENCES: &[(&str, Audience)] = &[
    ("住民", Audience::Residents),
    ("市民", Audience::Residents),
    ("個人", Audience::Residents),
    ("事業者", Audience::Business),
    ("法人", Audience::Business),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

/// Marks a channel that has no address or whose address is unknown.
const TICK: &str = "○";

fn addresses(procedure: &Procedure, kind: ChannelKind) -> Value {
    let of_kind = procedure.channels.iter().filter(|channel| channel.kind == kind);
    let written: Vec<&str> =
        of_kind.map(|channel| if channel.url.is_empty() { TICK } else { channel.url.as_str() }).collect();
    Value::of_text(&written.join("\n"))
}

/// The most recent year with usage figures.
fn newest_usage(procedure: &Procedure) -> Option<&Usage> {
    let known = procedure.usage.iter().filter(|usage| usage.total.is_some() || usage.online.is_some());
    known.max_by_key(|usage| usage.fiscal_year)
}

impl Record for Procedure {
    const NOUN: (&'static str, &'static str) = ("procedures", "手続");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = ProcedureId;

    fn key(&self) -> Self::Key {
        self.id.clone()
    }

    fn label(&self, _: &Wording) -> String {
        format!("{} {}", self.id, self.name.ja)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        let has = |kind| wording.ticked(self.channels.iter().any(|channel| channel.kind == kind));
        let exclusion = || exclusion_at(&self.exclusion_events, wording.on, chrono::NaiveDate::MAX);
        match key {
            "id" => Value::Text(self.id.to_string()),
            "name" => Value::of_text(&self.name.ja),
            "name_en" => Value::of_text(&self.name.en),
            "name_easy" => Value::of_text(&self.name.easy),
            "kana" => Value::of_text(&self.kana),
            "summary" => Value::of_text(&self.summary.ja),
            "summary_en" => Value::of_text(&self.summary.en),
            "summary_easy" => Value::of_text(&self.summary.easy),
            "department" => {
                self.department.as_ref().map_or(Value::Nothing, |code| Value::Text(wording.department(code)))
            }
            "legal_basis" => Value::of_text(&self.legal_basis),
            "life_events" => Value::of_list(self.life_events.iter().map(|code| wording.life_event(code))),
            "audience" => Value::of_list(self.audience.iter().map(|one| wording.word(*one, AUDIENCES))),
            "sets" => Value::of_list(self.sets.iter().map(|code| wording.set(code))),
            "excluded" => exclusion().map_or(Value::Nothing, |event| wording.yes_or_no(event.excluded)),
            "excluded_reason" => {
                exclusion().filter(|event| event.excluded).map_or(Value::Nothing, |event| Value::of_text(&event.reason))
            }
            "mynaportal_url" => addresses(self, ChannelKind::Mynaportal),
            "city_system_url" => addresses(self, ChannelKind::CitySystem),
            "eltax_url" => addresses(self, ChannelKind::Eltax),
            "mail" => has(ChannelKind::Mail),
            "phone" => has(ChannelKind::Phone),
            "counter" => has(ChannelKind::Counter),
            "card_requirement" => self
                .card_requirement
                .map_or(Value::Nothing, |requirement| Value::Text(wording.word(requirement, CARD_REQUIREMENTS))),
            "papers" => Value::of_list(&self.papers),
            "fee_yen" => Value::of_count(self.fee.yen),
            "fee_note" => Value::of_text(&self.fee.note),
            "processing" => Value::of_text(&self.processing),
            "blocker" => Value::of_list(self.blockers.iter().map(|blocker| blocker.code())),
            "planned_fiscal_year" => self.planned_fiscal_year.map_or(Value::Nothing, |plan| wording.planned_year(plan)),
            "ended_on" => Value::of_date(self.ending.as_ref().map(|ending| ending.on)),
            "ending" => {
                self.ending.as_ref().map_or(Value::Nothing, |ending| Value::Text(wording.word(ending.kind, ENDINGS)))
            }
            "ending_reason" => Value::of_text(self.ending.as_ref().map_or("", |ending| ending.reason.as_str())),
            "successor" => {
                let successor = self.ending.as_ref().and_then(|ending| ending.successor.as_ref());
                successor.map_or(Value::Nothing, |id| Value::Text(id.to_string()))
            }
            "usage_fiscal_year" => {
                newest_usage(self).map_or(Value::Nothing, |usage| wording.fiscal_year(usage.fiscal_year))
            }
            "total" => newest_usage(self).map_or(Value::Nothing, |usage| wording.count_or_unknown(usage.total)),
            "online" => Value::of_count(newest_usage(self).and_then(|usage| usage.online)),
            "checked_on" => Value::of_date(self.checked_on),
            "source" => Value::Text(self.source.to_string()),
            "sample" => wording.ticked(self.sample),
            // Each change has its own effective date. The current state has no single one.
            "effective_on" => Value::Nothing,
            step => {
                let state = step
                    .parse::<Step>()
                    .ok()
                    .and_then(|step| self.steps_at(wording.on, chrono::NaiveDate::MAX).get(step));
                state.map_or(Value::Nothing, |state| Value::Text(wording.word(state, STATES)))
            }
        }
    }

    fn keep_unrepresentable(&mut self, _: &Self) {}
}

/// The allowed values of a column that accepts a fixed list, and whether a cell may hold several.
pub(crate) fn choices(key: &str, wording: &Wording) -> Option<(Vec<String>, bool)> {
    fn all<T: Copy + PartialEq + std::fmt::Display>(
        wording: &Wording,
        values: &[T],
        spellings: &[(&str, T)],
    ) -> Vec<String> {
        values.iter().map(|value| wording.word(*value, spellings)).collect()
    }
    let yes_or_no = || vec![wording.yes_or_no(true).text(), wording.yes_or_no(false).text()];
    Some(match key {
        "excluded" | "mail" | "phone" | "counter" | "sample" => (yes_or_no(), false),
        "card_requirement" => (all(wording, CardRequirement::ALL, CARD_REQUIREMENTS), false),
        "ending" => (all(wording, EndingKind::ALL, ENDINGS), false),
        "audience" => (all(wording, Audience::ALL, AUDIENCES), true),
        "blocker" => (Blocker::ALL.iter().map(|blocker| blocker.code().to_string()).collect(), true),
        // A department that is not known yet is added under the given name.
        "department" => (wording.known_words(key)?, true),
        "life_events" | "sets" => (wording.known_words(key)?, true),
        step if step.parse::<Step>().is_ok() => (all(wording, StepState::ALL, STATES), false),
        _ => return None,
    })
}
