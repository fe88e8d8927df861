//! What was committed after a commit that somebody knows.

use entity::revision;
use sea_orm::{
    Order,
    sea_query::{Alias, Expr, ExprTrait as _, SelectStatement},
};

use super::{ChangeNotice, Db, read::Read as _, record::select};
use crate::Result;

/// Changes after the commit of this number, oldest first: whole commits, until there are `most`
/// changes or no more.
pub async fn since(db: &Db, sequence: i64, most: u64) -> Result<Vec<ChangeNotice>> {
    let mut query = after(sequence);
    query.limit(most);
    let mut rows: Vec<revision::Model> = db.rows(&query, "loading changes").await?;
    if let Some(last) = rows.last().filter(|_| rows.len() as u64 == most) {
        let mut query = after(sequence);
        query.and_where(column("sequence").lte(last.sequence));
        rows = db.rows(&query, "loading changes").await?;
    }
    Ok(rows.into_iter().map(notice).collect())
}

fn after(sequence: i64) -> SelectStatement {
    let mut query = select::<revision::Model>("revision");
    query
        .and_where(column("sequence").gt(sequence))
        .order_by((Alias::new("revision"), Alias::new("sequence")), Order::Asc)
        .order_by((Alias::new("revision"), Alias::new("position")), Order::Asc);
    query
}

fn column(name: &'static str) -> Expr {
    Expr::col((Alias::new("revision"), Alias::new(name)))
}

fn notice(row: revision::Model) -> ChangeNotice {
    ChangeNotice {
        sequence: row.sequence,
        kind: row.record_kind,
        key: row.record_key,
        action: row.action,
        statistic: row.statistic_id,
    }
}
