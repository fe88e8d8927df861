//! What all records have in common, and the reads and writes that serve every kind.

use chrono::{DateTime, Utc};
use entity::{
    agent, assessment, attribution, candidate_rejection, claim, claim_link, derivation, event,
    finding, measure, place, relation_override, source, statistic,
    vocab::{RecordKind, RecordStatus},
};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait as _, EntityTrait, ExprTrait as _, FromQueryResult,
    IntoActiveModel, ModelTrait, Value,
    sea_query::{Expr, JoinType, Query, SelectStatement},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    Doing as _, Txn,
    read::Read,
    row::{TableRow, Under},
};
use crate::Result;

/// A row of any table, which SeaORM can write.
pub trait Stored:
    TableRow
    + FromQueryResult
    + ModelTrait<Entity = Self::Table>
    + IntoActiveModel<Self::Active>
    + Clone
{
    /// Its entity.
    type Table: EntityTrait<Model = Self, ActiveModel = Self::Active>;
    /// The form in which SeaORM writes it.
    type Active: ActiveModelTrait<Entity = Self::Table> + Send;
}

impl<M, E, A> Stored for M
where
    M: TableRow + FromQueryResult + ModelTrait<Entity = E> + IntoActiveModel<A> + Clone,
    E: EntityTrait<Model = M, ActiveModel = A>,
    A: ActiveModelTrait<Entity = E> + Send,
{
    type Table = E;
    type Active = A;
}

/// A record: it has a status, a revision and a history.
pub trait Record: Stored + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// Which kind.
    const KIND: RecordKind;
    /// Whether its id may lead to another record after a merge.
    const MERGES: bool;
    /// Its key.
    fn id(&self) -> Uuid;
    /// Whether it counts.
    fn status(&self) -> RecordStatus;
    /// How many changes it has seen.
    fn revision(&self) -> i32;
    /// When it was recorded.
    fn created_at(&self) -> DateTime<Utc>;
    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc>;
    /// Why it was retracted or merged; `None` while it is active.
    fn status_reason(&self) -> Option<&str>;
    /// The bytes of the texts in it that may be long.
    fn text_size(&self) -> usize;
    /// The fields that every change touches.
    fn meta(&mut self) -> Meta<'_>;
}

/// See [`Record::meta`].
pub struct Meta<'a> {
    /// Whether it counts.
    pub status: &'a mut RecordStatus,
    /// Why it does not.
    pub status_reason: &'a mut Option<String>,
    /// How many changes it has seen.
    pub revision: &'a mut i32,
    /// When it last changed.
    pub updated_at: &'a mut DateTime<Utc>,
}

/// A text that may be missing.
trait Text {
    fn bytes_of_text(&self) -> usize;
}

impl Text for String {
    fn bytes_of_text(&self) -> usize {
        self.len()
    }
}

impl Text for Option<String> {
    fn bytes_of_text(&self) -> usize {
        self.as_ref().map_or(0, String::len)
    }
}

macro_rules! record {
    ($($table:ident: $kind:ident, merges: $merges:literal, texts: [$($text:ident),*];)*) => { $(
        impl Record for $table::Model {
            const KIND: RecordKind = RecordKind::$kind;
            const MERGES: bool = $merges;
            fn id(&self) -> Uuid {
                self.id
            }
            fn status(&self) -> RecordStatus {
                self.status
            }
            fn revision(&self) -> i32 {
                self.revision
            }
            fn created_at(&self) -> DateTime<Utc> {
                self.created_at
            }
            fn updated_at(&self) -> DateTime<Utc> {
                self.updated_at
            }
            fn status_reason(&self) -> Option<&str> {
                self.status_reason.as_deref()
            }
            fn text_size(&self) -> usize {
                0 $(+ self.$text.bytes_of_text())*
            }
            fn meta(&mut self) -> Meta<'_> {
                Meta {
                    status: &mut self.status,
                    status_reason: &mut self.status_reason,
                    revision: &mut self.revision,
                    updated_at: &mut self.updated_at,
                }
            }
        }
    )* };
}

record! {
    agent: Agent, merges: true, texts: [name];
    event: Event, merges: true, texts: [name];
    place: Place, merges: true, texts: [name];
    measure: Measure, merges: true, texts: [name, definition];
    statistic: Statistic, merges: true, texts: [title, population];
    source: Source, merges: false, texts: [title, url, body, imprint];
    claim: Claim, merges: false, texts: [text, quantity_text];
    attribution: Attribution, merges: false, texts: [quote_exact, quote_prefix, quote_suffix, quote_translation];
    derivation: Derivation, merges: false, texts: [note];
    claim_link: ClaimLink, merges: false, texts: [note];
    assessment: Assessment, merges: false, texts: [rating_text, url, rationale];
    finding: Finding, merges: false, texts: [message, resolution_reason];
    relation_override: RelationOverride, merges: false, texts: [reason];
    candidate_rejection: CandidateRejection, merges: false, texts: [quote, url, reason];
}

/// A statement that selects a table's columns under the name `here`.
pub(super) fn select<T: TableRow>(here: &'static str) -> SelectStatement {
    let mut query = Query::select();
    for column in T::COLUMNS {
        query.column((here, *column));
    }
    query.from_as(T::TABLE, here);
    query
}

