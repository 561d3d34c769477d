//! What the audit log recorded of that which followed a reorganisation and is in no file: the departments of accounts, the
//! rules of departments, and the names that programmes give. Undoing the reorganisation brings it back.

use std::collections::{BTreeMap, BTreeSet};

use domain::audit_action::import_action;
use domain::budget::ProgrammeId;
use domain::procedure::DepartmentCode;
use domain::proposal::DepartmentRule;
use domain::reorganisation::Reorganisation;
use domain::rights::DepartmentRules;
use domain::staff::StaffId;
use domain::table_kind::TableKind;
use serde_json::{Value as Json, json};
use store::Connection;
use store::audit::table_log::list_values_of_proposal;
use store::error::AppError;

use crate::import::table::described::{Description, InTwoLanguages};
use crate::import::table::kind::Kind;

pub(super) const ACCOUNTS: InTwoLanguages = ("accounts of staff", "職員のアカウント");
pub(super) const RULES: InTwoLanguages = ("rules of departments", "所管課の設定");

pub(super) fn programmes() -> InTwoLanguages {
    Description::of(Kind::Programmes).map_or(("programmes", "事務事業"), |table| table.noun)
}

/// A value before and after a reorganisation.
type Both<T> = (T, T);

/// What followed a reorganisation, as it was recorded.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    accounts: BTreeMap<StaffId, Both<BTreeSet<DepartmentCode>>>,
    /// Without a rule, the department was not there.
    rules: BTreeMap<DepartmentCode, Both<Option<DepartmentRule>>>,
    programmes: BTreeMap<ProgrammeId, Both<String>>,
}

/// A rule of a department in the audit log.
pub(super) fn told_rule(code: &DepartmentCode, rule: &DepartmentRule) -> Json {
    json!({ "department": code, "needs_approval": rule.needs_approval, "keeps": rule.keeps })
}

/// The departments of an account in the audit log.
pub(super) fn told_account(id: &StaffId, departments: &BTreeSet<DepartmentCode>) -> Json {
    json!({ "id": id, "departments": departments })
}

/// The name that a programme gives its department in the audit log.
pub(super) fn told_programme(id: &ProgrammeId, department: &str) -> Json {
    json!({ "id": id, "department": department })
}

fn text<'a>(value: &'a Json, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn departments(value: &Json) -> Option<BTreeSet<DepartmentCode>> {
    value.get("departments")?.as_array()?.iter().map(|code| code.as_str()?.parse::<DepartmentCode>().ok()).collect()
}

fn rule(value: &Json) -> Option<DepartmentRule> {
    let keeps: Option<BTreeSet<TableKind>> =
        value.get("keeps")?.as_array()?.iter().map(|table| table.as_str()?.parse::<TableKind>().ok()).collect();
    Some(DepartmentRule { needs_approval: value.get("needs_approval")?.as_bool()?, keeps: keeps? })
}

impl Recorded {
    /// What followed the reorganisation that a proposal published; `None` if the log does not say it any more.
    pub(super) async fn load(connection: &mut Connection, proposal: &str) -> Result<Option<Self>, AppError> {
        let action = import_action(Kind::Reorganisation);
        let mut recorded = Self::default();
        for values in list_values_of_proposal(connection, &action, proposal).await? {
            let parsed = |text: &str| serde_json::from_str::<Json>(text).unwrap_or_default();
            recorded.read(&parsed(&values.was), &parsed(&values.became));
        }
        Ok((!recorded.is_empty()).then_some(recorded))
    }

    fn read(&mut self, was: &Json, became: &Json) {
        let both = |noun: &str| -> Vec<(Json, Json)> {
            let list = |values: &Json| values.get(noun).and_then(Json::as_array).cloned().unwrap_or_default();
            list(was).into_iter().zip(list(became)).collect()
        };
        let account = |(was, became): (Json, Json)| {
            Some((text(&was, "id")?.parse::<StaffId>().ok()?, (departments(&was)?, departments(&became)?)))
        };
        self.accounts.extend(both(ACCOUNTS.0).into_iter().filter_map(account));
        let of_department = |(was, became): (Json, Json)| {
            let code = text(&was, "department").or_else(|| text(&became, "department"))?;
            Some((code.parse::<DepartmentCode>().ok()?, (rule(&was), rule(&became))))
        };
        self.rules.extend(both(RULES.0).into_iter().filter_map(of_department));
        let programme = |(was, became): (Json, Json)| {
            let names = (text(&was, "department")?.to_owned(), text(&became, "department")?.to_owned());
            Some((text(&was, "id")?.parse::<ProgrammeId>().ok()?, names))
        };
        self.programmes.extend(both(programmes().0).into_iter().filter_map(programme));
    }

    fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.rules.is_empty() && self.programmes.is_empty()
    }

    /// The departments that an account had before, with what it was given or left since; `None` for one that did not follow,
    /// or has left what it followed to.
    pub(super) fn members_before(
        &self,
        id: &StaffId,
        now: &BTreeSet<DepartmentCode>,
        done: &Reorganisation,
    ) -> Option<BTreeSet<DepartmentCode>> {
        let (was, became) = self.accounts.get(id)?;
        let given: BTreeSet<&DepartmentCode> = became.difference(was).collect();
        let followed = if given.is_empty() { became.iter().collect() } else { given.clone() };
        if !followed.iter().all(|code| now.contains(*code)) {
            return None;
        }
        let kept = now.iter().filter(|code| !given.contains(code)).cloned().collect();
        let mut before = done.successors_of(&kept);
        before.extend(was.difference(became).filter(|code| done.after.contains_key(*code)).cloned());
        Some(before)
    }

    /// The rules that come back, where nobody has changed them since. Those of departments that go are left out.
    pub(super) fn rules_before(
        &self,
        done: &Reorganisation,
        now: &DepartmentRules,
    ) -> Vec<(DepartmentCode, DepartmentRule)> {
        let comes_back = |(code, (was, became)): (&DepartmentCode, &Both<Option<DepartmentRule>>)| {
            let was = was.clone().filter(|_| done.after.contains_key(code))?;
            let is_as_left = became.as_ref().is_none_or(|became| *became == now.of(code));
            is_as_left.then(|| (code.clone(), was))
        };
        self.rules.iter().filter_map(comes_back).collect()
    }

    /// The name that a programme gave before, if it has the one that the reorganisation gave it.
    pub(super) fn programme_before(&self, id: &ProgrammeId, now: &str) -> Option<&str> {
        let (was, became) = self.programmes.get(id)?;
        (became == now).then_some(was.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> BTreeSet<DepartmentCode> {
        text.split_whitespace().map(|code| code.parse().expect("a code")).collect()
    }

    fn account(id: &str, departments: &str) -> Json {
        let departments: Vec<&str> = departments.split_whitespace().collect();
        json!({ "id": id, "departments": departments })
    }

    /// The citizens' and the tax department were merged into one.
    fn recorded() -> Recorded {
        let mut recorded = Recorded::default();
        recorded.read(
            &json!({ ACCOUNTS.0: [account("editor", "citizens"), account("both", "citizens tax welfare")] }),
            &json!({ ACCOUNTS.0: [account("editor", "life"), account("both", "life welfare")] }),
        );
        recorded
    }

    fn department(code: &str) -> domain::procedure::Department {
        domain::procedure::Department {
            code: code.parse().expect("a code"),
            name: String::new(),
            name_en: String::new(),
            counter: String::new(),
            counter_en: String::new(),
            hours: String::new(),
            hours_en: String::new(),
            phone: String::new(),
            sample: false,
        }
    }

    fn before(id: &str, now: &str) -> Option<String> {
        let mut done = Reorganisation::default();
        for code in ["citizens", "tax", "welfare"] {
            let department = department(code);
            done.after.insert(department.code.clone(), department);
        }
        let found = recorded().members_before(&id.parse().expect("an id"), &codes(now), &done)?;
        Some(found.iter().map(DepartmentCode::as_str).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn an_account_gets_back_what_it_had_and_keeps_what_it_got_since() {
        assert_eq!(before("editor", "life").as_deref(), Some("citizens"));
        assert_eq!(before("both", "life welfare").as_deref(), Some("citizens tax welfare"));
        assert_eq!(before("both", "life").as_deref(), Some("citizens tax"), "welfare was taken since");
        assert_eq!(before("editor", "life welfare").as_deref(), Some("citizens welfare"), "welfare was given since");
        assert_eq!(before("editor", "welfare"), None, "it has left what it followed to");
        assert_eq!(before("new", "life"), None);
    }

    #[test]
    fn a_rule_that_somebody_changed_since_stays() {
        let rule = |needs_approval: bool| DepartmentRule { needs_approval, keeps: BTreeSet::new() };
        let code: DepartmentCode = "tax".parse().expect("a code");
        let mut recorded = Recorded::default();
        recorded.read(
            &json!({ RULES.0: [told_rule(&code, &rule(false))] }),
            &json!({ RULES.0: [told_rule(&code, &rule(true))] }),
        );
        let mut done = Reorganisation::default();
        let now =
            |needs_approval: bool| -> DepartmentRules { [(code.clone(), rule(needs_approval))].into_iter().collect() };
        assert_eq!(recorded.rules_before(&done, &now(true)), [], "it is not there");
        done.after.insert(code.clone(), department(code.as_str()));
        assert_eq!(recorded.rules_before(&done, &now(true)), [(code.clone(), rule(false))]);
        assert_eq!(recorded.rules_before(&done, &now(false)), [], "somebody has changed it");
    }
}
