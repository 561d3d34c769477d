//! Verification of the whole audit chain.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::audit::{Damage, FORGET_TEXTS, Finding, GENESIS_HASH, Head, Link, find_damage};

use super::chain::{Row, Texts};
use super::find_seen;
use super::key::{ChainHeads, Key, KeyFile, Keys};
use crate::Connection;
use crate::error::AppError;
use crate::lines::{Line, Lines};

/// The columns of the texts of a row.
const TEXTS: [&str; 6] = ["salt", "reason", "detail", "was", "became", "forgotten_on"];

fn lines() -> Lines {
    Lines {
        values: Row::COLUMNS
            .iter()
            .map(|name| format!("l.{name}"))
            .chain(TEXTS.iter().map(|name| format!("t.{name}")))
            .collect(),
        fractions: &[],
        from: "audit_log l LEFT JOIN audit_texts t ON t.number = l.number",
        number: "l.number",
        order: " ORDER BY l.number",
    }
}

/// How far from its place the original number of a row is searched for, if nothing else indicates it.
const NEARBY: i64 = 200;

struct RowWithTexts {
    row: Row,
    texts: Texts,
    is_forgotten: bool,
}

impl RowWithTexts {
    /// `None` if a value does not have the type of its column.
    fn of(line: &Line<'_>) -> Option<Self> {
        if line.is_odd {
            return None;
        }
        let mut values = line.values.iter().map(|value| value.map(str::from_utf8).transpose().ok());
        let mut value = || values.next().flatten();
        let owned = |value: Option<&str>| value.map(str::to_owned);
        let row = Row {
            number: value()??.parse().ok()?,
            recorded_at: owned(value()?)?,
            recorded_on: value()??.parse().ok()?,
            actor: owned(value()?)?,
            origin: owned(value()?)?,
            action: owned(value()?)?,
            subject: owned(value()?)?,
            approved_by: owned(value()?)?,
            revision: value()?.map(str::parse).transpose().ok()?,
            texts_hash: owned(value()?)?,
            key_id: owned(value()?)?,
            previous_hash: owned(value()?)?,
            hash: owned(value()?)?,
            rows_sum: owned(value()?),
        };
        // A row without texts is read with empty ones.
        let mut text = || Some(owned(value()?).unwrap_or_default());
        let texts = Texts { salt: text()?, reason: text()?, detail: text()?, was: text()?, became: text()? };
        let forgotten_on: Option<NaiveDate> = value()?.map(str::parse).transpose().ok()?;
        Some(Self { row, texts, is_forgotten: forgotten_on.is_some() })
    }
}

/// The result of checking a single row.
struct Checked {
    link: Link,
    /// The row, if it does not verify under its number.
    stranger: Option<Row>,
    /// The number of the row whose texts it says were erased.
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

fn check(line: &Line<'_>, keys: &Keys) -> Checked {
    let Some(RowWithTexts { row, texts, is_forgotten }) = RowWithTexts::of(line) else {
        let text = |name| {
            let value = Row::COLUMNS.iter().position(|column| *column == name).and_then(|place| line.values[place]);
            String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
        };
        let number = text("number").parse().unwrap_or_default();
        let link = Link { number, written_as: None, previous_hash: text("previous_hash"), hash: text("hash") };
        let state = TextState::Whole;
        return Checked { link, stranger: None, forgets: None, state, is_malformed: true, has_unknown_key: false };
    };
    let key = keys.find(&row.key_id);
    let verifies = key.is_some_and(|key| row.hash(key) == row.hash);
    let state = if texts.is_blank() {
        TextState::Blank
    } else if texts.hash() != row.texts_hash || is_forgotten {
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

/// The result of the verification.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Number of rows in the log.
    pub rows: i64,
    /// The current end of the log.
    pub head: Option<Head>,
    /// Number of rows whose texts were erased on request.
    pub forgotten: i64,
    /// Whether an end saved outside the database says how far the log must reach.
    pub end_is_known: bool,
    /// In row order; empty if the log is intact.
    pub damage: Vec<Finding>,
}

/// Verifies the whole chain and reports all damage. `heads` are ends that were saved or published elsewhere. `kept` is
/// the end saved beside the key; it must have been read before the log, which grows in the meantime.
///
/// # Errors
/// Returns an error if the database cannot be read or no key exists.
pub async fn verify_chain(
    connection: &mut Connection,
    keys: &KeyFile,
    kept: ChainHeads,
    heads: &[Head],
) -> Result<Verified, AppError> {
    let mut heads = heads.to_vec();
    heads.extend(find_seen(connection, kept).await?);
    verify_rows(connection, keys, &heads).await
}

/// Like [`verify_chain`], without the end saved beside the key.
///
/// # Errors
/// Returns an error if the database cannot be read or no key exists.
pub async fn verify_rows(connection: &mut Connection, keys: &KeyFile, heads: &[Head]) -> Result<Verified, AppError> {
    let known = keys.reload()?;
    let mut walk = Walk::default();
    let work = {
        let known = Arc::clone(&known);
        move |lines: Vec<Line<'_>>| {
            let mut checked: Vec<Checked> = lines.iter().map(|line| check(line, &known)).collect();
            checked.sort_by_key(|checked| checked.link.number);
            checked
        }
    };
    let take = |checked: Vec<Checked>| checked.into_iter().for_each(|checked| walk.take(checked));
    lines().read(connection, None, work, take).await?;
    if let Some(row) = walk.strangers.first().filter(|_| walk.links.len() == walk.unknown_keys) {
        return Err(keys.missing(&row.key_id));
    }
    Ok(walk.end(&known, heads))
}

#[derive(Default)]
struct Walk {
    links: Vec<Link>,
    /// Rows that do not verify under their numbers.
    strangers: Vec<Row>,
    unknown_keys: usize,
    findings: Vec<Finding>,
    blank: Vec<i64>,
    /// Rows whose texts were erased, according to authentic rows.
    forgotten: HashSet<i64>,
}

impl Walk {
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

    /// Whether every row is in its original place and follows the one before it, up to the required end of the log.
    fn is_whole(&self, heads: &[Head]) -> bool {
        let mut before = (0, GENESIS_HASH);
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
            if let Some(number) = original_number(row, key, followed, shift) {
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
        // A row with an unknown key or an unreadable row is reported only once, as such.
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

/// The original number of a row that does not verify under its current number.
fn original_number(row: &Row, key: &Key, followed: Option<i64>, shift: i64) -> Option<i64> {
    let first = (row.previous_hash == GENESIS_HASH).then_some(1);
    let near = (1..=NEARBY).flat_map(|step| [row.number + step, row.number - step]);
    first
        .into_iter()
        .chain(followed)
        .chain([row.number + shift, row.number + shift + 1])
        .chain(near)
        .filter(|number| *number > 0)
        .find(|number| row.hash_as(*number, key) == row.hash)
}
