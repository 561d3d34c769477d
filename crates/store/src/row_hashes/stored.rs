//! The stored hashes and their sums.

use std::collections::{BTreeMap, BTreeSet};

use domain::audit::Head;
use futures::TryStreamExt;

use super::hasher::{Hasher, find_hasher, sums_mismatch};
use super::sums::{Hashes, group, read_group};
use crate::error::AppError;
use crate::{Connection, Upsert};

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
pub(crate) const UPSERTS: &[Upsert] = &[SAVE_GROUPS, SAVE_SUMS];

/// With more owners than this, the whole table is read.
pub(super) const FEW: usize = 400;

/// The name under which the sum of all tables is stored.
pub(super) const ALL: &str = "";

/// The stored sum of all tables.
pub(super) struct Root {
    pub(super) number: i64,
    pub(super) key_id: String,
    pub(super) mac: String,
}

/// The sums named by the last row of the audit log.
pub async fn last_logged_sums(connection: &mut Connection) -> Result<Option<Head>, AppError> {
    let named: Option<Option<String>> =
        with_driver!(connection, inner => sqlx::query_scalar(LAST_ROWS_SUM).fetch_optional(inner).await?);
    // An unreadable value does not verify either, and is reported as such a row.
    Ok(named.flatten().and_then(|text| text.parse().ok()))
}

pub(super) type SumsRow = (i64, String, Vec<u8>, String);

/// The stored sums of a table.
pub(super) async fn find_sums(connection: &mut Connection, table: &str) -> Result<Option<SumsRow>, AppError> {
    with_driver!(connection, inner => Ok(sqlx::query_as(FIND_SUMS).bind(table).fetch_optional(inner).await?))
}

pub(super) async fn find_root(connection: &mut Connection) -> Result<Option<Root>, AppError> {
    let row = find_sums(connection, ALL).await?;
    Ok(row.map(|(number, key_id, _, mac)| Root { number, key_id, mac }))
}

pub(super) async fn remove_group(connection: &mut Connection, table: &str, group: usize) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_GROUP).bind(table).bind(place_of(group)).execute(inner).await?;
    });
    Ok(())
}

pub(super) async fn remove_all(connection: &mut Connection) -> Result<(), AppError> {
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_ALL_HASHES).execute(&mut *inner).await?;
        sqlx::query(REMOVE_ALL_SUMS).execute(&mut *inner).await?;
    });
    Ok(())
}

/// Two concurrent writers of hashed rows would each miss what the other adds to the sums.
pub(super) async fn lock(connection: &mut Connection) -> Result<(), AppError> {
    if let Connection::Postgres(transaction) = connection {
        sqlx::query(LOCK_SUMS).fetch_optional(&mut **transaction).await?;
    }
    Ok(())
}

pub(super) async fn list_macs(connection: &mut Connection) -> Result<BTreeMap<String, String>, AppError> {
    let rows: Vec<(String, String)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_MACS).fetch_all(inner).await?);
    Ok(rows.into_iter().collect())
}

/// All hashes of a database are made with one key.
pub(super) async fn hasher(connection: &mut Connection) -> Result<Hasher, AppError> {
    let root = find_root(connection).await?.ok_or_else(sums_mismatch)?;
    let keys = connection.touched().keys()?;
    find_hasher(&keys, &root.key_id)
}

pub(super) async fn save_groups(
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

pub(super) async fn save_sums(
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
pub(super) async fn read_groups(
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
                let row: Option<(i64, Vec<u8>)> = with_driver!(connection, inner => {
                    sqlx::query_as(FIND_GROUP).bind(table).bind(place_of(place)).fetch_optional(inner).await?
                });
                row.into_iter().for_each(&mut keep);
            }
        }
        // Reading everything is faster then, and the surplus does no harm.
        _ => with_driver!(connection, inner => {
            let mut rows = sqlx::query_as::<_, (i64, Vec<u8>)>(LIST_GROUPS).bind(table).fetch(inner);
            while let Some(row) = rows.try_next().await? {
                keep(row);
            }
        }),
    }
    Ok(found)
}
