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

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use domain::audit::Head;
use futures::TryStreamExt;
use ring::hmac;

pub use self::check::{RowDamage, RowFault, RowsVerified, verify_rows};
use self::covered::{COVERED, Covered};
pub use self::covered::{NOT_COVERED, covered_tables};
use super::audit::key::{Key, KeyFile};
use super::lines::{Line, Lines};
use super::{Connection, Upsert};
use crate::error::AppError;

statements! {
    FIND_SUMS = "SELECT number, key_id, sums, mac FROM row_sums WHERE table_name = $1";
    LIST_MACS = "SELECT table_name, mac FROM row_sums WHERE table_name <> '' ORDER BY table_name";
    LIST_GROUPS = "SELECT place, hashes FROM row_hashes WHERE table_name = $1";
    FIND_GROUP = "SELECT place, hashes FROM row_hashes WHERE table_name = $1 AND place = $2";
    REMOVE_GROUP = "DELETE FROM row_hashes WHERE table_name = $1 AND place = $2";
    REMOVE_ALL_HASHES = "DELETE FROM row_hashes";
    REMOVE_ALL_SUMS = "DELETE FROM row_sums";
    LAST_ROWS_SUM = "SELECT rows_sum FROM audit_log ORDER BY number DESC LIMIT 1";
}

/// SQLite has only one writer anyway.
const LOCK_SUMS: &str = "SELECT number FROM row_sums WHERE table_name = '' FOR UPDATE";

const SAVE_GROUPS: Upsert = Upsert { table: "row_hashes", key: &["table_name", "place"], columns: &["hashes"] };
const SAVE_SUMS: Upsert =
    Upsert { table: "row_sums", key: &["table_name"], columns: &["number", "key_id", "sums", "mac"] };
pub(super) const UPSERTS: &[Upsert] = &[SAVE_GROUPS, SAVE_SUMS];

/// With more owners than this, the whole table is read.
const FEW: usize = 400;

/// Number of sums per table. If one does not match, only few rows are candidates.
const BUCKETS: usize = 256;

/// Number of groups in which the hashes of a table are stored. One stored row per hash would make the largest import
/// half as slow again. A group is rewritten whenever one of its rows changes.
const GROUPS: usize = 4 * BUCKETS;

/// The name under which the sum of all tables is stored.
const ALL: &str = "";

/// What is hashed together: the owner and the rest of the key.
type Unit = (String, String);

/// A keyed hash or a sum of keyed hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Sum([u64; 4]);

impl Sum {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut lanes = [0; 4];
        let mut chunks = bytes.chunks_exact(8);
        for lane in &mut lanes {
            *lane = u64::from_be_bytes(chunks.next()?.try_into().ok()?);
        }
        (chunks.next().is_none() && chunks.remainder().is_empty()).then_some(Self(lanes))
    }

    fn to_bytes(self) -> Vec<u8> {
        self.0.iter().flat_map(|lane| lane.to_be_bytes()).collect()
    }

    fn add(&mut self, other: Self) {
        for (lane, other) in self.0.iter_mut().zip(other.0) {
            *lane = lane.wrapping_add(other);
        }
    }

    fn subtract(&mut self, other: Self) {
        for (lane, other) in self.0.iter_mut().zip(other.0) {
            *lane = lane.wrapping_sub(other);
        }
    }
}

/// The sums of one table.
struct Sums(Vec<Sum>);

impl Sums {
    fn none() -> Self {
        Self(vec![Sum::default(); BUCKETS])
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let sums: Option<Vec<Sum>> = bytes.chunks(32).map(Sum::read).collect();
        sums.filter(|sums| sums.len() == BUCKETS).map(Self)
    }

    fn written(&self) -> Vec<u8> {
        self.0.iter().flat_map(|sum| sum.to_bytes()).collect()
    }

    fn of(&mut self, owner: &str) -> &mut Sum {
        &mut self.0[bucket(owner)]
    }
}

/// Distributes owners evenly. This is not a cryptographic hash.
fn group(owner: &str) -> usize {
    let hash = owner.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24)) as usize % GROUPS
}

fn bucket(owner: &str) -> usize {
    group(owner) % BUCKETS
}

