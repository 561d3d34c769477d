//! Both databases can prepare every SQL statement of the product, and writes to covered tables say so.

use std::path::Path;

use store::row_hashes::covered_tables;
use store::{all_statements, prepare};

use crate::support::on_both;

on_both! {
    async fn every_statement_can_be_prepared(database: &Database) {
        let db = database.open().await;
        let statements = all_statements();
        assert!(statements.len() > 40, "the list of statements is not complete: {}", statements.len());
        let mut refused = Vec::new();
        for (name, sql) in &statements {
            if let Err(error) = prepare(&db, sql).await {
                let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                refused.push(format!("{name}: {cause}\n  {sql}"));
            }
        }
        assert!(refused.is_empty(), "{}", refused.join("\n"));
    }

    async fn a_statement_that_is_wrong_is_refused(database: &Database) {
        let db = database.open().await;
        assert!(prepare(&db, "SELECT no_such_column FROM areas").await.is_err());
    }
}

#[test]
fn every_statement_is_listed_once() {
    let statements = all_statements();
    for (place, (name, sql)) in statements.iter().enumerate() {
        let twice = statements[..place].iter().any(|(_, other)| other == sql);
        assert!(!twice, "{name} stands there twice: {sql}");
    }
}

/// A function that writes a covered table must call `touch`; otherwise its rows would count as written from outside.
#[test]
fn every_function_that_writes_a_covered_table_says_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/store/src");
    let covered: Vec<&str> = covered_tables().map(|(table, _)| table).collect();
    let mut looked_at = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() || path.ends_with("row_hashes.rs") || path.ends_with("tables.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for (name, table) in writers(&source, &covered) {
            for (place, _) in source.match_indices(&name) {
                let before = &source[..place];
                let is_used = ["query(", "connection, "].iter().any(|start| before.ends_with(start));
                if !is_used {
                    continue;
                }
                looked_at += 1;
                let function = &before[before.rfind("async fn ").unwrap()..];
                let says_so = function.contains("touch(") && function.contains(table);
                assert!(says_so, "{}: {name} writes {table} without touch()", path.display());
            }
        }
    }
    assert!(looked_at > 30, "{looked_at}");
}

/// The statements and upserts in a file that write a covered table.
fn writers<'a>(source: &str, covered: &[&'a str]) -> Vec<(String, &'a str)> {
    let mut found = Vec::new();
    let flat = source.replace('\n', " ");
    for table in covered {
        for start in
            [format!("\"INSERT INTO {table} "), format!("\"UPDATE {table} "), format!("\"DELETE FROM {table} ")]
        {
            for (place, _) in flat.match_indices(&start) {
                let name = flat[..place].trim_end().trim_end_matches('=').trim_end();
                let name = name.rsplit([' ', ';']).next().unwrap();
                // The first only takes a lock. The second writes only columns that are not covered.
                if !["HOLD_PROPOSAL", "REMOVE_ENDED_CONTENTS_OF"].contains(&name) {
                    found.push((name.to_owned(), *table));
                }
            }
        }
        for (place, _) in flat.match_indices(&format!("table: \"{table}\"")) {
            let before = &flat[..place];
            let name = &before[before.rfind("const ").unwrap() + 6..];
            found.push((name.split(':').next().unwrap().to_owned(), *table));
        }
    }
    found
}
