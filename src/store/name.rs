//! Records by the names that people call them by.

use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order,
    sea_query::{Alias, Expr, Query, UnionType},
};

use uuid::Uuid;

use super::{
    exchange::KEYS,
    part::alias_column,
    read::Read,
    record::{Record, padded, select},
    row::rec,
};
use crate::{Result, domain::fold::fold};

/// Who bears a name.
#[derive(Clone, Debug)]
pub struct Borne {
    /// The name, folded; as it is written where it was asked for so.
    pub name: String,
    /// The record, whatever it was merged into.
    pub key: Uuid,
}

rec!(Borne { name, key });

/// Who bears these names: by the very name, and by what folds to the same. One statement each,
/// however many names there are; see [`bearing`].
pub async fn bearers<R: Record>(
    db: &impl Read,
    names: &[String],
    folded: &[String],
) -> Result<(Vec<Borne>, Vec<Borne>)> {
    let (mut by_name, mut by_fold) = (Vec::new(), Vec::new());
    for names in names.chunks(KEYS) {
        let mut query = Query::select();
        query
            .column("name")
            .expr_as(Expr::col("id"), "key")
            .from(R::TABLE)
            .and_where(Expr::col("name").is_in(padded(names)));
        by_name.extend(db.rows::<Borne>(&query, "looking up names").await?);
    }
    for folded in folded.chunks(KEYS) {
        let mut query = Query::select();
        query
            .expr_as(Expr::col("title_folded"), "name")
            .expr_as(Expr::col("record_key"), "key")
            .from("search_entry")
            .and_where(Expr::col("title_folded").is_in(padded(folded)))
            .and_where(Expr::col("record_kind").eq(R::KIND.to_value()));
        by_fold.extend(db.rows::<Borne>(&query, "looking up names").await?);
        let Some(column) = alias_column(R::KIND) else { continue };
        let mut query = Query::select();
        query
            .expr_as(Expr::col("folded"), "name")
            .expr_as(Expr::col(Alias::new(column)), "key")
            .from("alias")
            .and_where(Expr::col("folded").is_in(padded(folded)))
            .and_where(Expr::col(Alias::new(column)).is_not_null());
        by_fold.extend(db.rows::<Borne>(&query, "looking up names").await?);
    }
    Ok((by_name, by_fold))
}

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
