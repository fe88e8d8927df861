//! `event_place`: a place where an event happened.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "event_place")]
pub struct Model {
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: Uuid,
    /// The place.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: Uuid,
    /// Order among the places of the event, from 0.
    pub position: i32,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
