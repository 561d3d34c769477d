//! The form of one entry: its fields as text, and parsing of the submitted form.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::entry::{EditableValue, Values};
use domain::limits;
use domain::procedure::{
    Audience, Blocker, CardRequirement, Channel, ChannelKind, DepartmentCode, Fee, FeeKind, LifeEventCode, ProcedureId,
    SetCode, Step, StepState,
};
use domain::procedure_fields::{FieldValue, ProcedureField};
use domain::source::SourceId;
use domain::text::{normalise_name, without_controls};
use domain::web_address::{self, UrlError};
use unicode_normalization::UnicodeNormalization;

use crate::server::read_model::snapshot::Snapshot;
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
        /// An exclusion has no reason.
        ExclusionReason = "exclusion_reason",
        /// The reason for the change is missing.
        Reason = "reason",
        /// No file was chosen, or the file is empty.
        File = "file",
        /// The file is too large.
        FileLarge = "file_large",
        /// The date of the figures is invalid or in the future.
        FiguresDay = "figures_day",
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

/// Empty rows offered for further application channels.
const EMPTY_CHANNELS: usize = 2;
/// From the first modern law to beyond any plan.
const FISCAL_YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Makes the value of a text field.
type TextValue = fn(String) -> FieldValue;

/// Text fields stored as typed.
const TEXTS: &[(ProcedureField, TextValue)] = &[
    (ProcedureField::Name, FieldValue::Name),
    (ProcedureField::NameEasy, FieldValue::NameEasy),
    (ProcedureField::NameEn, FieldValue::NameEn),
    (ProcedureField::Kana, FieldValue::Kana),
    (ProcedureField::Summary, FieldValue::Summary),
    (ProcedureField::SummaryEasy, FieldValue::SummaryEasy),
    (ProcedureField::SummaryEn, FieldValue::SummaryEn),
    (ProcedureField::LegalBasis, FieldValue::LegalBasis),
    (ProcedureField::Processing, FieldValue::Processing),
];

/// Field names that an entry form has once, besides those of [`TEXTS`] and of the steps.
const ONCE: &[&str] = &[
    "id",
    "department",
    "card_requirement",
    "papers",
    "fee_kind",
    "fee_yen",
    "fee_note",
    "planned_fiscal_year",
    "source",
    "sample",
    "excluded",
    "excluded_reason",
    "checked",
    "effective_on",
    "reason",
    "base",
    "revision",
    "proposal",
    "version",
];
const MANY: &[&str] = &["life_events", "audience", "sets", "blockers", "channel_kind", "channel_name", "channel_url"];

/// Whether a form has only the fields of this form.
#[must_use]
pub fn is_this_form(form: &Form) -> bool {
    let once: Vec<&str> = TEXTS
        .iter()
        .map(|(field, _)| field.as_str())
        .chain(Step::ALL.iter().map(|step| step.as_str()))
        .chain(ONCE.iter().copied())
        .collect();
    form.validate_fields(&once, MANY)
}

/// The form's values for an entry.
#[must_use]
pub fn fields_of(values: &Values) -> Form {
    let mut fields: Vec<(String, String)> = Vec::new();
    for value in values.iter() {
        let name = value.field().as_str();
        let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
        match value {
            EditableValue::Field(value) => put_field(value, put),
            EditableValue::Step(_, state) => put(name, in_a_word(state.as_ref())),
            EditableValue::Exclusion { excluded, reason } => {
                if *excluded {
                    put("excluded", "yes".to_owned());
                }
                put("excluded_reason", reason.clone());
            }
        }
    }
    Form::from_fields(fields)
}

