//! The catalogue of procedures: reads rows of Tetsuzuki's own template and plans the changes of a file.
//!
//! A missing column leaves existing values unchanged. An empty cell in an existing column clears a text, but leaves the
//! state of a step unknown or unchanged.

mod packed;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::calendar::{date_en, date_ja};
use domain::department_change::{DepartmentChange, departments_now};
use domain::ending::{Ending, EndingError, EndingParts};
use domain::limits;
use domain::procedure::{
    Blocker, Channel, ChannelKind, Department, DepartmentCode, Fee, LifeEvent, LifeEventCode, LocalText, Procedure,
    ProcedureId, ProcedureSet, SetCode, Step,
};
use domain::source::Source;
use domain::step::Steps;
use domain::text::{MessageLanguage, normalise_name};
use store::department_changes::list_department_changes;
use store::error::AppError;
use store::procedures::UsageRecord;
use store::{Connection, areas, catalogue};

use super::cell::{Cell, CellKind, Expected, ListMarks};
use super::checks::{check_day_of, check_year_of};
use super::findings::Findings;
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Errors, Located, read_rows, word};
use super::table::{Row, Table};
use super::usage;
use crate::import::request::Request;
use crate::import::sources::{KnownSources, NamedSources, source_id};
use crate::import::table::columns::FileColumns;
use crate::import::table::place::{ColumnPlace, clip};
use crate::import::table::procedures::{AUDIENCES, CARD_REQUIREMENTS, ENDINGS, STATES};
pub(crate) use packed::PackedDraft;

/// The values that rows may use: departments, life events and sets, by code or name.
#[derive(Debug)]
pub(crate) struct ReferenceData {
    departments: HashMap<String, DepartmentCode>,
    /// Their names in Japanese and English.
    department_names: HashMap<DepartmentCode, (String, String)>,
    /// What became of departments.
    department_changes: Vec<DepartmentChange>,
    /// The names of the city in Japanese and English; empty if it is not known yet.
    city: (String, String),
    life_events: HashMap<String, LifeEventCode>,
    sets: HashMap<String, SetCode>,
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let departments: Vec<Department> = catalogue::list_departments(connection).await?;
        let life_events: Vec<LifeEvent> = catalogue::list_life_events(connection).await?;
        let sets: Vec<ProcedureSet> = catalogue::list_procedure_sets(connection).await?;
        let areas = areas::list_areas(connection).await?;
        let city = areas::find_city(connection, &areas).await?;
        let city = areas.into_iter().find(|area| Some(&area.code) == city.as_ref());
        // Words are looked up in normalised form.
        let both = |code: &str, name: String| [normalise_name(code), normalise_name(&name)];
        Ok(Self {
            city: city.map(|area| (area.name, area.name_en)).unwrap_or_default(),
            department_changes: list_department_changes(connection).await?,
            department_names: departments
                .iter()
                .map(|one| (one.code.clone(), (one.name.clone(), one.name_en.clone())))
                .collect(),
            departments: departments
                .into_iter()
                .flat_map(|one| both(one.code.as_str(), one.name).map(|word| (word, one.code.clone())))
                .collect(),
            life_events: life_events
                .into_iter()
                .flat_map(|one| both(one.code.as_str(), one.name.ja).map(|word| (word, one.code.clone())))
                .collect(),
            sets: sets
                .into_iter()
                .flat_map(|one| both(one.code.as_str(), one.name).map(|word| (word, one.code.clone())))
                .collect(),
        })
    }
}

impl ReferenceData {
    /// The source of an entry that names none: the city's own catalogue, as the responsible department keeps it.
    fn own_source(&self, department: Option<&DepartmentCode>) -> Source {
        let (publisher, publisher_en) = self.city.clone();
        let (id, title, title_en) = match department {
            None => ("catalogue".to_owned(), "手続一覧".to_owned(), "Catalogue of procedures".to_owned()),
            Some(code) => {
                let (name, name_en) = self.department_names.get(code).cloned().unwrap_or_default();
                let name = if name.is_empty() { code.to_string() } else { name };
                let of = if name_en.is_empty() { String::new() } else { format!(" ({name_en})") };
                (format!("catalogue-{code}"), format!("手続一覧（{name}）"), format!("Catalogue of procedures{of}"))
            }
        };
        Source {
            id: source_id(&id),
            title,
            title_en,
            publisher,
            publisher_en,
            url: String::new(),
            as_of: None,
            licence: String::new(),
            sample: false,
        }
    }
}

