//! `alias`: another name of an agent, event, place or measure; one of the four keys is set.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "alias")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The agent that has it; `None` when another kind has it.
    pub agent_id: Option<Uuid>,
    /// The event that has it; `None` when another kind has it.
    pub event_id: Option<Uuid>,
    /// The place that has it; `None` when another kind has it.
    pub place_id: Option<Uuid>,
    /// The measure that has it; `None` when another kind has it.
    pub measure_id: Option<Uuid>,
    /// Order among the names of its record, from 0.
    pub position: i32,
    /// The name as written.
    pub name: String,
    /// The name folded for matching.
    pub folded: String,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
