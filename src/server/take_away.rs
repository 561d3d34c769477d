//! What of a page can be taken away: the tables and the drawings that it shows, handed over while it is rendered, so
//! that a page and its files can never hold different figures.

use std::sync::{Arc, Mutex};

use domain::source::SourceId;

use super::sheet::Sheet;

/// A drawing as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDrawing {
    /// Unique in the page.
    pub id: String,
    pub title: String,
    /// The wide drawing and the narrow one, as SVG without style.
    pub drawings: [String; 2],
    /// May name one source several times.
    pub sources: Vec<SourceId>,
    pub sample: bool,
    pub note: String,
}

/// What a page handed over.
#[derive(Debug, Clone, Default)]
pub struct CollectedExports {
    /// The page's own heading.
    pub title: String,
    pub sheets: Vec<Sheet>,
    pub drawings: Vec<TakenDrawing>,
    /// Whether sources that are named now belong to the last drawing.
    in_drawing: bool,
}

/// Gathers what a page shows; a page is rendered without one unless somebody wants its files. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ExportCollector(Arc<Mutex<CollectedExports>>);

impl ExportCollector {
    fn with(&self, work: impl FnOnce(&mut CollectedExports)) {
        // A page that panicked while it was rendered has no files.
        if let Ok(mut taken) = self.0.lock() {
            work(&mut taken);
        }
    }

    /// The title of the document.
    pub fn title(&self, title: &str) {
        self.with(|taken| title.clone_into(&mut taken.title));
    }

    /// A table that the page shows.
    pub fn sheet(&self, sheet: &Sheet) {
        self.with(|taken| taken.sheets.push(sheet.clone()));
    }

    /// A drawing that the page shows; what is said about sources until [`ExportCollector::end_drawing`] is said about it.
    pub fn begin_drawing(&self, id: &str, title: &str, drawings: &[String; 2]) {
        self.with(|taken| {
            taken.in_drawing = true;
            taken.drawings.push(TakenDrawing {
                id: id.to_owned(),
                title: title.to_owned(),
                drawings: drawings.clone(),
                sources: Vec::new(),
                sample: false,
                note: String::new(),
            });
        });
    }

    pub fn end_drawing(&self) {
        self.with(|taken| taken.in_drawing = false);
    }

    /// Sources named on the page; those outside a drawing belong to no drawing.
    pub fn sources(&self, sources: &[SourceId], sample: bool, note: &str) {
        self.with(|taken| {
            if let Some(drawing) = taken.drawings.last_mut().filter(|_| taken.in_drawing) {
                drawing.sources.extend_from_slice(sources);
                drawing.sample |= sample;
                note.clone_into(&mut drawing.note);
            }
        });
    }

    /// What was gathered.
    #[must_use]
    pub fn taken(&self) -> CollectedExports {
        self.0.lock().map(|taken| taken.clone()).unwrap_or_default()
    }
}
