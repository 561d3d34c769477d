//! The walk along the whole chain.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use chrono::NaiveDate;
use futures::TryStreamExt;
use sqlx::{ColumnIndex, Decode, FromRow, Type};
use tokio::task::JoinHandle;

use super::chain::{Row, Texts};
use super::find_seen;
use super::key::{Ends, Key, KeyFile, Keys};
use crate::domain::audit::{BEGINNING, Damage, FORGET_TEXTS, Finding, Head, Link, find_damage};
use crate::error::AppError;
use crate::server::db::Connection;

statements! {
    LIST_ROWS = "SELECT l.number, l.recorded_at, l.recorded_on, l.actor, l.origin, l.action, l.subject, \
                 l.approved_by, l.revision, l.texts_hash, l.key_id, l.previous_hash, l.hash, l.rows_sum, \
                 coalesce(t.salt, '') AS salt, coalesce(t.reason, '') AS reason, coalesce(t.detail, '') AS detail, \
                 coalesce(t.was, '') AS was, coalesce(t.became, '') AS became, t.forgotten_on \
                 FROM audit_log l LEFT JOIN audit_texts t ON t.number = l.number ORDER BY l.number";
}

/// Rows that are hashed together, on threads beside the one that reads.
const ROWS_TOGETHER: usize = 2_000;

/// So many of them wait at most.
const AT_ONCE: usize = 4;

/// How far from its place a row is looked for, where nothing else says where it stood.
const NEARBY: i64 = 200;

#[derive(sqlx::FromRow)]
struct RowWithTexts {
    #[sqlx(flatten)]
    row: Row,
    salt: String,
    reason: String,
    detail: String,
    was: String,
    became: String,
    forgotten_on: Option<NaiveDate>,
}

/// What is found of a row alone.
struct Checked {
    link: Link,
    /// Where it does not verify where it stands.
    stranger: Option<Row>,
    /// The row that it says was forgotten.
    forgets: Option<i64>,
    state: TextState,
    is_malformed: bool,
    has_unknown_key: bool,
}

enum TextState {
    Whole,
    Blank,
    Edited,
}

fn check<'r, R>(read: &'r R, keys: &Keys) -> Checked
where
    R: sqlx::Row,
    RowWithTexts: FromRow<'r, R>,
    &'static str: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    let Ok(taken) = RowWithTexts::from_row(read) else {
        let text = |name: &'static str| read.try_get::<String, _>(name).unwrap_or_default();
        let number = read.try_get("number").unwrap_or_default();
        let link = Link { number, written_as: None, previous_hash: text("previous_hash"), hash: text("hash") };
        let state = TextState::Whole;
        return Checked { link, stranger: None, forgets: None, state, is_malformed: true, has_unknown_key: false };
    };
    let RowWithTexts { row, salt, reason, detail, was, became, forgotten_on } = taken;
    let key = keys.find(&row.key_id);
    let verifies = key.is_some_and(|key| row.hash(key) == row.hash);
    let texts = Texts { salt, reason, detail, was, became };
    let state = if texts.is_blank() {
        TextState::Blank
    } else if texts.hash() != row.texts_hash || forgotten_on.is_some() {
        TextState::Edited
    } else {
        TextState::Whole
    };
    let forgets = if verifies && row.action == FORGET_TEXTS { row.subject.parse().ok() } else { None };
    let link = Link {
        number: row.number,
        written_as: verifies.then_some(row.number),
        previous_hash: row.previous_hash.clone(),
        hash: row.hash.clone(),
    };
    let has_unknown_key = key.is_none();
    Checked { link, stranger: (!verifies).then_some(row), forgets, state, is_malformed: false, has_unknown_key }
}

/// What the walk found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Rows that are there.
    pub rows: i64,
    /// The end of the log as it stands.
    pub head: Option<Head>,
    /// Rows whose texts were forgotten by request.
    pub forgotten: i64,
    /// Whether an end kept outside says where the log has to reach.
    pub end_is_known: bool,
    /// In the order of the rows; empty where all is well.
    pub damage: Vec<Finding>,
}

/// Walks along the chain and names whatever was done to it. `heads` are ends that were kept or published elsewhere,
/// besides `kept` beside the key, which must have been read before the log, for that grows meanwhile.
///
/// # Errors
/// Where the database cannot be read, or the key is not there at all.
pub async fn verify_chain(
    connection: &mut Connection,
    keys: &KeyFile,
    kept: Ends,
    heads: &[Head],
) -> Result<Verified, AppError> {
    let mut heads = heads.to_vec();
    heads.extend(find_seen(connection, kept).await?);
    verify_rows(connection, keys, &heads).await
}

/// The same without the end that is kept beside the key.
///
/// # Errors
/// Where the database cannot be read, or the key is not there at all.
pub async fn verify_rows(connection: &mut Connection, keys: &KeyFile, heads: &[Head]) -> Result<Verified, AppError> {
    let known = keys.reload()?;
    let mut walk = Walk::default();
    on!(connection, inner => {
        let mut rows = sqlx::query(LIST_ROWS).fetch(inner).try_chunks(ROWS_TOGETHER);
        let mut checking = VecDeque::new();
        while let Some(rows) = rows.try_next().await.map_err(|error| error.1)? {
            let known = Arc::clone(&known);
            checking.push_back(tokio::task::spawn_blocking(move || {
                rows.iter().map(|row| check(row, &known)).collect::<Vec<_>>()
            }));
            if checking.len() >= AT_ONCE {
                walk.take_next(&mut checking).await?;
            }
        }
        while !checking.is_empty() {
            walk.take_next(&mut checking).await?;
        }
    });
    if let Some(row) = walk.strangers.first().filter(|_| walk.links.len() == walk.unknown_keys) {
        return Err(keys.missing(&row.key_id));
    }
    Ok(walk.end(&known, heads))
}

