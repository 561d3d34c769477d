//! The national survey of administrative procedures (行政手続等の悉皆調査), in the layouts of [`LAYOUTS`].
//!
//! How its columns become procedures:
//! - `apply` comes from オンライン化の実施状況: 実施済 and 一部実施済 are online, 未実施 is at the counter, その他 is
//!   unknown, 適用除外 is the decision to exclude.
//! - `identify` is not needed if 本人確認不要 is the only value. It is at the counter if papers, a seal or a signature
//!   are required and applying is not online. Otherwise it is unknown, since the survey does not ask how an online
//!   applicant is identified.
//! - `attach` comes from 添付させる書類 and 提出方法; `pay` from 納付有無 and 納付方法. `pay` is online if any of the
//!   methods is online.
//! - `receive` is not in the survey and stays unknown, so no procedure of the survey counts as complete.
//! - In this survey, counts of 0 mean "not known" if nothing at all was counted. They are read as such. A total of 0
//!   beside applications that were counted is a total that is not known.
//! - The planned year comes from オンライン化実施時期, as a year or as a year or later (2030年度以降).
//! - A dash in the time that a procedure takes stands for no answer.
//!
//! [`LAYOUTS`]: crate::import::table::survey::LAYOUTS

use std::collections::BTreeSet;

use domain::calendar::FiscalYear;
use domain::procedure::{Audience, Blocker, Channel, ChannelKind, DepartmentCode, LifeEventCode, Procedure, StepState};
use domain::source::Source;
use domain::step::Steps;
use domain::text::{MessageLanguage, normalise_name};
use domain::usage::Usage;
use store::procedures::UsageRecord;

use super::cell::Cell;
use super::findings::Findings;
use super::procedures::{CataloguePlan, Draft, PackedDraft, put_in_order, read_id};
use super::progress::ProgressSink;
use super::rows::{DuplicateCheck, Errors, read_rows};
use super::table::ColumnSlot;
use super::table::{Row, Table};
use crate::import::sources::NamedSources;
use crate::import::table::survey::{COLUMNS, Layout};

/// The procedure fields that are filled from the survey.
const FILLED: [&str; 15] = [
    "name",
    "department",
    "legal_basis",
    "life_events",
    "audience",
    "eltax_url",
    "mynaportal_url",
    "other_online",
    "papers",
    "fee_yen",
    "processing",
    "blocker",
    "planned_fiscal_year",
    "checked_on",
    "source",
];

/// Life events of the survey, mapped to the equivalent codes of the catalogue.
const EVENTS: &[(&str, &str)] = &[
    ("引越し", "moving"),
    ("出生・こども", "birth"),
    ("結婚・離婚", "marriage"),
    ("死亡・相続", "death"),
    ("介護", "care"),
    ("税金", "tax"),
    ("医療・健康", "health"),
    ("住宅の購入・保有", "housing"),
    ("自動車の購入・保有", "vehicle"),
    ("就職・転職", "work"),
    ("就職・退職", "work"),
    ("入学", "school"),
];

fn source(layout: &Layout) -> Source {
    let year = layout.year;
    Source {
        id: layout.source.parse().expect("a plain identifier"),
        title: format!("行政手続等の悉皆調査（{}）", year.era_label_ja()),
        title_en: format!("Survey of administrative procedures under national law, fiscal {}", year.0),
        publisher: "デジタル庁".to_owned(),
        publisher_en: "Digital Agency".to_owned(),
        url: String::new(),
        as_of: Some(layout.as_of()),
        licence: String::new(),
        sample: false,
    }
}

/// The position of each column, looked up once because the table may have tens of thousands of rows.
struct Slots(Vec<(&'static str, ColumnSlot)>);

impl Slots {
    fn cell<'row>(&self, row: &Row<'row>, key: &str) -> Cell<'row> {
        let (_, slot) = self.0.iter().find(|(name, _)| *name == key).expect("every key asked for stands in COLUMNS");
        row.at(*slot)
    }
}

