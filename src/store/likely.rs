//! Records that share something with another record and so may be the same thing: index look-ups.

use std::collections::BTreeSet;

use entity::{
    match_key,
    vocab::{RecordKind, RecordStatus},
};
use sea_orm::{
    ActiveEnum as _, ConnectionTrait as _, ExprTrait as _, Order,
    sea_query::{Alias, Expr, Query},
};
use uuid::Uuid;

use super::{
    Doing as _, Txn,
    exchange::KEYS,
    read::Read,
    record::{Record, insert_rows, padded, select},
    row::Name,
};
use crate::Result;

/// How many records are looked at for one. What more than these share says nothing.
const CANDIDATES: u64 = 50;

/// Whether records of a kind are looked at for likely duplicates.
const fn has_keys(kind: RecordKind) -> bool {
    match kind {
        RecordKind::Agent
        | RecordKind::Event
        | RecordKind::Place
        | RecordKind::Measure
        | RecordKind::Source => true,
        RecordKind::Statistic
        | RecordKind::Claim
        | RecordKind::Attribution
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => false,
    }
}

/// Writes what a record may share with others, in place of what was written before.
pub async fn put(txn: &Txn, kind: RecordKind, key: Uuid, values: BTreeSet<String>) -> Result<()> {
    if !has_keys(kind) {
        return Ok(());
    }
    let doing = "writing keys of likely duplicates";
    let mut old = Query::delete();
    old.from_table("match_key")
        .and_where(Expr::col("record_kind").eq(kind.to_value()))
        .and_where(Expr::col("record_key").eq(key));
    txn.sql().execute(&old).await.doing(doing)?;
    let row = |value| match_key::Model { record_kind: kind, record_key: key, value };
    insert_rows(txn, values.into_iter().map(row).collect(), doing).await
}

/// Those of these values that more than one record of a kind has.
pub async fn shared(db: &impl Read, kind: RecordKind, values: &[String]) -> Result<Vec<String>> {
    let mut shared = Vec::new();
    for values in values.chunks(KEYS) {
        let mut query = Query::select();
        query
            .expr_as(Expr::col("value"), "name")
            .from("match_key")
            .and_where(Expr::col("record_kind").eq(kind.to_value()))
            .and_where(Expr::col("value").is_in(padded(values)))
            .group_by_col("value")
            .and_having(Expr::col("value").count().gt(1));
        let rows: Vec<Name> = db.rows(&query, "looking for likely duplicates").await?;
        shared.extend(rows.into_iter().map(|row| row.name));
    }
    Ok(shared)
}

/// The active records of a kind that share one of these values, but for `id`; the oldest first.
pub async fn sharing<R: Record>(
    db: &impl Read,
    values: &BTreeSet<String>,
    id: Uuid,
) -> Result<Vec<R>> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let mut keys = Query::select();
    keys.column("record_key")
        .from("match_key")
        .and_where(Expr::col("record_kind").eq(R::KIND.to_value()))
        .and_where(Expr::col("value").is_in(values.iter().map(String::as_str)));
    let column = |name: &'static str| Expr::col((Alias::new(R::TABLE), Alias::new(name)));
    let mut query = select::<R>(R::TABLE);
    query
        .and_where(column("id").in_subquery(keys))
        .and_where(column("id").ne(id))
        .and_where(column("status").eq(RecordStatus::Active.to_value()))
        .order_by((R::TABLE, "id"), Order::Asc)
        .limit(CANDIDATES);
    db.rows(&query, "looking for likely duplicates").await
}
