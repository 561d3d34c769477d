//! The state of the database that a preview is based on.

use std::fmt;
use std::str::FromStr;

use super::fingerprint::{Fingerprint, Fingerprints, VERSION};

/// The state that a preview is based on: the revision, and a fingerprint of every affected record. It stays current as
/// long as none of these records changes, whatever else is written.
///
/// Formatted as `12-v2-0123456789abcdef`. The middle part is the version of the fingerprint algorithm (the module
/// `fingerprint`). It stays the same across program updates unless that algorithm changes.
#[derive(Debug, Clone, Copy)]
pub struct ImportBase {
    revision: i64,
    fingerprint: Fingerprint,
}

impl ImportBase {
    pub(crate) fn new(revision: i64, fingerprints: impl IntoIterator<Item = Fingerprint>) -> Self {
        let mut all = Fingerprints::default();
        for fingerprint in fingerprints {
            all.add(Some(fingerprint));
        }
        Self { revision, fingerprint: all.finish() }
    }

    /// Whether the affected records are unchanged. The revision may differ.
    #[must_use]
    pub fn is_current(&self, now: &Self) -> bool {
        self.fingerprint == now.fingerprint
    }
}

impl fmt::Display for ImportBase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{VERSION}-{}", self.revision, self.fingerprint)
    }
}

/// The error for text that is not a valid base.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseBaseError {
    #[error("expected the base that a dry run reported, such as 12-{VERSION}-0123456789abcdef")]
    Malformed,
    /// The fingerprint algorithm has changed since the base was created.
    #[error("this base comes from another version of Tetsuzuki; use the base that a new dry run reports")]
    OtherVersion,
}

impl FromStr for ImportBase {
    type Err = ParseBaseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let (revision, version, fingerprint) = match parts.as_slice() {
            [revision, fingerprint] => (revision, "", fingerprint),
            [revision, version, fingerprint] if version.starts_with('v') => (revision, *version, fingerprint),
            _ => return Err(ParseBaseError::Malformed),
        };
        let revision = revision.parse().map_err(|_| ParseBaseError::Malformed)?;
        let fingerprint = fingerprint.parse().map_err(|()| ParseBaseError::Malformed)?;
        if version == VERSION { Ok(Self { revision, fingerprint }) } else { Err(ParseBaseError::OtherVersion) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_read_as_it_is_written_and_nothing_else_is_one() {
        let mut fingerprints = Fingerprints::default();
        fingerprints.add(None);
        let base = ImportBase::new(12, [fingerprints.finish()]);
        let again: ImportBase = base.to_string().parse().expect("a base");
        assert!(base.is_current(&again) && again.revision == 12);
        for text in ["", "12", "12-", "12-xyz", "x-0123456789abcdef", "12-v5-+123456789abcdef"] {
            assert_eq!(text.parse::<ImportBase>().expect_err("no base"), ParseBaseError::Malformed, "{text:?}");
        }
    }

    #[test]
    fn a_base_of_another_version_says_what_to_do() {
        for text in ["12-0123456789abcdef", "12-v4-0123456789abcdef", "12-v6-0123456789abcdef"] {
            let error = text.parse::<ImportBase>().expect_err("another version");
            assert_eq!(error, ParseBaseError::OtherVersion, "{text}");
            assert!(error.to_string().contains("a new dry run"), "{error}");
        }
    }
}
