//! The only way to a transaction, and what every change leaves behind: a revision.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use entity::{
    revision,
    vocab::{Action, RecordKind},
};
use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};
use uuid::Uuid;

use super::{
    Db, Doing as _,
    news::CHANNEL,
    read::Read,
    record::insert_rows,
    row::{self, Row},
    summary::{Touched, mark},
};
use crate::{Error, Result};

/// Makes ids: time-ordered from the moment given, and unique.
pub type Ids = Arc<dyn Fn(DateTime<Utc>) -> Uuid + Send + Sync>;

/// Who writes, when, and where ids come from.
#[derive(Clone)]
pub struct Call {
    /// The moment of the change.
    pub now: DateTime<Utc>,
    /// Name of the key; `None` for the program itself.
    pub actor: Option<String>,
    /// Where ids come from.
    pub ids: Ids,
}

/// How often a transaction is tried when the database asks to.
const TRIES: u32 = 5;

/// Waits for the turn to write, as long as on SQLite; what is done in it has the usual time.
const TURN: &str = r#"SET LOCAL lock_timeout = '30s'; SET LOCAL statement_timeout = '31s';
    SELECT "version" FROM "database_state" FOR UPDATE;
    SET LOCAL lock_timeout TO DEFAULT; SET LOCAL statement_timeout TO DEFAULT"#;

/// The future that a transaction's body returns.
pub type Body<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Runs `body` in a transaction: commits on `Ok`, rolls back on `Err` and what was abandoned.
///
/// The work runs in a task of its own, so that a caller who goes away cannot leave a session in an
/// open transaction. There is one writer at a time on either database: SQLite by its write lock,
/// PostgreSQL by a lock on the row that holds the version. So a body reads what it is about to
/// change without races, and revisions are numbered in the order of the commits.
pub async fn write<T, F>(db: &Db, call: Call, body: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a Txn) -> Body<'a, T> + Send + Sync + 'static,
{
    let db = db.clone();
    let task = tokio::spawn(async move {
        let mut tries = 1;
        loop {
            match attempt(&db, &call, &body).await {
                Err(Failure::Again(_)) if tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(10 << tries)).await;
                    tries += 1;
                }
                Err(Failure::Again(error) | Failure::Final(error)) => return Err(error),
                Ok(done) => return Ok(done),
            }
        }
    });
    task.await.map_err(|error| Error::internal("writing", error))?
}

enum Failure {
    /// The database asks to try again.
    Again(Error),
    Final(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let again = match &error {
            Error::Internal { source, .. } => {
                source.downcast_ref::<DbErr>().is_some_and(super::wants_retry)
            }
            _ => false,
        };
        if again { Self::Again(error) } else { Self::Final(error) }
    }
}

async fn attempt<T, F>(db: &Db, call: &Call, body: &F) -> Result<T, Failure>
where
    F: for<'a> Fn(&'a Txn) -> Body<'a, T>,
{
    let txn = Txn::begin(db, call.clone()).await?;
    let done = body(&txn).await;
    // A rollback that fails leaves nothing behind either: the session ends with it.
    match done {
        Err(error) => {
            let _ = txn.sql.rollback().await;
            Err(error.into())
        }
        Ok(done) if txn.is_abandoned() => {
            let _ = txn.sql.rollback().await;
            Ok(done)
        }
        Ok(done) => {
            let version = txn.write_revisions().await?;
            txn.sql.commit().await.map_err(|error| commit_failure(&error))?;
            db.inner().desk.ring(version);
            Ok(done)
        }
    }
}

fn commit_failure(error: &DbErr) -> Failure {
    if super::wants_retry(error) {
        return Failure::Again(Error::internal("committing", error.clone()));
    }
    match error {
        DbErr::Conn(_) => Failure::Final(Error::OutcomeUnknown),
        _ => Failure::Final(Error::internal("committing", error.clone())),
    }
}

/// An open transaction.
pub struct Txn {
    sql: DatabaseTransaction,
    call: Call,
    revisions: Mutex<Vec<NewRevision>>,
    abandoned: AtomicBool,
}

