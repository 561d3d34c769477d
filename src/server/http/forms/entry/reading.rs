//! What a form says of an entry, and everything that is wrong with it.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use domain::calendar::parse_date;
use domain::ending::{EndingError, EndingKind, EndingParts, SuccessorError, check_successor};
use domain::entry::{EditableValue, Values};
use domain::limits;
use domain::procedure::{
    Audience, Blocker, CardRequirement, Channel, ChannelKind, DepartmentCode, Fee, FeeKind, LifeEventCode, ProcedureId,
    SetCode, Step, StepState,
};
use domain::procedure_fields::{FieldValue, ProcedureField};
use domain::reading::letters;
use domain::source::SourceId;
use domain::text::{normalise_name, without_controls};
use domain::web_address::{self, UrlError};
use unicode_normalization::UnicodeNormalization;

use super::TEXTS;
use super::filling::typed_channels;
use crate::server::http::forms::{FormError, FormErrors, planned_year};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// The years in which a procedure may have ended or may end.
const YEARS_OF_ENDINGS: RangeInclusive<i32> = 1868..=2200;

/// The error in a URL, if any.
pub(in crate::server::http::forms) fn url_error(text: &str) -> Option<FormError> {
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
            let letters = letters(&text);
            if *field == ProcedureField::Name && !(1..=limits::max_chars(name)).contains(&letters) {
                self.wrong(name, FormError::Name);
            } else if letters > limits::max_chars(name) {
                self.wrong(name, FormError::Long);
            }
            self.wanted.insert(value(text));
        }
        let papers: Vec<String> =
            self.form.text("papers").lines().map(normalise_name).filter(|line| !line.is_empty()).collect();
        if papers.iter().map(|line| letters(line)).sum::<usize>() > limits::max_chars("papers") {
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
                let day = parse_date(text).ok().filter(|day| YEARS_OF_ENDINGS.contains(&day.year()));
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
pub(super) fn read(
    form: &Form,
    id: Option<&ProcedureId>,
    snapshot: &Snapshot,
    today: NaiveDate,
) -> (Values, FormErrors) {
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
    fn lines_end_alike() {
        assert_eq!(paragraphs(" a \r\n\r\nb  \r\n"), "a\n\nb");
    }
}
