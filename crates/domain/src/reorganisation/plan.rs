//! From rows to what they say, or to everything that is wrong with them.

mod build;
mod resolve;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use self::build::{Read, build};
use super::{Known, KnownProcedure, Mistake, Reorganisation, Row, SAID};
use crate::calendar::{date_en, date_ja};
use crate::procedure::{Department, DepartmentCode};
use crate::text::normalise_name;

/// Where a row leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    /// Nowhere: the row has no successor.
    None,
    /// The department of the row itself.
    Itself,
    Known(DepartmentCode),
    New(DepartmentCode),
}

impl Target {
    fn code(&self) -> Option<&DepartmentCode> {
        match self {
            Self::Known(code) | Self::New(code) => Some(code),
            Self::None | Self::Itself => None,
        }
    }
}

/// A row whose words are understood.
#[derive(Debug, Clone)]
struct Resolved<'a> {
    from: Option<&'a Department>,
    procedure: Option<&'a KnownProcedure>,
    to: Target,
}

/// What rows say about one department, by column, each with the line of the first row that says it.
#[derive(Debug, Clone, Default)]
struct Said {
    values: BTreeMap<&'static str, (String, u64)>,
    /// Whether a row leaves the English name empty on purpose.
    has_no_name_en: bool,
    /// The place of the first row that names it.
    row: usize,
}

impl Said {
    fn text(&self, column: &str) -> String {
        self.values.get(column).map(|(text, _)| text.clone()).unwrap_or_default()
    }
}

/// What rows say about departments, in the order in which the rows name them.
#[derive(Debug, Default)]
struct Heard {
    all: Vec<(DepartmentCode, Said)>,
    places: HashMap<DepartmentCode, usize>,
}

impl Heard {
    fn of(&mut self, code: &DepartmentCode, row: usize) -> &mut Said {
        let next = self.all.len();
        let place = *self.places.entry(code.clone()).or_insert(next);
        if place == next {
            self.all.push((code.clone(), Said { row, ..Said::default() }));
        }
        &mut self.all[place].1
    }
}

/// The rows, the present departments, and what is found to be wrong.
struct Planner<'a> {
    rows: &'a [Row],
    known: Known<'a>,
    by_code: HashMap<&'a str, &'a Department>,
    by_name: HashMap<String, Vec<&'a Department>>,
    by_id: HashMap<&'a str, &'a KnownProcedure>,
    /// Procedures by their name.
    named: HashMap<String, Vec<&'a KnownProcedure>>,
    /// The successor of the first row that gives it a name, by this name.
    introduced: HashMap<&'a str, &'a str>,
    /// The successors of rows that say which department they come back from.
    restored: HashSet<&'a str>,
    /// By row and column, because only the first mistake of a cell counts.
    mistakes: BTreeMap<(usize, &'static str), Mistake>,
}

/// Reads rows as a reorganisation of the present departments.
///
/// # Errors
/// Every cell that is wrong.
pub fn plan(rows: &[Row], known: Known<'_>) -> Result<Reorganisation, Vec<Mistake>> {
    let mut by_name: HashMap<String, Vec<&Department>> = HashMap::new();
    for department in known.departments {
        by_name.entry(normalise_name(&department.name)).or_default().push(department);
    }
    let mut named: HashMap<String, Vec<&KnownProcedure>> = HashMap::new();
    for procedure in known.procedures {
        named.entry(normalise_name(&procedure.name)).or_default().push(procedure);
    }
    let mut introduced: HashMap<&str, &str> = HashMap::new();
    for row in rows.iter().filter(|row| !row.name.is_empty() && !row.successor.is_empty() && row.successor != row.name)
    {
        introduced.entry(&row.name).or_insert(&row.successor);
    }
    let mut planner = Planner {
        rows,
        known,
        by_code: known.departments.iter().map(|one| (one.code.as_str(), one)).collect(),
        by_name,
        by_id: known.procedures.iter().map(|one| (one.id.as_str(), one)).collect(),
        named,
        introduced,
        restored: rows.iter().filter(|row| !row.restored_from.is_empty()).map(|row| row.successor.as_str()).collect(),
        mistakes: BTreeMap::new(),
    };
    let effective_on = planner.day();
    let takes_back = planner.taken_back();
    let resolved = planner.resolve();
    let rest = planner.rest(&resolved);
    let moved = planner.procedures(&resolved);
    planner.refuse_chains(&resolved, &rest);
    let [renamed, new] = planner.said(&resolved, &rest);
    if !planner.mistakes.is_empty() {
        return Err(planner.mistakes.into_values().collect());
    }
    let said = Read { resolved: &resolved, rest: &rest, moved: &moved, renamed, new, effective_on, takes_back };
    Ok(build(&planner, &said))
}

impl<'a> Planner<'a> {
    /// Notes a mistake, unless the cell has one already.
    fn refuse(&mut self, row: usize, column: &'static str, english: impl Into<String>, japanese: impl Into<String>) {
        let mistake = || Mistake { row, column, english: english.into(), japanese: japanese.into() };
        self.mistakes.entry((row, column)).or_insert_with(mistake);
    }

