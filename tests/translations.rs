//! Every text exists in the three languages that the city's texts are kept in, and every public text in all others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use domain::audit_action::{AuditAction, AuditArea};
use domain::availability::Availability;
use domain::budget::{BudgetStage, MoneySource};
use domain::channel_steps::ChannelStep;
use domain::contradiction::Contradiction;
use domain::correction::CorrectedTable;
use domain::initiative::{EffectMeasure, MilestoneState};
use domain::office::{Facility, OfficeKind, SpokenLanguage};
use domain::online_rate::OnlineCount;
use domain::paper::PaperOriginal;
use domain::personal_data::PersonalData;
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, FeeKind, Step, StepState};
use domain::procedure_details::{AgentRule, FormLanguage, LetterRule, StoreService};
use domain::procedure_fields::ProcedureField;
use domain::report::{CaseOutcome, CaseState, ReportKind, ReportReason};
use domain::staff::Role;
use domain::timeline::ChangeKind;
use domain::training::{Duty, TrainingMode};
use tetsuzuki::components::catalogue::answer::Answer;
use tetsuzuki::components::staff::audit_words;
use tetsuzuki::components::staff::fields::DoneWord;
use tetsuzuki::pages::staff::help;
use tetsuzuki::server::audit::filter::FilterMistake;
use tetsuzuki::server::editing::first_day::FirstDayRefusal;
use tetsuzuki::server::open_data::LISTS;
use tetsuzuki::server::read_model::catalogue::Sort;
use tetsuzuki::server::read_model::change_search::Filter;
use tetsuzuki::server::read_model::facets::Facet;
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
    let base = source().join("language");
    let mut files = if base.join(folder).is_dir() { files_below(&base.join(folder), "ftl") } else { Vec::new() };
    files.extend(Some(base.join(format!("{folder}.ftl"))).filter(|file| file.is_file()));
    for file in files {
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
    assert_eq!(names_and_values(&japanese), names_and_values(&easy));
    assert_eq!(names_and_values(&japanese), names_and_values(&english));
    assert!(japanese.len() > 100);
}

