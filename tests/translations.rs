//! Every text exists in all three languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use domain::availability::Availability;
use domain::budget::{BudgetStage, MoneySource};
use domain::channel_steps::ChannelStep;
use domain::correction::CorrectedTable;
use domain::initiative::{EffectMeasure, MilestoneState};
use domain::office::{Facility, OfficeKind, SpokenLanguage};
use domain::online_rate::OnlineCount;
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, FeeKind, Step, StepState};
use domain::procedure_fields::ProcedureField;
use domain::report::{ReportKind, ReportReason};
use domain::staff::Role;
use domain::timeline::ChangeKind;
use domain::training::{Duty, TrainingMode};
use tetsuzuki::components::catalogue::answer::Answer;
use tetsuzuki::components::staff::fields::DoneWord;
use tetsuzuki::server::editing::first_day::FirstDayRefusal;
use tetsuzuki::server::open_data::LISTS;
use tetsuzuki::server::read_model::catalogue::Sort;
use tetsuzuki::server::read_model::change_search::Filter;
use tetsuzuki::server::read_model::facets::Facet;
use tetsuzuki::server::reports::ReportFormError;
use tetsuzuki::server::staff;

const FOLDERS: [&str; 3] = ["ja", "ja-Easy", "en"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    files
}

/// The texts of one language: name, and its variables.
fn texts(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files_below(&source().join("language").join(folder), "ftl") {
        let mut name = String::new();
        for line in fs::read_to_string(&file).expect("a text file").lines() {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                name = line.split_once(" =").expect("a name and its text").0.to_owned();
                let twice = texts.insert(name.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{name} stands twice in {folder}");
            }
            let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
            let variables = line.split('$').skip(1).map(|rest| rest.split(|l| !is_name(l)).next());
            if let Some(known) = texts.get_mut(&name) {
                known.extend(variables.flatten().map(str::to_owned));
            }
        }
    }
    texts
}

#[test]
fn all_languages_have_the_same_texts_with_the_same_values_put_in() {
    let [japanese, easy, english] = FOLDERS.map(texts);
    assert_eq!(japanese, easy);
    assert_eq!(japanese, english);
    assert!(japanese.len() > 100);
}

