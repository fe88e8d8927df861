//! `import_row`: which record came from which line of a file that was imported.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocab::RecordKind;

/// A stored row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    /// The import.
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: Uuid,
    /// The line on which the row begins, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    /// Kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_kind: RecordKind,
    /// Key of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_key: Uuid,
    /// Whether the import made it; `false` when it was on record already.
    pub is_new: bool,
    /// The revision at which the import left the record; `None` where that was not kept.
    pub revision: Option<i32>,
    /// Whether the import changed it.
    pub is_changed: bool,
}

/// Rows point at each other by key; the joins are in `store`.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