impl ReferenceData {
    /// What a department is called now that a word of the past names, with the day of the change. A file from before a
    /// reorganisation would bring the old department back otherwise.
    fn department_now(&self, word: &str) -> Option<(NaiveDate, String)> {
        let is_there = |code: &DepartmentCode| self.department_names.contains_key(code);
        let (day, codes) = departments_now(word, &self.department_changes, is_there)?;
        let names = codes.iter().filter_map(|code| Some(format!("{code} {}", self.department_names.get(code)?.0)));
        Some((day, names.collect::<Vec<_>>().join(", ")))
    }
}

/// One procedure as described by a file.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Its texts, lists and figures. The history is empty.
    pub procedure: Procedure,
    pub steps: Steps,
    pub excluded: Option<(bool, String)>,
    /// The day from which the steps and the exclusion apply; `None` for the day of the import.
    pub effective_on: Option<NaiveDate>,
    pub usage: Option<UsageRecord>,
}

/// The part of the catalogue described by a file.
#[derive(Debug, Default)]
pub(crate) struct CataloguePlan {
    pub drafts: Vec<Located<PackedDraft>>,
    /// Columns of the file. The values of all other columns stay unchanged.
    pub columns: FileColumns,
    /// The successors that rows name, which are checked when the catalogue is known.
    pub successors: Vec<NamedSuccessor>,
    /// Department names by code. The departments may be new.
    pub departments: BTreeMap<DepartmentCode, String>,
    pub sources: NamedSources,
}

/// A successor as a row names it.
#[derive(Debug)]
pub(crate) struct NamedSuccessor {
    pub procedure: ProcedureId,
    pub successor: ProcedureId,
    /// The line of the row, from 1.
    pub line: u64,
    pub place: ColumnPlace,
}

/// Whether a spreadsheet made the value of an id that looked like a day or a number: of `1-2` a day, of `3.10` a number.
/// A text file only shows what became of it.
fn was_made_of_an_id(kind: CellKind, text: &str) -> bool {
    let is_short_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_japanese_day = text
        .strip_suffix('日')
        .and_then(|text| text.split_once('月'))
        .is_some_and(|(month, day)| is_short_number(month) && is_short_number(day));
    let is_month = |text: &str| {
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            .iter()
            .any(|month| text.eq_ignore_ascii_case(month))
    };
    let is_english_day = text
        .split_once('-')
        .is_some_and(|(a, b)| (is_short_number(a) && is_month(b)) || (is_month(a) && is_short_number(b)));
    match kind {
        CellKind::Date | CellKind::Percentage | CellKind::Truth => true,
        CellKind::Number => text.contains(['.', 'e', 'E']),
        _ => is_japanese_day || is_english_day,
    }
}

