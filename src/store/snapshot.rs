//! The database as it stands at one moment, however long it is read and whatever is written
//! meanwhile.

use sea_orm::{
    AccessMode, ConnectionTrait as _, DatabaseTransaction, DbBackend, IsolationLevel, Statement,
    TransactionOptions, TransactionTrait as _,
};

use super::{
    Db, Doing as _,
    lite::Pinned,
    read::Read,
    row::{self, Row},
};
use crate::Result;

/// A moment of a database; dropping it lets go of it.
pub struct Snapshot(Held);

enum Held {
    Sqlite(Pinned),
    Postgres(DatabaseTransaction),
}

impl Db {
    /// Takes hold of this moment.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let doing = "taking a snapshot";
        if let Some(lite) = self.lite() {
            return Ok(Snapshot(Held::Sqlite(lite.pin().await.doing(doing)?)));
        }
        let options = TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..Default::default()
        };
        let sql = self.writer().begin_with_options(options).await.doing(doing)?;
        // Whoever reads all of it takes longer than whoever asks a question.
        let patient = "SET LOCAL statement_timeout = 0; \
                       SET LOCAL idle_in_transaction_session_timeout = 0";
        sql.execute_unprepared(patient).await.doing(doing)?;
        Ok(Snapshot(Held::Postgres(sql)))
    }
}

impl Read for Snapshot {
    fn backend(&self) -> DbBackend {
        match &self.0 {
            Held::Sqlite(_) => DbBackend::Sqlite,
            Held::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn statement<T: Row>(&self, statement: Statement, doing: &'static str) -> Result<Vec<T>> {
        match &self.0 {
            Held::Sqlite(lite) => lite.rows(statement).await.doing(doing),
            Held::Postgres(sql) => {
                let results = sql.query_all_raw(statement).await.doing(doing)?;
                row::read_all(&results).doing(doing)
            }
        }
    }
}
