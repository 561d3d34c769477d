//! The form of one entry: its fields as text, and the draft that a submitted form describes.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use domain::ending::{EndingError, EndingKind, EndingParts, SuccessorError, check_successor};
use domain::entry::{EditableValue, ProcedurePatch, Values, parse_values, values_of};
use domain::limits;
use domain::planned_year::PlannedYear;
use domain::procedure::{
    Audience, Blocker, CardRequirement, Channel, ChannelKind, DepartmentCode, Fee, FeeKind, LifeEventCode, Procedure,
    ProcedureId, SetCode, Step, StepState,
};
use domain::procedure_fields::{FieldValue, ProcedureField};
use domain::source::SourceId;
use domain::text::{normalise_name, without_controls};
use domain::web_address::{self, UrlError};
use unicode_normalization::UnicodeNormalization;

use super::{FormError, FormErrors, effective_on, planned_year, reason};
use crate::server::editing::{DraftVersion, SaveDraft};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// Empty rows offered for further application channels.
const EMPTY_CHANNELS: usize = 2;

/// The years in which a procedure may have ended or may end.
const YEARS_OF_ENDINGS: RangeInclusive<i32> = 1868..=2200;

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
    "planned_or_later",
    "ending",
    "ended_on",
    "ending_reason",
    "successor",
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
fn is_this_form(form: &Form) -> bool {
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
        FieldValue::PlannedFiscalYear(plan) => {
            put(name, plan.map(|plan| plan.first_year().0.to_string()).unwrap_or_default());
            if plan.is_some_and(PlannedYear::is_or_later) {
                put("planned_or_later", "yes".to_owned());
            }
        }
        FieldValue::Ending(ending) => {
            let ending = ending.as_ref();
            put(name, in_a_word(ending.map(|ending| ending.kind).as_ref()));
            put("ended_on", in_a_word(ending.map(|ending| ending.on).as_ref()));
            put("ending_reason", ending.map(|ending| ending.reason.clone()).unwrap_or_default());
            put("successor", in_a_word(ending.and_then(|ending| ending.successor.as_ref())));
        }
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
pub(super) fn url_error(text: &str) -> Option<FormError> {
    match web_address::check(text) {
        Err(UrlError::User) => Some(FormError::UrlUser),
        Err(UrlError::Shape) => Some(FormError::Url),
        Ok(()) => (text.len() > limits::ADDRESS).then_some(FormError::Url),
    }
}

/// Parses a form against the catalogue.
struct Reader<'a> {
    form: &'a Form,
    /// The procedure that the form is about; `None` for a new one without a valid id.
    id: Option<&'a ProcedureId>,
    snapshot: &'a Snapshot,
    today: NaiveDate,
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
            if *field == ProcedureField::Name && !(1..=limits::max_chars(name)).contains(&letters) {
                self.wrong(name, FormError::Name);
            } else if letters > limits::max_chars(name) {
                self.wrong(name, FormError::Long);
            }
            self.wanted.insert(value(text));
        }
        let papers: Vec<String> =
            self.form.text("papers").lines().map(normalise_name).filter(|line| !line.is_empty()).collect();
        if papers.iter().map(|line| line.chars().count()).sum::<usize>() > limits::max_chars("papers") {
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
        let plan = planned_year(self.form).unwrap_or_else(|wrong| {
            self.wrong("planned_fiscal_year", wrong);
            None
        });
        self.wanted.insert(FieldValue::PlannedFiscalYear(plan));
    }

    fn fee(&mut self) {
        let kind: Option<FeeKind> = self.choice("fee_kind", |_| true);
        let typed: String = self.form.text("fee_yen").nfkc().filter(|letter| !matches!(letter, ',' | '、')).collect();
        let yen = match typed.trim_end_matches('円').trim() {
            "" => None,
            number => match number.parse::<i64>().ok().filter(|yen| (0..=limits::FEE).contains(yen)) {
                Some(yen) => Some(yen),
                None => {
                    self.wrong("fee_yen", FormError::Yen);
                    None
                }
            },
        };
        let note = paragraphs(self.form.text("fee_note"));
        if note.chars().count() > limits::max_chars("fee_note") {
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

    fn ending(&mut self) {
        let kind: Option<EndingKind> = self.choice("ending", |_| true);
        let on = match self.form.text("ended_on") {
            "" => None,
            text => {
                let day = text.parse::<NaiveDate>().ok().filter(|day| YEARS_OF_ENDINGS.contains(&day.year()));
                if day.is_none() {
                    self.wrong("ended_on", FormError::EndedOn);
                }
                day
            }
        };
        let reason = paragraphs(self.form.text("ending_reason"));
        if reason.chars().count() > limits::max_chars("ending_reason") {
            self.wrong("ending_reason", FormError::Long);
        }
        let successor = match self.form.text("successor") {
            "" => None,
            text => {
                let successor = text.parse::<ProcedureId>().map_err(|_| SuccessorError::Unknown);
                let successor = successor.and_then(|id| self.check_successor(&id).map(|()| id));
                if let Err(error) = &successor {
                    let mistake = match error {
                        SuccessorError::Itself => FormError::SuccessorItself,
                        SuccessorError::Unknown => FormError::SuccessorUnknown,
                        SuccessorError::Circle => FormError::SuccessorCircle,
                    };
                    self.wrong("successor", mistake);
                }
                successor.ok()
            }
        };
        match (EndingParts { kind, on, reason, successor }).complete(self.today) {
            Ok(ending) => self.wanted.insert(FieldValue::Ending(ending.map(Box::new))),
            Err(EndingError::NoDay) => self.wrong("ended_on", FormError::EndingDay),
            Err(EndingError::NoReason) => self.wrong("ending_reason", FormError::EndingReason),
            Err(EndingError::WithdrawnLater) => self.wrong("ended_on", FormError::EndingLater),
        }
    }

    /// Checks a successor against the published catalogue. Publishing checks it again.
    fn check_successor(&self, successor: &ProcedureId) -> Result<(), SuccessorError> {
        let find = |id: &ProcedureId| self.snapshot.procedure(id).map(|(_, procedure)| procedure);
        let exists = |id: &ProcedureId| find(id).is_some();
        let successor_of = |id: &ProcedureId| find(id)?.ending.as_ref()?.successor.clone();
        match self.id {
            Some(id) => check_successor(id, successor, exists, successor_of),
            None if exists(successor) => Ok(()),
            None => Err(SuccessorError::Unknown),
        }
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
        if reason.chars().count() > limits::max_chars("excluded_reason") {
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

/// The entry that a form describes, and the form's errors. Every readable field is kept, so that no input is lost.
fn read(form: &Form, id: Option<&ProcedureId>, snapshot: &Snapshot, today: NaiveDate) -> (Values, FormErrors) {
    let mut reader = Reader { form, id, snapshot, today, wanted: Values::default(), mistakes: Vec::new() };
    reader.texts();
    reader.choices();
    reader.fee();
    reader.channels();
    reader.ending();
    reader.steps();
    if form.is_checked("checked") {
        reader.wanted.insert(FieldValue::CheckedOn(Some(today)));
    }
    (reader.wanted, reader.mistakes)
}

/// What a valid form describes.
#[derive(Debug)]
pub struct EntryRequest {
    wanted: Values,
    effective_on: NaiveDate,
    reason: String,
    seen_revision: i64,
    draft: Option<DraftVersion>,
}

impl EntryRequest {
    /// Parses a form about a procedure, which is `None` if the form gives a new one no valid id.
    ///
    /// # Errors
    /// All invalid fields.
    pub fn read(
        form: &Form,
        id: Option<&ProcedureId>,
        snapshot: &Snapshot,
        today: NaiveDate,
    ) -> Result<Self, FormErrors> {
        let (wanted, mut mistakes) = read(form, id, snapshot, today);
        let effective_on = effective_on(form, today).unwrap_or_else(|mistake| {
            mistakes.push(("effective_on", mistake));
            today
        });
        let reason = reason(form).unwrap_or_else(|mistake| {
            mistakes.push(("reason", mistake));
            ""
        });
        let seen_revision = form.text("revision").parse();
        let draft = match (form.text("proposal"), form.text("version")) {
            ("", _) => Some(None),
            (id, version) => match (id.parse(), version.parse()) {
                (Ok(id), Ok(version)) => Some(Some(DraftVersion { id, version })),
                _ => None,
            },
        };
        let (Ok(seen_revision), Some(draft), true) = (seen_revision, draft, is_this_form(form)) else {
            mistakes.push(("main", FormError::Form));
            return Err(mistakes);
        };
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Self { wanted, effective_on, reason: reason.to_owned(), seen_revision, draft })
    }

    /// The draft of a change of an existing entry.
    ///
    /// # Errors
    /// If the form does not contain the values that its sender saw.
    pub fn change_of(
        self,
        entry: &Procedure,
        form: &Form,
        snapshot: &Snapshot,
        today: NaiveDate,
    ) -> Result<SaveDraft, FormErrors> {
        let seen = parse_values(form.raw("base")).map_err(|_| vec![("main", FormError::Form)])?;
        // A text that differs only in normalization is not a change.
        let tidied = read(&fields_of(&seen), Some(&entry.id), snapshot, today).0;
        let is_change =
            |wanted: &EditableValue| tidied.get(wanted.field()).is_none_or(|tidied| !tidied.is_equivalent(wanted));
        let wanted: Values = self.wanted.into_iter().filter(is_change).collect();
        // Steps are dated: their earlier state is that of the date on which the change takes effect.
        let mut seen_then = seen;
        if self.effective_on != today {
            let is_dated = |value: &EditableValue| !matches!(value, EditableValue::Field(_));
            seen_then.extend(values_of(entry, self.effective_on).into_iter().filter(is_dated));
        }
        let change = ProcedurePatch::between(entry.id.clone(), self.effective_on, &seen_then, wanted);
        Ok(SaveDraft { draft: self.draft, reason: self.reason, seen_revision: self.seen_revision, change })
    }

    /// The draft of a new entry.
    #[must_use]
    pub fn addition(self, id: ProcedureId) -> SaveDraft {
        let change = ProcedurePatch::adding(id, self.effective_on, self.wanted);
        SaveDraft { draft: self.draft, reason: self.reason, seen_revision: self.seen_revision, change }
    }
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

    #[test]
    fn an_address_with_a_password_in_it_is_told_from_one_that_is_none() {
        assert_eq!(url_error("https://example.jp/"), None);
        assert_eq!(url_error("javascript:alert(1)"), Some(FormError::Url));
        assert_eq!(url_error("https://user:pass@example.jp/"), Some(FormError::UrlUser));
        let long = format!("https://example.jp/{}", "a".repeat(limits::ADDRESS));
        assert_eq!(url_error(&long), Some(FormError::Url));
    }

    #[test]
    fn lines_end_alike_and_rows_of_nothing_are_left_out() {
        assert_eq!(paragraphs(" a \r\n\r\nb  \r\n"), "a\n\nb");
        let form = Form::of(b"channel_kind=&channel_name=&channel_url=&channel_kind=mail&channel_name=x&channel_url=");
        let rows = channel_rows(&form);
        assert_eq!((rows.len(), rows[0].kind.as_str(), rows[0].name.as_str()), (1 + EMPTY_CHANNELS, "mail", "x"));
    }
}
