//! A month of card figures entered by hand, one line per area. The form becomes a file in the card import template, so
//! that the same code reads, shows and writes both.

use chrono::NaiveDate;
use csv::{Terminator, WriterBuilder};
use domain::area::{Area, AreaCode};
use domain::calendar::parse_date;
use domain::card::Measure;
use domain::source::SourceId;
use domain::text::MessageLanguage;
use exchange::import::reading::cell::typed_count;
use exchange::import::table::cards::COLUMNS;
use exchange::import::table::template::headers_of;

use crate::server::editing::entry_form::FormError;
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::form::Form;

/// Form errors by field name.
pub type TypedMistakes = Vec<(String, FormError)>;

/// Form fields besides those of each area.
pub const FIELDS: [&str; 6] = ["measure", "as_of", "population_as_of", "source", "department", "reason"];

/// The areas of the form: the wards by code, then the city as a whole.
#[must_use]
pub fn areas(snapshot: &Snapshot) -> Vec<&Area> {
    let Some(city) = snapshot.home() else { return Vec::new() };
    snapshot.wards(&city.code).chain([city]).collect()
}

/// The field name of an area's cards or population.
#[must_use]
pub fn field(what: &str, area: &AreaCode) -> String {
    format!("{what}-{area}")
}

/// The newest known population of the areas, with its date.
fn known_population(snapshot: &Snapshot, areas: &[&Area]) -> Option<(NaiveDate, Vec<(AreaCode, i64)>)> {
    let of_cards = snapshot.card_counts().iter().map(|count| (&count.area, count.population_as_of, count.population.0));
    let counted = snapshot.population.iter().map(|count| (&count.area, count.as_of, count.population.0));
    let all: Vec<_> =
        of_cards.chain(counted).filter(|(code, ..)| areas.iter().any(|area| area.code == **code)).collect();
    let newest = all.iter().map(|(_, day, _)| *day).max()?;
    // A population of another date would be shown as of this one.
    let known = all.into_iter().filter(|(_, day, _)| *day == newest).map(|(code, _, people)| (code.clone(), people));
    Some((newest, known.collect()))
}

/// Sources of earlier figures of these areas, most recent first.
#[must_use]
pub fn sources(snapshot: &Snapshot) -> Vec<SourceId> {
    let areas = areas(snapshot);
    let mut counts: Vec<_> =
        snapshot.card_counts().iter().filter(|count| areas.iter().any(|area| area.code == count.area)).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.as_of));
    let mut sources: Vec<SourceId> = Vec::new();
    for count in counts {
        if !count.sample && !sources.contains(&count.source) {
            sources.push(count.source.clone());
        }
    }
    sources
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

/// The file that a form produces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedFile {
    pub name: String,
    pub content: Vec<u8>,
}

struct Line<'a> {
    area: &'a Area,
    cards: u64,
    population: u64,
}

/// Parses the form. An empty field means unknown, never 0.
///
/// # Errors
/// All invalid fields.
pub fn read(
    form: &Form,
    snapshot: &Snapshot,
    today: NaiveDate,
    tongue: MessageLanguage,
) -> Result<TypedFile, TypedMistakes> {
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
    let source = form.text("source");
    if !source.is_empty() && !sources(snapshot).iter().any(|known| known.as_str() == source) {
        mistakes.push(("source".to_owned(), FormError::Choice));
    }
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
            Some(population) => lines.push(Line { area, cards, population }),
        }
    }
    let city = snapshot.home().map(|city| &city.code);
    let (whole, wards): (Vec<&Line<'_>>, Vec<&Line<'_>>) = lines.iter().partition(|line| Some(&line.area.code) == city);
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
            Ok(written(&lines, measure, [as_of, population_as_of], source, tongue))
        }
        _ => Err(mistakes),
    }
}

fn written(
    lines: &[Line<'_>],
    measure: Measure,
    [as_of, population_as_of]: [NaiveDate; 2],
    source: &str,
    tongue: MessageLanguage,
) -> TypedFile {
    let why = "writing to memory cannot fail, and every line has a cell for each column";
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    writer.write_record(headers_of(COLUMNS, tongue)).expect(why);
    for line in lines {
        let cells = COLUMNS.iter().map(|column| match column.key {
            "area_code" => line.area.code.to_string(),
            "area_name" => line.area.name.clone(),
            "measure" => measure.to_string(),
            "as_of" => as_of.to_string(),
            "cards" => line.cards.to_string(),
            "population" => line.population.to_string(),
            "population_as_of" => population_as_of.to_string(),
            "source" => source.to_owned(),
            _ => String::new(),
        });
        writer.write_record(cells).expect(why);
    }
    TypedFile { name: format!("cards-{measure}-{as_of}.csv"), content: writer.into_inner().expect(why) }
}