/// Hashes that are stored together.
type Hashes = BTreeMap<Unit, Sum>;

/// Writes owner and rest, each prefixed with its length, and the hash of each unit.
fn write_group<'a>(hashes: impl IntoIterator<Item = (&'a Unit, &'a Sum)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for ((owner, rest), hash) in hashes {
        for text in [owner, rest] {
            bytes.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(hash.to_bytes());
    }
    bytes
}

/// Stops at the first malformed entry. The lost entries then match no row and no sum.
fn read_group(mut bytes: &[u8]) -> Hashes {
    fn text(bytes: &mut &[u8]) -> Option<String> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        *bytes = rest;
        Some(str::from_utf8(text).ok()?.to_owned())
    }
    fn entry(bytes: &mut &[u8]) -> Option<(Unit, Sum)> {
        let unit = (text(bytes)?, text(bytes)?);
        let (hash, rest) = bytes.split_at_checked(32)?;
        *bytes = rest;
        Some((unit, Sum::read(hash)?))
    }
    std::iter::from_fn(|| entry(&mut bytes)).collect()
}

/// Hashes with a key that is derived from the audit key for this purpose only.
#[derive(Clone)]
struct Hasher {
    key_id: String,
    mac: hmac::Key,
}

impl Hasher {
    fn of(key: &Key) -> Self {
        let secret = key.hash(b"tetsuzuki row hashes 1");
        let mac = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        Self { key_id: key.id().to_owned(), mac }
    }

    fn hash(&self, fields: &[&[u8]]) -> Sum {
        let mut context = hmac::Context::with_key(&self.mac);
        for field in fields {
            context.update(&(field.len() as u64).to_be_bytes());
            context.update(field);
        }
        Sum::read(context.sign().as_ref()).expect("SHA-256 has 32 bytes")
    }

    fn mac(&self, fields: &[&[u8]]) -> String {
        hex::encode(&self.hash(fields).to_bytes())
    }

    fn mac_of_sums(&self, table: &str, sums: &[u8]) -> String {
        self.mac(&[b"sums", table.as_bytes(), sums])
    }

    fn mac_of_all(&self, number: i64, macs: &BTreeMap<String, String>) -> String {
        let number = number.to_be_bytes();
        let mut fields = vec![b"all".as_slice(), number.as_slice()];
        for (table, mac) in macs {
            fields.extend([table.as_bytes(), mac.as_bytes()]);
        }
        self.mac(&fields)
    }
}

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
        self.keys.clone().ok_or_else(|| AppError::Configuration("this transaction only reads".to_owned()))
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
    strange: HashMap<Unit, Option<Sum>>,
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
            let stood = self.strange.get(unit);
            stood.is_some_and(|stood| !is_written_whole || *stood == now.get(unit).copied())
        };
        let gone = self.before.iter().filter(|(unit, _)| !now.contains_key(*unit) && !is_strange(unit)).collect();
        let mut changed: Vec<(&Unit, &Sum)> =
            now.iter().filter(|(unit, hash)| self.before.get(*unit) != Some(*hash) && !is_strange(unit)).collect();
        changed.sort();
        Changes { gone, changed }
    }
}

