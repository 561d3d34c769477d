//! The columns of the national survey of administrative procedures (行政手続等の悉皆調査) of fiscal 2024.

use super::columns::{ColumnSpec, HeaderSpec};

pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("id", &["手続ID"]),
    ColumnSpec::required("ministry", &["所管府省庁"]),
    ColumnSpec::required("name", &["手続名"]),
    ColumnSpec::required("law", &["法令名"]),
    ColumnSpec::required("law_number", &["法令番号"]),
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
