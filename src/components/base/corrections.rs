//! Corrections of published figures, on the page where the figures stand.

use domain::correction::{Correction, FigureValue};
use leptos::prelude::*;

use super::city_text::city_cell;
use super::data_table::data_table;
use super::foreign::lang_of;
use super::formatting::count;
use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::address;
use crate::server::read_model::corrections::{figure_name, page_of, record_name, subject_name, value_of};
use crate::server::read_model::report_table::{Cell, Column, Row, Sheet};

/// Corrections that are shown without unfolding them.
const FEW: usize = 5;

/// Corrections on one page. The file has all of them.
const MOST: usize = 100;

/// The section with the corrections of a page, newest first; nothing if there are none. `subject` selects those of the
/// page in the file; without one, the table says what each is about.
#[must_use]
pub fn corrections_section(context: &PageContext, corrections: &[&Correction], subject: Option<&str>) -> Markup {
    let Some(newest) = corrections.first() else { return ().into_markup() };
    let shown = &corrections[..corrections.len().min(MOST)];
    let table = data_table(context, &sheet(context, shown, subject.is_none()), "compact corrections");
    let table = if corrections.len() > FEW {
        let words = [("count", count(corrections.len())), ("date", context.short_date(newest.corrected_on))];
        view! { <details><summary>{context.format_text("correction-many", words)}</summary>{table}</details> }
            .into_markup()
    } else {
        table
    };
    let more = (corrections.len() > shown.len()).then(|| {
        let words = [("shown", count(shown.len())), ("count", count(corrections.len()))];
        view! { <p>{context.format_text("correction-more", words)}</p> }
    });
    let file = address("/api/v1/corrections.csv", subject.map(|subject| ("subject", subject)));
    view! {
        <section class="stack" aria-labelledby="corrections">
            <h2 id="corrections">{context.text("correction-title")}</h2>
            <p class="prose">{context.text("correction-lead")}</p>
            {table}
            {more}
            <p class="small no-print"><a href=file>{context.text("correction-file")}</a></p>
        </section>
    }
    .into_markup()
}

fn sheet(context: &PageContext, corrections: &[&Correction], with_subject: bool) -> Sheet {
    let text = |name: &str| Column::text(context.word("correction-column", name));
    let number = |name: &str| Column::number(context.word("correction-column", name));
    let subject = with_subject.then(|| text("subject"));
    let columns = std::iter::once(text("day")).chain(subject).chain([
        text("record"),
        text("figure"),
        number("before"),
        number("after"),
        text("reason"),
    ]);
    Sheet {
        id: "corrections".to_owned(),
        title: context.text("correction-caption"),
        columns: columns.collect(),
        rows: corrections.iter().map(|correction| row(context, correction, with_subject)).collect(),
        sources: Vec::new(),
        note: String::new(),
    }
}

fn row(context: &PageContext, correction: &Correction, with_subject: bool) -> Row {
    let (snapshot, language) = (&context.snapshot, context.language);
    let Correction { change, corrected_on, reason } = correction;
    let subject = with_subject.then(|| {
        let name = subject_name(snapshot, language, change);
        let lang = lang_of(context, &name);
        let cell = Cell::text(name).lang(lang);
        match page_of(snapshot, change) {
            Some(page) => cell.leads_to(page),
            None => cell,
        }
    });
    let value = |value: FigureValue| Cell::of(value_of(snapshot, language, change, value));
    let reason =
        if reason.is_empty() { Cell::text(context.text("correction-no-reason")) } else { city_cell(context, reason) };
    let [back_on, takes_back] = snapshot.corrections.back_and_forth(correction, context.as_of);
    let dated = |name: &str, day| context.format_text(name, [("date", context.short_date(day))]);
    let notes = [
        takes_back.map(|day| dated("correction-takes-back", day)),
        back_on.map(|day| dated("correction-taken-back", day)),
    ];
    let untranslated = Some(reason.note.clone()).filter(|mark| !mark.is_empty());
    let notes: Vec<String> = untranslated.into_iter().chain(notes.into_iter().flatten()).collect();
    let reason = reason.note(notes.join(&context.text("list-separator")));
    let cells = std::iter::once(Cell::date(*corrected_on)).chain(subject).chain([
        Cell::text(record_name(language, change)),
        Cell::text(figure_name(language, change)),
        value(change.before),
        change.after.map_or_else(|| Cell::text(context.text("correction-withdrawn")), value),
        reason,
    ]);
    Row::of(cells.collect())
}
