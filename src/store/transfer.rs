//! Every row of one database into another of either kind, table by table.

use std::sync::Arc;

use entity::{
    agent, alias, api_key, assessment, attribution, attribution_via, candidate_rejection, claim,
    claim_link, claim_verdict, derivation, event, event_place, external_id, finding,
    idempotency_key, import, import_row, match_key, measure, place, relation_override, revision,
    search_entry, source, source_author, statistic, statistic_summary,
};
use sea_orm::{
    ConnectionTrait as _, DbBackend, EntityTrait, ExprTrait as _, Iterable as _, Order,
    PrimaryKeyToColumn, Statement,
    sea_query::{Alias, Expr, Query},
};
use serde::Serialize;

use super::{
    Call, Db, Doing as _, Snapshot, Txn, exchange,
    read::Read,
    record::{Stored, insert_rows, select},
    row::{Count, Name},
    write::write,
};
use crate::{Error, Result};

/// Does the same for each table but `database_state`, in an order in which most rows come after
/// those that they point at.
macro_rules! each_table {
    ($row:ident => $do:block) => {{
        macro_rules! of_table {
            ($table:ident) => {{
                type $row = $table::Model;
                $do
            }};
        }
        of_table!(place);
        of_table!(measure);
        of_table!(agent);
        of_table!(event);
        of_table!(event_place);
        of_table!(statistic);
        of_table!(source);
        of_table!(source_author);
        of_table!(claim);
        of_table!(attribution);
        of_table!(attribution_via);
        of_table!(derivation);
        of_table!(claim_link);
        of_table!(relation_override);
        of_table!(assessment);
        of_table!(finding);
        of_table!(candidate_rejection);
        of_table!(alias);
        of_table!(external_id);
        of_table!(revision);
        of_table!(import);
        of_table!(import_row);
        of_table!(api_key);
        of_table!(idempotency_key);
        of_table!(search_entry);
        of_table!(match_key);
        of_table!(statistic_summary);
        of_table!(claim_verdict);
    }};
}

const DOING: &str = "copying a database";

/// How many rows of a table were copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// The table.
    pub table: &'static str,
    /// Its rows; as many are in the other database.
    pub rows: i64,
}

/// The tables that are copied.
#[must_use]
pub fn tables() -> Vec<&'static str> {
    let mut tables = Vec::new();
    each_table!(R => { tables.push(<R as super::row::TableRow>::TABLE) });
    tables
}

