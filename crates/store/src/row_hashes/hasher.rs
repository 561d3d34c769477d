//! The keyed hash of rows and sums.

use std::collections::BTreeMap;

use ring::hmac;

use super::sums::Sum;
use crate::audit::key::{Key, KeyFile};
use crate::error::AppError;

/// Hashes with a key that is derived from the audit key for this purpose only.
#[derive(Clone)]
pub(super) struct Hasher {
    pub(super) key_id: String,
    mac: hmac::Key,
}

impl Hasher {
    pub(super) fn of(key: &Key) -> Self {
        let secret = key.hash(b"tetsuzuki row hashes 1");
        let mac = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        Self { key_id: key.id().to_owned(), mac }
    }

    pub(super) fn hash(&self, fields: &[&[u8]]) -> Sum {
        let mut context = hmac::Context::with_key(&self.mac);
        for field in fields {
            context.update(&(field.len() as u64).to_be_bytes());
            context.update(field);
        }
        Sum::read(context.sign().as_ref()).expect("SHA-256 has 32 bytes")
    }

    pub(super) fn mac(&self, fields: &[&[u8]]) -> String {
        hex::encode(self.hash(fields).to_bytes())
    }

    pub(super) fn mac_of_sums(&self, table: &str, sums: &[u8]) -> String {
        self.mac(&[b"sums", table.as_bytes(), sums])
    }

    pub(super) fn mac_of_all(&self, number: i64, macs: &BTreeMap<String, String>) -> String {
        let number = number.to_be_bytes();
        let mut fields = vec![b"all".as_slice(), number.as_slice()];
        for (table, mac) in macs {
            fields.extend([table.as_bytes(), mac.as_bytes()]);
        }
        self.mac(&fields)
    }
}

pub(super) fn find_hasher(keys: &KeyFile, key_id: &str) -> Result<Hasher, AppError> {
    if let Some(key) = keys.keys().find(key_id) {
        return Ok(Hasher::of(key));
    }
    keys.reload()?.find(key_id).map(Hasher::of).ok_or_else(|| keys.missing(key_id))
}

pub(super) fn sums_mismatch() -> AppError {
    AppError::Tampered(
        "the hashes of the database rows have been altered; nothing is written. `tetsuzuki verify` says more, and \
         `tetsuzuki restore` restores a backup"
            .to_owned(),
    )
}
