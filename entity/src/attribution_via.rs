//! `attribution_via`: an agent through whom an attribution was relayed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "attribution_via")]
pub struct Model {
    /// The attribution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attribution_id: Uuid,
    /// The relay.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agent_id: Uuid,
    /// Order of the relays, from 0: the one nearest to the speaker.
    pub position: i32,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
