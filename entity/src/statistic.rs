//! `statistic`: the tracked number: the key under which claims are compared.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::RecordStatus;

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "statistic")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name in addresses, unique.
    #[sea_orm(unique)]
    pub slug: String,
    /// Title as shown.
    pub title: String,
    /// Hash of its key as it was when it was recorded, unique.
    #[sea_orm(unique)]
    pub identity: String,
    /// Hash of its key after merges: equal where two statistics are read as one.
    pub key_hash: String,
    /// What is counted.
    pub measure_id: Uuid,
    /// In which event; `None` when it is not about one.
    pub event_id: Option<Uuid>,
    /// Where; `None` when everywhere.
    pub place_id: Option<Uuid>,
    /// Of whom; `None` when of everybody.
    pub population: Option<String>,
    /// When its period begins, in EDTF; `None` when it was not said.
    pub period_start: Option<String>,
    /// First day that `period_start` can mean.
    pub period_start_earliest: Option<Date>,
    /// Last day that `period_start` can mean.
    pub period_start_latest: Option<Date>,
    /// When its period ends, in EDTF; `None` when it was not said.
    pub period_end: Option<String>,
    /// First day that `period_end` can mean.
    pub period_end_earliest: Option<Date>,
    /// Last day that `period_end` can mean.
    pub period_end_latest: Option<Date>,
    /// The record that stands for this one: itself, or after merges the one kept.
    pub canonical_id: Uuid,
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
