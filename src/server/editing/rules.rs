//! Department rules, set by administrators.

use std::collections::BTreeMap;

use domain::audit_action::AuditAction;
use domain::procedure::DepartmentCode;
use domain::proposal::DepartmentRule;
use store::{WriteKind, catalogue, proposals};

use super::details::acting;
use super::{EditError, EditRefusal, Edits};
use crate::server::staff::{CurrentUser, row_of};

impl Edits<'_> {
    /// Sets which departments need approval, and which tables they keep. Departments whose rule the form leaves
    /// unchanged are not written, even if their rule has changed meanwhile.
    ///
    /// # Errors
    /// If the change is refused, or the database does not answer.
    pub async fn save_rules(
        self,
        user: &CurrentUser,
        wanted: &BTreeMap<DepartmentCode, RuleTurn>,
    ) -> Result<(), EditError> {
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let user = acting(transaction, user).await?;
                    if !user.rights.may_edit_rules() {
                        return Err(EditRefusal::NoRight.into());
                    }
                    let known = catalogue::list_departments(transaction).await?;
                    let rules = proposals::list_rules(transaction).await?;
                    for (code, turn) in wanted.iter().filter(|(_, turn)| turn.was != turn.becomes) {
                        if known.iter().all(|department| department.code != *code) {
                            return Err(EditRefusal::NotFound.into());
                        }
                        let (was, rule) = (rules.of(code), turn.becomes.clone());
                        if was == rule {
                            continue;
                        }
                        if was != turn.was {
                            return Err(EditRefusal::Moved.into());
                        }
                        proposals::save_rule(transaction, code, &rule).await?;
                        let told = |rule: &DepartmentRule| {
                            serde_json::json!({ "needs_approval": rule.needs_approval, "keeps": rule.keeps })
                                .to_string()
                        };
                        let row =
                            row_of(&user, AuditAction::ChangeDepartmentRule.as_str(), format!("department {code}"));
                        transaction.audit(row.values(told(&was), told(&rule)));
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// A department's rule as seen, and as wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTurn {
    pub was: DepartmentRule,
    pub becomes: DepartmentRule,
}
