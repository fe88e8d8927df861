//! `agent`: whoever can say something.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{AgentKind, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "agent")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in addresses, unique.
    #[sea_orm(unique)]
    pub slug: String,
    /// Name as shown.
    pub name: String,
    /// What sort of agent.
    pub kind: AgentKind,
    /// Who controls it; `None` when nobody is recorded.
    pub parent_id: Option<Uuid>,
    /// Whose spokesman it is; `None` when it speaks for itself.
    pub speaks_for_id: Option<Uuid>,
    /// The record that stands for this one: itself, or after merges the one kept.
    pub canonical_id: Uuid,
    /// What it was merged into; `None` when it was not merged.
    pub merged_into_id: Option<Uuid>,
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
