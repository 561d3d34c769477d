//! What integration tests share: a world to build, a database of either kind to put it in, and a city that answers.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

mod answer;
#[cfg(unix)]
pub mod cluster;
mod database;
pub mod process;
mod skipped;
mod world;

pub use answer::Answer;
#[allow(unused_imports, reason = "each test file uses a part of it")]
pub use database::{Database, close};
#[allow(unused_imports, reason = "each test file uses a part of it")]
pub use skipped::skipped;
#[allow(unused_imports, reason = "each test file uses a part of it")]
pub use world::{City, ProcedureBuilder, TODAY, World, day, indicator, noon_of_today, procedure, source_named, value};

/// Runs each test on SQLite and on PostgreSQL. Where `TETSUZUKI_TEST_POSTGRES` names no server, the second half says
/// that it was skipped.
#[allow(unused_macros, reason = "each test file uses a part of it")]
macro_rules! on_both {
    ($( $(#[$meta:meta])* async fn $name:ident($database:ident: &Database) $body:block )+) => {
        $(
            $(#[$meta])*
            #[allow(clippy::unwrap_used, reason = "a test may fail")]
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
#[allow(unused_imports, reason = "each test file uses a part of it")]
pub(crate) use on_both;