/// Pages that no test opens may ask for a text too, so the names are read from the source.
#[test]
fn every_text_that_the_code_asks_for_exists() {
    let texts = texts("ja");
    let (mut found, mut missing) = (0, BTreeSet::new());
    for file in files_below(&source(), "rs") {
        if file.ends_with("language.rs") {
            continue;
        }
        let code = fs::read_to_string(&file).expect("a source file");
        for call in ["context.text(", "context.format_text(", "language.text(", ".text_with("] {
            for after in code.split(call).skip(1) {
                let Some(rest) = after.trim_start().strip_prefix('"') else { continue };
                let name = rest.split('"').next().unwrap_or_default();
                found += 1;
                if !texts.contains_key(name) {
                    missing.insert(name.to_owned());
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
    assert!(found > 800, "only {found} names were found in the source");
}

#[test]
fn every_member_of_a_closed_set_has_its_word() {
    fn spellings<T: Copy>(members: &[T], spelling: fn(T) -> &'static str) -> Vec<&'static str> {
        members.iter().map(|member| spelling(*member)).collect()
    }
    let mut states = spellings(StepState::ALL, StepState::as_str);
    let mut availabilities = spellings(Availability::ALL, Availability::as_str);
    states.push("unknown");
    availabilities.push("unknown");
    let texts = texts("ja");
    let mut filters = spellings(Facet::ALL, Facet::as_str);
    filters.extend(["q", "sort"]);
    for (family, members) in [
        ("step", spellings(Step::ALL, Step::as_str)),
        ("step-means", spellings(Step::ALL, Step::as_str)),
        ("state", states),
        ("availability", availabilities),
        ("answer", spellings(Answer::ALL, Answer::as_str)),
        ("audience", spellings(Audience::ALL, Audience::as_str)),
        ("card", spellings(CardRequirement::ALL, CardRequirement::as_str)),
        ("card-means", spellings(CardRequirement::ALL, CardRequirement::as_str)),
        ("channel", spellings(ChannelKind::ALL, ChannelKind::as_str)),
        ("channel-means", spellings(ChannelKind::ALL, ChannelKind::as_str)),
        ("channel-short", spellings(ChannelKind::ALL, ChannelKind::as_str)),
        ("way", spellings(ChannelStep::ALL, ChannelStep::as_str)),
        ("pay", vec!["online", "counter", "not_needed", "unknown"]),
        ("report-kind", spellings(ReportKind::ALL, ReportKind::as_str)),
        ("report-reason", spellings(ReportReason::ALL, ReportReason::as_str)),
        ("report-mistake", spellings(ReportFormError::ALL, ReportFormError::as_str)),
        ("blocker", spellings(Blocker::ALL, Blocker::as_str)),
        ("sort", spellings(Sort::ALL, Sort::as_str)),
        ("filter", filters),
        ("fee-kind", spellings(FeeKind::ALL, FeeKind::as_str)),
        ("from-home", vec!["complete", "partial", "counter", "excluded", "unknown"]),
        ("change-kind", spellings(ChangeKind::ALL, ChangeKind::as_str)),
        ("filter", spellings(Filter::ALL, Filter::as_str)),
        ("route-count", spellings(OnlineCount::ALL, OnlineCount::as_str)),
        ("route-hint", spellings(OnlineCount::ALL, OnlineCount::as_str)),
        ("route-order", spellings(OnlineCount::ALL, OnlineCount::as_str)),
        ("stage", spellings(BudgetStage::ALL, BudgetStage::as_str)),
        ("money", spellings(MoneySource::ALL, MoneySource::as_str)),
        ("milestone", spellings(MilestoneState::ALL, MilestoneState::as_str)),
        ("field", spellings(ProcedureField::ALL, ProcedureField::as_str)),
        ("data-list", LISTS.iter().map(|list| list.name).collect()),
        ("history-column", vec!["effective", "recorded", "what", "field", "from", "to", "reason", "approved"]),
        ("role", spellings(Role::ALL, Role::as_str)),
        ("role-means", vec!["approver", "administrator"]),
        ("staff-mistake", spellings(staff::Mistake::ALL, staff::Mistake::as_str)),
        ("staff-done", spellings(DoneWord::ALL, DoneWord::as_str)),
        ("training", spellings(TrainingMode::ALL, TrainingMode::as_str)),
        ("duty", spellings(Duty::ALL, Duty::as_str)),
        ("effect", spellings(EffectMeasure::ALL, EffectMeasure::as_str)),
        ("office-kind", spellings(OfficeKind::ALL, OfficeKind::as_str)),
        ("facility", spellings(Facility::ALL, Facility::as_str)),
        ("spoken", spellings(SpokenLanguage::ALL, SpokenLanguage::as_str)),
        ("weekday", vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        ("first-day-table", exchange::city::table_names()),
        ("first-day-state", vec!["there", "missing", "later"]),
        ("first-day-refusal", spellings(FirstDayRefusal::ALL, FirstDayRefusal::as_str)),
        ("first-day-follows", vec!["name", "areas", "readers", "log"]),
        ("correction-table", spellings(CorrectedTable::ALL, CorrectedTable::as_str)),
        ("correction-column", vec!["day", "subject", "record", "figure", "before", "after", "reason"]),
    ] {
        for member in members {
            let name = format!("{family}-{member}");
            assert!(texts.contains_key(&name), "{name}");
        }
    }
    for table in CorrectedTable::ALL {
        for figure in table.figures() {
            let name = format!("correction-figure-{table}-{figure}");
            assert!(texts.contains_key(&name), "{name}");
        }
    }
}
