//! `claim_link`: a relation between two claims that a person or a rule sees.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{Confirmation, LinkKind, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "claim_link")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of both ends and the kind, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// The first claim.
    pub claim_id: Uuid,
    /// The second claim.
    pub other_claim_id: Uuid,
    /// How the first stands to the second.
    pub kind: LinkKind,
    /// Whether a person stands behind it.
    pub confirmation: Confirmation,
    /// Why somebody thinks so; `None` when nothing was said.
    #[sea_orm(column_type = "Text")]
    pub note: Option<String>,
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
