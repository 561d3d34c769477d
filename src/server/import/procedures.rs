//! The catalogue of procedures: reading rows of the own template, and planning what a file would change.
//!
//! A column that a file lacks leaves what is known as it is; an empty cell of a column that is there clears a text
//! and leaves the state of a step unknown or as it was.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::cell::{Cell, Expected, ListMarks};
use super::report::{Counts, Report};
use super::rows::{Errors, Once, read_rows, word};
use super::table::{ColumnSpec, HeaderSpec, Row, Table};
use super::{Applied, NamedSources, Plan, Progress, Request, told, usage};
use crate::domain::availability::Steps;
use crate::domain::history::{ExclusionEvent, StepEvent, exclusion_at, steps_at};
use crate::domain::procedure::{
    Audience, Blocker, CardRequirement, Channel, ChannelKind, Department, DepartmentCode, Fee, LifeEvent,
    LifeEventCode, LocalText, Procedure, ProcedureId, ProcedureSet, SetCode, Step, StepState,
};
use crate::error::AppError;
use crate::server::db::procedures::{
    UsageRecord, list_procedures, save_exclusion_events, save_procedures, save_step_events,
};
use crate::server::db::{Connection, catalogue};

/// The columns, the Japanese header first and the English one second.
pub(crate) const COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::required("id", &["手続ID", "id"]),
    ColumnSpec::required("name", &["手続名", "name"]),
    ColumnSpec::optional("name_en", &["手続名 英語", "name_en"]),
    ColumnSpec::optional("name_easy", &["手続名 やさしい日本語", "name_easy"]),
    ColumnSpec::optional("kana", &["手続名 ふりがな", "kana"]),
    ColumnSpec::optional("summary", &["概要", "summary"]),
    ColumnSpec::optional("summary_en", &["概要 英語", "summary_en"]),
    ColumnSpec::optional("summary_easy", &["概要 やさしい日本語", "summary_easy"]),
    ColumnSpec::optional("department", &["所管課", "department"]),
    ColumnSpec::optional("legal_basis", &["根拠法令", "legal_basis"]),
    ColumnSpec::optional("life_events", &["ライフイベント", "life_events"]),
    ColumnSpec::optional("audience", &["対象者", "audience"]),
    ColumnSpec::optional("sets", &["手続の区分", "sets"]),
    ColumnSpec::optional("apply", &["申請", "apply"]),
    ColumnSpec::optional("identify", &["本人確認", "identify"]),
    ColumnSpec::optional("attach", &["添付", "attach"]),
    ColumnSpec::optional("pay", &["手数料納付", "pay"]),
    ColumnSpec::optional("receive", &["結果受領", "receive"]),
    ColumnSpec::optional("effective_on", &["適用日", "effective_on"]),
    ColumnSpec::optional("excluded", &["適用除外", "excluded"]),
    ColumnSpec::optional("excluded_reason", &["適用除外の理由", "excluded_reason"]),
    ColumnSpec::optional("mynaportal_url", &["マイナポータルURL", "mynaportal_url"]),
    ColumnSpec::optional("city_system_url", &["電子申請システムURL", "city_system_url"]),
    ColumnSpec::optional("eltax_url", &["eLTAX URL", "eltax_url"]),
    ColumnSpec::optional("mail", &["郵送", "mail"]),
    ColumnSpec::optional("phone", &["電話", "phone"]),
    ColumnSpec::optional("counter", &["窓口", "counter"]),
    ColumnSpec::optional("card_requirement", &["公的個人認証", "card_requirement"]),
    ColumnSpec::optional("papers", &["必要書類", "papers"]),
    ColumnSpec::optional("fee_yen", &["手数料 円", "fee_yen"]),
    ColumnSpec::optional("fee_note", &["手数料の備考", "fee_note"]),
    ColumnSpec::optional("processing", &["処理期間", "processing"]),
    ColumnSpec::optional("blocker", &["懸念点", "blocker"]),
    ColumnSpec::optional("planned_fiscal_year", &["オンライン化予定年度", "planned_fiscal_year"]),
    ColumnSpec::optional("usage_fiscal_year", &["件数の年度", "usage_fiscal_year"]),
    ColumnSpec::optional("total", &["総手続件数", "total"]),
    ColumnSpec::optional("online", &["オンライン手続件数", "online"]),
    ColumnSpec::optional("checked_on", &["確認日", "checked_on"]),
    ColumnSpec::optional("source", &["出典", "source"]),
    ColumnSpec::optional("sample", &["サンプル", "sample"]),
];

const STATES: &[(&str, StepState)] =
    &[("オンライン", StepState::Online), ("窓口", StepState::Counter), ("不要", StepState::NotNeeded)];
