//! A whole database as one file, and back, for either database driver.
//!
//! The file is a zip archive. `tables/NAME.jsonl` holds one JSON array per row. `manifest.json` lists the columns, the
//! row count and the SHA-256 of each table. `manifest.mac` is the keyed hash of the manifest. The archive never
//! contains the audit log key.

mod restore;
mod write;

use domain::audit::Head;
use serde::{Deserialize, Serialize};
use store::tables::ColumnKind;

pub use restore::{Restored, restore};
pub use write::back_up;

const FORMAT: &str = "tetsuzuki-backup";
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
const MANIFEST_MAC: &str = "manifest.mac";

/// The contents of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    /// RFC 3339, UTC.
    pub made_at: String,
    /// Version of the program that created it.
    pub program: String,
    /// Numbers of the migrations applied to the tables.
    pub migrations: Vec<i64>,
    pub revision: i64,
    /// The last row of the audit log in the backup.
    pub audit_head: Option<AuditHead>,
    /// Number of files awaiting publication. Backups do not include these files.
    #[serde(default)]
    pub waiting_files: u64,
    pub tables: Vec<TableEntry>,
}

/// The last row of the audit log, and the id of the key it was written with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    pub number: i64,
    pub hash: String,
    pub key_id: String,
}

impl AuditHead {
    fn head(&self) -> Head {
        Head { number: self.number, hash: self.hash.clone() }
    }
}

/// One table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    pub name: String,
    pub columns: Vec<ColumnEntry>,
    pub rows: u64,
    /// SHA-256 of the file that holds the rows, as 64 hexadecimal digits.
    pub sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    pub name: String,
    pub kind: ColumnKind,
}

fn file_of(table: &str) -> String {
    format!("tables/{table}.jsonl")
}
