//! Parsing of URL query strings. For the interface, files and feeds an unknown or repeated parameter is an error that
//! names it. A page is shown without what it does not know, and a notice on it names that (`passed_over`).

mod error;
mod furigana;
mod passed_over;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::Datelike;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::error::QueryError;
pub use self::furigana::{FURIGANA, Furigana, without_furigana};
pub use self::passed_over::{PassedOver, Understood, passed_over};
use super::query_reason::{ParseReason, Reason};

/// Maximum number of items on a page of a list.
pub const MOST_PER_PAGE: usize = 200;

/// Maximum number of parameters in a URL; no page or list accepts even half as many.
pub const MOST_PARAMETERS: usize = 64;

/// Maximum length of a query string in bytes.
pub const LONGEST_QUERY: usize = 8 * 1024;

/// Whether a query string is longer than any valid query.
#[must_use]
pub fn is_too_long(query: &str) -> bool {
    query.len() > LONGEST_QUERY || pairs_of(query).nth(MOST_PARAMETERS).is_some()
}

fn pairs_of(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

/// The names of all parameters that pages read. [`Parameters::text`] checks that none is missing here.
const NAMES: [&str; 57] = [
    "age",
    "area",
    "as_of",
    "audience",
    "availability",
    "before",
    "by",
    "card",
    "count",
    "course",
    "day",
    "department",
    "done",
    "empty",
    "ended",
    "event",
    "fee",
    "first",
    "fiscal_year",
    "from",
    FURIGANA,
    "goal",
    "indicator",
    "item",
    "kind",
    "list",
    "measure",
    "next",
    "notice",
    "on",
    "out",
    "over",
    "page",
    "parent",
    "part",
    "per_page",
    "postcode",
    "prefecture",
    "procedure",
    "programme",
    "proposal",
    "q",
    "reason",
    "reported",
    "role",
    "row",
    "set",
    "sign_on",
    "sort",
    "source",
    "stage",
    "step",
    "target",
    "to",
    "todo",
    "typed",
    "unchanged",
];

/// What the names of answers to a guide begin with. The rest are ids of its questions and answers.
pub const ANSWER: &str = "q.";

/// Whether pages read a parameter of this name, or one of its kind.
fn is_known(name: &str) -> bool {
    NAMES.contains(&name) || name.starts_with(ANSWER)
}

/// The part of a query string that may be copied into other URLs: parameters known to some page, each at most once.
/// Unknown ones would only be repeated in every link of the page.
#[must_use]
pub fn known_part(query: &str) -> String {
    let mut known: Vec<(&str, &str)> = Vec::new();
    for pair in pairs_of(query).take(MOST_PARAMETERS) {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        if is_known(name) && !known.iter().any(|(other, _)| *other == name) {
            known.push((name, pair));
        }
    }
    known.into_iter().map(|(_, pair)| pair).collect::<Vec<_>>().join("&")
}

/// The parameters of one URL.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    values: BTreeMap<String, String>,
    repeated: Option<String>,
    too_many: bool,
    /// Where a page notes what it knows; `None` where every parameter has to be known.
    understood: Option<Understood>,
}

