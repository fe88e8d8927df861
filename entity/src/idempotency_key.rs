//! `idempotency_key`: a request that was carried out, so that its repetition is answered alike.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Time-ordered key; the API shows it as a typed id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The holder's id and the key the client sent, unique.
    #[sea_orm(unique)]
    pub key: String,
    /// Hash of the input it came with.
    pub input_hash: String,
    /// The claim it recorded.
    pub claim_id: Uuid,
    /// What it was answered.
    pub is_new: bool,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
