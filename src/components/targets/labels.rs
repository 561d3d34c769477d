//! Labels of recorded values.

use domain::indicator::{IndicatorValue, ValueKind};

use crate::page_context::PageContext;

/// The kind, year and measure of a value: `実績見込み・令和5年度末`.
#[must_use]
pub fn value_label(context: &PageContext, value: &IndicatorValue) -> String {
    let kind = kind_name(context, value.kind);
    let year = context.short_fiscal_year(value.fiscal_year);
    match value.measure {
        Some(measure) => context.format_text(
            "targets-value-label-measure",
            [("kind", kind), ("year", year), ("rate", context.rate_name(measure))],
        ),
        None => context.format_text("targets-value-label", [("kind", kind), ("year", year)]),
    }
}

/// 実績値, 実績見込み, …
#[must_use]
pub fn kind_name(context: &PageContext, kind: ValueKind) -> String {
    context.text(match kind {
        ValueKind::Target => "targets-target",
        ValueKind::Baseline => "targets-kind-baseline",
        ValueKind::Actual => "targets-kind-actual",
        ValueKind::Expected => "targets-kind-expected",
        ValueKind::Computed => "targets-kind-computed",
    })
}
