//! The history of records.

use entity::{revision, vocab::RecordKind};
use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order as Direction,
    sea_query::{Expr, Query, SelectStatement, WindowStatement},
};
use uuid::Uuid;

use super::{TABLE, columns};
use crate::{
    Result,
    store::{
        read::Read,
        record::{padded, select},
        row::{Count, Under},
    },
};

/// The first `limit` revisions of each of these records after the one with the number `after`,
/// oldest first, in one statement.
pub async fn of_records(
    db: &impl Read,
    records: &[(RecordKind, Uuid)],
    after: i32,
    limit: u64,
) -> Result<Vec<Under<revision::Model>>> {
    let mut inner = select::<revision::Model>(TABLE);
    of_these(&mut inner, records);
    inner.and_where(Expr::col((TABLE, "number")).gt(after));
    let mut window = WindowStatement::partition_by((TABLE, "record_key"));
    window.order_by((TABLE, "number"), Direction::Asc);
    inner.expr_window_as(Expr::cust("ROW_NUMBER()"), window, "place_in_page");
    let mut query = Query::select();
    query.expr_as(Expr::col(("page", "record_key")), "parent_key");
    columns(&mut query, "page");
    query
        .from_subquery(inner, "page")
        .and_where(
            Expr::col(("page", "place_in_page")).lte(i64::try_from(limit).unwrap_or(i64::MAX)),
        )
        .order_by(("page", "record_key"), Direction::Asc)
        .order_by(("page", "number"), Direction::Asc);
    db.rows(&query, "loading the history").await
}

/// How many revisions each of these records has, in one statement.
pub async fn count_of_records(
    db: &impl Read,
    records: &[(RecordKind, Uuid)],
) -> Result<Vec<Under<Count>>> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col((TABLE, "record_key")), "parent_key")
        .expr_as(Expr::col((TABLE, "id")).count(), "count")
        .from(TABLE)
        .group_by_col((TABLE, "record_key"));
    of_these(&mut query, records);
    db.rows(&query, "counting the history").await
}

/// Keys are unique over all kinds; the kind is there for the index.
fn of_these(query: &mut SelectStatement, records: &[(RecordKind, Uuid)]) {
    let mut kinds: Vec<RecordKind> = records.iter().map(|record| record.0).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let keys: Vec<Uuid> = records.iter().map(|record| record.1).collect();
    let kinds = kinds.into_iter().map(|kind| kind.to_value());
    query
        .and_where(Expr::col((TABLE, "record_kind")).is_in(kinds))
        .and_where(Expr::col((TABLE, "record_key")).is_in(padded(&keys)));
}
