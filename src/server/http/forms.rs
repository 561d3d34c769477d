//! The forms of the staff pages: which fields they have, and which command a submitted form produces. A form that
//! cannot be parsed gives an error for each invalid field, shown next to it.

pub mod bulk;
pub mod conflicts;
pub mod entry;
pub mod readings;
pub mod reorganise;
pub mod selection;
pub mod table_row;
pub mod typed_cards;
pub mod upload;

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use domain::calendar::parse_date;
use domain::planned_year::PlannedYear;

use crate::server::editing::{DraftVersion, LONGEST_REASON};
use crate::server::staff::form::Form;

string_enum! {
    /// A validation error of a field.
    pub enum FormError ("mistake") {
        /// A name is missing, or longer than 300 characters.
        Name = "name",
        /// A text is longer than 4,000 characters.
        Long = "long",
        /// An id is missing, or contains other characters than letters, digits and `-`.
        Id = "id",
        /// The id belongs to another procedure.
        IdTaken = "id_taken",
        /// Nothing was chosen from the list, or a value that it does not have.
        Choice = "choice",
        /// A URL does not start with https:// or http://.
        Url = "url",
        /// A URL contains a user name or password.
        UrlUser = "url_user",
        /// An application channel has a name or a URL but no kind.
        ChannelKind = "channel_kind",
        /// An amount is not a whole number of yen.
        Yen = "yen",
        /// An amount is given although the procedure is free.
        YenOfFree = "yen_of_free",
        FiscalYear = "fiscal_year",
        Day = "day",
        /// A day of publication that has passed.
        PastDay = "past_day",
        /// A day of publication for a file whose rows have days of their own.
        OwnDay = "own_day",
        /// An exclusion has no reason.
        ExclusionReason = "exclusion_reason",
        /// The day of an end is no day, or is further away than any procedure.
        EndedOn = "ended_on",
        /// An end has no day.
        EndingDay = "ending_day",
        /// An entry is withdrawn without a reason.
        EndingReason = "ending_reason",
        /// An entry is withdrawn on a day that has not come.
        EndingLater = "ending_later",
        /// A procedure is named as its own successor.
        SuccessorItself = "successor_itself",
        /// The successor does not exist.
        SuccessorUnknown = "successor_unknown",
        /// The successors of the successor lead back to the procedure.
        SuccessorCircle = "successor_circle",
        /// The reason for the change is missing.
        Reason = "reason",
        /// No file was chosen, or the file is empty.
        File = "file",
        /// The file is too large.
        FileLarge = "file_large",
        /// The date of the figures is invalid or in the future.
        FiguresDay = "figures_day",
        /// The source of figures has no title.
        Source = "source",
        /// A source that is not known yet has no publisher.
        Publisher = "publisher",
        /// The value is not a count.
        Count = "count",
        /// The form is empty.
        NoCounts = "no_counts",
        /// A number of cards without its population base.
        Population = "population",
        /// More cardholders than residents.
        AbovePopulation = "above_population",
        /// The city total differs from the sum of its wards.
        Sum = "sum",
        /// The form has unexpected fields, or lacks required ones.
        Form = "form",
    }
}

