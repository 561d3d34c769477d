//! What a cell should contain, and the error of one that does not.

use domain::calendar::{DateError, FiscalYearError};
#[cfg(doc)]
use domain::limits;
use domain::planned_year::PlannedYearError;
use domain::text::MessageLanguage;

use crate::import::table::place::ColumnPlace;

/// What a cell should contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Any value: the column is required.
    Filled,
    Count,
    Percentage,
    /// A figure up to [`limits::FIGURE`].
    SmallerFigure,
    Date(DateError),
    FiscalYear(FiscalYearError),
    PlannedYear(PlannedYearError),
    YesOrNo,
    WebAddress,
    /// A web address without a user name or password.
    WebAddressWithoutUser,
    /// A web address of at most [`limits::ADDRESS`] bytes.
    ShorterWebAddress,
    /// A text of at most this many characters.
    Shorter {
        limit: usize,
    },
    /// A value instead of a formula error.
    NoFailure,
    /// As many fields as the header has.
    Fields {
        header: usize,
        found: usize,
    },
    /// A quotation mark that closes the one opened in this record.
    ClosingQuote,
    /// The value of a formula instead of the formula.
    Calculated,
    /// Letters that were destroyed before the file was made.
    Undestroyed,
    /// The id that a spreadsheet turned into a day or a number.
    IdAsText,
    /// A closing quotation mark before the lines that the open one swallowed.
    ClosingQuoteBefore {
        first: u64,
        last: u64,
    },
    /// A caller's own rule, in both languages.
    Other {
        japanese: String,
        english: String,
    },
}

impl Expected {
    /// The expected value, phrased to follow "expected" or 「正しくは」.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let (japanese, english) = match self {
            Self::Filled => ("値(空欄にできない列です)", "a value; this column must be filled"),
            Self::Count => ("0以上の整数(1,234 など)", "a whole number of 0 or more, such as 1,234"),
            Self::Percentage => ("0以上の割合(8.5% など)", "a percentage of 0 or more, such as 8.5%"),
            Self::SmallerFigure => (
                "999,999,999,999 以下の値(これより大きい値は、ほかの値の桁がつながったものかもしれません)",
                "a figure of at most 999,999,999,999; a larger one may be the digits of several",
            ),
            Self::YesOrNo => ("○か×、有か無、はいかいいえ", "yes or no (○ or ×, 有 or 無, true or false)"),
            Self::WebAddress => {
                ("https:// または http:// で始まるURL", "a web address that starts with https:// or http://")
            }
            Self::WebAddressWithoutUser => (
                "利用者名とパスワード(「@」より前)を含まないURL(https://example.jp/ など)",
                "a web address without a user name or password (the part before '@'), such as https://example.jp/",
            ),
            Self::ShorterWebAddress => (
                "2,000バイト以内のURL(空白で区切って複数書けます)",
                "a web address of at most 2,000 bytes; several are separated by spaces",
            ),
            Self::NoFailure => ("値(数式がエラーになっています)", "a value; the formula in this cell failed"),
            Self::Calculated => (
                "計算済みの値(この数式には最新の計算結果が保存されていません。Excelで開き、上書き保存してください)",
                "a calculated value; the file has no current result for this formula: open the workbook in Excel and save it",
            ),
            Self::Undestroyed => (
                "元の文字(「\u{FFFD}」は、このファイルができる前に失われた文字です。元のデータから作り直してください)",
                "the original text; '\u{FFFD}' marks characters that were lost before this file was made: create it again \
                 from the original data",
            ),
            Self::IdAsText => (
                "文字列のID(表計算ソフトが 1-2 を日付に、3.10 を 3.1 に変えたものです。列を文字列にして、元のIDを入れ直してください)",
                "an id as text; a spreadsheet turns 1-2 into a date and 3.10 into 3.1: format the column as text and enter the id again",
            ),
            Self::ClosingQuoteBefore { first, last } => {
                return match language {
                    MessageLanguage::Japanese => format!(
                        "閉じる引用符(この行で開いた \" が閉じておらず、{first}〜{last}行目を1つの欄に飲み込んでいます)"
                    ),
                    MessageLanguage::English => format!(
                        "a closing quotation mark; the one opened in this record swallows lines {first} to {last} into one field"
                    ),
                };
            }
            Self::ClosingQuote => (
                "閉じる引用符(この行で開いた \" がファイルの終わりまで閉じていません)",
                "a closing quotation mark; the one opened in this record is never closed",
            ),
            Self::Shorter { limit } => {
                return match language {
                    MessageLanguage::Japanese => format!("{limit}文字以内の値"),
                    MessageLanguage::English => format!("at most {limit} characters"),
                };
            }
            Self::Date(error) => return error.describe(language),
            Self::FiscalYear(error) => return error.describe(language),
            Self::PlannedYear(error) => return error.describe(language),
            Self::Fields { header, found } => {
                return match language {
                    MessageLanguage::Japanese => format!("見出しと同じ{header}列(この行は{found}列です)"),
                    MessageLanguage::English => format!("{header} fields as in the header; this record has {found}"),
                };
            }
            Self::Other { japanese, english } => (japanese.as_str(), english.as_str()),
        };
        match language {
            MessageLanguage::Japanese => japanese.to_owned(),
            MessageLanguage::English => english.to_owned(),
        }
    }
}

/// A cell with an invalid value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.describe(MessageLanguage::English))]
pub struct CellError {
    /// The line of a text file where the record begins, or the row of a sheet; from 1.
    pub line: u64,
    pub column: Box<ColumnPlace>,
    /// The value of the cell, clipped to 80 characters.
    pub value: String,
    pub expected: Expected,
}

impl CellError {
    /// Line, column, value and expected value, on one line.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let Self { line, column, value, expected } = self;
        let expected = expected.describe(language);
        match language {
            MessageLanguage::Japanese => format!("{line}行目 {column}:「{value}」 正しくは {expected}"),
            MessageLanguage::English => format!("line {line}, {column}: '{value}'; expected {expected}"),
        }
    }
}
