//! The age column of a card table, and the check that age bands do not overlap.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::age::{AgeBand, AgeCount};
use domain::area::AreaCode;
use domain::card::Measure;

use super::cell::{Cell, CellError, Expected};
use super::rows::Errors;

/// Values of the age column for all ages together. Such a row is an ordinary count without an age band.
const EVERYBODY: [&str; 8] = ["計", "合計", "総数", "総計", "全体", "全年齢", "total", "all"];

/// The age band of a row. `None` if the row covers all ages, or if the cell is invalid, which is recorded as an error.
pub(crate) fn read_band(cell: &Cell<'_>, errors: &mut Errors) -> Option<AgeBand> {
    let text = errors.optional(cell.name())?;
    if EVERYBODY.contains(&text.to_lowercase().as_str()) {
        return None;
    }
    let band = text.parse().ok();
    if band.is_none() {
        errors.refuse(
            cell,
            "an age band such as 0～4歳, 7歳, 100歳以上 or 0-4, or an empty cell for all ages; a spreadsheet turns 5-9 into \
             a date, but not 5～9歳, and people of unknown age belong to no band",
            "年齢区分（0～4歳、7歳、100歳以上など）。全年齢の行は空欄。「5-9」は表計算ソフトで日付に変わるため「5～9歳」と書く。\
             年齢不詳の人はどの区分にも入れない",
        );
    }
    band
}

/// Bands with the same area, measure and day must not overlap.
type Key = (AreaCode, Measure, NaiveDate);

/// The age bands of a table and those already in the database.
#[derive(Debug, Default)]
pub(crate) struct Bands {
    known: HashMap<Key, Vec<AgeBand>>,
    read: BTreeMap<Key, Vec<(AgeBand, CellError)>>,
}

impl Bands {
    pub(crate) fn beside(known: &[AgeCount]) -> Self {
        let mut bands = Self::default();
        for AgeCount { band, count } in known {
            bands.known.entry((count.area.clone(), count.measure, count.as_of)).or_default().push(*band);
        }
        bands
    }

    /// Adds a band and its cell.
    pub(crate) fn add(&mut self, key: Key, band: AgeBand, cell: &Cell<'_>) {
        self.read.entry(key).or_default().push((band, cell.refused(Expected::Filled)));
    }

    /// The cells of bands that overlap a band on an earlier line, or a recorded band that stays. A recorded band that
    /// starts at the same age is replaced.
    pub(crate) fn overlapping(self) -> Vec<CellError> {
        let mut wrong = Vec::new();
        for (key, mut bands) in self.read {
            bands.sort_by_key(|(band, place)| (*band, place.line));
            let stays = |known: &AgeBand| bands.iter().all(|(band, _)| band.from() != known.from());
            let known: Vec<AgeBand> =
                self.known.get(&key).into_iter().flatten().copied().filter(|known| stays(known)).collect();
            // The band so far with the highest upper age. A duplicate band is a different error.
            let mut furthest: Option<&(AgeBand, CellError)> = None;
            for one in &bands {
                let (band, place) = one;
                if let Some((other, other_place)) = furthest.filter(|(other, _)| other.overlaps(*band) && other != band)
                {
                    let (band, place, other, line) = if place.line > other_place.line {
                        (band, place, other, other_place.line)
                    } else {
                        (other, other_place, band, place.line)
                    };
                    wrong.push(apart(place, *band, *other, Some(line)));
                } else if let Some(other) = known.iter().find(|known| known.overlaps(*band)) {
                    wrong.push(apart(place, *band, *other, None));
                }
                if furthest.is_none_or(|(furthest, _)| reaches_further(*band, *furthest)) {
                    furthest = Some(one);
                }
            }
        }
        wrong
    }
}

fn reaches_further(band: AgeBand, than: AgeBand) -> bool {
    than.to().is_some_and(|than| band.to().is_none_or(|to| to > than))
}

/// The error for a band that overlaps another one in the file or in the database.
fn apart(place: &CellError, band: AgeBand, other: AgeBand, line: Option<u64>) -> CellError {
    let (english, japanese) = match line {
        Some(line) => (format!("line {line}"), format!("{line}行目")),
        None => ("those recorded already".to_owned(), "登録済みの区分".to_owned()),
    };
    let expected = Expected::Other {
        english: format!("ages outside {other} of {english}; {band} overlaps with it"),
        japanese: format!("{japanese}の {other} と重ならない年齢区分（{band} は重なっています）"),
    };
    CellError { expected, ..place.clone() }
}
