//! The database: its connections, its version, what was last committed.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, DbErr,
    Statement,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use tokio::sync::{Mutex, MutexGuard};

use super::{
    Beside, Doing as _, is_locked,
    lite::Lite,
    news::Desk,
    read::Read,
    row::{self, Count, Row},
};
use crate::{Error, Result};

/// How long a new file may be locked.
const LOCKED: Duration = Duration::from_secs(30);

/// How often it is tried meanwhile.
const LOOK: Duration = Duration::from_millis(10);

/// A handle to the database; clones share everything.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

pub(super) struct Inner {
    /// PostgreSQL's pool, or SQLite's one writing connection.
    writer: DatabaseConnection,
    /// SQLite's readers; `None` on PostgreSQL.
    lite: Option<Arc<Lite>>,
    statements: Arc<AtomicU64>,
    /// Where listeners hear of commits.
    pub(super) desk: Desk,
    /// Where a connection can listen for the commits of others; `None` on SQLite, which tells
    /// nobody.
    pub(super) listened_at: Option<String>,
    one_at_a_time: Mutex<()>,
    beside: Beside,
}

impl From<Arc<Inner>> for Db {
    fn from(inner: Arc<Inner>) -> Self {
        Self(inner)
    }
}

impl Db {
    /// Connects to `sqlite:FILE` or `postgres://...`; a SQLite file is made if it is missing.
    pub async fn connect(url: &str) -> Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&statements);
        let lite = match url.split_once(':') {
            Some(("sqlite", rest)) => Some(Arc::new(Lite::new(sqlite_path(rest)?))),
            Some(("postgres" | "postgresql", _)) => None,
            _ => return Err(Error::invalid("database", unknown_database(url))),
        };
        let options = match &lite {
            Some(_) => sqlite_options(url),
            None => postgres_options(url),
        };
        // Whoever opens it tells its reason in a sentence of their own.
        let mut writer =
            open(options).await.map_err(|error| Error::internal("opening the database", error))?;
        writer.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        let listened_at = lite.is_none().then(|| url.to_owned());
        let inner = Inner {
            writer,
            lite,
            statements,
            desk: Desk::new(),
            listened_at,
            one_at_a_time: Mutex::default(),
            beside: Beside::default(),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The connection that writes; for migrations and `store::write`.
    #[must_use]
    pub fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// How many SQL statements ran so far.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// SQLite's readers; `None` on PostgreSQL.
    pub(super) fn lite(&self) -> Option<&Arc<Lite>> {
        self.0.lite.as_ref()
    }

    pub(super) fn inner(&self) -> &Arc<Inner> {
        &self.0
    }

    /// The turn to bring up to date what is computed: in a process one does it for all who wait.
    pub async fn turn(&self) -> MutexGuard<'_, ()> {
        self.0.one_at_a_time.lock().await
    }

    /// The number of the last commit: two reads at the same version give the same answer.
    pub async fn version(&self) -> Result<i64> {
        let sql = r#"SELECT "version" AS "count" FROM "database_state""#;
        let rows: Vec<Count> = self
            .statement(Statement::from_string(self.backend(), sql), "reading the version")
            .await?;
        Ok(rows.first().map_or(0, |row| row.count))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.version().await.map(drop)
    }

    /// Lets PostgreSQL count its rows anew, after many were written at once: its plans go by the
    /// counts, and it takes them itself only a minute later. SQLite plans well without.
    pub async fn count_anew(&self) -> Result<()> {
        if self.0.lite.is_some() {
            return Ok(());
        }
        let counted = self.0.writer.execute_unprepared("ANALYZE").await;
        counted.doing("counting the rows").map(drop)
    }

    /// Closes every connection; for a clean end.
    pub async fn close(&self) -> Result<()> {
        self.0.desk.close();
        if let Some(lite) = &self.0.lite {
            lite.close();
        }
        self.0.writer.close_by_ref().await.doing("closing the database")
    }
}

/// Opens it; waits while another process is at making the file.
async fn open(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let until = Instant::now() + LOCKED;
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if is_locked(&error) && Instant::now() < until => {
                tokio::time::sleep(LOOK).await;
            }
            outcome => return outcome,
        }
    }
}

impl Read for Db {
    fn backend(&self) -> DbBackend {
        self.0.writer.get_database_backend()
    }

    fn beside(&self) -> Option<&Beside> {
        Some(&self.0.beside)
    }

    async fn statement<T: Row>(&self, statement: Statement, doing: &'static str) -> Result<Vec<T>> {
        if let Some(lite) = &self.0.lite {
            self.0.statements.fetch_add(1, Ordering::Relaxed);
            return lite.rows(statement).await.doing(doing);
        }
        let results = self.0.writer.query_all_raw(statement).await.doing(doing)?;
        row::read_all(&results).doing(doing)
    }

    async fn long_statement<T: Row>(
        &self,
        statement: Statement,
        rows: usize,
        doing: &'static str,
    ) -> Result<Vec<T>> {
        let Some(lite) = &self.0.lite else { return self.statement(statement, doing).await };
        self.0.statements.fetch_add(1, Ordering::Relaxed);
        lite.rows_aside(statement, rows).await.doing(doing)
    }
}

fn unknown_database(url: &str) -> String {
    let scheme = url.split(':').next().unwrap_or_default();
    format!("\"{scheme}:\" is not a database we know; use sqlite:FILE or postgres://HOST/NAME")
}

/// The file of a `sqlite:` address, made absolute: the working directory may change.
fn sqlite_path(rest: &str) -> Result<PathBuf> {
    let file = rest.trim_start_matches("//").split('?').next().unwrap_or_default();
    if file.is_empty() || file.starts_with(':') {
        let message = "a database in memory cannot be read by several connections; name a file";
        return Err(Error::invalid("database", format!("sqlite:{rest}: {message}")));
    }
    std::path::absolute(Path::new(file)).map_err(|error| Error::internal("finding the file", error))
}

fn sqlite_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(Duration::from_mins(1))
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
                .pragma("cache_size", "-16384")
                .statement_cache_capacity(256)
        });
    options
}

fn postgres_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(10)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|postgres| {
            // A future that waits for the database is never dropped, so the time limits are the
            // database's own.
            postgres.application_name("claimbase").options([
                ("statement_timeout", "10s"),
                ("lock_timeout", "10s"),
                // Our statements are many and short: compiling one takes longer than running it.
                ("jit", "off"),
                ("idle_in_transaction_session_timeout", "30s"),
            ])
        });
    options
}
