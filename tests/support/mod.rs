//! Shared by the integration tests: builders for small worlds, databases of both kinds, and a running city.

mod answer;
mod city;
#[cfg(unix)]
pub mod cluster;
mod database;
pub mod figure_links;
pub mod hostile;
pub mod pages;
pub mod process;
pub mod provider;
pub mod recompute;
mod skipped;
pub mod snapshots;
pub mod staff;
mod templates;
pub mod words;
pub mod workload;
mod world;

pub use answer::{Answer, has};
pub use city::City;
pub use database::{Database, close, write_rows};
pub use skipped::skipped;
pub use world::{TODAY, World, day, given_source, indicator, noon_of_today, procedure, source_named, value};

/// Runs each test on SQLite and on PostgreSQL. If `TETSUZUKI_TEST_POSTGRES` names no server, the second is reported as
/// skipped.
macro_rules! on_both {
    ($( $(#[$meta:meta])* async fn $name:ident($database:ident: &Database) $body:block )+) => {
        $(
            $(#[$meta])*
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                async fn test($database: &$crate::support::Database) $body

                #[tokio::test]
                async fn on_sqlite() {
                    let database = $crate::support::Database::sqlite();
                    test(&database).await;
                }

                #[tokio::test]
                async fn on_postgres() {
                    let Some(database) = $crate::support::Database::postgres().await else {
                        $crate::support::skipped("TETSUZUKI_TEST_POSTGRES names no server");
                        return;
                    };
                    test(&database).await;
                    database.remove().await;
                }
            }
        )+
    };
}
pub(crate) use on_both;
