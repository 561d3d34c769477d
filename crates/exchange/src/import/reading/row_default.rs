//! What the sender of a file says about rows that do not say it themselves.

use super::cell::Cell;
use super::rows::Errors;
use crate::import::request::Request;

/// A value that the sender of a file can give for all rows without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowDefault {
    AsOf,
    PopulationAsOf,
    FiscalYear,
}

impl RowDefault {
    /// The option of the command line, the value in English and in Japanese, and the English label of its field in the
    /// form for uploading a file. The Japanese label is the value itself.
    const fn names(self) -> (&'static str, [&'static str; 2], &'static str) {
        match self {
            Self::AsOf => ("--as-of", ["the date of the figures", "基準日"], "Date of the figures"),
            Self::PopulationAsOf => {
                ("--population-as-of", ["the date of the population", "人口算出基準日"], "Date of the population")
            }
            Self::FiscalYear => ("--fiscal-year", ["the fiscal year of the figures", "年度"], "Fiscal year"),
        }
    }

    /// Refuses a row that has no value, and says both ways to give it one.
    pub(crate) fn refuse_missing(self, cell: &Cell<'_>, request: &Request, errors: &mut Errors) {
        let (option, [english, japanese], label) = self.names();
        if request.is_from_command_line() {
            errors.refuse(
                cell,
                format!("{english}, in this column or with {option}"),
                format!("{japanese}（この列、または {option} で指定）"),
            );
        } else {
            errors.refuse(
                cell,
                format!("{english}, in this column or under '{label}' when you upload the file"),
                format!("{japanese}（この列、またはファイルを送る画面の「{japanese}」で指定）"),
            );
        }
    }
}