const CARD_REQUIREMENTS: &[(&str, CardRequirement)] = &[
    ("不要", CardRequirement::None),
    ("なし", CardRequirement::None),
    ("利用者証明用", CardRequirement::Identification),
    ("署名用", CardRequirement::Signature),
];
const AUDIENCES: &[(&str, Audience)] = &[
    ("住民", Audience::Residents),
    ("市民", Audience::Residents),
    ("個人", Audience::Residents),
    ("事業者", Audience::Business),
    ("法人", Audience::Business),
];

pub(crate) fn header() -> HeaderSpec {
    HeaderSpec::new(COLUMNS)
}

/// The words that rows may use: departments, life events and sets, by code or name.
#[derive(Debug)]
pub(crate) struct Words {
    departments: HashMap<String, DepartmentCode>,
    life_events: HashMap<String, LifeEventCode>,
    sets: HashMap<String, SetCode>,
}

impl Words {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let departments: Vec<Department> = catalogue::list_departments(connection).await?;
        let life_events: Vec<LifeEvent> = catalogue::list_life_events(connection).await?;
        let sets: Vec<ProcedureSet> = catalogue::list_procedure_sets(connection).await?;
        let both = |code: &str, name: String| [code.to_owned(), name];
        Ok(Self {
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

/// What a file says about one procedure.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Its texts, lists and figures; the history is empty.
    pub procedure: Procedure,
    pub steps: Steps,
    pub excluded: Option<(bool, String)>,
    /// From when the steps and the exclusion hold; `None` for the day of the import.
    pub effective_on: Option<NaiveDate>,
    pub usage: Option<UsageRecord>,
}

/// What a file says about the catalogue.
#[derive(Debug, Default)]
pub(crate) struct CataloguePlan {
    pub drafts: Vec<Draft>,
    /// Columns that the file has; what the others would hold stays as it is.
    pub columns: BTreeSet<&'static str>,
    /// Departments by code that may not be known yet.
    pub departments: BTreeMap<DepartmentCode, String>,
    pub sources: NamedSources,
}

/// The id in a cell, refused where it is none.
pub(crate) fn read_id(cell: &Cell<'_>, errors: &mut Errors) -> Option<ProcedureId> {
    let text = errors.keep(cell.required_name())?;
    text.parse()
        .map_err(|error: crate::domain::UnknownWord| {
            errors.refuse(cell, error.expected, "64文字以内の文字・数字・-・_・.・・（空白なし）");
        })
        .ok()
}

pub(crate) fn read(
    request: &Request,
    table: &Table<'_>,
    words: &Words,
    progress: Progress<'_>,
    report: &mut Report,
) -> CataloguePlan {
    let mut plan = CataloguePlan {
        columns: table.columns().iter().map(|column| column.key).collect(),
        ..CataloguePlan::default()
    };
    let default_source = request.default_source();
    let mut once = Once::new();
    let mut new_departments = BTreeMap::new();
    let mut sources = NamedSources::default();
    plan.drafts = read_rows(table, progress, report, |row, errors| {
        let id = read_id(&row.cell("id"), errors);
        let sample = errors.optional(row.cell("sample").yes_or_no()).unwrap_or(false);
        let named = errors.optional(row.cell("source").name());
        let id = id?;
        once.check(id.clone(), &row.cell("id"), errors);
        let source = sources.of(named.as_deref(), &default_source, sample);
        let mut procedure = Procedure::unknown(id, source);
        procedure.sample = sample;
        read_texts(row, errors, &mut procedure);
        read_lists(row, errors, words, &mut procedure, &mut new_departments);
        let mut steps = Steps::default();
        for step in Step::ALL {
            steps.set(*step, errors.word(&row.cell(step.as_str()), STATES));
        }
        let excluded = errors.optional(row.cell("excluded").yes_or_no());
        let reason = errors.text(&row.cell("excluded_reason"));
        let usage = read_usage(row, errors, &procedure);
        put_in_order(&mut procedure);
        Some(Draft {
            steps,
            excluded: excluded.map(|excluded| (excluded, reason)),
            effective_on: errors.optional(row.cell("effective_on").date()),
            usage,
            procedure,
        })
    });
    for name in new_departments.values() {
        report.note(format!("new department: {name}"), format!("新しい所管課: {name}"));
    }
    plan.departments = new_departments;
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
    procedure.planned_fiscal_year = errors.optional(row.cell("planned_fiscal_year").fiscal_year());
    let yen = errors.optional(row.cell("fee_yen").count()).and_then(|yen| i64::try_from(yen).ok());
    let note = errors.text(&row.cell("fee_note"));
    // A note without an amount says that something is charged, only not how much.
    let required = yen.map(|yen| yen > 0).or_else(|| (!note.is_empty()).then_some(true));
    procedure.fee = Fee { required, yen, note };
}

fn read_lists(
    row: &Row<'_>,
    errors: &mut Errors,
    words: &Words,
    procedure: &mut Procedure,
    new_departments: &mut BTreeMap<DepartmentCode, String>,
) {
    let department_cell = row.cell("department");
    if let Some(name) = errors.optional(department_cell.name()) {
        procedure.department = words.departments.get(&name).cloned().or_else(|| {
            let code = name.parse().map_err(|error: crate::domain::UnknownWord| {
                errors.refuse(&department_cell, error.expected.clone(), error.expected);
            });
            code.ok().inspect(|code: &DepartmentCode| {
                new_departments.insert(code.clone(), name);
            })
        });
    }
    procedure.life_events = known_words(&row.cell("life_events"), &words.life_events, errors);
    procedure.sets = known_words(&row.cell("sets"), &words.sets, errors);
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
        if let Some(url) = errors.optional(row.cell(key).web_address()) {
            procedure.channels.push(Channel { kind, name: String::new(), url });
        }
    }
    for (key, kind) in [("mail", ChannelKind::Mail), ("phone", ChannelKind::Phone), ("counter", ChannelKind::Counter)] {
        if errors.optional(row.cell(key).yes_or_no()) == Some(true) {
            procedure.channels.push(Channel { kind, name: String::new(), url: String::new() });
        }
    }
}

fn read_usage(row: &Row<'_>, errors: &mut Errors, procedure: &Procedure) -> Option<UsageRecord> {
    let year_cell = row.cell("usage_fiscal_year");
    let fiscal_year = errors.optional(year_cell.fiscal_year());
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
                    format!("some of: {known}; '{word}' is none"),
                    format!("次のいずれか（複数可）: {known}。「{word}」は使えません"),
                );
            }
            found
        })
        .collect()
}

