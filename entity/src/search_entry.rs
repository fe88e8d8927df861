//! `search_entry`: what the search finds of a record.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::RecordKind;

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "search_entry")]
pub struct Model {
    /// Row number: the full-text index refers to it.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Kind of the record.
    pub record_kind: RecordKind,
    /// Key of the record; of any kind, so no foreign key.
    pub record_key: Uuid,
    /// Its name or title, folded: an exact match comes first.
    #[sea_orm(column_type = "Text")]
    pub title_folded: String,
    /// The text that is searched and shown.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// The same text, folded.
    #[sea_orm(column_type = "Text")]
    pub folded: String,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
