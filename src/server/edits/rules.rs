//! What administrators lay down for departments.

use std::collections::BTreeMap;

use super::writing::{EditError, acting};
use super::{EditRefusal, Edits};
use crate::domain::procedure::DepartmentCode;
use crate::domain::proposal::DepartmentRule;
use crate::server::db::{Written, catalogue, proposals};
use crate::server::staff::{Desk, row_of};

impl Edits<'_> {
    /// Lays down which departments need approval and which keep the figures.
    ///
    /// # Errors
    /// Where it is refused, or the database does not answer.
    pub async fn save_rules(
        self,
        desk: &Desk,
        wanted: &BTreeMap<DepartmentCode, DepartmentRule>,
    ) -> Result<(), EditError> {
        self.write_recorded(|connection| {
            let (desk, wanted) = (desk.clone(), wanted.clone());
            Box::pin(async move {
                let desk = acting(connection, &desk).await?;
                if !desk.rights.may_set_rules() {
                    return Err(EditRefusal::NoRight.into());
                }
                let known = catalogue::list_departments(connection).await?;
                let rules = proposals::list_rules(connection).await?;
                let mut audit = Vec::new();
                for (code, rule) in wanted {
                    if known.iter().all(|department| department.code != code) {
                        return Err(EditRefusal::NotFound.into());
                    }
                    let was = rules.of(&code);
                    if was == rule {
                        continue;
                    }
                    proposals::save_rule(connection, &code, rule).await?;
                    let told = |rule: DepartmentRule| {
                        serde_json::json!({
                            "needs_approval": rule.needs_approval, "keeps_figures": rule.keeps_figures,
                        })
                        .to_string()
                    };
                    let row = row_of(&desk, "change department rule", format!("department {code}"));
                    audit.push(row.values(told(was), told(rule)));
                }
                Ok(Written::ChangedEach { answer: (), audit })
            })
        })
        .await
    }
}
