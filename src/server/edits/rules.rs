//! What administrators lay down for departments.

use std::collections::BTreeMap;

use super::{EditRefusal, Edits};
use crate::domain::procedure::DepartmentCode;
use crate::domain::proposal::DepartmentRule;
use crate::error::AppError;
use crate::server::db::{Written, catalogue, proposals};
use crate::server::staff::{Desk, row_of};

impl Edits<'_> {
    /// Lays down which departments need approval and which keep the figures.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub async fn save_rules(
        self,
        desk: &Desk,
        wanted: &BTreeMap<DepartmentCode, DepartmentRule>,
    ) -> Result<Result<(), EditRefusal>, AppError> {
        if !desk.rights.may_set_rules() {
            return Ok(Err(EditRefusal::NoRight));
        }
        self.db
            .write_recorded(self.now, |connection| {
                let (desk, wanted) = (desk.clone(), wanted.clone());
                Box::pin(async move {
                    let known = catalogue::list_departments(connection).await?;
                    let rules = proposals::list_rules(connection).await?;
                    let mut audit = Vec::new();
                    for (code, rule) in wanted {
                        if known.iter().all(|department| department.code != code) {
                            return Ok(Written::Unchanged(Err(EditRefusal::NotFound)));
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
                    Ok(Written::ChangedEach { answer: Ok(()), audit })
                })
            })
            .await
    }
}
