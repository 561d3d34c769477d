//! Random numbers from the operating system.

use super::error::AppError;

/// Unpredictable bytes.
///
/// # Errors
/// Returns an error if the operating system provides none; no secret can then be made.
pub fn random_bytes<const BYTES: usize>() -> Result<[u8; BYTES], AppError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| AppError::Internal(format!("the operating system gave no random numbers: {error}")))?;
    Ok(bytes)
}
