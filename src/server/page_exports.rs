//! Exports of a page: the tables and drawings that it shows, collected while it is rendered, so that a page and its
//! files always show the same figures.

use std::sync::{Arc, Mutex};

use domain::reading::plain_text;
use domain::source::SourceId;

use super::read_model::report_table::Sheet;

/// A text as files show it: without the notation of readings.
fn plain(text: &str) -> String {
    plain_text(text).into_owned()
}

/// A drawing shown on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedDrawing {
    /// Unique within the page.
    pub id: String,
    pub title: String,
    /// The wide and the narrow drawing, as SVG without styles.
    pub drawings: [String; 2],
    /// May contain the same source more than once.
    pub sources: Vec<SourceId>,
    pub sample: bool,
    pub note: String,
}

/// The collected exports of a page.
#[derive(Debug, Clone, Default)]
pub struct CollectedExports {
    /// The page's main heading.
    pub title: String,
    pub sheets: Vec<Sheet>,
    pub drawings: Vec<CollectedDrawing>,
    /// Whether sources are currently added to the last drawing.
    in_drawing: bool,
}

/// Collects what a page shows. It is present only when files of the page are requested. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ExportCollector(Arc<Mutex<CollectedExports>>);

impl ExportCollector {
    fn with(&self, work: impl FnOnce(&mut CollectedExports)) {
        // A page that panicked during rendering has no files.
        if let Ok(mut taken) = self.0.lock() {
            work(&mut taken);
        }
    }

    /// Sets the title of the document.
    pub fn title(&self, title: &str) {
        self.with(|taken| taken.title = plain(title));
    }

    /// Adds a table of the page.
    pub fn sheet(&self, sheet: &Sheet) {
        self.with(|taken| taken.sheets.push(sheet.without_readings()));
    }

    /// Adds a drawing of the page. Sources added before [`ExportCollector::end_drawing`] belong to it.
    pub fn begin_drawing(&self, id: &str, title: &str, drawings: &[String; 2]) {
        self.with(|taken| {
            taken.in_drawing = true;
            taken.drawings.push(CollectedDrawing {
                id: id.to_owned(),
                title: plain(title),
                drawings: drawings.each_ref().map(|drawing| plain(drawing)),
                sources: Vec::new(),
                sample: false,
                note: String::new(),
            });
        });
    }

    pub fn end_drawing(&self) {
        self.with(|taken| taken.in_drawing = false);
    }

    /// Adds sources to the current drawing. Sources outside a drawing are ignored.
    pub fn sources(&self, sources: &[SourceId], sample: bool, note: &str) {
        self.with(|taken| {
            if let Some(drawing) = taken.drawings.last_mut().filter(|_| taken.in_drawing) {
                drawing.sources.extend_from_slice(sources);
                drawing.sample |= sample;
                drawing.note = plain(note);
            }
        });
    }

    /// The collected exports.
    #[must_use]
    pub fn collected(&self) -> CollectedExports {
        self.0.lock().map(|taken| taken.clone()).unwrap_or_default()
    }
}
