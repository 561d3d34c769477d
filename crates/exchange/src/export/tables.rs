//! The database content in the columns of the import templates. Importing an unmodified export changes nothing, and
//! importing an edited one changes only the edits.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::csv_file;
use crate::city_table::CityTable;
use crate::import::Kind;
use crate::import::comparing::described::list_described;
use crate::import::table::columns::ColumnSpec;
use crate::import::table::described::Description;
use crate::import::table::record::Record;
use crate::import::table::template;
use crate::import::table::value::Value;
use crate::import::table::wording::Wording;
use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::formula_escape::escape_formula;
use domain::indicator::{Indicator, IndicatorId, IndicatorValue};
use domain::procedure::{DepartmentCode, LifeEventCode, Procedure, ProcedureId, SetCode};
use domain::synonym::Synonym;
use domain::text::MessageLanguage;
use store::error::AppError;
use store::indicators::{list_indicator_values, list_indicators};
use store::procedures::{UsageRecord, list_procedures, list_usage};
use store::synonyms::list_synonyms;
use store::tables::{find_table, read_rows};
use store::{Connection, Db, areas, cards, catalogue};

/// Selects the records of a file. An empty list does not filter.
#[derive(Debug, Clone)]
pub struct ExportFilter {
    pub kind: Kind,
    pub departments: Vec<DepartmentCode>,
    pub sets: Vec<SetCode>,
    pub life_events: Vec<LifeEventCode>,
    /// For indicators, exports definitions instead of values.
    pub definitions: bool,
    /// Only these procedures. An empty set selects none, and `None` does not filter.
    pub procedures: Option<HashSet<ProcedureId>>,
    /// Cards and population of these areas only.
    pub areas: Vec<AreaCode>,
    /// Which card counts to include.
    pub cards: CardRows,
    /// The columns whose values tell rows apart, where rows have to be found again; empty if they do not.
    pub key: &'static [&'static str],
}

/// Selects card counts, because totals and age bands share one template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CardRows {
    #[default]
    All,
    /// Totals of an area.
    Whole,
    ByAge,
}

impl ExportFilter {
    /// Selects all records of a kind.
    #[must_use]
    pub fn all(kind: Kind) -> Self {
        Self {
            kind,
            departments: Vec::new(),
            sets: Vec::new(),
            life_events: Vec::new(),
            definitions: false,
            procedures: None,
            areas: Vec::new(),
            cards: CardRows::All,
            key: &[],
        }
    }

    /// Selects all records of a table, with the keys of its rows.
    #[must_use]
    pub fn with_keys(table: CityTable) -> Self {
        Self { definitions: table.is_definitions, key: table.key(), ..Self::all(table.kind) }
    }

    fn holds(&self, procedure: &Procedure) -> bool {
        let department = procedure.department.as_ref();
        (self.departments.is_empty() || department.is_some_and(|code| self.departments.contains(code)))
            && (self.sets.is_empty() || procedure.sets.iter().any(|set| self.sets.contains(set)))
            && (self.life_events.is_empty()
                || procedure.life_events.iter().any(|event| self.life_events.contains(event)))
            && self.procedures.as_ref().is_none_or(|chosen| chosen.contains(&procedure.id))
    }

    fn holds_area(&self, area: &AreaCode) -> bool {
        self.areas.is_empty() || self.areas.contains(area)
    }

    fn is_of_some_procedures(&self) -> bool {
        !(self.departments.is_empty() && self.sets.is_empty() && self.life_events.is_empty())
    }

    /// Rejects unknown codes. They would otherwise produce an empty file, which would be misleading.
    async fn check(&self, connection: &mut Connection) -> Result<(), AppError> {
        fn check<C: PartialEq + std::fmt::Display>(wanted: &[C], known: &[C], what: &str) -> Result<(), AppError> {
            match wanted.iter().find(|code| !known.contains(code)) {
                None => Ok(()),
                Some(unknown) => {
                    let mut known: Vec<String> = known.iter().map(ToString::to_string).collect();
                    known.sort_unstable();
                    let known = known.join(", ");
                    Err(AppError::BadInput(format!("'{unknown}' is not a {what}; expected one of: {known}")))
                }
            }
        }
        let of_procedures = matches!(self.kind, Kind::Procedures | Kind::Usage);
        if self.is_of_some_procedures() && !of_procedures {
            return Err(AppError::BadInput(
                "--department, --set and --event select procedures; they only work with 'procedures' and 'usage'"
                    .to_owned(),
            ));
        }
        if self.definitions && self.kind != Kind::Indicators {
            return Err(AppError::BadInput("--definitions only works with 'indicators'".to_owned()));
        }
        let departments: Vec<_> =
            catalogue::list_departments(connection).await?.into_iter().map(|one| one.code).collect();
        let sets: Vec<_> = catalogue::list_procedure_sets(connection).await?.into_iter().map(|one| one.code).collect();
        let events: Vec<_> = catalogue::list_life_events(connection).await?.into_iter().map(|one| one.code).collect();
        check(&self.departments, &departments, "department")?;
        check(&self.sets, &sets, "set of procedures")?;
        check(&self.life_events, &events, "life event")
    }
}