impl Parameters {
    /// Splits and decodes `a=1&b=%E7%A8%8E`.
    #[must_use]
    pub fn of(query: &str) -> Self {
        let mut parameters = Self::default();
        for (number, (name, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
            if number == MOST_PARAMETERS {
                parameters.too_many = true;
                break;
            }
            let name = name.trim().to_owned();
            match parameters.values.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(value.trim().to_owned());
                }
                // The first one counts; a form may send a blank field before it.
                Entry::Occupied(mut first) => {
                    parameters.repeated = Some(first.key().clone());
                    if first.get().is_empty() {
                        first.insert(value.trim().to_owned());
                    }
                }
            }
        }
        parameters
    }

    /// The parameters of a page, which are also copied into the links to its other languages. What the page does not know
    /// is no error; `understood` learns what it knows.
    #[must_use]
    pub fn of_page(query: &str, understood: &Understood) -> Self {
        Self { understood: Some(understood.clone()), ..Self::of(query) }
    }

    /// Whether a parameter is repeated. Two readers of a repeated parameter may not see the same value.
    #[must_use]
    pub const fn has_repetition(&self) -> bool {
        self.repeated.is_some()
    }

    /// Rejects unknown and repeated parameters. On a page they are passed over, and a notice names them.
    ///
    /// # Errors
    /// Returns an error if there are too many parameters or, except on a page, one is unknown or repeated. The error names
    /// the first one.
    pub fn only(&self, known: &[&str]) -> Result<(), QueryError> {
        if self.too_many {
            return Err(QueryError::TooMany);
        }
        if let Some(understood) = &self.understood {
            known.iter().for_each(|name| understood.add(name));
            return Ok(());
        }
        if let Some(name) = &self.repeated {
            return Err(QueryError::Twice { name: name.clone() });
        }
        match self.values.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => {
                Err(QueryError::UnknownParameter { name: name.chars().take(80).collect(), known: known.join(", ") })
            }
            None => Ok(()),
        }
    }

    /// Whether there is any parameter, also an empty one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// A parameter as text. Returns `None` if it is missing or empty, because forms send blank fields.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        if let Some(understood) = &self.understood {
            debug_assert!(is_known(name), "NAMES lacks {name}; other languages would lose it");
            understood.add(name);
        }
        self.values.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Parses a parameter as an enum value, a number, a code, …
    ///
    /// # Errors
    /// Returns an error if it cannot be parsed. The error says what is expected.
    pub fn read<T>(&self, name: &'static str) -> Result<Option<T>, QueryError>
    where
        T: FromStr,
        T::Err: ParseReason,
    {
        self.text(name).map(|value| parse(name, value)).transpose()
    }

    /// Parses a parameter with several values joined by `;`. A missing parameter gives an empty list.
    ///
    /// # Errors
    /// Returns an error if a value cannot be parsed. The error says what is expected.
    pub fn list<T>(&self, name: &'static str) -> Result<Vec<T>, QueryError>
    where
        T: FromStr,
        T::Err: ParseReason,
    {
        let values = self.text(name).unwrap_or_default().split(';').filter(|value| !value.is_empty());
        values.map(|value| parse(name, value)).collect()
    }

    /// Parses a parameter as an ISO 8601 date.
    ///
    /// # Errors
    /// Returns an error if it is not a date.
    pub fn date(&self, name: &'static str) -> Result<Option<chrono::NaiveDate>, QueryError> {
        self.text(name)
            .map(|value| {
                let date = chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").ok();
                // chrono also takes 2025-1-1, signs, and a quarter of a million years before the common era.
                let is_iso = |date: &chrono::NaiveDate| (1..=9999).contains(&date.year()) && date.to_string() == value;
                date.filter(is_iso).ok_or_else(|| {
                    let given: String = value.chars().take(40).collect();
                    let english = format!("'{given}' is not a date; expected something like 2022-12-31");
                    QueryError::BadValue { name, reason: Reason::new(english, "value-date", [("given", given)]) }
                })
            })
            .transpose()
    }

    /// Parses a parameter that is a day of recorded data, which is today at the latest.
    ///
    /// # Errors
    /// Returns an error if it is not a date or is in the future.
    pub fn recorded_day(
        &self,
        name: &'static str,
        today: chrono::NaiveDate,
    ) -> Result<Option<chrono::NaiveDate>, QueryError> {
        let day = self.date(name)?;
        if day.is_some_and(|day| day > today) {
            let english = format!("expected a day up to today, {today}; the future is not recorded");
            let reason = Reason::new(english, "value-future", [("today", today.to_string())]);
            return Err(QueryError::BadValue { name, reason });
        }
        Ok(day)
    }

    /// Parses a parameter that is a past date. Defaults to today. `days` starts with the first record, or not long
    /// before, and ends today.
    ///
    /// # Errors
    /// Returns an error if it is not a date, is in the future, or is earlier than everything recorded.
    pub fn past_day(
        &self,
        name: &'static str,
        days: &RangeInclusive<chrono::NaiveDate>,
    ) -> Result<chrono::NaiveDate, QueryError> {
        let (first, today) = (*days.start(), *days.end());
        let day = self.recorded_day(name, today)?.unwrap_or(today);
        if day < first {
            let english = format!("expected a day from {first} to today, {today}; nothing was recorded earlier");
            let days = [("first", first.to_string()), ("today", today.to_string())];
            return Err(QueryError::BadValue { name, reason: Reason::new(english, "value-too-early", days) });
        }
        Ok(day)
    }

    /// Parses `from` and `to`, the first and the last day of a range. Either may be open.
    ///
    /// # Errors
    /// Returns an error if one is not a date, or `from` is after `to`.
    pub fn days(&self) -> Result<(Option<chrono::NaiveDate>, Option<chrono::NaiveDate>), QueryError> {
        let (from, to) = (self.date("from")?, self.date("to")?);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            let english = "it is after 'to'; expected a day on or before it".to_owned();
            return Err(QueryError::BadValue { name: "from", reason: Reason::new(english, "value-after-to", []) });
        }
        Ok((from, to))
    }

    /// Parses `page` and `per_page`.
    ///
    /// # Errors
    /// Returns an error if one is not a number within its bounds.
    pub fn paging(&self, default_per_page: usize) -> Result<Paging, QueryError> {
        let number = |name: &'static str, default: usize, most: usize| match self.text(name) {
            None => Ok(default),
            Some(value) => value.parse().ok().filter(|number| (1..=most).contains(number)).ok_or_else(|| {
                let english = format!("expected a whole number from 1 to {most}");
                let reason = Reason::new(english, "value-number", [("most", most.to_string())]);
                QueryError::BadValue { name, reason }
            }),
        };
        Ok(Paging {
            page: number("page", 1, 1_000_000)?,
            per_page: number("per_page", default_per_page, MOST_PER_PAGE)?,
        })
    }
}

