//! Fingerprints of the current state of records. They are used to refuse a confirmation if the affected records have
//! changed.
//!
//! The hashed data is defined only here, because the next version of the program must compute the same fingerprint as
//! an earlier dry run: texts in a fixed order, each prefixed with its length. A change to the data or its order
//! requires a new [`VERSION`]. A test pins literal values.

use std::fmt;
use std::str::FromStr;

use domain::procedure::Procedure;
use domain::procedure_fields::ProcedureField;
use sha2::{Digest, Sha256};

/// The version of the fingerprint algorithm.
pub const VERSION: &str = "v5";

/// The first 8 bytes of a SHA-256. It detects accidental changes. Forging one gains nothing, because a user who may
/// confirm an import may import anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 8]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl FromStr for Fingerprint {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_one = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok().filter(|_| is_one).ok_or(())?;
        Ok(Self(number.to_be_bytes()))
    }
}

fn first(hash: Sha256) -> Fingerprint {
    let hash = hash.finalize();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    Fingerprint(bytes)
}

/// The fingerprint of a sequence of texts.
pub(crate) fn of_texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Fingerprint {
    let mut hash = Sha256::new();
    for text in texts {
        let text = text.as_ref();
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    first(hash)
}

/// A combined fingerprint of many records, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fingerprints(Sha256);

impl Fingerprints {
    /// Adds the current fingerprint of a record, or the fact that it does not exist.
    pub(crate) fn add(&mut self, record: Option<Fingerprint>) {
        match record {
            None => self.0.update([0]),
            Some(record) => {
                self.0.update([1]);
                self.0.update(record.0);
            }
        }
    }

    pub(crate) fn finish(&self) -> Fingerprint {
        first(self.0.clone())
    }
}

/// The fingerprint of a procedure and its history: every field by name and JSON value, then steps, exclusions and
/// usage, each in database order, which is by date.
pub(crate) fn of_procedure(procedure: &Procedure) -> Fingerprint {
    let fields =
        ProcedureField::ALL.iter().flat_map(|field| [field.to_string(), field.of(procedure).to_json().to_string()]);
    let steps = procedure.step_events.iter().flat_map(|event| {
        let [effective, recorded] = [event.effective_on, event.recorded_on].map(|day| day.to_string());
        ["step".to_owned(), event.step.to_string(), event.state.to_string(), effective, recorded]
    });
    let exclusions = procedure.exclusion_events.iter().flat_map(|event| {
        let [effective, recorded] = [event.effective_on, event.recorded_on].map(|day| day.to_string());
        ["exclusion".to_owned(), event.excluded.to_string(), event.reason.clone(), effective, recorded]
    });
    let usage = procedure.usage.iter().flat_map(|usage| {
        let [total, online] =
            [usage.total, usage.online].map(|count| count.map(|count| count.to_string()).unwrap_or_default());
        let year = usage.fiscal_year.0.to_string();
        ["usage".to_owned(), year, total, online, usage.source.to_string(), usage.sample.to_string()]
    });
    let id = [procedure.id.to_string()];
    of_texts(id.into_iter().chain(fields).chain(steps).chain(exclusions).chain(usage))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use domain::calendar::FiscalYear;
    use domain::history::StepEvent;
    use domain::procedure::{Step, StepState};
    use domain::usage::Usage;

    #[test]
    fn a_fingerprint_is_the_same_in_every_version_of_the_program() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day");
        let mut procedure = Procedure::unknown("p1".parse().expect("an id"), "list".parse().expect("a source"));
        procedure.name.ja = "転出届".to_owned();
        let bare = of_procedure(&procedure);
        procedure.step_events.push(StepEvent {
            step: Step::Apply,
            state: StepState::Online,
            effective_on: day(1),
            recorded_on: day(2),
        });
        procedure.usage.push(Usage {
            fiscal_year: FiscalYear(2025),
            total: Some(10),
            online: None,
            source: "list".parse().expect("a source"),
            sample: false,
        });
        let full = of_procedure(&procedure);
        let mut fingerprints = Fingerprints::default();
        fingerprints.add(None);
        fingerprints.add(Some(full));
        // If one of these differs, bases from earlier dry runs are no longer valid, so VERSION must change.
        assert_eq!(
            [VERSION.to_owned(), bare.to_string(), full.to_string(), fingerprints.finish().to_string()],
            ["v5", "ac3126e0b8209e08", "bb2d6611a07b688b", "4f60e219cf19f842"]
        );
    }

    #[test]
    fn where_one_text_ends_is_part_of_it() {
        assert_ne!(of_texts(["ab", "c"]), of_texts(["a", "bc"]));
        assert_ne!(of_texts(["a"]), of_texts(["a", ""]));
    }
}
