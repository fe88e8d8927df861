//! Reads for merges: who was merged into whom, and which statistics that touches.

use entity::{alias, statistic, vocab::RecordKind};
use sea_orm::{ExprTrait as _, Order as Direction, sea_query::Expr};
use uuid::Uuid;

use super::{
    part::alias_column,
    read::Read,
    record::{Record, padded, rows_where, select},
    row::TableRow as _,
};
use crate::Result;

/// All records that the one with this id stands for, itself among them, by id.
pub async fn group<R: Record>(db: &impl Read, canonical: Uuid) -> Result<Vec<R>> {
    rows_where(db, "canonical_id", &[canonical], "id").await
}

/// The records that were merged into one.
pub struct Others<R> {
    /// These records, by id.
    pub rows: Vec<R>,
    aliases: Vec<alias::Model>,
}

impl<R> Others<R> {
    /// Their other names.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(|row| row.name.as_str())
    }
}

/// All records but itself that the one with this id stands for, with their other names.
pub async fn others<R: Record>(db: &impl Read, canonical: Uuid) -> Result<Others<R>> {
    let mut rows: Vec<R> = group(db, canonical).await?;
    rows.retain(|row| row.id() != canonical);
    let ids: Vec<Uuid> = rows.iter().map(R::id).collect();
    let aliases = match alias_column(R::KIND) {
        Some(column) => rows_where(db, column, &ids, "id").await?,
        None => Vec::new(),
    };
    Ok(Others { rows, aliases })
}

/// The column of `statistic` that points at this kind; `None` for what is no part of its key.
const fn key_column(kind: RecordKind) -> Option<&'static str> {
    match kind {
        RecordKind::Event => Some("event_id"),
        RecordKind::Place => Some("place_id"),
        RecordKind::Measure => Some("measure_id"),
        RecordKind::Agent
        | RecordKind::Source
        | RecordKind::Statistic
        | RecordKind::Claim
        | RecordKind::Attribution
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => None,
    }
}

/// The statistics in whose key one of these records stands, by id.
pub async fn statistics_with(
    db: &impl Read,
    kind: RecordKind,
    ids: &[Uuid],
) -> Result<Vec<statistic::Model>> {
    match key_column(kind) {
        Some(column) => rows_where(db, column, ids, "id").await,
        None => Ok(Vec::new()),
    }
}

/// The statistics whose key has one of these hashes, by id.
pub async fn statistics_of_keys(
    db: &impl Read,
    hashes: &[String],
) -> Result<Vec<statistic::Model>> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let table = statistic::Model::TABLE;
    let mut query = select::<statistic::Model>(table);
    query
        .and_where(Expr::col((table, "key_hash")).is_in(padded(hashes)))
        .order_by((table, "id"), Direction::Asc);
    db.rows(&query, "loading statistics of one key").await
}
