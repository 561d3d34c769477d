//! Timestamps as they are stored.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::error::AppError;

/// Formats a timestamp for storage: RFC 3339 in UTC with milliseconds, so that timestamps compare as text.
pub(crate) fn format_timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Parses a stored timestamp.
pub(crate) fn parse_timestamp(text: &str) -> Result<DateTime<Utc>, AppError> {
    DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc()).map_err(AppError::unreadable)
}
