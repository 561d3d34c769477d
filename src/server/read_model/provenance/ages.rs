//! Card rates by age.

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::Area;
use domain::card::Measure;
use domain::definition::Definition;
use domain::procedure::LocalText;

use super::{Provenance, ProvenanceRow, RatePart, RowInclusion, Unit, cards_name, names_of};
use crate::language::Language;
use crate::server::read_model::snapshot::Snapshot;

/// The rate of an age band, either as recorded or merged from recorded bands that together make it up. Returns `None`
/// if neither exists.
pub(super) fn rate_provenance(
    snapshot: &Snapshot,
    area: &Area,
    measure: Measure,
    as_of: NaiveDate,
    age: AgeBand,
) -> Option<Provenance> {
    let bands = snapshot.ages.within(&area.code, measure, as_of, age);
    let whole = AgeCount::merged(bands).filter(|whole| whole.band == age)?;
    let rows = match bands {
        [only] => rows_of(snapshot, area, only),
        several => several.iter().map(|band| row(band.band.to_string(), text_of_band(band.band), None, band)).collect(),
    };
    Some(Provenance {
        definition: Definition::RateByAge,
        subject: subject_of(area, age),
        value: whole.count.rate().percent(),
        unit: Unit::Percent,
        fraction: Some([
            RatePart { name: cards_name(measure), amount: whole.count.cards.0 },
            RatePart { name: "provenance-population", amount: whole.count.population.0 },
        ]),
        inputs: Vec::new(),
        rows,
        left_out: Vec::new(),
        dates: vec![("provenance-date-cards", as_of), ("provenance-date-population", whole.count.population_as_of)],
        sources: bands.iter().map(|band| band.count.source.clone()).collect(),
        notes: vec!["provenance-note-two-measures"],
        sample: whole.count.sample,
    })
}

/// The rows behind a band: the same band in each ward if the wards add up to it, otherwise the band itself.
fn rows_of(snapshot: &Snapshot, area: &Area, counted: &AgeCount) -> Vec<ProvenanceRow> {
    let AgeCount { band, count } = counted;
    let wards: Vec<(&Area, &AgeCount)> = snapshot
        .wards(&area.code)
        .filter_map(|ward| {
            let found = snapshot.ages.on(&ward.code, count.measure, count.as_of);
            let found = found.iter().find(|each| each.band == *band)?;
            (found.count.population_as_of == count.population_as_of).then_some((ward, found))
        })
        .collect();
    let sums = |amount: fn(&AgeCount) -> i64| wards.iter().map(|(_, each)| amount(each)).sum::<i64>();
    let whole =
        sums(|each| each.count.cards.0) == count.cards.0 && sums(|each| each.count.population.0) == count.population.0;
    let parts = if whole && !wards.is_empty() { wards } else { vec![(area, counted)] };
    parts
        .into_iter()
        .map(|(area, counted)| {
            row(area.code.to_string(), names_of(area), Some(format!("/cards/{}", area.code)), counted)
        })
        .collect()
}

fn row(id: String, name: LocalText, page: Option<String>, counted: &AgeCount) -> ProvenanceRow {
    let count = &counted.count;
    ProvenanceRow {
        id,
        name,
        page,
        numerator: count.cards.0,
        denominator: count.population.0,
        inclusion: RowInclusion::Counted,
        source: count.source.clone(),
        sample: count.sample,
    }
}

/// The name of a band in each language.
fn text_of_band(band: AgeBand) -> LocalText {
    let [ja, easy, en] = [Language::Japanese, Language::Easy, Language::English].map(|language| language.ages(band));
    LocalText { ja, easy, en }
}

/// The name of an area and an age band in each language.
fn subject_of(area: &Area, age: AgeBand) -> LocalText {
    let [ja, easy, en] = [Language::Japanese, Language::Easy, Language::English].map(|language| {
        let name = language.pick(&area.name, &area.name_en).to_owned();
        language.text_with("provenance-ages-of", [("area", name.into()), ("ages", language.ages(age).into())])
    });
    // An area without an English name keeps the Japanese phrase, which pages mark as Japanese.
    LocalText { ja, easy, en: if area.name_en.is_empty() { String::new() } else { en } }
}
