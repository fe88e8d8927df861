//! The parts of many records at once: other names, external ids, and records linked in order.

use entity::alias;
use sea_orm::{
    ExprTrait as _, Order,
    sea_query::{Alias, Expr, JoinType, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{
    part::{alias_column, external_id_column},
    read::Read,
    record::{Record, padded, rows_where},
    row::{ExternalKey, Name, Under},
};
use crate::Result;

/// A table that links records of one kind to an ordered list of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// The table.
    pub table: &'static str,
    /// Its column that points at the owner of the list.
    pub owner: &'static str,
    /// Its column that points at what is listed.
    pub target: &'static str,
}

/// Where an event happened.
pub const EVENT_PLACES: Link = Link { table: "event_place", owner: "event_id", target: "place_id" };
/// Who wrote a source.
pub const SOURCE_AUTHORS: Link =
    Link { table: "source_author", owner: "source_id", target: "agent_id" };
/// Through whom an attribution was relayed.
pub const ATTRIBUTION_VIA: Link =
    Link { table: "attribution_via", owner: "attribution_id", target: "agent_id" };

/// The records that each owner's list names, in its order, after merges.
pub async fn linked<R: Record>(
    db: &impl Read,
    link: Link,
    owners: &[Uuid],
) -> Result<Vec<Under<R>>> {
    let mut query = Query::select();
    query.expr_as(Expr::col((link.table, link.owner)), "parent_key");
    for column in R::COLUMNS {
        query.column(("found", Alias::new(*column)));
    }
    query.from(link.table);
    let asked = Expr::col(("asked", "id")).equals((link.table, link.target));
    query.join_as(JoinType::InnerJoin, R::TABLE, "asked", asked);
    let key = if R::MERGES { "canonical_id" } else { "id" };
    let found = Expr::col(("found", "id")).equals(("asked", key));
    query.join_as(JoinType::InnerJoin, R::TABLE, "found", found);
    query
        .and_where(Expr::col((link.table, link.owner)).is_in(padded(owners)))
        .order_by((link.table, "position"), Order::Asc);
    db.rows(&query, "loading a list of records").await
}

/// The other names of each record, in their order; what was merged into it counts with its name.
pub async fn names<R: Record>(db: &impl Read, ids: &[Uuid]) -> Result<Vec<Under<Name>>> {
    let Some(column) = alias_column(R::KIND) else { return Ok(Vec::new()) };
    let mut query = of_owner::<R>("alias", column, ids);
    query
        .column(("alias", "name"))
        .expr_as(Expr::col(("alias", "position")), "place")
        .expr_as(Expr::value(0), "rank");
    let mut merged = Query::select();
    merged
        .expr_as(Expr::col((R::TABLE, "canonical_id")), "parent_key")
        .column((R::TABLE, "name"))
        .expr_as(Expr::value(0), "place")
        .expr_as(Expr::value(1), "rank")
        .from(R::TABLE)
        .and_where(Expr::col((R::TABLE, "canonical_id")).is_in(padded(ids)))
        .and_where(Expr::col((R::TABLE, "id")).not_equals((R::TABLE, "canonical_id")));
    query.union(UnionType::All, merged);
    let mut ordered = Query::select();
    ordered
        .columns([("names", "parent_key"), ("names", "name")])
        .from_subquery(query, "names")
        .order_by(("names", "rank"), Order::Asc)
        .order_by(("names", "place"), Order::Asc)
        .order_by(("names", "name"), Order::Asc);
    db.rows(&ordered, "loading other names").await
}

/// The other names of one record as it was recorded itself, in their order: without those of what
/// was merged into it.
pub async fn own_names<R: Record>(db: &impl Read, id: Uuid) -> Result<Vec<String>> {
    let Some(column) = alias_column(R::KIND) else { return Ok(Vec::new()) };
    let rows: Vec<alias::Model> = rows_where(db, column, &[id], "position").await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// The external ids of each record, in their order.
pub async fn external_keys<R: Record>(
    db: &impl Read,
    ids: &[Uuid],
) -> Result<Vec<Under<ExternalKey>>> {
    let Some(column) = external_id_column(R::KIND) else { return Ok(Vec::new()) };
    let mut query = of_owner::<R>("external_id", column, ids);
    query
        .columns([("external_id", "scheme"), ("external_id", "value")])
        .order_by(("external_id", "position"), Order::Asc);
    db.rows(&query, "loading external ids").await
}

/// The rows of a satellite table, under the record that stands for their owner.
fn of_owner<R: Record>(table: &'static str, column: &'static str, ids: &[Uuid]) -> SelectStatement {
    let key = if R::MERGES { "canonical_id" } else { "id" };
    let owner = Expr::col(("owner", "id")).equals((table, column));
    let mut query = Query::select();
    query
        .expr_as(Expr::col(("owner", key)), "parent_key")
        .from(table)
        .join_as(JoinType::InnerJoin, R::TABLE, "owner", owner)
        .and_where(Expr::col(("owner", key)).is_in(padded(ids)));
    query
}
