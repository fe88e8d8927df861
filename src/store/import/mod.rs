//! `import` and `import_row`: which record came from which line of which file. They are no records:
//! their columns say what became of each import.

mod lines;
mod relied;

use entity::{import, import_row, vocab::RecordKind};
use sea_orm::{
    ActiveEnum as _, ActiveModelTrait as _, EntityTrait as _, ExprTrait as _, IntoActiveModel as _,
    Order,
    sea_query::{Alias, Expr, OnConflict, Query, SelectStatement},
};
use uuid::Uuid;

pub use lines::{LinePlace, Side, Tallied, count_under, lines_under, tallies};
pub use relied::relied_on;

use super::{
    Doing as _, Read, Txn,
    record::{self, find_where, padded, rows_where, select, together},
    row::{Count, Key, TableRow as _, Under},
};
use crate::Result;

/// How many imports a list shows at most.
const LISTED: u64 = 1_000;

/// The imports of a file with this hash, the oldest first.
pub async fn of_file(db: &impl Read, hash: &str) -> Result<Vec<import::Model>> {
    let table = import::Model::TABLE;
    let mut query = select::<import::Model>(table);
    query.and_where(Expr::col((table, "file_hash")).eq(hash)).order_by((table, "id"), Order::Asc);
    db.rows(&query, "looking up an import").await
}

/// The import with this id.
pub async fn find(db: &impl Read, id: Uuid) -> Result<Option<import::Model>> {
    find_where(db, "id", id).await
}

/// The imports with these ids.
pub async fn by_ids(db: &impl Read, ids: &[Uuid]) -> Result<Vec<import::Model>> {
    rows_where(db, "id", ids, "id").await
}

/// The imports, the newest first.
pub async fn list(db: &impl Read) -> Result<Vec<import::Model>> {
    page(db, ImportPage { after: None, before: None, limit: LISTED, backwards: false }).await
}

/// A page of the imports, the newest first.
#[derive(Clone, Copy, Debug)]
pub struct ImportPage {
    /// Only those after this one, which are older.
    pub after: Option<Uuid>,
    /// Only those before this one, which are newer.
    pub before: Option<Uuid>,
    /// How many are wanted.
    pub limit: u64,
    /// Counted from the oldest.
    pub backwards: bool,
}

/// A page of the imports, in the direction in which it was read.
pub async fn page(db: &impl Read, page: ImportPage) -> Result<Vec<import::Model>> {
    let table = import::Model::TABLE;
    let id = || Expr::col((table, "id"));
    let mut query = select::<import::Model>(table);
    if let Some(after) = page.after {
        query.and_where(id().lt(after));
    }
    if let Some(before) = page.before {
        query.and_where(id().gt(before));
    }
    let direction = if page.backwards { Order::Asc } else { Order::Desc };
    query.order_by((table, "id"), direction).limit(page.limit);
    db.rows(&query, "listing imports").await
}

