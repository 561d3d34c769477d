//! The documents and the program agree: fields, parameters and addresses of the API, the tests that SECURITY.md names,
//! and the names in code that GLOSSARY.md gives.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use axum::http::StatusCode;
use chrono::Days;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::correction::{CorrectedTable, Correction, FigureChange, FigureValue};
use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Blocker, ChannelKind, Step, StepState};
use serde_json::Value;
use store::AuditRow;
use tetsuzuki::server::open_data::{self, LISTS};

use crate::support::{City, Database, World, indicator, noon_of_today, procedure, value, write_rows};

const DOCUMENT: &str = include_str!("../docs/API.md");

/// The section of the document under the heading with this address.
fn section(address: &str) -> &'static str {
    let heading = format!(": `{address}`\n");
    let start = DOCUMENT.find(&heading).unwrap_or_else(|| panic!("docs/API.md has no section for {address}"));
    let rest = &DOCUMENT[start + heading.len()..];
    &rest[..rest.find("\n#").unwrap_or(rest.len())]
}

/// The words in backticks in the first column of a section's tables.
fn named(section: &str) -> BTreeSet<&str> {
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| `").map(|_| line.split('|').nth(1).unwrap_or_default()))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect()
}

/// All fields of a record; nested fields are joined by a dot.
fn fields(record: &Value) -> BTreeSet<String> {
    let parts = |name: &str, whole: &Value| -> Vec<String> {
        whole
            .as_object()
            .map_or_else(|| vec![name.to_owned()], |parts| parts.keys().map(|part| format!("{name}.{part}")).collect())
    };
    record
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(name, value)| match value.as_array().and_then(|entries| entries.first()) {
            Some(first) => parts(name, first),
            None => parts(name, value),
        })
        .collect()
}

/// A city in which every optional part is present.
async fn full_city(database: &Database) -> City {
    // The log needs a row on an earlier day.
    let row = AuditRow::new("test", "begin", "world");
    write_rows(&database.open().await, noon_of_today() - Days::new(1), &[row]).await.unwrap();
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_cards("271403", Measure::Held, "2024-03-31", 600_000, 816_000)
        .with_cards_of_age("271403", Measure::Held, "2024-03-31", "0-4", [15_000, 28_000])
        .with_programme("ict", "ICT政策", 2024, 70, 30)
        .with_cost_item("委託料", 100, 70, "読み取りが不確か")
        .with_correction(Correction {
            change: FigureChange {
                table: CorrectedTable::Cards,
                subject: "271403".to_owned(),
                subject_name: "堺市".to_owned(),
                record: "held 2024-03-31".to_owned(),
                record_name: "保有 2024年3月31日".to_owned(),
                record_name_en: "held, 31 March 2024".to_owned(),
                figure: "cards".to_owned(),
                before: FigureValue::Count(1),
                after: None,
            },
            corrected_on: noon_of_today().date_naive(),
            reason: "転記の誤り".to_owned(),
        })
        .with_set("priority", "優先手続")
        .with_procedure(
            procedure("full", "転出届")
                .in_set("priority")
                .channel(ChannelKind::Mail, "", "")
                .blocker(Blocker::NoSystem)
                .usage(2022, Some(10), Some(1))
                .complete_since("2024-04-01")
                .step(Step::Pay, StepState::NotNeeded, "2025-04-01")
                .excluded_since("2025-04-01", "試験"),
        )
        .with_indicator(
            {
                let mut rate = indicator("rate", IndicatorKind::Outcome, "率");
                rate.set = Some("priority".parse().unwrap());
                rate
            },
            &[
                value(2019, ValueKind::Baseline, 58.1),
                value(2022, ValueKind::Actual, 96.0),
                value(2025, ValueKind::Target, 100.0),
            ],
        )
        .with_file(
            "initiatives.csv",
            "programme,id,name,due_on,legal_basis\nict,standard,システム標準化,2026-03-31,法律\n",
        )
        .with_file(
            "milestones.csv",
            "programme,initiative,name,planned_on,state\nict,standard,移行,2026-03-31,running\n",
        )
        .with_file("effects.csv", "programme,initiative,hours_before,hours_after\nict,standard,10,4\n")
        .with_file("offices.csv", "id,name,kind,source\nhall,市役所,main,test\n")
        .with_file("office-hours.csv", "office,days,opens,closes\nhall,月〜金,9:00,17:30\n")
        .with_file("office-exceptions.csv", "office,first_day\nhall,2026-12-28\n")
        .with_file("office-procedures.csv", "office,procedure_id\nhall,full\n")
        .with_file("procedure-papers.csv", "procedure_id,paper,needed\nfull,seal,always\n")
        .with_file("procedure-forms.csv", "procedure_id,title,url\nfull,届書,https://example.jp/form.pdf\n")
        .with_file("roles.csv", "programme,role,staff\nict,課長級,40\n")
        .with_file("courses.csv", "programme,course\nict,BPR\n")
        .with_file("training.csv", "programme,role,course,duty\nict,課長級,BPR,required\n")
        .with_file("training-progress.csv", "programme,role,course,as_of,done\nict,課長級,BPR,2025-03-31,10\n")
        .on(database)
        .await
}

#[tokio::test]
async fn every_field_of_every_list_is_documented_and_stands_in_its_file() {
    let database = Database::sqlite();
    let city = full_city(&database).await;
    for list in LISTS {
        let address = format!("/api/v1/{}", list.name);
        let answered = fields(&city.get(&address).await.items()[0]);
        let in_file: BTreeSet<String> = list.fields.iter().map(|field| (*field).to_owned()).collect();
        assert_eq!(answered, in_file, "the columns of {address}.csv are the fields of {address}");
        let documented = named(section(&address));
        for field in list.fields {
            assert!(documented.contains(field), "docs/API.md says nothing of `{field}` in {address}");
        }
    }
}

#[tokio::test]
async fn what_a_single_thing_has_besides_is_documented() {
    let database = Database::sqlite();
    let city = full_city(&database).await;
    for (list, id) in [("procedures", "full"), ("indicators", "rate"), ("guides", "moving"), ("offices", "hall")] {
        let listed = fields(&city.get(&format!("/api/v1/{list}")).await.items()[0]);
        let alone = fields(&city.get(&format!("/api/v1/{list}/{id}")).await.json());
        let text = section(&format!("/api/v1/{list}/{{id}}"));
        for field in alone.difference(&listed) {
            assert!(text.contains(&format!("`{field}`")), "docs/API.md says nothing of `{field}` in {list}/{{id}}");
        }
        assert_eq!(listed.difference(&alone).count(), 0, "one thing has all that a listed one has");
    }
}

#[test]
fn every_parameter_is_documented_and_every_documented_one_is_there() {
    for list in LISTS {
        let documented = named(section(&format!("/api/v1/{}", list.name)));
        for parameter in list.parameters {
            assert!(documented.contains(parameter), "docs/API.md says nothing of `{parameter}` in {}", list.name);
        }
        for name in documented {
            let there = list.parameters.contains(&name) || list.fields.contains(&name);
            assert!(there, "docs/API.md promises `{name}` in {}, which is not there", list.name);
        }
    }
}

/// The tests of this program, such as `uploads::limits::name`.
fn tests_of_this_program() -> BTreeSet<String> {
    let list = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    list.lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .map(|test| test.trim_end_matches("::on_sqlite").trim_end_matches("::on_postgres").to_owned())
        .collect()
}

/// The errors in the tables of docs/SECURITY.md. Each row names the tests of an item, or says `–`. A file in brackets
/// behind a name is where the test is; without one it is a test of `staff` or `sign_on`. Tests outside this program are
/// not in its list: only their files are looked for.
fn wrong_in(security: &str, tests: &BTreeSet<String>, is_file: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let items =
        security.lines().filter(|line| line.starts_with("| ") && line[2..].starts_with(|c: char| c.is_ascii_digit()));
    for line in items {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [item, _, _, named_tests] = cells[..] else {
            wrong.push(format!("not four cells: {line}"));
            continue;
        };
        // Odd parts are names, even parts are the text between them.
        let parts: Vec<&str> = named_tests.split('`').collect();
        let named: Vec<&str> = parts.iter().skip(1).step_by(2).copied().collect();
        if named.is_empty() && named_tests != "–" {
            wrong.push(format!("{item} names no test, and does not say so"));
        }
        for (place, name) in named.iter().enumerate() {
            if name.contains('/') {
                if !is_file(name) {
                    wrong.push(format!("{item}: there is no {name}"));
                }
                continue;
            }
            let file = named.get(place + 1).filter(|_| parts[2 * place + 2] == " (");
            let is_there = match file.map(|file| file.strip_prefix("tests/")) {
                None => tests.iter().any(|test| {
                    (test.starts_with("staff::") || test.starts_with("sign_on::"))
                        && test.ends_with(&format!("::{name}"))
                }),
                Some(Some(file)) => {
                    tests.contains(&format!("{}::{name}", file.trim_end_matches(".rs").replace('/', "::")))
                }
                Some(None) => true,
            };
            if !is_there {
                wrong.push(format!("{item}: there is no test {name}"));
            }
        }
    }
    wrong
}

