//! Number and date formats of each language.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::Area;
use domain::calendar::{FiscalYear, era_date_ja, time_in_japan, today_in_japan};
use domain::card::Measure;
use domain::definition::Definition;
use domain::planned_year::PlannedYear;
use domain::rate::{format_percent, one_decimal};
use domain::source::SourceId;
use domain::text::group_thousands;

use crate::language::Language;
use crate::page_context::PageContext;

/// Shown for an unknown value. The page says why beside it.
pub const NOTHING: &str = "—";

/// A count, such as the numerator of a rate or the length of a list.
#[must_use]
pub fn count(value: impl TryInto<i64>) -> String {
    group_thousands(value.try_into().unwrap_or(i64::MAX))
}

/// A percentage with one decimal, as in the ministry's tables; [`NOTHING`] for `None`.
#[must_use]
pub fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| NOTHING.to_owned(), format_percent)
}

/// A difference with its sign and `decimals` digits after the decimal point: `+1.25`, `−0.40`, `±0.00`.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = match value {
        _ if is_zero => '±',
        value if value < 0.0 => '−',
        _ => '+',
    };
    format!("{sign}{digits}")
}

/// An indicator value with its unit and one decimal.
#[must_use]
pub fn with_unit(value: f64, unit: &str) -> String {
    format!("{:.1}{unit}", one_decimal(value))
}

impl PageContext {
    /// An interface text with its variables filled in.
    #[must_use]
    pub fn format_text<const N: usize>(&self, name: &str, values: [(&'static str, String); N]) -> String {
        self.language.text_with(name, values.map(|(name, value)| (name, value.into())))
    }

    /// A date in full: `令和4年12月31日（2022年12月31日）`, `31 December 2022`.
    #[must_use]
    pub fn date(&self, date: NaiveDate) -> String {
        match self.language {
            Language::Japanese => format!("{}（{}）", era_date_ja(date), self.short_date(date)),
            Language::Easy | Language::English | Language::Further(_) => self.short_date(date),
        }
    }

    /// A date in short form: `2022年12月31日`, `31 December 2022`.
    #[must_use]
    pub fn short_date(&self, date: NaiveDate) -> String {
        self.language.date(date)
    }

    /// A moment as the audit log stores it; empty if it cannot be read.
    #[must_use]
    pub fn stored_moment(&self, text: &str) -> String {
        text.parse().map(|moment| self.date_and_time(moment)).unwrap_or_default()
    }

    /// A time in Japan, to the minute: `2026年11月22日 12:00`, `22 November 2026, 12:00`.
    #[must_use]
    pub fn date_and_time(&self, moment: DateTime<Utc>) -> String {
        let (date, time) = (self.short_date(today_in_japan(moment)), time_in_japan(moment).format("%H:%M"));
        self.format_text("date-with-time", [("date", date), ("time", time.to_string())])
    }

    /// A fiscal year in full: `令和7年度（2025年度）`, `FY2025`.
    #[must_use]
    pub fn fiscal_year(&self, year: FiscalYear) -> String {
        match self.language {
            Language::Easy => self.language.text_with("date-fiscal-year", [("year", year.0.into())]),
            Language::Japanese | Language::English | Language::Further(_) => self.language.fiscal_year(year),
        }
    }

    /// A fiscal year inside a sentence: `令和7年度`, `FY2025`.
    #[must_use]
    pub fn short_fiscal_year(&self, year: FiscalYear) -> String {
        match self.language {
            Language::Japanese => year.era_label_ja(),
            Language::Easy | Language::English | Language::Further(_) => self.fiscal_year(year),
        }
    }

    /// A planned year in full: `令和12年度（2030年度）以降`, `FY2030 or later`.
    #[must_use]
    pub fn planned_year(&self, plan: PlannedYear) -> String {
        self.or_later(plan, self.fiscal_year(plan.first_year()))
    }

    /// A planned year in a table: `令和12年度以降`, `FY2030 or later`.
    #[must_use]
    pub fn short_planned_year(&self, plan: PlannedYear) -> String {
        self.or_later(plan, self.short_fiscal_year(plan.first_year()))
    }

    fn or_later(&self, plan: PlannedYear, year: String) -> String {
        match plan {
            PlannedYear::In(_) => year,
            PlannedYear::OrLater(_) => self.format_text("year-or-later", [("year", year)]),
        }
    }

    /// The `lang` attribute for a city text in `language`; `None` if that is the page's language.
    #[must_use]
    pub fn lang(&self, language: Language) -> Option<&'static str> {
        (language.html_lang() != self.language.html_lang()).then(|| language.html_lang())
    }

    /// The `lang` attribute for a text that exists only in Japanese.
    #[must_use]
    pub fn lang_of_japanese(&self) -> Option<&'static str> {
        self.lang(Language::Japanese)
    }

    /// The name of an area in the page's language.
    #[must_use]
    pub fn area_name(&self, area: &Area) -> String {
        self.language.pick(&area.name, &area.name_en).to_owned()
    }

    /// The name of an area with the last month of a ward that exists no longer. Wards of today may have the same name.
    #[must_use]
    pub fn area_name_in_time(&self, area: &Area) -> String {
        let name = self.area_name(area);
        let last = self.snapshot.end_of_ward(&area.code).and_then(|end| end.pred_opt());
        match last {
            Some(last) => self.format_text("area-until", [("name", name), ("month", self.language.month(last))]),
            None => name,
        }
    }

    /// A text of a definition: its `name`, `formula` or `source`.
    #[must_use]
    pub fn definition(&self, definition: Definition, what: &str) -> String {
        self.word(&format!("definition-{definition}"), what)
    }

    /// Publisher and title of a source, as shown beside a figure.
    #[must_use]
    pub fn source_name(&self, id: &SourceId) -> String {
        let Some(source) = self.snapshot.source(id) else { return id.to_string() };
        let publisher = self.language.pick(&source.publisher, &source.publisher_en).to_owned();
        let title = self.language.pick(&source.title, &source.title_en).to_owned();
        if publisher.is_empty() {
            title
        } else {
            self.format_text("figure-source-name", [("publisher", publisher), ("title", title)])
        }
    }

    /// The name of the measure's rate: 保有枚数率 or 交付枚数率.
    #[must_use]
    pub fn rate_name(&self, measure: Measure) -> String {
        self.text(match measure {
            Measure::Held => "figure-held-rate",
            Measure::Issued => "figure-issued-rate",
        })
    }

    /// The name of the count: 保有枚数 or 交付枚数.
    #[must_use]
    pub fn measure_name(&self, measure: Measure) -> String {
        self.text(match measure {
            Measure::Held => "figure-held",
            Measure::Issued => "figure-issued",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_has_one_decimal_and_an_unknown_one_is_not_zero() {
        assert_eq!(percent(Some(60.377)), "60.4%");
        assert_eq!(percent(Some(0.0)), "0.0%");
        assert_eq!(percent(None), "—");
    }

    #[test]
    fn a_difference_that_rounds_to_nothing_has_no_direction() {
        assert_eq!(signed(-0.001, 2), "±0.00");
        assert_eq!(signed(1.254, 2), "+1.25");
        assert_eq!(signed(-0.4, 1), "−0.4");
    }
}
