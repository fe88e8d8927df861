//! What is in a database before it is trusted to be ours.

use sea_orm::{DbBackend, Statement};

use super::{Db, Read, row::Count};
use crate::Result;

/// How many tables a SQLite file holds, whoever made them. PostgreSQL is not asked: extensions and
/// neighbours have tables there too, and a clash of names ends the migrations.
pub async fn table_count(db: &Db) -> Result<i64> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(0);
    }
    // `sqlite_schema` is no entity, and the builder knows no table without one.
    let sql = r#"SELECT count(*) AS "count" FROM "sqlite_schema" WHERE "type" = 'table'"#;
    let counted = db.statement::<Count>(Statement::from_string(DbBackend::Sqlite, sql), "looking");
    Ok(counted.await?.first().map_or(0, |row| row.count))
}
