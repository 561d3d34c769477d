//! How rows of the audit log are hashed.

use chrono::NaiveDate;
use ring::digest;

use super::key::Key;

/// A row of the log as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub number: i64,
    pub recorded_at: String,
    pub recorded_on: NaiveDate,
    pub actor: String,
    pub origin: String,
    pub action: String,
    pub subject: String,
    pub approved_by: String,
    pub revision: Option<i64>,
    pub texts_hash: String,
    pub key_id: String,
    pub previous_hash: String,
    pub hash: String,
    /// The sums of the row hashes at the time, in the text form of a head; `None` in older rows.
    pub rows_sum: Option<String>,
}

/// The texts of a row. They are stored separately, and the row contains only their hash, so that they can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Random, so that nobody can recover an erased text by guessing. Erased together with the texts.
    pub salt: String,
    pub reason: String,
    pub detail: String,
    pub was: String,
    pub became: String,
}

impl Texts {
    pub fn hash(&self) -> String {
        let mut message = Message::new("tetsuzuki audit texts 1");
        for text in [&self.salt, &self.reason, &self.detail, &self.was, &self.became] {
            message.add(text.as_bytes());
        }
        hex::encode(digest::digest(&digest::SHA256, &message.0).as_ref())
    }

    /// Whether all texts have been erased.
    pub fn is_blank(&self) -> bool {
        [&self.salt, &self.reason, &self.detail, &self.was, &self.became].into_iter().all(String::is_empty)
    }
}

/// Fields with length prefixes, so that two different rows never produce the same message.
struct Message(Vec<u8>);

impl Message {
    fn new(purpose: &str) -> Self {
        let mut message = Self(Vec::with_capacity(512));
        message.add(purpose.as_bytes());
        message
    }

    fn add(&mut self, field: &[u8]) {
        self.0.extend((field.len() as u64).to_be_bytes());
        self.0.extend(field);
    }

    fn add_or_nothing(&mut self, field: Option<&[u8]>) {
        match field {
            Some(field) => self.add(field),
            // No field is this long.
            None => self.0.extend(u64::MAX.to_be_bytes()),
        }
    }
}

impl Row {
    /// The columns of the log, in the order of the fields.
    pub(crate) const COLUMNS: &[&str] = &[
        "number",
        "recorded_at",
        "recorded_on",
        "actor",
        "origin",
        "action",
        "subject",
        "approved_by",
        "revision",
        "texts_hash",
        "key_id",
        "previous_hash",
        "hash",
        "rows_sum",
    ];

    /// The keyed hash of the row as if its number were `number`.
    pub fn hash_as(&self, number: i64, key: &Key) -> String {
        let format = if self.rows_sum.is_some() { "tetsuzuki audit row 2" } else { "tetsuzuki audit row 1" };
        let mut message = Message::new(format);
        message.add(&number.to_be_bytes());
        message.add(self.previous_hash.as_bytes());
        message.add(self.recorded_at.as_bytes());
        message.add(self.recorded_on.to_string().as_bytes());
        for field in [&self.actor, &self.origin, &self.action, &self.subject, &self.approved_by] {
            message.add(field.as_bytes());
        }
        message.add_or_nothing(self.revision.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        message.add(self.texts_hash.as_bytes());
        message.add(self.key_id.as_bytes());
        if let Some(rows_sum) = &self.rows_sum {
            message.add(rows_sum.as_bytes());
        }
        key.hash(&message.0)
    }

    /// The keyed hash of the row.
    pub fn hash(&self, key: &Key) -> String {
        self.hash_as(self.number, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_from_one_field_to_the_next_changes_the_hash() {
        let texts = |reason: &str, detail: &str| Texts {
            reason: reason.to_owned(),
            detail: detail.to_owned(),
            ..Texts::default()
        };
        assert_ne!(texts("ab", "c").hash(), texts("a", "bc").hash());
        assert_ne!(texts("", "a").hash(), texts("a", "").hash());
    }

    #[test]
    fn nothing_is_not_empty() {
        let mut nothing = Message::new("");
        nothing.add_or_nothing(None);
        let mut empty = Message::new("");
        empty.add_or_nothing(Some(b""));
        assert_ne!(nothing.0, empty.0);
    }
}