/// A change that becomes a revision when its transaction commits.
#[derive(Clone, Debug)]
pub struct NewRevision {
    /// Kind of the record.
    pub kind: RecordKind,
    /// Key of the record.
    pub key: Uuid,
    /// Its revision after the change.
    pub number: i32,
    /// What was done.
    pub action: Action,
    /// The record before, as JSON; `None` when it did not exist.
    pub before: Option<String>,
    /// The record after, as JSON.
    pub after: Option<String>,
    /// The statistic it bears on; `None` when it bears on none.
    pub statistic: Option<Uuid>,
    /// Why; `None` when nobody said.
    pub reason: Option<String>,
}

impl Txn {
    async fn begin(db: &Db, call: Call) -> Result<Self> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let doing = "opening a transaction";
        let sql = db.writer().begin_with_options(immediate).await.doing(doing)?;
        if db.backend() == DbBackend::Postgres {
            sql.execute_unprepared(TURN).await.doing(doing)?;
        }
        Ok(Self { sql, call, revisions: Mutex::default(), abandoned: AtomicBool::new(false) })
    }

    /// The connection of the transaction, for writes.
    #[must_use]
    pub fn sql(&self) -> &DatabaseTransaction {
        &self.sql
    }

    /// The moment of the change.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.call.now
    }

    /// A new id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        (self.call.ids)(self.call.now)
    }

    /// Notes a change; it is written just before the commit.
    pub fn revise(&self, revision: NewRevision) {
        if !self.is_abandoned() {
            self.noted().push(revision);
        }
    }

    /// Does a part of the work that is undone by itself where its input is at fault: what was done
    /// before it stays. Parts do not hold parts.
    pub async fn part<T>(&self, part: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let doing = "keeping a part of a transaction apart";
        let noted = self.noted().len();
        self.sql.execute_unprepared("SAVEPOINT part").await.doing(doing)?;
        let done = part.await;
        if matches!(done, Err(Error::Input { .. })) {
            self.sql.execute_unprepared("ROLLBACK TO SAVEPOINT part").await.doing(doing)?;
            self.noted().truncate(noted);
        } else if done.is_err() {
            return done;
        }
        self.sql.execute_unprepared("RELEASE SAVEPOINT part").await.doing(doing)?;
        done
    }

    /// Lets the transaction end without a trace, however it ends: it only tells what it would do.
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
        self.noted().clear();
    }

    fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }

    fn noted(&self) -> MutexGuard<'_, Vec<NewRevision>> {
        self.revisions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what was noted and marks the statistics that it bears on. Returns the number of the
    /// commit; `None` when nothing was noted.
    async fn write_revisions(&self) -> Result<Option<i64>> {
        let revisions = std::mem::take(&mut *self.noted());
        if revisions.is_empty() {
            return Ok(None);
        }
        // PostgreSQL tells the other servers when the transaction commits.
        let told = match self.backend() {
            DbBackend::Postgres => format!(r#", pg_notify('{CHANNEL}', "version"::text)"#),
            _ => String::new(),
        };
        let bump = format!(
            r#"UPDATE "database_state" SET "version" = "version" + 1 RETURNING "version" AS "count"{told}"#
        );
        let bump = Statement::from_string(self.backend(), bump);
        let state = self.sql.query_one_raw(bump).await.doing("numbering a commit")?;
        let state =
            state.ok_or_else(|| Error::broken("numbering a commit", "no database_state"))?;
        let version: i64 = state.try_get_by("count").doing("numbering a commit")?;
        let touched = revisions.iter().map(|revision| Touched {
            kind: revision.kind,
            key: revision.key,
            is_new: revision.action == Action::Created,
        });
        let touched: Vec<Touched> = touched.collect();
        mark(self, version, &touched).await?;
        let rows = (0..).zip(revisions).map(|(position, new)| {
            let NewRevision { kind, key, number, action, before, after, statistic, reason } = new;
            revision::Model {
                id: self.id(),
                sequence: version,
                position,
                record_kind: kind,
                record_key: key,
                number,
                action,
                before,
                after,
                statistic_id: statistic,
                reason,
                actor: self.call.actor.clone(),
                recorded_at: self.call.now,
            }
        });
        insert_rows(self, rows.collect(), "writing revisions").await?;
        Ok(Some(version))
    }
}

impl Read for Txn {
    fn backend(&self) -> DbBackend {
        self.sql.get_database_backend()
    }

    async fn statement<T: Row>(&self, statement: Statement, doing: &'static str) -> Result<Vec<T>> {
        let results = self.sql.query_all_raw(statement).await.doing(doing)?;
        row::read_all(&results).doing(doing)
    }
}
