//! `api_key`: keys to the API. They are not records: their columns say when each was made, last
//! used and revoked.

use chrono::{DateTime, Utc};
use entity::api_key;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Db, Doing as _, Read, Txn,
    record::{self, find_where, select},
    row::TableRow as _,
};
use crate::Result;

/// How many keys a list shows at most: more than any office hands out.
const LISTED: u64 = 10_000;

/// The key whose secret has this hash.
pub async fn by_hash(db: &impl Read, hash: &str) -> Result<Option<api_key::Model>> {
    find_where(db, "secret_hash", hash).await
}

/// The key with this id.
pub async fn find(db: &impl Read, id: Uuid) -> Result<Option<api_key::Model>> {
    find_where(db, "id", id).await
}

/// The key that has this name and is not revoked.
pub async fn by_name(db: &impl Read, name: &str) -> Result<Option<api_key::Model>> {
    let table = api_key::Model::TABLE;
    let mut query = select::<api_key::Model>(table);
    query
        .and_where(Expr::col((table, "name")).eq(name))
        .and_where(Expr::col((table, "revoked_at")).is_null())
        .order_by((table, "id"), sea_orm::Order::Asc)
        .limit(1);
    Ok(db.rows(&query, "looking up a key").await?.pop())
}

/// All keys, revoked ones too, the oldest first.
pub async fn list(db: &impl Read) -> Result<Vec<api_key::Model>> {
    let mut query = select::<api_key::Model>(api_key::Model::TABLE);
    query.order_by((api_key::Model::TABLE, "id"), sea_orm::Order::Asc).limit(LISTED);
    db.rows(&query, "listing keys").await
}

/// Stores a new key.
pub async fn insert(txn: &Txn, row: api_key::Model) -> Result<()> {
    record::insert(txn, row).await
}

/// Notes when a key was revoked.
pub async fn revoke(txn: &Txn, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(at))
        .filter(api_key::Column::Id.eq(id))
        .exec(txn.sql())
        .await
        .doing("revoking a key")?;
    Ok(())
}

/// Notes when a key was last used. Not a change of what is on record: no revision, no new version,
/// and no other column, so that it cannot undo a revocation that comes meanwhile.
pub async fn touch(db: &Db, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    let earlier = Condition::any()
        .add(api_key::Column::LastUsedAt.is_null())
        .add(api_key::Column::LastUsedAt.lt(at));
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::value(at))
        .filter(api_key::Column::Id.eq(id))
        .filter(earlier)
        .exec(db.writer())
        .await
        .doing("noting the use of a key")?;
    Ok(())
}
