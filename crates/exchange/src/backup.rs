//! A whole database as one file, and back, whichever of the two databases it is of.
//!
//! The file is a zip: `tables/NAME.jsonl` with an array a row, `manifest.json` with the columns, the number of rows and
//! the SHA-256 of each, and `manifest.mac`, the keyed hash of the manifest. The key of the audit log is never in it.

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

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    /// RFC 3339, UTC.
    pub made_at: String,
    /// Version of the program that made it.
    pub program: String,
    /// Numbers of the migrations that its tables went through.
    pub migrations: Vec<i64>,
    pub revision: i64,
    /// Where the audit log ends in it.
    pub audit_head: Option<AuditHead>,
    /// Files that wait to be published, which no backup holds.
    #[serde(default)]
    pub waiting_files: u64,
    pub tables: Vec<TableEntry>,
}

/// The last row of the audit log, and the name of the key under which it was written.
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
    /// Of the file with its rows, 64 hexadecimal digits.
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
