//! `measure`: what is counted, defined once.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{Accumulation, RecordStatus, ValueType};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "measure")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Code in addresses, unique.
    #[sea_orm(unique)]
    pub slug: String,
    /// Name as shown.
    pub name: String,
    /// What counts and what does not.
    #[sea_orm(column_type = "Text")]
    pub definition: String,
    /// What one of it is: "person", "city", "USD".
    pub unit: String,
    /// What its numbers are.
    pub value_type: ValueType,
    /// Whether only whole numbers make sense.
    pub integral: bool,
    /// What a difference in time means.
    pub accumulation: Accumulation,
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
