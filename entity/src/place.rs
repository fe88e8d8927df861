//! `place`: a place where something happened.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::{PlaceKind, RecordStatus};

/// A stored row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "place")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in addresses, unique.
    #[sea_orm(unique)]
    pub slug: String,
    /// Name as shown.
    pub name: String,
    /// What sort of place.
    pub kind: PlaceKind,
    /// The place it lies in; `None` at the top.
    pub parent_id: Option<Uuid>,
    /// ISO 3166 code; `None` when it has none.
    pub iso_code: Option<String>,
    /// Degrees north, WGS 84; `None` when not recorded.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84; `None` when not recorded.
    pub longitude: Option<f64>,
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
