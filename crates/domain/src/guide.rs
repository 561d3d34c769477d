//! What to do in a life event, in order.

use super::procedure::{LifeEventCode, LocalText, ProcedureId};

/// One procedure of a life event, with its position in the order in which a resident does them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideEntry {
    pub event: LifeEventCode,
    /// Its position, from 1.
    pub position: i64,
    pub procedure: ProcedureId,
    /// When it is done, such as 引っ越してから14日以内; empty if there is no particular time.
    pub timing: LocalText,
}