/// What must be equal in all languages: the names of texts, and what is put into them. Patterns of dates and times take of
/// the values what their language writes.
fn names_and_values(texts: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<&str, BTreeSet<String>> {
    let values = |(name, values): (&String, &BTreeSet<String>)| {
        let is_pattern = ["date-", "time-", "month-name"].iter().any(|family| name.starts_with(family));
        if is_pattern { BTreeSet::new() } else { values.clone() }
    };
    texts.iter().map(|text| (text.0.as_str(), values(text))).collect()
}

/// Files of texts that only staff pages show, and those of their texts that public pages show too.
const OF_STAFF: [&str; 12] = [
    "audit",
    "contradictions",
    "desk",
    "editing",
    "first_day",
    "help",
    "reorganisation",
    "reports",
    "staff",
    "staff_sign_on",
    "tables",
    "uploads",
];
const ALSO_PUBLIC: [&str; 5] =
    ["set-up-", "department-change-", "department-former", "footer-staff", "sentence-separator"];

/// Families of texts in the other files that only staff pages show.
const ALSO_OF_STAFF: [&str; 11] = [
    "contradiction",
    "entry-tables-",
    "readings-",
    "file-corrections",
    "first-day-",
    "guide-drawing",
    "guide-finding",
    "guide-place-",
    "row-",
    "language-hreflang",
    "language-offered",
];

/// The names of the texts that pages for residents show, read from the Japanese ones.
fn public_texts() -> BTreeSet<String> {
    let starts_with = |name: &str, families: &[&str]| families.iter().any(|family| name.starts_with(family));
    let folder = source().join("language").join("ja");
    let mut public = BTreeSet::new();
    for file in files_below(&folder, "ftl") {
        let of_staff = OF_STAFF.iter().any(|name| file.file_stem().is_some_and(|stem| stem == *name));
        for line in fs::read_to_string(&file).expect("a text file").lines() {
            let Some((name, _)) =
                line.split_once(" =").filter(|_| line.starts_with(|first: char| first.is_ascii_lowercase()))
            else {
                continue;
            };
            let is_public = if of_staff { starts_with(name, &ALSO_PUBLIC) } else { !starts_with(name, &ALSO_OF_STAFF) };
            if is_public {
                public.insert(name.to_owned());
            }
        }
    }
    public
}

/// The folders and files of languages besides the three.
fn further() -> Vec<String> {
    let entries = fs::read_dir(source().join("language")).expect("the folder of texts");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_language = |path: &PathBuf| path.is_dir() || path.extension().is_some_and(|ending| ending == "ftl");
    let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> =
        paths.filter(is_language).filter_map(stem).filter(|name| !FOLDERS.contains(&name.as_str())).collect();
    names.sort();
    names.dedup();
    names
}

/// A reader of a language that is offered never meets a text of the interface in another one. A language in preparation
/// says `language-offered = no` in its head.
#[test]
fn every_public_text_is_there_in_every_language_that_is_offered() {
    let (japanese, public) = (texts("ja"), public_texts());
    assert!(public.len() > 1_000 && public.contains("procedures-title") && !public.contains("entry-mistake-name"));
    let further = further();
    assert!(!further.is_empty(), "a language besides the three ships");
    let mut wrong = Vec::new();
    for language in &further {
        let own = texts(language);
        let missing =
            public.iter().filter(|name| !own.contains_key(*name)).map(|name| format!("{language}: no {name}"));
        let unknown = own
            .keys()
            .filter(|name| !japanese.contains_key(*name) && *name != "language-offered")
            .map(|name| format!("{language}: {name} is no text of Japanese"));
        let own_values = names_and_values(&own);
        let values = names_and_values(&japanese)
            .into_iter()
            .filter(|(name, values)| own_values.get(name).is_some_and(|own| own != values))
            .map(|(name, values)| format!("{language}: {name} does not put in {values:?}"))
            .collect::<Vec<_>>();
        wrong.extend(missing.chain(unknown).chain(values));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is offered beyond the three follows from the texts: no code names such a language.
#[test]
fn no_code_names_a_language_beyond_the_three() {
    for language in further() {
        for file in files_below(&source(), "rs") {
            let code = fs::read_to_string(&file).expect("a source file");
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            for written in [format!("\"{language}\""), format!("\"/{language}\""), format!("\"/{language}/")] {
                assert!(!code.contains(&written), "{} names {written}", file.display());
            }
        }
    }
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
fn the_help_for_staff_has_every_step_and_no_other() {
    let mut named = BTreeSet::from(["title", "lead", "begin-here", "terms"].map(|name| format!("help-{name}")));
    for (_, topics) in help::TOPICS {
        for topic in topics {
            named.insert(format!("help-{}", topic.name));
            named.extend((1..=topic.steps).map(|step| format!("help-{}-{step}", topic.name)));
        }
    }
    named.extend(help::TERMS.iter().flat_map(|term| [format!("help-term-{term}"), format!("help-term-{term}-means")]));
    let written: BTreeSet<String> = texts("ja").into_keys().filter(|name| name.starts_with("help-")).collect();
    assert_eq!(written, named);
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
    let audit_actions: Vec<String> = AuditAction::ALL.iter().map(|action| action.as_str().replace(' ', "-")).collect();
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
        ("contradiction", spellings(Contradiction::ALL, Contradiction::as_str)),
        ("contradiction-shown", spellings(Contradiction::ALL, Contradiction::as_str)),
        ("paper-original", spellings(PaperOriginal::ALL, PaperOriginal::as_str)),
        ("agent", spellings(AgentRule::ALL, AgentRule::as_str)),
        ("letter", spellings(LetterRule::ALL, LetterRule::as_str)),
        ("store", spellings(StoreService::ALL, StoreService::as_str)),
        ("store", vec!["card", "card_or_phone"]),
        ("form-language", spellings(FormLanguage::ALL, FormLanguage::as_str)),
        ("way", spellings(ChannelStep::ALL, ChannelStep::as_str)),
        ("pay", vec!["online", "counter", "not_needed", "unknown"]),
        ("report-kind", spellings(ReportKind::ALL, ReportKind::as_str)),
        ("report-reason", spellings(ReportReason::ALL, ReportReason::as_str)),
        ("report-mistake", vec!["kind", "step", "reason", "text_long", "text_alone", "form"]),
        ("personal-data", spellings(PersonalData::ALL, PersonalData::as_str)),
        ("report-state", spellings(CaseState::ALL, CaseState::as_str)),
        ("report-outcome", spellings(CaseOutcome::ALL, CaseOutcome::as_str)),
        ("report-case", vec!["problem", "number", "first", "last", "state", "taken_by", "closed", "outcome", "note"]),
        ("audit-action", audit_actions.iter().map(String::as_str).collect()),
        ("audit-area", AuditArea::OTHERS.iter().map(|area| area.as_str()).collect()),
        ("audit-column", audit_words::COLUMNS.into_iter().chain(["values", "origin"]).collect()),
        ("audit-mistake", spellings(FilterMistake::ALL, FilterMistake::as_str)),
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
