//! Keyed hashes of the rows that the product writes (docs/adr/0019-rows-are-vouched-for.md).
//!
//! Each row of public data, accounts and proposals has a keyed hash beside it, and the hashes of a table have sums. The
//! sums change in the same transaction as the rows, and every row of the audit log names them. An attacker who can
//! write to the database but has no key can change a row, but can forge neither its hash nor the sums.
//!
//! A function declares the rows it is about to write with `touch`. Before the transaction commits, `rehash_touched`
//! hashes them again. A row that was changed outside the product continues to be reported, even if the product later
//! changes a part of it.

mod check;
mod covered;
mod current;
mod hasher;
mod stored;
mod sums;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use domain::audit::Head;

pub use self::check::{RowDamage, RowFault, RowsVerified, verify_rows};
use self::covered::{COVERED, Covered};
pub use self::covered::{NOT_COVERED, covered_tables};
use self::current::{Hashed, read_hashed, read_units};
use self::hasher::{Hasher, sums_mismatch};
pub use self::stored::last_logged_sums;
use self::stored::{
    FEW, find_root, find_sums, hasher, list_macs, lock, read_groups, remove_all, remove_group, save_groups, save_sums,
};
pub(super) use self::stored::{STATEMENTS, UPSERTS};
use self::sums::{BUCKETS, GROUPS, Hashes, Sum, Sums, Unit, group, sum_by_unit, write_group};
use super::Connection;
use super::audit::key::KeyFile;
use crate::error::AppError;

/// The rows touched by a transaction.
#[derive(Debug, Default)]
pub struct TouchedRows {
    keys: Option<Arc<KeyFile>>,
    /// Whether hashes already exist; unknown before the first touch.
    vouches: Option<bool>,
    tables: BTreeMap<&'static str, TouchedTable>,
}

impl TouchedRows {
    pub(super) fn by(keys: &Arc<KeyFile>) -> Self {
        Self { keys: Some(Arc::clone(keys)), ..Self::default() }
    }

