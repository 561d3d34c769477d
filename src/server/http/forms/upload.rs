//! The form for uploading a file, without the file itself.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::{FiscalYear, parse_date};
use domain::limits;
use domain::procedure::DepartmentCode;
use domain::table_kind::TableKind;
use domain::text::normalise_name;

use super::entry::url_error;
use super::{FormError, FormErrors, publication_day, reason};
use crate::server::editing::proposed_file::FileOptions;
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// What a valid form says about its file.
#[derive(Debug)]
pub struct UploadRequest {
    pub kind: TableKind,
    pub options: FileOptions,
    /// The department that maintains the figures, if it is named.
    pub department: Option<DepartmentCode>,
    pub reason: String,
}

/// The form's values for a file that was sent already.
#[must_use]
pub fn fields_of(kind: TableKind, options: &FileOptions, reason: &str, department: String) -> Form {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = vec![
        ("kind", kind.to_string()),
        ("reason", reason.to_owned()),
        ("as_of", day(options.as_of)),
        ("population_as_of", day(options.population_as_of)),
        ("fiscal_year", options.fiscal_year.map(|year| year.0.to_string()).unwrap_or_default()),
        ("effective_on", day(options.effective_on)),
        ("area", options.area.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("source", options.source.clone()),
        ("source_publisher", options.source_publisher.clone()),
        ("source_url", options.source_url.clone()),
        ("source_date", day(options.source_date)),
        ("department", department),
    ];
    if options.allow_new_areas {
        fields.push(("new_areas", "yes".to_owned()));
    }
    Form::from_fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

impl UploadRequest {
    /// Parses a form.
    ///
    /// # Errors
    /// All invalid fields.
    pub fn read(form: &Form, snapshot: &Snapshot, today: NaiveDate) -> Result<Self, FormErrors> {
        let mut mistakes = FormErrors::new();
        let mut day = |name: &'static str| match form.text(name) {
            "" => None,
            text => {
                let day = parse_date(text).ok().filter(|day| *day <= today);
                if day.is_none() {
                    mistakes.push((name, FormError::FiguresDay));
                }
                day
            }
        };
        let (as_of, population_as_of, source_date) = (day("as_of"), day("population_as_of"), day("source_date"));
        let fiscal_year = match form.text("fiscal_year") {
            "" => None,
            text => {
                let year = text.parse::<FiscalYear>().ok();
                if year.is_none() {
                    mistakes.push(("fiscal_year", FormError::FiscalYear));
                }
                year
            }
        };
        let mut name = |field: &'static str| {
            let name = normalise_name(form.text(field));
            if name.chars().count() > limits::NAME {
                mistakes.push((field, FormError::Long));
            }
            name
        };
        let (source, source_publisher) = (name("source"), name("source_publisher"));
        let source_url = form.text("source_url").to_owned();
        if !source_url.is_empty() {
            mistakes.extend(url_error(&source_url).map(|error| ("source_url", error)));
        }
        let says_more = !source_publisher.is_empty() || !source_url.is_empty() || source_date.is_some();
        if source.is_empty() && says_more {
            mistakes.push(("source", FormError::Source));
        }
        if !source.is_empty() && source_publisher.is_empty() && !snapshot.knows_source(&source) {
            mistakes.push(("source_publisher", FormError::Publisher));
        }
        let kind = form.text("kind").parse::<TableKind>();
        if kind.is_err() {
            mistakes.push(("kind", FormError::Choice));
        }
        // Rows of procedures and of reorganisations say themselves from when they hold.
        let has_own_day = matches!(kind, Ok(TableKind::Procedures | TableKind::Reorganisation));
        let effective_on = match publication_day(form, today) {
            Ok(_) if has_own_day && !form.text("effective_on").is_empty() => Err(FormError::OwnDay),
            day => day,
        };
        let effective_on = effective_on.unwrap_or_else(|mistake| {
            mistakes.push(("effective_on", mistake));
            None
        });
        let area = match form.text("area") {
            "" => None,
            code => {
                let area = code.parse::<AreaCode>().ok().filter(|code| snapshot.area(code).is_some());
                if area.is_none() {
                    mistakes.push(("area", FormError::Choice));
                }
                area
            }
        };
        let reason = reason(form);
        mistakes.extend(reason.err().map(|mistake| ("reason", mistake)));
        match (kind, reason) {
            (Ok(kind), Ok(reason)) if mistakes.is_empty() => Ok(Self {
                kind,
                options: FileOptions {
                    as_of,
                    population_as_of,
                    fiscal_year,
                    effective_on,
                    area,
                    allow_new_areas: form.is_checked("new_areas"),
                    source,
                    source_publisher,
                    source_url,
                    source_date,
                    ..FileOptions::default()
                },
                department: form.text("department").parse().ok(),
                reason: reason.to_owned(),
            }),
            _ => Err(mistakes),
        }
    }
}