/// How many imports there are.
pub async fn count(db: &impl Read) -> Result<i64> {
    let mut query = Query::select();
    query.expr_as(Expr::col("id").count(), "count").from(import::Model::TABLE);
    let rows: Vec<Count> = db.rows(&query, "counting imports").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// The last import of a feed that was done before this one and was not undone.
pub async fn before_of_feed(
    db: &impl Read,
    feed: &str,
    import: Uuid,
) -> Result<Option<import::Model>> {
    let table = import::Model::TABLE;
    let mut query = select::<import::Model>(table);
    query
        .and_where(Expr::col((table, "feed")).eq(feed))
        .and_where(Expr::col((table, "id")).lt(import))
        .and_where(Expr::col((table, "ended_at")).is_not_null())
        .and_where(Expr::col((table, "undone_at")).is_null())
        .order_by((table, "id"), Order::Desc)
        .limit(1);
    Ok(db.rows(&query, "looking up the release before").await?.pop())
}

/// The records of a kind that one import named and another one does not, each with the line that
/// named it, by line; and how many they are.
pub async fn gone(
    db: &impl Read,
    before: Uuid,
    import: Uuid,
    kind: RecordKind,
    limit: u64,
) -> Result<(i64, Vec<import_row::Model>)> {
    let table = import_row::Model::TABLE;
    let doing = "comparing two releases";
    let mut named = Query::select();
    of_import(named.column("record_key").from(table), import, kind);
    let mut query = select::<import_row::Model>(table);
    of_import(&mut query, before, kind)
        .and_where(Expr::col((table, "record_key")).not_in_subquery(named.clone()))
        .order_by((table, "line"), Order::Asc)
        .order_by((table, "record_key"), Order::Asc)
        .limit(limit);
    let rows = db.rows(&query, doing).await?;
    let mut query = Query::select();
    let key = Expr::col((table, "record_key"));
    query.expr_as(key.clone().count_distinct(), "count").from(table);
    of_import(&mut query, before, kind).and_where(key.not_in_subquery(named));
    let counts: Vec<Count> = db.rows(&query, doing).await?;
    Ok((counts.first().map_or(0, |row| row.count), rows))
}

/// The first line of an import that named a record.
pub async fn first_line(db: &impl Read, import: Uuid, record: Uuid) -> Result<Option<i64>> {
    let table = import_row::Model::TABLE;
    let mut query = Query::select();
    query
        .expr_as(Expr::col((table, "line")), "count")
        .from(table)
        .and_where(Expr::col((table, "record_key")).eq(record))
        .and_where(Expr::col((table, "import_id")).eq(import))
        .order_by((table, "line"), Order::Asc)
        .limit(1);
    let rows: Vec<Count> = db.rows(&query, "looking up the line of a record").await?;
    Ok(rows.first().map(|row| row.count))
}

fn of_import(query: &mut SelectStatement, import: Uuid, kind: RecordKind) -> &mut SelectStatement {
    let table = import_row::Model::TABLE;
    query
        .and_where(Expr::col((table, "import_id")).eq(import))
        .and_where(Expr::col((table, "record_kind")).eq(kind.to_value()))
}

/// Notes an import that begins.
pub async fn insert(txn: &Txn, row: import::Model) -> Result<()> {
    record::insert(txn, row).await
}

/// Notes what became of an import.
pub async fn update(txn: &Txn, row: import::Model) -> Result<()> {
    record::update(txn, row).await
}

/// Notes which records came from which lines. What was noted when the import was begun before stays.
pub async fn note(txn: &Txn, rows: Vec<import_row::Model>) -> Result<()> {
    use import_row::Column::{ImportId, Line, RecordKey, RecordKind};
    let mut known = OnConflict::columns([ImportId, Line, RecordKind, RecordKey]);
    known.do_nothing();
    for part in together(rows) {
        let part = part.into_iter().map(|row| row.into_active_model().reset_all());
        import_row::Entity::insert_many(part)
            .on_conflict(known.clone())
            .exec_without_returning(txn.sql())
            .await
            .doing("noting where records came from")?;
    }
    Ok(())
}

/// What an import did to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Made it.
    Made,
    /// Changed it.
    Changed,
}

/// The records of a kind to which an import did this, each once.
pub async fn done_to(
    db: &impl Read,
    import: Uuid,
    kind: RecordKind,
    deed: Deed,
) -> Result<Vec<Uuid>> {
    let table = import_row::Model::TABLE;
    let flag = match deed {
        Deed::Made => "is_new",
        Deed::Changed => "is_changed",
    };
    let mut query = Query::select();
    query.distinct().expr_as(Expr::col((table, "record_key")), Alias::new("key")).from(table);
    of_import(&mut query, import, kind)
        .and_where(Expr::col((table, flag)).eq(true))
        .order_by((table, "record_key"), Order::Asc);
    let keys: Vec<Key> = db.rows(&query, "listing what an import made").await?;
    Ok(keys.into_iter().map(|key| key.key).collect())
}

/// The revision at which imports last left each of these records: all imports, or one of them. What
/// was not kept is left out.
pub async fn left_at(
    db: &impl Read,
    import: Option<Uuid>,
    keys: &[Uuid],
) -> Result<Vec<Under<Count>>> {
    revisions_noted(db, import, keys, Noted::Last).await
}

/// The revision with which an import first changed each of these records.
pub async fn first_changed(
    db: &impl Read,
    import: Uuid,
    keys: &[Uuid],
) -> Result<Vec<Under<Count>>> {
    revisions_noted(db, Some(import), keys, Noted::FirstChange).await
}

enum Noted {
    Last,
    FirstChange,
}

async fn revisions_noted(
    db: &impl Read,
    import: Option<Uuid>,
    keys: &[Uuid],
    noted: Noted,
) -> Result<Vec<Under<Count>>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let table = import_row::Model::TABLE;
    let revision = Expr::col((table, "revision"));
    let revision = match noted {
        Noted::Last => revision.max(),
        Noted::FirstChange => revision.min(),
    };
    let mut query = Query::select();
    query
        .expr_as(Expr::col((table, "record_key")), "parent_key")
        .expr_as(revision.cast_as("bigint"), "count")
        .from(table)
        .and_where(Expr::col((table, "record_key")).is_in(padded(keys)))
        .and_where(Expr::col((table, "revision")).is_not_null())
        .group_by_col((table, "record_key"));
    if let Some(import) = import {
        query.and_where(Expr::col((table, "import_id")).eq(import));
    }
    if matches!(noted, Noted::FirstChange) {
        query.and_where(Expr::col((table, "is_changed")).eq(true));
    }
    db.rows(&query, "looking up how an import left a record").await
}
