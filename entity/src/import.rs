//! `import`: a file that was imported.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "import")]
pub struct Model {
    /// Time-ordered key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// How the file was read: csv, claimreview.
    pub format: String,
    /// What the file was called.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_hash: String,
    /// The map with which it was read.
    pub map: String,
    /// Name of the key; `None` for the program itself.
    pub actor: Option<String>,
    /// When it was begun.
    pub started_at: DateTimeUtc,
    /// When it was done; `None` while it is not.
    pub ended_at: Option<DateTimeUtc>,
    /// Rows that were taken or refused; 0 while it is not done.
    pub row_count: i64,
    /// Rows that were refused; 0 while it is not done.
    pub refused_count: i64,
    /// When it was undone; `None` when it was not.
    pub undone_at: Option<DateTimeUtc>,
    /// Why it was undone; `None` when it was not.
    pub undone_reason: Option<String>,
    /// What the file is a release of; `None` for one that stands by itself.
    #[sea_orm(column_type = "Text")]
    pub feed: Option<String>,
    /// Records that the import of the release before named and this one does not; `None` while it
    /// is not done, and where there is no release before.
    pub gone_count: Option<i64>,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
