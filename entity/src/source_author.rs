//! `source_author`: an author of a source.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "source_author")]
pub struct Model {
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: Uuid,
    /// The author.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agent_id: Uuid,
    /// Order among the authors, from 0.
    pub position: i32,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
