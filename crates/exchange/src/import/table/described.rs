//! Tables of public data that are described as data: what a column holds, what its rows refer to, where they are shown.
//!
//! From a description follow the importer, the exporter, the template, the check of references, the schema of the
//! published files and docs/DATA.md. A table with rules of its own, such as the cards, has a module of its own beside
//! this one.

mod catalogue;
mod corrections;
mod department_changes;
mod elsewhere;
mod guides;
mod history;
mod offices;
mod papers;
mod programme;
mod readings;
mod row;
mod translations;

use std::sync::LazyLock;

use domain::limits;

pub use self::row::DescribedRow;
use super::columns::{ColumnSpec, HeaderSpec, Presence};
use super::kind::Kind;
use super::wording::Wording;

/// A text in English and Japanese.
pub type InTwoLanguages = (&'static str, &'static str);

/// What a column holds, and what an empty cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A short name that other tables use, and that may stand in an address.
    Identifier,
    /// The code of an area, with or without its check digit.
    AreaCode,
    /// Text on one line, or a paragraph. An empty cell means that nothing is said.
    Text,
    /// The address of a web page.
    WebAddress,
    /// The id or title of a source.
    Source,
    /// The id or title of a source, if it is another one than that of what the row belongs to.
    OwnSource,
    /// A whole number, 0 or more, in this unit. An empty cell means that it is not known.
    Count(InTwoLanguages),
    /// A fiscal year, named by the year in which it begins.
    FiscalYear,
    /// A day, which may be to come: of a plan, or of what takes effect.
    Day,
    /// A day that has come, because the row says what happened or was counted on it.
    PastDay,
    /// Yes or no. An empty cell means no.
    Mark,
    /// One of some words, each with its Japanese spelling.
    Choice(&'static [InTwoLanguages]),
    /// Several of some words, joined by semicolons.
    Choices(&'static [InTwoLanguages]),
    /// A time of day, from 0:00 to 24:00.
    Time,
    /// Days of the week, each every week or only some weeks of the month.
    Weekdays,
    /// Degrees of latitude or longitude between two bounds. Kept as text, so that no digit is lost.
    Degrees(u16, u16),
    /// A telephone number with its area code.
    Telephone,
    Postcode,
    /// The reading of a word, in kana.
    Reading,
    /// The place of the row in a list, from 1. Where it is not given, rows are counted in the order of the file.
    Position,
    /// A whole number of days, negative before the day that they count from. An empty cell means that no number says.
    Days,
    /// A condition on the answers of a guide. An empty cell means that it always holds.
    Condition,
}

/// A column of a described table. Its key is the name of the column in the database.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub spec: ColumnSpec,
    pub holds: Holds,
    /// What the column says, where its name does not.
    pub about: InTwoLanguages,
}

impl Column {
    const fn required(key: &'static str, spellings: &'static [&'static str], holds: Holds) -> Self {
        Self { spec: ColumnSpec::required(key, spellings), holds, about: ("", "") }
    }

    const fn optional(key: &'static str, spellings: &'static [&'static str], holds: Holds) -> Self {
        Self { spec: ColumnSpec::optional(key, spellings), holds, about: ("", "") }
    }

    /// The same column, which holds a published figure.
    const fn figure(self) -> Self {
        Self { spec: self.spec.figure(), ..self }
    }

    const fn about(self, english: &'static str, japanese: &'static str) -> Self {
        Self { about: (english, japanese), ..self }
    }

    /// Whether a row must have a value. That of a source may come from the sender of the file.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.spec.presence == Presence::Required || self.holds == Holds::Source
    }
}

/// Columns whose values together are the key of a row of another table.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    pub columns: &'static [&'static str],
    /// The table in the database, and its columns.
    pub table: &'static str,
    pub key: &'static [&'static str],
    /// What must exist, worded to follow "expected" or 「正しくは」.
    pub expected: InTwoLanguages,
}