    /// The day of all rows.
    fn day(&mut self) -> Option<(usize, NaiveDate)> {
        let mut first: Option<(usize, NaiveDate)> = None;
        for (place, row) in self.rows.iter().enumerate() {
            match (first, row.effective_on) {
                (None, Some(day)) => first = Some((place, day)),
                (Some((of, day)), Some(other)) if day != other => {
                    let line = self.rows[of].line;
                    self.refuse(
                        place,
                        "effective_on",
                        format!("{}, as in line {line}: a reorganisation has one day", date_en(day)),
                        format!("{line}行目と同じ{}（1回の組織改編の適用日は1つです）", date_ja(day)),
                    );
                }
                _ => {}
            }
        }
        first
    }

    /// The day of the reorganisation that the rows take back: one of the past, the same in all rows.
    fn taken_back(&mut self) -> Option<NaiveDate> {
        let mut first: Option<(usize, NaiveDate)> = None;
        for (place, row) in self.rows.iter().enumerate() {
            let Some(day) = row.takes_back else { continue };
            if let Some((of, other)) = first {
                if day != other {
                    let line = self.rows[of].line;
                    self.refuse(
                        place,
                        "takes_back",
                        format!("{}, as in line {line}: one reorganisation is taken back at once", date_en(other)),
                        format!("{line}行目と同じ{}（取り消す組織改編は1回に1つです）", date_ja(other)),
                    );
                }
            } else if self.known.changes.iter().any(|change| change.changed_on == day) {
                first = Some((place, day));
            } else {
                self.refuse(
                    place,
                    "takes_back",
                    "the day of an earlier reorganisation; files that undo one have it",
                    "以前の組織改編の適用日（元に戻すファイルだけに入ります）",
                );
            }
        }
        first.map(|(_, day)| day)
    }

