//! Records by the names that people call them by.

use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order,
    sea_query::{Alias, Expr, Query, UnionType},
};

use super::{
    part::alias_column,
    read::Read,
    record::{Record, select},
};
use crate::{Result, domain::fold::fold};

/// The records of a kind that bear this name, or another one that folds to the same, by id. Each is
/// the record itself, whatever it was merged into. Those that do not count are found by the very
/// name alone, or by another name of theirs.
pub async fn bearing<R: Record>(db: &impl Read, name: &str) -> Result<Vec<R>> {
    let folded = fold(name);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut keys = Query::select();
    keys.column("id").from(R::TABLE).and_where(Expr::col("name").eq(name));
    let mut titled = Query::select();
    titled
        .column("record_key")
        .from("search_entry")
        .and_where(Expr::col("title_folded").eq(folded.as_str()))
        .and_where(Expr::col("record_kind").eq(R::KIND.to_value()));
    keys.union(UnionType::Distinct, titled);
    if let Some(column) = alias_column(R::KIND) {
        let mut called = Query::select();
        called
            .column(Alias::new(column))
            .from("alias")
            .and_where(Expr::col("folded").eq(folded))
            .and_where(Expr::col(Alias::new(column)).is_not_null());
        keys.union(UnionType::Distinct, called);
    }
    let mut query = select::<R>(R::TABLE);
    query
        .and_where(Expr::col((R::TABLE, "id")).in_subquery(keys))
        .order_by((R::TABLE, "id"), Order::Asc);
    db.rows(&query, "looking up a name").await
}
