//! Tables of the steps to take in a life event, in order.

use domain::guide::GuideEntry;
use domain::procedure::{LifeEventCode, ProcedureId};

use super::columns::{ColumnSpec, FileColumns, HeaderSpec};
use super::record::{Record, keep_columns, update_text};
use super::value::Value;
use super::wording::Wording;

/// The columns, with Japanese headers first and English ones second.
pub const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("life_event", &["ライフイベント", "life_event"]),
    ColumnSpec::required("procedure", &["手続ID", "procedure"]),
    ColumnSpec::optional("timing", &["時期", "timing"]),
    ColumnSpec::optional("timing_easy", &["時期 やさしい日本語", "timing_easy"]),
    ColumnSpec::optional("timing_en", &["時期 英語", "timing_en"]),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

/// Files are written one entry per row. When read, the entries of a life event form one guide.
impl Record for GuideEntry {
    const NOUN: (&'static str, &'static str) = ("entries of guides", "案内の項目");
    const COLUMNS: &'static [ColumnSpec] = COLUMNS;
    type Key = (LifeEventCode, ProcedureId);

    fn key(&self) -> Self::Key {
        (self.event.clone(), self.procedure.clone())
    }

    fn label(&self, wording: &Wording) -> String {
        format!("{} {}", wording.life_event(&self.event), self.procedure)
    }

    fn value(&self, key: &str, wording: &Wording) -> Value {
        match key {
            "life_event" => Value::Text(wording.life_event(&self.event)),
            "procedure" => Value::Text(self.procedure.to_string()),
            "timing" => Value::of_text(&self.timing.ja),
            "timing_easy" => Value::of_text(&self.timing.easy),
            "timing_en" => Value::of_text(&self.timing.en),
            _ => Value::Nothing,
        }
    }

    fn keep_unrepresentable(&mut self, known: &Self) {
        let read = std::mem::replace(&mut self.timing, known.timing.clone());
        update_text(&mut self.timing.ja, &read.ja);
        update_text(&mut self.timing.easy, &read.easy);
        update_text(&mut self.timing.en, &read.en);
    }

    fn keep_absent(&mut self, known: &Self, columns: &FileColumns) {
        keep_columns!(columns, known => self: "timing" => timing.ja, "timing_easy" => timing.easy, "timing_en" => timing.en);
    }
}
