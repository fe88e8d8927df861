//! `match_key`: what a record may share with another one that is the same thing.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::RecordKind;

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "match_key")]
pub struct Model {
    /// Kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_kind: RecordKind,
    /// Key of the record; of any kind, so no foreign key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_key: Uuid,
    /// What it shares: the consonants of a name, an address without its variants.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
