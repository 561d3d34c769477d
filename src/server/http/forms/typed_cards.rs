//! The form for card figures of a month, one line per area.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::parse_date;
use domain::card::{Cards, Measure, Population};
use domain::figure_check::{
    CheckFailure, Rule, Severity, check_cards, check_day, check_jump, check_population_jump, check_wards,
};
use domain::limits;
use domain::text::normalise_name;
use exchange::import::reading::cell::typed_count;

use super::{FormError, publication_day};
use crate::server::editing::files::typed_cards::{
    DraftedCards, TypedCards, TypedLine, areas_of_today, figures_before, known_population, sources,
};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TypedMistake {
    Field(FormError),
    /// The figures fail a check that files go through as well.
    Check(CheckFailure),
}

impl TypedMistake {
    /// The message beside the field.
    #[must_use]
    pub const fn form_error(self) -> FormError {
        match self {
            Self::Field(error) => error,
            Self::Check(failure) => match failure.rule() {
                Rule::DayToCome => FormError::FiguresDay,
                Rule::Wards => FormError::Sum,
                Rule::HeldAbovePopulation | Rule::IssuedAbovePopulation => FormError::AbovePopulation,
                Rule::Jump | Rule::PopulationJump | Rule::TargetAboveUnit => FormError::Count,
            },
        }
    }
}

impl From<FormError> for TypedMistake {
    fn from(error: FormError) -> Self {
        Self::Field(error)
    }
}

/// Form errors by field name.
pub type TypedMistakes = Vec<(String, TypedMistake)>;

/// Figures that are unusual, each with the name of its field. Whoever sends them has seen the warning.
pub type TypedWarnings = Vec<(String, CheckFailure)>;

/// A failed check that the figures may not be recorded with.
fn refused(found: Option<CheckFailure>) -> Option<TypedMistake> {
    found.filter(|failure| failure.severity() == Severity::Refusal).map(TypedMistake::Check)
}

/// Form fields besides those of each area.
pub const FIELDS: [&str; 9] = [
    "measure",
    "as_of",
    "population_as_of",
    "source",
    "other_source",
    "other_publisher",
    "effective_on",
    "department",
    "reason",
];

/// The field name of an area's cards or population.
#[must_use]
pub fn field(what: &str, area: &AreaCode) -> String {
    format!("{what}-{area}")
}

/// The empty form, with the known population filled in.
#[must_use]
pub fn begun(snapshot: &Snapshot, today: NaiveDate) -> Form {
    let areas = areas_of_today(snapshot, today);
    let mut fields = vec![("measure".to_owned(), Measure::Held.to_string())];
    if let Some(source) = sources(snapshot).first() {
        fields.push(("source".to_owned(), source.to_string()));
    }
    if let Some((day, known)) = known_population(snapshot, &areas) {
        fields.push(("population_as_of".to_owned(), day.to_string()));
        for (area, people) in known {
            let name = field("population", &area);
            if !fields.iter().any(|(there, _)| *there == name) {
                fields.push((name, people.to_string()));
            }
        }
    }
    Form::from_fields(fields)
}

/// The form of a draft, with its reason, its day and the version that is replaced.
#[must_use]
pub fn of_draft(drafted: &DraftedCards, snapshot: &Snapshot, more: [(&str, String); 5]) -> Form {
    let known = sources(snapshot).iter().any(|source| source.as_str() == drafted.source);
    let (source, other) = if known { (drafted.source.as_str(), "") } else { ("", drafted.source.as_str()) };
    let mut fields = vec![
        ("measure".to_owned(), drafted.measure.clone()),
        ("as_of".to_owned(), drafted.as_of.clone()),
        ("population_as_of".to_owned(), drafted.population_as_of.clone()),
        ("source".to_owned(), source.to_owned()),
        ("other_source".to_owned(), other.to_owned()),
    ];
    for [area, cards, population] in &drafted.lines {
        fields.push((format!("cards-{area}"), cards.clone()));
        fields.push((format!("population-{area}"), population.clone()));
    }
    fields.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Form::from_fields(fields)
}