#[test]
fn every_test_that_the_tables_of_security_name_is_there() {
    let security = include_str!("../docs/SECURITY.md");
    assert!(security.lines().filter(|line| line.starts_with("| 6.")).count() > 10, "the tables were not found");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wrong = wrong_in(security, &tests_of_this_program(), |file| root.join(file).is_file());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// docs/DATA.md says of each table what it allows, and which test shows it.
#[test]
fn every_test_that_the_table_of_tables_names_is_there() {
    use exchange::document::allowed::{Ability, RESPECTS, all};
    let tests = tests_of_this_program();
    let missing: Vec<String> = all()
        .iter()
        .flat_map(|table| {
            RESPECTS.iter().zip(&table.abilities).map(move |(respect, ability)| (table, respect, ability))
        })
        .filter_map(|(table, respect, ability)| match ability {
            Ability::Shown { by, .. } if !tests.contains(*by) => Some(format!("{}, {respect}: {by}", table.name)),
            _ => None,
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_test_that_is_not_there_is_noticed() {
    let tests = ["staff::login::it_is_there", "http::elsewhere"].map(str::to_owned).into();
    let rows = |named: &str| {
        wrong_in(&format!("| 1.1.1 | what | how | {named} |"), &tests, |file| {
            ["tests/http.rs", "src/a.rs"].contains(&file)
        })
    };
    for right in [
        "`it_is_there`",
        "`elsewhere` (`tests/http.rs`)",
        "`of_a_crate` (`src/a.rs`)",
        "–",
        "`it_is_there`, `elsewhere` (`tests/http.rs`)",
    ] {
        assert_eq!(rows(right), Vec::<String>::new(), "{right}");
    }
    for wrong in ["`it_is_not`", "`elsewhere`", "`it_is_there` (`tests/http.rs`)", "`src/b.rs`", ""] {
        assert_eq!(rows(wrong).len(), 1, "{wrong}");
    }
    assert_eq!(rows("`of_a_crate` (`src/b.rs`)").len(), 1);
}

/// Every identifier in the source of the application and its crates.
fn identifiers_of_the_source() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("crates")];
    let mut identifiers = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(path).unwrap();
                let words = source.split(|c: char| !c.is_alphanumeric() && c != '_');
                identifiers.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
    }
    identifiers
}

/// The names in code of the glossary's tables, in their third column.
fn names_in_code(glossary: &str) -> Vec<&str> {
    let rows = glossary.lines().filter_map(|line| line.strip_prefix("| ")).map(|line| line.split(" | "));
    let cells = rows.filter_map(|mut cells| cells.nth(2));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).filter(|name| !name.contains('/')).collect()
}

