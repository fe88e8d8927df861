//! Rows that do not fit together: what the checks of `claimbase doctor` look for.

use entity::vocab::{FindingCode, RecordKind};
use sea_orm::{ActiveEnum as _, ConnectionTrait as _, DbBackend, DbErr};
use uuid::Uuid;

use super::{
    Db, Doing as _, Txn,
    ask::Ask,
    read::Read,
    record::Record,
    row::{Count, rec},
};
use crate::Result;

/// A record that something is wrong with, and how many there are in all.
struct One {
    key: Uuid,
    count: i64,
}

rec!(One { key, count });

const DOING: &str = "examining the database";

/// Records that something is wrong with: how many, and the first of them by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many.
    pub count: i64,
    /// The first; as many as were asked for.
    pub first: Vec<Uuid>,
}

/// Active records of a kind that the search does not know.
pub async fn unsearched<R: Record>(db: &impl Read, limit: u64) -> Result<Found> {
    let (mut ask, table) = (Ask::new(db.backend()), R::TABLE);
    let kind = ask.value(R::KIND.to_value());
    let from = format!(
        "FROM {table} AS found LEFT JOIN search_entry AS entry
            ON entry.record_kind = {kind} AND entry.record_key = found.id
        WHERE found.status = 'ACTIVE' AND entry.id IS NULL"
    );
    all(db, ask, "found.id", &from, limit).await
}

/// What the search still finds of a kind and that is not there, or does not count.
pub async fn ghosts<R: Record>(db: &impl Read, limit: u64) -> Result<Found> {
    let (mut ask, table) = (Ask::new(db.backend()), R::TABLE);
    let kind = ask.value(R::KIND.to_value());
    let from = format!(
        "FROM search_entry AS entry LEFT JOIN {table} AS found
            ON found.id = entry.record_key AND found.status = 'ACTIVE'
        WHERE entry.record_kind = {kind} AND found.id IS NULL"
    );
    all(db, ask, "entry.record_key", &from, limit).await
}

/// Active records of a kind without a key by which likely duplicates are found.
pub async fn keyless<R: Record>(db: &impl Read, limit: u64) -> Result<Found> {
    let (mut ask, table) = (Ask::new(db.backend()), R::TABLE);
    let kind = ask.value(R::KIND.to_value());
    let from = format!(
        "FROM {table} AS found WHERE found.status = 'ACTIVE' AND NOT EXISTS (
            SELECT 1 FROM match_key AS key
            WHERE key.record_kind = {kind} AND key.record_key = found.id)"
    );
    all(db, ask, "found.id", &from, limit).await
}

/// Records of a kind that can be merged and that lead nowhere, in a chain, or elsewhere than their
/// status says.
pub async fn astray<R: Record>(db: &impl Read, limit: u64) -> Result<Found> {
    let (ask, table) = (Ask::new(db.backend()), R::TABLE);
    let (target, merged) = match R::KIND {
        // A statistic is read as another one by its key, and not merged by hand.
        RecordKind::Statistic => (String::new(), ""),
        _ => (
            format!("LEFT JOIN {table} AS target ON target.id = found.merged_into_id"),
            "OR (found.status = 'MERGED') <> (found.merged_into_id IS NOT NULL)
            OR (found.merged_into_id IS NOT NULL AND target.id IS NULL)",
        ),
    };
    let from = format!(
        "FROM {table} AS found LEFT JOIN {table} AS kept ON kept.id = found.canonical_id {target}
        WHERE kept.id IS NULL OR kept.canonical_id <> kept.id
            OR (found.status = 'MERGED') <> (found.canonical_id <> found.id) {merged}"
    );
    all(db, ask, "found.id", &from, limit).await
}

/// Records of a kind whose history does not end with what they are.
pub async fn unlike_history<R: Record>(db: &impl Read, limit: u64) -> Result<Found> {
    let (mut ask, table) = (Ask::new(db.backend()), R::TABLE);
    let kind = ask.value(R::KIND.to_value());
    let from = format!(
        "FROM {table} AS found LEFT JOIN (
            SELECT record_key, MAX(number) AS number FROM revision WHERE record_kind = {kind}
            GROUP BY record_key
        ) AS past ON past.record_key = found.id
        WHERE past.number IS NULL OR past.number <> found.revision"
    );
    all(db, ask, "found.id", &from, limit).await
}

/// Findings of a rule that nobody has decided on.
pub async fn open_findings(db: &impl Read, code: FindingCode, limit: u64) -> Result<Found> {
    let mut ask = Ask::new(db.backend());
    let code = ask.value(code.to_value());
    let from = format!(
        "FROM finding AS found
        WHERE found.code = {code} AND found.status = 'ACTIVE' AND found.resolution = 'OPEN'"
    );
    all(db, ask, "found.id", &from, limit).await
}

/// Imports that were begun and neither done nor undone.
pub async fn half_imports(db: &impl Read, limit: u64) -> Result<Found> {
    let from = "FROM import AS found WHERE found.ended_at IS NULL AND found.undone_at IS NULL";
    all(db, Ask::new(db.backend()), "found.id", from, limit).await
}

/// How many commits the history has beyond the last one that the database counts.
pub async fn uncounted_commits(db: &impl Read) -> Result<i64> {
    let sql = "SELECT MAX(0, COALESCE((SELECT MAX(sequence) FROM revision), 0) - version) AS count
        FROM database_state";
    let sql = match db.backend() {
        DbBackend::Sqlite => sql.to_owned(),
        _ => sql.replacen("MAX(", "GREATEST(", 1),
    };
    counted(db, Ask::new(db.backend()), sql).await
}

/// Whether SQLite's full-text index holds what `search_entry` does. PostgreSQL computes its own.
pub async fn index_is_sound(db: &Db) -> Result<bool> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(true);
    }
    let check = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)";
    match db.writer().execute_unprepared(check).await {
        Ok(_) => Ok(true),
        Err(error) if is_corrupt(&error) => Ok(false),
        Err(error) => Err(error).doing(DOING),
    }
}

/// `SQLITE_CORRUPT_VTAB`: what the check of an index says when it finds something.
fn is_corrupt(error: &DbErr) -> bool {
    super::sql_state(error).as_deref() == Some("267")
}

/// Builds SQLite's full-text index anew.
pub async fn rebuild_index(txn: &Txn) -> Result<()> {
    if txn.backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let rebuild = "INSERT INTO search_index (search_index) VALUES ('rebuild')";
    txn.sql().execute_unprepared(rebuild).await.doing("building the index anew").map(drop)
}

async fn all(db: &impl Read, ask: Ask, id: &str, from: &str, limit: u64) -> Result<Found> {
    let sql =
        format!("SELECT {id} AS key, COUNT(*) OVER () AS count {from} ORDER BY {id} LIMIT {limit}");
    let rows: Vec<One> = db.statement(ask.statement(sql), DOING).await?;
    let count = rows.first().map_or(0, |row| row.count);
    Ok(Found { count, first: rows.into_iter().map(|row| row.key).collect() })
}

async fn counted(db: &impl Read, ask: Ask, sql: String) -> Result<i64> {
    let rows: Vec<Count> = db.statement(ask.statement(sql), DOING).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}
