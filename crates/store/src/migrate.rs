//! Brings the tables of a database up to date.

use std::collections::BTreeSet;

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::audit::key::KeyPlace;
use super::migrations::MIGRATIONS;
use super::open::Db;
use super::transaction::Connection;
use super::writing::Backoff;
use crate::error::AppError;

const APPLIED_MIGRATIONS: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

impl Db {
    /// Migrates the database and returns the migrations that ran, by number and name.
    ///
    /// # Errors
    /// Same as [`Db::open`].
    pub async fn migrate_and_check(address: &str, key: &KeyPlace) -> Result<Vec<(i64, &'static str)>, AppError> {
        let db = Self::connect(address, key).await?;
        let before = db.applied_migrations().await?;
        db.migrate().await?;
        db.check_chain_head().await?;
        db.close().await;
        Ok(MIGRATIONS.iter().filter(|one| !before.contains(&one.number)).map(|one| (one.number, one.name)).collect())
    }

    /// The numbers of the applied migrations.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn applied_migrations(&self) -> Result<BTreeSet<i64>, AppError> {
        let mut connection = self.read().await?;
        let numbers: Vec<i64> = match &mut connection {
            Connection::Sqlite(transaction) => {
                let is_there: i64 = sqlx::query_scalar(
                    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'",
                )
                .fetch_one(&mut **transaction)
                .await?;
                if is_there == 0 {
                    return Ok(BTreeSet::new());
                }
                sqlx::query_scalar(APPLIED_MIGRATIONS).fetch_all(&mut **transaction).await?
            }
            Connection::Postgres(transaction) => {
                let is_there: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
                    .fetch_one(&mut **transaction)
                    .await?;
                if !is_there {
                    return Ok(BTreeSet::new());
                }
                sqlx::query_scalar(APPLIED_MIGRATIONS).fetch_all(&mut **transaction).await?
            }
        };
        Ok(numbers.into_iter().collect())
    }

    /// Two processes may start at the same time. PostgreSQL makes the second wait. Without such a lock the second fails
    /// on what the first has created, and gets further with each retry.
    pub(crate) async fn migrate(&self) -> Result<(), AppError> {
        let mut before = None;
        let mut backoff = Backoff::begin();
        loop {
            let error = match self.migrate_once().await {
                Err(error @ AppError::Migration(_)) => error,
                result => return result,
            };
            let applied = self.applied_migrations().await?;
            // Without progress, the migration itself is at fault.
            if before.replace(applied.len()) == Some(applied.len()) && !error.is_busy() {
                return Err(error);
            }
            if !backoff.next().await {
                return Err(error);
            }
        }
    }

    async fn migrate_once(&self) -> Result<(), AppError> {
        let migration = |version: i64, name: &'static str, sql: &'static str| {
            Migration::new(version, name.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
        };
        match self {
            Self::Sqlite { writer, .. } => {
                let migrations: Vec<Migration> =
                    MIGRATIONS.iter().map(|one| migration(one.number, one.name, one.sqlite)).collect();
                Migrator::with_migrations(migrations).run(writer).await?;
            }
            Self::Postgres { pool, .. } => {
                let migrations: Vec<Migration> =
                    MIGRATIONS.iter().map(|one| migration(one.number, one.name, one.postgres)).collect();
                let mut migrator = Migrator::with_migrations(migrations);
                // Databases compatible with PostgreSQL that span several machines often lack advisory locks.
                let version: String = sqlx::query_scalar("SELECT version()").fetch_one(pool).await?;
                migrator.set_locking(version.starts_with("PostgreSQL"));
                migrator.run(pool).await?;
            }
        }
        Ok(())
    }
}
