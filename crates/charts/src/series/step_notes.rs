//! Dates from which figures are counted differently, with notes above the plot.

use chrono::NaiveDate;
use plotters::coord::CoordTranslate;

use super::coordinates::{PlotCoordinates, day_number};
use crate::Width;
use crate::canvas::Canvas;
use crate::lettering::{shorten, text_width};
use crate::markup::{Anchor, Style};
use crate::svg_backend::{from_pixels, to_pixels};

/// A date from which figures are counted differently, for example on a new population base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMark {
    pub date: NaiveDate,
    pub note: String,
}

/// The dates of an axis and the positions of its ends.
pub(super) struct DateSpan {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub left: f64,
    pub right: f64,
}

/// The marks within the range of an axis. If the notes would need more than two rows, they become numbers, with a list
/// below the axis.
pub(super) struct StepNotes<'a> {
    width: Width,
    notes: Vec<PlacedNote<'a>>,
    key: Vec<KeyEntry>,
}

struct PlacedNote<'a> {
    mark: &'a StepMark,
    text: String,
    x: f64,
    text_x: f64,
    /// From 0 at the top.
    row: u32,
}

struct KeyEntry {
    x: f64,
    row: u32,
    text: String,
}

const TOP: f64 = 12.0;

impl<'a> StepNotes<'a> {
    pub(super) fn place(width: Width, marks: &'a [StepMark], span: &DateSpan) -> Self {
        let mut marks: Vec<&StepMark> =
            marks.iter().filter(|mark| (span.start..=span.end).contains(&mark.date)).collect();
        marks.sort_by_key(|mark| mark.date);
        let texts: Vec<String> = marks.iter().map(|mark| mark.note.clone()).collect();
        let notes = place_notes(width, &marks, &texts, span);
        let too_wide = texts.iter().any(|text| text_width(text, width.note_size()) > width.units());
        if !too_wide && notes.iter().all(|note| note.row < 2) {
            return Self { width, notes, key: Vec::new() };
        }
        let numbers: Vec<String> = (1..=marks.len()).map(|number| number.to_string()).collect();
        Self { width, notes: place_notes(width, &marks, &numbers, span), key: key(width, &marks) }
    }

    /// Height needed above the plot.
    pub(super) fn height(&self) -> f64 {
        self.row_height() * self.notes.iter().map(|note| f64::from(note.row + 1)).fold(0.0, f64::max)
    }

    /// Height needed below the axis labels.
    pub(super) fn key_height(&self) -> f64 {
        self.key_row_height() * self.key.iter().map(|entry| f64::from(entry.row + 1)).fold(0.0, f64::max)
    }

    /// Positions of the vertical lines of the marks.
    pub(super) fn positions(&self) -> impl Iterator<Item = f64> + '_ {
        self.notes.iter().map(|note| note.x)
    }

    /// Draws the lines down to `bottom`, and the list that ends at `height`, the bottom of the picture.
    pub(super) fn draw(&self, canvas: &Canvas, bottom: f64, height: f64) {
        let size = self.width.note_size();
        for note in &self.notes {
            let baseline = TOP + self.row_height() * f64::from(note.row);
            let style = Style::class("step-mark").tooltip(&note.mark.note);
            canvas.line(&[(note.x, baseline - size * 0.8), (note.x, bottom)], style);
            canvas.text(note.text_x, baseline, Anchor::Start, size, &note.text, "note");
        }
        let first = height - self.key_height() + size * 0.6;
        for entry in &self.key {
            let baseline = first + self.key_row_height() * f64::from(entry.row);
            canvas.text(entry.x, baseline, Anchor::Start, size, &entry.text, "note");
        }
    }

    const fn row_height(&self) -> f64 {
        self.width.note_size() * 1.3
    }

    const fn key_row_height(&self) -> f64 {
        self.width.note_size() * 1.55
    }
}

/// Assigns rows to the notes, from the right: a note whose text reaches the line of another mark goes above that mark's
/// note, so that no line crosses a text.
fn place_notes<'a>(width: Width, marks: &[&'a StepMark], texts: &[String], span: &DateSpan) -> Vec<PlacedNote<'a>> {
    let size = width.note_size();
    let ends = to_pixels(span.left)..to_pixels(span.right);
    let coordinates = PlotCoordinates::new(day_number(span.start)..day_number(span.end), 0.0..1.0, (ends, 0..1));
    // `row` counts up from the plot until the number of rows is known.
    let mut placed: Vec<PlacedNote<'a>> = Vec::new();
    for (mark, text) in marks.iter().zip(texts).rev() {
        let x = from_pixels(coordinates.translate(&(day_number(mark.date), 0.0)).0);
        let length = text_width(text, size);
        let text_x = (x + 4.0).min(width.units() - length).max(0.0);
        let reach = text_x + length + 6.0;
        let below = placed.iter().filter(|other| other.x.min(other.text_x) < reach).map(|other| other.row + 1).max();
        placed.push(PlacedNote { mark, text: text.clone(), x, text_x, row: below.unwrap_or(0) });
    }
    let deepest = placed.iter().map(|note| note.row).max().unwrap_or(0);
    placed.into_iter().map(|note| PlacedNote { row: deepest - note.row, ..note }).collect()
}

fn key(width: Width, marks: &[&StepMark]) -> Vec<KeyEntry> {
    let size = width.note_size();
    let texts: Vec<String> = marks
        .iter()
        .zip(1..)
        .map(|(mark, number)| shorten(&format!("{number} {}", mark.note), size, width.units() - 4.0))
        .collect();
    let column = texts.iter().map(|text| text_width(text, size)).fold(0.0, f64::max) + 18.0;
    let (mut x, mut row) = (2.0, 0);
    let mut entries = Vec::new();
    for text in texts {
        if x > 2.0 && x + column > width.units() + 18.0 {
            (x, row) = (2.0, row + 1);
        }
        entries.push(KeyEntry { x, row, text });
        x += column;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 8, 15).unwrap()
    }

    #[test]
    fn notes_never_cover_each_other_or_another_marks_line() {
        for width in [Width::Wide, Width::Narrow] {
            for note in ["人口", "2017年1月1日の人口", "Population of 1 January 2017 (Basic Resident Register)"]
            {
                let marks: Vec<StepMark> =
                    (2017..2023).map(|year| StepMark { date: date(year), note: note.into() }).collect();
                let span = DateSpan { start: date(2016), end: date(2023), left: 40.0, right: width.units() - 90.0 };
                let placed = StepNotes::place(width, &marks, &span);
                for note in &placed.notes {
                    let end = note.text_x + text_width(&note.text, width.note_size());
                    assert!(end <= width.units());
                    for other in placed.notes.iter().filter(|other| other.x > note.x) {
                        let text_crosses = other.text_x < end && other.row == note.row;
                        let line_crosses = other.x < end && other.row <= note.row;
                        assert!(!text_crosses && !line_crosses, "{} and {}", note.text, other.text);
                    }
                }
            }
        }
    }

    #[test]
    fn notes_without_room_become_numbers_that_a_list_explains() {
        let marks: Vec<StepMark> =
            (2017..2023).map(|year| StepMark { date: date(year), note: format!("{year}年の人口") }).collect();
        let span = DateSpan { start: date(2016), end: date(2023), left: 40.0, right: 250.0 };
        let placed = StepNotes::place(Width::Narrow, &marks, &span);
        assert_eq!(placed.notes.iter().filter(|note| note.text == "1").count(), 1);
        let texts: Vec<&str> = placed.key.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(texts[..2], ["1 2017年の人口", "2 2018年の人口"]);
        assert!(placed.key_height() > 0.0);
    }
}
