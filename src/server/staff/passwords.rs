//! Password hashing with argon2id, with bounded concurrency.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::password::Password;
use store::error::AppError;
use store::random::random_bytes;
use tokio::sync::Semaphore;

/// Memory of one hash in KiB, passes and lanes: the first choice of the OWASP Password Storage Cheat Sheet.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes computed at the same time. Each takes 19 MiB, so the total never exceeds 38 MiB.
const AT_ONCE: usize = 2;

/// Common passwords in lower case, sorted; `assets/passwords/README.md` names the source.
const COMMON: &str = include_str!("../../../assets/passwords/common.txt");

/// Whether a lower-case password is in the list of common ones.
#[must_use]
pub fn is_common(folded: &str) -> bool {
    // A binary search over the lines of the embedded text, which is not parsed into a list.
    let (mut low, mut high) = (0, COMMON.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = COMMON[..middle].rfind('\n').map_or(0, |place| place + 1);
        let end = COMMON[start..].find('\n').map_or(COMMON.len(), |place| start + place);
        match COMMON[start..end].cmp(folded) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

/// The result of verifying a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordCheck {
    Wrong,
    Right,
    /// Correct, but hashed with weaker parameters than today's; contains the new hash.
    RightAndHashedAgain(String),
}

/// Hashes passwords off the threads that handle requests.
#[derive(Debug)]
pub struct Hasher {
    room: Semaphore,
}

impl Default for Hasher {
    fn default() -> Self {
        Self { room: Semaphore::new(AT_ONCE) }
    }
}

impl Hasher {
    /// Hashes a password with a fresh salt, as a PHC string.
    ///
    /// # Errors
    /// If no random numbers or no memory is available.
    pub async fn hash(&self, password: Password) -> Result<String, AppError> {
        self.beside(move || hash(&password)).await
    }

    /// Verifies a password against a hash. Without a hash it takes as long, so that response time does not reveal
    /// whether an account exists.
    ///
    /// # Errors
    /// If no memory is available.
    pub async fn verify(&self, password: Password, kept: Option<String>) -> Result<PasswordCheck, AppError> {
        self.beside(move || {
            let Some(kept) = kept else {
                // The result does not matter: no password can match.
                let _ = argon2()?.hash_password_with_salt(password.as_bytes(), &[0; 16]);
                return Ok(PasswordCheck::Wrong);
            };
            let Ok(parsed) = PasswordHash::new(&kept) else {
                tracing::error!("a stored password hash cannot be read; its owner needs a new password");
                return Ok(PasswordCheck::Wrong);
            };
            if argon2()?.verify_password(password.as_bytes(), &parsed).is_err() {
                return Ok(PasswordCheck::Wrong);
            }
            Ok(if is_of_today(&parsed) {
                PasswordCheck::Right
            } else {
                PasswordCheck::RightAndHashedAgain(hash(&password)?)
            })
        })
        .await
    }

    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let _place = self.room.acquire().await.expect("the room is never closed");
        // A client that disconnects releases its permit while its hash is still being computed, so one more may briefly
        // run.
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(_) => Err(AppError::Internal("hashing a password panicked".to_owned())),
        }
    }
}

fn argon2() -> Result<Argon2<'static>, AppError> {
    let parameters = Params::new(MEMORY, PASSES, LANES, None).map_err(|_| failed())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

fn hash(password: &Password) -> Result<String, AppError> {
    let salt = random_bytes::<16>()?;
    let hash: PasswordHash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| failed())?;
    Ok(hash.to_string())
}

fn failed() -> AppError {
    AppError::Internal("a password could not be hashed; is there memory left?".to_owned())
}

fn is_of_today(hash: &PasswordHash) -> bool {
    let parameters = Params::try_from(hash).ok();
    hash.algorithm.as_str() == "argon2id"
        && parameters.is_some_and(|kept| (kept.m_cost(), kept.t_cost(), kept.p_cost()) == (MEMORY, PASSES, LANES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_common_passwords_can_be_searched_by_halves() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() > 10_000 && COMMON.is_ascii());
        assert!(lines.is_sorted(), "sorted");
        assert!(lines.iter().all(|line| is_common(line) && *line == line.to_lowercase()));
        for other in ["", "aaaaaaaaaaaaaaaaaaaab", "zzzzzzzzzzzzzzzzzz9", "kaze ni fukarete"] {
            assert!(!is_common(other), "{other}");
        }
    }

    #[tokio::test]
    async fn a_password_is_hashed_by_argon2id_with_a_salt_of_its_own() {
        let hasher = Hasher::default();
        let password = || Password::of("kaze ni fukarete");
        let (first, second) =
            (hasher.hash(password()).await.expect("hash"), hasher.hash(password()).await.expect("hash"));
        assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first}");
        assert_ne!(first, second);
        assert_eq!(hasher.verify(password(), Some(first.clone())).await.expect("verified"), PasswordCheck::Right);
        let other = Password::of("kaze ni fukarete!");
        assert_eq!(hasher.verify(other, Some(first)).await.expect("verified"), PasswordCheck::Wrong);
        assert_eq!(hasher.verify(password(), None).await.expect("verified"), PasswordCheck::Wrong);
        assert_eq!(hasher.verify(password(), Some("md5".to_owned())).await.expect("verified"), PasswordCheck::Wrong);
    }

    #[tokio::test]
    async fn a_weaker_hash_is_replaced_when_its_password_is_right() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).expect("parameters"));
        let hash: PasswordHash = weak.hash_password_with_salt(b"kaze ni fukarete", &[1; 16]).expect("a hash");
        let hasher = Hasher::default();
        let verified = hasher.verify(Password::of("kaze ni fukarete"), Some(hash.to_string())).await.expect("verified");
        let PasswordCheck::RightAndHashedAgain(strong) = verified else { panic!("{verified:?}") };
        assert!(strong.contains("m=19456,t=2,p=1"));
        let wrong = hasher.verify(Password::of("another one here"), Some(hash.to_string())).await.expect("verified");
        assert_eq!(wrong, PasswordCheck::Wrong);
    }
}
