//! `event`: what happened.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{EventKind, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in addresses, unique.
    #[sea_orm(unique)]
    pub slug: String,
    /// Name as shown.
    pub name: String,
    /// What sort of event.
    pub kind: EventKind,
    /// When it began, in EDTF; `None` when it was not said.
    pub start: Option<String>,
    /// First day that `start` can mean.
    pub start_earliest: Option<Date>,
    /// Last day that `start` can mean.
    pub start_latest: Option<Date>,
    /// When it ended, in EDTF; `None` when it was not said.
    pub end: Option<String>,
    /// First day that `end` can mean.
    pub end_earliest: Option<Date>,
    /// Last day that `end` can mean.
    pub end_latest: Option<Date>,
    /// The event it is a part of; `None` at the top.
    pub parent_id: Option<Uuid>,
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