fn parse<T>(name: &'static str, value: &str) -> Result<T, QueryError>
where
    T: FromStr,
    T::Err: ParseReason,
{
    value.parse().map_err(|error: T::Err| QueryError::BadValue { name, reason: Reason::of(&error, value) })
}

/// A URL with these query parameters, or the bare page if there are none.
#[must_use]
pub fn address<'a>(page: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query: Vec<String> =
        pairs.into_iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, IN_ADDRESS))).collect();
    if query.is_empty() { page.to_owned() } else { format!("{page}?{}", query.join("&")) }
}

/// The URL of a page of a list with these parameters; the first page has no number.
#[must_use]
pub fn page_address(list: &str, pairs: &[(&'static str, String)], number: usize) -> String {
    let number = (number > 1).then(|| number.to_string());
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    address(list, pairs.chain(number.as_deref().map(|number| ("page", number))))
}

/// The characters of an id that are not percent-encoded: Latin letters and digits, and these three.
const IN_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The URL of an item by its id, below its list.
#[must_use]
pub fn url_within(list: &str, id: &str) -> String {
    format!("{list}/{}", utf8_percent_encode(id, IN_ADDRESS))
}

/// The requested page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Starts at 1.
    pub page: usize,
    pub per_page: usize,
}

impl Paging {
    /// The items of this page; empty past the last page.
    #[must_use]
    pub fn of<'a, T>(&self, items: &'a [T]) -> &'a [T] {
        let start = (self.page - 1).saturating_mul(self.per_page).min(items.len());
        let end = start.saturating_add(self.per_page).min(items.len());
        &items[start..end]
    }

    /// The number of pages for `items` items; at least one.
    #[must_use]
    pub const fn pages(&self, items: usize) -> usize {
        let pages = items.div_ceil(self.per_page);
        if pages == 0 { 1 } else { pages }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_parameter_is_named_with_those_that_are_known() {
        let error = Parameters::of("q=a&colour=red").only(&["q", "page"]).expect_err("colour is unknown");
        assert_eq!(error.to_string(), "there is no parameter 'colour' here; known parameters: q, page");
    }

    #[test]
    fn a_parameter_given_twice_is_refused() {
        assert!(Parameters::of("q=a&q=b").only(&["q"]).is_err());
    }

    #[test]
    fn a_page_takes_the_first_of_a_repeated_parameter_that_is_not_blank() {
        for query in ["q=a&q=b", "q=&q=a&q=b"] {
            let parameters = Parameters::of_page(query, &Understood::default());
            assert_eq!((parameters.only(&["page"]), parameters.text("q")), (Ok(()), Some("a")), "{query}");
        }
    }

    #[test]
    fn a_blank_field_of_a_form_counts_as_not_given() {
        assert_eq!(Parameters::of("q=&page=2").text("q"), None);
    }

    #[test]
    fn values_are_decoded() {
        assert_eq!(Parameters::of("q=%E7%A8%8E+a").text("q"), Some("税 a"));
    }

    #[test]
    fn a_date_has_four_digits_two_and_two() {
        let right = Parameters::of("as_of=2025-01-01").date("as_of");
        assert_eq!(right, Ok(chrono::NaiveDate::from_ymd_opt(2025, 1, 1)));
        for wrong in ["-262143-01-01", "+12345-01-01", "0000-01-01", "2025-1-1", "-2025-01-01", "+2025-01-01"] {
            let query = address("", [("as_of", wrong)]);
            assert!(Parameters::of(query.trim_start_matches('?')).date("as_of").is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_before_all_that_is_recorded_is_told_from_when_on_one_may_ask() {
        let day = |text: &str| text.parse::<chrono::NaiveDate>().expect("a day");
        let days = day("2019-01-01")..=day("2026-11-22");
        let asked = |query: &str| Parameters::of(query).past_day("as_of", &days);
        assert_eq!(asked("as_of=2019-01-01"), Ok(day("2019-01-01")));
        assert_eq!(asked(""), Ok(day("2026-11-22")));
        let error = asked("as_of=2018-12-31").expect_err("too early").to_string();
        assert!(error.contains("from 2019-01-01 to today, 2026-11-22"), "{error}");
        assert!(asked("as_of=2026-11-23").is_err());
    }

    #[test]
    fn reading_stops_at_the_most_that_an_address_may_hold() {
        let query = |pairs: usize| (0..pairs).map(|number| format!("a{number}=1")).collect::<Vec<_>>().join("&");
        assert!(!is_too_long(&query(MOST_PARAMETERS)) && is_too_long(&query(MOST_PARAMETERS + 1)));
        assert!(is_too_long(&"a".repeat(LONGEST_QUERY + 1)));
        assert_eq!(Parameters::of(&query(13_000)).only(&[]), Err(QueryError::TooMany));
        assert_eq!(Parameters::of(&query(13_000)).values.len(), MOST_PARAMETERS);
    }

    #[test]
    fn links_take_over_what_a_page_knows_and_nothing_else() {
        assert_eq!(known_part("q=%E7%A8%8E&utm_source=a&as_of=2024-01-01&q=b&&x"), "q=%E7%A8%8E&as_of=2024-01-01");
        assert_eq!(known_part("q.from=here&qfrom=a&q.from=b&day=2026-12-01"), "q.from=here&day=2026-12-01");
    }

    #[test]
    fn an_address_reads_back_as_what_it_was_made_of() {
        let written = address("/procedures", [("q", "税 & 証明=1"), ("page", "2")]);
        let read = Parameters::of(written.strip_prefix("/procedures?").expect("it has a query"));
        assert_eq!((read.text("q"), read.text("page")), (Some("税 & 証明=1"), Some("2")));
        assert_eq!(address("/procedures", []), "/procedures");
    }

    #[test]
    fn a_page_past_the_end_is_empty_and_page_0_is_an_error() {
        let paging = Parameters::of("page=3&per_page=2").paging(50).expect("right");
        assert_eq!(paging.of(&[1, 2, 3, 4]), &[] as &[i32]);
        assert_eq!(paging.pages(5), 3);
        assert!(Parameters::of("page=0").paging(50).is_err());
        assert!(Parameters::of("per_page=201").paging(50).is_err());
    }
}