fn known_words<T: Clone + Ord + std::fmt::Display>(
    cell: &Cell<'_>,
    known: &HashMap<String, T>,
    errors: &mut Errors,
) -> Vec<T> {
    let codes: BTreeSet<&T> = known.values().collect();
    let codes = codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    listed(cell, errors, |word| known.get(word).cloned(), &codes)
}

impl CataloguePlan {
    /// Takes over from a draft what the file has columns for.
    fn merge(&self, into: &mut Procedure, draft: &Procedure) {
        let has = |column: &str| self.columns.contains(column);
        macro_rules! take {
            ($( $column:literal => $($field:ident).+ ),+ $(,)?) => {
                $( if has($column) { into.$($field).+.clone_from(&draft.$($field).+); } )+
            };
        }
        take! {
            "name" => name.ja, "name_easy" => name.easy, "name_en" => name.en, "kana" => kana,
            "summary" => summary.ja, "summary_easy" => summary.easy, "summary_en" => summary.en,
            "department" => department, "legal_basis" => legal_basis, "audience" => audience,
            "card_requirement" => card_requirement, "papers" => papers, "processing" => processing,
            "blocker" => blockers, "planned_fiscal_year" => planned_fiscal_year, "checked_on" => checked_on,
            "source" => source, "sample" => sample, "fee_note" => fee.note,
        }
        if has("life_events") {
            into.life_events.clone_from(&draft.life_events);
        }
        if has("sets") {
            into.sets.clone_from(&draft.sets);
        }
        if has("fee_yen") {
            into.fee.yen = draft.fee.yen;
            into.fee.required = draft.fee.required;
        }
        for (column, kind) in CHANNEL_COLUMNS {
            if has(column) {
                into.channels.retain(|channel| channel.kind != *kind);
                into.channels.extend(draft.channels.iter().filter(|channel| channel.kind == *kind).cloned());
            }
        }
        into.channels.sort_by_key(|channel| channel.kind);
    }
}

const CHANNEL_COLUMNS: &[(&str, ChannelKind)] = &[
    ("mynaportal_url", ChannelKind::Mynaportal),
    ("city_system_url", ChannelKind::CitySystem),
    ("eltax_url", ChannelKind::Eltax),
    ("other_online", ChannelKind::OtherOnline),
    ("mail", ChannelKind::Mail),
    ("phone", ChannelKind::Phone),
    ("counter", ChannelKind::Counter),
];

fn sort<T: Ord>(words: &mut Vec<T>) {
    words.sort_unstable();
    words.dedup();
}

/// Memberships and channels have no order of their own; in one order they can be compared.
pub(crate) fn put_in_order(procedure: &mut Procedure) {
    sort(&mut procedure.life_events);
    sort(&mut procedure.sets);
    sort(&mut procedure.audience);
    procedure.channels.sort_by_key(|channel| channel.kind);
}

