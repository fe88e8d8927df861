//! Claims that name one number.

use entity::{claim, vocab::RecordStatus};
use sea_orm::{
    ActiveEnum as _, Order,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::{read::Read, record::select, row::TableRow as _};
use crate::Result;

/// The active claims on a statistic that name `value`, but for `id`; the oldest first.
pub async fn naming(
    db: &impl Read,
    statistic: Uuid,
    value: f64,
    id: Uuid,
    limit: u64,
) -> Result<Vec<claim::Model>> {
    let column = |name: &'static str| Expr::col((claim::Model::TABLE, name));
    let mut query = select::<claim::Model>(claim::Model::TABLE);
    query
        .and_where(column("statistic_id").eq(statistic))
        .and_where(column("value").eq(value))
        .and_where(column("id").ne(id))
        .and_where(column("status").eq(RecordStatus::Active.to_value()))
        .order_by((claim::Model::TABLE, "id"), Order::Asc)
        .limit(limit);
    db.rows(&query, "looking up claims that name a number").await
}
