//! `derivation`: an edge from an attribution to where it takes its claim from.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{Confirmation, DerivationKind, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "derivation")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Hash of both ends and the kind, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// What was derived.
    pub attribution_id: Uuid,
    /// The attribution it was taken from; `None` when only the source is known.
    pub parent_attribution_id: Option<Uuid>,
    /// The source it was taken from; `None` when the attribution is known.
    pub parent_source_id: Option<Uuid>,
    /// How it was taken.
    pub kind: DerivationKind,
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