/// A rule about the values of one row.
#[derive(Debug, Clone, Copy)]
pub enum RowRule {
    /// The parts add up to the total.
    Sum { total: &'static str, parts: &'static [&'static str] },
    /// One value is not above another, where both are known.
    NotAbove { small: &'static str, large: &'static str },
    /// One value is a second less a third, where all are known.
    Difference { result: &'static str, from: &'static str, less: &'static str },
    /// Of rows with this word in a column, the fiscal year has begun: they say what was spent.
    Past { year: &'static str, stage: (&'static str, &'static str) },
    /// All of these are given, or none of them.
    Together { columns: &'static [&'static str] },
    /// One time or day is before another, where both are given.
    InOrder { first: &'static str, last: &'static str, may_be_equal: bool },
    /// The table and column of a published figure, and values of it.
    Figure { table: &'static str, figure: &'static str, values: &'static [&'static str] },
    /// At least one of the columns has a value.
    AnyOf { columns: &'static [&'static str] },
}

/// What becomes of a row whose key exists already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// It replaces the known one.
    Replaced,
    /// It stands beside it, and the last one counts: a history keeps what was known when. Only a row that was entered by
    /// mistake is removed again.
    Appended,
    /// It is the same row. A log has rows in the order in which they were recorded, told apart by all of their values.
    Logged,
}

/// A table of public data.
#[derive(Debug)]
pub struct Description {
    pub kind: Kind,
    /// The table in the database.
    pub table: &'static str,
    /// What its rows are called.
    pub noun: InTwoLanguages,
    /// What the table is for.
    pub purpose: InTwoLanguages,
    pub columns: &'static [Column],
    /// The columns that tell rows apart.
    pub key: &'static [&'static str],
    pub saving: Saving,
    pub references: &'static [Reference],
    pub rules: &'static [RowRule],
    /// The pages that show it, as paths without a language.
    pub pages: &'static [&'static str],
}

/// Every described table, in an order in which rows only refer to earlier ones.
pub const DESCRIPTIONS: &[&Description] = &[
    &catalogue::SOURCES,
    &catalogue::AREAS,
    &catalogue::DEPARTMENTS,
    &catalogue::LIFE_EVENTS,
    &catalogue::SETS,
    &elsewhere::ELSEWHERE,
    &translations::TRANSLATIONS,
    &readings::READINGS,
    &papers::PAPERS,
    &papers::PROCEDURE_PAPERS,
    &papers::PROCEDURE_DETAILS,
    &papers::PROCEDURE_FORMS,
    &history::CHANNELS,
    &history::STEP_EVENTS,
    &history::EXCLUSION_EVENTS,
    &programme::PROGRAMMES,
    &programme::FUNDING,
    &programme::COST_ITEMS,
    &programme::ASSESSMENTS,
    &programme::OBLIGATIONS,
    &programme::SCHEDULE,
    &programme::INITIATIVES,
    &programme::MILESTONES,
    &programme::EFFECTS,
    &programme::COURSES,
    &programme::ROLES,
    &programme::TRAINING,
    &programme::TRAINING_PROGRESS,
    &programme::SDG_ACTIONS,
    &corrections::CORRECTIONS,
    &department_changes::DEPARTMENT_CHANGES,
    &guides::GUIDES,
    &guides::GUIDE_QUESTIONS,
    &guides::GUIDE_ANSWERS,
    &guides::GUIDE_ENTRIES,
    &offices::OFFICES,
    &offices::OFFICE_HOURS,
    &offices::OFFICE_EXCEPTIONS,
    &offices::OFFICE_PROCEDURES,
    &offices::HOLIDAYS,
    &offices::POSTCODES,
];

/// The columns of each table as those that read headers expect them.
static SPECS: LazyLock<Vec<Vec<ColumnSpec>>> = LazyLock::new(|| {
    DESCRIPTIONS.iter().map(|description| description.columns.iter().map(|column| column.spec).collect()).collect()
});

