//! `relation_override`: a person's verdict on how two claims relate.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{RecordStatus, Verdict};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "relation_override")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of the pair, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// One claim.
    pub claim_id: Uuid,
    /// The other claim.
    pub other_claim_id: Uuid,
    /// How they relate.
    pub verdict: Verdict,
    /// Why, for readers.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Whether it counts.
    pub status: RecordStatus,
    /// Why it was retracted or merged; `None` while it is active.
    #[sea_orm(column_type = "Text")]
    pub status_reason: Option<String>,
    /// How many changes it has seen, the first included.
    pub revision: i32,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