/// Form errors, each with the name of its field.
pub type FormErrors = Vec<(&'static str, FormError)>;

/// The reason that a form gives for a change.
///
/// # Errors
/// If it is missing or too long.
pub fn reason(form: &Form) -> Result<&str, FormError> {
    let reason = form.text("reason");
    if (1..=LONGEST_REASON).contains(&reason.chars().count()) { Ok(reason) } else { Err(FormError::Reason) }
}

/// The draft that a form replaces, in the version that its author saw; `None` for a new one.
///
/// # Errors
/// If it names a draft that is none.
pub fn draft_version(form: &Form) -> Result<Option<DraftVersion>, FormError> {
    match (form.text("proposal"), form.text("version")) {
        ("", _) => Ok(None),
        (id, version) => match (id.parse(), version.parse()) {
            (Ok(id), Ok(version)) => Ok(Some(DraftVersion { id, version })),
            _ => Err(FormError::Form),
        },
    }
}

/// From the first modern law to beyond any plan.
const FISCAL_YEARS: RangeInclusive<i32> = 1990..=2100;

/// The planned year; `None` if the field is empty. "Or later" is ticked, or written behind the year.
///
/// # Errors
/// If it is not a fiscal year, is further away than any plan, or is missing although "or later" is ticked.
pub fn planned_year(form: &Form) -> Result<Option<PlannedYear>, FormError> {
    let (text, is_ticked) = (form.text("planned_fiscal_year"), form.is_checked("planned_or_later"));
    if text.is_empty() && !is_ticked {
        return Ok(None);
    }
    let plan: PlannedYear = text.parse().map_err(|_| FormError::FiscalYear)?;
    let year = plan.first_year();
    let is_near = FISCAL_YEARS.contains(&year.0);
    if is_near { Ok(Some(PlannedYear::new(year, is_ticked || plan.is_or_later()))) } else { Err(FormError::FiscalYear) }
}

/// The date from which a change takes effect; today if the field is empty.
///
/// # Errors
/// If it is not a date, or is further away than any plan or archive.
pub fn effective_on(form: &Form, today: NaiveDate) -> Result<NaiveDate, FormError> {
    let text = form.text("effective_on");
    if text.is_empty() {
        return Ok(today);
    }
    let day = parse_date(text).map_err(|_| FormError::Day)?;
    let years = today.years_since(day).or_else(|| day.years_since(today)).unwrap_or_default();
    if years <= 30 { Ok(day) } else { Err(FormError::Day) }
}

/// The day to come on which a change is published; `None` for the moment in which it is approved.
///
/// # Errors
/// If it is not a date, is further away than any plan, or has passed.
pub fn publication_day(form: &Form, today: NaiveDate) -> Result<Option<NaiveDate>, FormError> {
    let day = effective_on(form, today)?;
    if day < today { Err(FormError::PastDay) } else { Ok(Some(day).filter(|day| *day > today)) }
}

#[cfg(test)]
mod tests {
    use domain::calendar::FiscalYear;
    use domain::limits;

    use super::*;
    use crate::language::Language;

    #[test]
    fn the_messages_of_the_form_name_the_limits_that_hold() {
        let (name, text) = (limits::NAME.to_string(), "4,000");
        assert_eq!(limits::TEXT.to_string(), text.replace(',', ""));
        for language in [Language::Japanese, Language::Easy, Language::English] {
            let words = language.word("entry-mistake", "name");
            assert!(words.contains(&name), "{words}");
        }
        for language in [Language::Japanese, Language::English] {
            let words = language.word("entry-mistake", "long");
            assert!(words.contains(&name) && words.contains(text), "{words}");
        }
    }

    #[test]
    fn a_year_or_later_is_ticked_or_written_and_needs_a_year() {
        let plan = |year: &str, or_later: bool| {
            let mut fields = vec![("planned_fiscal_year".to_owned(), year.to_owned())];
            fields.extend(or_later.then(|| ("planned_or_later".to_owned(), "yes".to_owned())));
            planned_year(&Form::from_fields(fields))
        };
        let open = Ok(Some(PlannedYear::OrLater(FiscalYear(2030))));
        for (year, or_later) in
            [("2030", true), ("2030年度以降", false), ("FY2030 or later", false), ("令和12年度以降", true)]
        {
            assert_eq!(plan(year, or_later), open, "{year}");
        }
        assert_eq!(plan("令和12年度", false), Ok(Some(PlannedYear::In(FiscalYear(2030)))));
        assert_eq!(plan("", false), Ok(None));
        for (year, or_later) in
            [("", true), ("以降", false), ("2101", false), ("1989年度以降", false), ("いつか", true)]
        {
            assert_eq!(plan(year, or_later), Err(FormError::FiscalYear), "{year}");
        }
    }

    #[test]
    fn a_day_is_near_enough_to_be_meant() {
        let today = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
        let on =
            |text: &str| effective_on(&Form::from_fields(vec![("effective_on".to_owned(), text.to_owned())]), today);
        assert_eq!(on(""), Ok(today));
        assert_eq!(on("2027-04-01"), Ok(NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day")));
        assert_eq!(on("令和9年4月1日"), Ok(NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day")));
        for wrong in ["tomorrow", "2026-02-30", "0202-04-01", "20260-04-01", "2099-01-01"] {
            assert_eq!(on(wrong), Err(FormError::Day), "{wrong}");
        }
    }

    #[test]
    fn what_is_published_on_a_day_waits_for_one_that_is_to_come() {
        let today = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
        let on =
            |text: &str| publication_day(&Form::from_fields(vec![("effective_on".to_owned(), text.to_owned())]), today);
        assert_eq!((on(""), on("2026-04-01")), (Ok(None), Ok(None)));
        assert_eq!(on("2026-04-02"), Ok(today.succ_opt()));
        assert_eq!(on("2026-03-31"), Err(FormError::PastDay));
        assert_eq!(on("2026-02-30"), Err(FormError::Day));
    }
}