/// The procedure id in a cell. Records an error if it is invalid.
pub(crate) fn read_id(cell: &Cell<'_>, errors: &mut Errors) -> Option<ProcedureId> {
    let text = errors.keep(cell.required_name())?;
    if was_made_of_an_id(cell.kind(), &text) {
        return errors.keep(Err(cell.refused(Expected::IdAsText)));
    }
    text.parse()
        .map_err(|error: domain::ParseEnumError| {
            errors.refuse(cell, error.expected, "64文字以内の文字・数字・-・_・.・・（空白なし、点だけは不可）");
        })
        .ok()
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    known: &ReferenceData,
    known_sources: &Arc<KnownSources>,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> CataloguePlan {
    let mut plan = CataloguePlan { columns: table.column_keys(), ..CataloguePlan::default() };
    let mut duplicates = DuplicateCheck::new();
    let mut new_departments = BTreeMap::new();
    let mut sources = NamedSources::of_request(request, known_sources, None);
    let mut successors = Vec::new();
    plan.drafts = read_rows(table, progress, findings, |row, errors| {
        errors.refuse_removal(
            row,
            "no mark here: a procedure is not removed but ends on a day, or is withdrawn",
            "空欄（手続は削除せず、廃止日または取消しを登録します）",
        );
        let id = read_id(&row.cell("id"), errors);
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let id = id?;
        duplicates.check(id.clone(), &row.cell("id"), errors);
        let mut procedure = Procedure::unknown(id, known.own_source(None).id);
        procedure.sample = sample;
        read_texts(row, errors, &mut procedure);
        check_day_of(procedure.checked_on, request.today, &row.cell("checked_on"), errors);
        read_lists(row, errors, known, &mut procedure, &mut new_departments);
        procedure.ending = read_ending(row, errors, request.today).map(Box::new);
        successors.extend(named_successor(row, &procedure));
        let own = || known.own_source(procedure.department.as_ref());
        if let Some(source) = sources.of_or_else(&row.cell("source"), errors, own) {
            procedure.source = source;
        }
        let mut steps = Steps::default();
        for step in Step::ALL {
            steps.set(*step, errors.word(&row.cell(step.as_str()), STATES));
        }
        let excluded = errors.optional(row.cell("excluded").yes_or_no());
        let reason = errors.text(&row.cell("excluded_reason"));
        let usage = read_usage(row, errors, request.today, &procedure);
        put_in_order(&mut procedure);
        Some(PackedDraft::of(&Draft {
            steps,
            excluded: excluded.map(|excluded| (excluded, reason)),
            effective_on: errors.optional(row.cell("effective_on").date()),
            usage,
            procedure,
        }))
    });
    for name in new_departments.values() {
        findings.note(format!("new department: {name}"), format!("新しい所管課: {name}"));
    }
    plan.departments = new_departments;
    plan.successors = successors;
    plan.sources = sources;
    plan
}

fn read_texts(row: &Row<'_>, errors: &mut Errors, procedure: &mut Procedure) {
    procedure.name = LocalText {
        ja: errors.keep(row.cell("name").required_name()).unwrap_or_default(),
        easy: errors.text(&row.cell("name_easy")),
        en: errors.text(&row.cell("name_en")),
    };
    procedure.kana = errors.text(&row.cell("kana"));
    procedure.summary = LocalText {
        ja: errors.text(&row.cell("summary")),
        easy: errors.text(&row.cell("summary_easy")),
        en: errors.text(&row.cell("summary_en")),
    };
    procedure.legal_basis = errors.text(&row.cell("legal_basis"));
    procedure.processing = errors.text(&row.cell("processing"));
    procedure.checked_on = errors.optional(row.cell("checked_on").date());
    procedure.planned_fiscal_year = errors.optional(row.cell("planned_fiscal_year").planned_year());
    let yen = errors.optional(row.cell("fee_yen").count()).and_then(|yen| i64::try_from(yen).ok());
    if yen.is_some_and(|yen| yen > limits::FEE) {
        errors.refuse(&row.cell("fee_yen"), "at most 1,000,000,000 yen", "1,000,000,000円以下の手数料");
    }
    let note = errors.text(&row.cell("fee_note"));
    // A note without an amount means that there is a fee of an unknown amount.
    let required = yen.map(|yen| yen > 0).or_else(|| (!note.is_empty()).then_some(true));
    procedure.fee = Fee { required, yen, note };
}

/// The ending of a row; `None` if none of its columns is filled.
fn read_ending(row: &Row<'_>, errors: &mut Errors, today: NaiveDate) -> Option<Ending> {
    let [day_cell, reason_cell, successor_cell] = ["ended_on", "ending_reason", "successor"].map(|key| row.cell(key));
    let on = errors.keep(day_cell.date())?;
    let successor = if successor_cell.is_empty() { None } else { Some(read_id(&successor_cell, errors)?) };
    let kind = errors.word(&row.cell("ending"), ENDINGS);
    let reason = errors.text(&reason_cell);
    let ending = EndingParts { kind, on, reason, successor }.complete(today);
    ending.unwrap_or_else(|error| {
        let cell = if error == EndingError::NoReason { reason_cell } else { day_cell };
        errors.refuse(&cell, error.describe(MessageLanguage::English), error.describe(MessageLanguage::Japanese));
        None
    })
}

/// The successor of a row with its place.
fn named_successor(row: &Row<'_>, procedure: &Procedure) -> Option<NamedSuccessor> {
    let successor = procedure.ending.as_ref()?.successor.clone()?;
    let cell = row.cell("successor");
    Some(NamedSuccessor { procedure: procedure.id.clone(), successor, line: cell.line(), place: cell.place().clone() })
}

fn read_lists(
    row: &Row<'_>,
    errors: &mut Errors,
    known: &ReferenceData,
    procedure: &mut Procedure,
    new_departments: &mut BTreeMap<DepartmentCode, String>,
) {
    let department_cell = row.cell("department");
    if let Some(name) = errors.optional(department_cell.name()) {
        procedure.department = known.departments.get(&name).cloned().or_else(|| {
            if let Some((day, now)) = known.department_now(&name) {
                errors.refuse(
                    &department_cell,
                    format!("a department of today: this one became {now} on {}", date_en(day)),
                    format!("いまの所管課（この課は{}に {now} になりました）", date_ja(day)),
                );
                return None;
            }
            let code = name.parse().map_err(|error: domain::ParseEnumError| {
                errors.refuse(&department_cell, error.expected.clone(), error.expected);
            });
            code.ok().inspect(|code: &DepartmentCode| {
                new_departments.insert(code.clone(), name);
            })
        });
    }
    procedure.life_events = known_words(&row.cell("life_events"), &known.life_events, "life_events", errors);
    procedure.sets = known_words(&row.cell("sets"), &known.sets, "procedure_sets", errors);
    procedure.audience = listed(&row.cell("audience"), errors, |text| word(text, AUDIENCES), "residents, business");
    procedure.blockers = listed(
        &row.cell("blocker"),
        errors,
        |text| text.parse().ok().and_then(Blocker::from_code).or_else(|| text.parse().ok()),
        "0, 1, 2, 3, 4, 5, 6, 7",
    );
    procedure.blockers.sort_unstable();
    procedure.blockers.dedup();
    procedure.card_requirement = errors.word(&row.cell("card_requirement"), CARD_REQUIREMENTS);
    procedure.papers = errors.keep(row.cell("papers").list(ListMarks::Semicolons)).unwrap_or_default();
    let urls = [
        ("mynaportal_url", ChannelKind::Mynaportal),
        ("city_system_url", ChannelKind::CitySystem),
        ("eltax_url", ChannelKind::Eltax),
    ];
    for (key, kind) in urls {
        for url in errors.keep(row.cell(key).web_addresses()).unwrap_or_default() {
            procedure.channels.push(Channel { kind, name: String::new(), url });
        }
    }
    for (key, kind) in [("mail", ChannelKind::Mail), ("phone", ChannelKind::Phone), ("counter", ChannelKind::Counter)] {
        if errors.optional(row.cell(key).yes_or_no()) == Some(true) {
            procedure.channels.push(Channel { kind, name: String::new(), url: String::new() });
        }
    }
    if procedure.channels.len() > limits::CHANNELS {
        let cell = urls.iter().map(|(key, _)| row.cell(key)).find(|cell| !cell.is_empty());
        errors.refuse(
            &cell.unwrap_or_else(|| row.cell("counter")),
            format!("at most {} ways to apply in the row, each web address counted", limits::CHANNELS),
            format!("行全体で{}個以内の申請方法（URLは1つずつ数えます）", limits::CHANNELS),
        );
    }
}

fn read_usage(row: &Row<'_>, errors: &mut Errors, today: NaiveDate, procedure: &Procedure) -> Option<UsageRecord> {
    let year_cell = row.cell("usage_fiscal_year");
    let fiscal_year = errors.optional(year_cell.fiscal_year());
    check_year_of(fiscal_year, today, &year_cell, errors);
    if fiscal_year.is_none() && (!row.cell("total").is_empty() || !row.cell("online").is_empty()) {
        errors.keep::<()>(Err(year_cell.refused(Expected::Filled)));
    }
    Some(UsageRecord {
        procedure: procedure.id.clone(),
        usage: usage::read_usage(row, fiscal_year?, (procedure.source.clone(), procedure.sample), errors),
    })
}

fn listed<T>(cell: &Cell<'_>, errors: &mut Errors, read: impl Fn(&str) -> Option<T>, known: &str) -> Vec<T> {
    let words = errors.keep(cell.list(ListMarks::SemicolonsAndCommas)).unwrap_or_default();
    words
        .iter()
        .filter_map(|word| {
            let found = read(word);
            if found.is_none() {
                errors.refuse(
                    cell,
                    format!("some of: {known}; '{}' is not one of them", clip(word)),
                    format!("次のいずれか（複数可）: {known}。「{}」は使えません", clip(word)),
                );
            }
            found
        })
        .collect()
}

fn known_words<T: Clone + Ord + std::fmt::Display + FromStr>(
    cell: &Cell<'_>,
    known: &HashMap<String, T>,
    table: &str,
    errors: &mut Errors,
) -> Vec<T> {
    let codes: BTreeSet<&T> = known.values().collect();
    let codes = codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let words = errors.keep(cell.list(ListMarks::SemicolonsAndCommas)).unwrap_or_default();
    let is_unknown = |word: &&String| !known.contains_key(*word);
    let is_unchecked = words.iter().filter(is_unknown).fold(false, |_, _| errors.leaves_unchecked(table));
    let read = |word: &str| known.get(word).cloned().or_else(|| word.parse().ok().filter(|_| is_unchecked));
    listed(cell, errors, read, &codes)
}

pub(crate) fn sort<T: Ord>(words: &mut Vec<T>) {
    words.sort_unstable();
    words.dedup();
}

/// Sorts memberships and channels, which have no order of their own, so that they can be compared.
pub(crate) fn put_in_order(procedure: &mut Procedure) {
    sort(&mut procedure.life_events);
    sort(&mut procedure.sets);
    sort(&mut procedure.audience);
    procedure.channels.sort_by_key(|channel| channel.kind);
}