/// A typed count as the domain holds it. What is larger fails every check.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Parses the form. An empty field means unknown, never 0.
///
/// # Errors
/// All invalid fields.
pub fn read<'a>(form: &Form, snapshot: &'a Snapshot, today: NaiveDate) -> Result<TypedCards<'a>, TypedMistakes> {
    let mut mistakes = TypedMistakes::new();
    let areas = areas_of_today(snapshot, today);
    let measure = form.text("measure").parse::<Measure>().ok();
    if measure.is_none() {
        mistakes.push(("measure".to_owned(), FormError::Choice.into()));
    }
    let mut day = |name: &str| {
        let day = parse_date(form.text(name)).ok();
        let wrong = match day {
            None => Some(FormError::FiguresDay.into()),
            Some(day) => refused(check_day(day, today)),
        };
        mistakes.extend(wrong.map(|wrong| (name.to_owned(), wrong)));
        day
    };
    let (as_of, population_as_of) = (day("as_of"), day("population_as_of"));
    let effective_on = publication_day(form, today).unwrap_or_else(|mistake| {
        mistakes.push(("effective_on".to_owned(), mistake.into()));
        None
    });
    let publisher = normalise_name(form.text("other_publisher"));
    let source = match form.text("source") {
        "" => {
            let title = normalise_name(form.text("other_source"));
            let wrong = match title.chars().count() {
                0 => Some(FormError::Source),
                length => (length > limits::NAME).then_some(FormError::Long),
            };
            mistakes.extend(wrong.map(|wrong| ("other_source".to_owned(), wrong.into())));
            let wrong = match publisher.chars().count() {
                0 => (!title.is_empty() && !snapshot.knows_source(&title)).then_some(FormError::Publisher),
                length => (length > limits::NAME).then_some(FormError::Long),
            };
            mistakes.extend(wrong.map(|wrong| ("other_publisher".to_owned(), wrong.into())));
            title
        }
        named => {
            if sources(snapshot).iter().all(|known| known.as_str() != named) {
                mistakes.push(("source".to_owned(), FormError::Choice.into()));
            }
            named.to_owned()
        }
    };
    let before = mistakes.len();
    let mut lines = Vec::new();
    for area in areas.iter().copied() {
        let mut typed = |what: &str| {
            let name = field(what, &area.code);
            typed_count(form.text(&name)).unwrap_or_else(|_| {
                mistakes.push((name, FormError::Count.into()));
                None
            })
        };
        let (cards, population) = (typed("cards"), typed("population"));
        let Some(cards) = cards else { continue };
        match population {
            None | Some(0) => mistakes.push((field("population", &area.code), FormError::Population.into())),
            Some(population) => {
                let found = measure
                    .and_then(|measure| check_cards(measure, Cards(signed(cards)), Population(signed(population))));
                match refused(found) {
                    Some(wrong) => mistakes.push((field("cards", &area.code), wrong)),
                    None => lines.push(TypedLine { area, cards, population }),
                }
            }
        }
    }
    let city = snapshot.home().map(|city| &city.code);
    let (whole, wards): (Vec<&TypedLine<'_>>, Vec<&TypedLine<'_>>) =
        lines.iter().partition(|line| Some(&line.area.code) == city);
    // If a ward is missing, there is nothing to check the total against.
    if let [whole] = whole.as_slice()
        && wards.len() + 1 == areas.len()
    {
        let cards = |line: &TypedLine<'_>| signed(line.cards);
        let population = |line: &TypedLine<'_>| signed(line.population);
        let of_wards =
            |figure: &dyn Fn(&TypedLine<'_>) -> i64| -> Vec<i64> { wards.iter().map(|line| figure(line)).collect() };
        for (name, city, parts) in
            [("cards", cards(whole), of_wards(&cards)), ("population", population(whole), of_wards(&population))]
        {
            let wrong = refused(check_wards(city, &parts));
            mistakes.extend(wrong.map(|wrong| (field(name, &whole.area.code), wrong)));
        }
    }
    if lines.is_empty()
        && mistakes.len() == before
        && let Some(first) = areas.first()
    {
        mistakes.push((field("cards", &first.code), FormError::NoCounts.into()));
    }
    match (measure, as_of, population_as_of) {
        (Some(measure), Some(as_of), Some(population_as_of)) if mistakes.is_empty() => {
            Ok(TypedCards { measure, as_of, population_as_of, source, publisher, effective_on, lines })
        }
        _ => Err(mistakes),
    }
}

/// What is unusual about figures beside those before them, by the same checks as in the preview of a file.
#[must_use]
pub fn warnings(typed: &TypedCards<'_>, snapshot: &Snapshot) -> TypedWarnings {
    let of_line = |line: &TypedLine<'_>| -> TypedWarnings {
        let (cards, population) = (signed(line.cards), signed(line.population));
        let before = figures_before(snapshot, &line.area.code, typed.measure, typed.as_of);
        let jump = before.and_then(|before| check_jump((before.as_of, before.cards.0), (typed.as_of, cards)));
        let moved = before.and_then(|before| {
            let known = (before.population_as_of, before.population.0);
            check_population_jump(known, (typed.population_as_of, population))
        });
        let above = check_cards(typed.measure, Cards(cards), Population(population));
        let found = [("cards", above), ("cards", jump), ("population", moved)];
        found.into_iter().filter_map(|(what, failure)| Some((field(what, &line.area.code), failure?))).collect()
    };
    typed.lines.iter().flat_map(of_line).filter(|(_, failure)| failure.severity() == Severity::Warning).collect()
}

/// The warnings about what a form says, as one text. Other figures have another one.
#[must_use]
pub fn named(warnings: &TypedWarnings, form: &Form) -> String {
    let one = |(field, failure): &(String, CheckFailure)| format!("{field} {} {}", failure.rule(), form.text(field));
    warnings.iter().map(one).collect::<Vec<_>>().join(";")
}

/// Whether the sender of a form has seen these warnings about it.
#[must_use]
pub fn are_confirmed(warnings: &TypedWarnings, form: &Form) -> bool {
    warnings.is_empty() || (form.is_checked("confirmed") && form.text("warned") == named(warnings, form))
}
