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
pub(super) use self::stored::{STATEMENTS, UPSERTS};
use self::stored::{
    find_root, find_sums, hasher, list_macs, lock, read_groups, read_hashes, remove_all, remove_group, save_groups,
    save_sums,
};
use self::sums::{BUCKETS, GROUPS, Sum, Sums, Unit, group, sum_by_unit, write_group};
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

#[derive(Debug, Default)]
struct TouchedTable {
    owners: HashSet<String>,
    /// The stored hashes.
    before: HashMap<Unit, Sum>,
    /// Rows that did not match their stored hash, with the hash of what was found instead.
    altered: HashMap<Unit, Option<Sum>>,
}

/// How the hashes of a table changed.
struct Changes<'a> {
    gone: Vec<(&'a Unit, &'a Sum)>,
    /// New and changed hashes in key order.
    changed: Vec<(&'a Unit, &'a Sum)>,
}

impl TouchedTable {
    /// A row that did not match before keeps its stored hash, unless the product has rewritten all of it.
    fn changes<'a>(&'a self, now: &'a HashMap<Unit, Sum>, is_written_whole: bool) -> Changes<'a> {
        let is_strange = |unit: &Unit| {
            let stood = self.altered.get(unit);
            stood.is_some_and(|stood| !is_written_whole || *stood == now.get(unit).copied())
        };
        let gone = self.before.iter().filter(|(unit, _)| !now.contains_key(*unit) && !is_strange(unit)).collect();
        let mut changed: Vec<(&Unit, &Sum)> =
            now.iter().filter(|(unit, hash)| self.before.get(*unit) != Some(*hash) && !is_strange(unit)).collect();
        changed.sort();
        Changes { gone, changed }
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
    let owners: Vec<String> = {
        let there = connection.touched().tables.get(table);
        let new: HashSet<String> =
            owners.into_iter().filter(|owner| there.is_none_or(|there| !there.owners.contains(owner))).collect();
        new.into_iter().collect()
    };
    if owners.is_empty() {
        return Ok(());
    }
    if vouches {
        let hasher = hasher(connection).await?;
        let before = read_hashes(connection, table, &owners).await?;
        let now = read_units(connection, covered(table), Some(&owners), &hasher).await?;
        let mut altered: HashMap<Unit, Option<Sum>> = before
            .iter()
            .filter(|(unit, hash)| now.get(*unit) != Some(*hash))
            .map(|(unit, _)| (unit.clone(), now.get(unit).copied()))
            .collect();
        altered.extend(
            now.into_iter().filter(|(unit, _)| !before.contains_key(unit)).map(|(unit, hash)| (unit, Some(hash))),
        );
        if !altered.is_empty() {
            tracing::warn!(table, rows = altered.len(), "rows have been altered; `tetsuzuki verify` lists them");
        }
        let touched = connection.touched().tables.entry(table).or_default();
        touched.before.extend(before);
        touched.altered.extend(altered);
    }
    connection.touched().tables.entry(table).or_default().owners.extend(owners);
    Ok(())
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
    for (table, touched) in tables {
        let row = find_sums(connection, table).await?;
        // A table that came with an update of the program is covered from now on.
        let mut sums = match row {
            Some(row) if hasher.mac_of_sums(table, &row.2) != row.3 => return Err(sums_mismatch()),
            Some(row) => Sums::read(&row.2).ok_or_else(sums_mismatch)?,
            None => Sums::none(),
        };
        let owners: Vec<String> = touched.owners.iter().cloned().collect();
        let now = read_units(connection, covered(table), Some(&owners), &hasher).await?;
        let Changes { gone, changed } = touched.changes(&now, covered(table).is_written_whole);
        let places: BTreeSet<usize> = gone.iter().chain(&changed).map(|(unit, _)| group(&unit.0)).collect();
        let mut groups = read_groups(connection, table, Some(places)).await?;
        for (unit, hash) in gone {
            sums.of(&unit.0).subtract(*hash);
            groups.entry(group(&unit.0)).or_default().remove(unit);
        }
        for (unit, hash) in changed {
            let sum = sums.of(&unit.0);
            if let Some(before) = touched.before.get(unit) {
                sum.subtract(*before);
            }
            sum.add(*hash);
            groups.entry(group(&unit.0)).or_default().insert(unit.clone(), *hash);
        }
        let (empty, full): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, hashes)| hashes.is_empty());
        let written: Vec<(usize, Vec<u8>)> = full.iter().map(|(place, hashes)| (*place, write_group(hashes))).collect();
        save_groups(connection, table, &written).await?;
        for (place, _) in empty {
            remove_group(connection, table, place).await?;
        }
        let sums = sums.written();
        let mac = hasher.mac_of_sums(table, &sums);
        macs.insert(table.to_owned(), mac.clone());
        saved.push((table, sums, mac));
    }
    save_sums(connection, &hasher, root.number + 1, saved, &macs).await
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
        let mut groups: Vec<Vec<(Unit, Sum)>> = vec![Vec::new(); GROUPS];
        let take =
            |hashed: Vec<Hashed>| hashed.into_iter().for_each(|row| groups[row.group].push((row.unit, row.hash)));
        read_hashed(connection, covered, None, &hasher, take).await?;
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
        macs.insert(covered.table.to_owned(), mac.clone());
        saved.push((covered.table, sums, mac));
    }
    save_sums(connection, &hasher, before.max(named) + 1, saved, &macs).await
}

/// Whether any rows have hashes.
pub(super) async fn has_row_hashes(connection: &mut Connection) -> Result<bool, AppError> {
    Ok(find_root(connection).await?.is_some())
}
