//! Comparison of every row with its hash and of the hashes with their sums.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use domain::audit::Head;

use super::covered::COVERED;
use super::current::read_units;
use super::hasher::find_hasher;
use super::stored::{ALL, find_root, find_sums, list_macs, read_groups};
use super::sums::{BUCKETS, Sum, Sums, Unit, bucket};
use crate::Connection;
use crate::audit::key::KeyFile;
use crate::error::AppError;

string_enum! {
    /// How a row differs from what the product wrote.
    pub enum RowDamage ("kind of damage to a row") {
        /// The row was changed.
        Changed = "changed",
        /// The row was added.
        Added = "added",
        /// The row was removed.
        Removed = "removed",
        /// The row was reset to an earlier version together with its hash.
        PutBack = "put_back",
        /// The key of the row hashes is not in the key file.
        KeyUnknown = "key_unknown",
        /// The sums of a table, or of all tables, were changed.
        Sums = "sums",
    }
}

/// A row that was not written by the product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct RowFault {
    /// Empty for all tables together.
    pub table: String,
    /// Empty for the whole table. Contains no personal data: accounts are identified by their ids.
    pub key: String,
    pub damage: RowDamage,
}

impl fmt::Display for RowFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, key, damage } = self;
        match damage {
            RowDamage::Changed => write!(formatter, "{table} {key}: changed from outside"),
            RowDamage::Added => write!(formatter, "{table} {key}: added from outside"),
            RowDamage::Removed => write!(formatter, "{table} {key}: removed"),
            RowDamage::PutBack if key.is_empty() => {
                write!(formatter, "{table}: rows were reset to an older state or removed, together with their hashes")
            }
            RowDamage::PutBack => {
                write!(
                    formatter,
                    "{table} {key}: this row, or one near it, was reset to an older state together with \
                                   its hash"
                )
            }
            RowDamage::KeyUnknown => write!(
                formatter,
                "rows could not be compared: they were hashed under the key {key}, which is not in the key file"
            ),
            RowDamage::Sums if table.is_empty() => {
                formatter.write_str("the hashes of the rows have been altered, or are from an older state")
            }
            RowDamage::Sums => write!(formatter, "{table}: the hashes of its rows have been altered"),
        }
    }
}

/// The result of comparing all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct RowsVerified {
    /// Number of tables compared.
    pub tables: usize,
    /// Number of rows compared. Rows of one owner that are hashed together count as one.
    pub rows: usize,
    /// The current sums; `None` if no row has been hashed yet.
    pub sums: Option<Head>,
    pub damage: Vec<RowFault>,
}

/// More candidates than this for a row that was reset are not worth listing.
const FEW_CANDIDATES: usize = 8;

/// Compares every row of public data, accounts and proposals with its hash, and the hashes with their sums. `kept` are
/// the sums named by the audit log and by the file beside the key.
///
/// # Errors
/// Returns an error if the database cannot be read or the key is missing.
pub async fn verify_rows(connection: &mut Connection, keys: &KeyFile, kept: &[Head]) -> Result<RowsVerified, AppError> {
    let Some(root) = find_root(connection).await? else {
        let mut verified = RowsVerified::default();
        if !kept.is_empty() {
            verified.damage.push(fault(ALL, "", RowDamage::Sums));
        }
        return Ok(verified);
    };
    let Ok(hasher) = find_hasher(keys, &root.key_id) else {
        let damage = vec![fault(ALL, &root.key_id, RowDamage::KeyUnknown)];
        return Ok(RowsVerified { damage, ..RowsVerified::default() });
    };
    let macs = list_macs(connection).await?;
    let mut verified =
        RowsVerified { sums: Some(Head { number: root.number, hash: root.mac.clone() }), ..RowsVerified::default() };
    let is_older = |kept: &Head| kept.number > root.number || (kept.number == root.number && kept.hash != root.mac);
    let is_whole = root.mac == hasher.mac_of_all(root.number, &macs);
    if !is_whole || kept.iter().any(is_older) {
        verified.damage.push(fault(ALL, "", RowDamage::Sums));
    }
    for covered in COVERED {
        let table = covered.table;
        // It came with an update of the program, and the next change covers it with the rows that the update wrote. The
        // sum of all tables says that no hashes of it were taken away.
        if is_whole && !macs.contains_key(table) {
            continue;
        }
        let now = read_units(connection, covered, None, &hasher).await?;
        let groups = read_groups(connection, table, None).await?;
        let hashes: HashMap<Unit, Sum> = groups.into_values().flatten().collect();
        verified.tables += 1;
        verified.rows += now.len();
        let mut sums = Sums::none();
        for (unit, hash) in &hashes {
            sums.of(&unit.0).add(*hash);
            match now.get(unit) {
                None => verified.damage.push(fault(table, &key_of(unit), RowDamage::Removed)),
                Some(now) if now != hash => verified.damage.push(fault(table, &key_of(unit), RowDamage::Changed)),
                Some(_) => {}
            }
        }
        let added = now.keys().filter(|unit| !hashes.contains_key(*unit));
        verified.damage.extend(added.map(|unit| fault(table, &key_of(unit), RowDamage::Added)));
        let row = find_sums(connection, table).await?;
        let kept = row
            .filter(|row| hasher.mac_of_sums(table, &row.2) == row.3 && macs.get(table) == Some(&row.3))
            .and_then(|row| Sums::read(&row.2));
        match kept {
            None if hashes.is_empty() && now.is_empty() => {}
            None => verified.damage.push(fault(table, "", RowDamage::Sums)),
            Some(kept) => find_rolled_back(table, &hashes, &sums, &kept, &mut verified.damage),
        }
    }
    verified.damage.sort();
    Ok(verified)
}

/// Reports rows whose hashes are genuine but do not add up to the sums: each candidate if there are few, otherwise the
/// whole table.
fn find_rolled_back(
    table: &'static str,
    hashes: &HashMap<Unit, Sum>,
    sums: &Sums,
    kept: &Sums,
    damage: &mut Vec<RowFault>,
) {
    let mut near: BTreeMap<usize, Vec<&Unit>> = BTreeMap::new();
    let wrong: Vec<usize> = (0..BUCKETS).filter(|place| sums.0[*place] != kept.0[*place]).collect();
    if wrong.is_empty() {
        return;
    }
    for unit in hashes.keys() {
        near.entry(bucket(&unit.0)).or_default().push(unit);
    }
    for place in wrong {
        match near.get(&place) {
            Some(units) if units.len() <= FEW_CANDIDATES => {
                damage.extend(units.iter().map(|unit| fault(table, &key_of(unit), RowDamage::PutBack)));
            }
            _ => damage.push(fault(table, "", RowDamage::PutBack)),
        }
    }
}

fn key_of((owner, rest): &Unit) -> String {
    if rest.is_empty() { owner.clone() } else { format!("{owner} {rest}") }
}

fn fault(table: &str, key: &str, damage: RowDamage) -> RowFault {
    RowFault { table: table.to_owned(), key: key.to_owned(), damage }
}
