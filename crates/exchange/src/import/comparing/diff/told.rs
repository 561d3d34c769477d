//! Changes as lines of text for people, and as JSON for programs.

use domain::text::MessageLanguage;
use serde_json::{Value as Json, json};

use super::{CellChange, Changes};
use crate::import::table::place::clip;

/// Maximum number of records of one kind listed in text; the rest are only counted. Structured output has all.
pub(super) const LISTED_RECORDS: usize = 20;

/// Maximum number of cells of one record listed in text; the rest are only counted.
pub(super) const LISTED_CELLS: usize = 12;

impl Changes {
    /// New records and changed cells as lines of text, with each kind bounded.
    pub(crate) fn describe(&self, language: MessageLanguage) -> Vec<String> {
        let mut lines = Vec::new();
        let more = |left: usize| match language {
            MessageLanguage::English => format!("… and {left} more"),
            MessageLanguage::Japanese => format!("…ほか{left}件"),
        };
        let named = |line: Option<u64>, record: &str| match (line, language) {
            (None, _) => clip(record),
            (Some(line), MessageLanguage::English) => format!("{} (line {line})", clip(record)),
            (Some(line), MessageLanguage::Japanese) => format!("{}（{line}行目）", clip(record)),
        };
        for new in self.new.iter().take(LISTED_RECORDS) {
            let named = named(new.line, &new.record);
            lines.push(match language {
                MessageLanguage::English => format!("  new: {named}"),
                MessageLanguage::Japanese => format!("  新規: {named}"),
            });
        }
        if let Some(left) = self.new.len().checked_sub(LISTED_RECORDS).filter(|left| *left > 0) {
            lines.push(format!("  {}", more(left)));
        }
        for removed in self.removed.iter().take(LISTED_RECORDS) {
            let named = named(removed.line, &removed.record);
            lines.push(match language {
                MessageLanguage::English => format!("  removed: {named}"),
                MessageLanguage::Japanese => format!("  削除: {named}"),
            });
        }
        if let Some(left) = self.removed.len().checked_sub(LISTED_RECORDS).filter(|left| *left > 0) {
            lines.push(format!("  {}", more(left)));
        }
        for change in self.changed.iter().take(LISTED_RECORDS) {
            let named = named(change.line, &change.record);
            lines.push(match language {
                MessageLanguage::English => format!("  changed: {named}"),
                MessageLanguage::Japanese => format!("  変更: {named}"),
            });
            lines.extend(change.cells.iter().take(LISTED_CELLS).map(|cell| format!("    {}", cell.describe(language))));
            if let Some(left) = change.cells.len().checked_sub(LISTED_CELLS).filter(|left| *left > 0) {
                lines.push(format!("    {}", more(left)));
            }
        }
        if let Some(left) =
            self.counts.changed.checked_sub(LISTED_RECORDS.min(self.changed.len())).filter(|left| *left > 0)
        {
            lines.push(format!("  {}", more(left)));
        }
        lines
    }

    pub(crate) fn to_json(&self) -> Json {
        json!({
            "of": self.counts.noun.0,
            "new": self.counts.new,
            "changed": self.counts.changed,
            "unchanged": self.counts.unchanged,
            "removed": self.counts.removed,
            "removed_records": self.removed.iter().map(|removed| json!({
                "line": removed.line,
                "record": removed.record,
            })).collect::<Vec<_>>(),
            "changes_left_out": self.left_out,
            "new_records": self.new.iter().map(|new| json!({
                "line": new.line,
                "record": new.record,
            })).collect::<Vec<_>>(),
            "changes": self.changed.iter().map(|change| json!({
                "line": change.line,
                "record": change.record,
                "cells": change.cells.iter().map(|cell| json!({
                    "column": cell.key,
                    "header": cell.column.header,
                    "letter": cell.column.letter,
                    "old": cell.old,
                    "new": cell.new,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }
}

impl CellChange {
    /// The column with its old and new value, on one line.
    #[must_use]
    pub fn describe(&self, language: MessageLanguage) -> String {
        let shown = |text: &str| match (text.is_empty(), language) {
            (false, _) => clip(text),
            (true, MessageLanguage::English) => "(empty)".to_owned(),
            (true, MessageLanguage::Japanese) => "（空欄）".to_owned(),
        };
        format!("{}: {} → {}", self.column, shown(&self.old), shown(&self.new))
    }
}
