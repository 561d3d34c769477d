//! The national holidays (国民の祝日と休日) that every city begins with.
//!
//! Source: 内閣府「国民の祝日について」, which publishes the days of a year in the February before it. The equinoxes cannot
//! be computed in advance with certainty, so the list is typed and ends; after its last year nothing is assumed.

use chrono::NaiveDate;

use super::opening_hours::{Holiday, HolidayKind};
use super::source::{Source, SourceId};

/// Day, name, name in English.
const DAYS: &[((i32, u32, u32), &str, &str)] = &[
    ((2025, 1, 1), "元日", "New Year’s Day"),
    ((2025, 1, 13), "成人の日", "Coming of Age Day"),
    ((2025, 2, 11), "建国記念の日", "National Foundation Day"),
    ((2025, 2, 23), "天皇誕生日", "The Emperor’s Birthday"),
    ((2025, 2, 24), "休日", "Substitute holiday"),
    ((2025, 3, 20), "春分の日", "Vernal Equinox Day"),
    ((2025, 4, 29), "昭和の日", "Showa Day"),
    ((2025, 5, 3), "憲法記念日", "Constitution Memorial Day"),
    ((2025, 5, 4), "みどりの日", "Greenery Day"),
    ((2025, 5, 5), "こどもの日", "Children’s Day"),
    ((2025, 5, 6), "休日", "Substitute holiday"),
    ((2025, 7, 21), "海の日", "Marine Day"),
    ((2025, 8, 11), "山の日", "Mountain Day"),
    ((2025, 9, 15), "敬老の日", "Respect for the Aged Day"),
    ((2025, 9, 23), "秋分の日", "Autumnal Equinox Day"),
    ((2025, 10, 13), "スポーツの日", "Sports Day"),
    ((2025, 11, 3), "文化の日", "Culture Day"),
    ((2025, 11, 23), "勤労感謝の日", "Labour Thanksgiving Day"),
    ((2025, 11, 24), "休日", "Substitute holiday"),
    ((2026, 1, 1), "元日", "New Year’s Day"),
    ((2026, 1, 12), "成人の日", "Coming of Age Day"),
    ((2026, 2, 11), "建国記念の日", "National Foundation Day"),
    ((2026, 2, 23), "天皇誕生日", "The Emperor’s Birthday"),
    ((2026, 3, 20), "春分の日", "Vernal Equinox Day"),
    ((2026, 4, 29), "昭和の日", "Showa Day"),
    ((2026, 5, 3), "憲法記念日", "Constitution Memorial Day"),
    ((2026, 5, 4), "みどりの日", "Greenery Day"),
    ((2026, 5, 5), "こどもの日", "Children’s Day"),
    ((2026, 5, 6), "休日", "Substitute holiday"),
    ((2026, 7, 20), "海の日", "Marine Day"),
    ((2026, 8, 11), "山の日", "Mountain Day"),
    ((2026, 9, 21), "敬老の日", "Respect for the Aged Day"),
    ((2026, 9, 22), "休日", "Holiday between two holidays"),
    ((2026, 9, 23), "秋分の日", "Autumnal Equinox Day"),
    ((2026, 10, 12), "スポーツの日", "Sports Day"),
    ((2026, 11, 3), "文化の日", "Culture Day"),
    ((2026, 11, 23), "勤労感謝の日", "Labour Thanksgiving Day"),
    ((2027, 1, 1), "元日", "New Year’s Day"),
    ((2027, 1, 11), "成人の日", "Coming of Age Day"),
    ((2027, 2, 11), "建国記念の日", "National Foundation Day"),
    ((2027, 2, 23), "天皇誕生日", "The Emperor’s Birthday"),
    ((2027, 3, 21), "春分の日", "Vernal Equinox Day"),
    ((2027, 3, 22), "休日", "Substitute holiday"),
    ((2027, 4, 29), "昭和の日", "Showa Day"),
    ((2027, 5, 3), "憲法記念日", "Constitution Memorial Day"),
    ((2027, 5, 4), "みどりの日", "Greenery Day"),
    ((2027, 5, 5), "こどもの日", "Children’s Day"),
    ((2027, 7, 19), "海の日", "Marine Day"),
    ((2027, 8, 11), "山の日", "Mountain Day"),
    ((2027, 9, 20), "敬老の日", "Respect for the Aged Day"),
    ((2027, 9, 23), "秋分の日", "Autumnal Equinox Day"),
    ((2027, 10, 11), "スポーツの日", "Sports Day"),
    ((2027, 11, 3), "文化の日", "Culture Day"),
    ((2027, 11, 23), "勤労感謝の日", "Labour Thanksgiving Day"),
];

