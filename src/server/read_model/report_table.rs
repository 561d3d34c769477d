//! A table shared by a page and its files. Cells are typed, so that the page can link a percentage to its provenance
//! and a workbook can keep it a number.

use chrono::NaiveDate;
use domain::reading::plain_text;
use domain::source::SourceId;

use super::provenance::Figure;
use super::value::Value;

/// A table. All texts are in the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Unique within the page, in ASCII. The sheet name in a file is built from it and from the title.
    pub id: String,
    /// The caption.
    pub title: String,
    /// The first column names the row.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Sources of the figures; may contain the same source more than once.
    pub sources: Vec<SourceId>,
    /// A note for readers of the table; may be empty.
    pub note: String,
}

impl Sheet {
    /// The same table with plain texts, for files.
    #[must_use]
    pub fn without_readings(&self) -> Self {
        let plain = |text: &String| plain_text(text).into_owned();
        let mut sheet = Self { title: plain(&self.title), note: plain(&self.note), ..self.clone() };
        for column in &mut sheet.columns {
            (column.title, column.group) = (plain(&column.title), plain(&column.group));
        }
        for cell in sheet.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.note = plain(&cell.note);
            if let Value::Text(text) = &mut cell.value {
                *text = plain(&*text);
            }
        }
        sheet
    }
}

/// A column with its header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    pub title: String,
    /// The header that it shares with its neighbours; empty if it shares none.
    pub group: String,
    /// Aligned right.
    pub number: bool,
    /// Contains sample data.
    pub sample: bool,
}

impl Column {
    #[must_use]
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    #[must_use]
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: true, ..Self::default() }
    }

    #[must_use]
    pub fn sample(mut self, sample: bool) -> Self {
        self.sample = sample;
        self
    }

    /// Puts the column under a header that it shares with its neighbours of the same group.
    #[must_use]
    pub fn under(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// The title where there is one row of headers only.
    #[must_use]
    pub fn whole_title(&self) -> String {
        if self.group.is_empty() { self.title.clone() } else { format!("{} {}", self.group, self.title) }
    }
}

/// The role of a row in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    #[default]
    Part,
    /// The total of the rows before it.
    Whole,
    /// The row that the page is about.
    Own,
}

/// One row; the first cell names it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub kind: RowKind,
    /// Contains sample data.
    pub sample: bool,
}

impl Row {
    #[must_use]
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }

    #[must_use]
    pub fn kind(mut self, kind: RowKind) -> Self {
        self.kind = kind;
        self
    }

    #[must_use]
    pub fn sample(mut self, sample: bool) -> Self {
        self.sample = sample;
        self
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// The figure whose provenance the value links to.
    pub figure: Option<Figure>,
    /// The page that the value links to, without the language prefix. `figure` takes precedence.
    pub page: Option<String>,
    /// Small text beside the value; may be empty.
    pub note: String,
    /// Shown in bold.
    pub strong: bool,
    /// The `lang` attribute, if the text is not in the page's language.
    pub lang: Option<&'static str>,
}

impl Cell {
    #[must_use]
    pub const fn of(value: Value) -> Self {
        Self { value, figure: None, page: None, note: String::new(), strong: false, lang: None }
    }

    #[must_use]
    pub const fn nothing() -> Self {
        Self::of(Value::Nothing)
    }

    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Value::Text(text.into()))
    }

    #[must_use]
    pub fn count(count: impl TryInto<i64>) -> Self {
        Self::of(Value::Count(count.try_into().unwrap_or(i64::MAX)))
    }

    /// A percentage, or [`Value::Nothing`] if there is none.
    #[must_use]
    pub fn percent(percent: Option<f64>) -> Self {
        Self::of(percent.map_or(Value::Nothing, Value::Percent))
    }

    #[must_use]
    pub fn points(points: Option<f64>, decimals: usize) -> Self {
        Self::of(points.map_or(Value::Nothing, |points| Value::Points { points, decimals }))
    }

    #[must_use]
    pub const fn date(date: NaiveDate) -> Self {
        Self::of(Value::Date(date))
    }

    #[must_use]
    pub const fn thousand_yen(amount: i64) -> Self {
        Self::of(Value::ThousandYen(amount))
    }

    /// Links the value to its provenance.
    #[must_use]
    pub fn opens(mut self, figure: Figure) -> Self {
        self.figure = Some(figure);
        self
    }

    /// Links the value to a page, given without the language prefix.
    #[must_use]
    pub fn leads_to(mut self, page: impl Into<String>) -> Self {
        self.page = Some(page.into());
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    #[must_use]
    pub const fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    #[must_use]
    pub const fn lang(mut self, lang: Option<&'static str>) -> Self {
        self.lang = lang;
        self
    }
}