    fn keys(&self) -> Result<Arc<KeyFile>, AppError> {
        self.keys.clone().ok_or_else(|| AppError::Internal("this transaction only reads".to_owned()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

/// The touched rows of a table.
#[derive(Debug, Default)]
struct TouchedTable {
    owners: HashSet<String>,
    /// Whether all rows of the table were compared with their hashes. Where many rows change, this is done once:
    /// each part of a large import would otherwise read as much again.
    is_compared: bool,
    /// Rows that did not match their stored hash, with the hash of what was found instead.
    altered: HashMap<Unit, Option<Sum>>,
}

impl TouchedTable {
    /// Whether the hash of a row is left as it is: the row did not match before, and the product has not rewritten all
    /// of it.
    fn is_strange(&self, unit: &Unit, now: Option<Sum>, is_written_whole: bool) -> bool {
        self.altered.get(unit).is_some_and(|found| !is_written_whole || *found == now)
    }

    /// Applies what the product wrote to the hashes of a group and to the sums. Returns whether anything changed.
    fn apply(&self, hashes: &mut Hashes, now: BTreeMap<Unit, Sum>, sums: &mut Sums, is_written_whole: bool) -> bool {
        let gone: Vec<Unit> = hashes
            .keys()
            .filter(|unit| self.owners.contains(&unit.0) && !now.contains_key(*unit))
            .filter(|unit| !self.is_strange(unit, None, is_written_whole))
            .cloned()
            .collect();
        let mut is_changed = !gone.is_empty();
        for unit in gone {
            if let Some(before) = hashes.remove(&unit) {
                sums.of(&unit.0).subtract(before);
            }
        }
        for (unit, hash) in now {
            let before = hashes.get(&unit).copied();
            if before == Some(hash) || self.is_strange(&unit, Some(hash), is_written_whole) {
                continue;
            }
            let sum = sums.of(&unit.0);
            if let Some(before) = before {
                sum.subtract(before);
            }
            sum.add(hash);
            hashes.insert(unit, hash);
            is_changed = true;
        }
        is_changed
    }
}

fn covered(table: &str) -> &'static Covered {
    COVERED.iter().find(|covered| covered.table == table).expect("a test looks for the name of every table in use")
}

/// Declares that rows of these owners are about to be inserted, changed or removed. Must be called before the write:
/// otherwise a write to one column would hide tampering with another.
pub(super) async fn touch(
    connection: &mut Connection,
    table: &'static str,
    owners: Vec<String>,
) -> Result<(), AppError> {
    if owners.is_empty() {
        return Ok(());
    }
    if connection.touched().vouches.is_none() {
        lock(connection).await?;
        let vouches = find_root(connection).await?.is_some();
        connection.touched().vouches = Some(vouches);
    }
    let vouches = connection.touched().vouches == Some(true);
    if !vouches && matches!(connection, Connection::Sqlite(_)) {
        // All rows are hashed at commit, whatever their owner. Nobody else can start hashing in the meantime.
        connection.touched().tables.entry(table).or_default();
        return Ok(());
    }
    let there = connection.touched().tables.entry(table).or_default();
    let new: HashSet<String> = owners.into_iter().filter(|owner| !there.owners.contains(owner)).collect();
    let is_large = new.len() > FEW;
    if vouches && !new.is_empty() && !there.is_compared {
        let mut altered = find_altered(connection, table, Some(&new).filter(|_| !is_large)).await?;
        let there = connection.touched().tables.entry(table).or_default();
        // The product may have changed the rows of these owners by now.
        altered.retain(|unit, _| !there.owners.contains(&unit.0));
        if !altered.is_empty() {
            tracing::warn!(table, rows = altered.len(), "rows have been altered; `tetsuzuki verify` lists them");
        }
        there.altered.extend(altered);
        there.is_compared = is_large;
    }
    connection.touched().tables.entry(table).or_default().owners.extend(new);
    Ok(())
}

/// The groups that hold the hashes of these owners.
fn groups_of(owners: &HashSet<String>) -> BTreeSet<usize> {
    owners.iter().map(|owner| group(owner)).collect()
}

/// The rows that do not match their stored hash, with the hash of what was found instead; those of some owners, or all.
async fn find_altered(
    connection: &mut Connection,
    table: &'static str,
    owners: Option<&HashSet<String>>,
) -> Result<HashMap<Unit, Option<Sum>>, AppError> {
    // A table that came with an update has no hashes to compare with.
    if find_sums(connection, table).await?.is_none() {
        return Ok(HashMap::new());
    }
    let hasher = hasher(connection).await?;
    let mut now = read_units(connection, covered(table), owners, &hasher).await?;
    let mut altered = HashMap::new();
    for (unit, hash) in read_groups(connection, table, owners.map(groups_of)).await?.into_values().flatten() {
        if owners.is_none_or(|owners| owners.contains(&unit.0)) {
            let found = now.remove(&unit);
            if found != Some(hash) {
                altered.insert(unit, found);
            }
        }
    }
    altered.extend(now.into_iter().map(|(unit, hash)| (unit, Some(hash))));
    Ok(altered)
}

/// Rehashes the touched rows and returns the new sums. If no hashes exist yet, all rows are hashed.
pub(super) async fn rehash_touched(connection: &mut Connection) -> Result<Head, AppError> {
    lock(connection).await?;
    let Some(root) = find_root(connection).await? else {
        // Removing all hashes must not lead to tampered rows being hashed as genuine.
        return match last_logged_sums(connection).await? {
            Some(_) => Err(sums_mismatch()),
            None => rehash_all(connection).await,
        };
    };
    let hasher = hasher(connection).await?;
    let mut macs = list_macs(connection).await?;
    if root.mac != hasher.mac_of_all(root.number, &macs) {
        return Err(sums_mismatch());
    }
    if let Some(named) = last_logged_sums(connection).await?
        && (named.number > root.number || (named.number == root.number && named.hash != root.mac))
    {
        return Err(sums_mismatch());
    }
    let tables = std::mem::take(&mut connection.touched().tables);
    if tables.is_empty() {
        return Ok(Head { number: root.number, hash: root.mac });
    }
    let mut saved = Vec::new();
    // A table that came with an update of the program is covered from now on, with the rows that the update wrote.
    for covered in COVERED.iter().filter(|covered| !macs.contains_key(covered.table)).collect::<Vec<_>>() {
        saved.push(hash_table(connection, covered, &hasher).await?);
    }
    for (table, touched) in tables {
        if saved.iter().any(|(known, ..)| *known == table) {
            continue;
        }
        let row = find_sums(connection, table).await?.ok_or_else(sums_mismatch)?;
        if hasher.mac_of_sums(table, &row.2) != row.3 {
            return Err(sums_mismatch());
        }
        let mut sums = Sums::read(&row.2).ok_or_else(sums_mismatch)?;
        let now = read_units(connection, covered(table), Some(&touched.owners), &hasher).await?;
        let mut now_by_group: BTreeMap<usize, Hashes> = BTreeMap::new();
        for (unit, hash) in now {
            now_by_group.entry(group(&unit.0)).or_default().insert(unit, hash);
        }
        let mut groups = read_groups(connection, table, Some(groups_of(&touched.owners))).await?;
        for place in now_by_group.keys() {
            groups.entry(*place).or_default();
        }
        let mut written = Vec::new();
        for (place, mut hashes) in groups {
            let now = now_by_group.remove(&place).unwrap_or_default();
            if !touched.apply(&mut hashes, now, &mut sums, covered(table).is_written_whole) {
                continue;
            }
            if hashes.is_empty() {
                remove_group(connection, table, place).await?;
            } else {
                written.push((place, write_group(&hashes)));
            }
        }
        save_groups(connection, table, &written).await?;
        let sums = sums.written();
        let mac = hasher.mac_of_sums(table, &sums);
        saved.push((table, sums, mac));
    }
    for (table, _, mac) in &saved {
        macs.insert((*table).to_owned(), mac.clone());
    }
    save_sums(connection, &hasher, root.number + 1, saved, &macs).await
}

/// Hashes all rows of a table, which has no hashes yet. Returns its name, its sums and what authenticates them.
async fn hash_table(
    connection: &mut Connection,
    covered: &'static Covered,
    hasher: &Hasher,
) -> Result<(&'static str, Vec<u8>, String), AppError> {
    let mut groups: Vec<Vec<(Unit, Sum)>> = vec![Vec::new(); GROUPS];
    let take = |hashed: Vec<Hashed>| hashed.into_iter().for_each(|row| groups[row.group].push((row.unit, row.hash)));
    read_hashed(connection, covered, None, hasher, take).await?;
    let mut sums = Sums::none();
    let written: Vec<(usize, Vec<u8>)> = groups
        .into_iter()
        .enumerate()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(place, rows)| {
            let hashes = sum_by_unit(rows);
            hashes.iter().for_each(|(_, hash)| sums.0[place % BUCKETS].add(*hash));
            (place, write_group(hashes.iter().map(|(unit, hash)| (unit, hash))))
        })
        .collect();
    save_groups(connection, covered.table, &written).await?;
    let sums = sums.written();
    let mac = hasher.mac_of_sums(covered.table, &sums);
    Ok((covered.table, sums, mac))
}

/// Hashes all rows: the first time, and after a backup has replaced everything.
pub(super) async fn rehash_all(connection: &mut Connection) -> Result<Head, AppError> {
    let keys = connection.touched().keys()?;
    let key = match keys.keys().current().or(keys.reload()?.current()) {
        Some(key) => key.clone(),
        None => keys.create()?.current().cloned().ok_or_else(|| keys.missing(""))?,
    };
    let hasher = Hasher::of(&key);
    let before = find_root(connection).await?.map_or(0, |root| root.number);
    let named = last_logged_sums(connection).await?.map_or(0, |head| head.number);
    connection.touched().tables.clear();
    remove_all(connection).await?;
    let (mut saved, mut macs) = (Vec::new(), BTreeMap::new());
    for covered in COVERED {
        let (table, sums, mac) = hash_table(connection, covered, &hasher).await?;
        macs.insert(table.to_owned(), mac.clone());
        saved.push((table, sums, mac));
    }
    save_sums(connection, &hasher, before.max(named) + 1, saved, &macs).await
}

/// Whether any rows have hashes.
pub(super) async fn has_row_hashes(connection: &mut Connection) -> Result<bool, AppError> {
    Ok(find_root(connection).await?.is_some())
}
