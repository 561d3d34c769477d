//! A month of card figures entered by hand, one line per area. They become rows of the table of cards, and those a file,
//! so that the same code reads, shows and writes both.

use chrono::NaiveDate;
use domain::area::{Area, AreaCode};
use domain::card::{CardCount, Measure};
use domain::source::SourceId;
use domain::table_kind::TableKind;
use domain::text::MessageLanguage;
use exchange::import::table::cards::{COLUMNS, measure_word};

use crate::server::editing::typed_draft::{TypedDraft, TypedRow};
use crate::server::read_model::snapshot::Snapshot;

/// The areas to enter figures for: the wards of today by code, then the city as a whole.
#[must_use]
pub fn areas_of_today(snapshot: &Snapshot, today: NaiveDate) -> Vec<&Area> {
    let Some(city) = snapshot.home() else { return Vec::new() };
    snapshot.wards_on(&city.code, today).chain([city]).collect()
}

/// The areas with figures of the city: its wards, also those of the past, by code, then the city as a whole.
#[must_use]
pub fn areas(snapshot: &Snapshot) -> Vec<&Area> {
    let Some(city) = snapshot.home() else { return Vec::new() };
    snapshot.wards(&city.code).chain([city]).collect()
}

/// The newest known population of the areas, with its date.
#[must_use]
pub fn known_population(snapshot: &Snapshot, areas: &[&Area]) -> Option<(NaiveDate, Vec<(AreaCode, i64)>)> {
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

/// The last figures of an area before a day.
#[must_use]
pub fn figures_before<'a>(
    snapshot: &'a Snapshot,
    area: &AreaCode,
    measure: Measure,
    day: NaiveDate,
) -> Option<&'a CardCount> {
    snapshot.card_series(area, measure).iter().rev().find(|count| count.as_of < day)
}

/// The columns that the form fills, in the order of the table.
const TYPED: [&str; 8] =
    ["area_code", "area_name", "measure", "as_of", "cards", "population", "population_as_of", "source"];

/// The page of the form, without a language.
pub const PAGE: &str = "/staff/cards";

/// The figures of a month.
#[derive(Debug, Clone)]
pub struct TypedCards<'a> {
    pub measure: Measure,
    pub as_of: NaiveDate,
    pub population_as_of: NaiveDate,
    /// The id of one of [`sources`], or the title of another source.
    pub source: String,
    /// Who published another source; empty if it is known.
    pub publisher: String,
    /// The day to come on which the figures are published; `None` for the moment in which they are approved.
    pub effective_on: Option<NaiveDate>,
    pub lines: Vec<TypedLine<'a>>,
}

/// The figures of one area.
#[derive(Debug, Clone, Copy)]
pub struct TypedLine<'a> {
    pub area: &'a Area,
    pub cards: u64,
    pub population: u64,
}

/// The key of a line, as the table of cards has it.
fn key_of(area: &AreaCode, measure: Measure, as_of: NaiveDate) -> Vec<String> {
    vec![area.to_string(), measure.to_string(), as_of.to_string(), String::new()]
}

impl TypedCards<'_> {
    /// The name of the file that the figures become.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("cards-{}-{}.csv", self.measure, self.as_of)
    }

    /// The figures as rows of the table. `seen` says what their author saw of a row, by its key: the values of the
    /// columns that the form fills.
    #[must_use]
    pub fn into_draft(self, language: MessageLanguage, seen: impl Fn(&[String]) -> Option<Vec<String>>) -> TypedDraft {
        let Self { measure, as_of, population_as_of, source, lines, publisher: _, effective_on: _ } = self;
        // Only what the form asks for: a column that the file does not have keeps what is known.
        let columns: Vec<&str> = COLUMNS.iter().map(|column| column.key).filter(|key| TYPED.contains(key)).collect();
        let line = |line: &TypedLine<'_>| {
            let cells = columns.iter().map(|key| match *key {
                "area_code" => line.area.code.to_string(),
                "area_name" => line.area.name.clone(),
                "measure" => measure_word(measure, language).to_owned(),
                "as_of" => as_of.to_string(),
                "cards" => line.cards.to_string(),
                "population" => line.population.to_string(),
                "population_as_of" => population_as_of.to_string(),
                _ => source.clone(),
            });
            let becomes = Some(cells.collect());
            let key = key_of(&line.area.code, measure, as_of);
            TypedRow { seen: seen(&key), key, becomes }
        };
        let rows = lines.iter().map(line).collect();
        TypedDraft {
            page: PAGE.to_owned(),
            table: TableKind::Cards.as_str().to_owned(),
            is_english: language == MessageLanguage::English,
            rows,
            columns: columns.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// What a draft of the form says: the value of a column in its first row that has one, and the figures by area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftedCards {
    pub measure: String,
    pub as_of: String,
    pub population_as_of: String,
    pub source: String,
    /// The code of the area, the cards and the population.
    pub lines: Vec<[String; 3]>,
}

impl DraftedCards {
    /// Reads a draft; `None` if it is not one of this form.
    #[must_use]
    pub fn of(draft: &TypedDraft) -> Option<Self> {
        if draft.page != PAGE {
            return None;
        }
        let place = |key: &str| draft.columns.iter().position(|column| column == key);
        let cell = |row: &TypedRow, key: &str| -> Option<String> { row.becomes.as_ref()?.get(place(key)?).cloned() };
        let first = draft.rows.first()?;
        let lines = draft
            .rows
            .iter()
            .filter_map(|row| Some([row.key.first()?.clone(), cell(row, "cards")?, cell(row, "population")?]));
        Some(Self {
            measure: first.key.get(1)?.clone(),
            as_of: first.key.get(2)?.clone(),
            population_as_of: cell(first, "population_as_of")?,
            source: cell(first, "source")?,
            lines: lines.collect(),
        })
    }
}
