//! Texts that can be read only with the key of the installation and a second secret, such as the token of a browser. Neither
//! the database nor the key file is enough, and nobody can change a text unnoticed.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};

use super::{Key, KeyFile};
use crate::error::AppError;
use crate::random::random_bytes;

/// Each text is sealed under a key of its own, derived with this many random bytes.
const SALT_BYTES: usize = 16;

/// Length of the id of a key in a sealed text.
const ID_BYTES: usize = 16;

impl Key {
    /// The key of one text. `None` only if the library refuses the length of its own key.
    fn sealing_key(&self, salt: &[u8], secret: &[u8]) -> Option<LessSafeKey> {
        let info: [&[u8]; 1] = [b"tetsuzuki sealed text"];
        // The first part has a fixed length, so no two pairs of secrets give the same material.
        let material = [self.secret.as_slice(), secret].concat();
        let derived = Salt::new(HKDF_SHA256, salt).extract(&material);
        let key = derived.expand(&info, &CHACHA20_POLY1305).ok()?;
        Some(LessSafeKey::new(UnboundKey::from(key)))
    }
}

/// A key seals one text only, so that its nonce is not used twice.
fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

impl KeyFile {
    /// Encrypts a text. Who opens it names the same secret and the same context. `None` if the installation has no key yet.
    ///
    /// # Errors
    /// Returns an error if the key file cannot be read, or no random numbers are available.
    pub fn seal(&self, secret: &[u8], context: &[u8], text: &[u8]) -> Result<Option<Vec<u8>>, AppError> {
        let keys = self.keys();
        // Another process may have created the key.
        let keys = if keys.current().is_some() { keys } else { self.reload()? };
        let Some(key) = keys.current() else { return Ok(None) };
        let salt = random_bytes::<SALT_BYTES>()?;
        let failed = || AppError::Internal("a text could not be sealed".to_owned());
        let sealing = key.sealing_key(&salt, secret).ok_or_else(failed)?;
        let mut sealed = text.to_vec();
        sealing.seal_in_place_append_tag(nonce(), Aad::from(context), &mut sealed).map_err(|_| failed())?;
        Ok(Some([key.id().as_bytes(), &salt, &sealed].concat()))
    }

    /// Decrypts a text; `None` if it was not sealed with these, or has been changed.
    #[must_use]
    pub fn unseal(&self, secret: &[u8], context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (id, rest) = sealed.split_at_checked(ID_BYTES)?;
        let (salt, text) = rest.split_at_checked(SALT_BYTES)?;
        let id = std::str::from_utf8(id).ok()?;
        let keys = self.keys();
        let keys = if keys.find(id).is_some() { keys } else { self.reload().ok()? };
        let opening = keys.find(id)?.sealing_key(salt, secret)?;
        let mut text = text.to_vec();
        opening.open_in_place(nonce(), Aad::from(context), &mut text).ok().map(|text| text.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "名前：堺 花子";

    #[test]
    fn a_text_is_opened_with_the_same_key_secret_and_context_and_with_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::at(folder.path().join("key")).expect("no key yet");
        assert_eq!(file.seal(b"browser", b"form", TEXT.as_bytes()).expect("readable"), None, "without a key");
        file.create().expect("a key");
        let sealed = file.seal(b"browser", b"form", TEXT.as_bytes()).expect("sealed").expect("a key");
        assert!(!sealed.windows(3).any(|part| part == "堺".as_bytes()), "nothing of it is readable");
        // Another process has read the same file.
        let other = KeyFile::at(folder.path().join("key")).expect("a key");
        assert_eq!(other.unseal(b"browser", b"form", &sealed).as_deref(), Some(TEXT.as_bytes()));
        assert_eq!(other.unseal(b"another", b"form", &sealed), None);
        assert_eq!(other.unseal(b"browser", b"other", &sealed), None);
        let foreign = KeyFile::at(folder.path().join("foreign")).expect("no key yet");
        foreign.create().expect("a key");
        assert_eq!(foreign.unseal(b"browser", b"form", &sealed), None);
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(other.unseal(b"browser", b"form", &changed), None, "byte {place}");
        }
        assert_eq!(other.unseal(b"browser", b"form", &sealed[..20]), None);
    }

    #[test]
    fn the_same_text_is_sealed_differently_each_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::at(folder.path().join("key")).expect("no key yet");
        file.create().expect("a key");
        let sealed = || file.seal(b"a", b"b", TEXT.as_bytes()).expect("sealed");
        assert_ne!(sealed(), sealed());
    }
}
