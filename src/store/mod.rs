//! All SQL. One file per table where a table needs its own; each function is one unit of work.

pub mod api_key;
mod ask;
pub mod attribution;
mod beside;
pub mod candidate;
pub mod changes;
pub mod claim;
pub mod column;
pub mod crossref;
mod db;
pub mod doctor;
pub mod exchange;
pub mod file;
pub mod filter;
pub mod finding;
pub mod hint;
pub mod import;
pub mod likely;
pub mod linked;
pub mod list;
mod lite;
pub mod measure;
pub mod merge;
pub mod name;
pub mod news;
pub mod part;
pub mod read;
pub mod record;
pub mod revision;
pub mod row;
pub mod said;
pub mod search;
mod snapshot;
pub mod summary;
pub mod survey;
mod table;
pub mod transfer;
mod write;

use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

pub use beside::Beside;
pub use changes::ChangeNotice;
pub use db::Db;
pub use read::{InPassing, Read};
pub use snapshot::Snapshot;
pub use write::{Body, Call, Ids, NewRevision, Txn, write};

use crate::{Error, Result};

/// How a read that was stopped at its deadline is told apart from others.
const TOO_SLOW: &str = "stopped at the deadline";

/// Turns database errors into ours, at the query that failed.
trait Doing<T> {
    /// `doing` completes the sentence "internal error while …".
    fn doing(self, doing: &'static str) -> Result<T>;
}

impl<T> Doing<T> for Result<T, DbErr> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|error| translate(error, doing))
    }
}

fn translate(error: DbErr, doing: &'static str) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            return Error::conflict("", "the same is on record already");
        }
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => {
            return Error::conflict("", "it refers to something that does not exist");
        }
        _ => {}
    }
    match &error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => {
            tracing::error!(error = %error, "the database is not available while {doing}");
            Error::Unavailable(doing)
        }
        DbErr::Query(RuntimeErr::Internal(message)) if message == TOO_SLOW => too_slow(),
        _ if sql_state(&error).as_deref() == Some("57014") => too_slow(),
        _ if is_locked(&error) => Error::Unavailable("others are writing"),
        _ => Error::Internal { doing, source: Arc::new(error) },
    }
}

fn too_slow() -> Error {
    Error::LimitExceeded(
        "the question takes the database longer than 10 seconds; narrow it with a filter or ask \
         for fewer rows"
            .to_owned(),
    )
}

/// Serialisation failure and deadlock: the same work done again may well succeed.
fn wants_retry(error: &DbErr) -> bool {
    matches!(sql_state(error).as_deref(), Some("40001" | "40P01"))
}

/// Whether others held a lock for longer than we wait; SQLite does not wait at all while it turns a
/// new file into one with a write-ahead log.
fn is_locked(error: &DbErr) -> bool {
    matches!(sql_state(error).as_deref(), Some("5" | "55P03"))
}

fn sql_state(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    let sqlx::Error::Database(error) = error.as_ref() else { return None };
    error.code().map(std::borrow::Cow::into_owned)
}