/// The id of [`holiday_source`].
const SOURCE: &str = "national-holidays";

fn source_id() -> SourceId {
    SOURCE.parse().expect("a plain identifier")
}

/// Where the days are from.
#[must_use]
pub fn holiday_source() -> Source {
    Source {
        id: source_id(),
        title: "国民の祝日について".to_owned(),
        title_en: "National holidays".to_owned(),
        publisher: "内閣府".to_owned(),
        publisher_en: "Cabinet Office".to_owned(),
        url: "https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html".to_owned(),
        as_of: None,
        licence: String::new(),
        sample: false,
    }
}

/// The national holidays of 2025 to 2027, in order.
#[must_use]
pub fn national_holidays() -> Vec<Holiday> {
    let holiday = |((year, month, day), name, name_en): &((i32, u32, u32), &str, &str)| Holiday {
        kind: HolidayKind::National,
        day: NaiveDate::from_ymd_opt(*year, *month, *day).expect("a day of the list"),
        name: (*name).to_owned(),
        name_en: (*name_en).to_owned(),
        source: source_id(),
    };
    DAYS.iter().map(holiday).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{Datelike, Weekday};

    use super::*;

    /// 国民の祝日に関する法律, articles 2 and 3.
    #[test]
    fn the_days_follow_the_law_where_it_fixes_them() {
        let days: BTreeMap<NaiveDate, String> =
            national_holidays().into_iter().map(|holiday| (holiday.day, holiday.name)).collect();
        assert_eq!(days.len(), DAYS.len(), "no day twice");
        for year in 2025..=2027 {
            let name = |month, day| {
                let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
                days.get(&date).map(String::as_str).unwrap_or_default()
            };
            for (month, day, fixed) in [
                (1, 1, "元日"),
                (2, 11, "建国記念の日"),
                (2, 23, "天皇誕生日"),
                (4, 29, "昭和の日"),
                (5, 3, "憲法記念日"),
                (5, 4, "みどりの日"),
                (5, 5, "こどもの日"),
                (8, 11, "山の日"),
                (11, 3, "文化の日"),
                (11, 23, "勤労感謝の日"),
            ] {
                assert_eq!(name(month, day), fixed, "{year}");
            }
            for (month, nth, monday) in
                [(1, 2, "成人の日"), (7, 3, "海の日"), (9, 3, "敬老の日"), (10, 2, "スポーツの日")]
            {
                let date = NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth).expect("a Monday");
                assert_eq!(name(date.month(), date.day()), monday, "{year}");
            }
        }
        // A holiday on a Sunday moves to the next day that is none; a day between two holidays is one.
        for (day, own) in &days {
            let is_named = own != "休日";
            if is_named && day.weekday() == Weekday::Sun {
                let moved = day.iter_days().skip(1).find(|next| days.get(next).is_none_or(|name| name == "休日"));
                assert!(moved.is_some_and(|next| days.contains_key(&next)), "{day} {own}");
            }
            if let Some(next) = day.iter_days().nth(2).filter(|next| days.contains_key(next)) {
                assert!(days.contains_key(&day.succ_opt().expect("a day")), "between {day} and {next}");
            }
        }
    }
}