/// The first table that has rows; `None` for a database in which nothing is kept yet.
pub async fn kept(db: &impl Read) -> Result<Option<&'static str>> {
    for table in tables() {
        let mut query = Query::select();
        query.expr_as(Expr::value(1_i64), "count").from(Alias::new(table)).limit(1);
        if !db.rows::<Count>(&query, "looking whether a database is empty").await?.is_empty() {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// Copies every row as it is: ids, history, keys, imports, what is computed. All of it in one
/// transaction, and into a database in which nothing is kept yet; `told` hears of each table.
pub async fn copy(
    from: Arc<Snapshot>,
    to: &Db,
    call: Call,
    told: Arc<dyn Fn(Copied) + Send + Sync>,
) -> Result<Vec<Copied>> {
    write(to, call, move |txn| {
        let (from, told) = (Arc::clone(&from), Arc::clone(&told));
        Box::pin(async move { copy_in(&from, txn, &*told).await })
    })
    .await
}

async fn copy_in(
    from: &Snapshot,
    txn: &Txn,
    told: &(dyn Fn(Copied) + Send + Sync),
) -> Result<Vec<Copied>> {
    if let Some(table) = kept(txn).await? {
        let message = format!(
            "the database to write to is not empty: its table {table} has rows; name one in which \
             nothing is kept yet"
        );
        return Err(Error::conflict("", message));
    }
    let undo = defer(txn).await?;
    let mut all = Vec::new();
    each_table!(R => {
        let copied = table::<R>(from, txn).await?;
        told(copied);
        all.push(copied);
    });
    settle(txn, undo).await?;
    exchange::set_version(txn, exchange::version(from).await?).await?;
    Ok(all)
}

/// Rows that are read and written at a time. Texts and histories are long.
fn at_a_time(table: &str) -> u64 {
    match table {
        "source" | "revision" => 50,
        _ => 1_000,
    }
}

async fn table<M: Stored + Send + Sync>(from: &Snapshot, txn: &Txn) -> Result<Copied> {
    let limit = at_a_time(M::TABLE);
    let mut after: Option<M> = None;
    let mut rows = 0_i64;
    loop {
        let page: Vec<M> = page(from, after.as_ref(), limit).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.clone());
        rows += i64::try_from(page.len()).unwrap_or(i64::MAX);
        insert_rows(txn, page, DOING).await?;
    }
    for (whose, counted) in [
        ("the first database", count::<M>(from).await?),
        ("the second database", count::<M>(txn).await?),
    ] {
        if counted != rows {
            let what = format!("{rows} rows of {} were copied; {whose} has {counted}", M::TABLE);
            return Err(Error::broken(DOING, what));
        }
    }
    Ok(Copied { table: M::TABLE, rows })
}

/// The rows after one, by their primary key.
async fn page<M: Stored>(db: &impl Read, after: Option<&M>, limit: u64) -> Result<Vec<M>> {
    let keys = <M::Table as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let keys: Vec<<M::Table as EntityTrait>::Column> = keys.collect();
    let name =
        |key: &<M::Table as EntityTrait>::Column| Alias::new(sea_orm::IdenStatic::as_str(key));
    let mut query = select::<M>(M::TABLE);
    if let Some(row) = after {
        let columns = keys.iter().map(|key| Expr::col((Alias::new(M::TABLE), name(key))));
        let values = keys.iter().map(|key| Expr::value(row.get(*key)));
        query.and_where(Expr::tuple(columns).gt(Expr::tuple(values)));
    }
    for key in &keys {
        query.order_by((Alias::new(M::TABLE), name(key)), Order::Asc);
    }
    query.limit(limit);
    db.rows(&query, DOING).await
}

async fn count<M: Stored>(db: &impl Read) -> Result<i64> {
    let mut query = Query::select();
    query.expr_as(Expr::cust("COUNT(*)"), "count").from(M::TABLE);
    let rows: Vec<Count> = db.rows(&query, DOING).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// Lets rows point at rows that come later: that they do point at some is checked at the end.
/// Returns what is to be run then.
async fn defer(txn: &Txn) -> Result<Vec<String>> {
    if txn.backend() == DbBackend::Sqlite {
        run(txn, "PRAGMA defer_foreign_keys = ON").await?;
        return Ok(Vec::new());
    }
    run(txn, "SET LOCAL statement_timeout = 0").await?;
    run(txn, "SET LOCAL idle_in_transaction_session_timeout = 0").await?;
    let undo = constraints(txn, "NOT DEFERRABLE").await?;
    for deferring in constraints(txn, "DEFERRABLE INITIALLY DEFERRED").await? {
        run(txn, &deferring).await?;
    }
    Ok(undo)
}

/// A statement for each foreign key that is checked at once.
async fn constraints(txn: &Txn, how: &str) -> Result<Vec<String>> {
    // The catalogue has no entity, and no builder knows it.
    let sql = format!(
        "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I {how}', conrelid::regclass, conname)
            AS name
        FROM pg_constraint
        WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace
        ORDER BY conname"
    );
    let rows: Vec<Name> =
        txn.statement(Statement::from_string(DbBackend::Postgres, sql), DOING).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

async fn settle(txn: &Txn, undo: Vec<String>) -> Result<()> {
    if txn.backend() == DbBackend::Sqlite {
        return Ok(());
    }
    // A constraint cannot be changed while rows wait to be checked by it.
    run(txn, "SET CONSTRAINTS ALL IMMEDIATE").await?;
    for statement in undo {
        run(txn, &statement).await?;
    }
    // Ids of new rows go on after the last one copied.
    run(
        txn,
        "SELECT setval(pg_get_serial_sequence('search_entry', 'id'),
            (SELECT COALESCE(MAX(id), 0) + 1 FROM search_entry), false)",
    )
    .await
}

async fn run(txn: &Txn, sql: &str) -> Result<()> {
    txn.sql().execute_unprepared(sql).await.doing(DOING).map(drop)
}