/// Records of one kind, one per line, in the columns of the template.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) columns: &'static [ColumnSpec],
    pub(crate) lines: Vec<Vec<Value>>,
    /// The key of each line, in English; empty if the filter names no columns for it.
    keys: Vec<Vec<String>>,
    pub(crate) wording: Wording,
    /// The table of the city that this is; `None` if it is none of them.
    pub(super) table: Option<CityTable>,
    /// The values that columns may refer to in other tables, for the lists of a workbook.
    pub(super) references: BTreeMap<&'static str, Vec<String>>,
}

/// The most rows of another table that a column of a workbook offers as a list.
const MOST_OFFERED: usize = 1_000;

/// A value as a text file holds it, safe to open in a spreadsheet: only texts may look like formulas.
pub(crate) fn csv_cell(value: &Value) -> String {
    match value {
        Value::Text(text) => escape_formula(text).into_owned(),
        other => other.text(),
    }
}

/// Writes records as lines, and notes their keys.
struct Lines<'a> {
    wording: &'a Wording,
    english: Wording,
    key: &'static [&'static str],
    keys: Vec<Vec<String>>,
}

impl Lines<'_> {
    fn of<T: Record>(&mut self, records: &[T]) -> Vec<Vec<Value>> {
        if !self.key.is_empty() {
            let key = |record: &T| self.key.iter().map(|column| record.value(column, &self.english).text()).collect();
            self.keys.extend(records.iter().map(key));
        }
        records.iter().map(|record| record.line(self.wording)).collect()
    }
}

impl Table {
    /// Loads the selected records, with the steps of procedures as of a date.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read, a code does not exist, or the kind has no such table.
    pub async fn load(
        db: &Db,
        selection: &ExportFilter,
        language: MessageLanguage,
        on: NaiveDate,
    ) -> Result<Self, AppError> {
        let mut connection = db.read().await?;
        let mut table = Self::load_from(&mut connection, selection, language, on).await?;
        table.load_references(&mut connection).await?;
        Ok(table)
    }

    /// Only the columns of a table, of a database that nothing is known of.
    #[must_use]
    pub fn template(table: CityTable, language: MessageLanguage) -> Self {
        Self {
            columns: table.columns(),
            lines: Vec::new(),
            keys: Vec::new(),
            wording: Wording::without_names(language),
            table: Some(table),
            references: BTreeMap::new(),
        }
    }

