//! Rows that somebody else has changed, removed or added meanwhile: both sides, and the choice between them.

use leptos::prelude::*;

use super::cells::{cell_text, column_label};
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;
use crate::server::editing::typed_draft::{CellConflict, Meanwhile, RowConflict, TypedDraft, WHOLE_ROW};
use crate::server::http::forms::conflicts::{keep_field, theirs_field, theirs_of};

/// The choices of all conflicts, as parts of a form.
#[must_use]
pub fn row_conflicts(context: &PageContext, draft: &TypedDraft, conflicts: &[RowConflict], may_choose: bool) -> Markup {
    conflicts.iter().map(|conflict| one(context, draft, conflict, may_choose)).collect_view().into_markup()
}

fn shown(context: &PageContext, draft: &TypedDraft, column: &str, text: &str) -> Markup {
    let text = draft.city_table().map_or_else(|| text.to_owned(), |table| cell_text(context, table, column, text));
    if text.is_empty() {
        view! { <span class="quiet">{context.text("file-empty")}</span> }.into_markup()
    } else {
        mark_japanese(context, &text)
    }
}

fn one(context: &PageContext, draft: &TypedDraft, conflict: &RowConflict, may_choose: bool) -> Markup {
    let said = context.text(match conflict.meanwhile {
        Meanwhile::Changed => "row-meanwhile-changed",
        Meanwhile::Removed => "row-meanwhile-removed",
        Meanwhile::Added => "row-meanwhile-added",
    });
    let choices = if conflict.is_by_cell(draft) {
        conflict
            .cells
            .iter()
            .map(|cell| by_cell(context, draft, conflict.row, cell, may_choose))
            .collect_view()
            .into_markup()
    } else {
        as_a_whole(context, draft, conflict, may_choose)
    };
    view! {
        <div class="stack">
            <p><b>{mark_japanese(context, &conflict.name)}</b> " " {said}</p>
            {choices}
        </div>
    }
    .into_markup()
}

fn choice(
    context: &PageContext,
    (name, side): (&str, &'static str),
    words: &'static str,
    value: Option<Markup>,
    may_choose: bool,
) -> Markup {
    let words = context.text(words);
    let value = value.map(|value| view! { " " <b>{value}</b> });
    if may_choose {
        view! {
            <label class="choice">
                <input type="radio" name=name.to_owned() value=side required />
                <span>{words} {value}</span>
            </label>
        }
        .into_markup()
    } else {
        view! { <p>{words} {value}</p> }.into_markup()
    }
}

fn hidden(row: usize, column: &str, theirs: String, may_choose: bool) -> Markup {
    let name = theirs_field(row, column);
    may_choose.then(|| view! { <input type="hidden" name=name value=theirs /> }).into_markup()
}

fn by_cell(context: &PageContext, draft: &TypedDraft, row: usize, cell: &CellConflict, may_choose: bool) -> Markup {
    let name = keep_field(row, cell.column);
    let value = |text: &str| shown(context, draft, cell.column, text);
    let label = column_label(context, draft.city_table(), Some(cell.column), cell.column);
    view! {
        <fieldset class="plain-fieldset">
            <legend>{mark_japanese(context, &label)}</legend>
            <p>{context.text("proposal-was")} " " {value(&cell.seen)}</p>
            {hidden(row, cell.column, cell.theirs.clone(), may_choose)}
            {choice(context, (name.as_str(), "theirs"), "proposal-theirs", Some(value(&cell.theirs)), may_choose)}
            {choice(context, (name.as_str(), "mine"), "proposal-mine", Some(value(&cell.mine)), may_choose)}
        </fieldset>
    }
    .into_markup()
}

fn as_a_whole(context: &PageContext, draft: &TypedDraft, conflict: &RowConflict, may_choose: bool) -> Markup {
    let is_removal = draft.rows[conflict.row].becomes.is_none();
    let (theirs, mine) = match (conflict.meanwhile, is_removal) {
        (Meanwhile::Removed, _) => ("row-keep-removed", "row-keep-register"),
        (_, true) => ("row-keep-their-change", "row-keep-removal"),
        (_, false) => ("row-keep-theirs", "row-keep-mine"),
    };
    let rows = conflict
        .cells
        .iter()
        .map(|cell| {
            let label = column_label(context, draft.city_table(), Some(cell.column), cell.column);
            let seen = is_removal.then(|| shown(context, draft, cell.column, &cell.seen));
            let mine = (!is_removal).then(|| shown(context, draft, cell.column, &cell.mine));
            view! {
                <tr>
                    <th scope="row">{mark_japanese(context, &label)}</th>
                    <td>{shown(context, draft, cell.column, &cell.theirs)}</td>
                    <td>{seen} {mine}</td>
                </tr>
            }
        })
        .collect_view();
    let other = context.text(if is_removal { "row-column-seen" } else { "row-column-mine" });
    let table = view! {
        <table class="staff-table">
            <thead>
                <tr>
                    <th scope="col">{context.word("file-column", "column")}</th>
                    <th scope="col">{context.text("row-column-theirs")}</th>
                    <th scope="col">{other}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let name = keep_field(conflict.row, WHOLE_ROW);
    view! {
        <TableRegion label=conflict.name.clone()>{table}</TableRegion>
        <fieldset class="plain-fieldset">
            <legend>{context.text("row-keep")}</legend>
            {hidden(conflict.row, WHOLE_ROW, theirs_of(&conflict.cells), may_choose)}
            {choice(context, (name.as_str(), "theirs"), theirs, None, may_choose)}
            {choice(context, (name.as_str(), "mine"), mine, None, may_choose)}
        </fieldset>
    }
    .into_markup()
}
