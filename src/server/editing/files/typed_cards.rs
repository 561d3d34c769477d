//! A month of card figures entered by hand, one line per area. They become a file in the card import template, so that
//! the same code reads, shows and writes both.

use chrono::NaiveDate;
use domain::area::{Area, AreaCode};
use domain::card::Measure;
use domain::source::SourceId;
use domain::text::MessageLanguage;
use exchange::export::csv_file;
use exchange::import::table::cards::COLUMNS;
use exchange::import::table::columns::ColumnSpec;
use exchange::import::table::template::headers_of;

use crate::server::editing::proposed_file::FileOptions;
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

/// The file that figures become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedFile {
    pub name: String,
    pub options: FileOptions,
    pub content: Vec<u8>,
}

/// The columns that the form fills.
const TYPED: [&str; 8] =
    ["area_code", "area_name", "measure", "as_of", "cards", "population", "population_as_of", "source"];

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
    pub lines: Vec<TypedLine<'a>>,
}

/// The figures of one area.
#[derive(Debug, Clone, Copy)]
pub struct TypedLine<'a> {
    pub area: &'a Area,
    pub cards: u64,
    pub population: u64,
}

impl TypedCards<'_> {
    /// The figures as a file, with the column names of a language.
    #[must_use]
    pub fn into_file(self, language: MessageLanguage) -> TypedFile {
        let Self { measure, as_of, population_as_of, source, publisher, lines } = self;
        // Only what the form asks for: a column that the file does not have keeps what is known.
        let columns: Vec<ColumnSpec> = COLUMNS.iter().filter(|column| TYPED.contains(&column.key)).copied().collect();
        let line = |line: &TypedLine<'_>| -> Vec<String> {
            let cells = columns.iter().map(|column| match column.key {
                "area_code" => line.area.code.to_string(),
                "area_name" => line.area.name.clone(),
                "measure" => measure.to_string(),
                "as_of" => as_of.to_string(),
                "cards" => line.cards.to_string(),
                "population" => line.population.to_string(),
                "population_as_of" => population_as_of.to_string(),
                "source" => source.clone(),
                _ => String::new(),
            });
            cells.collect()
        };
        let content = csv_file(headers_of(&columns, language), lines.iter().map(line));
        let options = FileOptions { source, source_publisher: publisher, ..FileOptions::default() };
        TypedFile { name: format!("cards-{measure}-{as_of}.csv"), options, content }
    }
}