    /// Only the columns of a table, with the words and the rows of other tables that its database knows, for the lists of
    /// a workbook.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn template_from(
        db: &Db,
        table: CityTable,
        language: MessageLanguage,
        on: NaiveDate,
    ) -> Result<Self, AppError> {
        let mut connection = db.read().await?;
        let wording = Wording::load(&mut connection, language, on).await?;
        let mut template = Self { wording, ..Self::template(table, language) };
        template.load_references(&mut connection).await?;
        Ok(template)
    }

    async fn load_references(&mut self, connection: &mut Connection) -> Result<(), AppError> {
        let references = self.table.map(CityTable::references).unwrap_or_default();
        for reference in references {
            let Some(name) = reference.table.tables().first() else { continue };
            let stored = find_table(connection, name).await?;
            // A reference by two columns offers what each of them may hold.
            for (column, key) in reference.columns.iter().zip(reference.key) {
                let Some(place) = stored.place(key) else { continue };
                let mut values: BTreeSet<String> = BTreeSet::new();
                read_rows(connection, &stored, |row| {
                    values.extend(row[place].as_str().map(str::to_owned));
                    Ok(())
                })
                .await?;
                if (1..=MOST_OFFERED).contains(&values.len()) {
                    self.references.entry(*column).or_insert_with(|| values.into_iter().collect());
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn load_from(
        connection: &mut Connection,
        selection: &ExportFilter,
        language: MessageLanguage,
        on: NaiveDate,
    ) -> Result<Self, AppError> {
        selection.check(connection).await?;
        let wording = Wording::load(connection, language, on).await?;
        let english = wording.in_english();
        let mut written = Lines { wording: &wording, english, key: selection.key, keys: Vec::new() };
        if let Some(description) = Description::of(selection.kind) {
            let rows = list_described(connection, description).await?;
            let lines = written.of(&rows);
            let keys = written.keys;
            return Ok(Self::of(selection, description.specs(), (lines, keys), wording));
        }
        let (columns, lines) = match selection.kind {
            Kind::Procedures => {
                let mut procedures = list_procedures(connection).await?;
                procedures.retain(|procedure| selection.holds(procedure));
                (Procedure::COLUMNS, written.of(&procedures))
            }
            Kind::Usage => {
                let mut records = list_usage(connection).await?;
                let procedures = list_procedures(connection).await?;
                let held: HashSet<&ProcedureId> =
                    procedures.iter().filter(|one| selection.holds(one)).map(|one| &one.id).collect();
                records.retain(|record| held.contains(&record.procedure));
                (UsageRecord::COLUMNS, written.of(&records))
            }
            Kind::Cards => {
                let mut counts = cards::list_card_counts(connection).await?;
                let mut ages = cards::list_age_counts(connection).await?;
                counts.retain(|count| selection.cards != CardRows::ByAge && selection.holds_area(&count.area));
                ages.retain(|age| selection.cards != CardRows::Whole && selection.holds_area(&age.count.area));
                let mut all = written.of(&counts);
                all.extend(written.of(&ages));
                (domain::card::CardCount::COLUMNS, all)
            }
            Kind::Population => {
                let mut counts = areas::list_population(connection).await?;
                counts.retain(|count| selection.holds_area(&count.area));
                (areas::PopulationCount::COLUMNS, written.of(&counts))
            }
            Kind::Indicators if selection.definitions => {
                (Indicator::COLUMNS, written.of(&list_indicators(connection).await?))
            }
            Kind::Indicators => {
                // A table has one row for a year, kind and day. The later value is the one that counts.
                let mut values = list_indicator_values(connection).await?;
                values.dedup_by(|later, earlier| {
                    let is_replaced = earlier.0 == later.0 && earlier.1.has_key_of(&later.1);
                    if is_replaced {
                        std::mem::swap(earlier, later);
                    }
                    is_replaced
                });
                (<(IndicatorId, IndicatorValue)>::COLUMNS, written.of(&values))
            }
            Kind::Synonyms => (Synonym::COLUMNS, written.of(&list_synonyms(connection).await?)),
            _ => return Err(template::not_a_table()),
        };
        let keys = written.keys;
        Ok(Self::of(selection, columns, (lines, keys), wording))
    }

    fn of(
        selection: &ExportFilter,
        columns: &'static [ColumnSpec],
        (lines, keys): (Vec<Vec<Value>>, Vec<Vec<String>>),
        wording: Wording,
    ) -> Self {
        let is_it = |table: &CityTable| table.kind == selection.kind && table.is_definitions == selection.definitions;
        let table = CityTable::all().into_iter().find(is_it);
        Self { columns, lines, keys, wording, table, references: BTreeMap::new() }
    }

    /// The columns of the lines.
    #[must_use]
    pub const fn columns(&self) -> &'static [ColumnSpec] {
        self.columns
    }

    /// The lines, each with its key; the key is empty if the filter names no columns for it.
    pub fn rows(&self) -> impl Iterator<Item = (&[String], &[Value])> {
        let key = |place: usize| self.keys.get(place).map(Vec::as_slice).unwrap_or_default();
        self.lines.iter().enumerate().map(move |(place, line)| (key(place), line.as_slice()))
    }

    /// The number of records.
    #[must_use]
    pub fn length(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn headers(&self) -> Vec<&'static str> {
        template::headers_of(self.columns, self.wording.language)
    }

    /// The table as CSV, with formulas escaped.
    #[must_use]
    pub fn as_csv(&self) -> Vec<u8> {
        csv_file(self.headers(), self.lines.iter().map(|line| line.iter().map(csv_cell)))
    }
}