fn in_a_word(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn put_field(value: &FieldValue, mut put: impl FnMut(&str, String)) {
    let name = value.field().as_str();
    match value {
        FieldValue::Name(text)
        | FieldValue::NameEasy(text)
        | FieldValue::NameEn(text)
        | FieldValue::Kana(text)
        | FieldValue::Summary(text)
        | FieldValue::SummaryEasy(text)
        | FieldValue::SummaryEn(text)
        | FieldValue::LegalBasis(text)
        | FieldValue::Processing(text) => put(name, text.clone()),
        FieldValue::Department(code) => put(name, in_a_word(code.as_ref())),
        FieldValue::CardRequirement(card) => put(name, in_a_word(card.as_ref())),
        FieldValue::PlannedFiscalYear(year) => put(name, year.map(|year| year.0.to_string()).unwrap_or_default()),
        FieldValue::Source(source) => put(name, source.to_string()),
        FieldValue::LifeEvents(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Audience(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Sets(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Blockers(all) => all.iter().for_each(|one| put(name, one.to_string())),
        FieldValue::Papers(papers) => put(name, papers.join("\n")),
        FieldValue::Fee(fee) => {
            put("fee_kind", in_a_word(fee.kind().as_ref()));
            put("fee_yen", in_a_word(fee.yen.filter(|yen| *yen > 0).as_ref()));
            put("fee_note", fee.note.clone());
        }
        FieldValue::Channels(channels) => {
            for channel in channels {
                put("channel_kind", channel.kind.to_string());
                put("channel_name", channel.name.clone());
                put("channel_url", channel.url.clone());
            }
        }
        FieldValue::Sample(true) => put(name, "yes".to_owned()),
        // A form does not show when an entry was checked; it asks whether it was checked now.
        FieldValue::Sample(false) | FieldValue::CheckedOn(_) => {}
    }
}

/// An application channel as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelRow {
    pub kind: String,
    pub name: String,
    pub url: String,
}

impl ChannelRow {
    fn is_empty(&self) -> bool {
        self.kind.is_empty() && self.name.is_empty() && self.url.is_empty()
    }
}

/// The application channels of a form, with empty rows for further ones.
#[must_use]
pub fn channel_rows(form: &Form) -> Vec<ChannelRow> {
    let mut rows = typed_channels(form);
    rows.retain(|row| !row.is_empty());
    let with_space = (rows.len() + EMPTY_CHANNELS).min(limits::CHANNELS);
    rows.resize_with(with_space.max(rows.len()), ChannelRow::default);
    rows
}

fn typed_channels(form: &Form) -> Vec<ChannelRow> {
    let (names, urls): (Vec<&str>, Vec<&str>) = (form.all("channel_name").collect(), form.all("channel_url").collect());
    let at = |texts: &[&str], place: usize| texts.get(place).map(|text| (*text).to_owned()).unwrap_or_default();
    form.all("channel_kind")
        .enumerate()
        .map(|(place, kind)| ChannelRow { kind: kind.to_owned(), name: at(&names, place), url: at(&urls, place) })
        .collect()
}

/// The error in a URL, if any.
fn url_error(text: &str) -> Option<FormError> {
    match web_address::check(text) {
        Err(UrlError::User) => Some(FormError::UrlUser),
        Err(UrlError::Shape) => Some(FormError::Url),
        Ok(()) => (text.len() > limits::ADDRESS).then_some(FormError::Url),
    }
}

/// Parses a form against the catalogue.
struct Reader<'a> {
    form: &'a Form,
    snapshot: &'a Snapshot,
    wanted: Values,
    mistakes: FormErrors,
}

impl Reader<'_> {
    fn wrong(&mut self, field: &'static str, mistake: FormError) {
        if !self.mistakes.iter().any(|(there, _)| *there == field) {
            self.mistakes.push((field, mistake));
        }
    }

    /// A value chosen from a list; `None` if nothing is chosen.
    fn choice<T: FromStr>(&mut self, name: &'static str, is_known: impl Fn(&T) -> bool) -> Option<T> {
        let text = self.form.text(name);
        if text.is_empty() {
            return None;
        }
        let word = text.parse().ok().filter(is_known);
        if word.is_none() {
            self.wrong(name, FormError::Choice);
        }
        word
    }

    /// The checked values of a list, in the order of `all`.
    fn ticked<T: FromStr + Ord + Clone>(&mut self, name: &'static str, all: &[T]) -> Vec<T> {
        let mut ticked = BTreeSet::new();
        for text in self.form.all(name) {
            match text.parse::<T>() {
                Ok(word) if all.contains(&word) => {
                    ticked.insert(word);
                }
                _ => self.mistakes.push((name, FormError::Choice)),
            }
        }
        all.iter().filter(|word| ticked.contains(word)).cloned().collect()
    }

    fn texts(&mut self) {
        for (field, value) in TEXTS {
            let name = field.as_str();
            let is_name = matches!(
                field,
                ProcedureField::Name | ProcedureField::NameEasy | ProcedureField::NameEn | ProcedureField::Kana
            );
            let text = if is_name { normalise_name(self.form.text(name)) } else { paragraphs(self.form.text(name)) };
            let letters = text.chars().count();
            if *field == ProcedureField::Name && !(1..=limits::letters(name)).contains(&letters) {
                self.wrong(name, FormError::Name);
            } else if letters > limits::letters(name) {
                self.wrong(name, FormError::Long);
            }
            self.wanted.insert(value(text));
        }
        let papers: Vec<String> =
            self.form.text("papers").lines().map(normalise_name).filter(|line| !line.is_empty()).collect();
        if papers.iter().map(|line| line.chars().count()).sum::<usize>() > limits::letters("papers") {
            self.wrong("papers", FormError::Long);
        }
        self.wanted.insert(FieldValue::Papers(papers));
    }

    fn choices(&mut self) {
        let snapshot = self.snapshot;
        let department: Option<DepartmentCode> = self.choice("department", |code| snapshot.department(code).is_some());
        if department.is_none() {
            self.wrong("department", FormError::Choice);
        }
        self.wanted.insert(FieldValue::Department(department));
        let source: Option<SourceId> = self.choice("source", |id| snapshot.source(id).is_some());
        match source {
            Some(source) => self.wanted.insert(FieldValue::Source(source)),
            None => self.wrong("source", FormError::Choice),
        }
        let card: Option<CardRequirement> = self.choice("card_requirement", |_| true);
        self.wanted.insert(FieldValue::CardRequirement(card));
        let events: Vec<LifeEventCode> = snapshot.life_events.iter().map(|event| event.code.clone()).collect();
        let sets: Vec<SetCode> = snapshot.sets.iter().map(|set| set.code.clone()).collect();
        let events = self.ticked("life_events", &events);
        self.wanted.insert(FieldValue::LifeEvents(events));
        let sets = self.ticked("sets", &sets);
        self.wanted.insert(FieldValue::Sets(sets));
        let audience = self.ticked("audience", Audience::ALL);
        self.wanted.insert(FieldValue::Audience(audience));
        let blockers = self.ticked("blockers", Blocker::ALL);
        self.wanted.insert(FieldValue::Blockers(blockers));
        self.wanted.insert(FieldValue::Sample(self.form.is_checked("sample")));
        let year = self.form.text("planned_fiscal_year");
        let year: Option<FiscalYear> = if year.is_empty() {
            None
        } else {
            let year = year.parse::<FiscalYear>().ok().filter(|year| FISCAL_YEARS.contains(&year.0));
            if year.is_none() {
                self.wrong("planned_fiscal_year", FormError::FiscalYear);
            }
            year
        };
        self.wanted.insert(FieldValue::PlannedFiscalYear(year));
    }

    fn fee(&mut self) {
        let kind: Option<FeeKind> = self.choice("fee_kind", |_| true);
        let typed: String = self.form.text("fee_yen").nfkc().filter(|letter| !matches!(letter, ',' | '、')).collect();
        let yen = match typed.trim_end_matches('円').trim() {
            "" => None,
            number => match number.parse::<i64>().ok().filter(|yen| (0..=1_000_000_000).contains(yen)) {
                Some(yen) => Some(yen),
                None => {
                    self.wrong("fee_yen", FormError::Yen);
                    None
                }
            },
        };
        let note = paragraphs(self.form.text("fee_note"));
        if note.chars().count() > limits::letters("fee_note") {
            self.wrong("fee_note", FormError::Long);
        }
        let required = match (kind, yen) {
            (Some(FeeKind::Free), Some(yen)) if yen > 0 => {
                self.wrong("fee_yen", FormError::YenOfFree);
                Some(false)
            }
            (Some(FeeKind::Free), _) => Some(false),
            (Some(FeeKind::Charged), _) => Some(true),
            // Entering an amount implies that there is a charge.
            (None, Some(yen)) => Some(yen > 0),
            (None, None) => None,
        };
        let yen = yen.filter(|yen| *yen > 0);
        self.wanted.insert(FieldValue::Fee(Fee { required, yen, note }));
    }

    fn channels(&mut self) {
        let mut channels = Vec::new();
        for row in typed_channels(self.form).into_iter().filter(|row| !row.is_empty()).take(limits::CHANNELS) {
            let Ok(kind) = row.kind.parse::<ChannelKind>() else {
                self.wrong("channel_kind", FormError::ChannelKind);
                continue;
            };
            if let Some(mistake) = url_error(&row.url).filter(|_| !row.url.is_empty()) {
                self.wrong("channel_url", mistake);
            }
            let name = normalise_name(&row.name);
            if name.chars().count() > limits::NAME {
                self.wrong("channel_name", FormError::Long);
            }
            channels.push(Channel { kind, name, url: row.url });
        }
        channels.sort_by_key(|channel| channel.kind);
        self.wanted.insert(FieldValue::Channels(channels));
    }

    fn steps(&mut self) {
        for step in Step::ALL {
            // A step's known state cannot become unknown again; an empty choice leaves it alone.
            if let Some(state) = self.choice::<StepState>(step.as_str(), |_| true) {
                self.wanted.insert(EditableValue::Step(*step, Some(state)));
            }
        }
        let excluded = self.form.is_checked("excluded");
        let reason = paragraphs(self.form.text("excluded_reason"));
        if excluded && reason.is_empty() {
            self.wrong("excluded_reason", FormError::ExclusionReason);
        }
        if reason.chars().count() > limits::letters("excluded_reason") {
            self.wrong("excluded_reason", FormError::Long);
        }
        let reason = if excluded { reason } else { String::new() };
        self.wanted.insert(EditableValue::Exclusion { excluded, reason });
    }
}

/// Multi-line text: trimmed, with uniform line endings and without invisible characters.
fn paragraphs(text: &str) -> String {
    without_controls(text).lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The entry that a form asks for, and the form's errors. Every readable field is kept, so that no input is lost.
#[must_use]
pub fn read(form: &Form, snapshot: &Snapshot, today: NaiveDate) -> (Values, FormErrors) {
    let mut reader = Reader { form, snapshot, wanted: Values::default(), mistakes: Vec::new() };
    reader.texts();
    reader.choices();
    reader.fee();
    reader.channels();
    reader.steps();
    if form.is_checked("checked") {
        reader.wanted.insert(FieldValue::CheckedOn(Some(today)));
    }
    (reader.wanted, reader.mistakes)
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
    let day = text.parse::<NaiveDate>().map_err(|_| FormError::Day)?;
    let years = today.years_since(day).or_else(|| day.years_since(today)).unwrap_or_default();
    if years <= 30 { Ok(day) } else { Err(FormError::Day) }
}

/// The id of a new procedure.
///
/// # Errors
/// If it is invalid or already taken.
pub fn new_id(form: &Form, snapshot: &Snapshot) -> Result<ProcedureId, FormError> {
    let id: ProcedureId = form.text("id").parse().map_err(|_| FormError::Id)?;
    if snapshot.procedure(&id).is_some() { Err(FormError::IdTaken) } else { Ok(id) }
}

#[cfg(test)]
mod tests {
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
    fn an_address_with_a_password_in_it_is_told_from_one_that_is_none() {
        assert_eq!(url_error("https://example.jp/"), None);
        assert_eq!(url_error("javascript:alert(1)"), Some(FormError::Url));
        assert_eq!(url_error("https://user:pass@example.jp/"), Some(FormError::UrlUser));
        let long = format!("https://example.jp/{}", "a".repeat(limits::ADDRESS));
        assert_eq!(url_error(&long), Some(FormError::Url));
    }

    #[test]
    fn a_day_is_near_enough_to_be_meant() {
        let today = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
        let on =
            |text: &str| effective_on(&Form::from_fields(vec![("effective_on".to_owned(), text.to_owned())]), today);
        assert_eq!(on(""), Ok(today));
        assert_eq!(on("2027-04-01"), Ok(NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day")));
        for wrong in ["tomorrow", "2026-02-30", "0202-04-01", "20260-04-01", "2099-01-01"] {
            assert_eq!(on(wrong), Err(FormError::Day), "{wrong}");
        }
    }

    #[test]
    fn lines_end_alike_and_rows_of_nothing_are_left_out() {
        assert_eq!(paragraphs(" a \r\n\r\nb  \r\n"), "a\n\nb");
        let form = Form::of(b"channel_kind=&channel_name=&channel_url=&channel_kind=mail&channel_name=x&channel_url=");
        let rows = channel_rows(&form);
        assert_eq!((rows.len(), rows[0].kind.as_str(), rows[0].name.as_str()), (1 + EMPTY_CHANNELS, "mail", "x"));
    }
}
