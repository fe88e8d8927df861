//! Reads on SQLite: statements built by SeaORM, run on a small pool of rusqlite connections.
//!
//! Through sqlx every column of every row is copied in a worker thread and freed in another, which
//! costs 3 to 24 times the CPU of the same statement here. Writes stay on sqlx.

use std::{
    cell::Cell,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, Error as LiteError, ErrorCode, OpenFlags, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, Value as Plain, ValueRef},
};
use sea_orm::{DbErr, RuntimeErr, Statement, Value};
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{
    column::Cells,
    row::{self, Row},
};

/// What a read may take in the thread that asks; most take a tenth of it. Longer ones start again
/// on a blocking thread, so that they hold up nobody else.
const IN_THREAD: Duration = Duration::from_millis(2);

/// What a read may take at all.
const AT_ALL: Duration = Duration::from_secs(10);

/// Slow reads at one time; without a bound each would open a connection of its own.
static SLOW: Semaphore = Semaphore::const_new(4);

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// A pool of connections that only read.
#[derive(Debug)]
pub struct Lite {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Lite {
    /// A pool over the file; it opens connections as they are needed.
    pub fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::default() }
    }

    /// Runs a statement: in this thread if it is quick, else on a blocking one.
    pub async fn rows<T: Row>(self: &Arc<Self>, statement: Statement) -> Result<Vec<T>, DbErr> {
        match within(IN_THREAD, || self.run(&statement, 0))? {
            Err(error) if interrupted(&error) => self.rows_aside(statement, 0).await,
            outcome => outcome.map_err(into_db_err),
        }
    }

    /// Runs a statement on a blocking thread; it may have about so many rows.
    pub async fn rows_aside<T: Row>(
        self: &Arc<Self>,
        statement: Statement,
        rows: usize,
    ) -> Result<Vec<T>, DbErr> {
        let closed = |_| DbErr::Custom("the reader is closed".to_owned());
        let permit = SLOW.acquire().await.map_err(closed)?;
        let pool = Arc::clone(self);
        let outcome = spawn_blocking(move || within(AT_ALL, || pool.run(&statement, rows))).await;
        drop(permit);
        outcome.map_err(|error| DbErr::Custom(error.to_string()))??.map_err(into_db_err)
    }

    /// Closes the idle connections.
    pub fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// A connection of its own that sees this moment as long as it lives.
    pub async fn pin(self: &Arc<Self>) -> Result<Pinned, DbErr> {
        let pool = Arc::clone(self);
        let pinned = spawn_blocking(move || {
            let connection = pool.open()?;
            // The moment is that of the first read.
            connection.execute_batch("BEGIN")?;
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(Pinned(Arc::new(Mutex::new(connection))))
        });
        pinned.await.map_err(|error| DbErr::Custom(error.to_string()))?.map_err(into_db_err)
    }

    /// The outer error is ours (a row that does not fit), the inner one SQLite's.
    fn run<T: Row>(
        &self,
        statement: &Statement,
        rows: usize,
    ) -> Result<Result<Vec<T>, LiteError>, DbErr> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open().map_err(into_db_err)?,
        };
        let outcome = query(&connection, statement, rows);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        outcome
    }

    fn open(&self) -> Result<Connection, LiteError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.execute_batch(
            // No mapped file: it wins a tenth in long scans at most, and each connection would add its
            // own to what the system says the server takes.
            "PRAGMA query_only = 1; PRAGMA busy_timeout = 30000; PRAGMA cache_size = -4096;",
        )?;
        // Else a statement with a bound limit is prepared anew each time, in case the planner makes
        // something of the number. An index over an expression or with a condition is found only where
        // the statement has the same constants written out.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(256);
        let late = || DEADLINE.get().is_some_and(|deadline| Instant::now() > deadline);
        connection.progress_handler(1000, Some(late))?;
        Ok(connection)
    }
}

/// A connection in a transaction that only reads.
pub struct Pinned(Arc<Mutex<Connection>>);

impl Pinned {
    /// Runs a statement, however long it takes.
    pub async fn rows<T: Row>(&self, statement: Statement) -> Result<Vec<T>, DbErr> {
        let connection = Arc::clone(&self.0);
        let outcome = spawn_blocking(move || {
            query(&connection.lock().unwrap_or_else(PoisonError::into_inner), &statement, 0)
        });
        outcome.await.map_err(|error| DbErr::Custom(error.to_string()))??.map_err(into_db_err)
    }
}

fn query<T: Row>(
    connection: &Connection,
    statement: &Statement,
    rows: usize,
) -> Result<Result<Vec<T>, LiteError>, DbErr> {
    let mut prepared = match connection.prepare_cached(&statement.sql) {
        Ok(prepared) => prepared,
        Err(error) => return Ok(Err(error)),
    };
    row::check::<T>(&prepared.column_names())?;
    let values = statement.values.iter().flat_map(|values| &values.0);
    for (index, value) in values.enumerate() {
        if let Err(error) = prepared.raw_bind_parameter(index + 1, Bound(value)) {
            return Ok(Err(error));
        }
    }
    let (mut cursor, mut rows) = (prepared.raw_query(), Vec::with_capacity(rows));
    loop {
        match cursor.next() {
            Ok(Some(row)) => rows.push(T::read(Cells::Lite(row), 0)?),
            Ok(None) => return Ok(Ok(rows)),
            Err(error) => return Ok(Err(error)),
        }
    }
}

fn within<T>(time: Duration, work: impl FnOnce() -> T) -> T {
    DEADLINE.set(Some(Instant::now() + time));
    let outcome = work();
    DEADLINE.set(None);
    outcome
}

fn interrupted(error: &LiteError) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn into_db_err(error: LiteError) -> DbErr {
    if interrupted(&error) {
        return DbErr::Query(RuntimeErr::Internal(super::TOO_SLOW.to_owned()));
    }
    DbErr::Query(RuntimeErr::Internal(error.to_string()))
}

/// A value in exactly the form in which sqlx writes it; any other form would compare wrongly with
/// stored rows.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text = |text: String| ToSqlOutput::Owned(Plain::Text(text));
        let null = ToSqlOutput::Borrowed(ValueRef::Null);
        Ok(match self.0 {
            value if *value == value.as_null() => null,
            Value::Bool(Some(value)) => ToSqlOutput::Owned(Plain::Integer(i64::from(*value))),
            Value::Int(Some(value)) => ToSqlOutput::Owned(Plain::Integer(i64::from(*value))),
            Value::BigInt(Some(value)) => ToSqlOutput::Owned(Plain::Integer(*value)),
            Value::BigUnsigned(Some(value)) => {
                let value = i64::try_from(*value)
                    .map_err(|error| LiteError::ToSqlConversionFailure(Box::new(error)))?;
                ToSqlOutput::Owned(Plain::Integer(value))
            }
            Value::Double(Some(value)) => ToSqlOutput::Owned(Plain::Real(*value)),
            Value::String(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Value::Uuid(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
            Value::ChronoDate(Some(value)) => text(value.format("%F").to_string()),
            Value::ChronoDateTimeUtc(Some(value)) => {
                text(value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false))
            }
            other => {
                let message = format!("no SQLite form is known for {other:?}");
                return Err(LiteError::ToSqlConversionFailure(message.into()));
            }
        })
    }
}