impl Plan for CataloguePlan {
    async fn apply(&self, connection: &mut Connection, request: &Request) -> Result<Applied, AppError> {
        let known: HashMap<ProcedureId, Procedure> = list_procedures(connection)
            .await?
            .into_iter()
            .map(|mut procedure| {
                // Memberships have no order of their own; lists show them by position.
                sort(&mut procedure.life_events);
                (procedure.id.clone(), procedure)
            })
            .collect();
        let mut counts = Counts::of(("procedures", "手続"));
        // A new procedure is saved as it was read: a national survey is too large to be held twice.
        let mut to_save: Vec<Cow<'_, Procedure>> = Vec::new();
        let mut step_events: Vec<(ProcedureId, StepEvent)> = Vec::new();
        let mut exclusion_events: Vec<(ProcedureId, ExclusionEvent)> = Vec::new();
        let (mut new_procedures, mut changed_procedures) = (Vec::new(), Vec::new());
        for draft in &self.drafts {
            let id = &draft.procedure.id;
            let there = known.get(id);
            let (steps, exclusion) = self.events_of(draft, there, request);
            let has_events = !steps.is_empty() || exclusion.is_some();
            match there {
                None => {
                    counts.new += 1;
                    new_procedures.push(id.clone());
                    to_save.push(Cow::Borrowed(&draft.procedure));
                }
                Some(there) => {
                    let mut merged = there.clone();
                    self.merge(&mut merged, &draft.procedure);
                    let differs = merged != *there;
                    if differs || has_events {
                        counts.changed += 1;
                        let (was, became) = told::procedure(there, &merged, &steps, exclusion.as_ref());
                        changed_procedures.push((id.clone(), was, became));
                    } else {
                        counts.unchanged += 1;
                    }
                    if differs {
                        to_save.push(Cow::Owned(merged));
                    }
                }
            }
            step_events.extend(steps.into_iter().map(|event| (id.clone(), event)));
            exclusion_events.extend(exclusion.into_iter().map(|event| (id.clone(), event)));
        }
        self.save_departments(connection).await?;
        self.sources.save_new(connection).await?;
        let replaced: Vec<&ProcedureId> =
            to_save.iter().map(|procedure| &procedure.id).filter(|id| known.contains_key(*id)).collect();
        save_procedures(connection, &to_save.iter().map(Cow::as_ref).collect::<Vec<_>>(), &replaced).await?;
        save_step_events(connection, &step_events).await?;
        save_exclusion_events(connection, &exclusion_events).await?;
        let records: Vec<UsageRecord> = self.drafts.iter().filter_map(|draft| draft.usage.clone()).collect();
        let usage = usage::save_changed(connection, &records).await?;
        let mut all = vec![counts];
        if !records.is_empty() {
            all.push(usage);
        }
        Ok(Applied { counts: all, new_procedures, changed_procedures })
    }
}

impl CataloguePlan {
    /// What of a draft's steps and exclusion differs from what is in force on the day from which they hold.
    fn events_of(
        &self,
        draft: &Draft,
        there: Option<&Procedure>,
        request: &Request,
    ) -> (Vec<StepEvent>, Option<ExclusionEvent>) {
        if !request.steps {
            return (Vec::new(), None);
        }
        let effective_on = draft.effective_on.unwrap_or(request.today);
        let recorded_on = request.recorded.day(effective_on);
        let before = there.map(|there| steps_at(&there.step_events, effective_on, NaiveDate::MAX)).unwrap_or_default();
        let steps = draft
            .steps
            .iter()
            .filter_map(|(step, state)| Some((step, state?)))
            .filter(|(step, state)| before.get(*step) != Some(*state))
            .map(|(step, state)| StepEvent { step, state, effective_on, recorded_on })
            .collect();
        let excluded_before =
            there.and_then(|there| exclusion_at(&there.exclusion_events, effective_on, NaiveDate::MAX));
        let exclusion = draft.excluded.as_ref().and_then(|(excluded, reason)| {
            let same = match excluded_before {
                Some(before) => before.excluded == *excluded && (!excluded || before.reason == *reason),
                // Never having been excluded needs no decision.
                None => !excluded,
            };
            (!same).then(|| ExclusionEvent { excluded: *excluded, reason: reason.clone(), effective_on, recorded_on })
        });
        (steps, exclusion)
    }

    async fn save_departments(&self, connection: &mut Connection) -> Result<(), AppError> {
        if self.departments.is_empty() {
            return Ok(());
        }
        let known = catalogue::list_departments(connection).await?;
        let new: Vec<Department> = self
            .departments
            .iter()
            .filter(|(code, _)| known.iter().all(|department| department.code != **code))
            .map(|(code, name)| Department {
                code: code.clone(),
                name: name.clone(),
                name_en: String::new(),
                counter: String::new(),
                counter_en: String::new(),
                hours: String::new(),
                hours_en: String::new(),
                phone: String::new(),
                sample: false,
            })
            .collect();
        catalogue::save_departments(connection, &new).await
    }
}
