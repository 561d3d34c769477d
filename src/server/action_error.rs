//! Why an action was not carried out: one error with two cases, so that a refusal is neither a success nor a failure of
//! the server.

use std::fmt;

use store::WriteError;
use store::error::AppError;

/// Why an action was not carried out. Nothing was written.
#[derive(Debug)]
pub enum ActionError<R> {
    /// Refused, for the user to see and decide.
    Refused(R),
    /// The server failed.
    Failed(AppError),
}

impl<R> From<AppError> for ActionError<R> {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl<R> WriteError for ActionError<R> {
    fn as_app_error(&self) -> Option<&AppError> {
        match self {
            Self::Refused(_) => None,
            Self::Failed(error) => Some(error),
        }
    }
}

impl<R: fmt::Debug> fmt::Display for ActionError<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(formatter, "refused: {refusal:?}"),
            Self::Failed(error) => error.fmt(formatter),
        }
    }
}

impl<R: fmt::Debug> std::error::Error for ActionError<R> {}