/// Reads a survey. `None` if its header is that of no known layout; the findings say so.
pub(crate) fn read(table: &Table<'_>, progress: ProgressSink<'_>, findings: &mut Findings) -> Option<CataloguePlan> {
    let Some(layout) = Layout::of(|key| table.column(key).is_some()) else {
        let known = Layout::all_by_mark();
        findings.refuse(match findings.language {
            MessageLanguage::English => {
                format!(
                    "this is the survey of an unknown year; expected one of these, recognised by a column that only it has: {known}"
                )
            }
            MessageLanguage::Japanese => {
                format!("どの年度の悉皆調査か分かりません。読める年度と、その年度だけにある列: {known}")
            }
        });
        return None;
    };
    findings.note(
        format!(
            "the survey of fiscal {}: as of {}, counts of fiscal {}",
            layout.year.0,
            layout.as_of(),
            layout.counted.0
        ),
        format!(
            "{}の悉皆調査として読みました（{}時点、件数は{}）",
            layout.year.era_label_ja(),
            layout.as_of(),
            layout.counted.era_label_ja()
        ),
    );
    let as_of = layout.as_of();
    let mut sources = NamedSources::default();
    sources.add(source(layout));
    let slots = Slots(COLUMNS.iter().map(|column| (column.key, table.slot(column.key))).collect());
    let mut plan = CataloguePlan { columns: FILLED.into_iter().collect(), sources, ..CataloguePlan::default() };
    let its_source = source(layout).id;
    let mut duplicates = DuplicateCheck::new();
    let mut unread_plans: Vec<(u64, String)> = Vec::new();
    let mut departments = std::collections::BTreeMap::new();
    plan.drafts = read_rows(table, progress, findings, |row, errors| {
        let cell = |key| slots.cell(row, key);
        let id = read_id(&cell("id"), errors)?;
        duplicates.check(id.clone(), &cell("id"), errors);
        let mut procedure = Procedure::unknown(id, its_source.clone());
        procedure.name.ja = errors.keep(cell("name").required_name()).unwrap_or_default();
        procedure.checked_on = Some(as_of);
        if let Some(ministry) = errors.optional(cell("ministry").name()) {
            let code: Option<DepartmentCode> = ministry.parse().ok();
            if code.is_none() {
                errors.refuse(
                    &cell("ministry"),
                    "the name of a ministry, at most 64 characters",
                    "府省庁名（64文字以内）",
                );
            }
            if let Some(code) = code {
                departments.entry(code.clone()).or_insert(ministry);
                procedure.department = Some(code);
            }
        }
        procedure.legal_basis = [cell("law"), cell("law_number"), cell("article")]
            .iter()
            .map(|cell| errors.text(cell))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        read_words(&cell, errors, &mut procedure);
        let planned = normalise_name(cell("planned").without_dash().raw());
        if procedure.planned_fiscal_year.is_none() && !planned.is_empty() {
            unread_plans.push((cell("planned").line(), planned));
        }
        let status = errors.text(&cell("status"));
        let steps = read_steps(&cell, errors, &status);
        let usage = read_usage(&cell, layout.counted, errors, &procedure);
        let excluded = status.starts_with('3');
        put_in_order(&mut procedure);
        Some(PackedDraft::of(&Draft {
            procedure,
            steps,
            excluded: Some((excluded, if excluded { "適用除外（法令による）".to_owned() } else { String::new() })),
            effective_on: Some(as_of),
            usage,
        }))
    });
    if let Some((line, text)) = unread_plans.first() {
        let count = unread_plans.len();
        findings.note(
            format!("plans without a fiscal year were left out in {count} rows, first in line {line}: '{text}'"),
            format!(
                "年度が読み取れないオンライン化の予定{count}件は取り込んでいません（最初は{line}行目の「{text}」）"
            ),
        );
    }
    plan.departments = departments;
    Some(plan)
}

/// The values of a cell, which the survey joins with `; `.
fn values(cell: &Cell<'_>) -> Vec<String> {
    cell.raw().split(';').map(normalise_name).filter(|value| !value.is_empty()).collect()
}