    /// The row that says where everything else of each department goes.
    fn rest(&mut self, resolved: &[Option<Resolved<'a>>]) -> HashMap<DepartmentCode, (usize, Target)> {
        let mut rest: HashMap<DepartmentCode, (usize, Target)> = HashMap::new();
        for (place, row) in resolved.iter().enumerate() {
            let Some(Resolved { from: Some(from), procedure: None, to }) = row else { continue };
            let of_row = to.clone();
            // A row that renames a department says that it stays.
            let to = if *to == Target::None { &Target::Itself } else { to };
            let Some((of, before)) = rest.get(&from.code) else {
                rest.insert(from.code.clone(), (place, to.clone()));
                continue;
            };
            let line = self.rows[*of].line;
            if before != to {
                let (was, was_ja) = match before.code() {
                    Some(code) => (format!("goes to '{code}'"), format!("「{code}」へ移ります")),
                    None => ("stays".to_owned(), "そのまま残ります".to_owned()),
                };
                let name = from.name.clone();
                self.refuse(
                    place,
                    "successor",
                    format!(
                        "the same as in line {line}, where '{name}' {was}; other successors take procedures that are \
                         named row by row"
                    ),
                    format!("{line}行目と同じ移管先（「{name}」は{was_ja}。ほかの移管先へは、手続ごとの行で移します）"),
                );
            } else if resolved[*of].as_ref().is_some_and(|first| first.to == of_row) {
                self.refuse(
                    place,
                    "department",
                    format!("a row that is not a duplicate of line {line}"),
                    format!("{line}行目と重複しない行"),
                );
            }
        }
        self.refuse_rows_that_say_nothing(resolved);
        rest
    }

    /// Refuses rows of departments that only succeed themselves.
    fn refuse_rows_that_say_nothing(&mut self, resolved: &[Option<Resolved<'a>>]) {
        let mut rows_of: HashMap<&DepartmentCode, usize> = HashMap::new();
        for row in resolved.iter().flatten() {
            for code in row.from.map(|from| &from.code).into_iter().chain(row.to.code()) {
                *rows_of.entry(code).or_default() += 1;
            }
        }
        for (place, row) in resolved.iter().enumerate() {
            let Some(Resolved { from: Some(from), procedure: None, to: Target::Itself }) = row else { continue };
            let Row { name, name_en, .. } = &self.rows[place];
            if name.is_empty() && name_en.is_empty() && rows_of.get(&from.code) == Some(&1) {
                self.refuse(
                    place,
                    "successor",
                    "another department, or a new name in the column 'name': nothing changes for this one",
                    "別の所管課、または「新しい名称」の列に新しい名称（この課は何も変わりません）",
                );
            }
        }
    }

    /// The procedures that rows name, with the place of the row.
    fn procedures(&mut self, resolved: &[Option<Resolved<'a>>]) -> HashMap<&'a str, usize> {
        let mut named: HashMap<&'a str, usize> = HashMap::new();
        for (place, row) in resolved.iter().enumerate() {
            let Some(Resolved { procedure: Some(procedure), .. }) = row else { continue };
            match named.get(procedure.id.as_str()) {
                Some(of) => {
                    let line = self.rows[*of].line;
                    self.refuse(
                        place,
                        "procedure",
                        format!("a procedure that line {line} does not name already"),
                        format!("{line}行目にない手続"),
                    );
                }
                None => {
                    named.insert(procedure.id.as_str(), place);
                }
            }
        }
        named
    }

    /// Refuses successors that are dissolved themselves.
    fn refuse_chains(&mut self, resolved: &[Option<Resolved<'a>>], rest: &HashMap<DepartmentCode, (usize, Target)>) {
        for (place, row) in resolved.iter().enumerate() {
            let Some(Resolved { from, to: Target::Known(successor), .. }) = row else { continue };
            let Some((of, onward)) = rest.get(successor) else { continue };
            let Some(onward) = onward.code() else { continue };
            let line = self.rows[*of].line;
            let is_circle = from.is_some_and(|from| from.code == *onward);
            let (hint, hint_ja) = if is_circle {
                ("the two lead to each other".to_owned(), "互いに移管先になっています".to_owned())
            } else {
                (format!("name '{onward}' directly"), format!("「{onward}」を直接書いてください"))
            };
            let successor = successor.clone();
            self.refuse(
                place,
                "successor",
                format!("a department that stays: line {line} dissolves '{successor}'; {hint}"),
                format!("残る所管課（「{successor}」は{line}行目で廃止されます。{hint_ja}）"),
            );
        }
    }

    /// What the rows say about departments that are renamed, and about new ones.
    fn said(
        &mut self,
        resolved: &[Option<Resolved<'a>>],
        rest: &HashMap<DepartmentCode, (usize, Target)>,
    ) -> [Vec<(DepartmentCode, Said)>; 2] {
        let (mut renamed, mut new) = (Heard::default(), Heard::default());
        for (place, row) in resolved.iter().enumerate() {
            let Some(Resolved { from, to, .. }) = row else { continue };
            match (to, from) {
                (Target::New(code), _) => self.hear(place, code, &SAID, &mut new),
                (Target::Known(code), _) => self.hear(place, code, &SAID[..2], &mut renamed),
                (Target::None | Target::Itself, Some(from)) => {
                    self.hear(place, &from.code, &SAID[..2], &mut renamed);
                    let row = &self.rows[place];
                    if row.says_name_en && row.name_en.is_empty() && !row.name.is_empty() {
                        renamed.of(&from.code, place).has_no_name_en = true;
                    }
                }
                (Target::None | Target::Itself, None) => {}
            }
        }
        let (mut renamed, new) = (renamed.all, new.all);
        renamed.retain(|(_, said)| !said.values.is_empty());
        for (code, said) in &renamed {
            if let Some((of, to)) = rest.get(code)
                && to.code().is_some()
                && said.row != *of
            {
                let line = self.rows[*of].line;
                let (english, japanese) = (
                    format!("no name: line {line} dissolves '{code}'"),
                    format!("空欄（「{code}」は{line}行目で廃止されます）"),
                );
                self.refuse(said.row, "name", english, japanese);
            }
        }
        for (code, said) in &new {
            if !said.values.contains_key("name") {
                self.refuse(
                    said.row,
                    "name",
                    format!("the name of the new department '{code}', or in 'successor' a present department"),
                    format!("新しい所管課「{code}」の名称（いまある所管課なら「移管先」にそのコードか名称）"),
                );
            }
        }
        self.check_origins(resolved);
        [renamed, new]
    }

    /// What comes back comes from a department that is there.
    fn check_origins(&mut self, resolved: &[Option<Resolved<'a>>]) {
        for (place, row) in resolved.iter().enumerate() {
            let word = self.rows[place].restored_from.as_str();
            if word.is_empty() || !matches!(row, Some(Resolved { to: Target::New(_), .. })) {
                continue;
            }
            if let Err((english, japanese)) = self.department(word) {
                self.refuse(place, "restored_from", english, japanese);
            }
        }
    }

    /// Adds what a row says about a department. Columns other than those that apply to it have to be empty.
    fn hear(&mut self, place: usize, code: &DepartmentCode, applies: &[&str], heard: &mut Heard) {
        let row = &self.rows[place];
        let sample = row.sample.map_or("", |sample| if sample { "yes" } else { "no" });
        let texts = [
            row.name.as_str(),
            &row.name_en,
            &row.counter,
            &row.counter_en,
            &row.hours,
            &row.hours_en,
            &row.phone,
            sample,
            &row.restored_from,
        ];
        let said = heard.of(code, place);
        for (column, text) in SAID.into_iter().zip(texts).filter(|(_, text)| !text.is_empty()) {
            if !applies.contains(&column) {
                self.refuse(
                    place,
                    column,
                    "an empty cell: this is changed in the table of departments, except for a new one",
                    "空欄（いまある所管課の窓口などは、所管課の表で変更します）",
                );
                continue;
            }
            match said.values.get(column) {
                Some((before, line)) if before != text => {
                    let (english, japanese) =
                        (format!("'{before}', as in line {line}"), format!("{line}行目と同じ「{before}」"));
                    self.refuse(place, column, english, japanese);
                }
                Some(_) => {}
                None => {
                    if said.values.is_empty() {
                        said.row = place;
                    }
                    said.values.insert(column, (text.to_owned(), row.line));
                }
            }
        }
    }
}
