//! What the interface answers is documented, and what is documented is there.

#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::collections::BTreeSet;

use chrono::Days;
use serde_json::Value;
use support::{Database, World, indicator, noon_of_today, procedure, value};
use tetsuzuki::domain::area::AreaKind;
use tetsuzuki::domain::card::Measure;
use tetsuzuki::domain::indicator::{IndicatorKind, ValueKind};
use tetsuzuki::domain::procedure::{Blocker, ChannelKind, Step, StepState};
use tetsuzuki::server::db::{AuditRow, Written};
use tetsuzuki::server::open_data::LISTS;

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
    let work = async |_: &mut _| Ok(Written::Changed { answer: (), audit: row.clone() });
    database.open().await.write(noon_of_today() - Days::new(1), work).await.unwrap();
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
