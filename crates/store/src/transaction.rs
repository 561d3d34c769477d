//! A transaction on either database, and the rows touched in it.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::{Postgres, Sqlite, Transaction};

use super::audit::key::KeyFile;
use super::row_hashes::TouchedRows;
use crate::error::AppError;

/// A transaction on either database. All SQL runs inside one.
#[derive(Debug)]
pub enum Connection {
    Sqlite(InTransaction<Sqlite>),
    Postgres(InTransaction<Postgres>),
}

/// A connection in a transaction, with the rows touched in it.
#[derive(Debug)]
pub struct InTransaction<DB: sqlx::Database> {
    transaction: Transaction<'static, DB>,
    touched: TouchedRows,
}

impl<DB: sqlx::Database> InTransaction<DB> {
    pub(crate) fn writing(transaction: Transaction<'static, DB>, keys: &Arc<KeyFile>) -> Self {
        Self { transaction, touched: TouchedRows::by(keys) }
    }
}

impl<DB: sqlx::Database> From<Transaction<'static, DB>> for InTransaction<DB> {
    fn from(transaction: Transaction<'static, DB>) -> Self {
        Self { transaction, touched: TouchedRows::default() }
    }
}

impl<DB: sqlx::Database> Deref for InTransaction<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl<DB: sqlx::Database> DerefMut for InTransaction<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}

impl Connection {
    pub(crate) async fn commit(self) -> Result<(), AppError> {
        match self {
            Self::Sqlite(connection) => connection.transaction.commit().await?,
            Self::Postgres(connection) => connection.transaction.commit().await?,
        }
        Ok(())
    }

    pub(crate) fn touched(&mut self) -> &mut TouchedRows {
        match self {
            Self::Sqlite(connection) => &mut connection.touched,
            Self::Postgres(connection) => &mut connection.touched,
        }
    }
}
