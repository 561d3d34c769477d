//! The last known figure before a new one, so that those who type or approve it see what it is to be compared with.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::card::{CardCount, Measure};
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
use crate::server::editing::files::typed_cards::figures_before;
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
            let before = figures_before(snapshot, &area, measure, day)?;
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

/// The last figures of an area, for the form that the next ones are typed into: `column` is that of the cards or of the
/// population. Without a day, those are the newest.
#[must_use]
pub fn last_figures(context: &PageContext, area: &AreaCode, column: &str, day: Option<NaiveDate>) -> Vec<String> {
    let snapshot = &context.snapshot;
    let day = day.unwrap_or(NaiveDate::MAX);
    let counts = || Measure::ALL.iter().filter_map(move |measure| figures_before(snapshot, area, *measure, day));
    if column == "cards" {
        let line = |count_before: &CardCount| {
            let words = [
                ("measure", context.measure_name(count_before.measure)),
                ("value", count(count_before.cards.0)),
                ("when", context.short_date(count_before.as_of)),
            ];
            context.format_text("typed-before", words)
        };
        return counts().map(line).collect();
    }
    let of_cards = counts().map(|count| (count.population_as_of, count.population.0));
    let counted = snapshot.population.iter().filter(|count| count.area == *area && count.as_of < day);
    let known = of_cards.chain(counted.map(|count| (count.as_of, count.population.0)));
    let line = |(when, people): (NaiveDate, i64)| {
        let words = [("value", count(people)), ("when", context.short_date(when))];
        context.format_text("typed-before-population", words)
    };
    known.max_by_key(|(when, _)| *when).map(line).into_iter().collect()
}
