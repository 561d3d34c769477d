//! Both databases can prepare every SQL statement of the product.

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