impl Description {
    /// The description of the tables of a kind, if it has one.
    #[must_use]
    pub fn of(kind: Kind) -> Option<&'static Self> {
        DESCRIPTIONS.iter().find(|description| description.kind == kind).copied()
    }

    /// The columns with the spellings of their headers.
    #[must_use]
    pub fn specs(&self) -> &'static [ColumnSpec] {
        let place = DESCRIPTIONS.iter().position(|description| description.kind == self.kind);
        place.and_then(|place| SPECS.get(place)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn header(&self) -> HeaderSpec {
        HeaderSpec::new(self.specs())
    }

    /// A column by its key.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.spec.key == key)
    }

    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.spec.key == key)
    }

    /// The allowed values of a column that accepts a fixed list.
    pub(crate) fn choices(&self, key: &str, wording: &Wording) -> Option<Vec<String>> {
        match self.column(key)?.holds {
            Holds::Choice(words) => Some(words.iter().map(|word| wording.choice(*word)).collect()),
            Holds::Mark => Some(vec![wording.yes_or_no(true).text()]),
            _ => None,
        }
    }

    /// The column with the source of the row, if it has one.
    #[must_use]
    pub fn source_column(&self) -> Option<&'static str> {
        self.columns.iter().find(|column| column.holds.is_source()).map(|column| column.spec.key)
    }
}

impl Holds {
    /// Whether a cell is a day.
    #[must_use]
    pub const fn is_day(self) -> bool {
        matches!(self, Self::Day | Self::PastDay)
    }

    /// Whether a cell names a source.
    #[must_use]
    pub const fn is_source(self) -> bool {
        matches!(self, Self::Source | Self::OwnSource)
    }

    /// The most characters of a cell.
    #[must_use]
    pub const fn max_chars(self) -> usize {
        match self {
            Self::WebAddress => limits::ADDRESS,
            _ => limits::TEXT,
        }
    }
}

/// Where rows of one list have an order.
const POSITION: Column = Column::optional("position", &["表示順", "position"], Holds::Position);

const SAMPLE: Column = Column::optional("sample", &["サンプル", "sample"], Holds::Mark)
    .about("the row is sample data, and every page says so", "サンプルの行。どのページにもそう書く");

const YEN: InTwoLanguages = ("thousand yen", "千円");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn descriptions_name_only_what_exists() {
        let mut earlier: BTreeSet<&str> = BTreeSet::new();
        for description in DESCRIPTIONS {
            let name = description.kind;
            let keys: Vec<&str> = description.columns.iter().map(|column| column.spec.key).collect();
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{name}: a column twice");
            assert!(!description.key.is_empty() && description.key.iter().all(|key| keys.contains(key)), "{name}");
            for column in description.columns {
                assert!(column.spec.spellings.contains(&column.spec.key), "{name}: {}", column.spec.key);
            }
            earlier.insert(description.table);
            for reference in description.references {
                assert!(reference.columns.iter().all(|column| keys.contains(column)), "{name}");
                assert_eq!(reference.columns.len(), reference.key.len(), "{name}");
                let of_other_module = ["departments", "indicators", "procedures"].contains(&reference.table);
                assert!(earlier.contains(reference.table) || of_other_module, "{name}: {}", reference.table);
            }
            for rule in description.rules {
                let named = match rule {
                    RowRule::Sum { total, parts } => [&[*total], *parts].concat(),
                    RowRule::NotAbove { small, large } => vec![*small, *large],
                    RowRule::Difference { result, from, less } => vec![*result, *from, *less],
                    RowRule::Past { year, stage } => vec![*year, stage.0],
                    RowRule::Together { columns } => columns.to_vec(),
                    RowRule::InOrder { first, last, .. } => vec![*first, *last],
                    RowRule::Figure { table, figure, values } => [&[*table, *figure], *values].concat(),
                    RowRule::AnyOf { columns } => columns.to_vec(),
                };
                assert!(named.iter().all(|column| keys.contains(column)), "{name}");
            }
        }
    }

    /// A day of something that happened or was counted is at most today. Only these columns are of plans, or of the day on
    /// which something takes effect.
    #[test]
    fn only_days_of_plans_may_be_to_come() {
        let days = DESCRIPTIONS.iter().flat_map(|description| description.columns);
        let to_come: BTreeSet<&str> =
            days.filter(|column| column.holds == Holds::Day).map(|column| column.spec.key).collect();
        let plans =
            ["day", "due_on", "effective_on", "first_day", "last_day", "planned_on", "valid_from", "valid_until"];
        assert_eq!(to_come, BTreeSet::from(plans));
    }

    #[test]
    fn two_columns_of_a_table_never_share_a_header() {
        for description in DESCRIPTIONS {
            let all: Vec<&str> = description.specs().iter().flat_map(|spec| spec.spellings).copied().collect();
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{}", description.kind);
        }
    }
}
