//! A database of SQLite as a file: copied while it is in use, and looked at for damage.

use std::path::Path;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use super::{Db, Doing as _, Read, row::Name};
use crate::{Error, Result};

/// How many faults are told at most.
const TOLD: u32 = 100;

/// Writes a copy of a SQLite database, as it stands at this moment, to a file that is not there
/// yet. Whoever reads and writes meanwhile is not held up.
pub async fn copy_to(db: &Db, file: &Path) -> Result<()> {
    let Some(name) = file.to_str() else {
        return Err(Error::invalid("file", "the name of the file is not UTF-8"));
    };
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [name.into()]);
    db.writer().execute_raw(copy).await.doing("copying the database").map(drop)
}

/// Makes one file of a SQLite database that nobody else has open, without one beside it.
pub async fn in_one(db: &Db) -> Result<()> {
    // A reader that is open would keep the file as it is.
    if let Some(lite) = db.lite() {
        lite.close();
    }
    let whole = "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE";
    db.writer().execute_unprepared(whole).await.doing("writing the database out").map(drop)
}

/// What is wrong with the file of a SQLite database: torn pages, indexes that miss rows, rows that
/// point at nothing. Nothing is told of PostgreSQL, which looks after this itself.
pub async fn faults(db: &impl Read) -> Result<Vec<String>> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(Vec::new());
    }
    let ask = async |sql: String| -> Result<Vec<String>> {
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        let rows: Vec<Name> = db.statement(statement, "looking for damage").await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    };
    let mut found = ask(format!(
        "SELECT integrity_check AS name FROM pragma_integrity_check
        WHERE integrity_check <> 'ok' LIMIT {TOLD}"
    ))
    .await?;
    found.extend(
        ask(format!(
            "SELECT 'a row of ' || \"table\" || ' points at no row of ' || \"parent\" AS name
            FROM pragma_foreign_key_check LIMIT {TOLD}"
        ))
        .await?,
    );
    Ok(found)
}
