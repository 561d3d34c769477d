//! The walk along the whole chain.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use futures::TryStreamExt;

use super::chain::{Row, Texts};
use super::find_seen;
use super::key::{Key, KeyFile, Keys};
use crate::domain::audit::{BEGINNING, Damage, FORGET_TEXTS, Finding, Head, Link, find_damage};
use crate::error::AppError;
use crate::server::db::Connection;

statements! {
    LIST_ROWS = "SELECT l.number, l.recorded_at, l.recorded_on, l.actor, l.origin, l.action, l.subject, \
                 l.approved_by, l.revision, l.texts_hash, l.key_id, l.previous_hash, l.hash, \
                 coalesce(t.salt, '') AS salt, coalesce(t.reason, '') AS reason, coalesce(t.detail, '') AS detail, \
                 coalesce(t.was, '') AS was, coalesce(t.became, '') AS became, t.forgotten_on \
                 FROM audit_log l LEFT JOIN audit_texts t ON t.number = l.number ORDER BY l.number";
}

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
/// besides the one beside the key.
///
/// # Errors
/// Where the database cannot be read, or the key is not there at all.
pub async fn verify_chain(connection: &mut Connection, keys: &KeyFile, heads: &[Head]) -> Result<Verified, AppError> {
    let mut heads = heads.to_vec();
    heads.extend(find_seen(connection, keys.ends()?).await?);
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
        let mut rows = sqlx::query_as::<_, RowWithTexts>(LIST_ROWS).fetch(inner);
        while let Some(row) = rows.try_next().await? {
            walk.take(row, &known);
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
    fn take(&mut self, taken: RowWithTexts, keys: &Keys) {
        let RowWithTexts { row, salt, reason, detail, was, became, forgotten_on } = taken;
        let key = keys.find(&row.key_id);
        let verifies = key.is_some_and(|key| row.hash(key) == row.hash);
        let texts = Texts { salt, reason, detail, was, became };
        if texts.is_blank() {
            self.blank.push(row.number);
        } else if texts.hash() != row.texts_hash || forgotten_on.is_some() {
            self.findings.push(Finding::of(Damage::TextEdited, row.number));
        }
        if verifies && row.action == FORGET_TEXTS {
            self.forgotten.extend(row.subject.parse::<i64>());
        }
        self.links.push(Link {
            number: row.number,
            written_as: verifies.then_some(row.number),
            previous_hash: row.previous_hash.clone(),
            hash: row.hash.clone(),
        });
        if !verifies {
            self.unknown_keys += usize::from(key.is_none());
            self.strangers.push(row);
        }
    }

    fn end(mut self, keys: &Keys, heads: &[Head]) -> Verified {
        let by_hash: HashMap<&str, i64> = self.links.iter().map(|link| (link.hash.as_str(), link.number)).collect();
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
            .filter(|finding| finding.damage == Damage::KeyUnknown)
            .map(|finding| finding.number)
            .collect();
        let mut damage = find_damage(&self.links, heads);
        // A row under an unknown key is told once, as that.
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