/// The stored sum of all tables.
struct Root {
    number: i64,
    key_id: String,
    mac: String,
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
        let mut strange: HashMap<Unit, Option<Sum>> = before
            .iter()
            .filter(|(unit, hash)| now.get(*unit) != Some(*hash))
            .map(|(unit, _)| (unit.clone(), now.get(unit).copied()))
            .collect();
        strange.extend(
            now.into_iter().filter(|(unit, _)| !before.contains_key(unit)).map(|(unit, hash)| (unit, Some(hash))),
        );
        if !strange.is_empty() {
            tracing::warn!(
                table,
                rows = strange.len(),
                "rows are not as they were written; `tetsuzuki verify` names them"
            );
        }
        let touched = connection.touched().tables.entry(table).or_default();
        touched.before.extend(before);
        touched.strange.extend(strange);
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
        let row: Option<SumsRow> =
            on!(connection, inner => sqlx::query_as(FIND_SUMS).bind(table).fetch_optional(inner).await?);
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
            on!(connection, inner => {
                sqlx::query(REMOVE_GROUP).bind(table).bind(place_of(place)).execute(inner).await?;
            });
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
    on!(connection, inner => {
        sqlx::query(REMOVE_ALL_HASHES).execute(&mut *inner).await?;
        sqlx::query(REMOVE_ALL_SUMS).execute(&mut *inner).await?;
    });
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

/// The sums named by the last row of the audit log.
pub async fn last_logged_sums(connection: &mut Connection) -> Result<Option<Head>, AppError> {
    let named: Option<Option<String>> =
        on!(connection, inner => sqlx::query_scalar(LAST_ROWS_SUM).fetch_optional(inner).await?);
    // An unreadable value does not verify either, and is reported as such a row.
    Ok(named.flatten().and_then(|text| text.parse().ok()))
}

type SumsRow = (i64, String, Vec<u8>, String);

async fn find_root(connection: &mut Connection) -> Result<Option<Root>, AppError> {
    let row: Option<SumsRow> =
        on!(connection, inner => sqlx::query_as(FIND_SUMS).bind(ALL).fetch_optional(inner).await?);
    Ok(row.map(|(number, key_id, _, mac)| Root { number, key_id, mac }))
}

/// Two concurrent writers of hashed rows would each miss what the other adds to the sums.
async fn lock(connection: &mut Connection) -> Result<(), AppError> {
    if let Connection::Postgres(transaction) = connection {
        sqlx::query(LOCK_SUMS).fetch_optional(&mut **transaction).await?;
    }
    Ok(())
}

async fn list_macs(connection: &mut Connection) -> Result<BTreeMap<String, String>, AppError> {
    let rows: Vec<(String, String)> = on!(connection, inner => sqlx::query_as(LIST_MACS).fetch_all(inner).await?);
    Ok(rows.into_iter().collect())
}

/// All hashes of a database are made with one key.
async fn hasher(connection: &mut Connection) -> Result<Hasher, AppError> {
    let root = find_root(connection).await?.ok_or_else(sums_mismatch)?;
    let keys = connection.touched().keys()?;
    find_hasher(&keys, &root.key_id)
}

fn find_hasher(keys: &KeyFile, key_id: &str) -> Result<Hasher, AppError> {
    if let Some(key) = keys.keys().find(key_id) {
        return Ok(Hasher::of(key));
    }
    keys.reload()?.find(key_id).map(Hasher::of).ok_or_else(|| keys.missing(key_id))
}

fn sums_mismatch() -> AppError {
    AppError::Configuration(
        "what vouches for the rows of the database is not what was written; nothing is added to it. `tetsuzuki verify` \
         says more, and a backup is put back by `tetsuzuki restore`"
            .to_owned(),
    )
}

async fn save_groups(
    connection: &mut Connection,
    table: &'static str,
    groups: &[(usize, Vec<u8>)],
) -> Result<(), AppError> {
    save_rows!(connection, SAVE_GROUPS, groups, |values, row| {
        values.push_bind(table).push_bind(place_of(row.0)).push_bind(row.1.clone());
    });
    Ok(())
}

fn place_of(group: usize) -> i64 {
    i64::try_from(group).expect("there are few groups")
}

async fn save_sums(
    connection: &mut Connection,
    hasher: &Hasher,
    number: i64,
    mut saved: Vec<(&'static str, Vec<u8>, String)>,
    macs: &BTreeMap<String, String>,
) -> Result<Head, AppError> {
    let all = hasher.mac_of_all(number, macs);
    saved.push((ALL, Vec::new(), all.clone()));
    save_rows!(connection, SAVE_SUMS, saved, |values, row| {
        values.push_bind(row.0).push_bind(number).push_bind(&hasher.key_id).push_bind(&row.1).push_bind(&row.2);
    });
    Ok(Head { number, hash: all })
}

/// The stored hashes of a table by group; all groups or some.
async fn read_groups(
    connection: &mut Connection,
    table: &str,
    places: Option<BTreeSet<usize>>,
) -> Result<BTreeMap<usize, Hashes>, AppError> {
    let mut found = BTreeMap::new();
    let mut keep = |(place, hashes): (i64, Vec<u8>)| {
        if let Ok(place) = usize::try_from(place) {
            let mut hashes = read_group(&hashes);
            // A hash moved to another group would never be found again, so it is ignored.
            hashes.retain(|(owner, _), _| group(owner) == place);
            found.insert(place, hashes);
        }
    };
    match places {
        Some(places) if places.len() <= FEW => {
            for place in places {
                let row: Option<(i64, Vec<u8>)> = on!(connection, inner => {
                    sqlx::query_as(FIND_GROUP).bind(table).bind(place_of(place)).fetch_optional(inner).await?
                });
                row.into_iter().for_each(&mut keep);
            }
        }
        // Reading everything is faster then, and the surplus does no harm.
        _ => on!(connection, inner => {
            let mut rows = sqlx::query_as::<_, (i64, Vec<u8>)>(LIST_GROUPS).bind(table).fetch(inner);
            while let Some(row) = rows.try_next().await? {
                keep(row);
            }
        }),
    }
    Ok(found)
}

/// The stored hashes of some owners.
async fn read_hashes(
    connection: &mut Connection,
    table: &'static str,
    owners: &[String],
) -> Result<HashMap<Unit, Sum>, AppError> {
    let wanted: HashSet<&str> = owners.iter().map(String::as_str).collect();
    let places = owners.iter().map(|owner| group(owner)).collect();
    let groups = read_groups(connection, table, Some(places)).await?;
    Ok(groups.into_values().flatten().filter(|((owner, _), _)| wanted.contains(owner.as_str())).collect())
}

/// A current row, hashed.
struct Hashed {
    group: usize,
    unit: Unit,
    hash: Sum,
}

/// Combines the hashes of each unit into one sum.
fn sum_by_unit(mut rows: Vec<(Unit, Sum)>) -> Vec<(Unit, Sum)> {
    rows.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    rows.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1.add(next.1);
        }
        is_same
    });
    rows
}