fn read_words<'row>(cell: &impl Fn(&'static str) -> Cell<'row>, errors: &mut Errors, procedure: &mut Procedure) {
    let events: BTreeSet<LifeEventCode> = values(&cell("events"))
        .iter()
        .filter_map(|event| EVENTS.iter().find(|(theirs, _)| theirs == event))
        .map(|(_, ours)| ours.parse().expect("our codes are plain identifiers"))
        .collect();
    procedure.life_events = events.into_iter().collect();
    let applicant = errors.text(&cell("applicant"));
    if applicant.contains("国民等") {
        procedure.audience.push(Audience::Residents);
    }
    if applicant.contains("事業者") {
        procedure.audience.push(Audience::Business);
    }
    procedure.blockers = values(&cell("blocker"))
        .iter()
        .filter_map(|value| value.chars().next()?.to_digit(10).and_then(|code| u8::try_from(code).ok()))
        .filter_map(Blocker::from_code)
        .collect();
    procedure.blockers.sort_unstable();
    procedure.blockers.dedup();
    procedure.planned_fiscal_year = values(&cell("planned"))
        .iter()
        .filter_map(|value| value.split_once(' ').and_then(|(_, year)| year.parse().ok()))
        .min();
    procedure.papers = values(&cell("papers")).into_iter().filter(|paper| paper != "添付書類なし").collect();
    procedure.fee.required = match cell("fee").raw().trim().chars().next() {
        Some('1') => Some(false),
        Some('2') => Some(true),
        _ => None,
    };
    let mut time = |key| errors.text(&cell(key).without_dash());
    let online = time("processing_online");
    procedure.processing = if online.is_empty() { time("processing_offline") } else { online };
    for system in values(&cell("system")) {
        let kind = if system.contains("eLTAX") {
            ChannelKind::Eltax
        } else if system.contains("マイナポータル") {
            ChannelKind::Mynaportal
        } else {
            ChannelKind::OtherOnline
        };
        procedure.channels.push(Channel { kind, name: system, url: String::new() });
    }
}

fn read_steps<'row>(cell: &impl Fn(&'static str) -> Cell<'row>, errors: &mut Errors, status: &str) -> Steps {
    let apply = match status.chars().next() {
        Some('1' | '5') => Some(StepState::Online),
        Some('2') => Some(StepState::Counter),
        Some('3' | '4') | None => None,
        Some(_) => {
            errors.refuse(
                &cell("status"),
                "1 実施済, 2 未実施, 3 適用除外, 4 その他 or 5 一部実施済",
                "1 実施済、2 未実施、3 適用除外、4 その他、5 一部実施済 のいずれか",
            );
            None
        }
    };
    let identification = values(&cell("identification"));
    let identify = match identification.as_slice() {
        [] => None,
        all if all.iter().all(|method| method.starts_with('6')) => Some(StepState::NotNeeded),
        _ if apply == Some(StepState::Counter) => Some(StepState::Counter),
        _ => None,
    };
    let papers = values(&cell("papers"));
    let ways = values(&cell("attaching"));
    let attach = if papers.len() == 1 && papers[0] == "添付書類なし" {
        Some(StepState::NotNeeded)
    } else if ways.is_empty() {
        None
    } else if ways.iter().all(|way| way.starts_with('0') || way.starts_with('1')) {
        Some(StepState::Online)
    } else if ways.iter().any(|way| way.starts_with('2') || way.starts_with('3')) {
        Some(StepState::Counter)
    } else {
        None
    };
    let payments = values(&cell("payment"));
    let pay = match cell("fee").raw().trim().chars().next() {
        Some('1') => Some(StepState::NotNeeded),
        Some('2') if payments.iter().any(|way| way.starts_with("2-")) => Some(StepState::Online),
        Some('2') if !payments.is_empty() => Some(StepState::Counter),
        _ => None,
    };
    Steps { apply, identify, attach, pay, receive: None }
}

fn read_usage<'row>(
    cell: &impl Fn(&'static str) -> Cell<'row>,
    fiscal_year: FiscalYear,
    errors: &mut Errors,
    procedure: &Procedure,
) -> Option<UsageRecord> {
    let mut count = |key| errors.optional(cell(key).count()).and_then(|count| i64::try_from(count).ok());
    let (total, online, offline) = (count("total"), count("online"), count("offline"));
    let counted = |count: Option<i64>| count.unwrap_or(0) > 0;
    if !counted(total) && !counted(online) && !counted(offline) {
        return None;
    }
    let total = total.filter(|total| *total > 0);
    if let (Some(total), Some(online)) = (total, online)
        && online > total
    {
        errors.refuse(
            &cell("online"),
            format!("at most the total, {total}"),
            format!("総手続件数（{total}）以下の件数"),
        );
    }
    Some(UsageRecord {
        procedure: procedure.id.clone(),
        usage: Usage { fiscal_year, total, online, source: procedure.source.clone(), sample: false },
    })
}
