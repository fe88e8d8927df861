//! `external_id`: the key of a record in somebody else's system; one of the five keys is set.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "external_id")]
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
    /// The source that has it; `None` when another kind has it.
    pub source_id: Option<Uuid>,
    /// Order among the external ids of its record, from 0.
    pub position: i32,
    /// Whose key it is: "wikidata", "doi", "acled".
    pub scheme: String,
    /// The key there.
    pub value: String,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