/// Reads and hashes the rows of a table; all of them, or those selected by `only`.
async fn read_hashed(
    connection: &mut Connection,
    covered: &'static Covered,
    only: Option<(&str, &[String])>,
    hasher: &Hasher,
    take: impl FnMut(Vec<Hashed>),
) -> Result<(), AppError> {
    let hasher = hasher.clone();
    let work = move |lines: Vec<Line<'_>>| -> Vec<Hashed> {
        let rows =
            lines.into_iter().map(|line| (covered.unit(&line), hasher.hash(&[covered.table.as_bytes(), line.bytes])));
        let rows = sum_by_unit(rows.collect());
        rows.into_iter().map(|(unit, hash)| Hashed { group: group(&unit.0), unit, hash }).collect()
    };
    covered.lines().read(connection, only, work, take).await
}

/// The hashes of the current rows of a table, for some owners or for all.
async fn read_units(
    connection: &mut Connection,
    covered: &'static Covered,
    owners: Option<&[String]>,
    hasher: &Hasher,
) -> Result<HashMap<Unit, Sum>, AppError> {
    let wanted: Option<HashSet<&str>> = owners.map(|owners| owners.iter().map(String::as_str).collect());
    let only = owners.filter(|owners| owners.len() <= FEW).map(|owners| (covered.owner, owners));
    let mut units: HashMap<Unit, Sum> = HashMap::new();
    let take = |rows: Vec<Hashed>| {
        for row in rows {
            if wanted.as_ref().is_none_or(|wanted| wanted.contains(row.unit.0.as_str())) {
                units.entry(row.unit).or_default().add(row.hash);
            }
        }
    };
    read_hashed(connection, covered, only, hasher, take).await?;
    Ok(units)
}

impl Covered {
    fn lines(&self) -> Lines {
        Lines {
            values: self.columns.iter().map(|column| (*column).to_owned()).collect(),
            fractions: if self.table == "indicator_values" { &["value"] } else { &[] },
            from: self.table,
            number: "rowid",
            order: "",
        }
    }

    fn unit(&self, line: &Line<'_>) -> Unit {
        let text = |column: &&str| {
            let value = self.columns.iter().position(|name| name == column).and_then(|place| line.values[place]);
            String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
        };
        (text(&self.owner), self.rest.iter().map(text).collect::<Vec<_>>().join(" "))
    }
}
