//! One way to read, whether the database is SQLite or PostgreSQL, in or out of a transaction.

use std::future::Future;

use sea_orm::{DbBackend, Statement, StatementBuilder};

use super::{beside::Beside, row::Row};
use crate::Result;

/// Where a read can go.
pub trait Read: Sync {
    /// Which database it is.
    fn backend(&self) -> DbBackend;

    /// What is kept beside the database; `None` in a transaction, which may see what nobody else does.
    fn beside(&self) -> Option<&Beside> {
        None
    }

    /// Runs a statement; `doing` completes the sentence "internal error while …".
    fn statement<T: Row>(
        &self,
        statement: Statement,
        doing: &'static str,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// The same for a statement that is known to take long, about how many rows: it holds up no
    /// thread that answers requests, not even until that is found out.
    fn long_statement<T: Row>(
        &self,
        statement: Statement,
        _rows: usize,
        doing: &'static str,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        self.statement(statement, doing)
    }

    /// Builds and runs a statement.
    fn rows<T: Row>(
        &self,
        query: &impl StatementBuilder,
        doing: &'static str,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        self.statement(query.build(&self.backend()), doing)
    }
}

/// Reads that leave nothing beside the database: whoever passes by all of it once would drive out
/// what others ask for again.
pub struct InPassing<'a, R>(pub &'a R);

impl<R: Read> Read for InPassing<'_, R> {
    fn backend(&self) -> DbBackend {
        self.0.backend()
    }

    async fn statement<T: Row>(&self, statement: Statement, doing: &'static str) -> Result<Vec<T>> {
        self.0.statement(statement, doing).await
    }

    async fn long_statement<T: Row>(
        &self,
        statement: Statement,
        rows: usize,
        doing: &'static str,
    ) -> Result<Vec<T>> {
        self.0.long_statement(statement, rows, doing).await
    }
}
