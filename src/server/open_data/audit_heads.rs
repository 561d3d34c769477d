//! `/api/v1/audit-heads`: the head of the audit log at the end of each day, for checking a log against it later.

use store::audit::public::DayHead;

use super::list::{Asked, Content, List};
use crate::server::query::QueryError;

/// The list of heads, newest day first. The head of a day never changes.
pub(super) const LIST: List =
    List { name: "audit-heads", parameters: &["from", "to"], fields: &["day", "number", "rows", "hash"], answer: list };

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let (from, to) = asked.parameters.days()?;
    let lies_within = |head: &&DayHead| from.is_none_or(|from| from <= head.day) && to.is_none_or(|to| head.day <= to);
    let heads: Vec<&DayHead> = asked.snapshot.audit_log.heads.iter().rev().filter(lies_within).collect();
    asked.render(&heads, |head| (*head).clone())
}
