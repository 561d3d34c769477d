//! The columns of the national survey of administrative procedures (行政手続等の悉皆調査), and its layouts.

use chrono::NaiveDate;
use domain::calendar::FiscalYear;

use super::columns::{ColumnSpec, HeaderSpec};

/// The layout of one fiscal year. Its header tells which one a file has, so that no figure lands in another year.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The fiscal year in the survey's title.
    pub year: FiscalYear,
    /// Year, month and day of its entries.
    as_of: (i32, u32, u32),
    /// The fiscal year in which procedures were counted.
    pub counted: FiscalYear,
    /// The identifier of the survey as a source.
    pub source: &'static str,
    /// The number of columns, for messages.
    columns: usize,
    /// The key of the column that only this layout has.
    mark: &'static str,
}

pub(crate) const LAYOUTS: &[Layout] = &[
    Layout {
        year: FiscalYear(2024),
        as_of: (2024, 3, 31),
        counted: FiscalYear(2023),
        source: "survey-r6",
        columns: 38,
        mark: "law_number",
    },
    Layout {
        year: FiscalYear(2025),
        as_of: (2025, 11, 1),
        counted: FiscalYear(2024),
        source: "survey-r7",
        columns: 46,
        mark: "related_law",
    },
];

impl Layout {
    /// The day on which its entries were true.
    pub(crate) fn as_of(&self) -> NaiveDate {
        let (year, month, day) = self.as_of;
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    /// The layout of a table by the keys of its columns; `None` if it has the marks of several layouts or of none.
    pub(crate) fn of(has: impl Fn(&str) -> bool) -> Option<&'static Self> {
        let mut marked = LAYOUTS.iter().filter(|layout| has(layout.mark));
        marked.next().filter(|_| marked.next().is_none())
    }

    /// The layouts with their marks, for a message.
    pub(crate) fn all_by_mark() -> String {
        let header = |mark: &str| {
            let column = COLUMNS.iter().find(|column| column.key == mark);
            column.and_then(|column| column.spellings.first().copied()).unwrap_or_default()
        };
        let one = |layout: &Self| format!("{} ({}, {})", layout.year.label_ja(), layout.columns, header(layout.mark));
        LAYOUTS.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("id", &["手続ID"]),
    ColumnSpec::required("ministry", &["所管府省庁"]),
    ColumnSpec::required("name", &["手続名"]),
    ColumnSpec::required("law", &["法令名"]),
    ColumnSpec::optional("law_number", &["法令番号"]),
    ColumnSpec::optional("related_law", &["関連する根拠法令"]),
    ColumnSpec::required("article", &["根拠条項号"]),
    ColumnSpec::required("applicant", &["手続主体"]),
    ColumnSpec::required("status", &["オンライン化の実施状況"]),
    ColumnSpec::required("blocker", &["オンライン化の実施予定及び検討時の懸念点"]),
    ColumnSpec::required("planned", &["オンライン化実施時期"]),
    ColumnSpec::required("identification", &["申請等における本人確認手法"]),
    ColumnSpec::required("fee", &["手数料等の納付有無"]),
    ColumnSpec::required("payment", &["手数料等の納付方法"]),
    ColumnSpec::required("processing_online", &["処理期間(オンライン)"]),
    ColumnSpec::required("processing_offline", &["処理期間(非オンライン)"]),
    ColumnSpec::required("system", &["情報システム(申請)"]),
    ColumnSpec::required("total", &["総手続件数"]),
    ColumnSpec::required("online", &["オンライン手続件数"]),
    ColumnSpec::required("offline", &["非オンライン手続件数"]),
    ColumnSpec::required("papers", &["申請時に添付させる書類"]),
    ColumnSpec::required("attaching", &["添付書類等の提出方法"]),
    ColumnSpec::required("events", &["手続が行われるイベント(個人)"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}
