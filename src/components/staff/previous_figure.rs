//! The last known figure before a new one, so that those who approve it see what it is to be compared with.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::figure_check::{check_jump, check_population_jump, is_unusual_count};
use domain::indicator::{ValueKind, current_values};
use domain::table_kind::TableKind;
use exchange::city_table::CityTable;
use exchange::import::table::cards::measure_named;
use exchange::import::table::indicators::value_kind_named;
use leptos::prelude::*;

use super::cells::change_in_percent;
use crate::components::base::formatting::count;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::snapshot::Snapshot;

/// The figure before a new one of the same column.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviousFigure {
    pub value: f64,
    pub when: When,
    /// Whether the new one is unlikely beside it.
    pub is_jump: bool,
}

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    Year(FiscalYear),
}

#[allow(clippy::cast_precision_loss, reason = "no count of a city has more than fifteen digits")]
const fn number(count: i64) -> f64 {
    count as f64
}

/// The figure before that of a column of a record; `None` if the table has none like it, or none is known.
#[must_use]
pub fn previous_figure<'a>(
    snapshot: &Snapshot,
    table: CityTable,
    column: &str,
    cell: impl Fn(&str) -> Option<&'a str>,
) -> Option<PreviousFigure> {
    let after: f64 = cell(column)?.parse().ok()?;
    #[allow(clippy::cast_possible_truncation, reason = "counts are whole numbers")]
    let whole = after as i64;
    match (table.kind, column) {
        (TableKind::Cards, "cards" | "population") if cell("age_band").is_none_or(str::is_empty) => {
            let (area, measure) = (cell("area_code")?.parse::<AreaCode>().ok()?, measure_named(cell("measure")?)?);
            let day = cell("as_of")?.parse::<NaiveDate>().ok()?;
            let before = snapshot.card_series(&area, measure).iter().rev().find(|count| count.as_of < day)?;
            if column == "cards" {
                let is_jump = check_jump((before.as_of, before.cards.0), (day, whole)).is_some();
                return Some(PreviousFigure { value: number(before.cards.0), when: When::Day(before.as_of), is_jump });
            }
            let counted_on = cell("population_as_of")?.parse::<NaiveDate>().ok()?;
            let old = (before.population_as_of, before.population.0);
            let is_jump = check_population_jump(old, (counted_on, whole)).is_some();
            Some(PreviousFigure { value: number(old.1), when: When::Day(old.0), is_jump })
        }
        (TableKind::Population, "population") => {
            let area = cell("area_code")?.parse::<AreaCode>().ok()?;
            let day = cell("as_of")?.parse::<NaiveDate>().ok()?;
            let earlier = snapshot.population.iter().filter(|count| count.area == area && count.as_of < day);
            let before = earlier.max_by_key(|count| count.as_of)?;
            let is_jump = check_population_jump((before.as_of, before.population.0), (day, whole)).is_some();
            Some(PreviousFigure { value: number(before.population.0), when: When::Day(before.as_of), is_jump })
        }
        (TableKind::Usage, "total" | "online") => {
            let (_, procedure) = snapshot.procedure(&cell("procedure")?.parse().ok()?)?;
            let year = cell("fiscal_year")?.parse::<FiscalYear>().ok()?;
            let known = procedure.usage.iter().filter(|usage| usage.fiscal_year < year);
            let counted = known.filter_map(|usage| {
                let count = if column == "total" { usage.total } else { usage.online };
                Some((usage.fiscal_year, count?))
            });
            let (of, before) = counted.max_by_key(|(of, _)| *of)?;
            let is_jump = is_unusual_count(before, whole);
            Some(PreviousFigure { value: number(before), when: When::Year(of), is_jump })
        }
        (TableKind::Indicators, "value") if !table.is_definitions => {
            let id = cell("indicator")?.parse().ok()?;
            let year = cell("fiscal_year")?.parse::<FiscalYear>().ok()?;
            let kind: ValueKind = value_kind_named(cell("kind")?)?;
            let values = current_values(snapshot.indicator_values(&id));
            let before = values
                .filter(|value| value.kind == kind && value.fiscal_year < year)
                .max_by_key(|value| value.fiscal_year)?;
            Some(PreviousFigure { value: before.value, when: When::Year(before.fiscal_year), is_jump: false })
        }
        _ => None,
    }
}

/// The figure before, how much changes, and a mark where that is unlikely.
#[must_use]
pub fn beside(context: &PageContext, before: &PreviousFigure, after: f64) -> Markup {
    let when = match before.when {
        When::Day(day) => context.short_date(day),
        When::Year(year) => context.fiscal_year(year),
    };
    #[allow(clippy::cast_possible_truncation, reason = "counts are whole numbers")]
    let value = if before.value.fract() == 0.0 { count(before.value as i64) } else { before.value.to_string() };
    let words = [("value", value), ("when", when), ("change", change_in_percent(before.value, after))];
    let mark = before.is_jump.then(|| {
        view! { " " <strong class="badge counter">{context.text("file-jump")}</strong> }
    });
    view! { <p class="small">{context.format_text("file-before", words)} {mark}</p> }.into_markup()
}
