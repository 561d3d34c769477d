//! Columns that split the residents of an area, which no table of all residents has.

use super::columns::ColumnSpec;

/// The columns by which published tables split the residents of an area, besides their age.
pub(crate) const SPLITTING_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::optional("sex", &["性別", "sex", "男女", "男女別", "男女の別", "gender"]),
    ColumnSpec::optional(
        "nationality",
        &[
            "国籍",
            "nationality",
            "国籍区分",
            "国籍別",
            "日本人・外国人",
            "日本人・外国人の別",
            "日本人外国人の別",
            "住民区分",
        ],
    ),
];
