//! What the interface answers is documented, and what is documented is there.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::Days;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Blocker, ChannelKind, Step, StepState};
use serde_json::Value;
use store::AuditRow;
use tetsuzuki::server::open_data::LISTS;

use crate::support;
use crate::support::{Database, World, indicator, noon_of_today, procedure, value};

const DOCUMENT: &str = include_str!("../docs/API.md");

/// The part of the document from a heading with this address to the next heading of any depth.
fn section(address: &str) -> &'static str {
    let heading = format!(": `{address}`\n");
    let start = DOCUMENT.find(&heading).unwrap_or_else(|| panic!("docs/API.md has no section for {address}"));
    let rest = &DOCUMENT[start + heading.len()..];
    &rest[..rest.find("\n#").unwrap_or(rest.len())]
}

/// What stands in backticks in the first cells of a section's tables.
fn named(section: &str) -> BTreeSet<&str> {
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| `").map(|_| line.split('|').nth(1).unwrap_or_default()))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect()
}

/// Every field of a record, with a dot between a field and its part.
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

/// A city of which everything that has parts is known.
async fn full_city(database: &Database) -> support::City {
    // A day of the audit log that is over.
    let row = AuditRow::new("test", "begin", "world");
    support::write_rows(&database.open().await, noon_of_today() - Days::new(1), &[row]).await.unwrap();
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_cards("271403", Measure::Held, "2024-03-31", 600_000, 816_000)
        .with_cards_of_age("271403", Measure::Held, "2024-03-31", "0-4", [15_000, 28_000])
        .with_programme("ict", "ICT政策", 2024, 70, 30)
        .with_cost_item("委託料", 100, 70, "読み取りが不確か")
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
    for (list, id) in [("procedures", "full"), ("indicators", "rate")] {
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

/// Where tests stand.
const TESTS: [&str; 4] = ["src", "crates", "tests", "end2end/tests"];

/// Every file below a folder of the repository that may hold tests, by its path, with its text.
fn files_below(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for entry in root.join(folder).read_dir().unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_below(&path));
        } else if path.ends_with(".rs") || path.ends_with(".ts") {
            files.push((path, std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
    files
}

/// Whether a text holds a test of this name: a function with an attribute above it, or one in the macro that runs tests on
/// both databases.
fn holds_test(text: &str, name: &str) -> bool {
    let title = format!("test(\"{}\"", name.replace('_', " "));
    let function = format!("fn {name}(");
    text.contains(&title)
        || text.match_indices(&function).any(|(place, _)| {
            let line = text[..place].rfind('\n').map_or(0, |end| end + 1);
            let above = text[..line].trim_end();
            // The attribute of a test on several threads says so in brackets.
            let attribute = above.rsplit('\n').next().unwrap_or_default().trim();
            attribute == "#[test]"
                || attribute == "#[tokio::test]"
                || attribute.starts_with("#[tokio::test(")
                || text[place + function.len()..].starts_with("database: &Database)")
        })
}

/// What of the tables of docs/SECURITY.md is wrong: every row says by which test an item holds, or that there is none.
fn wrong_in(security: &str, files: &[(String, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let items =
        security.lines().filter(|line| line.starts_with("| ") && line[2..].starts_with(|c: char| c.is_ascii_digit()));
    for line in items {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [item, _, _, tests] = cells[..] else {
            wrong.push(format!("not four cells: {line}"));
            continue;
        };
        // Between two names stands what joins them.
        let parts: Vec<&str> = tests.split('`').collect();
        let named: Vec<&str> = parts.iter().skip(1).step_by(2).copied().collect();
        if named.is_empty() && tests != "–" {
            wrong.push(format!("{item} names no test, and does not say so"));
        }
        // A file after a name says where it stands; without one it is one of the two files named above the tables.
        for (place, name) in named.iter().enumerate() {
            if name.contains('/') {
                if !files.iter().any(|(path, _)| path == name) {
                    wrong.push(format!("{item}: there is no {name}"));
                }
                continue;
            }
            let next = named.get(place + 1).filter(|_| parts[2 * place + 2] == " (");
            let there = files.iter().any(|(path, text)| {
                let is_place = match next {
                    Some(next) => path == *next,
                    None => path == "tests/staff.rs" || path == "tests/sign_on.rs",
                };
                is_place && holds_test(text, name)
            });
            if !there {
                wrong.push(format!("{item}: there is no test {name}"));
            }
        }
    }
    wrong
}

#[test]
fn every_test_that_the_tables_of_security_name_is_there() {
    let files: Vec<(String, String)> = TESTS.iter().flat_map(|folder| files_below(folder)).collect();
    let security = include_str!("../docs/SECURITY.md");
    assert!(security.lines().filter(|line| line.starts_with("| 6.")).count() > 10, "the tables were not found");
    let wrong = wrong_in(security, &files);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_test_that_is_not_there_is_noticed() {
    let files = vec![
        ("tests/staff.rs".to_owned(), "#[test]\nfn it_is_there() {}\nfn no_test() {}".to_owned()),
        ("src/a.rs".to_owned(), "#[tokio::test]\nasync fn elsewhere() {}".to_owned()),
    ];
    let rows = |tests: &str| wrong_in(&format!("| 1.1.1 | what | how | {tests} |"), &files);
    for right in ["`it_is_there`", "`elsewhere` (`src/a.rs`)", "–", "`it_is_there`, `elsewhere` (`src/a.rs`)"] {
        assert_eq!(rows(right), Vec::<String>::new(), "{right}");
    }
    for wrong in ["`it_is_not`", "`no_test`", "`elsewhere`", "`it_is_there` (`src/a.rs`)", "`src/b.rs`", ""] {
        assert_eq!(rows(wrong).len(), 1, "{wrong}");
    }
}

#[test]
fn every_address_is_documented() {
    for list in LISTS {
        for address in [format!("`/api/v1/{}`", list.name), format!("`/api/v1/{}.csv`", list.name)] {
            assert!(DOCUMENT.contains(&address), "docs/API.md does not list {address}");
        }
    }
    let routes = include_str!("../src/server/open_data.rs");
    let singles: Vec<&str> = routes.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(singles.len() >= 2, "the routes were not found in the source");
    for address in singles {
        assert!(DOCUMENT.contains(&format!("`/api/v1{address}`")), "docs/API.md does not list /api/v1{address}");
    }
}