/// Repeats the last value until they are as many as in one of a few lengths, so that lists of any
/// length share a few prepared statements: four lengths to each power of two.
pub(super) fn padded<T: Clone>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    if let Some(last) = values.last().cloned() {
        let step = (values.len().next_power_of_two() / 8).max(1);
        values.resize(values.len().next_multiple_of(step), last);
    }
    values
}

/// The records that these ids lead to, after merges; unknown ids are left out.
pub async fn by_ids<R: Record>(db: &impl Read, ids: &[Uuid]) -> Result<Vec<Under<R>>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::select();
    query.expr_as(Expr::col(("asked", "id")), "parent_key");
    for column in R::COLUMNS {
        query.column((if R::MERGES { "found" } else { "asked" }, *column));
    }
    query.from_as(R::TABLE, "asked");
    if R::MERGES {
        let same = Expr::col(("found", "id")).equals(("asked", "canonical_id"));
        query.join_as(JoinType::InnerJoin, R::TABLE, "found", same);
    }
    query.and_where(Expr::col(("asked", "id")).is_in(padded(ids)));
    db.rows(&query, "loading records").await
}

/// The record that this id leads to, after merges.
pub async fn find<R: Record>(db: &impl Read, id: Uuid) -> Result<Option<R>> {
    Ok(by_ids(db, &[id]).await?.pop().map(|found| found.row))
}

/// The record with this very id, merged or not.
pub async fn find_itself<R: Record>(db: &impl Read, id: Uuid) -> Result<Option<R>> {
    find_where(db, "id", id).await
}

/// The first record, by id, whose column has this value.
pub async fn find_where<T: TableRow>(
    db: &impl Read,
    column: &'static str,
    value: impl Into<Value>,
) -> Result<Option<T>> {
    let mut query = select::<T>(T::TABLE);
    query
        .and_where(Expr::col((T::TABLE, column)).eq(value.into()))
        .order_by((T::TABLE, "id"), sea_orm::Order::Asc)
        .limit(1);
    Ok(db.rows(&query, "looking up a record").await?.pop())
}

/// Every row of a table, for small ones and for tests.
pub async fn all_rows<T: TableRow>(db: &impl Read) -> Result<Vec<T>> {
    db.rows(&select::<T>(T::TABLE), "reading a table").await
}

/// The rows whose column has one of these keys, in the order of `sort`.
pub async fn rows_where<T: TableRow>(
    db: &impl Read,
    column: &'static str,
    keys: &[Uuid],
    sort: &'static str,
) -> Result<Vec<T>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select::<T>(T::TABLE);
    query
        .and_where(Expr::col((T::TABLE, column)).is_in(padded(keys)))
        .order_by((T::TABLE, sort), sea_orm::Order::Asc);
    db.rows(&query, "loading rows").await
}

/// Inserts a row as it is.
pub async fn insert<M: Stored>(txn: &Txn, row: M) -> Result<()> {
    let active = row.into_active_model().reset_all();
    M::Table::insert(active).exec_without_returning(txn.sql()).await.doing("inserting a record")?;
    Ok(())
}

/// Inserts rows as they are.
pub async fn insert_rows<M: Stored>(txn: &Txn, rows: Vec<M>, doing: &'static str) -> Result<()> {
    for part in together(rows) {
        let part = part.into_iter().map(|row| row.into_active_model().reset_all());
        M::Table::insert_many(part).exec_without_returning(txn.sql()).await.doing(doing)?;
    }
    Ok(())
}

/// The same in statements as large as they may be: rows of one statement may point at each other.
pub async fn insert_at_once<M: Stored>(txn: &Txn, rows: Vec<M>, doing: &'static str) -> Result<()> {
    // A statement may carry 32,766 values on SQLite.
    for part in rows.chunks((30_000 / M::WIDTH).max(1)) {
        let part = part.iter().map(|row| row.clone().into_active_model().reset_all());
        M::Table::insert_many(part).exec_without_returning(txn.sql()).await.doing(doing)?;
    }
    Ok(())
}

/// Most rows of one statement; a statement may carry 32,766 values on SQLite, and no table is so wide.
const ROWS: usize = 256;

/// The rows of each statement: as many as a power of two, so that any number of rows is written by a
/// few prepared statements.
pub(super) fn together<M>(rows: Vec<M>) -> Vec<Vec<M>> {
    let (mut rest, mut parts) = (rows.into_iter(), Vec::new());
    while rest.len() > 0 {
        let size = if rest.len() > ROWS { ROWS } else { 1 << rest.len().ilog2() };
        parts.push(rest.by_ref().take(size).collect());
    }
    parts
}

/// Writes every column of a row back.
pub async fn update<M: Stored>(txn: &Txn, row: M) -> Result<()> {
    let active = row.into_active_model().reset_all();
    M::Table::update(active).exec(txn.sql()).await.doing("updating a record")?;
    Ok(())
}

/// Deletes the rows of a satellite table that belong to a record.
pub async fn delete_where<M: Stored>(txn: &Txn, column: &'static str, key: Uuid) -> Result<()> {
    let mut query = Query::delete();
    query.from_table(M::TABLE).and_where(Expr::col(column).eq(key));
    txn.sql().execute(&query).await.doing("replacing a part of a record")?;
    Ok(())
}