#[test]
fn every_name_in_code_that_the_glossary_gives_is_there() {
    let names = names_in_code(include_str!("../docs/GLOSSARY.md"));
    assert!(names.len() > 80, "the tables were not found: {names:?}");
    let identifiers = identifiers_of_the_source();
    let missing: Vec<&str> =
        names.into_iter().filter(|name| !name.split("::").all(|part| identifiers.contains(part))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_name_is_read_from_the_third_column_only() {
    let row = "| 手続 | Procedure `no` | `Procedure::id`, the set `priority`, `src/a.rs` | `None` is unknown. |";
    assert_eq!(names_in_code(row), ["Procedure::id", "priority"]);
}

/// The paths that the router of the API has, such as `/api/v1/procedures/{id}`. A router does not list its paths, but it
/// prints them for debugging.
fn paths_of_the_api() -> BTreeSet<String> {
    let printed = format!("{:?}", open_data::routes::<()>());
    printed.split('"').filter(|part| part.starts_with("/v1/")).map(|path| format!("/api{path}")).collect()
}

#[test]
fn every_address_is_documented() {
    let paths = paths_of_the_api();
    assert!(paths.len() >= 2 * LISTS.len() + 5, "the router does not print its paths: {paths:?}");
    for path in paths {
        assert!(DOCUMENT.contains(&format!("`{path}`")), "docs/API.md does not list {path}");
    }
}

#[tokio::test]
async fn every_documented_address_answers() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let (table, _) = DOCUMENT.split_once("```").unwrap();
    let mut answered = 0;
    for address in named(table) {
        let id = match address {
            _ if address.contains("/procedures/") => "child-allowance-claim",
            _ if address.contains("/guides/") => "moving",
            _ if address.contains("/offices/") => "city-hall",
            _ => "online_rate",
        };
        let figure = "card-rate?area=271403&measure=issued&as_of=2022-12-31";
        let answer = city.get(&address.replace("{id}", id).replace("{kind}", figure)).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        answered += 1;
    }
    assert!(answered >= 20, "{answered}");
}
