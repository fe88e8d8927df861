//! What was committed after a commit that somebody knows.

use entity::{
    revision,
    vocab::{Action, RecordKind},
};
use sea_orm::{
    ExprTrait as _, Order,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    read::Read,
    row::{TableRow as _, rec},
};
use crate::Result;

/// A change that was committed, as the listeners hear of it.
#[derive(Clone, Debug)]
pub struct ChangeNotice {
    /// Number of the commit.
    pub sequence: i64,
    /// Kind of the record.
    pub kind: RecordKind,
    /// Key of the record.
    pub key: Uuid,
    /// What was done.
    pub action: Action,
    /// The statistic it bears on; `None` when it bears on none.
    pub statistic: Option<Uuid>,
}

rec!(ChangeNotice { sequence, kind, key, action, statistic });

/// Changes after the commit of this number, oldest first: whole commits, until there are `most`
/// changes or no more.
pub async fn since(db: &impl Read, sequence: i64, most: u64) -> Result<Vec<ChangeNotice>> {
    let doing = "loading what was committed";
    let mut query = after(sequence);
    query.limit(most);
    let notices: Vec<ChangeNotice> = db.rows(&query, doing).await?;
    let Some(last) = notices.last().filter(|_| notices.len() as u64 == most) else {
        return Ok(notices);
    };
    let mut whole = after(sequence);
    whole.and_where(Expr::col("sequence").lte(last.sequence));
    db.rows(&whole, doing).await
}

fn after(sequence: i64) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("sequence")
        .expr_as(Expr::col("record_kind"), "kind")
        .expr_as(Expr::col("record_key"), "key")
        .column("action")
        .expr_as(Expr::col("statistic_id"), "statistic")
        .from(revision::Model::TABLE)
        .and_where(Expr::col("sequence").gt(sequence))
        .order_by("sequence", Order::Asc)
        .order_by("position", Order::Asc);
    query
}
