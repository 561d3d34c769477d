//! `/api/v1/audit-heads`: where the audit log ended on each day, to hold a log against later.

use store::audit::public::DayHead;

use super::list::{Asked, Content, List};
use crate::server::query::QueryError;

/// The heads, the newest day first. That of a day never changes.
pub(super) const LIST: List =
    List { name: "audit-heads", parameters: &["from", "to"], fields: &["day", "number", "rows", "hash"], answer: list };

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let (from, to) = asked.parameters.days()?;
    let lies_within = |head: &&DayHead| from.is_none_or(|from| from <= head.day) && to.is_none_or(|to| head.day <= to);
    let heads: Vec<&DayHead> = asked.snapshot.memory.heads.iter().rev().filter(lies_within).collect();
    asked.render(&heads, |head| (*head).clone())
}
