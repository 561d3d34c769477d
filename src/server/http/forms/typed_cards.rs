//! The form for card figures of a month, one line per area.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::parse_date;
use domain::card::Measure;
use exchange::import::reading::cell::typed_count;

use super::FormError;
use crate::server::editing::files::typed_cards::{TypedCards, TypedLine, areas, known_population, sources};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// Form errors by field name.
pub type TypedMistakes = Vec<(String, FormError)>;

/// Form fields besides those of each area.
pub const FIELDS: [&str; 6] = ["measure", "as_of", "population_as_of", "source", "department", "reason"];

/// The field name of an area's cards or population.
#[must_use]
pub fn field(what: &str, area: &AreaCode) -> String {
    format!("{what}-{area}")
}

/// The empty form, with the known population filled in.
#[must_use]
pub fn begun(snapshot: &Snapshot) -> Form {
    let areas = areas(snapshot);
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

/// Parses the form. An empty field means unknown, never 0.
///
/// # Errors
/// All invalid fields.
pub fn read<'a>(form: &Form, snapshot: &'a Snapshot, today: NaiveDate) -> Result<TypedCards<'a>, TypedMistakes> {
    let mut mistakes = TypedMistakes::new();
    let areas = areas(snapshot);
    let measure = form.text("measure").parse::<Measure>().ok();
    if measure.is_none() {
        mistakes.push(("measure".to_owned(), FormError::Choice));
    }
    let mut day = |name: &str| {
        let day = parse_date(form.text(name)).ok().filter(|day| *day <= today);
        if day.is_none() {
            mistakes.push((name.to_owned(), FormError::FiguresDay));
        }
        day
    };
    let (as_of, population_as_of) = (day("as_of"), day("population_as_of"));
    let source = match form.text("source") {
        "" => None,
        named => {
            let source = sources(snapshot).into_iter().find(|known| known.as_str() == named);
            if source.is_none() {
                mistakes.push(("source".to_owned(), FormError::Choice));
            }
            source
        }
    };
    let before = mistakes.len();
    let mut lines = Vec::new();
    for area in areas.iter().copied() {
        let mut typed = |what: &str| {
            let name = field(what, &area.code);
            typed_count(form.text(&name)).unwrap_or_else(|_| {
                mistakes.push((name, FormError::Count));
                None
            })
        };
        let (cards, population) = (typed("cards"), typed("population"));
        let Some(cards) = cards else { continue };
        match population {
            None | Some(0) => mistakes.push((field("population", &area.code), FormError::Population)),
            Some(population) if measure == Some(Measure::Held) && cards > population => {
                mistakes.push((field("cards", &area.code), FormError::AbovePopulation));
            }
            Some(population) => lines.push(TypedLine { area, cards, population }),
        }
    }
    let city = snapshot.home().map(|city| &city.code);
    let (whole, wards): (Vec<&TypedLine<'_>>, Vec<&TypedLine<'_>>) =
        lines.iter().partition(|line| Some(&line.area.code) == city);
    // If a ward is missing, there is nothing to check the total against.
    if let [whole] = whole.as_slice()
        && wards.len() > 1
        && wards.len() + 1 == areas.len()
    {
        if wards.iter().map(|line| line.cards).sum::<u64>() != whole.cards {
            mistakes.push((field("cards", &whole.area.code), FormError::Sum));
        }
        if wards.iter().map(|line| line.population).sum::<u64>() != whole.population {
            mistakes.push((field("population", &whole.area.code), FormError::Sum));
        }
    }
    if lines.is_empty()
        && mistakes.len() == before
        && let Some(first) = areas.first()
    {
        mistakes.push((field("cards", &first.code), FormError::NoCounts));
    }
    match (measure, as_of, population_as_of) {
        (Some(measure), Some(as_of), Some(population_as_of)) if mistakes.is_empty() => {
            Ok(TypedCards { measure, as_of, population_as_of, source, lines })
        }
        _ => Err(mistakes),
    }
}