#[derive(Default)]
struct Walk {
    links: Vec<Link>,
    /// Rows that do not verify where they stand.
    strangers: Vec<Row>,
    unknown_keys: usize,
    findings: Vec<Finding>,
    blank: Vec<i64>,
    /// Rows that authentic rows say were forgotten.
    forgotten: HashSet<i64>,
}

impl Walk {
    async fn take_next(&mut self, checking: &mut VecDeque<JoinHandle<Vec<Checked>>>) -> Result<(), AppError> {
        if let Some(next) = checking.pop_front() {
            let checked =
                next.await.map_err(|_| AppError::Configuration("the rows could not be looked at".to_owned()))?;
            checked.into_iter().for_each(|checked| self.take(checked));
        }
        Ok(())
    }

    fn take(&mut self, checked: Checked) {
        let Checked { link, stranger, forgets, state, is_malformed, has_unknown_key } = checked;
        match state {
            TextState::Whole => {}
            TextState::Blank => self.blank.push(link.number),
            TextState::Edited => self.findings.push(Finding::of(Damage::TextEdited, link.number)),
        }
        if is_malformed {
            self.findings.push(Finding::of(Damage::Malformed, link.number));
        }
        self.forgotten.extend(forgets);
        self.unknown_keys += usize::from(has_unknown_key);
        self.strangers.extend(stranger);
        self.links.push(link);
    }

    /// Whether every row stands where it was written and follows the one before it, up to where the log has to reach.
    fn is_whole(&self, heads: &[Head]) -> bool {
        let mut before = (0, BEGINNING);
        let follows = self.links.iter().all(|link| {
            let follows =
                link.number == before.0 + 1 && link.written_as == Some(link.number) && link.previous_hash == before.1;
            before = (link.number, link.hash.as_str());
            follows
        });
        let is_there = |head: &Head| {
            let place = usize::try_from(head.number - 1).unwrap_or(usize::MAX);
            self.links.get(place).is_some_and(|link| link.hash == head.hash)
        };
        follows && heads.iter().all(is_there)
    }

    fn end(mut self, keys: &Keys, heads: &[Head]) -> Verified {
        let by_hash: HashMap<&str, i64> = if self.strangers.is_empty() {
            HashMap::new()
        } else {
            self.links.iter().map(|link| (link.hash.as_str(), link.number)).collect()
        };
        let mut found: HashMap<i64, i64> = HashMap::new();
        let mut shift = 0;
        for row in &self.strangers {
            let Some(key) = keys.find(&row.key_id) else {
                self.findings.push(Finding::of(Damage::KeyUnknown, row.number));
                continue;
            };
            let followed = by_hash.get(row.previous_hash.as_str()).map(|number| number + 1);
            if let Some(number) = written_as(row, key, followed, shift) {
                shift = number - row.number;
                found.insert(row.number, number);
            }
        }
        drop(by_hash);
        for link in &mut self.links {
            if link.written_as.is_none() {
                link.written_as = found.get(&link.number).copied();
            }
        }
        let lost = self.blank.iter().filter(|number| !self.forgotten.contains(number));
        self.findings.extend(lost.map(|number| Finding::of(Damage::TextRemoved, *number)));
        let unknown: HashSet<i64> = self
            .findings
            .iter()
            .filter(|finding| matches!(finding.damage, Damage::KeyUnknown | Damage::Malformed))
            .map(|finding| finding.number)
            .collect();
        let mut damage = if self.is_whole(heads) { Vec::new() } else { find_damage(&self.links, heads) };
        // A row under an unknown key, or one that cannot be read, is told once, as that.
        damage.retain(|finding| !unknown.contains(&finding.number));
        damage.append(&mut self.findings);
        damage.sort();
        let blank = self.blank.iter().filter(|number| self.forgotten.contains(number)).count();
        Verified {
            rows: i64::try_from(self.links.len()).unwrap_or(i64::MAX),
            head: self.links.last().map(|link| Head { number: link.number, hash: link.hash.clone() }),
            forgotten: i64::try_from(blank).unwrap_or(i64::MAX),
            end_is_known: !heads.is_empty(),
            damage,
        }
    }
}

/// The number under which a row that does not verify where it stands was written.
fn written_as(row: &Row, key: &Key, followed: Option<i64>, shift: i64) -> Option<i64> {
    let first = (row.previous_hash == BEGINNING).then_some(1);
    let near = (1..=NEARBY).flat_map(|step| [row.number + step, row.number - step]);
    first
        .into_iter()
        .chain(followed)
        .chain([row.number + shift, row.number + shift + 1])
        .chain(near)
        .filter(|number| *number > 0)
        .find(|number| row.hash_as(*number, key) == row.hash)
}
