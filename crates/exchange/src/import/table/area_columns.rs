//! The columns that name an area, in every table of figures by area.

use super::columns::ColumnSpec;

pub(crate) const AREA_CODE: ColumnSpec =
    ColumnSpec::optional("area_code", &["団体コード", "area_code", "code", "code6", "全国地方公共団体コード"]);

pub(crate) const PREFECTURE: ColumnSpec =
    ColumnSpec::optional("prefecture", &["都道府県名", "prefecture", "都道府県", "pref"]);

pub(crate) const AREA_NAME: ColumnSpec = ColumnSpec::optional(
    "area_name",
    &[
        "市区町村名",
        "area_name",
        "団体名",
        "市区町村",
        "区市町村名",
        "区市町村",
        "市町村名",
        "市町村",
        "自治体名",
        "自治体",
        "ward",
        "区",
    ],
);

/// One of these is required where the rows are about several areas.
pub(crate) const ONE_OF: &[&str] = &["area_code", "area_name", "prefecture"];
