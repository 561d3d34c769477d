//! The audit key of a database, and the check of the log when it is opened.

use crate::audit;
use crate::audit::key::KeyFile;
use crate::error::AppError;
use crate::{Db, row_hashes};

impl Db {
    /// The key file of the audit log.
    #[must_use]
    pub fn audit_key(&self) -> &KeyFile {
        match self {
            Self::Sqlite { audit_key, .. } | Self::Postgres { audit_key, .. } => audit_key,
        }
    }

    /// Hashes an origin, such as a network address, for the audit log. Equal origins have equal hashes. The origin
    /// cannot be recovered without the key.
    #[must_use]
    pub fn hash_origin(&self, origin: &str) -> String {
        match self.audit_key().keys().current() {
            Some(key) => format!("mark:{}", &key.hash(format!("tetsuzuki origin {origin}").as_bytes())[..16]),
            None => "unknown".to_owned(),
        }
    }

    /// Checks that the key is that of the log, and adds rows older than the chain to it.
    pub(crate) async fn check_chain_head(&self) -> Result<(), AppError> {
        // Read before the log: otherwise rows that other processes write in the meantime would seem to be missing from
        // it.
        let kept = self.audit_key().load_heads().unwrap_or_default();
        let mut connection = self.read().await?;
        let last = audit::find_last_row(&mut connection).await?;
        // Another process may have created the key and the first row after the file was read.
        if let Some(last) = &last
            && self.audit_key().keys().find(&last.key_id).is_none()
            && self.audit_key().reload()?.find(&last.key_id).is_none()
        {
            return Err(self.audit_key().missing(&last.key_id));
        }
        // A truncated log must not take the public pages down, so reading continues. Writing is refused.
        let is_older_log = last.as_ref().is_some_and(|last| last.rows_sum.is_none());
        let ends_with = last.map_or(0, |last| last.number);
        if audit::find_seen(&mut connection, kept).await?.is_some_and(|seen| seen.number > ends_with) {
            tracing::error!(ends_with, "rows at the end of the audit log are missing; `tetsuzuki verify` lists them");
        }
        // Only if there is something to add: opening must not wait for a long import.
        let has_unchained_rows = audit::has_legacy_rows(&mut connection).await?;
        // Rows that predate row hashes are hashed once, here. A database without any writes gets its hashes with the
        // first write.
        let is_not_vouched_for = is_older_log && !row_hashes::has_row_hashes(&mut connection).await?;
        drop(connection);
        if !has_unchained_rows && !is_not_vouched_for {
            return Ok(());
        }
        let mut connection = self.begin_audit().await?;
        let mut recorded = audit::chain_legacy_rows(&mut connection, self.audit_key()).await?;
        if is_not_vouched_for && !row_hashes::has_row_hashes(&mut connection).await? {
            recorded = Some(audit::start_row_hashes(&mut connection, self.audit_key()).await?);
        }
        if let Some(recorded) = recorded {
            connection.commit().await?;
            self.save_chain_head(&recorded);
        }
        Ok(())
    }
}
